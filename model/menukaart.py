"""The menukaart: the national list of interventions from which schools chose, in both published versions."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from model.catalogue import CATALOGUE, CatalogueError, Domain, rows_of, words_of

VERSIONS: Mapping[str, str] = {"2021": "mei 2021", "2022": "april 2022"}
"""The published versions, and what a reader calls them."""

_OF_SCHOOL_YEAR = {"2021/2022": "2021", "2022/2023": "2022"}

AREAS: Mapping[str, str] = {
    "A": "Meer onderwijs (binnen of buiten reguliere schooltijden) om bij groepen leerlingen kennis en vaardigheden "
    "bij te spijkeren",
    "B": "Effectievere inzet van onderwijs om kennis en vaardigheden bij te spijkeren",
    "C": "Sociaal-emotionele en fysieke ontwikkeling van leerlingen",
    "D": "Ontwikkeling van de executieve functies van leerlingen",
    "E": "(Extra) inzet van personeel en ondersteuning",
    "F": "Faciliteiten en randvoorwaarden",
}
"""The official title of each doelgebied, by its letter."""


@dataclass(frozen=True)
class Published:
    """What one version says of an intervention; None where it says nothing that could be read, which is not zero."""

    effect_months: int | None
    """Months of extra progress, by research outside the Netherlands; never to be added up or averaged."""
    evidence: int | None
    """1 (little) to 5 (much)."""
    cost: int | None
    """1 (low) to 5 (high)."""
    source: str


@dataclass(frozen=True)
class Intervention:
    """One row of `menukaart.csv`."""

    code: str
    """Our own code: the card has letters for the doelgebieden only."""
    area: str
    name: str
    aliases: tuple[str, ...]
    """How schools write it, and what it consists of."""
    domains: tuple[Domain, ...]
    """Empty for what only carries or supports other interventions (E and F)."""
    versions: Mapping[str, Published]
    """By year; a version that does not have the intervention is left out."""
    caveat: str


def _count(text: str, lowest: int, highest: int) -> int | None:
    if not text.strip():
        return None
    if not lowest <= int(text) <= highest:
        raise ValueError(f"it does not lie between {lowest} and {highest}")
    return int(text)


def _published(row: Mapping[str, str], year: str, where: str) -> Published | None:
    values = {}
    for name, lowest, highest in (("effect", -12, 12), ("evidence", 1, 5), ("cost", 1, 5)):
        column = f"{name}_{year}"
        try:
            values[name] = _count(row[column], lowest, highest)
        except ValueError as error:
            raise CatalogueError(f"{where}, column {column}: {row[column]!r} cannot be used: {error}") from error
    source = row[f"source_{year}"].strip()
    if source:
        return Published(values["effect"], values["evidence"], values["cost"], source)
    if any(value is not None for value in values.values()):
        raise CatalogueError(f"{where}, column source_{year}: a version with values names its source")
    return None


def _intervention(row: Mapping[str, str], where: str) -> Intervention:
    code, name, aliases = row["code"], row["name"].strip(), words_of(row["aliases"])
    if not re.fullmatch(f"[{''.join(AREAS)}][1-9][0-9]?", code):
        raise CatalogueError(f"{where}, column code: {code!r} is no letter of a doelgebied with a number")
    if row["doelgebied"] != code[0]:
        raise CatalogueError(f"{where}, column doelgebied: {row['doelgebied']!r} is not the letter of {code}")
    if not name:
        raise CatalogueError(f"{where}, column name: it cannot be empty")
    if len(aliases) != len(set(aliases)):
        raise CatalogueError(f"{where}, column aliases: one stands there twice")
    try:
        domains = tuple(Domain(word) for word in words_of(row["domains"]))
    except ValueError as error:
        raise CatalogueError(f"{where}, column domains: {row['domains']!r} cannot be used: {error}") from error
    published = {year: _published(row, year, where) for year in VERSIONS}
    versions = {year: values for year, values in published.items() if values}
    if not versions:
        raise CatalogueError(f"{where}, column source_2021: it stands in no version at all")
    return Intervention(code, code[0], name, aliases, domains, versions, row["caveat"].strip())


_COLUMNS = {"code", "doelgebied", "name", "aliases", "domains", "caveat"} | {
    f"{name}_{year}" for name in ("effect", "evidence", "cost", "source") for year in VERSIONS
}


def read_menukaart(path: Path) -> dict[str, Intervention]:
    """Interventions by code, in the order of the file. Raises CatalogueError with file, row and column."""
    found: dict[str, Intervention] = {}
    for where, row in rows_of(path):
        if missing := sorted(_COLUMNS - set(row)):
            raise CatalogueError(f"{where}: there is no column {missing[0]}")
        one = _intervention(row, where)
        if one.code in found:
            raise CatalogueError(f"{where}, column code: {one.code} stands there twice")
        found[one.code] = one
    return found


def versions_of(school_year: str) -> tuple[str, ...]:
    """The version from which a school chose in a school year (`2021/2022`); all of them where that is not known."""
    return (_OF_SCHOOL_YEAR[school_year],) if school_year in _OF_SCHOOL_YEAR else tuple(VERSIONS)


@cache
def current() -> Mapping[str, Intervention]:
    """The menukaart of this installation, read and checked once."""
    return read_menukaart(CATALOGUE / "menukaart.csv")
