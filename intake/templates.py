"""The empty forms that schools and officers fill in: CSV, workbook and Word, with an explanation and choice lists."""

import csv
import io
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import docx
import openpyxl
from docx.document import Document
from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.oxml import parse_xml
from docx.oxml.ns import nsdecls, qn
from docx.shared import Cm, Pt, RGBColor
from docx.table import Table, _Cell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from model.catalogue import Catalogue, Domain, Indicator
from model.region import Level, level_of
from model.scan import Sector, Sharing
from model.text_file import no_formula

CHOICES = 5
"""How many choices the templates have room for; rows or columns may be added."""
_LAST_ROW = 500
_HEAD_COLOUR, _LABEL_COLOUR, _INK = "1F4E79", "E8EEF4", "1F3044"
_YEARS = tuple(f"{year}/{year + 1}" for year in range(2020, 2025))
_SCHOOL_SECTORS = tuple(sector.value for sector in Sector)
_DOMAINS = tuple(domain.value for domain in Domain)
_SHARING = tuple(sharing.value for sharing in Sharing)


@dataclass(frozen=True)
class _Column:
    """A column of the templates, what belongs in it, how wide it is and which list it has."""

    name: str
    explanation: str
    width: int = 14
    words: str = ""
    is_code: bool = False
    """Whether a spreadsheet must leave its noughts alone."""


_SCHOOL = (
    _Column("Bestuur", "Naam van het schoolbestuur.", 26),
    _Column("School", "Naam van de school, met de locatie als er meer zijn. Verplicht.", 30),
    _Column("Plaats", "Plaats waar de school staat.", 16),
    _Column("BRIN", "De vier tekens van DUO, zoals 14RC. Kinderopvang vult hier het LRK-nummer in.", is_code=True),
    _Column("Vestiging", "Het vestigingsnummer van twee cijfers, zoals 00.", 11, is_code=True),
    _Column("Sector", "Kies uit de lijst.", 13, "Sector"),
    _Column("Schooljaar", "Het schooljaar waarover de scan gaat. Kies uit de lijst.", 13, "Schooljaar"),
    _Column(
        "Delen met",
        "Wie de scan mag zien. LEA is de Lokale Educatieve Agenda. Leeg betekent: alleen gemeente.",
        22,
        "Delen met",
    ),
    _Column("Conclusies", "Korte samenvatting van de belangrijkste conclusies uit de schoolscan.", 45),
    _Column("Doelstellingen", "De doelstellingen die hieruit voortvloeien.", 45),
    _Column("Aanpak", "De gekozen aanpak.", 45),
)
_CHOICE = (
    _Column(
        "Keuze", "Een keuze uit de menukaart. Kies uit de lijst, of schrijf het in eigen woorden.", 34, "Menukaart"
    ),
    _Column("Toelichting", "Korte toelichting op de uitvoering.", 40),
    _Column("Domein", "Het domein waar de keuze het meest voor bedoeld is. Kies uit de lijst.", 13, "Domein"),
    _Column("Bereik", "Aantal leerlingen dat u met de keuze bereikt, zoals 24. Minder dan vijf mag als <5.", 9),
    _Column("Bedrag", "Bedrag in euro's voor deze keuze, zoals 12.500.", 12),
    _Column("Schooljaar keuze", "Het schooljaar waarin de keuze wordt uitgevoerd.", 13, "Schooljaar"),
)
_GENERAL = (
    _Column(
        "Wensen gekoppeld",
        "Inzet van de gemeente direct gekoppeld aan uw keuzes en interventies. Zet elke wens op een eigen regel "
        "(in Excel: Alt+Enter). Met 'keuze 2' in de tekst hoort de wens bij keuze 2.",
        45,
    ),
    _Column("Wensen overig", "Inzet van de gemeente op andere terreinen. Zet elke wens op een eigen regel.", 45),
    _Column("Opmerkingen", "Wat u verder nog kwijt wilt.", 40),
)
_COUNTS = tuple(
    column
    for domain in _DOMAINS
    for column in (
        _Column(
            f"{domain.capitalize()} beoordeeld",
            f"Aantal leerlingen dat op het domein {domain} is beoordeeld. Mag leeg blijven.",
        ),
        _Column(
            f"{domain.capitalize()} met vertraging",
            f"Aantal van hen met een vertraging op het domein {domain}. Minder dan vijf mag als <5.",
        ),
    )
)

