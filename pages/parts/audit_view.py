"""The audit trail on a page: who did what and when, searched and taken along as a file."""

from datetime import date, timedelta

import pandas as pd
import streamlit as st

from model import dutch
from model.access import Right, Role
from pages.parts import access
from pages.parts.data import reading_at
from pages.parts.download import csv_of
from pages.parts.plain import table
from store import audit

_SHOWN = 100
_ALL = "Alles"
_VERSIONS = "Van versie naar versie"
_OF_SCOPE = r"/[^:;]+(?=: )"
"""Which one of its kind it was, which only the file says: `maatregel/GM9901/0f3c...: 12 → 15`."""


def draw(today: date, since: timedelta) -> None:
    """The trail of the days since so long ago, or of those that are chosen, newest first."""
    left, middle, right = st.columns(3)
    days = left.date_input("Dagen", (today - since, today), max_value=today, format="DD-MM-YYYY", key="_trail_days")
    label = middle.selectbox("Wat", [_ALL, *(one.label for one in Right)], key="_trail_right")
    words = right.text_input("Zoek op naam of onderwerp", key="_trail_words", icon=":material/search:")
    if not isinstance(days, tuple) or len(days) != 2:
        st.caption("Kies een eerste en een laatste dag.")
        return
    first, last = days
    action = "" if label == _ALL else label
    with reading_at(None) as cursor:
        found = _named(audit.trail(cursor, first, last, words, action, _SHOWN + 1))
        missing = audit.missing(cursor)
    if missing:
        st.error(
            f"Uit dit logboek zijn {dutch.counted(missing, 'regel', 'regels')} verdwenen: de nummers lopen niet door. "
            "Bewaar de back-ups en laat het uitzoeken.",
            icon=":material/error:",
        )
    if found.empty:
        st.info("In deze dagen staat niets in het logboek dat hierbij past.", icon=":material/info:")
        return
    shown = found.head(_SHOWN).replace({_VERSIONS: _OF_SCOPE}, "", regex=True)
    table(shown, alt="Het logboek: wie deed wat en wanneer, de nieuwste regel bovenaan")
    if len(found) > _SHOWN:
        st.caption(f"De nieuwste {_SHOWN} regels; het bestand heeft ze allemaal.")

    def whole() -> bytes:
        with reading_at(None) as cursor:
            return csv_of(_named(audit.trail(cursor, first, last, words, action)))

    st.download_button(
        "Download het logboek als CSV",
        data=access.export(whole, Role.MANAGER),
        file_name=f"startfoto-logboek-{first}-{last}.csv",
        mime="text/csv",
        icon=":material/download:",
    )


def _named(trail: pd.DataFrame) -> pd.DataFrame:
    moments = trail["happened_at"].dt.tz_convert(dutch.HERE)
    return pd.DataFrame(
        {
            "Nr": trail["number"],
            "Wanneer": moments.dt.strftime("%d‑%m‑%Y %H:%M:%S"),
            "Wie": trail["name"].where(trail["name"] != "", "iemand op deze computer"),
            "Rol": trail["role"],
            "Wat": trail["action"],
            "Waarover": trail["about"],
            _VERSIONS: [
                f"{changes} (en nog {scopes - audit.NAMED})" if scopes > audit.NAMED else changes
                for changes, scopes in zip(trail["changes"], trail["scopes"], strict=True)
            ],
        }
    )
