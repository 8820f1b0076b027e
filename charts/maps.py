"""Maps: the figure carries codes and values only; the polygons come from an address that the browser keeps."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import log2

import numpy as np
import plotly.graph_objects as go

from charts import theme
from charts.classes import Breaks, breaks
from model.catalogue import Indicator
from model.choices import Classes
from model.disclosed import Disclosed
from model.status import SHORT_TEXT, Status

_HEIGHT = 540
_LEGEND_PX = 84


@dataclass(frozen=True)
class Backdrop:
    """Where the polygons are: their address, their bounding box (west, south, east, north) and their codes."""

    url: str
    bounds: tuple[float, float, float, float]
    regions: frozenset[str]
    outline_url: str | None = None
    outline_regions: frozenset[str] = frozenset()
    """The wijken of the gemeente, drawn as lines, so that buurten keep their surroundings."""


def _view(bounds: tuple[float, float, float, float], height: int) -> dict[str, object]:
    """Centre and zoom that show the whole box on a screen of 390 wide as well as on a wide one."""
    west, south, east, north = bounds
    height -= _LEGEND_PX
    width = height
    shrink = np.cos(np.radians((south + north) / 2))
    zoom = min(
        log2(width * 360 / 512 / max(east - west, 1e-4)), log2(height * 360 * shrink / 512 / max(north - south, 1e-4))
    )
    return {"center": {"lon": (west + east) / 2, "lat": (south + north) / 2}, "zoom": float(zoom) - 0.08}


def _unit(indicator: Indicator) -> str:
    return {"%": "%", "aantal": "", "klasse": "", "punten": "", "x 1.000 euro": " × € 1.000"}.get(
        indicator.unit, f" {indicator.unit}"
    )


def _plain(regions: list[str], url: str, colour: str, name: str) -> go.Choroplethmap:
    """Areas in one colour, that answer to a pointer with `name`."""
    return go.Choroplethmap(
        geojson=url,
        featureidkey="id",
        locations=regions,
        z=np.zeros(len(regions), dtype=np.int8),
        colorscale=[[0, colour], [1, colour]],
        showscale=False,
        marker={"line": {"color": theme.MUTED, "width": 0.6}},
        name=name,
        hovertemplate=f"<b>%{{properties.name}}</b><br>{name}<extra></extra>",
    )


def _border(regions: list[str], url: str, line: Mapping[str, object]) -> go.Choroplethmap:
    """Only the borders of areas, that let a pointer through to what lies below."""
    return _plain(regions, url, "rgba(0,0,0,0)", "").update(
        marker={"line": dict(line)}, hoverinfo="skip", hovertemplate=None
    )


def _swatch(colour: str, name: str) -> go.Scattermap:
    """A legend entry: a choropleth trace has none of its own."""
    return go.Scattermap(
        lat=[None],
        lon=[None],
        mode="markers",
        marker={"size": 14, "color": colour},
        name=name,
        showlegend=True,
        hoverinfo="skip",
    )


def _colour_bar(classes: Breaks, indicator: Indicator) -> dict[str, object]:
    labels = classes.labels(_unit(indicator).strip(), indicator.decimals)
    return {
        "orientation": "h",
        "x": 0,
        "xanchor": "left",
        "y": 1.0,
        "yanchor": "bottom",
        "len": 1.0,
        "thickness": 16,
        "tickmode": "array",
        "tickvals": list(range(len(labels))),
        "ticktext": labels,
        "ticks": "",
        "tickfont": {"size": 13},
        "outlinewidth": 0,
    }


def choropleth(
    table: Disclosed,
    indicator: Indicator,
    backdrop: Backdrop,
    classes: Classes = Classes.QUANTILES,
    lit: str | None = None,
    height: int = _HEIGHT,
) -> go.Figure:
    """A map of one indicator in classes. No figure and too few are drawn apart, the lit area has a thick border.

    `table` has region, value and status; areas without a polygon are not drawn, polygons without a row have no figure.
    """
    rows = table.frame[table.frame["region"].isin(backdrop.regions)]
    has_value = rows["status"].isin([Status.KNOWN.value, Status.ROUNDED_TO_NOTHING.value])
    known = rows[has_value]
    few = rows[rows["status"].isin([Status.SECRET.value, Status.TOO_FEW.value, Status.INTERVAL.value])]
    without = sorted(backdrop.regions - set(known["region"]) - set(few["region"]))
    values = known["value"].to_numpy(dtype=float)
    figure = go.Figure()
    chosen = breaks(values, classes, indicator.decimals)
    if chosen is not None:
        colours = theme.scale(indicator)
        count = len(chosen.inner) + 1
        picked = [colours[round(step)] for step in np.linspace(0, len(colours) - 1, count)] if count > 1 else [colours[2]]
        steps = [[edge / count, colour] for at, colour in enumerate(picked) for edge in (at, at + 1)]
        figure.add_trace(
            go.Choroplethmap(
                geojson=backdrop.url,
                featureidkey="id",
                locations=known["region"].tolist(),
                z=chosen.class_of(values),
                zmin=-0.5,
                zmax=count - 0.5,
                colorscale=steps,
                colorbar=_colour_bar(chosen, indicator),
                customdata=values.astype(np.float32) if len(values) > 1000 else values,
                marker={"line": {"color": "#ffffff", "width": 1 if len(rows) < 1000 else 0.3}},
                name=indicator.label,
                hovertemplate=f"<b>%{{properties.name}}</b><br>%{{customdata:,.{indicator.decimals}f}}{_unit(indicator)}"
                "<extra></extra>",
            )
        )
    for regions, colour, name in (
        (few["region"].tolist(), theme.TOO_FEW, SHORT_TEXT[Status.SECRET]),
        (without, theme.NO_FIGURE, SHORT_TEXT[Status.NOT_AVAILABLE]),
    ):
        if regions:
            figure.add_trace(_plain(regions, backdrop.url, colour, name))
            figure.add_trace(_swatch(colour, name))
    if backdrop.outline_url:
        figure.add_trace(
            _border(sorted(backdrop.outline_regions), backdrop.outline_url, {"color": theme.MUTED, "width": 1.4})
        )
    if lit in backdrop.regions:
        figure.add_trace(_border([str(lit)], backdrop.url, {"color": theme.LIT, "width": 4}))
    figure.update_layout(
        map={"style": "white-bg", **_view(backdrop.bounds, height)},
        clickmode="event+select",
        uirevision=backdrop.url,
    )
    return theme.styled(figure, height).update_layout(margin={"l": 0, "r": 0, "t": 48, "b": 34})
