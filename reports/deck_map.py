"""A map as native shapes in one group: each area a shape of its own, with its name, its colour and what it says."""

from collections.abc import Iterator, Sequence
from itertools import count
from typing import Any
from xml.sax.saxutils import escape, quoteattr

from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls
from shapely import Point, Polygon, box, maximum_inscribed_circle, union_all

from reports.deck_shapes import EMU, INK, MUTED, WHITE, Frame, ink_on, rgb
from reports.deck_text import LINE, clean, lines_of, shortened, width
from reports.drawing import Key, Map, Ring, Shape

_GRID = 0.25
"""Borders go by points of this grid (in points of print): finer than anybody sees on a wall."""
_LIT, _PALE_EDGE = "D9480F", "B4BEC1"
_PALE = 0xE8
"""Areas of which every part of the colour is lighter do not stand out from the paper."""
_LEGEND, _GAP, _KEY, _INDENT, _APART = 190.0, 18.0, 16.0, 26.0, 6.0
_MOST_LINES = (4, 3, 2, 1)
"""Of an entry of the legend: the first at which all of it fits."""
_LEGEND_SIZE, _NAME_SIZES, _DOT = 13.0, (11.0, 10.0, 9.0, 8.0), 7.0
_NAME_LINES, _WITHIN = 3, 0.98
"""Of the name of an area: on so many lines, and this part of its frame (not of its letters) within the borders."""


def add(slide: Any, drawing: Map, frame: Frame, name: str, alt: str) -> Frame:
    """Draw a map with its legend beside it; what comes back is the room that is left under the legend."""
    ids = count(max(map(int, slide.shapes._spTree.xpath(".//p:cNvPr/@id"))) + 1)
    size = min(frame.width - _LEGEND - _GAP, frame.height / drawing.height)
    at = (frame.left + max(0.0, (frame.width - _LEGEND - _GAP - size) / 2), frame.top)
    parts = list(_areas(ids, drawing, at, size))
    legend = Frame(frame.left + frame.width - _LEGEND, frame.top, _LEGEND, frame.height)
    keys, bottom = _legend(ids, drawing, legend)
    left, top, wide, high = frame.emu
    said = f"id={_attribute(next(ids))} name={_attribute(name)} descr={_attribute(alt)}"
    group = parse_xml(
        f"<p:grpSp {nsdecls('p', 'a')}><p:nvGrpSpPr><p:cNvPr {said}/><p:cNvGrpSpPr/><p:nvPr/></p:nvGrpSpPr><p:grpSpPr>"
        f'<a:xfrm><a:off x="{left}" y="{top}"/><a:ext cx="{wide}" cy="{high}"/>'
        f'<a:chOff x="{left}" y="{top}"/><a:chExt cx="{wide}" cy="{high}"/></a:xfrm></p:grpSpPr>'
        f"{''.join([*parts, *keys])}</p:grpSp>"
    )
    slide.shapes._spTree.append(group)
    return Frame(legend.left, bottom, _LEGEND, frame.top + frame.height - bottom)


def _areas(ids: Iterator[int], drawing: Map, at: tuple[float, float], size: float) -> Iterator[str]:
    """From below: areas, borders one level up, the lit area, names, dots."""
    for shape in sorted(drawing.shapes, key=lambda one: one.is_lit):
        plain = _PALE_EDGE if drawing.dots and min(bytes.fromhex(rgb(shape.colour))) > _PALE else WHITE
        edge, thick = (_LIT, 2.25) if shape.is_lit else (plain, 0.75)
        said = f"{shape.name}: {shape.text}" if shape.text else shape.name
        yield _freeform(next(ids), shape.name, said, _placed(shape.rings, at, size), rgb(shape.colour), edge, thick)
    if drawing.outlines:
        yield _freeform(next(ids), "Grenzen", "Grenzen", _placed(drawing.outlines, at, size), "", MUTED, 1.25)
    if not drawing.dots:
        for shape in drawing.shapes:
            yield from _name(ids, shape, at, size)
    for dot in drawing.dots:
        x, y = at[0] + dot.at[0] * size, at[1] + dot.at[1] * size
        place = Frame(x - _DOT / 2, y - _DOT / 2, _DOT, _DOT)
        fill, edge = (rgb(dot.colour), WHITE) if dot.is_filled else (WHITE, rgb(dot.colour))
        yield _preset(next(ids), dot.name, "ellipse", place, fill, edge, 0.75 if dot.is_filled else 1.5)


