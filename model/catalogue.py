"""The catalogues: which indicators exist, which sources and tables give them, which municipalities there are."""

import csv
import tomllib
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any

from settings import ROOT

CATALOGUE = ROOT / "data" / "catalogue"


class CatalogueError(ValueError):
    """A catalogue that contradicts itself; the text names file, row and column."""


class Layer(StrEnum):
    """What kind of knowledge an indicator is; the value is the Dutch name, never mixed on screen."""

    BACKGROUND = "achtergrond"
    CHILDREN_MEASURED = "kinderen gemeten"
    SCHOOL_SAYS = "school zegt"


class Domain(StrEnum):
    """The four domains of delay in the NP Onderwijs; only measured children and schools carry them."""

    COGNITIVE = "cognitief"
    EXECUTIVE = "executief"
    SOCIAL = "sociaal"
    EMOTIONAL = "emotioneel"


class Direction(StrEnum):
    """What a higher value means for need."""

    MORE_NEED = "meer behoefte"
    LESS_NEED = "minder behoefte"
    NONE = "geen"


@dataclass(frozen=True)
class Indicator:
    """One row of `indicators.csv`."""

    id: str
    label: str
    definition: str
    layer: Layer
    domain: Domain | None
    theme: str
    unit: str
    decimals: int
    direction: Direction
    is_modelled: bool
    population: str
    is_about_children: bool
    source: str
    stems: tuple[str, ...]
    title: str
    group: str
    per: tuple[tuple[str, ...], ...]
    """Stems whose sum is the denominator, in the alternatives of the years; empty for a published figure."""
    smallest_level: str
    startfoto_order: int | None
    """Place among the key figures of the startfoto; None when it is not one."""
    first_period: str
    last_period: str
    """Between which periods the source gives it; empty for no limit."""
    breaks: tuple[str, ...]
    """Periods from which the figure is made in another way: a trend line stops there."""
    caveat: str

    def exists_in(self, period: str) -> bool:
        """Whether the source gives this indicator for a period at all."""
        return self.first_period <= period and (not self.last_period or period <= self.last_period)


@dataclass(frozen=True)
class Table:
    """One table of a source: its id per period and how to ask for it."""

    name: str
    source: str
    title: str
    ids: Mapping[str, str]
    """Period (`2020`) to table id; the key `*` for one table that holds all periods."""
    region_dimension: str
    period_dimension: str = ""
    periods: tuple[str, ...] = ()
    fixed: Mapping[str, str] = field(default_factory=dict)
    margin_dimension: str = ""
    margins: Mapping[str, str] = field(default_factory=dict)
    """Which key of the margin dimension is the value, the lower and the upper bound."""

    def id_for(self, period: str) -> str:
        """The table id for a period; KeyError when the register has none."""
        return self.ids["*"] if "*" in self.ids else self.ids[period]

    @property
    def all_periods(self) -> tuple[str, ...]:
        """The periods that can be loaded, oldest first."""
        return self.periods or tuple(sorted(self.ids))


@dataclass(frozen=True)
class Source:
    """One publisher's product, with all that is shown under a figure."""

    id: str
    title: str
    publisher: str
    licence: str
    address: str
    page: str
    cadence: str
    good_for: str
    caveats: str
    reference: str
    """What day the figures of a period speak of, with `{period}` in it."""
    tables: tuple[Table, ...]
    fallback: str = ""


@dataclass(frozen=True)
class Municipality:
    """A gemeente that can be chosen, with the years in which its code is valid."""

    code: str
    name: str
    first_year: int
    last_year: int | None


def _words(text: str, separator: str = "|") -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(separator) if part.strip())


def _indicator(row: dict[str, str], where: str) -> Indicator:
    try:
        indicator = Indicator(
            id=row["id"],
            label=row["label"],
            definition=row["definition"],
            layer=Layer(row["layer"]),
            domain=Domain(row["domain"]) if row["domain"] else None,
            theme=row["theme"],
            unit=row["unit"],
            decimals=int(row["decimals"]),
            direction=Direction(row["direction"]),
            is_modelled={"model": True, "gemeten": False}[row["measurement"]],
            population=row["population"],
            is_about_children={"ja": True, "nee": False}[row["about_children"]],
            source=row["source"],
            stems=_words(row["column"]),
            title=row["title"],
            group=row["group"],
            per=tuple(_words(option, "+") for option in _words(row["per"])),
            smallest_level=row["level"],
            startfoto_order=int(row["startfoto"]) if row["startfoto"] else None,
            first_period=row["first_period"],
            last_period=row["last_period"],
            breaks=_words(row["breaks"]),
            caveat=row["caveat"],
        )
    except (KeyError, ValueError) as error:
        raise CatalogueError(f"{where}: {error}") from error
    if (indicator.domain is None) != (indicator.layer is Layer.BACKGROUND):
        raise CatalogueError(f"{where}: a domain belongs to measured children and schools, and only to them")
    if not indicator.stems or not indicator.label or not indicator.definition or not indicator.population:
        raise CatalogueError(f"{where}: label, definition, population and column cannot be empty")
    return indicator


