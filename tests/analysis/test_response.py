"""The response: five schools of two besturen, counted by hand."""

from collections.abc import Iterator

import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import response
from model.choices import Audience
from model.scan import Choice, Scan, Sector, Sharing
from store import Store, batches
from tests.worlds import add_scans, delivered, pupils, schools, stored

GEMEENTE = "GM9901"
SITES = ("99AA00", "99AB00", "99AC00", "99AD00", "99VA00")


def scan(site: str, board: str = "", **parts: object) -> Scan:
    return Scan(board=board, school=f"School {site}", site=site, **parts)  # type: ignore[arg-type]


@pytest.fixture
def store() -> Iterator[Store]:
    """Four primary schools of two besturen and one secondary; of 99AD00 only `<5` is known twice."""
    names = delivered({"inwoners": {"WK990101": 1000.0}}, names={"WK990101": "Oost"})
    register = schools(
        GEMEENTE,
        SITES,
        "2021",
        sector=["po", "po", "po", "sbo", "vo"],
        board=["1", "1", "2", "2", "3"],
        buurt=["BU99010100", "BU99010101", "BU99010101", "", ""],
    )
    counts = pupils(
        GEMEENTE, {"99AA00": 200.0, "99AB00": 100.0, "99AC00": 300.0, "99AD00": (2, 8), "99VA00": 400.0}, "2020"
    )
    with stored(names, register, counts) as opened:
        yield opened


def rows(store: Store) -> pd.DataFrame:
    with store.read() as cursor:
        return response.schools(cursor, GEMEENTE).frame


def test_without_scans_all_schools_are_there_and_none_has_one(store: Store) -> None:
    whole = response.coverage(rows(store))
    assert (whole.schools, whole.scans, whole.pupils, whole.covered) == (5, 0, (1002, 1008), (0, 0))
    assert whole.share == (0, 0)


def test_pupils_are_counted_exactly_where_they_are_known_and_between_bounds_elsewhere(store: Store) -> None:
    add_scans(store, GEMEENTE, scan("99AA00"), scan("99AD00"))
    whole = response.coverage(rows(store))
    assert (whole.scans, whole.covered) == (2, (202, 208))
    assert whole.share == pytest.approx((100 * 202 / 1002, 100 * 208 / 1008))


def test_the_response_is_told_per_bestuur_by_the_name_that_its_scans_give_it(store: Store) -> None:
    add_scans(store, GEMEENTE, scan("99AA00", "Stichting Oost"), scan("99AC00", "Vereniging West"))
    groups = response.per_group(rows(store), "board")
    assert {name: (part.schools, part.scans) for name, part in groups.items()} == {
        "Stichting Oost": (2, 1),
        "Vereniging West": (2, 1),
        "bestuur 3": (1, 0),
    }


def test_the_response_is_told_per_sector(store: Store) -> None:
    add_scans(store, GEMEENTE, scan("99AA00"), sector="po")
    groups = response.per_group(rows(store), "sector")
    assert {name: (part.schools, part.scans) for name, part in groups.items()} == {
        "po": (3, 1),
        "sbo": (1, 0),
        "vo": (1, 0),
    }


def test_a_withdrawn_upload_does_not_count(store: Store) -> None:
    load_id = add_scans(store, GEMEENTE, scan("99AA00"))
    store.write(lambda cursor: batches.withdraw(cursor, load_id))
    assert response.coverage(rows(store)).scans == 0


def test_a_location_that_is_not_in_the_register_counts_when_it_sent_a_scan(store: Store) -> None:
    of_childcare = scan("123456789", "Kinderopvang Lint", sector=Sector.PRESCHOOL, choices=(Choice("voorlezen"),))
    add_scans(store, GEMEENTE, of_childcare, sector="voorschools")
    groups = response.per_group(rows(store), "sector")
    assert (groups["voorschools"].schools, groups["voorschools"].scans) == (1, 1)
    assert groups["voorschools"].pupils is None
    assert response.coverage(rows(store)).share is None, "the number of its children is not known"


def test_a_school_stands_in_the_wijk_of_its_buurt_and_carries_what_its_board_agreed_to(store: Store) -> None:
    add_scans(store, GEMEENTE, scan("99AB00", sharing=Sharing.LEA_NAMED))
    row = rows(store).set_index("site").loc["99AB00"]
    assert (row["wijk_name"], row["sharing"]) == ("Oost", "LEA met schoolnaam")


def test_schools_without_a_place_on_the_map_are_counted(store: Store) -> None:
    with store.read() as cursor:
        assert response.without_place(cursor, GEMEENTE) == 5
        assert response.without_place(cursor, "GM9902") == 0


def test_another_gemeente_has_its_own_response(store: Store) -> None:
    add_scans(store, "GM9902", scan("99ZZ00"))
    assert response.coverage(rows(store)).schools == 5


BOUNDS = st.tuples(st.integers(0, 500), st.integers(0, 500)).map(sorted)


@given(st.lists(st.tuples(BOUNDS, st.booleans()), min_size=1))
def test_a_share_lies_within_its_bounds_whatever_the_numbers_are(given_schools: list[tuple[list[int], bool]]) -> None:
    frame = pd.DataFrame(
        [{"pupils_lower": low, "pupils_upper": high, "has_scan": has} for (low, high), has in given_schools]
    )
    whole = response.coverage(frame)
    middle = [((low + high) / 2, has) for (low, high), has in given_schools]
    total = sum(count for count, _ in middle)
    if whole.share is not None and total:
        share = 100 * sum(count for count, has in middle if has) / total
        assert 0 <= whole.share[0] <= share + 1e-9
        assert share - 1e-9 <= whole.share[1] <= 100


def test_the_lea_sees_a_scan_with_its_school_only_where_the_board_agreed_to_that(store: Store) -> None:
    agreed = zip(SITES, (Sharing.LEA_NAMED, Sharing.LEA_ANONYMOUS, Sharing.MUNICIPALITY, None), strict=False)
    add_scans(store, GEMEENTE, *(scan(site, "Stichting Oost", sharing=sharing) for site, sharing in agreed))
    with store.read() as cursor:
        seen = response.schools(cursor, GEMEENTE, Audience.LEA).frame.set_index("site")
        assert response.unnamed(cursor, GEMEENTE) == 0, "one school could be known"
    assert list(seen.index[seen["has_scan"]]) == ["99AA00"]
    hidden = seen.drop(index="99AA00")
    assert hidden[["sharing", "received", "school_year", "choices", "wishes"]].isna().all(axis=None)
    assert response.coverage(rows(store)).scans == 4, "the gemeente sees all of them"
