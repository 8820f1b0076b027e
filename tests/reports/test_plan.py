"""The plan as a document: opened again it has its four parts, its contents, its figures and what people wrote."""

import csv
from collections.abc import Iterator
from contextlib import AbstractContextManager
from dataclasses import replace
from datetime import UTC, date, datetime
from io import BytesIO
from typing import Any

import docx
import duckdb
import pytest
from docx.document import Document as Word
from docx.oxml.ns import qn
from docx.table import Table
from docx.text.paragraph import Paragraph
from duckdb import DuckDBPyConnection as Cursor
from PIL import Image

from intake.example import MUNICIPALITY
from model.choices import Audience, Choices
from model.measure import Action, Funding, Measure, Moment, Partner, Stream
from model.plan import FIELDS, PARTS
from model.region import Level
from model.scan import Sharing
from reports import pictures
from reports.contents import Source
from reports.drawing import Bars, Dot, Grid, Key, Lines, Map, Series, Shape, Spans
from reports.plan import chapter, write
from reports.plan_blocks import Said
from reports.plan_charts import picture
from reports.plan_facts import PlanContents
from settings import ROOT
from store import Store, measures
from tests.worlds import delivered, stored
from tiles import agreements

MADE = datetime(2021, 12, 14, 9, tzinfo=UTC)
HERE = "GM0001"
NASTY = "Laan <b>&amp; 'Noord' 😀 \x07\x0b\x1f\ufffe $x$ [a](http://b)"
TEXTS = {
    "duiding": "Zandkamp <b>valt</b> op & baart zorgen 😀\n\nTweede alinea.\n\n- een punt\n- nog een",
    "doelen": "Lezen.",
}
_OF_PRIMARY = """
select count(*), count(scan.site) from mart.school left join mart.scan as scan on scan.site = vestiging
where school.region = 'GM9901' and school.sector = 'po'
"""
_DELAYED = """
select domain, count(distinct site) from mart.scan_domain join mart.scan using (batch_id)
where measure = 'delayed' and coalesce(value, upper) > 0 group by domain
"""
OPEN = agreements.table([Action("a", "Gym vragen", owner="Bas", due=date(2022, 2, 1))], {}, date(2022, 1, 1))


def contents(store: Store, municipality: str = MUNICIPALITY, **changes: Any) -> PlanContents:
    audience = changes.pop("audience", Audience.MUNICIPALITY)
    source = Source(store.read, municipality, MADE, "1.0", {}, OPEN, audience)
    choices = Choices(municipality, Level.WIJK, "laag_inkomen", "2021", audience=audience)
    return replace(PlanContents(source, choices, TEXTS), **changes)


@pytest.fixture(scope="module")
def made(example_store: Store) -> Word:
    document = write(contents(example_store))
    assert document.told == ()
    return docx.Document(BytesIO(document.content))


@pytest.fixture(scope="module")
def for_lea(example_store: Store) -> Word:
    """For the LEA, with the appendix that names schools."""
    document = write(contents(example_store, audience=Audience.LEA, with_schools=True))
    assert document.told == ()
    return docx.Document(BytesIO(document.content))


def headings(word: Word, level: int) -> list[str]:
    return [one.text for one in word.paragraphs if one.style is not None and one.style.name == f"Heading {level}"]


def under(word: Word, heading: str) -> list[Paragraph | Table]:
    """What stands between a heading and the next one."""
    inner = list(word.iter_inner_content())
    at = next(place for place, one in enumerate(inner) if is_heading(one) and one.text == heading)  # type: ignore[union-attr]
    end = next((place for place in range(at + 1, len(inner)) if is_heading(inner[place])), len(inner))
    return inner[at + 1 : end]


def is_heading(one: Paragraph | Table) -> bool:
    return isinstance(one, Paragraph) and one.style is not None and str(one.style.name).startswith("Heading")


def cells(table: Table) -> list[list[str]]:
    return [[cell.text.replace("\N{NO-BREAK SPACE}", " ") for cell in row.cells] for row in table.rows]


def tables_under(word: Word, heading: str) -> list[list[list[str]]]:
    return [cells(one) for one in under(word, heading) if isinstance(one, Table)]


def all_text(word: Word) -> str:
    """Every word of the document, and the texts beside its pictures and tables."""
    said = [str(one.get("descr")) for one in word.element.iter(qn("wp:docPr"))]
    said += [str(one.get(qn("w:val"))) for one in word.element.iter(qn("w:tblDescription"), qn("w:tblCaption"))]
    return "\n".join([*(node.text or "" for node in word.element.iter(qn("w:t"))), *said])


def test_the_four_parts_stand_in_order_and_each_text_has_its_heading(made: Word) -> None:
    assert headings(made, 1) == [part.title for part in PARTS]
    below = headings(made, 2)
    assert {field.label for field in FIELDS.values()} <= set(below)
    assert len(below) == len(set(below))


