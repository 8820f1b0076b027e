"""A small made-up municipality: wijken and buurten whose polygons share their borders exactly."""

from collections.abc import Iterable, Mapping
from math import cos, pi, sin, sqrt
from typing import Any

from shapely import MultiPoint, MultiPolygon, Point, Polygon, polygonize, union_all, voronoi_polygons
from shapely.geometry import mapping

Feature = dict[str, Any]
Layers = dict[str, list[Feature]]

SECRET = -99997
NOT_PUBLISHED = -99995
_FIRST = ["Eike", "Linde", "Beuken", "Wilgen", "Elzen", "Essen", "Iepen", "Berken", "Popel", "Kastanje"]
_LAST = ["hof", "veld", "kamp", "dal", "horst", "donk"]


def sample_municipality(
    code: str = "GM9001",
    name: str = "Vinkenhoven",
    *,
    wijken: int = 2,
    buurten: int = 3,
    year: int = 2024,
    centre: tuple[float, float] = (5.4, 52.1),
) -> Layers:
    """The layers gemeenten, wijken and buurten of a municipality with so many wijken, and buurten in each wijk.

    WGS84 multipolygons with PDOK's snake_case attributes. Each layer ends with one water row ('JA'). The last buurt
    has secret inhabitants, and nothing has a published home value.
    """
    cells = _cells(wijken * buurten + 1, centre)
    gemeente = {"gemeentecode": code, "gemeentenaam": name}
    digits = code[2:]

    def feature(
        area_code: str, own: Mapping[str, str], inside: list[Polygon], people: int, water: str = "NEE"
    ) -> Feature:
        return _feature({**own, **gemeente, "water": water}, people, f"{year}{area_code}", year, inside)

    layers: Layers = {"gemeenten": [feature(code, {}, cells[:-1], 400 * len(cells))], "wijken": [], "buurten": []}
    for wijk in range(wijken):
        wijk_code = f"WK{digits}{wijk:02}"
        inside = cells[wijk * buurten : (wijk + 1) * buurten]
        names = {"wijkcode": wijk_code, "wijknaam": f"Wijk {wijk:02} {_FIRST[wijk % len(_FIRST)]}land"}
        layers["wijken"].append(feature(wijk_code, names, inside, 400 * buurten))
        for buurt, cell in enumerate(inside):
            place = wijk * buurten + buurt
            buurt_code = f"{wijk_code.replace('WK', 'BU')}{buurt:02}"
            names = {"buurtcode": buurt_code, "buurtnaam": _buurt_name(place), "wijkcode": wijk_code}
            people = SECRET if place == wijken * buurten - 1 else 100 + 50 * place
            layers["buurten"].append(feature(buurt_code, names, [cell], people))
    wijk_code, buurt_code = f"WK{digits}99", f"BU{digits}9997"
    wet = {
        "gemeenten": (code, {}),
        "wijken": (wijk_code, {"wijkcode": wijk_code, "wijknaam": "Plas"}),
        "buurten": (buurt_code, {"buurtcode": buurt_code, "buurtnaam": "Plas", "wijkcode": wijk_code}),
    }
    for layer, (area_code, names) in wet.items():
        layers[layer].append(feature(area_code, names, cells[-1:], NOT_PUBLISHED, "JA"))
    return layers


def merge(*municipalities: Layers) -> Layers:
    """Several municipalities in one set of layers."""
    return {layer: [f for one in municipalities for f in one[layer]] for layer in municipalities[0]}


def region_list(layers: Mapping[str, Iterable[Feature]]) -> list[tuple[str, str]]:
    """The land areas as (code, name) pairs for a KWB table, in its order: each area before those inside it."""
    areas = []
    for layer, word in (("gemeenten", "gemeente"), ("wijken", "wijk"), ("buurten", "buurt")):
        rows = (feature["properties"] for feature in layers[layer])
        areas += [(row[f"{word}code"], row[f"{word}naam"]) for row in rows if row["water"] == "NEE"]
    return [("NL00", "Nederland"), *sorted(areas, key=lambda area: (area[0][2:], area[0]))]


def _cells(count: int, centre: tuple[float, float]) -> list[Polygon]:
    """Irregular cells that fill an oval, from west to east; their corners are the same numbers on both sides."""
    x0, y0 = centre
    turn = pi * (3 - sqrt(5))

    def place(share: float, angle: float) -> Point:
        return Point(x0 + 0.06 * share * cos(angle), y0 + 0.04 * share * sin(angle))

    seeds = sorted((place(sqrt((i + 0.5) / count) * 0.9, i * turn) for i in range(count)), key=lambda seed: seed.x)
    edge = Polygon([place(1 + 0.05 * (i % 2), i * pi / 9) for i in range(18)]).convex_hull
    lines = voronoi_polygons(MultiPoint(seeds), extend_to=edge, only_edges=True)
    faces = polygonize([union_all([lines, edge.boundary])]).geoms
    return [next(face for face in faces if face.contains(seed)) for seed in seeds]


def _feature(own: Mapping[str, str], people: int, jrstatcode: str, year: int, cells: list[Polygon]) -> Feature:
    shape = union_all(cells)
    whole = shape if isinstance(shape, MultiPolygon) else MultiPolygon([shape])
    figures = {
        "aantal_inwoners": people,
        "percentage_personen_0_tot_15_jaar": people if people < 0 else 15 + people % 7,
        "gemiddelde_woningwaarde": NOT_PUBLISHED,
    }
    properties = {**own, **figures, "jrstatcode": jrstatcode, "jaar": year}
    return {"type": "Feature", "properties": properties, "geometry": mapping(whole)}


def _buurt_name(place: int) -> str:
    round_, first = divmod(place, len(_FIRST))
    return _FIRST[first] + _LAST[round_ % len(_LAST)] + (f" {round_ // len(_LAST) + 1}" if round_ >= len(_LAST) else "")
