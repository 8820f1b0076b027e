"""A gemeente whose numbers of children are known, an officer who loads them, and what follows from what is shown."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from analysis import figures
from intake import monitor
from intake.opened import open_file
from model.photo import PhotoKind
from model.region import Level
from model.status import Status
from pages.parts.download import csv_of
from settings import Settings
from store import Store, photos
from tests.analysis.attack import Unknown, determined
from tests.dialects import as_csv

TOTAL = "langdurig_verzuim"
PARTS = {one: f"{TOTAL}_{one}" for one in ("po", "vo", "so")}
HEADERS = {TOTAL: "Langdurig relatief verzuim"} | {
    name: f"Langdurig relatief verzuim {one}" for one, name in PARTS.items()
}


@dataclass(frozen=True)
class Town:
    """A gemeente of three wijken with two buurten each, and the children of each buurt by kind of school."""

    number: int
    leaves: Mapping[tuple[str, str], int]
    """Part and the last four characters of a buurt to how many."""

    @property
    def areas(self) -> list[str]:
        return area_codes(self.number)

    def value(self, indicator: str, region: str) -> int:
        """The true number."""
        return sum(
            number
            for (part, end), number in self.leaves.items()
            if indicator in (TOTAL, PARTS[part]) and f"{self.number}{end}".startswith(region[2:])
        )


def area_codes(number: int) -> list[str]:
    wijken = [f"WK{number}{wijk:02}" for wijk in (1, 2, 3)]
    return [f"GM{number}", *wijken, *(f"BU{code[2:]}{buurt:02}" for code in wijken for buurt in (1, 2))]


ENDS = [code[6:] for code in area_codes(9901) if code.startswith("BU")]


@dataclass
class Desk:
    """A store, and the officer who loads files about one gemeente after another."""

    store: Store
    settings: Settings
    numbers: Iterator[int]
    """Of gemeenten that no file spoke of yet."""

    def load(self, town: Town, indicators: Sequence[str], levels: Sequence[str], drop: Sequence[str] = ()) -> list[str]:
        """Load the numbers of a town as a file; returns what the officer is told that is hidden."""
        table = [["Wijkcode", "Jaar", *(HEADERS[one] for one in indicators)]]
        table += [
            [code, "2021", *(str(town.value(one, code)) for one in indicators)]
            for code in town.areas
            if code[:2] in levels and code not in drop
        ]
        opened = open_file(as_csv(table), "verzuim.csv", monitor.LARGEST_MB)
        [sheet] = monitor.sheets_with_rows(opened)
        with self.store.read() as cursor:
            known = monitor.known(cursor, town.areas[0])
            layout = monitor.proposed(cursor, opened, sheet, known)
            drafted = monitor.draft(opened, sheet, layout, known, {})
            preview = monitor.as_kept(cursor, drafted, known.catalogue.indicators, self.settings)
        monitor.commit(self.store, drafted, "thuiszitters", self.settings, {}, town.areas[0])
        seen = self.seen(town)
        shown = {(one.indicator, one.region): one.value for one in preview.figures}
        assert shown == {cell: seen[cell] for cell in shown}, "the preview shows what is kept"
        return [finding.message for finding in preview.findings]

    def photo(self, name: str) -> int:
        day = date(2021, 11, 1)
        return self.store.write(lambda cursor: photos.make(cursor, PhotoKind.START, name, day))

    def seen(self, town: Town, at: int | None = None) -> dict[tuple[str, str], float | None]:
        """What the tables of the analysis show, now or on a photo; None for what is hidden."""
        found = {}
        with self.store.read(at=at) as cursor:
            for indicator in HEADERS:
                for level in (Level.MUNICIPALITY, Level.WIJK, Level.BUURT):
                    rows = figures.per_area(cursor, indicator, "2021", town.areas[0], level).frame
                    for region, value, status in zip(rows["region"], rows["value"], rows["status"], strict=True):
                        found[indicator, region] = None if status == Status.TOO_FEW else float(value)
        return found

    def exported(self, town: Town) -> dict[tuple[str, str], float | None]:
        """What a visitor has who saves the table of each level as CSV."""
        found = {}
        with self.store.read() as cursor:
            for indicator in HEADERS:
                for level in (Level.MUNICIPALITY, Level.WIJK, Level.BUURT):
                    table = figures.per_area(cursor, indicator, "2021", town.areas[0], level).frame
                    for line in csv_of(table).decode("utf-8-sig").splitlines()[1:]:
                        region, _, value, *_ = line.split(";")
                        found[indicator, region] = float(value) if value else None
        return found


Seen = Mapping[tuple[str, str], float | None]


def found_out(*versions: tuple[Town, Seen]) -> dict[Unknown, int]:
    """What somebody computes who has all versions, and even knows which numbers changed between them.

    Numbers that were hidden (None), and those under five that no file had at all: `(indicator, region, number)`.
    """
    known: dict[Unknown, int] = {}
    hidden: set[Unknown] = set()
    equations: list[dict[Unknown | None, int]] = []
    for town, seen in versions:
        for (indicator, region), value in seen.items():
            name = _name(town, indicator, region)
            if value is None:
                hidden.add(name)
            else:
                known[name] = int(value)
    for town, _ in versions:
        for total, parts in _sums(town):
            equation: dict[Unknown | None, int] = {}
            for factor, (indicator, region) in [(-1, total), *((1, part) for part in parts)]:
                name = _name(town, indicator, region)
                key, number = (None, factor * known[name]) if name in known else (name, factor)
                equation[key] = equation.get(key, 0) + number
            equations.append(equation)
    computed = {name: int(value) for name, value in determined(equations).items()}
    assert all(name[2] == str(value) for name, value in computed.items()), "the attack computes what is true"
    return {name: value for name, value in computed.items() if name in hidden or 0 < value < 5}


def _name(town: Town, indicator: str, region: str) -> Unknown:
    return indicator, region, str(town.value(indicator, region))


def _sums(town: Town) -> Iterator[tuple[tuple[str, str], list[tuple[str, str]]]]:
    areas = town.areas
    for indicator in HEADERS:
        yield (indicator, areas[0]), [(indicator, wijk) for wijk in areas[1:4]]
        for wijk in areas[1:4]:
            yield (indicator, wijk), [(indicator, buurt) for buurt in areas[4:] if buurt[2:8] == wijk[2:]]
    for region in areas:
        yield (TOTAL, region), [(part, region) for part in PARTS.values()]
