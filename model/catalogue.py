"""The catalogues: which indicators exist, which sources and tables give them, which municipalities there are."""

import csv
import json
import re
import tomllib
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field, replace
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Any, TypeVar

from model.region import Level
from settings import ROOT

CATALOGUE = ROOT / "data" / "catalogue"
UNITS = ("aantal", "%", "per 1.000", "x 1.000 euro", "km", "klasse", "punten")
"""The units that an indicator may have; those of a share are divided by us when it has a denominator."""

MOST_WEIGHT = 10.0
"""The largest weight that an indicator can have in the achtergrondscore."""

SCHOOL_LEVEL = "school"
"""The smallest level of an indicator that exists per school only, and so never on a map of areas."""

T = TypeVar("T")


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


class Ages(StrEnum):
    """The ages of children, as the columns of the catalogue and the choices know them; the value is what is shown."""

    EARLY = "0–4"
    PRIMARY = "4–12 (po)"
    SECONDARY = "12+ (vo)"


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
    """None for the background, and for what is measured of children outside the four domains, such as overgewicht."""
    theme: str
    unit: str
    decimals: int
    direction: Direction
    weight: float | None
    """Its weight in the achtergrondscore, 0 unless given; None when it can never be part of one."""
    is_modelled: bool
    population: str
    is_about_children: bool
    ages: tuple[Ages, ...]
    """Of which children it tells; none for what holds for all of an area."""
    part_of: str
    """The indicator that counts all of which this one counts a part; empty for none."""
    source: str
    stems: tuple[str, ...]
    title: str
    """The source's own title, in the alternatives of the years with | between them."""
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
    reference: str = ""
    """What day or year the figure of a period speaks of, with `{period}` in it; empty when the source's own holds."""

    @property
    def titles(self) -> tuple[str, ...]:
        """The source's titles of this figure, one for each alternative."""
        return words_of(self.title)

    @property
    def subject(self) -> tuple[str, Layer, bool]:
        """What it may be drawn together with: its theme, its layer, and whether it is modelled."""
        return (self.theme, self.layer, self.is_modelled)

    def is_for(self, ages: Ages | None) -> bool:
        """Whether it tells something of children of these ages; None asks for all ages."""
        return ages is None or not self.ages or ages in self.ages

    def exists_in(self, period: str) -> bool:
        """Whether the source gives this indicator for a period at all."""
        return self.first_period <= period and (not self.last_period or period <= self.last_period)

    def takes_the_same_as(self, other: "Indicator") -> bool:
        """Whether both read the same column in the same way, in some period: then one of them is a mistake."""
        if (self.source, self.group, self.per) != (other.source, other.group, other.per):
            return False
        is_apart = any(
            one.last_period and one.last_period < two.first_period for one, two in ((self, other), (other, self))
        )
        return bool(set(self.stems) & set(other.stems)) and not is_apart


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
    smallest_level: Level = Level.BUURT
    """The smallest areas that the table has; one of gemeenten has no wijken and buurten to ask for."""

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
    """Where it is fetched; empty for what only comes as a file of the gemeente's own, or is only linked to."""
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


def words_of(text: str, separator: str = "|") -> tuple[str, ...]:
    """The parts of a cell that holds several, without blanks; none for an empty cell."""
    return tuple(part.strip() for part in text.split(separator) if part.strip())


def _filled(text: str) -> str:
    if not text.strip():
        raise ValueError("it cannot be empty")
    return text.strip()


def _year(text: str) -> str:
    if not re.fullmatch("20[0-9]{2}", text):
        raise ValueError("it is no year")
    return text


def _optional(read: Callable[[str], T], nothing: T) -> Callable[[str], T]:
    return lambda text: read(text) if text.strip() else nothing


def _one_of(choices: Mapping[str, T]) -> Callable[[str], T]:
    def read(text: str) -> T:
        if text not in choices:
            raise ValueError(f"it is none of {', '.join(choices)}")
        return choices[text]

    return read


