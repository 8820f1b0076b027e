"""Comparable areas are as urban, have about as many young people, and are never made up for a real one."""

import pytest

from analysis import comparable, startfoto
from model.delivery import Delivery
from model.status import Status
from tests.worlds import Cell, delivered, indicator, schools, world


def profiles(rows: dict[str, tuple[Cell, Cell, Cell]], period: str = "2021") -> Delivery:
    """Gemeenten with an urbanity class and, of 1.000 inhabitants, how many are 0-15 and 15-25."""
    return delivered(
        {
            "stedelijkheid": {code: urbanity for code, (urbanity, _, _) in rows.items()},
            "inwoners": dict.fromkeys(rows, 1000.0),
            "kinderen_0_15": {code: children for code, (_, children, _) in rows.items()},
            "jongeren_15_25": {code: young for code, (_, _, young) in rows.items()},
        },
        period,
    )


GOLDEN: dict[str, tuple[Cell, Cell, Cell]] = {
    "GM0001": (2.0, 170.0, 120.0),  # 29.0%
    "GM0002": (2.0, 180.0, 125.0),  # 30.5%: 1.5 away
    "GM0003": (2.0, 150.0, 130.0),  # 28.0%: 1.0 away
    "GM0004": (2.0, 200.0, 120.0),  # 32.0%: 3.0 away, the widest
    "GM0005": (2.0, 200.0, 121.0),  # 32.1%: too far
    "GM0006": (3.0, 170.0, 120.0),  # another class
    "GM0007": (2.0, 170.0, Status.SECRET),  # not known
    "GM9901": (2.0, 170.0, 120.0),  # made up
}


def test_peers_are_of_the_same_class_within_three_points_the_nearest_first() -> None:
    with world(profiles(GOLDEN)) as cursor:
        found = comparable.peers(cursor, "GM0001", "2021")
    assert found == comparable.Peers(("GM0003", "GM0002", "GM0004"), 2, 29.0)


def test_a_real_gemeente_has_no_made_up_peer_and_the_example_no_real_one() -> None:
    with world(profiles(GOLDEN)) as cursor:
        assert comparable.peers(cursor, "GM9901", "2021").regions == ()


def test_there_are_at_most_ten_peers() -> None:
    with world(profiles({f"GM{number:04}": (1.0, 150.0, 100.0) for number in range(1, 20)})) as cursor:
        assert len(comparable.peers(cursor, "GM0001", "2021").regions) == 10


def test_wijken_are_compared_with_wijken_and_buurten_with_buurten_of_any_gemeente_all_of_them() -> None:
    same = (2.0, 170.0, 120.0)
    wijken = {f"WK{gemeente:04}01": same for gemeente in range(1, 16)}
    other = {"WK000102": (2.0, 180.0, 110.0), "WK000103": (3.0, 170.0, 120.0), "BU00010101": same, "GM0001": same}
    with world(profiles({**wijken, "WK000104": (2.0, 190.0, 120.0), **other})) as cursor:
        found = comparable.peers(cursor, "WK000101", "2021")
        assert found.regions == (*sorted(set(wijken) - {"WK000101"} | {"WK000102"}), "WK000104"), "the farthest last"
        assert comparable.peers(cursor, "BU00010101", "2021").regions == ()
        assert comparable.peers(cursor, "GM0001", "2021").regions == ()
        assert comparable.peers(cursor, "WK999999", "2021") == comparable.Peers((), None, None), "an unknown code"


def test_a_wijk_of_the_example_is_compared_within_the_example() -> None:
    same = (2.0, 170.0, 120.0)
    with world(profiles(dict.fromkeys(["WK000101", "WK990101", "WK990102"], same))) as cursor:
        assert comparable.peers(cursor, "WK990101", "2021").regions == ("WK990102",)
        assert comparable.peers(cursor, "WK000101", "2021").regions == ()


def test_an_area_without_inhabitants_has_no_peers_and_is_none() -> None:
    empty = delivered({"inwoners": {"WK000102": 0.0}}, "2022")
    same = (2.0, 170.0, 120.0)
    of_nobody = delivered(
        {
            "stedelijkheid": {"WK000103": 2.0},
            "inwoners": {"WK000103": 0.0},
            "kinderen_0_15": {"WK000103": 0.0},
            "jongeren_15_25": {"WK000103": 0.0},
        },
        "2021",
        table="nobody",
    )
    with world(profiles(dict.fromkeys(["WK000101", "WK000102"], same)), of_nobody, empty) as cursor:
        assert comparable.peers(cursor, "WK000101", "2022").regions == ("WK000102",)
        assert comparable.peers(cursor, "WK000103", "2022").regions == ()


