"""Which tables a load consists of, and bringing one of them from its source into the store."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import TypeVar

from duckdb import DuckDBPyConnection as Cursor

from intake import schools
from loaders import boundaries, cbs
from loaders.learning import Kind, school_year
from model.catalogue import Catalogue
from model.delivery import Delivery, Progress, no_progress
from model.findings import Refusal
from settings import Settings
from store import Store, StoreBroken, StoreBusy, batches

T = TypeVar("T")


@dataclass(frozen=True)
class Part:
    """One table of one period for one gemeente, or for the whole country when `region` is None."""

    table: str
    """A name in the register of sources, `grenzen`, `scholen` or their `plaatsen`, or a `loaders.learning.Kind`."""
    period: str
    region: str | None

    @property
    def key(self) -> str:
        """What two loads may not do at the same time."""
        return f"{self.table}/{self.period}/{self.region or 'NL00'}"


def parts_of(catalogue: Catalogue, region: str | None, years: Sequence[str], with_health: bool = True) -> list[Part]:
    """Everything for a startfoto of these years: KWB and boundaries of each, and the health tables of its periods.

    Of the health table the periods up to the last chosen year are taken, because it appears only every few years.
    """
    parts = [Part("kwb", year, region) for year in years]
    parts += [Part("grenzen", year, region) for year in years]
    if with_health and years:
        periods = catalogue.table("gezondheid").all_periods
        parts += [Part("gezondheid", period, region) for period in periods if period <= max(years)]
    return parts


def school_parts(region: str, period: str, learning_years: Sequence[str] = ()) -> list[Part]:
    """The register of schools of a gemeente with their pupils, and what is measured of pupils in these school years."""
    parts = [Part(schools.REGISTER, period, region)]
    parts += [Part(kind, period, region) for kind in (Kind.PUPILS_PRIMARY, Kind.PUPILS_SECONDARY)]
    for year in learning_years:
        parts += [Part(kind, year, region) for kind in (Kind.LEVELS, Kind.FINAL_TEST, Kind.ADVICE)]
        parts.append(Part("vsv", year, region))
    return parts


def title_of(part: Part, catalogue: Catalogue) -> str:
    """What the officer calls it: `Kerncijfers wijken en buurten 2020`."""
    if part.table == "grenzen":
        return f"Grenzen {part.period}"
    if part.table == schools.REGISTER:
        return f"Scholenregister {part.period}"
    if part.table == schools.PLACES:
        return f"Plaatsen van scholen {part.period}"
    if part.table in list(Kind):
        return f"{Kind(part.table).label} {school_year(part.period)}"
    return f"{catalogue.table(part.table).title.split(';')[0]} {part.period}"


def fetch(
    part: Part, catalogue: Catalogue, settings: Settings, store: Store, progress: Progress = no_progress
) -> Delivery:
    """One part from its source; `store` has what was asked before. Raises Refusal."""
    if part.table == schools.REGISTER:
        return schools.fetch_register(part.period, part.region or "", catalogue, settings, store, progress)
    if part.table == schools.PLACES:
        return schools.fetch_places(part.region or "", catalogue, settings, store, progress)
    if part.table in list(Kind):
        kind = Kind(part.table)
        return schools.fetch_learning(kind, part.period, part.region or "", catalogue, settings, store, progress)
    if part.table == "grenzen":
        source = catalogue.sources["grenzen"]
        return boundaries.fetch_boundaries(part.period, part.region, source, settings, progress)
    table = catalogue.table(part.table)
    source = catalogue.sources[table.source]
    indicators = catalogue.of_source(source.id, part.period)
    return cbs.download_table(table, part.period, part.region, source, indicators, settings, progress)


def keep(store: Store, change: Callable[[Cursor], T], *, is_listed: bool = True) -> T:
    """Write a change of the store. Raises Refusal when it cannot be kept."""
    try:
        return store.write(change, is_listed=is_listed)
    except (StoreBroken, StoreBusy) as error:
        raise Refusal(str(error)) from error


def commit(store: Store, deliveries: Sequence[Delivery]) -> list[int]:
    """Keep deliveries, all or none; returns the numbers of the loads. Raises Refusal when they cannot be stored."""
    return keep(store, lambda cursor: batches.add_loads(cursor, deliveries))
