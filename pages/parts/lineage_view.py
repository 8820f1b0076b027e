"""Which figure is followed back: of the chosen area, of the score, or of a school."""

from collections import Counter

import pandas as pd
import streamlit as st
from duckdb import DuckDBPyConnection as Cursor

from analysis import figures, known, lineage, lineage_schools, needs
from model import dutch
from model.catalogue import Catalogue
from model.choices import Choices
from model.region import is_example, municipality_of
from model.status import Status
from pages.parts import trace_view, weights_form
from pages.parts.plain import plain, table

FIGURE = "cijfer"
"""The name in the URL of the figure that is followed back."""


def labels(catalogue: Catalogue) -> dict[str, str]:
    """The indicators by id, with a label that no other has."""
    shared = Counter(row.label for row in catalogue.indicators.values())
    return {
        row.id: row.label if shared[row.label] == 1 else f"{row.label} ({row.id})"
        for row in catalogue.indicators.values()
    }


def area(cursor: Cursor, choices: Choices) -> None:
    """A figure of the chosen area and year, followed back; of the achtergrondscore what it is made of."""
    catalogue = known.catalogue(cursor)
    told = labels(catalogue)
    available = known.available(cursor, municipality_of(choices.area) or choices.area)
    offered = [one for one in told if one in available]
    if st.session_state.get(FIGURE) not in offered:
        st.session_state.pop(FIGURE, None)
    asked = st.query_params.get(FIGURE)
    if asked and asked not in [told[one] for one in offered]:
        st.warning(f"'{plain(asked)[:60]}' is hier geen cijfer; u ziet het cijfer dat links is gekozen.")
    chosen = st.selectbox(
        "Cijfer",
        offered,
        index=None,
        format_func=told.__getitem__,
        key=FIGURE,
        bind="query-params",
        placeholder=f"Zoals links gekozen: {told.get(choices.indicator, 'nog geen')}",
    )
    indicator = chosen or choices.indicator
    if indicator not in told:
        st.info("Voor dit gebied is er nog geen cijfer. Kies links een ander gebied.", icon=":material/info:")
    elif indicator == known.SCORE.id:
        _score(cursor, catalogue, choices)
    else:
        _figure(cursor, catalogue, indicator, choices)


def _figure(cursor: Cursor, catalogue: Catalogue, indicator: str, choices: Choices) -> None:
    """The figure of the chosen year, else of the latest year before it, else of the first."""
    known_in = figures.periods(cursor, indicator, choices.area)
    before = [period for period in known_in if period <= choices.period]
    period = choices.period if choices.period in known_in or not known_in else (before or known_in[:1])[-1]
    found = lineage.trace(cursor, indicator, period, choices.area)
    label = plain(catalogue.indicators[indicator].label)
    if found is None:
        st.info(
            f"Van '{label}' is er voor {period} geen cijfer van dit gebied. Kies links een ander gebied of jaar.",
            icon=":material/info:",
        )
        return
    if period != choices.period:
        st.caption(f"Voor {choices.period} is er geen cijfer; dit is dat van {period}.")
    trace_view.draw(found, catalogue, is_example(choices.area))


def _score(cursor: Cursor, catalogue: Catalogue, choices: Choices) -> None:
    """What the score of the chosen area is made of: figures, positions and weights."""
    indicators = list(catalogue.indicators.values())
    found = needs.background(cursor, indicators, choices.frame, choices.level, choices.period, dict(choices.weights))
    scored = found.areas.frame.set_index("region")
    parts = found.contributions(choices.area).frame
    if choices.area not in scored.index or parts.empty:
        st.info(
            "De achtergrondscore vergelijkt gebieden met elkaar. Kies links een van de "
            f"{choices.level.plural} om te zien waaruit zijn score bestaat.",
            icon=":material/info:",
        )
        return
    row = scored.loc[choices.area]
    if row["status"] == Status.KNOWN:
        st.markdown(
            f"**De achtergrondscore van {plain(row['name'])} is {dutch.number(row['value'])}**: het gewogen gemiddelde "
            "van de posities hieronder, tussen 0 en 100. Kies hierboven een van deze cijfers om het verder terug te "
            "volgen."
        )
    else:
        st.markdown(
            f"**{plain(row['name'])} heeft geen achtergrondscore**: er wonen minder dan {needs.FEWEST_CHILDREN} "
            f"kinderen van 0 tot 15, of minder dan {dutch.number(100 * needs.LEAST_WEIGHT_KNOWN)}% van het gewicht is "
            "bekend."
        )
    cards = [catalogue.indicators[one] for one in parts["indicator"]]
    texts = [dutch.quantity(value, card.unit, card.decimals) for card, value in zip(cards, parts["value"], strict=True)]
    shown = {
        "Cijfer over de omgeving": [card.label for card in cards],
        "Jaar": parts["period"].tolist(),
        "Waarde": texts,
        "Positie": [dutch.number(position) for position in parts["position"]],
        "Gewicht": [weights_form.said(weight) for weight in parts["weight"]],
    }
    table(pd.DataFrame(shown), alt=f"Waaruit de achtergrondscore van {row['name']} bestaat")


def school(cursor: Cursor, municipality: str) -> None:
    """A school to choose, with where its figures and its scan come from."""
    names = lineage_schools.sites(cursor, municipality)
    if not names:
        st.markdown("Van scholen in deze gemeente zijn er nog geen cijfers of scans.")
        return
    site = st.selectbox("School", list(names), format_func=lambda one: f"{names[one]} ({one})", key="_lineage-site")
    scan = lineage_schools.trace_scan(cursor, site)
    if scan is not None:
        trace_view.draw_scan(scan)
    catalogue = known.catalogue(cursor)
    offered = [one for one in lineage_schools.figures_of(cursor, site) if one[0] in catalogue.indicators]
    if not offered:
        st.markdown("Van deze school zijn er geen andere cijfers.")
        return
    chosen = st.selectbox(
        "Cijfer van deze school",
        offered,
        format_func=lambda one: f"{catalogue.indicators[one[0]].label}, {one[1]}",
        key=f"_lineage-figure-{site}",
    )
    found = lineage.trace_school(cursor, *chosen, site)
    if found is not None:
        trace_view.draw(found, catalogue, is_example(municipality))
