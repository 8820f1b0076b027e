"""The file of figures that a visitor is busy with: its layout, its areas and its cards, corrected on a preview."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Protocol

import pandas as pd
import streamlit as st

from analysis.known import catalogue as known_catalogue
from intake import monitor
from intake.monitor import Draft, Known
from intake.monitor_hiding import Kept
from intake.opened import OpenedFile, without_held
from loaders.monitor import Figure
from loaders.monitor_layout import Layout
from model import dutch
from model.access import Right
from model.findings import Finding
from model.status import SHORT_TEXT, Status
from model.text_file import Sheet
from pages.parts import outcome
from pages.parts.data import reading
from pages.parts.plain import plain
from pages.parts.plain import table as draw_table
from settings import current as settings
from store import shared_store

_UPLOAD = "_monitor_upload"
_PREVIEW_ROWS = 25


@dataclass
class Upload:
    """What a visitor has done so far; nothing of it is stored."""

    number: int = 0
    file_id: str = ""
    opened: OpenedFile | None = None
    drafted: tuple[object, Draft] | None = None
    """The last draft with what it was made of, so that a click elsewhere does not read a large table again."""
    previewed: tuple[int, Draft, Kept] | None = None
    """The same for what is kept of that draft, which also depends on what the store has."""
    answers: dict[str, str] = field(default_factory=dict)
    kept: tuple[int, ...] = ()
    seen_at: dict[str, str] = field(default_factory=dict)
    """The choices of the URL that show the first of the figures that were kept."""


def current() -> Upload:
    """The upload of this visit."""
    if _UPLOAD not in st.session_state:
        st.session_state[_UPLOAD] = Upload()
    upload: Upload = st.session_state[_UPLOAD]
    return upload


class HasFile(Protocol):
    """An upload with its file."""

    opened: OpenedFile | None


def held_back(upload: HasFile) -> None:
    """For a file that is held back for personal data: leave those columns out and go on."""
    opened = upload.opened
    if opened is None or not opened.held:
        return

    def leave_out() -> None:
        upload.opened = without_held(opened)

    what = dutch.listing(sorted({one.reason for one in opened.held}))
    st.warning(
        f"In {plain(opened.name)} staan persoonsgegevens ({what}). "
        "Het bestand wordt niet bewaard. Laat deze kolommen weg, of kies een ander bestand.",
        icon=":material/shield_person:",
    )
    st.button("Laat weg en ga door", on_click=leave_out, icon=":material/visibility_off:")


def draft(upload: Upload, opened: OpenedFile, sheet: Sheet, layout: Layout, known: Known) -> Draft:
    """The table under this layout with the answers so far; read once, however often the page is drawn."""
    asked = (opened.digest, opened.text, sheet.name, layout, sorted(upload.answers.items()))
    if upload.drafted is None or upload.drafted[0] != asked:
        upload.drafted = (asked, monitor.draft(opened, sheet, layout, known, upload.answers))
    return upload.drafted[1]


def _as_kept(upload: Upload, drafted: Draft, known: Known) -> Kept:
    """What is kept of the draft; computed once for a draft, until anything in the data changes."""
    version = shared_store().data_version()
    if upload.previewed is None or upload.previewed[0] != version or upload.previewed[1] is not drafted:
        with reading() as cursor:
            kept = monitor.as_kept(cursor, drafted, known.catalogue.indicators, settings())
        upload.previewed = (version, drafted, kept)
    return upload.previewed[2]


def preview(upload: Upload, drafted: Draft, known: Known) -> tuple[Finding, ...]:
    """The first figures as they will be kept; returns what there is to say of those that are hidden."""
    indicators = known.catalogue.indicators
    kept = _as_kept(upload, drafted, known)
    figures = kept.figures[:_PREVIEW_ROWS]
    units = {one.indicator or one.written: one.unit for one in drafted.layout.measures}
    table = pd.DataFrame(
        {
            "Rij": [str(one.row) for one in figures],
            "Gebied": [known.names.get(one.region, one.region) for one in figures],
            "Indicator": [
                indicators[one.indicator].label if one.indicator in indicators else one.indicator for one in figures
            ],
            "Periode": [one.period for one in figures],
            "Waarde": [_shown(one.value, one, units) for one in figures],
            "Ondergrens": [dutch.number(one.lower, _decimals(one, units)) for one in figures],
            "Bovengrens": [dutch.number(one.upper, _decimals(one, units)) for one in figures],
            "Aantal": [dutch.number(one.count) for one in figures],
        }
    )
    draw_table(table, alt="De eerste cijfers zoals ze worden opgenomen")
    if len(drafted.read.figures) > len(figures):
        st.caption(f"De eerste {len(figures)} van {dutch.number(len(drafted.read.figures))} cijfers.")
    return kept.findings


def _decimals(figure: Figure, units: Mapping[str, str]) -> int:
    return 0 if units.get(figure.indicator) == "aantal" else 1


def _shown(value: float | None, figure: Figure, units: Mapping[str, str]) -> str:
    if figure.status is Status.INTERVAL and figure.lower == 0 and figure.upper is not None:
        return f"hoogstens {dutch.number(figure.upper, _decimals(figure, units))}"
    return dutch.number(value, _decimals(figure, units)) if figure.status.has_value else SHORT_TEXT[figure.status]


def keep(upload: Upload, drafted: Draft, source: str, cards: dict[str, dict[str, str]], municipality: str) -> None:
    """Keep what was shown, as a callback; the uploader is emptied after it."""

    def commit() -> list[int]:
        return [monitor.commit(shared_store(), drafted, source, settings(), upload.answers, municipality, cards)]

    if loads := outcome.kept(Right.UPLOAD, "cijfers", commit):
        first = drafted.read.figures[0]
        seen_at = {"indicator": _title_of(first.indicator, cards), "jaar": first.period}
        st.session_state[_UPLOAD] = Upload(number=upload.number + 1, kept=loads, seen_at=seen_at)


def _title_of(indicator: str, cards: Mapping[str, Mapping[str, str]]) -> str:
    """What the choices call the indicator of a figure: the label of its card, or of the catalogue."""
    made = cards["indicator"].get(indicator)
    if made is not None:
        return str(json.loads(made)["label"])
    with reading() as cursor:
        found = known_catalogue(cursor).indicators.get(indicator)
    return found.label if found is not None else indicator
