"""What the data say for the plan: tiles and measures, each as blocks of a chapter."""

import logging
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Any

import pandas as pd
from duckdb import DuckDBPyConnection as Cursor

from analysis import areas, gap_facts, gaps
from analysis.gap_facts import School
from model import dutch
from model.choices import Audience, Choices
from model.measure import Measure
from model.plan import FIELDS
from model.region import Level, municipality_of
from reports.contents import Source
from reports.drawing import Grid
from reports.figures import addresses, drawing_of
from reports.plan_blocks import Block, Matrix, Picture, Said, Section, Table, Written
from tiles import Kind, NoFigures, Tile, build, startfoto
from tiles.polygons import polygons

log = logging.getLogger("startfoto")

_FAILED = "Dit deel kon niet uit de gegevens worden gemaakt. Maak het plan nog eens, of meld dit aan uw beheerder."
_MOST_ROWS = 150
_AREA_CODES = ("Code", "Vestiging")
NO_MEASURES = "Er staan nog geen maatregelen in het register. Vul ze in op de pagina Maatregelen."


@dataclass(frozen=True)
class PlanContents:
    """What a plan is made of."""

    source: Source
    choices: Choices
    """The area, the period, the photo, and for whom it is made."""
    texts: Mapping[str, str]
    """What officers wrote, by field of `model.plan`."""
    with_schools: bool = False
    """Whether names of schools stand in it, as far as they may."""


class Facts:
    """The data of one gemeente as of one photo, for one audience.

    Each section reads on a cursor of its own: one that takes too long, or fails, takes none of the others with it.
    """

    def __init__(self, plan: PlanContents) -> None:
        self.plan = plan
        self._cursor: Cursor | None = None
        self.municipality = plan.source.municipality
        is_lea = self.is_for_lea(plan)
        self.choices = replace(
            plan.choices,
            area=self.municipality,
            level=Level.WIJK,
            theme="",
            audience=Audience.LEA if is_lea else Audience.MUNICIPALITY,
        )

    @staticmethod
    def is_for_lea(plan: PlanContents) -> bool:
        """Whether a plan is made for others than the gemeente."""
        return Audience.LEA in (plan.source.audience, plan.choices.audience)

    @property
    def is_lea(self) -> bool:
        """Whether others than the gemeente will read it."""
        return self.choices.audience is Audience.LEA

    @contextmanager
    def reading(self) -> Iterator[None]:
        """What is read within this is read on one snapshot. Raises LookupError for a photo that there is not."""
        with self.plan.source.reading(self.choices.photo) as cursor:
            self._cursor = cursor
            try:
                yield
            finally:
                self._cursor = None

    @property
    def cursor(self) -> Cursor:
        """The cursor of now. Raises RuntimeError outside `reading`."""
        if self._cursor is None:
            raise RuntimeError("the data are read within Facts.reading only")
        return self._cursor

    @cached_property
    def page(self) -> startfoto.Page:
        """The sentences of the startfoto."""
        return startfoto.page(self.cursor, self.choices)

    @cached_property
    def measures(self) -> list[Measure]:
        """The register, by name."""
        return gaps.register(self.cursor, self.municipality)

    @cached_property
    def register_source(self) -> str:
        """Where the register of measures comes from."""
        tile = self.tile(Kind.MEASURES)
        return tile.source if tile else ""

    @cached_property
    def wijken(self) -> dict[str, str]:
        """The names of the wijken of measures, by code."""
        codes = sorted({code for one in self.measures for code in one.wijken if municipality_of(code)})
        return {code: area.name for code, area in areas.named(self.cursor, codes).items()}

    @cached_property
    def schools(self) -> list[School]:
        """The schools of the gemeente."""
        return gap_facts.schools(self.cursor, self.municipality, self.choices.audience)

    def tile(self, kind: Kind, **changes: Any) -> Tile | None:
        """A tile; None where there are no figures for it."""
        try:
            return build(kind, replace(self.choices, **changes), self.cursor)
        except NoFigures:
            return None

    def written(self, field: str) -> Written:
        """The text of a field."""
        return Written(FIELDS[field], self.plan.texts.get(field, "").strip())

    def drawn(self, tile: Tile, height: float = 9.0) -> list[Block]:
        """The figure of a tile, where it can be drawn."""
        if tile.figure is None:
            return []
        files = {address: polygons(self.cursor, address) for address in addresses(tile.figure)}
        drawing = drawing_of(tile.figure, files, {})
        if drawing is None:
            return []
        caption = f"{tile.title}. {_begun(tile.subtitle)}"
        if isinstance(drawing, Grid):
            return [Matrix(caption, drawing, tile.table.columns[0], tile.alt, tile.source, tile.notes)]
        return [Picture(caption, drawing, tile.alt, tile.source, tile.notes, height)]

    def tabled(self, tile: Tile, caption: str = "", columns: Sequence[str] = ()) -> list[Block]:
        """The table of a tile, without codes, or with these columns only; told where it was cut."""
        if tile.table.empty:
            return []
        kept = [one for one in columns if one in tile.table] or [
            str(one) for one in tile.table if one not in _AREA_CODES
        ]
        frame = tile.table[kept]
        return [table(caption or _begun(tile.subtitle), frame, tile.alt, tile.source)]


def table(caption: str, frame: pd.DataFrame, alt: str, source: str, notes: tuple[str, ...] = ()) -> Table:
    """A table, at most so long that it can be printed; what is left out is told."""
    if len(frame) > _MOST_ROWS:
        notes = (*notes, f"De eerste {_MOST_ROWS} van {dutch.number(len(frame))} rijen.")
    return Table(caption, frame.head(_MOST_ROWS), alt, source, notes)


def _begun(text: str) -> str:
    """A text as a sentence begins."""
    return text[:1].upper() + text[1:]


def named(measures: Sequence[Measure]) -> str:
    """The names of measures as a list in words."""
    return dutch.listing([one.name for one in measures])


Make = Callable[[Facts], Sequence[Block]]
"""Makes what the data say under a heading."""


def data(title: str, make: Make) -> Callable[[Facts], Section]:
    """A section that the data make; where they cannot it says so, and the rest of the plan stands."""

    def section(facts: Facts) -> Section:
        made = _made(facts, title, make)
        return Section(title, made or (Said(_FAILED),), made is None)

    return section


def text(field: str, make: Make | None = None) -> Callable[[Facts], Section]:
    """A section with the text of a field, and what the data add to it."""

    def section(facts: Facts) -> Section:
        title = FIELDS[field].label
        made = _made(facts, title, make) if make else ()
        more = (Said(_FAILED),) if made is None else made
        return Section(title, (facts.written(field), *more), made is None)

    return section


def _made(facts: Facts, title: str, make: Make) -> tuple[Block, ...] | None:
    """What the data say, None where that cannot be made."""
    try:
        with facts.reading():
            return tuple(make(facts))
    except Exception:
        log.exception("section of the plan: %s", title)
        return None
