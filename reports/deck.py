"""A story as a PowerPoint deck: native charts and maps that can be edited, each with its source and its filters."""

import io
from collections.abc import Sequence
from copy import deepcopy
from dataclasses import dataclass
from typing import Any

from pptx.enum.shapes import PP_PLACEHOLDER as PH
from pptx.oxml.ns import qn

from analysis import areas
from model import dutch
from model.choices import Audience
from model.region import is_example
from model.story import SlideForm, Story
from reports import deck_charts, deck_lines, deck_map, deck_table, deck_template
from reports.contents import Page, Source
from reports.deck_charts import MOST_BARS
from reports.deck_shapes import EMU, MUTED, Frame, put, sized
from reports.deck_shapes import write as write_in
from reports.deck_template import FIGURE, TEXT, TITLE, Roles, Template
from reports.deck_text import clean
from reports.drawing import Bars, Grid, Lines, Map, Spans
from reports.package import moment, settled
from reports.scales import told
from tiles import Tile

_TITLE_SIZES = (44.0, 40.0, 36.0, 32.0, 28.0, 24.0, 20.0)
_HEADING_SIZES = (28.0, 26.0, 24.0, 22.0, 20.0, 18.0, 16.0)
_TEXT_SIZES = (28.0, 26.0, 24.0, 22.0, 20.0, 18.0, 16.0, 14.0, 12.0)
_MEASURED_SIZES = (14.0, 13.0, 12.0, 11.0)
_QUESTION_SIZES = (20.0, 18.0, 16.0, 14.0, 12.0)
_SOURCE_SIZES = (9.0, 8.5, 8.0, 7.5, 7.0)
_NOTE_SIZES = (11.0, 10.0)
_AFTER = 0.5
"""The room between paragraphs, in sizes of their letters."""
_EMPTY = (
    "Dit verhaal heeft nog geen dia's. Zet op de pagina's figuren op een dia, of maak er een op de pagina Verhalen."
)
_MADE_UP = "Verzonnen voorbeeld: alle namen en cijfers zijn bedacht."
_NO_ROWS = "Hierover zijn geen cijfers."
_NOTHING_OPEN = "Er staat geen afspraak open."
_BARS_LEFT = "{} van de {} balken; alle staan in het werkboek"


@dataclass(frozen=True)
class Deck:
    """A deck as a file, and what its maker must be told about it, in Dutch sentences."""

    content: bytes
    told: tuple[str, ...]


def write(story: Story, pages: Sequence[Page], source: Source, template: bytes | None = None) -> Deck:
    """A story as a PowerPoint file of 16:9, or of the size of the template that is given.

    A template that lacks layouts or frames, or that cannot be opened, is told of and ours is used. The same pages give
    the same bytes for one SOURCE_DATE_EPOCH.
    """
    begun, told = deck_template.opened(template)
    deck = begun.deck
    if not pages:
        _title(begun, story.name, "", story, source).notes_slide.notes_text_frame.text = _EMPTY
        _only_text(begun, "Nog geen dia's", _EMPTY)
    for number, page in enumerate(pages, start=1):
        slide = _slide(begun, page, story, source, number)
        notes = _notes(page)
        if notes:
            slide.notes_slide.notes_text_frame.text = notes
    core, at = deck.core_properties, moment()
    core.title, core.author, core.last_modified_by = clean(story.name)[:255], "Startfoto", "Startfoto"
    core.language, core.created, core.modified = "nl-NL", at, at
    made = io.BytesIO()
    deck.save(made)
    return Deck(settled(made.getvalue(), at), told)


