"""The upload of school scans that a visitor is busy with: what was read, what was answered, what will be kept."""

from dataclasses import dataclass, field

import pandas as pd
import streamlit as st
from streamlit.runtime.uploaded_file_manager import UploadedFile

from intake import scans
from intake.scans import NOT_ONE, Known, Row, ScanFile
from model import dutch
from model.access import Right
from model.findings import FindingLevel
from model.scan import Sharing
from pages.parts import findings, outcome, scan_text
from pages.parts.plain import plain
from pages.parts.plain import table as draw_table
from store import batches, entries, shared_store

_UPLOAD = "_scan_upload"


@dataclass
class Upload:
    """What a visitor has done so far; nothing of it is stored."""

    number: int = 0
    """Of the upload in this visit: a new number empties the uploader."""
    files: dict[str, ScanFile] = field(default_factory=dict)
    """By the uploader's own name for the file."""
    schools: dict[str, str] = field(default_factory=dict)
    choices: dict[str, str] = field(default_factory=dict)
    """The answers that were given now."""
    left: dict[str, ScanFile] = field(default_factory=dict)
    """Files of an earlier upload of which a scan still waits for an answer."""
    kept: tuple[int, ...] = ()
    """The load that the last upload became."""


def current() -> Upload:
    """The upload of this visit."""
    if _UPLOAD not in st.session_state:
        st.session_state[_UPLOAD] = Upload()
    upload: Upload = st.session_state[_UPLOAD]
    return upload


def read_files(upload: Upload, chosen: list[UploadedFile]) -> None:
    """Read the files that are new, with a bar; forget those that were taken away."""
    ids = {one.file_id for one in chosen}
    upload.files = upload.left | {file_id: file for file_id, file in upload.files.items() if file_id in ids}
    new = [one for one in chosen if one.file_id not in upload.files]
    if not new:
        return
    upload.kept = ()
    bar = st.progress(0.0)
    for number, one in enumerate(new):
        bar.progress(number / len(new), text=f"{number + 1} van {len(new)}: {plain(one.name[:60])} wordt gelezen")
        upload.files[one.file_id] = scans.read_file(one.getvalue(), one.name)
    bar.empty()


def without_left(upload: Upload, seen: dict[str, batches.Seen]) -> dict[str, batches.Seen]:
    """The files that are in use already, without those of which a scan still waits for an answer."""
    waiting = {file.opened.digest for file in upload.left.values()}
    if waiting:
        names = dutch.listing([plain(file.opened.name) for file in upload.left.values()])
        st.warning(f"Nog niet alles uit {names} is opgenomen: beantwoord hieronder de vraag.", icon=":material/help:")
        st.button("Laat dit weg", on_click=upload.left.clear, icon=":material/close:")
    return {digest: one for digest, one in seen.items() if digest not in waiting}


def files_table(files: list[ScanFile], seen: dict[str, batches.Seen]) -> None:
    """One row a file: how it fared, and its rows in, accepted and refused."""

    def verdict(file: ScanFile) -> str:
        if file.is_held_back:
            return "tegengehouden"
        if file.opened.digest in seen:
            return f"al opgenomen op {dutch.day(seen[file.opened.digest].loaded_at)}"
        if any(one.level is FindingLevel.WARNING for one in file.findings):
            return "leesbaar, met waarschuwingen"
        return "in orde"

    table = pd.DataFrame(
        {
            "Bestand": [file.opened.name for file in files],
            "Oordeel": [verdict(file) for file in files],
            "Schoolscans": [str(len(file.read.scans)) for file in files],
            "Rijen gelezen": [str(file.read.rows_in) for file in files],
            "Rijen goed": [str(file.read.rows_accepted) for file in files],
            "Rijen geweigerd": [str(file.read.rows_refused) for file in files],
        }
    )
    draw_table(table, alt="Per bestand het oordeel en hoeveel rijen er gelezen, goed en geweigerd zijn")


def held_back(upload: Upload) -> None:
    """For each file that is held back for personal data: leave those columns out and go on."""
    for file_id, file in upload.files.items():
        if file.opened.held:

            def leave_out(file_id: str = file_id, file: ScanFile = file) -> None:
                upload.files[file_id] = scans.leave_out_held(file)

            what = dutch.listing(sorted({one.reason for one in file.opened.held}))
            st.warning(
                f"In {plain(file.opened.name)} staan persoonsgegevens van leerlingen ({what}). Het wordt niet bewaard. "
                "Laat deze kolommen weg, of kies een bestand waar ze niet in staan.",
                icon=":material/shield_person:",
            )
            st.button(
                f"Laat weg en ga door met {plain(file.opened.name)}",
                on_click=leave_out,
                key=f"_leave_out-{file_id}",
                icon=":material/visibility_off:",
            )


