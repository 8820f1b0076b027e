"""Where a measure of the gemeente counts among the gaps, and which of them are better looked at together."""

from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import combinations

from analysis.gap_facts import MadeChoice, School, Situation
from model import menukaart
from model.catalogue import Domain
from model.grant import PROGRAMME_END, PROGRAMME_START
from model.measure import Measure, MeasureState, Stream, TargetGroup

IN_WIJKEN = frozenset({TargetGroup.PRESCHOOL, TargetGroup.PRIMARY, TargetGroup.SPECIAL_PRIMARY})
"""Who live and go to school in wijken; all others cross them, and have one row for the gemeente."""
_COUNTING = (MeasureState.DECIDED, MeasureState.RUNNING)

Place = tuple[str, Domain]
"""A row (a wijk, or the gemeente) and a domain."""


@dataclass(frozen=True)
class Term:
    """From when to when is looked: the two school years of the programme, or one of them."""

    first: date = PROGRAMME_START
    last: date = PROGRAMME_END
    school_year: str = ""
    """Empty for both."""

    @classmethod
    def of(cls, school_year: str) -> "Term":
        """One school year (`2021/2022`); empty for both. Raises ValueError for another text."""
        if not school_year:
            return cls()
        first, last = (int(year) for year in school_year.split("/"))
        return cls(date(first, 8, 1), date(last, 7, 31), school_year)


class Apart(StrEnum):
    """Why a measure that runs counts in no cell; it is shown apart and never spread."""

    BACKWARDS = "eindigt voor de begindatum"
    NO_DOMAIN = "domein onbekend"
    NO_GROUP = "doelgroep onbekend"
    NO_WIJK = "noemt alleen wijken of scholen die hier niet (meer) bekend zijn"


class Overlap(StrEnum):
    """Why two things are better looked at together."""

    SAME_CHOICE = "zelfde keuze van de menukaart, doelgroep en periode, met dezelfde scholen"
    SAME_AIM = "zelfde doel, betaald uit twee potten van de gemeente"


@dataclass(frozen=True)
class Together:
    """Measures, or a measure and the choices of schools, that are better looked at together."""

    why: Overlap
    measures: tuple[Measure, ...]
    code: str = ""
    """On the menukaart; empty for the same aim."""
    sites: tuple[str, ...] = ()
    """The schools that both concern."""
    cells: frozenset[Place] = frozenset()
    """Where both count; empty where one of them has no domain."""
    is_year_known: bool = True
    """Whether all schools said in which year they do it."""


def counting(measures: Iterable[Measure], term: Term) -> list[Measure]:
    """The measures that are decided or running on some day of the term; one that ends before it begins never is."""
    return [
        one
        for one in measures
        if one.state in _COUNTING and not is_backwards(one) and one.runs_in(term.first, term.last)
    ]


def is_backwards(measure: Measure) -> bool:
    """Whether a measure ends before it begins."""
    return bool(measure.start and measure.end and measure.end < measure.start)


def apart(measures: Iterable[Measure], found: Situation, term: Term) -> list[tuple[Measure, Apart]]:
    """The measures that would count and have no cell, each with why."""
    known = list(measures)
    backwards = [(one, Apart.BACKWARDS) for one in known if one.state in _COUNTING and is_backwards(one)]
    rest = []
    for one in counting(known, term):
        if not domains(one):
            rest.append((one, Apart.NO_DOMAIN))
        elif not one.target_groups:
            rest.append((one, Apart.NO_GROUP))
        elif not rows(one, found):
            rest.append((one, Apart.NO_WIJK))
    return backwards + rest


def domains(measure: Measure) -> tuple[Domain, ...]:
    """The domains of a measure, else those of the interventions that it is alike."""
    if measure.domains:
        return measure.domains
    known = [menukaart.current()[code] for code in measure.interventions if code in menukaart.current()]
    return tuple(domain for domain in Domain if any(domain in one.domains for one in known))


def row_of(school: School, found: Situation) -> str:
    """The row of a school: its wijk, the gemeente for vo and (v)so; empty where sector or wijk is not known."""
    if school.sector in IN_WIJKEN:
        return school.wijk if school.wijk in found.wijken else ""
    return found.municipality if school.sector in tuple(TargetGroup) else ""


