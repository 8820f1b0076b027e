"""Bars and spans as charts of PowerPoint itself, with their numbers inside."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION
from pptx.enum.dml import MSO_PATTERN_TYPE as PATTERN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from reports.deck_axes import (
    DAYS_A_YEAR,
    DUTCH,
    GRID,
    LEGEND,
    MONTHS,
    chart_of,
    lay,
    legend,
    months_between,
    quiet,
    written,
)
from reports.deck_shapes import MUTED, Frame, ink_on, one_line, rgb
from reports.deck_text import LINE, clean, width
from reports.drawing import Bars, Series, Spans

MOST_BARS = 32
"""More cannot be told apart on a slide."""
_LARGEST, _SMALLEST = 14.0, 8.0
_SIDE = 0.36
"""The part of a chart that names beside bars may take."""
_LIGHT = 200
"""Bars whose red, green and blue are all more than this have an edge."""
_LABEL = 60.0
"""Room to the right of the longest bar, for its value."""
_GAP = 45
"""Between bars, in hundredths of a bar."""
_DAY_ZERO = date(1899, 12, 30)
_INTO_MONTH = 2
"""The axis of days begins so many days into a month: then a mark each so many average months stays in its month."""
_PATTERNS = (PATTERN.WIDE_UPWARD_DIAGONAL, PATTERN.LARGE_GRID, PATTERN.WIDE_DOWNWARD_DIAGONAL)
_DAYS = f"{DUTCH}d\\ mmm\\ yyyy"
_HIDDEN_LEGEND = '<c:legendEntry {}><c:idx val="0"/><c:delete val="1"/></c:legendEntry>'


def add_bars(slide: Any, drawing: Bars, frame: Frame, name: str, alt: str) -> None:
    """Horizontal bars with their values: the first `MOST_BARS`, and the one that is lit."""
    kept = _kept(drawing)
    names = [drawing.categories[at] for at in kept]
    series = [
        Series(one.name, tuple(one.values[at] for at in kept), tuple(one.colours[at % len(one.colours)] for at in kept))
        for one in drawing.series
    ]
    has_legend = len(series) > 1
    of_bars = 1 if drawing.is_stacked else len(series)
    size = _size(frame.height - LEGEND * has_legend, len(names) * max(1.0, of_bars * 0.7))
    shown, side = _names(names, size, frame.width)
    data = CategoryChartData(number_format=drawing.number_format)
    data.categories = shown
    for one in series:
        data.add_series(clean(one.name) or "waarde", one.values)
    kind = XL_CHART_TYPE.BAR_STACKED if drawing.is_stacked else XL_CHART_TYPE.BAR_CLUSTERED
    chart = chart_of(slide, kind, data, frame, size, name, alt)
    plot = chart.plots[0]
    plot.gap_width = _GAP
    if drawing.is_stacked:
        plot.overlap = 100
    _sideways(chart, size)
    chart.value_axis.visible = False
    chart.value_axis.has_major_gridlines = False
    known = [value for one in series for value in one.values if value is not None]
    if known and min(known) >= 0:
        chart.value_axis.minimum_scale = 0
    longest = _longest(series, drawing.is_stacked)
    lane = frame.height / max(len(names), 1) / (of_bars + _GAP / 100)
    for held, one in zip(plot.series, series, strict=True):
        _colour_bars(held, one)
        _label(held, one, drawing, size if of_bars == 1 else min(size, max(lane * 0.9, _SMALLEST)), longest)
    legend(chart, has_legend)
    lay(chart, frame, side, LEGEND if has_legend else 0, 0, 10 if drawing.is_stacked else _LABEL + size * 2)


def add_spans(slide: Any, drawing: Spans, frame: Frame, name: str, alt: str) -> None:
    """Bars from day to day: an unseen bar up to the first day, then one of as many days as it lasts."""
    names = drawing.categories[:MOST_BARS]
    size = _size(frame.height - LEGEND, len(names))
    shown, side = _names(names, size, frame.width)
    data = CategoryChartData(number_format="0")
    data.categories = shown
    begins = [None if one is None else _serial(one) for one in drawing.begins[:MOST_BARS]]
    ends = [None if one is None else _serial(one) + 1 for one in drawing.ends[:MOST_BARS]]
    data.add_series("begin", begins, _DAYS)
    states = drawing.states[:MOST_BARS] or ("dagen",) * len(names)
    keys = list(dict.fromkeys(zip(states, drawing.colours[:MOST_BARS] or ("#2f7d8f",) * len(names), strict=True)))
    for state, _ in keys:
        data.add_series(
            clean(state),
            [
                end - begin if begin is not None and end is not None and of == state else None
                for begin, end, of in zip(begins, ends, states, strict=True)
            ],
        )
    chart = chart_of(slide, XL_CHART_TYPE.BAR_STACKED, data, frame, size, name, alt)
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = _GAP, 100
    plot.series[0].format.fill.background()
    plot.series[0].format.line.fill.background()
    colours = [rgb(colour) for _, colour in keys]
    for at, (held, colour) in enumerate(zip(list(plot.series)[1:], colours, strict=True)):
        _fill(held.format, colour)
        before = colours[:at].count(colour)
        if before:  # told apart by a pattern, as on the screen
            held.format.fill.patterned()
            held.format.fill.pattern = _PATTERNS[(before - 1) % len(_PATTERNS)]
            held.format.fill.fore_color.rgb = RGBColor.from_string(colour)
            held.format.fill.back_color.rgb = RGBColor.from_string(ink_on(colour))
    _sideways(chart, size)
    first, last = date.fromisoformat(drawing.first), date.fromisoformat(drawing.last)
    axis = chart.value_axis
    axis.minimum_scale = _serial(first.replace(day=1).isoformat()) + _INTO_MONTH
    axis.maximum_scale = _serial(drawing.last)
    _time_axis(axis, (last - first).days, size)
    # Names stand at the upper edge of a turned axis, so that is where time is told.
    legend(chart, len(keys) > 1)
    if len(keys) > 1:
        chart.legend._element.find(qn("c:legendPos")).addnext(parse_xml(_HIDDEN_LEGEND.format(nsdecls("c"))))
    lay(chart, frame, side, LEGEND if len(keys) > 1 else 0, size * 2, 30, is_time_on_top=True)


def _kept(drawing: Bars) -> list[int]:
    """The places of the bars that are shown: the first, and the only one of its colour where that comes later."""
    colours = drawing.series[0].colours
    odd = [at for at, one in enumerate(colours) if at >= MOST_BARS and colours.count(one) == 1]
    return [*range(min(len(drawing.categories), MOST_BARS - len(odd[:1]))), *odd[:1]]


def _size(height: float, rows: float) -> float:
    """The largest letters for so many rows below one another."""
    return min(_LARGEST, max(_SMALLEST, height / max(rows, 1) / LINE / 1.05))


def _names(names: Sequence[str], size: float, wide: float) -> tuple[list[str], float]:
    """Names that fit beside the bars, and the room that they take; two that would read the same keep apart."""
    room = wide * _SIDE
    said = [one_line(one, size, room) or "–" for one in names]
    return said, min(room, max((width(one, size) for one in said), default=0)) + 14


def _longest(series: Sequence[Series], is_stacked: bool) -> float:
    sums = [[abs(value or 0) for value in values] for values in zip(*(one.values for one in series), strict=True)]
    return max((sum(one) if is_stacked else max(one) for one in sums), default=0) or 1


def _colour_bars(held: Any, one: Series) -> None:
    """One colour for all, or one for each bar; light ones have an edge."""
    colours = [rgb(colour) for colour in one.colours] or ["2F7D8F"]
    first = max(sorted(set(colours)), key=colours.count)
    _fill(held.format, first)
    if held._element.find(qn("c:invertIfNegative")) is not None:
        held.invert_if_negative = False
    for at, colour in enumerate(colours):
        if colour != first:
            _fill(held.points[at].format, colour)


def _fill(format: Any, colour: str) -> None:
    format.fill.solid()
    format.fill.fore_color.rgb = RGBColor.from_string(colour)
    if min(int(colour[at : at + 2], 16) for at in (0, 2, 4)) > _LIGHT:
        format.line.color.rgb, format.line.width = RGBColor.from_string(MUTED), Pt(0.5)


def _label(held: Any, one: Series, drawing: Bars, size: float, longest: float) -> None:
    """The values: behind the bars, or within the parts of a stack that are wide enough."""
    labels = held.data_labels
    labels.show_value = True
    labels.number_format, labels.number_format_is_linked = written(drawing), False
    labels.font.size = Pt(size)
    if not drawing.is_stacked:
        labels.position = XL_LABEL_POSITION.OUTSIDE_END
        return
    labels.position = XL_LABEL_POSITION.CENTER
    labels.font.color.rgb = RGBColor.from_string(ink_on(rgb(one.colours[0])))
    for at, value in enumerate(one.values):
        if value is not None and abs(value) < longest * 0.02:
            said = held.points[at].data_label._get_or_add_dLbl()
            for part in list(said)[1:]:
                said.remove(part)
            said.append(parse_xml(f'<c:delete {nsdecls("c")} val="1"/>'))


def _sideways(chart: Any, size: float) -> None:
    """The first name on top."""
    names = chart.category_axis
    names.reverse_order = True
    quiet(names, size)


def _time_axis(axis: Any, days: int, size: float) -> None:
    """An axis of days with a mark each so many months."""
    quiet(axis, max(size, 10.0))
    axis.has_major_gridlines = True
    axis.major_gridlines.format.line.color.rgb = RGBColor.from_string(GRID)
    axis.major_unit = DAYS_A_YEAR / 12 * months_between(days)
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = MONTHS, False


def _serial(day: str) -> int:
    """A day as a spreadsheet counts it."""
    return (date.fromisoformat(day) - _DAY_ZERO).days
