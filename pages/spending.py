"""Budget: how much is spent, on what, and will it be used in time?"""

import streamlit as st

from analysis import budget_pace
from analysis.budget_forecast import attention
from analysis.budget_schools import SOURCE, schools_money
from model import dutch
from model.choices import Audience
from model.money import euros
from model.region import municipality_of
from pages.parts import budget_choice, budget_places
from pages.parts.data import reading
from pages.parts.frame import choices_or_stop
from pages.parts.plain import plain
from pages.parts.tile_view import draw_tile
from tiles import Kind, NoFigures, budget

choices = choices_or_stop()
region = municipality_of(choices.area)
try:
    with reading() as cursor:
        budget.check(cursor, choices)
except NoFigures as nothing:
    st.title("Budget", anchor=False)
    st.info(str(nothing), icon=":material/info:")
    st.page_link("pages/ledger.py", label="Naar Boekingen inlezen", icon=":material/upload_file:")
    st.stop()
assert region is not None  # without one there are no figures

heading = st.container()
choices = budget_choice.choose_day(choices, dutch.today())
with reading() as cursor:
    found = budget.position(cursor, choices)
    schools = schools_money(cursor, region)
heading.title(plain(budget.finding(found)), anchor=False)

pace = budget_pace.pace(found)
with st.grid(4, min_column_width=165):
    for label, amount, told in (
        ("Besteed", found.spent, f"van {euros(found.granted)}" if found.granted else "beschikking niet ingevoerd"),
        ("Vastgelegd", found.committed, "toegezegd en nog niet geboekt"),
        ("Nog te besteden", found.left, f"nog {dutch.counted(pace.weeks_to_go, 'week', 'weken')}"),
        ("Nodig per maand", pace.needed, f"tot nu toe {euros(pace.so_far)} per maand"),
    ):
        with st.container(border=True, height="stretch", gap="xxsmall"):
            st.metric(label, euros(amount))
            st.caption(told)
draw_tile(Kind.BURN, choices, is_titled=True)
for number, note in enumerate(found.notes, start=1):
    st.caption(f"**{number}** · {dutch.day(note.day)}: {plain(note.text)}")
st.caption(f"{budget_choice.rest_told(found)} {budget_choice.setting_told(found)}")

is_own = choices.audience is Audience.MUNICIPALITY
if is_own:
    st.header("Wat aandacht vraagt", anchor=False)
    asks = attention(found)
    for one in asks:
        icon = ":material/priority_high:" if one.is_urgent else ":material/info:"
        st.markdown(f"{icon} {plain(one.text)}")
    if any(one.measures for one in asks):
        st.page_link("pages/measures.py", label="Naar deze maatregelen", icon=":material/arrow_forward:")

st.header("Waaraan", anchor=False)
divided = budget_choice.choose_cut(choices, found)
draw_tile(Kind.BUDGET_CUTS, divided, on_area=budget_choice.follow(divided))
budget_choice.follow_by_name(divided, found)

st.header("Plan en werkelijkheid", anchor=False)
draw_tile(Kind.BUDGET_PLAN, choices)

if is_own:
    st.header("Nog niet toegewezen", anchor=False)
    if choices.photo is None:
        budget_places.draw(region, found.as_of)
    else:
        st.markdown("Dit is een foto: toewijzen kan alleen in de gegevens van nu.")
    st.page_link("pages/account.py", label="Naar de verantwoording (SiSa)", icon=":material/fact_check:")

st.header("Het geld van de scholen zelf", anchor=False)
if schools is None:
    st.markdown("Hoeveel leerlingen er zijn is nog niet geladen, dus dit is niet te zeggen.")
else:
    years = dutch.listing([f"{euros(cents)} in {year}" for year, cents in schools.by_year])
    st.markdown(
        f"De schoolbesturen kregen zelf **ten minste {euros(schools.cents)}**: {years}. Dat is van de besturen, niet "
        "van de gemeente, en gaat niet naar wijken."
    )
    st.caption(
        f"Bron: {SOURCE}; {dutch.number(schools.pupils)} leerlingen van {dutch.number(schools.schools)} scholen "
        f"({schools.period}). € 700 en € 500 per leerling zijn minima, en één telling staat voor beide jaren."
    )
