"""Drawings as SVG within a web page: sharp on every screen and on paper, each with its text for who cannot see it."""

from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import date
from math import ceil
from xml.etree.ElementTree import Element

from shapely import Polygon

from reports import scales
from reports.drawing import Bars, Drawing, Grid, Lines, Map, Ring, Spans
from reports.markup import element

WIDTH = 640
"""Of every drawing, in units of which a text is 14 high."""
MOST_BARS = 30
"""More do not stand on one page of paper."""
_INK, MUTED, _LINE, PAPER, _LIT = "#1b2a2f", "#5a6b70", "#c3cbcd", "#ffffff", "#b63c09"
_SIZE, _SMALL, _SIGN = 14, 13, 0.54
"""Height of texts, and how wide a letter is beside that, on average."""
_NAMES, _VALUES = 190, 100
_BAR, _SPAN = 16, 18
DASHES = {"dot": "2 4", "dash": "8 5", "longdash": "14 5", "dashdot": "8 4 2 4"}
_MOST_NAMES = 40
_SMALLEST = 4
"""How wide a bar or span at least is, so that it is seen."""


def drawn(drawing: Map | Bars | Spans | Lines, alt: str) -> Element:
    """The drawing itself, without its legend; `alt` says what it shows."""
    if isinstance(drawing, Map):
        return _map(drawing, alt)
    if isinstance(drawing, Bars):
        return _bars(shortened(drawing), alt)
    return _spans(drawing, alt) if isinstance(drawing, Spans) else _lines(drawing, alt)


def shortened(drawing: Bars) -> Bars:
    """The first bars, as many as stand on a page."""
    series = tuple(
        replace(one, values=one.values[:MOST_BARS], colours=one.colours[:MOST_BARS]) for one in drawing.series
    )
    return replace(drawing, categories=drawing.categories[:MOST_BARS], series=series)


def _map(drawing: Map, alt: str) -> Element:
    """Every area is one path with its name and figure; the chosen one lies on top, with an edge of its own."""
    places = sorted(drawing.shapes, key=lambda shape: shape.is_lit)
    areas = [
        element(
            "path",
            element("title", f"{shape.name}: {shape.text}" if shape.text else shape.name),
            class_="area",
            d=_path(shape.rings),
            fill=shape.colour,
            fill_rule="evenodd",
            stroke=_LIT if shape.is_lit else PAPER,
            stroke_width=3 if shape.is_lit else 1,
        )
        for shape in places
    ]
    borders = [element("path", d=_path(drawing.outlines), fill="none", stroke=MUTED, stroke_width=1.5)]
    dots = [
        element(
            "circle",
            element("title", dot.name),
            cx=_number(dot.at[0] * WIDTH),
            cy=_number(dot.at[1] * WIDTH),
            r=3.5,
            fill=dot.colour if dot.is_filled else PAPER,
            stroke=PAPER if dot.is_filled else dot.colour,
        )
        for dot in drawing.dots
    ]
    parts = [*areas, *(borders if drawing.outlines else ()), *dots, *_area_names(drawing)]
    return _svg(drawing.height * WIDTH, alt, parts)


def _area_names(drawing: Map) -> Iterable[Element]:
    """The names of areas where there is room, the largest area first."""
    taken: list[tuple[float, float, float]] = []
    outer = [(Polygon(max(shape.rings, key=len)), shape.name) for shape in drawing.shapes if shape.rings]
    for polygon, name in sorted(outer, key=lambda one: (-one[0].area, one[1]))[:_MOST_NAMES]:
        point = polygon.representative_point()
        x, y, half = point.x * WIDTH, point.y * WIDTH, len(name) * _SMALL * _SIGN / 2
        is_free = all(abs(y - other) > _SMALL or abs(x - at) > half + wide for at, other, wide in taken)
        if is_free and half < x < WIDTH - half and half * 2 < WIDTH / 4:
            taken.append((x, y, half))
            yield _text(name, x, y + _SMALL / 3, class_="name", text_anchor="middle", font_size=_SMALL)


