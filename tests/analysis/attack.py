"""Somebody who adds and subtracts all that is seen, to find out what is not."""

from collections.abc import Iterable, Mapping
from fractions import Fraction

Unknown = tuple[str, ...]


def determined(equations: Iterable[Mapping[Unknown | None, int]]) -> dict[Unknown, Fraction]:
    """What follows exactly: each equation is unknown to factor with the constant under None, and makes 0 together.

    Gauss-Jordan elimination in fractions: an unknown is determined when its row has no other.
    """
    rows = [{name: Fraction(factor) for name, factor in one.items() if factor} for one in equations]
    solved: dict[Unknown, dict[Unknown | None, Fraction]] = {}
    for row in rows:
        for name in [name for name in row if name in solved]:
            _add(row, solved[name], -row[name])
        pivot = next((name for name in row if name is not None), None)
        if pivot is None:
            continue
        whole = {name: factor / row[pivot] for name, factor in row.items()}
        for other in solved.values():
            if pivot in other:
                _add(other, whole, -other[pivot])
        solved[pivot] = whole
    return {name: -row.get(None, Fraction(0)) for name, row in solved.items() if set(row) <= {name, None}}


def _add(row: dict[Unknown | None, Fraction], other: Mapping[Unknown | None, Fraction], times: Fraction) -> None:
    for name, factor in other.items():
        row[name] = row.get(name, Fraction(0)) + times * factor
        if not row[name]:
            del row[name]
