"""One decision or action in its form: kept as a new version, or, where somebody else was first, both side by side."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

import pandas as pd
import streamlit as st
from duckdb import DuckDBPyConnection as Cursor

from intake import plan
from intake.measure_checks import LONGEST_LINE, LONGEST_TEXT, YEARS, Known, check_action, new_id
from model import dutch
from model import measure_findings as say
from model.access import Right
from model.findings import FindingLevel, Refusal
from model.measure import Action, ActionKind, ActionState
from model.text_file import clean_text
from pages.parts import outcome, writer
from pages.parts.plain import plain
from pages.parts.plain import table as draw_table
from store import actions, shared_store
from store.versions import Conflict, Kept, VersionState
from tiles import agreements

NEW = "nieuw"
_CONFLICT, _DONE, _EDITING = "_agreement_conflict", "_agreement_done", "_agreement_editing"
_WRITES = "_agreement_writes"
"""How much this visit kept: after that the form of a new one is empty again, so that no second click keeps it twice."""
_FIELDS = ("text", "kind", "owner", "due", "state", "meeting", "measure")


@dataclass(frozen=True)
class _Overtaken:
    mine: Action
    conflict: Conflict[Action]


@dataclass(frozen=True)
class _Done:
    told: str
    id: str
    before: int | None
    after: int | None
    is_news: bool = True
    """Whether it is of the last thing that was asked."""


def draw(chosen: str, kept: Kept[Action] | None, known: Known, names: Mapping[str, str]) -> None:
    """The form of one, or of a new one; what was typed stays while the page runs again."""
    seen = _seen(chosen, kept)
    start = seen.content if seen else Action("", "")
    key = f"_agreement-{chosen}-{seen.batch_id if seen else 0}-{st.session_state.get(_WRITES, 0)}"
    st.header("Nieuwe afspraak" if seen is None else "Wijzig de afspraak", anchor=False)
    if overtaken := st.session_state.get(_CONFLICT):
        _both(overtaken, known, names)
    with st.form(key, border=True, enter_to_submit=False):
        text = st.text_area("Afspraak", start.text, max_chars=LONGEST_TEXT, key=f"{key}-text")
        with st.grid(3, min_column_width=220):
            kind = st.selectbox("Soort", list(ActionKind), list(ActionKind).index(start.kind), key=f"{key}-kind")
            owner = st.text_input("Wie", start.owner, max_chars=LONGEST_LINE, key=f"{key}-owner")
            due = st.date_input(
                "Klaar op",
                start.due,
                format="DD-MM-YYYY",
                min_value=date(YEARS[0], 1, 1),
                max_value=date(YEARS[1], 12, 31),
                key=f"{key}-due",
            )
            state = st.selectbox("Stand", list(ActionState), list(ActionState).index(start.state), key=f"{key}-state")
            meeting = st.text_input(
                "Overleg",
                start.meeting,
                max_chars=LONGEST_LINE,
                key=f"{key}-meeting",
                placeholder="LEA 14 oktober 2021",
            )
            of = ["", *names] if start.measure in ("", *names) else ["", start.measure, *names]
            measure = st.selectbox(
                "Maatregel",
                of,
                of.index(start.measure),
                format_func=lambda id: names.get(id, "niet meer in het register") if id else "geen",
                key=f"{key}-measure",
            )
        outcome.refused()
        asked = st.form_submit_button("Bewaar de afspraak", type="primary", icon=":material/check:")
    if asked:
        said = (clean_text(text), kind, clean_text(owner), due, state, clean_text(meeting), measure)
        action = replace(start, id=start.id or new_id(), **dict(zip(_FIELDS, said, strict=True)))
        save(known, action, seen.batch_id if seen else None)
        st.rerun()
    if seen is not None:
        st.button(
            "Haal deze afspraak weg",
            key=f"{key}-remove",
            icon=":material/delete:",
            on_click=_remove,
            args=(known.municipality, seen),
        )


def _seen(chosen: str, kept: Kept[Action] | None) -> Kept[Action] | None:
    """The version that the visitor began with, also when somebody changed it while the form stood open."""
    begun: tuple[str, Kept[Action] | None] | None = st.session_state.get(_EDITING)
    if begun is None or begun[0] != chosen:
        begun = (chosen, kept)
        st.session_state[_EDITING] = begun
        st.session_state.pop(_CONFLICT, None)
    return begun[1]


def save(known: Known, action: Action, based_on: int | None) -> bool:
    """Keep a version; False when it was refused, or when somebody else was first, which the page then shows."""
    _forget_news()
    blocking = [one.message for one in check_action(action, known) if one.level is FindingLevel.BLOCKING]
    by = writer.name()

    def commit() -> list[int]:
        if blocking:
            raise Refusal(" ".join(blocking))
        return [
            plan.keep(shared_store(), lambda cursor: actions.keep(cursor, known.municipality, action, by, based_on))
        ]

    try:
        made = outcome.kept(Right.EDIT, "afspraak", commit)
    except Conflict as conflict:
        st.session_state[_CONFLICT] = _Overtaken(action, conflict)
        return False
    if made:
        _finish(_Done("De afspraak is bewaard.", action.id, based_on, made[0]))
    return bool(made)


def _forget_news() -> None:
    """Before anything new is tried: what was kept earlier must not seem the answer to it; its way back stays."""
    done: _Done | None = st.session_state.get(_DONE)
    if done is not None:
        st.session_state[_DONE] = replace(done, is_news=False)


def _finish(done: _Done) -> None:
    st.session_state[_DONE] = done
    st.session_state[_WRITES] = st.session_state.get(_WRITES, 0) + 1
    st.session_state.pop(_CONFLICT, None)
    st.session_state.pop(_EDITING, None)


def _both(overtaken: _Overtaken, known: Known, names: Mapping[str, str]) -> None:
    """What somebody else kept and what the visitor typed, side by side, with the choice between them."""
    theirs, conflict = overtaken.conflict.current, overtaken.conflict
    st.warning(plain(say.changed_by_another("afspraak", conflict.current_by, conflict.current_at)))
    today = datetime.now().date()  # noqa: DTZ005 - the day where the officer is
    mine = agreements.table([overtaken.mine], names, today).iloc[0]
    other = agreements.table([theirs], names, today).iloc[0] if theirs else mine.map(lambda _: "verwijderd")
    shown = pd.DataFrame({"": mine.index, "Uw tekst": mine.to_list(), "Nu bewaard": other.to_list()})
    draw_table(shown, alt="Uw afspraak naast die van de ander")
    with st.container(horizontal=True):
        st.button("Bewaar de mijne", on_click=_mine, args=(overtaken, known), icon=":material/person:")
        st.button("Houd die van de ander", on_click=_theirs, icon=":material/group:")


def _mine(overtaken: _Overtaken, known: Known) -> None:
    based_on = overtaken.conflict.kept.batch_id if overtaken.conflict.kept else None
    st.session_state.pop(_CONFLICT, None)
    save(known, overtaken.mine, based_on)


def _theirs() -> None:
    st.session_state.pop(_CONFLICT, None)
    st.session_state.pop(_EDITING, None)


def _remove(municipality: str, seen: Kept[Action]) -> None:
    by = writer.name()
    id = seen.content.id
    if _changed(lambda cursor: actions.remove(cursor, municipality, id, by, seen.batch_id)):
        _finish(_Done("De afspraak is weggehaald.", id, seen.batch_id, None))


def draw_done(municipality: str) -> None:
    """What was last kept or removed, with the way back."""
    done: _Done | None = st.session_state.get(_DONE)
    if done is None:
        return
    if done.is_news:
        st.success(plain(done.told), icon=":material/check:")
    if done.id:
        st.button("Ongedaan maken", icon=":material/undo:", on_click=_undo, args=(municipality, done))


def _undo(municipality: str, done: _Done) -> None:
    by = writer.name()

    def change(cursor: Cursor) -> None:
        if done.before is not None:
            actions.bring_back(cursor, municipality, done.before, by, done.after)
        elif done.after is not None:
            actions.remove(cursor, municipality, done.id, by, done.after)

    if _changed(change):
        _finish(_Done("De laatste wijziging is ongedaan gemaakt.", "", None, None))


def bring_back(municipality: str, batch_id: int, based_on: int | None) -> None:
    """Make a former version count again, within a callback."""
    by = writer.name()
    if _changed(lambda cursor: actions.bring_back(cursor, municipality, batch_id, by, based_on)):
        _finish(_Done("De eerdere versie geldt weer.", "", None, None))


def _changed(change: Callable[[Cursor], object]) -> bool:
    _forget_news()

    def refused(cursor: Cursor) -> int:
        try:
            change(cursor)
        except Conflict as conflict:
            raise Refusal("Een collega was u voor; er is niets veranderd. Bekijk eerst hoe het nu is.") from conflict
        return 1

    return bool(outcome.kept(Right.EDIT, "afspraak", lambda: [plan.keep(shared_store(), refused)]))


def history(municipality: str, versions: list[Kept[Action]], names: Mapping[str, str]) -> None:
    """Every version of one, newest first, with who and when; a former one can be made to count again."""
    now = next((one.batch_id for one in versions if one.stamp.state is VersionState.IN_USE), None)
    with st.expander("Geschiedenis van deze afspraak", icon=":material/history:", key="_agreement_history"):
        listed = agreements.table([one.content for one in versions], names, date.min)
        listed.insert(0, "Bewaard", [dutch.moment(one.at) for one in versions])
        listed.insert(1, "Door", [one.by or dutch.NO_VALUE for one in versions])
        listed.insert(2, "Versie", [one.stamp.state.value for one in versions])
        draw_table(listed, alt="Alle versies van deze afspraak")
        for place, one in enumerate(versions):
            if one.batch_id != now:
                st.button(
                    f"Gebruik weer die van {listed['Bewaard'][place]}",
                    key=f"_agreement_back-{one.batch_id}",
                    on_click=bring_back,
                    args=(municipality, one.batch_id, now),
                    icon=":material/redo:",
                )
