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
_BAR_PX = 32
_CHARACTER_PX = 9
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
    texts = [f"{groups[name][1]} van {groups[name][0]}" for name in names]
    room = _CHARACTER_PX * max(map(len, texts), default=0)
    for name, text in zip(names, texts, strict=True):  # a column of numbers at the right
        figure.add_annotation(
            x=1, xref="paper", xanchor="right", xshift=room, y=name, text=text, showarrow=False, font={"size": 14}
        )
    figure.update_xaxes(visible=False, fixedrange=True)
    figure.update_yaxes(
        tickmode="array",
        tickvals=names,
        ticktext=[f"{_short(name)} " for name in names],
        fixedrange=True,
        automargin=True,
    )
    return theme.styled(
        figure,
        max(130, _BAR_PX * len(names) + 50),
        barmode="stack",
        bargap=0.3,
        dragmode=False,
        margin={"l": 0, "r": room, "t": 4, "b": 40},
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
