"""A deck opened again, and where its words come with the letters of Liberation Sans, which are as wide as Arial's."""

import io
from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from PIL import ImageFont
from pptx import Presentation
from pptx.oxml.ns import qn

EMU = 12_700
_FONTS = {False: "LiberationSans-Regular.ttf", True: "LiberationSans-Bold.ttf"}
_LINE = 1.15
"""How high a line of Arial is, in sizes of its letters."""
_LOOSE = 1.0
"""Points that a frame may be too small by: less than is seen."""


def opened(content: bytes) -> Any:
    return Presentation(io.BytesIO(content))


def shapes(slide: Any) -> Iterator[Any]:
    """All shapes of a slide, also those within groups."""
    for shape in slide.shapes:
        yield shape
        if shape.shape_type is not None and shape.shape_type.name == "GROUP":
            yield from shape.shapes


def named(slide: Any, name: str) -> Any:
    return next(shape for shape in shapes(slide) if shape.name == name)


def alt(shape: Any) -> str:
    return str(shape._element.xpath(".//p:cNvPr")[0].get("descr") or "")


def words(slide: Any) -> str:
    """Everything that is written on a slide, also in its tables."""
    found = [shape.text_frame.text for shape in shapes(slide) if shape.has_text_frame]
    for shape in slide.shapes:
        if shape.has_table:
            found += [cell.text for row in shape.table.rows for cell in row.cells]
    return "\n".join(found)


def chart(slide: Any) -> Any:
    return next(shape for shape in slide.shapes if shape.has_chart).chart


def outside(deck: Any) -> list[str]:
    """What does not lie on its slide."""
    return [
        f"slide {number}: {shape.name}"
        for number, slide in enumerate(deck.slides, start=1)
        for shape in shapes(slide)
        if shape.left < 0
        or shape.top < 0
        or shape.left + shape.width > deck.slide_width
        or shape.top + shape.height > deck.slide_height
    ]


def spilled(deck: Any) -> list[str]:
    """Texts that are higher than their frame, or wider where they do not wrap."""
    found = []
    for number, slide in enumerate(deck.slides, start=1):
        for shape in shapes(slide):
            if shape.has_text_frame and shape.text_frame.text:
                frame = shape.text_frame
                room = (
                    (shape.width - frame.margin_left - frame.margin_right) / EMU,
                    (shape.height - frame.margin_top - frame.margin_bottom) / EMU,
                )
                if not _fits(shape, frame, room):
                    found.append(f"slide {number}: {shape.name}: {frame.text[:60]!r}")
        for shape in slide.shapes:
            if shape.has_table:
                found += [f"slide {number}: {said[:60]!r}" for said in _spilled_cells(shape.table)]
    return found


def _fits(shape: Any, frame: Any, room: tuple[float, float]) -> bool:
    sizes = [run.font.size.pt for one in frame.paragraphs for run in one.runs if run.font.size]
    if not sizes:
        return bool(shape.is_placeholder)  # a slide number: its layout says how large it is
    wide, high = room
    wraps = frame._txBody.find(qn("a:bodyPr")).get("wrap") != "none"
    is_bold = shape.is_placeholder and shape.placeholder_format.idx == 0
    taken = 0.0
    for paragraph in frame.paragraphs:
        for said in paragraph.text.split("\v"):
            lines = _lines(said, sizes[0], wide, is_bold) if wraps else [said]
            if not wraps and _width(said, sizes[0], is_bold) > wide + _LOOSE:
                return False
            taken += len(lines) * sizes[0] * _LINE
        taken += paragraph.space_after.pt if paragraph.space_after else 0
    return taken <= high + _LOOSE


def _spilled_cells(table: Any) -> Iterator[str]:
    for at, row in enumerate(table.rows):
        for place, cell in enumerate(row.cells):
            if not cell.text or cell.is_spanned:
                continue
            size = next(run.font.size.pt for one in cell.text_frame.paragraphs for run in one.runs)
            columns = range(place, place + (cell.span_width if cell.is_merge_origin else 1))
            wide = (sum(table.columns[one].width for one in columns) - cell.margin_left - cell.margin_right) / EMU
            high = (row.height - cell.margin_top - cell.margin_bottom) / EMU
            if len(_lines(cell.text, size, wide, at == 0)) * size * _LINE > high + _LOOSE:
                yield cell.text


def _lines(text: str, size: float, room: float, is_bold: bool) -> list[str]:
    """As an office program breaks them: between words, else within one."""
    lines = [""]
    for word in text.replace("-", "- ").split(" "):
        longer = f"{lines[-1]} {word}".strip()
        if _width(longer, size, is_bold) <= room:
            lines[-1] = longer
            continue
        if lines[-1]:
            lines.append("")
        for letter in word:
            if lines[-1] and _width(lines[-1] + letter, size, is_bold) > room:
                lines.append("")
            lines[-1] += letter
    return lines


def _width(text: str, size: float, is_bold: bool) -> float:
    return _font(is_bold).getlength(text) * size / 100


@cache
def _font(is_bold: bool) -> ImageFont.FreeTypeFont:
    try:
        return ImageFont.truetype(_FONTS[is_bold], 100)
    except OSError:
        pytest.skip("Liberation Sans is not on this machine (Debian: fonts-liberation).")
