"""The response: how many schools sent a scan, as bars per group and as dots on the map."""

from collections.abc import Mapping, Sequence

import plotly.graph_objects as go

from charts import theme
from charts.maps import Backdrop, plain_map
from model.catalogue import Layer
from model.disclosed import Disclosed

SENT, NOT_SENT = "met schoolscan", "nog geen schoolscan"
_COLOUR = theme.SEQUENTIAL[Layer.SCHOOL_SAYS][3]
_BAR_PX = 34
_LONGEST_NAME = 34
_DOT_PX = 13


def bars(groups: Mapping[str, tuple[int, int]]) -> go.Figure:
    """A bar for each group, `name: (schools, scans)`: the schools with a scan and those without, beside each other."""
    names = list(groups)[::-1]
    sent = [groups[name][1] for name in names]
    rest = [groups[name][0] - groups[name][1] for name in names]
    figure = go.Figure()
    for label, counts, colour, ink in (
        (SENT, sent, _COLOUR, "#ffffff"),
        (NOT_SENT, rest, theme.NO_FIGURE, theme.TEXT),
    ):
        figure.add_bar(
            x=counts,
            y=names,
            orientation="h",
            name=label,
            marker={"color": colour, "line": {"color": theme.MUTED, "width": 1}},
            text=[str(count) if count else "" for count in counts],
            textposition="inside",
            insidetextanchor="middle",
            textangle=0,
            textfont={"size": 15, "color": ink},
            hovertemplate="<b>%{y}</b><br>%{x} " + label + "<extra></extra>",
        )
    figure.update_xaxes(visible=False, fixedrange=True)
    figure.update_yaxes(
        tickmode="array", tickvals=names, ticktext=[_short(name) for name in names], fixedrange=True, automargin=True
    )
    return theme.styled(
        figure,
        max(150, _BAR_PX * len(names) + 60),
        barmode="stack",
        bargap=0.25,
        dragmode=False,
        margin={"l": 0, "r": 0, "t": 4, "b": 40},
        legend={"traceorder": "normal"},
    )


def school_map(table: Disclosed, backdrop: Backdrop) -> go.Figure:
    """Schools as dots on the areas: filled where a scan was sent, open where not.

    `table` has name, sector, lon, lat and has_scan; schools without coordinates are not drawn.
    """
    rows = table.frame[table.frame["lon"].notna()]
    figure = plain_map(backdrop)
    for label, is_sent in ((SENT, True), (NOT_SENT, False)):
        part = rows[rows["has_scan"] == is_sent]
        texts = [f"{name} ({sector})<br>{label}" for name, sector in zip(part["name"], part["sector"], strict=True)]
        figure.add_traces(dots(part["lon"].tolist(), part["lat"].tolist(), texts, is_sent, label))
    return figure


def dots(
    lons: Sequence[float], lats: Sequence[float], texts: Sequence[str], is_filled: bool, label: str
) -> list[go.Scattermap]:
    """Round marks on a map with a text each; an open mark is a white dot on a dark one, for a mark has no outline."""
    common = {"lon": lons, "lat": lats, "mode": "markers"}
    below = go.Scattermap(
        **common,
        name=label,
        marker={"size": _DOT_PX, "color": _COLOUR if is_filled else theme.MUTED},
        showlegend=is_filled,
        text=texts,
        hovertemplate="%{text}<extra></extra>",
    )
    if is_filled:
        return [below]
    above = go.Scattermap(
        **common,
        name=label,
        marker={"size": _DOT_PX - 5, "color": "#ffffff"},
        text=texts,
        hovertemplate="%{text}<extra></extra>",
    )
    return [below, above]


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1].rstrip() + "…"