def read_indicators(path: Path) -> dict[str, Indicator]:
    """Indicators by id, in the order of the file. Raises CatalogueError with file and row for what is wrong."""
    indicators: dict[str, Indicator] = {}
    with path.open(encoding="utf-8", newline="") as file:
        for line, row in enumerate(csv.DictReader(file, delimiter=";"), start=2):
            where = f"{path.name}, row {line}"
            if None in row or None in row.values():
                raise CatalogueError(f"{where}: not as many cells as the header")
            indicator = _indicator(row, where)
            if indicator.id in indicators:
                raise CatalogueError(f"{where}: id {indicator.id} stands there twice")
            indicators[indicator.id] = indicator
    return indicators


def _table(source: str, name: str, values: Mapping[str, Any]) -> Table:
    return Table(
        name=name,
        source=source,
        title=values["title"],
        ids=dict(values["ids"]),
        region_dimension=values["region_dimension"],
        period_dimension=values.get("period_dimension", ""),
        periods=tuple(values.get("periods", ())),
        fixed=dict(values.get("fixed", {})),
        margin_dimension=values.get("margin_dimension", ""),
        margins=dict(values.get("margins", {})),
    )


_SOURCE_KEYS = {"title", "publisher", "licence", "address", "page", "cadence", "good_for", "caveats", "reference"}


def read_sources(path: Path) -> dict[str, Source]:
    """Sources by id. Raises CatalogueError for a missing or unknown key, naming the source."""
    sources: dict[str, Source] = {}
    for source_id, values in tomllib.loads(path.read_text("utf-8")).items():
        missing = _SOURCE_KEYS - set(values)
        unknown = set(values) - _SOURCE_KEYS - {"tables", "fallback"}
        if missing or unknown:
            raise CatalogueError(f"{path.name}, [{source_id}]: missing {sorted(missing)}, unknown {sorted(unknown)}")
        if not values["address"].startswith(("https://", "http://", "bestand")):
            raise CatalogueError(f"{path.name}, [{source_id}]: address must begin with https://")
        try:
            tables = tuple(_table(source_id, name, table) for name, table in values.get("tables", {}).items())
        except KeyError as error:
            raise CatalogueError(f"{path.name}, [{source_id}]: a table lacks {error}") from error
        sources[source_id] = Source(
            id=source_id,
            tables=tables,
            fallback=values.get("fallback", ""),
            **{key: values[key] for key in sorted(_SOURCE_KEYS)},
        )
    return sources


def read_municipalities(path: Path) -> dict[str, Municipality]:
    """Municipalities by code, in alphabetical order of their names."""
    with path.open(encoding="utf-8", newline="") as file:
        rows = [
            Municipality(row["code"], row["name"], int(row["first_year"]), int(row["last_year"] or 0) or None)
            for row in csv.DictReader(file, delimiter=";")
        ]
    return {row.code: row for row in sorted(rows, key=lambda row: row.name.lstrip("'").lower())}


@dataclass(frozen=True)
class Catalogue:
    """All catalogues together, checked against each other."""

    indicators: Mapping[str, Indicator]
    sources: Mapping[str, Source]
    municipalities: Mapping[str, Municipality]

    def of_source(self, source_id: str, period: str) -> tuple[Indicator, ...]:
        """The indicators that a source gives for a period."""
        return tuple(row for row in self.indicators.values() if row.source == source_id and row.exists_in(period))

    def table(self, name: str) -> Table:
        """The table with this name in the register; KeyError when there is none."""
        return next(table for source in self.sources.values() for table in source.tables if table.name == name)


def read_catalogue(folder: Path = CATALOGUE) -> Catalogue:
    """The catalogues of a folder. Raises CatalogueError when an indicator names a source that is not registered."""
    catalogue = Catalogue(
        read_indicators(folder / "indicators.csv"),
        read_sources(folder / "sources.toml"),
        read_municipalities(folder / "municipalities.csv"),
    )
    strays = {row.source for row in catalogue.indicators.values()} - set(catalogue.sources)
    if strays:
        raise CatalogueError(f"indicators.csv names sources that sources.toml lacks: {', '.join(sorted(strays))}")
    return catalogue


@cache
def current() -> Catalogue:
    """The catalogue of this installation, read and checked once, at start."""
    return read_catalogue()
