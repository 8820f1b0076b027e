"""Where a figure comes from, as a sentence, a list to check it by, and what stood there before."""

import pandas as pd
import streamlit as st
from duckdb import DuckDBPyConnection as Cursor

from analysis import known, lineage, lineage_schools, needs
from analysis.lineage import File, Trace, Version
from analysis.lineage_schools import ScanTrace
from model import dutch
from model.catalogue import SCHOOL_LEVEL, Catalogue, Indicator
from model.choices import Choices
from model.region import is_example
from model.status import LONG_TEXT, SHORT_TEXT, Status
from pages.parts.plain import plain, table
from settings import current


def area(cursor: Cursor, choices: Choices) -> None:
    """The chosen figure of the chosen area and year, followed back; of the achtergrondscore what it is made of."""
    catalogue = known.catalogue(cursor)
    if choices.indicator == known.SCORE.id:
        _score(cursor, catalogue, choices)
        return
    if choices.indicator not in catalogue.indicators:
        st.info("Voor dit gebied is er nog geen cijfer. Kies links een ander gebied.", icon=":material/info:")
        return
    found = lineage.trace(cursor, choices.indicator, choices.period, choices.area)
    label = plain(catalogue.indicators[choices.indicator].label)
    if found is None:
        st.info(
            f"Van '{label}' is er voor {choices.period} geen cijfer van dit gebied. Kies links een ander gebied "
            "of jaar.",
            icon=":material/info:",
        )
        return
    draw(found, catalogue)


def draw(found: Trace, catalogue: Catalogue) -> None:
    """One figure: the sentence that answers, the list, the cell at the source, and the earlier loads."""
    card, source = found.indicator, catalogue.sources[found.indicator.source]
    made_up = "verzonnen voorbeeld in de vorm van " if is_example(found.place) else ""
    column = f", kolom '{plain(found.column_title)}'" if found.column_title else ""
    st.markdown(
        f"**{plain(card.label)} in {plain(found.name)}: {_text(found.figure, card)}** ({plain(found.reference)}). "
        f"Dit komt uit {made_up}{plain(source.publisher)}, {plain(found.figure.title)} "
        f"({plain(found.figure.table_id)}){column}, opgehaald op {dutch.day(found.figure.retrieved_at)}."
    )
    table(_pairs(_listed(found, catalogue)), alt=f"Herkomst van {card.label} in {found.name}")
    with st.container(horizontal=True):
        if found.address:
            st.link_button("Bekijk deze cel bij de bron", found.address, icon=":material/open_in_new:")
        st.link_button("Over deze bron", source.page, icon=":material/open_in_new:")
    if found.address:
        st.caption("De bron antwoordt met de rij van dit gebied, als JSON. Een later herziene tabel kan afwijken.")
    st.subheader("Eerder geladen", anchor=False)
    if not found.earlier:
        st.markdown("Dit cijfer is één keer geladen; er stond hier niet eerder iets anders.")
        return
    table(_earlier(found.earlier, card), alt=f"Eerdere ladingen van {card.label} in {found.name}")


def _text(figure: Version, card: Indicator) -> str:
    """A figure as a reader may see it; of schools no number or share of too few pupils."""
    if card.smallest_level == SCHOOL_LEVEL:
        own = current()
        if card.unit == "aantal":
            ends = (figure.value, figure.value) if figure.value is not None else (figure.lower, figure.upper)
            return dutch.few(*ends, own.smallest_count)
        if card.unit in ("%", "per 1.000") and (figure.count or 0) < own.smallest_respondents:
            return f"niet getoond: minder dan {own.smallest_respondents} leerlingen"
    if figure.status.has_value:
        return dutch.quantity(figure.value, card.unit, card.decimals)
    if figure.status is Status.INTERVAL and figure.upper is not None:
        ends_ = (dutch.number(end, card.decimals) for end in (figure.lower or 0, figure.upper))
        return f"{' tot en met '.join(ends_)} ({SHORT_TEXT[figure.status]})"
    return SHORT_TEXT[figure.status]


def _pairs(rows: dict[str, str]) -> pd.DataFrame:
    shown = {what: text for what, text in rows.items() if text}
    return pd.DataFrame({"Wat": list(shown), "Zoals bekend": list(shown.values())})


