"""Personal data of pupils hold a file back, contact details are taken out, and nothing of either is shown."""

import random
from collections.abc import Sequence

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from stdnum.nl import bsn

from loaders.privacy import Inspection, inspect, without_columns
from loaders.tabular import read_file
from model.findings import FindingLevel
from model.text_file import TextFile
from tests.dialects import Row, as_csv, as_docx_table, as_xlsx


def number(eight: int) -> str:
    """A number of nine digits that passes the elfproef, made up from eight; empty when there is none."""
    digits = f"{eight:08}"
    check = bsn.checksum(digits + "0")
    return digits + str(check) if check < 10 and eight else ""


MADE = random.Random(7)
NUMBERS = [made for made in (number(MADE.randrange(1_000_000, 99_999_999)) for _ in range(60)) if made]
PASSING = st.integers(1_000_000, 99_999_999).map(number).filter(bool)


def table(rows: Sequence[Row]) -> TextFile:
    return read_file(as_csv(rows), "tabel.csv")


def form(rows: Sequence[Row], before: Sequence[str] = ()) -> TextFile:
    return read_file(as_docx_table(rows, before), "scan.docx")


def text_of(file: TextFile) -> str:
    return "\n".join(cell for sheet in file.sheets for line in sheet.lines for cell in line.cells)


def said(inspection: Inspection) -> str:
    return " ".join(repr(finding) for finding in inspection.findings)


def levels(inspection: Inspection) -> list[str]:
    return [finding.level.value for finding in inspection.findings]


class TestNumbers:
    @pytest.mark.parametrize(
        "header",
        ["BSN", "bsn leerling", "Burgerservicenummer", "Sofinummer", "Onderwijsnummer", "Leerlingnummer", "PGN"],
    )
    def test_a_column_that_says_so_is_held_and_masked(self, header: str) -> None:
        seen = inspect(table([["School", header, "Score"], ["A", NUMBERS[0], "3"], ["B", NUMBERS[1], "4"]]))
        assert seen.is_blocking
        assert [(place[0], place[1], place[2]) for place in seen.held_columns] == [("", 1, "nummer")]
        (finding,) = [finding for finding in seen.findings if finding.level is FindingLevel.BLOCKING]
        assert (finding.row, finding.column) == (2, "B")
        assert "rijen 2 en 3" in finding.message
        assert finding.found == f"{NUMBERS[0][:2]}*****{NUMBERS[0][-2:]}"

    def test_a_number_that_lost_its_zero_in_excel_is_held_under_such_a_header(self) -> None:
        assert inspect(read_file(as_xlsx([["BSN", "n"], [int(number(1234567)), 1]]), "x.xlsx")).is_blocking

    def test_numbers_in_sentences_are_held_right_behind_the_word(self) -> None:
        text = f"Het gaat om BSN: {NUMBERS[0]}, een leerling van groep 5."
        seen = inspect(form([["Conclusies", text]], [f"onderwijsnummer {NUMBERS[1]}"]))
        assert [(place.sheet, place.row) for place in seen.held_columns] == [("Tabel 1", 1), ("Tekst", 1)]
        cleared = without_columns(seen.file, seen.held_columns)
        assert "Het gaat om BSN: [verwijderd], een leerling van groep 5." in text_of(cleared)
        assert not inspect(cleared).is_blocking

    def test_one_number_that_passes_by_chance_only_warns(self) -> None:
        seen = inspect(table([["Gebied", "Waarde"], ["A", NUMBERS[0]], ["B", "12"]]))
        assert levels(seen) == ["waarschuwing"]
        assert seen.findings[0].found == f"{NUMBERS[0][:2]}*****{NUMBERS[0][-2:]}"

    @pytest.mark.parametrize(
        ("header", "values"),
        [
            ("LRK-nummer", NUMBERS[:4] + ["123456789"] * 6),
            ("KvK-nummer", ["12345678"] * 8),
            ("BRIN", ["14RC00"] * 8),
            ("Bedrag", ["123456789", "12345678,90", "1.234.567,89"] * 4),
            ("Jaar", ["2021"] * 8),
            ("Code", ["03080000"] * 8),
        ],
    )
    def test_other_numbers_are_not_held(self, header: str, values: list[str]) -> None:
        seen = inspect(table([["Gebied", header], *(["A", value] for value in values)]))
        assert (seen.held_columns, seen.findings) == ((), ())

    @settings(max_examples=200, deadline=None)
    @given(st.integers(100_000_000, 999_999_999))
    def test_a_random_number_in_one_cell_never_blocks(self, value: int) -> None:
        assert not inspect(table([["Gebied", "Waarde"], ["A", value]])).is_blocking

    @settings(max_examples=60, deadline=None)
    @given(st.lists(PASSING, min_size=5, max_size=30), st.sampled_from(["Code", "", "Id", "Kolom 3"]))
    def test_a_full_column_always_blocks_and_can_be_taken_out(self, values: list[str], header: str) -> None:
        rows = [["A", value, "tekst"] for value in values]
        seen = inspect(table([["Gebied", header, "Toelichting"], *rows, ["B", "", f"zie {values[0]}"]]))
        assert seen.is_blocking
        assert not any(value in said(seen) for value in values)
        cleared = without_columns(seen.file, seen.held_columns)
        assert not inspect(cleared).is_blocking
        assert not any(value in text_of(cleared) for value in values)
        assert cleared.sheets[0].lines[0].cells[2] == "Toelichting"

    @settings(max_examples=30, deadline=None)
    @given(st.randoms(use_true_random=False))
    def test_a_column_of_random_numbers_does_not_block(self, chance: random.Random) -> None:
        rows = [["A", str(chance.randrange(110_000_000, 999_999_999))] for _ in range(60)]
        assert not inspect(table([["Gebied", "Waarde"], *rows])).is_blocking


