"""Entering what the ledger does not say: the grant, its payments, the plan, what is promised, and notes."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import pandas as pd
import streamlit as st
from duckdb import DuckDBPyConnection as Cursor

from intake import budget_plan, plan
from intake.budget_plan_sheet import plan_xlsx
from intake.opened import open_file
from model import dutch
from model.access import Right, Role
from model.booking import Payment, PlanLine
from model.findings import Refusal
from model.grant import payment_terms
from model.money import euros
from pages.parts import access, budget_rows, findings, outcome, writer
from pages.parts.budget_rows import Form, Sort
from pages.parts.data import reading_at
from pages.parts.plain import plain
from settings import current as settings
from store import budget, budget_history, measures, shared_store
from store.budget import Entry
from store.versions import Conflict

_PLAN = "Plan"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
FORMS = ("Beschikking", "Betalingen", _PLAN, "Verplichtingen", "Notities")
"""What can be entered, in the order of the page."""
_OVERTAKEN = (
    "Een collega heeft deze lijst intussen gewijzigd, dus er is niets bewaard. U ziet nu de lijst van die collega; vul "
    "uw wijziging daarin opnieuw in."
)


@dataclass(frozen=True)
class _Editing:
    """A list as it was when the visitor began, and the version that it was."""

    number: int
    base: int | None
    rows: Sequence[Any]
    note: str = ""


def draw(region: str, part: str) -> None:
    """The table of one list, and the button that keeps it as a new version."""
    with reading_at(None) as cursor:
        kept = measures.measures(cursor, region)
    counts = pd.Series([one.content.name for one in kept]).value_counts()
    names = {
        one.content.id: one.content.name
        if counts[one.content.name] == 1
        else f"{one.content.name} ({one.content.id[:8]})"
        for one in kept
    }
    _draw_done(region)
    if part == _PLAN:
        _draw_plan(region, names)
        return
    form = budget_rows.FORMS[part]
    st.markdown(form.help)
    _draw_list(region, form, "", names, form.read, form.keep)


def _draw_plan(region: str, names: Mapping[str, str]) -> None:
    st.markdown(
        "Wat u per maatregel en maand wilt besteden. Vul het hieronder in, download het als Excel om in te vullen, of "
        "neem een eigen Excel- of CSV-bestand over met de kolommen Maatregel, Maand en Bedrag (of een kolom voor elke "
        "maand)."
    )
    if not names:
        st.info("Er zijn nog geen maatregelen; maak die eerst op de pagina Maatregelen.", icon=":material/info:")
        return
    st.download_button(
        "Download het plan om in te vullen (Excel)",
        data=access.export(lambda: _blank_plan(region), Role.EDITOR),
        file_name="plan.xlsx",
        mime=_XLSX,
        icon=":material/download:",
        help="Een rij per maatregel en een kolom per maand, met wat er nu is gepland.",
    )
    _upload_plan(region)
    measure = st.selectbox("Maatregel", list(names), format_func=names.__getitem__, key="_plan_measure")

    def read(cursor: Cursor, region: str) -> list[PlanLine]:
        return [line for line in budget.plan(cursor, region) if line.measure == measure]

    def keep(cursor: Cursor, region: str, rows: Sequence[Any], by: str, base: int | None) -> int:
        return budget.keep_plan(cursor, region, measure, budget_rows.plan_lines(measure, rows), by, base)

    _draw_list(region, budget_rows.PLAN, measure, names, read, keep)


def _blank_plan(region: str) -> bytes:
    with reading_at(None) as cursor:
        known = [one.content for one in measures.measures(cursor, region)]
        return plan_xlsx(known, budget.plan(cursor, region), settings().last_spending_day)


def _upload_plan(region: str) -> None:
    number = st.session_state.get("_plan_number", 0)
    chosen = st.file_uploader("Bestand met het plan", max_upload_size=budget_plan.LARGEST_MB, key=f"_plan-{number}")
    if chosen is None:
        return
    with reading_at(None) as cursor:
        known = [one.content for one in measures.measures(cursor, region)]
    read = budget_plan.read_plan(open_file(chosen.getvalue(), chosen.name, budget_plan.LARGEST_MB), known)
    st.markdown(
        f"**{dutch.counted(len(read.lines), 'maatregel', 'maatregelen')}, samen {euros(read.cents, True)}.** "
        "Dit vervangt het plan van deze maatregelen; van andere blijft het staan."
    )
    findings.draw(read.findings, "plan")

    def take() -> None:
        def commit() -> list[int]:
            return budget_plan.commit(shared_store(), region, read, writer.name()) or [0]

        if outcome.kept(Right.EDIT, "begroting uit een bestand", commit):
            st.session_state["_plan_number"] = number + 1
            _begin_anew()

    outcome.refused()
    st.button("Plan overnemen", icon=":material/check:", disabled=read.is_blocked, on_click=take)


def _begin_anew() -> None:
    for key in [key for key in st.session_state if str(key).startswith("_entry-")]:
        del st.session_state[key]


def _editing(
    region: str, form: Form, of: str, read: Callable[[Cursor, str], Sequence[Any]], key: str
) -> _Editing:  # fmt: skip
    """What the visitor is changing; begun anew after each version that is kept."""
    known: _Editing | None = st.session_state.get(key)
    if known is None:
        with reading_at(None) as cursor:
            rows, base = read(cursor, region), budget.version(cursor, region, form.entry, of)
            granted = sum(one.cents for one in budget.decisions(cursor, region))
        note = ""
        if form.entry is Entry.PAYMENTS and base is None and granted:
            rows = [Payment(due, cents) for due, cents in payment_terms(granted)]
            note = "Voorstel volgens de regeling: 24 gelijke termijnen, de eerste vijf samen in december 2021. Vul aan "
            note += "wat er echt binnenkwam en bewaar het."
        number = st.session_state.get("_entries", 0) + 1
        st.session_state["_entries"] = number
        known = st.session_state[key] = _Editing(number, base, rows, note)
    return known


def _draw_list(
    region: str,
    form: Form,
    of: str,
    names: Mapping[str, str],
    read: Callable[[Cursor, str], Sequence[Any]],
    keep: Callable[[Cursor, str, Sequence[Any], str, int | None], int],
) -> None:
    key = f"_entry-{region}-{form.entry}-{of}"
    editing = _editing(region, form, of, read, key)
    if editing.note:
        st.info(editing.note, icon=":material/info:")
    edited = st.data_editor(
        budget_rows.frame_of(form, editing.rows, names),
        num_rows="dynamic",
        hide_index=True,
        column_config={one.label: _column(one, names) for one in form.fields},
        key=f"{key}-{editing.number}",
    )
    rows, wrong = budget_rows.rows_of(form, edited, names)
    for problem in wrong[:10]:
        st.error(plain(problem), icon=":material/error:")
    st.caption(f"{budget_rows.total_of(editing.rows)} bij het openen.")
    writer.ask()
    outcome.refused()

    def save() -> None:
        def change(cursor: Cursor) -> int:
            try:
                return keep(cursor, region, rows, writer.name(), editing.base)
            except Conflict as conflict:
                raise Refusal(_OVERTAKEN) from conflict

        after = outcome.kept(Right.EDIT, form.entry.value, lambda: [plan.keep(shared_store(), change)])
        if after:
            st.session_state["_entered"] = (region, editing.base, after[0])
        st.session_state.pop(key, None)

    # No callback: that of a former run would miss an edit that comes with the click itself.
    if st.button("Bewaar", type="primary", icon=":material/check:", disabled=bool(wrong), key=f"{key}-save"):
        save()
        st.rerun()


def _column(field: budget_rows.Field, names: Mapping[str, str]) -> Any:
    if field.sort is Sort.DAY:
        return st.column_config.DateColumn(format="DD-MM-YYYY", required=field.is_needed)
    if field.sort is Sort.MEASURE:
        return st.column_config.SelectboxColumn(options=list(names.values()))
    hint = "Zoals 1.234,56" if field.sort is Sort.AMOUNT else None
    return st.column_config.TextColumn(required=field.is_needed, help=hint)


def _draw_done(region: str) -> None:
    done = st.session_state.get("_entered")
    if done is None or done[0] != region:
        return
    _, before, after = done
    st.success("Bewaard als nieuwe versie.", icon=":material/check:")

    def undo() -> None:
        def change(cursor: Cursor) -> int:
            budget_history.undo(cursor, before, after, writer.name())
            return after

        if outcome.kept(
            Right.EDIT, "invoer bij het budget, ongedaan gemaakt", lambda: [plan.keep(shared_store(), change)]
        ):
            st.session_state.pop("_entered")
            _begin_anew()

    st.button("Draai de laatste wijziging terug", icon=":material/undo:", on_click=undo)
