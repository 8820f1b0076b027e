"""Boundaries of gemeenten, wijken and buurten, from PDOK or from a file: mended, and simplified without gaps."""

import re
import zlib
from collections.abc import Callable, Iterator, Sequence
from functools import partial
from io import BytesIO
from pathlib import Path, PurePosixPath
from stat import S_ISLNK
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urljoin, urlsplit
from zipfile import BadZipFile, ZipFile

import geopandas as gpd
import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pyogrio
import shapely
from pyogrio.errors import CRSError
from pyproj.exceptions import ProjError
from shapely.errors import ShapelyError

from loaders.http import NotFound, address_of, get_json
from model.catalogue import Source
from model.delivery import BOUNDARY, Delivery, Progress, Received, no_progress
from model.findings import Finding, FindingLevel, Refusal, incomplete, not_data, refused_rows
from model.region import Level, normalise_code
from settings import Settings

Shapes = npt.NDArray[np.object_]

SOURCE = "grenzen"
LAYERS = {"gemeenten": Level.MUNICIPALITY, "wijken": Level.WIJK, "buurten": Level.BUURT}
FINEST_TOLERANCE_M = 5.0
MOST_POINTS = 600_000
"""A level with more points is simplified further, twice the tolerance each time: at most about 15 MB of GeoJSON."""

_PAGE = 1000
_MOST_UNPACKED = 2_000_000_000
_MOST_MEMBERS = 1_000
_WGS84, _RD = "EPSG:4326", "EPSG:28992"
_RD_BOX = (0, 300_000, 300_000, 620_000)
_NETHERLANDS_BOX = (1, 49, 9, 56)
_LEVELS = {"BU": Level.BUURT, "WK": Level.WIJK, "GM": Level.MUNICIPALITY}
_CODE_NAMES = ("buurtcode", "bucode", "wijkcode", "wkcode", "gemeentecode", "gmcode", "statcode", "code", "jrstatcode")
_NAME_NAMES = {
    Level.BUURT: ("buurtnaam", "bunaam", "statnaam", "naam", "name"),
    Level.WIJK: ("wijknaam", "wknaam", "statnaam", "naam", "name"),
    Level.MUNICIPALITY: ("gemeentenaam", "gmnaam", "statnaam", "naam", "name"),
}
_YEAR = re.compile(r"(?:19|20)\d\d(?=[A-Z])")
_ABROAD = r"(?:GM|WK|BU)0998"
_WATER_CODE = r"BU\d{4}999[78]"
_SHAPEFILE = (".shp", ".shx", ".dbf", ".prj", ".cpg")
_READABLE = (".shp", ".gpkg", ".geojson", ".json")
_UNREADABLE = (BadZipFile, zlib.error, EOFError, OSError, RuntimeError, ValueError, NameError, ShapelyError)
"""What zipfile, pyogrio (RuntimeError; NameError for a .prj that is not text) and shapely raise for a damaged file."""


def fetch_boundaries(
    year: str, region: str | None, source: Source, settings: Settings, progress: Progress = no_progress
) -> Delivery:
    """The gemeenten, wijken and buurten of a year from PDOK: of one municipality, or of the country for None.

    Asks the OGC API (`source.address`), and when that gives nothing usable the WFS (`source.fallback`), with a remark.
    Raises Refusal when neither gives the areas.
    """
    table = f"wijken-en-buurten-{year}"
    title = f"{source.title} {year}"

    def load(address: str, pages: Callable[..., Iterator[dict[str, Any]]], findings: Sequence[Finding]) -> Delivery:
        host = urlsplit(address_of(address, settings)).netloc
        layers = []
        for place, layer in enumerate(LAYERS):
            fraction = 0.25 * place
            progress(f"{layer.capitalize()} ophalen bij {host}", fraction)

            def get(url: str, params: dict[str, str], fraction: float = fraction) -> dict[str, Any]:
                reply = get_json(url, params, settings, lambda step: progress(step, fraction))
                if not isinstance(reply.get("features"), list):
                    raise Refusal(not_data(host))
                return reply

            frames = [_frame(reply["features"], host) for reply in pages(address, year, region, layer, get)]
            if not any(map(len, frames)):
                raise Refusal(_not_there(year, region, host))
            layers.append(_joined(frames))
        progress("Grenzen controleren en vereenvoudigen", 0.75)
        return _deliver(layers, year, region, table, title, findings)

    try:
        delivery = load(source.address, _ogc_pages, ())
    except Refusal as first:
        if not source.fallback:
            raise
        try:
            delivery = load(source.fallback, _wfs_pages, [_second_service(table, source)])
        except NotFound as second:
            raise (Refusal(_no_such_year(year)) if isinstance(first, NotFound) else first) from second
    progress("Grenzen zijn opgehaald", 1.0)
    return delivery


