"""Figures that are no maps: the ranking, the trend, and the position of one area among others."""

import plotly.graph_objects as go

from charts import theme
from model import dutch
from model.catalogue import Indicator
from model.disclosed import Disclosed
from model.status import Status

_BAR_PX = 26
_MOST_BARS = 60


def _axis_format(indicator: Indicator) -> dict[str, object]:
    return {
        "tickformat": f",.{indicator.decimals if indicator.decimals < 2 else 1}f",
        "ticksuffix": "%" if indicator.unit == "%" else "",
        "gridcolor": theme.GRID,
        "zeroline": False,
        "fixedrange": True,
    }


def ranking(
    table: Disclosed, indicator: Indicator, lit: str | None = None, reference: tuple[str, float] | None = None
) -> go.Figure:
    """Bars from most to least, the lit area in the accent colour, the value of a larger area as a line.

    `table` has region, name, value and status; only areas with a value get a bar, at most sixty.
    """
    rows = table.frame[table.frame["status"].isin([Status.KNOWN.value, Status.ROUNDED_TO_NOTHING.value])]
    rows = rows.sort_values(["value", "name"], ascending=[False, True]).head(_MOST_BARS)[::-1]
    colour = theme.scale(indicator)[2]
    figure = go.Figure(
        go.Bar(
            x=rows["value"].tolist(),
            y=rows["region"].tolist(),
            orientation="h",
            marker={"color": [theme.LIT if region == lit else colour for region in rows["region"]]},
            text=[dutch.quantity(value, indicator.unit, indicator.decimals) for value in rows["value"]],
            textposition="outside",
            cliponaxis=False,
            customdata=rows["name"].tolist(),
            hovertemplate="<b>%{customdata}</b><br>%{text}<extra></extra>",
            # A click chooses an area; the lit colour says which, so bars that are not chosen must not fade.
            selected={"marker": {"opacity": 1}},
            unselected={"marker": {"opacity": 1}},
        )
    )
    if reference is not None:
        name, value = reference
        figure.add_vline(x=value, line={"color": theme.TEXT, "width": 1.5, "dash": "dot"}, layer="below")
        figure.add_annotation(
            x=value, y=1, yref="paper", yanchor="bottom", text=name, showarrow=False, font={"size": 13}
        )
    highest = max([*rows["value"].tolist(), *([reference[1]] if reference else []), 0.0])
    figure.update_xaxes(
        showgrid=False,
        showticklabels=False,
        zeroline=False,
        fixedrange=True,
        range=[min(0.0, rows["value"].min() if len(rows) else 0.0), highest * 1.45 or 1],
    )
    figure.update_yaxes(
        tickmode="array",
        tickvals=rows["region"].tolist(),
        ticktext=[name if len(name) < 30 else name[:28] + "…" for name in rows["name"]],
        fixedrange=True,
        automargin=True,
    )
    return theme.styled(figure, max(160, _BAR_PX * len(rows) + 40), bargap=0.25, clickmode="event+select").update_layout(
        margin={"t": 26}, dragmode=False
    )


def trend(table: Disclosed, indicator: Indicator, names: dict[str, str], lit: str) -> go.Figure:
    """One line an area over the periods; a line stops where a border or a method changed, and says why.

    `table` has region, period, value, status, segment and reason; the lit area is drawn thick, the others thin.
    """
    figure = go.Figure()
    quiet = iter(("#5a6b70", "#8fa3a8", "#b7c3c6"))
    for region, name in names.items():
        rows = table.frame[(table.frame["region"] == region) & table.frame["value"].notna()]
        if rows.empty:
            continue
        is_lit = region == lit
        colour = theme.LIT if is_lit else next(quiet, "#b7c3c6")
        for position, (_, part) in enumerate(rows.groupby("segment")):
            figure.add_trace(
                go.Scatter(
                    x=part["period"].tolist(),
                    y=part["value"].tolist(),
                    mode="lines+markers",
                    name=name,
                    legendgroup=region,
                    showlegend=position == 0,
                    line={"color": colour, "width": 3.5 if is_lit else 2, "dash": "solid" if is_lit else "dot"},
                    marker={"size": 9 if is_lit else 7},
                    text=[dutch.quantity(value, indicator.unit, indicator.decimals) for value in part["value"]],
                    hovertemplate="<b>%{fullData.name}</b>, %{x}: %{text}<extra></extra>",
                )
            )
        if is_lit:
            for _, row in rows[rows["reason"] != ""].iterrows():
                figure.add_annotation(
                    x=row["period"], y=row["value"], text=row["reason"], showarrow=True, arrowhead=0, ay=-32,
                    font={"size": 13, "color": theme.MUTED},
                )
    periods = sorted(table.frame["period"].unique())
    figure.update_xaxes(type="category", categoryorder="array", categoryarray=periods, gridcolor=theme.GRID, fixedrange=True)
    figure.update_yaxes(**_axis_format(indicator), rangemode="tozero")
    return theme.styled(figure, 320).update_layout(
        dragmode=False, margin={"t": 20, "b": 40}, legend={"y": -0.18}, hovermode="closest"
    )


def comparison(table: Disclosed, indicators: list[Indicator], places: dict[str, str]) -> go.Figure:
    """Dots of several areas on one line per indicator; the first place is the lit one.

    `table` has indicator, region, value and status; all indicators must share one unit.
    """
    symbols = ("circle", "diamond", "square", "line-ns-open", "x")
    colours = (theme.LIT, "#2f7d8f", theme.MUTED, theme.TEXT, theme.TEXT)
    figure = go.Figure()
    labels = [indicator.label for indicator in indicators][::-1]
    for position, (region, name) in reversed(list(enumerate(places.items()))):
        rows = table.frame[(table.frame["region"] == region) & table.frame["value"].notna()].set_index("indicator")
        shown = [indicator for indicator in indicators if indicator.id in rows.index]
        values = [float(rows.loc[indicator.id, "value"]) for indicator in shown]
        figure.add_trace(
            go.Scatter(
                x=values,
                y=[indicator.label for indicator in shown],
                mode="markers",
                name=name,
                marker={
                    "symbol": symbols[position],
                    "size": 16 if position == 0 else 12,
                    "color": colours[position],
                    "line": {"width": 2, "color": colours[position]},
                },
                text=[dutch.quantity(value, i.unit, i.decimals) for value, i in zip(values, shown, strict=True)],
                hovertemplate="<b>%{fullData.name}</b><br>%{y}: %{text}<extra></extra>",
            )
        )
    figure.update_xaxes(**_axis_format(indicators[0]), rangemode="tozero")
    figure.update_yaxes(categoryorder="array", categoryarray=labels, fixedrange=True, gridcolor=theme.GRID, automargin=True)
    return theme.styled(figure, 100 + 42 * len(indicators)).update_layout(
        dragmode=False, legend={"traceorder": "reversed", "y": 1, "yanchor": "bottom"}, margin={"t": 40, "b": 36}
    )
