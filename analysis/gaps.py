"""Gaps: per wijk and domain what is known of need, what schools do, what the gemeente adds, and what that makes.

Voorschools, po and sbo have a row for each wijk; vo, (v)so and thuiszitters, who cross wijken, one for the gemeente.
The measures are an argument, so that a page can see what would change before anything is kept.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import reduce

import pandas as pd
from duckdb import DuckDBPyConnection as Cursor

from analysis import gap_measures
from analysis.disclosure import published
from analysis.gap_facts import AskedWish, Bounds, MadeChoice, School, Situation
from analysis.gap_measures import Apart, Term, Together
from analysis.gap_verdicts import Cell, Facts, Reach, Thresholds, verdict
from analysis.response import Coverage
from model.catalogue import Domain
from model.disclosed import Disclosed
from model.measure import Measure, Stream
from store import measures

ACROSS = "vo, (v)so en thuiszitters"
"""The row of who cross wijken."""
THRESHOLDS = Thresholds()
"""Those of this installation."""


@dataclass(frozen=True)
class Gaps:
    """All cells of a gemeente, and what has no cell."""

    cells: tuple[Cell, ...]
    """Wijk by wijk in the order of their names, the gemeente last; the domains in their order."""
    together: tuple[Together, ...]
    apart: tuple[tuple[Measure, Apart], ...]
    without_row: tuple[School, ...]
    """Schools with a scan of which wijk or sector is not known."""
    cents: Mapping[Stream, int]
    """The money of the measures that run in the term, by pot."""

    @property
    def gaps(self) -> list[Cell]:
        """The (possible) gaps, the highest need first and then most children."""
        found = [one for one in self.cells if one.verdict.is_gap]
        return sorted(found, key=lambda one: (-one.facts.need, -(one.facts.children or 0), one.facts.name))

    def cell(self, region: str, domain: Domain) -> Cell | None:
        """One cell; None for a region that is no row."""
        return next((one for one in self.cells if one.place == (region, domain)), None)

    def table(self, domain: Domain | None = None) -> Disclosed:
        """The verdicts, of one domain or all: region, name, domain, verdict, schools, scans, children."""
        columns = ("region", "name", "domain", "verdict", "schools", "scans", "children")
        rows = [
            (
                of.region,
                of.name,
                of.domain.value,
                one.verdict.value,
                of.coverage.schools,
                of.coverage.scans,
                of.children,
            )
            for one in self.cells
            for of in (one.facts,)
            if domain in (None, of.domain)
        ]
        return published(pd.DataFrame(rows, columns=list(columns)))


def register(cursor: Cursor, municipality: str) -> list[Measure]:
    """The measures of a gemeente that count now."""
    return [kept.content for kept in measures.measures(cursor, municipality)]


def gaps(found: Situation, with_measures: Iterable[Measure], term: Term, thresholds: Thresholds = THRESHOLDS) -> Gaps:
    """All cells with these measures, in a term. Nothing is kept."""
    known = list(with_measures)
    running = gap_measures.counting(known, term)
    pairs = gap_measures.together(known, found, term)
    board = _Board(found, running, pairs, term)
    rows = [*found.wijken.items(), (found.municipality, ACROSS)]
    facts = [board.facts(region, name, domain) for region, name in rows for domain in Domain]
    cents: dict[Stream, int] = defaultdict(int)
    for one in running:
        for part in one.funding:
            cents[part.stream] += part.cents
    return Gaps(
        tuple(Cell(of, *verdict(of, thresholds)) for of in facts),
        tuple(pairs),
        tuple(gap_measures.apart(known, found, term)),
        tuple(one for one in found.schools if one.has_scan and not gap_measures.row_of(one, found)),
        dict(cents),
    )


def changed(before: Gaps, after: Gaps) -> list[tuple[Cell, Cell]]:
    """The cells whose verdict differs, as they were and as they would be."""
    pairs = zip(before.cells, after.cells, strict=True)
    return [(one, other) for one, other in pairs if one.verdict is not other.verdict]


class _Board:
    """What is known, laid out by row, so that each cell looks at its own schools only."""

    def __init__(self, found: Situation, running: Sequence[Measure], pairs: Sequence[Together], term: Term) -> None:
        self.found, self.pairs = found, pairs
        self.schools: dict[str, list[School]] = defaultdict(list)
        row_of = {one.site: gap_measures.row_of(one, found) for one in found.schools}
        for one in found.schools:
            self.schools[row_of[one.site]].append(one)
        self.choices: dict[str, list[MadeChoice]] = defaultdict(list)
        for choice in found.choices:
            if gap_measures.in_term(choice, term):
                self.choices[row_of.get(choice.site, "")].append(choice)
        self.wishes: dict[str, list[AskedWish]] = defaultdict(list)
        for wish in found.wishes:
            self.wishes[row_of.get(wish.site, "")].append(wish)
        self.measures: dict[tuple[str, Domain], list[Measure]] = defaultdict(list)
        for measure in running:
            for place in gap_measures.places(measure, found):
                self.measures[place].append(measure)
        self.answers: dict[str, set[str]] = defaultdict(set)
        for measure in running:
            for answered in measure.wishes:
                self.answers[answered].add(measure.id)

    def facts(self, region: str, name: str, domain: Domain) -> Facts:
        """The facts of one cell."""
        schools, found = self.schools[region], self.found
        here = [one for one in self.choices[region] if domain in one.domains]
        measures = sorted(self.measures[region, domain], key=lambda one: (one.name.casefold(), one.id))
        asked = [one for one in self.wishes[region] if domain in one.domains]
        # A wish without a domain is told where the measure that answers it counts.
        by_measure = [
            one
            for one in self.wishes[region]
            if not one.domains and not self.answers[one.id].isdisjoint(measure.id for measure in measures)
        ]
        is_wijk = region in found.wijken
        return Facts(
            region=region,
            name=name,
            domain=domain,
            children=found.children.get(region) if is_wijk else None,
            measured=found.measured.get((region, domain)),
            surroundings=found.surroundings.get(region) if is_wijk else None,
            reporting=sum(domain in one.delays for one in schools),
            coverage=_coverage(schools),
            acting=len({one.site for one in here}),
            reach=_reach(here),
            unknown_choices=sum(not one.domains for one in self.choices[region]),
            measures=tuple(measures),
            open_wishes=tuple(one for one in asked if not self.answers[one.id]),
            answered_wishes=(*(one for one in asked if self.answers[one.id]), *by_measure),
            unknown_wishes=tuple(one for one in self.wishes[region] if not one.domains and not self.answers[one.id]),
            together=tuple(one for one in self.pairs if (region, domain) in one.cells),
        )


def _coverage(schools: Sequence[School]) -> Coverage:
    with_scan = [one for one in schools if one.has_scan]
    return Coverage(
        len(schools), len(with_scan), _sum([one.pupils for one in schools]), _sum([one.pupils for one in with_scan])
    )


def _sum(counts: Sequence[Bounds | None]) -> Bounds | None:
    """The sum of pupils of several schools; None where one of them is not known."""
    known = [one for one in counts if one is not None]
    return _added(known) if len(known) == len(counts) else None


def _added(counts: Sequence[Bounds]) -> Bounds:
    return sum(low for low, _ in counts), sum(high for _, high in counts)


def _reach(choices: Sequence[MadeChoice]) -> tuple[Reach, ...]:
    """Per kind of intervention; a school that chose a kind twice counts once, with the most pupils that it said."""
    kinds: dict[tuple[str, str], dict[str, Bounds | None]] = defaultdict(dict)
    years: dict[tuple[str, str], set[str]] = defaultdict(set)
    for choice in choices:
        kind = choice.code, "" if choice.code else choice.written
        years[kind].add(choice.school_year)
        of_site = kinds[kind]
        former = of_site.get(choice.site)
        said = [one for one in (former, choice.reached) if one is not None]
        of_site[choice.site] = (
            reduce(lambda one, other: (max(one[0], other[0]), max(one[1], other[1])), said) if said else None
        )
    found = []
    for (code, written), of_site in kinds.items():
        told = [one for one in of_site.values() if one is not None]
        pupils = _added(told) if told else None
        found.append(Reach(code, written, len(of_site), pupils, len(told), tuple(sorted(years[code, written]))))
    return tuple(sorted(found, key=lambda one: (-one.schools, one.code or "Z", one.written)))