def test_the_contents_are_a_field_that_has_every_heading_as_a_link_already(made: Word) -> None:
    body = made.element.body
    code = "".join(node.text or "" for node in body.iter(qn("w:instrText")))
    assert 'TOC \\o "1-2"' in code
    marks = {node.get(qn("w:name")) for node in body.iter(qn("w:bookmarkStart"))}
    links = {
        node.get(qn("w:anchor")): "".join(text.text for text in node.iter(qn("w:t")))
        for node in body.iter(qn("w:hyperlink"))
    }
    assert set(links) <= marks
    assert sorted(links.values()) == sorted([*headings(made, 1), *headings(made, 2)])
    kinds = [node.get(qn("w:fldCharType")) for node in body.iter(qn("w:fldChar"))]
    assert kinds.count("begin") == kinds.count("separate") == kinds.count("end") > 20


def test_the_first_page_tells_of_whom_when_for_whom_and_that_it_is_made_up(made: Word, for_lea: Word) -> None:
    first = "\n".join(one.text for one in made.paragraphs[:8])
    for told in ("Lindewaard", "14 december 2021", "Verzonnen voorbeeld", "Voor de gemeente zelf", "2021"):
        assert told in first
    assert "Voor de LEA" in "\n".join(one.text for one in for_lea.paragraphs[:8])


def test_it_is_dutch_and_numbers_its_pages(made: Word) -> None:
    languages = {node.get(qn("w:val")) for node in made.styles.element.iter(qn("w:lang"))}
    assert languages == {"nl-NL"} and made.core_properties.language == "nl-NL"
    footer = "".join(node.text or "" for node in made.sections[0].footer._element.iter(qn("w:instrText")))
    assert "PAGE" in footer and "NUMPAGES" in footer


def test_every_picture_has_words_and_every_figure_a_number_and_a_source(made: Word) -> None:
    shapes = list(made.element.iter(qn("wp:docPr")))
    assert len(shapes) >= 9
    assert all(len(str(one.get("descr"))) > 30 for one in shapes)
    inner = list(made.iter_inner_content())
    numbers: dict[str, list[int]] = {"Figuur": [], "Tabel": []}
    for place, one in enumerate(inner):
        if isinstance(one, Paragraph) and one.style is not None and one.style.name == "Caption":
            kind, number = one.text.partition(".")[0].split()
            numbers[kind].append(int(number))
            assert f"SEQ {kind}" in "".join(node.text or "" for node in one._p.iter(qn("w:instrText")))
            after = inner[place + 1] if kind == "Figuur" else inner[place + 2]
            assert isinstance(after, Paragraph) and str(after.style.name).startswith("Bron"), one.text  # type: ignore[union-attr]
    for kind, found in numbers.items():
        assert found == list(range(1, len(found) + 1)), kind
    assert len(numbers["Figuur"]) == len(shapes) and len(numbers["Tabel"]) == len(made.tables)


def test_every_table_repeats_its_head_and_fits_on_the_page(made: Word, for_lea: Word) -> None:
    for table in [*made.tables, *for_lea.tables]:
        first, *rest = table.rows
        assert first._tr.trPr.find(qn("w:tblHeader")) is not None
        assert all(row._tr.trPr.find(qn("w:tblHeader")) is None for row in rest)
        assert sum(column.width.cm for column in table.columns if column.width) < 16.5


def rows_of(file: str) -> list[dict[str, str]]:
    """A file of the example, as it lies there."""
    with (ROOT / "data/example" / file).open(encoding="utf-8-sig") as opened:
        return list(csv.DictReader(opened, delimiter=";"))


def asked(store: Store, sql: str) -> list[Any]:
    with store.read() as cursor:
        return cursor.execute(sql).fetchall()


def test_the_tables_have_the_numbers_of_the_example(made: Word, example_store: Store) -> None:
    rows = rows_of("measures/maatregelen.csv")
    (streams,) = tables_under(made, "Verband met bestaand beleid")
    told = {row[0]: row[1] for row in streams[1:]}
    whole = sum(round(float(row["Bedrag GOAB"].replace(",", ".") or 0)) for row in rows)
    assert told["GOAB"] == f"€ {whole:,}".replace(",", ".")
    per_sector, _ = tables_under(made, "Respons: van welke scholen er een schoolscan is")
    ((schools, sent),) = asked(example_store, _OF_PRIMARY)
    assert per_sector[1][:3] == ["po", str(schools), str(sent)]
    (planning,) = tables_under(made, "Planning")
    assert len(planning) == 1 + len(rows)
    (delays,) = tables_under(made, "Vertraging: wat scholen melden")
    assert {row[0].lower(): int(row[1]) for row in delays[1:]} == dict(asked(example_store, _DELAYED))
    *_, matrix = tables_under(made, "Leemtes")
    assert matrix[0] == ["Wijk", "Cognitief", "Executief", "Sociaal", "Emotioneel"] and len(matrix) == 14


