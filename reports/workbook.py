"""Every table behind a story as one workbook, with where each comes from."""

import io
import re
from collections.abc import Iterable, Iterator, Sequence

import pandas as pd
from openpyxl import Workbook
from openpyxl.cell import Cell, MergedCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from analysis import areas
from model import dutch
from model.story import SlideForm, Story
from model.text_file import clean_text
from reports.contents import Page, Source
from reports.package import moment, settled

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_ILLEGAL = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_IN_NO_NAME = re.compile(r"[\[\]:*?/\\\n]")
_NUMBER = re.compile(r"(-?)(€[ \xa0])?(-?\d{1,3}(?:\.\d{3})*)(?:,(\d+))?(%?)")
"""What `model.dutch` writes; years and codes have no points between their thousands, so they are left as they are."""
_EUROS = '"€ "'
_YEAR = re.compile(r"[12]\d{3}")
_LONGEST_NAME, _LONGEST_TEXT = 31, 32_000
_WIDEST, _NARROWEST = 60, 9
_EXPLAINED = "Toelichting"
_FOR_WHOM = "Voor wie"
_HEADS = (
    "Dia", "Kop", "Wat het is", "Blad", "Wat is gemeten, van wie, waar en wanneer", "Filters en foto",
    "Bron, peildatum en licentie", "Let op", "Vraag voor de LEA",
)  # fmt: skip
_WIDTHS = (16, 44, 16, 30, 40, 40, 60, 60, 40)
_FORMS = {
    SlideForm.TITLE: "titel",
    SlideForm.TEXT: "tekst",
    SlideForm.TILE: "figuur",
    SlideForm.OPEN: "open afspraken",
}
_NO_TABLE = "geen tabel"
_SHADE = PatternFill("solid", fgColor="E3EAEB")


def write(story: Story, pages: Sequence[Page], source: Source) -> bytes:
    """An XLSX with a sheet that explains, then one for each table of the story.

    Texts are texts, whatever they begin with, and are never computed; numbers, shares and euros that the tables write
    the Dutch way are numbers. The same pages give the same bytes for one SOURCE_DATE_EPOCH. Nothing of the notes for
    the speaker is in it.
    """
    book = Workbook()
    first = book.worksheets[0]
    first.title = _EXPLAINED
    sheets = []
    for number, page in enumerate(pages, start=1):
        table = page.tile.table if page.tile is not None else page.table
        if table is None or table.columns.empty:
            sheets.append(_NO_TABLE)
            continue
        sheets.append(_name(number, page.heading))
        _fill(book.create_sheet(sheets[-1]), table)
    _explain(first, story, pages, sheets, source)
    book.properties.title = _plain(story.name)
    book.properties.creator = "Startfoto"
    content = io.BytesIO()
    book.save(content)
    return settled(content.getvalue(), moment())


def _explain(sheet: Worksheet, story: Story, pages: Sequence[Page], sheets: Sequence[str], source: Source) -> None:
    """What the workbook is, and a row for each slide."""
    at = moment().astimezone(dutch.HERE)
    about = (
        ("Verhaal", story.name),
        ("Overleg", dutch.day(story.day)),
        ("Gemeente", _municipality(source)),
        (_FOR_WHOM, f"beeld voor de {source.audience}"),
        ("Gemaakt op", f"{dutch.day(at)}, {at:%H.%M} uur"),
        ("Gemaakt met", f"Startfoto, versie {source.version}"),
    )
    for row, (label, said) in enumerate(about, start=1):
        _put(sheet, row, 1, label).font = Font(bold=True)
        _put(sheet, row, 2, said)
    head = len(about) + 2
    _head(sheet, head, _HEADS)
    for place, (page, name) in enumerate(zip(pages, sheets, strict=True), start=1):
        for column, value in enumerate(_row(place, page, name), start=1):
            _put(sheet, head + place, column, value)
    if not pages:
        _put(sheet, head + 1, 2, "Dit verhaal heeft nog geen dia's. Zet op de pagina Verhalen een dia neer.")
    for place, width in enumerate(_WIDTHS, start=1):
        sheet.column_dimensions[get_column_letter(place)].width = width
    sheet.freeze_panes = f"A{head + 1}"
    _for_paper(sheet, head)


