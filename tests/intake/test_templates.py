"""The templates: empty they say so, filled in they are read back as they were filled in."""

import csv
import io
import re
import zipfile

import docx
import openpyxl
import pytest

from intake import templates
from loaders import tabular
from loaders.monitor import MonitorRead, read_monitor
from loaders.monitor_areas import areas_of
from loaders.monitor_layout import Role
from loaders.monitor_proposal import propose
from model import catalogue
from model.catalogue import Domain
from model.findings import FindingLevel
from model.reading import Reading
from model.region import Level
from model.scan import Choice, DomainCount, Scan, Sector, Sharing, Wish, WishKind
from model.status import Status
from tests.forms import filled, scans_of

MENUKAART = ("Zomer- of lentescholen", "Een-op-een-begeleiding", "(Tijdelijk) inhuren: nieuw personeel")
EMPTY = {
    "csv": templates.scan_csv(),
    "xlsx": templates.scan_xlsx(MENUKAART),
    "docx": templates.scan_docx(MENUKAART),
    "kinderopvang": templates.preschool_docx(),
}
CATALOGUE = catalogue.current()
AREAS = {"NL99": "Voorbeeldland", "GM9901": "Lindewaard", "WK990103": "Ravelshoek", "WK990104": "Zandkamp"}
VE = [one for one in CATALOGUE.indicators.values() if one.source == "voorschools"]
ABSENT = [one for one in CATALOGUE.indicators.values() if one.source == "thuiszitters"]
ANSWERS = {
    "Bestuur": "PCBO De Waard",
    "School": "OBS De Linde",
    "Plaats": "Baarn",
    "Sector": "(v)so",
    "Schooljaar": "2021/2022",
    "Delen met": "LEA zonder schoolnaam",
    "Conclusies": "Lezen is gezakt: veel.\nRekenen niet.",
    "Doelstellingen": "Lezen op peil – in juni.",
    "Aanpak": "Kleine groepen.",
    "Wensen gekoppeld": "Vervoer bij keuze 3\nEen zaal; op maandag",
    "Wensen overig": "Schoolzwemmen",
    "Opmerkingen": "Graag overleg.",
}
COUNTED = {"Cognitief": ("180", "24"), "Emotioneel": ("180", "<5")}
SCAN = Scan(
    board="PCBO De Waard",
    school="OBS De Linde",
    place="Baarn",
    site="14RC00",
    sector=Sector.SPECIAL,
    school_year="2021/2022",
    conclusions="Lezen is gezakt: veel.\nRekenen niet.",
    goals="Lezen op peil – in juni.",
    approach="Kleine groepen.",
    choices=(
        Choice(
            MENUKAART[0], "Twee weken: augustus.", Domain.COGNITIVE, Reading(Status.KNOWN, 24.0), 1250000, "2022/2023"
        ),
        Choice(MENUKAART[2]),
    ),
    wishes=(
        Wish("Vervoer bij keuze 3", WishKind.LINKED, (2,)),
        Wish("Een zaal; op maandag", WishKind.LINKED),
        Wish("Schoolzwemmen", WishKind.OTHER),
    ),
    remarks="Graag overleg.",
    domains=(
        DomainCount(Domain.COGNITIVE, Reading(Status.KNOWN, 180.0), Reading(Status.KNOWN, 24.0)),
        DomainCount(Domain.EMOTIONAL, Reading(Status.KNOWN, 180.0), Reading(Status.INTERVAL, lower=0.0, upper=4.0)),
    ),
    sharing=Sharing.LEA_ANONYMOUS,
    file="scan",
)
"""What is filled in below; the second choice is left open, and of the third only the name is given."""


def scan_row() -> dict[str, object]:
    counts = {
        f"{domain} {what}": number
        for domain, numbers in COUNTED.items()
        for what, number in zip(("beoordeeld", "met vertraging"), numbers, strict=True)
    }
    return {**ANSWERS, "BRIN": "14RC", "Vestiging": "00", **counts}


