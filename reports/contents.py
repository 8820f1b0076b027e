"""A story with everything that its slides show: what deck, workbook and web page are all made of."""

import logging
from collections.abc import Callable, Mapping
from contextlib import AbstractContextManager
from dataclasses import dataclass, replace
from datetime import datetime

import pandas as pd
from duckdb import DuckDBPyConnection as Cursor

from model import dutch
from model.choices import Audience, Choices
from model.story import Slide, SlideForm, Story
from reports.drawing import Drawing
from reports.figures import addresses, drawing_of
from tiles import Kind, NoFigures, Tile, build
from tiles.polygons import polygons

log = logging.getLogger("startfoto")

Reading = Callable[[int | None], AbstractContextManager[Cursor]]
"""Gives a cursor on the data as of a photo, or (None) of now; raises LookupError for a photo that there is not."""
Progress = Callable[[str, float], None]
"""Is told what is being done and which part (0 to 1) of it is ready."""
_GONE = "Deze figuur kan niet meer worden gemaakt: {}"
_FAILED = "er ging iets mis bij het maken. Open de dia op de pagina Verhalen en zet hem opnieuw neer."
_NO_KIND = "deze versie kent dit soort figuur niet. Verwijder de dia op de pagina Verhalen of zet een andere neer."
_NO_PHOTO = "de foto waarop hij rust, is er niet meer. Zet de figuur opnieuw op een dia."


@dataclass(frozen=True)
class Source:
    """Where a story's figures come from, and what stands around them."""

    reading: Reading
    municipality: str
    made_at: datetime
    version: str
    photos: Mapping[int, str]
    """The names of photos by number."""
    agreements: pd.DataFrame
    """What is still open, as `tiles.agreements.table` lists it."""
    audience: Audience
    """For whom it is made: what boards did not agree to share stays out for the LEA, whatever a slide asks."""


@dataclass(frozen=True)
class Page:
    """One slide, ready to be written."""

    slide: Slide
    heading: str
    """The finding, or what the officer wrote instead."""
    tile: Tile | None = None
    """Of a chart; None for other slides, and for a chart that can no longer be made."""
    drawing: Drawing | None = None
    """What its figure comes to; None for one that is told by its table."""
    seen: str = ""
    """The filters and the photo of a chart, in words."""
    missing: str = ""
    """Why a chart can no longer be made."""
    table: pd.DataFrame | None = None
    """Of a slide with open agreements."""


def contents(story: Story, source: Source, progress: Progress) -> list[Page]:
    """Every slide of a story in order. A chart that can no longer be made says why; nothing raises for one slide."""
    pages = []
    for number, slide in enumerate(story.slides):
        progress(f"Dia {number + 1} van {len(story.slides)}", number / len(story.slides))
        pages.append(_page(slide, source, is_drawn=True))
    return pages


def live(slide: Slide, source: Source) -> Page:
    """One slide for a screen, which draws the tile's own figure: without a drawing, so that it comes sooner."""
    return _page(slide, source, is_drawn=False)


def _page(slide: Slide, source: Source, is_drawn: bool) -> Page:
    if slide.form is SlideForm.OPEN:
        return Page(slide, slide.title or "Wat staat er nog open?", table=source.agreements)
    if slide.form is not SlideForm.TILE or slide.choices is None:
        return Page(slide, slide.title)
    choices = slide.choices
    if source.audience is Audience.LEA:
        choices = replace(choices, audience=Audience.LEA)
    seen = filters(choices, source.photos, source.made_at)
    try:
        kind = Kind(slide.kind)
        with source.reading(choices.photo) as cursor:
            tile = build(kind, choices, cursor)
            files = {address: polygons(cursor, address) for address in addresses(tile.figure)} if is_drawn else {}
    except NoFigures as nothing:
        return Page(slide, slide.title, seen=seen, missing=str(nothing))
    except ValueError as unknown:
        log.warning("slide of kind %s: %s", slide.kind, unknown)
        return Page(slide, slide.title, seen=seen, missing=_GONE.format(_NO_KIND))
    except Exception as fault:
        # A photo that is gone is a LookupError itself; a key that is not found within a tile is a fault of ours.
        if isinstance(fault, LookupError) and not isinstance(fault, KeyError | IndexError):
            return Page(slide, slide.title, seen=seen, missing=_GONE.format(_NO_PHOTO))
        log.exception("slide of kind %s for %s", slide.kind, choices)
        return Page(slide, slide.title, seen=seen, missing=_GONE.format(_FAILED))
    drawing = drawing_of(tile.figure, files, texts_of(tile)) if is_drawn and tile.figure is not None else None
    return Page(slide, slide.title or tile.title, tile, drawing, seen)


def texts_of(tile: Tile) -> dict[str, str]:
    """What a tile's table says of each area, by its code, without its name and code."""
    table = tile.table
    if "Code" not in table or table["Code"].duplicated().any():
        return {}
    told = [name for name in table.columns[1:] if name != "Code"][:2]
    return {
        str(row["Code"]): " · ".join(f"{name}: {row[name]}" for name in told) for row in table.to_dict(orient="records")
    }


def filters(choices: Choices, photos: Mapping[int, str], made_at: datetime) -> str:
    """What was chosen besides what a tile's subtitle tells: for whom, of which children, as of when."""
    at = choices.photo
    return " · ".join(
        filter(
            None,
            (
                f"beeld voor de {choices.audience}",
                f"kinderen van {choices.ages}" if choices.ages else "",
                f"thema {choices.theme}" if choices.theme else "",
                f"schooljaar {choices.school_year}" if choices.school_year else "",
                f"stand per {dutch.day(choices.as_of)}" if choices.as_of else "",
                "eigen gewichten" if choices.weights else "",
                f"gegevens van {dutch.day(made_at)}" if at is None else f"foto '{photos.get(at, 'onbekend')}'",
            ),
        )
    )
