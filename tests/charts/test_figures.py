"""Ranking, trend and comparison: order, what is lit, where lines end, and Dutch numbers."""

import pandas as pd
import plotly.graph_objects as go
import pytest

from charts import theme
from charts.comparison import comparison
from charts.ranking import MOST_BARS, ranking
from charts.trend import trend
from model.catalogue import Direction
from model.disclosed import Disclosed
from model.status import Status
from tests.charts.tables import per_area
from tests.worlds import Cell, indicator

POOR = indicator("laag_inkomen")
INCOME = indicator("inkomen", Direction.LESS_NEED, unit="x 1.000 euro")


def texts(figure: go.Figure) -> list[str]:
    return [annotation.text for annotation in figure.layout.annotations]


def test_bars_go_from_most_to_least_and_ties_by_name() -> None:
    cells: dict[str, Cell] = {"WK01": 3.0, "WK02": 9.0, "WK03": 3.0, "WK04": Status.SECRET}
    figure = ranking(per_area(cells, {"WK01": "Zuid", "WK03": "Noord"}), POOR)
    assert list(figure.data[0].y)[::-1] == ["WK02", "WK03", "WK01"], "the last bar is drawn on top"
    assert list(figure.layout.yaxis.ticktext)[::-1] == ["WK02", "Noord", "Zuid"]
    assert texts(figure)[::-1] == ["9,0%", "3,0%", "3,0%"]


def test_the_lit_bar_has_the_accent_and_no_other() -> None:
    figure = ranking(per_area({"WK01": 1.0, "WK02": 2.0}), POOR, lit="WK01")
    assert [colour == theme.LIT for colour in figure.data[0].marker.color] == [True, False]


def test_at_most_sixty_bars_are_drawn_the_highest_and_the_lit_one() -> None:
    cells: dict[str, Cell] = {f"BU{place:03}": float(place) for place in range(100)}
    highest = ranking(per_area(cells), POOR)
    assert list(highest.data[0].y) == [f"BU{place:03}" for place in range(100 - MOST_BARS, 100)]
    with_lit = ranking(per_area(cells), POOR, lit="BU005")
    assert len(with_lit.data[0].y) == MOST_BARS
    assert with_lit.data[0].y[0] == "BU005"


def test_the_area_around_is_a_line_with_its_name() -> None:
    figure = ranking(per_area({"WK01": 1.0, "WK02": 2.0}), POOR, reference=("Baarn", 4.0))
    assert figure.layout.shapes[0].x0 == 4
    assert "Baarn" in texts(figure)
    assert figure.layout.xaxis.range[1] >= 4


def test_negative_values_have_room_on_their_side() -> None:
    figure = ranking(per_area({"WK01": -5.0, "WK02": 3.0}), POOR)
    assert figure.layout.xaxis.range == (-5, 3)
    assert figure.layout.xaxis.zeroline is True


@pytest.mark.parametrize("cells", [{}, {"WK01": Status.SECRET}, {"WK01": 0.0}])
def test_a_ranking_of_nothing_or_of_zeros_is_drawn_all_the_same(cells: dict[str, Cell]) -> None:
    figure = ranking(per_area(cells), POOR)
    assert figure.layout.xaxis.range[1] > figure.layout.xaxis.range[0]


def over_years(*rows: tuple[str, str, float | None, int, str]) -> Disclosed:
    """Region, period, value, segment and reason."""
    frame = pd.DataFrame(rows, columns=["region", "period", "value", "segment", "reason"])
    status = [Status.SECRET.value if pd.isna(value) else Status.KNOWN.value for value in frame["value"]]
    return Disclosed(frame.assign(status=status, low=float("nan"), high=float("nan")))


NAMES = {"WK01": "Noord", "GM01": "Baarn", "NL00": "Nederland"}
YEARS = over_years(
    ("WK01", "2019", 10.0, 1, ""),
    ("WK01", "2020", None, 1, ""),
    ("WK01", "2021", 12.0, 2, "grens gewijzigd"),
    ("WK01", "2022", 13.0, 2, ""),
    ("GM01", "2019", 9.0, 3, ""),
    ("GM01", "2022", 9.5, 3, ""),
)