def wide_row() -> dict[str, object]:
    first = {
        "Keuze 1": MENUKAART[0],
        "Toelichting 1": "Twee weken: augustus.",
        "Domein 1": "cognitief",
        "Bereik 1": 24,
        "Bedrag 1": 12500,
        "Schooljaar keuze 1": "2022/2023",
    }
    return {**scan_row(), **first, "Keuze 3": MENUKAART[2]}


def in_sheet(sheet_name: str, *rows: dict[str, object]) -> bytes:
    """The workbook with these rows on one of its sheets."""
    book = openpyxl.load_workbook(io.BytesIO(EMPTY["xlsx"]))
    sheet = book[sheet_name]
    names = [cell.value for cell in sheet[1]]
    for row in rows:
        assert set(row) <= set(names)
        sheet.append([row.get(str(name)) for name in names])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def texts_of(content: bytes) -> list[str]:
    """Every text in a template."""
    if content[:2] != b"PK":
        return [cell for row in csv.reader(io.StringIO(content.decode("utf-8-sig")), delimiter=";") for cell in row]
    if b"word/document.xml" in content:
        document = docx.Document(io.BytesIO(content))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        return cells + [paragraph.text for paragraph in document.paragraphs]
    book = openpyxl.load_workbook(io.BytesIO(content))
    return [str(cell.value) for sheet in book for row in sheet.iter_rows() for cell in row if cell.value is not None]


@pytest.mark.parametrize("kind", EMPTY)
def test_an_empty_template_gives_no_scan_and_says_that_nothing_is_filled_in(kind: str) -> None:
    read = scans_of(EMPTY[kind])
    assert (read.scans, read.rows_in) == ((), 0)
    [finding] = read.findings
    assert finding.level is FindingLevel.BLOCKING
    assert "er is niets ingevuld" in finding.message


@pytest.mark.parametrize("kind", EMPTY)
def test_no_text_of_a_template_begins_as_a_formula(kind: str) -> None:
    found = texts_of(EMPTY[kind])
    assert len(found) > 10
    assert [text for text in found if text[:1] in set("=+-@\t\r")] == []


def test_a_csv_filled_in_is_read_back() -> None:
    names = EMPTY["csv"].decode("utf-8-sig").strip().split(";")
    row = wide_row()
    assert set(row) <= set(names)
    text = io.StringIO()
    csv.writer(text, delimiter=";").writerow([row.get(name, "") for name in names])
    read = scans_of(EMPTY["csv"] + text.getvalue().encode())
    [scan] = read.scans
    assert read.findings == ()
    assert (scan.sheet, scan.row) == ("", 2)
    assert _without_place(scan) == SCAN


def test_a_workbook_with_a_school_on_a_row_is_read_back() -> None:
    read = scans_of(in_sheet("Schoolscans", wide_row()))
    [scan] = read.scans
    assert read.findings == ()
    assert (scan.sheet, scan.row) == ("Schoolscans", 2)
    assert _without_place(scan) == SCAN


def test_a_workbook_with_a_choice_on_a_row_is_read_back() -> None:
    details = {"Domein": "cognitief", "Bereik": 24, "Bedrag": 12500, "Schooljaar keuze": "2022/2023"}
    first = {"Keuze": MENUKAART[0], "Toelichting": "Twee weken: augustus.", **details}
    read = scans_of(
        in_sheet("Keuze per rij", {**scan_row(), **first}, {"Bestuur": "PCBO De Waard"}, {"Keuze": MENUKAART[2]})
    )
    assert [finding.message for finding in read.findings] == []
    [scan] = read.scans
    assert (scan.sheet, scan.row) == ("Keuze per rij", 2)
    assert _without_place(scan) == SCAN


