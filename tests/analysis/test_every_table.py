"""Every table that leaves the analysis, in the hands of somebody who adds and subtracts: nothing hidden is found.

Two gemeenten are brought in that differ in nothing but what must stay hidden. Whatever leaves the analysis is the same
for both; no hidden number stands in it; and the sums give away no number of 1 to 4.
"""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from dataclasses import dataclass, fields, is_dataclass, replace
from datetime import date, datetime
from functools import cache, cached_property, partial
from importlib import import_module
from inspect import getmembers, isclass, isfunction
from itertools import product
from math import isnan
from pathlib import Path
from pkgutil import iter_modules
from random import Random
from tempfile import TemporaryDirectory
from typing import Any, get_args, get_type_hints

import numpy as np
import pandas as pd
import pytest
from duckdb import DuckDBPyConnection as Cursor

import analysis
from analysis import (
    areas,
    budget,
    budget_bookings,
    budget_closed,
    budget_forecast,
    budget_pace,
    budget_schools,
    budget_sources,
    change,
    comparable,
    delays,
    figures,
    gap_facts,
    gaps,
    known,
    lineage,
    lineage_schools,
    measures,
    needs,
    photos,
    positions,
    response,
    scans,
    shared_scans,
    sisa,
    startfoto,
    wishes,
)
from analysis.gap_measures import Term
from analysis.suppression import Table
from intake import monitor
from intake.opened import open_file
from model.catalogue import Catalogue, Domain
from model.choices import Audience, Choices
from model.disclosed import Disclosed
from model.grant import Rules
from model.measure import Measure, MeasureState, TargetGroup
from model.reading import Reading
from model.region import Level
from model.scan import Choice, DomainCount, Scan, Sharing, Wish, WishKind
from model.status import Status
from pages.parts.download import csv_of
from settings import Settings
from store import Store, batches
from store import measures as kept_measures
from tests.analysis.towns import ENDS, HEADERS, PARTS, Desk, Town, area_codes, found_out
from tests.dialects import as_csv
from tests.stores import new_store
from tests.worlds import add_scans, delivered, pupils, schools
from tiles import profile
from tiles import startfoto as first_page
from tiles.build import build
from tiles.tile import Kind, NoFigures

NUMBER = 9901
GEMEENTE, *REGIONS = area_codes(NUMBER)
WIJK, BUURT = REGIONS[0], REGIONS[3]
ALL = (GEMEENTE, *REGIONS)
LEVELS = (Level.MUNICIPALITY, Level.WIJK, Level.BUURT)
SMALLEST = 5
PERIOD, DAY = "2021", date(2021, 11, 1)
SITES = [f"99A{letter}00" for letter in "ABCDEFGHIJKL"]
SHARE, SOURCE = "ggd_jeugdmonitor: Gepest", "ggd_jeugdmonitor"
_DIGEST = re.compile(r"[0-9a-f]{64}")
_IN_TEXT = re.compile(r"(?<![\w.,])\d{1,3}(?:\.\d{3})+(?:,\d+)?(?!\w)|(?<![\w.,])\d+(?:,\d+)?(?!\w)")


# What is brought in.


@dataclass(frozen=True)
class Truth:
    """What officers and schools know of one gemeente, before and after a correction."""

    before: Town
    after: Town
    shares: Mapping[str, tuple[float, int]]
    """Region to share and n."""
    pupils: int
    """Pupils that a school counted: few."""


def large_numbers() -> dict[tuple[str, str], int]:
    """Children by part and buurt, each number so large and odd that it tells which figure it is."""
    random = Random(4)
    return {(part, end): random.randint(20_000, 60_000) for part, end in product(PARTS, ENDS)}


def truth(other: int = 0) -> Truth:
    """A gemeente; `other` is how many children are elsewhere in what is hidden, so that all sums stay what they are."""
    leaves = large_numbers() | {
        ("po", "0101"): 3 - other,
        ("po", "0102"): 11_013 + other,
        ("vo", "0101"): 11_149 + other,
        ("vo", "0102"): 11_387 - other,
    }
    corrected = {("so", "0202"): 4 - other, ("vo", "0301"): 70_003 + other}
    shares = {
        GEMEENTE: (41.7, 6451),
        "WK990101": (37.2 - other, 2203 - other),
        "WK990102": (61.9 + other, 41 + other),
        "WK990103": (47.1, 4207),
        "BU99010101": (33.1 - other, 1101 - other),
        "BU99010102": (39.3, 1102),
        "BU99010301": (46.4, 2003),
        "BU99010302": (50.5, 2204),
    }
    return Truth(Town(NUMBER, leaves), Town(NUMBER, {**leaves, **corrected}), shares, 3 - other)


