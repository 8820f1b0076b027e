"""The lists that officers enter beside a ledger as rows of a table: what each column is, and what a row says."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from enum import Enum, auto
from typing import Any

import pandas as pd
from duckdb import DuckDBPyConnection as Cursor

from loaders.ledger_values import cents_of
from model import dutch
from model.booking import Commitment, GrantDecision, Note, Payment, PlanLine
from model.money import euros
from model.text_file import clean_text
from store import budget
from store.budget import Entry


class Sort(Enum):
    """What stands in a column."""

    DAY = auto()
    AMOUNT = auto()
    TEXT = auto()
    MEASURE = auto()


@dataclass(frozen=True)
class Field:
    """One column of a table."""

    label: str
    sort: Sort
    is_needed: bool = True


@dataclass(frozen=True)
class Form:
    """One list: its columns, and how a row of values becomes what is kept."""

    entry: Entry
    help: str
    fields: tuple[Field, ...]
    values: Callable[[Any], Sequence[object]]
    """The values of what is kept, in the order of the columns."""
    make: Callable[..., Any]
    read: Callable[[Cursor, str], Sequence[Any]]
    keep: Callable[[Cursor, str, Sequence[Any], str, int | None], int]


def _payment(due: date, cents: int, received_on: date | None, received: int | None) -> Payment:
    return Payment(due, cents, received_on, received)


FORMS: Mapping[str, Form] = {
    "Beschikking": Form(
        Entry.DECISIONS,
        "Elke beschikking van het Rijk op de uitkering. Een latere telt erbij op; een verlaging heeft een min.",
        (Field("Datum", Sort.DAY), Field("Bedrag", Sort.AMOUNT), Field("Kenmerk", Sort.TEXT, False)),
        lambda one: (one.day, one.cents, one.reference),
        GrantDecision,
        budget.decisions,
        budget.keep_decisions,
    ),
    "Betalingen": Form(
        Entry.PAYMENTS,
        "Wanneer de uitkering wordt betaald, en wat er echt binnenkwam. Zonder ontvangen bedrag geldt het bedrag van "
        "de termijn.",
        (
            Field("Termijn", Sort.DAY),
            Field("Bedrag", Sort.AMOUNT),
            Field("Ontvangen op", Sort.DAY, False),
            Field("Ontvangen bedrag", Sort.AMOUNT, False),
        ),
        lambda one: (one.due, one.cents, one.received_on, one.received_cents),
        _payment,
        budget.payments,
        budget.keep_payments,
    ),
    "Verplichtingen": Form(
        Entry.COMMITMENTS,
        "Wat is toegezegd of besteld en nog niet is geboekt. Vul 'Vervallen op' in zodra het is geboekt of niet "
        "doorgaat.",
        (
            Field("Datum", Sort.DAY),
            Field("Bedrag", Sort.AMOUNT),
            Field("Maatregel", Sort.MEASURE, False),
            Field("Omschrijving", Sort.TEXT, False),
            Field("Verwacht op", Sort.DAY, False),
            Field("Vervallen op", Sort.DAY, False),
        ),
        lambda one: (one.day, one.cents, one.measure, one.description, one.expected, one.released_on),
        Commitment,
        budget.commitments,
        budget.keep_commitments,
    ),
    "Notities": Form(
        Entry.NOTES,
        "Wat er bij een dag in de grafiek staat, zoals een raadsbesluit.",
        (Field("Datum", Sort.DAY), Field("Tekst", Sort.TEXT)),
        lambda one: (one.day, one.text),
        Note,
        budget.notes,
        budget.keep_notes,
    ),
}
PLAN = Form(
    Entry.PLAN,
    "",
    (Field("Maand (eerste dag)", Sort.DAY), Field("Bedrag", Sort.AMOUNT)),
    lambda one: (one.month, one.cents),
    lambda month, cents: (month.replace(day=1), cents),
    budget.plan,
    lambda *_: 0,
)
"""The rows of one measure's plan; what they become depends on the measure."""


def frame_of(form: Form, rows: Sequence[Any], names: Mapping[str, str]) -> pd.DataFrame:
    """The rows as a table to be edited: amounts as Dutch text to the cent, measures by name."""
    columns: dict[str, list[object]] = {field.label: [] for field in form.fields}
    for row in rows:
        for field, value in zip(form.fields, form.values(row), strict=True):
            columns[field.label].append(_shown(field, value, names))
    return pd.DataFrame(columns, dtype=object)


def _shown(field: Field, value: Any, names: Mapping[str, str]) -> object:
    if field.sort is Sort.AMOUNT:
        return "" if value is None else euros(value, True).removeprefix("€\N{NO-BREAK SPACE}")
    return names.get(value) if field.sort is Sort.MEASURE else value


def rows_of(form: Form, frame: pd.DataFrame, names: Mapping[str, str]) -> tuple[list[Any], list[str]]:
    """What the rows of an edited table say, and in words what cannot be read; rows without anything are left out."""
    ids = {name: id for id, name in names.items()}
    found: list[Any] = []
    wrong: list[str] = []
    for number, row in enumerate(frame.to_dict("records"), start=1):
        cells = [row[field.label] for field in form.fields]
        if all(_is_empty(cell) for cell in cells):
            continue
        values, problems = [], []
        for field, cell in zip(form.fields, cells, strict=True):
            value = _value(field, cell, ids)
            if value is None and (field.is_needed or not _is_empty(cell)):
                problems.append(_problem(number, field, cell))
            values.append("" if value is None and field.sort in (Sort.TEXT, Sort.MEASURE) else value)
        wrong += problems
        if not problems:
            found.append(form.make(*values))
    return found, wrong


def _is_empty(cell: object) -> bool:
    return cell is None or cell is pd.NaT or cell != cell or (isinstance(cell, str) and not cell.strip())


def _value(field: Field, cell: Any, ids: Mapping[str, str]) -> Any:
    if _is_empty(cell):
        return None
    if field.sort is Sort.DAY:
        day = cell.date() if isinstance(cell, datetime) else date.fromisoformat(cell) if isinstance(cell, str) else cell
        return day if isinstance(day, date) else None
    if field.sort is Sort.AMOUNT:
        return cents_of(str(cell))
    return ids.get(str(cell)) if field.sort is Sort.MEASURE else clean_text(str(cell))


def _problem(number: int, field: Field, cell: object) -> str:
    if _is_empty(cell):
        return f"Rij {number}: '{field.label}' is leeg."
    what = "geen bedrag, zoals 1.234,56" if field.sort is Sort.AMOUNT else "niet te lezen"
    return f"Rij {number}: '{field.label}' is {what}: {cell}."


def total_of(rows: Sequence[Any]) -> str:
    """How many rows and how much they are together; of notes only how many."""
    counted = dutch.counted(len(rows), "regel", "regels")
    if rows and not hasattr(rows[0], "cents"):
        return counted
    return f"{counted}, samen {euros(sum(one.cents for one in rows), True)}"


def plan_lines(measure: str, rows: Sequence[tuple[date, int]]) -> list[PlanLine]:
    """The plan of a measure; amounts for the same month are added up."""
    months: dict[date, int] = {}
    for month, cents in rows:
        months[month] = months.get(month, 0) + cents
    return [PlanLine(measure, month, cents) for month, cents in sorted(months.items())]