def test_a_word_form_is_read_back() -> None:
    answers = {
        **ANSWERS,
        "BRIN en vestiging": "14RC00",
        "Keuze 1 menukaart": MENUKAART[0],
        "Toelichting keuze 1": "Twee weken: augustus.",
        "Keuze 3 menukaart": MENUKAART[2],
    }
    details = {"Keuze 1": ("cognitief", "24", "12.500", "2022/2023")}
    counted = {domain.lower(): numbers for domain, numbers in COUNTED.items()}
    read = scans_of(filled(EMPTY["docx"], answers, [counted, details]))
    [scan] = read.scans
    assert read.findings == ()
    assert (scan.sheet, scan.row) == ("Tabel 1", None)
    assert _without_place(scan) == SCAN


def test_the_form_of_kinderopvang_is_read_back() -> None:
    answers = {"Houder": "De Waard", "Locatie": "De Pinguïn", "LRK-nummer": "123456789", "Wensen overig": "Speelplek"}
    read = scans_of(filled(EMPTY["kinderopvang"], answers, [{"sociaal": ("30", "<5")}]))
    [scan] = read.scans
    assert read.findings == ()
    assert (scan.board, scan.school, scan.site, scan.sector) == (
        "De Waard",
        "De Pinguïn",
        "123456789",
        Sector.PRESCHOOL,
    )
    assert scan.wishes == (Wish("Speelplek", WishKind.OTHER),)
    assert [counted.domain for counted in scan.domains] == [Domain.SOCIAL]


def test_the_form_of_kinderopvang_is_of_kinderopvang_without_a_number_too() -> None:
    [scan] = scans_of(filled(EMPTY["kinderopvang"], {"Locatie": "De Pinguïn"}, [{}])).scans
    assert (scan.site, scan.sector) == ("", Sector.PRESCHOOL)


def test_the_csv_opens_in_a_dutch_spreadsheet() -> None:
    assert EMPTY["csv"].startswith(b"\xef\xbb\xbfBestuur;School;")
    assert EMPTY["csv"].endswith(b"\r\n")


class TestTheWorkbook:
    BOOK = openpyxl.load_workbook(io.BytesIO(EMPTY["xlsx"]))

    def test_has_its_four_sheets(self) -> None:
        assert self.BOOK.sheetnames == ["Schoolscans", "Keuze per rij", "Toelichting", "Keuzelijsten"]

    @pytest.mark.parametrize("sheet", ["Schoolscans", "Keuze per rij"])
    def test_explains_every_column(self, sheet: str) -> None:
        explained = {row[0].value for row in self.BOOK["Toelichting"].iter_rows(min_row=2) if row[1].value}
        names = {re.sub(r" \d$", "", str(cell.value)) for cell in self.BOOK[sheet][1]}
        assert names - explained == set()

    @pytest.mark.parametrize("sheet", ["Schoolscans", "Keuze per rij"])
    def test_offers_the_words_of_each_list(self, sheet: str) -> None:
        offered = {}
        lists = self.BOOK["Keuzelijsten"]
        for rule in self.BOOK[sheet].data_validations.dataValidation:
            column = str(rule.sqref).partition(":")[0]
            words = lists[str(rule.formula1).partition("!")[2].replace("$", "")]
            offered[self.BOOK[sheet][f"{column[:-1]}1"].value] = [row[0].value for row in words]
        first = "Keuze 1" if sheet == "Schoolscans" else "Keuze"
        assert offered["Sector"] == ["voorschools", "po", "sbo", "vo", "(v)so"]
        assert offered["Delen met"] == ["alleen gemeente", "LEA zonder schoolnaam", "LEA met schoolnaam"]
        assert offered[first] == list(MENUKAART)
        assert offered["Schooljaar"][1] == "2021/2022"

    def test_lets_a_school_use_its_own_words_for_a_choice_and_for_nothing_else(self) -> None:
        strict = {
            str(self.BOOK["Keuze per rij"][f"{str(rule.sqref).partition(':')[0][:-1]}1"].value): rule.showErrorMessage
            for rule in self.BOOK["Keuze per rij"].data_validations.dataValidation
        }
        assert strict == {
            "Sector": True,
            "Schooljaar": True,
            "Delen met": True,
            "Keuze": False,
            "Domein": True,
            "Schooljaar keuze": True,
        }

    def test_keeps_its_header_in_sight(self) -> None:
        assert [sheet.freeze_panes for sheet in self.BOOK] == ["C2", "C2", "A2", "A2"]

    def test_without_a_menukaart_has_no_empty_list(self) -> None:
        book = openpyxl.load_workbook(io.BytesIO(templates.scan_xlsx(())))
        assert all(
            "$E$2:$E$1" not in str(rule.formula1) for rule in book["Schoolscans"].data_validations.dataValidation
        )


