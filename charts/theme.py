"""Colours and layout that every figure shares."""

from typing import Any

import plotly.graph_objects as go

from model.catalogue import Direction, Indicator, Layer

TEXT = "#1b2a2f"
MUTED = "#5a6b70"
GRID = "#e3eaeb"
LIT = "#d9480f"
"""The one accent: the chosen area, in map, ranking and trend alike."""
NO_FIGURE = "#f1f1ee"
TOO_FEW = "#b9b6ad"
FONT = '"Source Sans", sans-serif'

SEQUENTIAL = {
    Layer.BACKGROUND: ("#dcebee", "#a9cfd6", "#6ba8b5", "#2f7d8f", "#0b4a5a"),
    Layer.CHILDREN_MEASURED: ("#f6e3ec", "#e6b3cc", "#cb7aa3", "#a1457a", "#6b1f50"),
    Layer.SCHOOL_SAYS: ("#f7ead2", "#ecc98a", "#d59f45", "#a9741c", "#6f480a"),
}
"""One scale a layer, light to dark, each readable without colour vision."""
NEUTRAL = ("#e9e8ef", "#c6c4d6", "#9d9ab8", "#716e94", "#45426a")
"""For facts without a direction: darker is more, not worse."""


def scale(indicator: Indicator) -> tuple[str, ...]:
    """The colours from the lowest class to the highest; the dark end is always the side of more need."""
    if indicator.direction is Direction.NONE:
        return NEUTRAL
    colours = SEQUENTIAL[indicator.layer]
    return colours if indicator.direction is Direction.MORE_NEED else colours[::-1]


def styled(figure: go.Figure, height: int, **layout: Any) -> go.Figure:
    """The figure with the house's fonts, Dutch separators and quiet background."""
    return figure.update_layout(
        height=height,
        margin={"l": 0, "r": 0, "t": 8, "b": 8},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font={"family": FONT, "size": 15, "color": TEXT},
        separators=",.",
        hoverlabel={"bgcolor": "#ffffff", "bordercolor": MUTED, "font": {"family": FONT, "size": 14, "color": TEXT}},
        legend={"orientation": "h", "x": 0, "y": 0, "yanchor": "top", "font": {"size": 14}},
        modebar={"bgcolor": "rgba(0,0,0,0)", "color": MUTED, "activecolor": LIT},
        dragmode="pan",
        **layout,
    )
