"""Wijk- en buurtprofiel: one area against its wijk, gemeente and country, theme by theme."""

from dataclasses import replace

import streamlit as st

from analysis import areas, figures, known
from model.catalogue import Direction
from pages.parts.data import reading
from pages.parts.frame import choices_or_stop
from pages.parts.tile_view import draw_tile
from tiles import Kind, profile

choices = choices_or_stop()
with reading() as cursor:
    path = areas.path_to(cursor, choices.area)
    available = figures.available(cursor, choices.area)
    portrait = profile.portrait(cursor, choices)
    cards = profile.domains(cursor, choices)
    indicators = known.catalogue(cursor).indicators

area = path[-1]
st.caption("Profiel van " + " › ".join(place.name for place in path))
st.title(portrait, anchor=False)

st.header("Kinderen, per domein", anchor=False)
with st.grid(4, min_column_width=200):
    for card in cards:
        with st.container(border=True, height="stretch"):
            st.markdown(f"**{card.domain.capitalize()}**")
            for line in card.measured:
                st.text(line)
            st.caption(card.schools)

st.header("De omgeving, per thema", anchor=False)
first_of_theme: dict[str, str] = {}
with_direction_first = sorted(indicators.values(), key=lambda row: row.direction is Direction.NONE)
for row in with_direction_first:
    if row.id in available:
        first_of_theme.setdefault(row.theme, row.id)
for first in first_of_theme.values():
    with st.container(border=True):
        draw_tile(Kind.COMPARISON, replace(choices, indicator=first))

st.header("Door de jaren", anchor=False)
draw_tile(Kind.TREND, choices)
