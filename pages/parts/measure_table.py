"""Many measures at once in a table: only rows that changed are kept, all together, a version each."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
import streamlit as st
from duckdb import DuckDBPyConnection as Cursor

from intake.measure_checks import Known, check, tidied
from intake.measure_columns import AMOUNTS, MEASURE, SEPARATOR, Column, Names, Unreadable, values_of, with_values
from model import dutch
from model import measure_findings as say
from model.catalogue import Domain
from model.findings import Finding, FindingLevel
from model.measure import Measure, TargetGroup
from model.money import euros
from pages.parts import measure_changes as changes
from pages.parts import outcome, writer
from pages.parts.measure_changes import Written
from pages.parts.plain import plain
from store import measures as register
from store.versions import Conflict, Kept

_TABLE = "_measure_table"
_LISTS: Mapping[str, Sequence[str]] = {"Domeinen": list(Domain), "Doelgroepen": list(TargetGroup)}
_NOTHING = "Er is niets gewijzigd, dus er is niets te bewaren. Hebt u net nog getypt? Kies dan nog een keer Bewaar."
"""Streamlit's table sends a cell a moment after it was typed; who is faster than that must know."""
_NAMES = ("Naam", "Status", "Begin", "Einde", "Plaatsen", "Bereik bedoeld", "Eigenaar", "Bestedingsdoel", *_LISTS)
COLUMNS = tuple(column for name in _NAMES for column in MEASURE if column.name == name) + AMOUNTS
"""The columns of a measure that the table has; all others stand in the form."""


@dataclass
class Editing:
    """The table that a visitor is changing."""

    municipality: str
    number: int
    writes: int
    """How much this visit had written when it began."""
    seen: dict[str, Kept[Measure] | None]
    """The version of each measure that the visitor saw; None for one that was removed and is to be kept after all."""
    rows: dict[str, Measure]
    """What the table began with, by id and in its order."""
    findings: list[tuple[str, Sequence[Finding]]] = field(default_factory=list)
    """What is wrong, with the name of its measure."""
    conflicts: dict[str, Kept[Measure] | None] = field(default_factory=dict)
    is_begun: bool = False

    @property
    def key(self) -> str:
        """Of the table; another number begins anew with `rows`."""
        return f"_measure_table-{self.number}"


class _Overtaken(Exception):
    """Somebody else changed some of the measures; what counts of each now."""

    def __init__(self, conflicts: dict[str, Kept[Measure] | None]) -> None:
        super().__init__("changed since")
        self.conflicts = conflicts


def draw(known: Known) -> None:
    """The table with its button; what somebody else changed meanwhile stands beside it, row by row."""
    if not known.kept:
        st.markdown("Er zijn nog geen maatregelen. Maak eerst een nieuwe maatregel, of lees een Excel-bestand in.")
        return
    editing = _current(known)
    st.caption(
        "Wijzig cellen en kies Bewaar; alleen rijen die u wijzigt, worden bewaard. Bedragen in euro's. "
        "Op een telefoon of met alleen het toetsenbord werkt het formulier prettiger."
    )
    with st.form(f"{editing.key}-form", enter_to_submit=False):
        st.data_editor(
            _frame(editing.rows.values()),
            key=editing.key,
            hide_index=True,
            column_config=_config(),
            placeholder="",
            alt="Alle maatregelen, een per rij, met hun belangrijkste velden",
        )
        for id, theirs in editing.conflicts.items():
            _draw_conflict(editing, id, theirs, known)
        for name, found in editing.findings:
            changes.draw_findings(found, name)
        outcome.refused()
        st.form_submit_button(
            "Bewaar de tabel", type="primary", icon=":material/check:", on_click=_save, args=(editing, known)
        )


def edited(measure: Measure, cells: Mapping[str, object], names: Names) -> tuple[Measure, list[Finding]]:
    """The measure with these cells changed, and what of them cannot be read; by the names of `COLUMNS`."""
    values: dict[str, Any] = {}
    found = []
    for column in COLUMNS:
        if column.name in cells:
            text = _text(cells[column.name])
            try:
                values[column.name] = column.read(text, names)
            except Unreadable as why:
                message = f"'{column.name}' is niet te lezen. Vul {why.expected} in, zoals {why.example}, of niets."
                found.append(Finding(FindingLevel.BLOCKING, message, column=column.name, found=text))
    return tidied(with_values(measure, values)), found


def _current(known: Known) -> Editing:
    editing: Editing | None = st.session_state.get(_TABLE)
    if editing is not None and (editing.municipality, editing.writes) == (known.municipality, changes.count()):
        is_there = not editing.is_begun or editing.key in st.session_state
        editing.is_begun = True
        if is_there:
            return editing
    number = editing.number + 1 if editing else 1
    seen: dict[str, Kept[Measure] | None] = {one.content.id: one for one in known.kept}
    rows = {one.content.id: one.content for one in known.kept}
    begun = Editing(known.municipality, number, changes.count(), seen, rows)
    begun.is_begun = True
    st.session_state[_TABLE] = begun
    return begun


def _text(cell: object) -> str:
    """What an editor gives of a cell, as it would stand in a file."""
    if isinstance(cell, list | tuple):
        return SEPARATOR.join(map(str, cell))
    if isinstance(cell, float) and cell.is_integer():
        return str(int(cell))
    return "" if cell is None else str(cell).strip()


