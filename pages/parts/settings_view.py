"""The settings of this installation: what is in force, and those that a beheerder decides here."""

from dataclasses import fields
from datetime import date

import pandas as pd
import streamlit as st

from intake import plan
from model import dutch
from model.access import Right
from model.findings import Refusal
from pages.parts import outcome
from pages.parts.data import reading_at
from pages.parts.plain import table
from settings import CHANGEABLE, SettingError, Settings, current, given, with_choices
from store import entries, shared_store

_LABELS = {
    "smallest_count": "Kleinste aantal kinderen dat getoond wordt",
    "smallest_respondents": "Kleinste aantal antwoorden waarvan een percentage getoond wordt",
    "last_spending_day": "Laatste dag waarop het geld besteed mag worden",
    "vat_burdens": "Btw telt mee als besteding",
    "rent_limit_eur": "Waarschuw boven zoveel euro extra huur (0 is nooit)",
    "staff_limit_eur": "Waarschuw boven zoveel euro personeel of expertise (0 is nooit)",
    "upload_quota_mb": "Hoogstens zoveel MB aan bestanden per persoon per dag",
    "upload_quota_files": "Hoogstens zoveel bestanden per persoon per dag",
    "keep_uploads_days": "Verwijder ingelezen bestanden na zoveel dagen (0 is nooit)",
    "role_claim": "Waar de aanmelddienst de rol zet",
    "role_editor": "Hoe de aanmelddienst de bewerker noemt",
    "role_manager": "Hoe de aanmelddienst de beheerder noemt",
    "query_limit_s": "Een vraag aan de gegevens mag zoveel seconden duren",
    "deck_template": "Huisstijl van presentaties",
}
"""What an officer would ask after; paths and addresses stay in the file."""


def draw() -> None:
    """A table of settings with their value, and a form for one that can be changed."""
    now, default, fixed = current(), Settings(), given()
    known = {field.name for field in fields(Settings)}
    shown = [name for name in _LABELS if name in known]
    table(
        pd.DataFrame(
            {
                "Instelling": [_LABELS[name] for name in shown],
                "Waarde": [_said(getattr(now, name)) for name in shown],
                "Gewijzigd": ["ja" if getattr(now, name) != getattr(default, name) else "" for name in shown],
                "Naam in het bestand": shown,
            }
        ),
        alt="De instellingen met hun waarde en hun naam in het bestand",
    )
    st.caption(
        "De andere instellingen staan in startfoto.toml naast app.py en gelden na een herstart; docs/settings.md zegt "
        "wat elk doet. Wat dat bestand zegt, gaat voor."
    )
    outcome.refused()
    name = st.selectbox(
        "Welke instelling wilt u wijzigen?",
        [name for name in CHANGEABLE if name not in fixed],
        format_func=_LABELS.__getitem__,
        index=None,
        placeholder="Kies een instelling",
        key="_setting",
    )
    if name is not None:
        _form(name, getattr(now, name))


def _form(name: str, value: object) -> None:
    with st.form(f"_setting-{name}", border=True, enter_to_submit=False):
        if isinstance(value, bool):
            wanted: object = st.segmented_control(_LABELS[name], [True, False], default=value, format_func=_said)
        elif isinstance(value, date):
            wanted = st.date_input(_LABELS[name], value, format="DD-MM-YYYY")
        else:
            wanted = st.number_input(_LABELS[name], min_value=0, value=value, step=1)
        asked = st.form_submit_button("Bewaar", type="primary", icon=":material/check:")
    if asked and wanted != value:
        _keep(name, wanted)
        st.rerun()


def _keep(name: str, wanted: object) -> None:
    written = str(wanted).lower() if isinstance(wanted, bool) else str(wanted)

    def commit() -> list[int]:
        with reading_at(None) as cursor:
            chosen = entries.remembered(cursor, entries.SETTING)
        try:
            with_choices(chosen | {name: written})
        except SettingError as error:
            raise Refusal(f"{error} Er is niets gewijzigd.") from error
        plan.keep(shared_store(), lambda cursor: entries.remember(cursor, entries.SETTING, {name: written}))
        return [1]

    outcome.kept(Right.SETTINGS, f"{_LABELS[name]}: {_said(wanted)}", commit)


def _said(value: object) -> str:
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, date):
        return dutch.day(value)
    if isinstance(value, int | float):
        return dutch.number(value)
    return str(value) or "geen"