_ADVICE = (
    "Kies één blad: 'Schoolscans' met één school per rij, of 'Keuze per rij' met één keuze per rij.",
    "Op 'Keuze per rij' hoeven de gegevens van de school alleen op de eerste rij van de school.",
    "Alleen School is verplicht. Vul geen namen of nummers van leerlingen in.",
)
_FIGURES_ADVICE = (
    "Vul op het blad 'Cijfers' per rij de getallen in, zonder eenheid en zonder punt, zoals 24 of 1250. Minder dan "
    "vijf mag als <5. Een nul is een getal: vul 0 in als u weet dat het er geen zijn.",
    "Weet u een getal niet, vul dan n.b. in (niet bekend). Een lege cel betekent: niet van toepassing.",
    "De kolommen Gebiedscode, Gebied en Periode zijn al ingevuld. Voor een andere periode past u Periode aan; u mag "
    "ook rijen toevoegen of weghalen.",
    "Laat de namen van de kolommen staan: daaraan herkent Startfoto de cijfers.",
    "Vul geen namen of nummers van kinderen in.",
)
_AREA = (
    _Column("Gebiedscode", "De code van het CBS. Hieraan herkent Startfoto het gebied.", 14, is_code=True),
    _Column("Gebied", "De naam van het gebied, om te lezen.", 26),
    _Column("Periode", "Het jaar waarover de cijfers gaan; bij een schooljaar het jaar waarin het begon.", 10),
)


def _of_choice(number: int) -> tuple[_Column, ...]:
    return tuple(
        _Column(f"{column.name} {number}", column.explanation, column.width, column.words) for column in _CHOICE
    )


_WIDE = (
    *_SCHOOL,
    *(column for number in range(1, CHOICES + 1) for column in _of_choice(number)),
    *_GENERAL,
    *_COUNTS,
)
"""One school a row."""
_LONG = (*_SCHOOL[:8], *_CHOICE, *_SCHOOL[8:], *_GENERAL, *_COUNTS)
"""One choice a row."""


def scan_csv() -> bytes:
    """The template of one school a row: UTF-8 with its mark, semicolons."""
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerow(column.name for column in _WIDE)
    return text.getvalue().encode("utf-8-sig")


def scan_xlsx(menukaart: Sequence[str]) -> bytes:
    """A workbook with a sheet of one school a row and one of one choice a row, an explanation and the choice lists.

    `menukaart` are the names of the interventions; other words may be filled in as well.
    """
    lists = {
        "Sector": (_SCHOOL_SECTORS, True),
        "Domein": (_DOMAINS, True),
        "Delen met": (_SHARING, True),
        "Schooljaar": (_YEARS, True),
        "Menukaart": (tuple(menukaart), False),
    }
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    for name, columns in (("Schoolscans", _WIDE), ("Keuze per rij", _LONG)):
        _add_table(book.create_sheet(name), columns, lists)
    columns = (*_SCHOOL, *_CHOICE, *_GENERAL, *_COUNTS)
    add_explanation(book.create_sheet("Toelichting"), _ADVICE, ((one.name, one.explanation) for one in columns))
    sheet = book.create_sheet("Keuzelijsten")
    for place, (name, (words, _)) in enumerate(lists.items(), start=1):
        _add_list(sheet, place, name, words)
    style_header(sheet)
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _add_table(sheet: Worksheet, columns: Sequence[_Column], lists: Mapping[str, tuple[Sequence[str], bool]]) -> None:
    sheet.append([column.name for column in columns])
    for place, column in enumerate(columns, start=1):
        letter = get_column_letter(place)
        sheet.column_dimensions[letter].width = column.width
        sheet.column_dimensions[letter].alignment = Alignment(wrap_text=column.width > 20, vertical="top")
        if column.is_code:
            sheet.column_dimensions[letter].number_format = "@"
        if column.words and lists[column.words][0]:
            words, is_strict = lists[column.words]
            source = get_column_letter(list(lists).index(column.words) + 1)
            rule = DataValidation("list", formula1=f"Keuzelijsten!${source}$2:${source}${len(words) + 1}")
            rule.showErrorMessage = is_strict
            rule.errorTitle, rule.error = "Niet in de lijst", "Kies een woord uit de lijst, of laat de cel leeg."
            rule.add(f"{letter}2:{letter}{_LAST_ROW}")
            sheet.add_data_validation(rule)
    style_header(sheet)
    sheet.freeze_panes = "C2"


def add_explanation(sheet: Worksheet, advice: Sequence[str], columns: Iterable[tuple[str, str]]) -> None:
    """A sheet with how to fill in, and what belongs in each column."""
    sheet.append(["Kolom", "Wat u invult"])
    for number, line in enumerate(advice):
        sheet.append(["" if number else "Zo vult u in", line])
    for name, explanation in columns:
        sheet.append([name, explanation])
    sheet.column_dimensions["A"].width = 28
    sheet.column_dimensions["B"].width = 100
    for row in sheet.iter_rows():
        for cell in row:
            cell.alignment = Alignment(wrap_text=True, vertical="top")
    style_header(sheet)


