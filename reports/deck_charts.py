"""Bars, lines and spans as charts of PowerPoint itself, with their numbers inside."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION, XL_MARKER_STYLE, XL_TICK_MARK
from pptx.enum.dml import MSO_LINE_DASH_STYLE as DASH
from pptx.enum.dml import MSO_PATTERN_TYPE as PATTERN
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from reports.deck_shapes import INK, MUTED, Frame, describe, ink_on, one_line, rgb
from reports.deck_text import LINE, clean, width
from reports.drawing import Bars, Lines, Series, Spans

MOST_BARS = 32
"""More cannot be told apart on a slide."""
_GRID = "E3EAEB"
_LARGEST, _SMALLEST, _LEGEND_SIZE = 14.0, 8.0, 12.0
_SIDE = 0.36
"""The part of a chart that names beside bars may take."""
_LABEL = 60.0
"""Room to the right of the longest bar, for its value."""
_LEGEND = 26.0
_DAY_ZERO = date(1899, 12, 30)
_DAYS_A_YEAR = 365.25
_INTO_MONTH = 2
"""The axis of days begins so many days into a month: then a mark each so many average months stays in its month."""
_DASHES = {
    "dash": DASH.DASH, "dot": DASH.ROUND_DOT, "dashdot": DASH.DASH_DOT, "longdash": DASH.LONG_DASH,
    "longdashdot": DASH.LONG_DASH_DOT,
}  # fmt: skip
_PATTERNS = (PATTERN.WIDE_UPWARD_DIAGONAL, PATTERN.LARGE_GRID, PATTERN.WIDE_DOWNWARD_DIAGONAL)
_MONTHS, _DAYS = "[$-413]mmm\\ yyyy", "[$-413]d\\ mmm\\ yyyy"
_HIDDEN_LEGEND = '<c:legendEntry {}><c:idx val="0"/><c:delete val="1"/></c:legendEntry>'


def add_bars(slide: Any, drawing: Bars, frame: Frame, name: str, alt: str) -> None:
    """Horizontal bars with their values; those after the first `MOST_BARS` stay out."""
    names = drawing.categories[:MOST_BARS]
    series = [Series(one.name, one.values[:MOST_BARS], one.colours[:MOST_BARS], one.dash) for one in drawing.series]
    has_legend = len(series) > 1
    of_bars = 1 if drawing.is_stacked else len(series)
    size = _size(frame.height - _LEGEND * has_legend, len(names) * max(1.0, of_bars * 0.7))
    shown, side = _names(names, size, frame.width)
    data = CategoryChartData(number_format=drawing.number_format)
    data.categories = shown
    for one in series:
        data.add_series(clean(one.name) or "waarde", one.values)
    kind = XL_CHART_TYPE.BAR_STACKED if drawing.is_stacked else XL_CHART_TYPE.BAR_CLUSTERED
    chart = _chart(slide, kind, data, frame, size, name, alt)
    plot = chart.plots[0]
    plot.gap_width = 45
    if drawing.is_stacked:
        plot.overlap = 100
    _sideways(chart, size)
    chart.value_axis.visible = False
    chart.value_axis.has_major_gridlines = False
    known = [value for one in series for value in one.values if value is not None]
    if known and min(known) >= 0:
        chart.value_axis.minimum_scale = 0
    longest = _longest(series, drawing.is_stacked)
    for held, one in zip(plot.series, series, strict=True):
        _colour_bars(held, one)
        _label(held, one, drawing, size, longest)
    _legend(chart, has_legend)
    _lay(chart, frame, side, _LEGEND if has_legend else 0, 0, 10 if drawing.is_stacked else _LABEL + size * 2)


def add_spans(slide: Any, drawing: Spans, frame: Frame, name: str, alt: str) -> None:
    """Bars from day to day: an unseen bar up to the first day, then one of as many days as it lasts."""
    names = drawing.categories[:MOST_BARS]
    size = _size(frame.height - _LEGEND, len(names))
    shown, side = _names(names, size, frame.width)
    data = CategoryChartData(number_format="0")
    data.categories = shown
    begins = [None if one is None else _serial(one) for one in drawing.begins[:MOST_BARS]]
    ends = [None if one is None else _serial(one) + 1 for one in drawing.ends[:MOST_BARS]]
    data.add_series("begin", begins, _DAYS)
    states = drawing.states[:MOST_BARS] or ("dagen",) * len(names)
    legend = list(dict.fromkeys(zip(states, drawing.colours[:MOST_BARS] or ("#2f7d8f",) * len(names), strict=True)))
    for state, _ in legend:
        data.add_series(
            clean(state),
            [
                end - begin if begin is not None and end is not None and of == state else None
                for begin, end, of in zip(begins, ends, states, strict=True)
            ],
        )
    chart = _chart(slide, XL_CHART_TYPE.BAR_STACKED, data, frame, size, name, alt)
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 45, 100
    plot.series[0].format.fill.background()
    plot.series[0].format.line.fill.background()
    colours = [rgb(colour) for _, colour in legend]
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
    _legend(chart, len(legend) > 1)
    if len(legend) > 1:
        chart.legend._element.find(qn("c:legendPos")).addnext(parse_xml(_HIDDEN_LEGEND.format(nsdecls("c"))))
    _lay(chart, frame, side, _LEGEND if len(legend) > 1 else 0, size * 2, 30, is_time_on_top=True)


def add_lines(slide: Any, drawing: Lines, frame: Frame, name: str, alt: str) -> None:
    """Lines over years, broken where a year is missing; or over days, each from its first day to its last."""
    is_by_day = len(drawing.moments[0]) > 4 if drawing.moments else False
    size = 12.0
    data = CategoryChartData(number_format=drawing.number_format)
    data.categories = [date.fromisoformat(one) for one in drawing.moments] if is_by_day else drawing.moments
    for one in drawing.series:
        data.add_series(clean(one.name) or "waarde", one.values)
    kind = XL_CHART_TYPE.LINE if is_by_day else XL_CHART_TYPE.LINE_MARKERS
    chart = _chart(slide, kind, data, frame, size, name, alt)
    _quiet(chart.category_axis, size)
    if is_by_day:
        # Each line has days of its own: a day of another line is no gap.
        chart._chartSpace.find(f".//{qn('c:dispBlanksAs')}").set("val", "span")
        _day_axis(chart.category_axis, drawing.moments)
    values = chart.value_axis
    _quiet(values, size)
    values.has_major_gridlines = True
    values.major_gridlines.format.line.color.rgb = RGBColor.from_string(_GRID)
    values.format.line.fill.background()
    known = [value for one in drawing.series for value in one.values if value is not None]
    if known and min(known) >= 0:
        values.minimum_scale = 0
    values.tick_labels.number_format, values.tick_labels.number_format_is_linked = drawing.number_format, False
    for held, one in zip(chart.plots[0].series, drawing.series, strict=True):
        _draw_line(held, one, is_by_day, drawing.number_format)
    _legend(chart, len(drawing.series) > 1)
    rows = 2 if sum(width(one.name, _LEGEND_SIZE) + 40 for one in drawing.series) > frame.width else 1
    side = max((width(f"{value:,.2f} ", size) for value in known), default=30) + 24
    _lay(chart, frame, side, (_LEGEND if len(drawing.series) > 1 else 4) * rows, size * 2.2, 30)


def _chart(slide: Any, kind: Any, data: Any, frame: Frame, size: float, name: str, alt: str) -> Any:
    held = slide.shapes.add_chart(kind, *frame.emu, data)
    describe(held, name, alt)
    chart = held.chart
    chart.has_title = False
    chart.font.size, chart.font.color.rgb = Pt(size), RGBColor.from_string(INK)
    space = chart._chartSpace
    space.insert(1 if space[0].tag == qn("c:date1904") else 0, parse_xml(f'<c:lang {nsdecls("c")} val="nl-NL"/>'))
    return chart


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
    if ink_on(colour) == INK:
        format.line.color.rgb, format.line.width = RGBColor.from_string(MUTED), Pt(0.5)


def _label(held: Any, one: Series, drawing: Bars, size: float, longest: float) -> None:
    """The values: behind the bars, or within the parts of a stack that are wide enough."""
    labels = held.data_labels
    labels.show_value = True
    labels.number_format, labels.number_format_is_linked = drawing.number_format, False
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


def _draw_line(held: Any, one: Series, is_by_day: bool, format: str) -> None:
    colour = RGBColor.from_string(rgb(one.colours[0]))
    held.smooth = False
    held.format.line.color.rgb, held.format.line.width = colour, Pt(2.5)
    if one.dash in _DASHES:
        held.format.line.dash_style = _DASHES[one.dash]
    if is_by_day:
        return
    held.marker.style, held.marker.size = XL_MARKER_STYLE.CIRCLE, 8
    held.marker.format.fill.solid()
    held.marker.format.fill.fore_color.rgb = colour
    held.marker.format.line.color.rgb = colour
    known = [at for at, value in enumerate(one.values) if value is not None]
    for at in {known[0], known[-1]} if known else ():
        label = held.points[at].data_label
        label.position = XL_LABEL_POSITION.ABOVE
        label.font.size, label.font.color.rgb = Pt(12), colour
        said = label._get_or_add_dLbl()
        said.find(qn("c:showVal")).set("val", "1")
        for name in ("c:showLegendKey", "c:showCatName", "c:showSerName"):
            said.find(qn(name)).set("val", "0")
        written = parse_xml(f'<c:numFmt {nsdecls("c")} formatCode="" sourceLinked="0"/>')
        written.set("formatCode", format)
        said.find(qn("c:idx")).addnext(written)


def _sideways(chart: Any, size: float) -> None:
    """The first name on top."""
    names = chart.category_axis
    names.reverse_order = True
    _quiet(names, size)


def _quiet(axis: Any, size: float) -> None:
    axis.has_major_gridlines = False
    axis.major_tick_mark = axis.minor_tick_mark = XL_TICK_MARK.NONE
    axis.tick_labels.font.size = Pt(size)
    axis.format.line.color.rgb = RGBColor.from_string("C3CBCD")


def _time_axis(axis: Any, days: int, size: float) -> None:
    """An axis of days with a mark each so many months."""
    _quiet(axis, max(size, 10.0))
    axis.has_major_gridlines = True
    axis.major_gridlines.format.line.color.rgb = RGBColor.from_string(_GRID)
    axis.major_unit = _DAYS_A_YEAR / 12 * _months(days)
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = _MONTHS, False


def _day_axis(axis: Any, moments: Sequence[str]) -> None:
    """An axis of days that tells months, at most some ten of them."""
    months = _months((date.fromisoformat(moments[-1]) - date.fromisoformat(moments[0])).days)
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = _MONTHS, False
    unit = axis._element.find(qn("c:baseTimeUnit"))
    for name, value in (("majorTimeUnit", "months"), ("majorUnit", months)):
        unit.addnext(parse_xml(f'<c:{name} {nsdecls("c")} val="{value}"/>'))


def _months(days: int) -> int:
    """How many months lie between two marks of an axis of so many days."""
    return next((one for one in (1, 2, 3, 6, 12) if days / (_DAYS_A_YEAR / 12 * one) <= 10), 24)


def _legend(chart: Any, is_shown: bool) -> None:
    chart.has_legend = is_shown
    if is_shown:
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
        chart.legend.font.size = Pt(_LEGEND_SIZE)


def _lay(
    chart: Any, frame: Frame, left: float, legend: float, axis: float, right: float, is_time_on_top: bool = False
) -> None:
    """Where the bars or lines stand, so that names, values and legend have the room that was reckoned with."""
    top = axis if is_time_on_top else 12 if axis else 0
    below = legend + (0 if is_time_on_top else axis)
    wide, high = frame.width - left - right, frame.height - top - below
    area = chart._chartSpace.find(f".//{qn('c:plotArea')}")
    for old in area.findall(qn("c:layout")):
        area.remove(old)
    places = (
        ("x", left / frame.width),
        ("y", top / frame.height),
        ("w", wide / frame.width),
        ("h", high / frame.height),
    )
    numbers = "".join(f'<c:{name} val="{value:.4f}"/>' for name, value in places)
    area.insert(0, parse_xml(
        f"<c:layout {nsdecls('c')}><c:manualLayout><c:layoutTarget val=\"inner\"/><c:xMode val=\"edge\"/>"
        f'<c:yMode val="edge"/>{numbers}</c:manualLayout></c:layout>'
    ))  # fmt: skip


def _serial(day: str) -> int:
    """A day as a spreadsheet counts it."""
    return (date.fromisoformat(day) - _DAY_ZERO).days
