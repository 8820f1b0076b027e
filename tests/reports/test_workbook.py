"""The workbook of a story, opened again: what it explains, its tables, and texts that could do harm."""

import io
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, date, datetime

import openpyxl
import pandas as pd
import pytest
from duckdb import DuckDBPyConnection as Cursor
from openpyxl.workbook import Workbook

from model.choices import Audience, Choices
from model.region import Level
from model.story import Slide, SlideForm, Story
from reports import workbook
from reports.contents import Page, Source, contents
from store import Store
from tiles import Kind, Tile

CHOICES = Choices("GM9901", Level.WIJK, "laag_inkomen", "2020")
AGREED = pd.DataFrame({"Afspraak": ["Wijkteam belt de scholen"], "Klaar op": ["1 mei 2022 (te laat)"]})
HARM = ["=1+1", "+31 6 12345678", "-", "@SOM(A1)", "\t=2", "\r=3", '=HYPERLINK("http://a","b")']


@pytest.fixture
def source(example_store: Store) -> Source:
    def reading(photo: int | None) -> AbstractContextManager[Cursor]:
        return example_store.read(at=photo)

    made_at = datetime(2021, 10, 14, 9, tzinfo=UTC)
    return Source(reading, "GM9901", made_at, "0.7", {}, AGREED, Audience.MUNICIPALITY)


def story(*slides: Slide) -> Story:
    return Story("s", "LEA 14 oktober 2021", date(2021, 10, 14), slides)


def chart(kind: Kind, **said: str) -> Slide:
    return Slide(kind.value, SlideForm.TILE, kind=kind.value, choices=CHOICES, **said)  # type: ignore[arg-type]


def page(table: pd.DataFrame, heading: str = "Kop") -> Page:
    """A slide with a tile of this table."""
    tile = Tile(Kind.MEASURES, heading, "", None, table, "", "Bron: eigen invoer")
    return Page(Slide("1", SlideForm.TILE), heading, tile, seen="beeld voor de gemeente")


def opened(content: bytes) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def texts(book: Workbook, sheet: str = "Toelichting") -> str:
    return "\n".join(str(one) for row in book[sheet].values for one in row if one is not None)


def test_the_first_sheet_says_what_everything_is(source: Source) -> None:
    told = story(
        Slide("t", SlideForm.TITLE, "LEA"),
        chart(Kind.MAP, question="Herkent u dit?", notes="Niet hardop zeggen."),
        Slide("o", SlideForm.OPEN),
        replace(chart(Kind.MAP), choices=replace(CHOICES, photo=99)),
    )
    book = opened(workbook.write(told, contents(told, source, lambda *_: None), source))
    said = texts(book)
    for one in (
        "LEA 14 oktober 2021",
        "Lindewaard (GM9901)",
        "versie 0.7",
        "beeld voor de gemeente · gegevens van 14 oktober 2021",
        "Kerncijfers wijken en buurten 2020 (84799NED)",
        "Peildatum: heel 2020",
        "Huishoudens met een laag inkomen · achtergrond · 2020",
        "De kaart toont de grenzen van 2019",
        "Herkent u dit?",
        "foto 'onbekend'",
        "de foto waarop hij rust, is er niet meer",
    ):
        assert one in said
    assert "hardop" not in said
    assert book.sheetnames == ["Toelichting", "2 Het hoogst in Zandkamp (17,2%", "3 Wat staat er nog open"]
    assert [row[3].value for row in book["Toelichting"].iter_rows(min_row=9)] == [
        "geen tabel",
        *book.sheetnames[1:],
        "geen tabel",
    ]


def test_a_table_is_a_sheet_with_numbers_that_can_be_computed_with(source: Source) -> None:
    told = story(chart(Kind.RANKING))
    book = opened(workbook.write(told, contents(told, source, lambda *_: None), source))
    sheet = book.worksheets[1]
    assert [cell.value for cell in sheet[1]] == ["Wijk", "Code", "Huishoudens met een laag inkomen"]
    assert all(cell.font.bold for cell in sheet[1])
    assert sheet.freeze_panes == "B2"
    shares = {row[0].value: (row[2].value, row[2].number_format) for row in sheet.iter_rows(min_row=2)}
    assert shares["Zandkamp"] == (0.172, "0.0%")
    assert shares["Sterrenbosch"] == (0.03, "0.0%")
    assert sheet.column_dimensions["A"].width >= len("Tuindorp De Elzen")


