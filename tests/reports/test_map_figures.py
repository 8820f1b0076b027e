"""A map without a browser: each area once, with its colour and words, within its frame."""

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from itertools import pairwise

import plotly.graph_objects as go
import pytest
from shapely import LinearRing, MultiPolygon, Polygon, box

from model.catalogue import Domain
from model.choices import Choices
from model.region import Level
from reports.contents import texts_of
from reports.drawing import Map, Ring
from reports.figures import addresses, drawing_of
from store import Store
from tiles import Kind, Tile, build
from tiles.polygons import Area, polygons

CHOICES = Choices("GM9901", Level.WIJK, "laag_inkomen", "2020", domain=Domain.COGNITIVE)
MAPS = (Kind.MAP, Kind.BACKGROUND, Kind.DOMAIN, Kind.SCHOOLS, Kind.RESPONSE_MAP, Kind.GAPS_MAP)
COLOURED = (Kind.MAP, Kind.BACKGROUND, Kind.GAPS_MAP)


def drawn(store: Store, kind: Kind, choices: Choices = CHOICES) -> tuple[Tile, Map]:
    with store.read() as cursor:
        tile = build(kind, choices, cursor)
        files = {address: polygons(cursor, address) for address in addresses(tile.figure)}
    drawing = drawing_of(tile.figure, files, texts_of(tile))
    assert isinstance(drawing, Map)
    return tile, drawing


def rings(drawing: Map) -> Iterator[Ring]:
    for shape in drawing.shapes:
        yield from shape.rings
    yield from drawing.outlines


@pytest.fixture(scope="module", params=MAPS)
def any_map(request: pytest.FixtureRequest, example_store: Store) -> tuple[Kind, Map]:
    return request.param, drawn(example_store, request.param)[1]


def test_everything_lies_within_the_frame(any_map: tuple[Kind, Map]) -> None:
    _, drawing = any_map
    assert 0.3 < drawing.height < 3
    points = [point for ring in rings(drawing) for point in ring] + [dot.at for dot in drawing.dots]
    assert all(-1e-9 <= x <= 1 + 1e-9 and -1e-9 <= y <= drawing.height + 1e-9 for x, y in points)
    assert min(x for x, _ in points) == pytest.approx(0)
    assert max(x for x, _ in points) == pytest.approx(1)


def test_each_area_is_there_once_with_a_border(any_map: tuple[Kind, Map]) -> None:
    _, drawing = any_map
    assert len(drawing.shapes) == 12
    assert len({shape.region for shape in drawing.shapes}) == 12
    assert all(shape.name and shape.rings and len(shape.rings[0]) > 2 for shape in drawing.shapes)


def test_the_colours_of_areas_are_those_of_the_legend(any_map: tuple[Kind, Map]) -> None:
    kind, drawing = any_map
    told = {key.colour for key in drawing.legend if not key.is_round}
    if kind in COLOURED:
        assert {shape.colour for shape in drawing.shapes} <= told
    else:
        assert len({shape.colour for shape in drawing.shapes}) == 1, "areas that only lie under the dots"
        assert drawing.dots
    assert {dot.colour for dot in drawing.dots} <= {key.colour for key in drawing.legend if key.is_round}


def test_every_area_has_the_colour_of_the_class_of_its_figure(example_store: Store) -> None:
    tile, drawing = drawn(example_store, Kind.MAP)
    classes = {key.text: key.colour for key in drawing.legend}
    told = tile.table.set_index("Code")["Huishoudens met een laag inkomen"].to_dict()
    seen = 0
    for shape in drawing.shapes:
        number = re.fullmatch(r"(\d+),(\d)%", told[shape.region])
        if number is None:
            assert shape.colour == classes["onbekend of geheim"]
            continue
        value = float(f"{number[1]}.{number[2]}")
        (fits,) = (colour for text, colour in classes.items() if _holds(text, value))
        assert shape.colour == fits
        assert shape.text == f"Huishoudens met een laag inkomen: {told[shape.region]}"
        seen += 1
    assert seen == 11


def _holds(text: str, value: float) -> bool:
    numbers = [float(one.replace(",", ".")) for one in re.findall(r"\d+,\d", text)]
    return len(numbers) == 2 and numbers[0] <= value <= numbers[1]


def test_only_the_chosen_area_is_lit(example_store: Store) -> None:
    assert not any(shape.is_lit for shape in drawn(example_store, Kind.MAP)[1].shapes)
    _, drawing = drawn(example_store, Kind.MAP, replace(CHOICES, area="WK990104"))
    assert [shape.region for shape in drawing.shapes if shape.is_lit] == ["WK990104"]


