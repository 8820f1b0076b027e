"""The export of a ledger that a visitor is busy with: its columns corrected, its questions answered on a preview."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace

import pandas as pd
import streamlit as st

from intake import ledger
from intake.ledger import Preview
from intake.ledger_merge import EVERY, Repeat
from intake.opened import OpenedFile
from loaders.ledger import LedgerRead, read_ledger
from loaders.ledger_layout import Layout, Role
from model import dutch
from model.access import Right
from model.booking import Booking
from model.grant import Rules
from model.money import euros
from model.text_file import Sheet
from pages.parts import outcome, writer
from pages.parts.data import reading_at
from pages.parts.plain import plain
from pages.parts.plain import table as plain_table
from settings import current as settings
from store import ledger as kept
from store import shared_store

_UPLOAD = "_ledger_upload"
_MOST, _MOST_ASKED = 20, 20
_STAY, _DROP = "ze blijven staan", "de administratie heeft ze geschrapt"


@dataclass
class Upload:
    """What a visitor has done so far; nothing of it is stored."""

    number: int = 0
    file_id: str = ""
    opened: OpenedFile | None = None
    seen: tuple[object, Preview] | None = None
    """The last preview with what it was made of, so that a click elsewhere does not read a large ledger again."""
    read: tuple[object, LedgerRead] | None = None
    """The same of the rows alone, so that an answer does not read them again."""
    kept: tuple[int, ...] = ()
    answers: dict[str, str] = field(default_factory=dict)


def current() -> Upload:
    """The upload of this visit."""
    if _UPLOAD not in st.session_state:
        st.session_state[_UPLOAD] = Upload()
    upload: Upload = st.session_state[_UPLOAD]
    return upload


def choose_ledger(region: str, number: int) -> str:
    """Of which ledger the file is an export: one that is known, or a new name."""
    with reading_at(None) as cursor:
        names = kept.ledgers(cursor, region)
    return (
        st.selectbox(
            "Administratie",
            list(dict.fromkeys([*names, ledger.LEDGER])),
            key=f"_ledger-{number}",
            accept_new_options=True,
            help="Een latere export van dezelfde administratie brengt alleen wat nieuw of gewijzigd is.",
        )
        or ledger.LEDGER
    )


def choose_layout(number: int, sheet: Sheet, layout: Layout) -> Layout:
    """What each column says, as the officer corrects it, and how costs and VAT are written."""
    key = f"_ledger-{number}-{sheet.name}"
    example = next((line.cells for line in sheet.lines if line.number > layout.header_row), ())
    with st.expander(
        f"Wat staat er in de {len(layout.columns)} kolommen?",
        icon=":material/view_column:",
        expanded=bool(layout.missing),
    ):
        for column in layout.columns:
            name = plain(column.header or f"Kolom {column.place + 1}")
            left, right = st.columns([3, 2], vertical_alignment="center")
            left.markdown(name)
            cell = example[column.place] if column.place < len(example) else ""
            left.caption(f"bijvoorbeeld: {plain(cell) or '(leeg)'}")
            role = right.selectbox(
                f"{name}: wat staat hier?",
                list(Role),
                index=list(Role).index(column.role),
                format_func=str,
                key=f"{key}-{column.place}",
                label_visibility="collapsed",
            )
            if role is not column.role:
                layout = layout.with_role(column.place, role)
        has_vat = layout.amount_has_vat
        if layout.places(Role.VAT):
            has_vat = st.checkbox("De btw zit in het bedrag", has_vat, key=f"{key}-vat")
        negative = st.checkbox("Kosten staan met een min", layout.costs_are_negative, key=f"{key}-minus")
    return replace(layout, amount_has_vat=has_vat, costs_are_negative=negative)


def preview(upload: Upload, region: str, name: str, opened: OpenedFile, sheet: Sheet, layout: Layout) -> Preview:
    """What the file would change, made once however often the page is drawn."""
    asked = (opened.digest, opened.text, region, name, sheet.name, layout, sorted(upload.answers.items()))
    if upload.seen is None or upload.seen[0] != asked:
        source = (opened.digest, opened.text, sheet.name, layout)
        if upload.read is None or upload.read[0] != source:
            upload.read = (source, read_ledger(opened.name, sheet, layout))
        with reading_at(None) as cursor:
            found = ledger.preview(
                cursor,
                region,
                name,
                opened,
                sheet,
                layout,
                Rules.of(settings()),
                upload.answers,
                upload.read[1],
            )
        upload.seen = (asked, found)
    return upload.seen[1]


def draw(found: Preview) -> None:
    """What is new, the same, changed, vanished, unplaced, counted apart and refused."""
    merged = found.merged
    counts = {
        "Nieuw": len(merged.new),
        "Hetzelfde": len(merged.same),
        "Gewijzigd": len(merged.changed),
        "Verdwenen": len(merged.vanished),
        "Nog niet toegewezen": len(found.unplaced),
        "Geweigerd": len(found.read.refused),
    }
    with st.grid(6, min_column_width=160):
        for label, count in counts.items():
            st.metric(label, dutch.number(count))
    total = sum(one.cents + one.vat_cents for one in merged.new)
    st.markdown(
        f"Gelezen: {dutch.counted(found.read.rows_in, 'rij', 'rijen')}, waarvan "
        f"{dutch.counted(len(found.read.bookings), 'boeking', 'boekingen')} van samen {euros(found.read.cents, True)} "
        f"(met btw). Nieuw daarvan is {euros(total, True)}."
    )
    for note in found.notes:
        st.info(note, icon=":material/info:")
    _listed("Nieuw", merged.new)
    if merged.changed:
        with st.expander(f"Gewijzigd ({len(merged.changed)})"):
            shown = pd.DataFrame(
                {
                    "Boekstuknummer": [new.number for _, new in merged.changed[:_MOST]],
                    "Was": [f"{dutch.day(old.booked)}, {euros(old.cents, True)}" for old, _ in merged.changed[:_MOST]],
                    "Wordt": [
                        f"{dutch.day(new.booked)}, {euros(new.cents, True)}" for _, new in merged.changed[:_MOST]
                    ],
                    "Omschrijving": [new.description for _, new in merged.changed[:_MOST]],
                }
            )
            plain_table(shown, alt="Boekingen die anders zijn dan wat is bewaard")
    _listed("Verdwenen", merged.vanished)
    _listed("Nog niet toegewezen", found.unplaced)


def _listed(title: str, rows: Sequence[Booking]) -> None:
    if not rows:
        return
    with st.expander(f"{title} ({dutch.number(len(rows))})"):
        first = rows[:_MOST]
        shown = pd.DataFrame(
            {
                "Boekdatum": [dutch.day(one.booked) for one in first],
                "Boekstuknummer": [one.number for one in first],
                "Bedrag": [euros(one.cents, True) for one in first],
                "Kostenplaats of project": [one.cost_object for one in first],
                "Omschrijving": [one.description for one in first],
            }
        )
        plain_table(shown, alt=f"{title}: de eerste boekingen")
        if len(rows) > _MOST:
            st.caption(f"De eerste {_MOST} van {dutch.number(len(rows))}.")


def ask_twice(upload: Upload, found: Preview) -> None:
    """What it means that a booking number comes more than once: for all, or for each of the first."""
    if not found.twice:
        return
    count = len(found.twice)
    told = dutch.counted(count, "boekstuknummer komt", "boekstuknummers komen")
    st.subheader(f"{told} meer dan eens voor", anchor=False)
    options: Mapping[str, str] = {one.value: one.value for one in Repeat}

    def ask(label: str, key: str, number: str) -> None:
        chosen = st.selectbox(
            label,
            list(options),
            index=list(options).index(upload.answers[number]) if number in upload.answers else None,
            placeholder="Kies wat het betekent",
            key=key,
        )
        if chosen:
            upload.answers[number] = chosen

    ask("Voor al deze nummers", f"_twice-{upload.number}", EVERY)
    with st.expander("Of per nummer"):
        for one in found.twice[:_MOST_ASKED]:
            amounts = dutch.listing([euros(row.cents, True) for row in one.bookings[:4]])
            like = "gelijke rijen" if one.is_alike else "verschillende rijen"
            label = plain(f"{one.number}: {len(one.bookings)} {like}, {amounts}")
            ask(label, f"_twice-{upload.number}-{one.number}", one.number)


def draw_keep(upload: Upload, found: Preview) -> None:
    """The question on what vanished, and the button that keeps."""
    drop: bool | None = None
    if found.merged.vanished:
        said = st.radio(
            "Wat gebeurt er met de boekingen die niet meer in het bestand staan?", [_STAY, _DROP], index=None
        )
        drop = None if said is None else said == _DROP
    is_asked = bool(found.unanswered) or (bool(found.merged.vanished) and drop is None)
    if found.unanswered:
        st.info("Zeg eerst wat de boekstuknummers betekenen die meer dan eens voorkomen.", icon=":material/info:")
    if not found.has_changes:
        st.info("Alles uit dit bestand staat al in Startfoto.", icon=":material/info:")
    writer.ask()
    outcome.refused()
    st.button(
        "Boekingen opnemen",
        type="primary",
        icon=":material/check:",
        disabled=is_asked or found.is_blocked or not found.has_changes,
        on_click=_keep,
        args=(upload, found, drop),
    )


def _keep(upload: Upload, found: Preview, drop: bool | None) -> None:
    if loads := outcome.kept(
        Right.UPLOAD, "boekingen", lambda: [ledger.commit(shared_store(), found, writer.name(), drop)]
    ):
        st.session_state[_UPLOAD] = Upload(number=upload.number + 1, kept=loads)
    else:
        upload.seen = None
