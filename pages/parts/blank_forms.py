"""Empty forms to hand out and fill in; made once, so that a download is there at the first click."""

from collections.abc import Mapping
from functools import partial

import streamlit as st

from intake import templates
from intake.monitor import Known
from model import menukaart
from model.region import Level
from pages.parts import access


@st.cache_data
def _of_scans() -> dict[str, tuple[str, bytes]]:
    names = [one.name for one in menukaart.current().values()]
    return {
        "Word": ("schoolscan.docx", templates.scan_docx(names)),
        "Excel": ("schoolscans.xlsx", templates.scan_xlsx(names)),
        "CSV": ("schoolscans.csv", templates.scan_csv()),
        "Kinderopvang (Word)": ("scan-kinderopvang.docx", templates.preschool_docx()),
    }


def offer_scans() -> None:
    """The form for schools in three kinds, and the short one for kinderopvang."""
    _draw(_of_scans())


def offer_figures(known: Known, year: str) -> None:
    """Files to fill in for what a gemeente counts itself, with its own areas and a year in them."""
    wijken = {code: name for code, name in known.names.items() if code.startswith(f"WK{known.municipality[2:]}")}
    own = {known.municipality: known.names.get(known.municipality, known.municipality)}
    _draw(
        {
            known.catalogue.sources[source].title: (
                f"{source}.xlsx",
                templates.figures_xlsx(source, known.catalogue, areas, level, year),
            )
            for source, areas, level in (
                ("voorschools", wijken, Level.WIJK),
                ("thuiszitters", own, Level.MUNICIPALITY),
            )
        }
    )


def _draw(forms: Mapping[str, tuple[str, bytes]]) -> None:
    with st.container(horizontal=True, vertical_alignment="center"):
        st.markdown("Leeg formulier:")
        for label, (name, content) in forms.items():
            st.download_button(
                label,
                data=access.export(partial(bytes, content)),
                file_name=name,
                on_click="ignore",
                icon=":material/download:",
                key=f"_blank-{name}",
            )