def figures_csv(source: str, catalogue: Catalogue, areas: Mapping[str, str], level: Level, period: str) -> bytes:
    """The template for the figures of a source, one row an area: UTF-8 with its mark, semicolons.

    `areas` are names by code, of which those of `level` get a row; a column for each indicator of `source`.
    """
    text = io.StringIO()
    writer = csv.writer(text, delimiter=";", lineterminator="\r\n")
    writer.writerow(column.name for column in _figure_columns(source, catalogue))
    writer.writerows(_area_rows(areas, level, period))
    return text.getvalue().encode("utf-8-sig")


def figures_xlsx(source: str, catalogue: Catalogue, areas: Mapping[str, str], level: Level, period: str) -> bytes:
    """The same as a workbook, with an explanation of each indicator and its caveat."""
    book = openpyxl.Workbook()
    book.remove(book.worksheets[0])
    columns = _figure_columns(source, catalogue)
    sheet = book.create_sheet("Cijfers")
    _add_table(sheet, columns, {})
    for row in _area_rows(areas, level, period):
        sheet.append(row)
    sheet.freeze_panes = "D2"
    add_explanation(book.create_sheet("Toelichting"), _FIGURES_ADVICE, ((one.name, one.explanation) for one in columns))
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def _figure_columns(source: str, catalogue: Catalogue) -> tuple[_Column, ...]:
    """The columns of an area and of each indicator of a source, headed by its label so that it is recognised."""
    indicators = [one for one in catalogue.indicators.values() if one.source == source]
    return (*_AREA, *(_Column(no_formula(one.label), no_formula(_explained(one)), 18) for one in indicators))


def _explained(indicator: Indicator) -> str:
    return " ".join(filter(None, (indicator.definition, f"Het gaat om: {indicator.population}.", indicator.caveat)))


def _area_rows(areas: Mapping[str, str], level: Level, period: str) -> list[tuple[str, str, str]]:
    return [(code, no_formula(areas[code]), period) for code in sorted(areas) if level_of(code) is level]


def _add_list(sheet: Worksheet, place: int, name: str, words: Iterable[str]) -> None:
    for row, word in enumerate((name, *words), start=1):
        sheet.cell(row, place, word)
    sheet.column_dimensions[get_column_letter(place)].width = 60 if name == "Menukaart" else 22


def style_header(sheet: Worksheet) -> None:
    """Make the first row of a sheet its header, which stays in sight."""
    for cell in sheet[1]:
        cell.font = Font(bold=True, color="FFFFFF")
        cell.fill = PatternFill("solid", fgColor=_HEAD_COLOUR)
        cell.alignment = Alignment(wrap_text=True, vertical="center")
    sheet.row_dimensions[1].height = 32
    sheet.freeze_panes = "A2"


def scan_docx(menukaart: Sequence[str]) -> bytes:
    """The scan form as Word tables, with an explanation and the names of the menukaart behind it."""
    document = _document("Schoolscan voor de gemeente", "Eén formulier per school. Alleen School is verplicht.")
    rows = [(column.name, _hint(column)) for column in _SCHOOL[:3]]
    rows.append(("BRIN en vestiging", "zoals 14RC00"))
    rows += [(column.name, _hint(column)) for column in _SCHOOL[5:]]
    for number in range(1, CHOICES + 1):
        rows += [(f"Keuze {number} menukaart", "naam"), (f"Toelichting keuze {number}", "korte toelichting")]
    rows += [(column.name, _hint(column)) for column in _GENERAL]
    _add_form(document, rows)
    document.add_heading("Leerlingen per domein (mag leeg blijven)", 2)
    _add_grid(document, ("Domein", "Leerlingen beoordeeld", "Leerlingen met vertraging"), _DOMAINS)
    document.add_heading("Bij de keuzes (mag leeg blijven)", 2)
    header = ("Keuze", "Domein", "Leerlingen bereikt", "Bedrag", "Schooljaar")
    _add_grid(document, header, [f"Keuze {number}" for number in range(1, CHOICES + 1)])
    document.add_heading("Toelichting", 1).paragraph_format.page_break_before = True
    _add_notes(document, (*_SCHOOL, *_CHOICE, *_GENERAL))
    document.add_heading("Keuzes van de menukaart", 1)
    document.add_paragraph("U mag een keuze ook in eigen woorden opschrijven, en rijen voor meer keuzes toevoegen.")
    for name in menukaart:
        document.add_paragraph(name, style="List Bullet")
    return _bytes(document)


