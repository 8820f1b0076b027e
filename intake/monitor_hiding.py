"""What is hidden of the figures of a file before they are kept, and what the officer is told of that."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from duckdb import DuckDBPyConnection as Cursor

from analysis.disclosure import Kind, Why, family, reasons
from loaders.monitor import MIN_RESPONDENTS, Figure
from model import monitor_findings
from model.findings import Finding
from model.monitor_findings import Place
from model.region import municipality_of
from model.status import Status
from settings import Settings
from store.hidden import Observed, former


@dataclass(frozen=True)
class Kept:
    """The figures of a table as they are kept and may be shown, and what there is to say of those that are hidden."""

    figures: tuple[Figure, ...]
    findings: tuple[Finding, ...]


def kept_of(
    cursor: Cursor, figures: Sequence[Figure], kinds: Mapping[str, Kind], settings: Settings, place: Place
) -> Kept:
    """The figures with those hidden that `analysis.disclosure` hides, also for what the store has of earlier loads.

    What is hidden never enters the tables, so that nothing can show it. `place` is the file and its sheet.
    """
    used = {one.indicator for one in figures}
    known = dict.fromkeys(used, Kind("")) | dict(kinds)
    told = [
        Observed(one.status, one.indicator, one.region, one.period, one.value, one.lower, one.upper, one.count)
        for one in figures
    ]
    around = {municipality_of(one.region) or one.region for one in figures}
    before = former(cursor, family(known, used), {one.period for one in figures}, around)
    why = reasons(told, known, settings, before)
    kept = tuple(_protected(one, known[one.indicator], reason) for one, reason in zip(figures, why, strict=True))
    return Kept(kept, _findings(figures, why, settings, place))


def _protected(figure: Figure, kind: Kind, reason: Why | None) -> Figure:
    """The figure, or that there are too few; its bounds would give it away, and so would an n.

    Of a count of children no n is kept: it may be another count, which is hidden.
    """
    if reason is not None:
        return replace(figure, value=None, lower=None, upper=None, count=None, status=Status.TOO_FEW)
    return replace(figure, count=None) if kind.counts_children and figure.count is not None else figure


def _findings(
    figures: Sequence[Figure], why: Sequence[Why | None], settings: Settings, place: Place
) -> tuple[Finding, ...]:
    """How many figures are hidden and why, but for the few respondents that the reader remarked on itself."""
    counts = Counter(
        reason
        for one, reason in zip(figures, why, strict=True)
        if not (reason is Why.FEW and one.status.has_value and (one.count or 0) < MIN_RESPONDENTS)
    )
    found = []
    if count := counts[Why.SMALL]:
        found.append(monitor_findings.small_counts(count, settings.smallest_count, place))
    if count := counts[Why.FEW]:
        found.append(monitor_findings.few_respondents(count, settings.smallest_respondents, place))
    if count := counts[Why.UNANIMOUS]:
        found.append(monitor_findings.all_or_none(count, place))
    if count := counts[Why.BEFORE]:
        found.append(monitor_findings.hidden_before(count, place))
    if count := counts[Why.BESIDE]:
        found.append(monitor_findings.hidden_beside(count, place))
    return tuple(found)