def read_boundaries(
    content: bytes | Path, file_name: str, year: str, region: str | None, progress: Progress = no_progress
) -> Delivery:
    """The areas in a GeoPackage, a GeoJSON file or a zip with shapefiles: of one municipality, or all for None.

    Levels that are not in the file are made from the smaller ones. Raises Refusal when the file cannot be used.
    """
    progress(f"{file_name} lezen", 0.0)
    data = content.read_bytes() if isinstance(content, Path) else content
    if not data.strip():
        raise Refusal(_empty_file(file_name))
    try:
        suffix, layers = _read_layers(data)
    except (CRSError, ProjError) as error:
        raise Refusal(_unknown_crs(file_name)) from error
    except _UNREADABLE as error:
        raise Refusal(_unreadable_file(file_name)) from error
    progress("Grenzen controleren en vereenvoudigen", 0.4)
    received = Received(file_name, _MEDIA_TYPES[suffix], data)
    title = f"Wijk- en buurtkaart {year} uit {file_name}"
    delivery = _deliver(layers, year, region, file_name, title, (), [received])
    progress("Grenzen zijn gelezen", 1.0)
    return delivery


# PDOK


def _ogc_pages(
    address: str, year: str, region: str | None, layer: str, get: Callable[..., dict[str, Any]]
) -> Iterator[dict[str, Any]]:
    url: str | None = f"{address}/cbs/wijken-en-buurten-{year}/ogc/v1/collections/{layer}/items"
    params = {"f": "json", "limit": str(_PAGE)} | ({"gemeentecode": region} if region else {})
    asked: set[str] = set()
    while url:
        reply = get(url, params)
        if url in asked or (asked and not reply["features"]):
            raise Refusal(_not_all_pages(urlsplit(url).netloc))
        asked.add(url)
        yield reply
        links = [link["href"] for link in reply.get("links") or () if link.get("rel") == "next" and link.get("href")]
        url, params = urljoin(url, links[0]) if links else None, {}


def _wfs_pages(
    address: str, year: str, region: str | None, layer: str, get: Callable[..., dict[str, Any]]
) -> Iterator[dict[str, Any]]:
    params = {
        "service": "WFS",
        "version": "2.0.0",
        "request": "GetFeature",
        "typeNames": f"wijkenbuurten:{layer}",
        "outputFormat": "application/json",
        "srsName": _WGS84,
        "count": str(_PAGE),
    }
    if region:
        # PDOK's WFS does not act on CQL_FILTER, only on this.
        params["filter"] = (
            '<fes:Filter xmlns:fes="http://www.opengis.net/fes/2.0"><fes:PropertyIsEqualTo><fes:ValueReference>'
            f"gemeentecode</fes:ValueReference><fes:Literal>{region}</fes:Literal></fes:PropertyIsEqualTo></fes:Filter>"
        )
    received, count, matched = 0, _PAGE, 0
    while count == _PAGE:
        reply = get(f"{address}/cbs/wijkenbuurten/{year}/wfs/v1_0", params | {"startIndex": str(received)})
        yield reply
        count = len(reply["features"])
        received += count
        announced = reply.get("numberMatched")
        matched = max(matched, announced) if isinstance(announced, int) else matched
    if received < matched:
        raise Refusal(incomplete(layer, received, matched))


def _frame(features: list[Any], host: str) -> gpd.GeoDataFrame:
    try:
        return gpd.GeoDataFrame.from_features(features, crs=_WGS84) if features else gpd.GeoDataFrame()
    except (KeyError, TypeError, ValueError, AttributeError, ShapelyError) as error:
        raise Refusal(not_data(host)) from error