def _slide(begun: Template, page: Page, story: Story, source: Source, number: int) -> Any:
    slide = page.slide
    if slide.form is SlideForm.TITLE:
        return _title(begun, page.heading or story.name, slide.text, story, source)
    if slide.form is SlideForm.OPEN:
        return _agreements(begun, page, source)
    if slide.form is SlideForm.TILE and page.tile is not None:
        return _figure(begun, page, page.tile, number)
    if slide.form is SlideForm.TILE:
        question = f"Vraag voor de LEA: {slide.question}" if slide.question else ""
        said = "\n".join(filter(None, (page.missing, _seen(page), question)))
        return _only_text(begun, page.heading or "Een figuur die niet meer kan worden gemaakt", said)
    return _only_text(begun, page.heading or story.name, slide.text)


def _title(begun: Template, heading: str, text: str, story: Story, source: Source) -> Any:
    slide = _new(begun, TITLE, heading or "Verhaal", _TITLE_SIZES)
    of = _municipality(source)
    day = dutch.day(story.day) if story.day else ""
    made_up = _MADE_UP if is_example(source.municipality) else ""
    audience = f"beeld voor de {source.audience}" if source.audience is Audience.LEA else ""
    said = "\n".join(filter(None, (text, " · ".join(filter(None, (of, day, audience))), made_up)))
    _fill(slide, begun.roles[TITLE].text, said, (22.0, 20.0, 18.0, 16.0, 14.0, 12.0))
    return _finished(begun, slide, TITLE)


def _only_text(begun: Template, heading: str, text: str) -> Any:
    slide = _new(begun, TEXT, heading, _HEADING_SIZES)
    told = "\n".join(f"• {line[2:]}" if line.startswith(("- ", "* ")) else line for line in clean(text).split("\n"))
    _fill(slide, begun.roles[TEXT].text, told, _TEXT_SIZES)
    return _finished(begun, slide, TEXT)


def _agreements(begun: Template, page: Page, source: Source) -> Any:
    slide = _new(begun, FIGURE, page.heading, _HEADING_SIZES)
    roles = begun.roles[FIGURE]
    table = page.table
    if page.slide.text:
        _fill(slide, roles.text, page.slide.text, _MEASURED_SIZES)
    _fill(
        slide,
        roles.source,
        f"Bron: afspraken van {_municipality(source)}, stand van {dutch.day(source.made_at)}.",
        _SOURCE_SIZES,
    )
    frame = _room(slide, roles, page.slide.question)
    if table is None or table.empty:
        _fill(slide, roles.figure, _NOTHING_OPEN, _TEXT_SIZES)
    else:
        alt = f"Tabel van open afspraken: {dutch.counted(len(table), 'rij', 'rijen')}."
        deck_table.add_frame(slide, table, frame, "Open afspraken", alt)
    return _finished(begun, slide, FIGURE)


def _figure(begun: Template, page: Page, tile: Tile, number: int) -> Any:
    slide = _new(begun, FIGURE, page.heading or tile.title, _HEADING_SIZES)
    roles, drawing = begun.roles[FIGURE], page.drawing
    measured = tile.subtitle
    if isinstance(drawing, Bars) and drawing.beside is not None:
        name, value = drawing.beside
        measured = f"{measured} · {name}: {told(value, drawing.number_format)}"
    if isinstance(drawing, Bars | Spans) and len(drawing.categories) > MOST_BARS:
        measured = f"{measured} · {_BARS_LEFT.format(MOST_BARS, len(drawing.categories))}"
    _fill(slide, roles.text, measured, _MEASURED_SIZES)
    _fill(slide, roles.source, "\n".join(filter(None, (_seen(page), tile.source))), _SOURCE_SIZES)
    frame = _room(slide, roles, page.slide.question)
    name = f"Figuur van dia {number}"
    if isinstance(drawing, Map):
        left = deck_map.add(slide, drawing, frame, name, tile.alt)
        _beside(slide, tile.notes, left)
    elif isinstance(drawing, Bars):
        deck_charts.add_bars(slide, drawing, frame, name, tile.alt)
    elif isinstance(drawing, Spans):
        deck_charts.add_spans(slide, drawing, frame, name, tile.alt)
    elif isinstance(drawing, Lines):
        deck_lines.add_lines(slide, drawing, frame, name, tile.alt)
    elif isinstance(drawing, Grid):
        deck_table.add_grid(slide, drawing, frame, name, tile.alt)
    elif tile.table.empty:
        _fill(slide, roles.figure, _NO_ROWS, _TEXT_SIZES)
    else:
        deck_table.add_frame(slide, tile.table, frame, name, tile.alt)
    return _finished(begun, slide, FIGURE)


