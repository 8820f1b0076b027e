"""The made-up map of Lindewaard: lines drawn by hand, roughened once each, and the areas they enclose.

The map is drawn as lines (river banks, railway, ring road, streets, brooks, the outer border) in km from the centre.
Each line is smoothed and displaced once, so that two neighbours always share it exactly; the lines together are cut at
their crossings on a grid of 0.000001 degree and the enclosed faces become the buurten. Wijken are unions of buurten and
the gemeente is the union of its wijken, on exactly the same points.
"""

import math
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeAlias

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import LineString, MultiPolygon, Point, Polygon
from shapely.geometry.polygon import orient

# isort: split
from places import BUURTEN, MOVED_BORDER, WIJKEN, YEAR_OF_MOVE

Points = tuple[tuple[float, float], ...]
Array: TypeAlias = NDArray[np.float64]
Shape: TypeAlias = Polygon | MultiPolygon

ORIGIN_LON, ORIGIN_LAT = 5.6, 52.2
KM_PER_DEGREE_LAT = 111.25
KM_PER_DEGREE_LON = 111.32 * math.cos(math.radians(ORIGIN_LAT))
GRID = 1e-6
SLIVER_KM2 = 0.06
"""The largest area without a point of its own that may be added to a neighbour."""
STEP_WIDTH = 0.004
"""Half the distance (km) over which a line steps aside."""


@dataclass(frozen=True)
class Style:
    """How a kind of line is drawn; lengths in km."""

    smooth: bool
    amplitude: float
    """Size of the displacement at the longest wavelength."""
    wavelength: float
    step: float
    """Distance between points."""
    overshoot: float = 0.14
    """How far open ends run on, so that they surely meet the line they end at."""
    jog: float = 0.0
    """Size of the square steps aside, as borders take along blocks of houses and parcels."""
    jog_length: float = 0.35
    """Usual length between two such steps."""


STYLES = {
    "border": Style(False, 0.022, 0.80, 0.11, 0.0, jog=0.08, jog_length=0.9),
    "stream": Style(True, 0.060, 0.60, 0.085, 0.0),
    "bank": Style(True, 0.012, 0.50, 0.12, 0.3),
    "rail": Style(True, 0.0, 1.0, 0.16),
    "road": Style(True, 0.005, 0.40, 0.10),
    "street": Style(False, 0.005, 0.22, 0.09, jog=0.030),
    "lane": Style(True, 0.008, 0.30, 0.08),
    "ditch": Style(False, 0.008, 0.40, 0.09, jog=0.055, jog_length=0.6),
    "brook": Style(True, 0.045, 0.50, 0.07),
}


@dataclass(frozen=True)
class Line:
    """One line of the map, with the points through which it was drawn."""

    name: str
    style: str
    points: Points