class TestBirthdays:
    @pytest.mark.parametrize("header", ["Geboortedatum", "geb. datum", "Geb.dat.", "Geboren op", "Geboortedatum kind"])
    @pytest.mark.parametrize("value", ["14-10-2012", "2012-10-14", "14/10/12", "14 oktober 2012"])
    def test_a_column_that_says_so_is_held(self, header: str, value: str) -> None:
        seen = inspect(table([["Groep", header], ["5", value]]))
        assert [place.reason for place in seen.held_columns] == ["geboortedatum"]
        assert value not in said(seen)

    def test_a_column_of_dates_of_children_is_held_without_header(self) -> None:
        days = [f"{day:02}-05-{year}" for day, year in zip(range(1, 11), range(2005, 2015), strict=True)]
        seen = inspect(table([["Groep", "x"], *(["5", day] for day in days)]))
        assert [(place.column, place.reason) for place in seen.held_columns] == [(1, "geboortedatum")]

    @pytest.mark.parametrize("header", ["Datum", "Peildatum", "Startdatum", "Opgericht op", "Ingangsdatum"])
    def test_other_dates_are_not_held(self, header: str) -> None:
        days = [f"{day:02}-05-2012" for day in range(1, 11)]
        assert not inspect(table([["School", header], *(["A", day] for day in days)])).is_blocking

    def test_counts_of_births_are_not_held(self) -> None:
        assert not inspect(table([["Wijk", "Levend geboren kinderen"], ["A", "120"], ["B", "2012"]])).is_blocking


class TestNames:
    @pytest.mark.parametrize(
        "header", ["Naam leerling", "Leerling", "Achternaam", "Voornaam", "Roepnaam", "NAAM KIND:"]
    )
    def test_names_of_pupils_are_held(self, header: str) -> None:
        seen = inspect(table([["School", header, "Score"], ["A", "Xyz Testkind", "3"]]))
        assert [(place.column, place.reason) for place in seen.held_columns] == [(1, "naam")]
        assert "Testkind" not in said(seen)
        cleared = without_columns(seen.file, seen.held_columns)
        assert [line.cells for line in cleared.sheets[0].lines] == [
            ("School", "[kolom verwijderd]", "Score"),
            ("A", "", "3"),
        ]

    @pytest.mark.parametrize(
        "header", ["Aantal leerlingen", "Naam school", "Naam bestuur", "Leerlingen", "Naam", "Leerling-leraarratio"]
    )
    def test_other_names_are_not_held(self, header: str) -> None:
        assert not inspect(table([["Code", header, "n"], ["A", "Xyz", "3"]])).is_blocking

    def test_a_table_under_a_title_keeps_its_title(self) -> None:
        seen = inspect(table([["Overzicht 2021"], ["Leerling", "n", "m"], ["Xyz", "1", "2"]]))
        cleared = without_columns(seen.file, seen.held_columns)
        assert [line.cells[0] for line in cleared.sheets[0].lines] == ["Overzicht 2021", "[kolom verwijderd]", ""]


