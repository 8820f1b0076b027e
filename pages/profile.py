"""Wijk- en buurtprofiel: one area in a portrait that can be printed, and its figures theme by theme."""

from dataclasses import replace

import streamlit as st

from analysis import figures, known
from model.catalogue import Direction
from pages.parts.data import reading
from pages.parts.frame import PRINT, choices_or_stop
from pages.parts.plain import plain
from pages.parts.plain import table as plain_table
from pages.parts.tile_view import draw_tile
from tiles import Kind, profile

choices = choices_or_stop()
with reading() as cursor:
    portrait = profile.portrait(cursor, choices)
    available = figures.available(cursor, choices.area)
    indicators = known.catalogue(cursor).indicators

st.caption("Profiel van " + plain(" › ".join(place.name for place in portrait.path)))
st.title(plain(portrait.living), anchor=False)
st.markdown(plain(portrait.background))
is_printed = st.toggle(
    "Afdrukweergave",
    key=PRINT,
    bind="query-params",
    help="Alleen het portret, zonder menu en figuren. Druk het daarna af met uw browser (Ctrl+P).",
)

st.header("Het beeld van de kinderen, per domein", anchor=False)
with st.grid(2, min_column_width=290):
    for card in portrait.domains:
        with st.container(border=True, height="stretch"):
            st.markdown(f"**{card.domain.capitalize()}**")
            for line in card.measured:
                st.text(line)
            st.caption(card.schools)

st.header("Scholen", anchor=False)
st.markdown(plain(portrait.schools_said))
if len(portrait.schools):
    plain_table(portrait.schools, alt=f"De scholen in {portrait.name}")

st.header("Wat de gemeente toevoegt", anchor=False)
if portrait.measures:
    for measure in portrait.measures:
        st.markdown(f"- {plain(measure)}")
else:
    st.markdown("Er is hier nog geen maatregel besloten, of nog geen ingevoerd.")

st.header("Wat we niet weten", anchor=False)
for gap in portrait.unknown:
    st.markdown(f"- {plain(gap)}")

if is_printed:
    st.stop()

st.header("Waar dit gebied staat", anchor=False)
draw_tile(Kind.POSITIONS, choices)

st.header("Alle cijfers, per thema", anchor=False)
first_of_subject = {}
for row in sorted(indicators.values(), key=lambda row: (row.layer, row.is_modelled, row.direction is Direction.NONE)):
    if row.id in available and row.is_for(choices.ages) and choices.theme in ("", row.theme):
        first_of_subject.setdefault(row.subject, row.id)
for first in first_of_subject.values():
    with st.container(border=True):
        draw_tile(Kind.COMPARISON, replace(choices, indicator=first))

st.header("Door de jaren", anchor=False)
draw_tile(Kind.TREND, choices)