BORDER = (
    Line("grens oost", "border", (
        (5.62, 0.30), (5.50, 0.80), (5.95, 1.42), (6.10, 2.12), (5.40, 2.45), (4.95, 2.55), (5.05, 3.30), (4.30, 4.00),
        (4.18, 4.62))),
    Line("grens noord", "stream", (
        (4.18, 4.62), (3.50, 4.55), (2.90, 4.72), (2.30, 4.45), (1.70, 4.72), (1.00, 5.15), (0.30, 5.05), (-0.20, 4.60),
        (-0.80, 4.55), (-1.40, 4.90), (-2.10, 4.95))),
    Line("grens noordwest", "border", (
        (-2.10, 4.95), (-2.75, 4.75), (-2.95, 4.25), (-4.55, 3.75), (-4.40, 3.25), (-5.55, 2.75), (-5.35, 1.90),
        (-5.75, 1.50), (-5.65, 0.90), (-6.10, 0.40))),
    Line("grens west", "stream", (
        (-6.10, 0.40), (-5.95, -0.35), (-5.45, -0.60), (-5.65, -1.30), (-5.45, -2.40), (-5.85, -3.10), (-5.75, -3.90),
        (-5.10, -4.30))),
    Line("grens zuidwest", "border", (
        (-5.10, -4.30), (-4.50, -4.25), (-4.30, -4.75), (-3.20, -4.65), (-2.60, -4.35), (-2.00, -4.40), (-1.80, -3.95),
        (-0.80, -4.15), (-0.10, -4.50))),
    Line("grens zuid", "border", (
        (-0.10, -4.50), (0.75, -4.35), (0.95, -3.60), (2.10, -3.75), (3.10, -3.70), (3.40, -3.05), (4.90, -2.60))),
    Line("grens zuidoost", "stream", (
        (4.90, -2.60), (5.50, -2.50), (5.75, -1.90), (5.50, -1.40), (5.70, -0.80), (5.50, -0.30), (5.62, 0.30))),
)  # fmt: skip
RIVER: Points = (
    (7.0, 0.55), (5.9, 0.35), (4.9, -0.45), (4.1, -1.02), (3.2, -1.02), (2.3, -0.66), (1.3, -0.66), (0.3, -0.98),
    (-0.8, -1.10), (-1.8, -0.72), (-2.8, -0.60), (-3.7, -1.12), (-4.6, -1.72), (-5.5, -1.62), (-7.0, -2.15),
)  # fmt: skip
LINES = (
    Line("spoorlijn", "rail", (
        (-6.6, 1.98), (-4.5, 1.62), (-2.3, 1.20), (0.0, 1.00), (2.3, 1.10), (4.50, 1.48))),
    Line("ringweg", "road", (
        (-2.26, -0.70), (-2.30, 0.10), (-2.22, 0.90), (-2.10, 1.65), (-1.76, 2.30), (-1.02, 2.74), (-0.10, 2.90),
        (0.85, 2.98), (1.72, 2.78), (2.38, 2.28), (2.66, 1.60), (2.62, 1.10), (2.44, 0.35), (2.24, -0.40),
        (2.24, -0.72))),
    # Binnenstad and Stationskwartier
    Line("westsingel", "lane", ((-0.80, -1.05), (-0.84, -0.70), (-0.97, -0.30), (-0.95, 0.10), (-0.80, 0.42))),
    Line("oostsingel", "lane", ((0.72, -0.80), (0.86, -0.55), (0.94, -0.10), (0.88, 0.25), (0.76, 0.45))),
    Line("noordsingel", "lane", (
        (-0.80, 0.30), (-0.62, 0.44), (-0.20, 0.55), (0.25, 0.55), (0.62, 0.46), (0.80, 0.32))),
    Line("hoofdstraat", "street", ((0.06, 0.54), (0.02, 0.30), (0.07, 0.02), (0.02, -0.20), (0.03, -1.00))),
    Line("langestraat", "street", ((-0.97, -0.18), (-0.55, -0.12), (-0.30, -0.19), (0.04, -0.15))),
    Line("marktstraat", "street", ((0.05, -0.08), (0.40, -0.12), (0.62, -0.05), (0.95, -0.09))),
    Line("havenstraat", "street", ((0.45, -0.11), (0.42, -0.40), (0.50, -0.60), (0.48, -0.88))),
    Line("stationsweg west", "street", ((-0.76, 0.38), (-0.84, 0.62), (-0.80, 0.80), (-0.92, 1.08))),
    Line("stationsweg oost", "street", ((0.74, 0.38), (0.84, 0.60), (0.80, 0.78), (0.88, 1.03))),
    Line("fabriekskade west", "street", ((-0.92, 1.05), (-0.86, 1.35), (-0.97, 1.66))),
    Line("fabriekskade oost", "street", ((0.88, 1.03), (0.80, 1.30), (0.86, 1.62))),
    Line("lakenkade", "lane", ((-0.97, 1.62), (-0.50, 1.60), (-0.10, 1.72), (0.35, 1.63), (0.85, 1.66))),
    Line("perronstraat", "street", ((0.02, 1.00), (-0.06, 1.30), (0.03, 1.48), (-0.02, 1.70))),
    # Tuindorp De Elzen
    Line("elzenlaan", "lane", ((0.92, 0.20), (1.30, 0.26), (1.75, 0.12), (2.36, 0.20))),
    Line("meidoornlaan", "street", ((1.30, 0.24), (1.26, 0.52), (1.33, 0.74), (1.28, 1.05))),
    Line("wilgenlaan", "street", ((1.80, 0.12), (1.86, 0.45), (1.78, 0.72), (1.84, 1.07))),
    Line("ambachtsweg", "street", ((1.50, 0.20), (1.46, -0.10), (1.54, -0.36), (1.50, -0.66))),
    # Ravelshoek
    Line("valkenpad west", "street", ((-0.97, 1.58), (-0.88, 1.85), (-0.96, 2.20), (-0.88, 2.48), (-0.94, 2.75))),
    Line("ravelsweg", "street", ((-2.20, 1.72), (-1.75, 1.78), (-1.50, 1.70), (-1.20, 1.82), (-0.92, 1.80))),
    Line("componistenlaan", "street", ((-1.62, 1.10), (-1.54, 1.40), (-1.62, 1.60), (-1.58, 1.78))),
    Line("ravelspad", "street", ((-1.38, 1.74), (-1.44, 2.00), (-1.36, 2.25), (-1.42, 2.55))),
    # Zandkamp
    Line("valkenpad oost", "street", ((0.85, 1.58), (0.78, 1.90), (0.86, 2.25), (0.76, 2.60), (0.80, 2.96))),
    Line("zandkampweg", "street", ((0.82, 1.76), (1.18, 1.70), (1.50, 1.76), (1.90, 1.68), (2.62, 1.72))),
    Line("schilderslaan", "street", ((1.30, 1.02), (1.25, 1.30), (1.32, 1.50), (1.27, 1.73))),
    Line("dichterslaan", "street", ((1.94, 1.06), (1.98, 1.36), (1.88, 1.54), (1.94, 1.70))),
    Line("zonnedauwlaan", "street", ((1.46, 1.72), (1.40, 2.00), (1.52, 2.34), (1.46, 2.86))),
    # De Horsten
    Line("horstendreef", "lane", ((0.0, 1.66), (0.10, 2.00), (-0.05, 2.40), (0.03, 2.88))),
    Line("buitenring horsten", "ditch", (
        (-1.40, 2.52), (-1.56, 2.88), (-1.74, 3.02), (-1.56, 3.62), (-0.95, 3.70), (-0.82, 3.96), (0.10, 3.84),
        (0.92, 3.98), (1.08, 3.66), (1.62, 3.52), (1.52, 3.16), (1.28, 2.90))),
    Line("sperwerlaan", "street", ((-0.55, 2.80), (-0.48, 3.10), (-0.60, 3.40), (-0.52, 3.62), (-0.58, 3.98))),
    Line("uilenlaan", "street", ((0.42, 2.82), (0.36, 3.12), (0.48, 3.42), (0.40, 3.68), (0.44, 3.98))),
    # Lindehove
    Line("buitenring lindehove", "ditch", (
        (2.30, 2.34), (2.50, 2.66), (2.36, 3.02), (2.78, 3.20), (3.30, 3.12), (3.44, 3.42), (3.98, 3.28), (4.06, 2.80),
        (4.60, 2.64), (4.50, 2.06), (4.66, 1.90), (4.46, 1.42))),
    Line("lindedreef", "lane", ((2.46, 2.10), (2.75, 2.20), (3.20, 2.14), (3.70, 2.26), (4.54, 2.14))),
    Line("korenlaan", "street", ((3.06, 2.16), (3.14, 2.50), (3.02, 2.87), (3.08, 3.20))),
    Line("vlinderlaan", "lane", ((3.74, 2.26), (3.82, 1.94), (3.74, 1.72), (3.80, 1.52), (3.78, 1.32))),
    Line("lintweg", "street", ((3.06, 2.16), (3.02, 1.87), (3.12, 1.57), (3.06, 1.20))),
    # Sterrenbosch
    Line("parklaan", "lane", ((-2.36, 0.22), (-1.90, 0.16), (-1.40, 0.30), (-0.92, 0.22))),
    Line("bosrand", "brook", (
        (-3.62, 1.50), (-3.86, 1.00), (-4.02, 0.40), (-3.86, -0.20), (-3.62, -0.62), (-3.48, -1.05))),
    Line("beukendreef", "lane", ((-2.34, 0.36), (-2.80, 0.42), (-3.35, 0.24), (-4.0, 0.36))),
    # De Hoefslag
    Line("hoefslagweg", "street", (
        (4.46, 1.46), (4.40, 1.10), (4.34, 0.60), (4.50, 0.10), (4.38, -0.40), (4.40, -0.92))),
    Line("havenweg", "street", ((2.36, 0.30), (2.80, 0.36), (3.10, 0.16), (3.70, 0.22), (3.90, 0.10), (4.42, 0.16))),
    # Kooiveld
    Line("kooiweg", "ditch", (
        (-0.72, -1.08), (-0.88, -1.50), (-0.74, -2.02), (-0.86, -2.34), (-0.10, -2.46), (0.16, -2.62), (0.96, -2.44),
        (1.12, -2.14), (1.58, -2.02), (1.66, -1.50), (1.50, -1.20), (1.56, -0.70))),
    Line("kooilaan", "street", ((0.34, -1.00), (0.40, -1.32), (0.30, -1.60), (0.38, -2.00), (0.32, -2.55))),
    Line("wielenweg", "street", ((-0.85, -1.76), (-0.50, -1.80), (-0.15, -1.70), (0.34, -1.74))),
    Line("dijkweg", "street", ((0.32, -1.62), (0.70, -1.54), (1.05, -1.62), (1.60, -1.58))),
    # Vliesterbroek
    Line("dorpsrand", "ditch", (
        (-3.92, -2.62), (-3.46, -2.50), (-3.38, -2.34), (-2.82, -2.30), (-2.66, -2.52), (-2.30, -2.62), (-2.42, -3.06),
        (-2.56, -3.40), (-3.06, -3.38), (-3.20, -3.58), (-3.72, -3.46), (-4.10, -3.20), (-3.98, -2.96),
        (-3.92, -2.62))),
    Line("molenweg", "street", ((-3.30, -2.40), (-3.24, -2.70), (-3.32, -2.98), (-3.22, -3.20), (-3.30, -3.52))),
    Line("meentweg", "street", ((-3.28, -2.92), (-2.95, -2.98), (-2.70, -2.90), (-2.38, -2.96))),
    # Buitengebied
    Line("enkbeek", "brook", ((0.10, 3.78), (0.25, 4.25), (0.05, 4.65), (0.20, 5.10))),
    Line("waardwetering", "ditch", (
        (-1.62, -0.80), (-1.74, -1.46), (-1.40, -1.56), (-1.28, -2.30), (-1.72, -2.42), (-1.62, -3.14), (-1.16, -3.22),
        (-1.06, -4.20))),
)  # fmt: skip
BLOCK_MOVED_2021 = Line("nieuw blok aan de vlinderlaan", "road", (
    (3.86, 2.00), (3.62, 2.01), (3.43, 1.97), (3.39, 1.80), (3.38, 1.60), (3.60, 1.53), (3.86, 1.51)))  # fmt: skip
