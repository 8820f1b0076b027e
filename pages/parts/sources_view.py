"""The sources with what is loaded of them, and the definitions of all indicators."""

import pandas as pd
import streamlit as st
from duckdb import DuckDBPyConnection as Cursor

from model import dutch
from model.catalogue import Catalogue, Direction, Indicator, Layer, Source
from pages.parts import access
from pages.parts.download import csv_of
from pages.parts.plain import plain
from pages.parts.weights_form import said
from store import batches

_IN_USE = ("in gebruik", "deels vervangen")
_MEANINGS = {Direction.MORE_NEED: "hoger = meer", Direction.LESS_NEED: "hoger = minder"}


def sources(cursor: Cursor, catalogue: Catalogue) -> None:
    """A card for each source: those with figures first, then what could be loaded."""
    loads = batches.loads(cursor)
    in_use = {str(source): rows for source, rows in loads[loads["state"].isin(_IN_USE)].groupby("source")}
    known = sorted(catalogue.sources.values(), key=lambda source: source.id not in in_use)
    loaded = sum(source.id in in_use for source in known)
    st.markdown(f"**Startfoto kent {len(known)} bronnen; van {loaded} ervan is iets geladen.**")
    with st.grid(2, min_column_width=340, gap="medium"):
        for source in known:
            with st.container(border=True, height="stretch"):
                _card(source, in_use.get(source.id), catalogue)


def _card(source: Source, loads: pd.DataFrame | None, catalogue: Catalogue) -> None:
    count = sum(row.source == source.id for row in catalogue.indicators.values())
    st.markdown(f"**{plain(source.title)}** · {plain(source.publisher)}")
    if loads is None:
        st.markdown("Nog niet geladen.")
    else:
        st.markdown(
            f"Geladen: {plain(dutch.listing(sorted(set(loads['period']))))}. "
            f"Laatst opgehaald op {dutch.day(loads['retrieved_at'].max())}."
        )
    st.caption(
        f"**Goed voor:** {plain(source.good_for)}.  \n**Let op:** {plain(source.caveats)}  \n"
        f"**Verschijnt:** {plain(source.cadence)}.  \n"
        f"{f'**Indicatoren:** {count}. ' if count else ''}**Licentie:** {plain(source.licence)}."
    )
    st.link_button("Naar de bron", source.page, icon=":material/open_in_new:", type="tertiary")


def definitions(catalogue: Catalogue) -> None:
    """All indicators with a box to search them, and a file of them."""
    rows = _defined(catalogue)
    asked = st.text_input(
        "Zoek in de definities", key="_definitions", placeholder="bijvoorbeeld: taal", icon=":material/search:"
    )
    wanted = (asked or "").casefold().split()
    texts = rows.apply(lambda row: " ".join(row.astype(str)).casefold(), axis=1)
    found = rows[[all(word in text for word in wanted) for text in texts]]
    st.markdown(f"**{dutch.number(len(found))} van de {dutch.number(len(rows))} indicatoren.**")
    if found.empty:
        st.markdown("Geen indicator past bij deze woorden. Probeer een korter woord.")
    else:
        for theme, rows_of in found.groupby("Thema", sort=False):
            st.subheader(plain(theme).capitalize(), anchor=False)
            st.markdown("\n".join(_line(row) for row in rows_of.to_dict("records")))
    st.download_button(
        "Download alle definities als CSV",
        data=access.export(lambda: csv_of(rows)),
        file_name="startfoto-definities.csv",
        mime="text/csv",
        icon=":material/download:",
    )


def _line(row: dict[str, str]) -> str:
    """One indicator as an item of a list: what it is, and below it what a reader must know of it."""
    kind = f"{row['Laag']}, {row['Domein']}" if row["Domein"] else row["Laag"]
    breaks = f" Breuk in de reeks: {row['Breuk in de reeks']}." if row["Breuk in de reeks"] else ""
    facts = f"{kind}; {row['Richting']}; gewicht {row['Gewicht in de achtergrondscore']}. Bron: {row['Bron']}.{breaks}"
    return (
        f"- **{plain(row['Indicator'])}** ({plain(row['Eenheid'])}). {plain(row['Definitie'])} "
        f"Over: {plain(row['Over wie'])}.  \n  {plain(row['Let op'])}  \n  *{plain(facts)}*"
    )


def _defined(catalogue: Catalogue) -> pd.DataFrame:
    return pd.DataFrame(
        [
            {
                "Code": row.id,
                "Indicator": row.label,
                "Definitie": row.definition,
                "Laag": row.layer.value,
                "Domein": row.domain.value if row.domain else "",
                "Thema": row.theme,
                "Over wie": row.population,
                "Leeftijd": ", ".join(row.ages) or "alle",
                "Eenheid": row.unit,
                "Richting": _direction(row),
                "Gewicht in de achtergrondscore": _weight(row),
                "Modelschatting": "ja" if row.is_modelled else "nee",
                "Bron": _source(row, catalogue),
                "Kolom in de bron": " | ".join(row.stems),
                "Breuk in de reeks": ", ".join(row.breaks),
                "Let op": row.caveat,
            }
            for row in catalogue.indicators.values()
        ]
    )


def _direction(row: Indicator) -> str:
    """What a higher value means; of the surroundings never that children need more."""
    if row.direction is Direction.NONE:
        return "zonder richting"
    return f"{_MEANINGS[row.direction]} {'kans op achterstand' if row.layer is Layer.BACKGROUND else 'behoefte'}"


def _source(row: Indicator, catalogue: Catalogue) -> str:
    """Publisher and title; what stands in no file of a source is computed by us."""
    source = catalogue.sources[row.source]
    return f"{source.publisher}, {source.title}" if row.stems else "Startfoto, uit de cijfers met een gewicht"


def _weight(row: Indicator) -> str:
    if row.weight is None:
        return "nooit"
    return said(row.weight) + (" (modelschatting)" if row.is_modelled else "")
