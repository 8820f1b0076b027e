"""How PDOK's OGC API Features answers a request for items: pages by cursor, problems as JSON."""

import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from binascii import Error as Base64Error
from collections.abc import Mapping, Sequence
from datetime import UTC, datetime
from http import HTTPStatus
from typing import Any
from urllib.parse import urlencode

from shapely import box
from shapely.geometry import shape

from .municipality import Feature
from .rd import from_wgs84, to_wgs84
from .server import RefusedError, Reply

FEATURE_TYPE = "application/geo+json"
CRS84 = "http://www.opengis.net/def/crs/OGC/1.3/CRS84"
RD = "http://www.opengis.net/def/crs/EPSG/0/28992"
_CRS_PREFIX = "http://www.opengis.net/def/crs/"
_HONOURED = {"f", "limit", "cursor", "crs", "bbox", "bbox-crs"}
_KNOWN_ONLY = {"datetime", "filter", "filter-crs", "filter-lang", "profile"}
_FILTERS = {"gemeentecode"}
_DEFAULT_LIMIT = 10
_MAXIMUM_LIMIT = 1000


def items(url: str, options: Mapping[str, str], features: Sequence[Feature]) -> Reply:
    """The page of features that the options ask for; raises RefusedError 400 as gokoala words it."""
    for name in options:
        if name not in _HONOURED | _KNOWN_ONLY | _FILTERS:
            raise RefusedError(400, f"unknown query parameter(s) found: {name}")
        if name in _KNOWN_ONLY:
            raise RefusedError(400, f"{name} param is currently not supported for this collection")
    if options.get("f", "json") != "json":
        raise RefusedError(406, f"format '{options['f']}' is not supported")
    limit = _limit(options)
    is_rd = _is_rd(options, "crs")
    found = [(number, f) for number, f in enumerate(features, start=1) if _passes_filters(f, options)]
    found = _within_box(found, options)
    checksum = _checksum(options)
    start_fid = _decode_cursor(options.get("cursor", ""), checksum)
    start = next((place for place, (fid, _) in enumerate(found) if fid >= start_fid), len(found))
    page = found[start : start + limit]
    links = _links(url, options)
    if start + limit < len(found):
        links.append(_page_link(url, options, "next", found[start + limit][0], checksum))
    if start > 0:
        links.append(_page_link(url, options, "prev", found[max(0, start - limit)][0], checksum))
    content = _collection(links, [_item(feature, fid, is_rd) for fid, feature in page])
    headers = {"Content-Crs": f"<{options.get('crs') or CRS84}>"}
    return Reply(json.dumps(content, ensure_ascii=False).encode(), FEATURE_TYPE, headers=headers)


def no_items(url: str, options: Mapping[str, str]) -> Reply:
    """A page without a single feature."""
    content = _collection(_links(url, options), [])
    return Reply(json.dumps(content).encode(), FEATURE_TYPE, headers={"Content-Crs": f"<{CRS84}>"})


def problem(refusal: RefusedError) -> Reply:
    """A refusal as a problem document."""
    content = {
        "detail": refusal.message,
        "status": refusal.status,
        "timeStamp": _now(),
        "title": HTTPStatus(refusal.status).phrase,
    }
    return Reply(json.dumps(content).encode(), "application/problem+json", refusal.status)


def _limit(options: Mapping[str, str]) -> int:
    try:
        limit = int(options.get("limit") or _DEFAULT_LIMIT)
    except ValueError:
        raise RefusedError(400, "limit must be numeric") from None
    if limit < 0:
        raise RefusedError(400, "limit can't be negative")
    return min(limit, _MAXIMUM_LIMIT)


def _is_rd(options: Mapping[str, str], name: str) -> bool:
    crs = options.get(name) or CRS84
    if not crs.startswith(_CRS_PREFIX):
        raise RefusedError(400, f"{name} param should start with {_CRS_PREFIX}, got: {crs}")
    if crs not in (CRS84, RD):
        raise RefusedError(400, f"{name} {crs} is not one of the allowed values")
    return crs == RD