def test_a_line_ends_where_a_border_changed_and_says_so_between_the_years() -> None:
    figure = trend(YEARS, POOR, NAMES, "WK01")
    assert [list(trace.x) for trace in figure.data if trace.name == "Noord"] == [[2019], [2021, 2022]]
    assert texts(figure) == ["grens gewijzigd"]
    assert figure.layout.shapes[0].x0 == 2020


def test_a_line_in_parts_has_one_legend_entry() -> None:
    figure = trend(YEARS, POOR, NAMES, "WK01")
    assert [trace.name for trace in figure.data if trace.showlegend] == ["Noord", "Baarn"]


def test_years_lie_as_far_apart_as_they_are() -> None:
    figure = trend(YEARS, POOR, NAMES, "WK01")
    assert list(figure.data[-1].x) == [2019, 2022]
    assert list(figure.layout.xaxis.ticktext) == ["2019", "2021", "2022"], "a year without a figure has no tick"


def test_no_two_lines_are_told_apart_by_colour_alone() -> None:
    rows = [(region, "2021", 1.0, place, "") for place, region in enumerate(NAMES)]
    figure = trend(over_years(*rows), POOR, NAMES, "WK01")
    assert len({trace.line.dash for trace in figure.data}) == len({trace.marker.symbol for trace in figure.data}) == 3
    assert figure.data[0].line.color == theme.LIT


def test_a_figure_with_an_interval_has_a_bar_and_one_without_has_none() -> None:
    frame = over_years(("WK01", "2019", 24.0, 1, ""), ("WK01", "2020", 25.0, 1, "")).frame
    with_bounds = Disclosed(frame.assign(low=[23.0, float("nan")], high=[26.0, float("nan")]))
    bars = trend(with_bounds, INCOME, NAMES, "WK01").data[0].error_y
    assert (list(bars.array), list(bars.arrayminus)) == ([2000, None], [1000, None])
    assert trend(Disclosed(frame), INCOME, NAMES, "WK01").data[0].error_y.array is None


def test_euros_are_drawn_as_euros() -> None:
    figure = trend(over_years(("WK01", "2021", 24.3, 1, "")), INCOME, NAMES, "WK01")
    assert list(figure.data[0].y) == [24300]
    assert figure.layout.yaxis.tickprefix == "€\N{NO-BREAK SPACE}"
    assert list(figure.data[0].text) == ["€\N{NO-BREAK SPACE}24.300"]


def compared(*rows: tuple[str, str, Cell]) -> Disclosed:
    """Indicator, region and figure."""
    table = per_area(dict(enumerate(cell for _, _, cell in rows))).frame  # type: ignore[arg-type]
    return Disclosed(table.assign(indicator=[row[0] for row in rows], region=[row[1] for row in rows]))


def test_each_area_has_a_dot_where_its_figure_is_known() -> None:
    table = compared(("laag_inkomen", "WK01", 10.0), ("laag_inkomen", "GM01", 8.0), ("bijstand", "WK01", Status.SECRET))
    figure = comparison(table, [POOR, indicator("bijstand")], {"WK01": "Noord", "GM01": "Baarn"})
    dots = {trace.name: (list(trace.x), list(trace.text)) for trace in figure.data}
    assert dots == {"Noord": ([10.0], ["10,0%"]), "Baarn": ([8.0], ["8,0%"])}
    assert texts(figure) == ["Laag_inkomen", "Bijstand"], "also the one without a dot has its line"
    assert len({trace.marker.symbol for trace in figure.data}) == 2


@pytest.mark.parametrize("figure", [ranking(per_area({}), POOR), trend(YEARS, POOR, NAMES, "WK01")])
def test_every_figure_writes_dutch_numbers(figure: go.Figure) -> None:
    assert figure.layout.separators == ",."
