"""The places of areas: a dot, a band for other weights, a line for chance; only where each is known."""

import json
from collections.abc import Mapping

import numpy as np
import pandas as pd
import plotly.graph_objects as go

from charts import theme
from charts.places import places
from charts.ranking import MOST_BARS
from model.catalogue import Layer
from model.disclosed import Disclosed
from tests.worlds import indicator

SCORE = indicator("achtergrondscore", unit="punten", decimals=0)
NAN = np.nan
Row = tuple[float, float, float, float, float]
"""Place, the ends by other weights, the ends by chance."""
FOUR: Mapping[str, Row] = {
    "WK030803": (3, 2, 4, NAN, NAN),
    "WK030801": (1, 1, 2, 1, 3),
    "WK030804": (NAN, NAN, NAN, NAN, NAN),
    "WK030802": (2, 1, 3, 2, 2),
}
NAMES = {"WK030801": "Noord", "WK030802": "Zuid", "WK030803": "Oost", "WK030804": "West"}


def drawn(rows: Mapping[str, Row], lit: str | None = None) -> go.Figure:
    columns = ("place", "low_by_weights", "high_by_weights", "low_by_chance", "high_by_chance")
    table = pd.DataFrame(list(rows.values()), columns=columns)
    return places(Disclosed(table.assign(region=list(rows), name=[NAMES.get(one, one) for one in rows])), SCORE, lit)


def trace(figure: go.Figure, name: str) -> go.Scatter:
    return next(trace for trace in figure.data if trace.name == name)


def test_each_area_with_a_place_is_a_dot_the_best_place_on_top() -> None:
    figure = drawn(FOUR)
    dots = trace(figure, "plaats")
    assert list(dots.y) == ["WK030803", "WK030802", "WK030801"], "the first stands below"
    assert list(dots.x) == [3, 2, 1]
    assert list(figure.layout.yaxis.ticktext) == ["Oost", "Zuid", "Noord"]
    assert "WK030804" not in figure.to_json()


def test_bands_and_lines_run_from_the_best_to_the_worst_place_with_a_gap_between_areas() -> None:
    figure = drawn(FOUR)
    band, line = trace(figure, "bij andere gewichten"), trace(figure, "door toeval")
    assert list(band.x) == [2, 4, None, 1, 3, None, 1, 2, None]
    assert list(band.y) == ["WK030803"] * 2 + [None] + ["WK030802"] * 2 + [None] + ["WK030801"] * 2 + [None]
    assert list(line.x) == [2, 2, None, 1, 3, None], "none where chance is not known"
    assert band.line.width > line.line.width and band.line.color != line.line.color
    assert "NaN" not in json.dumps(json.loads(figure.to_json()))


def test_what_is_known_of_no_area_has_no_entry_in_the_legend() -> None:
    figure = drawn({code: (*row[:3], NAN, NAN) for code, row in FOUR.items()})
    assert [one.name for one in figure.data] == ["bij andere gewichten", "plaats"]


def test_the_lit_area_has_the_accent_and_the_others_the_colour_of_the_layer() -> None:
    colours = dict(zip(*(trace(drawn(FOUR, "WK030802"), "plaats")[key] for key in ("y", "marker.color")), strict=True))
    assert colours.pop("WK030802") == theme.LIT
    assert set(colours.values()) == {theme.SEQUENTIAL[Layer.BACKGROUND][3]}


def test_of_many_areas_the_first_are_drawn_and_the_lit_one() -> None:
    codes = [f"BU0308{place:04d}" for place in range(1, 200)]
    figure = drawn({code: (place, place, place, NAN, NAN) for place, code in enumerate(codes, start=1)}, codes[150])
    shown = list(trace(figure, "plaats").y)
    assert codes[0] in shown and codes[150] in shown and codes[198] not in shown
    assert len(shown) <= MOST_BARS + 1


def test_equal_places_stand_in_alphabetical_order_and_without_any_place_nothing_is_drawn() -> None:
    tied = dict.fromkeys(("WK030801", "WK030803", "WK030802"), (1.0, 1.0, 3.0, NAN, NAN))
    assert list(drawn(tied).layout.yaxis.ticktext) == ["Zuid", "Oost", "Noord"]
    assert list(trace(drawn({"WK030804": FOUR["WK030804"]}), "plaats").x or ()) == []