def bounds(share: float) -> list[float]:
    """A share with the ends of its interval, as the monitor has them."""
    return [round(share + step, 1) for step in (0, -1.6, 1.6)]


def bring_in_shares(store: Store, shares: Mapping[str, tuple[float, int]]) -> None:
    """Load a monitor with shares, n and bounds, as an officer does."""
    table = [["Gebiedscode", "Gepest 2021", "Gepest 2021 ondergrens", "Gepest 2021 bovengrens", "n"]]
    for region, (share, count) in shares.items():
        ends = [str(end).replace(".", ",") for end in bounds(share)]
        table.append([region, *ends, str(count)])
    opened = open_file(as_csv(table), "jeugdmonitor.csv", monitor.LARGEST_MB)
    [sheet] = monitor.sheets_with_rows(opened)
    with store.read() as cursor:
        before = monitor.known(cursor, GEMEENTE)
        layout = monitor.proposed(cursor, opened, sheet, before)
    drafted = monitor.draft(opened, sheet, layout, before, {})
    source = monitor.source_card(publisher="GGD", title="Jeugdmonitor", licence="afspraak", caveats="")
    said = {"label": "Gepest", "definition": "Gepest op school.", "layer": "kinderen gemeten", "domain": "sociaal"}
    said |= {
        "theme": "thuiszitten",
        "unit": "%",
        "direction": "meer behoefte",
        "population": "klas 2",
        "source": SOURCE,
    }
    cards = {one: monitor.card(one, **said) for one in drafted.read.new_indicators}
    made = {"indicator": cards, "source": {SOURCE: source}}
    monitor.commit(store, drafted, SOURCE, Settings(), {}, GEMEENTE, made)


def scan(number: int, few: int) -> Scan:
    """The scan of a school of which few pupils are behind; every third board shares it with the gemeente only."""
    small = Reading(Status.KNOWN, few)
    return Scan(
        board="Bestuur",
        school=f"School {number}",
        site=SITES[number],
        sharing=(Sharing.LEA_NAMED, Sharing.LEA_ANONYMOUS, Sharing.MUNICIPALITY)[number % 3],
        domains=(DomainCount(Domain.SOCIAL, Reading(Status.KNOWN, 6), small),),
        choices=(Choice("B3", reached=small), Choice("A2", reached=Reading(Status.KNOWN, 60))),
        wishes=(Wish("Schoolzwemmen" if number % 2 else "Zwemles", WishKind.LINKED, (1,)),),
    )


@contextmanager
def brought_in(known_truth: Truth) -> Iterator["World"]:
    """A store with all of it, a photo, and then the correction."""
    children = {region: 500.0 + 40 * place for place, region in enumerate([GEMEENTE, *REGIONS])}
    poor = {region: 5.0 + 3 * place for place, region in enumerate([GEMEENTE, *REGIONS])}
    background = delivered({"kinderen_0_15": children, "laag_inkomen": poor}, names={code: code for code in children})
    buurten = [REGIONS[3 + number % 6] for number in range(len(SITES))]
    register = schools(GEMEENTE, SITES, PERIOD, buurt=buurten, board="41000")
    counted = pupils(GEMEENTE, {site: (1, 4) if site == SITES[0] else 90.0 for site in SITES}, PERIOD)
    with TemporaryDirectory() as folder, ExitStack() as stack:
        settings = Settings(data_dir=Path(folder), query_limit_s=300)
        store = new_store(settings)
        stack.callback(store.close)
        store.write(lambda cursor: batches.add_loads(cursor, (background, register, counted)))
        desk = Desk(store, settings, iter(()))
        sent = [scan(number, known_truth.pupils) for number in range(9)]
        add_scans(store, GEMEENTE, *sent)
        running = Measure("zwemmen", "Zwemmen", domains=(Domain.SOCIAL,), target_groups=(TargetGroup.PRIMARY,))
        running = replace(running, state=MeasureState.RUNNING, wijken=(WIJK,))
        store.write(lambda cursor: kept_measures.keep(cursor, GEMEENTE, running, "", None))
        desk.load(known_truth.before, list(HEADERS), ["GM", "WK", "BU"])
        bring_in_shares(store, known_truth.shares)
        photo = desk.photo("voor de correctie")
        desk.load(known_truth.after, list(HEADERS), ["GM", "WK", "BU"])
        yield World(desk, known_truth, photo)


