"""Lines over years or days as a chart of PowerPoint itself, with its numbers inside."""

from collections.abc import Sequence
from datetime import date
from typing import Any

from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_MARKER_STYLE
from pptx.enum.dml import MSO_LINE_DASH_STYLE as DASH
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from reports.deck_axes import GRID, LEGEND, LEGEND_SIZE, MONTHS, chart_of, lay, legend, months_between, quiet, written
from reports.deck_shapes import Frame, rgb
from reports.deck_text import clean, width
from reports.drawing import Lines, Series

_DASHES = {
    "dash": DASH.DASH, "dot": DASH.ROUND_DOT, "dashdot": DASH.DASH_DOT, "longdash": DASH.LONG_DASH,
    "longdashdot": DASH.LONG_DASH_DOT,
}  # fmt: skip


def add_lines(slide: Any, drawing: Lines, frame: Frame, name: str, alt: str) -> None:
    """Lines over years, broken where a year is missing; or over days, each from its first day to its last."""
    is_by_day = len(drawing.moments[0]) > 4 if drawing.moments else False
    size = 12.0
    data = CategoryChartData(number_format=drawing.number_format)
    data.categories = [date.fromisoformat(one) for one in drawing.moments] if is_by_day else drawing.moments
    for one in drawing.series:
        data.add_series(clean(one.name) or "waarde", one.values)
    kind = XL_CHART_TYPE.LINE if is_by_day else XL_CHART_TYPE.LINE_MARKERS
    chart = chart_of(slide, kind, data, frame, size, name, alt)
    quiet(chart.category_axis, size)
    if is_by_day:
        # Each line has days of its own: a day of another line is no gap.
        chart._chartSpace.find(f".//{qn('c:dispBlanksAs')}").set("val", "span")
        _day_axis(chart.category_axis, drawing.moments)
    values = chart.value_axis
    quiet(values, size)
    values.has_major_gridlines = True
    values.major_gridlines.format.line.color.rgb = RGBColor.from_string(GRID)
    values.format.line.fill.background()
    known = [value for one in drawing.series for value in one.values if value is not None]
    if known and min(known) >= 0:
        values.minimum_scale = 0
    values.tick_labels.number_format, values.tick_labels.number_format_is_linked = written(drawing), False
    for held, one in zip(chart.plots[0].series, drawing.series, strict=True):
        _draw_line(held, one, is_by_day, written(drawing))
    legend(chart, len(drawing.series) > 1)
    rows = 2 if sum(width(one.name, LEGEND_SIZE) + 40 for one in drawing.series) > frame.width else 1
    side = max((width(f"{value:,.2f} ", size) for value in known), default=30) + 24
    lay(chart, frame, side, (LEGEND if len(drawing.series) > 1 else 4) * rows, size * 2.2, 30)


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
        shown = parse_xml(f'<c:numFmt {nsdecls("c")} formatCode="" sourceLinked="0"/>')
        shown.set("formatCode", format)
        said.find(qn("c:idx")).addnext(shown)


def _day_axis(axis: Any, moments: Sequence[str]) -> None:
    """An axis of days that tells months, at most some ten of them."""
    each = months_between((date.fromisoformat(moments[-1]) - date.fromisoformat(moments[0])).days)
    axis.tick_labels.number_format, axis.tick_labels.number_format_is_linked = MONTHS, False
    unit = axis._element.find(qn("c:baseTimeUnit"))
    for name, value in (("majorTimeUnit", "months"), ("majorUnit", each)):
        unit.addnext(parse_xml(f'<c:{name} {nsdecls("c")} val="{value}"/>'))
