"""Whatever people send becomes the same rows of text, or one plain sentence."""

import time
from datetime import date, datetime
from datetime import time as clock

import docx
import openpyxl
import pytest
from docx.oxml import parse_xml
from hypothesis import example, given, settings
from hypothesis import strategies as st

from loaders.tabular import LARGEST_MB, read_file, safe_name
from model.findings import FindingLevel, Refusal
from model.reading import read_figure
from model.text_file import TextFile
from tests.dialects import (
    as_csv,
    as_docx_table,
    as_ods,
    as_ods_table,
    as_xlsx,
    as_zip,
    docx_bytes,
    member,
    saved,
    with_members,
)

ROWS = [
    ["Gebied", "Naam", "Score", "Toelichting"],
    ["GM0308", "Één Baarn", "12,5", "ja; want, zo|is\nhet"],
    ["GM0344", "Utrecht", "<5", '"quote" en 1.234'],
    ["GM9999", "", ".", "é"],
]
LINES = [(number, tuple(row)) for number, row in enumerate(ROWS, start=1)]
FIGURES = st.floats(-1e12, 1e12).map(lambda value: float(f"{value:.15g}")).filter(lambda value: abs(value) >= 1e-5)
"""As many digits as a workbook keeps."""

DIALECTS = {
    "as Excel saves it here": as_csv(ROWS, encoding="cp1252"),
    "CSV UTF-8 of Excel": as_csv(ROWS, encoding="utf-8-sig"),
    "comma": as_csv(ROWS, delimiter=","),
    "comma and all quoted": as_csv(ROWS, delimiter=",", is_quoted=True),
    "tab": as_csv(ROWS, delimiter="\t", line_end="\n"),
    "Unicode text of Excel": as_csv(ROWS, delimiter="\t", encoding="utf-16"),
    "UTF-16 without mark": as_csv(ROWS, encoding="utf-16-le"),
    "UTF-16 the other way round": as_csv(ROWS, encoding="utf-16-be"),
    "bar": as_csv(ROWS, delimiter="|", is_quoted=True),
    "line ends of Unix": as_csv(ROWS, line_end="\n", is_quoted=True),
    "line ends of old Macs": as_csv(ROWS, line_end="\r"),
    "with Excel's own hint": as_csv(ROWS, first_line="sep=;\r\n"),
    "hint that is needed": as_csv(ROWS, delimiter="~", first_line="sep=~\r\n"),
    "blanks around": as_csv([[f" {cell}\N{NO-BREAK SPACE}" for cell in row] for row in ROWS]),
    "empty columns behind": as_csv([[*row, "", ""] for row in ROWS]),
    "accents apart": as_csv([[cell.replace("é", "e\u0301").replace("É", "E\u0301") for cell in row] for row in ROWS]),
    "no line end at the end": as_csv(ROWS).rstrip(),
    "XLSX": as_xlsx(ROWS),
    "ODS": as_ods(ROWS),
    "DOCX": as_docx_table(ROWS),
}


def lines(file: TextFile, sheet: int = 0) -> list[tuple[int, tuple[str, ...]]]:
    return [(line.number, line.cells) for line in file.sheets[sheet].lines]


def refusal(content: bytes, name: str = "scan.csv") -> str:
    with pytest.raises(Refusal) as caught:
        read_file(content, name)
    assert all(finding.level is FindingLevel.BLOCKING for finding in caught.value.findings)
    return str(caught.value)


@pytest.mark.parametrize("content", DIALECTS.values(), ids=DIALECTS.keys())
def test_the_same_table_in_any_dialect_gives_the_same_lines(content: bytes) -> None:
    assert lines(read_file(content, "tabel")) == LINES


