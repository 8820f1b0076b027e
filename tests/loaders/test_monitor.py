"""Monitors in the layouts in which they come: what stands where is proposed, and the figures are those of the file."""

import io
from dataclasses import replace

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl.worksheet.worksheet import Worksheet

from loaders.monitor import Figure, MonitorRead, observations, read_monitor
from loaders.monitor_areas import AreaQuestion, AreasRead, areas_of
from loaders.monitor_layout import Column, Layout, Role, plain, read_period, shape_of, with_saved
from loaders.monitor_proposal import propose
from loaders.tabular import read_file
from model.catalogue import current
from model.delivery import OBSERVATION
from model.findings import Finding, FindingLevel, Refusal
from model.status import Status
from model.text_file import Line, Sheet, TextFile

GEMEENTE, WIJK, OTHER_WIJK, BUURT = "GM9901", "WK990103", "WK990104", "BU99010401"
NAMES = {
    GEMEENTE: "Voorbeeldstad",
    WIJK: "Wijk 03 Ravelshoek",
    OTHER_WIJK: "Wijk 04 Veenhoek",
    BUURT: "Veenhoek",
    "BU99010402": "Île-d'Or",
    "GM9902": "Buurstad",
    "WK990203": "Wijk 03 Havenkwartier",
}
KNOWN = tuple(current().indicators.values())


def _sheet(text: str, separator: str = ";") -> Sheet:
    """A table as it is written here, with the numbers of its rows; empty lines are left out as in a file."""
    rows = [[cell.strip() for cell in row.split(separator)] for row in text.strip("\n").split("\n")]
    return Sheet("", tuple(Line(number, tuple(row)) for number, row in enumerate(rows, start=1) if any(row)))


def _propose(sheet: Sheet, file_name: str = "monitor.csv") -> Layout:
    return propose(sheet, KNOWN, NAMES, file_name)


def _read(sheet: Sheet, layout: Layout | None = None, answers: dict[str, str] | None = None) -> MonitorRead:
    layout = layout or _propose(sheet)
    areas = areas_of(sheet, layout, NAMES, GEMEENTE)
    return read_monitor(TextFile("monitor.csv", "csv", (sheet,)), sheet, layout, {**areas.codes, **(answers or {})})


def _areas(text: str) -> AreasRead:
    sheet = _sheet(text)
    return areas_of(sheet, _propose(sheet), NAMES, GEMEENTE)


def _values(read: MonitorRead) -> dict[tuple[str, str, str], float | Status]:
    """Each figure's value, or the status that says why there is none."""
    return {
        (figure.indicator, figure.region, figure.period): figure.status if figure.value is None else figure.value
        for figure in read.figures
    }


def _roles(layout: Layout) -> list[Role]:
    return [column.role for column in layout.columns]


def _said(read: MonitorRead, level: FindingLevel) -> list[Finding]:
    return [finding for finding in read.findings if finding.level is level]


WIDE = """
Wijkcode;Periode;Bijstand;Heeft psychische klachten (%)
WK990103;2021;12;12,3
WK990104;2021;8,5;*
"""


def test_a_wide_file_with_known_headers_needs_no_correction() -> None:
    sheet = _sheet(WIDE)
    layout = _propose(sheet)
    assert _roles(layout) == [Role.AREA, Role.PERIOD, Role.VALUE, Role.VALUE]
    assert [(one.indicator, one.unit) for one in layout.measures] == [("bijstand", "per 1.000"), ("", "%")]
    read = _read(sheet)
    assert _values(read) == {
        ("bijstand", WIJK, "2021"): 12.0,
        ("bijstand", OTHER_WIJK, "2021"): 8.5,
        ("Heeft psychische klachten (%)", WIJK, "2021"): 12.3,
        ("Heeft psychische klachten (%)", OTHER_WIJK, "2021"): Status.TOO_FEW,
    }
    assert read.new_indicators == ("Heeft psychische klachten (%)",)
    assert not read.findings


def test_every_label_of_the_catalogue_is_recognised_as_a_header() -> None:
    areal = [one for one in KNOWN if one.smallest_level != "school"]
    header = ["Wijkcode", "Periode", *(one.label for one in areal)]
    rows = [["WK990103", "2021", *("12,5" for _ in areal)], ["WK990104", "2021", *("10,5" for _ in areal)]]
    sheet = Sheet("", tuple(Line(number, tuple(row)) for number, row in enumerate([header, *rows], start=1)))
    layout = _propose(sheet)
    assert [one.indicator for one in layout.measures] == [one.id for one in areal]
    assert [one.unit for one in layout.measures] == [one.unit for one in areal]