# What is asked.


@dataclass(eq=False)
class World:
    """A gemeente in a store, and what is true of it."""

    desk: Desk
    truth: Truth
    photo: int

    @contextmanager
    def views(self) -> Iterator[list["View"]]:
        """Now for the gemeente and for the LEA, and as of the photo: what schools said is the same there."""
        with self.desk.store.read(at=self.photo) as before, self.desk.store.read() as now:
            yield [
                View(now, before, None, Audience.MUNICIPALITY),
                View(now, before, None, Audience.LEA),
                View(before, before, self.photo, Audience.MUNICIPALITY),
            ]

    @cached_property
    def cells(self) -> dict[tuple[str, str], tuple[float, float]]:
        """How many children each figure counts, before and after the correction."""
        return {
            (indicator, region): (
                float(self.truth.before.value(indicator, region)),
                float(self.truth.after.value(indicator, region)),
            )
            for indicator, region in product(HEADERS, ALL)
        }

    @cached_property
    def hidden(self) -> set[float]:
        """The hidden numbers that say which figure they are: counts of both loads, shares with their bounds and n."""
        found = set()
        for number, at in enumerate((self.photo, None)):
            seen = self.desk.seen(self.truth.before, at)
            found |= {self.cells[cell][number] for cell, value in seen.items() if value is None}
        with self.desk.store.read() as cursor:
            for region, (share, count) in self.truth.shares.items():
                if figures.value(cursor, SHARE, PERIOD, region) is None:
                    found |= {*bounds(share), count}
        return {number for number in found if number >= SMALLEST}

    def given_away(self, read: Sequence[object]) -> list[str]:
        """What somebody with this finds out of what is hidden."""
        seen = numbers(read)
        return [f"{number} stands in it" for number in self.hidden & seen] + self._computed(
            frozenset(seen & {number for both in self.cells.values() for number in both})
        )

    @cache  # noqa: B019 - the worlds live as long as the tests
    def _computed(self, seen: frozenset[float]) -> list[str]:
        """What the sums give away to who sees these numbers; each says which figure it is."""
        sides = [
            (town, {cell: both[number] if both[number] in seen else None for cell, both in self.cells.items()})
            for number, town in enumerate((self.truth.before, self.truth.after))
        ]
        found = found_out(*sides)
        return [f"{cell[0]} of {cell[1]} must be {number}" for cell, number in found.items() if 0 < number < SMALLEST]


@dataclass(eq=False)
class View:
    """What somebody looks at: the data as of now or as of a photo, and who looks."""

    cursor: Cursor
    before: Cursor
    photo: int | None
    audience: Audience

    @cached_property
    def catalogue(self) -> Catalogue:
        return known.catalogue(self.cursor)

    @cached_property
    def indicators(self) -> list[Any]:
        return list(self.catalogue.indicators.values())

    @cached_property
    def position(self) -> budget.Position:
        return budget.position(self.cursor, GEMEENTE, Rules(), DAY)

    @cached_property
    def score(self) -> needs.Score:
        return needs.background(self.cursor, self.indicators, GEMEENTE, Level.BUURT, PERIOD)

    @cached_property
    def of_children(self) -> list[needs.Score]:
        levels = (Level.WIJK, Level.BUURT)
        return [
            needs.of_children(self.cursor, self.indicators, one, GEMEENTE, level, PERIOD)
            for one, level in product(Domain, levels)
        ]

    @cached_property
    def scores(self) -> list[needs.Score]:
        return [self.score, *self.of_children]

    @cached_property
    def situation(self) -> gap_facts.Situation:
        return gap_facts.situation(self.cursor, self.indicators, GEMEENTE, PERIOD, self.audience)

    @cached_property
    def found_gaps(self) -> gaps.Gaps:
        return gaps.gaps(self.situation, gaps.register(self.cursor, GEMEENTE), Term())

    def counts(self, ask: Callable[[str], object]) -> list[object]:
        """What is told of each of the indicators that were brought in."""
        return [ask(indicator) for indicator in (*HEADERS, SHARE)]

    def places(self, ask: Callable[[str], object]) -> list[object]:
        """What is told of an area of each level, of which something is hidden."""
        return [ask(region) for region in (GEMEENTE, WIJK, BUURT)]

    def cells(self, ask: Callable[[str, str], object]) -> list[object]:
        """What is told of each area on the indicators of which something is hidden from the start or since."""
        hidden = (PARTS["po"], PARTS["so"], SHARE)
        return [ask(indicator, region) for indicator, region in product(hidden, ALL)]


