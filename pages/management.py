"""Beheer: who may come in, backups, the audit trail, photos and settings."""

from datetime import datetime
from zoneinfo import ZoneInfo

import streamlit as st

from pages.parts import audit_view, people_view, settings_view

st.title("Beheer: mensen, back-up en logboek", anchor=False)
st.header("Mensen", anchor=False)
people_view.draw()
st.header("Logboek", anchor=False)
st.markdown(
    "Wat er in Startfoto gewijzigd is, door wie en wanneer. Een regel wordt samen met de wijziging bewaard en nooit "
    "veranderd of verwijderd."
)
audit_view.draw(datetime.now(ZoneInfo("Europe/Amsterdam")).date())
st.header("Foto's en ladingen", anchor=False)
st.markdown("Een foto bewaart hoe de gegevens nu zijn; een lading die niet klopt, draait u terug.")
with st.container(horizontal=True):
    st.page_link("pages/photos.py", label="Maak of bekijk een foto", icon=":material/photo_library:")
    st.page_link("pages/load.py", label="Draai een lading terug", icon=":material/undo:")
st.header("Instellingen", anchor=False)
settings_view.draw()
