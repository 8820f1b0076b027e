"""Schools as dots on a map."""

import pandas as pd
import plotly.graph_objects as go

from charts import theme
from charts.maps import Backdrop, plain_map
from model.disclosed import Disclosed

DOT_PX = 13


def register_map(table: Disclosed, backdrop: Backdrop) -> go.Figure:
    """All schools as dots on the areas, primary and secondary education apart; the columns are those of `add_dots`."""
    rows = table.frame[table.frame["lon"].notna()]
    figure = plain_map(backdrop)
    is_secondary = rows["sector"] == "vo"
    add_dots(figure, rows[~is_secondary], "po, sbo en (v)so", theme.TEXT)
    add_dots(figure, rows[is_secondary], "vo", theme.TEXT, is_filled=False)
    return figure


def add_dots(
    figure: go.Figure, schools: pd.DataFrame, label: str, colour: str, is_filled: bool = True, size: int = DOT_PX
) -> None:
    """Schools as round marks with a legend entry; an open mark is a white dot on a dark one, for it has no outline.

    `schools` has name, sector, lon and lat.
    """
    if schools.empty:
        return
    shown = {
        "lon": schools["lon"].tolist(),
        "lat": schools["lat"].tolist(),
        "mode": "markers",
        "text": [f"{name} ({sector})" for name, sector in zip(schools["name"], schools["sector"], strict=True)],
        "hovertemplate": f"<b>%{{text}}</b><br>{label}<extra></extra>",
        "showlegend": False,
    }
    figure.add_scattermap(marker={"size": size, "color": colour}, **shown)
    if not is_filled:
        figure.add_scattermap(marker={"size": size - 5, "color": "#ffffff"}, **shown)
    line = {"color": colour, "width": 3}
    figure.add_scatter(
        x=[None],
        y=[None],
        mode="markers",
        name=label,
        hoverinfo="skip",
        marker={"symbol": "circle", "size": size - 2, "color": colour if is_filled else "#ffffff", "line": line},
    )
