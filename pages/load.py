"""Gegevens: load or refresh a municipality, see every load and what was wrong, undo one."""

import streamlit as st

from intake import plan
from model import catalogue, dutch
from model.findings import Refusal
from pages.parts import data, loads

st.title("Gegevens", anchor=False)
loads.progress()

st.header("Laad uw gemeente", anchor=False)
st.markdown(
    "Kies de gemeente en de jaren. Startfoto haalt de cijfers op bij het CBS en het RIVM en de kaart bij PDOK. "
    "Wat er al is, blijft staan tot het nieuwe helemaal binnen is."
)
catalogue_ = catalogue.current()
municipalities = catalogue_.municipalities
with st.form("load", border=True):
    code = st.selectbox(
        "Gemeente",
        list(municipalities),
        format_func=lambda code: municipalities[code].name,
        index=None,
        placeholder="Kies een gemeente",
    )
    years = st.multiselect(
        "Jaren", catalogue_.table("kwb").all_periods[::-1], default=["2022", "2021", "2020"], placeholder="Kies jaren"
    )
    with_health = st.checkbox("Ook de gezondheid van volwassenen (RIVM, modelschattingen)", value=True)
    country = st.checkbox("Heel Nederland in één keer (duurt langer)")
    if st.form_submit_button("Ophalen", type="primary", icon=":material/download:"):
        if not years or not (code or country):
            st.error("Kies een gemeente en minstens één jaar.")
        else:
            parts = plan.parts_of(catalogue_, None if country else code, sorted(years), with_health)
            name = "Heel Nederland" if country else municipalities[code].name
            try:
                data.jobs().start(f"{name}, {dutch.listing(sorted(years))}", parts)
            except Refusal as refusal:
                st.error(str(refusal))
            else:
                st.rerun()

st.header("Wat er geladen is", anchor=False)
loads.history()