def test_what_people_wrote_stands_under_its_heading_as_they_wrote_it(made: Word) -> None:
    told = [one for one in under(made, FIELDS["duiding"].label) if isinstance(one, Paragraph)]
    assert [one.text for one in told] == [
        "Zandkamp <b>valt</b> op & baart zorgen 😀",
        "Tweede alinea.",
        "een punt",
        "nog een",
    ]
    assert told[2].style is not None and told[2].style.name == "List Bullet"


def test_what_nobody_wrote_yet_says_where_to_do_it(made: Word) -> None:
    (told,) = (one for one in under(made, FIELDS["blijvend"].label) if isinstance(one, Paragraph))
    assert told.text == (
        "Nog niet ingevuld. Schrijf deze tekst op de pagina Plan, bij Deel 4 Uitvoering en evaluatie: 'Wat er blijft'."
    )


def test_open_agreements_come_back_in_the_plan(made: Word) -> None:
    (table,) = tables_under(made, "Open besluiten en acties")
    assert table[1][0] == "Gym vragen" and "1 februari 2022" in table[1]


def test_no_school_is_named_unless_the_officer_asks_for_it(made: Word, example_store: Store) -> None:
    names = {name for (name,) in asked(example_store, "select distinct name from mart.school")}
    said = all_text(made)
    assert len(names) > 40 and [name for name in names if name in said] == []


def test_the_lea_reads_only_what_boards_share_by_name(for_lea: Word, example_store: Store) -> None:
    ((named,),) = asked(example_store, f"select count(*) from mart.scan where sharing = '{Sharing.LEA_NAMED}'")
    (chosen,) = tables_under(for_lea, "Wat scholen melden en kiezen")
    assert len(chosen) - 1 == named > 0
    (schools,) = tables_under(for_lea, "Scholen en hun schoolscan")
    assert "Delen met" not in schools[0]
    assert "niet met naam gedeeld" in {row[1] for row in schools[1:]}


def test_the_lea_reads_only_moments_that_are_meant_for_it(made: Word, for_lea: Word) -> None:
    moments = rows_of("measures/momenten.csv")
    meant = [one for one in moments if one["Naar bestuurlijk overleg"] == "ja"]
    assert len(tables_under(made, "Zo evalueren we")[0]) - 1 == len(moments)
    assert len(tables_under(for_lea, "Zo evalueren we")[0]) - 1 == len(meant) < len(moments)


@pytest.fixture
def small() -> Iterator[Store]:
    """A gemeente of which next to nothing is known, with a name that could do harm."""
    with stored(delivered({}, names={HERE: NASTY + "n" * 200, "WK000101": NASTY})) as store:
        yield store


def test_of_a_gemeente_with_nothing_the_plan_says_what_to_do(small: Store) -> None:
    document = write(contents(small, HERE, texts={}))
    assert document.told == ()
    word = docx.Document(BytesIO(document.content))
    assert headings(word, 1) == [part.title for part in PARTS]
    for heading in (one for one in headings(word, 2)):
        assert any(not isinstance(one, Paragraph) or one.text.strip() for one in under(word, heading)), heading
    assert tables_under(word, "Planning") == []
    assert "op de pagina Maatregelen" in all_text(word)


def test_names_and_texts_that_could_do_harm_are_only_text(small: Store) -> None:
    measure = Measure(
        "a",
        NASTY + "m" * 200,
        aim="\x00=1+1",
        owner=NASTY,
        partners=(Partner.GGD,),
        wijken=("WK000101",),
        themes=(NASTY,),
        agenda_line=NASTY,
        funding=(Funding(Stream.GOAB, 100),),
        moments=(Moment(date(2022, 1, 1), reached=3, seen=NASTY),),
        start=date(2021, 9, 1),
        end=date(2022, 7, 31),
    )
    small.write(lambda cursor: measures.keep(cursor, HERE, measure, "Anja", None))
    document = write(contents(small, HERE, texts=dict.fromkeys(FIELDS, NASTY * 9), with_schools=True))
    assert document.told == ()
    word = docx.Document(BytesIO(document.content))
    assert "Laan <b>&amp; 'Noord' 😀" in all_text(word)
    (moments,) = tables_under(word, "Zo evalueren we")
    assert moments[1][2] == "minder dan 5", "a few children are never told"


