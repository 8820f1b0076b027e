"""Figures keep their status, come from active loads of one country, and lead back to their table and column."""

import pytest

from analysis import figures
from model.region import Level
from model.status import Status
from store import batches
from tests.worlds import FRIDAY, MONDAY, Cell, delivered, indicator, stored, world

WIJKEN: dict[str, Cell] = {
    "WK030801": 10.5,
    "WK030802": Status.SECRET,
    "WK030803": Status.TOO_FEW,
    "WK030804": Status.NOT_AVAILABLE,
    "WK030805": Status.NOT_APPLICABLE,
}
NAMES = {"WK030801": "Noord", "WK030802": "Zuid", "WK990101": "Verzonnen"}


def test_each_area_has_its_own_status_and_only_a_known_one_a_value() -> None:
    with world(delivered({"laag_inkomen": WIJKEN}, names=NAMES)) as cursor:
        frame = figures.per_area(cursor, "laag_inkomen", "2021", "GM0308", Level.WIJK).frame
    assert frame["status"].tolist() == ["known", "secret", "too_few", "not_available", "not_applicable"]
    assert frame["value"].notna().tolist() == [True, False, False, False, False]
    assert frame["name"].tolist() == ["Noord", "Zuid", "WK030803", "WK030804", "WK030805"]
    assert figures.known(frame)["region"].tolist() == ["WK030801"]


def test_no_rows_are_no_known_rows() -> None:
    with world(delivered({})) as cursor:
        frame = figures.per_area(cursor, "laag_inkomen", "2021", "GM0308", Level.WIJK).frame
    assert figures.known(frame).empty
    assert "value" in figures.known(frame)


@pytest.mark.parametrize(("country", "expected"), [("NL00", ["GM0308", "GM0344"]), ("NL99", ["GM9901"])])
def test_the_example_is_never_among_real_areas(country: str, expected: list[str]) -> None:
    cells = {"NL00": 7.0, "NL99": 8.0, "GM0308": 5.0, "GM0344": 6.0, "GM9901": 99.0, "WK990101": 99.0, "WK030801": 1.0}
    with world(delivered({"laag_inkomen": cells})) as cursor:
        frame = figures.per_area(cursor, "laag_inkomen", "2021", country, Level.MUNICIPALITY).frame
        assert frame["region"].tolist() == expected
        wijken = figures.per_area(cursor, "laag_inkomen", "2021", country, Level.WIJK).frame
        assert wijken["region"].str.startswith("WK99").tolist() == [country == "NL99"]


def test_the_periods_of_a_country_are_its_own() -> None:
    real = delivered({"laag_inkomen": {"NL00": 7.0}}, "2020")
    example = delivered({"laag_inkomen": {"WK990101": 7.0, "WK030801": Status.SECRET}}, "2021")
    with world(real, example) as cursor:
        assert figures.periods(cursor, "laag_inkomen", "NL00") == ["2020"]
        assert figures.periods(cursor, "laag_inkomen", "NL99") == ["2021"]
        assert figures.available(cursor, "GM0308") == {}
        assert figures.available(cursor, "BU99010203") == {"laag_inkomen": "2021"}


def test_a_load_that_is_withdrawn_counts_no_more_and_what_it_replaced_counts_again() -> None:
    with stored(
        delivered({"laag_inkomen": {"WK030801": 10.0}}), delivered({"laag_inkomen": {"WK030801": 20.0}})
    ) as store:
        with store.read() as cursor:
            assert figures.value(cursor, "laag_inkomen", "2021", "WK030801") == 20
        store.write(lambda cursor: batches.withdraw(cursor, 2))
        with store.read() as cursor:
            assert figures.value(cursor, "laag_inkomen", "2021", "WK030801") == 10


def test_where_two_tables_give_the_same_figure_the_newest_load_counts_and_once() -> None:
    edition = delivered({"eenzaam": {"GM0308": 10.0, "WK030801": 11.0}}, "2020", "gezondheid", "50090NED")
    revised = delivered({"eenzaam": {"GM0308": 12.0, "WK030801": 13.0}}, "2020", "gezondheid", "50120NED")
    with world(edition, revised) as cursor:
        assert figures.value(cursor, "eenzaam", "2020", "GM0308") == 12
        assert figures.per_area(cursor, "eenzaam", "2020", "GM0308", Level.WIJK).frame["value"].tolist() == [13]
        assert figures.trend(cursor, indicator("eenzaam"), ["WK030801"]).frame["value"].tolist() == [13]
        assert len(figures.latest(cursor, ["eenzaam"], ["GM0308", "WK030801"], "GM0308", "2021").frame) == 2
        (origin,) = figures.origins(cursor, "eenzaam", "2020", ["GM0308", "WK030801"])
        assert origin.table_id == "50120NED"


def test_the_latest_figures_are_those_of_the_areas_own_last_year_up_to_the_chosen_one() -> None:
    years = [
        delivered({"inkomen": {"GM0308": 30.0, "NL00": 25.0}}, "2020"),
        delivered({"inkomen": {"GM0308": 31.0, "NL00": 26.0}}, "2021"),
        delivered({"inkomen": {"GM0308": Status.NOT_AVAILABLE, "NL00": 27.0}}, "2022"),
        delivered({"inkomen": {"GM0308": 33.0, "NL00": 28.0}}, "2023"),
    ]
    with world(*years) as cursor:
        rows = figures.latest(cursor, ["inkomen", "bijstand"], ["GM0308", "NL00"], "GM0308", "2022").frame
    assert set(zip(rows["region"], rows["period"], rows["value"], strict=True)) == {
        ("GM0308", "2021", 31.0),
        ("NL00", "2021", 26.0),
    }


def test_a_figure_leads_back_to_its_table_its_column_and_the_day_it_was_fetched() -> None:
    with world(delivered({"laag_inkomen": {"WK030801": 10.0}}, "2020", table="84799NED")) as cursor:
        (origin,) = figures.origins(cursor, "laag_inkomen", "2020", ["WK030801"])
        assert (origin.source, origin.table_id, origin.period) == ("kwb", "84799NED", "2020")
        assert (origin.column_key, origin.column_title) == ("Laag_inkomen_1", "Kolom laag_inkomen")
        assert origin.retrieved_at == MONDAY
        assert figures.origins(cursor, "laag_inkomen", "2019", ["WK030801"]) == []


def test_figures_that_were_fetched_on_two_days_lead_back_to_both() -> None:
    monday = delivered({"laag_inkomen": {"WK030801": 10.0}})
    friday = delivered({"laag_inkomen": {"WK034401": 10.0}}, retrieved_at=FRIDAY)
    with world(monday, friday) as cursor:
        found = figures.origins(cursor, "laag_inkomen", "2021", ["WK030801", "WK034401"])
    assert [origin.retrieved_at for origin in found] == [MONDAY, FRIDAY]