@pytest.mark.parametrize(
    ("said", "value", "format"),
    [
        ("€ 1.234,50", 1234.5, '"€ "#,##0.00'),
        ("€\N{NO-BREAK SPACE}-12", -12, '"€ "#,##0'),
        ("-5,0%", -0.05, "0.0%"),
        ("0,07%", 0.0007, "0.00%"),
        ("1.615", 1615, "#,##0"),
        ("2020", 2020, "0"),
        ("0", 0, "#,##0"),
        ("7.394 tot 7.427", "7.394 tot 7.427", "General"),
        ("minder dan 5", "minder dan 5", "General"),
        ("41 per 1.000", "41 per 1.000", "General"),
        ("12345", "12345", "General"),
        ("1,2,3", "1,2,3", "General"),
        ("99AH00", "99AH00", "General"),
        ("–", "–", "General"),
    ],
)
def test_what_the_tables_write_is_a_number_and_nothing_else_is(
    source: Source, said: str, value: object, format: str
) -> None:
    book = opened(workbook.write(story(), [page(pd.DataFrame({"Wie": ["a"], "Wat": [said]}))], source))
    cell = book.worksheets[1]["B2"]
    assert (cell.value, cell.number_format) == (value, format)


def test_what_a_row_is_called_stays_as_it_is_written(source: Source) -> None:
    book = opened(workbook.write(story(), [page(pd.DataFrame({"Wie": ["1.200"], "Wat": ["1.200"]}))], source))
    assert [cell.value for cell in book.worksheets[1][2]] == ["1.200", 1200]


def test_a_text_is_never_a_formula(source: Source) -> None:
    table = pd.DataFrame(dict.fromkeys(("=A1", "@b"), HARM))
    book = opened(workbook.write(replace(story(), name="=1+1"), [page(table, "=2+2")], source))
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert "f" not in {cell.data_type for cell in cells}
    assert [row[1].value for row in book.worksheets[1].iter_rows(min_row=2)] == [one.strip() for one in HARM]
    assert all(cell.quotePrefix for row in book.worksheets[1].iter_rows() for cell in row)


@pytest.mark.parametrize(
    "heading",
    [
        "a/b\\c?d*e[f]g:h",
        "'quoted'",
        "<&>",
        "x" * 200,
        "\U0001f600" * 40,
        "tekst\x00met\x0bstuurtekens\ud83d",
        "\n\n",
        "",
        "Toelichting",
    ],
)
def test_any_heading_gives_a_sheet_of_its_own(source: Source, heading: str) -> None:
    table = pd.DataFrame({"Naam": ["a"], "Wijk": ["1"]})
    book = opened(workbook.write(story(), [page(table, heading), page(table, heading)], source))
    names = book.sheetnames
    assert len({name.casefold() for name in names}) == 3
    assert all(len(name.encode("utf-16-le")) <= 62 and not set(name) & set("[]:*?/\\") for name in names)
    assert all(name == name.strip("'") for name in names)


def test_an_empty_story_says_so(source: Source) -> None:
    book = opened(workbook.write(story(), [], source))
    assert book.sheetnames == ["Toelichting"]
    assert "Dit verhaal heeft nog geen dia's" in texts(book)


def test_the_same_story_twice_gives_the_same_bytes(source: Source, monkeypatch: pytest.MonkeyPatch) -> None:
    told = story(chart(Kind.MEASURES), Slide("o", SlideForm.OPEN))
    pages = contents(told, source, lambda *_: None)
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1634203800")
    first = workbook.write(told, pages, source)
    assert workbook.write(told, contents(told, source, lambda *_: None), source) == first
    assert "14 oktober 2021" in texts(opened(first))
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1665739800")
    assert workbook.write(told, pages, source) != first
