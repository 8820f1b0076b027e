"""What every chart on a slide has: its data inside, quiet axes, Dutch numbers, a legend below, room for all of it."""

from typing import Any

from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_LEGEND_POSITION, XL_TICK_MARK
from pptx.oxml import parse_xml
from pptx.oxml.ns import nsdecls, qn
from pptx.util import Pt

from reports.deck_shapes import INK, Frame, describe
from reports.drawing import Bars, Lines

GRID = "E3EAEB"
LEGEND, LEGEND_SIZE = 26.0, 12.0
"""The height of a legend, and its letters, in points."""
DUTCH = "[$-413]"
"""Before a number format: with the signs of the Netherlands, wherever the file is opened."""
MONTHS = f"{DUTCH}mmm\\ yyyy"
DAYS_A_YEAR = 365.25
_NO_CENTS = 1000
"""From so many euros on, cents are left out of what is shown."""


def chart_of(slide: Any, kind: Any, data: Any, frame: Frame, size: float, name: str, alt: str) -> Any:
    """A chart with its data in a workbook, named and described, in letters of a size (points)."""
    held = slide.shapes.add_chart(kind, *frame.emu, data)
    describe(held, name, alt)
    chart = held.chart
    chart.has_title = False
    chart.font.size, chart.font.color.rgb = Pt(size), RGBColor.from_string(INK)
    space = chart._chartSpace
    space.insert(1 if space[0].tag == qn("c:date1904") else 0, parse_xml(f'<c:lang {nsdecls("c")} val="nl-NL"/>'))
    return chart


def written(drawing: Bars | Lines) -> str:
    """How numbers are shown: the Dutch way, and no cents where there are hundreds of euros."""
    largest = max((abs(value or 0) for one in drawing.series for value in one.values), default=0)
    has_cents = "€" in drawing.number_format and largest >= _NO_CENTS
    return DUTCH + (drawing.number_format.replace(".00", "") if has_cents else drawing.number_format)


def quiet(axis: Any, size: float) -> None:
    """An axis without marks and lines, with letters of a size."""
    axis.has_major_gridlines = False
    axis.major_tick_mark = axis.minor_tick_mark = XL_TICK_MARK.NONE
    axis.tick_labels.font.size = Pt(size)
    axis.format.line.color.rgb = RGBColor.from_string("C3CBCD")


def months_between(days: int) -> int:
    """How many months lie between two marks of an axis of so many days."""
    return next((one for one in (1, 2, 3, 6, 12) if days / (DAYS_A_YEAR / 12 * one) <= 10), 24)


def legend(chart: Any, is_shown: bool) -> None:
    """The legend below the chart, or none."""
    chart.has_legend = is_shown
    if is_shown:
        chart.legend.position, chart.legend.include_in_layout = XL_LEGEND_POSITION.BOTTOM, False
        chart.legend.font.size = Pt(LEGEND_SIZE)


def lay(
    chart: Any, frame: Frame, left: float, under: float, axis: float, right: float, is_time_on_top: bool = False
) -> None:
    """Where the bars or lines stand, so that names, values and legend have the room that was reckoned with."""
    top = axis if is_time_on_top else 12 if axis else 0
    below = under + (0 if is_time_on_top else axis)
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
