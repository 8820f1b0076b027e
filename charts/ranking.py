"""The ranking of areas on one indicator, as bars."""

import pandas as pd
import plotly.graph_objects as go

from charts import theme
from charts.rows import known
from model import dutch
from model.catalogue import Indicator
from model.disclosed import Disclosed

MOST_BARS = 60
_BAR_PX = 26
_CHARACTER_PX = 9
_LONGEST_NAME = 30


def ranking(
    table: Disclosed, indicator: Indicator, lit: str | None = None, reference: tuple[str, float] | None = None
) -> go.Figure:
    """Bars from most to least, the lit area in the accent colour, the value of a larger area as a line.

    `table` has region, name, value and status; only areas with a value get a bar, at most sixty of them: the highest,
    and the lit one.
    """
    rows = most_of(known(table.frame).sort_values(["value", "name"], ascending=[False, True]), lit)[::-1]
    texts = [dutch.quantity(value, indicator.unit, indicator.decimals) for value in rows["value"]]
    room = _CHARACTER_PX * max(map(len, texts), default=0)
    colour = theme.scale(indicator)[2]
    figure = go.Figure(
        go.Bar(
            x=rows["value"].tolist(),
            y=rows["region"].tolist(),
            orientation="h",
            marker={"color": [theme.LIT if region == lit else colour for region in rows["region"]]},
            customdata=list(zip(rows["name"], texts, strict=True)),
            hovertemplate="<b>%{customdata[0]}</b><br>%{customdata[1]}<extra></extra>",
            # A click chooses an area; the lit colour says which, so bars that are not chosen must not fade.
            selected={"marker": {"opacity": 1}},
            unselected={"marker": {"opacity": 1}},
        )
    )
    if reference is not None:
        name, value = reference
        figure.add_vline(x=value, line={"color": theme.TEXT, "width": 1.5, "dash": "dot"}, layer="below")
        figure.add_annotation(
            x=value, y=1, yref="paper", yanchor="bottom", text=name, showarrow=False, font={"size": 13}
        )
    # A column of numbers at the right. All at once: one by one, each would have plotly look at all before it again.
    figure.layout.annotations += tuple(
        go.layout.Annotation(
            x=1, xref="paper", xanchor="right", xshift=room, y=region, text=text, showarrow=False, font={"size": 14}
        )
        for region, text in zip(rows["region"], texts, strict=True)
    )
    ends = [0.0, *rows["value"].tolist(), *([reference[1]] if reference else [])]
    figure.update_xaxes(
        showgrid=False,
        showticklabels=False,
        zeroline=min(ends) < 0,
        zerolinecolor=theme.MUTED,
        fixedrange=True,
        range=[min(ends), max(ends) or 1],
    )
    figure.update_yaxes(
        tickmode="array",
        tickvals=rows["region"].tolist(),
        ticktext=[short(name) for name in rows["name"]],
        fixedrange=True,
        automargin=True,
    )
    return theme.styled(
        figure,
        max(160, _BAR_PX * len(rows) + 40),
        bargap=0.25,
        clickmode="event+select",
        dragmode=False,
        margin={"t": 26, "r": room},
    )


def most_of(ordered: pd.DataFrame, lit: str | None) -> pd.DataFrame:
    """At most sixty areas: the first, and the lit one in its place."""
    is_lit = ordered["region"] == lit
    return ordered[is_lit | ((~is_lit).cumsum() <= MOST_BARS - int(is_lit.sum()))]


def short(name: str) -> str:
    """A name as it fits beside a bar."""
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1].rstrip() + "…"
