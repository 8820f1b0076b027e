"""A drawing as a PNG picture, for a document: maps here, bars and lines in `plan_charts`."""

import unicodedata
from collections.abc import Iterable, Sequence
from functools import cache
from io import BytesIO
from itertools import pairwise

from PIL import Image, ImageChops, ImageDraw, ImageFont
from shapely import Polygon

from reports.drawing import Key, Map, Ring

PIXELS_PER_CM = 80
INK, MUTED, LINE, PAPER = "#1b2a2f", "#5a6b70", "#c3cbcd", "#ffffff"
_LIT = "#d9480f"
_FINER = 2
"""It is drawn so many times larger and then made smaller: its edges are smooth."""
_FONTS = ("DejaVuSans.ttf", "LiberationSans-Regular.ttf", "Arial.ttf", "Helvetica.ttc")
_LEGEND_CM, _GAP_CM, _TEXT_CM = 4.6, 0.5, 0.3
_MOST_NAMES, _LONGEST_NAME_CM = 40, 4
_SHIFTS = (0, -0.28, 0.28, -0.5, 0.5)
"""Where a name may stand, in centimetres below the middle of its area."""
_SIGNS = str.maketrans({"€": "EUR", "–": "-", "—": "-", "·": "-", "’": "'", "‘": "'", "…": "...", "\u00a0": " "})
_KNOWN_SIGNS = "€–—’‘“”…"

AnyFont = ImageFont.FreeTypeFont | ImageFont.ImageFont
Box = tuple[float, float, float, float]


class Canvas:
    """A white sheet on which one draws in centimetres."""

    def __init__(self, width: float, height: float) -> None:
        self._scale = PIXELS_PER_CM * _FINER
        self.width, self.height = width, height
        self.image = Image.new("RGB", (self._px(width), self._px(height)), PAPER)
        self._draw = ImageDraw.Draw(self.image)

    def box(self, box: Box, colour: str, edge: str | None = None) -> None:
        """A filled rectangle: left, top, right, bottom."""
        left, top, right, bottom = (self._px(one) for one in box)
        if right > left and bottom > top:
            self._draw.rectangle((left, top, right, bottom), colour, edge, self._px(0.02))

    def line(self, points: Sequence[tuple[float, float]], colour: str, thick: float, dash: str = "solid") -> None:
        """A line through points; one that is not solid is broken into strokes."""
        parts = [points] if dash == "solid" else _strokes(points, 0.08 if dash == "dot" else 0.22, 0.12)
        for part in parts:
            self._draw.line([(self._px(x), self._px(y)) for x, y in part], colour, max(1, self._px(thick)), "curve")

    def area(self, rings: Sequence[Ring], at: tuple[float, float], size: float, colour: str, edge: str) -> None:
        """Borders in units of a map's width, drawn from `at` and `size` wide; a ring within a ring is a hole."""
        drawn = [[(self._px(at[0] + x * size), self._px(at[1] + y * size)) for x, y in ring] for ring in rings]
        if len(drawn) == 1:
            self._draw.polygon(drawn[0], colour)
        else:
            mask = Image.new("1", self.image.size)
            for ring in drawn:
                one = Image.new("1", self.image.size)
                ImageDraw.Draw(one).polygon(ring, 1)
                mask = ImageChops.logical_xor(mask, one)
            self.image.paste(colour, mask=mask)
        for ring in drawn:
            self._draw.line([*ring, ring[0]], edge, self._px(0.02), "curve")

    def dot(self, at: tuple[float, float], radius: float, colour: str, edge: str) -> None:
        """A round mark."""
        x, y = at
        box = [self._px(one) for one in (x - radius, y - radius, x + radius, y + radius)]
        self._draw.ellipse(box, colour, edge, self._px(0.03))

    def text(
        self, at: tuple[float, float], text: str, size: float = _TEXT_CM, colour: str = INK, anchor: str = "lm"
    ) -> None:
        """One line of text with a white edge, so that it can be read on a colour; `anchor` as Pillow has it."""
        place = (self._px(at[0]), self._px(at[1]))
        font = _font(self._px(size))
        is_mapped = colour == INK and anchor == "mm"
        edge = self._px(0.045) if is_mapped else 0
        self._draw.text(place, _letters(text, font), colour, font, anchor, stroke_width=edge, stroke_fill=PAPER)

    def measure(self, text: str, size: float = _TEXT_CM) -> float:
        """How wide a text is."""
        font = _font(self._px(size))
        return font.getlength(_letters(text, font)) / self._scale

    def wrapped(self, text: str, width: float, size: float = _TEXT_CM, most: int = 2) -> list[str]:
        """A text in lines of a width, at most so many; what is left out is told by an ellipsis."""
        lines: list[str] = []
        for word in text.split():
            longer = f"{lines[-1]} {word}" if lines else word
            if lines and self.measure(longer, size) <= width:
                lines[-1] = longer
            else:
                lines.append(word)
        if len(lines) > most:
            lines = [*lines[: most - 1], f"{lines[most - 1]}…"]
        return [self._fitting(line, width, size) for line in lines]

    def png(self) -> bytes:
        """The picture."""
        content = BytesIO()
        size = (round(self.width * PIXELS_PER_CM), round(self.height * PIXELS_PER_CM))
        small = self.image.resize(size, Image.Resampling.LANCZOS)
        small.save(content, "PNG", dpi=(PIXELS_PER_CM * 2.54, PIXELS_PER_CM * 2.54))
        return content.getvalue()

    def _fitting(self, line: str, width: float, size: float) -> str:
        if self.measure(line, size) <= width:
            return line
        whole = line.removesuffix("…")
        while whole and self.measure(f"{whole}…", size) > width:
            whole = whole[:-1]
        return f"{whole}…"

    def _px(self, cm: float) -> int:
        return round(cm * self._scale)


