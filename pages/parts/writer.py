"""Who writes: the name that stands in the history with what somebody changes."""

import streamlit as st

from model.text_file import clean_text

_NAME, _FIELD, _SIGNED = "_writer", "_writer_field", "_writer_signed_in"
_LONGEST = 80


def ask() -> None:
    """The field for the name of who writes, which stays for the whole visit; who signed in has a name already."""
    if st.session_state.get(_SIGNED):
        return
    st.text_input(
        "Uw naam of team",
        value=name(),
        max_chars=_LONGEST,
        key=_FIELD,
        on_change=_keep,
        placeholder="Bijvoorbeeld: team onderwijs",
        help="Staat in de geschiedenis bij wat u wijzigt, zodat collega's weten bij wie ze terechtkunnen.",
    )


def name() -> str:
    """Who signed in, or what was filled in; empty for nothing."""
    return str(st.session_state.get(_NAME, ""))


def sign_as(name: str) -> None:
    """From here on this name stands in the history: that of who signed in."""
    st.session_state[_NAME] = clean_text(name)[:_LONGEST]
    st.session_state[_SIGNED] = True


def _keep() -> None:
    st.session_state[_NAME] = clean_text(str(st.session_state[_FIELD]))
