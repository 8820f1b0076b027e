"""Scores out of positions: weighted means, draws of other weights and of chance, ranks, and who stands out together.

Only arrays go in and out (areas x indicators, draws x areas); the method stands in `docs/methods.md`.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Sequence
from threading import Lock

import numpy as np
import pandas as pd
from numpy.typing import NDArray

from analysis import uncertainty

Array = NDArray[np.float64]

CONCENTRATION = 50.0
"""How close other weights lie around the chosen ones: a weight of a quarter varies between some 14% and 38%."""
CLEARLY = 0.9
"""An area is called higher than another when it ranks above it in this share of the same draws."""
_SEED = 20211001
_LARGEST_GROUP = 5
_SAME = 1e-9
"""Scores closer than this differ by the rounding of the computer only."""
_KEPT = 6
_kept: OrderedDict[bytes, Array] = OrderedDict()
_lock = Lock()


def percentile_positions(values: Array, higher_is_more: bool) -> Array:
    """Position from 0 to 100 among the known values of each column (ties share the middle); NaN stays NaN."""
    columns = pd.DataFrame(values)
    ranks = columns.rank(method="average", ascending=higher_is_more).to_numpy(dtype=np.float64)
    positions: Array = 100 * (ranks - 0.5) / np.maximum(columns.notna().sum().to_numpy(), 1)
    return positions.reshape(values.shape)


def known_share(positions: Array, weights: Array) -> Array:
    """Which part of the weight is known of each area (positions: areas x indicators)."""
    known: Array = ~np.isnan(positions) @ weights / (weights.sum() or 1)
    return known


def scores(positions: Array, weights: Array) -> Array:
    """Weighted means over the known positions (areas x indicators), one row a set of weights: draws x areas.

    NaN for an area of which nothing with a weight is known.
    """
    known_weight = weights @ (~np.isnan(positions)).T.astype(float)
    total = weights @ np.nan_to_num(positions).T
    means: Array = np.full(total.shape, np.nan)
    np.divide(total, known_weight, out=means, where=known_weight > 0)
    return means


def by_weights(positions: Array, weights: Array, count: int) -> Array:
    """The scores (draws x areas) under `count` sets of weights around the chosen ones (Dirichlet, fixed seed)."""
    if not len(weights):
        return np.full((count, len(positions)), np.nan)
    drawn = np.random.default_rng(_SEED).dirichlet(weights / weights.sum() * CONCENTRATION, count)
    return scores(positions, drawn)


def by_chance(
    values: Array, low: Array, high: Array, is_more: Sequence[bool], weights: Array, count: int
) -> Array | None:
    """The scores (draws x areas) of `count` draws of the figures within what chance does to them (fixed seed).

    All figures are areas x indicators; `low` and `high` are the ends of their intervals, NaN where the source gives no
    way to know. None when no figure has an interval. The positions that are drawn are kept, so that other weights take
    no new draws.
    """
    total = np.zeros((count, len(values)))
    known_weight = np.zeros(len(values))
    is_drawn = False
    for place, weight in enumerate(weights):
        value, ends = values[:, place], (low[:, place], high[:, place])
        if np.isnan(ends[0]).all():
            positions = percentile_positions(value, is_more[place])[np.newaxis]
        else:
            is_drawn = True
            positions = _drawn_positions(value, *ends, is_more[place], count, place)
        total += weight * np.nan_to_num(positions)
        known_weight += weight * ~np.isnan(value)
    if not is_drawn:
        return None
    means: Array = np.full(total.shape, np.nan)
    np.divide(total, known_weight, out=means, where=known_weight > 0)
    return means


def _drawn_positions(value: Array, low: Array, high: Array, is_more: bool, count: int, stream: int) -> Array:
    """Positions (draws x areas) of one indicator; kept by its figures, for they are the slow part of a country."""
    key = hashlib.blake2b(repr((is_more, count, stream)).encode())
    for column in (value, low, high):
        key.update(np.ascontiguousarray(column).tobytes())
    with _lock:
        if (found := _kept.get(key.digest())) is not None:
            _kept.move_to_end(key.digest())
            return found
    generator = np.random.default_rng([_SEED, stream])
    drawn = uncertainty.draws(value, low, high, count, generator)
    positions = percentile_positions(drawn.T, is_more).T
    with _lock:
        _kept[key.digest()] = positions
        while len(_kept) > _KEPT:
            _kept.popitem(last=False)
    return positions


def share_above(draws: Array, members: Sequence[int], others: Sequence[int]) -> float:
    """The share of the draws in which each of these areas scores higher than each of the others."""
    if not len(members) or not len(others):
        return 0.0
    return float((draws[:, members].min(axis=1) > draws[:, others].max(axis=1) + _SAME).mean())


def is_clearly_above(draws: Array, members: Sequence[int], others: Sequence[int]) -> bool:
    """Whether each of these areas scores higher than each of the others in 90% of the same draws, pair by pair."""
    above = (draws[:, members, None] > draws[:, None, others] + _SAME).mean(axis=0)
    return bool(above.min(initial=1.0) >= CLEARLY)


def top_group(chosen: Array, *draws: Array) -> list[int]:
    """The areas that together stand clearly above all others, as indexes; empty when no group does.

    Each member scores higher than each other area in at least 90% of the same draws, in each set of draws. Of such
    groups of two to five (at most a third of the areas, or two where that is fewer; never more than half) the one with
    the widest gap below it is taken; without such a group one area that stands alone. Areas without a score are left
    out.
    """
    ranked = [int(area) for area in np.argsort(-chosen, kind="stable") if not np.isnan(chosen[area])]

    def is_clear(size: int) -> bool:
        return all(is_clearly_above(drawn, ranked[:size], ranked[size:]) for drawn in draws)

    def gap_below(size: int) -> float:
        return float(chosen[ranked[size - 1]] - chosen[ranked[size]])

    largest = min(_LARGEST_GROUP, max(2, len(ranked) // 3))
    possible = [size for size in range(1, largest + 1) if 2 * size <= len(ranked) and is_clear(size)]
    groups = [size for size in possible if size > 1] or possible
    return ranked[: max(groups, key=gap_below)] if groups else []


def ranks(chosen: Array) -> Array:
    """The place of each area, 1 for the highest score; equal scores share the best place, NaN has none."""
    return np.asarray(pd.Series(np.round(-chosen, 9)).rank(method="min"), dtype=np.float64)


def rank_interval(draws: Array) -> tuple[Array, Array]:
    """The best and the worst place of each area in 90% of the draws (draws x areas); NaN without a score."""
    placed = pd.DataFrame(np.round(-draws.T, 9)).rank(method="min").to_numpy(dtype=np.float64)
    has_score = ~np.isnan(placed).any(axis=1)
    low: Array = np.full(len(placed), np.nan, dtype=np.float64)
    high: Array = low.copy()
    if has_score.any():
        low[has_score], high[has_score] = np.quantile(placed[has_score], [0.05, 0.95], axis=1, method="inverted_cdf")
    return low, high
