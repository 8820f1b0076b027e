"""The response: how many schools sent a scan, as bars per group and as dots on the map."""

from collections.abc import Mapping

import plotly.graph_objects as go

from charts import theme
from charts.maps import Backdrop, plain_map
from charts.schools import add_dots
from model.catalogue import Layer
from model.choices import Audience
from model.disclosed import Disclosed

LABELS = {
    Audience.MUNICIPALITY: ("met schoolscan", "nog geen schoolscan"),
    Audience.LEA: ("schoolscan gedeeld", "niet met naam gedeeld"),
}
"""What the two kinds of schools are called for whom."""
_COLOUR = theme.SEQUENTIAL[Layer.SCHOOL_SAYS][3]
_GROUP_PX, _BAR_PX = 48, 16
"""A name above each bar, so that long names fit on a telephone."""
_LEGEND_PX = 40
_LONGEST_NAME = 34


def bars(groups: Mapping[str, tuple[int, int]], audience: Audience) -> go.Figure:
    """A bar for each group, `name: (schools, scans)`: the schools with a scan and those without, beside each other."""
    names = list(groups)[::-1]
    sent = [groups[name][1] for name in names]
    rest = [groups[name][0] - groups[name][1] for name in names]
    figure = go.Figure()
    for label, counts, colour in zip(LABELS[audience], (sent, rest), (_COLOUR, theme.NO_FIGURE), strict=True):
        figure.add_bar(
            x=counts,
            y=names,
            orientation="h",
            name=label,
            marker={"color": colour, "line": {"color": theme.MUTED, "width": 1}},
            hovertemplate="<b>%{y}</b><br>%{x} " + label + "<extra></extra>",
        )
    for name, (schools, scans) in groups.items():
        for text, x, anchor in ((_short(name), 0, "left"), (f"{scans} van {schools}", 1, "right")):
            figure.add_annotation(
                x=x,
                xref="paper",
                xanchor=anchor,
                y=name,
                yanchor="bottom",
                yshift=_BAR_PX / 2,
                text=text,
                showarrow=False,
                font={"size": 14},
            )
    figure.update_xaxes(
        visible=False, fixedrange=True, range=[0, max(map(sum, zip(sent, rest, strict=True)), default=1)]
    )
    figure.update_yaxes(visible=False, fixedrange=True)
    return theme.styled(
        figure,
        _GROUP_PX * len(names) + _LEGEND_PX,
        barmode="stack",
        bargap=1 - _BAR_PX / _GROUP_PX,
        dragmode=False,
        margin={"l": 0, "r": 0, "t": 4, "b": _LEGEND_PX - 4},
        legend={"traceorder": "normal"},
    )


def school_map(table: Disclosed, backdrop: Backdrop, audience: Audience) -> go.Figure:
    """Schools as dots on the areas: filled where a scan was sent, open where not.

    `table` has name, sector, lon, lat and has_scan; schools without coordinates are not drawn.
    """
    rows = table.frame[table.frame["lon"].notna()]
    figure = plain_map(backdrop)
    for label, is_sent in zip(LABELS[audience], (True, False), strict=True):
        add_dots(figure, rows[rows["has_scan"] == is_sent], label, _COLOUR, is_filled=is_sent)
    return figure


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1].rstrip() + "…"
