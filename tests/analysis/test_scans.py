"""What scans say, counted by hand in schools."""

from collections.abc import Iterator
from dataclasses import replace

import pytest

from analysis import scans
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


def test_the_lea_counts_what_is_shared_and_never_so_few_that_a_school_is_known(store: Store) -> None:
    def share(*sites: str) -> None:
        sent = [
            Recognised(replace(scan(site, ["A2"]).scan, sharing=Sharing.LEA_ANONYMOUS), site, GEMEENTE, "po", ["A2"])
            for site in sites
        ]
        load = Delivery("schoolscans", "schoolscans", "Schoolscans", "2021", "", len(sent), len(sent), 0)
        store.write(lambda cursor: add_scans(cursor, load, sent))

    share("99AA00", "99AB00")
    with store.read() as cursor:
        assert scans.chosen(cursor, GEMEENTE, Audience.LEA) == {}, "two schools could be known"
        assert scans.count(cursor, GEMEENTE) == 3
    share("99AD00")
    with store.read() as cursor:
        assert scans.count(cursor, GEMEENTE, Audience.LEA) == 3
        assert scans.chosen(cursor, GEMEENTE, Audience.LEA) == {"A2": 3}
