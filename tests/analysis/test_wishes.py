"""Which measure answers a wish, when the school sends a new scan."""

from collections.abc import Iterator

import pytest

from analysis import gap_facts, gaps, wishes
from analysis.gap_measures import Term
from intake import measure_checks
from model.catalogue import Domain
from model.choices import Audience
from model.measure import Measure, MeasureState, TargetGroup
from model.scan import Scan, Wish, WishKind, wish_id
from store import Store, measures
from tests.worlds import add_scans, delivered, schools, stored

GEMEENTE, WIJK, SITE = "GM9901", "WK990101", "99AA00"
HOMEWORK, SWIMMING = "Hulp bij huiswerk", "Zwemles"


@pytest.fixture
def store() -> Iterator[Store]:
    """A school with two wishes, of which a running measure answers the second."""
    area = delivered({"plain": {WIJK: 1.0}}, names={GEMEENTE: "Lindewaard", WIJK: "Hoog", "BU99010101": "Buurt"})
    answering = Measure(
        "m",
        "Zwemmen",
        domains=(Domain.SOCIAL,),
        target_groups=(TargetGroup.PRIMARY,),
        wijken=(WIJK,),
        state=MeasureState.RUNNING,
        wishes=(wish_id(SITE, SWIMMING),),
    )
    with stored(area, schools(GEMEENTE, [SITE], "2021", buurt="BU99010101")) as opened:
        send(opened, HOMEWORK, SWIMMING)
        opened.write(lambda cursor: measures.keep(cursor, GEMEENTE, answering, "", None))
        yield opened


def send(store: Store, *asked: str) -> None:
    """The school sends a scan with these wishes, in place of its former one."""
    wishes_of_school = tuple(Wish(text, WishKind.OTHER) for text in asked)
    add_scans(store, GEMEENTE, Scan("Bestuur", "De Vlinder", site=SITE, wishes=wishes_of_school))


def answered(store: Store) -> set[str]:
    """The wishes with a measure on Wensen."""
    with store.read() as cursor:
        return {one.wish.text for one in wishes.of(cursor, GEMEENTE).loose if one.answers}


def answered_in_cell(store: Store) -> set[str]:
    """The wishes that are answered in the cell where the measure counts."""
    with store.read() as cursor:
        found = gap_facts.situation(cursor, [], GEMEENTE, "2021", Audience.MUNICIPALITY)
        cell = gaps.gaps(found, gaps.register(cursor, GEMEENTE), Term()).cell(WIJK, Domain.SOCIAL)
    assert cell is not None
    return {one.text for one in cell.facts.answered_wishes}


def said(store: Store) -> list[str]:
    """What is said of the wishes of the measure."""
    with store.read() as cursor:
        known = measure_checks.known(cursor, GEMEENTE)
    return [one.message for one in measure_checks.check(known.kept[0].content, known) if one.column == "Wensen"]


def test_a_wish_that_comes_before_it_in_a_new_scan_takes_no_answer_away(store: Store) -> None:
    assert answered(store) == answered_in_cell(store) == {SWIMMING}
    send(store, "Fietsles", HOMEWORK, SWIMMING)
    assert answered(store) == answered_in_cell(store) == {SWIMMING}
    assert said(store) == []


def test_a_wish_in_other_words_is_open_again_and_that_is_said(store: Store) -> None:
    send(store, HOMEWORK, "Zwemles voor groep 5")
    assert answered(store) == answered_in_cell(store) == set()
    [message] = said(store)
    assert "komt in de scans van nu niet voor" in message
