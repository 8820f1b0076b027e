"""Bronnen en methode: where a figure comes from, the weights of the score, how it is computed, sources, definitions."""

import streamlit as st

from analysis import figures, known
from model.choices import Audience
from model.region import municipality_of
from pages.parts import lineage_view, method_text, sources_view, weights_form
from pages.parts.data import reading
from pages.parts.frame import choices_or_stop
from settings import current

PART = "deel"  # the name of the opened part in the URL

choices = choices_or_stop()
st.title("Bronnen en methode", anchor=False)
origin, weighing, method, publishers, definitions = st.tabs(
    ["Herkomst", "Gewichten", "Werkwijze", "Bronnen", "Definities"], key=PART, on_change="rerun", bind="query-params"
)
with reading() as cursor:
    catalogue = known.catalogue(cursor)
    if origin.open:
        with origin:
            st.header("Waar komt dit cijfer vandaan?", anchor=False)
            lineage_view.area(cursor, choices)
            municipality = municipality_of(choices.area)
            if municipality and choices.audience is Audience.MUNICIPALITY:
                with st.expander(
                    "Van een school", icon=":material/school:", on_change="rerun", key="_of-school"
                ) as one:
                    if one.open:
                        lineage_view.school(cursor, municipality)
    if weighing.open:
        with weighing:
            st.header("Gewichten van de achtergrondscore", anchor=False)
            available = figures.available(cursor, municipality_of(choices.area) or choices.area)
            can_weigh = [row for row in catalogue.indicators.values() if row.weight is not None]
            weights_form.draw(can_weigh, [row for row in can_weigh if row.id in available])
    if method.open:
        with method:
            st.header("Zo rekenen we", anchor=False)
            for title, text in method_text.sections(current()):
                st.subheader(title, anchor=False)
                st.markdown(text)
    if publishers.open:
        with publishers:
            st.header("Bronnen", anchor=False)
            sources_view.sources(cursor, catalogue)
    if definitions.open:
        with definitions:
            st.header("Definities", anchor=False)
            sources_view.definitions(catalogue)
