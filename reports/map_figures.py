"""From a map as the screen shows it to areas with colours, dots and a legend."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from html import unescape
from math import cos, radians
from typing import Any

import plotly.graph_objects as go
from shapely import get_parts, orient_polygons, total_bounds

from reports.drawing import Dot, Key, Map, Ring, Shape
from tiles.polygons import Area

_NOTHING = "rgba(0,0,0,0)"


def map_of(figure: go.Figure, polygons: Mapping[str, Mapping[str, Area]], texts: Mapping[str, str]) -> Map:
    """The areas of a map with their colours; the arguments are those of `figures.drawing_of`."""
    layers = [trace for trace in figure.data if trace.type == "choroplethmap"]
    project, height = _projection([area for of in polygons.values() for area in of.values()])
    shapes: dict[str, Shape] = {}
    outlines: list[Ring] = []
    for trace in layers:
        areas = polygons.get(str(trace.geojson), {})
        is_border = trace.colorscale[0][1] == _NOTHING
        is_one_area = len(trace.locations) == 1
        for region, colour in zip(map(str, trace.locations), _colours(trace), strict=True):
            if region not in areas:
                continue
            rings = tuple(_rings(areas[region], project))
            if not is_border:
                said = texts.get(region) or _hover_words(trace)
                shapes[region] = Shape(region, areas[region].name, said, colour, rings)
            elif is_one_area and region in shapes:
                shapes[region] = replace(shapes[region], is_lit=True)
            else:
                outlines += rings
    return Map(
        height,
        tuple(shapes.values()),
        tuple(outlines),
        tuple(_dots(figure, project)),
        tuple(_legend(figure)),
        str(figure.layout.legend.title.text or ""),
    )


Project = Callable[[float, float], tuple[float, float]]


def _projection(areas: Sequence[Area]) -> tuple[Project, float]:
    """From degrees to the frame, and how high that is: as wide as it is high on the ground at its middle."""
    west, south, east, north = (float(edge) for edge in total_bounds([area.border for area in areas]))
    narrowed = cos(radians((south + north) / 2))
    width = (east - west) * narrowed

    def project(lon: float, lat: float) -> tuple[float, float]:
        return (lon - west) * narrowed / width, (north - lat) / width

    return project, (north - south) / width


def _rings(area: Area, project: Project) -> Iterator[Ring]:
    # Holes run the other way round: so they are holes to every program, whichever rule it fills by.
    for polygon in get_parts(orient_polygons(area.border)):
        for ring in (polygon.exterior, *polygon.interiors):
            yield tuple(project(lon, lat) for lon, lat in list(ring.coords)[:-1])


def _colours(trace: Any) -> list[str]:
    """The colour of each area of a layer, as its scale of flat steps gives it."""
    low, high = trace.zmin, trace.zmax
    if low is None or high is None or low == high:
        return [str(trace.colorscale[0][1])] * len(trace.locations)
    steps = [(float(edge), str(colour)) for edge, colour in trace.colorscale]
    return [step(steps, (float(value) - low) / (high - low)) for value in trace.z]


def _hover_words(trace: Any) -> str:
    """What a pointer would be told of every area of a layer, without the name; empty when it differs per area."""
    words = str(trace.hovertemplate or "").partition("<br>")[2].partition("<extra>")[0]
    if "%{" not in words:
        return unescape(words)
    texts = set(map(str, trace.customdata)) if trace.customdata is not None else set()
    return texts.pop() if words == "%{customdata}" and len(texts) == 1 else ""


def _dots(figure: go.Figure, project: Project) -> Iterator[Dot]:
    """Schools; an open one is drawn on the screen as white upon the dark dot before it."""
    found: dict[tuple[str, float, float], Dot] = {}
    for trace in figure.data:
        if trace.type == "scattermap":
            colour = str(trace.marker.color)
            for name, lon, lat in zip(trace.text, trace.lon, trace.lat, strict=True):
                before = found.get((name, lon, lat))
                is_filled = before is None or colour != "#ffffff"
                of = colour if before is None else before.colour
                found[name, lon, lat] = Dot(unescape(name), project(lon, lat), of, is_filled)
    yield from found.values()


def _legend(figure: go.Figure) -> Iterator[Key]:
    for trace in figure.data:
        if trace.type == "scatter" and trace.mode == "markers" and trace.x is not None and list(trace.x) == [None]:
            is_round = trace.marker.symbol == "circle"
            line = trace.marker.line.color
            is_filled = not is_round or trace.marker.color != "#ffffff"
            yield Key(unescape(str(trace.name)), str(trace.marker.color if is_filled else line), is_round, is_filled)


def step(steps: Sequence[tuple[float, str]], at: float) -> str:
    """The colour at a place (0 to 1) of a scale of flat steps, each of which is there with both its edges."""
    return next(colour for edge, colour in steps if at < edge or edge == steps[-1][0])
