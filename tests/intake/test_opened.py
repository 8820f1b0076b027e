"""A file that somebody sent: held back, cleared of contact details or kept as it came, and never an exception."""

import hashlib
import io
import random
import re
from collections.abc import Callable, Iterator
from pathlib import Path

import docx
import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.comments import Comment

from intake import scans
from intake.opened import OpenedFile, open_file, text_of, without_held
from loaders import tabular
from model.delivery import Delivery
from model.findings import FindingLevel
from model.text_file import Line, Sheet, TextFile
from settings import Settings
from store import Store, batches
from tests.dialects import (
    as_csv,
    as_docx_table,
    as_ods,
    as_ods_table,
    as_xlsx,
    docx_bytes,
    saved,
    with_members,
)
from tests.intake.sources import everything_in
from tests.stores import new_store
from tests.worlds import schools

BSNS = ["691400507", "781676447", "116263684", "168753236", "145944372"]
BIRTHDAYS = ["14-03-2009", "02-11-2010", "30-06-2011", "09-01-2009", "25-12-2010"]
NAMES = ["Jaylinn Bakker-Ouali", "Sem Hoekstra", "Noor de Ridder", "Finn Aydin", "Yara Postma"]
EMAIL, TELEPHONE = "directie@deregenboog.example", "06-12345678"
SCAN = [
    ["School", "Plaats", "BRIN", "Vestiging", "Conclusies", "Keuze 1"],
    ["De Regenboog 0", "Plaats", "99AA", "00", "Rekenen blijft achter.", "Zomerschool"],
]
MAKERS: dict[str, Callable[..., bytes]] = {"csv": as_csv, "xlsx": as_xlsx, "ods": as_ods, "docx": as_docx_table}


def opened(content: bytes, name: str = "scan.csv", **options: bool) -> OpenedFile:
    return open_file(content, name, 10, **options)


def with_column(header: str, values: list[str]) -> list[list[str]]:
    """A list of scans of five schools with one more column."""
    rows = [[f"De Regenboog {number}", "Plaats", "99AA", f"0{number}", *SCAN[1][4:]] for number in range(len(values))]
    return [[*SCAN[0], header], *([*row, value] for row, value in zip(rows, values, strict=True))]


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """A store with the register of five schools."""
    opened = new_store(Settings(data_dir=tmp_path))
    places = range(5)
    register = schools("GM9901", [f"99AA0{n}" for n in places], "2021", name=[f"De Regenboog {n}" for n in places])
    opened.write(lambda cursor: batches.add_load(cursor, register))
    yield opened
    opened.close()


def kept(store: Store, file: scans.ScanFile) -> str:
    """Everything that the store holds after this file went in."""
    with store.read() as cursor:
        known = scans.known(cursor, "GM9901")
    scans.commit(store, [file], known)
    return everything_in(store)


@pytest.mark.parametrize("kind", MAKERS)
@pytest.mark.parametrize(
    ("header", "values"), [("BSN", BSNS), ("Geboortedatum", BIRTHDAYS), ("Naam leerling", NAMES), ("Volgnr", BSNS)]
)
def test_a_file_with_data_of_pupils_is_held_back_and_shows_no_value(kind: str, header: str, values: list[str]) -> None:
    held = opened(MAKERS[kind](with_column(header, values)), f"scan.{kind}")
    assert held.is_held_back and held.received is None
    assert held.held and FindingLevel.BLOCKING in {finding.level for finding in held.findings}
    assert not [value for value in values if value in repr(held.findings)], "the cells are masked"
    assert values[0] not in repr(without_held(held)) and not without_held(held).is_held_back


@pytest.mark.parametrize("kind", MAKERS)
@pytest.mark.parametrize(("header", "values"), [("BSN", BSNS), ("Geboortedatum", BIRTHDAYS), ("Naam leerling", NAMES)])
def test_what_is_held_reaches_no_table_also_after_leaving_the_column_out(
    store: Store, kind: str, header: str, values: list[str]
) -> None:
    file = scans.read_file(MAKERS[kind](with_column(header, values)), f"scan.{kind}")
    assert file.is_held_back and file.read.scans == ()
    held = everything_in(store)
    text = kept(store, scans.leave_out_held(file))
    assert len(re.findall("Zomerschool", text)) >= 5 and "Zomerschool" not in held
    assert not [value for value in values if value in text]
    assert file.opened.digest in text, "the file is known again by the bytes that were sent"