class TestCsv:
    def test_a_decimal_comma_is_no_separator(self) -> None:
        text = b"Titel, met komma\n\nGebied;2019;2021\nBaarn;1,5;2,5\nSoest;.;3,5\n"
        assert lines(read_file(text, "x.csv"))[1:] == [
            (3, ("Gebied", "2019", "2021")),
            (4, ("Baarn", "1,5", "2,5")),
            (5, ("Soest", ".", "3,5")),
        ]

    def test_one_column_of_figures_stays_one_column(self) -> None:
        assert lines(read_file(b"Waarde\n12,5\n13,5\n", "x.csv")) == [(1, ("Waarde",)), (2, ("12,5",)), (3, ("13,5",))]

    def test_figures_with_commas_between_them_are_columns(self) -> None:
        assert lines(read_file(b"a,b,c\n1,2,3\n", "x.csv")) == [(1, ("a", "b", "c")), (2, ("1", "2", "3"))]

    def test_lines_may_differ_in_length(self) -> None:
        form = b"Bestuur;Stichting Een, Twee\nSchool;A\nKeuze 1;x;y;z\nConclusies;Dit, dat, en zus\n"
        assert [len(cells) for _, cells in lines(read_file(form, "x.csv"))] == [2, 2, 4, 2]

    def test_a_row_has_the_number_that_a_spreadsheet_gives_it(self) -> None:
        text = b'a;b\n\n"twee\nregels";c\n;\nd;e\n'
        assert [number for number, _ in lines(read_file(text, "x.csv"))] == [1, 3, 5]

    def test_a_quotation_mark_that_is_not_closed_is_pointed_at(self) -> None:
        assert "rij 2 een aanhalingsteken" in refusal(b'a;b\n"c;d\ne;f\n')
        assert "rij 2 een aanhalingsteken" in refusal(b'a;b\n"c;d\n' + b"e;f\n" * 50_000)

    def test_formulas_and_html_are_text(self) -> None:
        rows = [["=cmd|'/c calc'!A1", "<script>alert(1)</script>"], ["**vet**", "@SUM(A1)"]]
        assert [cells for _, cells in lines(read_file(as_csv(rows), "x.csv"))] == [tuple(row) for row in rows]