# Files

_MEDIA_TYPES = {
    ".zip": "application/zip",
    ".gpkg": "application/geopackage+sqlite3",
    ".geojson": "application/geo+json",
}


def _read_layers(data: bytes) -> tuple[str, list[gpd.GeoDataFrame]]:
    """The kind of file, told by its content and not by its name, and its layers.

    Only these kinds are let through, under names of our own: GDAL knows formats that point to other files.
    """
    with TemporaryDirectory() as folder:
        if data.startswith(b"PK"):
            suffix = ".zip"
            _unpack(data, Path(folder))
        elif data.startswith(b"SQLite format 3\0") or data[:100].lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"{"):
            suffix = ".gpkg" if data.startswith(b"SQLite") else ".geojson"
            Path(folder, f"0{suffix}").write_bytes(data)
        else:
            raise ValueError("neither a zip, nor a GeoPackage, nor JSON")
        paths = [path for path in sorted(Path(folder).iterdir()) if path.suffix in _READABLE]
        if not paths:
            raise ValueError("no layer in the zip")
        layers = [(path, name) for path in paths for name in pyogrio.list_layers(path)[:, 0]]
        frames = [pyogrio.read_dataframe(path, layer=name, on_invalid="fix") for path, name in layers]
    return suffix, [frame for frame in frames if isinstance(frame, gpd.GeoDataFrame)]


def _unpack(data: bytes, folder: Path) -> None:
    """Write the geographic members of a zip, numbered; parts of one shapefile keep one number."""
    with ZipFile(BytesIO(data)) as archive:
        members = [info for info in archive.infolist() if not PurePosixPath(info.filename).name.startswith(".")]
        if len(archive.infolist()) > _MOST_MEMBERS or sum(info.file_size for info in members) > _MOST_UNPACKED:
            raise ValueError("the zip has too many files, or is too large once unpacked")
        if any(S_ISLNK(info.external_attr >> 16) for info in archive.infolist()):
            raise ValueError("the zip has a link in it")
        numbers: dict[str, int] = {}
        for info in members:
            stem, dot, suffix = info.filename.lower().rpartition(".")
            if dot + suffix in {*_SHAPEFILE, *_READABLE}:
                number = numbers.setdefault(stem, len(numbers))
                (folder / f"{number}.{suffix}").write_bytes(archive.read(info))


# From layers to a delivery


def _deliver(
    layers: Sequence[gpd.GeoDataFrame],
    year: str,
    region: str | None,
    table: str,
    title: str,
    findings: Sequence[Finding],
    received: Sequence[Received] = (),
) -> Delivery:
    found = list(findings)
    rows_in = sum(map(len, layers))
    if not rows_in:
        raise Refusal(_empty_file(table))
    rows = _joined([_areas(layer, number, table, found) for number, layer in enumerate(layers)])
    if rows["code"].isna().all():
        raise Refusal(_no_codes(table))
    if rows.geometry.isna().all():
        raise Refusal(_no_polygons(table))
    years = set(rows["year"].dropna())
    if years and year not in years:
        found.append(_other_year(table, year, max(years)))
    rows = _land_of(rows, region, table, found)
    accepted = len(rows)
    if rows["is_mended"].any():
        found.append(_was_mended(int(rows["is_mended"].sum()), table))
    rows = _with_missing_levels(_one_row_each(rows, table, found), table, found)
    outlines = _outlines(rows, table, found)
    boundaries = pa.table(
        {
            "period": [year] * len(rows),
            "region": rows["code"].tolist(),
            "name": rows["name"].tolist(),
            "geometry": shapely.to_wkb(rows.geometry.to_numpy()),
            "outline": shapely.to_wkb(outlines),
        },
        schema=BOUNDARY,
    )
    return Delivery(
        source=SOURCE,
        table_id=table,
        title=title,
        period=year,
        published="",
        rows_in=rows_in,
        rows_accepted=accepted,
        rows_refused=rows_in - accepted,
        boundaries=boundaries,
        received=received,
        findings=found,
    )