ASKED: Mapping[str, Callable[[View], object]] = {
    "areas.municipalities": lambda view: areas.municipalities(view.cursor),
    "areas.within": lambda view: areas.within(view.cursor, GEMEENTE),
    "areas.named": lambda view: areas.named(view.cursor, ALL),
    "areas.path_to": lambda view: areas.path_to(view.cursor, BUURT),
    "budget.position": lambda view: view.position,
    "budget.burn": lambda view: [budget.burn(view.position, cut) for cut in budget.Cut],
    "budget_bookings.bookings": lambda view: budget_bookings.bookings(view.cursor, GEMEENTE, Rules(), DAY),
    "budget_bookings.unplaced": lambda view: budget_bookings.unplaced(view.cursor, GEMEENTE, Rules(), DAY),
    "budget_closed.changes": lambda view: budget_closed.changes(view.cursor, GEMEENTE, Rules(), DAY),
    "budget_forecast.forecast": lambda view: budget_forecast.forecast(view.position),
    "budget_pace.cumulative": lambda view: budget_pace.cumulative(view.position),
    "budget_pace.against_plan": lambda view: budget_pace.against_plan(view.position),
    "budget_schools.schools_money": lambda view: budget_schools.schools_money(view.cursor, GEMEENTE),
    "budget_sources.last_booked": lambda view: budget_sources.last_booked(view.cursor, GEMEENTE, DAY),
    "budget_sources.exports": lambda view: budget_sources.exports(view.cursor, GEMEENTE),
    "budget_sources.is_known": lambda view: budget_sources.is_known(view.cursor, GEMEENTE),
    "change.series": lambda view: view.counts(
        lambda one: change.series(view.cursor, view.catalogue.indicators[one], ALL)
    ),
    "change.latest": lambda view: view.places(
        lambda region: change.latest(view.cursor, view.indicators, ALL, region, PERIOD)
    ),
    "comparable.peers": lambda view: view.places(lambda region: comparable.peers(view.cursor, region, PERIOD)),
    "comparable.peer_value": lambda view: view.cells(
        lambda indicator, region: comparable.peer_value(view.cursor, indicator, PERIOD, [region])
    ),
    "delays.reporting": lambda view: delays.reporting(view.cursor, GEMEENTE, view.audience),
    "figures.per_area": lambda view: [
        figures.per_area(view.cursor, indicator, PERIOD, GEMEENTE, level)
        for indicator, level in product((*HEADERS, SHARE), LEVELS)
    ],
    "figures.value": lambda view: view.cells(
        lambda indicator, region: figures.value(view.cursor, indicator, PERIOD, region)
    ),
    "figures.periods": lambda view: view.cells(
        lambda indicator, region: figures.periods(view.cursor, indicator, region)
    ),
    "figures.available": lambda view: view.places(lambda region: figures.available(view.cursor, region)),
    "figures.known_within": lambda view: [
        figures.known_within(view.cursor, [*HEADERS, SHARE], region, level, PERIOD)
        for region, level in product((GEMEENTE, *REGIONS[:3]), LEVELS)
    ],
    "figures.latest": lambda view: view.places(
        lambda region: figures.latest(view.cursor, [*HEADERS, SHARE], ALL, region, PERIOD)
    ),
    "figures.trend": lambda view: view.counts(
        lambda one: figures.trend(view.cursor, view.catalogue.indicators[one], ALL)
    ),
    "figures.origins": lambda view: view.counts(lambda one: figures.origins(view.cursor, one, PERIOD, ALL)),
    "gap_facts.situation": lambda view: view.situation,
    "gap_facts.schools": lambda view: gap_facts.schools(view.cursor, GEMEENTE, view.audience),
    "gap_facts.choices_made": lambda view: gap_facts.choices_made(view.cursor, GEMEENTE, view.audience),
    "gap_facts.wishes_asked": lambda view: gap_facts.wishes_asked(
        view.cursor, GEMEENTE, view.audience, view.situation.choices
    ),
    "gaps.Gaps.table": lambda view: view.found_gaps.table(),
    "gaps.gaps": lambda view: view.found_gaps,
    "gaps.register": lambda view: gaps.register(view.cursor, GEMEENTE),
    "known.catalogue": lambda view: view.catalogue,
    "known.available": lambda view: view.places(lambda region: known.available(view.cursor, region)),
    "known.periods": lambda view: view.counts(
        lambda one: known.periods(view.cursor, view.catalogue.indicators[one], GEMEENTE)
    ),
    "lineage.trace": lambda view: view.cells(
        lambda indicator, region: lineage.trace(view.cursor, indicator, PERIOD, region)
    ),
    "lineage.trace_school": lambda view: [
        lineage.trace_school(view.cursor, "leerlingen", PERIOD, one) for one in SITES
    ],
    "lineage.files_of": lambda view: [lineage.files_of(view.cursor, load) for load in range(1, 9)],
    "lineage_schools.sites": lambda view: lineage_schools.sites(view.cursor, GEMEENTE),
    "lineage_schools.figures_of": lambda view: [lineage_schools.figures_of(view.cursor, one) for one in SITES],
    "lineage_schools.trace_scan": lambda view: [lineage_schools.trace_scan(view.cursor, one) for one in SITES],
    "measures.of_municipality": lambda view: measures.of_municipality(view.cursor, GEMEENTE),
    "measures.described": lambda view: measures.described(measures.of_municipality(view.cursor, GEMEENTE), ["nu"], 60),
    "measures.day_of": lambda view: measures.day_of(view.cursor, view.photo),
    "needs.Score.places": lambda view: [one.places() for one in view.scores],
    "needs.Score.figures": lambda view: [one.figures() for one in view.scores],
    "needs.Score.contributions": lambda view: view.places(
        lambda region: [one.contributions(region) for one in view.scores if region in one.areas.frame["region"].values]
    ),
    "needs.background": lambda view: view.score,
    "needs.of_children": lambda view: view.of_children,
    "photos.changes": lambda view: photos.changes(view.before, view.cursor, view.catalogue, view.catalogue, GEMEENTE),
    "positions.positions": lambda view: view.places(
        lambda region: positions.positions(view.cursor, view.indicators, region, PERIOD, ())
    ),
    "response.unnamed": lambda view: response.unnamed(view.cursor, GEMEENTE),
    "response.schools": lambda view: response.schools(view.cursor, GEMEENTE, view.audience),
    "response.register": lambda view: response.register(view.cursor, GEMEENTE),
    "response.without_place": lambda view: response.without_place(view.cursor, GEMEENTE),
    "scans.count": lambda view: view.places(lambda region: scans.count(view.cursor, region, view.audience)),
    "scans.delayed": lambda view: view.places(lambda region: scans.delayed(view.cursor, region, view.audience)),
    "scans.chosen": lambda view: view.places(lambda region: scans.chosen(view.cursor, region, view.audience)),
    "shared_scans.shown_to_lea": lambda view: shared_scans.shown_to_lea(view.cursor, GEMEENTE),
    "sisa.years": lambda view: sisa.years(view.position),
    "startfoto.key_figures": lambda view: startfoto.key_figures(
        view.cursor, view.indicators, GEMEENTE, PERIOD, comparable.peers(view.cursor, GEMEENTE, PERIOD)
    ),
    "startfoto.children": lambda view: view.places(lambda region: startfoto.children(view.cursor, region, PERIOD)),
    "startfoto.school_count": lambda view: startfoto.school_count(view.cursor, GEMEENTE),
    "wishes.of": lambda view: wishes.of(view.cursor, GEMEENTE, view.audience),
    "wishes.known_synonyms": lambda view: wishes.known_synonyms(view.cursor),
    "wishes.history": lambda view: wishes.history(view.cursor, GEMEENTE),
}
"""How each function of the analysis that leads to a table is asked for all that it has of the gemeente."""
_MAKES_IT = {"disclosure.published"}
"""What makes a table of whatever it is given; `test_disclosure` says who may."""


