"""Where schools stand: asked of PDOK's Locatieserver by postcode and house number, or read from a list of places."""

import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

import pyarrow as pa
from pyproj import Transformer

from loaders.duo import SITE, column_name
from loaders.http import address_of, get_json
from model.catalogue import Source
from model.delivery import Progress, no_progress
from model.findings import Finding, Refusal, strange_answer
from model.region import Level, level_of, normalise_code
from model.school_findings import (
    address_ambiguous,
    address_failed,
    address_incomplete,
    address_not_found,
    locating_stopped,
    location_unreadable,
    not_locations,
)
from model.text_file import Line, TextFile
from settings import Settings

PATH = "/bzk/locatieserver/search/v3_1/free"
_FIELDS = "id,score,type,weergavenaam,postcode,huisnummer,huis_nlt,buurtcode,centroide_ll"
"""The Locatieserver refuses query options that it does not know, so only documented ones are sent."""
_ROWS = "50"
_INTERVAL_S = 0.1
_FAILURES_IN_A_ROW = 3
_POINT = re.compile(r"POINT ?\((-?\d+(?:\.\d+)?) (-?\d+(?:\.\d+)?)\)")
_POSTCODE = re.compile(r"([1-9][0-9]{3}) ?([A-Z]{2})")
_NUMBER = re.compile(r"([0-9]+)(.*)")
_NETHERLANDS = (3.0, 50.5, 7.5, 53.8)
_RD = (0.0, 300_000.0, 300_000.0, 625_000.0)
_TO_DEGREES = Transformer.from_crs("EPSG:28992", "EPSG:4326", always_xy=True)
_LON, _LAT = ("LON", "LONGITUDE", "LENGTEGRAAD", "GPS_LONGITUDE"), ("LAT", "LATITUDE", "BREEDTEGRAAD", "GPS_LATITUDE")
_X, _Y = ("X", "RD_X", "X_RD", "X_COORDINAAT"), ("Y", "RD_Y", "Y_RD", "Y_COORDINAAT")
_BUURT = ("BUURTCODE", "BUURT", "BU_CODE")


@dataclass(frozen=True)
class Place:
    """Where a school stands, in degrees, and in which buurt; what is not known is None, or empty."""

    lon: float | None = None
    lat: float | None = None
    buurt: str = ""


@dataclass(frozen=True)
class Places:
    """What was found out about where schools stand."""

    of_site: Mapping[str, Place]
    """Vestiging to place, of the schools whose place is known."""
    answers: Mapping[str, Place | None] = field(default_factory=dict)
    """Address to what the Locatieserver now answered; None for an address that it does not know. Keep them: what is
    handed over as `known` next time is not asked again."""
    findings: Sequence[Finding] = ()


def address_key(postcode: str, house_number: str) -> str:
    """An address as it is asked and remembered: `3741CS 5-A`; empty when there is no postcode or no house number."""
    code, number = _POSTCODE.fullmatch(postcode.strip().upper()), _NUMBER.fullmatch(house_number.strip().upper())
    return f"{code[1]}{code[2]} {number[0]}" if code and number else ""


def locate(
    schools: pa.Table,
    source: Source,
    settings: Settings,
    progress: Progress = no_progress,
    known: Mapping[str, Place | None] | None = None,
    interval_s: float = _INTERVAL_S,
) -> Places:
    """The places of schools (rows of `model.delivery.SCHOOL`), each address asked once and at most ten a second.

    The buurt is the one that the Locatieserver knows today, so its borders are those of this year. An address that is
    not found, is in doubt or cannot be asked gives a finding, and that school no place; after three failures in a row
    no more is asked. Never raises Refusal.
    """
    answers: dict[str, Place | None] = {}
    remembered = dict(known or {})
    places: dict[str, Place] = {}
    findings: list[Finding] = []
    rows = schools.to_pylist()
    asked, failures, not_asked = 0, 0, 0
    for number, school in enumerate(rows):
        shown = f"{school['postcode'] or ''} {school['house_number'] or ''}".strip()
        key = address_key(school["postcode"] or "", school["house_number"] or "")
        if not key:
            findings.append(address_incomplete(school["name"], shown))
            continue
        if key not in remembered:
            if failures == _FAILURES_IN_A_ROW:
                not_asked += 1
                continue
            if asked:
                time.sleep(interval_s)
            asked += 1
            progress(f"adressen opzoeken ({number + 1} van {len(rows)})", number / len(rows))
            try:
                found = _ask(key, source, settings)
            except Refusal as refusal:
                failures += 1
                findings.append(address_failed(school["name"], shown, str(refusal)))
                continue
            failures = 0
            if len(found) > 1:
                findings.append(address_ambiguous(school["name"], shown, len(found)))
                continue
            remembered[key] = answers[key] = found[0] if found else None
        answer = remembered[key]
        if answer is None:
            findings.append(address_not_found(school["name"], shown))
        else:
            places[school["vestiging"]] = answer
    if not_asked:
        findings.append(locating_stopped(not_asked, urlsplit(address_of(source.address, settings)).netloc))
    return Places(places, answers, findings)