class TestForms:
    ROWS = (
        ("Bestuur", "Stichting Een"),
        ("School", "School A"),
        ("Naam leerling", "Xyz Testkind"),
        ("Geboortedatum", "14-10-2012"),
        ("BSN", NUMBERS[0]),
        ("Conclusies", "Het gaat goed."),
    )

    def test_in_a_form_only_what_was_filled_in_is_held(self) -> None:
        seen = inspect(form(self.ROWS))
        assert [
            (place.row, place.column, place.reason)
            for place in sorted(seen.held_columns, key=lambda held: held.row or 0)
        ] == [
            (3, 1, "naam"),
            (4, 1, "geboortedatum"),
            (5, 1, "nummer"),
        ]
        cleared = without_columns(seen.file, seen.held_columns)
        assert not inspect(cleared).is_blocking
        assert [line.cells[1] for line in cleared.sheets[0].lines] == [
            "Stichting Een",
            "School A",
            "[verwijderd]",
            "[verwijderd]",
            "[verwijderd]",
            "Het gaat goed.",
        ]

    def test_a_label_and_its_value_in_one_line_of_text_are_held(self) -> None:
        seen = inspect(form([["Bestuur", "X"], ["School", "Y"]], ["Naam leerling: Xyz Testkind"]))
        assert [(place.sheet, place.reason) for place in seen.held_columns] == [("Tekst", "naam")]
        assert "Testkind" not in text_of(without_columns(seen.file, seen.held_columns))


class TestContacts:
    @pytest.mark.parametrize(
        "contact",
        [
            "info@school.example",
            "a.b-c+d@post.school.example",
            "0612345678",
            "06-12345678",
            "06 12 34 56 78",
            "+31 6 12345678",
            "+31 (0)50 123 45 67",
            "0031501234567",
            "050-1234567",
            "(050) 123 45 67",
            "0512-123456",
        ],
    )
    def test_an_address_or_telephone_number_in_a_text_is_taken_out(self, contact: str) -> None:
        seen = inspect(form([["Opmerkingen", f"Bel of mail {contact}, graag voor 12:00."]]))
        assert text_of(seen.file) == "Opmerkingen\nBel of mail [contactgegeven verwijderd], graag voor 12:00."
        assert levels(seen) == ["opmerking"]
        assert "1 contactgegeven is verwijderd" in seen.findings[0].message

    @pytest.mark.parametrize(
        "text",
        [
            "03080000",
            "14RC00",
            "NL00BANK0123456789",
            "0,123456789",
            "1234 AB",
            "2020-2021",
            "01-02-2021 09:30",
            "@",
            "123456789",
        ],
    )
    def test_other_signs_and_numbers_stay(self, text: str) -> None:
        assert text in text_of(inspect(table([["Gebied", "Waarde", "x"], ["A", text, "1"]])).file)

    def test_whoever_is_named_as_contact_is_taken_out(self) -> None:
        seen = inspect(
            form([["Bestuur", "X"], ["School", "Y"], ["Contactpersoon", "Mevrouw Xyz"], ["Telefoon", "12345"]])
        )
        assert [line.cells[1] for line in seen.file.sheets[0].lines] == ["X", "Y", *["[contactgegeven verwijderd]"] * 2]
        rows = [
            ["School", "Directeur", "E-mail", "n"],
            ["A", "Xyz", "x@y.example", "1"],
            ["B", "Zyx", "z@y.example", "2"],
        ]
        seen = inspect(table(rows))
        assert "Xyz" not in text_of(seen.file)
        assert text_of(seen.file).count("[contactgegeven verwijderd]") == 4
        assert len(seen.findings) == 1

    @settings(max_examples=100, deadline=None)
    @given(st.emails(), st.text("ab1 .,;()é\n", max_size=20))
    def test_no_address_is_left(self, address: str, around: str) -> None:
        file = table([["a", "b"], ["x", f"{around} {address} {around}"]])
        assert address.rpartition("@")[2] not in text_of(inspect(file).file)

    def test_inspecting_twice_takes_nothing_more(self) -> None:
        once = inspect(form([["Bestuur", "X"], ["School", "Y"], ["Directeur", "Xyz, 06-12345678"]]))
        assert inspect(once.file).findings == ()
        assert inspect(once.file).file == once.file


def test_large_files_are_inspected_quickly() -> None:
    rows = [
        ["Gebied", *(f"Cijfer {column}" for column in range(40))],
        *([f"BU{row:08}", *range(40)] for row in range(2500)),
    ]
    file = table(rows)
    assert inspect(file) == Inspection(file, (), ())


def test_many_numbers_in_sentences_are_held_and_one_is_not() -> None:
    sentence = "leerling 123456782 heeft moeite met rekenen"
    assert inspect(table([["School", "Opmerkingen"], *(["De Linde", sentence] for _ in range(6))])).is_blocking
    once = [["School", "Opmerkingen"], ["De Linde", sentence], *(["De Linde", "gaat goed"] for _ in range(6))]
    assert not inspect(table(once)).is_blocking


@pytest.mark.parametrize("written", ["1234/56/782", "123,456,782", "NL123456782", "1,23E+08", "12 34 56 782"])
def test_a_number_under_its_own_header_is_held_however_it_is_written(written: str) -> None:
    seen = inspect(table([["School", "BSN"], *(["De Linde", written] for _ in range(6))]))
    assert seen.is_blocking
