"""Bars, spans and lines as PNG pictures, for a document."""

import re
from collections.abc import Sequence
from datetime import date

from reports import scales
from reports.drawing import Bars, Drawing, Key, Lines, Map, Series, Spans
from reports.pictures import INK, LINE, MUTED, Canvas, legend, map_picture

_NAMES_CM = 5.2
_BAR, _STEP = 0.34, 0.16
_SPAN_COLOUR = "#2f7d8f"


def picture(drawing: Drawing, width: float, height: float) -> bytes | None:
    """A drawing as a PNG, in centimetres, at most so high; None for a grid, which a document has as a table."""
    if isinstance(drawing, Map):
        return map_picture(drawing, width, height)
    if isinstance(drawing, Bars):
        return _bars(drawing, width)
    if isinstance(drawing, Spans):
        return _spans(drawing, width)
    return _lines(drawing, width, min(height, 8)) if isinstance(drawing, Lines) else None


def _bars(drawing: Bars, width: float) -> bytes:
    """Stacked: one bar a category; else the series below one another, each with its number behind it."""
    named = [one for one in drawing.series if one.name]
    lanes = 1 if drawing.is_stacked else len(drawing.series)
    step = max(lanes * (_BAR + 0.04) + _STEP, 0.85)
    top = 0.7 if named else 0.1
    canvas = Canvas(width, top + step * len(drawing.categories) + 0.1)
    _keys(canvas, named)
    left, room = _NAMES_CM + 0.2, width - _NAMES_CM - 2.6
    lowest, highest = scales.reach(drawing)
    scale = room / (highest - lowest)
    zero = left - lowest * scale
    for place, category in enumerate(drawing.categories):
        upper = top + place * step
        _name(canvas, category, upper + step / 2)
        reached = zero
        first = upper + (step - lanes * (_BAR + 0.04)) / 2
        for lane, series in enumerate(drawing.series):
            value = series.values[place]
            if value is None:
                continue
            colour = series.colours[place % len(series.colours)]
            y = first if drawing.is_stacked else first + lane * (_BAR + 0.04)
            begin = reached if drawing.is_stacked else zero
            end = begin + value * scale
            canvas.box((min(begin, end), y, max(begin, end), y + _BAR), colour, MUTED)
            if drawing.is_stacked:
                reached = end
            else:
                canvas.text((max(begin, end) + 0.12, y + _BAR / 2), scales.told(value, drawing.number_format), 0.28)
        if drawing.is_stacked:
            told = " + ".join(scales.told(one.values[place], drawing.number_format) for one in drawing.series)
            canvas.text((reached + 0.12, first + _BAR / 2), told, 0.28)
    canvas.line([(zero, top), (zero, canvas.height - 0.1)], MUTED, 0.02)
    return canvas.png()


def _spans(drawing: Spans, width: float) -> bytes:
    """A bar from the first to the last day of each; the years begin at 1 August."""
    step, top = 0.78, 0.7
    canvas = Canvas(width, top + step * len(drawing.categories) + 0.1)
    left, room = _NAMES_CM + 0.2, width - _NAMES_CM - 0.4
    first, last = date.fromisoformat(drawing.first), date.fromisoformat(drawing.last)

    def x(day: str | date) -> float:
        at = date.fromisoformat(day[:10]) if isinstance(day, str) else day
        return left + room * min(max((at - first).days / max((last - first).days, 1), 0), 1)

    for year in range(first.year, last.year + 1):
        for month in (1, 8):
            day = date(year, month, 1)
            if first <= day < last:
                canvas.line([(x(day), 0.6), (x(day), canvas.height)], LINE, 0.03 if month == 8 else 0.015)
                if x(day) < width - 1.4:
                    canvas.text((x(day) + 0.05, 0.3), f"{day:%m-%Y}", 0.26, MUTED)
    for place, (name, begin, end) in enumerate(zip(drawing.categories, drawing.begins, drawing.ends, strict=True)):
        middle = top + place * step + step / 2
        _name(canvas, name, middle)
        if begin is None or end is None:
            canvas.text((left + 0.3, middle), "looptijd niet bekend", 0.26, MUTED)
        else:
            canvas.box((x(begin), middle - 0.17, max(x(end), x(begin) + 0.06), middle + 0.17), _SPAN_COLOUR)
    return canvas.png()


def _lines(drawing: Lines, width: float, height: float) -> bytes:
    canvas = Canvas(width, height)
    left, right, top, bottom = 2.3, width - 4.8, 0.3, height - 0.8
    known = [value for one in drawing.series for value in one.values if value is not None]
    highest = max([*known, 0.0]) or 1.0
    lowest = min([*known, 0.0])
    count = max(len(drawing.moments) - 1, 1)

    def y(value: float) -> float:
        return bottom - (bottom - top) * (value - lowest) / (highest - lowest)

    whole = re.sub(r"\.0+", "", drawing.number_format)
    for value in scales.ticks(lowest, highest):
        canvas.line([(left, y(value)), (right, y(value))], LINE, 0.015)
        canvas.text((left - 0.15, y(value)), scales.told(value, whole), 0.27, INK, "rm")
    every = max(1, -(-len(drawing.moments) // 6))
    for place in range(0, len(drawing.moments), every):
        at = left + (right - left) * place / count
        canvas.text((at, bottom + 0.35), scales.moment(drawing.moments[place]), 0.27, MUTED, "mm")
    for series in drawing.series:
        for part in scales.unbroken(series):
            points = [(left + (right - left) * place / count, y(value)) for place, value in part]
            if len(points) > 1:
                canvas.line(points, series.colours[0], 0.06, series.dash)
            else:
                canvas.dot(points[0], 0.06, series.colours[0], series.colours[0])
    upper = top + 0.1
    for series in drawing.series:
        canvas.line([(right + 0.35, upper), (right + 1.05, upper)], series.colours[0], 0.06, series.dash)
        lines = canvas.wrapped(series.name, 3.4, 0.28)
        for place, line in enumerate(lines):
            canvas.text((right + 1.2, upper + 0.34 * place), line, 0.28)
        upper += 0.5 + 0.34 * max(len(lines) - 1, 0)
    return canvas.png()


def _keys(canvas: Canvas, named: Sequence[Series]) -> None:
    left = _NAMES_CM + 0.2
    for one in named:
        legend(canvas, [Key(one.name, one.colours[0])], "", (left, 0.05), 6)
        left += canvas.measure(one.name) + 1.2


def _name(canvas: Canvas, name: str, middle: float) -> None:
    lines = canvas.wrapped(name, _NAMES_CM - 0.2, 0.28)
    for place, line in enumerate(lines):
        canvas.text((_NAMES_CM, middle + 0.34 * (place - (len(lines) - 1) / 2)), line, 0.28, INK, "rm")
