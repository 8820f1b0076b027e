"""What stands around every page: the choices of this run, and the banner of the example."""

from dataclasses import replace

import streamlit as st

from model import dutch
from model.choices import Audience, Choices
from model.photo import Photo
from model.region import is_example
from pages.parts import access
from pages.parts.plain import plain
from store.photos import NOW

_CHOICES, _PHOTO = "_choices", "_seen_from"
PRINT = "afdrukken"
"""The name in the URL of the view of a page that is made to be printed."""


def is_printed() -> bool:
    """Whether the page is shown to be printed, before any widget of it is drawn."""
    return bool(st.session_state.get(PRINT, st.query_params.get(PRINT) == "true"))


def chosen(choices: Choices | None, photo: Photo | None = None) -> None:
    """Keep the choices of this run for the page, and the photo as of which it is seen."""
    st.session_state[_CHOICES] = choices and replace(choices, photo=photo.photo_id if photo else None)
    st.session_state[_PHOTO] = photo


def choices_or_stop() -> Choices:
    """The choices of this run; where nothing is loaded, say how to begin and end the page there."""
    choices: Choices | None = st.session_state.get(_CHOICES)
    if choices is None and st.session_state.get(_PHOTO):
        st.title("Geen gemeente op deze foto", anchor=False)
        st.markdown(f"Op deze foto staat nog geen gemeente. Kies links bij 'Gezien vanuit' een andere foto, of {NOW}.")
        st.stop()
    if choices is None:
        st.title("Nog geen gegevens", anchor=False)
        st.markdown("Er is nog geen gemeente geladen. Kies uw gemeente; Startfoto haalt de cijfers en de kaart op.")
        st.page_link("pages/load.py", label="Naar Gegevens: laad uw gemeente", icon=":material/database:")
        st.stop()
    return choices


def banner() -> None:
    """Say on every page of the example that all of it is made up, and in a photo that it is seen as it was then."""
    choices: Choices | None = st.session_state.get(_CHOICES)
    if choices is not None and is_example(choices.area):
        st.info(
            "**Voorbeeldgemeente.** Alle namen en cijfers van Lindewaard zijn verzonnen. "
            "Laad uw eigen gemeente op de pagina Gegevens.",
            icon=":material/science:",
        )
    photo: Photo | None = st.session_state.get(_PHOTO)
    if photo is not None:
        st.info(
            f"U ziet de gegevens zoals op de foto **{plain(photo.name)}** van {dutch.day(photo.day)}. "
            f"Kies links bij 'Gezien vanuit' {NOW} voor de gegevens van nu.",
            icon=":material/photo_library:",
        )


def own_people_only(title: str = "") -> None:
    """End a page that shows what boards share with the gemeente alone, where it is drawn for the LEA.

    `title` is for a page that has not said yet what it is.
    """
    choices: Choices | None = st.session_state.get(_CHOICES)
    if choices is not None and choices.audience is Audience.LEA:
        if title:
            st.title(title, anchor=False)
        if access.is_viewer():
            st.info("Hier staan namen van scholen en bestanden; dat is voor bewerkers.", icon=":material/lock:")
            st.stop()
        st.info(
            "Deze pagina is voor de gemeente zelf: hier staan namen van scholen en bestanden. Kies links bij "
            "'Beeld voor' de gemeente.",
            icon=":material/visibility_off:",
        )
        st.stop()