def _listed(found: Trace, catalogue: Catalogue) -> dict[str, str]:
    """What is known of a figure, in the order in which one would check it; what is empty is left out."""
    card, figure, source = found.indicator, found.figure, catalogue.sources[found.indicator.source]
    is_of_school = card.smallest_level == SCHOOL_LEVEL  # whose bounds and numbers could be of a few pupils
    bounds = [dutch.quantity(end, card.unit, card.decimals) for end in (figure.lower, figure.upper)]
    unit = f", eenheid {found.unit}" if found.unit else ""
    return {
        "Cijfer": _text(figure, card) + (" (modelschatting)" if card.is_modelled else ""),
        "Wat dat betekent": LONG_TEXT[figure.status],
        "Ondergrens en bovengrens": "" if is_of_school or dutch.NO_VALUE in bounds else " tot ".join(bounds),
        "Aantal waarnemingen of noemer": "" if is_of_school or figure.count is None else dutch.number(figure.count),
        "Definitie": card.definition,
        "Over wie": card.population,
        "Peildatum": found.reference,
        "Gebied of school": f"{found.name} ({found.place})",
        "Bron": f"{source.publisher}, {source.title}",
        "Licentie": "" if is_example(found.place) else source.licence,
        "Tabel of bestand": f"{figure.title} ({figure.table_id}), {found.period}",
        "Kolom": f"{found.column_title} ({found.column_key}{unit})" if found.column_key else "",
        "Bewerking": _edited(found),
        "Uitgave van de bron": found.published,
        "Opgehaald": dutch.day(figure.retrieved_at),
        "Geladen": dutch.day(figure.loaded_at),
        "Lading en deel": f"lading {figure.load}, deel {figure.batch}",
        "Rijen in die lading": f"{dutch.number(found.rows_in)} gelezen, {dutch.number(found.rows_accepted)} geladen, "
        f"{dutch.number(found.rows_refused)} niet geladen",
        "Zoals ontvangen": _received(found.received),
        "Let op": f"{card.caveat} {source.caveats}".strip(),
    }


def _edited(found: Trace) -> str:
    if found.divided_by:
        times = "1.000" if found.indicator.unit == "per 1.000" else "100"
        return f"Door Startfoto gedeeld door {' + '.join(found.divided_by)}, keer {times}"
    if "+" in found.column_key:
        return "Door Startfoto berekend uit deze kolommen samen"
    return "Geen: het cijfer staat zo in de bron"


def _received(files: tuple[File, ...]) -> str:
    return "; ".join(f"{file.name}, SHA-256 {file.digest}" for file in files)


def _earlier(versions: tuple[Version, ...], card: Indicator) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Cijfer": [_text(one, card) for one in versions],
            "Tabel of bestand": [f"{one.title} ({one.table_id})" for one in versions],
            "Opgehaald": [dutch.day(one.retrieved_at) for one in versions],
            "Geladen": [dutch.day(one.loaded_at) for one in versions],
            "Lading": [str(one.load) for one in versions],
            "Wat ermee gebeurde": [one.state for one in versions],
        }
    )


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
            "van de posities hieronder, tussen 0 en 100. Kies links een van deze cijfers om het verder terug te volgen."
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
        "Gewicht": [dutch.number(weight, 2) for weight in parts["weight"]],
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
        _scan(scan)
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
        draw(found, catalogue)


def _scan(scan: ScanTrace) -> None:
    place = f"{scan.sheet}, rij {scan.row}" if scan.sheet and scan.row else scan.sheet
    st.markdown(f"**De schoolscan van {plain(scan.name)}** komt uit het bestand {plain(scan.file) or 'zonder naam'}.")
    rows = {
        "Schooljaar": scan.school_year,
        "Bestand": scan.file,
        "Plaats in het bestand": place,
        "Geladen": dutch.day(scan.loaded_at),
        "Lading en deel": f"lading {scan.load}, deel {scan.batch}",
        "Zoals ontvangen": _received(scan.received) or "Het bestand zelf is niet bewaard.",
    }
    table(_pairs(rows), alt=f"Herkomst van de schoolscan van {scan.name}")