"""The border of the block of houses that went from the first to the second buurt of `MOVED_BORDER` in 2021."""
BLOCK_POINT = (3.60, 1.76)


def to_degrees(xy: Array) -> Array:
    """Longitude and latitude of points in km from the map's centre (a plain local projection), on the grid."""
    degrees = np.column_stack((ORIGIN_LON + xy[:, 0] / KM_PER_DEGREE_LON, ORIGIN_LAT + xy[:, 1] / KM_PER_DEGREE_LAT))
    return np.round(degrees, 6)


def to_km(lonlat: Array) -> Array:
    """The reverse of `to_degrees`, for distances and areas."""
    return np.column_stack(
        ((lonlat[:, 0] - ORIGIN_LON) * KM_PER_DEGREE_LON, (lonlat[:, 1] - ORIGIN_LAT) * KM_PER_DEGREE_LAT)
    )


def in_km(shape: Shape) -> Shape:
    """The shape in km from the map's centre."""
    return shapely.transform(shape, to_km)


def _spline(points: Array, closed: bool) -> Array:
    """Points on a Catmull-Rom curve through the given points, twelve to a span."""
    before = points[-2] if closed else 2 * points[0] - points[1]
    after = points[1] if closed else 2 * points[-1] - points[-2]
    p = np.vstack((before, points, after))
    t = np.linspace(0.0, 1.0, 12, endpoint=False)[:, None]
    spans = [
        0.5 * (2 * b + (c - a) * t + (2 * a - 5 * b + 4 * c - d) * t**2 + (3 * b - a - 3 * c + d) * t**3)
        for a, b, c, d in zip(p, p[1:], p[2:], p[3:], strict=False)
    ]
    return np.vstack((*spans, points[-1:]))


