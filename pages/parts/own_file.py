"""A file of borders or key figures that a visitor chose: read, shown, and kept only after that."""

import pandas as pd
import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from intake import plan, uploads
from model import catalogue, dutch
from model.access import Right
from model.delivery import Delivery
from model.findings import Refusal
from model.region import Level
from pages.parts import findings, outcome
from pages.parts.data import reading
from pages.parts.plain import plain
from pages.parts.plain import table as draw_table
from store import batches, shared_store

_NUMBER, _KEPT, _READ = "_own_file_number", "_own_file_kept", "_own_file_read"
_MOST_NAMES = 5


def number() -> int:
    """Of the upload in this visit: a new number empties the uploader."""
    return int(st.session_state.get(_NUMBER, 0))


def draw(file: UploadedFile | None, year: str, municipality: str | None) -> None:
    """What the file says, with a button that keeps it; without a file, what became of the last one."""
    if file is None:
        st.session_state.pop(_READ, None)
        loads: tuple[int, ...] = st.session_state.get(_KEPT, ())
        outcome.draw(loads, "pages/startfoto.py", "Bekijk de startfoto", ":material/photo_camera:")
    elif municipality is None:
        st.info("Kies hierboven de gemeente van het bestand.", icon=":material/info:")
    else:
        read = _read(file, year, municipality)
        if isinstance(read, Delivery):
            _preview(read)
        else:
            st.error(plain(read), title=f"{plain(file.name)} kan niet worden opgenomen")


def _read(file: UploadedFile, year: str, municipality: str) -> Delivery | str:
    """What the file says, or why it cannot be used; read once, however often the page is drawn."""
    asked = (file.file_id, year, municipality)
    if st.session_state.get(_READ, (None,))[0] != asked:
        found: Delivery | str
        try:
            with st.spinner(f"{plain(file.name)} wordt gelezen…"):
                found = uploads.read_upload(file.getvalue(), file.name, year, municipality, catalogue.current())
        except Refusal as refusal:
            found = str(refusal)
        st.session_state[_READ] = (asked, found)
        st.session_state[_KEPT] = ()
    read: Delivery | str = st.session_state[_READ][1]
    return read


def _preview(delivery: Delivery) -> None:
    held = uploads.holding(delivery, catalogue.current())
    more = len(held.municipalities) - _MOST_NAMES
    names = [*held.municipalities[:_MOST_NAMES], *([f"{dutch.number(more)} andere"] if more > 0 else [])]
    of = dutch.counted(held.indicators, "indicator", "indicatoren")
    rows = {
        "Wat het is": delivery.title,
        "Jaar": dutch.listing(held.periods),
        "Gemeente" if len(names) == 1 else "Gemeenten": dutch.listing(names),
        "Wijken": dutch.number(held.areas[Level.WIJK]),
        "Buurten": dutch.number(held.areas[Level.BUURT]),
        "Grenzen": f"van {dutch.counted(held.boundaries, 'gebied', 'gebieden')}" if held.boundaries else "",
        "Cijfers": f"{dutch.number(held.figures)} van {of}" if held.figures else "",
        "Rijen": f"{dutch.number(delivery.rows_in)} gelezen, {dutch.number(delivery.rows_accepted)} goed, "
        f"{dutch.number(delivery.rows_refused)} geweigerd",
    }
    filled = {what: text for what, text in rows.items() if text}
    draw_table(
        pd.DataFrame({"In het bestand": filled.keys(), "Gevonden": filled.values()}), alt="Wat er in het bestand staat"
    )
    with reading() as cursor:
        seen = batches.seen(cursor, [one.digest for one in delivery.received])
    for one in seen.values():
        st.warning(f"Dit bestand is al in gebruik (lading {one.load_id}). Opnieuw opnemen vervangt die gegevens.")
    findings.draw(delivery.findings, "own-file")
    outcome.refused()
    st.button("Opnemen", type="primary", icon=":material/check:", on_click=_keep, args=(delivery,))


def _keep(delivery: Delivery) -> None:
    if loads := outcome.kept(Right.UPLOAD, delivery.title, lambda: plan.commit(shared_store(), [delivery])):
        st.session_state[_NUMBER] = number() + 1
        st.session_state[_KEPT] = loads
