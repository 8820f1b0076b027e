"""What scans say, counted by hand in schools."""

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import scans
from analysis.shared_scans import FEWEST_SCHOOLS, Site, told
from model.catalogue import Domain
from model.choices import Audience
from model.delivery import Delivery
from model.reading import Reading
from model.scan import Choice, DomainCount, Scan, Sharing
from model.status import Status
from store import Store, batches
from store.scans import Recognised, add_scans
from tests.worlds import schools, stored

GEMEENTE = "GM9901"
FEW = Reading(Status.INTERVAL, lower=0, upper=4)
NONE, TEN = Reading(Status.KNOWN, 0), Reading(Status.KNOWN, 10)


def scan(site: str, codes: list[str], **delayed: Reading) -> Recognised:
    domains = tuple(DomainCount(Domain(name), TEN, reading) for name, reading in delayed.items())
    of_school = Scan(board="", school=site, domains=domains, choices=tuple(Choice(code) for code in codes))
    return Recognised(of_school, site, GEMEENTE, "po", codes)


@pytest.fixture
def store() -> Iterator[Store]:
    """Three schools, one with a scan that came again."""
    sent = [
        scan("99AA00", ["A2", "A2", ""], cognitief=TEN, sociaal=NONE),
        scan("99AB00", ["B3"], sociaal=TEN),
        scan("99AC00", ["A2", "B3"], cognitief=FEW),
        scan("99AB00", ["B3"], cognitief=TEN),
    ]
    load = Delivery("schoolscans", "schoolscans", "Schoolscans", "2021", "", 4, 4, 0)
    with stored() as opened:
        opened.write(lambda cursor: add_scans(cursor, load, sent))
        yield opened


def test_a_school_counts_once_and_only_with_the_scan_that_counts_now(store: Store) -> None:
    with store.read() as cursor:
        assert scans.count(cursor, GEMEENTE) == 3
        assert scans.chosen(cursor, GEMEENTE) == {"A2": 2, "B3": 2}


def test_a_delay_of_none_is_no_delay_and_fewer_than_five_may_be_one(store: Store) -> None:
    with store.read() as cursor:
        assert scans.delayed(cursor, GEMEENTE) == {Domain.COGNITIVE: 3}


def test_another_gemeente_has_none(store: Store) -> None:
    with store.read() as cursor:
        found = [ask(cursor, "GM9902") for ask in (scans.count, scans.delayed, scans.chosen)]
    assert found == [0, {}, {}]


def test_a_wijk_has_what_its_own_schools_say(store: Store) -> None:
    buurten = ["BU99010100", "BU99010101", "BU99010200"]
    register = schools(GEMEENTE, ["99AA00", "99AB00", "99AC00"], "2021", buurt=buurten)
    store.write(lambda cursor: batches.add_load(cursor, register))
    with store.read() as cursor:
        assert [scans.count(cursor, region) for region in ("WK990101", "WK990102", "BU99010101")] == [2, 1, 1]
        assert scans.chosen(cursor, "WK990102") == {"A2": 1, "B3": 1}
        assert scans.delayed(cursor, "WK990101") == {Domain.COGNITIVE: 2}


BUURTEN = ("BU99010100", "BU99010101", "BU99010200", "BU99010201")


class Town:
    """Schools by buurt, each with what its board agreed to and whether it reports a delay."""

    def __init__(self, *groups: tuple[str, int, Sharing | None, bool]) -> None:
        self.groups = groups

    def told(self, region: str, *more: str) -> list[tuple[int, dict[Domain, int], dict[str, int]]]:
        """What the LEA is told of these areas: schools, those with a delay, choices."""
        places = [group for group in self.groups for _ in range(group[1])]
        sites = [f"99{chr(65 + number // 26)}{chr(65 + number % 26)}00" for number in range(len(places))]
        register = schools(GEMEENTE, sites, "2021", buurt=[buurt for buurt, *_ in places])
        sent = [
            Recognised(
                replace(scan(site, ["A2"], cognitief=TEN if has else NONE).scan, sharing=sharing),
                site,
                GEMEENTE,
                "po",
                ["A2"],
            )
            for site, (_, _, sharing, has) in zip(sites, places, strict=True)
            if sharing
        ]
        load = Delivery("schoolscans", "schoolscans", "Schoolscans", "2021", "", len(sent), len(sent), 0)
        with stored(register) as store:
            store.write(lambda cursor: add_scans(cursor, load, sent))
            with store.read() as cursor:
                ask = (scans.count, scans.delayed, scans.chosen)
                return [tuple(one(cursor, area, Audience.LEA) for one in ask) for area in (region, *more)]  # type: ignore[misc]