def _midpoint_noise(length: float, style: Style, rng: np.random.Generator) -> Callable[[Array], Array]:
    """Fractal displacement along a line by midpoint displacement: nothing at both ends, finer bits half as large."""
    count = max(2, round(length / style.wavelength) + 1)
    values = rng.normal(0.0, style.amplitude, count)
    values[[0, -1]] = 0.0
    size = style.amplitude
    while length / (len(values) - 1) > style.step:
        size *= 0.5
        middles = (values[:-1] + values[1:]) / 2 + rng.normal(0.0, size, len(values) - 1)
        finer = np.empty(2 * len(values) - 1)
        finer[::2], finer[1::2] = values, middles
        values = finer
    where = np.linspace(0.0, length, len(values))
    return lambda at: np.interp(at, where, values)


def _extend(points: Array, by: float) -> Array:
    """The line with both ends run on over the given length."""
    first, last = points[0] - points[1], points[-1] - points[-2]
    first, last = first / np.hypot(*first) * by, last / np.hypot(*last) * by
    return np.vstack((points[0] + first, points, points[-1] + last))


def _steps_aside(turns: Array, style: Style, rng: np.random.Generator) -> tuple[Array, Array]:
    """Where a line steps aside (distances along it) and its displacement before, between and after those places.

    Not next to a corner, where a step would make a spike.
    """
    length = float(turns[-1])
    count = round(length / style.jog_length) if style.jog else 0
    if count < 2:
        return np.empty(0), np.zeros(1)
    places = (np.arange(count) + rng.uniform(0.3, 0.7, count)) * length / count
    places = places[np.abs(places[:, None] - turns[None, :]).min(axis=1) > 0.9 * style.step]
    levels = rng.normal(0.0, style.jog, len(places) + 1)
    levels[[0, -1]] = 0.0
    return places, levels


