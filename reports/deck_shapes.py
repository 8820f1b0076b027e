"""Frames, colours and text in shapes of a presentation."""

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_AUTO_SIZE
from pptx.oxml.ns import qn
from pptx.util import Pt

from reports.deck_text import BOLD, LINE, clean, fitted, lines_of, shortened

EMU = 12_700
"""In a point."""
INK, MUTED, WHITE = "1B2A2F", "5A6B70", "FFFFFF"
_USUAL = (("lIns", 91_440), ("rIns", 91_440), ("tIns", 45_720), ("bIns", 45_720))
"""The margins of a frame that says nothing of them."""


@dataclass(frozen=True)
class Frame:
    """A place on a slide, in points."""

    left: float
    top: float
    width: float
    height: float

    @property
    def emu(self) -> tuple[int, int, int, int]:
        """The same as a presentation counts: left, top, width, height."""
        return round(self.left * EMU), round(self.top * EMU), round(self.width * EMU), round(self.height * EMU)


def write(
    shape: Any, text: str, sizes: Sequence[float], is_bold: bool = False, after: float = 0, colour: str = ""
) -> None:
    """Write a text in the frame of a shape, at the first size at which it fits within its margins.

    At the last size it is cut, with an ellipsis. `after` is the room after each paragraph in sizes of its letters. Room
    between lines is that of one line, whatever the template says.
    """
    said, size = sized(clean(text).strip(), *_room_of(shape), sizes, is_bold, after)
    put(shape, said, size, after, colour)


def sized(
    text: str, wide: float, high: float, sizes: Sequence[float], is_bold: bool = False, after: float = 0
) -> tuple[str, float]:
    """A text as it fits a room (in points), and in which size."""
    factor = BOLD if is_bold else 1.0
    breaks = text.count("\n")
    for size in sizes:
        if (len(lines_of(text, size, wide, factor)) * LINE + breaks * after) * size <= high:
            return text, size
    size = sizes[-1]
    room = high - min(breaks * after * size, high / 4)
    return fitted(text, (wide, room), (size,), factor).text, size


def one_line(text: str, size: float, room: float) -> str:
    """A text on one line, with an ellipsis where it is too long."""
    return shortened(" ".join(clean(text).split()), size, room, 1)


def put(shape: Any, text: str, size: float, after: float = 0, colour: str = "", is_bold: bool | None = None) -> None:
    """Write a text in the frame of a shape or a cell at this size."""
    frame = shape.text_frame
    frame.auto_size, frame.word_wrap = MSO_AUTO_SIZE.NONE, True
    paragraphs = text.split("\n")
    for place, said in enumerate(paragraphs):
        paragraph = frame.paragraphs[0] if place == 0 else frame.add_paragraph()
        paragraph.line_spacing, paragraph.space_before = 1.0, Pt(0)
        paragraph.space_after = Pt(after * size if place + 1 < len(paragraphs) else 0)
        if not said:
            paragraph.font.size = Pt(size)
            continue
        run = paragraph.add_run()
        run.text = said
        run.font.size = Pt(size)
        run._r.get_or_add_rPr().set("lang", "nl-NL")
        if is_bold is not None:
            run.font.bold = is_bold
        if colour:
            run.font.color.rgb = RGBColor.from_string(colour)


def describe(shape: Any, name: str, alt: str) -> None:
    """Name a shape, and say what it shows for who cannot see it."""
    said = shape._element.xpath(".//p:cNvPr")[0]
    said.set("name", clean(name))
    said.set("descr", clean(alt))


def rgb(colour: str) -> str:
    """A colour as a presentation writes it (`62A1AF`); one that shines through as it is on white."""
    if colour.startswith("#"):
        return colour[1:].upper()
    red, green, blue, *rest = (float(one) for one in re.findall(r"[\d.]+", colour))
    part = rest[0] if rest else 1.0
    return "".join(f"{round(255 + (one - 255) * part):02X}" for one in (red, green, blue))


def ink_on(colour: str) -> str:
    """The colour of words on a colour (`62A1AF`): dark or white, whichever is read best."""
    red, green, blue = (int(colour[at : at + 2], 16) / 255 for at in (0, 2, 4))
    light = 0.2126 * red**2.2 + 0.7152 * green**2.2 + 0.0722 * blue**2.2
    return INK if (light + 0.05) / 0.07 > 1.05 / (light + 0.05) else WHITE


def _room_of(shape: Any) -> tuple[float, float]:
    """The room of a frame within its margins, in points; margins of its layout become its own."""
    body = shape.text_frame._txBody.find(qn("a:bodyPr"))
    known = [body, *_above(shape)]
    margins = {name: next((int(one.get(name)) for one in known if one.get(name)), usual) for name, usual in _USUAL}
    for name, value in margins.items():
        body.set(name, str(value))
    wide, high = (
        shape.width - margins["lIns"] - margins["rIns"],
        shape.height - margins["tIns"] - margins["bIns"],
    )
    return wide / EMU, high / EMU


def _above(shape: Any) -> list[Any]:
    """What the layout and the master say of a frame."""
    found = []
    base = shape._base_placeholder if shape.is_placeholder else None
    while base is not None:
        if base.has_text_frame:
            found.append(base.text_frame._txBody.find(qn("a:bodyPr")))
        base = getattr(base, "_base_placeholder", None)
    return found