class TestWorkbook:
    def test_values_are_written_in_dutch(self) -> None:
        row = [
            12.0,
            1.234,
            -0.5,
            1e-7,
            1e21,
            True,
            False,
            date(2021, 10, 14),
            datetime(2021, 10, 14, 9, 30),  # noqa: DTZ001 a cell has no time zone
            clock(9, 5),
        ]
        written = "12 1,234 -0,5 0,0000001 1000000000000000000000 ja nee 14-10-2021 14-10-2021|09:30 09:05"
        cells = lines(read_file(as_xlsx([row]), "x.xlsx"))[0][1]
        assert [cell.replace(" ", "|") for cell in cells] == written.split()

    @settings(max_examples=60, deadline=None)
    @given(st.lists(FIGURES, min_size=1, max_size=30))
    def test_numbers_come_back_from_their_text(self, values: list[float]) -> None:
        cells = lines(read_file(as_xlsx([["x", *values]]), "x.xlsx"))[0][1]
        readings = [read_figure(cell) for cell in cells[1:]]
        assert [reading.value for reading in readings if reading] == values

    def test_a_percentage_is_a_percentage(self) -> None:
        book = openpyxl.Workbook()
        assert book.active is not None
        for column, (value, shown) in enumerate([(0.123, "0.0%"), (0.07, "0%"), (1, "0.00%"), (0.5, "0.0")], start=1):
            book.active.cell(1, column, value).number_format = shown
        assert lines(read_file(saved(book), "x.xlsx")) == [(1, ("12,3%", "7%", "100%", "0,5"))]

    def test_what_a_workbook_hides_or_lacks_is_said(self) -> None:
        book = openpyxl.Workbook()
        page = book.active
        assert page is not None
        page.title = "Scan"
        for row in (("School", "n", "%"), ("A", "=1+1", "#N/A"), ("B", 3, 4)):
            page.append(row)
        page["A5"] = "titel"
        page.merge_cells("A5:C5")
        page.row_dimensions[3].hidden = True
        book.create_sheet("Lijst").sheet_state = "hidden"
        file = read_file(saved(book), "x.xlsx")
        assert lines(file) == [(1, ("School", "n", "%")), (2, ("A", "", "#N/A")), (3, ("B", "3", "4")), (5, ("titel",))]
        seen = {
            (finding.level.value, finding.sheet, finding.row, finding.column, finding.found)
            for finding in file.findings
        }
        assert seen == {
            ("waarschuwing", "Scan", 2, "C", "#N/A"),
            ("waarschuwing", "Scan", 2, "B", ""),
            ("opmerking", "Scan", 3, "", ""),
            ("opmerking", "Scan", 5, "A", ""),
            ("opmerking", "Lijst", None, "", ""),
        }
        assert any(
            "De formule in cel B2 heeft geen opgeslagen uitkomst" in finding.message for finding in file.findings
        )

    def test_an_ods_says_the_same(self) -> None:
        rows = (
            '<table:table-row table:visibility="collapse"><table:table-cell office:value-type="percentage" '
            'office:value="0.123"><text:p>12%</text:p></table:table-cell><table:table-cell table:formula="of:=1/0" '
            'office:value-type="string"><text:p>#DIV/0!</text:p></table:table-cell><table:table-cell '
            'table:number-columns-spanned="2" office:value-type="float" office:value="1.5"><text:p>2</text:p>'
            "</table:table-cell></table:table-row>"
        )
        file = read_file(as_ods_table(rows), "x.ods")
        assert lines(file) == [(1, ("12,3%", "#DIV/0!", "1,5"))]
        assert [(finding.row, finding.column) for finding in file.findings] == [(1, "B"), (1, ""), (1, "C")]

    def test_rows_and_columns_count_from_the_first_of_the_sheet(self) -> None:
        book = openpyxl.Workbook()
        assert book.active is not None
        book.active["C7"] = "x"
        assert lines(read_file(saved(book), "x.xlsx")) == [(7, ("", "", "x"))]


class TestWord:
    def test_a_form_keeps_lines_nested_tables_and_fields(self) -> None:
        document = docx.Document()
        document.add_paragraph("Schoolscan")
        document.sections[0].header.paragraphs[0].text = "Bestuur X"
        table = document.add_table(3, 3)
        table.cell(0, 0).merge(table.cell(0, 1)).text = "School"
        table.cell(0, 2).text = "A"
        table.cell(1, 0).merge(table.cell(2, 0)).text = "Keuze"
        table._tbl.tr_lst[2].tc_lst[0].p_lst[0].add_r().text = "onzichtbaar in Word"
        table.cell(1, 1).text = "een\ntwee"
        table.cell(1, 1).add_paragraph("drie")
        table.cell(2, 1).add_table(1, 1).cell(0, 0).text = "binnen"
        field = (
            '<w:sdt xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"><w:sdtPr>{}</w:sdtPr>'
            "<w:sdtContent><w:r><w:t>{}</w:t></w:r></w:sdtContent></w:sdt>"
        )
        paragraph = table.cell(1, 2).paragraphs[0]._p
        paragraph.append(parse_xml(field.format("", "ingevuld")))
        paragraph.append(parse_xml(field.format("<w:showingPlcHdr/>", "Klik om tekst in te voeren")))
        file = read_file(docx_bytes(document), "x.docx")
        assert [sheet.name for sheet in file.sheets] == ["Tabel 1", "Tekst"]
        assert lines(file) == [(1, ("School", "A")), (2, ("Keuze", "een\ntwee\ndrie", "ingevuld")), (3, ("", "binnen"))]
        assert [cells for _, cells in lines(file, 1)] == [("Schoolscan",), ("Bestuur X",)]

    def test_forty_forms_are_read_within_two_seconds(self) -> None:
        form = as_docx_table([[f"Keuze {row}", "tekst " * 40] for row in range(25)], ["Inleiding"] * 20)
        begin = time.perf_counter()
        for _ in range(40):
            read_file(form, "scan.docx")
        assert time.perf_counter() - begin < 2


