"""Who entered what on the money of the grant, and when; a former version can count again."""

import pandas as pd
import streamlit as st
from duckdb import DuckDBPyConnection as Cursor

from intake import plan
from model import dutch
from model.access import Right
from pages.parts import outcome, writer
from pages.parts.data import reading_at
from pages.parts.plain import table as plain_table
from store import budget_history, measures, shared_store
from store import versions as kept_versions
from store.budget import Entry
from store.budget_history import Version
from store.versions import VersionState

_MOST = 100


def draw(region: str) -> None:
    """Every version of what was entered, the newest first, with the way back to a former one."""
    with reading_at(None) as cursor:
        ever = budget_history.ever(cursor, region, _MOST)
        names = {one.content.id: one.content.name for one in measures.measures(cursor, region)}
    st.page_link("pages/load.py", label="Ladingen van boekingen, met terugdraaien", icon=":material/history:")
    outcome.refused()
    if not ever:
        st.markdown("Er is nog niets ingevoerd.")
        return

    def about(one: Version) -> str:
        if one.entry is Entry.PLAN:
            return f"plan van {names.get(one.of, 'een maatregel die is verwijderd')}"
        return f"{one.entry.value} {one.of}".strip()

    def when(one: Version) -> str:
        return dutch.moment(one.stamp.at)

    shown = pd.DataFrame(
        {
            "Wat": [about(one) for one in ever],
            "Wanneer": [when(one) for one in ever],
            "Door": [one.stamp.by or "onbekend" for one in ever],
            "Staat": [one.stamp.state.value for one in ever],
        }
    )
    plain_table(shown, alt="Alle versies van wat is ingevoerd: wat, wanneer, door wie en of het nu geldt")
    former = {one.stamp.batch_id: one for one in ever if one.stamp.state is not VersionState.IN_USE}
    if not former:
        return
    chosen = st.selectbox(
        "Eerdere versie",
        list(former),
        format_func=lambda batch_id: f"{about(former[batch_id])}, {when(former[batch_id])}",
    )
    writer.ask()
    st.button("Zet deze versie terug", icon=":material/history:", on_click=_bring_back, args=(chosen,))


def _bring_back(batch_id: int) -> None:
    def change(cursor: Cursor) -> int:
        kept_versions.bring_back(cursor, batch_id, writer.name())
        return batch_id

    outcome.kept(Right.EDIT, "eerdere invoer bij het budget", lambda: [plan.keep(shared_store(), change)])