def _row(number: int, page: Page, sheet: str) -> tuple[object, ...]:
    tile = page.tile
    told = (tile.subtitle, page.seen, tile.source, "\n".join(tile.notes)) if tile else ("", page.seen, "", page.missing)
    return (number, page.heading, _FORMS[page.slide.form], sheet, *told, page.slide.question)


def _municipality(source: Source) -> str:
    """Its name and code; the code alone where no figures tell its name."""
    with source.reading(None) as cursor:
        names = [area.name for area in areas.path_to(cursor, source.municipality) if area.code == source.municipality]
    return f"{names[0]} ({source.municipality})" if names else source.municipality


def _fill(sheet: Worksheet, table: pd.DataFrame) -> None:
    heads = [str(one) for one in table.columns]
    _head(sheet, 1, heads)
    for row, values in enumerate(table.itertuples(index=False), start=2):
        for column, value in enumerate(values, start=1):
            # What a row is called stays as it is written, also when it looks like a number.
            _put(sheet, row, column, value, is_name=column == 1)
    for place, head in enumerate(heads):
        longest = max([len(head) + 2, *(_longest_line(one) for one in table.iloc[:, place])])
        sheet.column_dimensions[get_column_letter(place + 1)].width = min(max(longest + 2, _NARROWEST), _WIDEST)
    sheet.freeze_panes = "B2"
    sheet.auto_filter.ref = sheet.dimensions
    _for_paper(sheet, 1)


def _head(sheet: Worksheet, row: int, heads: Iterable[str]) -> None:
    for column, said in enumerate(heads, start=1):
        cell = _put(sheet, row, column, said, is_name=True)
        cell.font, cell.fill = Font(bold=True), _SHADE


def _put(sheet: Worksheet, row: int, column: int, value: object, is_name: bool = False) -> Cell | MergedCell:
    """Write a value: a text as text, never as a formula; a number that is written the Dutch way as a number."""
    cell = sheet.cell(row, column)
    cell.alignment = Alignment(wrap_text=True, vertical="top")
    if not isinstance(value, str):
        cell.value = None if pd.isna(value) else value  # type: ignore[call-overload,assignment]
        return cell
    number = None if is_name else _number(value)
    if number is not None:
        cell.value, cell.number_format = number
        cell.alignment = Alignment(vertical="top", horizontal="right")
        return cell
    text = _plain(value)
    cell.value = text
    cell.data_type = "s"
    cell.quotePrefix = text.startswith(_FORMULA)
    return cell


def _number(text: str) -> tuple[float, str] | None:
    """A number and how a spreadsheet writes it the same way; a share is a number from 0 to 1."""
    if _YEAR.fullmatch(text):
        return int(text), "0"
    said = _NUMBER.fullmatch(text)
    if said is None or text.startswith("--"):
        return None
    sign, euro, whole, decimals, percent = said.groups(default="")
    value = float(f"{sign}{whole.replace('.', '')}.{decimals or '0'}")
    places = f".{'0' * len(decimals)}" if decimals else ""
    if percent:
        return round(value / 100, len(decimals) + 2), f"0{places}%"
    return (value if decimals else int(value)), (_EUROS if euro else "") + f"#,##0{places}"


def _longest_line(value: object) -> int:
    return max(map(len, str(value).split("\n")))


def _plain(text: str) -> str:
    """A text that a workbook can hold."""
    return clean_text(_ILLEGAL.sub("", text.replace("\r\n", "\n").replace("\r", "\n")))[:_LONGEST_TEXT]


def _name(number: int, heading: str) -> str:
    """The name of a sheet: it begins with the number of its slide, so that no two are alike."""
    words = " ".join(_IN_NO_NAME.sub(" ", _plain(heading)).split())
    return "".join(_first(f"{number} {words}", _LONGEST_NAME)).strip(" '")


def _first(text: str, most: int) -> Iterator[str]:
    """As many letters as a spreadsheet counts: an emoji is two."""
    for letter in text:
        most -= 2 if ord(letter) > 0xFFFF else 1
        if most < 0:
            return
        yield letter


def _for_paper(sheet: Worksheet, head: int) -> None:
    """Lying, as wide as a page, with the heads on each."""
    sheet.page_setup.orientation, sheet.page_setup.paperSize = "landscape", 9
    sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
    sheet.sheet_properties.pageSetUpPr.fitToPage = True  # type: ignore[union-attr]
    sheet.print_title_rows = f"{head}:{head}"
