"""The trend of one indicator over the years, as lines that stop where years cannot be compared."""

from collections.abc import Mapping
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from charts import theme
from charts.rows import known
from model import dutch
from model.catalogue import Indicator
from model.disclosed import Disclosed

_HEIGHT = 320
_STYLES = (("solid", "circle"), ("dash", "diamond"), ("dot", "square"), ("dashdot", "x"))
"""Dash and mark of the lit area and of those around it, so that no line is known by its colour alone."""


def _year(period: str) -> int:
    return int(period[:4])


def _mark_break(figure: go.Figure, at: float, reason: str) -> None:
    figure.add_vline(x=at, line={"color": theme.MUTED, "width": 1, "dash": "dot"})
    figure.add_annotation(
        x=at, y=1, yref="paper", yanchor="bottom", text=reason, showarrow=False, font={"size": 13, "color": theme.MUTED}
    )


def _bars(rows: pd.DataFrame, factor: float, colour: str) -> dict[str, Any] | None:
    """The intervals of these figures; None when none has one, so that nothing is drawn and nothing is sent."""
    if rows["low"].isna().all():
        return None
    up, down = rows["high"] - rows["value"], rows["value"] - rows["low"]
    return {
        "array": [None if pd.isna(one) else one for one in up * factor],
        "arrayminus": [None if pd.isna(one) else one for one in down * factor],
        "color": colour,
        "thickness": 1.5,
        "width": 4,
    }


def trend(table: Disclosed, indicator: Indicator, names: Mapping[str, str], lit: str) -> go.Figure:
    """One line an area over the periods; a line stops where a border or a method changed, and says why.

    `table` has region, period (beginning with a year), value, low, high, status, segment and reason; `names` are the
    areas in the order of the legend. The lit area is drawn thick, the others thin; a figure with an interval has a bar.
    """
    figure = go.Figure()
    rows = known(table.frame)
    written = theme.numbers(indicator)
    others = iter(zip(theme.OTHERS, _STYLES[1:], strict=True))
    for region, name in names.items():
        is_lit = region == lit
        colour, (dash, symbol) = (theme.LIT, _STYLES[0]) if is_lit else next(others, (theme.MUTED, _STYLES[-1]))
        own = rows[rows["region"] == region]
        for place, (_, part) in enumerate(own.groupby("segment")):
            figure.add_trace(
                go.Scatter(
                    x=[_year(period) for period in part["period"]],
                    y=(part["value"] * written.factor).tolist(),
                    mode="lines+markers",
                    name=name,
                    legendgroup=region,
                    showlegend=place == 0,
                    line={"color": colour, "width": 3.5 if is_lit else 2, "dash": dash},
                    marker={"size": 10 if is_lit else 8, "symbol": symbol},
                    error_y=_bars(part, written.factor, colour),
                    text=[dutch.quantity(value, indicator.unit, indicator.decimals) for value in part["value"]],
                    customdata=part["period"].tolist(),
                    hovertemplate="<b>%{fullData.name}</b>, %{customdata}: %{text}<extra></extra>",
                )
            )
        if is_lit:
            before = own["period"].shift(fill_value="")
            for begin, end, reason in zip(before, own["period"], own["reason"], strict=True):
                if reason:
                    _mark_break(figure, (_year(begin) + _year(end)) / 2, reason)
    periods = sorted(set(rows["period"]))
    figure.update_xaxes(
        tickvals=[_year(period) for period in periods], ticktext=periods, gridcolor=theme.GRID, fixedrange=True
    )
    figure.update_yaxes(theme.value_axis(indicator))
    return theme.styled(
        figure, _HEIGHT, dragmode=False, margin={"t": 28, "b": 40}, legend={"y": -0.18}, hovermode="closest"
    )
