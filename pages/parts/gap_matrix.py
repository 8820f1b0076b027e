"""The matrix of gaps as buttons: words and a shape in each, so that it works by keyboard and on a telephone."""

from collections.abc import Sequence

import streamlit as st

from analysis.gap_verdicts import Cell
from charts.gaps import MARKS
from model.catalogue import Domain
from pages.parts.plain import plain
from tiles.gaps import View

CELL = "vak"
"""The name of the open cell in the URL and in the session; no widget has it as its key."""

_WIDTH_PX = 180
"""What a button needs for its words: four side by side on a laptop, one below the other on a telephone."""


def open_cell(view: View) -> Cell | None:
    """The cell that was opened, here or in a link; None without one, or where it is none of these."""
    code, _, word = str(st.query_params.get(CELL, st.session_state.get(CELL, ""))).partition("-")
    domain = next((one for one in Domain if one.value == word), None)
    return view.gaps.cell(code, domain) if domain else None


def _open(key: str) -> None:
    st.session_state[CELL] = key
    st.query_params[CELL] = key


def draw(view: View, chosen: Cell | None) -> None:
    """A row of buttons for each wijk and one for the gemeente; a click opens the cell."""
    st.caption(" · ".join(f"{mark.shape} {mark.words}" for mark in MARKS.values()))
    rows: dict[str, list[Cell]] = {}
    for cell in view.gaps.cells:
        rows.setdefault(cell.facts.region, []).append(cell)
    for cells in rows.values():
        _row(cells, chosen)


def _row(cells: Sequence[Cell], chosen: Cell | None) -> None:
    name, buttons = st.columns([1, 5], vertical_alignment="center")
    name.markdown(f"**{plain(cells[0].facts.name)}**")
    with buttons, st.grid(len(cells), min_column_width=_WIDTH_PX, gap="xsmall"):
        for cell in cells:
            of, mark = cell.facts, MARKS[cell.verdict]
            key = f"{of.region}-{of.domain}"
            word = f"**{mark.word}**" if cell.verdict.is_gap else mark.word
            st.button(
                f"{mark.shape} {of.domain.capitalize()}: {word}",
                key=f"_cell-{key}",
                type="primary" if chosen is not None and cell.place == chosen.place else "secondary",
                width="stretch",
                on_click=_open,
                args=(key,),
                help=plain(f"{of.name}, {of.domain}: {cell.verdict}"),
            )