def _stations(turns: Array, steps: Array, style: Style) -> Array:
    """The distances along a line at which it gets a point: evenly, at its corners and on both sides of each step."""
    length = float(turns[-1])
    at = np.linspace(0.0, length, max(3, round(length / style.step) + 1))
    if style.smooth:
        return at
    fixed = np.concatenate((turns, steps - STEP_WIDTH, steps + STEP_WIDTH))
    near = np.abs(at[:, None] - fixed[None, :]).min(axis=1) < style.step * 0.55
    return np.unique(np.concatenate((at[~near], fixed)))


def draw(name: str, style_name: str, points: Points | Array) -> Array:
    """The points (km) of one line: smoothed, spaced evenly and displaced; the same name always gives the same line."""
    style = STYLES[style_name]
    rng = np.random.default_rng(zlib.crc32(name.encode()))
    corners = np.asarray(points, dtype=float)
    closed = bool(np.allclose(corners[0], corners[-1]))
    xy = _spline(corners, closed) if style.smooth else corners
    along = np.concatenate(([0.0], np.cumsum(np.hypot(*np.diff(xy, axis=0).T))))
    length = float(along[-1])
    steps, levels = _steps_aside(along, style, rng)
    at = _stations(along, steps, style)
    aside = levels[np.searchsorted(steps, at)]
    if style.amplitude:
        aside = aside + _midpoint_noise(length, style, rng)(at)
    around = np.clip(at[:, None] + np.array([-0.02, 0.02]), 0.0, length)
    slope = np.column_stack([np.diff(np.interp(around, along, xy[:, axis]), axis=1) for axis in (0, 1)])
    normal = np.column_stack((-slope[:, 1], slope[:, 0])) / np.hypot(*slope.T)[:, None]
    xy = np.column_stack([np.interp(at, along, xy[:, axis]) for axis in (0, 1)]) + normal * aside[:, None]
    if closed:
        xy[-1] = xy[0]
    elif style.overshoot:
        xy = _extend(xy, style.overshoot)
    return xy


