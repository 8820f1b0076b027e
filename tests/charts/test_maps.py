"""A map carries codes and values, never shapes; what is not known is drawn apart; colours say where need is."""

import json
from collections.abc import Callable

import numpy as np
import plotly.graph_objects as go
import pytest

from charts import theme
from charts.classes import Breaks
from charts.maps import choropleth, class_colours, plain_map
from model.catalogue import Direction, Indicator, Layer
from model.choices import Classes
from model.status import Status
from tests.charts.tables import backdrop, per_area
from tests.worlds import Cell, indicator

AREAS = ("WK030801", "WK030802", "WK030803", "WK030804", "WK030805")
KNOWN: dict[str, Cell] = dict(zip(AREAS, (1.0, 2.0, 3.0, 4.0, 5.0), strict=True))
POOR = indicator("laag_inkomen")
INCOME = indicator("inkomen", Direction.LESS_NEED, unit="x 1.000 euro")


def polygons(figure: go.Figure) -> list[go.Choroplethmap]:
    return [trace for trace in figure.data if trace.type == "choroplethmap"]


def legend(figure: go.Figure) -> list[tuple[str, str]]:
    """The colour and the text of each entry."""
    return [(trace.marker.color, trace.name) for trace in figure.data if trace.type == "scatter"]


def colour_of(figure: go.Figure, region: str) -> str:
    """The colour in which an area is drawn."""
    trace = next(trace for trace in polygons(figure) if region in trace.locations)
    steps = dict(enumerate(colour for _, colour in trace.colorscale[::2]))
    return str(steps[int(np.asarray(trace.z)[list(trace.locations).index(region)])])


def test_a_figure_carries_the_address_of_the_shapes_and_no_shapes() -> None:
    figure = choropleth(per_area(KNOWN), POOR, backdrop(*AREAS, outline=("GM0308",)), lit="WK030801")
    assert {trace.geojson for trace in polygons(figure)} == {"/geo/areas.json", "/geo/outlines.json"}
    assert "coordinates" not in figure.to_json()
    assert "Polygon" not in figure.to_json()


def test_the_legend_names_each_class_in_its_colour() -> None:
    figure = choropleth(per_area(KNOWN), POOR, backdrop(*AREAS))
    labels = ["1,0 – 1,9%", "2,0 – 2,9%", "3,0 – 3,9%", "4,0 – 4,9%", "5,0%"]
    assert legend(figure) == list(zip(theme.SEQUENTIAL[Layer.BACKGROUND], labels, strict=True))
    assert figure.layout.legend.itemclick is False, "a legend hides nothing"


def test_too_few_and_no_figure_are_drawn_apart_each_with_a_legend_entry() -> None:
    cells = {**KNOWN, "WK030803": Status.SECRET, "WK030804": Status.NOT_AVAILABLE}
    del cells["WK030805"]
    figure = choropleth(per_area(cells), POOR, backdrop(*AREAS))
    assert colour_of(figure, "WK030803") == theme.TOO_FEW
    assert colour_of(figure, "WK030804") == colour_of(figure, "WK030805") == theme.NO_FIGURE
    assert legend(figure)[2:] == [(theme.TOO_FEW, "onbekend of geheim"), (theme.NO_FIGURE, "geen cijfer")]


def test_a_withheld_figure_says_on_hover_why_it_is_not_there() -> None:
    cells: dict[str, Cell] = {"WK030801": Status.SECRET, "WK030802": Status.TOO_FEW, "WK030803": Status.INTERVAL}
    (trace,) = polygons(choropleth(per_area(cells), POOR, backdrop(*cells)))
    assert list(trace.customdata) == ["onbekend of geheim", "te weinig waarnemingen", "alleen een bereik bekend"]
    (trace,) = polygons(choropleth(per_area(cells), POOR, backdrop(*cells), too_few="te weinig kinderen"))
    assert set(trace.customdata) == {"te weinig kinderen"}


def test_without_one_figure_all_areas_are_drawn_as_such() -> None:
    figure = choropleth(per_area(dict.fromkeys(AREAS, Status.NOT_AVAILABLE)), POOR, backdrop(*AREAS))
    assert legend(figure) == [(theme.NO_FIGURE, "geen cijfer")]
    assert {colour_of(figure, area) for area in AREAS} == {theme.NO_FIGURE}
    assert not figure.layout.legend.title.text


