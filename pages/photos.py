"""Foto's: keep the data as they are under a name, and see what differs between two photos."""

import pandas as pd
import streamlit as st

from model import dutch
from model.access import Right
from model.region import municipality_of
from pages.parts import access, frame, photo_changes, photo_form
from pages.parts.data import reading_at
from pages.parts.plain import table
from store import photos

choices = frame.choices_or_stop()
st.title("Foto's", anchor=False)
st.markdown(
    "Een foto bewaart onder een naam welke gegevens nu meetellen. Wat u later laadt, vervangt of terugdraait, "
    "verandert een foto niet: u kunt er altijd naar terug, en zien wat er sindsdien veranderde."
)
with reading_at(None) as cursor:
    known = photos.photos(cursor)
municipality = municipality_of(choices.area)
if known:
    st.header("Vergelijk", anchor=False)
    if municipality is None:
        st.info("Kies links bij Gebied een gemeente om foto's van te vergelijken.", icon=":material/info:")
    else:
        photo_changes.draw(known, municipality)
frame.own_people_only()
st.header("Maak een foto", anchor=False)
if access.may(Right.PHOTO):
    photo_form.draw()
else:
    st.markdown("Een beheerder van Startfoto maakt de foto's.")
st.header("Alle foto's", anchor=False)
if known:
    listed = pd.DataFrame(
        {
            "Naam": [photo.name for photo in known],
            "Soort": [photo.kind.value for photo in known],
            "Datum": [dutch.day(photo.day) for photo in known],
            "Gemaakt op": [dutch.day(photo.made_at) for photo in known],
            "Ladingen": [dutch.number(photo.loads) for photo in known],
        }
    )
    table(listed, alt="Alle foto's met soort, datum en aantal ladingen")
    st.caption("Kies op een andere pagina links bij 'Gezien vanuit' een foto om de gegevens zo te zien.")
else:
    st.markdown("Er is nog geen foto gemaakt.")
