"""The gaps in order of need, and what could be looked at together, as lists."""

import streamlit as st

from model import dutch
from model.choices import Audience
from pages.parts.plain import plain
from tiles import gap_cell, gaps
from tiles.gaps import View


def draw(view: View, audience: Audience) -> None:
    """Both lists, each with a sentence where there is nothing."""
    st.header("Mogelijke leemtes, op volgorde van behoefte", anchor=False)
    for cell in view.gaps.gaps:
        of = cell.facts
        children = f" ({dutch.number(of.children)} kinderen van 0 tot 15)" if of.children else ""
        st.markdown(f"- **{plain(of.name)}, {of.domain}**: {plain(gaps.verdict_text(cell, audience))}{children}")
    if not view.gaps.gaps:
        st.markdown("Geen, in wat bekend is.")
    st.header("Samen bekijken", anchor=False)
    for pair in view.gaps.together:
        st.markdown(f"- {plain(gap_cell.together_text(pair, view.found))}")
    if not view.gaps.together:
        st.markdown("Niets dat twee keer hetzelfde lijkt.")