def leading_out() -> Iterator[tuple[str, Callable[..., object]]]:
    """The public functions and methods of the analysis that read the store, or that return a table that may be seen."""
    for found in iter_modules(analysis.__path__):
        module = import_module(f"analysis.{found.name}")
        own = [one for one in getmembers(module) if getattr(one[1], "__module__", "") == module.__name__]
        methods = [
            (f"{of}.{name}", one) for of, kind in own if isclass(kind) for name, one in getmembers(kind, isfunction)
        ]
        for name, one in [*((name, one) for name, one in own if not isclass(one) and callable(one)), *methods]:
            if not any(part.startswith("_") for part in name.split(".")):
                yield f"{found.name}.{name}", one


def is_table(name: str, one: Callable[..., object]) -> bool:
    hints = get_type_hints(one)
    is_method = name.count(".") > 1
    return (Cursor in hints.values() and not is_method) or holds_table(hints.get("return"))


def holds_table(hint: Any, depth: int = 4) -> bool:
    """Whether a type is a table that may be seen, or has one in it."""
    if hint is Disclosed:
        return True
    parts = list(get_args(hint))
    if is_dataclass(hint) and isclass(hint):
        parts += get_type_hints(hint).values()
    return depth > 0 and any(holds_table(part, depth - 1) for part in parts)


