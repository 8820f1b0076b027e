"""Schoolregister: which schools there are, where they stand, and what is measured of their pupils."""

import streamlit as st

from analysis import areas, response
from intake import plan, schools
from model import catalogue
from model.region import municipality_of
from pages.parts import data, loads, outcome, school_upload
from pages.parts.frame import choices_or_stop
from pages.parts.tile_view import draw_tile
from tiles import Kind

choices = choices_or_stop()
region = municipality_of(choices.area)
if region is None:
    st.title("Schoolregister", anchor=False)
    st.info("Kies links bij Gebied de gemeente waarvan u de scholen wilt zien.", icon=":material/info:")
    st.stop()
with data.reading() as cursor:
    place = areas.named(cursor, [region])[region].name
st.title(f"Scholen in {place}", anchor=False)
loads.progress()
outcome.draw(school_upload.kept(), "pages/response.py", "Bekijk de respons", ":material/how_to_reg:")
draw_tile(Kind.SCHOOLS, choices, under_title=True)
with data.reading() as cursor:
    homeless = response.without_place(cursor, region)
if homeless and st.button(
    f"Zoek de plaats op van {homeless} {'school' if homeless == 1 else 'scholen'}", icon=":material/location_searching:"
):
    loads.start(f"Plaatsen van scholen in {place}", [plan.Part(schools.PLACES, choices.period, region)])

st.header("Haal de scholen op bij DUO", anchor=False)
st.markdown(
    "Startfoto haalt de schoolvestigingen en hun leerlingen op bij DUO en zoekt elk adres op bij de Locatieserver van "
    "PDOK. Alles gaat naar het adres van de school, niet naar waar leerlingen wonen."
)
years = catalogue.current().table("kwb").all_periods[::-1]
with st.form("schools", border=True):
    period = st.selectbox("Schooljaar dat begon in", years, index=years.index("2021"))
    measured = st.multiselect(
        "Ook wat er gemeten is: referentieniveaus, eindtoetsen, schooladviezen, voortijdig schoolverlaten",
        years,
        placeholder="Kies schooljaren, bijvoorbeeld 2018 en 2020: voor en na corona",
        help="In schooljaar 2019/2020 was er geen eindtoets.",
    )
    asked = st.form_submit_button("Ophalen", type="primary", icon=":material/download:")
if asked:
    loads.start(f"Scholen {period}", plan.school_parts(region, period, sorted(measured)))

with st.expander("Of gebruik bestanden die u al hebt", icon=":material/upload_file:", key="_school_files"):
    st.markdown(
        "Bestanden van DUO (alle schoolvestigingen, leerlingen, referentieniveaus, eindscores, schooladviezen), een "
        "lijst met plaatsen (vestigingscode met coördinaten of buurtcode), of de achterstandsscores van het CBS. "
        "Sleep ze samen hierheen; Startfoto ziet zelf wat het is."
    )
    label = "Bestanden zonder jaartal in hun naam: het schooljaar begon in"
    of_year = st.selectbox(label, years, index=years.index("2021"))
    files = st.file_uploader(
        "Bestanden van scholen",
        accept_multiple_files=True,
        max_upload_size=schools.LARGEST_MB,
        key=f"_school_files-{school_upload.number()}",
    )
    if files:
        school_upload.draw(files, of_year, region)
