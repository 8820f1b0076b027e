"""The settings of this installation as they are in force; they are changed in their file, not on a page."""

from dataclasses import fields
from datetime import date

import pandas as pd
import streamlit as st

from model import dutch
from pages.parts.plain import table
from settings import Settings, current

_LABELS = {
    "smallest_count": "Kleinste aantal kinderen dat getoond wordt",
    "smallest_respondents": "Kleinste aantal antwoorden waarvan een percentage getoond wordt",
    "last_spending_day": "Laatste dag waarop het geld besteed mag worden",
    "vat_burdens": "Btw telt mee als besteding",
    "rent_limit_eur": "Waarschuw boven zoveel euro extra huur",
    "staff_limit_eur": "Waarschuw boven zoveel euro personeel of expertise",
    "role_claim": "Waar de aanmelddienst de rol zet",
    "role_editor": "Hoe de aanmelddienst de bewerker noemt",
    "role_manager": "Hoe de aanmelddienst de beheerder noemt",
    "upload_quota_mb": "Hoogstens zoveel MB aan bestanden per persoon per dag",
    "upload_quota_files": "Hoogstens zoveel bestanden per persoon per dag",
    "keep_uploads_days": "Ingelezen bestanden worden na zoveel dagen verwijderd",
    "query_limit_s": "Een vraag aan de gegevens mag zoveel seconden duren",
    "deck_template": "Huisstijl van presentaties",
}
"""What an officer would ask after; paths and addresses stay in the file."""


def draw() -> None:
    """A table of settings with their value, and which of them differ from the default."""
    now, default = current(), Settings()
    known = {field.name for field in fields(Settings)} & set(_LABELS)
    shown = [(label, name) for name, label in _LABELS.items() if name in known]
    table(
        pd.DataFrame(
            {
                "Instelling": [label for label, _ in shown],
                "Waarde": [_said(getattr(now, name)) for _, name in shown],
                "Gewijzigd": ["ja" if getattr(now, name) != getattr(default, name) else "" for _, name in shown],
                "Naam in het bestand": [name for _, name in shown],
            }
        ),
        alt="De instellingen met hun waarde en hun naam in het bestand",
    )
    st.caption(
        "Instellingen staan in startfoto.toml naast app.py en gelden na een herstart; wat elk doet staat in "
        "docs/settings.md. Zo kan niemand ze met een klik wijzigen."
    )


def _said(value: object) -> str:
    if isinstance(value, bool):
        return "ja" if value else "nee"
    if isinstance(value, date):
        return dutch.day(value)
    if isinstance(value, int | float):
        return dutch.number(value)
    return str(value) or "geen"
