"""Where one area stands on several indicators: a dot a line, from 0 (all others are higher) to 100 (all are lower)."""

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from charts import theme
from model.catalogue import Direction, Indicator
from model.disclosed import Disclosed

_ROW_PX = 46
_SHADE = 3
"""The colour of a layer's scale that is dark enough for a dot."""


def positions(
    table: Disclosed, indicators: Sequence[Indicator], among: str, axis: str, texts: Mapping[str, str]
) -> go.Figure:
    """One line an indicator, all of one layer, with a dot where it has a position among the set `among`.

    `table` has indicator and `position_<among>`; `axis` says what the positions are a share of, `texts` what a dot says
    by indicator. What is modelled has an open dot, a fact without a direction the neutral colour.
    """
    figure = go.Figure()
    rows = table.frame[["indicator", f"position_{among}"]].dropna()
    place_of: dict[str, float] = dict(rows.itertuples(index=False))
    colour = theme.SEQUENTIAL[indicators[0].layer][_SHADE]
    styles = {
        "gemeten": ("circle", colour),
        "modelschatting": ("circle-open", colour),
        "feit, hoger is niet beter of slechter": ("diamond", theme.NEUTRAL[_SHADE]),
    }
    for name, (symbol, shade) in styles.items():
        of = [row for row in indicators if row.id in place_of and _style(row) == name]
        if not of:
            continue
        figure.add_trace(
            go.Scatter(
                x=[place_of[row.id] for row in of],
                y=[row.label for row in of],
                mode="markers",
                name=name,
                marker={"symbol": symbol, "size": 14, "color": shade, "line": {"width": 3, "color": shade}},
                text=[texts[row.id] for row in of],
                hovertemplate="<b>%{y}</b><br>%{text}<extra></extra>",
            )
        )
    figure.add_vline(x=50, line={"color": theme.MUTED, "width": 1, "dash": "dot"})
    figure.update_xaxes(
        range=[-3, 103],
        tickvals=[0, 25, 50, 75, 100],
        ticksuffix="%",
        title={"text": axis, "font": {"size": 14}},
        gridcolor=theme.GRID,
        zeroline=False,
        fixedrange=True,
    )
    labels = [row.label for row in indicators]
    figure.update_yaxes(
        categoryorder="array",
        categoryarray=labels[::-1],
        range=[-0.5, len(labels) - 0.3],
        showticklabels=False,
        fixedrange=True,
        gridcolor=theme.GRID,
    )
    for label in labels:  # above its line, where a telephone has room for it
        figure.add_annotation(x=0, xref="paper", xanchor="left", y=label, yshift=17, text=label, showarrow=False)
    return theme.styled(
        figure,
        110 + _ROW_PX * len(indicators),
        dragmode=False,
        showlegend=True,
        legend={"y": 1, "yanchor": "bottom"},
        margin={"l": 8, "t": 40, "b": 56},
    )


def _style(indicator: Indicator) -> str:
    if indicator.is_modelled:
        return "modelschatting"
    return "feit, hoger is niet beter of slechter" if indicator.direction is Direction.NONE else "gemeten"