def _banks() -> list[Array]:
    """Both banks of the river: the middle line moved aside, a little wider and narrower along the way."""
    middle = _spline(np.asarray(RIVER, dtype=float), closed=False)
    slope = np.gradient(middle, axis=0)
    normal = np.column_stack((-slope[:, 1], slope[:, 0])) / np.hypot(*slope.T)[:, None]
    along = np.linspace(0.0, 1.0, len(middle))
    half_width = 0.078 + 0.016 * np.sin(along * 23.0) + 0.010 * np.sin(along * 61.0)
    return [draw(f"oever {side}", "bank", middle + side * normal * half_width[:, None]) for side in (-1, 1)]


def _faces(year: int) -> tuple[list[Polygon], list[Polygon]]:
    """The faces that the lines of the year enclose within the outer border: those of land and those of the river."""
    drawn = (*LINES, BLOCK_MOVED_2021) if year >= YEAR_OF_MOVE else LINES
    border = [draw(line.name, line.style, line.points) for line in BORDER]
    south, north = _banks()
    lines = [*border, south, north, *(draw(line.name, line.style, line.points) for line in drawn)]
    noded = shapely.unary_union([LineString(to_degrees(xy)) for xy in lines], grid_size=GRID)
    inside = Polygon(to_degrees(np.vstack(border)))
    river = Polygon(to_degrees(np.vstack((south, north[::-1]))))
    land: list[Polygon] = []
    water: list[Polygon] = []
    for face in shapely.polygonize([noded]).geoms:
        middle = face.representative_point()
        if inside.contains(middle):
            (water if river.contains(middle) else land).append(face)
    return land, water


def _assign(faces: list[Polygon], year: int) -> dict[str, list[Polygon]]:
    """The faces of each buurt: the one around its point, and slivers to the buurt with which they share most border."""
    places = [((buurt.x, buurt.y), buurt.code) for buurt in BUURTEN]
    if year >= YEAR_OF_MOVE:
        places.append((BLOCK_POINT, MOVED_BORDER[1]))
    points = [(Point(to_degrees(np.array([xy]))[0]), code) for xy, code in places]
    found: dict[str, list[Polygon]] = {}
    loose: list[Polygon] = []
    for face in faces:
        codes = [code for point, code in points if face.contains(point)]
        if len(codes) > 1:
            raise ValueError(f"no border between {codes}")
        if codes:
            found.setdefault(codes[0], []).append(face)
        else:
            loose.append(face)
    missing = sorted({buurt.code for buurt in BUURTEN} - set(found))
    if missing:
        raise ValueError(f"no area of their own: {missing}")
    for face in sorted(loose, key=lambda item: -item.area):
        area = in_km(face).area
        if area > SLIVER_KM2:
            raise ValueError(f"an area of {area:.3f} km2 without a name around {in_km(face).representative_point()}")
        best = max(found, key=lambda code: sum(face.intersection(part).length for part in found[code]))
        found[best].append(face)
    return found


def _clean(shape: Shape) -> Shape:
    """The shape with six decimals, its parts and points in one fixed order, outer rings counter-clockwise."""
    rounded = shapely.normalize(shapely.transform(shape, lambda xy: np.round(xy, 6)))
    if isinstance(rounded, Polygon):
        return orient(rounded)
    return MultiPolygon([orient(part) for part in rounded.geoms])


@dataclass(frozen=True)
class Boundaries:
    """The areas of one year in degrees, by code; water apart."""

    buurten: dict[str, Shape]
    wijken: dict[str, Shape]
    municipality: Shape
    water: Shape


def boundaries(year: int) -> Boundaries:
    """The boundaries of a year: those of 2019 hold until 2020, those of 2021 from then on."""
    land, river = _faces(year)
    areas = {code: _clean(shapely.coverage_union_all(parts)) for code, parts in _assign(land, year).items()}
    buurten = {buurt.code: areas[buurt.code] for buurt in BUURTEN}
    wijken = {
        wijk.code: _clean(shapely.coverage_union_all([buurten[b.code] for b in BUURTEN if b.wijk == wijk.code]))
        for wijk in WIJKEN
    }
    municipality = _clean(shapely.coverage_union_all(list(wijken.values())))
    return Boundaries(buurten, wijken, municipality, _clean(shapely.coverage_union_all(river)))