def test_the_same_plan_twice_is_the_same_file(small: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1640000000")
    assert write(contents(small, HERE)).content == write(contents(small, HERE)).content


def test_a_photo_that_there_is_not_is_refused(small: Store) -> None:
    plan = contents(small, HERE)
    with pytest.raises(LookupError):
        write(replace(plan, choices=replace(plan.choices, photo=7)))


def test_a_section_that_fails_takes_no_other_with_it_and_is_told(small: Store) -> None:
    opened: list[int | None] = []

    def reading(photo: int | None) -> AbstractContextManager[Cursor]:
        opened.append(photo)
        if len(opened) == 3:
            raise duckdb.InterruptException("too slow")
        return small.read(photo)

    plan = contents(small, HERE)
    document = write(replace(plan, source=replace(plan.source, reading=reading)))
    assert len(document.told) == 1 and "'Kerncijfers'" in document.told[0]
    word = docx.Document(BytesIO(document.content))
    assert any("kon niet" in one.text for one in under(word, "Kerncijfers") if isinstance(one, Paragraph))
    assert headings(word, 1) == [part.title for part in PARTS]


def test_a_preview_has_the_sentences_of_the_document(example_store: Store, made: Word) -> None:
    said = all_text(made)
    found = chapter(3, contents(example_store))
    sentences = [block.text for one in found.sections for block in one.blocks if isinstance(block, Said)]
    assert len(sentences) >= 4 and all(one in said for one in sentences)


def opened(content: bytes | None) -> Image.Image:
    assert content is not None
    return Image.open(BytesIO(content)).convert("RGB")


SQUARE = ((0.0, 0.0), (1.0, 0.0), (1.0, 1.0), (0.0, 1.0))
HOLE = ((0.4, 0.4), (0.6, 0.4), (0.6, 0.6), (0.4, 0.6))


def test_an_area_of_a_map_has_its_colour_and_its_hole_has_not() -> None:
    drawn = Map(1.0, (Shape("WK1", "", "", "#0b4a5a", (SQUARE, HOLE)),), legend=(Key("5 – 24", "#cde4e9"),))
    image = opened(picture(drawn, 15.1, 10))
    side = image.height - 8
    assert image.getpixel((side // 5, side // 5)) == (0x0B, 0x4A, 0x5A)
    assert image.getpixel((side // 2, side // 2)) == (255, 255, 255)
    assert (0xCD, 0xE4, 0xE9) in {colour for _, colour in image.getcolors(1 << 20) or []}


def test_a_bar_is_as_long_as_its_number() -> None:
    drawn = Bars(("een", "twee"), (Series("", (50.0, 100.0), ("#0b5c6b",)),), False, '"€ "#,##0.00')
    image = opened(picture(drawn, 16, 9))
    rows = [[image.getpixel((x, y)) for x in range(image.width)] for y in range(image.height)]
    long = [row.count((0x0B, 0x5C, 0x6B)) for row in rows]
    first, second = max(long[: len(long) // 2]), max(long[len(long) // 2 :])
    assert abs(2 * first - second) < 8


@pytest.mark.parametrize(
    "drawing",
    [
        Map(1.0, ()),
        Map(
            1.0,
            (Shape("x", NASTY + "n" * 200, "", "#ffffff", (SQUARE,)),),
            (),
            (Dot("s", (0.5, 0.5), "#9c6b1a", False),),
        ),
        Bars(
            (NASTY + "n" * 200, ""),
            (Series(NASTY, (None, -3.0), ("#0b5c6b",)), Series("b", (0.0, 2.0), ("#d9480f",))),
            False,
            "#,##0",
        ),
        Bars(("leeg",), (Series("a", (0.0,), ("#0b5c6b",)), Series("b", (0.0,), ("#d9480f",))), True, '#,##0.0"%"'),
        Spans((NASTY, "zonder"), ("2021-09-01", None), ("2022-07-31", None), "2021-07-01", "2023-08-01"),
        Lines(
            ("2021-07-31", "2021-08-31"),
            (Series("a", (1.0, None), ("#0b4a5a",), "dash"), Series("b", (None, -2.0), ("#0b4a5a",))),
            "#,##0",
        ),
        Lines(("2021",), (Series("niets", (None,), ("#0b4a5a",)),), ""),
    ],
)
def test_every_drawing_comes_to_a_picture(drawing: Map | Bars | Spans | Lines) -> None:
    image = opened(picture(drawing, 16, 9))
    assert image.width == 1280 and image.height < 4000


def test_a_grid_is_a_table_and_no_picture() -> None:
    assert picture(Grid((), (), ()), 16, 9) is None


def test_without_a_font_of_the_machine_words_keep_plain_letters(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(pictures, "_FONTS", ())
    pictures._font.cache_clear()
    try:
        font = pictures._font(20)
        assert pictures._letters("Één – € 5", font) == "Een - EUR 5"
        assert opened(
            picture(Spans(("Één",), ("2021-09-01",), ("2022-07-31",), "2021-07-01", "2023-08-01"), 16, 9)
        ).width
    finally:
        pictures._font.cache_clear()