# What somebody does with it.


def atoms(found: object) -> Iterator[object]:
    """All that somebody can read in a result, in order; not at what moment it was brought in."""
    if isinstance(found, Disclosed):
        found = found.frame
    if isinstance(found, pd.DataFrame):
        yield from map(str, found.columns)
        for row in sorted((list(atoms(row)) for row in found.itertuples(index=False)), key=str):
            yield from row
    elif isinstance(found, np.ndarray):
        yield from atoms(found.tolist())
    elif isinstance(found, str):
        if not _DIGEST.fullmatch(found):
            yield found
    elif isinstance(found, datetime) or found is pd.NaT:
        pass
    elif isinstance(found, int | float | np.number):
        yield None if isnan(float(found)) else float(found)
    elif isinstance(found, Mapping):
        for name in sorted(found, key=str):
            yield from (*atoms(name), *atoms(found[name]))
    elif is_dataclass(found):
        for field in fields(found):
            yield from atoms(getattr(found, field.name))
    elif hasattr(found, "to_plotly_json"):
        yield from atoms(found.to_plotly_json())
    elif isinstance(found, set | frozenset):
        yield from atoms(sorted(found, key=str))
    elif isinstance(found, Sequence):
        for one in found:
            yield from atoms(one)
    else:
        yield str(found)


def numbers(read: Sequence[object]) -> set[float]:
    """All numbers in what was read, in texts too."""
    found = {one for one in read if isinstance(one, float)}
    for text in {one for one in read if isinstance(one, str)}:
        found |= {float(one.replace(".", "").replace(",", ".")) for one in _IN_TEXT.findall(text)}
    return found


# What must hold.


def tile(kind: Kind, view: View, choices: Choices) -> object:
    """All of a tile, and what a visitor has who saves its table; what it says where it has nothing to show."""
    try:
        made = build(kind, choices, view.cursor)
    except NoFigures as nothing:
        return str(nothing)
    return made, csv_of(made.table).decode("utf-8-sig").splitlines()


def chosen(kind: str, view: View) -> list[Choices]:
    """The choices under which something of what was brought in can be seen."""
    usual = Choices(GEMEENTE, period=PERIOD, audience=view.audience, photo=view.photo, with_schools=True)
    usual = replace(usual, indicator=SHARE, beside=tuple(REGIONS[:4]), domain=Domain.SOCIAL)
    if kind not in _OF_INDICATORS or view.audience is Audience.LEA:
        return [usual]
    places = ((GEMEENTE, Level.WIJK), (WIJK, Level.BUURT))
    return [
        replace(usual, indicator=indicator, area=area, level=level)
        for indicator, (area, level) in product((PARTS["so"], SHARE), places)
    ]


