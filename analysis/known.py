"""What the installation knows of indicators and sources, with the score that Startfoto makes itself."""

from dataclasses import replace

from duckdb import DuckDBPyConnection as Cursor

from analysis import figures
from model.catalogue import Catalogue, Direction, Indicator, Layer
from store import entries

SCORE = Indicator(
    id="achtergrondscore",
    label="Achtergrondscore",
    definition="Kans op achterstand: het gewogen gemiddelde van de posities (0 tot 100) van een gebied op cijfers over "
    "de omgeving.",
    layer=Layer.BACKGROUND,
    domain=None,
    theme="achtergrondscore",
    unit="punten",
    decimals=0,
    direction=Direction.MORE_NEED,
    weight=None,
    is_modelled=False,
    population="huishoudens en inwoners",
    is_about_children=False,
    ages=(),
    part_of="",
    source="kwb",
    stems=(),
    title="",
    group="",
    per=(),
    smallest_level="buurt",
    startfoto_order=None,
    first_period="",
    last_period="",
    breaks=(),
    caveat="De score zegt iets over de omgeving waarin kinderen opgroeien, niets over vertraging door corona.",
)
"""The background score as an indicator: it is computed (`analysis/needs.py`), so it stands in no file."""


def catalogue(cursor: Cursor) -> Catalogue:
    """The catalogue with the cards that officers made, and the background score first."""
    found = entries.catalogue(cursor)
    return replace(found, indicators={SCORE.id: SCORE, **found.indicators})


def available(cursor: Cursor, region: str) -> dict[str, str]:
    """Indicators with a figure in or around an area, with their last periods, as `figures.available`.

    With the background score where a figure that weighs in it is known.
    """
    found = figures.available(cursor, region)
    of_score = [found[one] for one in _parts(cursor) if one in found]
    return ({SCORE.id: max(of_score)} if of_score else {}) | found


def periods(cursor: Cursor, indicator: Indicator, region: str) -> list[str]:
    """The periods for which an indicator, or a part of the score, has a figure in or around an area; oldest first."""
    ids = _parts(cursor) if indicator.id == SCORE.id else [indicator.id]
    return sorted({period for one in ids for period in figures.periods(cursor, one, region)})


def _parts(cursor: Cursor) -> list[str]:
    return [row.id for row in entries.catalogue(cursor).indicators.values() if row.weight]
