"""Figures of officers' files that make one another: areas of areas, indicators of indicators, loads before and now."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import inf

from analysis.equations import Cell, Equation, Limits, Sum, area_sums, components, computed, equation
from analysis.suppression import Table
from model.region import municipality_of, path_of
from model.status import Status
from store.hidden import Observed

_EVEN = 1e-6
_GUARDED = (Status.TOO_FEW, Status.SECRET, Status.INTERVAL)
"""Of what is not told, that what nobody may compute either."""


@dataclass(frozen=True)
class Kind:
    """What of an indicator says how its figures are hidden."""

    unit: str
    is_about_children: bool = True
    part_of: str = ""

    @property
    def counts_children(self) -> bool:
        """Whether its figures are numbers of children, of which small ones are hidden."""
        return self.unit == "aantal" and self.is_about_children


def family(kinds: Mapping[str, Kind], used: Iterable[str]) -> set[str]:
    """The counts of children that hang together by `part_of` with any of those that are used, themselves included."""
    roots = {_root(kinds, one) for one in used}
    related = {one for one, found in kinds.items() if found.counts_children}
    return set(used) | {one for one in related if _root(kinds, one) in roots}


def _root(kinds: Mapping[str, Kind], one: str) -> str:
    while one in kinds and kinds[one].part_of:
        one = kinds[one].part_of
    return one


def cell_of(figure: Observed) -> Cell:
    """Which figure it is, in whatever load: indicator, period, region."""
    return (figure.indicator, figure.period, figure.region)


def group_of(figure: Observed, kinds: Mapping[str, Kind]) -> tuple[str, ...]:
    """Figures of two groups never add up to one another."""
    return _root(kinds, figure.indicator), figure.period, municipality_of(figure.region) or figure.region


def beside(
    told: Mapping[Cell, Observed],
    unseen: set[Cell],
    former: Sequence[Observed],
    kinds: Mapping[str, Kind],
    smallest: int,
) -> set[Cell]:
    """The cells of one group that must be hidden with the unseen ones.

    Who looks is taken to know all that any load before showed, and which figures did not change between loads, also of
    those that a load did not have: an absent figure is what another load tells of it, or is not (`analysis.carried`).
    """
    loads: dict[int, dict[Cell, Observed]] = defaultdict(dict)
    shown_before: dict[Cell, dict[int, float]] = defaultdict(dict)
    for one in former:
        loads[one.load_id][cell_of(one)] = one
        if one.value is not None:
            shown_before[cell_of(one)][one.load_id] = one.value
    latest = {cell: one for load_id in sorted(loads) for cell, one in loads[load_id].items()}
    now = {**latest, **told}
    structure = _Structure(now, kinds, {cell[2] for cell in now})
    unknown = {cell: _limits(one) for cell, one in now.items() if cell not in told}
    past: list[Equation] = []
    for load_id in sorted(loads):
        seen = {cell: one.value for cell, one in loads[load_id].items() if one.value is not None}
        elsewhere = {cell: _nearest(shown_before[cell], load_id) for cell in shown_before if cell not in loads[load_id]}
        rests = structure.rests(loads[load_id], seen) | _opened(loads[load_id], seen, kinds)
        for of in structure.with_rests(rests, unknown):
            past.append(equation(of, {**elsewhere, **seen}, loads[load_id], load_id))
    values = {cell: one.value for cell, one in told.items() if one.value is not None}
    settled = {cell for cell, value in values.items() if value in shown_before[cell].values()}
    carried = {cell: one.value for cell, one in latest.items() if cell not in told and one.value is not None}
    visible = {cell: value for cell, value in values.items() if cell not in unseen or cell in settled} | carried
    unknown |= {cell: _limits(one, cell in unseen) for cell, one in told.items() if cell not in visible}
    sums = structure.with_rests(structure.rests(told, values), unknown)
    for cell in {cell for known in past for cell in known.terms} - set(visible):
        unknown.setdefault(cell, Limits(is_protected=False))
    return Table(sums, visible, unknown, smallest, settled | set(carried), past, told).hide()


def _nearest(shown: Mapping[int, float], load_id: int) -> float:
    """What was last shown of a figure before a load that did not have it, or first shown after that."""
    before = [other for other in shown if other < load_id]
    return shown[max(before) if before else min(shown)]


def _limits(figure: Observed, is_hidden: bool = False) -> Limits:
    """What is known of a figure that is not shown: a 0 is, so what we hide ourselves is 1 at least."""
    if is_hidden:
        return Limits(lower=1.0 if figure.value else 0.0)
    bounds = (figure.lower or 0.0, inf if figure.upper is None else figure.upper)
    return Limits(*bounds, is_protected=figure.status in _GUARDED)


class _Structure:
    """Which totals the cells are parts of: areas of areas, and indicators of indicators."""

    def __init__(self, cells: Iterable[Cell], kinds: Mapping[str, Kind], everywhere: Iterable[str]) -> None:
        everywhere = {around for region in everywhere for around in path_of(region)[1:]} | set(everywhere)
        told = set(cells)
        found = told | {
            (indicator, period, region) for indicator, period in {cell[:2] for cell in told} for region in everywhere
        }
        self.implied = found - told
        """Figures that no file has, of areas and indicators that some file has."""
        regions: dict[tuple[str, str], list[str]] = defaultdict(list)
        parts: dict[Cell, list[Cell]] = defaultdict(list)
        for cell in sorted(found):
            indicator, period, region = cell
            regions[indicator, period].append(region)
            total: Cell = (kinds[indicator].part_of, period, region)
            if total in found:
                parts[total].append(cell)
        of_level = {of.total[-1]: len(of.parts) for of in area_sums(everywhere, ())[0]}
        self.between: list[Cell] = []
        """Wijken that have buurten and no figure of their own."""
        self.sums: list[Sum] = []
        self.partial: set[Sum] = set()
        """Sums of which an area or a part of the catalogue is in no file."""
        for (indicator, period), of_name in regions.items():
            of_areas, between = area_sums(of_name, (indicator, period))
            self.between += between
            self.sums += of_areas
            self.partial |= {of for of in of_areas if len(of.parts) < of_level[of.total[-1]]}
        for total, several in parts.items():
            of = Sum(total, tuple(several))
            self.sums.append(of)
            if len(several) == 1 or len(several) < sum(kind.part_of == total[0] for kind in kinds.values()):
                self.partial.add(of)

    def rests(self, told: Iterable[Cell], values: Mapping[Cell, float]) -> set[Sum]:
        """The sums whose totals have more than the parts: children whose wijk or part is not in the file.

        Only figures of one file say so; where it has not all of them, it is so when a part is in no file at all.
        """
        added = {of.total: sum(values[part] for part in of.parts) for of in self.sums if _all_in(of.parts, values)}
        known = {**{cell: added[cell] for cell in self.between if cell in added}, **values}
        return {of for of in self.sums if _has_rest(of, known, of in self.partial)}

    def with_rests(self, rests: Collection[Sum], unknown: dict[Cell, Limits]) -> list[Sum]:
        """The sums, in which a rest is a cell of its own that is added to `unknown`."""
        for cell in (*self.between, *self.implied):
            unknown.setdefault(cell, Limits(is_protected=False))
        return [_with_rest(of, unknown) if of in rests else of for of in self.sums]


def _all_in(cells: Iterable[Cell], values: Mapping[Cell, float]) -> bool:
    return all(cell in values for cell in cells)


def _has_rest(of: Sum, values: Mapping[Cell, float], is_partial: bool) -> bool:
    if is_partial and len(of.parts) == 1 and of.parts[0][0] != of.total[0]:
        return True
    if not _all_in(of.cells, values):
        return is_partial
    return values[of.total] - sum(values[part] for part in of.parts) > _EVEN


def _with_rest(of: Sum, unknown: dict[Cell, Limits]) -> Sum:
    rest = (*of.total, "rest of areas" if of.parts[0][0] == of.total[0] else "rest of indicators")
    unknown[rest] = Limits(is_protected=False)
    return Sum(of.total, (*of.parts, rest))


def _opened(file: Mapping[Cell, Observed], seen: Mapping[Cell, float], kinds: Mapping[str, Kind]) -> set[Sum]:
    """The sums of an earlier load whose totals had more than their parts.

    It gave nothing away by itself, so those that alone would do so had.
    """
    own = _Structure(file, kinds, {cell[2] for cell in file})
    opened = own.rests(file, seen)
    unknown = {cell: _limits(one) for cell, one in file.items() if one.value is None}
    while True:
        rows = [
            (of, equation(whole, seen)) for of, whole in zip(own.sums, own.with_rests(opened, unknown), strict=True)
        ]
        able = {id(one): of for of, one in rows if one.terms}
        leaking = {
            able[id(together[place])]
            for together in components([one for _, one in rows if one.terms])
            if any(unknown[cell].is_protected for one in together for cell in one.terms)
            for cell, _, places in computed(together)
            if unknown[cell].is_protected
            for place in places
        }
        if leaking <= opened:
            return opened
        opened |= leaking
