"""Which figures are hidden beside the small ones, so that no sum of what is seen gives a small one away."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import inf

from analysis.carried import Absent, given_away
from analysis.equations import ALMOST, Cell, Equation, Limits, Sum, components, computed, equation


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
    told: Collection[Cell] | None = None
    """The cells that this load has, visible or not; None for all of them."""
    hopeless: set[Cell] = field(default_factory=set)
    """Cells that can be computed from what was seen before, whatever is hidden now."""
    _lost: set[Absent] | None = None
    """Absent figures of which the same holds; None when that was not asked yet."""

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
            if not found and len(self.hopeless) == lost:
                found = self._corrected()
            for cell in found:
                del self.visible[cell]
                self.unknown[cell] = Limits(lower=1.0)
            hidden |= found
            if not found and len(self.hopeless) == lost:
                return hidden

    def _equations(self) -> Iterator[Equation]:
        for of in self.sums:
            yield equation(of, self.visible, told=self.told)
        for one in self.past:
            seen = {cell: sign for cell, sign in one.terms.items() if cell in self.visible}
            terms = {cell: sign for cell, sign in one.terms.items() if cell not in self.visible}
            constant = one.constant - sum(sign * self.visible[cell] for cell, sign in seen.items())
            values = {**one.values, **{cell: self.visible[cell] for cell in seen}}
            yield Equation(terms, constant, None, {**one.carried, **seen}, values, one.load_id)

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

    def _corrected(self) -> set[Cell]:
        """The smallest figures that must be hidden because a correction gives away what a load did not have."""
        told = [(one, together) for one, together in given_away(list(self._equations()), self.smallest)]
        if not told:
            return set()
        if self._lost is None:
            able = [cell for cell in self.visible if self._is_able(cell)]
            visible = {cell: value for cell, value in self.visible.items() if cell not in able}
            unknown = self.unknown | dict.fromkeys(able, Limits())
            rest = replace(self, visible=visible, unknown=unknown)
            self._lost = {one for one, _ in given_away(list(rest._equations()), self.smallest)}
        leaking = {id(together): together for one, together in told if one not in self._lost}
        chosen = {self._smallest(together) for together in leaking.values()}
        return {cell for cell in chosen if cell is not None}

    def _is_able(self, cell: Cell) -> bool:
        """Whether it can still be hidden, and hides something."""
        return self.visible.get(cell, 0.0) > 0 and cell not in self.settled

    def _smallest(self, equations: Iterable[Equation]) -> Cell | None:
        cells = {cell for one in equations for cell in (*one.carried, *(one.of.cells if one.of else ()))}
        return min(filter(self._is_able, cells), key=lambda cell: (self.visible[cell], cell), default=None)

    def _given_away(self, together: Sequence[Equation]) -> Iterator[tuple[Cell, list[int]]]:
        """The protected cells that can be computed, each with the equations that do it."""
        is_told = False
        for cell, value, rows in computed(together):
            limits = self.unknown[cell]
            if not limits.is_protected and ALMOST < value < self.smallest - ALMOST:
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
            is_known = high < min(self.smallest, limits.upper) - ALMOST or high - lower[cell] < ALMOST
            if limits.is_protected and is_known and cell not in self.hopeless:
                yield cell, [today[tightest[cell]]] if cell in tightest else today

    def _bounds(self, equations: Sequence[Equation]) -> tuple[dict[Cell, float], dict[Cell, float], dict[Cell, int]]:
        """Between what each cell must lie, and which equation says so last."""
        cells = sorted({cell for one in equations for cell in one.terms})  # else what goes first would differ by run
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
                if high < upper[cell] - ALMOST or low > lower[cell] + ALMOST:
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
