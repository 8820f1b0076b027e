"""Files of schools that a visitor chose: read, shown, and kept only after that."""

import pandas as pd
import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from intake import plan, schools
from intake.schools import SchoolFiles
from model import dutch
from model.access import Right
from model.delivery import Delivery
from pages.parts import findings, outcome
from pages.parts.data import reading
from pages.parts.plain import table as draw_table
from store import shared_store

_NUMBER, _KEPT, _READ = "_school_files_number", "_school_files_kept", "_school_files_read"


def number() -> int:
    """Of the upload in this visit: a new number empties the uploader."""
    return int(st.session_state.get(_NUMBER, 0))


def kept() -> tuple[int, ...]:
    """The loads that the last upload became."""
    loads: tuple[int, ...] = st.session_state.get(_KEPT, ())
    return loads


def draw(files: list[UploadedFile], period: str, municipality: str) -> None:
    """What the files say, with a button that keeps it."""
    read = _read(files, period, municipality)
    table = pd.DataFrame(
        {
            "Wat het is": [delivery.title for delivery in read.deliveries],
            "Rijen gelezen": [dutch.number(delivery.rows_in) for delivery in read.deliveries],
            "Rijen goed": [dutch.number(delivery.rows_accepted) for delivery in read.deliveries],
            "Rijen geweigerd": [dutch.number(delivery.rows_refused) for delivery in read.deliveries],
        }
    )
    if read.deliveries:
        draw_table(table, alt="Wat er in de bestanden staat, met aantallen rijen")
    findings.draw(read.findings, "schools")
    outcome.refused()
    st.button(
        "Opnemen",
        type="primary",
        icon=":material/check:",
        disabled=not read.deliveries,
        on_click=_keep,
        args=(read.deliveries,),
    )


def _read(files: list[UploadedFile], period: str, municipality: str) -> SchoolFiles:
    """What the files say; read once, however often the page is drawn."""
    asked = (tuple(one.file_id for one in files), period, municipality)
    if st.session_state.get(_READ, (None,))[0] != asked:
        with reading() as cursor:
            known = schools.known(cursor, municipality)
        with st.spinner("De bestanden worden gelezen…"):
            found = schools.read_files([(one.getvalue(), one.name) for one in files], period, known)
        st.session_state[_READ] = (asked, found)
    read: SchoolFiles = st.session_state[_READ][1]
    return read


def _keep(deliveries: tuple[Delivery, ...]) -> None:
    if loads := outcome.kept(Right.UPLOAD, "schoolregister", lambda: plan.commit(shared_store(), deliveries)):
        st.session_state[_NUMBER] = number() + 1
        st.session_state[_KEPT] = loads