def _bars(drawing: Bars, alt: str) -> Element:
    """Stacked: one bar a category; else the series below one another, each with its number behind it."""
    lanes = 1 if drawing.is_stacked else len(drawing.series)
    step = max(lanes * (_BAR + 2) + 8, 36 if any(len(_wrapped(one)) > 1 for one in drawing.categories) else 26)
    lowest, highest = scales.reach(drawing)
    scale = (WIDTH - _NAMES - _VALUES) / (highest - lowest)
    zero = _NAMES - lowest * scale
    parts: list[Element] = []
    for place, category in enumerate(drawing.categories):
        parts += _name(category, place * step + step / 2)
        upper, reached = place * step + (step - lanes * (_BAR + 2)) / 2, zero
        for lane, series in enumerate(drawing.series):
            value = series.values[place]
            if value is None:
                continue
            begin = reached if drawing.is_stacked else zero
            end = begin + value * scale
            y = upper if drawing.is_stacked else upper + lane * (_BAR + 2)
            words = scales.told(value, drawing.number_format)
            label = f"{series.name}: {words}" if series.name else words
            colour = series.colours[place % len(series.colours)]
            parts.append(_rect(min(begin, end), y, abs(end - begin), _BAR, colour, f"{category}, {label}"))
            reached = end
            if not drawing.is_stacked:
                parts.append(_text(words, max(begin, end) + 6, y + _BAR - 3))
        if drawing.is_stacked:
            words = " + ".join(scales.told(one.values[place], drawing.number_format) for one in drawing.series)
            parts.append(_text(words, reached + 6, upper + _BAR - 3))
    height = step * len(drawing.categories)
    return _svg(height, alt, [*parts, _rule(zero, 0, zero, height, MUTED)])


def _spans(drawing: Spans, alt: str) -> Element:
    """A bar from the first to the last day of each; a line at each 1 January and 1 August."""
    step, top, room = 36, 26, WIDTH - _NAMES - 10
    first, last = date.fromisoformat(drawing.first[:10]), date.fromisoformat(drawing.last[:10])
    height = top + step * len(drawing.categories)

    def x(day: date) -> float:
        return _NAMES + room * min(max((day - first).days / max((last - first).days, 1), 0), 1)

    parts: list[Element] = []
    for day in (date(year, month, 1) for year in range(first.year, last.year + 1) for month in (1, 8)):
        if first <= day < last:
            parts.append(_rule(x(day), top - 6, x(day), height, _LINE))
            if x(day) < WIDTH - 50:
                parts.append(_text(f"{day:%m-%Y}", x(day), top - 12, font_size=12, fill=MUTED))
    for place, (name, begin, end) in enumerate(zip(drawing.categories, drawing.begins, drawing.ends, strict=True)):
        middle = top + place * step + step / 2
        parts += _name(name, middle)
        if begin is None or end is None:
            parts.append(_text("looptijd niet bekend", _NAMES + 4, middle + 5, fill=MUTED))
            continue
        left, right = x(date.fromisoformat(begin[:10])), x(date.fromisoformat(end[:10]))
        state = drawing.states[place] if drawing.states else ""
        colour = drawing.colours[place] if drawing.colours else "#2f7d8f"
        parts.append(
            _rect(
                left, middle - _SPAN / 2, max(right - left, _SMALLEST), _SPAN, colour, f"{name}: {state}".rstrip(": ")
            )
        )
    return _svg(height, alt, parts)


