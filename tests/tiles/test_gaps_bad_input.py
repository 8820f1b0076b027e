"""Gaps when the world moved on: a wijk that went, a school that closed, a measure that cannot be, nothing at all."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date

import pytest
from duckdb import DuckDBPyConnection as Cursor

from analysis import known
from analysis.gap_measures import Apart
from analysis.gap_verdicts import Verdict
from model.catalogue import Domain
from model.choices import Audience, Choices
from model.measure import Measure, MeasureState, TargetGroup
from model.scan import Scan, Sharing
from store import Store, measures
from tests.worlds import add_scans, delivered, schools, stored
from tiles import Kind, NoFigures, build, gap_cell, gaps
from tiles.gaps import View

HERE, STAYS, GONE, NEW = "GM9901", "WK990101", "WK990102", "WK990103"
BUURT = {STAYS: "BU99010101", GONE: "BU99010201", NEW: "BU99010301"}
CHOICES = Choices(HERE, period="2022", domain=Domain.SOCIAL)
PLAIN = Measure(
    "m", "Samen", state=MeasureState.RUNNING, domains=(Domain.SOCIAL,), target_groups=(TargetGroup.PRIMARY,)
)


def areas_of(period: str, *wijken: str) -> dict[str, str]:
    return (
        {HERE: "Lindewaard"} | {wijk: f"Wijk {wijk[-1]}" for wijk in wijken} | {BUURT[wijk]: "Hof" for wijk in wijken}
    )


@pytest.fixture
def store() -> Iterator[Store]:
    """A gemeente of which one of two wijken was divided anew, and one of three schools closed after it sent a scan."""
    before, now = areas_of("2021", STAYS, GONE), areas_of("2022", STAYS, NEW)
    deliveries = [
        delivered({"kinderen_0_15": dict.fromkeys(named, 900.0)}, period, names=named)
        for period, named in (("2021", before), ("2022", now))
    ]
    register = [
        schools(HERE, ["99AA00", "99AB00", "99AC00"], "2021", buurt=[BUURT[STAYS], BUURT[GONE], BUURT[STAYS]]),
        schools(HERE, ["99AA00", "99AB00"], "2022", buurt=[BUURT[STAYS], BUURT[NEW]]),
    ]
    with stored(*deliveries, *register) as made:
        sent = [
            Scan("Bestuur", f"School {site}", site=site, sharing=Sharing.LEA_NAMED) for site in ("99AA00", "99AC00")
        ]
        add_scans(made, HERE, *sent)
        yield made


def keep(store: Store, *kept: Measure) -> None:
    for one in kept:
        store.write(lambda cursor, one=one: measures.keep(cursor, HERE, one, "", None))  # type: ignore[misc]


def view(cursor: Cursor, audience: Audience = Audience.MUNICIPALITY) -> View:
    return gaps.view_of(replace(CHOICES, audience=audience), cursor, known.catalogue(cursor))


def test_a_measure_in_a_wijk_that_is_gone_is_told_and_moves_to_no_other(store: Store) -> None:
    keep(store, replace(PLAIN, wijken=(GONE,)))
    with store.read() as cursor:
        seen = view(cursor)
    assert set(seen.found.wijken) == {STAYS, NEW}
    assert [(one.id, why) for one, why in seen.gaps.apart] == [("m", Apart.NO_WIJK)]
    assert all(not cell.facts.measures for cell in seen.gaps.cells)
    assert "1 maatregel telt in geen enkel vak mee" in " ".join(gaps.notes(CHOICES, seen))


def test_of_a_measure_in_two_wijken_the_one_that_is_left_still_counts(store: Store) -> None:
    keep(store, replace(PLAIN, wijken=(GONE, STAYS)))
    with store.read() as cursor:
        seen = view(cursor)
    counted = {cell.place for cell in seen.gaps.cells if cell.facts.measures}
    assert (counted, seen.gaps.apart) == ({(STAYS, Domain.SOCIAL)}, ())


@pytest.mark.parametrize("audience", Audience)
def test_the_scan_of_a_school_that_closed_counts_in_no_wijk_and_is_told(store: Store, audience: Audience) -> None:
    with store.read() as cursor:
        seen = view(cursor, audience)
        notes = " ".join(build(Kind.GAPS, replace(CHOICES, audience=audience), cursor).notes)
    assert [one.site for one in seen.gaps.without_row] == ["99AC00"]
    assert "1 schoolscan is van een school waarvan de wijk of de sector niet bekend is." in notes
    cell = seen.gaps.cell(STAYS, Domain.SOCIAL)
    assert cell is not None
    assert (cell.facts.coverage.schools, cell.facts.coverage.scans) == (1, 1)


def test_a_measure_for_schools_that_closed_only_counts_nowhere(store: Store) -> None:
    keep(store, replace(PLAIN, schools=("99AC00",)))
    with store.read() as cursor:
        assert [why for _, why in view(cursor).gaps.apart] == [Apart.NO_WIJK]


def test_a_measure_that_ends_before_it_begins_is_told_and_its_negative_places_make_nothing_of_a_cell(
    store: Store,
) -> None:
    backwards = replace(PLAIN, id="om", start=date(2022, 9, 1), end=date(2022, 8, 1), wijken=(STAYS,))
    keep(store, backwards, replace(PLAIN, places=-5, wijken=(STAYS,)))
    with store.read() as cursor:
        seen = view(cursor)
        cell = seen.gaps.cell(STAYS, Domain.SOCIAL)
        assert cell is not None
        told = gap_cell.described(cell, seen.found, known.catalogue(cursor), Audience.MUNICIPALITY)
    assert [(one.id, why) for one, why in seen.gaps.apart] == [("om", Apart.BACKWARDS)]
    assert list(told.measures["Maatregel"]) == ["Samen"]
    assert cell.verdict is Verdict.EFFORT


def test_an_empty_register_and_no_scans_make_no_gap(store: Store) -> None:
    with store.read() as cursor:
        seen = view(cursor)
        assert seen.measures == [] and seen.gaps.together == () and seen.gaps.gaps == []
        assert build(Kind.GAPS, CHOICES, cursor).title == "Er is nog te weinig bekend om leemtes te zien"
    with stored() as empty, empty.read() as cursor, pytest.raises(NoFigures, match=r"\.$"):
        view(cursor)
