"""Each verdict where it must be and nowhere else, in small gemeenten that a person can follow."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from random import Random
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import gap_facts
from analysis.gap_facts import AskedWish, MadeChoice, Measured, School, Situation, domains_of
from analysis.gap_measures import Apart, Overlap, Term
from analysis.gap_verdicts import Reason, Thresholds, Verdict
from analysis.gaps import ACROSS, Gaps, changed, gaps
from model.catalogue import Domain
from model.choices import Audience
from model.delivery import Delivery
from model.measure import Funding, Measure, MeasureState, Stream, TargetGroup
from model.reading import Reading
from model.scan import Choice, DomainCount, Scan, Sharing, Wish, WishKind, wish_id
from model.status import Status
from store import measures, scans
from store.scans import Recognised
from tests.worlds import delivered, pupils, schools, stored

GEMEENTE = "GM9901"
HIGH, LOW, NOT_MEASURED = "WK990101", "WK990102", "WK990103"
WIJKEN = {HIGH: "Hoog", LOW: "Laag", NOT_MEASURED: "Nog niet gemeten"}
COGNITIVE, EXECUTIVE, SOCIAL, EMOTIONAL = Domain.COGNITIVE, Domain.EXECUTIVE, Domain.SOCIAL, Domain.EMOTIONAL


def school(site: str, wijk: str, sector: str = "po", has_scan: bool = True, **more: Any) -> School:
    return replace(School(site, f"School {site}", sector, "Bestuur", wijk, (100, 100), has_scan), **more)


def measure(id: str = "m", **more: Any) -> Measure:
    plain = Measure(id, f"Maatregel {id}", state=MeasureState.RUNNING, target_groups=(TargetGroup.PRIMARY,))
    return replace(plain, **more)


def world(choices: Iterable[MadeChoice] = (), **more: Any) -> Situation:
    """Two schools with a scan in each wijk, two of the vo; the need is high in one wijk and low in another."""
    sites = [school(f"{wijk[-1]}{letter}", wijk) for wijk in WIJKEN for letter in "ab"]
    sites += [school("va", HIGH, "vo"), school("vb", "", "vo")]
    positions = {HIGH: 80.0, LOW: 20.0}
    found = Situation(
        GEMEENTE,
        WIJKEN,
        sites,
        tuple(choices),
        measured={(wijk, domain): Measured(value, 8) for wijk, value in positions.items() for domain in Domain},
        children={HIGH: 900, LOW: 400, NOT_MEASURED: 700},
    )
    return replace(found, **more)


def look(found: Situation, *known: Measure, term: Term | None = None) -> Gaps:
    return gaps(found, known, term or Term())


def verdicts(found: Gaps) -> dict[tuple[str, Domain], Verdict]:
    return {cell.place: cell.verdict for cell in found.cells}


def without_scan(found: Situation, *sites: str) -> Situation:
    return replace(
        found, schools=[replace(one, has_scan=one.has_scan and one.site not in sites) for one in found.schools]
    )


EMPTY = verdicts(look(world()))
SPEECH = MadeChoice("1a", 1, "Gesprokentaal", "B9", (COGNITIVE,), (30, 30))


def test_without_choices_and_measures_only_a_high_need_is_a_gap() -> None:
    expected = {HIGH: Verdict.GAP, LOW: Verdict.CALM, NOT_MEASURED: Verdict.UNKNOWN, GEMEENTE: Verdict.UNKNOWN}
    assert {(row, domain): expected[row] for row in (*WIJKEN, GEMEENTE) for domain in Domain} == EMPTY


@pytest.mark.parametrize(
    ("found", "known", "place", "verdict"),
    [
        (world([SPEECH]), [], (HIGH, COGNITIVE), Verdict.SCHOOLS),
        (world(), [measure(domains=(SOCIAL,), wijken=(HIGH,))], (HIGH, SOCIAL), Verdict.MUNICIPALITY),
        (world([SPEECH]), [measure(domains=(COGNITIVE,), wijken=(HIGH,))], (HIGH, COGNITIVE), Verdict.COVERED),
        (world(), [measure(domains=(SOCIAL,), wijken=(LOW,))], (LOW, SOCIAL), Verdict.EFFORT),
        (world(), [measure(domains=(SOCIAL,), wijken=(NOT_MEASURED,))], (NOT_MEASURED, SOCIAL), Verdict.EFFORT),
        (world([replace(SPEECH, site="2a")]), [], (LOW, COGNITIVE), Verdict.EFFORT),
        (world([replace(SPEECH, site="va")]), [], (GEMEENTE, COGNITIVE), Verdict.EFFORT),
        (
            world([SPEECH]),
            [measure(domains=(COGNITIVE,), wijken=(HIGH,), interventions=("B9",))],
            (HIGH, COGNITIVE),
            Verdict.TOGETHER,
        ),
    ],
)
def test_one_fact_more_changes_exactly_one_cell(
    found: Situation, known: list[Measure], place: tuple[str, Domain], verdict: Verdict
) -> None:
    assert verdicts(look(found, *known)) == EMPTY | {place: verdict}


def test_where_too_few_pupils_are_at_schools_with_a_scan_a_gap_is_only_possible() -> None:
    found = verdicts(look(without_scan(world(), "1b")))
    assert found == EMPTY | {(HIGH, domain): Verdict.POSSIBLE for domain in Domain}


@pytest.mark.parametrize(("pupils", "verdict"), [(24.0, Verdict.GAP), (26.0, Verdict.POSSIBLE)])
def test_eighty_percent_of_the_pupils_is_enough_to_call_it_a_gap(pupils: float, verdict: Verdict) -> None:
    found = without_scan(world(), "1b")
    sized = [replace(one, pupils=(pupils, pupils)) if one.site == "1b" else one for one in found.schools]
    assert verdicts(look(replace(found, schools=sized)))[HIGH, SOCIAL] is verdict


def test_a_school_of_unknown_size_without_a_scan_leaves_it_possible() -> None:
    found = without_scan(world(), "1b")
    unknown = [replace(one, pupils=None) if one.site == "1b" else one for one in found.schools]
    assert verdicts(look(replace(found, schools=unknown)))[HIGH, SOCIAL] is Verdict.POSSIBLE


@pytest.mark.parametrize(
    ("position", "areas", "reason"),
    [(60, 6, Reason.CHILDREN_HIGH), (59.9, 6, Reason.CHILDREN_LOW), (99, 5, Reason.NEED_UNKNOWN)],
)
def test_need_is_high_from_position_sixty_among_at_least_six_areas(position: float, areas: int, reason: Reason) -> None:
    cell = look(world(measured={(HIGH, SOCIAL): Measured(position, areas)})).cell(HIGH, SOCIAL)
    assert cell is not None and cell.reasons[0] is reason


@pytest.mark.parametrize(
    ("scans", "reporting", "verdict"), [(4, 2, "leemte"), (5, 2, "geen hoge behoefte te zien"), (2, 2, "onbekend")]
)
def test_without_a_figure_half_of_at_least_three_schools_make_a_need_high(
    scans: int, reporting: int, verdict: str
) -> None:
    said = [school(str(n), NOT_MEASURED, delays=frozenset({SOCIAL} if n < reporting else ())) for n in range(scans)]
    cell = look(world(schools=said)).cell(NOT_MEASURED, SOCIAL)
    assert cell is not None and cell.verdict == verdict


def test_what_schools_report_does_not_overrule_a_figure_of_children() -> None:
    said = [school(str(n), LOW, delays=frozenset({SOCIAL})) for n in range(4)]
    assert verdicts(look(world(schools=said)))[LOW, SOCIAL] is Verdict.CALM


def test_a_choice_without_a_domain_is_counted_apart_and_changes_no_verdict() -> None:
    found = look(world([MadeChoice("1a", 1, "Iets", "F1", ())]))
    assert verdicts(found) == EMPTY
    assert [cell.facts.unknown_choices for cell in found.cells if cell.facts.region == HIGH] == [1] * 4


@pytest.mark.parametrize(
    ("code", "assigned", "domains"),
    [
        ("A3", "", (COGNITIVE,)),
        ("B12", "executief", (COGNITIVE,)),
        ("C2", "cognitief", (SOCIAL, EMOTIONAL)),
        ("D1", "", (EXECUTIVE,)),
        ("E2", "cognitief", (COGNITIVE,)),
        ("F1", "", ()),
        ("", "sociaal", (SOCIAL,)),
        ("Z9", "", ()),
    ],
)
def test_the_domain_of_a_choice_is_the_menukaarts_else_the_assigned_one(
    code: str, assigned: str, domains: tuple[Domain, ...]
) -> None:
    assert domains_of(code, assigned) == domains


def test_a_pupil_counts_once_for_a_kind_and_kinds_stay_apart() -> None:
    made = [SPEECH, replace(SPEECH, position=2, reached=(20, 20)), replace(SPEECH, site="1b", reached=(1, 4))]
    cell = look(world([*made, replace(SPEECH, site="1b", position=2, code="B3", reached=None)])).cell(HIGH, COGNITIVE)
    assert cell is not None
    assert [(one.code, one.schools, one.pupils, one.telling) for one in cell.facts.reach] == [
        ("B9", 2, (31, 34), 2),
        ("B3", 1, None, 0),
    ]


@pytest.mark.parametrize(
    ("changes", "why"),
    [
        ({"start": date(2022, 9, 1), "end": date(2022, 8, 1)}, Apart.BACKWARDS),
        ({"domains": ()}, Apart.NO_DOMAIN),
        ({"target_groups": ()}, Apart.NO_GROUP),
        ({"wijken": ("WK990199",)}, Apart.NO_WIJK),
        ({"wijken": (), "schools": ("weg",)}, Apart.NO_WIJK),
    ],
)
def test_a_measure_that_fits_no_cell_is_told_and_spread_over_none(changes: dict[str, Any], why: Apart) -> None:
    found = look(world(), measure(**({"domains": (SOCIAL,), "wijken": (HIGH,)} | changes)))
    assert verdicts(found) == EMPTY
    assert [reason for _, reason in found.apart] == [why]


@pytest.mark.parametrize("state", [MeasureState.IDEA, MeasureState.PROPOSED, MeasureState.STOPPED])
def test_only_what_is_decided_or_running_counts(state: MeasureState) -> None:
    found = look(world(), measure(domains=(SOCIAL,), state=state, funding=(Funding(Stream.NPO, 100),)))
    assert (verdicts(found), found.apart, found.cents) == (EMPTY, (), {})


def test_a_measure_outside_the_school_year_does_not_count_in_it() -> None:
    one = measure(domains=(SOCIAL,), wijken=(HIGH,), end=date(2022, 7, 31))
    assert verdicts(look(world(), one, term=Term.of("2022/2023"))) == EMPTY
    assert verdicts(look(world(), one, term=Term.of("2021/2022")))[HIGH, SOCIAL] is Verdict.MUNICIPALITY


def test_a_choice_of_another_school_year_does_not_count() -> None:
    found = world([replace(SPEECH, school_year="2021/2022")])
    assert verdicts(look(found, term=Term.of("2022/2023"))) == EMPTY


def test_the_vo_and_who_sits_at_home_have_one_row() -> None:
    found = look(world(), measure(domains=(SOCIAL,), target_groups=(TargetGroup.OUT_OF_SCHOOL,), wijken=(HIGH,)))
    assert verdicts(found) == EMPTY | {(GEMEENTE, SOCIAL): Verdict.EFFORT}
    assert found.cells[-1].facts.name == ACROSS


def two(**more: Any) -> tuple[Measure, Measure]:
    """Two measures with one aim, from two pots."""
    first = measure("1", aim="Huiswerk maken.", domains=(SOCIAL,), wijken=(HIGH,), funding=(Funding(Stream.NPO, 5),))
    return first, replace(
        first, id="2", **({"aim": "huiswerk  maken", "funding": (Funding(Stream.WELFARE, 5),)} | more)
    )


def test_the_same_aim_from_two_pots_is_better_looked_at_together() -> None:
    found = look(world(), *two())
    assert verdicts(found) == EMPTY | {(HIGH, SOCIAL): Verdict.TOGETHER}
    assert [one.why for one in found.together] == [Overlap.SAME_AIM]


@pytest.mark.parametrize(
    "changes",
    [
        {"aim": "Samen eten"},
        {"wijken": (LOW,)},
        {"target_groups": (TargetGroup.PRESCHOOL,)},
        {"start": date(2022, 1, 1), "end": date(2021, 1, 1)},
    ],
)
def test_another_aim_place_group_or_time_is_not_the_same(changes: dict[str, Any]) -> None:
    assert look(world(), *two(**changes)).together == ()


def test_one_pot_for_one_aim_is_no_reason_to_look_together() -> None:
    first, second = two()
    assert look(world(), first, replace(second, funding=first.funding)).together == ()


@pytest.mark.parametrize(
    "changes",
    [
        {"schools": ("1b",)},
        {"interventions": ("B3",)},
        {"target_groups": (TargetGroup.SPECIAL_PRIMARY,)},
        {"end": date(2021, 12, 1)},
    ],
)
def test_other_schools_code_group_or_period_is_not_the_same_choice(changes: dict[str, Any]) -> None:
    one = measure(domains=(COGNITIVE,), wijken=(HIGH,), interventions=("B9",))
    later = world([replace(SPEECH, school_year="2022/2023")])
    assert [len(look(later, found).together) for found in (one, replace(one, **changes))] == [1, 0]


def test_a_wish_is_answered_by_a_measure_that_runs_and_stays_open_for_a_proposal() -> None:
    asked = [AskedWish("1a/x/1", "1a", "Hulp", (SOCIAL,)), AskedWish("1a/x/2", "1a", "Iets anders")]
    for state, is_open in ((MeasureState.PROPOSED, True), (MeasureState.RUNNING, False)):
        cell = look(world(wishes=asked), measure(wishes=("1a/x/1",), state=state)).cell(HIGH, SOCIAL)
        assert cell is not None
        assert bool(cell.facts.open_wishes) is is_open
        assert bool(cell.facts.answered_wishes) is not is_open
        assert [one.id for one in cell.facts.unknown_wishes] == ["1a/x/2"]


def test_a_wish_without_a_domain_is_told_where_the_measure_that_answers_it_counts() -> None:
    asked = [AskedWish("1a/x/2", "1a", "Iets anders")]
    told = look(world(wishes=asked), measure(wishes=("1a/x/2",), domains=(SOCIAL,), wijken=(HIGH,)))
    for domain, answered in ((SOCIAL, ["1a/x/2"]), (COGNITIVE, [])):
        cell = told.cell(HIGH, domain)
        assert cell is not None
        assert [one.id for one in cell.facts.answered_wishes] == answered
        assert not cell.facts.unknown_wishes and not cell.facts.open_wishes


def test_the_list_begins_with_the_highest_need_and_then_most_children() -> None:
    found = world(
        measured={(wijk, SOCIAL): Measured(value, 8) for wijk, value in ((HIGH, 80), (LOW, 90), (NOT_MEASURED, 80))}
    )
    assert [cell.facts.region for cell in look(found).gaps] == [LOW, HIGH, NOT_MEASURED]


def test_what_if_says_which_cells_and_how_much_money_change_and_keeps_nothing() -> None:
    kept = measure(domains=(SOCIAL,), wijken=(HIGH,), funding=(Funding(Stream.NPO, 500), Funding(Stream.YOUTH, 200)))
    before = look(world(), kept)
    moved = look(world(), replace(kept, wijken=(LOW,), funding=(Funding(Stream.NPO, 700),)))
    changes = {one.place: (one.verdict, other.verdict) for one, other in changed(before, moved)}
    assert changes == {
        (HIGH, SOCIAL): (Verdict.MUNICIPALITY, Verdict.GAP),
        (LOW, SOCIAL): (Verdict.CALM, Verdict.EFFORT),
    }
    assert (before.cents, moved.cents) == ({Stream.NPO: 500, Stream.YOUTH: 200}, {Stream.NPO: 700})


def test_a_withdrawn_school_counts_in_no_row_and_is_told() -> None:
    found = look(world(schools=[school("weg", ""), school("oud", "WK990188")]))
    assert [one.site for one in found.without_row] == ["weg", "oud"]
    assert all(cell.facts.coverage.schools == 0 for cell in found.cells)


def test_without_anything_every_cell_is_unknown() -> None:
    assert set(verdicts(look(Situation(GEMEENTE, WIJKEN))).values()) == {Verdict.UNKNOWN}


made = st.builds(
    MadeChoice,
    st.sampled_from(["1a", "1b", "2a", "3a", "va", "weg"]),
    st.integers(1, 5),
    st.just("iets"),
    st.sampled_from(["", "B9", "B3"]),
    st.sampled_from([(), (COGNITIVE,), (SOCIAL, EMOTIONAL)]),
)
measured = st.builds(
    measure,
    st.text("abc", min_size=1, max_size=3),
    domains=st.sampled_from([(), (COGNITIVE,), (SOCIAL, EXECUTIVE)]),
    wijken=st.sampled_from([(), (HIGH,), (LOW, "WK990199")]),
    target_groups=st.sampled_from([(), (TargetGroup.PRIMARY,), tuple(TargetGroup)]),
    interventions=st.sampled_from([(), ("B9",)]),
    state=st.sampled_from(MeasureState),
)
_SEVERITY = {Verdict.POSSIBLE: 1, Verdict.GAP: 2}


@given(st.lists(made), st.lists(measured, unique_by=lambda one: one.id), st.randoms())
def test_the_order_of_choices_schools_and_measures_makes_no_difference(
    choices: list[MadeChoice], known: list[Measure], random: Random
) -> None:
    found = world(choices)
    others, sites, shuffled = list(choices), list(found.schools), list(known)
    for one in (others, sites, shuffled):
        random.shuffle(one)
    assert verdicts(look(found, *known)) == verdicts(look(replace(found, choices=others, schools=sites), *shuffled))


@given(st.lists(made), st.lists(measured, unique_by=lambda one: one.id, min_size=1))
def test_one_measure_more_never_makes_a_cell_more_of_a_gap(choices: list[MadeChoice], known: list[Measure]) -> None:
    before, after = look(world(choices), *known[1:]), look(world(choices), *known)
    for one, other in zip(before.cells, after.cells, strict=True):
        assert _SEVERITY.get(other.verdict, 0) <= _SEVERITY.get(one.verdict, 0)


@given(st.lists(made), st.integers(1, 9))
def test_choices_without_a_domain_never_spread(choices: list[MadeChoice], count: int) -> None:
    more = [MadeChoice("1a", 90 + place, "onbekend", "", ()) for place in range(count)]
    assert verdicts(look(world(choices))) == verdicts(look(world([*choices, *more])))


def _scan(site: str, sharing: Sharing, number: float = 40) -> Recognised:
    made = Choice("Gesprokentaal", reached=Reading(Status.KNOWN, 3))
    scan = Scan(
        "Bestuur",
        f"School {site}",
        site=site,
        choices=(made,),
        wishes=(Wish("Voorleeshulp", WishKind.LINKED, (1,)), Wish("Zwembad", WishKind.OTHER)),
        domains=(DomainCount(SOCIAL, None, Reading(Status.KNOWN, number)),),
        sharing=sharing,
    )
    return Recognised(scan, site, GEMEENTE, "po", ["B9"])


@pytest.mark.parametrize(
    ("audience", "sites"), [(Audience.MUNICIPALITY, {"99AA00", "99AB00", "99AC00"}), (Audience.LEA, {"99AC00"})]
)
def test_from_the_store_the_lea_gets_only_what_was_shared_with_its_name(audience: Audience, sites: set[str]) -> None:
    area = delivered(
        {"kinderen_0_15": {HIGH: 900}}, names={GEMEENTE: "Lindewaard", HIGH: "Hoog", "BU99010101": "Buurt"}
    )
    register = schools(GEMEENTE, ["99AA00", "99AB00", "99AC00"], "2021", buurt="BU99010101")
    with stored(area, register, pupils(GEMEENTE, {"99AA00": 100, "99AB00": (1, 4)}, "2021")) as store:
        sent = [
            _scan("99AA00", Sharing.MUNICIPALITY),
            _scan("99AB00", Sharing.LEA_ANONYMOUS),
            _scan("99AC00", Sharing.LEA_NAMED),
        ]
        store.write(lambda cursor: scans.add_scans(cursor, _load(), sent))
        store.write(
            lambda cursor: measures.keep(cursor, GEMEENTE, measure(domains=(SOCIAL,), wijken=(HIGH,)), "", None)
        )
        with store.read() as cursor:
            found = gap_facts.situation(cursor, [], GEMEENTE, "2021", audience)
    assert list(found.wijken) == [HIGH]
    assert {one.site for one in found.schools if one.has_scan} == sites
    assert {one.site for one in found.schools if one.delays} == sites
    assert {one.site for one in found.choices} == {one.site for one in found.wishes} == sites
    assert {one.reached for one in found.choices} == {(1, 4)}, "three pupils are never told, also not in a sum"
    assert {one.domains for one in found.wishes} == {(COGNITIVE,), ()}
    assert wish_id("99AC00", "Voorleeshulp") in {one.id for one in found.wishes}


def _load() -> Delivery:
    return delivered({}, source=scans.SOURCE)


def test_thresholds_stand_in_one_place() -> None:
    strict = Thresholds(high_position=90)
    assert verdicts(gaps(world(), [], Term(), strict))[HIGH, SOCIAL] is Verdict.CALM
