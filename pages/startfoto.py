"""Startfoto: how are our children doing, where, what do we know and what not? Readable from across a room."""

from dataclasses import replace

import streamlit as st

from model.access import Right
from model.catalogue import Domain
from model.region import Level, municipality_of
from pages.parts import access, startfoto_file
from pages.parts import choices as choice
from pages.parts.data import reading
from pages.parts.frame import choices_or_stop
from pages.parts.plain import plain
from pages.parts.tile_view import draw_small, draw_table, draw_tile
from tiles import Kind, startfoto

choices = choices_or_stop()
if municipality_of(choices.area) is None:
    st.title("Startfoto", anchor=False)
    st.info("De startfoto gaat over één gemeente. Kies links bij Gebied een gemeente.", icon=":material/info:")
    st.stop()
with reading() as cursor:
    page = startfoto.page(cursor, choices)

st.caption(f"Startfoto {page.name} · cijfers tot en met {choices.period}")
st.title(page.background, anchor=False)
st.markdown(page.delay)
for sentence in page.sureness:
    st.caption(f"**Hoe zeker?** {sentence}")

with st.grid(5, min_column_width=165):
    for figure in page.figures:
        with st.container(border=True, height="stretch", gap="xxsmall"):
            st.markdown(f"**{figure.label}**", help=figure.help)
            st.metric(figure.label, figure.value, label_visibility="collapsed")
            st.caption(figure.comparison)
            st.caption(figure.children)
            st.caption(f"Bron: {figure.source}")
st.caption(page.peers)
if page.figures:
    draw_table(Kind.KEY_FIGURES, choices)

level = choices.level if choices.level is not Level.MUNICIPALITY else Level.WIJK
talk = st.grid(4, min_column_width=170, gap="medium")
with talk.cell(column_span=2):
    st.header("Wat weten we", anchor=False)
    draw_tile(Kind.BACKGROUND, replace(choices, level=level), on_area=choice.drill_down)
    st.markdown(f"**Wat scholen zeggen.** {page.schools_say}")
with talk.cell():
    st.header("Wat doen we", anchor=False)
    st.markdown(f"**Scholen.** {page.schools_do}")
    st.page_link("pages/choices_of_schools.py", label="Scholen en keuzes", icon=":material/checklist:")
    st.markdown(f"**Gemeente.** {plain(page.municipality_does)}")
    st.page_link("pages/measures.py", label="Maatregelen", icon=":material/timeline:")
    if page.gaps:
        st.markdown(plain(page.gaps))
    st.page_link("pages/gaps.py", label="Leemtes", icon=":material/grid_view:")
with talk.cell():
    st.header("Wat is er nog", anchor=False)
    st.markdown(plain(page.money))
    st.page_link("pages/spending.py", label="Budget", icon=":material/euro:")

st.header("Het beeld van de kinderen, per domein", anchor=False)
st.caption(
    "Alleen wat bij kinderen is gemeten en wat scholen zeggen; de omgeving telt hier niet mee. "
    "De kaarten hebben één schaal."
)
with st.grid(4, min_column_width=205):
    for domain in Domain:
        with st.container():
            draw_small(Kind.DOMAIN, replace(choices, level=level, domain=domain), on_area=choice.drill_down)

startfoto_file.draw(choices, level)
st.header("Wat we niet weten", anchor=False)
for gap in page.unknown:
    st.markdown(f"- {gap}")
if access.may(Right.LOAD):
    st.page_link("pages/load.py", label="Voeg gegevens toe", icon=":material/database:")
