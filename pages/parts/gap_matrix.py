"""The matrix of gaps as buttons: words and a shape in each, so that it works by keyboard and on a telephone."""

from collections.abc import Sequence

import streamlit as st

from analysis.gap_verdicts import Cell
from charts import theme
from charts.gaps import MARKS
from model.catalogue import Domain
from pages.parts.plain import plain
from tiles.gaps import View

CELL = "vak"
"""The name of the open cell in the URL and in the session; no widget has it as its key."""

_WIDTH_PX = 180
"""What a button needs for its words: four side by side on a laptop, one below the other on a telephone."""

_NAME_PX = 140
"""What most names of wijken need, also beside two buttons on a small laptop."""
_HYPHENS = '[class*="st-key-_gaps-of-"] p{hyphens:auto}'
"""A long name of a wijk beside its buttons is broken where Dutch allows it."""


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
    st.html(f"<style>{_HYPHENS}{''.join(_look(cell, chosen) for cell in view.gaps.cells)}</style>")
    rows: dict[str, list[Cell]] = {}
    for cell in view.gaps.cells:
        rows.setdefault(cell.facts.region, []).append(cell)
    for cells in rows.values():
        _row(cells, chosen)


def _look(cell: Cell, chosen: Cell | None) -> str:
    """The colour that the map gives the verdict, on the button of a cell; the words and the shape say the same."""
    mark = MARKS[cell.verdict]
    ring = f"box-shadow:0 0 0 3px {theme.LIT};" if chosen is not None and cell.place == chosen.place else ""
    ink = "#ffffff" if mark.is_dark else theme.TEXT
    return f".st-key-{_key(cell)} button{{background:{mark.colour};color:{ink};{ring}}}"


def _key(cell: Cell) -> str:
    return f"_cell-{cell.facts.region}-{cell.facts.domain}"


def _row(cells: Sequence[Cell], chosen: Cell | None) -> None:
    line = st.container(horizontal=True, vertical_alignment="center")
    name = line.container(key=f"_gaps-of-{cells[0].facts.region}", width=_NAME_PX)
    name.markdown(f"**{plain(cells[0].facts.name)}**")
    with line.container(), st.grid(len(cells), min_column_width=_WIDTH_PX, gap="xsmall"):
        for cell in cells:
            of, mark = cell.facts, MARKS[cell.verdict]
            key = f"{of.region}-{of.domain}"
            word = f"**{mark.word}**" if cell.verdict.is_gap else mark.word
            st.button(
                f"{mark.shape} {of.domain.capitalize()}: {word}",
                key=_key(cell),
                width="stretch",
                on_click=_open,
                args=(key,),
                help=plain(f"{of.name}, {of.domain}: {cell.verdict}"),
            )
