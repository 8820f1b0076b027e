"""The ranking of areas on one indicator."""

import numpy as np
from duckdb import DuckDBPyConnection as Cursor

from analysis import figures
from charts.classes import shown
from charts.ranking import MOST_BARS, ranking
from model import dutch
from model.catalogue import Catalogue
from model.choices import Choices
from tiles import view as views
from tiles import words
from tiles.tile import Kind, Tile
from tiles.view import View


def build(choices: Choices, cursor: Cursor, catalogue: Catalogue) -> Tile:
    """Bars from most to least, with the area around them as a line where that can be compared. Raises NoFigures."""
    view = views.view_of(choices, cursor, catalogue)
    own = figures.value(cursor, view.indicator.id, choices.period, choices.frame)
    is_comparable = own is not None and view.indicator.unit not in ("aantal", "klasse") and len(view.known) > 1
    reference = (view.frame.name, float(own)) if own is not None and is_comparable else None
    finding = _beside(view, reference[1]) if reference else views.extremes(view)
    marks = list(words.notes(view.indicator))
    if len(view.known) > MOST_BARS:
        marks.insert(0, f"De figuur toont {MOST_BARS} van de {words.count(len(view.known), view.level)}; zie de tabel.")
    return Tile(
        kind=Kind.RANKING,
        title=finding,
        subtitle=view.subtitle,
        figure=ranking(view.table, view.indicator, choices.lit, reference),
        table=views.listed(view),
        alt=views.alt("Staafdiagram", view, finding),
        source=views.source(cursor, catalogue, view),
        notes=tuple(marks),
    )


def _beside(view: View, whole: float) -> str:
    """How many areas lie above the area around them, as a reader sees the figures."""
    decimals = view.indicator.decimals
    values = shown(view.known["value"].to_numpy(dtype=float), decimals)
    above = int((values > shown(np.array([whole]), decimals)[0]).sum())
    verb = "ligt" if above < 2 else "liggen"
    counted = words.count(len(values), view.level)
    return f"{dutch.number(above) if above else 'Geen'} van de {counted} {verb} hoger dan {view.frame.name} als geheel"
