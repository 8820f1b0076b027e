"""Only one place decides that figures may be seen, and nobody can compute what is hidden from what is seen."""

import ast
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from analysis import figures
from analysis.disclosure import Kind, reasons
from analysis.suppression import Table
from model import catalogue
from model.region import level_of
from model.status import Status
from settings import Settings
from store.hidden import Observed
from tests.analysis.towns import ENDS, HEADERS, PARTS, TOTAL, Desk, Seen, Town, area_codes, found_out
from tests.store.worlds import load
from tests.stores import new_store
from tests.worlds import delivered

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("analysis", "charts", "intake", "pages", "store", "tiles", "reports")
_GEMEENTEN = range(2001, 4001)


def makers_of_disclosed() -> set[str]:
    """The modules of ours in which `Disclosed(...)` is called."""
    return {
        path.relative_to(ROOT).as_posix()
        for room in ROOMS
        for path in (ROOT / room).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Disclosed"
    }


def test_only_the_module_for_disclosure_makes_a_table_that_may_be_seen() -> None:
    assert makers_of_disclosed() == {"analysis/disclosure.py"}


@contextmanager
def at_desk() -> Iterator[Desk]:
    with TemporaryDirectory() as folder:
        config = Settings(data_dir=Path(folder))
        store = new_store(config)
        load(store, delivered({}, names={code: code for number in _GEMEENTEN for code in area_codes(number)}))
        try:
            yield Desk(store, config, iter(_GEMEENTEN))
        finally:
            store.close()


@pytest.fixture(scope="module")
def desk() -> Iterator[Desk]:
    with at_desk() as opened:
        yield opened


NUMBERS = st.one_of(st.integers(0, 6), st.integers(0, 60))
LEAVES = st.fixed_dictionaries({(part, end): NUMBERS for part in PARTS for end in ENDS})
INDICATORS = st.sets(st.sampled_from(list(HEADERS)), min_size=1).map(sorted)
LEVELS = st.sets(st.sampled_from(["GM", "WK", "BU"]), min_size=1).map(sorted)
CHANGE = st.tuples(st.sampled_from(list(PARTS)), st.sampled_from(ENDS), NUMBERS)
FULL = (list(HEADERS), ["GM", "WK", "BU"])
ATTACK = settings(
    max_examples=6, deadline=None, phases=[Phase.reuse, Phase.generate], suppress_health_check=list(HealthCheck)
)


KINDS = {TOTAL: Kind("aantal")} | {part: Kind("aantal", part_of=TOTAL) for part in PARTS.values()}


def kept(
    town: Town, indicators: Sequence[str], levels: Sequence[str], former: Sequence[Observed] = ()
) -> list[Observed]:
    """What is kept of a file with the numbers of a town, after an earlier load."""
    told = [
        Observed(Status.KNOWN, one, code, "2021", float(town.value(one, code)), None, None, None, len(former) + 1)
        for one in indicators
        for code in town.areas
        if code[:2] in levels
    ]
    why = reasons(told, KINDS, Settings(), former)
    return [
        one if reason is None else replace(one, status=Status.TOO_FEW, value=None)
        for one, reason in zip(told, why, strict=True)
    ]


def shown(figures_kept: Sequence[Observed]) -> Seen:
    """What is seen of figures that were kept."""
    return {(one.indicator, one.region): one.value for one in figures_kept}


class TestWhoComputes:
    @given(LEAVES, INDICATORS, LEVELS)
    @ATTACK
    def test_with_one_table_finds_nothing_out(
        self, desk: Desk, leaves: dict[tuple[str, str], int], indicators: list[str], levels: list[str]
    ) -> None:
        town = Town(next(desk.numbers), leaves)
        desk.load(town, indicators, levels)
        assert found_out((town, desk.seen(town))) == {}

    @given(LEAVES, CHANGE)
    @ATTACK
    def test_with_a_photo_of_before_a_correction_finds_no_small_number_out(
        self, desk: Desk, leaves: dict[tuple[str, str], int], change: tuple[str, str, int]
    ) -> None:
        part, end, corrected = change
        before = Town(next(desk.numbers), leaves)
        after = Town(before.number, {**leaves, (part, end): corrected})
        desk.load(before, *FULL)
        photo = desk.photo(str(before.number))
        desk.load(after, *FULL)
        found = found_out((before, desk.seen(before, photo)), (after, desk.seen(after)))
        assert {name: value for name, value in found.items() if 0 < value < 5} == {}

    @given(LEAVES, CHANGE, st.tuples(INDICATORS, LEVELS), st.tuples(INDICATORS, LEVELS))
    @settings(ATTACK, max_examples=100)
    def test_with_a_correction_that_has_other_levels_or_indicators_finds_no_small_number_out(
        self,
        leaves: dict[tuple[str, str], int],
        change: tuple[str, str, int],
        first: tuple[list[str], list[str]],
        second: tuple[list[str], list[str]],
    ) -> None:
        part, end, corrected = change
        before = Town(9901, leaves)
        after = Town(9901, {**leaves, (part, end): corrected})
        one = kept(before, *first)
        other = kept(after, *second, former=one)
        found = found_out((before, shown(one)), (after, shown(other)))
        assert {name: value for name, value in found.items() if 0 < value < 5} == {}

    def test_with_two_exports_finds_no_small_number_out(self, desk: Desk) -> None:
        before = Town(next(desk.numbers), {(part, end): 20 for part in PARTS for end in ENDS})
        after = Town(before.number, {**before.leaves, ("po", "0101"): 3})
        desk.load(before, *FULL)
        first = desk.exported(before)
        told = desk.load(after, *FULL)
        assert found_out((before, first), (after, desk.exported(after))) == {}
        assert [message.split(" en wordt")[0].split(", maar")[0] for message in told] == [
            "1 cijfer is kleiner dan 5",
            f"{list(desk.seen(after).values()).count(None) - 1} cijfers zijn zelf niet te klein",
        ]

    def test_gets_no_hidden_number_from_any_figure_of_the_analysis(self, desk: Desk) -> None:
        town = Town(next(desk.numbers), {(part, end): 100 for part in PARTS for end in ENDS} | {("po", "0101"): 3})
        desk.load(town, *FULL)
        hidden = [cell for cell, value in desk.seen(town).items() if value is None]
        assert len(hidden) > 3
        known = catalogue.current().indicators
        with desk.store.read() as cursor:
            for indicator, region in hidden:
                assert figures.value(cursor, indicator, "2021", region) is None
                tables = [
                    figures.trend(cursor, known[indicator], [region]),
                    figures.latest(cursor, [indicator], [region], town.areas[0], "2022"),
                    figures.per_area(cursor, indicator, "2021", region, level_of(region)),
                ]
                for table in tables:
                    numbers = table.frame.reindex(columns=["value", "lower", "upper", "count"])
                    assert numbers.isna().all(axis=None), f"{indicator} of {region}"

    def test_would_find_it_out_if_only_small_numbers_were_hidden(
        self, desk: Desk, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        monkeypatch.setattr(Table, "hide", lambda table: set())
        town = Town(next(desk.numbers), {(part, end): 20 for part in PARTS for end in ENDS} | {("po", "0101"): 3})
        desk.load(town, *FULL)
        assert set(found_out((town, desk.seen(town))).values()) == {3}
