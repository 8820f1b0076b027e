"""What loads have to say: a table that can be filtered by level and downloaded."""

from collections.abc import Sequence

import pandas as pd
import streamlit as st

from model.access import Role
from model.findings import Finding, FindingLevel
from pages.parts import access
from pages.parts.download import csv_of
from pages.parts.plain import table as draw_table

_MOST_ROWS = 100


def frame(findings: Sequence[Finding]) -> pd.DataFrame:
    """The findings as a table with Dutch headings; a cell is where it is in the user's own program."""
    return pd.DataFrame(
        {
            "Soort": [finding.level.value for finding in findings],
            "Melding": [finding.message for finding in findings],
            "Bestand": [finding.file for finding in findings],
            "Werkblad": [finding.sheet for finding in findings],
            "Rij": ["" if finding.row is None else str(finding.row) for finding in findings],
            "Kolom": [finding.column for finding in findings],
            "Gevonden": [finding.found for finding in findings],
            "Verwacht": [finding.expected for finding in findings],
            "Voorbeeld": [finding.example for finding in findings],
        },
        dtype=str,
    )


def draw(findings: Sequence[Finding], key: str) -> None:
    """The table of findings with a filter by level, and the whole list as CSV; nothing where there are none."""
    if not findings:
        return
    st.header("Meldingen", anchor=False)
    counts = {level: sum(finding.level is level for finding in findings) for level in FindingLevel}
    there = [level for level in FindingLevel if counts[level]]
    chosen = st.pills(
        "Toon",
        there,
        selection_mode="multi",
        default=there,
        format_func=lambda level: f"{level.value} ({counts[level]})",
        key=f"{key}-levels-{'-'.join(there)}",  # other levels are another filter
    )
    order = list(FindingLevel)
    shown = frame(sorted((one for one in findings if one.level in chosen), key=lambda one: order.index(one.level)))
    if shown.empty:
        st.markdown("Kies hierboven welke meldingen u wilt zien.")
    else:
        filled = [name for name in shown.columns if (shown[name] != "").any()]
        first = shown[filled].head(_MOST_ROWS)
        draw_table(first, alt="Meldingen: soort, melding, plaats en wat er gevonden is")
    if len(shown) > _MOST_ROWS:
        st.caption(f"De eerste {_MOST_ROWS} van {len(shown)} meldingen; het bestand heeft ze allemaal.")
    st.download_button(
        "Download de meldingen als CSV",
        data=access.export(lambda: csv_of(frame(findings)), Role.EDITOR),
        file_name="meldingen.csv",
        mime="text/csv",
        on_click="ignore",
        icon=":material/download:",
        key=f"{key}-download",
    )
