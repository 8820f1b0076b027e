"""The background score (kans op achterstand) of the areas of one gemeente, in a sentence and on the map."""

from dataclasses import replace

import pandas as pd
from duckdb import DuckDBPyConnection as Cursor

from analysis import areas, needs
from analysis.needs import Background
from charts import theme
from charts.maps import choropleth
from model import dutch
from model.catalogue import Catalogue, Direction, Indicator, Layer
from model.choices import Choices
from model.region import Level, municipality_of
from tiles import map as indicator_map
from tiles import words
from tiles.backdrop import backdrop_of
from tiles.sources import Use, source_line
from tiles.tile import Kind, NoFigures, Tile

SCORE = Indicator(
    id="achtergrondscore",
    label="Achtergrondscore",
    definition="Het gemiddelde van de posities (0 tot 100) van een gebied op achtergrondindicatoren met een richting.",
    layer=Layer.BACKGROUND,
    domain=None,
    theme="achtergrond",
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
"""The background score drawn like an indicator; it is computed, so it stands in no catalogue."""

_NO_SCORE = "te weinig bekend"


def sentence(found: Background, catalogue: Catalogue, level: Level, name: str) -> str:
    """Which areas stand out together and how many children live there; or that none do, or why nothing can be said."""
    frame = found.areas.frame
    publisher = catalogue.sources[SCORE.source].publisher
    if not found.has_scores:
        why = _why(found, catalogue, level)
        return f"Voor {name} is nog niet te zeggen waar kinderen het vaakst opgroeien met kans op achterstand: {why}."
    if frame["value"].notna().sum() == 1:
        only = frame["name"].iloc[0]
        return f"Alleen {only} heeft een achtergrondscore ({publisher} {found.periods}); er valt niets te vergelijken."
    if not found.top:
        return (
            f"In {name} springt geen {level} of groep {level.plural} er duidelijk uit in kans op achterstand "
            f"({publisher} {found.periods})."
        )
    there = f"daar wonen {dutch.number(found.top_children)} kinderen tot 15 jaar"
    if found.children_period != found.periods:
        there += f" in {found.children_period}"
    return (
        f"In {_top(found)} groeien kinderen het vaakst op met kans op achterstand "
        f"({there}; {publisher} {found.periods})."
    )


def _top(found: Background) -> str:
    frame = found.areas.frame
    return words.listing(frame[frame["region"].isin(found.top)])


def _why(found: Background, catalogue: Catalogue, level: Level) -> str:
    """Why there is no score at all."""
    if not found.counted:
        return "er zijn nog geen cijfers over inkomen, werk en opleiding"
    if 2 * len(found.counted) < len(found.parts):
        labels = [f"'{catalogue.indicators[one].label}'" for one in found.counted]
        verb = "is" if len(labels) == 1 else "zijn"
        return f"van de {len(found.parts)} cijfers daarvoor {verb} alleen {dutch.listing(labels)} bekend"
    return f"van geen enkele {level} zijn genoeg kinderen en genoeg cijfers bekend"


def build(choices: Choices, cursor: Cursor, catalogue: Catalogue) -> Tile:
    """The map of the score; without scores that of one of its parts. Raises NoFigures when there is nothing at all."""
    municipality = municipality_of(choices.area)
    if municipality is None:
        raise NoFigures("De achtergrondscore vergelijkt de wijken van één gemeente; kies een gemeente.")
    frame = areas.named(cursor, [municipality])[municipality]
    found = needs.background(cursor, list(catalogue.indicators.values()), municipality, choices.level, choices.period)
    said = sentence(found, catalogue, choices.level, frame.name)
    if not found.has_scores:
        return _part(choices, cursor, catalogue, found, said)
    table = found.areas.frame
    found_backdrop = backdrop_of(cursor, municipality, choices.level, choices.period)
    figure = None
    if found_backdrop is not None:
        figure = choropleth(found.areas, SCORE, found_backdrop[0], choices.classes, choices.lit, _NO_SCORE)
    labels = dutch.listing([words.running(catalogue.indicators[one].label) for one in found.counted])
    uses = [Use(catalogue.indicators[one], period, table["region"].tolist()) for one, period in found.counted.items()]
    return Tile(
        kind=Kind.BACKGROUND,
        title=_title(found, choices.level),
        subtitle=f"Achtergrondscore: kans op achterstand per {choices.level} in {frame.name} · {SCORE.layer} · "
        f"{found.periods} · {theme.reading(SCORE)}",
        figure=figure,
        table=pd.DataFrame(
            {
                choices.level.capitalize(): table["name"].tolist(),
                "Code": table["region"].tolist(),
                "Achtergrondscore (0–100)": [
                    "geen score" if pd.isna(value) else words.quantity(SCORE, value) for value in table["value"]
                ],
                f"Kinderen van 0 tot 15 jaar, {found.children_period}": [
                    dutch.number(value) for value in table["children"]
                ],
            }
        ),
        alt=f"Kaart van de achtergrondscore per {choices.level} in {frame.name}. {said}",
        source=f"{source_line(cursor, catalogue, uses)} De score is daaruit berekend door Startfoto; alle onderdelen "
        "wegen even zwaar.",
        notes=(
            SCORE.caveat,
            f"Telt mee: {labels}. Gebieden met minder dan {needs.FEWEST_CHILDREN} kinderen, of waarvan minder dan de "
            "helft van deze cijfers bekend is, krijgen geen score.",
        ),
    )


def _title(found: Background, level: Level) -> str:
    if not found.top:
        return f"Geen {level} of groep {level.plural} springt er duidelijk uit"
    return f"{_top(found)} {'heeft' if len(found.top) == 1 else 'hebben'} de hoogste achtergrondscore"


def _part(choices: Choices, cursor: Cursor, catalogue: Catalogue, found: Background, said: str) -> Tile:
    """The map of the first known part of the score, which says that it is only that."""
    if not found.counted:
        raise NoFigures(f"{said} Kies een ander jaar, of laad meer jaren op de pagina Gegevens.")
    known = [catalogue.indicators[one] for one in found.counted]
    first = min(known, key=lambda row: row.startfoto_order or len(catalogue.indicators))
    municipality = municipality_of(choices.area) or choices.area
    asked = replace(choices, area=municipality, indicator=first.id, period=found.counted[first.id])
    tile = indicator_map.build(asked, cursor, catalogue)
    only = f"Dit is alleen '{first.label}', geen achtergrondscore: daarvoor is te weinig bekend."
    return replace(tile, kind=Kind.BACKGROUND, notes=(only, *tile.notes))