def _weight(text: str) -> float:
    weight = float(text.replace(",", "."))
    if not 0 <= weight <= MOST_WEIGHT:
        raise ValueError(f"a weight is 0 to {MOST_WEIGHT:.0f}")
    return weight


_LEVELS = tuple(level.value for level in Level)
AGES = {"0-4": Ages.EARLY, "4-12": Ages.PRIMARY, "12+": Ages.SECONDARY}
"""The ages by what the column `ages` calls them, with | between several."""

_SINCE = {"weight": "", "ages": "", "part_of": ""}
"""Columns that the cards of earlier versions lack."""


def indicator_of(row: Mapping[str, str], where: str) -> Indicator:
    """A row of `indicators.csv`, or a card with the same names. Raises CatalogueError for what cannot be used."""

    def cell(column: str, read: Callable[[str], T]) -> T:
        if column not in row:
            raise CatalogueError(f"{where}: there is no column {column}")
        try:
            return read(row[column])
        except ValueError as error:
            raise CatalogueError(f"{where}, column {column}: {row[column]!r} cannot be used: {error}") from error

    indicator = Indicator(
        id=cell("id", _filled),
        label=cell("label", _filled),
        definition=cell("definition", _filled),
        layer=cell("layer", Layer),
        domain=cell("domain", _optional(Domain, None)),
        theme=cell("theme", _filled),
        unit=cell("unit", _one_of({unit: unit for unit in UNITS})),
        decimals=cell("decimals", int),
        direction=cell("direction", Direction),
        weight=cell("weight", _optional(_weight, None)),
        is_modelled=cell("measurement", _one_of({"model": True, "gemeten": False})),
        population=cell("population", _filled),
        is_about_children=cell("about_children", _one_of({"ja": True, "nee": False})),
        ages=cell("ages", lambda text: tuple(_one_of(AGES)(word) for word in words_of(text))),
        part_of=cell("part_of", str),
        source=cell("source", _filled),
        stems=words_of(cell("column", _filled)),
        title=cell("title", _filled),
        group=cell("group", str),
        per=tuple(words_of(option, "+") for option in words_of(cell("per", str))),
        smallest_level=cell("level", _one_of({level: level for level in (*_LEVELS, SCHOOL_LEVEL)})),
        startfoto_order=cell("startfoto", _optional(int, None)),
        first_period=cell("first_period", _optional(_year, "")),
        last_period=cell("last_period", _optional(_year, "")),
        breaks=cell("breaks", lambda text: tuple(_year(year) for year in words_of(text))),
        caveat=cell("caveat", str),
        reference=cell("reference", str),
    )
    if indicator.domain is not None and indicator.layer is Layer.BACKGROUND:
        raise CatalogueError(f"{where}: only what is measured of children or said by schools has a domain")
    can_weigh = indicator.layer is Layer.BACKGROUND and indicator.direction is not Direction.NONE
    if indicator.weight is None and can_weigh:
        indicator = replace(indicator, weight=0.0)
    if indicator.weight is not None and not can_weigh:
        raise CatalogueError(f"{where}: a weight belongs to the background with a direction, and only to that")
    if indicator.is_modelled and indicator.weight:
        raise CatalogueError(f"{where}: what is modelled weighs nothing beside the registers it is computed from")
    if indicator.per and indicator.unit not in ("%", "per 1.000"):
        raise CatalogueError(f"{where}: what is divided has the unit % or per 1.000")
    if indicator.last_period and indicator.last_period < indicator.first_period:
        raise CatalogueError(f"{where}: last_period lies before first_period")
    return indicator


