"""The verdicts on wijken and domains: as a matrix with words and shapes, and one domain on the map."""

from collections.abc import Mapping
from dataclasses import dataclass
from math import ceil

import plotly.graph_objects as go

from charts import theme
from charts.maps import Backdrop, plain_map
from model.disclosed import Disclosed


@dataclass(frozen=True)
class Mark:
    """How a verdict is drawn: a shape, words, the word that fits on a button, and a colour."""

    shape: str
    words: str
    word: str
    colour: str
    is_dark: bool = False
    """Whether words upon it are white."""


MARKS: Mapping[str, Mark] = {
    "leemte": Mark("○", "leemte", "leemte", "#3d2c8d", is_dark=True),
    "mogelijke leemte": Mark("◌", "mogelijke leemte", "mogelijk", "#c4b3f5"),
    "samen bekijken": Mark("◎", "samen bekijken", "samen", "#f2d64b"),
    "alleen school": Mark("◐", "alleen school", "school", "#b5dd9b"),
    "alleen gemeente": Mark("◑", "alleen gemeente", "gemeente", "#bcd9f5"),
    "gedekt": Mark("●", "gedekt", "gedekt", "#2a7148", is_dark=True),
    "inzet, behoefte niet in de cijfers te zien": Mark("◇", "wel inzet", "wel inzet", "#e6e4f0"),
    "geen hoge behoefte te zien": Mark("–", "niet hoog", "niet hoog", "#ffffff"),
    "onbekend": Mark("?", "onbekend", "onbekend", "#ddd7c7"),
}
"""By the words of the verdict, in the order of a legend. None is red or a colour of a layer: nobody is judged."""
_ROW_PX, _HEAD_PX = 46, 34
_LEGEND_ROW_PX = 23
_LONGEST_NAME = 22


def matrix(table: Disclosed) -> go.Figure:
    """A cell for each wijk and domain, with its shape and words. `table` has region, name, domain and verdict."""
    rows = table.frame
    regions = list(dict.fromkeys(rows["region"]))
    names = dict(zip(rows["region"], rows["name"], strict=True))
    domains = list(dict.fromkeys(rows["domain"]))
    of = {(region, domain): text for region, domain, text in rows[["region", "domain", "verdict"]].to_numpy()}
    grid = [[of[region, domain] for domain in domains] for region in regions]
    place = {words: number for number, words in enumerate(MARKS)}
    count = len(MARKS)
    figure = go.Figure(
        go.Heatmap(
            z=[[place[text] for text in row] for row in grid],
            x=[domain.capitalize() for domain in domains],
            y=regions,
            text=[[f"{MARKS[text].shape}<br>{MARKS[text].words}" for text in row] for row in grid],
            texttemplate="%{text}",
            customdata=[[(names[region], text) for text in row] for region, row in zip(regions, grid, strict=True)],
            hovertemplate="<b>%{customdata[0]}, %{x}</b><br>%{customdata[1]}<extra></extra>",
            zmin=-0.5,
            zmax=count - 0.5,
            colorscale=[
                [edge / count, mark.colour]
                for number, mark in enumerate(MARKS.values())
                for edge in (number, number + 1)
            ],
            showscale=False,
            xgap=2,
            ygap=2,
        )
    )
    figure.update_xaxes(side="top", fixedrange=True, showgrid=False, zeroline=False)
    figure.update_yaxes(
        autorange="reversed",
        tickvals=regions,
        ticktext=[_short(names[region]) for region in regions],
        fixedrange=True,
        showgrid=False,
        automargin=True,
    )
    return theme.styled(figure, _ROW_PX * len(regions) + _HEAD_PX, dragmode=False, margin={"t": _HEAD_PX})


def verdict_map(table: Disclosed, backdrop: Backdrop) -> go.Figure:
    """One domain: the wijken in the colour of their verdict. `table` has region and verdict, for one domain."""
    rows = table.frame[table.frame["region"].isin(backdrop.regions)]
    figure = plain_map(backdrop)
    shown = [words for words in MARKS if (rows["verdict"] == words).any()]
    for words in shown:
        mark = MARKS[words]
        regions = rows.loc[rows["verdict"] == words, "region"].tolist()
        figure.add_choroplethmap(
            geojson=backdrop.url,
            featureidkey="id",
            locations=regions,
            z=[0] * len(regions),
            colorscale=[[0, mark.colour], [1, mark.colour]],
            showscale=False,
            marker={"line": {"color": theme.MUTED, "width": 1}},
            hovertemplate=f"<b>%{{properties.name}}</b><br>{mark.shape} {words}<extra></extra>",
        )
        square = {"symbol": "square", "size": 14, "color": mark.colour, "line": {"color": theme.MUTED, "width": 1}}
        name = f"{mark.shape} {mark.words}"
        figure.add_scatter(x=[None], y=[None], mode="markers", marker=square, name=name, hoverinfo="skip")
    more = _LEGEND_ROW_PX * max(0, ceil(len(shown) / 2) - 1)  # a plain map has room for one row
    layout = figure.layout
    return figure.update_layout(height=layout.height + more, margin={"b": layout.margin.b + more})


def _short(name: str) -> str:
    return name if len(name) <= _LONGEST_NAME else name[: _LONGEST_NAME - 1].rstrip() + "…"
