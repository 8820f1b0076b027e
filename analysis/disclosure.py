"""What may be seen: the one place where a table becomes `Disclosed`, and where what is small is hidden."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from enum import StrEnum
from math import inf

import pandas as pd

from analysis.equations import area_sums
from analysis.relations import Kind, beside, cell_of, family, group_of
from model.disclosed import Disclosed
from model.status import Status
from settings import Settings
from store.hidden import Observed

__all__ = ["Kind", "Why", "family", "published", "reasons"]

_WHOLE = {"%": 100.0, "per 1.000": 1000.0}


def published(frame: pd.DataFrame) -> Disclosed:
    """Figures that may be seen as they are: their publisher protected them, or we did when they came in.

    CBS and RIVM give each figure the status that it keeps here; shares that Startfoto divided itself carry the status
    `too_few` from the loader when the denominator is small. Of what officers bring in, what `reasons` hides never
    enters the tables of the store, so any value that is there may be seen, as a plain number too. Counts of schools are
    protected in `analysis/scans.py`.
    """
    return Disclosed(frame)


class Why(StrEnum):
    """Why a figure that came in is not kept."""

    SMALL = "small count"
    FEW = "few respondents"
    UNANIMOUS = "none or all of a group of unknown size"
    BEFORE = "hidden in an earlier load"
    BESIDE = "would give a hidden figure away"


def reasons(
    figures: Sequence[Observed],
    kinds: Mapping[str, Kind],
    settings: Settings,
    former: Sequence[Observed] = (),
) -> list[Why | None]:
    """For each figure of a file why it is not kept, or None; method: docs/methods.md, "What is protected".

    `kinds` has every indicator of the file and its `family`; `former` is what was kept before of that family, the
    oldest load first (`store.hidden`). A figure that is hidden loses its value, its bounds and its n.
    """

    why = [_own_reason(one, kinds[one.indicator], settings) for one in figures]
    before = {cell_of(one) for one in former if one.status is Status.TOO_FEW}
    for place, one in enumerate(figures):
        kind = kinds[one.indicator]
        is_kept = why[place] is None and one.has_number
        if is_kept and cell_of(one) in before and (kind.unit != "aantal" or kind.counts_children):
            why[place] = Why.BEFORE
    for group in _groups(figures, former, kinds):
        group.hide_beside(why, kinds, settings.smallest_count)
    of_respondents = {one: Kind("" if kind.unit == "aantal" else "aantal") for one, kind in kinds.items()}
    counted, counted_before = (_respondents(several, of_respondents) for several in (figures, former))
    for group in _groups(counted, counted_before, of_respondents):
        if group.adds_up and group.has_hidden(why):
            group.hide_beside(why, of_respondents, settings.smallest_respondents)
    return _without_shares_of_hidden(figures, why, kinds)


@dataclass(frozen=True)
class _Group:
    """Counts that may add up to one another."""

    told: Mapping[int, Observed]
    """Those of the file, by their place in it."""
    former: Sequence[Observed]

    @property
    def adds_up(self) -> bool:
        """Whether no part is more than its total, so that the parts may be its parts."""
        values = {cell_of(one): one.value or 0.0 for one in self.told.values()}
        sums = [of for name in {cell[:2] for cell in values} for of in area_sums([cell[2] for cell in values], name)[0]]
        return all(sum(values.get(part, 0.0) for part in of.parts) <= values.get(of.total, inf) for of in sums)

    def has_hidden(self, why: Sequence[Why | None]) -> bool:
        """Whether any of them is hidden, now or before."""
        return any(why[place] for place in self.told) or any(one.status is Status.TOO_FEW for one in self.former)

    def hide_beside(self, why: list[Why | None], kinds: Mapping[str, Kind], smallest: int) -> None:
        """Add to the reasons those that would give a hidden one away."""
        told = {cell_of(one): one for one in self.told.values()}
        unseen = {cell_of(one) for place, one in self.told.items() if why[place] is not None}
        also = beside(told, unseen, self.former, kinds, smallest)
        for place, one in self.told.items():
            if cell_of(one) in also:
                why[place] = Why.BESIDE


def _groups(figures: Sequence[Observed], former: Sequence[Observed], kinds: Mapping[str, Kind]) -> list[_Group]:
    """The counts of children of a file in groups that have nothing to do with one another."""
    told: dict[tuple[str, ...], dict[int, Observed]] = defaultdict(dict)
    for place, one in enumerate(figures):
        if kinds[one.indicator].counts_children:
            told[group_of(one, kinds)][place] = one
    earlier: dict[tuple[str, ...], list[Observed]] = defaultdict(list)
    for one in former:
        if kinds[one.indicator].counts_children:
            earlier[group_of(one, kinds)].append(one)
    return [_Group(several, earlier[name]) for name, several in told.items()]


def _respondents(figures: Sequence[Observed], kinds: Mapping[str, Kind]) -> list[Observed]:
    """The figures of these kinds as their n's: a share times its n is a count, and shares of few follow from those."""
    return [
        replace(one, value=one.count, lower=None, upper=None) if kinds[one.indicator].counts_children else one
        for one in figures
    ]


def _own_reason(figure: Observed, kind: Kind, settings: Settings) -> Why | None:
    """Why a figure is hidden for what it is itself."""
    if not figure.has_number:
        return None
    if kind.unit == "aantal":
        is_small = figure.value is not None and 0 < figure.value < settings.smallest_count
        return Why.SMALL if is_small and kind.is_about_children else None
    if figure.count is not None:
        return Why.FEW if figure.count < settings.smallest_respondents else None
    whole = _WHOLE.get(kind.unit, inf)
    return Why.UNANIMOUS if whole < inf and figure.value is not None and not 0 < figure.value < whole else None


def _without_shares_of_hidden(
    figures: Sequence[Observed], why: Sequence[Why | None], kinds: Mapping[str, Kind]
) -> list[Why | None]:
    """The reasons, also for shares of which a hidden count of the same area and period is the part or the whole."""
    hidden: dict[tuple[str, str], set[float]] = defaultdict(set)
    shown: dict[tuple[str, str], set[float]] = defaultdict(set)
    for one, reason in zip(figures, why, strict=True):
        if one.value is not None and kinds[one.indicator].counts_children:
            (shown if reason is None else hidden)[one.region, one.period].add(one.value)

    def gives_away(one: Observed) -> bool:
        where = one.region, one.period
        whole = _WHOLE.get(kinds[one.indicator].unit)
        if whole is None or one.value is None or not hidden[where]:
            return False
        bases = shown[where] | ({one.count} if one.count is not None else set())
        parts = {float(round(base * side / whole)) for base in bases for side in (one.value, whole - one.value)}
        return bool(hidden[where] & (parts | ({one.count} if one.count is not None else set())))

    return [
        Why.BESIDE if reason is None and gives_away(one) else reason for one, reason in zip(figures, why, strict=True)
    ]
