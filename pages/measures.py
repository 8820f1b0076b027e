"""Maatregelen: what the gemeente does itself, on a time line, and the register in which it is kept."""

import streamlit as st

from analysis import areas
from intake import measure_checks
from model.region import municipality_of
from pages.parts import (
    frame,
    measure_changes,
    measure_edit,
    measure_history,
    measure_table,
    measure_upload,
    outcome,
    writer,
)
from pages.parts.data import reading_at
from pages.parts.tile_view import draw_tile
from store.photos import NOW
from tiles import Kind

WAY = "werkwijze"
FORM, TABLE, FILE, REMOVED = "Eén maatregel", "Tabel", "Excel", "Verwijderd"

choices = frame.choices_or_stop()
region = municipality_of(choices.area)
if region is None:
    st.title("Maatregelen", anchor=False)
    st.info("Maatregelen zijn van één gemeente. Kies links bij Gebied een gemeente.", icon=":material/info:")
    st.stop()
with reading_at(None) as cursor:
    known = measure_checks.known(cursor, region)
    place = areas.named(cursor, [region])[region].name

st.title(f"Maatregelen van {place}", anchor=False)
draw_tile(Kind.MEASURES, choices, under_title=True)
frame.own_people_only()

st.header("Bijhouden", anchor=False)
if choices.photo is not None:
    st.caption(f"De tijdlijn is die van de foto. Wat u hieronder ziet en wijzigt, is van {NOW}.")
measure_changes.draw_done(region)
if measure_edit.DRAFT in st.session_state:
    st.session_state[WAY] = FORM
way = st.segmented_control(
    "Hoe wilt u werken?",
    [FORM, TABLE, FILE, REMOVED],
    default=None if WAY in st.session_state else FORM,
    required=True,
    key=WAY,
    bind="query-params",
)
if way == FILE:
    measure_upload.downloads(known)
writer.ask()
if way == TABLE:
    measure_table.draw(known)
elif way == FILE:
    measure_upload.draw(known)
elif way == REMOVED:
    measure_history.draw_removed(region)
else:
    chosen = measure_edit.choose(known)
    if chosen is not None:
        measure_edit.draw(chosen, known)
    if chosen not in (None, measure_edit.NEW):
        with st.expander("Geschiedenis van deze maatregel", icon=":material/history:"):
            measure_history.draw(region, chosen, known.names)
outcome.refused()
