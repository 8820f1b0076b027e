"""What a correction gives away of figures that one load had and another had not."""

from collections import defaultdict
from collections.abc import Iterator, Sequence

import numpy as np
from numpy.typing import NDArray

from analysis.equations import ALMOST, Cell, Equation, components, matrix

Absent = tuple[Cell, int]
"""A figure that a load did not have, and that load."""


def given_away(equations: Sequence[Equation], smallest: float) -> Iterator[tuple[Absent, list[Equation]]]:
    """The absent figures that may be small and that can be computed, each with the equations it hangs together with.

    Each is taken to be what another load tells of it. Where the equations then contradict one another something was
    corrected, and who knows which figure is absent *and* changed computes that one from the others: what it must be to
    end the contradiction, or anything where one change alone does not end it.
    """
    for together in components([one for one in equations if one.terms or one.carried], is_carried=True):
        bound = _bound(together)
        absent = sorted({(cell, one.load_id) for one in bound for cell in one.carried})
        if not absent:
            continue
        constants = np.array([one.constant for one in bound])
        left = _without_columns(bound)
        excess = left @ constants
        if np.abs(excess).max() < ALMOST:
            continue
        place = {one: number for number, one in enumerate(absent)}
        signs: NDArray[np.float64] = np.zeros((len(bound), len(absent)))
        for row, one in enumerate(bound):
            for cell, sign in one.carried.items():
                signs[row, place[cell, one.load_id]] = sign
        shares = left @ signs
        for figure, number in place.items():
            share = shares[:, number]
            if not np.abs(share).max() > ALMOST:
                continue
            change = float(share @ excess / (share @ share))
            ends_it = np.abs(excess - change * share).max() < ALMOST
            value = change + _carried(bound, figure)
            if not ends_it or ALMOST < value < smallest - ALMOST:
                yield figure, together


def _bound(equations: Sequence[Equation]) -> list[Equation]:
    """The equations that can contradict one another.

    One with a figure that is not shown and stands in no other cannot: it says what that figure is, whatever the rest.
    """
    rows_of: dict[Cell, set[int]] = defaultdict(set)
    for row, one in enumerate(equations):
        for cell in one.terms:
            rows_of[cell].add(row)
    left = dict(enumerate(equations))
    waiting = [cell for cell, rows in rows_of.items() if len(rows) == 1]
    while waiting:
        for row in [*rows_of[waiting.pop()]]:
            for cell in left.pop(row).terms:
                rows_of[cell].remove(row)
                if len(rows_of[cell]) == 1:
                    waiting.append(cell)
    return list(left.values())


def _carried(equations: Sequence[Equation], absent: Absent) -> float:
    cell, load_id = absent
    return next(one.values[cell] for one in equations if one.load_id == load_id and cell in one.carried)


def _without_columns(equations: Sequence[Equation]) -> NDArray[np.float64]:
    """What is left of the equations when each figure that is not shown is taken out: a projector."""
    cells, signs = matrix(equations)
    whole: NDArray[np.float64] = np.eye(len(equations))
    return whole - signs @ np.linalg.pinv(signs) if cells else whole
