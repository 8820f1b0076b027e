"""How the money of the grant goes through time: what is spent beside what came in, what is planned and an even pace."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from html import escape

import pandas as pd
import plotly.graph_objects as go

from charts import theme
from model import dutch
from model.disclosed import Disclosed
from model.grant import FIRST_DAY, PROGRAMME_START, month_end, school_year
from model.money import euros

_HEIGHT = 520
_INK, _PLAN, _IN = "#0b4a5a", "#9c4075", "#8a5a0a"
_SHADE, _BAND, _SPREAD = "#eef3f4", "#c9943d", "rgba(47, 125, 143, 0.16)"
_LINES = (
    ("spent_cents", "besteed", _INK, "solid", "circle", 3.5),
    ("committed_cents", "besteed en vastgelegd", _INK, "dot", "diamond", 2),
    ("received_cents", "ontvangen", _IN, "dash", "triangle-up", 2),
    ("planned_cents", "gepland", _PLAN, "dashdot", "square", 2),
    ("even_cents", "gelijkmatig tempo", theme.MUTED, "longdash", None, 1.5),
)
"""Column, name, colour, dash, mark and width: no line is known by its colour alone."""
_AHEAD = (
    ("plan_cents", "als het plan lukt", _PLAN, "longdashdot", "square-open"),
    ("pace_cents", "als het tempo zo blijft", "#2f7d8f", "dot", "circle-open"),
)
_EVERY = 3
"""A mark on one month of three, so that marks do not hide the line."""


@dataclass(frozen=True)
class Marks:
    """What stands in the picture beside the lines."""

    as_of: date
    last_day: date
    granted: int
    """Cents of the grant; 0 where no decision is known."""
    payments: Sequence[tuple[date, int, bool]] = ()
    """Of each payment the day, the cents and whether it came in."""
    notes: Sequence[tuple[date, str]] = ()


def burn(table: Disclosed, ahead: Disclosed, marks: Marks) -> go.Figure:
    """The lines until the day that is looked at, and two lines from there to the last day of spending.

    `table` is that of `analysis.budget_pace.cumulative`, `ahead` that of `analysis.budget_forecast.forecast`.
    """
    figure = go.Figure()
    rows = table.frame
    days = {name: rows["day"].tolist() for name, *_ in _LINES}
    days["planned_cents"] = [month_end(month) for month in rows["month"]]
    _prefinanced(figure, rows)
    for column, name, colour, dash, symbol, width in _LINES:
        known = rows[column].notna().tolist()
        if column == "planned_cents" and not rows[column].any():
            continue
        if column == "committed_cents" and rows[column].equals(rows["spent_cents"]):
            continue
        if column == "planned_cents":  # where the plan ends, its line does
            known = [place <= int(rows[column].argmax()) for place in range(len(rows))]
        x = [day for day, is_known in zip(days[column], known, strict=True) if is_known]
        figure.add_trace(_line(x, rows.loc[known, column], name, colour, dash, symbol, width))
    _forecast(figure, ahead.frame)
    if marks.payments:
        figure.add_trace(_payments(marks))
    _mark_days(figure, marks, max([marks.last_day, *rows["day"]]))
    figure.update_xaxes(type="date", tickformat="%m-%Y", nticks=8, gridcolor=theme.GRID, fixedrange=True, tickangle=0)
    figure.update_yaxes(_axis())
    return theme.styled(
        figure,
        _HEIGHT,
        dragmode=False,
        hovermode="closest",
        margin={"t": 48, "r": 8, "b": 40},
        legend={"traceorder": "normal", "y": -0.12},
    )


def _axis() -> dict[str, object]:
    return {
        "tickformat": ",.0f",
        "tickprefix": "€\N{NO-BREAK SPACE}",
        "gridcolor": theme.GRID,
        "zerolinecolor": theme.MUTED,
        "fixedrange": True,
        "rangemode": "tozero",
        "automargin": True,
    }


def _euros(cents: "pd.Series[int]") -> list[float]:
    """Where amounts stand on an axis; what is told of them comes from the cents."""
    return [int(one) / 100 for one in cents]


def _line(
    days: Sequence[date], cents: "pd.Series[int]", name: str, colour: str, dash: str, symbol: str | None, width: float
) -> go.Scatter:
    marked = [9 if symbol and (len(days) - 1 - place) % _EVERY == 0 else 0 for place in range(len(days))]
    return go.Scatter(
        x=[day.isoformat() for day in days],
        y=_euros(cents),
        mode="lines+markers" if symbol else "lines",
        name=name,
        line={"color": colour, "width": width, "dash": dash},
        marker={"symbol": symbol or "circle", "size": marked, "color": colour},
        text=[f"{euros(int(one))} op {dutch.day(day)}" for one, day in zip(cents, days, strict=True)],
        hovertemplate="<b>%{fullData.name}</b><br>%{text}<extra></extra>",
    )


def _prefinanced(figure: go.Figure, rows: pd.DataFrame) -> None:
    """The band between what is spent and what came in, where more is spent: striped, so that it is seen as it is."""
    known = rows[rows["spent_cents"].notna()]
    if not known["prefinanced_cents"].gt(0).any():
        return
    x = [day.isoformat() for day in known["day"]]
    top = known["received_cents"] + known["prefinanced_cents"]
    edge = {"width": 0, "color": _BAND}
    figure.add_trace(
        go.Scatter(x=x, y=_euros(known["received_cents"]), mode="lines", line=edge, showlegend=False, hoverinfo="skip")
    )
    figure.add_trace(
        go.Scatter(
            x=x,
            y=_euros(top),
            mode="lines",
            line=edge,
            fill="tonexty",
            fillpattern={"shape": "/", "fgcolor": _BAND, "bgcolor": "rgba(255,255,255,0)", "size": 7, "solidity": 0.3},
            name="voorgefinancierd",
            hoverinfo="skip",
        )
    )


def _forecast(figure: go.Figure, rows: pd.DataFrame) -> None:
    if rows.empty:
        return
    days = rows["day"].tolist()
    x = [day.isoformat() for day in days]
    if rows["low_cents"].notna().all():
        edge = {"width": 0, "color": _SPREAD}
        low, high = _euros(rows["low_cents"]), _euros(rows["high_cents"])
        figure.add_trace(go.Scatter(x=x, y=low, mode="lines", line=edge, showlegend=False, hoverinfo="skip"))
        figure.add_trace(
            go.Scatter(
                x=x, y=high, mode="lines", line=edge, fill="tonexty", fillcolor=_SPREAD, hoverinfo="skip",
                name="spreiding van het tempo (8 van de 10 keer)",
            )
        )  # fmt: skip
    for column, name, colour, dash, symbol in _AHEAD:
        figure.add_trace(_line(days, rows[column], name, colour, dash, symbol, 2.5))


def _payments(marks: Marks) -> go.Scatter:
    """The payments along the bottom: filled what came in, open what is due."""
    return go.Scatter(
        x=[day.isoformat() for day, _, _ in marks.payments],
        y=[0] * len(marks.payments),
        mode="markers",
        name="betaling (open: nog niet ontvangen)",
        marker={
            "symbol": ["triangle-up" if came_in else "triangle-up-open" for _, _, came_in in marks.payments],
            "size": 9,
            "color": _IN,
        },
        text=[
            f"{euros(cents)} {'ontvangen op' if came_in else 'te ontvangen op'} {dutch.day(day)}"
            for day, cents, came_in in marks.payments
        ],
        hovertemplate="<b>betaling</b><br>%{text}<extra></extra>",
        cliponaxis=False,
    )


def _mark_days(figure: go.Figure, marks: Marks, last: date) -> None:
    """School years, every other one shaded; the grant; the day looked at, the last day, and the officer's notes."""
    for place, year in enumerate(range(PROGRAMME_START.year, last.year + 1)):
        first, end = date(year, 8, 1), min(date(year + 1, 7, 31), last)
        if first > last:
            break
        if place % 2 == 0:
            figure.add_vrect(
                x0=first.isoformat(), x1=end.isoformat(), fillcolor=_SHADE, line_width=0, layer="below"
            )  # fmt: skip
        _label(figure, first, 1.0, f"{school_year(first)[2:5]}{school_year(first)[7:]}", "left", theme.MUTED)
    if marks.granted:
        figure.add_hline(y=marks.granted / 100, line={"color": theme.TEXT, "width": 1.5, "dash": "dash"})
        figure.add_annotation(
            x=FIRST_DAY.isoformat(), xanchor="left", y=marks.granted / 100, yanchor="bottom", showarrow=False,
            text=f"toegekend {euros(marks.granted)}", font={"size": 13, "color": theme.TEXT},
        )  # fmt: skip
    _upright(figure, marks.as_of, theme.LIT, "dot", 2)
    side = "right" if (marks.as_of - FIRST_DAY).days * 2 > (last - FIRST_DAY).days else "left"
    _label(figure, marks.as_of, 1.05, f"stand per {dutch.day(marks.as_of)}", side, theme.TEXT)
    for number, (day, text) in enumerate(marks.notes, start=1):
        _upright(figure, day, theme.MUTED, "solid", 1)
        figure.add_annotation(
            x=day.isoformat(), y=0.9, yref="paper", yanchor="top", text=str(number), showarrow=False,
            font={"size": 13, "color": theme.TEXT}, bgcolor="#ffffff", bordercolor=theme.MUTED, borderpad=2,
            hovertext=escape(text, quote=False),
        )  # fmt: skip


def _upright(figure: go.Figure, day: date, colour: str, dash: str, width: float) -> None:
    figure.add_vline(x=day.isoformat(), line={"color": colour, "width": width, "dash": dash})


def _label(figure: go.Figure, day: date, height: float, text: str, side: str, colour: str) -> None:
    figure.add_annotation(
        x=day.isoformat(), xanchor=side, y=height, yref="paper", yanchor="bottom", text=text, showarrow=False,
        font={"size": 13, "color": colour},
    )  # fmt: skip
