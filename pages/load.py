"""Gegevens: load or refresh a municipality, see every load and what was wrong, undo one."""

import streamlit as st

from intake import plan, uploads
from model import catalogue, dutch
from pages.parts import frame, loads, own_file

st.title("Gegevens", anchor=False)
loads.progress()

known = catalogue.current()
municipalities = known.municipalities
periods = known.table("kwb").all_periods[::-1]

st.header("Laad uw gemeente", anchor=False)
st.markdown(
    "Kies de gemeente en de jaren. Startfoto haalt de cijfers op bij het CBS en het RIVM en de kaart bij PDOK. "
    "Wat er al is, blijft staan tot het nieuwe helemaal binnen is."
)
with st.form("load", border=True):
    code = st.selectbox(
        "Gemeente",
        list(municipalities),
        format_func=lambda code: municipalities[code].name,
        index=None,
        placeholder="Kies een gemeente",
        key="_load_municipality",
    )
    years = st.multiselect("Jaren", periods, default=["2022", "2021", "2020"], placeholder="Kies jaren")
    with_health = st.checkbox("Ook de gezondheid van volwassenen (RIVM, modelschattingen)", value=True)
    country = st.checkbox("Heel Nederland in één keer, om wijken landelijk te vergelijken (duurt langer)")
    asked = st.form_submit_button("Ophalen", type="primary", icon=":material/download:")
if asked and (not years or not (code or country)):
    st.error("Kies een gemeente (of heel Nederland) en minstens één jaar.")
elif asked:
    parts = plan.parts_of(known, None if country else code, sorted(years), with_health)
    name = "Heel Nederland" if country or code is None else municipalities[code].name
    loads.start(f"{name}, {dutch.listing(sorted(years))}", parts)

with st.expander("Of gebruik een bestand dat u al hebt", icon=":material/upload_file:", key="_own_file"):
    st.markdown(
        "Grenzen als GeoPackage, GeoJSON of gezipte shapefile, of Kerncijfers wijken en buurten als CSV van StatLine "
        "met een kolom met codes. Het bestand wordt eerst gelezen en gecontroleerd; er wordt niets bewaard voordat u "
        "hebt gezien wat erin staat."
    )
    of = st.selectbox(
        "Gemeente van het bestand",
        list(municipalities),
        format_func=lambda code: municipalities[code].name,
        index=None,
        placeholder="Kies een gemeente",
        key="_own_file_municipality",
    )
    year = st.selectbox("Jaar van het bestand", periods, key="_own_file_year")
    file = st.file_uploader(
        "Bestand",
        type=list(uploads.TYPES),
        max_upload_size=uploads.LARGEST_MB,
        key=f"_own_file-{own_file.number()}",
    )
    own_file.draw(file, year, of)

st.header("Wat er geladen is", anchor=False)
frame.own_people_only()
loads.history()