def test_a_file_that_is_held_back_leaves_no_bytes_when_another_goes_in(store: Store) -> None:
    held = scans.read_file(as_csv(with_column("BSN", BSNS)), "leerlingen.csv")
    good = scans.read_file(as_csv(SCAN), "scan.csv")
    with store.read() as cursor:
        known = scans.known(cursor, "GM9901")
    scans.commit(store, [held, good], known)
    text = everything_in(store)
    assert "leerlingen.csv" in text, "what was wrong with it is told with the load"
    assert not [value for value in BSNS if value in text] and held.opened.digest not in text


@pytest.mark.parametrize("kind", MAKERS)
def test_contact_details_are_taken_out_of_all_that_is_kept(store: Store, kind: str) -> None:
    rows = [[*SCAN[0], "E-mail", "Opmerkingen"], [*SCAN[1], EMAIL, f"Bel {TELEPHONE} of mail {EMAIL} voor overleg."]]
    file = scans.read_file(MAKERS[kind](rows), f"scan.{kind}")
    assert not file.is_held_back
    assert [one.level for one in file.opened.findings] == [FindingLevel.REMARK]
    text = kept(store, file)
    assert EMAIL not in text and TELEPHONE not in text and "voor overleg." in text


def test_contact_details_above_and_below_a_form_are_taken_out_too(store: Store) -> None:
    document = docx.Document()
    document.sections[0].header.paragraphs[0].text = f"Vragen? {EMAIL}"
    document.add_paragraph(f"Ingevuld door de directie, telefoon {TELEPHONE}")
    table = document.add_table(0, 2)
    for label, answer in (("School", "De Regenboog 0"), ("BRIN en vestiging", "99AA00"), ("Conclusies", "Goed.")):
        row = table.add_row().cells
        row[0].text, row[1].text = label, answer
    text = kept(store, scans.read_file(docx_bytes(document), "scan.docx"))
    assert EMAIL not in text and TELEPHONE not in text and "De Regenboog" in text


@pytest.mark.parametrize("kind", MAKERS)
def test_a_file_without_personal_data_is_kept_as_it_came(kind: str) -> None:
    content = MAKERS[kind](SCAN)
    file = opened(content, f"map/scan.{kind}")
    assert file.received is not None
    assert file.received.name == f"scan.{kind}"
    if kind == "csv":
        assert file.received.content == content
    else:
        assert b"Zomerschool" in file.received.content, "the text; an Office file holds more than is seen"
    assert file.digest == file.received.digest == hashlib.sha256(content).hexdigest()


def test_a_hidden_sheet_is_not_kept(store: Store) -> None:
    book = openpyxl.Workbook()
    for row in SCAN:
        book.worksheets[0].append(row)
    hidden = book.create_sheet("leerlingen")
    hidden.sheet_state = "hidden"
    for number in BSNS:
        hidden.append([number])
    text = kept(store, scans.read_file(saved(book), "scan.xlsx"))
    assert "Zomerschool" in text
    assert not [number for number in BSNS if number in text]


def commented() -> dict[str, bytes]:
    """Files without personal data in their text, and with a pupil's number and an address in the margin."""
    book = openpyxl.Workbook()
    for row in SCAN:
        book.worksheets[0].append(row)
    book.worksheets[0]["E2"].comment = Comment(f"{BSNS[0]}, vraag {EMAIL}", "Directie")
    document = docx.Document(io.BytesIO(as_docx_table(SCAN)))
    document.add_comment(document.add_paragraph("Zie hiernaast").runs, f"BSN {BSNS[0]}, vraag {EMAIL}", "Directie")
    authored = openpyxl.Workbook()
    for row in SCAN:
        authored.worksheets[0].append(row)
    authored.properties.creator = EMAIL
    pictured = with_members(as_docx_table(SCAN), {"word/media/image1.png": f"{BSNS[0]} {EMAIL}".encode()})
    note = f"<office:annotation><text:p>{BSNS[0]} {EMAIL}</text:p></office:annotation>"
    lines = "".join(
        "<table:table-row>"
        + "".join(
            f'<table:table-cell office:value-type="string">{note}<text:p>{cell}</text:p></table:table-cell>'
            for cell in row
        )
        + "</table:table-row>"
        for row in SCAN
    )
    return {
        "opmerking.xlsx": saved(book),
        "opmerking.docx": docx_bytes(document),
        "maker.xlsx": saved(authored),
        "plaatje.docx": pictured,
        "opmerking.ods": as_ods_table(lines),
    }


