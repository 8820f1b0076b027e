"""What one scan says, in full, as text: nothing of it is taken for Markdown or HTML."""

from collections.abc import Sequence

import streamlit as st

from model import dutch
from model.reading import Reading
from model.scan import Scan
from settings import current as settings


def draw(scan: Scan, interventions: Sequence[str]) -> None:
    """The parts of a scan that are filled in; `interventions` is what each choice was recognised as."""
    with st.container(border=True):
        for label, text in (
            ("Conclusies", scan.conclusions),
            ("Doelstellingen", scan.goals),
            ("Aanpak", scan.approach),
        ):
            _part(label, [text] if text else [])
        _part(
            "Keuzes uit de menukaart",
            [
                f"{choice.written}{f' – {choice.note}' if choice.note else ''} (herkend als: {meant or 'niet herkend'})"
                for choice, meant in zip(scan.choices, interventions, strict=True)
            ],
        )
        _part("Wensen aan de gemeente", [f"{wish.text} ({wish.kind})" for wish in scan.wishes])
        _part("Opmerkingen", [scan.remarks] if scan.remarks else [])
        _part(
            "Leerlingen met vertraging",
            [
                f"{one.domain}: {_number(one.delayed)} van {_number(one.assessed)} beoordeeld"
                for one in scan.domains
                if one.delayed or one.assessed
            ],
        )


def _number(reading: Reading | None) -> str:
    if reading is None:
        return "onbekend"
    low, high = (reading.lower, reading.upper) if reading.value is None else (reading.value, reading.value)
    text = dutch.few(low, high, settings().smallest_count)
    return "onbekend" if text == dutch.NO_VALUE else text


def _part(label: str, texts: Sequence[str]) -> None:
    if texts:
        st.markdown(f"**{label}**")
        for text in texts:
            st.text(text)
