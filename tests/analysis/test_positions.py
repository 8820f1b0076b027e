"""A position says how many other areas are lower: fairly compared, only with what is known, and literally true."""

from collections.abc import Mapping, Sequence
from dataclasses import replace

import pytest
from duckdb import DuckDBPyConnection as Cursor
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from analysis.positions import Among, Position, Positions, positions, words
from model.catalogue import Indicator, Municipality
from model.delivery import Delivery
from model.region import Level
from model.status import Status
from tests.worlds import Cell, delivered, indicator, world

POOR = indicator("laag_inkomen")
OTHER = indicator("bijstand", unit="per 1.000", decimals=0, per=(("AantalInwoners",),))
HERE = "WK000101"
IN_COUNTRY = Among("country", Level.WIJK, "Nederland")
MUNICIPALITIES = [Municipality("GM0001", "Een", 2019, None), Municipality("GM0002", "Twee", 2019, None)]


def people(
    regions: Sequence[str], children: Mapping[str, Cell] | None = None, urbanity: Mapping[str, float] | None = None
) -> Delivery:
    """Areas of 1.000 inhabitants, 200 of them children and 100 young, of urbanity class 2 unless it is given."""
    return delivered(
        {
            "inwoners": dict.fromkeys(regions, 1000.0),
            "kinderen_0_15": {**dict.fromkeys(regions, 200.0), **(children or {})},
            "jongeren_15_25": dict.fromkeys(regions, 100.0),
            "stedelijkheid": {**dict.fromkeys(regions, 2.0), **(urbanity or {})},
        },
        table="people",
    )


def found(
    cursor: Cursor, area: str = HERE, indicators: Sequence[Indicator] = (POOR,), period: str = "2021"
) -> Positions:
    return positions(cursor, indicators, area, period, MUNICIPALITIES)


def figures(cells: Mapping[str, Cell], period: str = "2021", of: str = "laag_inkomen") -> Delivery:
    return delivered({of: cells}, period, table=f"{of}-{period}")


GOLDEN: dict[str, Cell] = {
    HERE: 10.0,
    "WK000102": 8.0,  # more urban
    "WK000103": 10.0,  # more urban
    "WK000104": 12.0,
    "WK000105": 9.0,
    "WK000106": Status.SECRET,
    "WK000107": 5.0,  # 45 children: takes no place
    "WK000108": 11.0,
    "WK000201": 20.0,
    "WK000202": 10.04,  # written as 10.0
    "WK000203": 7.0,
}
GOLDEN_WORLD = (
    people(list(GOLDEN), {"WK000107": 45.0}, {"WK000102": 1.0, "WK000103": 1.0}),
    figures(GOLDEN | {"GM0001": 1.0, "BU00010101": 1.0, "WK990101": 1.0}),
)


def test_a_position_counts_the_lower_and_the_equal_among_each_set() -> None:
    with world(*GOLDEN_WORLD) as cursor:
        place = found(cursor)
    assert place.position("laag_inkomen", "comparable") == Position(2, 1, 6), "9 and 7; 10.04 is the same as written"
    assert place.position("laag_inkomen", "municipality") == Position(2, 1, 5), "8 and 9; one secret, one too small"
    assert place.position("laag_inkomen", "country") == Position(3, 2, 8)
    (row,) = place.table.frame.to_dict("records")
    assert [round(row[f"position_{among}"], 1) for among in ("comparable", "municipality", "country")] == [41.7, 50, 50]
    assert (row["value"], row["period"], row["status"], row["is_modelled"]) == (10, "2021", "known", False)
    assert place.has_place and place.children == 200
    assert len(place.peers.regions) == 7, "the set is there to be shown, also those of which no figure is known"


def test_figures_of_fewer_than_five_others_give_no_position() -> None:
    with world(people(list(GOLDEN)), figures({code: GOLDEN[code] for code in list(GOLDEN)[:5]})) as cursor:
        place = found(cursor)
    (row,) = place.table.frame.to_dict("records")
    assert place.position("laag_inkomen", "country") is None and row["of_country"] == 4
    assert row["value"] == 10


@pytest.mark.parametrize(("children", "has_place"), [(45.0, False), (50.0, True), (Status.SECRET, False)])
def test_an_area_with_fewer_than_fifty_children_or_an_unknown_number_has_no_place(
    children: Cell, has_place: bool
) -> None:
    with world(people(list(GOLDEN), {HERE: children}), figures(GOLDEN)) as cursor:
        place = found(cursor)
    assert place.has_place is has_place
    assert (place.position("laag_inkomen", "country") is not None) is has_place
    assert place.table.frame["value"].tolist() == [10], "its figure is shown all the same"


