"""The place of areas in a ranking, with the places that they could also have."""

from collections.abc import Iterator

import pandas as pd
import plotly.graph_objects as go

from charts import theme
from charts.ranking import most_of, short
from model.catalogue import Indicator
from model.disclosed import Disclosed

_ROW_PX = 28
_BAND_PX, _LINE_PX = 12, 2.5


def places(table: Disclosed, indicator: Indicator, lit: str | None) -> go.Figure:
    """A dot for the place of each area, a band for other weights and a line for chance; the best place on top.

    `table` has region, name, place, low_by_weights, high_by_weights, low_by_chance and high_by_chance; areas without a
    place are not drawn; of many areas the first sixty and the lit one.
    """
    rows = most_of(table.frame[table.frame["place"].notna()].sort_values(["place", "name"]), lit)[::-1]
    figure = go.Figure()
    colours = theme.scale(indicator)
    for name, label, colour, width in (
        ("weights", "bij andere gewichten", colours[1], _BAND_PX),
        ("chance", "door toeval", theme.TEXT, _LINE_PX),
    ):
        ends = rows[rows[f"low_by_{name}"].notna()]
        if len(ends):
            figure.add_scatter(
                x=list(_joined(ends[f"low_by_{name}"], ends[f"high_by_{name}"])),
                y=list(_joined(ends["region"], ends["region"])),
                mode="lines",
                line={"color": colour, "width": width},
                name=label,
                hoverinfo="skip",
            )
    figure.add_scatter(
        x=rows["place"].tolist(),
        y=rows["region"].tolist(),
        mode="markers",
        name="plaats",
        marker={
            "size": 12,
            "color": [theme.LIT if region == lit else colours[3] for region in rows["region"]],
            "line": {"color": "#ffffff", "width": 1},
        },
        text=rows["name"].tolist(),
        hovertemplate="<b>%{text}</b><br>plaats %{x}<extra></extra>",
        selected={"marker": {"opacity": 1}},
        unselected={"marker": {"opacity": 1}},
    )
    figure.update_xaxes(fixedrange=True, gridcolor=theme.GRID, zeroline=False, side="top", tickformat=",d")
    figure.update_yaxes(
        tickmode="array",
        tickvals=rows["region"].tolist(),
        ticktext=[short(name) for name in rows["name"]],
        fixedrange=True,
        automargin=True,
    )
    return theme.styled(
        figure,
        max(180, _ROW_PX * len(rows) + 90),
        clickmode="event+select",
        dragmode=False,
        margin={"t": 34, "b": 40},
    )


def _joined(starts: pd.Series, ends: pd.Series) -> Iterator[object]:
    """Lines from start to end with a gap after each, as plotly draws many in one trace."""
    for start, end in zip(starts, ends, strict=True):
        yield from (start, end, None)
