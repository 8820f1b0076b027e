"""A story as one web page that stands by itself: to send, to read aloud, to print. It asks nothing of anybody."""

import re
from collections.abc import Iterator, Sequence
from xml.etree.ElementTree import Element

import pandas as pd

from analysis import areas
from model import dutch
from model.choices import Audience
from model.region import is_example
from model.story import SlideForm, Story
from reports import markup, svg
from reports.contents import Page, Source
from reports.drawing import Bars, Drawing, Grid, Map
from reports.markup import element
from reports.plan_xml import is_dark
from reports.svg_legend import legend
from reports.web_style import STYLE
from tiles import Tile

_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
_MADE_UP = "Verzonnen voorbeeld: alle namen en cijfers zijn bedacht."
_NO_SLIDES = "Dit verhaal heeft nog geen dia's. Zet op de pagina Verhalen een dia neer."
_NO_BORDERS = "De grenzen voor deze kaart zijn er niet; de tabel hieronder heeft de cijfers."
_GONE = "Een figuur die niet meer kan worden gemaakt"
_NOTHING = "Hier is niets te tonen: er zijn geen rijen."
_NOTHING_OPEN = "Er staan geen afspraken meer open."
_FOR_LEA = "Dit is het beeld voor de LEA: wat schoolbesturen niet willen delen, staat er niet in."
_MOST_COLUMNS = 8
"""More do not fit on paper in letters of the usual height."""
_PART = re.compile(r"\n\s*\n")
_AMOUNT = re.compile(r"-?(€\s)?-?[\d.]+(,\d+)?%?|–")


def write(story: Story, pages: Sequence[Page], source: Source) -> bytes:
    """An HTML page in UTF-8 with a section for each slide; the notes for the speaker are not in it.

    Figures stand there twice: drawn, and as a table. For the same pages and the same `source.made_at` it is the same,
    byte for byte.
    """
    own = list(pages)
    first = own.pop(0) if own and own[0].slide.form is SlideForm.TITLE else None
    name = (first.heading if first else "") or story.name or "Verhaal"
    headings = [
        page.heading or (_GONE if page.missing else f"Onderdeel {place}") for place, page in enumerate(own, start=1)
    ]
    sections = [_section(place, *of) for place, of in enumerate(zip(own, headings, strict=True), start=1)]
    municipality = _municipality(source)
    head = element(
        "head",
        element("meta", charset="utf-8"),
        element("meta", http_equiv="Content-Security-Policy", content=_POLICY),
        element("meta", name="viewport", content="width=device-width, initial-scale=1"),
        element("title", f"{name} – {municipality}"),
        element("style", STYLE),
    )
    body = element(
        "body",
        element("a", "Naar de inhoud", class_="skip", href="#begin"),
        _header(name, story, first, source, municipality),
        _contents(headings) if headings else None,
        element("main", *(sections or [element("p", _NO_SLIDES)]), id="begin", tabindex="-1"),
        _footer(story, source),
    )
    return markup.page(element("html", head, body, lang="nl"))


def _header(name: str, story: Story, first: Page | None, source: Source, municipality: str) -> Element:
    day = dutch.day(story.day) if story.day else ""
    about = " · ".join(filter(None, (municipality, story.name if story.name != name else "", day)))
    return element(
        "header",
        element("p", about, class_="about"),
        element("h1", name),
        *(_paragraphs(first.slide.text) if first else ()),
        element("p", _MADE_UP, class_="madeup") if is_example(source.municipality) else None,
        element("p", _FOR_LEA) if source.audience is Audience.LEA else None,
    )


def _contents(headings: Sequence[str]) -> Element:
    links = (
        element("li", element("a", heading, href=f"#onderdeel-{place}"))
        for place, heading in enumerate(headings, start=1)
    )
    title = element("h2", "Inhoud", id="inhoud")
    return element("nav", title, element("ol", *links), aria_labelledby="inhoud")


def _footer(story: Story, source: Source) -> Element:
    made = f"Gemaakt op {dutch.day(source.made_at)} met Startfoto, versie {source.version}."
    return element("footer", element("p", story.name), element("p", made))


def _section(place: int, page: Page, heading: str) -> Element:
    number = f"onderdeel-{place}"
    is_shown = page.tile is not None or page.table is not None
    parts = _of_tile(place, page, page.tile, heading) if page.tile is not None else _without_tile(place, page, heading)
    question = page.slide.question
    return element(
        "section",
        element("h2", heading, id=f"kop-{place}"),
        *parts,
        element("p", element("strong", "Vraag voor de LEA: "), question, class_="question") if question else None,
        id=number,
        class_="shown" if is_shown else None,
        aria_labelledby=f"kop-{place}",
    )


def _without_tile(place: int, page: Page, heading: str) -> Iterator[Element]:
    """What is written on a slide, what is still open, or why a figure is gone."""
    yield from _paragraphs(page.slide.text)
    if page.missing:
        yield element("p", page.missing, class_="missing")
    if page.table is not None and page.table.empty:
        yield element("p", _NOTHING_OPEN)
    elif page.table is not None:
        yield _table(page.table, f"Tabel bij onderdeel {place}. {heading}")
    if page.seen:
        yield element("p", _sentence(page.seen), class_="source")