def questions(upload: Upload, rows: list[Row], known: Known) -> None:
    """The schools and choices that are doubtful, each with its candidates; the answers are kept with the upload."""
    names = {one.vestiging: f"{one.name}, {one.place.title()} ({one.vestiging})" for one in known.register}
    schools = scans.doubtful_schools(rows)
    choices = scans.doubtful_choices(rows, known)
    if schools:
        st.subheader("Om welke school gaat het?", anchor=False)
        for row in schools:
            first = [site for site, _ in row.school.candidates]
            options = [*first, *[site for site in names if site not in first], NOT_ONE]
            answer = st.selectbox(
                f"'{plain(row.scan.school)}' uit {plain(row.scan.file)}",
                options,
                index=None,
                format_func=lambda site: names.get(site, "Geen school uit het register: niet opnemen"),
                placeholder="Kies een school",
                help=row.school.reason,
                key=f"_school-{upload.number}-{row.school_key}",
            )
            if answer is not None:
                upload.schools[row.school_key] = answer
    if choices:
        doubtful = dutch.counted(len(choices), "keuze is", "keuzes zijn")
        with st.expander(f"{doubtful} niet zeker herkend op de menukaart", icon=":material/help:"):
            st.caption("U mag dit overslaan: een keuze die niet herkend is, telt mee als 'domein onbekend'.")
            for key, (written, match) in choices.items():
                first = [code for code, _ in match.candidates]
                options = [*first, *[code for code in known.menukaart if code not in first], NOT_ONE]
                answer = st.selectbox(
                    f"'{plain(written[:160])}'",
                    options,
                    index=None,
                    format_func=lambda code: f"{code} {known.menukaart[code].name}" if code else "Niet op de menukaart",
                    placeholder="Kies een interventie",
                    help=match.reason,
                    key=f"_choice-{upload.number}-{key}",
                )
                if answer is not None:
                    upload.choices[key] = answer


def preview(rows: list[Row], known: Known) -> None:
    """What will be kept: one row a scan with the school that was recognised, what is not certain first."""
    rows = sorted(rows, key=lambda row: bool(row.site))
    names = {one.vestiging: one.name for one in known.register}
    replacing = {id(row): file for row, file in scans.replaced(rows, known)}

    def meant(row: Row) -> str:
        if row.is_left_out:
            return "wordt niet opgenomen"
        return f"{names.get(row.site, row.scan.school)} ({row.site})" if row.site else "nog te beantwoorden"

    table = pd.DataFrame(
        {
            "In het bestand": [row.scan.school for row in rows],
            "Herkend als": [meant(row) for row in rows],
            "Bestuur": [row.scan.board for row in rows],
            "Keuzes": [str(len(row.scan.choices)) for row in rows],
            "Waarvan herkend": [str(sum(bool(match.certain) for match in row.choices)) for row in rows],
            "Wensen": [str(len(row.scan.wishes)) for row in rows],
            "Delen met": [row.scan.sharing.value if row.scan.sharing else "niet gezegd" for row in rows],
            "Vervangt": [replacing.get(id(row), "") for row in rows],
        }
    )
    if not replacing:
        table = table.drop(columns="Vervangt")
    draw_table(table, alt="Voorbeeld van wat er opgenomen wordt, één rij per schoolscan")
    if replacing:
        now = dutch.counted(len(replacing), "schoolscan vervangt", "schoolscans vervangen")
        st.caption(f"{now} er een die nu telt; die eerdere blijft bewaard en kan worden teruggehaald.")
    read_one(rows, known)


def read_one(rows: list[Row], known: Known) -> None:
    """Choose one of the scans and read all that it says."""
    chosen = st.selectbox(
        "Lees een schoolscan",
        range(len(rows)),
        index=None,
        format_func=lambda place: f"{rows[place].scan.school} ({rows[place].scan.file})",
        placeholder="Kies een schoolscan",
        key="_read_one",
    )
    if chosen is not None and chosen < len(rows):
        row = rows[chosen]
        codes = [match.certain for match in row.choices]
        scan_text.draw(row.scan, [known.menukaart[code].name if code in known.menukaart else "" for code in codes])


def keep(upload: Upload, files: list[ScanFile], known: Known, sharing: Sharing) -> None:
    """Keep what was shown, as a callback; the uploader is emptied after it."""
    answers = {entries.SCHOOL: upload.schools, entries.CHOICE: upload.choices}

    def commit() -> list[int]:
        return [scans.commit(shared_store(), files, known, sharing, answers)]

    if loads := outcome.kept(Right.UPLOAD, dutch.counted(len(files), "schoolscan", "schoolscans"), commit):
        waits = {row.scan.file for row in scans.doubtful_schools(scans.recognise(files, known))}
        left = {file_id: file for file_id, file in upload.files.items() if file.opened.name in waits}
        st.session_state[_UPLOAD] = Upload(number=upload.number + 1, left=left, kept=loads)


def findings_of(files: list[ScanFile]) -> None:
    """All findings of the files."""
    findings.draw([one for file in files for one in file.findings], "scans")