class TestBadInput:
    @pytest.mark.parametrize(
        ("content", "what"),
        [
            (b"", "is leeg"),
            (b" \r\n\t\n", "is leeg"),
            (b"\0" * 100, "is leeg"),
            (b"\xef\xbb\xbf;;;\n;;;\n", "is leeg"),
            (as_xlsx([]), "is leeg"),
            (b"%PDF-1.7\n", "een PDF"),
            (b"\x89PNG\r\n\x1a\n\0\0", "een afbeelding"),
            (b"<html><table>", "een webpagina"),
            (as_zip({"a.docx": as_docx_table(ROWS)}), "Pak het eerst uit"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "WordDocument".encode("utf-16-le"), ".doc"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + "EncryptedPackage".encode("utf-16-le"), "wachtwoord"),
            (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 600 + "Workbook".encode("utf-16-le"), "beschadigd"),
            (b"a;b\nc\0;d\n", "geen leesbare tekst"),
            (b"\xef\xbb\xbfa;\xe9", "geen leesbare tekst"),
            (b"a;\x81", "geen leesbare tekst"),
            (bytes(range(1, 9)) * 50, "geen leesbare tekst"),
            (as_xlsx(ROWS)[:2000], "beschadigd"),
            (as_docx_table(ROWS)[:-100], "beschadigd"),
        ],
    )
    def test_what_cannot_be_read_is_refused_in_plain_words(self, content: bytes, what: str) -> None:
        assert what in refusal(content)

    def test_half_a_workbook_is_refused_wherever_it_was_cut(self) -> None:
        whole = as_xlsx(ROWS)
        for length in range(200, len(whole), 250):
            assert "beschadigd" in refusal(whole[:length], "x.xlsx")

    def test_200_megabytes_are_refused_at_once(self) -> None:
        content = b"a;b\n" * 50_000_000
        begin = time.perf_counter()
        assert f"200 MB groot; Startfoto leest hooguit {LARGEST_MB} MB" in refusal(content)
        assert time.perf_counter() - begin < 1

    def test_the_largest_size_can_be_set(self) -> None:
        with pytest.raises(Refusal):
            read_file(b"a;b\n" * 300_000, "x.csv", largest_mb=1)

    def test_100000_columns_are_refused(self) -> None:
        assert "100.000 kolommen" in refusal(b";".join([b"x"] * 100_000))
        book = openpyxl.Workbook()
        assert book.active is not None
        book.active["CZZ1"] = "x"
        assert "2.730 kolommen" in refusal(saved(book))

    def test_more_cells_than_fit_are_refused(self) -> None:
        assert "6.000.000 cellen" in refusal(b"a;b;c;d;e;f\n" * 1_000_000)
        assert "3.000.001 regels" in refusal(b"a\n" + b"\n" * 3_000_000), "blank lines take memory too"

    def test_a_workbook_that_is_too_large_may_fit_as_csv(self) -> None:
        book = openpyxl.Workbook()
        assert book.active is not None
        book.active["A1"] = book.active["U150000"] = 1
        told = refusal(saved(book))
        assert "3.150.000 cellen" in told and "als CSV" in told

    def test_a_csv_may_have_more_cells_than_a_workbook(self) -> None:
        [sheet] = read_file(b";".join([b"1"] * 25) + b"\n" + (b"2" + b";" * 24 + b"\n") * 100_000, "boeken.csv").sheets
        assert len(sheet.lines) == 100_001

    def test_two_cells_far_apart_do_not_take_all_memory(self) -> None:
        book = openpyxl.Workbook()
        assert book.active is not None
        book.active["A1"] = book.active["J1048576"] = 1
        assert "10.485.760 cellen" in refusal(saved(book))
        cell = '<table:table-cell table:number-columns-repeated="900" office:value-type="float" office:value="1"/>'
        rows = f'<table:table-row table:number-rows-repeated="1000000">{cell}</table:table-row>'
        assert "900.000.000 cellen" in refusal(as_ods_table(rows))

    @pytest.mark.parametrize(
        "cells",
        [
            '<row r="1"><c r="A1"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>',
            '<row r="1"><c><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>2</v></c></row>',
            '<row r="1"><c r="A1"><v>1</v></c><c r="XFD1048576"><v>2</v></c></row>',
            '<row r="1"><c r="a1"><v>1</v></c></row><row r="1048576"><c r="xfd1048576"><v>2</v></c></row>',
            '<row r="1"><c r="A1"><v>1</v></c><z><c r="XFD1048576"><v>2</v></c></z></row>',
            '<c r="A1"><v>1</v></c><c r="XFD1048576"><v>2</v></c>',
        ],
    )
    @pytest.mark.parametrize("space", [' xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"', ""])
    def test_no_spelling_of_cells_far_apart_reaches_the_reader(self, cells: str, space: str) -> None:
        sheet = f"<worksheet{space}><sheetData>{cells}</sheetData></worksheet>".encode()
        assert refusal(with_members(as_xlsx(ROWS), {"xl/worksheets/sheet1.xml": sheet}))

    @pytest.mark.parametrize("other", ["table", "office"])
    def test_a_million_repeated_cells_are_not_hidden_by_another_namespace(self, other: str) -> None:
        cell = '<table:table-cell table:number-columns-repeated="16384" office:value-type="float" office:value="1"/>'
        whole = as_ods_table(f'<table:table-row table:number-rows-repeated="1000000">{cell}</table:table-row>')
        odd = member(whole, "content.xml").replace(f":xmlns:{other}:1.0".encode(), b":xmlns:other:1.0")
        assert refusal(with_members(whole, {"content.xml": odd}))

    def test_rows_of_an_ods_are_counted_with_those_that_are_repeated(self) -> None:
        cell = '<table:table-cell office:value-type="float" office:value="1"/>'
        rows = f'<table:table-row table:number-rows-repeated="3"/><table:table-row>{cell}</table:table-row>'
        assert lines(read_file(as_ods_table(rows), "x.ods")) == [(4, ("1",))]

    @pytest.mark.parametrize("whole", [as_xlsx(ROWS), as_docx_table(ROWS)], ids=["xlsx", "docx"])
    def test_a_zip_bomb_is_refused_before_it_is_unpacked(self, whole: bytes) -> None:
        bomb = with_members(whole, {"xl/worksheets/bomb.xml": b" " * 60_000_000})
        begin = time.perf_counter()
        assert "schadelijk" in refusal(bomb)
        assert time.perf_counter() - begin < 1
        assert "schadelijk" in refusal(with_members(whole, {f"{number}.xml": b"" for number in range(5001)}))

    def test_an_enclosed_zip_bomb_stays_packed(self) -> None:
        bomb = as_zip({"a.xml": b" " * 60_000_000})
        assert lines(read_file(with_members(as_docx_table(ROWS), {"word/embeddings/a.zip": bomb}), "x.docx")) == LINES

    @pytest.mark.parametrize(
        ("whole", "part"),
        [
            (as_xlsx(ROWS), "xl/worksheets/sheet1.xml"),
            (as_docx_table(ROWS), "word/document.xml"),
            (as_ods(ROWS), "content.xml"),
        ],
        ids=["xlsx", "docx", "ods"],
    )
    def test_xml_with_entities_is_refused(self, whole: bytes, part: str) -> None:
        document_type = b'<!DOCTYPE x [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
        xml = member(whole, part)
        head = xml[: xml.index(b"?>") + 2] if xml.startswith(b"<?") else b""
        assert "schadelijk" in refusal(with_members(whole, {part: head + document_type + xml[len(head) :]}))

    def test_a_name_that_says_otherwise_is_remarked(self) -> None:
        file = read_file(as_xlsx(ROWS), "scan.csv")
        assert (file.kind, lines(file)) == ("xlsx", LINES)
        assert [finding.message for finding in file.findings] == [
            "Het bestand heet .csv maar is een Excel-werkmap; het is gelezen als Excel-werkmap."
        ]
        assert read_file(as_csv(ROWS), "scan.xlsx").findings
        assert not read_file(as_csv(ROWS), "scan.TXT").findings

    @pytest.mark.parametrize(
        ("given", "shown"),
        [
            ("../../etc/scan.csv", "scan.csv"),
            ("C:\\Users\\ik\\scan.csv", "scan.csv"),
            ("scan\n<b>\u202e.csv", "scan <b> .csv"),
            ("", "bestand"),
            ("map/", "bestand"),
            ("a" * 300 + ".xlsx", "a" * 94 + "….xlsx"),
            ("a" * 300, "a" * 99 + "…"),
        ],
    )
    def test_a_file_name_is_safe_to_show(self, given: str, shown: str) -> None:
        assert safe_name(given) == shown
        assert len(shown) <= 100


