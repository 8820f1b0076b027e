"""Draws where one figure or scan came from: a sentence, a list to check it by, and what stood there before."""

from datetime import datetime

import pandas as pd
import streamlit as st

from analysis.lineage import File, Trace, Version
from analysis.lineage_schools import ScanTrace
from model import dutch
from model.catalogue import SCHOOL_LEVEL, Catalogue, Indicator
from model.status import LONG_TEXT, SHORT_TEXT, Status
from pages.parts.plain import plain, table
from settings import current


def draw(found: Trace, catalogue: Catalogue, is_made_up: bool) -> None:
    """One figure: the sentence that answers, the list, the cell at the source, and the earlier loads."""
    card, source = found.indicator, catalogue.sources[found.indicator.source]
    made_up = "een verzonnen voorbeeld in de vorm van " if is_made_up else ""
    column = f", kolom '{plain(found.column_title)}'" if found.column_title else ""
    st.markdown(
        f"**{plain(found.name)}, {plain(card.label)}: {_text(found.figure, card)}** ({plain(found.reference)}). "
        f"Dit komt uit {made_up}{plain(source.publisher)}, {plain(found.figure.title)} "
        f"({plain(found.figure.table_id)}){column}, opgehaald op {dutch.day(found.figure.retrieved_at)}."
    )
    _list(_listed(found, catalogue, is_made_up))
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


def _list(rows: dict[str, str]) -> None:
    """What is known, a line each; what is empty is left out."""
    st.markdown("\n".join(f"- **{plain(what)}:** {plain(text)}" for what, text in rows.items() if text))


def _listed(found: Trace, catalogue: Catalogue, is_made_up: bool) -> dict[str, str]:
    """What is known of a figure, in the order in which one would check it."""
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
        "Licentie": "" if is_made_up else source.licence,
        "Tabel of bestand": f"{figure.title} ({figure.table_id}), {found.period}",
        "Kolom": f"{found.column_title} ({found.column_key}{unit})" if found.column_key else "",
        "Bewerking": _edited(found),
        "Uitgave van de bron": _day(found.published),
        "Opgehaald": dutch.day(figure.retrieved_at),
        "Geladen": dutch.day(figure.loaded_at),
        "Lading en deel": f"lading {figure.load}, deel {figure.batch}",
        "Rijen in die lading": f"{dutch.number(found.rows_in)} gelezen, {dutch.number(found.rows_accepted)} geladen, "
        f"{dutch.number(found.rows_refused)} niet geladen",
        **_received(found.received),
        "Let op": card.caveat,
        "Over de bron": source.caveats,
    }


def _edited(found: Trace) -> str:
    if found.divided_by:
        times = "1.000" if found.indicator.unit == "per 1.000" else "100"
        return f"Door Startfoto gedeeld door {' + '.join(found.divided_by)}, keer {times}"
    if "+" in found.column_key:
        return "Door Startfoto berekend uit deze kolommen samen"
    return "Geen: het cijfer staat zo in de bron"


def _day(published: str) -> str:
    """The source's own date as readers write it, or as the source does where it is no date."""
    try:
        return dutch.day(datetime.fromisoformat(published))
    except ValueError:
        return published


def _received(files: tuple[File, ...]) -> dict[str, str]:
    gone = "; het bestand zelf is verwijderd volgens de bewaartermijn"
    return {f"Ontvangen {file.name}": f"SHA-256 {file.digest}{'' if file.is_there else gone}" for file in files}


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


def draw_scan(scan: ScanTrace) -> None:
    """The scan of a school: its file, and where in it."""
    place = f"{scan.sheet}, rij {scan.row}" if scan.sheet and scan.row else scan.sheet
    st.markdown(f"**De schoolscan van {plain(scan.name)}** komt uit het bestand {plain(scan.file) or 'zonder naam'}.")
    rows = {
        "Schooljaar": scan.school_year,
        "Bestand": scan.file,
        "Plaats in het bestand": place,
        "Geladen": dutch.day(scan.loaded_at),
        "Lading en deel": f"lading {scan.load}, deel {scan.batch}",
        **(_received(scan.received) or {"Ontvangen": "Het bestand zelf is niet bewaard."}),
    }
    _list(rows)