def test_a_figure_of_adults_is_not_taken_for_one_of_which_the_file_does_not_say_of_whom_it_is() -> None:
    layout = _propose(_sheet("Wijkcode;Periode;Overgewicht;stress\nWK990103;2021;12,5;40,1"))
    assert [one.indicator for one in layout.measures] == ["", ""]


def test_a_column_of_a_source_is_recognised_by_its_own_name() -> None:
    layout = _propose(_sheet("WijkenEnBuurten;Perioden;Overgewicht_9\nWK990103;2020JJ00;12.5"))
    assert [one.indicator for one in layout.measures] == ["overgewicht"]


def test_a_count_is_not_taken_for_the_share_that_is_divided_from_it() -> None:
    layout = _propose(_sheet("Wijkcode;Periode;0 tot 15 jaar\nWK990103;2021;120"))
    assert [one.indicator for one in layout.measures] == ["kinderen_0_15"]


def test_a_header_that_two_indicators_have_is_left_to_the_officer() -> None:
    twin = replace(next(one for one in KNOWN if one.id == "inwoners"), id="inwoners_anders", label="Anders")
    sheet = _sheet("Wijkcode;Periode;Aantal inwoners\nWK990103;2021;120")
    assert [one.indicator for one in propose(sheet, KNOWN, NAMES).measures] == ["inwoners"]
    assert [one.indicator for one in propose(sheet, (*KNOWN, twin), NAMES).measures] == [""]


def test_two_columns_that_end_alike_are_both_left_to_the_officer() -> None:
    layout = _propose(_sheet(";;Personen;Huishoudens\nWijkcode;Periode;Bijstand;Bijstand\nWK990103;2021;12,5;10,5"))
    assert [(one.written, one.indicator) for one in layout.measures] == [
        ("Personen – Bijstand", ""),
        ("Huishoudens – Bijstand", ""),
    ]


SWING_LONG = """
PERIODE;GEBIEDSNIVEAU;GEBIED;NAAM;WAARDE
2021;gemeente;9901;gelukkig;88,1
2021;wijk;990103;gelukkig;-99996
2021;ggd;7;gelukkig;85,2
2021;gemeente;9901;pesten;9,0
2021;wijk;990103;pesten;0
"""
SWING_FIGURES = {
    ("gelukkig", GEMEENTE, "2021"): 88.1,
    ("gelukkig", WIJK, "2021"): Status.TOO_FEW,
    ("pesten", GEMEENTE, "2021"): 9.0,
    ("pesten", WIJK, "2021"): 0.0,
}


def test_swings_long_layout_is_read() -> None:
    sheet = _sheet(SWING_LONG)
    assert _roles(_propose(sheet)) == [Role.PERIOD, Role.LEVEL, Role.AREA, Role.INDICATOR, Role.VALUE]
    read = _read(sheet)
    assert _values(read) == SWING_FIGURES
    assert (read.rows_in, read.rows_accepted, read.rows_refused) == (5, 4, 1)
    assert [finding.level for finding in read.findings] == [FindingLevel.REMARK]
    assert "'7 (ggd)'" in read.findings[0].message


def test_swings_wide_layout_gives_the_same_figures() -> None:
    sheet = _sheet(
        """
PERIOD;GEOLEVEL;GEOITEM;gelukkig;pesten
2021;gemeente;9901;88.1;9.0
2021;wijk;990103;-99996;0
"""
    )
    assert _values(_read(sheet)) == SWING_FIGURES


VIEWER = """
Voelt zich gelukkig (%);;

;2019;2021
Voorbeeldstad;88,1;83,2
Ravelshoek;87,0;.

Bron: GGD Voorbeeld
* te weinig waarnemingen
"""


def test_a_table_with_periods_as_columns_takes_its_indicator_from_the_title() -> None:
    layout = _propose(_sheet(VIEWER))
    assert (layout.header_rows, layout.first_row, layout.last_row) == ((3,), 4, 5)
    assert _values(_read(_sheet(VIEWER))) == {
        ("Voelt zich gelukkig (%)", GEMEENTE, "2019"): 88.1,
        ("Voelt zich gelukkig (%)", GEMEENTE, "2021"): 83.2,
        ("Voelt zich gelukkig (%)", WIJK, "2019"): 87.0,
        ("Voelt zich gelukkig (%)", WIJK, "2021"): Status.SECRET,
    }