def test_a_figure_is_of_the_latest_year_up_to_the_chosen_one_and_is_compared_within_that_year() -> None:
    years = [
        figures(dict.fromkeys(GOLDEN, 1.0) | {HERE: 2.0}, "2019"),
        figures(GOLDEN | {HERE: Status.NOT_AVAILABLE}, "2020"),
        figures(dict.fromkeys(GOLDEN, 9.0), "2022"),
    ]
    with world(people(list(GOLDEN)), *years) as cursor:
        place = found(cursor)
    assert place.table.frame["period"].tolist() == ["2019"]
    assert place.position("laag_inkomen", "country") == Position(10, 0, 10)


def test_what_was_never_known_stands_there_with_the_reason_of_its_last_year() -> None:
    cells: dict[str, Cell] = dict.fromkeys(GOLDEN, 1.0)
    years = [figures(cells | {HERE: Status.SECRET}, "2019"), figures(cells | {HERE: Status.TOO_FEW}, "2020")]
    with world(people(list(GOLDEN)), *years) as cursor:
        place = found(cursor, indicators=[OTHER, POOR])
    assert place.table.frame[["indicator", "period", "status"]].to_numpy().tolist() == [
        ["laag_inkomen", "2020", "too_few"]
    ]
    assert place.position("laag_inkomen", "country") is None
    assert place.position("bijstand", "country") is None


def test_indicators_keep_their_order_and_each_is_rounded_in_its_own_way() -> None:
    shares = dict.fromkeys(GOLDEN, 40.4) | {HERE: 39.6}
    with world(people(list(GOLDEN)), figures(GOLDEN), figures(shares, of="bijstand")) as cursor:
        one, other = (found(cursor, indicators=order) for order in ([POOR, OTHER], [OTHER, POOR]))
    assert one.table.frame["indicator"].tolist() == other.table.frame["indicator"].tolist()[::-1]
    assert one.position("bijstand", "country") == Position(0, 10, 10), "all are written as 40"


def test_the_example_is_compared_with_the_example_only() -> None:
    made_up = {code.replace("WK00", "WK99"): value for code, value in GOLDEN.items()}
    with world(people([*GOLDEN, *made_up]), figures(GOLDEN | made_up)) as cursor:
        real, example = found(cursor), found(cursor, "WK990101")
    for place, letters in ((real, "WK00"), (example, "WK99")):
        assert place.table.frame["of_country"].tolist() == [9]
        assert {code[:4] for code in place.peers.regions} == {letters}
    assert example.table.frame["is_whole"].tolist() == [False], "nobody says of how many made-up areas there are"


def test_the_country_is_whole_only_with_areas_of_every_gemeente_of_today() -> None:
    third, former = Municipality("GM0003", "Drie", 2019, None), Municipality("GM0004", "Vier", 2019, 2020)
    with world(*GOLDEN_WORLD) as cursor:
        for others, is_whole in (([], True), ([former], True), ([third], False)):
            place = positions(cursor, [POOR], HERE, "2021", [*MUNICIPALITIES, *others])
            assert place.table.frame["is_whole"].tolist() == [is_whole]


def test_a_gemeente_has_no_position_within_itself_and_buurten_are_placed_in_their_gemeente() -> None:
    gemeenten = {f"GM{number:04}": float(number) for number in range(1, 8)}
    buurten = {f"BU00010{wijk}0{number}": float(number) for wijk in (1, 2) for number in range(1, 5)}
    with world(people([*gemeenten, *buurten]), figures(gemeenten | buurten)) as cursor:
        gemeente, buurt = found(cursor, "GM0007"), found(cursor, "BU00010104")
    assert gemeente.position("laag_inkomen", "municipality") is None
    assert gemeente.position("laag_inkomen", "country") == Position(6, 0, 6)
    assert buurt.position("laag_inkomen", "municipality") == Position(6, 1, 7), "also those of other wijken"


def test_a_figure_that_two_tables_give_counts_once_and_the_newest_holds() -> None:
    again = delivered({"laag_inkomen": dict.fromkeys(GOLDEN, 1.0) | {HERE: 3.0}}, table="newer", source="gezondheid")
    with world(people(list(GOLDEN)), figures(GOLDEN), again) as cursor:
        place = found(cursor)
    assert place.position("laag_inkomen", "country") == Position(10, 0, 10)
    assert len(place.table.frame) == 1


def test_what_is_modelled_has_a_position_and_says_so_and_a_class_has_none() -> None:
    modelled = replace(POOR, is_modelled=True)
    urbanity = indicator("stedelijkheid", unit="klasse", decimals=0)
    with world(*GOLDEN_WORLD) as cursor:
        place = found(cursor, indicators=[modelled, urbanity])
    assert place.table.frame["is_modelled"].tolist() == [True, False]
    assert place.position("laag_inkomen", "country") is not None
    assert place.position("stedelijkheid", "country") is None


def test_a_figure_has_its_interval_beside_it() -> None:
    count = indicator("kinderen_0_15", unit="aantal", decimals=0)
    with world(*GOLDEN_WORLD) as cursor:
        (row,) = found(cursor, indicators=[count]).table.frame.to_dict("records")
    assert row["low"] < 197.5 < 202.5 < row["high"]
    assert row["kind"] == "afronding en toeval van een telling"


