"""The made-up figures of a GGD and of the gemeente: youth monitors, counts of voorschools and thuiszitters.

The example loads those in `ggd/` and `own/`; those in `try/` are for trying the page Cijfers inlezen. All figures are
ours; they tell the story of `places.py`. What the youth monitors measure stands in `ggd/cards.csv`, written by hand.
"""

import csv
import io
import math
import re
import zipfile
from collections.abc import Iterable, Sequence
from datetime import datetime

import openpyxl

# isort: split
from places import MUNICIPALITY, MUNICIPALITY_NAME, WIJKEN
from scans import MOMENT, _zip

THEMES = (
    "Psychische klachten",
    "Voelt zich eenzaam",
    "Wordt gepest op school",
    "Weerbaar",
    "Stress door school",
    "Problematisch gebruik van sociale media",
    "Herstelt snel van tegenslag",
)
CODES = ("gmj_psych", "gmj_eenzaam", "gmj_gepest", "gmj_weerbaar", "gmj_stress_school", "gmj_sociale_media")
"""What the file of 2019 calls the first six; the last was not asked then."""
TOO_FEW = "*"
HIDDEN = -99996
"""What Swing writes for a figure on too few."""

# wijk, then respondents and percentages of 2021, and those of 2019
_PUPILS = """
Binnenstad         104  30,8 12,5  6,7 77,9 35,6 11,5 74,0    98  24,0 10,1  8,2 80,3 31,9  8,2
Stationskwartier   142  33,1 14,1  9,2 75,4 34,5 13,4 71,8   139  25,7 11,2 10,4 78,0 30,2  9,3
Tuindorp De Elzen  236  31,4 12,7  9,5 76,3 31,8 11,9 73,3   229  24,4 10,6  9,9 79,1 28,8  8,6
Ravelshoek         287  38,7 18,1 12,9 69,3 36,2 16,7 64,8   281  30,9 14,5 14,1 72,4 32,6 11,8
Zandkamp           371  41,2 19,4 14,3 67,7 37,5 17,8 63,1   358  32,6 15,3 15,8 70,9 33,1 12,4
Kooiveld           263  23,6  8,4  6,1 83,7 27,0  8,7 80,2   255  19,8  7,3  7,4 85,2 25,1  7,0
De Horsten         318  28,0 11,0  7,5 79,6 32,4 11,3 75,2   322  22,2  9,0  8,6 81,7 29,0  8,1
Lindehove          274  26,6  9,9  6,6 81,4 33,2  9,9 78,5   251  20,9  8,1  7,7 83,5 29,6  7,4
Sterrenbosch       187  40,1 19,8  5,9 70,1 47,6 15,5 68,4   193  31,5 15,8  6,8 73,6 40,2 10,6
De Hoefslag          *     *    *    *    *    *    *    *     *     *    *    *    *    *    *
Vliesterbroek      131  24,4  9,2  6,9 82,4 29,0  9,2 78,6   127  19,7  7,9  8,0 84,1 26,3  6,8
Buitengebied        48  22,9  8,3  6,3 83,3 27,1  8,3 79,2     *     *    *    *    *    *    *
Lindewaard        2366  32,2 13,7  9,0 76,0 34,3 12,9 72,3  2303  25,7 11,2 10,2 78,4 30,7  9,3
De Waarden       14820  30,1 12,2  8,4 77,0 33,1 12,1 73,0 14112  24,1 10,2  9,3 79,6 29,7  8,8
"""
_WIDTH = 1 + len(THEMES) + 1 + len(CODES)
REGION = "De Waarden"
"""The GGD's whole region, which also counts Lindewaard."""

CHILDREN_THEME = "Sociaal-emotionele problemen"
# wijk as the GGD writes it in this file, respondents, percentage; "De Elzen" is no name of the gemeente's
_CHILDREN = """
Binnenstad         121   9,1
Stationskwartier   158  12,7
De Elzen           203  12,3
Ravelshoek         244  17,6
Zandkamp           262  19,1
Kooiveld           251   8,8
De Horsten         230  10,9
Lindehove          418   8,1
Sterrenbosch       142  13,4
De Hoefslag          *     *
Vliesterbroek      117   7,7
Buitengebied        41   7,3
Lindewaard        2190  11,8
De Waarden       12960  10,6
"""

