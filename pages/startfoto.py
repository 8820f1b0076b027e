"""Startfoto: how are our children doing, where, what do we know and what not? Readable from across a room."""

from dataclasses import replace

import streamlit as st

from model.region import Level, municipality_of
from pages.parts import choices as choice
from pages.parts.data import reading
from pages.parts.frame import choices_or_stop
from pages.parts.tile_view import draw_table, draw_tile
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

talk = st.grid(4, min_column_width=170, gap="medium")
with talk.cell(column_span=2):
    st.header("Wat weten we", anchor=False)
    level = choices.level if choices.level is not Level.MUNICIPALITY else Level.WIJK
    draw_tile(Kind.BACKGROUND, replace(choices, level=level), on_area=choice.drill_down)
    st.markdown(f"**Wat scholen zeggen.** {page.schools_say}")
with talk.cell():
    st.header("Wat doen we", anchor=False)
    st.markdown(page.schools_do)
    st.page_link("pages/response.py", label="Welke scholen deelden hun schoolscan?", icon=":material/how_to_reg:")
    st.markdown(
        "Maatregelen van de gemeente kunnen in deze versie nog niet worden ingelezen. Daarna staan hier ook die, "
        "mogelijke leemtes en open wensen."
    )
with talk.cell():
    st.header("Wat is er nog", anchor=False)
    st.markdown(
        "Nog niets: het budget kan in deze versie nog niet worden ingelezen. Daarna staan hier het geld dat over is, "
        "wat is vastgelegd, en hoeveel weken er nog zijn."
    )

st.header("Wat we niet weten", anchor=False)
for gap in page.unknown:
    st.markdown(f"- {gap}")
st.page_link("pages/load.py", label="Voeg gegevens toe", icon=":material/database:")
