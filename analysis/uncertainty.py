"""How sure a figure is: the margin of its source, or one that follows from how it was counted; and draws within it."""

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import pandas as pd
from numpy.typing import NDArray
from scipy.special import gammaincinv

from model.catalogue import Indicator
from model.region import Level, level_of

Array = NDArray[np.float64]

Z = 1.959964
"""How many standard deviations lie on each side of the middle in a 95% interval."""
_TAIL = 0.025
_FACTORS = {"%": 100.0, "per 1.000": 1000.0}
"""What a share is multiplied by in the units of the catalogue."""
_ROUNDED_TO_TENS = frozenset({"bijstand", "laag_opgeleid"})
_ROUNDING, _ROUNDING_OF_TENS = 2.5, 5.0


class Basis(StrEnum):
    """What an interval rests on; the value is the Dutch text."""

    PUBLISHED = "gepubliceerde marge"
    RESPONDENTS = "uit het aantal waarnemingen"
    COUNTED = "afronding en toeval van een telling"
    UNKNOWN = "niet bekend"


@dataclass(frozen=True)
class Interval:
    """The ends of 95% intervals, NaN where there is no way to know, and what each rests on."""

    low: Array
    high: Array
    kind: NDArray[np.object_]
    """The text of a `Basis` for each figure."""


def rounding(indicator: Indicator, level: Level) -> float:
    """How far the published count may lie from the real one because of rounding.

    CBS rounds the counts of KWB to fives in wijken and buurten, and not in gemeenten and the country; persons with
    bijstand and by level of education to tens everywhere (seen in KWB 2020, and in CBS's explanation of KWB). Counts
    of other sources are taken as they are.
    """
    if indicator.source != "kwb":
        return 0.0
    if indicator.id in _ROUNDED_TO_TENS:
        return _ROUNDING_OF_TENS
    return _ROUNDING if level in (Level.WIJK, Level.BUURT) else 0.0


def wilson(share: Array, count: Array) -> tuple[Array, Array]:
    """The 95% interval of a share (0 to 1) among `count` observations (Wilson 1927), never outside 0 and 1."""
    spread = Z**2 / count
    middle = (share + spread / 2) / (1 + spread)
    half = Z * np.sqrt(share * (1 - share) / count + spread / (4 * count)) / (1 + spread)
    # At 0 and 1 the end is the share itself; the computer may miss it by a hair.
    return np.clip(np.minimum(middle - half, share), 0, 1), np.clip(np.maximum(middle + half, share), 0, 1)


def poisson(count: Array, rounded: float = 0.0) -> tuple[Array, Array]:
    """The exact 95% interval of a count that may be `rounded` more or less than it is said to be (Garwood 1936)."""
    # Rounded counts repeat: thousands of areas share some hundreds of them, and these functions are slow.
    different, place = np.unique(count, return_inverse=True)
    least = np.maximum(different - rounded, 0)
    low = np.where(least > 0, gammaincinv(np.maximum(least, 1e-9), _TAIL), 0)
    high = gammaincinv(different + rounded + 1, 1 - _TAIL)
    return low[place], high[place]


def interval(
    indicator: Indicator, value: Array, lower: Array, upper: Array, count: Array, level: Level = Level.BUURT
) -> Interval:
    """The 95% interval of each figure of an indicator, in its unit; of areas of one level, for the rounding.

    The published bounds where both are there; of a share that we divided, and of a count, the rounding and a Poisson
    interval of the count (divided by the denominator, which is taken as exact); of another share with its number of
    observations a Wilson interval; else none. A modelled figure has its published bounds or none. A share never
    exceeds its whole. Nothing is said of a figure that is not known.
    """
    low, high = np.full(value.shape, np.nan), np.full(value.shape, np.nan)
    kind = np.full(value.shape, Basis.UNKNOWN.value, dtype=object)
    is_published = ~np.isnan(value) & ~np.isnan(lower) & ~np.isnan(upper)
    is_open = ~np.isnan(value) & ~is_published & (value >= 0) & (not indicator.is_modelled)
    factor = _FACTORS.get(indicator.unit)
    rounded = rounding(indicator, level)

    low[is_published], high[is_published] = lower[is_published], upper[is_published]
    kind[is_published] = Basis.PUBLISHED.value
    if indicator.unit == "aantal":
        low[is_open], high[is_open] = poisson(value[is_open], rounded)
        kind[is_open] = Basis.COUNTED.value
    elif factor is not None:
        of = is_open & (count > 0) & (value <= factor)
        if indicator.per:
            ends = poisson(value[of] * count[of] / factor, rounded)
            low[of], high[of] = (np.clip(end / count[of], 0, 1) * factor for end in ends)
            kind[of] = Basis.COUNTED.value
        else:
            low[of], high[of] = (end * factor for end in wilson(value[of] / factor, count[of]))
            kind[of] = Basis.RESPONDENTS.value
    return Interval(low, high, kind)


def with_intervals(indicator: Indicator, frame: pd.DataFrame) -> pd.DataFrame:
    """A frame with region, value, lower, upper and count of one indicator, with low, high and kind beside them."""
    low, high = np.full(len(frame), np.nan), np.full(len(frame), np.nan)
    kind = np.full(len(frame), Basis.UNKNOWN.value, dtype=object)
    numbers = frame[["value", "lower", "upper", "count"]].to_numpy(dtype=np.float64)
    letters = frame["region"].str[:2].to_numpy()
    for prefix in pd.unique(letters):
        of = letters == prefix
        value, lower, upper, count = numbers[of].T
        found = interval(indicator, value, lower, upper, count, level_of(str(prefix)))
        low[of], high[of], kind[of] = found.low, found.high, found.kind
    return frame.assign(low=low, high=high, kind=kind)


def spread(value: Array, low: Array, high: Array) -> tuple[Array, Array]:
    """The standard deviations below and above each figure that make its interval one of 95%; 0 without an interval."""
    return np.nan_to_num(np.maximum(value - low, 0) / Z), np.nan_to_num(np.maximum(high - value, 0) / Z)


def draws(value: Array, low: Array, high: Array, count: int, generator: np.random.Generator) -> Array:
    """`count` draws of each figure (draws x areas): normal on either side, so that 95% lies within its interval.

    The figure itself is the middle: as many draws lie under it as above. One without an interval stays as it is, and
    one that is not known stays NaN.
    """
    below, above = spread(value, low, high)
    drawn = np.repeat(value[np.newaxis], count, axis=0)
    moves = np.flatnonzero((below > 0) | (above > 0))
    noise = generator.standard_normal((count, len(moves)))
    drawn[:, moves] += noise * np.where(noise < 0, below[moves], above[moves])
    return drawn