def read_indicators(path: Path) -> dict[str, Indicator]:
    """Indicators by id, in the order of the file. Raises CatalogueError with file and row for what is wrong."""
    indicators: dict[str, Indicator] = {}
    for where, row in rows_of(path):
        indicator = indicator_of(row, where)
        if indicator.id in indicators:
            raise CatalogueError(f"{where}: id {indicator.id} stands there twice")
        for other in indicators.values():
            if indicator.takes_the_same_as(other):
                raise CatalogueError(f"{where}: {indicator.id} takes the same column as {other.id}")
        indicators[indicator.id] = indicator
    return indicators


def rows_of(path: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """Each row of a catalogue with where it stands, for a message."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        for line, row in enumerate(csv.DictReader(file, delimiter=";"), start=2):
            where = f"{path.name}, row {line}"
            if None in row or None in row.values():
                raise CatalogueError(f"{where}: not as many cells as the header")
            yield where, row


_TABLE_KEYS = {"title", "ids", "region_dimension"}
_TABLE_OPTIONS = {"period_dimension", "periods", "fixed", "margin_dimension", "margins", "smallest_level"}
_SOURCE_KEYS = {"title", "publisher", "licence", "page", "cadence", "good_for", "caveats", "reference"}
_SOURCE_OPTIONS = {"address", "fallback", "tables"}


def _check_keys(values: Mapping[str, Any], needed: set[str], optional: set[str], where: str) -> None:
    missing, unknown = sorted(needed - set(values)), sorted(set(values) - needed - optional)
    if missing or unknown:
        raise CatalogueError(f"{where}: missing {missing}, unknown {unknown}")


def _table(source: str, name: str, values: Mapping[str, Any], where: str) -> Table:
    _check_keys(values, _TABLE_KEYS, _TABLE_OPTIONS, where)
    has_all_periods = "*" in values["ids"]
    if has_all_periods != bool(values.get("period_dimension")) or has_all_periods != bool(values.get("periods")):
        raise CatalogueError(
            f"{where}: an id for all periods ('*') goes with period_dimension and periods, and only then"
        )
    if bool(values.get("margins")) != bool(values.get("margin_dimension")):
        raise CatalogueError(f"{where}: margins and margin_dimension go together")
    if values.get("smallest_level", Level.BUURT.value) not in (Level.MUNICIPALITY.value, Level.BUURT.value):
        raise CatalogueError(f"{where}: smallest_level is gemeente or buurt")
    if set(values.get("margins", {})) not in (set(), {"value"}, {"value", "lower", "upper"}):
        raise CatalogueError(f"{where}: margins are value, or value, lower and upper")
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
        smallest_level=Level(values.get("smallest_level", Level.BUURT.value)),
    )


def source_of(source_id: str, values: Mapping[str, Any], where: str) -> Source:
    """A source of `sources.toml`, or a card with the same names. Raises CatalogueError for what cannot be used."""
    _check_keys(values, _SOURCE_KEYS, _SOURCE_OPTIONS, where)
    if "address" not in values and {"tables", "fallback"} & set(values):
        raise CatalogueError(f"{where}: what is fetched from somewhere has an address")
    addresses = [str(values[key]) for key in ("address", "page", "fallback") if values.get(key)]
    if not all(address.startswith("https://") for address in addresses):
        raise CatalogueError(f"{where}: address, page and fallback must begin with https://")
    return Source(
        id=source_id,
        tables=tuple(
            _table(source_id, name, table, f"{where[:-1]}.tables.{name}]")
            for name, table in values.get("tables", {}).items()
        ),
        address=values.get("address", ""),
        fallback=values.get("fallback", ""),
        **{key: values[key] for key in sorted(_SOURCE_KEYS)},
    )


def read_sources(path: Path) -> dict[str, Source]:
    """Sources by id. Raises CatalogueError for what is wrong, naming file, source and table."""
    sources: dict[str, Source] = {}
    try:
        registered = tomllib.loads(path.read_text("utf-8"))
    except tomllib.TOMLDecodeError as error:
        raise CatalogueError(f"{path.name}: {error}") from error
    for source_id, values in registered.items():
        where = f"{path.name}, [{source_id}]"
        sources[source_id] = source_of(source_id, values, where)
    names = [table.name for source in sources.values() for table in source.tables]
    if len(names) != len(set(names)):
        raise CatalogueError(f"{path.name}: two tables have one name")
    return sources


def read_municipalities(path: Path) -> dict[str, Municipality]:
    """Municipalities by code, in alphabetical order of their names. Raises CatalogueError with file and row."""
    found: dict[str, Municipality] = {}
    for where, row in rows_of(path):
        try:
            one = Municipality(row["code"], row["name"], int(row["first_year"]), int(row["last_year"] or 0) or None)
        except (KeyError, ValueError) as error:
            raise CatalogueError(f"{where}: code, name, first_year or last_year cannot be used: {error}") from error
        if not re.fullmatch("GM[0-9]{4}", one.code) or not one.name or one.code in found:
            raise CatalogueError(f"{where}: {one.code!r} is no code of a gemeente, has no name, or stands there twice")
        found[one.code] = one
    return {row.code: row for row in sorted(found.values(), key=lambda row: row.name.lstrip("'").lower())}


@dataclass(frozen=True)
class Catalogue:
    """All catalogues together, checked against each other."""

    indicators: Mapping[str, Indicator]
    sources: Mapping[str, Source]
    municipalities: Mapping[str, Municipality]

    def of_source(self, source_id: str, period: str) -> tuple[Indicator, ...]:
        """The indicators that a source gives for a period."""
        return tuple(row for row in self.indicators.values() if row.source == source_id and row.exists_in(period))

    def with_cards(self, indicators: Mapping[str, str], sources: Mapping[str, str]) -> "Catalogue":
        """This catalogue with cards that officers made (JSON by id); what it has itself is never replaced by a card."""
        added = {
            id_: indicator_of(_SINCE | json.loads(card), f"card {id_}")
            for id_, card in indicators.items()
            if id_ not in self.indicators
        }
        made = {
            id_: source_of(id_, json.loads(card), f"[{id_}]")
            for id_, card in sources.items()
            if id_ not in self.sources
        }
        return replace(self, indicators={**self.indicators, **added}, sources={**self.sources, **made})

    def table(self, name: str) -> Table:
        """The table with this name in the register; KeyError when there is none."""
        return {table.name: table for source in self.sources.values() for table in source.tables}[name]

    def reference(self, indicator: Indicator, period: str) -> str:
        """What day or year an indicator's figure of a period speaks of: `1 januari 2020`, `heel 2020`."""
        return (indicator.reference or self.sources[indicator.source].reference).format(period=period)


def read_catalogue(folder: Path = CATALOGUE) -> Catalogue:
    """The catalogues of a folder. Raises CatalogueError for what is wrong in one of them, or between them."""
    catalogue = Catalogue(
        read_indicators(folder / "indicators.csv"),
        read_sources(folder / "sources.toml"),
        read_municipalities(folder / "municipalities.csv"),
    )
    strays = {row.source for row in catalogue.indicators.values()} - set(catalogue.sources)
    if strays:
        raise CatalogueError(f"indicators.csv names sources that sources.toml lacks: {', '.join(sorted(strays))}")
    totals = {row.part_of for row in catalogue.indicators.values()} - set(catalogue.indicators) - {""}
    if totals:
        raise CatalogueError(f"indicators.csv names totals that it lacks: {', '.join(sorted(totals))}")
    for row in catalogue.indicators.values():
        try:
            catalogue.reference(row, "2020")
        except (KeyError, IndexError, ValueError) as error:
            raise CatalogueError(f"reference of {row.id}: only {{period}} can be filled in, not {error}") from error
    return catalogue


@cache
def current() -> Catalogue:
    """The catalogue of this installation, read and checked once, at start."""
    return read_catalogue()