SEVERAL_HEADERS = """
Gezondheidsmonitor Jeugd 2021, gedownload op 3-11-2023
;;Mentaal;;;;School;;;
Gebiedscode;Gebied;Gelukkig;;;;Leuk;;;
;;%;95%-ond;95%-bov;n;%;ondergrens;bovengrens;n
GM9901;Voorbeeldstad;88,1;85,0;90,2;812;44,0;41,0;47,0;810
WK990103;Ravelshoek;71,5;60,5;80,0;40;x;.;.;<5
Bron: GGD Voorbeeld;;;;;;;;;
"""


@pytest.mark.parametrize("title", ["Onderwerp;Voelt zich gelukkig (%)", "Indicator: Voelt zich gelukkig (%)"])
def test_a_line_above_the_table_may_name_the_indicator(title: str) -> None:
    sheet = _sheet("Gezondheidsmonitor Jeugd\n" + title + VIEWER.replace("Voelt zich gelukkig (%);;", ""))
    assert _values(_read(sheet)) == _values(_read(_sheet(VIEWER)))


def test_headers_over_several_rows_bounds_and_numbers_of_respondents_are_read() -> None:
    sheet = _sheet(SEVERAL_HEADERS)
    layout = _propose(sheet)
    assert (layout.header_rows, layout.first_row, layout.last_row) == ((2, 3, 4), 5, 6)
    assert layout.columns[3] == Column(3, "Mentaal – Gelukkig – 95%-ond", Role.LOWER, "Mentaal – Gelukkig")
    read = _read(sheet)
    happy, fun = "Mentaal – Gelukkig", "School – Leuk"
    assert read.figures == (
        Figure(happy, GEMEENTE, "2021", 88.1, 85.0, 90.2, 812.0, Status.KNOWN, 5),
        Figure(fun, GEMEENTE, "2021", 44.0, 41.0, 47.0, 810.0, Status.KNOWN, 5),
        Figure(happy, WIJK, "2021", 71.5, 60.5, 80.0, 40.0, Status.KNOWN, 6),
        Figure(fun, WIJK, "2021", None, None, None, None, Status.SECRET, 6),
    )
    assert [finding.message[:24] for finding in read.findings] == ["1 cijfer berust op minde"]


def test_a_long_file_with_bounds_and_n_is_read() -> None:
    read = _read(
        _sheet(
            """
Gebied;Jaar;Indicator;Percentage;Ondergrens;Bovengrens;N
Voorbeeldstad;2021;Gelukkig;88,1;85,0;90,2;812
Ravelshoek;2021;Gelukkig;80,0;70,0;89,9;120
"""
        )
    )
    assert read.figures == (
        Figure("Gelukkig", GEMEENTE, "2021", 88.1, 85.0, 90.2, 812.0, Status.KNOWN, 2),
        Figure("Gelukkig", WIJK, "2021", 80.0, 70.0, 89.9, 120.0, Status.KNOWN, 3),
    )


def test_one_column_of_respondents_belongs_to_all_values_beside_it() -> None:
    read = _read(_sheet("Wijkcode;Jaar;Gelukkig;Gepest;n\nWK990103;2021;88,1;9,5;612"))
    assert [figure.count for figure in read.figures] == [612.0, 612.0]


DIALECTS = {
    "as it stands": WIDE,
    "decimal points": WIDE.replace(",", "."),
    "percent signs": WIDE.replace("12,3", "12,3%"),
    "percent signs after a blank": WIDE.replace("12,3", "12,3 %"),
    "provisional figures": WIDE.replace("12,3", "12,3*"),
    "a provisional year": WIDE.replace("2021", "2021*"),
    "codes without letters": WIDE.replace("WK", ""),
    "codes in small letters": WIDE.replace("WK", "wk"),
    "another word for the area": WIDE.replace("Wijkcode", "Gebiedscode"),
    "a spreadsheet's numbers": WIDE.replace("2021", "2021.0"),
    "a title and notes": "Monitor 2021\n\n" + WIDE.strip() + "\n\nBron: GGD\n* minder dan 50",
    "a title and notes in one block": "Monitor 2021;\n" + WIDE.strip() + "\nBron;GGD Voorbeeld\n* minder dan 50",
    "a title apart": "GGD;Voorbeeld;2021\n\n" + WIDE.strip(),
    "a title of two cells": "GGD Voorbeeld;2021\n" + WIDE.strip(),
    "titles with numbers": "GGD Voorbeeld\nPeriode;2021\nRespondenten;812\n\n" + WIDE.strip(),
    "a note of one cell": WIDE.strip() + "\n\nPercentages zijn afgerond",
    "a header over two rows": WIDE.replace("Bijstand;", "Cijfers;").replace("(%)", "(%)\n;;Bijstand;"),
    "columns that say nothing": WIDE.replace("Periode", "Rijnummer;Periode").replace(";2021", ";1;2021"),
    "the period in the title": WIDE.replace("Periode;", "").replace("2021;", "").replace("W", "Cijfers 2021\n\nW", 1),
    "names for codes": WIDE.replace("WK990103", "Ravelshoek").replace("WK990104", "Wijk 04 Veenhoek"),
    "long": """
Indicator;Wijk;Jaar;Waarde
Bijstand;Ravelshoek;2021;12
Bijstand;wijk 4 veenhoek;2021;8,5
Heeft psychische klachten (%);Ravelshoek;2021;12,3
Heeft psychische klachten (%);Wijk 04 Veenhoek;2021;*
""",
    "fractions": WIDE.replace("12,3", "0,123"),
}


