"""Scholen en keuzes: the scans side by side, per school, and how often each choice is made beside the country."""

import streamlit as st

from analysis import gap_facts
from model import dutch
from model.region import municipality_of
from pages.parts.data import reading
from pages.parts.frame import choices_or_stop
from pages.parts.plain import plain
from pages.parts.tile_view import draw_table, draw_tile
from tiles import Kind, NoFigures, build, school_choices

SCHOOL = "school"  # name in the URL

choices = choices_or_stop()
try:
    with reading() as cursor:
        scans = build(Kind.CHOICES_OF_SCHOOLS, choices, cursor)
        municipality = municipality_of(choices.area) or choices.area
        schools = [one for one in gap_facts.schools(cursor, municipality, choices.audience) if one.has_scan]
        made = gap_facts.choices_made(cursor, municipality, choices.audience)
        asked = gap_facts.wishes_asked(cursor, municipality, choices.audience, made)
except NoFigures as nothing:
    st.title("Scholen en keuzes", anchor=False)
    st.info(str(nothing), icon=":material/info:")
    st.stop()

st.title(plain(scans.title), anchor=False)
st.caption(" ".join(scans.notes))
names = {one.site: one.name for one in schools}
site = st.selectbox(
    "School",
    list(names),
    index=None,
    format_func=lambda code: f"{names[code]} ({code})",
    key=SCHOOL,
    placeholder="Kies een school om haar schoolscan te lezen",
    bind="query-params",
)
if site is not None:
    of = next(one for one in schools if one.site == site)
    with st.container(border=True):
        st.markdown(f"**{plain(of.name)}** · {plain(of.sector)} · {plain(of.board)}")
        st.markdown(f"- Meldt vertraging: {dutch.listing(sorted(of.delays)) or 'geen, of niet ingevuld'}")
        for choice in made:
            if choice.site == site:
                st.markdown(f"- Keuze: {plain(school_choices.choice_text(choice))}")
        for wish in asked:
            if wish.site == site:
                st.markdown(f"- Wens: {plain(wish.text)}")
draw_table(Kind.CHOICES_OF_SCHOOLS, choices)
draw_tile(Kind.CHOICES_PER_SECTOR, choices, under_title=True)
draw_tile(Kind.CHOICES_PER_BOARD, choices)
