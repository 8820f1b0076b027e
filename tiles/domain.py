"""One domain of delay on a small map: what is measured of children, and beside it which schools report a delay."""

from dataclasses import replace

import pandas as pd
from duckdb import DuckDBPyConnection as Cursor

from analysis import areas, delays, figures, needs
from analysis.known import SCORE
from analysis.needs import Score
from charts import theme
from charts.classes import Breaks
from charts.maps import choropleth, plain_map
from charts.schools import add_dots
from model import dutch
from model.catalogue import Catalogue, Domain, Indicator, Layer
from model.choices import Choices
from model.region import municipality_of, path_of
from tiles import words
from tiles.backdrop import backdrop_of
from tiles.sources import Use, source_line
from tiles.tile import Kind, NoFigures, Tile

_ROOM_PX, _DOT_PX = 205, 9
_SCALE = Breaks((0, 20, 40, 60, 80), 100, 0)
"""One scale for all domains, so that the maps can be laid side by side."""
_TOO_FEW = "te weinig bekend"
_SCHOOL = "meldt vertraging"


def position_of(domain: Domain) -> Indicator:
    """The mean position on what is measured of children in a domain, drawn like an indicator."""
    return replace(
        SCORE,
        id=f"positie_{domain}",
        label=f"Positie van kinderen op het domein {domain}",
        layer=Layer.CHILDREN_MEASURED,
        domain=domain,
        is_about_children=True,
        caveat="Een positie zegt hoe een gebied ligt tussen de andere, niet hoe groot een verschil is.",
    )


def build(choices: Choices, cursor: Cursor, catalogue: Catalogue) -> Tile:
    """The chosen domain in the areas of the gemeente. Raises NoFigures where nothing of it is known."""
    municipality = municipality_of(choices.area)
    if municipality is None or choices.domain is None:
        raise NoFigures("Het beeld per domein gaat over de wijken van één gemeente; kies een gemeente.")
    domain, level = choices.domain, choices.level
    name = areas.named(cursor, [municipality])[municipality].name
    indicators = list(catalogue.indicators.values())
    found = needs.of_children(cursor, indicators, domain, municipality, level, choices.period, choices.ages)
    position = position_of(domain)
    schools = delays.reporting(cursor, municipality, choices.audience, choices.ages).frame
    schools = schools[schools["domain"] == domain.value]
    around, uses = _around(choices, cursor, catalogue, municipality, found)
    if not (uses or found.counted or len(schools)):
        raise NoFigures(
            f"{str(domain).capitalize()}: geen cijfer over kinderen in {name} tot en met {choices.period}, en geen "
            "schoolscan. Kies een later jaar, of voeg cijfers of schoolscans toe."
        )
    figure, dots = None, None
    backdrop = backdrop_of(cursor, municipality, level, choices.period)
    if backdrop is not None and (found.has_scores or len(schools)):
        figure = (
            choropleth(
                found.areas, position, backdrop[0], lit=choices.lit, too_few=_TOO_FEW, scale=_SCALE, room=_ROOM_PX
            )
            if found.has_scores
            else plain_map(backdrop[0], _ROOM_PX)
        )
        located = schools[schools["lon"].notna()]
        dots = len(located)
        add_dots(figure, located, _SCHOOL, theme.SEQUENTIAL[Layer.SCHOOL_SAYS][3], size=_DOT_PX)
    regions = found.areas.frame["region"].tolist()
    uses += [Use(catalogue.indicators[one], period, regions) for one, period in found.counted.items()]
    counts = [
        row.id
        for row in indicators
        if row.layer is Layer.CHILDREN_MEASURED
        and row.domain is domain
        and row.unit == "aantal"
        and row.is_for(choices.ages)
    ]
    has_counts = bool(figures.known_within(cursor, counts, municipality, level, choices.period))
    title = _title(found, choices, has_counts)
    said = _schools(len(schools), dots)
    what = (
        f"van {words.running(position.label)} per {level}" if found.has_scores else "van scholen die vertraging melden"
    )
    return Tile(
        kind=Kind.DOMAIN,
        title=title,
        subtitle=_subtitle(found, catalogue, name, choices),
        figure=figure,
        table=_table(found, catalogue, choices),
        alt=f"Kaart {what} in {name}. {title}. {said}" if figure is not None else f"{name}. {title}. {said}",
        source=source_line(cursor, catalogue, uses) if uses else "",
        notes=(*around, said),
    )