def test_an_area_without_a_shape_is_left_out_and_does_not_move_the_classes() -> None:
    figure = choropleth(per_area({**KNOWN, "WK030899": 1000.0}), POOR, backdrop(*AREAS))
    assert all("WK030899" not in trace.locations for trace in polygons(figure))
    assert legend(figure)[-1][1] == "5,0%"


def test_the_lit_area_has_a_thick_border_in_the_accent_on_top() -> None:
    figure = choropleth(per_area(KNOWN), POOR, backdrop(*AREAS, outline=("GM0308",)), lit="WK030802")
    below, top = figure.data[-2:]
    assert (list(below.locations), below.marker.line.color) == (["WK030802"], "#ffffff")
    assert below.marker.line.width > top.marker.line.width, "white on both sides, to be seen on every class"
    assert (list(top.locations), top.marker.line.color) == (["WK030802"], theme.LIT)
    assert top.marker.line.width >= 3
    assert top.hoverinfo == "skip", "the pointer reaches the area below"


@pytest.mark.parametrize("lit", [None, "WK999999"])
def test_no_area_is_lit_that_is_not_on_the_map(lit: str | None) -> None:
    figure = choropleth(per_area(KNOWN), POOR, backdrop(*AREAS), lit=lit)
    assert len(polygons(figure)) == 1


@pytest.mark.parametrize(
    ("of", "dark", "words"),
    [(POOR, "WK030805", "donker = hoger"), (INCOME, "WK030801", "donker = lager")],
)
def test_dark_is_more_need_and_the_legend_says_which_values_those_are(of: Indicator, dark: str, words: str) -> None:
    figure = choropleth(per_area(KNOWN), of, backdrop(*AREAS))
    assert colour_of(figure, dark) == theme.SEQUENTIAL[Layer.BACKGROUND][-1]
    assert figure.layout.legend.title.text == words


def test_a_fact_without_a_direction_has_a_scale_of_its_own() -> None:
    figure = choropleth(per_area(KNOWN), indicator("herkomst", Direction.NONE), backdrop(*AREAS))
    assert {colour for colour, _ in legend(figure)} == set(theme.NEUTRAL)


@pytest.mark.parametrize("layer", Layer)
def test_each_kind_of_knowledge_has_colours_of_its_own(layer: Layer) -> None:
    others = {colour for other, colours in theme.SEQUENTIAL.items() if other is not layer for colour in colours}
    assert not others & set(class_colours(indicator("x", layer=layer), 5))


def test_few_classes_are_spread_over_the_whole_scale() -> None:
    assert class_colours(POOR, 2) == [theme.SEQUENTIAL[Layer.BACKGROUND][0], theme.SEQUENTIAL[Layer.BACKGROUND][-1]]
    assert class_colours(POOR, 1) == [theme.SEQUENTIAL[Layer.BACKGROUND][2]]


def test_numbers_on_hover_are_dutch_and_the_same_as_in_the_table() -> None:
    figure = choropleth(per_area({"WK030801": 1.25, "WK030802": 1234.5}), POOR, backdrop("WK030801", "WK030802"))
    assert figure.layout.separators == ",."
    assert "%{customdata:,.1f}%" in figure.data[0].hovertemplate
    assert np.asarray(figure.data[0].customdata).tolist() == pytest.approx([1.3, 1234.5]), "half up, as dutch.number"
    euros = choropleth(per_area({"WK030801": 24.3}), INCOME, backdrop("WK030801"))
    assert "€\N{NO-BREAK SPACE}%{customdata:,.0f}" in euros.data[0].hovertemplate
    assert np.asarray(euros.data[0].customdata).tolist() == [24300]
    assert legend(euros)[0][1] == "€\N{NO-BREAK SPACE}24.300"


def test_classes_in_equal_steps_are_the_ones_that_are_drawn() -> None:
    cells: dict[str, Cell] = dict(zip(AREAS, (0.0, 1.0, 2.0, 3.0, 100.0), strict=True))
    figure = choropleth(per_area(cells), POOR, backdrop(*AREAS), Classes.EQUAL_STEPS)
    assert np.asarray(figure.data[0].z).tolist() == [0, 0, 0, 0, 4]