def _areas(layer: gpd.GeoDataFrame, number: int, table: str, found: list[Finding]) -> gpd.GeoDataFrame:
    """A layer in our own columns, as valid polygons in WGS84; without a code column or a polygon those stay empty."""
    columns: dict[str, str] = {}
    for column in layer.columns.drop(layer.active_geometry_name, errors="ignore"):
        columns.setdefault(_spelling(column), column)
    codes = _codes(layer, columns)
    level = next((level for prefix, level in _LEVELS.items() if codes.str.startswith(prefix, na=False).any()), None)

    def text(*names: str) -> "pd.Series[str]":
        column = next((columns[name[:10]] for name in names if name[:10] in columns), None)
        values = layer[column] if column else pd.Series(None, index=layer.index, dtype="str")
        return values.astype("str").str.strip().replace("", None)

    polygons = _polygons(layer.geometry.to_numpy()) if layer.active_geometry_name else np.full(len(layer), None)
    if level and not shapely.is_missing(polygons).all():
        polygons = _placed(polygons, layer.crs, table, found)
    is_broken = ~shapely.is_missing(polygons) & ~shapely.is_valid(polygons)
    polygons[is_broken] = shapely.make_valid(polygons[is_broken], method="structure", keep_collapsed=False)
    polygons[shapely.is_empty(polygons)] = None
    names = text(*_NAME_NAMES[level]) if level else text()
    return gpd.GeoDataFrame(
        {
            "code": codes,
            "name": names.fillna(codes),
            "level": codes.str[:2].map(_LEVELS),
            "municipality": "GM" + codes.str[2:6],
            "wijk_name": text("wijknaam", "wknaam"),
            "municipality_name": text("gemeentenaam", "gmnaam"),
            "water": text("water", "h2o").str.upper().fillna("NEE"),
            "year": text("jrstatcode", "jaar").str[:4],
            "is_mended": is_broken,
            "layer": number,
        },
        geometry=polygons,
        crs=_WGS84,
    )


def _spelling(column: str) -> str:
    """One spelling for buurt_code, buurtCode, BUURTCODE and buurtcode_2024; shapefiles keep ten characters."""
    return re.sub(r"[^a-z0-9]", "", column.lower()).rstrip("0123456789")[:10]


def _codes(layer: gpd.GeoDataFrame, columns: dict[str, str]) -> "pd.Series[str]":
    """The codes of the smallest areas that a column holds, all empty without such a column.

    A column counts by its content, and its name decides between columns that hold the same level.
    """
    known = [name[:10] for name in _CODE_NAMES]
    best = pd.Series(None, index=layer.index, dtype="str")
    best_rank = (len(_LEVELS), 0)
    for spelling, column in columns.items():
        if pd.api.types.is_numeric_dtype(layer[column]):
            continue
        codes = pd.Series([_code(value) for value in layer[column]], index=layer.index, dtype="str")
        prefixes = set(codes.dropna().str[:2])
        level = next((place for place, prefix in enumerate(_LEVELS) if prefix in prefixes), len(_LEVELS))
        rank = (level, known.index(spelling) if spelling in known else len(known))
        if rank < best_rank and codes.notna().sum() >= layer[column].notna().sum() / 2:
            best, best_rank = codes, rank
    return best


def _code(value: object) -> str | None:
    code = normalise_code(_YEAR.sub("", value.strip().upper())) if isinstance(value, str) else None
    return code if code and code[:2] in _LEVELS else None


def _polygons(geometry: Shapes) -> Shapes:
    """Of each shape its polygons in two dimensions, as one multipolygon; None when it has none."""
    parts, rows = shapely.get_parts(shapely.force_2d(geometry), return_index=True)
    parts, inner = shapely.get_parts(parts, return_index=True)
    is_polygon = (shapely.get_type_id(parts) == shapely.GeometryType.POLYGON) & ~shapely.is_empty(parts)
    polygons = np.full(len(geometry), None)
    shapely.multipolygons(parts[is_polygon], indices=rows[inner][is_polygon], out=polygons)
    return polygons


