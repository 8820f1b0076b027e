"""Several areas on several indicators, as dots on one line per indicator."""

from collections.abc import Mapping, Sequence
from typing import Any

import pandas as pd
import plotly.graph_objects as go

from charts import theme
from charts.rows import known
from model import dutch
from model.catalogue import Indicator
from model.disclosed import Disclosed

_COLOURS = (theme.LIT, *theme.OTHERS, theme.NEUTRAL[3])
_STYLES = tuple(zip(_COLOURS, ("circle", "diamond", "square", "triangle-up", "x"), strict=True))

_ROW_PX = 60


def _bars(own: pd.DataFrame, factor: float, colour: str) -> dict[str, Any] | None:
    """The intervals of one area as error bars; nothing where none is known."""
    if "low" not in own or own["low"].isna().all():
        return None
    return {
        "type": "data",
        "symmetric": False,
        "array": ((own["high"] - own["value"]) * factor).fillna(0).tolist(),
        "arrayminus": ((own["value"] - own["low"]) * factor).fillna(0).tolist(),
        "color": colour,
        "thickness": 1.5,
        "width": 4,
    }


def comparison(table: Disclosed, indicators: Sequence[Indicator], places: Mapping[str, str]) -> go.Figure:
    """Dots of at most five areas on one line per indicator; the first place is the lit one.

    `table` has indicator, region, value and status, and may have low and high, the ends of intervals; all indicators
    must share one unit.
    """
    figure = go.Figure()
    rows = known(table.frame)
    written = theme.numbers(indicators[0])
    for (region, name), (colour, symbol) in reversed(list(zip(places.items(), _STYLES, strict=False))):
        own = rows[rows["region"] == region].set_index("indicator")
        values = own["value"].to_dict()
        of = [indicator for indicator in indicators if indicator.id in values]
        figure.add_trace(
            go.Scatter(
                x=[values[indicator.id] * written.factor for indicator in of],
                y=[indicator.label for indicator in of],
                mode="markers",
                name=name,
                error_x=_bars(own.loc[[row.id for row in of]], written.factor, colour),
                marker={
                    "symbol": symbol,
                    "size": 16 if colour == theme.LIT else 12,
                    "color": colour,
                    "line": {"width": 2, "color": colour},
                },
                text=[dutch.quantity(values[indicator.id], indicator.unit, indicator.decimals) for indicator in of],
                hovertemplate="<b>%{fullData.name}</b><br>%{y}: %{text}<extra></extra>",
            )
        )
    figure.update_xaxes(theme.value_axis(indicators[0]))
    labels = [indicator.label for indicator in indicators]
    figure.update_yaxes(
        categoryorder="array",
        categoryarray=labels[::-1],
        range=[-0.5, len(labels) - 0.4],
        showticklabels=False,
        fixedrange=True,
        gridcolor=theme.GRID,
    )
    for label in labels:  # above its line, where a telephone has room for it
        figure.add_annotation(x=0, xref="paper", xanchor="left", y=label, yshift=20, text=label, showarrow=False)
    return theme.styled(
        figure,
        90 + _ROW_PX * len(indicators),
        dragmode=False,
        showlegend=True,
        legend={"traceorder": "reversed", "y": 1, "yanchor": "bottom"},
        margin={"l": 8, "t": 40, "b": 36},
    )
