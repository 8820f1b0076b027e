"""Respons: which schools have sent a scan, which not, per bestuur and sector, with the pupils they cover."""

import streamlit as st

from model.region import municipality_of
from pages.parts.data import reading
from pages.parts.frame import choices_or_stop
from pages.parts.tile_view import draw_tile
from tiles import Kind, response

choices = choices_or_stop()
if municipality_of(choices.area) is None:
    st.title("Respons", anchor=False)
    st.info("De respons gaat over één gemeente. Kies links bij Gebied een gemeente.", icon=":material/info:")
    st.stop()
with reading() as cursor:
    finding = response.finding(cursor, choices)

st.title(finding, anchor=False)
beside = st.grid(2, min_column_width=340, gap="large")
with beside.cell():
    draw_tile(Kind.RESPONSE_MAP, choices, under_title=True)
with beside.cell():
    draw_tile(Kind.RESPONSE_PER_BOARD, choices, under_title=True)
    draw_tile(Kind.RESPONSE_PER_SECTOR, choices, under_title=True)
with st.container(horizontal=True):
    st.page_link("pages/scans.py", label="Schoolscans inlezen", icon=":material/upload_file:")
    st.page_link("pages/schools.py", label="Naar het schoolregister", icon=":material/school:")
