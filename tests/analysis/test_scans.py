"""What scans say, counted by hand in schools."""

from collections.abc import Iterator

import pytest

from analysis import scans
from model.catalogue import Domain
from model.delivery import Delivery
from model.reading import Reading
from model.scan import Choice, DomainCount, Scan
from model.status import Status
from store import Store
from store.scans import Recognised, add_scans
from tests.worlds import stored

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
        assert scans.count(cursor, "BU99010101") == 3
        assert scans.chosen(cursor, GEMEENTE) == {"A2": 2, "B3": 2}


def test_a_delay_of_none_is_no_delay_and_fewer_than_five_may_be_one(store: Store) -> None:
    with store.read() as cursor:
        assert scans.delayed(cursor, GEMEENTE) == {Domain.COGNITIVE: 3}


def test_another_gemeente_has_none(store: Store) -> None:
    with store.read() as cursor:
        found = [ask(cursor, "GM9902") for ask in (scans.count, scans.delayed, scans.chosen)]
    assert found == [0, {}, {}]
