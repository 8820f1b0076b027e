"""Colours, number formats and layout that every figure shares."""

from dataclasses import dataclass
from typing import Any

import plotly.graph_objects as go

from model.catalogue import Direction, Indicator, Layer

TEXT = "#1b2a2f"
MUTED = "#5a6b70"
GRID = "#e3eaeb"
LIT = "#d9480f"
"""The one accent: the chosen area, in map, ranking and trend alike."""
OTHERS = (TEXT, "#2f7d8f", MUTED)
"""The areas around the chosen one, nearest first; symbols and dashes tell them apart as well."""
NO_FIGURE = "#f6f5f0"
TOO_FEW = "#979183"
"""In place of hatching, which the map cannot draw: nearly white and sand-grey, with outlines and legend entries."""
FONT = '"Source Sans", sans-serif'

SEQUENTIAL = {
    Layer.BACKGROUND: ("#cde4e9", "#9fcad3", "#62a1af", "#2f7a8b", "#0b4a5a"),
    Layer.CHILDREN_MEASURED: ("#f3d9e5", "#e2aac6", "#c6739d", "#9c4075", "#661a4b"),
    Layer.SCHOOL_SAYS: ("#f3e0bb", "#e3bd77", "#c9943d", "#9c6b1a", "#633f08"),
}
"""One scale a layer, light to dark, each readable without colour vision."""
NEUTRAL = ("#deddea", "#bebcd1", "#9693b3", "#6c6990", "#434068")
"""For facts without a direction: darker is more, not worse."""


def scale(indicator: Indicator) -> tuple[str, ...]:
    """The colours from the lowest class to the highest; the dark end is always the side of more need."""
    if indicator.direction is Direction.NONE:
        return NEUTRAL
    colours = SEQUENTIAL[indicator.layer]
    return colours if indicator.direction is Direction.MORE_NEED else colours[::-1]


def reading(indicator: Indicator) -> str:
    """How to read the colours: which values are dark."""
    return "donker = lager" if indicator.direction is Direction.LESS_NEED else "donker = hoger"


@dataclass(frozen=True)
class Numbers:
    """How plotly writes the values of an indicator: multiplied by `factor`, between `prefix` and `suffix`."""

    factor: float
    prefix: str
    decimals: int
    suffix: str

    @property
    def format(self) -> str:
        """The format in plotly's own language; Dutch signs come from `separators` in the layout."""
        return f",.{self.decimals}f"


def numbers(indicator: Indicator) -> Numbers:
    """The same writing as `dutch.quantity`."""
    if indicator.unit == "x 1.000 euro":
        return Numbers(1000, "€\N{NO-BREAK SPACE}", 0, "")
    suffix = {"%": "%", "aantal": "", "klasse": "", "punten": ""}.get(indicator.unit, f" {indicator.unit}")
    return Numbers(1, "", indicator.decimals, suffix)


def value_axis(indicator: Indicator) -> dict[str, Any]:
    """The axis along which the values of an indicator are read."""
    written = numbers(indicator)
    return {
        "tickformat": f",.{written.decimals}~f",
        "tickprefix": written.prefix,
        "ticksuffix": written.suffix,
        "gridcolor": GRID,
        "zeroline": False,
        "fixedrange": True,
        "rangemode": "tozero",
        "automargin": True,
    }


def styled(figure: go.Figure, height: int, **layout: Any) -> go.Figure:
    """The figure with the house's fonts, Dutch separators and quiet background; a legend explains, it hides nothing."""
    return figure.update_layout(
        height=height,
        margin={"l": 0, "r": 0, "t": 8, "b": 8},
        paper_bgcolor="rgba(0,0,0,0)",
        plot_bgcolor="rgba(0,0,0,0)",
        font={"family": FONT, "size": 15, "color": TEXT},
        separators=",.",
        hoverlabel={"bgcolor": "#ffffff", "bordercolor": MUTED, "font": {"family": FONT, "size": 14, "color": TEXT}},
        legend={
            "orientation": "h",
            "x": 0,
            "y": 0,
            "yanchor": "top",
            "font": {"size": 14},
            "itemclick": False,
            "itemdoubleclick": False,
        },
        modebar={"bgcolor": "rgba(0,0,0,0)", "color": MUTED, "activecolor": LIT},
        dragmode="pan",
    ).update_layout(**layout)