_OF_INDICATORS = {Kind.MAP, Kind.RANKING, Kind.TREND, Kind.COMPARISON, Kind.BESIDE, Kind.DOMAIN}
"""What shows another thing for another indicator or area."""
TILES: Mapping[str, Callable[[View, Choices], object]] = {
    **{str(kind): partial(tile, kind) for kind in Kind},
    "startfoto": lambda view, choices: first_page.page(view.cursor, choices),
    "profile": lambda view, choices: profile.portrait(view.cursor, replace(choices, area=WIJK)),
}


Pair = tuple[World, View, View]


@pytest.fixture(scope="module")
def pairs() -> Iterator[list[Pair]]:
    """Each view of the gemeente, beside the same view of the one that differs in what is hidden."""
    with ExitStack() as opened, pytest.MonkeyPatch.context() as patch:
        patch.setattr(needs, "DRAWS", 20)  # more draws take longer and tell nothing else
        one, other = (opened.enter_context(brought_in(truth(number))) for number in (0, 1))
        views = [opened.enter_context(world.views()) for world in (one, other)]
        yield [(one, *both) for both in zip(*views, strict=True)]


@cache
def told(name: str, view: View) -> list[object]:
    """What a function of the analysis tells; who looks makes a difference where schools speak."""
    return list(atoms(ASKED[name](view)))


def looked_at(name: str, pairs: list[Pair]) -> list[Pair]:
    """Those views in which a function may tell something else."""
    module = import_module(f"analysis.{name.split('.')[0]}")
    has_audience = hasattr(module, "Audience") or hasattr(module, "Situation")
    return [one for one in pairs if has_audience or one[1].audience is Audience.MUNICIPALITY]


def test_each_function_that_leads_to_a_table_is_asked() -> None:
    found = {name for name, one in leading_out() if is_table(name, one)} - _MAKES_IT
    forgotten, gone = sorted(found - set(ASKED)), sorted(set(ASKED) - found - {"gaps.gaps"})
    assert not forgotten, f"add to ASKED in {__name__} how all is asked that these tell of a gemeente: {forgotten}"
    assert not gone, f"take out of ASKED in {__name__}, for the analysis has them no more: {gone}"


@pytest.mark.parametrize("name", ASKED)
def test_a_table_gives_nothing_hidden_away(name: str, pairs: list[Pair]) -> None:
    read = []
    for world, view, other in looked_at(name, pairs):
        assert told(name, view) == told(name, other), "what is hidden makes a difference"
        assert world.given_away(told(name, view)) == []
        read += told(name, view)
    assert pairs[0][0].given_away(read) == [], "by subtracting what was from what is"


@pytest.mark.parametrize("kind", TILES)
def test_a_tile_gives_nothing_hidden_away_on_the_screen_or_as_csv(kind: str, pairs: list[Pair]) -> None:
    read = []
    for world, view, other in pairs:
        for choices in chosen(kind, view):
            shown = list(atoms(TILES[kind](view, choices)))
            photo = None if choices.photo is None else other.photo
            assert shown == list(atoms(TILES[kind](other, replace(choices, photo=photo)))), (
                "it differs by what is hidden"
            )
            assert world.given_away(shown) == [], choices
            read += shown
    assert pairs[0][0].given_away(read) == [], "by subtracting one from another"


def test_all_tables_together_give_nothing_hidden_away(pairs: list[Pair]) -> None:
    world = pairs[0][0]
    read = [one for name in ASKED for _, view, _ in looked_at(name, pairs) for one in told(name, view)]
    assert world.given_away(read) == []
    shown = {number for both in world.cells.values() for number in both} & numbers(read)
    assert len(shown) > 35 and world.hidden, "most is shown, and something is hidden"


def test_a_table_gives_much_away_when_only_small_numbers_are_hidden(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(Table, "hide", lambda table: set())
    with brought_in(truth()) as world, world.views() as views:
        assert "langdurig_verzuim_po of BU99010101 must be 3" in world.given_away(
            list(atoms(ASKED["figures.per_area"](views[0])))
        )
