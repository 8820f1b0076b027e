"""Maps: the figure carries codes and values only; the polygons come from an address that the browser keeps."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from math import ceil, cos, log2, radians

import numpy as np
import plotly.graph_objects as go
from numpy.typing import NDArray

from charts import theme
from charts.classes import Breaks, breaks, shown
from charts.rows import known, withheld
from model.catalogue import Indicator
from model.choices import Classes
from model.disclosed import Disclosed
from model.status import SHORT_TEXT, Status

_WIDTH_PX = 368
"""What a map may count on: a telephone, or a column of a laptop. Wider screens show more of the surroundings."""
_LOWEST_PX, _HIGHEST_PX = 300, 480
_LEGEND_TITLE_PX, _LEGEND_ROW_PX = 34, 23
_MANY = 1000
"""From so many areas on borders are thin."""


@dataclass(frozen=True)
class Backdrop:
    """Where the polygons are: their address, their bounding box (west, south, east, north) and their codes."""

    url: str
    bounds: tuple[float, float, float, float]
    regions: frozenset[str]
    outline_url: str | None = None
    outline_regions: frozenset[str] = frozenset()
    """The areas one level up, drawn as lines, so that what is shown keeps its surroundings."""


def _view(bounds: tuple[float, float, float, float], room: int) -> tuple[dict[str, object], int]:
    """Centre and zoom that show the whole box in `room` pixels of width, and how many pixels high it then is."""
    west, south, east, north = bounds
    width = max(east - west, 1e-4)
    height = max(north - south, 1e-4) / cos(radians((south + north) / 2))  # in degrees as wide as those of `width`
    lowest, highest = (round(end * room / _WIDTH_PX) for end in (_LOWEST_PX, _HIGHEST_PX))
    pixels = min(highest, max(lowest, round(room * height / width)))
    zoom = log2(360 / 512 * min(room / width, pixels / height)) - 0.08
    return {"center": {"lon": (west + east) / 2, "lat": (south + north) / 2}, "zoom": zoom}, pixels


def _coloured(
    regions: Sequence[str], values: NDArray[np.float64], chosen: Breaks, indicator: Indicator, url: str
) -> go.Choroplethmap:
    """The areas with a value, in the colours of their classes."""
    colours = class_colours(indicator, len(chosen.starts))
    count = len(colours)
    written = theme.numbers(indicator)
    return go.Choroplethmap(
        geojson=url,
        featureidkey="id",
        locations=regions,
        z=chosen.class_of(values),
        zmin=-0.5,
        zmax=count - 0.5,
        colorscale=[[edge / count, colour] for place, colour in enumerate(colours) for edge in (place, place + 1)],
        showscale=False,
        customdata=(shown(values, indicator.decimals) * written.factor).astype(np.float32),
        marker={"line": {"color": "#ffffff", "width": 1 if len(regions) < _MANY else 0.3}},
        name=indicator.label,
        hovertemplate=f"<b>%{{properties.name}}</b><br>{written.prefix}%{{customdata:{written.format}}}{written.suffix}"
        "<extra></extra>",
    )


def class_colours(indicator: Indicator, count: int) -> list[str]:
    """The colours of so many classes, the lowest first, spread over the whole scale."""
    colours = theme.scale(indicator)
    return [colours[round(place)] for place in np.linspace(0, len(colours) - 1, count)] if count > 1 else [colours[2]]


def _plain(regions: Sequence[str], url: str, colour: str, texts: Sequence[str] = ()) -> go.Choroplethmap:
    """Areas in one colour, that answer to a pointer with their text."""
    return go.Choroplethmap(
        geojson=url,
        featureidkey="id",
        locations=regions,
        z=np.zeros(len(regions), dtype=np.int8),
        colorscale=[[0, colour], [1, colour]],
        showscale=False,
        marker={"line": {"color": theme.MUTED, "width": 0.6}},
        customdata=texts,
        hovertemplate="<b>%{properties.name}</b><br>%{customdata}<extra></extra>",
    )


def _border(regions: Sequence[str], url: str, colour: str, width: float) -> go.Choroplethmap:
    """Only the borders of areas, that let a pointer through to what lies below."""
    return _plain(regions, url, "rgba(0,0,0,0)").update(
        marker={"line": {"color": colour, "width": width}}, hoverinfo="skip", hovertemplate=None
    )


def _legend(entries: Sequence[tuple[str, str]]) -> Iterator[go.Scatter]:
    """A square in the legend for each colour and text: the areas of a map have no legend of their own."""
    for colour, text in entries:
        yield go.Scatter(
            x=[None],
            y=[None],
            mode="markers",
            marker={"symbol": "square", "size": 14, "color": colour, "line": {"color": theme.MUTED, "width": 1}},
            name=text,
            hoverinfo="skip",
        )


def choropleth(
    table: Disclosed,
    indicator: Indicator,
    backdrop: Backdrop,
    classes: Classes = Classes.QUANTILES,
    lit: str | None = None,
    too_few: str = "",
    scale: Breaks | None = None,
    room: int = _WIDTH_PX,
) -> go.Figure:
    """A map of one indicator in classes. No figure and too few are drawn apart, the lit area has a thick border.

    `table` has region, value and status; areas without a polygon are not drawn, polygons without a row have no figure.
    `too_few` is what the map calls a withheld figure, in place of the words for its status. `scale` has classes that
    several maps share; `room` is the width in pixels that a small map may count on.
    """
    # A list is gone through ten times as fast as a column of texts by pandas.
    rows = table.frame[[region in backdrop.regions for region in table.frame["region"].tolist()]]
    with_value, few = known(rows), withheld(rows)
    without = sorted(backdrop.regions.difference(with_value["region"].tolist(), few["region"].tolist()))
    values = with_value["value"].to_numpy(dtype=float)
    chosen = (scale if len(values) else None) or breaks(values, classes, indicator.decimals)
    figure = go.Figure()
    entries: list[tuple[str, str]] = []
    if chosen is not None:
        figure.add_trace(_coloured(with_value["region"].tolist(), values, chosen, indicator, backdrop.url))
        labels = chosen.labels(indicator.unit)
        entries += zip(class_colours(indicator, len(labels)), labels, strict=True)
    for regions, colour, texts in (
        (few["region"].tolist(), theme.TOO_FEW, [too_few or SHORT_TEXT[Status(status)] for status in few["status"]]),
        (without, theme.NO_FIGURE, [SHORT_TEXT[Status.NOT_AVAILABLE]] * len(without)),
    ):
        if regions:
            figure.add_trace(_plain(regions, backdrop.url, colour, texts))
            entries.append((colour, ", ".join(sorted(set(texts)))))
    figure.add_traces(list(_legend(entries)))
    if backdrop.outline_url:
        figure.add_trace(_border(sorted(backdrop.outline_regions), backdrop.outline_url, theme.MUTED, 1.6))
    if lit in backdrop.regions:
        # White under the accent, so that the border stands out from light and dark neighbours alike.
        figure.add_trace(_border([str(lit)], backdrop.url, "#ffffff", 8))
        figure.add_trace(_border([str(lit)], backdrop.url, theme.LIT, 4))
    title = theme.reading(indicator) if chosen and len(chosen.starts) > 1 else ""
    return _framed(figure, backdrop, len(entries), title, room)


def plain_map(backdrop: Backdrop, room: int = _WIDTH_PX) -> go.Figure:
    """The areas without figures, as ground for marks; the legend has room for two entries."""
    figure = go.Figure(_plain(sorted(backdrop.regions), backdrop.url, theme.NO_FIGURE))
    figure.update_traces(hovertemplate="<b>%{properties.name}</b><extra></extra>", showlegend=False)
    return _framed(figure, backdrop, 2, "", room)


def _framed(figure: go.Figure, backdrop: Backdrop, entries: int, legend_title: str, room: int) -> go.Figure:
    """The map at its place, with room below it for so many entries of the legend."""
    view, pixels = _view(backdrop.bounds, room)
    # Two columns on every screen, so that the legend never takes the map's room.
    legend_px = _LEGEND_TITLE_PX + _LEGEND_ROW_PX * ceil(entries / 2)
    unseen = {"domain": [0, 0.001], "visible": False, "fixedrange": True}
    return theme.styled(
        figure,
        pixels + legend_px,
        map={"style": "white-bg", **view},
        xaxis=unseen,  # of the squares in the legend
        yaxis=unseen,
        showlegend=True,
        legend={
            "title": {"text": legend_title, "side": "top"},
            "entrywidth": 0.48,
            "entrywidthmode": "fraction",
        },
        margin={"l": 0, "r": 0, "t": 4, "b": legend_px},
        clickmode="event+select",
        uirevision=backdrop.url,
    )
