"""Scholen en keuzes: the scans side by side, per school, and how often each choice is made beside the country."""

import streamlit as st

from analysis import gap_facts
from model import dutch
from model.region import municipality_of
from model.text_file import no_formula
from pages.parts import scan_overview_file
from pages.parts.data import reading
from pages.parts.frame import choices_or_stop
from pages.parts.plain import plain
from pages.parts.plain import table as plain_table
from pages.parts.tile_view import draw_tile
from tiles import Kind, NoFigures, build, published, school_choices

SCHOOL = "school"  # name in the URL

choices = choices_or_stop()
try:
    with reading() as cursor:
        scans = build(Kind.CHOICES_OF_SCHOOLS, choices, cursor)
        per_sector = build(Kind.CHOICES_PER_SECTOR, choices, cursor)
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
# Its toolbar makes a CSV in the browser, of schools' own words too.
harmless = scans.table.map(lambda cell: no_formula(cell) if isinstance(cell, str) else cell)
st.dataframe(harmless, hide_index=True, height=420, alt=scans.alt)
st.caption(scans.source)
scan_overview_file.draw(choices)

st.header(plain(per_sector.title), anchor=False)
st.caption(plain(per_sector.subtitle))
plain_table(per_sector.table, alt=per_sector.alt)
st.caption(" ".join(per_sector.notes))
st.caption(per_sector.source)
years: dict[str, list[str]] = {}
for choice in made:
    years.setdefault(choice.code, []).append(choice.school_year)
table, notes = published.told({code: years[code] for code in sorted(years)})
if len(table):
    with st.expander("Wat de menukaart van deze keuzes zegt: leerwinst, bewijs en kosten"):
        plain_table(table, alt="Effect, bewijs en kosten van de gemaakte keuzes volgens de menukaart")
        for note in notes:
            st.caption(plain(note))
draw_tile(Kind.CHOICES_PER_BOARD, choices, under_title=True)