def _placed(polygons: Shapes, crs: Any, table: str, found: list[Finding]) -> Shapes:
    """The polygons in WGS84. Coordinates that cannot be degrees but can be Rijksdriehoek are taken as that."""
    series = gpd.GeoSeries(polygons, crs=crs)
    if (crs is None or crs.is_geographic) and not _lies_in(series, (-180, -90, 180, 90)):
        if not _lies_in(series, _RD_BOX):
            raise Refusal(_unknown_crs(table))
        found.append(_taken_as_rd(table))
        series = series.set_crs(_RD, allow_override=True)
    try:
        series = series.set_crs(series.crs or _WGS84).to_crs(_WGS84)
    except ProjError as error:
        raise Refusal(_unknown_crs(table)) from error
    if not _lies_in(series, _NETHERLANDS_BOX):
        raise Refusal(_unknown_crs(table))
    placed: Shapes = series.to_numpy().copy()
    return placed


def _lies_in(series: gpd.GeoSeries, box: tuple[float, float, float, float]) -> bool:
    """Whether the middle of most shapes lies in the box; a single stray shape does not count."""
    west, south, east, north = np.nanmedian(series.bounds.to_numpy(), axis=0)
    return bool(box[0] <= (west + east) / 2 <= box[2] and box[1] <= (south + north) / 2 <= box[3])


def _land_of(rows: gpd.GeoDataFrame, region: str | None, table: str, found: list[Finding]) -> gpd.GeoDataFrame:
    """The rows that can be used, with a finding for each reason why others cannot. Raises Refusal for none."""
    reasons: list[tuple[Callable[[gpd.GeoDataFrame], Any], Callable[[int, str], Finding]]] = [
        (lambda rows: rows["code"].isna(), lambda count, table: refused_rows(count, table, "")),
        (lambda rows: rows.geometry.isna(), _without_polygon),
        (lambda rows: rows["code"].str.match(_ABROAD) | (rows["water"] == "B"), _abroad),
        (lambda rows: (rows["water"] != "NEE") | rows["code"].str.fullmatch(_WATER_CODE), _water),
        (lambda rows: rows["layer"] != rows.groupby("code")["layer"].transform("first"), _second_layer),
    ]
    for is_out, finding in reasons:
        out = is_out(rows)
        if out.any():
            found.append(finding(int(out.sum()), table))
            rows = rows[~out]
    if rows.empty:
        raise Refusal(_nothing_on_land(table))
    if region:
        out = rows["municipality"] != region
        if out.all():
            raise Refusal(_other_municipality(table, region, rows["municipality"].unique().tolist()))
        if out.any():
            found.append(_other_municipalities(int(out.sum()), table, region))
            rows = rows[~out]
    return rows.reset_index(drop=True)


def _one_row_each(rows: gpd.GeoDataFrame, table: str, found: list[Finding]) -> gpd.GeoDataFrame:
    is_double = rows["code"].duplicated(keep=False)
    if not is_double.any():
        return rows
    merged = rows[is_double].dissolve("code", as_index=False)
    found.append(_merged(len(merged), table, merged["code"].iloc[0]))
    return _joined([rows[~is_double], merged])


def _with_missing_levels(rows: gpd.GeoDataFrame, table: str, found: list[Finding]) -> gpd.GeoDataFrame:
    """The rows from large to small, with wijken and gemeenten that are not there made from what lies in them."""
    rows["parent"] = np.where(rows["level"] == Level.BUURT, "WK" + rows["code"].str[2:8], rows["municipality"])
    for level, child in ((Level.WIJK, Level.BUURT), (Level.MUNICIPALITY, Level.WIJK)):
        orphans = rows[(rows["level"] == child) & ~rows["parent"].isin(rows["code"])]
        if orphans.empty:
            continue
        made = orphans.drop(columns="code").dissolve("parent", as_index=False).rename(columns={"parent": "code"})
        made["level"], made["parent"] = level, made["municipality"]
        made["name"] = (
            made["wijk_name"].fillna("Wijk " + made["code"].str[-2:])
            if level is Level.WIJK
            else made["municipality_name"].fillna(made["code"])
        )
        found.append(_made(level, child, table))
        rows = _joined([rows, made])
    order = rows["level"].map({level: place for place, level in enumerate(LAYERS.values())})
    return rows.assign(order=order).sort_values(["order", "code"], ignore_index=True)