class TestAnyBytes:
    BEGINNINGS = (b"", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"\xff\xfe", b"\xef\xbb\xbf", b'sep=;\n"')

    @settings(max_examples=300, deadline=None)
    @given(st.sampled_from(BEGINNINGS), st.binary(max_size=400))
    @example(b"\xff\xfe", b"\x00\xd8")
    def test_any_bytes_give_a_file_or_a_refusal(self, beginning: bytes, rest: bytes) -> None:
        readable(beginning + rest)

    @settings(max_examples=150, deadline=None)
    @given(st.sampled_from([as_xlsx(ROWS), as_docx_table(ROWS), as_ods(ROWS)]), st.data())
    def test_a_damaged_office_file_gives_a_file_or_a_refusal(self, whole: bytes, data: st.DataObject) -> None:
        place = data.draw(st.integers(0, len(whole) - 1))
        readable(whole[:place] + bytes([whole[place] ^ data.draw(st.integers(1, 255))]) + whole[place + 1 :])

    @settings(max_examples=150, deadline=None)
    @given(
        st.sampled_from(
            [
                (as_xlsx([[1, "a", True], [2.5, "=A1", "#N/A"]]), "xl/worksheets/sheet1.xml"),
                (as_xlsx(ROWS), "xl/workbook.xml"),
                (as_xlsx(ROWS), "xl/styles.xml"),
                (as_ods(ROWS), "content.xml"),
                (as_docx_table(ROWS), "word/document.xml"),
            ]
        ),
        st.data(),
    )
    def test_an_office_file_with_odd_xml_gives_a_file_or_a_refusal(
        self, source: tuple[bytes, str], data: st.DataObject
    ) -> None:
        whole, part = source
        xml = member(whole, part)
        place = data.draw(st.integers(0, len(xml) - 1))
        odd = data.draw(st.sampled_from([b"", b"9", b"-", b"A", b'"', b"<", b"/>", b"99999999999", b"\xff"]))
        readable(with_members(whole, {part: xml[:place] + odd + xml[place + 1 :]}))


def readable(content: bytes) -> None:
    try:
        file = read_file(content, "x.csv")
    except Refusal as refused:
        assert str(refused)
        return
    assert file.sheets
    for sheet in file.sheets:
        assert all(line.cells and line.cells[-1] for line in sheet.lines)
        assert all("\0" not in cell and "\r" not in cell for line in sheet.lines for cell in line.cells)
        "".join(cell for line in sheet.lines for cell in line.cells).encode()