def _of_tile(place: int, page: Page, tile: Tile, heading: str) -> Iterator[Element]:
    yield element("p", tile.subtitle, class_="measured")
    yield from _paragraphs(page.slide.text)
    if page.drawing is not None:
        yield from _figure(place, page.drawing, tile, heading)
    if tile.notes:
        yield element("p", element("strong", "Goed om te weten"), class_="keys")
        yield element("ul", *(element("li", note) for note in tile.notes))
    if not tile.table.empty:
        yield _table(tile.table, f"Tabel bij onderdeel {place}. {tile.subtitle or heading}")
    elif page.drawing is None:
        yield element("p", _NOTHING)
    yield element("p", _sentence(page.seen), class_="source")
    if tile.source:
        yield element("p", tile.source, class_="source")


def _figure(place: int, drawing: Drawing, tile: Tile, heading: str) -> Iterator[Element]:
    if isinstance(drawing, Grid):
        yield _grid(drawing, f"Figuur bij onderdeel {place}. {heading}")
    elif svg.is_drawn(drawing):
        is_map = isinstance(drawing, Map)
        chart = element(
            "div",
            svg.drawn(drawing, tile.alt or heading),
            class_="drawing" if is_map else "drawing chart",
            **({} if is_map else {"tabindex": 0, "role": "group", "aria_label": f"Figuur bij onderdeel {place}"}),
        )
        yield element("figure", chart, legend(drawing))
        if isinstance(drawing, Bars) and len(drawing.categories) > svg.MOST_BARS:
            yield element("p", f"De eerste {svg.MOST_BARS} van {len(drawing.categories)}; de tabel heeft ze allemaal.")
    elif isinstance(drawing, Map):
        yield element("p", _NO_BORDERS)


def _grid(grid: Grid, caption: str) -> Element:
    """A matrix: words in cells with a colour that says the same."""
    head = element("tr", element("td"), *(element("th", name, scope="col") for name in grid.columns))
    rows = (
        element("tr", element("th", name, scope="row"), *(_coloured(cell.text, cell.colour) for cell in cells))
        for name, cells in zip(grid.rows, grid.cells, strict=True)
    )
    return _scrolled(element("thead", head), element("tbody", *rows), caption)


def _coloured(text: str, colour: str) -> Element:
    return element("td", text, style=f"background:{colour};color:{'#fff' if is_dark(colour) else '#1b2a2f'}")


def _table(table: pd.DataFrame, caption: str) -> Element:
    """The first column says what each row is; columns of numbers stand to the right."""
    texts = [[_cell(value) for value in row] for row in table.itertuples(index=False)]
    looks = ["amount" if place and _are_amounts(of) else None for place, of in enumerate(zip(*texts, strict=True))]
    heads = (
        element("th", str(name), scope="col", class_=look) for name, look in zip(table.columns, looks, strict=True)
    )
    rows = (
        element(
            "tr",
            element("th", row[0], scope="row"),
            *(element("td", text, class_=look) for text, look in zip(row[1:], looks[1:], strict=True)),
        )
        for row in texts
    )
    return _scrolled(element("thead", element("tr", *heads)), element("tbody", *rows), caption)


def _scrolled(head: Element, body: Element, caption: str) -> Element:
    """A table that, where it is wider than the screen, is scrolled with keys as well; on paper it is made to fit."""
    look = "wide" if len(head[0]) > _MOST_COLUMNS else None
    table = element("table", element("caption", caption), head, body, class_=look)
    return element("div", table, class_="rows", tabindex=0, role="group", aria_label=caption)


def _cell(value: object) -> str:
    return value if isinstance(value, str) else dutch.NO_VALUE if pd.isna(value) else str(value)  # type: ignore[call-overload]


def _are_amounts(texts: Sequence[str]) -> bool:
    """Whether most of a column are numbers; some may be missing or secret."""
    filled = [one for one in texts if one]
    return sum(_AMOUNT.fullmatch(one) is not None for one in filled) * 2 > len(filled)


def _paragraphs(text: str) -> Iterator[Element]:
    """A text of an officer: blank lines make paragraphs, a dash in front a list."""
    for part in _PART.split(markup.plain(text)):
        lines = [line.strip() for line in part.split("\n") if line.strip()]
        if lines and all(line.startswith(("- ", "• ", "* ")) for line in lines):
            yield element("ul", *(element("li", line[2:]) for line in lines))
        else:
            for line in lines:
                yield element("p", line)


def _sentence(text: str) -> str:
    return f"{text[:1].upper()}{text[1:]}." if text else ""


def _municipality(source: Source) -> str:
    """The name of the gemeente, its code where that is not known."""
    with source.reading(None) as cursor:
        found = areas.named(cursor, [source.municipality]).get(source.municipality)
    return found.name if found else source.municipality