@pytest.mark.parametrize("bounds", [(4.0, 52.0, 5.0, 52.1), (4.0, 52.0, 4.1, 53.0), (4.0, 52.0, 4.0, 52.0)])
def test_the_whole_box_is_in_view_on_a_telephone(bounds: tuple[float, float, float, float]) -> None:
    shapes = backdrop(*AREAS).__class__("/geo/areas.json", bounds, frozenset(AREAS))
    layout = choropleth(per_area(KNOWN), POOR, shapes).layout
    pixels_a_degree = 512 * 2**layout.map.zoom / 360
    assert (bounds[2] - bounds[0]) * pixels_a_degree <= 350
    room = layout.height - layout.margin.b - layout.margin.t
    assert (bounds[3] - bounds[1]) * pixels_a_degree / np.cos(np.radians(52.5)) <= room * 1.02
    assert 300 < layout.height < 600


def test_a_map_of_all_buurten_of_the_country_is_sent_in_less_than_half_a_megabyte() -> None:
    random = np.random.default_rng(1)
    codes = [f"BU{gemeente:04}{buurt:04}" for gemeente in range(1, 146) for buurt in range(100)]
    assert len(codes) == 14_500
    cells: dict[str, Cell] = dict(zip(codes, (random.gamma(3, 4, len(codes)) * 1.0000001).tolist(), strict=True))
    cells |= dict.fromkeys(codes[::10], Status.SECRET)
    shapes = backdrop(*codes, "BU99990000")
    for of in (POOR, INCOME):
        sent = choropleth(per_area(cells), of, shapes, lit=codes[1]).to_json()
        assert len(sent.encode()) < 500_000
        assert len(json.loads(sent)["data"][0]["locations"]) == 14_500 * 9 // 10


TWENTIES = Breaks((0, 20, 40, 60, 80), 100, 0)
POSITION = indicator("positie", unit="punten", decimals=0, layer=Layer.CHILDREN_MEASURED)


def test_maps_of_one_scale_give_a_value_the_same_colour_whatever_else_they_show() -> None:
    few: dict[str, Cell] = {"WK030801": 35.0, "WK030802": 90.0}
    many: dict[str, Cell] = dict(zip(AREAS, (35.0, 3.0, 59.6, 20.0, 100.0), strict=True))
    one, other = (choropleth(per_area(cells), POSITION, backdrop(*AREAS), scale=TWENTIES) for cells in (few, many))
    colours = theme.SEQUENTIAL[Layer.CHILDREN_MEASURED]
    assert colour_of(one, "WK030801") == colour_of(other, "WK030801") == colours[1]
    assert colour_of(one, "WK030802") == colour_of(other, "WK030805") == colours[4]
    assert [colour_of(other, area) for area in AREAS[1:4]] == [colours[0], colours[3], colours[1]], (
        "59.6 is shown as 60"
    )
    labels = ["0 – 19", "20 – 39", "40 – 59", "60 – 79", "80 – 100"]
    assert [text for _, text in legend(one)][:5] == [text for _, text in legend(other)][:5] == labels


def test_a_scale_without_values_has_no_classes() -> None:
    figure = choropleth(per_area(dict.fromkeys(AREAS, Status.TOO_FEW)), POSITION, backdrop(*AREAS), scale=TWENTIES)
    assert [text for _, text in legend(figure)] == ["te weinig waarnemingen"]
    assert not figure.layout.legend.title.text


@pytest.mark.parametrize("room", [205, 368])
@pytest.mark.parametrize("draw", [lambda room: plain_map(backdrop(*AREAS), room), None])
def test_a_small_map_shows_the_whole_box_in_the_room_it_has(room: int, draw: Callable[[int], go.Figure] | None) -> None:
    figure = draw(room) if draw else choropleth(per_area(KNOWN), POOR, backdrop(*AREAS), room=room)
    pixels_a_degree = 512 * 2**figure.layout.map.zoom / 360
    assert 0.5 * room < (5.0 - 4.0) * pixels_a_degree <= room
    # Half a degree of latitude is here as long as 0.817 of a degree of longitude.
    assert figure.layout.height - figure.layout.margin.b == pytest.approx(0.817 * room, abs=1)


def test_a_plain_map_has_all_areas_and_no_figure() -> None:
    (trace,) = polygons(plain_map(backdrop(*AREAS)))
    assert sorted(trace.locations) == sorted(AREAS)
    assert "customdata" not in trace.hovertemplate and not trace.showlegend
