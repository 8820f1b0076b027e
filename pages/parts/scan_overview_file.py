"""The overview of all scans as one document, for the audience that is chosen."""

from functools import partial

import streamlit as st

from analysis import areas
from model.choices import Choices
from model.region import municipality_of
from pages.parts import made_file
from reports import package, scan_overview
from reports.contents import Progress
from reports.scan_overview import Sent
from store import scans, shared_store

_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


def draw(choices: Choices) -> None:
    """The choice whether own words of schools are in it, and the button."""
    municipality = municipality_of(choices.area) or choices.area
    with st.expander("Alle schoolscans in één document", icon=":material/description:", key="_scan_overview"):
        with_texts = st.toggle(
            "Met wat scholen in eigen woorden schreven",
            help="Conclusies, doelen, aanpak, toelichting bij keuzes, wensen en opmerkingen. Lees ze eerst na: een "
            "school kan er meer in vertellen dan voor iedereen bedoeld is.",
        )
        st.caption(
            f"Voor de {choices.audience}, per bestuur en school. Hoeveel leerlingen een vertraging hebben, staat er "
            "niet in."
        )
        key = f"scans-{choices.audience}-{choices.photo}-{with_texts}-{shared_store().data_version()}"
        name = f"schoolscans-{municipality}-{choices.audience.lower()}.docx"
        made_file.draw(key, "Overzicht van de schoolscans (Word)", name, _DOCX, partial(_made, choices, with_texts))


def _made(choices: Choices, with_texts: bool, progress: Progress) -> bytes:
    municipality = municipality_of(choices.area) or choices.area
    progress("De schoolscans worden gelezen", 0.1)
    with shared_store().read(choices.photo) as cursor:
        register = {school.vestiging: school.name for school in scans.register(cursor, municipality)}
        sent = [
            Sent(scan, register.get(scan.site, scan.school), tuple(codes))
            for scan, codes in scans.counting(cursor, municipality)
        ]
        name = areas.named(cursor, [municipality])[municipality].name
    progress("Het document wordt geschreven", 0.5)
    return scan_overview.write(sent, municipality, name, package.moment(), choices.audience, with_texts)