def _lines(drawing: Lines, alt: str) -> Element:
    left, right, top, bottom = 84, WIDTH - 24, 12, 300
    known = [value for one in drawing.series for value in one.values if value is not None]
    lowest, highest = min([*known, 0.0]), max([*known, 0.0])
    highest = highest if highest > lowest else lowest + 1
    steps = scales.ticks(lowest, highest)
    if steps[-1] < highest:
        steps.append(2 * steps[-1] - steps[-2])
    highest = steps[-1]
    room = (right - left) / max(len(drawing.moments) - 1, 1)

    def y(value: float) -> float:
        return bottom - (bottom - top) * (value - lowest) / (highest - lowest)

    parts: list[Element] = []
    for value in steps:
        parts.append(_rule(left, y(value), right, y(value), _LINE))
        parts.append(_text(scales.told(value, drawing.number_format), left - 8, y(value) + 5, text_anchor="end"))
    for place in range(0, len(drawing.moments), max(1, ceil(len(drawing.moments) / 6))):
        words = scales.moment(drawing.moments[place])
        parts.append(_text(words, left + room * place, bottom + 22, text_anchor="middle", fill=MUTED))
    for series in drawing.series:
        look = {"stroke": series.colours[0], "stroke_dasharray": DASHES.get(series.dash)}
        for part in scales.unbroken(series):
            points = [(left + room * place, y(value)) for place, value in part]
            ends = " ".join(f"{_number(at)},{_number(high)}" for at, high in points)
            parts.append(element("polyline", points=ends, fill="none", stroke_width=2.5, **look))
            for (at, high), (place, value) in zip(points, part, strict=True):
                said = f"{series.name}, {scales.moment(drawing.moments[place])}: "
                title = element("title", said + scales.told(value, drawing.number_format))
                parts.append(element("circle", title, cx=_number(at), cy=_number(high), r=3, fill=series.colours[0]))
    return _svg(bottom + 32, alt, parts)


def _svg(height: float, alt: str, parts: Sequence[Element]) -> Element:
    return element("svg", *parts, viewBox=f"0 0 {WIDTH} {_number(height)}", role="img", aria_label=alt)


def _path(rings: Iterable[Ring]) -> str:
    return "".join(
        "M" + "L".join(f"{_number(x * WIDTH)} {_number(y * WIDTH)}" for x, y in ring) + "Z" for ring in rings
    )


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def _text(words: str, x: float, y: float, **look: object) -> Element:
    return element("text", words, x=_number(x), y=_number(y), **({"font_size": _SIZE, "fill": _INK} | look))


def _rule(x1: float, y1: float, x2: float, y2: float, colour: str) -> Element:
    ends = {"x1": x1, "y1": y1, "x2": x2, "y2": y2}
    return element("line", stroke=colour, **{name: _number(at) for name, at in ends.items()})


def _rect(x: float, y: float, width: float, height: float, colour: str, title: str) -> Element:
    size = {"x": x, "y": y, "width": width, "height": height}
    told = {name: _number(value) for name, value in size.items()}
    return element("rect", element("title", title), fill=colour, stroke=MUTED, stroke_width=0.5, **told)


def _name(name: str, middle: float) -> list[Element]:
    lines = _wrapped(name)
    first = middle + 5 - (len(lines) - 1) * 8
    return [_text(line, _NAMES - 10, first + 16 * at, text_anchor="end") for at, line in enumerate(lines)]


def _wrapped(name: str) -> list[str]:
    """A name in at most two lines of the room for names; what is left out is told by an ellipsis."""
    most = int((_NAMES - 10) / (_SIZE * _SIGN))
    lines: list[str] = []
    for word in name.split():
        if lines and len(lines[-1]) + 1 + len(word) <= most:
            lines[-1] = f"{lines[-1]} {word}"
        else:
            lines.append(word)
    kept = lines[:2] if len(lines) <= 2 else [lines[0], f"{lines[1]}…"]
    return [line if len(line) <= most else f"{line[: most - 1]}…" for line in kept]


def is_drawn(drawing: Drawing | None) -> bool:
    """Whether there is something to see: a map without borders, or a chart without rows, is told by its table."""
    if isinstance(drawing, Map):
        return bool(drawing.shapes)
    if isinstance(drawing, Lines):
        return bool(drawing.moments)
    return drawing is not None and not isinstance(drawing, Grid) and bool(drawing.categories)