def test_schools_are_dots_by_name_and_open_ones_stay_open(example_store: Store) -> None:
    tile, drawing = drawn(example_store, Kind.RESPONSE_MAP)
    told = {
        f"{school} ({sector})": scan for school, sector, scan in tile.table[["School", "Sector", "Schoolscan"]].values
    }
    with_scan = {name for name, scan in told.items() if not scan.startswith("nog")}
    assert len(drawing.dots) == len(told) == 45
    assert {dot.name for dot in drawing.dots if dot.is_filled} == with_scan
    assert {dot.is_filled for dot in drawing.dots} == {True, False}
    assert {key.is_filled for key in drawing.legend} == {True, False}


def figure(
    locations: Sequence[str], values: Sequence[float], steps: Sequence[str] = ("#111111", "#222222")
) -> go.Figure:
    """A map as the screen has it: flat steps of colours."""
    width = 1 / len(steps)
    scale = [(edge, one) for at, one in enumerate(steps) for edge in (at * width, (at + 1) * width)]
    return go.Figure(
        go.Choroplethmap(geojson="/geo", locations=locations, z=values, zmin=0, zmax=len(steps), colorscale=scale)
    )


def areas(**borders: Polygon | MultiPolygon) -> Mapping[str, Mapping[str, Area]]:
    return {"/geo": {code: Area(f"naam van {code}", border) for code, border in borders.items()}}


def made(values: go.Figure, borders: Mapping[str, Mapping[str, Area]], **texts: str) -> Map:
    drawing = drawing_of(values, borders, texts)
    assert isinstance(drawing, Map)
    return drawing


def test_a_value_has_the_colour_of_its_step() -> None:
    borders = areas(a=box(5, 52, 6, 53), b=box(6, 52, 7, 53), c=box(7, 52, 8, 53))
    drawing = made(figure(["a", "b", "c"], [0.5, 1.0, 2.0]), borders)
    assert [shape.colour for shape in drawing.shapes] == ["#111111", "#222222", "#222222"]


def test_a_hole_is_a_ring_of_its_own_and_an_island_another() -> None:
    holed = Polygon(box(5, 52, 6, 53).exterior, [box(5.4, 52.4, 5.6, 52.6).exterior])  # both run the same way
    island = box(6.5, 52, 7, 52.5)
    drawing = made(figure(["a"], [0.5]), areas(a=MultiPolygon([holed, island])))
    (shape,) = drawing.shapes
    assert len(shape.rings) == 3
    sizes = [abs(Polygon(ring).area) for ring in shape.rings]
    assert sizes[1] == pytest.approx(0.04 * sizes[0])
    assert sizes[2] == pytest.approx(0.25 * sizes[0])
    assert all(ring[0] != ring[-1] for ring in shape.rings)
    outer, hole, other = (LinearRing(ring).is_ccw for ring in shape.rings)
    assert outer is other is not hole


def test_a_map_is_as_high_on_a_slide_as_on_the_ground() -> None:
    """At 60 degrees north a degree to the east is half as long as one to the north."""
    drawing = made(figure(["a"], [0.5]), areas(a=box(5, 59.5, 7, 60.5)))
    assert drawing.height == pytest.approx(1, abs=0.001)
    (ring,) = drawing.shapes[0].rings
    across, down = max(x for x, _ in ring), max(y for _, y in ring)
    assert across == pytest.approx(1)
    assert down == pytest.approx(drawing.height)


def test_north_is_up() -> None:
    borders = areas(north=box(5, 53, 6, 54), south=box(5, 52, 6, 53))
    north, south = made(figure(["north", "south"], [0.5, 0.5]), borders).shapes
    assert max(y for _, y in north.rings[0]) <= min(y for _, y in south.rings[0]) + 1e-9


def test_an_area_without_borders_stays_out_and_texts_go_with_their_area() -> None:
    drawing = made(figure(["a", "b"], [0.5, 0.5]), areas(a=box(5, 52, 6, 53)), a="12,3%", b="4,5%")
    assert [(shape.region, shape.name, shape.text) for shape in drawing.shapes] == [("a", "naam van a", "12,3%")]


def test_neighbours_share_their_border(example_store: Store) -> None:
    """Points are not moved one by one: what touches on the ground touches on the slide."""
    _, drawing = drawn(example_store, Kind.MAP)
    edges = [frozenset(pair) for shape in drawing.shapes for ring in shape.rings for pair in pairwise(ring)]
    assert len(edges) - len(set(edges)) > 10
