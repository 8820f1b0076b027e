"""What became of an upload: kept as loads that can be undone, or refused."""

from collections.abc import Callable, Sequence

import streamlit as st
from duckdb import DuckDBPyConnection as Cursor

from intake import plan
from model import dutch
from model.access import Right
from model.findings import Refusal
from pages.parts import access
from pages.parts.data import reading
from pages.parts.plain import plain
from store import batches, shared_store

_REFUSED = "_refused"


def kept(right: Right, about: str, commit: Callable[[], Sequence[int]]) -> tuple[int, ...]:
    """The numbers of the loads that a commit made, within a callback; none when it was refused, which `draw` tells.

    Who visits must be allowed it; the audit trail says what it was `about`.
    """
    try:
        with access.acting(right, about):
            return tuple(commit())
    except Refusal as refusal:
        st.session_state[_REFUSED] = str(refusal)
        return ()


def refused() -> None:
    """Why the last commit was refused, to be drawn beside its button."""
    if refusal := st.session_state.pop(_REFUSED, None):
        st.error(plain(refusal), icon=":material/error:")


def draw(loads: Sequence[int], page: str, label: str, icon: str, **query: str) -> None:
    """Tell what became of the last upload, with a link to where it is seen and the way back."""
    if not loads:
        return
    with reading() as cursor:
        rows = batches.loads(cursor).set_index("load_id").loc[list(loads)]
    numbers = f"lading {dutch.listing([str(load) for load in loads])}"
    if (rows["state"] == "teruggedraaid").all():
        st.info(f"Teruggedraaid. U vindt {numbers} terug op de pagina Gegevens.", icon=":material/undo:")
        return
    titles = dutch.listing([_told(row.title, row.batches, row.source) for row in rows.itertuples()])
    st.success(f"{titles}: opgenomen als {numbers}.", icon=":material/check:")
    with st.container(horizontal=True):
        st.page_link(page, label=label, icon=icon, query_params=query)
        if access.may(Right.UNDO):
            st.button("Terugdraaien", icon=":material/undo:", on_click=_undo, args=(tuple(loads),))
    if not access.may(Right.UNDO):
        st.caption(f"Klopt het toch niet? Een beheerder kan {numbers} terugdraaien op de pagina Gegevens.")


def _told(title: str, count: int, source: str) -> str:
    if source != "schoolscans":
        return plain(title)
    return f"{count} {'schoolscan' if count == 1 else 'schoolscans'}"


def _undo(loads: Sequence[int]) -> None:
    def change(cursor: Cursor) -> None:
        for load in loads:
            batches.withdraw(cursor, load)

    def commit() -> Sequence[int]:
        plan.keep(shared_store(), change)
        return loads

    kept(Right.UNDO, f"lading {dutch.listing([str(load) for load in loads])}", commit)
