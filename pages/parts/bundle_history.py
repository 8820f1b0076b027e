"""Every version of what officers made of the bundles, and going back to one."""

import streamlit as st

from analysis import wishes
from model import dutch
from pages.parts import bundle_changes
from pages.parts.data import reading
from pages.parts.plain import plain
from store.versions import VersionState


def draw(municipality: str, now: int | None) -> None:
    """The versions, newest first; nothing where nobody changed anything."""
    with reading() as cursor:
        versions = wishes.history(cursor, municipality)
    if not versions:
        return
    with st.expander("Geschiedenis van de bundels", icon=":material/history:", key="_bundle_history"):
        for one in versions:
            groups = dutch.counted(len(one.content), "groep", "groepen")
            names = ", ".join(f"'{group.name}'" for group in one.content if group.name)
            who = f" door {one.by}" if one.by else ""
            told = f"{dutch.moment(one.at)}{who}: {groups}{f' ({names})' if names else ''}"
            is_used = one.stamp.state is VersionState.IN_USE
            st.markdown(f"{plain(told)} – {one.stamp.state.value}")
            if not is_used and now is not None:
                st.button(
                    "Ga hiernaar terug",
                    key=f"_bundle_back-{one.batch_id}",
                    icon=":material/redo:",
                    on_click=bundle_changes.go_back,
                    args=(municipality, one.batch_id, now),
                )
