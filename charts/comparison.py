"""Several areas on several indicators, as dots on one line per indicator."""

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from charts import theme
from charts.rows import known
from model import dutch
from model.catalogue import Indicator
from model.disclosed import Disclosed

_STYLES = tuple(zip((theme.LIT, *theme.OTHERS), ("circle", "diamond", "square", "line-ns-open"), strict=True))

_ROW_PX = 60


def comparison(table: Disclosed, indicators: Sequence[Indicator], places: Mapping[str, str]) -> go.Figure:
    """Dots of at most four areas on one line per indicator; the first place is the lit one.

    `table` has indicator, region, value and status; all indicators must share one unit.
    """
    figure = go.Figure()
    rows = known(table.frame)
    written = theme.numbers(indicators[0])
    for (region, name), (colour, symbol) in reversed(list(zip(places.items(), _STYLES, strict=False))):
        values = rows[rows["region"] == region].set_index("indicator")["value"].to_dict()
        of = [indicator for indicator in indicators if indicator.id in values]
        figure.add_trace(
            go.Scatter(
                x=[values[indicator.id] * written.factor for indicator in of],
                y=[indicator.label for indicator in of],
                mode="markers",
                name=name,
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