def map_picture(drawing: Map, width: float, height: float) -> bytes:
    """A map with its names and legend, in centimetres: the map to the left, the legend beside it."""
    room = width - _LEGEND_CM - _GAP_CM
    size = min(room, height / drawing.height)
    canvas = Canvas(width, min(height, max(size * drawing.height, 0.55 * (len(drawing.legend) + 1))) + 0.1)
    at = ((room - size) / 2, 0.05)
    for shape in drawing.shapes:
        canvas.area(shape.rings, at, size, shape.colour, LINE)
    for outline in drawing.outlines:
        canvas.line([(at[0] + x * size, at[1] + y * size) for x, y in (*outline, outline[0])], MUTED, 0.04)
    for shape in drawing.shapes:
        if shape.is_lit:
            for ring in shape.rings:
                canvas.line([(at[0] + x * size, at[1] + y * size) for x, y in (*ring, ring[0])], _LIT, 0.08)
    for dot in drawing.dots:
        where = (at[0] + dot.at[0] * size, at[1] + dot.at[1] * size)
        canvas.dot(where, 0.09, dot.colour if dot.is_filled else PAPER, PAPER if dot.is_filled else dot.colour)
    _names(canvas, drawing, at, size)
    legend(canvas, drawing.legend, drawing.legend_title, (width - _LEGEND_CM, 0.1), _LEGEND_CM)
    return canvas.png()


def legend(canvas: Canvas, keys: Iterable[Key], title: str, at: tuple[float, float], width: float) -> None:
    """The keys below one another, under their title."""
    left, top = at
    if title:
        canvas.text((left, top + 0.2), title, colour=MUTED)
        top += 0.6
    for key in keys:
        middle = top + 0.2
        if key.is_round:
            canvas.dot((left + 0.2, middle), 0.11, key.colour if key.is_filled else PAPER, key.colour)
        else:
            canvas.box((left, middle - 0.16, left + 0.45, middle + 0.16), key.colour, LINE)
        lines = canvas.wrapped(key.text, width - 0.6)
        for place, line in enumerate(lines):
            canvas.text((left + 0.6, middle + 0.36 * place), line)
        top += 0.52 + 0.36 * max(len(lines) - 1, 0)


def _names(canvas: Canvas, drawing: Map, at: tuple[float, float], size: float) -> None:
    """The names of areas where there is room, the largest area first."""
    small = 0.25
    outer = [(Polygon(max(shape.rings, key=len)), shape.name) for shape in drawing.shapes if shape.rings]
    taken: list[Box] = []
    for polygon, name in sorted(outer, key=lambda one: (-one[0].area, one[1]))[:_MOST_NAMES]:
        point = polygon.representative_point()
        half = canvas.measure(name, small) / 2
        if half > _LONGEST_NAME_CM / 2:
            continue
        x = max(at[0] + point.x * size, half)
        for shift in _SHIFTS:
            y = at[1] + point.y * size + shift
            box = (x - half, y - small / 2, x + half, y + small / 2)
            if not any(_meets(box, other) for other in taken):
                canvas.text((x, y), name, small, INK, "mm")
                taken.append(box)
                break


def _meets(one: Box, other: Box) -> bool:
    return one[0] <= other[2] and other[0] <= one[2] and one[1] <= other[3] and other[1] <= one[3]


def _strokes(points: Sequence[tuple[float, float]], stroke: float, gap: float) -> Iterable[list[tuple[float, float]]]:
    """A line as strokes of a length with gaps between them."""
    left, is_on = stroke, True
    part = [points[0]]
    for (x0, y0), (x1, y1) in pairwise(points):
        length = ((x1 - x0) ** 2 + (y1 - y0) ** 2) ** 0.5
        done = 0.0
        while length - done > left:
            done += left
            here = (x0 + (x1 - x0) * done / length, y0 + (y1 - y0) * done / length)
            if is_on:
                yield [*part, here]
            is_on = not is_on
            part, left = [here], stroke if is_on else gap
        left -= length - done
        part.append((x1, y1))
    if is_on and len(part) > 1:
        yield part


@cache
def _font(size: int) -> AnyFont:
    """A font of the machine; without any the one within Pillow, which has only plain letters."""
    for name in _FONTS:
        try:
            return ImageFont.truetype(name, size)
        except OSError:
            continue
    return ImageFont.load_default(size)


def _letters(text: str, font: AnyFont) -> str:
    """A text in letters that a font has: no emoji, and in the font within Pillow no accents."""
    if font.getname()[0] == "Aileron":  # type: ignore[union-attr]  # load_default gives this one
        return unicodedata.normalize("NFKD", text.translate(_SIGNS)).encode("ascii", "ignore").decode()
    return "".join(one for one in text if ord(one) < 0x0530 or one in _KNOWN_SIGNS)