def preschool_docx() -> bytes:
    """The short scan form for kinderopvang, as Word tables."""
    document = _document("Korte scan voor kinderopvang", "Eén formulier per locatie. Alleen Locatie is verplicht.")
    _add_form(
        document,
        [
            ("Houder", "naam van de organisatie"),
            ("Locatie", "naam van de opvanglocatie"),
            ("Plaats", ""),
            ("LRK-nummer", "zoals 123456789"),
            ("Schooljaar", ", ".join(_YEARS[:2])),
            ("Delen met", ", ".join(_SHARING)),
            ("Conclusies", "wat u bij de kinderen ziet"),
            ("Doelstellingen", "wat u wilt bereiken"),
            ("Aanpak", "wat u doet"),
            ("Wensen gekoppeld", "wat de gemeente kan doen voor deze aanpak, elke wens op een eigen regel"),
            ("Wensen overig", "wat de gemeente verder kan doen, elke wens op een eigen regel"),
            ("Opmerkingen", ""),
        ],
    )
    document.add_heading("Kinderen per domein (mag leeg blijven)", 2)
    _add_grid(document, ("Domein", "Kinderen beoordeeld", "Kinderen met vertraging"), _DOMAINS)
    document.add_paragraph("Vul aantallen in, zoals 24; minder dan vijf mag als <5. Vul geen namen van kinderen in.")
    return _bytes(document)


def _hint(column: _Column) -> str:
    """What stands under a label: the words to choose from, or the explanation."""
    words = {"Sector": _SCHOOL_SECTORS, "Schooljaar": _YEARS, "Delen met": _SHARING}.get(column.words)
    return ", ".join(words) if words else column.explanation.replace(" (in Excel: Alt+Enter)", "")


def _document(title: str, line: str) -> Document:
    document = docx.Document()
    section = document.sections[0]
    section.page_width, section.page_height = Cm(21), Cm(29.7)
    section.left_margin = section.right_margin = Cm(2)
    section.top_margin = section.bottom_margin = Cm(1.8)
    document.core_properties.title, document.core_properties.language = title, "nl-NL"
    document.core_properties.author = document.core_properties.comments = ""
    language = document.styles.element.find(f".//{qn('w:lang')}")
    language.set(qn("w:val"), "nl-NL")
    normal = document.styles["Normal"]
    normal.font.name, normal.font.size = "Calibri", Pt(10.5)
    normal.paragraph_format.space_after = Pt(4)
    for level in (1, 2):
        document.styles[f"Heading {level}"].font.color.rgb = RGBColor.from_string(_INK)
    document.add_heading(title, 1)
    document.add_paragraph(f"{line} Vul geen namen of nummers van kinderen in.")
    return document


def _add_form(document: Document, rows: Sequence[tuple[str, str]]) -> None:
    table = _table(document, len(rows), (Cm(5.5), Cm(11.5)))
    for row, (label, hint) in zip(table.rows, rows, strict=True):
        cell = row.cells[0]
        _shade(cell, _LABEL_COLOUR)
        cell.paragraphs[0].add_run(label).bold = True
        if hint:
            small = cell.add_paragraph().add_run(hint)
            small.font.size, small.font.color.rgb = Pt(8), RGBColor.from_string("505A64")


def _add_grid(document: Document, header: Sequence[str], labels: Sequence[str]) -> None:
    """A table with a header, and a label before each row."""
    table = _table(document, len(labels) + 1, [Cm(17 / len(header))] * len(header))
    for cell, name in zip(table.rows[0].cells, header, strict=True):
        _shade(cell, _HEAD_COLOUR)
        run = cell.paragraphs[0].add_run(name)
        run.bold, run.font.color.rgb = True, RGBColor(255, 255, 255)
    for cell, label in zip(table.columns[0].cells[1:], labels, strict=True):
        _shade(cell, _LABEL_COLOUR)
        cell.text = label


def _table(document: Document, rows: int, widths: Sequence[Cm]) -> Table:
    table: Table = document.add_table(rows, len(widths), "Table Grid")
    table.alignment, table.autofit = WD_TABLE_ALIGNMENT.CENTER, False
    for column, width in zip(table.columns, widths, strict=True):
        column.width = width
        for cell in column.cells:
            cell.width = width
    return table


def _add_notes(document: Document, columns: Iterable[_Column]) -> None:
    for column in columns:
        paragraph = document.add_paragraph()
        paragraph.add_run(f"{column.name}. ").bold = True
        paragraph.add_run(column.explanation.replace(" (in Excel: Alt+Enter)", ""))


def _shade(cell: _Cell, colour: str) -> None:
    shade = parse_xml(f'<w:shd {nsdecls("w")} w:val="clear" w:color="auto" w:fill="{colour}"/>')
    cell._tc.get_or_add_tcPr().append(shade)


def _bytes(document: Document) -> bytes:
    content = io.BytesIO()
    document.save(content)
    return content.getvalue()