A, B, C, D = BUURTEN
UNNAMED, NAMED, NOT = Sharing.LEA_ANONYMOUS, Sharing.LEA_NAMED, Sharing.MUNICIPALITY
COGNITIVE = Domain.COGNITIVE


class TestTheLea:
    def test_is_told_of_three_schools_and_more(self) -> None:
        silent = (D, 3, None, False)
        assert Town((A, 2, UNNAMED, True), silent).told(GEMEENTE) == [(0, {}, {})], "two schools could be known"
        assert Town((A, 2, UNNAMED, True), (A, 1, NOT, True), silent).told(GEMEENTE) == [(0, {}, {})]
        town = Town((A, 4, UNNAMED, True), (A, 2, UNNAMED, False), silent)
        assert town.told(GEMEENTE) == [(6, {COGNITIVE: 4}, {"A2": 6})]

    def test_is_not_told_what_all_or_none_of_a_few_report(self) -> None:
        silent = (D, 3, None, False)
        assert Town((A, 5, UNNAMED, True), silent).told(GEMEENTE) == [(5, {}, {"A2": 5})]
        assert Town((A, 6, UNNAMED, True), silent).told(GEMEENTE) == [(6, {COGNITIVE: 6}, {"A2": 6})]

    def test_cannot_take_a_wijk_from_the_gemeente(self) -> None:
        town = Town((A, 6, UNNAMED, True), (A, 3, None, False), (C, 2, UNNAMED, True), (D, 3, None, False))
        assert [count for count, *_ in town.told(GEMEENTE, "WK990101", A, "WK990102")] == [8, 0, 0, 0], (
            "eight less six would be two"
        )
        town = Town((A, 6, UNNAMED, True), (A, 3, None, False), (C, 5, UNNAMED, True), (D, 3, None, False))
        found = town.told(GEMEENTE, "WK990101", "WK990102")
        assert [delayed for _, delayed, _ in found] == [{COGNITIVE: 11}, {}, {}], "that all five report it is not told"

    def test_does_not_learn_who_shares_without_a_name_when_nearly_all_do(self) -> None:
        assert Town((A, 6, UNNAMED, True), (A, 4, NAMED, True), (D, 2, None, False)).told(GEMEENTE)[0][0] == 4
        assert Town((A, 6, UNNAMED, True), (A, 4, NAMED, True), (D, 3, None, False)).told(GEMEENTE)[0][0] == 10
        assert Town((A, 2, UNNAMED, True), (A, 4, NAMED, True), (D, 3, None, False)).told(GEMEENTE)[0][0] == 4

    def test_does_not_learn_that_in_a_wijk_either(self) -> None:
        town = Town(
            (A, 4, NAMED, True), (A, 1, UNNAMED, True), (A, 3, None, True), (C, 6, UNNAMED, True), (D, 3, None, True)
        )
        assert [count for count, *_ in town.told(GEMEENTE, "WK990101", "WK990102")] == [11, 0, 0]

    @given(
        st.lists(
            st.tuples(
                st.sampled_from([*BUURTEN, ""]),
                st.integers(1, 7),
                st.sampled_from([UNNAMED, UNNAMED, NAMED, None]),
                st.booleans(),
            ),
            max_size=8,
        )
    )
    def test_cannot_compute_a_small_group(self, groups: list[tuple[str, int, Sharing | None, bool]]) -> None:
        seen = told([site for group in groups for site in of_group(*group)], GEMEENTE)
        parts = {GEMEENTE: ("WK990101", "WK990102"), "WK990101": BUURTEN[:2], "WK990102": BUURTEN[2:]}
        if any(not buurt for buurt, *_ in groups):
            del parts[GEMEENTE]
        for of, visible in (("scans", seen.schools), *seen.delayed.items(), *seen.chosen.items()):
            assert all(number >= FEWEST_SCHOOLS for number in visible.values())
            for total, several in parts.items():
                if total in visible and (unseen := [area for area in several if area not in visible]):
                    left = visible[total] - sum(visible.get(area, 0) for area in several)
                    named = [
                        number
                        for buurt, number, sharing, has in groups
                        if sharing is NAMED
                        and (has or of == "scans")
                        and any(buurt[2:].startswith(area[2:]) for area in unseen)
                    ]
                    left -= 0 if of == "A2" else sum(named)
                    assert left == 0 or left >= FEWEST_SCHOOLS, f"{left} of {total} are in {unseen}"


def of_group(buurt: str, number: int, sharing: Sharing | None, has: bool) -> list[Site]:
    areas = (GEMEENTE, f"WK{buurt[2:8]}", buurt) if buurt else (GEMEENTE,)
    return [Site(areas, sharing, frozenset(["cognitief"] if has else []), frozenset(["A2"]))] * number
