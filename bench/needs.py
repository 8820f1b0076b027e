"""How long the background score of all buurten of the country takes, after a change of weights too."""

import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import pyarrow as pa

from analysis import known, scores
from bench.map_payload import boundaries, codes
from model.catalogue import current
from model.choices import Choices
from model.delivery import OBSERVATION, Delivery
from model.region import NETHERLANDS, Level
from settings import Settings
from store import Store, batches
from tiles import Kind, build

_BUURTEN, _PERIOD = 14_000, "2021"
_RUNS = 5
_EMPTY = 0.05
"""Which share of the figures a source does not publish."""


@dataclass(frozen=True)
class Seconds:
    """What the server needs for the country, in seconds, and what stays in memory."""

    map: float
    """The score with its map after a change of weights."""
    first_places: float
    """The places with their intervals when no draws are kept."""
    places: float
    """The same after a change of weights."""
    kept_mb: float
    """The draws that are kept for the next change."""


@contextmanager
def _country() -> Iterator[Store]:
    """A store with all parts of the score of 14,000 buurten, and the children who live there, like KWB gives them."""
    parts = [row for row in current().indicators.values() if row.weight and row.exists_in(_PERIOD)]
    areas = [NETHERLANDS, *codes("GM", 342), *codes("WK", 3_400), *codes("BU", _BUURTEN)]
    random = np.random.default_rng(1)
    tables = []
    for indicator in ["kinderen_0_15", *(part.id for part in parts)]:
        is_divided = any(part.id == indicator and part.per for part in parts)
        people = 5 * random.integers(20, 800, len(areas)).astype(float)
        figures = people if indicator == "kinderen_0_15" else random.gamma(4, 4, len(areas)).clip(0, 100)
        is_known = random.random(len(areas)) > _EMPTY
        nothing = pa.nulls(len(areas), pa.float64())
        tables.append(
            pa.table(
                [
                    pa.array([indicator] * len(areas)),
                    pa.array(areas),
                    pa.array([_PERIOD] * len(areas)),
                    pa.array(figures, mask=~is_known),
                    *(nothing, nothing),
                    pa.array(people) if is_divided else nothing,
                    pa.array(np.where(is_known, "known", "secret")),
                ],
                schema=OBSERVATION,
            )
        )
    names = pa.table(
        {
            "period": [_PERIOD] * len(areas),
            "region": areas,
            "name": [f"Gebied {code}" for code in areas],
            "boundary_change": ["1"] * len(areas),
        }
    )
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Settings(data_dir=Path(folder)))
        deliveries = [
            Delivery("kwb", "85039NED", "Maatbestand", _PERIOD, "", 1, 1, 0, pa.concat_tables(tables), names),
            Delivery("grenzen", "grid", "Raster", _PERIOD, "", 1, 1, 0, boundaries=boundaries(areas, _PERIOD)),
        ]
        store.write(lambda cursor: batches.add_loads(cursor, deliveries))
        try:
            yield store
        finally:
            store.close()


def measure() -> Seconds:
    """The score with its map and its places, first and after changes of weights (medians, in turns)."""
    with _country() as store:

        def seconds(kind: Kind, weight: float) -> float:
            asked = Choices(NETHERLANDS, Level.BUURT, known.SCORE.id, _PERIOD, weights=(("inkomen", weight),))
            start = time.perf_counter()
            with store.read() as cursor:
                tile = build(kind, asked, cursor)
                if tile.figure is not None:
                    tile.figure.to_json()  # what the server sends belongs to it
            return time.perf_counter() - start

        seconds(Kind.MAP, 1.0)  # the borders are read once
        maps, first_places, places = [], [], []
        for weight in range(2, 2 + _RUNS):
            maps.append(seconds(Kind.MAP, weight))
            scores._kept.clear()
            first_places.append(seconds(Kind.RANKING, weight))
            places.append(seconds(Kind.RANKING, weight + 0.5))
        kept_mb = sum(one.nbytes for one in scores._kept.values()) / 1e6
        median = statistics.median
        return Seconds(median(maps), median(first_places), median(places), kept_mb)
