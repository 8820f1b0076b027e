"""Figures of officers' files that make one another: areas of areas, indicators of indicators, loads before and now."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from math import inf

from analysis.suppression import Cell, Equation, Limits, Sum, Table, area_sums, components, computed, equation
from model.region import municipality_of
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

    Who looks is taken to know all that any load before showed, and that what was not shown did not change since.
    """
    shown_before: dict[Cell, set[float]] = defaultdict(set)
    state: dict[Cell, Observed] = {}
    past: list[Equation] = []
    everywhere = {cell[2] for cell in told} | {one.region for one in former}
    loads = sorted({one.load_id for one in former})
    for load_id in loads:
        state |= {cell_of(one): one for one in former if one.load_id == load_id}
        seen = {cell: one.value for cell, one in state.items() if one.value is not None}
        unknown = {cell: _limits(one) for cell, one in state.items() if one.value is None}
        past += _past(_sums(state, seen, unknown, kinds, everywhere), seen, unknown)
    for one in former:
        if one.value is not None:
            shown_before[cell_of(one)].add(one.value)
    values = {cell: one.value for cell, one in told.items() if one.value is not None}
    values |= {cell: one.value for cell, one in state.items() if cell not in told and one.value is not None}
    settled = {cell for cell, value in values.items() if value in shown_before[cell]}
    now = {**state, **told}
    visible = {cell: value for cell, value in values.items() if cell not in unseen or cell in settled}
    unknown = {cell: _limits(one, cell in unseen) for cell, one in now.items() if cell not in visible}
    sums = _sums(now, values, unknown, kinds, everywhere)
    for cell in {cell for known in past for cell in known.terms} - set(visible):
        unknown.setdefault(cell, Limits(is_protected=False))
    return Table(sums, visible, unknown, smallest, settled, past).hide()


def _limits(figure: Observed, is_hidden: bool = False) -> Limits:
    """What is known of a figure that is not shown: a 0 is, so what we hide ourselves is 1 at least."""
    if is_hidden:
        return Limits(lower=1.0 if figure.value else 0.0)
    bounds = (figure.lower or 0.0, inf if figure.upper is None else figure.upper)
    return Limits(*bounds, is_protected=figure.status in _GUARDED)


def _sums(
    cells: Iterable[Cell],
    values: Mapping[Cell, float],
    unknown: dict[Cell, Limits],
    kinds: Mapping[str, Kind],
    everywhere: set[str],
) -> list[Sum]:
    """Which totals the cells are parts of: areas of areas, and indicators of indicators.

    What a total has beside its parts is a cell of its own, added to `unknown`: children whose wijk is not in the file,
    and those who are in the total and not in the parts that are counted. The values tell whether there are any; where
    not all values are known, it is so when an area or a part of the catalogue is missing.
    """
    regions: dict[tuple[str, str], list[str]] = defaultdict(list)
    parts: dict[Cell, list[Cell]] = defaultdict(list)
    found = set(cells)
    for cell in sorted(found):
        indicator, period, region = cell
        regions[indicator, period].append(region)
        total: Cell = (kinds[indicator].part_of, period, region)
        if total in found:
            parts[total].append(cell)
    sums = []
    for (indicator, period), of_name in regions.items():
        of_areas, between = area_sums(of_name, (indicator, period))
        unknown |= dict.fromkeys(between, Limits(is_protected=False))
        added = {of.total: sum(values[part] for part in of.parts) for of in of_areas if _all_in(of.parts, values)}
        told = {**{cell: added[cell] for cell in between if cell in added}, **values}
        of_level = {of.total: len(of.parts) for of in area_sums(everywhere, (indicator, period))[0]}
        for of in of_areas:
            is_all = len(of.parts) == of_level[of.total]
            sums.append(_with_rest(of, unknown) if _has_rest(of, told, is_all) else of)
    for total, several in parts.items():
        of = Sum(total, tuple(several))
        is_all = len(several) == sum(kind.part_of == total[0] for kind in kinds.values())
        is_open = len(several) == 1 or _has_rest(of, values, is_all)
        sums.append(_with_rest(of, unknown) if is_open else of)
    return sums


def _all_in(cells: Iterable[Cell], values: Mapping[Cell, float]) -> bool:
    return all(cell in values for cell in cells)


def _has_rest(of: Sum, values: Mapping[Cell, float], is_all: bool) -> bool:
    if not _all_in(of.cells, values):
        return not is_all
    return values[of.total] - sum(values[part] for part in of.parts) > _EVEN


def _with_rest(of: Sum, unknown: dict[Cell, Limits]) -> Sum:
    rest = (*of.total, "rest of areas" if of.parts[0][0] == of.total[0] else "rest of indicators")
    if rest in of.parts:
        return of
    unknown[rest] = Limits(is_protected=False)
    return Sum(of.total, (*of.parts, rest))


def _past(sums: Sequence[Sum], seen: Mapping[Cell, float], unknown: dict[Cell, Limits]) -> list[Equation]:
    """What an earlier load told of what it hid.

    It gave nothing away then, so where sums alone would do so, their totals had more than these parts.
    """
    several = list(sums)
    while True:
        told = {row: equation(of, seen, is_past=True) for row, of in enumerate(several)}
        able = [row for row in told if told[row].terms]
        row_of = {id(told[row]): row for row in able}
        leaking = {
            row_of[id(together[place])]
            for together in components([told[row] for row in able])
            if any(unknown[cell].is_protected for one in together for cell in one.terms)
            for cell, _, places in computed(together)
            if unknown[cell].is_protected
            for place in places
        }
        opened = {row: _with_rest(several[row], unknown) for row in leaking}
        if all(several[row] == of for row, of in opened.items()):
            return [told[row] for row in able]
        for row, of in opened.items():
            several[row] = of