AREA_COLUMNS = ("Gebiedscode", "Gebied", "Periode")
VE_COLUMNS = (
    "Kinderen met een VE-indicatie",
    "Kinderen die deelnemen aan VE",
    "Doelgroep zonder VE-indicatie",
    "Gemiste VE-uren",
    "VE-locaties",
)
_VE = """
Binnenstad          14  11   6   310 1
Stationskwartier    31  24  12   845 1
Tuindorp De Elzen   42  35  11  1090 2
Ravelshoek          96  63  38  3720 3
Zandkamp           118  74  47  4910 3
Kooiveld            91  84   9  1260 3
De Horsten          33  29   7   640 2
Lindehove           22  20  <5   415 2
Sterrenbosch        <5  <5  <5  n.b. 0
De Hoefslag          0   0   0     0 0
Vliesterbroek       12  11  <5   205 1
Buitengebied        <5  <5 n.b.   60 0
"""
_VE_LATER = """
Binnenstad          15  13   5   120 1
Stationskwartier    33  28  10   410 1
Tuindorp De Elzen   40  36   8   480 2
Ravelshoek          99  74  31  1640 3
Zandkamp           121  88  39  2130 3
Kooiveld            93  88   7   520 3
De Horsten          31  28   6   260 2
Lindehove           24  23  <5   190 2
Sterrenbosch        <5  <5  <5  n.b. 0
De Hoefslag          0   0   0     0 0
Vliesterbroek       11  11  <5    90 1
Buitengebied         5  <5 n.b.   40 0
"""
ABSENCE = (
    ("Absoluut verzuim", "11"),
    ("Langdurig relatief verzuim", "46"),
    ("Langdurig relatief verzuim: po", "<5"),
    ("Langdurig relatief verzuim: vo", "40"),
    ("Langdurig relatief verzuim: (v)so", "<5"),
    ("Vrijstelling 5 onder a", "38"),
)


def monitor_files() -> dict[str, bytes]:
    """The files by their name."""
    return {
        "ggd/Gezondheidsmonitor Jeugd 2021 Lindewaard.csv": _of_ggd(),
        "ggd/Gezondheidsmonitor Jeugd 2019 Lindewaard.xlsx": _of_swing(),
        "own/voorschools 2021.xlsx": _of_preschool("2021", _VE),
        "own/thuiszitters 2021.csv": _of_absence(),
        "try/Kindermonitor 2021 Lindewaard.xlsx": _of_parents(),
        "try/voorschools 2022.xlsx": _of_preschool("2022", _VE_LATER),
    }


def _shown(name: str) -> str:
    """An area as the GGD writes it."""
    return f"GGD-regio {name}" if name == REGION else name


def _rows(text: str, columns: int) -> list[tuple[str, list[str]]]:
    """The names and the cells of a table above."""
    lines = [line.split() for line in text.strip().splitlines()]
    return [(" ".join(words[:-columns]), words[-columns:]) for words in lines]


def _of_ggd() -> bytes:
    """A table as a GGD sends it: titles, a header over two rows, bounds and respondents, notes below."""
    lines: list[list[str]] = [
        ["GGD De Waarden: Gezondheidsmonitor Jeugd 2021, leerlingen van klas 2 en 4 van het voortgezet onderwijs"],
        ["Gemeente Lindewaard, naar wijk waar de leerling woont"],
        [],
        ["", *(cell for theme in THEMES for cell in (theme, "", "", ""))],
        ["Wijk", *("%", "ondergrens", "bovengrens", "aantal respondenten") * len(THEMES)],
    ]
    for name, (respondents, *cells) in _rows(_PUPILS, _WIDTH):
        texts = cells[: len(THEMES)]
        lines.append([_shown(name), *(cell for text in texts for cell in _with_bounds(text, respondents))])
    lines += [
        [],
        ["* minder dan 50 respondenten: niet getoond"],
        ["Ondergrens en bovengrens: 95%-betrouwbaarheidsinterval"],
        ["Bron: GGD De Waarden (verzonnen voorbeeld)"],
    ]
    return _csv(lines).encode("cp1252")


def _with_bounds(text: str, respondents: str) -> tuple[str, str, str, str]:
    if text == TOO_FEW:
        return TOO_FEW, TOO_FEW, TOO_FEW, "<50"
    share = _number(text)
    lower, upper = (f"{edge:.1f}".replace(".", ",") for edge in _bounds(share, int(respondents)))
    return text, lower, upper, respondents


