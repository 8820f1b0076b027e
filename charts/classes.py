"""The class breaks of a map: visible, and chosen as equal numbers of areas or equal steps."""

from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

import numpy as np
from numpy.typing import NDArray

from model import dutch
from model.choices import Classes

MOST_CLASSES = 5


def shown(values: NDArray[np.float64], decimals: int) -> NDArray[np.float64]:
    """The values as a reader sees them: rounded half up, in the manner of `dutch.number`."""
    step = Decimal(1).scaleb(-decimals)
    different, places = np.unique(np.asarray(values, dtype=np.float64), return_inverse=True)
    rounded = [float(Decimal(repr(value)).quantize(step, rounding=ROUND_HALF_UP)) for value in different.tolist()]
    return np.array(rounded, dtype=np.float64)[places]


@dataclass(frozen=True)
class Breaks:
    """Classes of values as they are shown: where each begins, and the highest value of all."""

    starts: tuple[float, ...]
    highest: float
    decimals: int

    def class_of(self, values: NDArray[np.float64]) -> NDArray[np.int8]:
        """The class number of each value, from 0; a value on an edge belongs to the higher class."""
        return (np.searchsorted(self.starts, shown(values, self.decimals), side="right") - 1).astype(np.int8)

    @property
    def ranges(self) -> list[tuple[float, float]]:
        """The lowest and the highest shown value that each class can hold; no value lies in two."""
        step = 10.0**-self.decimals
        ends = [*(round(start - step, self.decimals) for start in self.starts[1:]), self.highest]
        return list(zip(self.starts, ends, strict=True))

    def labels(self, unit: str) -> list[str]:
        """What each class says in a legend: `12,3 – 14,9%`, `€ 18.100 – 21.900`, or one value."""
        return [self._label(low, high, unit) for low, high in self.ranges]

    def _label(self, low: float, high: float, unit: str) -> str:
        if low == high:
            return dutch.quantity(low, unit, self.decimals)
        if unit == "x 1.000 euro":
            return f"{dutch.quantity(low, unit)} – {dutch.number(high * 1000)}"
        return f"{dutch.number(low, self.decimals)} – {dutch.quantity(high, unit, self.decimals)}"


def breaks(values: NDArray[np.float64], method: Classes, decimals: int) -> Breaks | None:
    """At most five classes over known values; fewer when there are few different ones, None without values.

    Values count as they are shown, so what a reader sees of an area always lies within the label of its class.
    """
    if not len(values):
        return None
    seen = shown(values, decimals)
    different = np.unique(seen)
    lowest, highest = float(different[0]), float(different[-1])
    steps = np.linspace(0, 1, min(MOST_CLASSES, len(different)) + 1)[1:-1]
    if method is Classes.EQUAL_STEPS:
        edges = lowest + steps * (highest - lowest)
    elif len(different) <= MOST_CLASSES:
        edges = different[1:]
    else:
        # Where so many areas share the lowest value that they fill a class, the next class begins right above it.
        edges = np.maximum(np.quantile(seen, steps), different[1])
    cut = np.ceil(edges * 10.0**decimals - 1e-6) / 10.0**decimals
    inner = sorted({float(edge) for edge in cut if lowest < edge <= highest})
    return Breaks((lowest, *inner), highest, decimals)
