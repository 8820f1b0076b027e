"""Beheer: is everything kept, who may come in, and what was done?"""

from datetime import UTC, datetime, timedelta

import streamlit as st

from model import dutch
from pages.parts import audit_view, backup_view, people_view, retention_view, settings_view

today = dutch.today()
st.title(backup_view.finding(datetime.now(UTC)), anchor=False)
st.header("Back-up", anchor=False)
backup_view.draw()
st.header("Mensen", anchor=False)
people_view.draw()
st.header("Logboek", anchor=False)
st.markdown(
    "Wat er in Startfoto gewijzigd is, door wie en wanneer. Een regel wordt samen met de wijziging bewaard en nooit "
    "veranderd of verwijderd."
)
audit_view.draw(today, timedelta(days=30))
st.header("Ingelezen bestanden", anchor=False)
retention_view.draw(today)
st.header("Foto's en ladingen", anchor=False)
st.markdown("Een foto bewaart hoe de gegevens nu zijn; een lading die niet klopt, draait u terug.")
with st.container(horizontal=True):
    st.page_link("pages/photos.py", label="Maak of bekijk een foto", icon=":material/photo_library:")
    st.page_link("pages/load.py", label="Draai een lading terug", icon=":material/undo:")
st.header("Instellingen", anchor=False)
settings_view.draw()
