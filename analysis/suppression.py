"""Which figures are hidden beside the small ones, so that no sum of what is seen gives a small one away."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import inf

import numpy as np
from numpy.typing import NDArray

from model.region import Level, level_of, municipality_of, wijk_of

Cell = tuple[str, ...]
"""What names one figure; two figures are the same when their names are."""

_ALMOST = 1e-7


@dataclass(frozen=True)
class Limits:
    """What is known of a figure that is not shown: its bounds, and whether nobody may compute it."""

    lower: float = 0.0
    upper: float = inf
    is_protected: bool = True


@dataclass(frozen=True)
class Sum:
    """A total and the parts that make it, a rest that has no figure of its own among them."""

    total: Cell
    parts: tuple[Cell, ...]

    @property
    def cells(self) -> tuple[Cell, ...]:
        """The total and its parts."""
        return (self.total, *self.parts)


@dataclass(frozen=True)
class Equation:
    """What somebody knows: these signs times the figures that are not shown make the constant."""

    terms: Mapping[Cell, int]
    constant: float
    of: Sum | None = None
    """The sum of today that it is; None for what was seen before, where nothing can be hidden any more."""


def equation(of: Sum, visible: Mapping[Cell, float], is_past: bool = False) -> Equation:
    """What a sum tells to who sees `visible`."""
    terms = {part: 1 for part in of.parts if part not in visible}
    constant = -sum(visible.get(part, 0.0) for part in of.parts)
    if of.total in visible:
        constant += visible[of.total]
    else:
        terms[of.total] = -1
    return Equation(terms, constant, None if is_past else of)


def area_sums(regions: Iterable[str], name: Cell) -> tuple[list[Sum], list[Cell]]:
    """Gemeenten as sums of wijken and wijken of buurten, each cell `(*name, code)`, as far as these regions go.

    Also the wijken that have buurten and no figure of their own: a gemeente can be added up from its buurten.
    """
    found = set(regions)
    buurten, wijken = defaultdict(list), defaultdict(list)
    for code in sorted(found):
        if level_of(code) is Level.BUURT:
            buurten[wijk_of(code) or ""].append(code)
    between = [code for code in buurten if code not in found and municipality_of(code) in found]
    for code in sorted({*found, *between}):
        if level_of(code) is Level.WIJK:
            wijken[municipality_of(code) or ""].append(code)
    parts = {**wijken, **buurten}
    sums = [
        Sum((*name, total), tuple((*name, code) for code in parts[total]))
        for total in sorted(parts)
        if total in found or total in between
    ]
    return sums, [(*name, code) for code in between]


@dataclass
class Table:
    """Figures that hang together by sums, and how much of them may be seen."""

    sums: Sequence[Sum]
    visible: dict[Cell, float]
    unknown: dict[Cell, Limits]
    """What is hidden or was never told; every cell of the sums is here or in `visible`."""
    smallest: float
    settled: Collection[Cell] = frozenset()
    """Visible cells that it is too late to hide: they were seen before as they are."""
    past: Sequence[Equation] = ()
    hopeless: set[Cell] = field(default_factory=set)
    """Cells that can be computed from what was seen before, whatever is hidden now."""

    def hide(self) -> set[Cell]:
        """Hide the smallest figures that must go with what is hidden, until nothing protected can be computed.

        A protected figure can be computed when some sum of equations leaves it alone (rank test), when its bounds
        meet, or when they show that it is under the smallest number. So the hidden parts of a total are together never
        under it either. Moves what it hides from `visible` to `unknown`, and returns it.
        """
        hidden: set[Cell] = set()
        while True:
            lost = len(self.hopeless)
            found = self._round()
            for cell in found:
                del self.visible[cell]
                self.unknown[cell] = Limits(lower=1.0)
            hidden |= found
            if not found and len(self.hopeless) == lost:
                return hidden

    def _equations(self) -> Iterator[Equation]:
        for of in self.sums:
            yield equation(of, self.visible)
        for one in self.past:
            seen = [cell for cell in one.terms if cell in self.visible]
            terms = {cell: sign for cell, sign in one.terms.items() if cell not in self.visible}
            yield Equation(terms, one.constant - sum(one.terms[cell] * self.visible[cell] for cell in seen))

    def _round(self) -> set[Cell]:
        chosen: set[Cell] = set()
        for together in components([one for one in self._equations() if one.terms]):
            touched: set[int] = set()
            for cell, rows in self._given_away(together):
                if touched & set(rows):
                    continue
                candidate = self._smallest(together[row] for row in rows) or self._smallest(together)
                if candidate is None:
                    self.hopeless.add(cell)
                    continue
                chosen.add(candidate)
                touched |= {row for row, one in enumerate(together) if one.of and candidate in one.of.cells}
        return chosen

    def _smallest(self, equations: Iterable[Equation]) -> Cell | None:
        cells = {cell for one in equations if one.of for cell in one.of.cells}
        able = [cell for cell in cells if self.visible.get(cell, 0.0) > 0 and cell not in self.settled]
        return min(able, key=lambda cell: (self.visible[cell], cell), default=None)

    def _given_away(self, together: Sequence[Equation]) -> Iterator[tuple[Cell, list[int]]]:
        """The protected cells that can be computed, each with the equations that do it."""
        is_told = False
        for cell, value, rows in computed(together):
            limits = self.unknown[cell]
            if not limits.is_protected and _ALMOST < value < self.smallest - _ALMOST:
                limits = self.unknown[cell] = Limits(limits.lower, limits.upper)
            if limits.is_protected and cell not in self.hopeless:
                is_told = True
                yield cell, rows
        if is_told:
            return
        today = [row for row, one in enumerate(together) if one.of]
        lower, upper, tightest = self._bounds([together[row] for row in today])
        for cell, high in upper.items():
            limits = self.unknown[cell]
            is_known = high < min(self.smallest, limits.upper) - _ALMOST or high - lower[cell] < _ALMOST
            if limits.is_protected and is_known and cell not in self.hopeless:
                yield cell, [today[tightest[cell]]] if cell in tightest else today

    def _bounds(self, equations: Sequence[Equation]) -> tuple[dict[Cell, float], dict[Cell, float], dict[Cell, int]]:
        """Between what each cell must lie, and which equation says so last."""
        cells = {cell for one in equations for cell in one.terms}
        lower = {cell: self.unknown[cell].lower for cell in cells}
        upper = {cell: self.unknown[cell].upper for cell in cells}
        tightest: dict[Cell, int] = {}
        waiting = list(range(len(equations)))
        turns = 20 * len(equations)
        of_cell = defaultdict(list)
        for row, one in enumerate(equations):
            for cell in one.terms:
                of_cell[cell].append(row)
        while waiting and (turns := turns - 1) > 0:
            row = waiting.pop(0)
            for cell, low, high in _ranges(equations[row], lower, upper):
                if high < upper[cell] - _ALMOST or low > lower[cell] + _ALMOST:
                    lower[cell], upper[cell] = max(low, lower[cell]), min(high, upper[cell])
                    tightest[cell] = row
                    waiting += [other for other in of_cell[cell] if other not in waiting and other != row]
        return lower, upper, tightest


def _ranges(
    one: Equation, lower: Mapping[Cell, float], upper: Mapping[Cell, float]
) -> Iterator[tuple[Cell, float, float]]:
    """Between what each cell of an equation must lie, given the bounds of the others."""
    ends = {
        cell: (lower[cell], upper[cell]) if sign > 0 else (-upper[cell], -lower[cell])
        for cell, sign in one.terms.items()
    }
    endless = (sum(low == -inf for low, _ in ends.values()), sum(high == inf for _, high in ends.values()))
    least = sum(low for low, _ in ends.values() if low != -inf)
    most = sum(high for _, high in ends.values() if high != inf)
    for cell, (low, high) in ends.items():
        others_least = -inf if endless[0] > (low == -inf) else least - (low if low != -inf else 0.0)
        others_most = inf if endless[1] > (high == inf) else most - (high if high != inf else 0.0)
        found = (one.constant - others_most, one.constant - others_least)
        yield (cell, *found) if one.terms[cell] > 0 else (cell, -found[1], -found[0])


def components(equations: Sequence[Equation]) -> list[list[Equation]]:
    """The equations in groups that share no cell."""
    root: dict[Cell, Cell] = {}

    def find(cell: Cell) -> Cell:
        while root.setdefault(cell, cell) != cell:
            root[cell] = root[root[cell]]
            cell = root[cell]
        return cell

    for one in equations:
        first, *rest = one.terms
        for cell in rest:
            root[find(cell)] = find(first)
    groups = defaultdict(list)
    for one in equations:
        groups[find(next(iter(one.terms)))].append(one)
    return list(groups.values())


def computed(equations: Sequence[Equation]) -> Iterator[tuple[Cell, float, list[int]]]:
    """The cells that follow exactly from equations that hang together: each with its value and which of them do it."""
    alone = {next(iter(one.terms)): row for row, one in reversed(list(enumerate(equations))) if len(one.terms) == 1}
    for cell, row in alone.items():
        yield cell, equations[row].terms[cell] * equations[row].constant, [row]
    if len(equations) < 2:
        return
    cells = sorted({cell for one in equations for cell in one.terms})
    place = {cell: number for number, cell in enumerate(cells)}
    signs: NDArray[np.float64] = np.zeros((len(equations), len(cells)))
    for row, one in enumerate(equations):
        for cell, sign in one.terms.items():
            signs[row, place[cell]] = sign
    # A cell follows when its unit vector lies in the row space; the pseudo-inverse says with how much of each row.
    inverse = np.linalg.pinv(signs)
    constants = np.array([one.constant for one in equations])
    for number in np.flatnonzero(np.einsum("ij,ji->i", inverse, signs) > 1 - _ALMOST):
        if cells[number] not in alone:
            rows = [int(row) for row in np.flatnonzero(np.abs(inverse[number]) > _ALMOST)]
            yield cells[number], float(inverse[number] @ constants), rows
