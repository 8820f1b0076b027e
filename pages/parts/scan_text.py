"""What one scan says, in full, as text: nothing of it is taken for Markdown or HTML."""

from collections.abc import Sequence

import streamlit as st

from model import dutch
from model.scan import Scan


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


def _number(reading: object) -> str:
    value, upper = getattr(reading, "value", None), getattr(reading, "upper", None)
    return dutch.number(value) if value is not None else f"hoogstens {dutch.number(upper)}" if upper else "onbekend"


def _part(label: str, texts: Sequence[str]) -> None:
    if texts:
        st.markdown(f"**{label}**")
        for text in texts:
            st.text(text)