def _joined(frames: Sequence[gpd.GeoDataFrame]) -> gpd.GeoDataFrame:
    return pd.concat([frame for frame in frames if len(frame)], ignore_index=True)


# Simplification


def _outlines(rows: gpd.GeoDataFrame, table: str, found: list[Finding]) -> Shapes:
    """The shapes for the map, simplified together so that neighbours still touch.

    A level whose areas are exactly filled by those of the level below is made from those outlines, so that it fits.
    """
    outlines = np.full(len(rows), None)
    finer = rows.iloc[:0]
    for level in reversed(LAYERS.values()):
        here = (rows["level"] == level).to_numpy()
        areas = rows[here]
        if _is_filled(areas, finer):
            inside = gpd.GeoDataFrame({"parent": finer["parent"]}, geometry=outlines[finer.index], crs=_WGS84)
            outlines[here] = inside.dissolve("parent").geometry.reindex(areas["code"]).to_numpy()
        elif here.any():
            outlines[here] = _simplified(areas.geometry, level, table, found)
        finer = areas
    return outlines


def _is_filled(areas: gpd.GeoDataFrame, finer: gpd.GeoDataFrame) -> bool:
    inside = pd.Series(shapely.area(finer.geometry.to_numpy()), index=finer["parent"]).groupby(level=0).sum()
    whole = pd.Series(shapely.area(areas.geometry.to_numpy()), index=areas["code"])
    return len(whole) > 0 and set(inside.index) == set(whole.index) and np.allclose(inside[whole.index], whole, 1e-3, 0)


def _simplified(series: gpd.GeoSeries, level: Level, table: str, found: list[Finding]) -> Shapes:
    metres = series.to_crs(_RD).to_numpy()
    if not shapely.coverage_is_valid(metres):
        found.append(_overlap(level, table))
        clean = shapely.coverage_clean(metres)
        metres = np.where(shapely.is_empty(clean), metres, clean)
    tolerance = FINEST_TOLERANCE_M
    metres = shapely.coverage_simplify(metres, tolerance)
    while shapely.get_num_coordinates(metres).sum() > MOST_POINTS:
        tolerance *= 2
        metres = shapely.coverage_simplify(metres, tolerance)
    if tolerance > FINEST_TOLERANCE_M:
        found.append(_coarser(level, table, tolerance))
    return _rounded(gpd.GeoSeries(metres, crs=_RD).to_crs(_WGS84).to_numpy())


def _rounded(outlines: Shapes) -> Shapes:
    """The outlines with as few decimals (5 is about a metre) as leave them whole and without overlap."""
    for decimals in (5, 6, 7):
        rounded: Shapes = shapely.transform(outlines, partial(np.round, decimals=decimals))
        if shapely.is_valid(rounded).all() and shapely.coverage_is_valid(rounded):
            return np.asarray(shapely.remove_repeated_points(rounded))
    return np.asarray(shapely.make_valid(outlines, method="structure", keep_collapsed=False))


# What the officer reads


def _finding(level: FindingLevel, message: str, table: str) -> Finding:
    return Finding(level, message, file=table)


_remark = partial(_finding, FindingLevel.REMARK)
_warning = partial(_finding, FindingLevel.WARNING)


def _not_there(year: str, region: str | None, host: str) -> str:
    return (
        f"{host} geeft geen grenzen van {region or 'Nederland'} voor {year}. Waarschijnlijk bestond de gemeente toen "
        "niet, of is de kaart nog niet gevuld. Kies een ander jaar; de grenzen die er waren, staan er nog."
    )


def _no_such_year(year: str) -> str:
    return f"PDOK heeft geen wijk- en buurtkaart van {year}. Kies een ander jaar, of lees een eigen bestand in."


def _not_all_pages(host: str) -> str:
    return f"{host} gaf maar een deel van de gebieden. Er is niets geladen; probeer het later opnieuw."


def _empty_file(file: str) -> str:
    return f"{file} is leeg: er staan geen gebieden in. Controleer of het bestand goed is opgeslagen of gedownload."


