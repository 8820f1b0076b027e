"""One text of the plan in its form: kept as a new version, or, where somebody else was first, both side by side."""

from collections.abc import Callable
from dataclasses import dataclass

import pandas as pd
import streamlit as st
from duckdb import DuckDBPyConnection as Cursor

from intake import plan
from model import dutch
from model import measure_findings as say
from model.access import Right
from model.findings import Refusal
from model.plan import FIELDS, LONGEST, TextField
from model.text_file import clean_text
from pages.parts import access, outcome, writer
from pages.parts.data import reading_at
from pages.parts.plain import plain
from pages.parts.plain import table as draw_table
from store import plan_texts, shared_store
from store.versions import Conflict, Kept, VersionState

_CONFLICT, _DONE, _EDITING = "_plan_conflict", "_plan_done", "_plan_editing"
_LINES_PX = 170


@dataclass(frozen=True)
class _Overtaken:
    field: str
    mine: str
    conflict: Conflict[str]


@dataclass(frozen=True)
class _Done:
    told: str
    field: str = ""
    before: int | None = None
    after: int | None = None


def draw(municipality: str, field: TextField, kept: Kept[str] | None) -> None:
    """A text with what it is to tell, who changed it, and its versions."""
    st.subheader(field.label, anchor=False)
    st.caption(field.guidance)
    if not access.may(Right.EDIT):
        st.text(kept.content if kept and kept.content else "Nog niet ingevuld")
        return
    seen = _seen(municipality, field.id, kept)
    overtaken: _Overtaken | None = st.session_state.get(_CONFLICT)
    if overtaken is not None and overtaken.field == field.id:
        _both(municipality, overtaken)
    elif (kept and kept.batch_id) != (seen and seen.batch_id):
        st.info("Een collega heeft deze tekst gewijzigd sinds u hem opende.", icon=":material/info:")
        st.button("Toon de nieuwe tekst", key=f"_plan_new-{field.id}", on_click=_forget, args=(municipality, field.id))
    key = f"_plan-{municipality}-{field.id}-{seen.batch_id if seen else 0}"
    with st.form(key, border=False, enter_to_submit=False):
        text = st.text_area(
            field.label,
            seen.content if seen else "",
            height=_LINES_PX,
            max_chars=LONGEST,
            key=f"{key}-text",
            placeholder="Nog niet ingevuld",
            label_visibility="collapsed",
        )
        asked = st.form_submit_button("Bewaar deze tekst", key=f"{key}-keep", icon=":material/check:")
    if asked:
        _save(municipality, field.id, clean_text(text), seen)
        st.rerun()
    if seen is not None:
        _history(municipality, field.id, seen)


def draw_done(municipality: str) -> None:
    """What was last kept, with the way back."""
    done: _Done | None = st.session_state.get(_DONE)
    if done is None:
        return
    st.success(plain(done.told), icon=":material/check:")
    if done.field:
        st.button("Ongedaan maken", icon=":material/undo:", on_click=_undo, args=(municipality, done))


def _seen(municipality: str, field: str, kept: Kept[str] | None) -> Kept[str] | None:
    """The version that the visitor began with, also when somebody changed it while the page stood open."""
    editing: dict[tuple[str, str], Kept[str] | None] = st.session_state.setdefault(_EDITING, {})
    return editing.setdefault((municipality, field), kept)


def _forget(municipality: str, field: str) -> None:
    """Begin anew with the text that counts."""
    st.session_state.get(_EDITING, {}).pop((municipality, field), None)
    overtaken: _Overtaken | None = st.session_state.get(_CONFLICT)
    if overtaken is not None and overtaken.field == field:
        del st.session_state[_CONFLICT]


def _save(municipality: str, field: str, text: str, seen: Kept[str] | None) -> None:
    if text != (seen.content if seen else ""):
        _write(municipality, field, text, seen.batch_id if seen else None)


def _write(municipality: str, field: str, text: str, based_on: int | None) -> None:
    by = writer.name()

    def change(cursor: Cursor) -> int:
        return plan_texts.keep(cursor, municipality, field, text, by, based_on)

    try:
        made = outcome.kept(Right.EDIT, _about(field), lambda: [plan.keep(shared_store(), change)])
    except Conflict as conflict:
        st.session_state[_CONFLICT] = _Overtaken(field, text, conflict)
        return
    if made:
        _finish(municipality, field, _Done(f"'{FIELDS[field].label}' is bewaard.", field, based_on, made[0]))