def _title(found: Score, choices: Choices, has_counts: bool) -> str:
    domain = str(choices.domain).capitalize()
    level = choices.level
    if not found.counted and has_counts:
        return f"{domain}: per {level} alleen aantallen, en die volgen de grootte van een {level}"
    if not found.counted:
        return f"{domain}: geen cijfer over kinderen op {level}niveau"
    if not found.has_scores:
        return f"{domain}: van geen enkele {level} is genoeg bekend over kinderen"
    if not found.top:
        return f"{domain}: geen {level} springt er duidelijk uit"
    frame = found.areas.frame
    where = words.listing(frame[frame["region"].isin(found.top)])
    return f"{domain}: het minst gunstig in {where}"


def _subtitle(found: Score, catalogue: Catalogue, name: str, choices: Choices) -> str:
    if not found.counted:
        return f"{Layer.CHILDREN_MEASURED} · {choices.level.plural} in {name}"
    labels = dutch.listing([words.running(catalogue.indicators[one].label) for one in found.counted])
    return (
        f"{Layer.CHILDREN_MEASURED} · {labels} · {found.periods} · positie onder de {choices.level.plural} van {name}, "
        "donker = minder gunstig"
    )


def _table(found: Score, catalogue: Catalogue, choices: Choices) -> pd.DataFrame:
    """The positions and the figures behind them; empty without a figure at this level."""
    if not found.counted:
        return pd.DataFrame()
    rows = found.areas.frame
    behind = found.figures().frame.set_index("region").reindex(rows["region"])
    return pd.DataFrame(
        {
            choices.level.capitalize(): rows["name"].tolist(),
            "Code": rows["region"].tolist(),
            "Positie (0–100)": [
                _TOO_FEW if pd.isna(value) else words.quantity(SCORE, value) for value in rows["value"]
            ],
        }
        | {
            words.labelled(catalogue.indicators[one]): [
                words.quantity(catalogue.indicators[one], None if pd.isna(value) else value) for value in behind[one]
            ]
            for one in found.counted
        }
    )


def _around(
    choices: Choices, cursor: Cursor, catalogue: Catalogue, municipality: str, found: Score
) -> tuple[list[str], list[Use]]:
    """Without a figure of these areas: those of the gemeente or of what lies around it, in a sentence."""
    if found.counted:
        return [], []
    indicators = {
        row.id: row
        for row in catalogue.indicators.values()
        if row.domain is choices.domain and row.layer is Layer.CHILDREN_MEASURED and row.is_for(choices.ages)
    }
    for code in path_of(municipality)[::-1]:
        rows = figures.latest(cursor, list(indicators), [code], code, choices.period).frame
        if len(rows):
            name = areas.named(cursor, [code])[code].name
            texts = [
                f"{words.running(indicators[one].label)} {words.value_text(indicators[one], value, status)} ({period})"
                for one, value, status, period in rows[["indicator", "value", "status", "period"]].to_numpy()
            ]
            uses = [Use(indicators[one], period, [code]) for one, period in rows[["indicator", "period"]].to_numpy()]
            return [f"{name} als geheel: {dutch.listing(texts)}."], uses
    return [f"Ook van de gemeente als geheel is er geen cijfer over kinderen tot en met {choices.period}."], []


def _schools(count: int, dots: int | None) -> str:
    """How many schools report a delay, and which of them are dots on the map (None without a map)."""
    if not count:
        return "Geen school meldt in dit domein een vertraging, of er is nog geen schoolscan."
    verb = "school meldt" if count == 1 else "scholen melden"
    where = "" if dots is None else " (stippen)"
    if dots is not None and dots < count:
        where = f" ({dutch.counted(dots, 'stip', 'stippen')}; van de andere is niet bekend waar ze staan)"
    return f"School zegt: {count} {verb} vertraging in dit domein{where}. Elke school legt zelf de grens."
