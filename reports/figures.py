"""From a figure as the screen shows it to a drawing."""

import re
from collections.abc import Mapping, Sequence
from datetime import date, timedelta
from html import unescape
from typing import Any

import plotly.graph_objects as go

from reports.drawing import Bars, Cell, Drawing, Grid, Lines, Series, Spans
from reports.map_figures import map_of, step
from tiles.polygons import Area


def drawing_of(
    figure: go.Figure, polygons: Mapping[str, Mapping[str, Area]], texts: Mapping[str, str]
) -> Drawing | None:
    """The drawing that a figure comes to; None for one whose table says more than a simple chart would.

    `polygons` has the areas of each map file by its address (`tiles.polygons`); `texts` what is known of an area, by
    its code.
    """
    kinds = {trace.type for trace in figure.data}
    if "choroplethmap" in kinds:
        return map_of(figure, polygons, texts)
    if "heatmap" in kinds:
        return _grid(figure)
    if "bar" in kinds:
        return _spans(figure) if figure.data[0].base is not None else _bars(figure)
    is_over_time = any("lines" in (trace.mode or "") and trace.name for trace in figure.data if trace.type == "scatter")
    return _lines(figure) if is_over_time and not _has_words_at_the_side(figure) else None


def addresses(figure: go.Figure | None) -> list[str]:
    """The addresses of the map files that a figure is drawn on."""
    traces = figure.data if figure is not None else ()
    return list(dict.fromkeys(str(one.geojson) for one in traces if one.type == "choroplethmap"))


def _bars(figure: go.Figure) -> Bars:
    bars = [trace for trace in figure.data if trace.type == "bar"]
    marks = [trace for trace in figure.data if trace.type == "scatter" and trace.name]
    is_first_at_the_bottom = (figure.layout.yaxis.autorange or "") != "reversed" and not _runs_down(figure)
    turn = slice(None, None, -1) if is_first_at_the_bottom else slice(None)
    series = [
        Series(
            _plain(trace.name),
            tuple(map(_number, trace.x))[turn],
            _marker_colours(trace, len(trace.x))[turn],
        )
        for trace in (*bars, *marks)
    ]
    format = _format_of(_told(bars[0])) or _number_format(figure, "x")
    is_stacked = figure.layout.barmode == "stack"
    return Bars(_categories(bars[0])[turn], tuple(series), is_stacked, format, _upright(figure))


def _upright(figure: go.Figure) -> tuple[str, float] | None:
    """An upright line across all bars, with the words above it."""
    for line in figure.layout.shapes:
        if line.x0 == line.x1 and line.yref == "y domain":
            words = [str(one.text) for one in figure.layout.annotations if one.x == line.x0 and one.yref == "paper"]
            return (_plain(words[0]), float(line.x0)) if words else None
    return None


def _runs_down(figure: go.Figure) -> bool:
    """Whether the first category stands on top because the axis runs from its end."""
    ends = figure.layout.yaxis.range
    return ends is not None and float(ends[0]) > float(ends[1])


def _categories(trace: Any) -> tuple[str, ...]:
    """The names of bars: what a pointer is told first, else what stands on the axis."""
    if trace.customdata is not None and not isinstance(trace.customdata[0], str):
        return tuple(_plain(row[0]) for row in trace.customdata)
    if trace.text is not None and not isinstance(trace.text, str):
        return tuple(map(_plain, trace.text))
    return tuple(map(_plain, trace.y))


def _marker_colours(trace: Any, count: int) -> tuple[str, ...]:
    colour = trace.marker.color
    if isinstance(colour, str) or colour is None:
        return (str(colour or trace.marker.line.color),) * count
    edges = trace.marker.line.color
    # White bars with a pattern are told by their edge.
    return tuple(
        str(edges[at] if one == "#ffffff" and not isinstance(edges, str) else one) for at, one in enumerate(colour)
    )


