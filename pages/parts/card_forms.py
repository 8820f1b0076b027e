"""Where the officer describes what is new in a file of figures: whose they are, and what each indicator is."""

from collections.abc import Sequence

import streamlit as st

from intake import monitor
from intake.monitor import Draft
from model import catalogue
from model.catalogue import AGES, Direction, Domain, Layer, Source
from pages.parts.plain import plain

_NEW = "+"
_NO_DOMAIN = "geen van deze vier"
_OWN_THEME = "eigen cijfers"
_MEANINGS = {
    Direction.MORE_NEED: "meer behoefte",
    Direction.LESS_NEED: "minder behoefte",
    Direction.NONE: "zegt niets over behoefte",
}


def indicator_cards(number: int, drafted: Draft, source: str) -> dict[str, str]:
    """The cards of the indicators that are new, as the officer fills them in; only whole ones are returned."""
    cards: dict[str, str] = {}
    if not drafted.read.new_indicators:
        return cards
    themes = [*sorted({one.theme for one in catalogue.current().indicators.values()} - {_OWN_THEME}), _OWN_THEME]
    population = st.text_input(
        "Over wie gaan deze cijfers?", key=f"_card-{number}-population", placeholder="leerlingen van klas 2 en 4"
    )
    for place, written in enumerate(drafted.read.new_indicators):
        measure = next((one for one in drafted.layout.measures if one.written == written), None)
        key = f"_card-{number}-{place}"
        with st.container(border=True):
            st.markdown(f"**Beschrijving van** {plain(written)}")
            label = st.text_input("Naam", written, key=f"{key}-label")
            definition = st.text_area("Wat is er gemeten?", key=f"{key}-definition", height=80)
            left, middle, right = st.columns(3)
            layer = left.selectbox("Soort kennis", list(Layer)[:2], index=1, format_func=str, key=f"{key}-layer")
            domain = middle.selectbox(
                "Domein",
                [*Domain, _NO_DOMAIN],
                index=None,
                format_func=str,
                key=f"{key}-domain",
                placeholder="Kies een domein",
                disabled=layer is Layer.BACKGROUND,
            )
            direction = right.selectbox(
                "Hoger betekent",
                list(Direction),
                index=None,
                format_func=_MEANINGS.__getitem__,
                key=f"{key}-direction",
                placeholder="Kies",
            )
            first, second = st.columns(2)
            theme = first.selectbox("Thema", themes, index=themes.index(_OWN_THEME), key=f"{key}-theme")
            ages = second.multiselect(
                "Leeftijden",
                list(AGES),
                format_func=AGES.__getitem__,
                placeholder="Alle leeftijden",
                key=f"{key}-ages",
            )
            if label and definition and population and direction and (domain or layer is Layer.BACKGROUND):
                cards[written] = monitor.card(
                    written,
                    label=label,
                    definition=definition,
                    layer=layer.value,
                    domain=str(domain) if domain in list(Domain) and layer is not Layer.BACKGROUND else "",
                    theme=theme,
                    ages="|".join(code for code in AGES if code in ages),
                    unit=measure.unit if measure else "%",
                    direction=direction.value,
                    population=population,
                    source=source,
                    decimals="0" if measure and measure.unit == "aantal" else "1",
                )
    return cards


def source_card(number: int, sources: Sequence[Source], likely: str) -> tuple[str, dict[str, str]]:
    """Whose figures these are: a known source, or a new one with its card (JSON by id); `likely` is proposed."""
    names = {one.id: f"{one.publisher}: {one.title}" for one in sources}
    chosen = st.selectbox(
        "Van wie zijn deze cijfers?",
        [_NEW, *names],
        index=[_NEW, *names].index(likely) if likely in names else None,
        format_func=lambda id_: names.get(id_, "Een nieuwe bron"),
        placeholder="Kies een bron",
        key=f"_source-{number}-{likely}",
    )
    if chosen != _NEW:
        return chosen or "", {}
    left, right = st.columns(2)
    publisher = left.text_input("Organisatie", key=f"_publisher-{number}", placeholder="GGD Lindewaard")
    title = right.text_input("Naam van het onderzoek", key=f"_title-{number}", placeholder="Jeugdmonitor 2021")
    licence = left.text_input("Licentie of afspraak", "afspraken met de organisatie", key=f"_licence-{number}")
    caveats = right.text_input("Waar moet een lezer op letten?", key=f"_caveats-{number}")
    if not (publisher and title):
        return "", {}
    id_ = monitor.source_id(publisher, title)
    return id_, {id_: monitor.source_card(publisher=publisher, title=title, licence=licence, caveats=caveats)}
