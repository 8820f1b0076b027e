"""One golden gemeente in which every verdict occurs; one fact that changes flips one cell and no other."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from analysis.gap_facts import AskedWish, MadeChoice, Measured, Situation, Surroundings
from analysis.gap_verdicts import Verdict
from model.catalogue import Domain
from model.measure import Funding, Measure, MeasureState, Stream, TargetGroup
from tests.analysis.test_gaps import GEMEENTE, look, measure, school, verdicts

HIGH, LOW, SAID, PARTLY = "WK990101", "WK990102", "WK990103", "WK990104"
COGNITIVE, EXECUTIVE, SOCIAL, EMOTIONAL = Domain.COGNITIVE, Domain.EXECUTIVE, Domain.SOCIAL, Domain.EMOTIONAL
TOWN = Situation(
    GEMEENTE,
    {HIGH: "Hoog", LOW: "Laag", SAID: "Alleen scholen", PARTLY: "Deels bekend"},
    (
        *(school(site, f"WK99010{site[0]}") for site in ("1a", "1b", "2a", "2b", "3a", "3b", "4a")),
        school("3c", SAID, delays=frozenset({SOCIAL})),
        school("4b", PARTLY, has_scan=False),
        school("va", HIGH, "vo"),
    ),
    (
        MadeChoice("1a", 1, "Gesprokentaal", "B9", (COGNITIVE,), (30, 30)),
        MadeChoice("1b", 1, "Samen spelen", "", (SOCIAL,)),
        MadeChoice("2a", 1, "Gesprokentaal", "B9", (COGNITIVE,), school_year="2021/2022"),
    ),
    measured={
        **{(HIGH, domain): Measured(80, 8) for domain in Domain},
        **{(LOW, domain): Measured(20, 8) for domain in Domain},
        (PARTLY, SOCIAL): Measured(70, 8),
    },
    children={HIGH: 900, LOW: 400, SAID: 700, PARTLY: 500},
)
"""Four wijken: need is high, need is low, only schools say something, and half of the pupils are known."""
REGISTER = (
    measure("plannen", domains=(EXECUTIVE,), wijken=(HIGH,), aim="Leren plannen", funding=(Funding(Stream.NPO, 5),)),
    measure("plein", domains=(SOCIAL,), wijken=(HIGH,)),
    measure("taal", domains=(COGNITIVE,), wijken=(LOW,), interventions=("B9",)),
    measure("huiswerk", domains=(EXECUTIVE,), wijken=(LOW,)),
    measure("stage", domains=(EXECUTIVE,), target_groups=(TargetGroup.SECONDARY,)),
)
GOLDEN = {
    HIGH: (Verdict.SCHOOLS, Verdict.MUNICIPALITY, Verdict.COVERED, Verdict.GAP),
    LOW: (Verdict.TOGETHER, Verdict.EFFORT, Verdict.CALM, Verdict.CALM),
    SAID: (Verdict.CALM, Verdict.CALM, Verdict.CALM, Verdict.CALM),
    PARTLY: (Verdict.UNKNOWN, Verdict.UNKNOWN, Verdict.POSSIBLE, Verdict.UNKNOWN),
    GEMEENTE: (Verdict.UNKNOWN, Verdict.EFFORT, Verdict.UNKNOWN, Verdict.UNKNOWN),
}
"""In the order cognitief, executief, sociaal, emotioneel."""
EXPECTED = {
    (row, domain): verdict
    for row, told in GOLDEN.items()
    for domain, verdict in zip((COGNITIVE, EXECUTIVE, SOCIAL, EMOTIONAL), told, strict=True)
}

World = tuple[Situation, tuple[Measure, ...]]
Change = Callable[[Situation, tuple[Measure, ...]], World]


def of_measure(id: str, **changes: Any) -> Change:
    return lambda found, known: (found, tuple(replace(one, **changes) if one.id == id else one for one in known))


def without_measure(id: str) -> Change:
    return lambda found, known: (found, tuple(one for one in known if one.id != id))


def one_more(added: Measure) -> Change:
    return lambda found, known: (found, (*known, added))


def of_choice(site: str, **changes: Any) -> Change:
    def change(found: Situation, known: tuple[Measure, ...]) -> World:
        made = [replace(one, **changes) if one.site == site else one for one in found.choices]
        return replace(found, choices=made), known

    return change


def one_choice_more(added: MadeChoice) -> Change:
    return lambda found, known: (replace(found, choices=(*found.choices, added)), known)


def without_choice(site: str) -> Change:
    return lambda found, known: (replace(found, choices=[one for one in found.choices if one.site != site]), known)


def of_school(site: str, **changes: Any) -> Change:
    def change(found: Situation, known: tuple[Measure, ...]) -> World:
        return replace(
            found, schools=[replace(one, **changes) if one.site == site else one for one in found.schools]
        ), known

    return change


def figure(region: str, domain: Domain, now: Measured | None) -> Change:
    def change(found: Situation, known: tuple[Measure, ...]) -> World:
        rest = {place: one for place, one in found.measured.items() if place != (region, domain)}
        return replace(found, measured=rest | ({(region, domain): now} if now else {})), known

    return change


def test_every_verdict_occurs_exactly_where_it_must() -> None:
    assert verdicts(look(TOWN, *REGISTER)) == EXPECTED
    assert set(EXPECTED.values()) == set(Verdict)


AGAIN = replace(REGISTER[0], id="nog eens", funding=(Funding(Stream.WELFARE, 5),))
PLANNING, LANGUAGE = (HIGH, EXECUTIVE), (LOW, COGNITIVE)


@pytest.mark.parametrize(
    ("change", "place", "now"),
    [
        # what the gemeente adds
        (without_measure("plannen"), PLANNING, Verdict.GAP),
        (of_measure("plannen", state=MeasureState.STOPPED), PLANNING, Verdict.GAP),
        (of_measure("plannen", state=MeasureState.PROPOSED), PLANNING, Verdict.GAP),
        (of_measure("plannen", end=date(2021, 6, 30)), PLANNING, Verdict.GAP),
        (of_measure("plannen", start=date(2022, 9, 1), end=date(2022, 8, 1)), PLANNING, Verdict.GAP),
        (of_measure("plannen", domains=()), PLANNING, Verdict.GAP),
        (of_measure("plannen", wijken=("WK990199",)), PLANNING, Verdict.GAP),
        (of_measure("plannen", target_groups=()), PLANNING, Verdict.GAP),
        (of_measure("plannen", target_groups=(TargetGroup.SECONDARY,)), PLANNING, Verdict.GAP),
        (of_measure("plannen", wijken=(HIGH, SAID)), (SAID, EXECUTIVE), Verdict.EFFORT),
        (of_measure("plannen", domains=(EXECUTIVE, EMOTIONAL)), (HIGH, EMOTIONAL), Verdict.MUNICIPALITY),
        (without_measure("plein"), (HIGH, SOCIAL), Verdict.SCHOOLS),
        (without_measure("huiswerk"), (LOW, EXECUTIVE), Verdict.CALM),
        (without_measure("stage"), (GEMEENTE, EXECUTIVE), Verdict.UNKNOWN),
        (one_more(AGAIN), PLANNING, Verdict.TOGETHER),
        # what schools do
        (without_choice("1a"), (HIGH, COGNITIVE), Verdict.GAP),
        (of_choice("1a", domains=()), (HIGH, COGNITIVE), Verdict.GAP),
        (of_choice("1b", domains=()), (HIGH, SOCIAL), Verdict.MUNICIPALITY),
        (one_choice_more(MadeChoice("1b", 2, "Rust", "", (EMOTIONAL,))), (HIGH, EMOTIONAL), Verdict.SCHOOLS),
        (one_choice_more(MadeChoice("va", 1, "Bijles", "", (COGNITIVE,))), (GEMEENTE, COGNITIVE), Verdict.EFFORT),
        (one_choice_more(MadeChoice("4a", 1, "Spel", "", (SOCIAL,))), (PARTLY, SOCIAL), Verdict.SCHOOLS),
        # whether both do the same
        (of_measure("taal", interventions=("B3",)), LANGUAGE, Verdict.EFFORT),
        (of_measure("taal", schools=("2b",)), LANGUAGE, Verdict.EFFORT),
        (of_measure("taal", start=date(2022, 8, 1)), LANGUAGE, Verdict.EFFORT),
        (of_choice("2a", code="B3"), LANGUAGE, Verdict.EFFORT),
        (without_choice("2a"), LANGUAGE, Verdict.EFFORT),
        # what is known of need
        (figure(HIGH, EMOTIONAL, Measured(59, 8)), (HIGH, EMOTIONAL), Verdict.CALM),
        (figure(HIGH, EMOTIONAL, Measured(80, 5)), (HIGH, EMOTIONAL), Verdict.UNKNOWN),
        (figure(HIGH, EMOTIONAL, None), (HIGH, EMOTIONAL), Verdict.UNKNOWN),
        (figure(LOW, SOCIAL, Measured(60, 8)), (LOW, SOCIAL), Verdict.GAP),
        (figure(SAID, SOCIAL, Measured(60, 8)), (SAID, SOCIAL), Verdict.GAP),
        (of_school("3a", delays=frozenset({SOCIAL})), (SAID, SOCIAL), Verdict.GAP),
        # of how many pupils it is known
        (of_school("4b", has_scan=True), (PARTLY, SOCIAL), Verdict.GAP),
        (of_school("4b", pupils=(25, 25)), (PARTLY, SOCIAL), Verdict.GAP),
        (of_school("4b", wijk=LOW), (PARTLY, SOCIAL), Verdict.GAP),
    ],
)
def test_one_fact_that_changes_flips_one_cell(change: Change, place: tuple[str, Domain], now: Verdict) -> None:
    found, known = change(TOWN, REGISTER)
    assert EXPECTED[place] is not now
    assert verdicts(look(found, *known)) == EXPECTED | {place: now}


@pytest.mark.parametrize(
    "change",
    [
        one_more(measure("idee", domains=(EMOTIONAL,), wijken=(HIGH,), state=MeasureState.IDEA)),
        one_more(measure("zonder domein", wijken=(HIGH,))),
        one_choice_more(MadeChoice("1b", 2, "Assistent", "E2", ())),
        one_choice_more(MadeChoice("weg", 1, "Rust", "", (EMOTIONAL,))),
        of_choice("1a", reached=None),
        of_school("3a", delays=frozenset({EXECUTIVE})),
        of_school("1a", delays=frozenset(Domain)),
        of_school("4b", pupils=(26, 26)),
        of_school("4b", pupils=None),
        lambda found, known: (replace(found, wishes=[AskedWish("1a/0", "1a", "Hulp", (EMOTIONAL,))]), known),
        lambda found, known: (replace(found, surroundings={LOW: Surroundings(1, 8, 1, 1)}), known),
        lambda found, known: (replace(found, children={}), known),
        lambda found, known: (found, tuple(replace(one, places=-5, intended_reach=-5) for one in known)),
    ],
)
def test_what_is_no_reason_flips_nothing(change: Change) -> None:
    found, known = change(TOWN, REGISTER)
    assert (found, known) != (TOWN, REGISTER)
    assert verdicts(look(found, *known)) == EXPECTED
