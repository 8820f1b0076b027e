"""Which schools report a delay: each once per domain, where they stand, and for the LEA only who agreed to it."""

from collections.abc import Iterator

import pytest

from analysis.delays import reporting
from model.catalogue import Ages, Domain
from model.choices import Audience
from model.reading import Reading
from model.scan import DomainCount, Scan, Sharing
from model.status import Status
from store import Store, batches
from tests.worlds import add_scans, schools, stored

GEMEENTE, WIJK = "GM9901", "WK990101"
TEN, NONE, FEW = Reading(Status.KNOWN, 10), Reading(Status.KNOWN, 0), Reading(Status.INTERVAL, lower=0, upper=4)
UNKNOWN = Reading(Status.NOT_AVAILABLE)
NAMED, ANONYMOUS, OWN, SILENT, NEW = "99AA00", "99AB00", "99AC00", "99AD00", "99AE00"


def scan(site: str, sharing: Sharing | None, **delayed: Reading | None) -> Scan:
    domains = tuple(DomainCount(Domain(name), TEN, reading) for name, reading in delayed.items())
    return Scan("", f"Formulier {site}", site=site, domains=domains, sharing=sharing)


@pytest.fixture
def store() -> Iterator[Store]:
    """Four schools in two registers, of which the newest knows where they stand, and one that is in neither."""
    sites = [NAMED, ANONYMOUS, OWN, SILENT]
    old = schools(GEMEENTE, sites, "2020", lon=[1.0] * 4, lat=[1.0] * 4)
    new = schools(GEMEENTE, sites, "2021", lon=[4.1, 4.2, None, 4.4], lat=[52.1, 52.2, None, 52.4])
    with stored(old, new) as opened:
        add_scans(
            opened,
            GEMEENTE,
            scan(NAMED, Sharing.LEA_NAMED, cognitief=TEN, sociaal=FEW, emotioneel=NONE),
            scan(ANONYMOUS, Sharing.LEA_ANONYMOUS, cognitief=TEN),
            scan(OWN, Sharing.MUNICIPALITY, cognitief=FEW, executief=None),
            scan(SILENT, Sharing.LEA_NAMED, cognitief=NONE, executief=UNKNOWN),
        )
        add_scans(opened, GEMEENTE, scan(NEW, None, emotioneel=TEN), sector="")
        yield opened


def told(store: Store, region: str = GEMEENTE, audience: Audience = Audience.MUNICIPALITY) -> list[tuple[str, str]]:
    with store.read() as cursor:
        frame = reporting(cursor, region, audience).frame
    return list(zip(frame["domain"], frame["site"], strict=True))


def test_a_school_reports_a_domain_when_it_counts_pupils_with_a_delay_in_it_also_as_fewer_than_five(
    store: Store,
) -> None:
    assert told(store) == [
        ("cognitief", NAMED),
        ("cognitief", ANONYMOUS),
        ("cognitief", OWN),
        ("emotioneel", NEW),
        ("sociaal", NAMED),
    ]


def test_ages_leave_out_the_sectors_of_other_ages_and_keep_a_school_of_an_unknown_sector(store: Store) -> None:
    with store.read() as cursor:
        sites = {
            ages: set(reporting(cursor, GEMEENTE, Audience.MUNICIPALITY, ages).frame["site"]) for ages in (None, *Ages)
        }
    assert sites[Ages.PRIMARY] == sites[None]
    assert sites[Ages.EARLY] == sites[Ages.SECONDARY] == {NEW}


def test_the_lea_sees_only_schools_whose_boards_agreed_to_their_name(store: Store) -> None:
    assert told(store, audience=Audience.LEA) == [("cognitief", NAMED), ("sociaal", NAMED)]


def test_a_wijk_has_the_schools_of_its_gemeente_and_another_gemeente_has_none(store: Store) -> None:
    assert told(store, WIJK) == told(store)
    assert told(store, "GM9902") == [] and told(store, "NL99") == []


def test_a_school_stands_where_the_newest_register_says_with_its_name_there(store: Store) -> None:
    with store.read() as cursor:
        frame = reporting(cursor, GEMEENTE, Audience.MUNICIPALITY).frame
    assert frame["name"].tolist()[:3] == [f"School {site}" for site in (NAMED, ANONYMOUS, OWN)]
    assert frame["lon"].tolist()[:2] == [4.1, 4.2] and frame["lat"].tolist()[:2] == [52.1, 52.2]
    assert frame.loc[frame["site"].isin([OWN, NEW]), ["lon", "lat"]].isna().all(axis=None)
    assert frame.loc[frame["site"] == NEW, "name"].tolist() == [f"Formulier {NEW}"]


def test_how_many_pupils_it_counts_is_not_told(store: Store) -> None:
    with store.read() as cursor:
        frame = reporting(cursor, GEMEENTE, Audience.MUNICIPALITY).frame
    assert set(frame.columns) == {"site", "name", "sector", "lon", "lat", "domain"}


def test_only_the_scan_that_counts_now_reports_and_after_an_undo_the_one_before(store: Store) -> None:
    before = told(store)
    load = add_scans(store, GEMEENTE, scan(NAMED, Sharing.MUNICIPALITY, executief=TEN))
    assert [domain for domain, site in told(store) if site == NAMED] == ["executief"]
    assert told(store, audience=Audience.LEA) == []
    store.write(lambda cursor: batches.withdraw(cursor, load))
    assert told(store) == before