def test_peers_come_from_the_latest_year_up_to_the_chosen_one() -> None:
    same = (2.0, 170.0, 120.0)
    older = profiles({"GM0001": same, "GM0002": same, "GM0004": (4.0, 170.0, 120.0)}, "2019")
    newer = profiles({"GM0001": (3.0, 170.0, 120.0), "GM0003": (3.0, 170.0, 120.0), "GM0002": (4.0, 170.0, 120.0)})
    with world(older, newer) as cursor:
        assert comparable.peers(cursor, "GM0001", "2020").regions == ("GM0002",)
        assert comparable.peers(cursor, "GM0001", "2022").regions == ("GM0003",)
        assert comparable.peers(cursor, "GM0002", "2021").regions == (), "none of another year"
        assert comparable.peers(cursor, "GM0001", "2018") == comparable.Peers((), None, None)


def test_the_value_of_the_peers_is_the_median_of_those_that_are_known_in_the_same_period() -> None:
    peers = ["GM0002", "GM0003", "GM0004", "GM0005"]
    cells: dict[str, Cell] = {"GM0001": 99.0, "GM0002": 4.0, "GM0003": 9.0, "GM0004": 6.0, "GM0005": Status.SECRET}
    other_year = delivered({"laag_inkomen": dict.fromkeys(peers, 50.0)}, "2020")
    with world(delivered({"laag_inkomen": cells}), other_year) as cursor:
        assert comparable.peer_value(cursor, "laag_inkomen", "2021", peers) == (6.0, 3)
        assert comparable.peer_value(cursor, "laag_inkomen", "2021", peers[:2]) == (6.5, 2)
        assert comparable.peer_value(cursor, "laag_inkomen", "2021", []) == (None, 0)


POOR = indicator("laag_inkomen", startfoto_order=1)
YOUNG = indicator("aandeel_kinderen", startfoto_order=2)
PEERS = comparable.Peers(("GM0002", "GM0003"), 2, 29.0)


def test_a_key_figure_is_of_the_latest_year_up_to_the_chosen_one_and_so_is_what_stands_beside_it() -> None:
    years = [
        delivered({"laag_inkomen": {"GM0001": 9.0, "GM0002": 5.0, "GM0003": 7.0, "NL00": 8.0, "NL99": 1.0}}, "2020"),
        delivered({"laag_inkomen": {"GM0001": Status.NOT_AVAILABLE, "GM0002": 50.0, "NL00": 80.0}}, "2021"),
        delivered({"laag_inkomen": {"GM0001": 10.0, "GM0002": 50.0, "NL00": 80.0}}, "2022"),
    ]
    with world(*years) as cursor:
        (figure,) = startfoto.key_figures(cursor, [YOUNG, POOR], "GM0001", "2021", PEERS)
    assert figure == startfoto.KeyFigure(POOR, "2020", 9.0, 6.0, 2, 8.0)


def test_key_figures_stand_in_the_catalogues_order_and_are_five_at_most() -> None:
    wanted = [indicator(f"figure_{place}", startfoto_order=place) for place in (6, 3, 1, 4, 2, 5)]
    with world(delivered({one.id: {"GM0001": 1.0} for one in wanted})) as cursor:
        found = startfoto.key_figures(cursor, wanted, "GM0001", "2021", PEERS)
    assert [figure.indicator.startfoto_order for figure in found] == [1, 2, 3, 4, 5]


def test_the_example_is_compared_with_its_own_country() -> None:
    with world(delivered({"laag_inkomen": {"GM9901": 9.0, "NL00": 8.0, "NL99": 7.0}})) as cursor:
        (figure,) = startfoto.key_figures(cursor, [POOR], "GM9901", "2021", comparable.Peers((), None, None))
    assert figure.country_value == 7
    assert (figure.peer_value, figure.peer_count) == (None, 0)


def test_children_are_counted_in_the_latest_year_up_to_the_chosen_one() -> None:
    years = [delivered({"kinderen_0_15": {"GM0001": float(period)}}, period) for period in ("2019", "2020", "2022")]
    with world(*years) as cursor:
        assert startfoto.children(cursor, "GM0001", "2021") == (2020, "2020")
        assert startfoto.children(cursor, "GM0001", "2018") is None


@pytest.mark.parametrize("region", ["GM0308", "WK030801", "BU03080101"])
def test_schools_are_those_of_the_latest_register_in_the_gemeente_around_an_area(region: str) -> None:
    with world(
        schools("GM0308", ["10AA00", "11AA00", "12AA00"], "2020"), schools("GM0308", ["10AA00", "13AA00"], "2021")
    ) as cursor:
        assert startfoto.school_count(cursor, region) == 2
