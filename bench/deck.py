"""How long a story takes to become a deck and a workbook: 20 slides about a gemeente with 100 buurten."""

import random
import statistics
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime
from pathlib import Path

import pandas as pd
import pyarrow as pa
import shapely
from duckdb import DuckDBPyConnection as Cursor

from model.choices import Audience, Choices
from model.delivery import BOUNDARY, Delivery
from model.region import Level
from model.story import Slide, SlideForm, Story
from reports import deck, workbook
from reports.contents import Source, contents
from reports.drawing import Map
from settings import Settings
from store import Store, batches
from tests.worlds import delivered
from tiles import Kind

GEMEENTE, BUURTEN, SLIDES = "GM1234", 100, 20
_PERIODS = ("2019", "2020")
_INDICATORS = ("laag_inkomen", "bijstand", "laagste_inkomens", "laag_opgeleid")
_KINDS = (Kind.MAP, Kind.RANKING, Kind.TREND, Kind.COMPARISON)
_STEP, _RUNS = 0.0004, 3
"""Between two points of a border, in degrees: some 150 points for each buurt, as the borders of CBS have."""


@dataclass(frozen=True)
class Made:
    """Medians of seconds, and the sizes of what was made."""

    contents: float
    deck: float
    workbook: float
    deck_mb: float
    areas: int

    @property
    def seconds(self) -> float:
        """From the press of the button to the deck."""
        return self.contents + self.deck


def _borders(buurten: Sequence[str]) -> pa.Table:
    """Buurten that touch one another, and the gemeente around them, with as many points as real borders have."""
    dice = random.Random(1)
    frame = shapely.box(5.0, 52.0, 5.16, 52.1)
    points = shapely.MultiPoint([(dice.uniform(5.0, 5.16), dice.uniform(52.0, 52.1)) for _ in buurten])
    cells = [shapely.intersection(one, frame) for one in shapely.voronoi_polygons(points, extend_to=frame).geoms]
    shapes = [*zip(buurten, cells, strict=True), (f"WK{GEMEENTE[2:]}00", frame), (GEMEENTE, frame)]
    drawn = [shapely.to_wkb(shapely.segmentize(shape, _STEP)) for _, shape in shapes]
    codes = [code for code, _ in shapes]
    return pa.table(
        {"period": [_PERIODS[-1]] * len(codes), "region": codes, "name": codes, "geometry": drawn, "outline": drawn},
        schema=BOUNDARY,
    )


@contextmanager
def _gemeente() -> Iterator[Store]:
    dice = random.Random(2)
    buurten = [f"BU{GEMEENTE[2:]}00{number:02}" for number in range(BUURTEN)]
    areas = ["NL00", GEMEENTE, f"WK{GEMEENTE[2:]}00", *buurten]
    names = {code: f"Buurt met de naam {code}" for code in areas}
    figures = [
        delivered({name: {code: dice.uniform(2, 40) for code in areas} for name in _INDICATORS}, period, names=names)
        for period in _PERIODS
    ]
    borders = Delivery("grenzen", "vlakken", "Grenzen", _PERIODS[-1], "", 1, 1, 0, boundaries=_borders(buurten))
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Settings(data_dir=Path(folder)))
        try:
            store.write(lambda cursor: batches.add_loads(cursor, [*figures, borders]))
            yield store
        finally:
            store.close()


def _story(count: int) -> Story:
    """A title, a text, and figures in turns: a fourth of them maps of all buurten."""
    figures = [
        Slide(
            f"{number}",
            SlideForm.TILE,
            notes="Vertel eerst wat de kaart meet.",
            question="Herkent u dit?",
            kind=_KINDS[number % len(_KINDS)].value,
            choices=Choices(GEMEENTE, Level.BUURT, _INDICATORS[number // len(_KINDS) % len(_INDICATORS)], _PERIODS[-1]),
        )
        for number in range(count - 2)
    ]
    begin = (Slide("t", SlideForm.TITLE, "LEA"), Slide("x", SlideForm.TEXT, "Vandaag", "Waar kijken we naar?"))
    return Story("s", "LEA 14 oktober 2021", date(2021, 10, 14), (*begin, *figures))


def measure(count: int = SLIDES) -> Made:
    """A story of so many slides, made a few times. Raises AssertionError when a slide has no figure."""
    with _gemeente() as store:

        def reading(photo: int | None) -> AbstractContextManager[Cursor]:
            return store.read(at=photo)

        made_at = datetime(2021, 10, 14, tzinfo=UTC)
        source = Source(reading, GEMEENTE, made_at, "0", {}, pd.DataFrame(), Audience.MUNICIPALITY)
        told = _story(count)
        contents(replace(told, slides=told.slides[:6]), source, lambda *_: None)  # catalogues are read once
        runs = []
        for _ in range(_RUNS):
            start = time.perf_counter()
            pages = contents(told, source, lambda *_: None)
            ready = time.perf_counter()
            file = deck.write(told, pages, source).content
            written = time.perf_counter()
            workbook.write(told, pages, source)
            runs.append((ready - start, written - ready, time.perf_counter() - written))
            missing = [page.missing for page in pages if page.missing]
            assert not missing, missing
        reading_s, deck_s, workbook_s = (statistics.median(times) for times in zip(*runs, strict=True))
        areas = max(len(page.drawing.shapes) for page in pages if isinstance(page.drawing, Map))
        return Made(reading_s, deck_s, workbook_s, len(file) / 1e6, areas)


if __name__ == "__main__":
    print(measure(5), measure())
