"""Wensen: what schools ask of the gemeente, those that ask for the same together, and a measure of it in one step."""

import streamlit as st

from analysis import wishes
from model import dutch
from model.choices import Audience
from model.region import municipality_of
from pages.parts import access, bundle_card, bundle_changes, bundle_history, frame, synonym_form, writer
from pages.parts.data import reading
from pages.parts.download import csv_of
from pages.parts.plain import plain
from tiles import bundles

_AT_ONCE = 10

choices = frame.choices_or_stop()
municipality = municipality_of(choices.area)
if municipality is None:
    st.title("Wensen", anchor=False)
    st.info("Wensen zijn van scholen in één gemeente. Kies links bij Gebied een gemeente.", icon=":material/info:")
    st.stop()
with reading() as cursor:
    found = wishes.of(cursor, municipality, choices.audience)
st.title(plain(bundles.finding(found, choices.audience)), anchor=False)
is_own = choices.audience is Audience.MUNICIPALITY
is_editing = is_own and choices.photo is None
if not found.bundles and not found.loose:
    if is_own:
        st.markdown("Wensen staan op de schoolscans. Lees die in, dan zet Startfoto bij elkaar wat hetzelfde vraagt.")
        st.page_link("pages/scans.py", label="Schoolscans inlezen", icon=":material/upload_file:")
    st.stop()
st.markdown(bundles.in_words(found, choices.audience))
if is_editing:
    st.caption(
        "Startfoto stelt bundels voor aan de hand van woorden. Niets gebeurt vanzelf: u voegt samen, splitst en noemt."
    )
    bundle_changes.draw_done(municipality)

st.header("Wat scholen samen vragen", anchor=False)
with st.container(horizontal=True, vertical_alignment="bottom"):
    state = st.segmented_control(
        "Toon", [bundles.OPEN, bundles.ANSWERED, bundles.ALL], default=bundles.OPEN, key="_wishes_state", required=True
    )
    sought = st.text_input("Zoek in wensen en scholen", key="_wishes_sought", icon=":material/search:")
shown = [
    one
    for one in bundles.of_state(found.bundles, state)
    if sought.casefold() in f"{one.name} {' '.join(map(bundle_card.label, one.wishes))}".casefold()
]
if not shown:
    st.info("Geen bundel past bij deze keuze.", icon=":material/info:")
pages = -(-len(shown) // _AT_ONCE)
page = st.segmented_control("Bladzijde", range(1, pages + 1), default=1, required=True) if pages > 1 else 1
for bundle in shown[(page - 1) * _AT_ONCE : page * _AT_ONCE]:
    bundle_card.draw(bundle, found, municipality, is_editing)
if pages > 1:
    st.caption(f"{dutch.counted(len(shown), 'bundel', 'bundels')}, de grootste eerst.")
bundle_card.loose(found, municipality, is_editing)
st.download_button(
    "Download alle wensen als CSV",
    data=access.export(lambda: csv_of(bundles.whole_table(found))),
    file_name="startfoto-wensen.csv",
    mime="text/csv",
    icon=":material/download:",
)
if is_editing:
    synonym_form.draw()
    bundle_history.draw(municipality, found.version)
    writer.ask()