def rows(measure: Measure, found: Situation) -> frozenset[str]:
    """The rows in which a measure counts: its wijken, else those of its schools, else all; and that of the gemeente."""
    groups = frozenset(measure.target_groups)
    of = {found.municipality} if groups - IN_WIJKEN else set()
    if groups & IN_WIJKEN:
        if measure.wijken:
            of |= set(measure.wijken) & set(found.wijken)
        elif measure.schools:
            of |= {row_of(one, found) for one in found.schools if one.site in measure.schools}
        else:
            of |= set(found.wijken)
    return frozenset(of - {""})


def places(measure: Measure, found: Situation) -> frozenset[Place]:
    """The cells in which a measure counts."""
    return frozenset((row, domain) for row in rows(measure, found) for domain in domains(measure))


def schools(measure: Measure, found: Situation) -> frozenset[str]:
    """The schools that a measure concerns: those that it names, else those of its target groups in its wijken."""
    if measure.schools:
        return frozenset(measure.schools)
    return frozenset(
        one.site
        for one in found.schools
        if one.sector in measure.target_groups and (not measure.wijken or one.wijk in measure.wijken)
    )


def together(measures: Iterable[Measure], found: Situation, term: Term) -> list[Together]:
    """What is better looked at together, in the order of the measures' names; see `Overlap`."""
    running = sorted(counting(measures, term), key=lambda one: (one.name.casefold(), one.id))
    by_id = {one.site: one for one in found.schools}
    by_code: dict[str, list[MadeChoice]] = defaultdict(list)
    for choice in found.choices:
        if choice.code and in_term(choice, term):
            by_code[choice.code].append(choice)
    pairs = []
    for one in running:
        concerned = schools(one, found)
        for code in dict.fromkeys(one.interventions):
            same = [choice for choice in by_code[code] if _meets(one, concerned, choice, by_id)]
            if same:
                pairs.append(_with_schools(one, code, same, by_id, found))
    for one, other in combinations(running, 2):
        if (pair := _pair(one, other, found)) is not None:
            pairs.append(pair)
    return pairs


def in_term(choice: MadeChoice, term: Term) -> bool:
    """Whether a choice is of the term; a choice without a year is of both years."""
    return not choice.school_year or not term.school_year or choice.school_year == term.school_year


def _meets(measure: Measure, concerned: frozenset[str], choice: MadeChoice, schools: dict[str, School]) -> bool:
    school = schools.get(choice.site)
    if school is None or school.site not in concerned or school.sector not in measure.target_groups:
        return False
    year = Term.of(choice.school_year)
    return measure.runs_in(year.first, year.last)


def _with_schools(
    measure: Measure, code: str, same: Sequence[MadeChoice], schools: dict[str, School], found: Situation
) -> Together:
    chosen = {(row_of(schools[choice.site], found), domain) for choice in same for domain in choice.domains}
    return Together(
        Overlap.SAME_CHOICE,
        (measure,),
        code,
        tuple(sorted({choice.site for choice in same})),
        frozenset(chosen) & places(measure, found),
        all(choice.school_year for choice in same),
    )


def _pair(one: Measure, other: Measure, found: Situation) -> Together | None:
    """Two measures at the same time, for the same pupils: with the same intervention, or one aim from two pots."""
    codes = [code for code in one.interventions if code in other.interventions]
    is_same_aim = _words(one.aim) == _words(other.aim) != "" and len(_pots(one) | _pots(other)) > 1
    if not codes and not is_same_aim:  # first what is quickly seen: there are many pairs
        return None
    is_at_once = one.runs_in(other.start or date.min, other.end or date.max)
    if not is_at_once or not set(one.target_groups) & set(other.target_groups):
        return None
    cells = places(one, found) & places(other, found)
    sites = schools(one, found) & schools(other, found)
    if codes and sites:
        return Together(Overlap.SAME_CHOICE, (one, other), codes[0], tuple(sorted(sites)), cells)
    if is_same_aim and rows(one, found) & rows(other, found):
        return Together(Overlap.SAME_AIM, (one, other), sites=tuple(sorted(sites)), cells=cells)
    return None


def _words(text: str) -> str:
    return " ".join(text.casefold().split()).rstrip(".")


def _pots(measure: Measure) -> set[Stream]:
    return {part.stream for part in measure.funding if part.cents and part.stream is not Stream.SCHOOL}