def _seen(page: Page) -> str:
    return f"{page.seen[:1].upper()}{page.seen[1:]}." if page.seen else ""


def _notes(page: Page) -> str:
    """What the speaker has beside the slide: own notes, what a reader must know, and the source in full."""
    tile = page.tile
    told = [page.slide.notes]
    if tile is not None:
        told += ["\n".join(("Goed om te weten:", *tile.notes)) if tile.notes else "", _seen(page), tile.source]
    return clean("\n\n".join(filter(None, told)))


def _new(begun: Template, layout: str, heading: str, sizes: Sequence[float]) -> Any:
    """A slide with its title."""
    slide = begun.deck.slides.add_slide(begun.layouts[layout])
    write_in(slide.shapes.title, " ".join(heading.split("\n")), sizes, True)
    return slide


def _fill(slide: Any, role: int, text: str, sizes: Sequence[float]) -> None:
    """Write a text in a frame of a slide, which grows no further than its template made it."""
    if clean(text).strip():
        write_in(_frame(slide, role), text, sizes, after=_AFTER if sizes is _TEXT_SIZES else 0)


def _room(slide: Any, roles: Roles, question: str) -> Frame:
    """Where the figure comes; the question for the LEA is written below it, and without one the figure is higher."""
    figure, asked = _frame(slide, roles.figure), _frame(slide, roles.question)
    bottom = figure.top + figure.height
    if question:
        _fill(slide, roles.question, f"Vraag voor de LEA: {question}", _QUESTION_SIZES)
    elif asked.top >= bottom and asked.left < figure.left + figure.width:
        bottom = asked.top + asked.height
    return Frame(figure.left / EMU, figure.top / EMU, figure.width / EMU, (bottom - figure.top) / EMU)


def _beside(slide: Any, notes: Sequence[str], room: Frame) -> None:
    """What a reader must know, under the legend of a map, as far as there is room for whole sentences."""
    for count in range(len(notes), 0, -1):
        told = clean("\n".join(notes[:count]))
        said, size = sized(told, room.width, room.height - 12, _NOTE_SIZES, after=_AFTER)
        if said == told:
            break
    else:
        return
    shape = slide.shapes.add_textbox(*Frame(room.left, room.top + 12, room.width, room.height - 12).emu)
    shape.name = "Goed om te weten"
    frame = shape.text_frame
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0
    put(shape, said, size, _AFTER, MUTED)


def _frame(slide: Any, role: int) -> Any:
    return next(one for one in slide.placeholders if one.placeholder_format.idx == role)


def _finished(begun: Template, slide: Any, layout: str) -> Any:
    """A slide without frames that nothing was written in, and with its number where the layout has one."""
    for one in list(slide.placeholders):
        if not (one.has_text_frame and one.text_frame.text):
            one._element.getparent().remove(one._element)
    for one in begun.layouts[layout].placeholders:
        if one.placeholder_format.type == PH.SLIDE_NUMBER:
            number = deepcopy(one._element)
            number.find(f".//{qn('p:cNvPr')}").set("id", str(slide.shapes._next_shape_id))
            for said in number.iter(qn("a:t")):
                said.text = str(len(begun.deck.slides))
            slide.shapes._spTree.append(number)
    return slide


def _municipality(source: Source) -> str:
    """The name of the gemeente, its code where that is not known."""
    with source.reading(None) as cursor:
        found = areas.named(cursor, [source.municipality]).get(source.municipality)
    return clean(found.name if found else source.municipality)
