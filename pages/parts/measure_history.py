"""The versions of a measure: who changed what and when, any of which can be brought back; and what was removed."""

import pandas as pd
import streamlit as st
from duckdb import DuckDBPyConnection as Cursor

from intake.measure_columns import Names
from model import dutch
from model.measure import Measure
from pages.parts import measure_changes as changes
from pages.parts import writer
from pages.parts.data import reading_at
from pages.parts.measure_changes import Written
from pages.parts.plain import table as plain_table
from store import measures as register
from store.versions import Kept, VersionState

_LONGEST = 160


def draw(municipality: str, id: str, names: Names) -> None:
    """Every version of one measure, newest first, with what it changed and the way back to it."""
    with reading_at(None) as cursor:
        versions = register.history(cursor, municipality, id)
    if not versions:
        return
    older: list[Kept[Measure] | None] = [*versions[1:], None]
    shown = pd.DataFrame(
        {
            "Versie": [str(number) for number in range(len(versions), 0, -1)],
            "Wanneer": [dutch.moment(one.at) for one in versions],
            "Door": [changes.by_whom(one.stamp) for one in versions],
            "Staat": [_state(one) for one in versions],
            "Wat er veranderde": [
                _changed(before, one, names) for before, one in zip(older, versions, strict=True)
            ],
        }
    )  # fmt: skip
    plain_table(shown, alt="Alle versies van deze maatregel: wanneer, door wie en wat er veranderde")
    now = next((one.batch_id for one in versions if one.stamp.state is VersionState.IN_USE), None)
    former = {
        one.batch_id: f"Versie {number}, {dutch.moment(one.at)}, {changes.by_whom(one.stamp)}"
        for number, one in zip(range(len(versions), 0, -1), versions, strict=True)
        if one.batch_id != now
    }
    if former:
        chosen = st.selectbox("Eerdere versie", list(former), format_func=former.__getitem__, key=f"_version-{id}")
        st.button(
            "Zet deze versie terug",
            icon=":material/history:",
            on_click=_bring_back,
            args=(municipality, id, chosen, now),
            key=f"_bring_back-{id}",
        )


def draw_removed(municipality: str) -> None:
    """The measures that were removed, each of which can be brought back."""
    with reading_at(None) as cursor:
        gone = {one.batch_id: one for one in register.removed(cursor, municipality)}
    if not gone:
        st.markdown("Er zijn geen verwijderde maatregelen.")
        return

    def called(batch_id: int) -> str:
        one = gone[batch_id]
        at = f", verwijderd op {dutch.moment(one.stamp.changed_at)}" if one.stamp.changed_at else ""
        by = f" door {one.stamp.changed_by}" if one.stamp.changed_by else ""
        return f"{one.content.name}{at}{by}"

    chosen = st.selectbox("Verwijderde maatregel", list(gone), format_func=called, key="_removed")
    st.button(
        "Haal terug",
        icon=":material/restore_from_trash:",
        on_click=_bring_back,
        args=(municipality, gone[chosen].content.id, chosen, None),
    )


def _state(one: Kept[Measure]) -> str:
    stamp = one.stamp
    if stamp.changed_at is None:
        return stamp.state.value
    by = f" door {stamp.changed_by}" if stamp.changed_by else ""
    what = "teruggedraaid" if stamp.state is VersionState.WITHDRAWN else "teruggezet"
    return f"{stamp.state.value} ({what} op {dutch.moment(stamp.changed_at)}{by})"


def _changed(before: Kept[Measure] | None, one: Kept[Measure], names: Names) -> str:
    if before is None:
        return "eerste versie"
    found = changes.differences(before.content, one.content, names)
    parts = [f"{each.column}: {_short(each.before)} → {_short(each.after)}" for each in found]
    return "; ".join(parts) or "niets"


def _short(text: str) -> str:
    text = text or "(leeg)"
    return text if len(text) <= _LONGEST else f"{text[: _LONGEST - 1]}…"


def _bring_back(municipality: str, id: str, batch_id: int, now: int | None) -> None:
    by = writer.name()

    def change(cursor: Cursor) -> list[Written]:
        register.bring_back(cursor, municipality, batch_id, by, now)
        return [Written(id, now, batch_id)]

    changes.write(municipality, changes.overtaken(change), "De maatregel is teruggezet zoals hij in die versie was.")
