"""The plan of spending per measure and month from a file: a row for each month, or a column for each."""

import re
from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from duckdb import DuckDBPyConnection as Cursor

from intake import plan
from intake.matching import fold
from intake.opened import OpenedFile
from loaders.ledger_values import cents_of, span_of
from loaders.monitor_layout import cell_of, plain
from model import ledger_findings as say
from model.booking import PlanLine
from model.findings import Finding, FindingLevel, Refusal
from model.measure import Measure
from model.scan_findings import Spot
from model.text_file import Line, Sheet
from store import Store, budget
from store.budget import Entry
from store.versions import Conflict

LARGEST_MB = 10
_MEASURE = re.compile(r"(?:maatregel|naam|id)(?: (?:naam|id))?")
_MONTH = re.compile(r"maand|periode")
_AMOUNT = re.compile(r"(?:gepland )?(?:bedrag|begroot|gepland|plan)(?: (?:eur|euro|in euro s?))?")
_FIRST_LINES = 20


@dataclass(frozen=True)
class PlanRead:
    """What a file plans: by measure (id) its lines, which replace what was planned for that measure."""

    lines: Mapping[str, tuple[PlanLine, ...]]
    findings: tuple[Finding, ...] = ()

    @property
    def cents(self) -> int:
        """All of it together."""
        return sum(line.cents for lines in self.lines.values() for line in lines)

    @property
    def is_blocked(self) -> bool:
        """Whether nothing of it can be kept."""
        return any(one.level is FindingLevel.BLOCKING for one in self.findings)


def read_plan(opened: OpenedFile, measures: Sequence[Measure]) -> PlanRead:
    """The plan of a file: never an exception, what is wrong stands in the findings.

    Measures are known by id, in a column of its own or instead of the name, or by a name that only one has. Columns
    Maatregel, Maand and Bedrag; or Maatregel and a column for each month, whose header is `2021-12`, `dec 2021` or
    `12-2021`. Amounts of a measure for the same month are added up; with noughts alone its plan becomes empty.
    """
    if opened.text is None or opened.is_held_back:
        return PlanRead({}, opened.findings)
    names = Counter(fold(one.name) for one in measures)
    known = {fold(one.name): one.id for one in measures if names[fold(one.name)] == 1}
    known |= {one.id: one.id for one in measures}
    for sheet in opened.text.sheets:
        if header := _header(sheet):
            return _read(opened, sheet, header, known)
    return PlanRead({}, (*opened.findings, say.no_plan(Spot(opened.name))))


def _month(text: str) -> date | None:
    """The first day of a month; None for what is no single month."""
    span = span_of(text) if text else None
    if span is None or (span[0].year, span[0].month) != (span[1].year, span[1].month):
        return None
    return span[0].replace(day=1)


def _header(sheet: Sheet) -> Line | None:
    for line in sheet.lines[:_FIRST_LINES]:
        words = [plain(cell) for cell in line.cells]
        has_measure = any(_MEASURE.fullmatch(word) for word in words)
        is_long = any(_MONTH.fullmatch(word) for word in words) and any(_AMOUNT.fullmatch(word) for word in words)
        if has_measure and (is_long or any(_month(cell) for cell in line.cells)):
            return line
    return None


def _read(opened: OpenedFile, sheet: Sheet, header: Line, known: Mapping[str, str]) -> PlanRead:
    words = [plain(cell) for cell in header.cells]
    measure = next(place for place, word in enumerate(words) if _MEASURE.fullmatch(word))
    own = next((place for place, word in enumerate(words) if word == "id"), measure)
    month = next((place for place, word in enumerate(words) if _MONTH.fullmatch(word)), None)
    amount = next((place for place, word in enumerate(words) if _AMOUNT.fullmatch(word)), None)
    columns = {place: found for place, cell in enumerate(header.cells) if (found := _month(cell))}
    cents: dict[str, dict[date, int]] = defaultdict(lambda: defaultdict(int))
    strange: dict[str, None] = {}
    wrong: list[tuple[int, str]] = []
    for line in sheet.lines:
        name = cell_of(line.cells, measure) or cell_of(line.cells, own)
        if line.number <= header.number or not name:
            continue
        id = known.get(cell_of(line.cells, own)) or known.get(name) or known.get(fold(name), "")
        if not id:
            strange.setdefault(name)
            continue
        if month is not None and amount is not None:
            cells = [(_month(cell_of(line.cells, month)), cell_of(line.cells, amount))]
        else:
            cells = [(when, cell_of(line.cells, place)) for place, when in columns.items()]
        for when, text in cells:
            planned = cents_of(text) if text else 0
            if when is None or planned is None:
                wrong.append((line.number, text))
            elif text:
                cents[id][when] += planned
    findings = [*opened.findings]
    at = Spot(opened.name, sheet.name)
    if strange:
        findings.append(say.unplanned_measures(at, list(strange)))
    if wrong:
        findings.append(say.no_plan_amount(at, [row for row, _ in wrong], wrong[0][1]))
    if not cents:
        findings.append(say.no_plan(at))
    lines = {
        id: tuple(PlanLine(id, day, total) for day, total in sorted(of.items()) if total) for id, of in cents.items()
    }
    return PlanRead(lines, tuple(findings))


def keep(cursor: Cursor, municipality: str, read: PlanRead, by: str) -> list[int]:
    """Keep the plan of each measure of a file where it differs from what is kept; returns the batches. Or Conflict."""
    now: dict[str, list[PlanLine]] = defaultdict(list)
    for line in budget.plan(cursor, municipality):
        now[line.measure].append(line)
    return [
        budget.keep_plan(cursor, municipality, id, lines, by, budget.version(cursor, municipality, Entry.PLAN, id))
        for id, lines in read.lines.items()
        if list(lines) != now[id]
    ]


def commit(store: Store, municipality: str, read: PlanRead, by: str) -> list[int]:
    """Keep a plan, all or nothing; returns the batches. Raises Refusal when it is blocked or cannot be kept."""
    if read.is_blocked:
        raise Refusal(say.held_back())
    try:
        return plan.keep(store, lambda cursor: keep(cursor, municipality, read, by))
    except Conflict as conflict:
        raise Refusal(say.changed_meanwhile()) from conflict