def _legend(ids: Iterator[int], drawing: Map, frame: Frame) -> tuple[list[str], float]:
    """The keys below one another under their title, and where they end; in as many lines as there is room for."""
    left, top = frame.left, frame.top
    parts = []
    entries: list[tuple[Key | None, str]] = [(None, drawing.legend_title)] if drawing.legend_title else []
    entries += [(one, one.text) for one in drawing.legend]
    for most in _MOST_LINES:
        told = [_in_lines(text, _LEGEND - (_INDENT if key else 0) - 2, most) for key, text in entries]
        if sum(len(said) * _LEGEND_SIZE * LINE + _APART for said in told) <= frame.height:
            break
    for (key, text), said in zip(entries, told, strict=True):
        indent = _INDENT if key else 0
        high = len(said) * _LEGEND_SIZE * LINE
        if key is not None:
            side = _KEY * 0.75 if key.is_round else _KEY
            place = Frame(left + (_KEY - side) / 2, top + (_LEGEND_SIZE * LINE - side) / 2, side, side)
            fill, edge = (rgb(key.colour), MUTED) if key.is_filled else (WHITE, rgb(key.colour))
            form = "ellipse" if key.is_round else "rect"
            parts.append(_preset(next(ids), f"Legenda: {text}", form, place, fill, edge, 0.5))
        where = Frame(left + indent, top, _LEGEND - indent, high)
        parts.append(_words(next(ids), said, where, _LEGEND_SIZE, INK if key else MUTED, "l"))
        top += high + _APART
    return parts, top


def _in_lines(text: str, wide: float, most: int) -> list[str]:
    return lines_of(shortened(clean(text), _LEGEND_SIZE, wide, most), _LEGEND_SIZE, wide)


def _name(ids: Iterator[int], shape: Shape, at: tuple[float, float], size: float) -> Iterator[str]:
    """The name of an area where nearly all of it lies within its borders, on one line, two or three."""
    if not shape.rings:
        return
    outer, *inner = sorted(
        (Polygon(ring).buffer(0) for ring in _placed(shape.rings, at, size)), key=lambda one: -one.area
    )
    # Another area may lie in a hole: no name of this one there.
    outer = outer.difference(union_all([one for one in inner if outer.contains(one)]))
    if outer.is_empty:
        return
    said = clean(shape.name)
    widest = maximum_inscribed_circle(outer, tolerance=2)
    points = (outer.centroid, outer.representative_point(), Point(widest.coords[0]))
    for letters in _NAME_SIZES:
        for room in (width(said, letters), max(width(word, letters) for word in said.split(" "))):
            told = lines_of(said, letters, room + 0.1)
            wide, high = max(width(line, letters) for line in told) + 2, len(told) * letters * LINE
            for point in points:
                place = box(point.x - wide / 2, point.y - high / 2, point.x + wide / 2, point.y + high / 2)
                if len(told) <= _NAME_LINES and outer.intersection(place).area >= _WITHIN * place.area:
                    where = Frame(point.x - wide / 2, point.y - high / 2, wide, high)
                    yield _words(next(ids), told, where, letters, ink_on(rgb(shape.colour)), "ctr")
                    return


def _placed(rings: Sequence[Ring], at: tuple[float, float], size: float) -> list[list[tuple[float, float]]]:
    """Borders on the slide, on the grid, without points that then fall together; the largest where none is left."""
    found = []
    for ring in rings:
        points: list[tuple[float, float]] = []
        for x, y in ring:
            point = round((at[0] + x * size) / _GRID) * _GRID, round((at[1] + y * size) / _GRID) * _GRID
            if not points or points[-1] != point:
                points.append(point)
        if len(set(points)) > 2:
            found.append(points)
    if found or not rings:
        return found
    x, y = rings[0][0]
    left, top = at[0] + x * size, at[1] + y * size
    return [[(left, top), (left + _GRID, top), (left, top + _GRID)]]