@pytest.mark.parametrize(("name", "content"), commented().items())
def test_what_stands_in_the_margin_of_a_file_is_not_kept(store: Store, name: str, content: bytes) -> None:
    file = scans.read_file(content, name)
    assert not file.is_held_back, file.findings
    text = kept(store, file)
    assert "Zomerschool" in text and file.opened.digest in text
    assert BSNS[0] not in text and EMAIL not in text


def test_a_school_file_of_duo_keeps_its_public_contact_details() -> None:
    content = as_csv([["VESTIGINGSCODE", "VESTIGINGSNAAM", "TELEFOONNUMMER"], ["99AA00", "De Regenboog", "0301234567"]])
    public, own = opened(content, has_public_contacts=True), opened(content)
    assert public.received is not None and own.received is not None
    assert (public.received.content, public.findings) == (content, ())
    assert public.text is not None and "0301234567" in text_of(public.text)
    assert b"0301234567" not in own.received.content


def test_a_list_of_pupils_is_held_back_also_where_contact_details_are_public() -> None:
    file = opened(
        as_csv([["VESTIGINGSCODE", "BSN"], *(["99AA00", number] for number in BSNS)]), has_public_contacts=True
    )
    assert file.is_held_back and file.held


def test_what_is_kept_as_text_has_a_line_for_each_row_and_a_tab_between_cells() -> None:
    lines = (Line(1, ("a", "b\tc")), Line(2, ("d\ne",)))
    assert (
        text_of(TextFile("x", "xlsx", (Sheet("Blad1", lines), Sheet("", lines[:1])))) == "Blad1\na\tb c\nd e\n\na\tb c"
    )


@pytest.mark.parametrize(
    ("content", "name"),
    [(b"", "leeg.csv"), (b"\0" * 5000, "nul.xlsx"), (b"%PDF-1.7", "scan.pdf"), (b"PK\x03\x04half", "scan.xlsx")],
)
def test_a_file_that_cannot_be_read_says_so_in_dutch_with_its_name(content: bytes, name: str) -> None:
    file = opened(content, name)
    assert file.text is None and file.is_held_back
    assert [(one.level, one.file) for one in file.findings] == [(FindingLevel.BLOCKING, name)]
    assert re.search(r"bestand", file.findings[0].message)


def test_a_file_over_the_limit_is_not_read() -> None:
    assert "MB" in open_file(b"a;b\n" * 300_000, "groot.csv", 1).findings[0].message


@given(st.binary(max_size=2000), st.text(max_size=300))
def test_any_bytes_under_any_name_give_an_opened_file(content: bytes, name: str) -> None:
    told(opened(content, name))


WHOLE = {kind: make(SCAN) for kind, make in MAKERS.items()}


@pytest.mark.parametrize("kind", MAKERS)
@given(seed=st.integers(0, 2**32))
def test_a_file_with_flipped_bits_or_cut_off_gives_an_opened_file(kind: str, seed: int) -> None:
    chance = random.Random(seed)
    content = bytearray(WHOLE[kind])
    for _ in range(chance.randint(1, 20)):
        content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
    told(opened(bytes(content), f"scan.{kind}"))
    told(opened(WHOLE[kind][: chance.randrange(len(content))], f"scan.{kind}"))


def told(file: OpenedFile) -> None:
    """It says what it is, or why it is not used."""
    assert isinstance(file, OpenedFile)
    assert file.is_held_back == any(one.level is FindingLevel.BLOCKING for one in file.findings)
    assert "incident" not in repr(file.findings), "no fault of our own"
    assert file.name == tabular.safe_name(file.name)


def test_a_delivery_of_an_opened_file_is_recognised_by_its_bytes(store: Store) -> None:
    file = opened(as_csv([["naam", "E-mail"], ["De Regenboog", EMAIL]]))
    assert file.received is not None
    load = Delivery("ggd", "a", "A", "2021", "", 1, 1, 0, schools=schools("GM9901", ["99AA00"], "2021").schools)
    load = Delivery(**{**vars(load), "received": [file.received]})
    store.write(lambda cursor: batches.add_load(cursor, load))
    with store.read() as cursor:
        assert set(batches.seen(cursor, [file.digest])) == {file.digest}
