"""Measures as workbooks: two to download, and one to read, seen before anything of it is kept."""

from dataclasses import dataclass, field
from datetime import date
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st
from duckdb import DuckDBPyConnection as Cursor

from analysis import budget
from intake import measures as intake
from intake.measure_checks import Known
from intake.measure_workbook import measures_xlsx, monitoring_xlsx
from intake.measures import NEW, Outcome, Preview, Row
from intake.opened import OpenedFile, open_file, without_held
from model import dutch
from model.access import Role
from model.findings import FindingLevel
from model.grant import Rules
from pages.parts import access, findings, outcome, writer
from pages.parts import measure_changes as changes
from pages.parts.data import reading_at
from pages.parts.measure_changes import Written
from pages.parts.plain import plain
from pages.parts.plain import table as plain_table
from settings import current as settings

_UPLOAD = "_measure_upload"
_XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"


@dataclass
class Upload:
    """The file of this visit; nothing of it is stored."""

    number: int = 0
    file_id: str = ""
    opened: OpenedFile | None = None
    answers: dict[int, str] = field(default_factory=dict)
    made: tuple[Any, Preview] | None = None
    """The last preview with what it was made of."""


def downloads(known: Known) -> None:
    """All measures as a workbook that can be read again, and as a monitoring questionnaire asks for them."""
    contents = [one.content for one in known.kept]
    with st.container(horizontal=True):
        st.download_button(
            "Alle maatregelen (Excel)",
            data=access.export(partial(measures_xlsx, contents, known.names), Role.EDITOR),
            file_name="maatregelen.xlsx",
            mime=_XLSX,
            on_click="ignore",
            icon=":material/download:",
        )
        st.download_button(
            "Voor een monitor (Excel)",
            data=access.export(lambda: monitoring(known), Role.EDITOR),
            file_name="maatregelen-monitor.xlsx",
            mime=_XLSX,
            on_click="ignore",
            icon=":material/download:",
        )
    st.caption(
        "Het eerste bestand kunt u aanvullen en hieronder weer inlezen. Het tweede heeft de kolommen waar een "
        "vragenlijst van een monitor om vraagt."
    )


def monitoring(known: Known) -> bytes:
    """The workbook for a monitoring questionnaire, with what all bookings so far say is spent on each measure."""
    with reading_at(None) as cursor:
        found = budget.position(cursor, known.municipality, Rules.of(settings()), date.max)
    rows = budget.burn(found, budget.Cut.MEASURE).frame
    spent = {id: int(cents) for id, cents in zip(rows["key"], rows["cents"], strict=True)}
    return monitoring_xlsx([one.content for one in known.kept], spent)


def draw(known: Known) -> None:
    """The uploader with the preview of what would change."""
    upload: Upload = st.session_state.setdefault(_UPLOAD, Upload())
    chosen = st.file_uploader(
        "Excel-bestand met maatregelen",
        max_upload_size=intake.LARGEST_MB,
        key=f"_measures-{upload.number}",
        help="Ook CSV. Er wordt niets bewaard voordat u het hebt gezien en op Overnemen drukt.",
    )
    if chosen is None:
        upload.opened = None
        outcome.refused()
        return
    if upload.opened is None or upload.file_id != chosen.file_id:
        upload.opened = open_file(chosen.getvalue(), chosen.name, intake.LARGEST_MB)
        upload.file_id, upload.answers, upload.made = chosen.file_id, {}, None
    _held_back(upload, upload.opened)
    preview = _preview(upload, upload.opened, known)
    if preview.rows:
        _draw_rows(preview)
        _ask(upload, preview, known)
    findings.draw((*preview.findings, *(one for row in preview.rows for one in row.findings)), "measures")
    outcome.refused()
    ready = preview.of(Outcome.NEW, Outcome.CHANGED)
    label = dutch.counted(len(ready), "maatregel overnemen", "maatregelen overnemen") if ready else "Overnemen"
    st.button(
        label,
        type="primary",
        icon=":material/check:",
        disabled=not ready,
        on_click=_keep,
        args=(upload, preview),
    )