def _freeform(
    id: int, name: str, said: str, rings: Sequence[Sequence[tuple[float, float]]], fill: str, edge: str, thick: float
) -> str:
    """One shape of several rings: where two lie over one another is a hole."""
    left, top = min(x for ring in rings for x, _ in ring), min(y for ring in rings for _, y in ring)
    wide = max(x for ring in rings for x, _ in ring) - left
    high = max(y for ring in rings for _, y in ring) - top
    steps = []
    for ring in rings:
        places = [f'<a:pt x="{round((x - left) * 100)}" y="{round((y - top) * 100)}"/>' for x, y in ring]
        steps.append(f"<a:moveTo>{places[0]}</a:moveTo>")
        steps += [f"<a:lnTo>{place}</a:lnTo>" for place in places[1:]]
        steps.append("<a:close/>")
    form = (
        "<a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/>"
        '<a:rect l="0" t="0" r="r" b="b"/><a:pathLst>'
        f'<a:path w="{round(wide * 100)}" h="{round(high * 100)}">{"".join(steps)}</a:path></a:pathLst></a:custGeom>'
    )
    return _shape(id, name, said, Frame(left, top, wide, high), form + _look(fill, edge, thick))


def _preset(id: int, name: str, form: str, place: Frame, fill: str, edge: str, thick: float) -> str:
    geometry = f'<a:prstGeom prst="{form}"><a:avLst/></a:prstGeom>'
    return _shape(id, name, name, place, geometry + _look(fill, edge, thick))


def _words(id: int, said: Sequence[str], place: Frame, size: float, colour: str, align: str) -> str:
    """Lines of text in a frame of their own."""
    letters = (
        f'<a:rPr lang="nl-NL" sz="{round(size * 100)}"><a:solidFill><a:srgbClr val="{colour}"/></a:solidFill></a:rPr>'
    )
    runs = "<a:br/>".join(f"<a:r>{letters}<a:t>{escape(line)}</a:t></a:r>" for line in said)
    body = (
        '<p:txBody><a:bodyPr wrap="none" lIns="0" tIns="0" rIns="0" bIns="0" anchor="ctr"/><a:lstStyle/>'
        f'<a:p><a:pPr algn="{align}"/>{runs}</a:p></p:txBody>'
    )
    geometry = '<a:prstGeom prst="rect"><a:avLst/></a:prstGeom><a:noFill/>'
    return _shape(id, f"Tekst: {' '.join(said)}", "", place, geometry, body, True)


def _look(fill: str, edge: str, thick: float) -> str:
    inside = f'<a:solidFill><a:srgbClr val="{fill}"/></a:solidFill>' if fill else "<a:noFill/>"
    line = f'<a:solidFill><a:srgbClr val="{edge}"/></a:solidFill><a:round/>'
    return f'{inside}<a:ln w="{round(thick * EMU)}">{line}</a:ln>'


def _shape(id: int, name: str, said: str, place: Frame, look: str, body: str = "", is_text: bool = False) -> str:
    left, top, wide, high = place.emu
    kind = '<p:cNvSpPr txBox="1"/>' if is_text else "<p:cNvSpPr/>"
    return (
        f"<p:sp><p:nvSpPr><p:cNvPr id={_attribute(id)} name={_attribute(name)} descr={_attribute(said)}/>{kind}"
        f'<p:nvPr/></p:nvSpPr><p:spPr><a:xfrm><a:off x="{left}" y="{top}"/>'
        f'<a:ext cx="{wide}" cy="{high}"/></a:xfrm>{look}'
        f"</p:spPr>{body}</p:sp>"
    )


def _attribute(text: object) -> str:
    return quoteattr(clean(text))
