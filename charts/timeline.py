"""The time line of measures: a bar each over the school years, its state told by words and pattern."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from html import escape

import pandas as pd
import plotly.graph_objects as go

from charts import theme
from model.disclosed import Disclosed
from model.measure import MeasureState

_COLOUR, _LIGHT = "#0b5c6b", "#ffffff"
_PATTERN = {
    MeasureState.IDEA: ".",
    MeasureState.PROPOSED: "/",
    MeasureState.DECIDED: "x",
    MeasureState.RUNNING: "",
    MeasureState.STOPPED: "-",
}
_ROW_PX, _BAR_PX = 46, 14
"""A name above each bar, so that long names fit on a telephone."""
_TOP_PX, _DAYS_PX = 26, 40
_LONGEST_NAME = 34
_DAY_MS = 86_400_000
_SHADE = "#eef3f4"


@dataclass(frozen=True)
class Span:
    """The days that a time line shows."""

    first: date
    last: date
    years: Sequence[tuple[str, date, date]]
    """The school years within it: what each is called, its first and its last day."""
    today: date | None = None
    """Where the line of today stands; None for a day that is not shown."""


def timeline(table: Disclosed, span: Span) -> go.Figure:
    """A bar for each measure, the first on top; one without days has its line and no bar.

    `table` has name, state, start, end (a date or None) and days, the words for them. A bar that begins before the
    first day or has no end goes to the edge.
    """
    rows = table.frame
    places: dict[MeasureState, list[int]] = {state: [] for state in MeasureState}
    for place, state in enumerate(rows["state"]):
        places[MeasureState(state)].append(place)
    figure = go.Figure()
    for state, of in places.items():
        if of:
            figure.add_trace(_bars(rows.iloc[of], of, state, span))
    # All at once: plotly reads every text again for each one that is added.
    figure.update_layout(
        annotations=[
            {
                "x": x,
                "xref": "paper",
                "xanchor": anchor,
                "y": place,
                "yanchor": "bottom",
                "yshift": _BAR_PX / 2 - 1,
                "text": text,
                "showarrow": False,
                "font": {"size": 14, "color": theme.TEXT if x == 0 else theme.MUTED},
            }
            for place, (name, state) in enumerate(zip(rows["name"], rows["state"], strict=True))
            for text, x, anchor in ((escape(_short(name), quote=False), 0, "left"), (state, 1, "right"))
        ]
    )
    _mark_days(figure, span)
    figure.update_xaxes(
        type="date",
        range=[_at(span.first), _at(span.last + timedelta(days=1))],
        tickformat="%m-%Y",
        nticks=8,
        gridcolor=theme.GRID,
        fixedrange=True,
        tickangle=0,
    )
    figure.update_yaxes(visible=False, fixedrange=True, range=[len(rows) - 0.5, -0.9])
    return theme.styled(
        figure,
        _ROW_PX * len(rows) + _TOP_PX + _DAYS_PX,
        barmode="overlay",
        dragmode=False,
        margin={"l": 0, "r": 0, "t": _TOP_PX, "b": _DAYS_PX},
        showlegend=False,
    )


def _bars(rows: pd.DataFrame, of: Sequence[int], state: MeasureState, span: Span) -> go.Bar:
    begins, lengths = [], []
    for start, end in zip(rows["start"], rows["end"], strict=True):
        first, last = max(start or span.first, span.first), min(end or span.last, span.last)
        is_drawn = (start or end) is not None and first <= last
        begins.append(_at(first))
        lengths.append(((last - first).days + 1) * _DAY_MS if is_drawn else None)
    is_quiet = state in (MeasureState.IDEA, MeasureState.PROPOSED, MeasureState.STOPPED)
    return go.Bar(
        base=begins,
        x=lengths,
        y=list(of),
        width=_BAR_PX / _ROW_PX,
        orientation="h",
        name=state.value,
        marker={
            "color": _LIGHT if is_quiet else _COLOUR,
            "line": {"color": _COLOUR, "width": 1},
            "pattern": {
                "shape": _PATTERN[state],
                "fgcolor": _COLOUR if is_quiet else _LIGHT,
                "fillmode": "overlay",
                "size": 7,
                "solidity": 0.25,
            },
        },
        text=[escape(name, quote=False) for name in rows["name"]],
        textposition="none",
        customdata=[escape(days, quote=False) for days in rows["days"]],
        hovertemplate=f"<b>%{{text}}</b><br>%{{customdata}} · {state.value}<extra></extra>",
    )


def _mark_days(figure: go.Figure, span: Span) -> None:
    """The school years, every other one shaded, and today."""
    for place, (name, first, last) in enumerate(span.years):
        if place % 2 == 0:
            edges = _at(first), _at(last + timedelta(days=1))
            figure.add_vrect(x0=edges[0], x1=edges[1], fillcolor=_SHADE, line_width=0, layer="below")
        figure.add_annotation(
            x=_at(first), y=1, yref="paper", xanchor="left", yanchor="bottom", text=name, showarrow=False,
            font={"size": 13, "color": theme.MUTED},
        )  # fmt: skip
    if span.today is not None:
        figure.add_vline(x=_at(span.today), line={"color": theme.LIT, "width": 2, "dash": "dot"})
        figure.add_annotation(
            x=_at(span.today), y=0, yref="paper", yanchor="top", yshift=-18, text="vandaag", showarrow=False,
            font={"size": 13, "color": theme.TEXT},
        )  # fmt: skip


def _at(day: date) -> str:
    return day.isoformat()


def _short(name: str) -> str:
    line = " ".join(name.split())
    return line if len(line) <= _LONGEST_NAME else line[: _LONGEST_NAME - 1].rstrip() + "…"