def _ask(key: str, source: Source, settings: Settings) -> list[Place]:
    """The places that fit an address: none, one, or (in doubt) one for each buurt that they lie in.

    Options and names of fields are those of version 3.1 as its clients use them; `buurtcode` stands in the list of
    fields of the service itself. The search is one by relevance, so a hit counts only when its postcode and house
    number are the ones asked.
    """
    options = {"q": key, "fq": "type:adres", "fl": _FIELDS, "rows": _ROWS}
    reply = get_json(source.address + PATH, options, settings)
    postcode, _, asked = key.partition(" ")
    number, addition = _number(asked)
    try:
        hits = [
            hit
            for hit in reply["response"]["docs"]
            if hit.get("postcode") == postcode and str(hit.get("huisnummer")) == number
        ]
        same = [hit for hit in hits if _number(str(hit.get("huis_nlt", "")))[1] == addition]
        of_buurt: dict[str, Place] = {}
        for place in map(_place, same or hits):
            of_buurt.setdefault(place.buurt, place)
    except (KeyError, TypeError, AttributeError, ValueError) as error:
        raise Refusal(strange_answer(urlsplit(address_of(source.address, settings)).netloc)) from error
    return list(of_buurt.values())


def _number(text: str) -> tuple[str, str]:
    """A house number apart from what stands behind it, that without its dashes and blanks: `5-a` is ('5', 'A')."""
    found = _NUMBER.fullmatch(text.upper())
    return (found[1], re.sub(r"[^A-Z0-9]", "", found[2])) if found else ("", "")


def _place(hit: Mapping[str, Any]) -> Place:
    point = _POINT.fullmatch(str(hit["centroide_ll"]))
    if point is None:
        raise ValueError(f"no point: {hit['centroide_ll']!r}")
    return Place(float(point[1]), float(point[2]), _buurt(str(hit.get("buurtcode", ""))))


def _buurt(text: str) -> str:
    code = normalise_code(text)
    return code if code and level_of(code) is Level.BUURT else ""


def read_locations(file: TextFile) -> Places:
    """Places from a list: a vestigingscode with `lon` and `lat`, `x` and `y` (Rijksdriehoek, metres) or a buurtcode.

    Rows without any of them, or outside the Netherlands, are passed over with a finding. Raises Refusal when the list
    has no such columns, or no usable row.
    """
    for sheet in file.sheets:
        for start, line in enumerate(sheet.lines):
            names = [column_name(cell) for cell in line.cells]
            if set(SITE) & set(names):
                return _locations(file, names, sheet.lines[start + 1 :])
    raise Refusal(not_locations(file.name, "er is geen kolom vestigingscode"))


def _locations(file: TextFile, columns: Sequence[str], lines: Sequence[Line]) -> Places:
    name = file.name
    if not any(set(names) & set(columns) for names in (_LON, _X, _BUURT)):
        raise Refusal(not_locations(name, "er zijn geen kolommen met coördinaten of buurtcodes"))
    places: dict[str, Place] = {}
    findings: list[Finding] = [*file.findings]
    for line in lines:
        cells = dict(zip(columns, line.cells, strict=False))
        site = next((cells[one].upper() for one in SITE if cells.get(one)), "")
        found = _located(cells)
        if not re.fullmatch("[0-9]{2}[A-Z]{2}[0-9]{2}", site) or found is None:
            findings.append(location_unreadable(name, line.number, "; ".join(line.cells)[:100]))
            continue
        places[site] = found
    if not places:
        raise Refusal(not_locations(name, "geen enkele regel heeft een vestigingscode en een plek"))
    return Places(places, findings=findings)


def _located(cells: Mapping[str, str]) -> Place | None:
    """The place in a row; None when it has none, or one that cannot be."""
    buurt = _buurt(next((cells[one] for one in _BUURT if cells.get(one)), ""))
    for across, along, box in ((_LON, _LAT, _NETHERLANDS), (_X, _Y, _RD)):
        texts = [next((cells[one] for one in names if cells.get(one)), "") for names in (across, along)]
        if not any(texts):
            continue
        if not all(re.fullmatch(r"[0-9]{1,7}(?:[.,][0-9]+)?", text) for text in texts):
            return None
        x, y = (float(text.replace(",", ".")) for text in texts)
        if not (box[0] <= x <= box[2] and box[1] <= y <= box[3]):
            return None
        lon, lat = _TO_DEGREES.transform(x, y) if box is _RD else (x, y)
        return Place(lon, lat, buurt)
    return Place(buurt=buurt) if buurt else None
