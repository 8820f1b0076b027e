"""The file that a deck begins from: the municipality's own when its layouts have what is needed, else ours."""

import io
import logging
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from pptx import Presentation
from pptx.enum.shapes import PP_PLACEHOLDER as PH

from model import dutch

log = logging.getLogger("startfoto")

OURS = Path(__file__).parent / "templates" / "deck.pptx"
TITLE, TEXT, FIGURE = "Titel", "Tekst", "Figuur"
"""The names of the layouts."""
_FRAMES = {TITLE: 1, TEXT: 1, FIGURE: 4}
"""How many frames a layout has at least, besides its title: those of a figure are what is measured, the figure, the
question for the LEA and the source."""
_AT_THE_EDGE = (PH.DATE, PH.FOOTER, PH.SLIDE_NUMBER)
_TITLES = (PH.TITLE, PH.CENTER_TITLE)
_UNUSED = "De presentatie is gemaakt met het sjabloon van Startfoto, niet met dat van de gemeente: {}"
_NO_DECK = "dat bestand is niet te openen als PowerPoint. Sla het in PowerPoint opnieuw op als .pptx of .potx."
_TEMPLATE_TYPE, _DECK_TYPE = b"presentationml.template.main+xml", b"presentationml.presentation.main+xml"
_TYPES = "[Content_Types].xml"


@dataclass(frozen=True)
class Roles:
    """Which placeholder of a layout is for what, by its number."""

    text: int
    figure: int = -1
    question: int = -1
    source: int = -1


@dataclass(frozen=True)
class Template:
    """A presentation without slides, with its layouts and what their frames are for, by the names of the layouts."""

    deck: Any
    layouts: Mapping[str, Any]
    roles: Mapping[str, Roles]


def opened(template: bytes | None) -> tuple[Template, tuple[str, ...]]:
    """The template to begin from, and (in Dutch) why it is not the one that was given."""
    if template is not None:
        try:
            deck = Presentation(io.BytesIO(_as_deck(template)))
            lacking = _lacking(deck)
        except Exception as fault:  # a foreign file can be damaged in any way; ours is there instead
            log.warning("deck template: %s", fault)
            return _ready(Presentation(str(OURS))), (_UNUSED.format(_NO_DECK),)
        if not lacking:
            return _ready(deck), ()
        return _ready(Presentation(str(OURS))), (_UNUSED.format(f"{dutch.listing(lacking)}."),)
    return _ready(Presentation(str(OURS))), ()


def _as_deck(content: bytes) -> bytes:
    """A PowerPoint template (.potx) as a presentation, which is the same but for its name; anything else as it is."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        if _TEMPLATE_TYPE not in package.read(_TYPES):
            return content
        made = io.BytesIO()
        with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as after:
            for name in package.namelist():
                part = package.read(name)
                after.writestr(name, part.replace(_TEMPLATE_TYPE, _DECK_TYPE) if name == _TYPES else part)
    return made.getvalue()


def _lacking(deck: Any) -> list[str]:
    """What the layouts of a file do not have."""
    said = []
    for name, needed in _FRAMES.items():
        layout = _layout(deck, name)
        if layout is None:
            said.append(f"daarin is geen indeling met de naam '{name}'")
            continue
        if not any(one.placeholder_format.type in _TITLES for one in layout.placeholders):
            said.append(f"in de indeling '{name}' is geen vak voor de titel")
        found = len(_frames(layout))
        if found < needed:
            of = "vak voor tekst" if needed == 1 else "vakken naast de titel (toelichting, figuur, vraag en bron)"
            said.append(f"in de indeling '{name}' {'is' if found == 1 else 'zijn'} {found} van de {needed} {of}")
    return said


def _ready(deck: Any) -> Template:
    """A presentation without the slides that it had."""
    slides = deck.slides._sldIdLst
    for one in list(slides):
        deck.part.drop_rel(one.rId)
        slides.remove(one)
    # Sections name the slides that were there; PowerPoint takes a file of which they are gone for damaged.
    for sections in deck.part._element.xpath('.//*[local-name()="sectionLst"]'):
        extension = sections.getparent()
        extension.getparent().remove(extension)
    layouts = {name: _layout(deck, name) for name in _FRAMES}
    return Template(deck, layouts, {name: _roles(layout) for name, layout in layouts.items()})


def _layout(deck: Any, name: str) -> Any:
    wanted = name.casefold()
    return next((one for one in deck.slide_layouts if one.name.strip().casefold() == wanted), None)


def _frames(layout: Any) -> list[Any]:
    """The frames of a layout besides its title and what stands at the edge, from the top."""
    found = [one for one in layout.placeholders if one.placeholder_format.type not in (*_TITLES, *_AT_THE_EDGE)]
    return sorted(found, key=lambda one: (one.top, one.left))


def _roles(layout: Any) -> Roles:
    """By where frames stand: the largest is for the figure, the upper and the lowest of the others for text."""
    frames: Sequence[Any] = _frames(layout)
    largest = max(frames, key=lambda one: one.width * one.height)
    if len(frames) < _FRAMES[FIGURE]:
        return Roles(largest.placeholder_format.idx)
    text, *_, question, source = (one.placeholder_format.idx for one in frames if one is not largest)
    return Roles(text, largest.placeholder_format.idx, question, source)
