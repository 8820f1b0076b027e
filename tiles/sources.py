"""The source line of a tile: publisher, tables, columns, reference day, when it was fetched, what was done to it."""

from collections.abc import Sequence
from dataclasses import dataclass

from duckdb import DuckDBPyConnection as Cursor

from analysis import figures
from analysis.figures import Origin
from model import dutch
from model.catalogue import Catalogue, Indicator
from model.region import is_example

_MOST_COLUMNS = 3


@dataclass(frozen=True)
class Use:
    """Figures that a tile shows or computes with: an indicator, a period, and areas of one country."""

    indicator: Indicator
    period: str
    regions: Sequence[str]


def source_line(cursor: Cursor, catalogue: Catalogue, uses: Sequence[Use]) -> str:
    """`Bron: CBS, Kerncijfers wijken en buurten 2020 (84799NED), kolom ...`: everything to find the figures again.

    One part for each source. Made-up figures are called so, and nobody licenses them. Without the record of a load only
    the publishers.
    """
    origins: dict[str, list[tuple[Indicator, Origin]]] = {}
    for use in uses:
        for origin in figures.origins(cursor, use.indicator.id, use.period, use.regions):
            origins.setdefault(origin.source, []).append((use.indicator, origin))
    is_made_up = any(is_example(region) for use in uses for region in use.regions[:1])
    if not origins:
        sources = [catalogue.sources[one] for one in dict.fromkeys(use.indicator.source for use in uses)]
        return " ".join(f"Bron: {source.publisher}, {source.title}." for source in sources)
    return " ".join(_of_source(catalogue, source, used, is_made_up) for source, used in origins.items())


def _of_source(catalogue: Catalogue, source_id: str, used: Sequence[tuple[Indicator, Origin]], is_made_up: bool) -> str:
    source = catalogue.sources[source_id]
    days = sorted({origin.retrieved_at.date() for _, origin in used})
    fetched = f"op {dutch.day(days[0])}" if len(days) == 1 else f"van {dutch.day(days[0])} tot {dutch.day(days[-1])}"
    return (
        f"Bron: {'verzonnen voorbeeld in de vorm van ' if is_made_up else ''}{source.publisher}, {source.title} "
        f"{_tables(used)}, {_columns(used)}. "
        f"Peildatum: {_references(catalogue, used)}. "
        f"Opgehaald {fetched}; {_edited(used)}.{'' if is_made_up else f' Licentie {source.licence}.'}"
    )


def _tables(used: Sequence[tuple[Indicator, Origin]]) -> str:
    """`2019 (84583NED) en 2020 (84799NED)`, or `2016 en 2020 (50120NED)` for one table that holds all periods."""
    tables = sorted({(origin.period, origin.table_id) for _, origin in used})
    if len({table_id for _, table_id in tables}) == 1:
        return f"{dutch.listing([period for period, _ in tables])} ({tables[0][1]})"
    return dutch.listing([f"{period} ({table_id})" for period, table_id in tables])


def _references(catalogue: Catalogue, used: Sequence[tuple[Indicator, Origin]]) -> str:
    """The day or year that the figures speak of; where they differ, of which figures."""
    periods = dutch.listing(sorted({origin.period for _, origin in used}))
    labels: dict[str, list[str]] = {}
    for indicator in dict.fromkeys(indicator for indicator, _ in used):
        labels.setdefault(catalogue.reference(indicator, periods), []).append(f"'{indicator.label}'")
    if len(labels) == 1:
        return next(iter(labels))
    return "; ".join(f"{dutch.listing(of)} {text}" for text, of in labels.items())


def _columns(used: Sequence[tuple[Indicator, Origin]]) -> str:
    columns = list(dict.fromkeys(f"'{origin.column_title}'" for _, origin in used))
    if len(columns) > _MOST_COLUMNS:
        return f"{len(columns)} kolommen"
    return f"{'kolom' if len(columns) == 1 else 'kolommen'} {dutch.listing(columns)}"


def _edited(used: Sequence[tuple[Indicator, Origin]]) -> str:
    divided = list(dict.fromkeys(f"'{indicator.label}'" for indicator, _ in used if indicator.per))
    if not divided:
        return "door Startfoto bewerkt"
    return f"{dutch.listing(divided)} door Startfoto gedeeld uit gepubliceerde aantallen"
