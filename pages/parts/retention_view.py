"""Uploaded files and how long they are kept, on the page Beheer."""

from datetime import date

import streamlit as st

from model import dutch
from model.access import Right
from model.findings import Refusal
from pages.parts import access
from pages.parts.data import reading_at
from settings import current
from store import StoreBroken, StoreBusy, retention, shared_store

_SAID, _REFUSED = "_retention_said", "_retention_refused"


def draw(today: date) -> None:
    """How long files are kept, what was deleted, and what a beheerder may delete now."""
    days = current().keep_uploads_days
    if not days:
        st.markdown("Ingelezen bestanden worden bewaard tot u de instelling keep_uploads_days een aantal dagen geeft.")
        return
    st.markdown(
        f"Ingelezen bestanden worden na {dutch.counted(days, 'dag', 'dagen')} verwijderd, elke dag vanzelf. De cijfers "
        "eruit blijven, met de naam van het bestand waar ze vandaan komen. In back-ups staan ze nog tot die opgeruimd "
        "zijn."
    )
    if said := st.session_state.pop(_SAID, ""):
        st.success(said, icon=":material/check:")
    if refused := st.session_state.pop(_REFUSED, ""):
        st.error(refused, icon=":material/error:")
    with reading_at(None) as cursor:
        due, gone = retention.old_uploads(cursor, current(), today), retention.forgotten(cursor)
    if gone.since:
        st.caption(f"Tot nu toe verwijderd: {gone.text}, het laatst op {dutch.day(gone.since)}.")
    if due.count:
        st.button(f"Verwijder nu {due.text}", icon=":material/delete:", on_click=_forget, args=(today,))
    else:
        st.caption("Er is nu geen bestand dat ouder is.")


def _forget(today: date) -> None:
    try:
        with access.acting(Right.RETENTION, ""):
            found = retention.forget_old_uploads(shared_store(), current(), today)
    except (Refusal, StoreBroken, StoreBusy) as error:
        st.session_state[_REFUSED] = str(error)
    else:
        st.session_state[_SAID] = f"Verwijderd: {found.text}."