@pytest.mark.parametrize("kind", ["docx", "kinderopvang"])
def test_a_word_form_is_dutch(kind: str) -> None:
    with zipfile.ZipFile(io.BytesIO(EMPTY[kind])) as package:
        assert re.findall(r'<w:lang w:val="([^"]+)"', package.read("word/styles.xml").decode()) == ["nl-NL"]
        assert b"<dc:language>nl-NL</dc:language>" in package.read("docProps/core.xml")


def test_the_word_form_lists_the_menukaart_behind_its_tables() -> None:
    paragraphs = [paragraph.text for paragraph in docx.Document(io.BytesIO(EMPTY["docx"])).paragraphs]
    assert tuple(paragraphs[-len(MENUKAART) :]) == MENUKAART


def figures_read(content: bytes, file_name: str) -> MonitorRead:
    """What the loaders make of a template, when nobody corrects what they propose."""
    file = tabular.read_file(content, file_name)
    sheet = file.sheets[0]
    layout = propose(sheet, list(CATALOGUE.indicators.values()), AREAS, file_name)
    assert {one.written: one.indicator for one in layout.measures if not one.indicator} == {}
    assert len(layout.measures) == sum(column.role is Role.VALUE for column in layout.columns)
    areas = areas_of(sheet, layout, AREAS, "GM9901")
    assert (areas.questions, areas.unknown, areas.other_levels) == ((), (), ())
    return read_monitor(file, sheet, layout, areas.codes)


def readings(read: MonitorRead) -> dict[tuple[str, str, str], Reading]:
    return {
        (one.region, one.indicator, one.period): Reading(one.status, one.value, one.lower, one.upper)
        for one in read.figures
    }


def figures_csv(source: str, level: Level, *rows: tuple[int | str, ...]) -> bytes:
    """The CSV with these figures on its rows."""
    empty = templates.figures_csv(source, CATALOGUE, AREAS, level, "2021").decode("utf-8-sig").splitlines()
    filled_in = [";".join([line, *map(str, row)]) for line, row in zip(empty[1:], rows, strict=True)]
    return "\r\n".join([empty[0], *filled_in]).encode()


def figures_xlsx(source: str, level: Level, *rows: tuple[int | str, ...]) -> bytes:
    """The workbook with these figures on its rows."""
    book = openpyxl.load_workbook(io.BytesIO(templates.figures_xlsx(source, CATALOGUE, AREAS, level, "2021")))
    sheet = book["Cijfers"]
    assert sheet.max_row == len(rows) + 1
    for number, row in enumerate(rows, start=2):
        for place, figure in enumerate(row, start=4):
            sheet.cell(number, place, figure)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


FIGURE_TEMPLATES = {"csv": figures_csv, "xlsx": figures_xlsx}


