"""What may be seen: the one place where a table becomes `Disclosed`, and where what is small is hidden."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from enum import StrEnum
from math import inf

import pandas as pd

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

    def counts_children(one: Observed) -> bool:
        return kinds[one.indicator].counts_children

    why = [_own_reason(one, kinds[one.indicator], settings) for one in figures]
    before = {cell_of(one) for one in former if one.status is Status.TOO_FEW}
    for place, one in enumerate(figures):
        is_kept = why[place] is None and one.has_number
        if is_kept and cell_of(one) in before and (kinds[one.indicator].unit != "aantal" or counts_children(one)):
            why[place] = Why.BEFORE
    places: dict[tuple[str, ...], list[int]] = defaultdict(list)
    for place, one in enumerate(figures):
        if counts_children(one):
            places[group_of(one, kinds)].append(place)
    earlier: dict[tuple[str, ...], list[Observed]] = defaultdict(list)
    for one in former:
        if counts_children(one):
            earlier[group_of(one, kinds)].append(one)
    for group, several in places.items():
        told = {cell_of(figures[place]): figures[place] for place in several}
        unseen = {cell_of(figures[place]) for place in several if why[place] is not None}
        also = beside(told, unseen, earlier[group], kinds, settings.smallest_count)
        for place in several:
            if cell_of(figures[place]) in also:
                why[place] = Why.BESIDE
    return _without_shares_of_hidden(figures, why, kinds)


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
