"""The class breaks of a map: visible, and chosen as equal numbers of areas or equal steps."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from model import dutch
from model.choices import Classes

MOST_CLASSES = 5


@dataclass(frozen=True)
class Breaks:
    """The edges between classes (one fewer than there are classes) and the smallest and largest value."""

    inner: tuple[float, ...]
    lowest: float
    highest: float

    def class_of(self, values: NDArray[np.float64]) -> NDArray[np.int8]:
        """The class number of each value, from 0; a value on an edge belongs to the higher class."""
        return np.searchsorted(np.array(self.inner), values, side="right").astype(np.int8)

    def labels(self, unit: str, decimals: int) -> list[str]:
        """What each class says in a legend: `12,3 – 15,0%`."""
        edges = [self.lowest, *self.inner, self.highest]
        return [
            f"{dutch.quantity(low, '', decimals).strip()} – {dutch.quantity(high, unit, decimals)}"
            for low, high in zip(edges, edges[1:], strict=False)
        ]


def breaks(values: NDArray[np.float64], method: Classes, decimals: int) -> Breaks | None:
    """At most five classes over the known values; fewer when there are few different values, None without values.

    Edges are cut to the decimals that are shown, downwards, so that an area on an edge stays in the class that the
    legend puts it in.
    """
    if not len(values):
        return None
    lowest, highest = float(values.min()), float(values.max())
    steps = np.linspace(0, 1, min(MOST_CLASSES, len(np.unique(values))) + 1)[1:-1]
    edges = np.quantile(values, steps) if method is Classes.QUANTILES else lowest + steps * (highest - lowest)
    cut = np.floor(edges * 10.0**decimals + 1e-9) / 10.0**decimals
    inner = sorted({float(edge) for edge in cut if lowest < edge <= highest})
    return Breaks(tuple(inner), lowest, highest)
