"""Leemtes: what may be missing per wijk and domain, what to look at together, and what a measure would change."""

from dataclasses import replace

import streamlit as st

from analysis import known
from model.catalogue import Domain
from model.grant import SCHOOL_EUROS_PER_PUPIL
from pages.parts import gap_lists, gap_matrix, gap_view, what_if
from pages.parts.data import reading
from pages.parts.frame import choices_or_stop
from pages.parts.plain import plain
from pages.parts.tile_view import draw_small, draw_table
from tiles import Kind, NoFigures, gaps

YEAR, DOMAIN = "schooljaar", "domein"  # names in the URL
_BOTH, _LAST = "beide", "_last_cell"

choices = choices_or_stop()
year = str(st.session_state.get(YEAR, st.query_params.get(YEAR, "")))
choices = replace(choices, school_year=year if year in SCHOOL_EUROS_PER_PUPIL else "")
try:
    with reading() as cursor:
        catalogue = known.catalogue(cursor)
        view = gaps.view_of(choices, cursor, catalogue)
except NoFigures as nothing:
    st.title("Leemtes", anchor=False)
    st.info(str(nothing), icon=":material/info:")
    st.stop()

chosen = gap_matrix.open_cell(view)
st.title(plain(gaps.finding(view)), anchor=False)
st.caption(" ".join(gaps.notes(choices, view)))
st.segmented_control(
    "Schooljaar",
    [_BOTH, *SCHOOL_EUROS_PER_PUPIL],
    key=YEAR,
    default=None if YEAR in st.session_state else _BOTH,
    required=True,
    bind="query-params",
)
gap_matrix.draw(view, chosen)

opened, on_map = st.columns([3, 2], gap="large")
with opened:
    if chosen is None:
        st.markdown("Kies hierboven een vak om te zien wat erachter zit.")
        gap_lists.draw(view, choices.audience)
    else:
        gap_view.draw(chosen, view, catalogue, choices.audience)
with on_map:
    if chosen is not None and st.session_state.get(_LAST) != chosen.place:
        st.session_state[_LAST], st.session_state[DOMAIN] = chosen.place, chosen.facts.domain
    domain = st.pills(
        "Domein op de kaart",
        list(Domain),
        format_func=str.capitalize,
        key=DOMAIN,
        default=None if DOMAIN in st.session_state else (view.gaps.gaps or view.gaps.cells)[0].facts.domain,
        required=True,
        wrap=True,
        bind="query-params",
    )
    draw_small(Kind.GAPS_MAP, replace(choices, domain=domain))

if chosen is not None:
    gap_lists.draw(view, choices.audience)
if view.gaps.apart:
    st.header("Maatregelen die in geen vak tellen", anchor=False)
    for measure, why in view.gaps.apart:
        st.markdown(f"- {plain(measure.name)}: {why}")
with st.expander("Wat verandert er als …", icon=":material/experiment:", key="_what_if"):
    what_if.draw(view, choices.audience)
draw_table(Kind.GAPS, choices)
