"""From when the pages are seen: now, or as of a photo. It stands in the URL, like every choice."""

import streamlit as st

from model.photo import Photo
from pages.parts import data
from store.photos import NOW, photos

PHOTO = "foto"
"""The key of the widget, which is also the name in the URL."""


def choose_photo(is_of_now: bool = False) -> Photo | None:
    """Draw the choice when there are photos, let this run read as of the chosen one, and return it; None for now.

    Call it before anything else reads. `is_of_now` is for pages that write: there a photo does not matter, and the
    choice stands still until another page is opened.
    """
    with data.reading_at(None) as cursor:
        known = {photo.name: photo for photo in photos(cursor)}
    asked = st.query_params.get(PHOTO)
    if PHOTO not in st.session_state and asked and asked not in known and asked != NOW:
        st.toast(f"Er is geen foto '{asked[:60]}'; u ziet de gegevens van nu.", icon=":material/info:")
    chosen = known.get(_drawn(list(known), is_of_now)) if known else None
    seen_from = None if is_of_now else chosen
    data.see_from(seen_from.photo_id if seen_from else None)
    return seen_from


def _drawn(names: list[str], is_of_now: bool) -> str:
    name: str = st.selectbox(
        "Gezien vanuit",
        [NOW, *names],
        key=PHOTO,
        bind="query-params",
        disabled=is_of_now,
        help="Deze pagina werkt altijd met de gegevens van nu."
        if is_of_now
        else "Kies een foto om alle pagina's te zien zoals de gegevens toen waren.",
    )
    return name