def _bounds(share: float, respondents: int) -> tuple[float, float]:
    """The ends of the 95% interval of a percentage."""
    margin = 1.96 * math.sqrt(share * (100 - share) / respondents)
    return max(share - margin, 0.0), min(share + margin, 100.0)


def _of_swing() -> bytes:
    """A workbook in Swing's wide form: a row for each area, codes without letters, percentages as numbers."""
    code_of = {wijk.name: ("wijk", int(wijk.code[2:])) for wijk in WIJKEN}
    code_of[MUNICIPALITY_NAME] = "gemeente", int(MUNICIPALITY[2:])
    data: list[Sequence[object]] = [("PERIOD", "GEOLEVEL", "GEOITEM", *CODES, "n")]
    for name, cells in _rows(_PUPILS, _WIDTH):
        if name in code_of:
            respondents, *texts = cells[1 + len(THEMES) :]
            figures = (HIDDEN if text == TOO_FEW else _number(text) for text in (*texts, respondents))
            data.append((2019, *code_of[name], *figures))
    places = (("PERIOD", "period"), ("GEOLEVEL", "geolevel"), ("GEOITEM", "geoitem"))
    kinds = [*places, *((code, "var") for code in (*CODES, "n"))]
    return _xlsx({"Data": data, "Data_def": [("col", "type"), *kinds]})


def _of_parents() -> bytes:
    """A workbook with a title, of which one indicator is new and one wijk has a short name."""
    header = ("Wijk", CHILDREN_THEME, "Ondergrens", "Bovengrens", "Aantal respondenten")
    rows: list[Sequence[object]] = [
        ("Kindermonitor 2021, ouders van kinderen van 0 tot en met 11 jaar",),
        (),
        header,
    ]
    for name, (respondents, text) in _rows(_CHILDREN, 2):
        if text == TOO_FEW:
            rows.append((name, TOO_FEW, TOO_FEW, TOO_FEW, "<50"))
        else:
            bounds = (round(edge, 1) for edge in _bounds(_number(text), int(respondents)))
            rows.append((_shown(name), _number(text), *bounds, int(respondents)))
    rows += [(), ("* minder dan 50 respondenten: niet getoond",), ("Bron: GGD De Waarden (verzonnen voorbeeld)",)]
    return _xlsx({"Kindermonitor": rows})


def _of_preschool(period: str, counts: str) -> bytes:
    """The template for voorschools, filled in."""
    code_of = {wijk.name: wijk.code for wijk in WIJKEN}
    rows = [
        (code_of[name], name, period, *(int(cell) if cell.isdigit() else cell for cell in cells))
        for name, cells in _rows(counts, len(VE_COLUMNS))
    ]
    return _xlsx({"Cijfers": [(*AREA_COLUMNS, *VE_COLUMNS), *rows]})


def _of_absence() -> bytes:
    """The template for thuiszitters, filled in."""
    columns, cells = zip(*ABSENCE, strict=True)
    return _csv([[*AREA_COLUMNS, *columns], [MUNICIPALITY, MUNICIPALITY_NAME, "2021", *cells]]).encode("utf-8-sig")


def _number(text: str) -> float:
    return float(text.replace(",", "."))


def _csv(rows: Iterable[Iterable[str]]) -> str:
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(rows)
    return text.getvalue()


def _xlsx(sheets: dict[str, Sequence[Sequence[object]]]) -> bytes:
    """A workbook of which the moment of saving is that of all files."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    book.properties.creator = MUNICIPALITY_NAME
    book.properties.created = datetime(*MOMENT)  # noqa: DTZ001 - openpyxl writes it without a time zone
    for name, rows in sheets.items():
        sheet = book.create_sheet(name)
        for row in rows:
            sheet.append(list(row))
    content = io.BytesIO()
    book.save(content)
    with zipfile.ZipFile(content) as made:
        parts = {name: made.read(name) for name in made.namelist()}
    moment = datetime(*MOMENT).isoformat().encode() + b"Z"  # noqa: DTZ001
    core = parts["docProps/core.xml"]
    parts["docProps/core.xml"] = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + moment, core)
    return _zip(parts)
