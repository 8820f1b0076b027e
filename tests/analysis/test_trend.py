"""A line joins two years only where nothing but the figure changed."""

from duckdb import DuckDBPyConnection as Cursor

from analysis import figures
from model.catalogue import Indicator
from model.delivery import Delivery
from model.status import Status
from tests.worlds import Cell, delivered, indicator, world

POOR = indicator("laag_inkomen")


def year(period: str, value: Cell, flag: str = "", region: str = "WK030801") -> Delivery:
    """One figure of one area in a year of KWB, with its flag for changed borders."""
    return delivered({"laag_inkomen": {region: value}}, period, flags={region: flag})


def line(cursor: Cursor, of: Indicator = POOR, region: str = "WK030801") -> list[tuple[str, int, str]]:
    """Period, segment and reason of one area."""
    frame = figures.trend(cursor, of, [region]).frame
    return list(zip(frame["period"], frame["segment"], frame["reason"], strict=True))


def test_flag_1_joins_years() -> None:
    with world(year("2019", 10.0), year("2020", 11.0, "1"), year("2021", 12.0, "1")) as cursor:
        assert line(cursor) == [("2019", 1, ""), ("2020", 1, ""), ("2021", 1, "")]


def test_flag_3_breaks_the_line_because_the_border_changed() -> None:
    with world(year("2020", 11.0, "1"), year("2021", 12.0, "3"), year("2022", 13.0, "1")) as cursor:
        assert line(cursor) == [("2020", 1, ""), ("2021", 2, "grens gewijzigd"), ("2022", 2, "")]


def test_flag_2_breaks_the_line_because_the_code_belonged_to_another_area() -> None:
    with world(year("2020", 11.0, "1"), year("2021", 12.0, "2")) as cursor:
        assert line(cursor)[1] == ("2021", 2, "gebiedscode gewijzigd")


def test_a_year_that_is_not_loaded_leaves_the_border_unknown() -> None:
    with world(year("2019", 10.0, "1"), year("2021", 12.0, "1")) as cursor:
        assert line(cursor)[1] == ("2021", 2, "niet bekend of de grens gelijk bleef")


def test_a_year_that_is_loaded_without_this_figure_does_not_break_the_line() -> None:
    with world(year("2019", 10.0), year("2020", Status.SECRET, "1"), year("2021", 12.0, "1")) as cursor:
        assert line(cursor) == [("2019", 1, ""), ("2020", 1, ""), ("2021", 1, "")]


def test_a_border_that_changed_in_a_year_without_a_figure_is_named_at_the_next_one() -> None:
    with world(year("2019", 10.0), year("2020", Status.SECRET, "3"), year("2021", 12.0, "1")) as cursor:
        assert line(cursor) == [("2019", 1, ""), ("2020", 1, ""), ("2021", 2, "grens gewijzigd")]


def test_a_break_in_the_method_stands_in_the_catalogue_and_holds_for_every_area() -> None:
    of = indicator("laag_inkomen", breaks=("2021",))
    for region in ("NL00", "GM0308", "WK030801"):
        with world(year("2020", 11.0, "1", region), year("2021", 12.0, "1", region)) as cursor:
            assert line(cursor, of, region)[1] == ("2021", 2, "andere meetmethode")


def test_a_gemeente_needs_no_flag_because_kwb_has_none_for_it() -> None:
    with world(year("2019", 10.0, region="GM0308"), year("2021", 12.0, region="GM0308")) as cursor:
        assert line(cursor, region="GM0308")[1] == ("2021", 1, "")


def test_a_gemeente_whose_border_changed_is_broken_all_the_same() -> None:
    with world(year("2020", 10.0, region="GM0308"), year("2021", 12.0, "3", "GM0308")) as cursor:
        assert line(cursor, region="GM0308")[1] == ("2021", 2, "grens gewijzigd")


def test_borders_do_not_break_the_health_tables_that_use_one_division_for_all_years() -> None:
    health = [delivered({"eenzaam": {"WK030801": 10.0}}, period, "gezondheid") for period in ("2016", "2020")]
    with world(*health, delivered({}, "2020", flags={"WK030801": "3"})) as cursor:
        assert line(cursor, indicator("eenzaam", source="gezondheid"))[1] == ("2020", 1, "")


def test_each_area_has_lines_of_its_own() -> None:
    with world(
        delivered({"laag_inkomen": {"NL00": 7.0, "GM0308": 5.0}}, "2020"),
        delivered({"laag_inkomen": {"NL00": 8.0, "GM0308": 6.0}}, "2021"),
    ) as cursor:
        frame = figures.trend(cursor, POOR, ["GM0308", "NL00"]).frame
    assert frame.groupby("segment")["region"].unique().map(list).tolist() == [["GM0308"], ["NL00"]]