def _passes_filters(feature: Feature, options: Mapping[str, str]) -> bool:
    wanted = {name: options[name] for name in _FILTERS if options.get(name)}
    return all(feature["properties"].get(name) == value for name, value in wanted.items())


def _within_box(found: list[tuple[int, Feature]], options: Mapping[str, str]) -> list[tuple[int, Feature]]:
    is_rd = _is_rd(options, "bbox-crs")
    if not options.get("bbox"):
        return found
    values = options["bbox"].split(",")
    if len(values) != 4:
        raise RefusedError(400, "bbox should contain exactly 4 values separated by commas: minx,miny,maxx,maxy")
    try:
        area = box(*(float(value) for value in values))
    except ValueError as error:
        raise RefusedError(400, f"failed to parse value in bbox, error: {error}") from None
    if area.area <= 0:
        raise RefusedError(400, "bbox has no surface area")
    area = to_wgs84(area) if is_rd else area
    return [(fid, feature) for fid, feature in found if shape(feature["geometry"]).intersects(area)]


def _item(feature: Feature, fid: int, is_rd: bool) -> dict[str, Any]:
    geometry = from_wgs84(feature["geometry"]) if is_rd else feature["geometry"]
    return {"type": "Feature", "properties": feature["properties"], "geometry": geometry, "id": str(fid)}


def _collection(links: list[dict[str, str]], features: list[dict[str, Any]]) -> dict[str, Any]:
    return {
        "type": "FeatureCollection",
        "timeStamp": _now(),
        "links": links,
        "features": features,
        "numberReturned": len(features),
    }


def _links(url: str, options: Mapping[str, str]) -> list[dict[str, str]]:
    kinds = [
        ("self", "GeoJSON", FEATURE_TYPE, "json"),
        ("alternate", "JSON-FG", "application/vnd.ogc.fg+json", "jsonfg"),
        ("alternate", "HTML", "text/html", "html"),
    ]
    return [
        {"rel": rel, "title": f"This document as {title}", "type": kind, "href": _href(url, {**options, "f": f})}
        for rel, title, kind, f in kinds
    ]


def _page_link(url: str, options: Mapping[str, str], rel: str, fid: int, checksum: bytes) -> dict[str, str]:
    fid_bytes = fid.to_bytes((fid.bit_length() + 7) // 8, "big")
    cursor = f"{_base64(fid_bytes)}|{_base64(checksum)}"
    title = {"next": "Next page", "prev": "Previous page"}[rel]
    href = _href(url, {**options, "f": "json", "cursor": cursor})
    return {"rel": rel, "title": title, "type": FEATURE_TYPE, "href": href}


def _href(url: str, options: Mapping[str, str]) -> str:
    return f"{url}?{urlencode(sorted(options.items()))}"


def _checksum(options: Mapping[str, str]) -> bytes:
    """FNV-1a (32 bits) of the values of all parameters but f and cursor, sorted by name."""
    text = "".join(value for name, value in sorted(options.items()) if name not in ("f", "cursor"))
    total = 0x811C9DC5
    for byte in text.encode():
        total = (total ^ byte) * 0x01000193 & 0xFFFFFFFF
    return total.to_bytes(4, "big") if text else b""


def _decode_cursor(cursor: str, checksum: bytes) -> int:
    """The feature where the page starts; the first one when the cursor is unreadable or belongs to other filters."""
    fid, _, filters = cursor.partition("|")
    try:
        same = urlsafe_b64decode(filters + "==") == checksum
        return int.from_bytes(urlsafe_b64decode(fid + "=="), "big") if same else 0
    except (Base64Error, ValueError):
        return 0


def _base64(value: bytes) -> str:
    return urlsafe_b64encode(value).decode().rstrip("=")


def _now() -> str:
    return datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