@pytest.mark.parametrize("value", [0.0, 10.0])
def test_where_all_are_equal_everyone_stands_in_the_middle(value: float) -> None:
    with world(people(list(GOLDEN)), figures(dict.fromkeys(GOLDEN, value))) as cursor:
        place = found(cursor).position("laag_inkomen", "country")
    assert place is not None and place.share == 50
    assert (
        words(place, Among("country", Level.WIJK, "Nederland")) == "net zo hoog als alle 10 andere wijken in Nederland"
    )


@pytest.mark.parametrize("area", [HERE, "WK999999", "BU99999999", "GM9998", "NL00", "NL99"])
def test_nothing_loaded_or_an_unknown_code_is_an_empty_table(area: str) -> None:
    with world(figures({"WK000202": 1.0})) as cursor:
        place = found(cursor, area)
    assert place.table.frame.empty and not place.has_place
    assert place.position("laag_inkomen", "country") is None


def test_one_area_all_missing_and_no_indicators_give_no_position_and_no_error() -> None:
    with world(people([HERE]), figures({HERE: 10.0})) as cursor:
        assert found(cursor).position("laag_inkomen", "country") is None
        assert found(cursor, indicators=[]).table.frame.empty
    with world(people(list(GOLDEN)), figures(dict.fromkeys(GOLDEN, Status.SECRET))) as cursor:
        assert found(cursor).table.frame["status"].tolist() == ["secret"]


tenths = st.integers(0, 30).map(lambda tenth: tenth / 10)


@settings(max_examples=8, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.lists(tenths, min_size=6, max_size=12), st.integers(-3, 3))
def test_a_position_is_what_counting_by_hand_gives_and_a_constant_changes_nothing(
    values: list[float], constant: int
) -> None:
    codes = [f"WK0001{place:02}" for place in range(len(values))]
    moved = [value + constant for value in values]
    with world(
        people(codes),
        figures(dict(zip(codes, values, strict=True))),
        figures(dict(zip(codes, moved, strict=True)), of="verschoven"),
    ) as cursor:
        place = found(cursor, codes[0], [POOR, indicator("verschoven")])
    by_hand = Position(
        sum(value < values[0] for value in values[1:]),
        sum(value == values[0] for value in values[1:]),
        len(values) - 1,
    )
    assert place.position("laag_inkomen", "country") == by_hand
    assert place.position("verschoven", "country") == by_hand


@pytest.mark.parametrize(
    ("lower", "equal", "of", "text"),
    [
        (2695, 0, 3247, "hoger dan 83% van de 3.247 andere wijken in Nederland"),
        (2695, 100, 3247, "hoger dan 83% van de 3.247 andere wijken in Nederland"),
        (1299, 974, 3247, "hoger dan 40% van de 3.247 andere wijken in Nederland, en net zo hoog als 30%"),
        (3247, 0, 3247, "hoger dan alle 3.247 andere wijken in Nederland"),
        (3246, 0, 3247, "hoger dan 3.246 van de 3.247 andere wijken in Nederland"),
        (3, 0, 3247, "hoger dan 3 van de 3.247 andere wijken in Nederland"),
        (0, 0, 3247, "lager dan alle 3.247 andere wijken in Nederland"),
        (0, 3247, 3247, "net zo hoog als alle 3.247 andere wijken in Nederland"),
        (3200, 47, 3247, "het hoogst, samen met 47 van de 3.247 andere wijken in Nederland"),
        (0, 12, 3247, "het laagst, samen met 12 van de 3.247 andere wijken in Nederland"),
        (7, 1, 12, "hoger dan 7 van de 12 andere wijken in Nederland, en net zo hoog als 1"),
    ],
)
def test_a_position_is_told_in_words_that_are_literally_true(lower: int, equal: int, of: int, text: str) -> None:
    assert words(Position(lower, equal, of), IN_COUNTRY) == text


def test_the_words_name_the_areas_that_were_compared() -> None:
    place = Position(6, 0, 12)
    assert words(place, Among("country", Level.WIJK, "Nederland", is_whole=False)).endswith("12 andere geladen wijken")
    assert words(place, Among("comparable", Level.MUNICIPALITY)).endswith("van de 12 vergelijkbare gemeenten")
    assert words(place, Among("municipality", Level.BUURT, "Baarn")).endswith("van de 12 andere buurten in Baarn")
    assert words(None, IN_COUNTRY) == "te weinig om te vergelijken"


@given(st.integers(5, 5000), st.data())
def test_no_words_say_all_or_none_when_it_is_not_so(of: int, data: st.DataObject) -> None:
    lower = data.draw(st.integers(0, of))
    equal = data.draw(st.integers(0, of - lower))
    place = Position(lower, equal, of)
    text = words(place, IN_COUNTRY)
    assert 0 <= place.share <= 100
    assert ("alle" in text) == (of in (lower, equal, of - lower - equal))
    assert " 0%" not in text and " 100%" not in text and "dan 0 " not in text
