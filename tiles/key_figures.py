"""The key figures of a gemeente as one tile: the table behind the cards of the startfoto."""

import pandas as pd
from duckdb import DuckDBPyConnection as Cursor

from analysis import areas, comparable, startfoto
from model import dutch
from model.catalogue import Catalogue
from model.choices import Choices
from model.region import municipality_of
from tiles import words
from tiles.sources import Use, source_line
from tiles.tile import Kind, NoFigures, Tile


def build(choices: Choices, cursor: Cursor, catalogue: Catalogue) -> Tile:
    """At most five figures of the gemeente beside comparable gemeenten (the median) and the country; no chart."""
    municipality = municipality_of(choices.area)
    if municipality is None:
        raise NoFigures("De kerncijfers gaan over één gemeente. Kies links bij Gebied een gemeente.")
    country, own = areas.path_to(cursor, municipality)
    peers = comparable.peers(cursor, municipality, choices.period)
    indicators = list(catalogue.indicators.values())
    figures = startfoto.key_figures(cursor, indicators, municipality, choices.period, peers)
    if not figures:
        raise NoFigures(f"Van {own.name} zijn er tot en met {choices.period} geen kerncijfers. Kies een later jaar.")
    table = pd.DataFrame(
        {
            "Indicator": [figure.indicator.label for figure in figures],
            own.name: [words.quantity(figure.indicator, figure.value) for figure in figures],
            "Vergelijkbare gemeenten (mediaan)": [
                words.quantity(figure.indicator, figure.peer_value) for figure in figures
            ],
            country.name: [words.quantity(figure.indicator, figure.country_value) for figure in figures],
            "Peildatum": [catalogue.reference(figure.indicator, figure.period) for figure in figures],
        }
    )
    labels = dutch.listing([words.running(figure.indicator.label) for figure in figures])
    return Tile(
        kind=Kind.KEY_FIGURES,
        title=f"Kerncijfers van {own.name} naast vergelijkbare gemeenten en {country.name}",
        subtitle=f"laatste cijfers tot en met {choices.period}",
        figure=None,
        table=table,
        alt=f"Kerncijfers van {own.name}: {labels}.",
        source=source_line(
            cursor, catalogue, [Use(figure.indicator, figure.period, [municipality]) for figure in figures]
        ),
    )