@pytest.mark.parametrize("kind", FIGURE_TEMPLATES)
class TestFigures:
    def test_of_wijken_are_read_back_without_a_question(self, kind: str) -> None:
        content = FIGURE_TEMPLATES[kind]("voorschools", Level.WIJK, (24, "<5", 0, 1250, 2), (12, 9, "n.b.", "x", 1))
        read = figures_read(content, f"voorschools.{kind}")
        assert read.findings == ()
        assert (read.rows_in, read.rows_accepted, read.rows_refused) == (2, 2, 0)
        of_wijk: dict[str, list[float | Reading]] = {
            "WK990103": [24.0, Reading(Status.INTERVAL, lower=0.0, upper=4.0), 0.0, 1250.0, 2.0],
            "WK990104": [12.0, 9.0, Reading(Status.NOT_AVAILABLE), Reading(Status.SECRET), 1.0],
        }
        expected = {
            (wijk, one.id, "2021"): said if isinstance(said, Reading) else Reading(Status.KNOWN, said)
            for wijk, all_said in of_wijk.items()
            for one, said in zip(VE, all_said, strict=True)
        }
        assert readings(read) == expected

    def test_of_the_gemeente_are_read_back_without_a_question(self, kind: str) -> None:
        content = FIGURE_TEMPLATES[kind]("thuiszitters", Level.MUNICIPALITY, (7, 31, 11, 18, "<5", 44))
        read = figures_read(content, f"thuiszitters.{kind}")
        assert read.findings == ()
        numbers = dict(zip((one.id for one in ABSENT), (7, 31, 11, 18, None, 44), strict=True))
        assert {indicator: reading.value for (_, indicator, _), reading in readings(read).items()} == numbers
        assert {region for region, _, _ in readings(read)} == {"GM9901"}

    @pytest.mark.parametrize(
        ("source", "level", "rows"), [("voorschools", Level.WIJK, 2), ("thuiszitters", Level.MUNICIPALITY, 1)]
    )
    def test_that_nobody_filled_in_are_no_numbers(self, kind: str, source: str, level: Level, rows: int) -> None:
        read = figures_read(FIGURE_TEMPLATES[kind](source, level, *[()] * rows), f"leeg.{kind}")
        assert (read.figures, read.rows_in, read.rows_refused) == ((), rows, rows)
        assert ["nog geen enkel cijfer ingevuld" in finding.message for finding in read.findings] == [True]

    def test_without_areas_give_a_finding(self, kind: str) -> None:
        make = {"csv": templates.figures_csv, "xlsx": templates.figures_xlsx}[kind]
        read = figures_read(make("voorschools", CATALOGUE, {}, Level.WIJK, "2021"), f"leeg.{kind}")
        assert read.figures == ()
        assert [finding.level for finding in read.findings] == [FindingLevel.BLOCKING]


class TestTheWorkbookOfFigures:
    BOOK = openpyxl.load_workbook(
        io.BytesIO(templates.figures_xlsx("voorschools", CATALOGUE, AREAS, Level.WIJK, "2021"))
    )

    def test_has_a_row_for_each_wijk(self) -> None:
        rows = self.BOOK["Cijfers"].iter_rows(min_row=2, max_col=3, values_only=True)
        assert list(rows) == [("WK990103", "Ravelshoek", "2021"), ("WK990104", "Zandkamp", "2021")]

    def test_explains_every_column_and_has_the_caveat_of_every_indicator(self) -> None:
        rows = self.BOOK["Toelichting"].iter_rows(min_row=2, max_col=2, values_only=True)
        explained = {str(name): str(explanation) for name, explanation in rows}
        assert {cell.value for cell in self.BOOK["Cijfers"][1]} - set(explained) == set()
        for one in VE:
            assert one.definition in explained[one.label]
            assert one.caveat and one.caveat in explained[one.label]

    def test_keeps_its_header_and_areas_in_sight(self) -> None:
        assert [sheet.freeze_panes for sheet in self.BOOK] == ["D2", "A2"]


def _without_place(scan: Scan) -> Scan:
    return Scan(**{**vars(scan), "sheet": "", "row": None})