def _held_back(upload: Upload, opened: OpenedFile) -> None:
    """For a file that is held back for personal data: leave those columns out and go on."""
    if not opened.held:
        return

    def leave_out() -> None:
        upload.opened, upload.made = without_held(opened), None

    what = dutch.listing(sorted({one.reason for one in opened.held}))
    st.warning(
        f"In {plain(opened.name)} staan persoonsgegevens ({what}). Laat deze kolommen weg, of kies een ander bestand.",
        icon=":material/shield_person:",
    )
    st.button("Laat weg en ga door", on_click=leave_out, icon=":material/visibility_off:")


def _preview(upload: Upload, opened: OpenedFile, known: Known) -> Preview:
    """What the file would change; read once, however often the page is drawn."""
    versions = [one.batch_id for one in known.kept]
    asked = (opened.digest, opened.is_held_back, known.municipality, versions, sorted(upload.answers.items()))
    if upload.made is None or upload.made[0] != asked:
        upload.made = (asked, intake.preview_of(opened, known, upload.answers))
    return upload.made[1]


def _draw_rows(preview: Preview) -> None:
    counts = {one: len(preview.of(one)) for one in Outcome}
    said = [f"{count} {one.value}" for one, count in counts.items() if count]
    st.header(f"In dit bestand: {dutch.listing(said)}", anchor=False)
    shown = pd.DataFrame(
        {
            "Rij": [str(row.at.row or "") for row in preview.rows],
            "Maatregel": [row.measure.name for row in preview.rows],
            "Wat er gebeurt": [row.outcome.value for row in preview.rows],
            "Wat er verandert": [_told(row) for row in preview.rows],
        }
    )
    plain_table(shown, alt="Per rij van het bestand wat er gebeurt en welke velden veranderen")


def _told(row: Row) -> str:
    if row.outcome is Outcome.REFUSED:
        return next((one.message for one in row.findings if one.level is FindingLevel.BLOCKING), "")
    return "; ".join(
        f"{one.column}: {one.before or '(leeg)'} → {one.after or '(leeg)'}" for one in row.changes
    )  # fmt: skip


def _ask(upload: Upload, preview: Preview, known: Known) -> None:
    """Of each row that may be of a measure of nearly the same name, which it is."""
    names = {one.content.id: one.content.name for one in known.kept}
    for row in preview.rows:
        number = row.at.row or 0
        if row.outcome is not Outcome.ASKED and number not in upload.answers:
            continue
        key = f"_measure_row-{upload.number}-{number}"
        answered = upload.answers.get(number)
        candidates = [id for id, _ in row.match.candidates]
        options = list(dict.fromkeys([*candidates, *([answered] if answered else []), NEW]))

        def answer(number: int = number, key: str = key) -> None:
            upload.answers[number] = st.session_state[key]

        st.selectbox(
            f"Welke maatregel is '{plain(row.measure.name)}' (rij {number})?",
            options,
            index=None if answered is None else options.index(answered),
            format_func=lambda id: names.get(id, "een nieuwe maatregel"),
            placeholder="Kies de maatregel, of 'een nieuwe maatregel'",
            key=key,
            on_change=answer,
        )


def _keep(upload: Upload, preview: Preview) -> None:
    """Keep what is new and changed, as a callback; the uploader is emptied after it."""
    ready = preview.of(Outcome.NEW, Outcome.CHANGED)
    by = writer.name()

    def change(cursor: Cursor) -> list[Written]:
        made = intake.keep(cursor, preview, by)
        return [
            Written(row.measure.id, row.before.batch_id if row.before else None, batch_id)
            for row, batch_id in zip(ready, made, strict=True)
        ]

    told = dutch.counted(len(ready), "maatregel is overgenomen.", "maatregelen zijn overgenomen.")
    if changes.write(preview.municipality, change, told):
        st.session_state[_UPLOAD] = Upload(upload.number + 1)