def _frame(measures: Iterable[Measure]) -> pd.DataFrame:
    rows = [values_of(one) for one in measures]
    return pd.DataFrame({column.name: [_cell(column, row[column.name]) for row in rows] for column in COLUMNS})


def _cell(column: Column, value: Any) -> object:
    if column.name in _LISTS:
        return [str(word) for word in value]
    if column.is_amount:
        return "" if value is None else euros(value, with_cents=True).removeprefix("€\N{NO-BREAK SPACE}")
    return str(value) if column.words and value else value


def _config() -> dict[str, Any]:
    made: dict[str, Callable[[Column], Any]] = {
        "Begin": lambda column: st.column_config.DateColumn(column.name, format="DD-MM-YYYY"),
        "Einde": lambda column: st.column_config.DateColumn(column.name, format="DD-MM-YYYY"),
        "Plaatsen": lambda column: st.column_config.NumberColumn(column.name, step=1),
        "Bereik bedoeld": lambda column: st.column_config.NumberColumn(column.name, step=1),
    }
    for name, words in _LISTS.items():
        made[name] = lambda column, words=words: st.column_config.MultiselectColumn(  # type: ignore[misc]
            column.name, options=[str(word) for word in words]
        )

    def config(column: Column) -> Any:
        if column.name in made:
            return made[column.name](column)
        if column.words:
            return st.column_config.SelectboxColumn(column.name, options=list(column.words))
        return st.column_config.TextColumn(column.name, pinned=column.name == "Naam")

    return {column.name: config(column) for column in COLUMNS}


def _typed(editing: Editing, names: Names) -> tuple[dict[str, Measure], list[tuple[str, Sequence[Finding]]]]:
    """Every row as the table has it now, and what cannot be read."""
    cells_of: Mapping[int, Mapping[str, object]] = st.session_state[editing.key]["edited_rows"]
    rows, found = dict(editing.rows), []
    ids = list(editing.rows)
    for place, cells in cells_of.items():
        measure, faults = edited(rows[ids[int(place)]], cells, names)
        rows[measure.id] = measure
        if faults:
            found.append((measure.name, faults))
    return rows, found


def _draw_conflict(editing: Editing, id: str, theirs: Kept[Measure] | None, known: Known) -> None:
    """Of one row who was first, what differs, and the two ways out."""
    mine = editing.rows[id]
    said = say.changed_by_another("maatregel", theirs.by if theirs else "", theirs.at if theirs else None)
    st.warning(f"**{plain(mine.name)}** – {plain(said)}", icon=":material/group:")
    if theirs is not None:
        whose = f"Van {theirs.by}" if theirs.by else "Van de ander"
        changes.side_by_side(changes.differences(mine, theirs.content, known.names), "Van u", whose)
    with st.container(horizontal=True):
        for label, is_mine, icon in (
            ("Houd de mijne", True, ":material/person:"),
            ("Neem die van de ander" if theirs else "Laat verwijderd", False, ":material/group:"),
        ):
            st.form_submit_button(
                label,
                key=f"{editing.key}-{id}-{is_mine}",
                icon=icon,
                on_click=_settle,
                args=(editing, id, is_mine, known),
            )


def _settle(editing: Editing, id: str, is_mine: bool, known: Known) -> None:
    """Choose between two versions of a row, as a callback; it is kept when the table is saved."""
    rows, found = _typed(editing, known.names)
    if found:
        editing.findings = found
        return
    theirs = editing.conflicts.pop(id)
    editing.seen[id] = theirs
    if not is_mine:
        if theirs is None:
            rows.pop(id)
            editing.seen.pop(id)
        else:
            rows[id] = theirs.content
    _begin_anew(editing, rows)


def _begin_anew(editing: Editing, rows: dict[str, Measure]) -> None:
    """Let the table begin with these rows; what was typed is in them."""
    editing.rows, editing.findings, editing.number, editing.is_begun = rows, [], editing.number + 1, False


def _save(editing: Editing, known: Known) -> None:
    """Keep the rows that changed, all or none, as a callback."""
    rows, found = _typed(editing, known.names)
    changed = [
        (one, seen.batch_id if seen else None)
        for id, one in rows.items()
        if (seen := editing.seen[id]) is None or changes.differences(seen.content, one, known.names)
    ]
    found += [(one.name, told) for one, _ in changed if (told := check(one, known))]
    editing.findings = found
    if any(changes.is_refused(told) for _, told in found):
        return
    if not changed:
        editing.findings = [("", [Finding(FindingLevel.WARNING, _NOTHING)])]
        return
    by = writer.name()

    def change(cursor: Cursor) -> list[Written]:
        made, conflicts = [], {}
        for one, based_on in changed:
            try:
                made.append(Written(one.id, based_on, register.keep(cursor, known.municipality, one, by, based_on)))
            except Conflict as conflict:
                conflicts[one.id] = conflict.kept
        if conflicts:
            raise _Overtaken(conflicts)
        return made

    told = dutch.counted(len(changed), "maatregel is bewaard.", "maatregelen zijn bewaard.")
    try:
        changes.write(known.municipality, change, told)
    except _Overtaken as overtaken:
        _begin_anew(editing, rows)
        editing.conflicts = overtaken.conflicts