def _finish(municipality: str, field: str, done: _Done) -> None:
    st.session_state[_DONE] = done
    _forget(municipality, field)


def _both(municipality: str, overtaken: _Overtaken) -> None:
    """What somebody else kept and what the visitor typed, side by side, with the choice between them."""
    conflict = overtaken.conflict
    st.warning(plain(say.changed_by_another("tekst", conflict.current_by, conflict.current_at)))
    mine, theirs = st.columns(2)
    for column, whose, text in ((mine, "Uw tekst", overtaken.mine), (theirs, "Nu bewaard", conflict.current or "")):
        with column.container(border=True):
            st.markdown(f"**{whose}**")
            st.text(text or "(leeg)")
    with st.container(horizontal=True):
        st.button("Bewaar de mijne", on_click=_mine, args=(municipality, overtaken), icon=":material/person:")
        st.button(
            "Houd die van de ander", on_click=_forget, args=(municipality, overtaken.field), icon=":material/group:"
        )


def _mine(municipality: str, overtaken: _Overtaken) -> None:
    _forget(municipality, overtaken.field)
    now = overtaken.conflict.kept
    _write(municipality, overtaken.field, overtaken.mine, now.batch_id if now else None)


def _undo(municipality: str, done: _Done) -> None:
    by = writer.name()

    def change(cursor: Cursor) -> None:
        if done.before is not None:
            plan_texts.bring_back(cursor, municipality, done.before, by, done.after)
        elif done.after is not None:
            plan_texts.remove(cursor, municipality, done.field, by, done.after)

    if _changed(done.field, change):
        _finish(municipality, done.field, _Done("De laatste wijziging is ongedaan gemaakt."))


def _bring_back(municipality: str, field: str, batch_id: int, based_on: int | None) -> None:
    by = writer.name()
    if _changed(field, lambda cursor: plan_texts.bring_back(cursor, municipality, batch_id, by, based_on)):
        _finish(municipality, field, _Done("De eerdere tekst geldt weer.", field, based_on, batch_id))


def _changed(field: str, change: Callable[[Cursor], object]) -> bool:
    def refused(cursor: Cursor) -> int:
        try:
            change(cursor)
        except Conflict as conflict:
            raise Refusal("Een collega was u voor; er is niets veranderd. Bekijk eerst hoe het nu is.") from conflict
        return 1

    return bool(outcome.kept(Right.EDIT, _about(field), lambda: [plan.keep(shared_store(), refused)]))


def _about(field: str) -> str:
    return f"plantekst '{FIELDS[field].label}'"


def _history(municipality: str, field: str, seen: Kept[str]) -> None:
    """Who changed it last, and every version, newest first; a former one can be made to count again."""
    label = f"Laatst gewijzigd op {dutch.day(seen.at.astimezone(dutch.HERE))}{f' door {seen.by}' if seen.by else ''}"
    with st.expander(
        plain(label), icon=":material/history:", on_change="rerun", key=f"_plan_history-{field}"
    ) as opened:
        if not opened.open:
            return
        with reading_at(None) as cursor:
            versions = plan_texts.history(cursor, municipality, field)
        now = next((one.batch_id for one in versions if one.stamp.state is VersionState.IN_USE), None)
        listed = pd.DataFrame(
            {
                "Bewaard": [dutch.moment(one.at) for one in versions],
                "Door": [one.by or dutch.NO_VALUE for one in versions],
                "Versie": [one.stamp.state.value for one in versions],
                "Tekst": [one.content or "(leeg)" for one in versions],
            }
        )
        draw_table(listed, alt="Alle versies van deze tekst")
        for place, one in enumerate(versions):
            if one.batch_id != now:
                st.button(
                    f"Gebruik weer die van {listed['Bewaard'][place]}",
                    key=f"_plan_back-{one.batch_id}",
                    on_click=_bring_back,
                    args=(municipality, field, one.batch_id, now),
                    icon=":material/redo:",
                )