def _spans(figure: go.Figure) -> Spans:
    rows: dict[int, tuple[str, str | None, str | None, str, str]] = {}
    for trace in figure.data:
        if trace.type == "bar":
            colours, state = _marker_colours(trace, len(trace.y)), _plain(trace.name)
            for place, name, begin, length, colour in zip(
                trace.y, trace.text, trace.base, trace.x, colours, strict=True
            ):
                days = None if length is None else timedelta(milliseconds=float(length)).days
                last = None if days is None else (date.fromisoformat(begin) + timedelta(days=days - 1)).isoformat()
                rows[int(place)] = (_plain(name), begin if last else None, last, colour, state)
    names, begins, ends, colours, states = zip(*(rows[place] for place in sorted(rows)), strict=True)
    first, last = (str(end)[:10] for end in figure.layout.xaxis.range)
    return Spans(names, begins, ends, first, last, colours, states)


def _lines(figure: go.Figure) -> Lines:
    """Parts of one line, between breaks, are one series; bands and marks without a line are left out."""
    told: dict[str, dict[str, float | None]] = {}
    looks: dict[str, tuple[str, str]] = {}
    for trace in figure.data:
        if trace.type == "scatter" and "lines" in (trace.mode or "") and trace.name and trace.fill in (None, "none"):
            name = _plain(trace.name)
            values = told.setdefault(name, {})
            values.update({str(at)[:10]: _number(value) for at, value in zip(trace.x, trace.y, strict=True)})
            looks.setdefault(name, (str(trace.line.color), str(trace.line.dash or "solid")))
    moments = sorted({at for values in told.values() for at in values})
    series = [
        Series(name, tuple(values.get(at) for at in moments), (looks[name][0],), looks[name][1])
        for name, values in told.items()
    ]
    return Lines(tuple(moments), tuple(series), _number_format(figure, "y"))


def _has_words_at_the_side(figure: go.Figure) -> bool:
    """Whether the upright axis has names: then the lines are bands beside dots, over no moments."""
    return any(isinstance(one, str) for trace in figure.data if trace.y is not None for one in trace.y)


def _grid(figure: go.Figure) -> Grid:
    heat = figure.data[0]
    steps = [(float(edge), str(colour)) for edge, colour in heat.colorscale]
    low, high = float(heat.zmin), float(heat.zmax)
    names = tuple(_plain(row[0][0]) for row in heat.customdata)
    cells = tuple(
        tuple(
            Cell(_plain(text).replace("<br>", "\n"), step(steps, (float(value) - low) / (high - low)))
            for text, value in zip(texts, values, strict=True)
        )
        for texts, values in zip(heat.text, heat.z, strict=True)
    )
    return Grid(tuple(map(_plain, heat.x)), names, cells)


def _number(value: Any) -> float | None:
    return None if value is None or value != value else float(value)


def _plain(text: Any) -> str:
    return unescape(str(text)) if text else ""


def _told(bars: Any) -> list[str]:
    """The values of bars as a pointer is told them."""
    rows = bars.customdata
    return [] if rows is None or isinstance(rows[0], str) else [str(row[1]) for row in rows]


def _format_of(told: Sequence[str]) -> str:
    """How a spreadsheet writes values that are told like this (`€ 1.200`, `15,3%`); empty where that is not known."""
    if not told:
        return ""
    decimals = max(len(re.sub(r"\D", "", text.partition(",")[2])) for text in told)
    number = "#,##0" + ("." + "0" * decimals if decimals else "")
    if told[0].lstrip("-").startswith("€"):
        return f'"€ "{number}'
    return f'{number}"%"' if told[0].endswith("%") else number


def _number_format(figure: go.Figure, axis: str) -> str:
    """How a spreadsheet writes the values: as the axis does, else as whole numbers."""
    of = figure.layout[f"{axis}axis"]
    sign = str(of.tickprefix or "").strip()
    unit = str(of.ticksuffix or "")
    decimals = next((int(one) for one in str(of.tickformat or "") if one.isdigit()), 0)
    number = "#,##0" + ("." + "0" * decimals if decimals else "")
    return (f'"{sign} "' if sign else "") + number + (f'"{unit}"' if unit else "")
