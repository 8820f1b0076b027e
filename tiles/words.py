"""Sentences that several tiles share, made from the data."""

from duckdb import DuckDBPyConnection as Cursor

from analysis import figures
from model import dutch
from model.catalogue import Catalogue, Direction, Indicator
from model.status import SHORT_TEXT, Status


def value_text(indicator: Indicator, value: float | None, status: str) -> str:
    """A value as a reader sees it, or why there is none."""
    if Status(status) is Status.ROUNDED_TO_NOTHING:
        return f"{dutch.quantity(0, indicator.unit, indicator.decimals)} (afgerond)"
    if not Status(status).has_value:
        return SHORT_TEXT[Status(status)]
    return dutch.quantity(value, indicator.unit, indicator.decimals)


def source_line(cursor: Cursor, catalogue: Catalogue, indicator: Indicator, period: str, region: str) -> str:
    """`Bron: CBS, Kerncijfers wijken en buurten 2020 (84799NED), ...`: everything needed to find the figure again."""
    source = catalogue.sources[indicator.source]
    origin = figures.origin(cursor, indicator.id, period, region)
    if origin is None:
        return f"Bron: {source.publisher}, {source.title}. {source.licence}."
    edited = "door Startfoto gedeeld uit gepubliceerde aantallen" if indicator.per else "door Startfoto bewerkt tot deze figuur"
    column = f"kolom '{origin.column_title}'"
    return (
        f"Bron: {source.publisher}, {origin.title} ({origin.table_id}), {column}; "
        f"peildatum {source.reference.format(period=period).split(';')[0]}; {edited}; "
        f"opgehaald op {dutch.day(origin.retrieved_at)}. Licentie {source.licence}."
    )


def notes(indicator: Indicator) -> tuple[str, ...]:
    """The marks that go with an indicator wherever it is shown."""
    marks = []
    if indicator.is_modelled:
        marks.append(f"Modelschatting van {indicator.population}: berekend uit registers, niet gemeten.")
    if indicator.caveat:
        marks.append(indicator.caveat)
    if indicator.direction is Direction.NONE:
        marks.append("Een feit over het gebied: hoger is niet beter of slechter.")
    return tuple(dict.fromkeys(marks))


def measured(indicator: Indicator, period: str) -> str:
    """What is measured and when, for a subtitle."""
    return f"{indicator.label} · {indicator.layer} · {period}"
