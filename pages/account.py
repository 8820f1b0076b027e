"""Verantwoording (SiSa): the account per calendar year, whether it adds up, and the bookings behind it."""

import streamlit as st

from analysis import areas, budget_closed, sisa
from analysis.budget_bookings import bookings
from model import dutch
from model.access import Role
from model.choices import Audience
from model.money import euros
from model.region import municipality_of
from pages.parts import access, budget_choice, sisa_view
from pages.parts.data import reading
from pages.parts.frame import choices_or_stop
from pages.parts.plain import plain
from pages.parts.plain import table as plain_table
from tiles import NoFigures, budget

choices = choices_or_stop()
region = municipality_of(choices.area)
try:
    with reading() as cursor:
        budget.check(cursor, choices)
except NoFigures as nothing:
    st.title("Verantwoording (SiSa)", anchor=False)
    st.info(str(nothing), icon=":material/info:")
    st.page_link("pages/ledger.py", label="Naar Boekingen inlezen", icon=":material/upload_file:")
    st.stop()
assert region is not None  # without one there are no figures

heading = st.container()
choices = budget_choice.choose_day(choices, dutch.today())
with reading() as cursor:
    found = budget.position(cursor, choices)
    listed = bookings(cursor, region, found.rules, found.as_of)
    changed = budget_closed.changes(cursor, region, found.rules, found.as_of) if found.closed else None
    source = budget.source(cursor, found, choices)
    place = areas.named(cursor, [region])[region].name
account = sisa.years(found).frame
heading.title(sisa_view.finding(account), anchor=False)

st.caption(
    f"Per kalenderjaar, op basis van baten en lasten · stand per {dutch.day(found.as_of)} · het boekjaar bepaalt het "
    "jaar; waar dat ontbreekt de boekdatum"
)
plain_table(sisa_view.per_year(account, found.rules.labels), alt="De verantwoording per kalenderjaar en onderdeel")
st.caption(
    "Huur en ambtelijke capaciteit staan apart, en bedragen naar of van andere gemeenten ook; een splitsing naar "
    "bestedingsdoel wordt niet gevraagd. De codes zijn niet zeker: vergelijk ze met de SiSa-bijlage van uw "
    "jaarrekening."
)
undated = int(account["from_booking_date"].sum())
if undated:
    st.caption(
        f"Bij {dutch.counted(undated, 'boeking', 'boekingen')} staat geen boekjaar "
        f"({euros(int(account['from_booking_date_cents'].sum()), True)}): daar bepaalt de boekdatum het jaar."
    )
st.caption(plain(source, 4_000))

st.header("Telt het op?", anchor=False)
sisa_view.draw_checks(sisa.checks(found, listed))
sisa_view.draw_closed(account, found)

if choices.audience is Audience.LEA:
    st.caption("De losse boekingen en het bestand zijn voor de gemeente zelf.")
    st.stop()
if changed is not None:
    sisa_view.draw_changes(changed)
st.download_button(
    "Download de verantwoording (Excel)",
    data=access.export(lambda: sisa_view.workbook(listed, found, found.rules.labels, found.as_of, place), Role.EDITOR),
    file_name=f"sisa-{place.lower()}-{found.as_of.isoformat()}.xlsx",
    mime="application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
    icon=":material/download:",
    type="primary",
    help="Met formules: ze tellen de boekingen op het tweede blad opnieuw op.",
)
st.header("De boekingen erachter", anchor=False)
sisa_view.draw_bookings(listed, found)
if choices.photo is None:
    st.header("Jaarrekening vastgesteld", anchor=False)
    sisa_view.draw_closing(region, account, found)