def _unreadable_file(file: str) -> str:
    return (
        f"{file} kan niet worden gelezen. Startfoto leest een GeoPackage (.gpkg), een GeoJSON-bestand of een "
        "shapefile in één zip (.shp, .shx, .dbf en .prj samen). Bewaar het bestand in een van deze vormen."
    )


def _no_codes(file: str) -> str:
    return (
        f"In dit bestand staat geen kolom met gebiedscodes ({file}). Startfoto koppelt grenzen aan cijfers met codes "
        "als GM0308, WK030800 of BU03080000, niet met namen. Neem de wijk- en buurtkaart van het CBS of voeg codes toe."
    )


def _no_polygons(file: str) -> str:
    return f"{file} bevat geen vlakken, alleen punten, lijnen of tabellen. Kies het bestand met de grenzen zelf."


def _unknown_crs(file: str) -> str:
    return (
        f"De coördinaten in {file} liggen niet in Nederland; waarschijnlijk is het coördinatenstelsel onbekend of "
        "verkeerd. Bewaar het bestand opnieuw in WGS84 (EPSG:4326) of Rijksdriehoek (EPSG:28992)."
    )


def _nothing_on_land(file: str) -> str:
    return f"{file} bevat geen gebieden op het land van Nederland. Controleer of dit het goede bestand is."


def _other_municipality(file: str, region: str, others: Sequence[str]) -> str:
    more = " en andere" if len(others) > 1 else ""
    return f"{file} bevat geen gebieden van {region}, wel van {others[0]}{more}. Kies het bestand van uw gemeente."


def _second_service(table: str, source: Source) -> Finding:
    first, second = urlsplit(source.address).netloc, urlsplit(source.fallback).netloc
    return _remark(f"{first} werkte niet; de grenzen zijn opgehaald bij de tweede dienst van PDOK, {second}.", table)


def _other_year(table: str, asked: str, found: str) -> Finding:
    message = f"{table} bevat volgens de codes de grenzen van {found}, niet van {asked}. Kies het jaar dat erbij hoort."
    return Finding(FindingLevel.WARNING, message, file=table, found=found, expected=asked)


def _taken_as_rd(table: str) -> Finding:
    return _remark("De coördinaten zijn geen graden; ze zijn gelezen als Rijksdriehoek (EPSG:28992).", table)


def _without_polygon(count: int, table: str) -> Finding:
    return _warning(f"Rijen zonder vlak, overgeslagen: {count}.", table)


def _abroad(count: int, table: str) -> Finding:
    return _remark(f"Rijen met buitenland, weggelaten: {count}.", table)


def _water(count: int, table: str) -> Finding:
    return _remark(f"Rijen met water, weggelaten: {count}.", table)


def _second_layer(count: int, table: str) -> Finding:
    return _remark(f"Rijen van gebieden die al in een eerdere laag staan, overgeslagen: {count}.", table)


def _other_municipalities(count: int, table: str, region: str) -> Finding:
    return _remark(f"Rijen van andere gemeenten dan {region}, overgeslagen: {count}.", table)


def _was_mended(count: int, table: str) -> Finding:
    return _remark(f"Vlakken met een fout in hun grens (een lus of kruising), hersteld: {count}.", table)


def _merged(count: int, table: str, example: str) -> Finding:
    return Finding(
        FindingLevel.REMARK,
        f"Gebieden die in meer dan één rij stonden, samengevoegd: {count}.",
        file=table,
        found=example,
    )


def _made(level: Level, child: Level, table: str) -> Finding:
    return _remark(f"De {level.plural} staan er niet allemaal in; ze zijn gemaakt uit de {child.plural}.", table)


def _overlap(level: Level, table: str) -> Finding:
    return _remark(
        f"De {level.plural} overlappen elkaar of sluiten niet precies aan; voor de kaart is dat gladgestreken.", table
    )


def _coarser(level: Level, table: str, tolerance: float) -> Finding:
    return _remark(
        f"Omdat het er zo veel zijn, zijn de grenzen van de {level.plural} voor de kaart vereenvoudigd tot ongeveer "
        f"{tolerance:.0f} meter.",
        table,
    )
