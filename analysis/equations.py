"""Sums of figures, and what follows from them for who sees some of the figures."""

from collections import defaultdict
from collections.abc import Collection, Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from math import inf

import numpy as np
from numpy.typing import NDArray

from model.region import Level, level_of, municipality_of, wijk_of

Cell = tuple[str, ...]
"""What names one figure; two figures are the same when their names are."""

ALMOST = 1e-7
"""Less than any difference between two figures."""


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
    carried: Mapping[Cell, int] = field(default_factory=dict)
    """The figures in the constant, with their signs, that the load did not have: they are known from another load."""
    values: Mapping[Cell, float] = field(default_factory=dict)
    """What the constant takes them to be."""
    load_id: int = 0


def equation(
    of: Sum, visible: Mapping[Cell, float], told: Collection[Cell] | None = None, load_id: int = 0
) -> Equation:
    """What a sum tells to who sees `visible`, of which this load told some, or all; 0 is the load of today."""
    signs = dict.fromkeys(of.parts, 1) | {of.total: -1}
    terms = {cell: sign for cell, sign in signs.items() if cell not in visible}
    constant = -sum(sign * visible[cell] for cell, sign in signs.items() if cell in visible)
    carried = {} if told is None else {cell: signs[cell] for cell in signs if cell in visible and cell not in told}
    return Equation(
        terms, constant, None if load_id else of, carried, {cell: visible[cell] for cell in carried}, load_id
    )


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


def components(equations: Sequence[Equation], is_carried: bool = False) -> list[list[Equation]]:
    """The equations in groups that share no cell that is not shown and, where asked, no carried figure of a load."""
    root: dict[Hashable, Hashable] = {}

    def find(node: Hashable) -> Hashable:
        while root.setdefault(node, node) != node:
            root[node] = root[root[node]]
            node = root[node]
        return node

    first_of: list[Hashable] = []
    for one in equations:
        nodes: list[Hashable] = [*one.terms]
        nodes += [(cell, one.load_id) for cell in one.carried] if is_carried else []
        first_of.append(nodes[0])
        for node in nodes[1:]:
            root[find(node)] = find(nodes[0])
    groups = defaultdict(list)
    for one, first in zip(equations, first_of, strict=True):
        groups[find(first)].append(one)
    return list(groups.values())


def computed(equations: Sequence[Equation]) -> Iterator[tuple[Cell, float, list[int]]]:
    """The cells that follow exactly from equations that hang together: each with its value and which of them do it."""
    alone = {next(iter(one.terms)): row for row, one in reversed(list(enumerate(equations))) if len(one.terms) == 1}
    for cell, row in alone.items():
        yield cell, equations[row].terms[cell] * equations[row].constant, [row]
    if len(equations) < 2:
        return
    cells, signs = matrix(equations)
    # A cell follows when its unit vector lies in the row space; the pseudo-inverse says with how much of each row.
    inverse = np.linalg.pinv(signs)
    constants = np.array([one.constant for one in equations])
    for number in np.flatnonzero(np.einsum("ij,ji->i", inverse, signs) > 1 - ALMOST):
        if cells[number] not in alone:
            rows = [int(row) for row in np.flatnonzero(np.abs(inverse[number]) > ALMOST)]
            yield cells[number], float(inverse[number] @ constants), rows


def matrix(equations: Sequence[Equation]) -> tuple[list[Cell], NDArray[np.float64]]:
    """The cells that are not shown, and the sign of each (a column) in each equation (a row)."""
    cells = sorted({cell for one in equations for cell in one.terms})
    place = {cell: number for number, cell in enumerate(cells)}
    signs: NDArray[np.float64] = np.zeros((len(equations), len(cells)))
    for row, one in enumerate(equations):
        for cell, sign in one.terms.items():
            signs[row, place[cell]] = sign
    return cells, signs
