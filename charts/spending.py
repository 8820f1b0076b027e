"""Spending by a cut as bars that can be clicked, and plan against actual of each measure."""

from html import escape

import pandas as pd
import plotly.graph_objects as go

from charts import theme
from charts.ranking import short
from model.disclosed import Disclosed
from model.money import euros

_BAR_PX, _PLAN_PX = 34, 52
MOST_BARS = 40
_COLOUR, _UNPLACED, _LIGHT = "#0b5c6b", "#9c6b1a", "#ffffff"


def cuts(table: Disclosed, unplaced: str) -> go.Figure:
    """A bar for each row of `analysis.budget.burn`, its amount at the right; what has no place yet is striped.

    A click gives the key of the bar. At most forty bars.
    """
    rows = table.frame.head(MOST_BARS)
    keys = rows["key"].tolist()
    amounts = [int(cents) / 100 for cents in rows["cents"]]
    is_open = [key == unplaced for key in keys]
    figure = go.Figure(
        go.Bar(
            x=amounts,
            y=keys,
            orientation="h",
            marker={
                "color": [_LIGHT if one else _COLOUR for one in is_open],
                "line": {"color": [_UNPLACED if one else _COLOUR for one in is_open], "width": 1},
                "pattern": {"shape": ["/" if one else "" for one in is_open], "fgcolor": _UNPLACED, "size": 7},
            },
            customdata=[
                [escape(label, quote=False), euros(int(cents), True), int(count)]
                for label, cents, count in zip(rows["label"], rows["cents"], rows["bookings"], strict=True)
            ],
            hovertemplate="<b>%{customdata[0]}</b><br>%{customdata[1]} in %{customdata[2]} boekingen<extra></extra>",
            selected={"marker": {"opacity": 1}},
            unselected={"marker": {"opacity": 1}},
        )
    )
    for place, (label, cents) in enumerate(zip(rows["label"], rows["cents"], strict=True)):
        _words(figure, place, escape(short(label), quote=False), euros(int(cents)))
    _axes(figure, amounts, keys)
    return theme.styled(
        figure, max(120, _PLAN_PX * len(rows) + 16), bargap=0.62, clickmode="event+select", dragmode=False,
    )  # fmt: skip


def plan(table: Disclosed) -> go.Figure:
    """Of each measure of `analysis.budget_pace.against_plan` what is spent, with a mark where the plan had it."""
    rows = table.frame.head(MOST_BARS)
    places = list(range(len(rows)))
    spent = [int(cents) / 100 for cents in rows["spent_cents"]]
    planned = [int(cents) / 100 for cents in rows["planned_to_date_cents"]]
    names = [escape(name, quote=False) for name in rows["name"]]
    figure = go.Figure(
        [
            _plan_bars(places, spent, names, rows["spent_cents"]),
            go.Scatter(
                x=planned,
                y=places,
                mode="markers",
                name="gepland tot nu",
                marker={"symbol": "line-ns", "size": 20, "line": {"width": 4, "color": theme.LIT}},
                customdata=list(zip(names, map(_told, rows["planned_to_date_cents"]), strict=True)),
                hovertemplate="<b>%{customdata[0]}</b><br>gepland tot nu: %{customdata[1]}<extra></extra>",
            ),
        ]
    )
    for place, (name, state) in enumerate(zip(rows["name"], rows["state"], strict=True)):
        _words(figure, place, escape(short(name), quote=False), state)
    _axes(figure, [*spent, *planned], places)
    return theme.styled(
        figure, max(160, _PLAN_PX * len(rows) + 60), bargap=0.62, dragmode=False, legend={"y": 0, "yanchor": "top"},
        margin={"b": 44},
    )  # fmt: skip


def _told(cents: int) -> str:
    return euros(int(cents), True)


def _plan_bars(places: list[int], spent: list[float], names: list[str], cents: "pd.Series[int]") -> go.Bar:
    return go.Bar(
        x=spent,
        y=places,
        orientation="h",
        name="besteed",
        marker={"color": _COLOUR},
        customdata=list(zip(names, map(_told, cents), strict=True)),
        hovertemplate="<b>%{customdata[0]}</b><br>besteed: %{customdata[1]}<extra></extra>",
    )


def _words(figure: go.Figure, place: int, name: str, told: str) -> None:
    """A name above its bar at the left and what is told of it at the right, so that long names fit on a telephone."""
    for text, x, anchor in ((name, 0, "left"), (told, 1, "right")):
        figure.add_annotation(
            x=x, xref="paper", xanchor=anchor, y=place, yanchor="bottom", yshift=9, text=text, showarrow=False,
            font={"size": 14, "color": theme.TEXT},
        )  # fmt: skip


def _axes(figure: go.Figure, ends: list[float], places: list[str] | list[int]) -> None:
    low, high = min([0.0, *ends]), max([0.0, *ends]) or 1.0
    figure.update_xaxes(
        showgrid=False, showticklabels=False, zeroline=True, zerolinecolor=theme.MUTED, fixedrange=True,
        range=[low, high * 1.02],
    )  # fmt: skip
    is_words = bool(places) and isinstance(places[0], str)
    figure.update_yaxes(
        visible=False,
        fixedrange=True,
        range=[len(places) - 0.6, -0.9],
        **({"type": "category", "categoryorder": "array", "categoryarray": places} if is_words else {}),
    )
