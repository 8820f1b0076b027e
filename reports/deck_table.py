"""Tables on a slide: as many rows as can be read, the rest told to be in the workbook."""

from collections.abc import Sequence
from typing import Any

import pandas as pd
from pptx.dml.color import RGBColor
from pptx.enum.text import MSO_ANCHOR
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from model import dutch
from reports.deck_shapes import EMU, WHITE, Frame, describe, ink_on, put, rgb
from reports.deck_text import BOLD, LINE, clean, lines_of, shortened, width
from reports.drawing import Grid

_SIZES = (20.0, 18.0, 16.0, 15.0, 14.0, 13.0, 12.0, 11.0)
_LEAST = 10.0
"""Smaller is not read from a chair: then rows stay out."""
_MARGIN = (5.0, 2.5)
"""To the sides, and above and below, in points."""
_MOST_LINES = 4
_AIR = 0.5
"""Most room that is added above and below the words of a row where there is plenty, in sizes of its letters."""
_HEAD, _LINE_COLOUR = "E3EAEB", "C3CBCD"
_REST = "en nog {}, zie het werkboek"
_NO_STYLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
"""PowerPoint's own: no style, no grid."""

Colours = Sequence[Sequence[str]]


def add_frame(slide: Any, table: pd.DataFrame, frame: Frame, name: str, alt: str) -> None:
    """A table with its heads; codes of areas stay out, as who reads a slide does not know them."""
    shown = table.drop(columns=[one for one in ("Code",) if one in table.columns])
    rows = [[" ".join(clean(one).split()) for one in row] for row in shown.itertuples(index=False)]
    _add(slide, [clean(one) for one in shown.columns], rows, None, frame, name, alt)


def add_grid(slide: Any, grid: Grid, frame: Frame, name: str, alt: str) -> None:
    """A matrix whose cells have the colours that they have on the screen."""
    rows = [
        [clean(said), *(" ".join(clean(one.text).split()) for one in cells)]
        for said, cells in zip(grid.rows, grid.cells, strict=True)
    ]
    colours = [[WHITE, *(rgb(one.colour) for one in cells)] for cells in grid.cells]
    _add(slide, ["", *map(clean, grid.columns)], rows, colours, frame, name, alt)


def _add(
    slide: Any, heads: list[str], rows: list[list[str]], colours: Colours | None, frame: Frame, name: str, alt: str
) -> None:
    size, wide, high, shown = _arranged([heads, *rows], frame)
    left = len(rows) + 1 - shown
    heads_and_rows = [heads, *rows][:shown]
    if left > 0:
        heads_and_rows.append([_REST.format(dutch.counted(left, "rij", "rijen")), *[""] * (len(heads) - 1)])
        high = [*high[:shown], size * LINE + 2 * _MARGIN[1]]
    place = Frame(frame.left, frame.top, sum(wide), sum(high)).emu
    held = slide.shapes.add_table(len(heads_and_rows), len(heads), *place)
    describe(held, name, alt)
    table = held.table
    table.horz_banding = False
    held._element.find(f".//{qn('a:tableStyleId')}").text = _NO_STYLE
    for column, one in zip(table.columns, wide, strict=True):
        column.width = round(one * EMU)
    for row, one in zip(table.rows, high, strict=True):
        row.height = round(one * EMU)
    for at, row in enumerate(heads_and_rows):
        is_rest = left > 0 and at == shown
        for place_in_row, said in enumerate(row):
            cell = table.cell(at, place_in_row)
            if is_rest and place_in_row == 0 and len(row) > 1:
                cell.merge(table.cell(at, len(row) - 1))
            colour = colours[at - 1][place_in_row] if colours and 0 < at < shown else WHITE
            room = sum(wide) if is_rest else wide[place_in_row]
            _write(cell, said, size, room - 2 * _MARGIN[0], high[at] - 2 * _MARGIN[1], at == 0, colour)


def _write(cell: Any, said: str, size: float, room: float, high: float, is_head: bool, colour: str) -> None:
    fill = _HEAD if is_head else colour
    cell.margin_left = cell.margin_right = round(_MARGIN[0] * EMU)
    cell.margin_top = cell.margin_bottom = round(_MARGIN[1] * EMU)
    cell.vertical_anchor = MSO_ANCHOR.MIDDLE
    if said:
        most = max(1, round(high / size / LINE))
        told = shortened(said, size, room, most, _factor(is_head))
        put(cell, told, size, 0, ink_on(fill), is_head)
    else:
        cell.text_frame.paragraphs[0].font.size = Pt(size)
    cell.fill.solid()
    cell.fill.fore_color.rgb = RGBColor.from_string(fill)
    properties = cell._tc.get_or_add_tcPr()
    properties.insert(0, parse_xml(
        f'<a:lnB {nsdecls("a")} w="6350"><a:solidFill><a:srgbClr val="{_LINE_COLOUR}"/></a:solidFill></a:lnB>'
    ))  # fmt: skip


def _arranged(rows: list[list[str]], frame: Frame) -> tuple[float, list[float], list[float], int]:
    """The size of letters, the widths of columns, the heights of rows, and how many rows (with heads) have room.

    The largest size at which all rows fit; else the least, with as many rows as fit above the line that tells the rest.
    """
    line = _LEAST * LINE + 2 * _MARGIN[1]
    most = int(frame.height / line)
    # Rows that can never be shown are not measured: a table may have thousands.
    for size in (*_SIZES, _LEAST) if len(rows) <= most else (_LEAST,):
        wide = _widths(rows[:most], size, frame.width)
        high = [_height(row, size, wide, at == 0) for at, row in enumerate(rows[:most])]
        if len(rows) <= most and sum(high) <= frame.height:
            more = min((frame.height - sum(high)) / len(rows), 2 * _AIR * size)
            return size, wide, [one + more for one in high], len(rows)
    shown = 1
    while shown < len(high) and sum(high[: shown + 1]) <= frame.height - line:
        shown += 1
    return _LEAST, wide, high, shown


def _height(row: list[str], size: float, wide: list[float], is_head: bool) -> float:
    most = max(
        len(lines_of(said, size, room - 2 * _MARGIN[0], _factor(is_head))) if said else 1
        for said, room in zip(row, wide, strict=True)
    )
    return min(most, _MOST_LINES) * size * LINE + 2 * _MARGIN[1]


def _widths(rows: list[list[str]], size: float, room: float) -> list[float]:
    """Each column at least as wide as its longest word (up to a fourth of the room), more where its texts are long."""
    columns = [[row[at] for row in rows] for at in range(len(rows[0]))]
    more = 2 * _MARGIN[0] + 2
    least = [
        min(
            max(width(word, size, _factor(at == 0)) for at, said in enumerate(of) for word in said.split(" ")), room / 4
        )
        + more
        for of in columns
    ]
    wished = [
        max(low, max(min(width(said, size, _factor(at == 0)), room / 2) for at, said in enumerate(of)) + more)
        for low, of in zip(least, columns, strict=True)
    ]
    if sum(wished) <= room:
        spread = min(room, sum(wished) * 1.6) / sum(wished)
        return [one * spread for one in wished]
    spare = room - sum(least)
    if spare <= 0:
        return [room * one / sum(least) for one in least]
    longing = sum(wished) - sum(least)
    return [low + (wish - low) * spare / longing for low, wish in zip(least, wished, strict=True)]


def _factor(is_head: bool) -> float:
    return BOLD if is_head else 1.0
