"""How PDOK's WFS 2.0 answers GetFeature: pages by startIndex, fes filters, and a CQL_FILTER that does nothing."""

import json
import re
from collections.abc import Callable, Mapping, Sequence
from typing import Any
from uuid import NAMESPACE_URL, uuid5
from xml.etree import ElementTree
from xml.sax.saxutils import escape

from shapely import box, total_bounds
from shapely.geometry import shape

from .municipality import Feature
from .rd import from_wgs84, to_wgs84
from .server import RefusedError, Reply

_MAXIMUM_COUNT = 1000
_JSON_FORMATS = ("application/json", "json", "application/json; subtype=geojson")
_RD = {"EPSG:28992", "urn:ogc:def:crs:EPSG::28992"}
_WGS84 = {"EPSG:4326", "urn:ogc:def:crs:EPSG::4326"}


def get_feature(year: int, layers: Mapping[str, Sequence[Feature]], options: Mapping[str, str]) -> Reply:
    """The reply to a GetFeature request (parameter names in any case); raises RefusedError 400."""
    options = {name.upper(): value for name, value in options.items()}
    if options.get("SERVICE", "").upper() != "WFS" or options.get("REQUEST", "").lower() != "getfeature":
        raise RefusedError(400, "Only service=WFS with request=GetFeature is served by this stand-in.")
    layer = options.get("TYPENAMES", options.get("TYPENAME", "")).removeprefix("wijkenbuurten:")
    if layer not in layers:
        raise RefusedError(400, f"TYPENAME '{layer}' doesn't exist in this server.")
    srs = options.get("SRSNAME", "EPSG:28992")
    if srs not in _RD | _WGS84:
        raise RefusedError(400, f"Invalid SRSNAME '{srs}'.")
    features = [_feature(year, layer, number, feature) for number, feature in enumerate(layers[layer])]
    passes, overlaps = _fes_filter(options.get("FILTER")), _box_filter(options.get("BBOX"))
    features = [feature for feature in features if passes(feature["properties"]) and overlaps(feature["geometry"])]
    start, count = _number(options, "STARTINDEX", 0), _number(options, "COUNT", _MAXIMUM_COUNT)
    page = features[start : start + min(count, _MAXIMUM_COUNT)]
    if options.get("OUTPUTFORMAT") not in _JSON_FORMATS:
        return _gml(len(features))
    return _geojson(layer, len(features), page, srs in _RD)


def no_features(options: Mapping[str, str]) -> Reply:
    """A collection without a single feature."""
    layer = next((value for name, value in options.items() if name.upper() == "TYPENAMES"), "")
    return _geojson(layer.removeprefix("wijkenbuurten:"), 0, [], False)


def exception_report(refusal: RefusedError) -> Reply:
    """A refusal as WFS says it."""
    code = "InvalidParameterValue" if refusal.status == 400 else "NoApplicableCode"
    text = (
        '<?xml version="1.0" encoding="UTF-8"?><ows:ExceptionReport xmlns:ows="http://www.opengis.net/ows/1.1" '
        f'version="2.0.0"><ows:Exception exceptionCode="{code}"><ows:ExceptionText>{escape(refusal.message)}'
        "</ows:ExceptionText></ows:Exception></ows:ExceptionReport>"
    )
    return Reply(text.encode(), "text/xml; charset=UTF-8", refusal.status)


def _feature(year: int, layer: str, number: int, feature: Feature) -> Feature:
    """The feature with WFS's identifier and its camelCase names."""
    names = {name: re.sub(r"_([a-z0-9])", lambda found: found[1].upper(), name) for name in feature["properties"]}
    return {
        "type": "Feature",
        "id": f"{layer}.{uuid5(NAMESPACE_URL, f'{year}/{layer}/{number}')}",
        "properties": {names[name]: value for name, value in feature["properties"].items()},
        "geometry": feature["geometry"],
    }


def _fes_filter(text: str | None) -> Callable[[Mapping[str, Any]], bool]:
    """The test of a filter of one PropertyIsEqualTo, of FES 2.0 or of the older OGC form."""
    if not text:
        return lambda properties: True
    try:
        root = ElementTree.fromstring(text)
    except ElementTree.ParseError as error:
        raise RefusedError(400, f"Invalid or Unsupported FILTER: {error}") from None
    parts = {element.tag.rpartition("}")[2]: (element.text or "").strip() for element in root.iter()}
    name = parts.get("ValueReference", parts.get("PropertyName", "")).rpartition(":")[2]
    if "PropertyIsEqualTo" not in parts or len(parts) != 4:
        raise RefusedError(400, "Invalid or Unsupported FILTER: only one PropertyIsEqualTo is served by this stand-in.")
    return lambda properties: str(properties.get(name)) == parts["Literal"]


def _box_filter(text: str | None) -> Callable[[Mapping[str, Any]], bool]:
    """The test of a bbox; with the urn of EPSG:4326 it is written latitude first, without a CRS it is in metres."""
    if not text:
        return lambda geometry: True
    *values, last = text.split(",")
    srs = last if len(values) == 4 else "EPSG:28992"
    try:
        a, b, c, d = (float(value) for value in (values if len(values) == 4 else [*values, last]))
    except ValueError:
        raise RefusedError(400, f"Invalid BBOX '{text}'.") from None
    if srs not in _RD | _WGS84:
        raise RefusedError(400, f"Invalid CRS '{srs}' of BBOX.")
    area = box(b, a, d, c) if srs == "urn:ogc:def:crs:EPSG::4326" else box(a, b, c, d)
    wgs84 = to_wgs84(area) if srs in _RD else area
    return lambda geometry: bool(shape(geometry).intersects(wgs84))


def _number(options: Mapping[str, str], name: str, default: int) -> int:
    text = options.get(name, str(default))
    if not text.isdecimal():
        raise RefusedError(400, f"Invalid {name} '{text}'.")
    return int(text)


def _geojson(layer: str, matched: int, features: Sequence[Feature], is_rd: bool) -> Reply:
    content: dict[str, Any] = {"type": "FeatureCollection", "numberMatched": matched, "name": layer}
    if is_rd:
        content["crs"] = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::28992"}}
    placed = []
    for feature in features:
        geometry = from_wgs84(feature["geometry"]) if is_rd else feature["geometry"]
        head = {name: feature[name] for name in ("type", "id", "properties")}
        placed.append({**head, "bbox": list(shape(geometry).bounds), "geometry": geometry})
    content["features"] = placed
    if placed:
        content["bbox"] = total_bounds([shape(feature["geometry"]) for feature in placed]).tolist()
    return Reply(json.dumps(content, ensure_ascii=False).encode(), "application/json; charset=UTF-8")


def _gml(matched: int) -> Reply:
    """What a client gets that forgets outputFormat: a GML collection, here without its members."""
    text = (
        '<?xml version="1.0" encoding="UTF-8"?><wfs:FeatureCollection xmlns:wfs="http://www.opengis.net/wfs/2.0" '
        f'numberMatched="{matched}" numberReturned="0"/>'
    )
    return Reply(text.encode(), "application/gml+xml; version=3.2")