@pytest.mark.parametrize("dialect", DIALECTS)
def test_the_same_table_in_another_dialect_gives_the_same_figures(dialect: str) -> None:
    read, plain_read = _read(_sheet(DIALECTS[dialect])), _read(_sheet(WIDE))
    same = {(plain(key[0]).removeprefix("cijfers "), *key[1:]): value for key, value in _values(read).items()}
    assert same == {(plain(key[0]), *key[1:]): value for key, value in _values(plain_read).items()}


def _workbook(rows: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    table = book.active
    assert isinstance(table, Worksheet)
    for row in rows:
        table.append(row)
    table["D2"].number_format = "0.0%"
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


FILES = {
    "monitor.csv": WIDE.encode(),
    "with a mark.csv": ("\ufeff" + WIDE).encode(),
    "windows.csv": WIDE.encode("cp1252"),
    "tabs.csv": WIDE.replace(";", "\t").encode(),
    "commas.csv": WIDE.replace(",", ".").replace(";", ",").encode(),
    "utf-16.csv": WIDE.encode("utf-16"),
    "monitor.xlsx": _workbook(
        [
            ["Wijkcode", "Periode", "Bijstand", "Heeft psychische klachten (%)"],
            ["WK990103", 2021, 12, 0.123],
            ["WK990104", 2021, 8.5, "*"],
        ]
    ),
}


@pytest.mark.parametrize("name", FILES)
def test_the_same_table_in_another_kind_of_file_gives_the_same_figures(name: str) -> None:
    file = read_file(FILES[name], name)
    assert _values(_read(file.sheets[0])) == _values(_read(_sheet(WIDE)))


def test_a_period_of_the_file_name_is_proposed_when_the_table_says_none() -> None:
    sheet = _sheet("Wijkcode;Gelukkig\nWK990103;88,1")
    assert _propose(sheet, "Gezondheidsmonitor Jeugd 2021.csv").period == "2021"
    assert _propose(sheet, "Trend 2019 tot 2021.csv").period == ""
    assert [finding.message for finding in _said(_read(sheet), FindingLevel.BLOCKING)] == [
        "Het is niet duidelijk van welk jaar de cijfers zijn. Vul het jaar in, of wijs de kolom aan waarin het staat."
    ]


@pytest.mark.parametrize(
    ("text", "period"),
    [
        ("2021", "2021"),
        ("2021**", "2021"),
        ("2021JJ00", "2021"),
        ("2021.0", "2021"),
        ("Schooljaar 2020-2021", "2020/2021"),
        ("2020/21", "2020/2021"),
        ("1999/00", "1999/2000"),
        ("2019-2021", None),
        ("14-10-2021", None),
        ("21", None),
        ("", None),
    ],
)
def test_a_period_is_a_year_or_a_school_year(text: str, period: str | None) -> None:
    assert read_period(text) == period


@pytest.mark.parametrize(
    ("cell", "meaning"),
    [
        ("0", 0.0),
        (".", Status.SECRET),
        ("x", Status.SECRET),
        ("-", Status.NOT_AVAILABLE),
        ("n.b.", Status.NOT_AVAILABLE),
        ("*", Status.TOO_FEW),
        ("-99996", Status.TOO_FEW),
        ("<5", Status.INTERVAL),
        ("", Status.NOT_APPLICABLE),
    ],
)
def test_every_sign_keeps_its_own_status(cell: str, meaning: float | Status) -> None:
    read = _read(_sheet(f"Wijkcode;Jaar;Gelukkig\nWK990103;2021;{cell}\nWK990104;2021;12,5\nGM9901;2021;11,5"))
    assert _values(read)["Gelukkig", WIJK, "2021"] == meaning


def test_fewer_than_a_number_is_an_interval_of_whole_numbers_or_of_percentages() -> None:
    read = _read(_sheet("Wijkcode;Jaar;Inwoners;Gepest (%)\nWK990103;2021;<5;<5\nWK990104;2021;10;12,5"))
    assert [(figure.lower, figure.upper) for figure in read.figures[:2]] == [(0.0, 4.0), (0.0, 5.0)]


def test_a_number_whose_sign_is_in_doubt_is_read_as_its_column_says() -> None:
    read = _read(_sheet("Wijkcode;Jaar;Inwoners;Afstand\nWK990103;2021;1.234;1,234\nWK990104;2021;1.234.567;0,5"))
    assert _values(read)["inwoners", WIJK, "2021"] == 1234.0
    assert _values(read)["Afstand", WIJK, "2021"] == 1.234


def test_a_column_that_proves_nothing_follows_the_rest_of_the_table() -> None:
    dutch = _read(_sheet("Wijkcode;Jaar;Inwoners;Gelukkig\nWK990103;2021;1.234;12,5"))
    english = _read(_sheet("Wijkcode;Jaar;Inwoners;Gelukkig\nWK990103;2021;1,234;12.5"))
    assert _values(dutch) == _values(english)
    assert _values(dutch)["inwoners", WIJK, "2021"] == 1234.0


def test_a_number_that_nothing_decides_is_asked_for_and_read_when_the_officer_says_it() -> None:
    sheet = _sheet("Wijkcode;Jaar;Inwoners\nWK990103;2021;1.234\nWK990104;2021;12")
    read = _read(sheet)
    assert _values(read) == {("inwoners", OTHER_WIJK, "2021"): 12.0}
    (finding,) = _said(read, FindingLevel.WARNING)
    assert (finding.row, finding.column, finding.found) == (2, "Inwoners", "1.234")
    assert _values(_read(sheet, replace(_propose(sheet), decimal=",")))["inwoners", WIJK, "2021"] == 1234.0
    assert _values(_read(sheet, replace(_propose(sheet), decimal=".")))["inwoners", WIJK, "2021"] == 1.234


def test_a_column_with_both_decimal_signs_is_remarked_on() -> None:
    read = _read(_sheet("Wijkcode;Jaar;Gelukkig\nWK990103;2021;88,1\nWK990104;2021;71.5\nGM9901;2021;1.234"))
    assert [finding.found for finding in _said(read, FindingLevel.WARNING)] == ["1.234"]
    assert sorted(value for value in _values(read).values() if isinstance(value, float)) == [71.5, 88.1]
    assert [finding.column for finding in _said(read, FindingLevel.REMARK)] == ["Gelukkig"]


@pytest.mark.parametrize("cell", ["14-10-2021", "3-okt", "veel", "#DEEL/0!", "=1+1"])
def test_a_date_or_text_where_a_number_belongs_is_pointed_at(cell: str) -> None:
    read = _read(
        _sheet(f"Wijkcode;Jaar;Gelukkig;Gepest\nWK990103;2021;{cell};9,5\nWK990104;2021;71,5;8,5\nGM9901;2021;7;8")
    )
    assert ("Gelukkig", WIJK, "2021") not in _values(read)
    (finding,) = read.findings
    assert (finding.level, finding.row, finding.column, finding.found) == (FindingLevel.WARNING, 2, "Gelukkig", cell)


def test_a_percentage_above_a_hundred_is_no_figure() -> None:
    read = _read(_sheet("Wijkcode;Jaar;Gelukkig (%)\nWK990103;2021;812\nWK990104;2021;71,5"))
    assert list(_values(read).values()) == [71.5]
    assert [finding.row for finding in _said(read, FindingLevel.WARNING)] == [2]


def test_percentages_that_may_be_fractions_are_doubted() -> None:
    read = _read(_sheet("Wijkcode;Jaar;Drugs (%)\nWK990103;2021;0,4\nWK990104;2021;0,6"))
    assert list(_values(read).values()) == [0.4, 0.6]
    assert "Alle percentages van 'Drugs (%)' zijn 1 of lager" in read.findings[0].message


def test_a_value_outside_its_bounds_keeps_no_bounds() -> None:
    read = _read(_sheet("Wijkcode;Jaar;Gelukkig;Ondergrens;Bovengrens\nWK990103;2021;88,1;90,0;95,0"))
    assert [(one.value, one.lower, one.upper) for one in read.figures] == [(88.1, None, None)]
    assert [finding.row for finding in _said(read, FindingLevel.WARNING)] == [2]


def test_the_same_figure_twice_counts_once_and_two_different_ones_stop_the_file() -> None:
    same = _read(_sheet("Wijkcode;Jaar;Gelukkig\nWK990103;2021;88,1\nWK990103;2021;88,1"))
    assert len(same.figures) == 1
    assert [finding.level for finding in same.findings] == [FindingLevel.REMARK]
    other = _read(_sheet("Wijkcode;Jaar;Gelukkig\nWK990103;2021;88,1\nWK990103;2021;71,5"))
    (finding,) = _said(other, FindingLevel.BLOCKING)
    assert (finding.row, finding.column) == (3, "Gelukkig")
    assert "ook op rij 2" in finding.message


GROUPS = """
Wijkcode;Jaar;Klas;Gelukkig
WK990103;2021;Totaal;80,5
WK990103;2021;Klas 2;85,5
WK990103;2021;Klas 4;75,5
"""


def test_of_groups_only_the_total_counts_unless_the_officer_chooses_one() -> None:
    sheet = _sheet(GROUPS)
    read = _read(sheet)
    assert list(_values(read).values()) == [80.5]
    assert (read.rows_in, read.rows_accepted, read.rows_refused) == (3, 1, 2)
    assert read.findings[0].message == "2 rijen zijn overgeslagen: van kolom 'Klas' telt alleen 'totaal'."
    layout = _propose(sheet)
    chosen = tuple(replace(one, group="Klas 4") if one.role is Role.GROUP else one for one in layout.columns)
    assert list(_values(_read(sheet, replace(layout, columns=chosen))).values()) == [75.5]


def test_groups_without_a_total_are_asked_for() -> None:
    read = _read(_sheet(GROUPS.replace("Totaal", "Klas 3")))
    assert not read.figures
    assert read.findings[0].level is FindingLevel.BLOCKING
    assert "Kies welke groep telt" in read.findings[0].message


@pytest.mark.parametrize("between", ["\n\n", "\n\nTabel 2\n", "\nTabel 2\n"])
def test_two_tables_on_one_sheet_are_named_and_nothing_is_read(between: str) -> None:
    read = _read(_sheet(WIDE.strip() + between + "Wijkcode;Periode;Gepest\nWK990103;2021;9,5"))
    assert not read.figures
    assert f"er begint een nieuwe op rij {3 + between.count(chr(10))}" in read.findings[0].message
    assert (read.rows_in, read.rows_refused) == (2, 2)


@pytest.mark.parametrize(
    ("text", "sentence"),
    [
        ("Wijkcode;Periode;Gelukkig", "geen rijen met cijfers"),
        ("WK990103;2021;12,3\nWK990104;2021;12,4", "geen rij met kolomkoppen"),
        ("Soort;Jaar;Gelukkig\nfiets;2021;12,3", "geen kolom met gebieden"),
        ("Wijkcode;Jaar\nWK990103;2021", "geen kolom met cijfers"),
        ("Indicator;Voorbeeldstad;Ravelshoek\nGelukkig;12,1;12,3", "Zet ze dan onder elkaar"),
        ("Wijkcode;2019;2021\nWK990103;12,1;12,3", "welke indicator in kolom '2019' staat"),
    ],
)
def test_a_table_that_lacks_something_says_what(text: str, sentence: str) -> None:
    read = _read(_sheet(text))
    assert not read.figures
    assert any(sentence in finding.message for finding in _said(read, FindingLevel.BLOCKING))


def test_an_empty_sheet_has_no_headers() -> None:
    read = _read(Sheet("", ()))
    assert [finding.level for finding in read.findings] == [FindingLevel.BLOCKING]


def test_many_cells_with_the_same_fault_are_summed_up() -> None:
    rows = "\n".join(f"BU9901{number:04};2021;{'veel' if number % 2 else '12,5'}" for number in range(100))
    read = _read(_sheet("Buurtcode;Jaar;Gelukkig\n" + rows))
    warnings = _said(read, FindingLevel.WARNING)
    assert len(warnings) == 21
    assert "nog 30 keer" in warnings[-1].message
    assert (read.rows_in, read.rows_accepted, read.rows_refused) == (100, 50, 50)


@pytest.mark.parametrize(
    ("level", "written", "code"),
    [
        ("gemeente", "3", "GM0003"),
        ("gemeente", "9901", "GM9901"),
        ("wijk", "030800", "WK030800"),
        ("wijk", "30800", "WK030800"),
        ("wijken", "WK030800", "WK030800"),
        ("buurt", "3080000", "BU03080000"),
        ("buurt", "03080000", "BU03080000"),
        ("wijk", "0363AA", "WK0363AA"),
        ("land", "1", "NL99"),
        ("nederland", "Nederland", "NL99"),
        ("wijk", "Veenhoek", OTHER_WIJK),
        ("buurt", "Veenhoek", BUURT),
    ],
)
def test_a_level_beside_it_says_what_an_area_is(level: str, written: str, code: str) -> None:
    sheet = f"Gebiedsniveau;Gebied;Jaar;Gelukkig\n{level};{written};2021;12,5"
    assert _areas(sheet).codes == {f"{written} ({level})" if written != code else code: code}


@pytest.mark.parametrize(
    ("written", "code"),
    [
        ("WK990103", WIJK),
        ("bu99010401", BUURT),
        ("99010401", BUURT),
        ("990103", WIJK),
        ("9901", GEMEENTE),
        ("030800", "WK030800"),
        ("NL00", "NL00"),
        ("Nederland", "NL99"),
        ("VOORBEELDSTAD", GEMEENTE),
        ("Gemeente Voorbeeldstad", GEMEENTE),
        ("Buurstad", "GM9902"),
        ("Ravelshoek", WIJK),
        ("wijk 3 ravelshoek", WIJK),
        ("ile d or", "BU99010402"),
        ("Veenhoek (wijk)", OTHER_WIJK),
        ("Buurt Veenhoek", BUURT),
    ],
)
def test_an_area_is_recognised_by_its_code_or_its_name(written: str, code: str) -> None:
    sheet = f"Gebiedscode;Jaar;Gelukkig\n{written};2021;12,5\nGM9901;2021;11,5"
    assert _areas(sheet).codes[written] == code


def test_a_name_of_a_wijk_and_a_buurt_is_a_question_and_counts_when_it_is_answered() -> None:
    sheet = _sheet("Wijk;Jaar;Gelukkig\nVeenhoek;2021;12,5\nVoorbeeldstad;2021;11,5")
    areas = areas_of(sheet, _propose(sheet), NAMES, GEMEENTE)
    assert areas.questions == (AreaQuestion("Veenhoek", (BUURT, OTHER_WIJK)),)
    assert list(_values(_read(sheet))) == [("Gelukkig", GEMEENTE, "2021")]
    answered = _read(sheet, answers={"Veenhoek": OTHER_WIJK})
    assert _values(answered)["Gelukkig", OTHER_WIJK, "2021"] == 12.5


def test_names_of_another_gemeente_and_unknown_ones_are_not_guessed() -> None:
    areas = _areas(
        "Gebied;Jaar;Gelukkig\nHavenkwartier;2021;12,5\nRavelshoeck;2021;12,4\nGGD Voorbeeld;2021;9,5\nGG07;2021;9,4"
    )
    assert areas == AreasRead({}, (), ("Havenkwartier", "Ravelshoeck"), ("GGD Voorbeeld", "GG07"))


def test_a_number_that_may_be_two_codes_is_what_is_known_or_nothing() -> None:
    assert _areas("Code;Jaar;Gelukkig\n990104;2021;12,5\n123456;2021;9,5").codes == {"990104": OTHER_WIJK}


def test_rows_without_an_area_an_indicator_or_a_year_are_refused_and_counted() -> None:
    read = _read(
        _sheet(
            "Gebied;Jaar;Indicator;Waarde\n;2021;Gepest;9,5\nRavelshoek;;Gepest;9,5\nRavelshoek;2021;;9,5\nRavelshoek;2021;Gepest;9,5"
        )
    )
    assert (read.rows_in, read.rows_accepted, read.rows_refused) == (4, 1, 3)
    assert sorted(finding.column for finding in read.findings) == ["Gebied", "Indicator", "Jaar"]


def test_a_layout_can_be_kept_as_text() -> None:
    layout = _propose(_sheet(SEVERAL_HEADERS))
    assert Layout.from_json(layout.to_json()) == layout
    for text in ("", "[]", "{}", '{"columns": [{}]}', "[" * 100_000):
        with pytest.raises(Refusal):
            Layout.from_json(text)


def test_the_next_file_of_the_same_shape_gets_the_choices_made_for_the_former_one() -> None:
    former, following = _sheet(VIEWER), _sheet(VIEWER.replace("2021", "2021;2023").replace("83,2", "83,2;80,5"))
    layout, proposal = _propose(former), _propose(following)
    assert shape_of(former, layout) == shape_of(following, proposal)
    assert shape_of(former, layout) != shape_of(_sheet(WIDE), _propose(_sheet(WIDE)))
    known = (replace(layout.measures[0], indicator="gmj_gelukkig"),)
    layout = with_saved(proposal, replace(layout, measures=known, decimal=","))
    assert _values(_read(following, layout))["gmj_gelukkig", GEMEENTE, "2023"] == 80.5


def test_the_indicator_in_the_title_of_the_next_file_is_not_taken_for_the_former_one() -> None:
    layout = _propose(_sheet(VIEWER))
    saved = replace(layout, measures=(replace(layout.measures[0], indicator="gmj_gelukkig"),))
    following = _sheet(VIEWER.replace("Voelt zich gelukkig", "Wordt gepest"))
    read = _read(following, with_saved(_propose(following), saved))
    assert {figure.indicator for figure in read.figures} == {"Wordt gepest (%)"}


def test_a_role_that_the_officer_gave_a_column_is_proposed_again() -> None:
    sheet = _sheet("Wijkcode;Periode;Gelukkig;Steekproef\nWK990103;2021;88,1;612")
    layout = _propose(sheet)
    corrected = (*layout.columns[:3], replace(layout.columns[3], role=Role.COUNT, indicator="Gelukkig"))
    again = with_saved(_propose(sheet), replace(layout, columns=corrected))
    assert [(figure.indicator, figure.count) for figure in _read(sheet, again).figures] == [("Gelukkig", 612.0)]


def test_a_first_row_without_figures_is_no_second_row_of_headers() -> None:
    layout = _propose(_sheet("Gebied;Jaar;Gelukkig\nNergenshuizen;2021;\nRavelshoek;2021;12,3"))
    assert (layout.header_rows, layout.first_row, layout.last_row) == ((1,), 2, 3)


def test_a_column_of_figures_about_a_group_is_no_column_of_groups() -> None:
    layout = _propose(_sheet("Wijkcode;Jaar;Klas 2;Leerlingen groep 8\nWK990103;2021;88,1;12,5"))
    assert _roles(layout)[2:] == [Role.VALUE, Role.VALUE]


def test_a_number_of_respondents_has_thousands_and_no_decimals() -> None:
    read = _read(_sheet("Wijkcode;Jaar;Gelukkig;n\nWK990103;2021;88.1;1.234"))
    assert [figure.count for figure in read.figures] == [1234.0]


def test_a_measure_that_is_not_used_gives_no_figures() -> None:
    sheet = _sheet(SWING_LONG)
    layout = _propose(sheet)
    layout = replace(layout, measures=tuple(replace(one, is_used=one.written == "pesten") for one in layout.measures))
    assert {key[0] for key in _values(_read(sheet, layout))} == {"pesten"}


def test_figures_become_a_table_of_observations_for_each_period() -> None:
    tables = observations(_read(_sheet(VIEWER)).figures)
    assert list(tables) == ["2019", "2021"]
    assert tables["2021"].schema == OBSERVATION
    assert tables["2021"].to_pylist()[1] == {
        "indicator": "Voelt zich gelukkig (%)",
        "region": WIJK,
        "period": "2021",
        "value": None,
        "lower": None,
        "upper": None,
        "count": None,
        "status": "secret",
    }


CELLS = st.one_of(
    st.sampled_from(
        ["", "Wijkcode", "Gebied", "Jaar", "2021", "Indicator", "Waarde", "n", "Ondergrens", "Klas", "Totaal"]
    ),
    st.sampled_from(
        ["WK990103", "9901", "Veenhoek", "12,3", "1.234", "0,12", "<5", "-99996", "88%", "*", "Bron: GGD", "101"]
    ),
    st.text(max_size=12),
)


@given(st.lists(st.lists(CELLS, max_size=7), max_size=9), st.sets(st.integers(1, 12)))
def test_any_table_gives_figures_or_findings(rows: list[list[str]], gaps: set[int]) -> None:
    numbers = [number for number in range(1, 30) if number not in gaps]
    lines = (Line(number, tuple(row)) for number, row in zip(numbers, rows, strict=False))
    sheet = Sheet("", tuple(line for line in lines if any(line.cells)))
    layout = _propose(sheet)
    assert Layout.from_json(layout.to_json()) == layout
    assert shape_of(sheet, layout)
    read = _read(sheet, layout)
    assert read.rows_in == read.rows_accepted + read.rows_refused
    assert len(read.figures) == sum(len(table) for table in observations(read.figures).values())
    assert all((figure.value is not None) == figure.status.has_value for figure in read.figures)
    assert read.figures or read.findings
