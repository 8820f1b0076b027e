"""An export of a ledger, from opening to the store: what it would change is seen before anything is kept."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace

from duckdb import DuckDBPyConnection as Cursor

from intake import plan
from intake.ledger_merge import Merge, Twice, merge, once, repeated
from intake.matching import fold
from intake.opened import OpenedFile, open_file
from loaders.ledger import LedgerRead, read_ledger
from loaders.ledger_layout import Layout, looks_like_a_ledger, propose, shape_of, with_saved
from model import ledger_findings as say
from model.booking import Booking, Placement
from model.delivery import Delivery
from model.findings import Finding, FindingLevel, Refusal
from model.grant import FIRST_DAY, Rules
from model.scan_findings import Spot
from model.text_file import Sheet
from store import Store, budget, entries, versions
from store import ledger as kept
from store import measures as register
from store.batches import Seen, seen
from store.placing import PLACED

LARGEST_MB = 50
LEDGER = "Financiële administratie"
"""What a ledger is called unless the officer says otherwise."""
_NEW_STATE = """
select region, ledger, key, booked, financial_year, performed_from, performed_to,
    cents::decimal(18, 0) * 0.01::decimal(3, 2) as amount, vat_cents::decimal(18, 0) * 0.01::decimal(3, 2) as vat,
    cost_object, account, description, kind, measure
from new_state
union all
select region, ledger, key, booked, financial_year, performed_from, performed_to, amount, vat, cost_object, account,
    description, kind, measure
from mart.booking where region = $region and ledger <> $ledger
"""
_TOTALS = f"""
with booking as ({_NEW_STATE}), {PLACED}
select standing, year, ledger = $ledger, is_placed, financial_year is not null, count(*),
    (sum(spent) * 100)::bigint
from standing group by all
"""
_UNPLACED = f"""
with booking as ({_NEW_STATE}), {PLACED} select key from standing where ledger = $ledger and not is_placed
"""


def open_ledger(content: bytes, file_name: str) -> OpenedFile:
    """The file opened: never an exception, what is wrong stands in the findings."""
    return open_file(content, file_name, LARGEST_MB)


def sheets(opened: OpenedFile) -> Sequence[Sheet]:
    """The sheets of a file, those that look like a ledger first."""
    found = opened.text.sheets if opened.text else ()
    return sorted(found, key=lambda sheet: not looks_like_a_ledger(sheet))


def proposed(cursor: Cursor, sheet: Sheet) -> Layout:
    """What stands where in a sheet: as was chosen for an export of the same shape, else as far as it shows."""
    layout = propose(sheet)
    saved = entries.layout_of(cursor, shape_of(layout))
    return with_saved(layout, Layout.from_json(saved)) if saved else layout


@dataclass(frozen=True)
class Counted:
    """How many bookings, and how much they are together, in cents."""

    count: int = 0
    cents: int = 0


@dataclass(frozen=True)
class Preview:
    """What an export would change. Nothing of it is stored yet."""

    municipality: str
    ledger: str
    opened: OpenedFile
    layout: Layout
    read: LedgerRead
    merged: Merge
    twice: tuple[Twice, ...]
    """Booking numbers that come more than once."""
    unplaced: tuple[Booking, ...]
    """Of the whole ledger as it would be."""
    before: Counted
    after: Counted
    outside: Counted
    """Counted apart, of the whole ledger as it would be: before the first day, after the last, and of other money."""
    notes: tuple[str, ...]
    """What is to be said of the whole, in sentences."""
    findings: tuple[Finding, ...]
    based_on: Mapping[int, int]

    @property
    def is_blocked(self) -> bool:
        """Whether nothing of the file can be kept as it is."""
        return self.opened.is_held_back or any(one.level is FindingLevel.BLOCKING for one in self.findings)

    @property
    def unanswered(self) -> list[Twice]:
        """Booking numbers that come twice, of which it was not said what that means."""
        return [one for one in self.twice if one.answer is None]

    @property
    def has_changes(self) -> bool:
        """Whether the file has anything that is not kept already."""
        return bool(self.merged.new or self.merged.changed or self.merged.vanished)


def preview(
    cursor: Cursor,
    municipality: str,
    ledger: str,
    opened: OpenedFile,
    sheet: Sheet,
    layout: Layout,
    rules: Rules,
    answers: Mapping[str, str] | None = None,
    read: LedgerRead | None = None,
) -> Preview:
    """What an export would change in a ledger: never an exception, what is wrong stands in the findings.

    `answers` says of booking numbers that come twice what that means (`Repeat`), or of all (`EVERY`). `read` is what
    `read_ledger(opened.name, sheet, layout)` gave: a large file is read before a cursor is taken, as that has a limit.
    """
    read = read or read_ledger(opened.name, sheet, layout)
    bookings, strange = _with_measures(cursor, municipality, read.bookings)
    given = {**entries.remembered(cursor, kept.repeated_kind(municipality, ledger)), **(answers or {})}
    twice = tuple(repeated(bookings, given))
    former = kept.bookings(cursor, municipality, ledger)
    merged = merge(former, once(bookings, twice))
    after = merged.result(drop_vanished=False)
    findings = [*opened.findings, *read.findings]
    if strange:
        findings.append(say.unknown_measures(Spot(opened.name, sheet.name), strange))
    empty = Counted()
    found = Preview(
        *(municipality, ledger, opened, layout, replace(read, bookings=tuple(bookings)), merged, twice, ()),
        *(empty, empty, empty, (), tuple(findings), kept.batches_of(cursor, municipality, ledger)),
    )
    return _weighed(cursor, found, after, rules)


def _with_measures(cursor: Cursor, municipality: str, bookings: Sequence[Booking]) -> tuple[list[Booking], list[str]]:
    """The bookings with the ids of the measures that the ledger names, and the names that are not known."""
    known = {fold(one.content.name): one.content.id for one in register.measures(cursor, municipality)}
    ids = {id: id for id in known.values()}
    strange: dict[str, None] = {}
    found = []
    for one in bookings:
        if one.measure:
            id = ids.get(one.measure) or known.get(fold(one.measure), "")
            if not id:
                strange.setdefault(one.measure)
            one = replace(one, measure=id)
        found.append(one)
    return found, list(strange)


def _weighed(cursor: Cursor, found: Preview, bookings: Sequence[Booking], rules: Rules) -> Preview:
    """The preview with what it means for the grant, were it kept."""
    asked = {"region": found.municipality, "ledger": found.ledger, "vat": rules.vat_burdens}
    asked |= {"first": FIRST_DAY, "last": rules.last_day}
    cursor.register("new_state", kept.as_table(found.municipality, found.ledger, bookings))
    try:
        totals = cursor.execute(_TOTALS, asked).fetchall()
        unplaced = {key for (key,) in cursor.execute(_UNPLACED, asked).fetchall()}
    finally:
        cursor.unregister("new_state")
    apart = {
        standing: Counted(
            sum(row[5] for row in totals if row[0] == standing and row[2]),
            sum(row[6] for row in totals if row[0] == standing and row[2]),
        )
        for standing in ("before", "after", "outside")
    }
    within = [row for row in totals if row[0] == "within"]
    notes = _notes(cursor, found.municipality, within, apart, rules)
    return replace(
        found,
        unplaced=tuple(one for one in bookings if one.key in unplaced),
        before=apart["before"],
        after=apart["after"],
        outside=apart["outside"],
        notes=tuple(notes),
    )


def _notes(
    cursor: Cursor, municipality: str, within: list[tuple[object, ...]], apart: Mapping[str, Counted], rules: Rules
) -> Iterable[str]:
    rows = [(int(str(row[1])), bool(row[2]), bool(row[4]), int(str(row[5])), int(str(row[6]))) for row in within]
    if before := apart["before"].count:
        yield say.before_first_day(before, apart["before"].cents, FIRST_DAY)
    if after := apart["after"].count:
        yield say.after_last_day(after, apart["after"].cents, rules.last_day)
    if outside := apart["outside"].count:
        yield say.outside_grant(outside, apart["outside"].cents)
    granted = sum(one.cents for one in budget.decisions(cursor, municipality))
    spent = sum(row[4] for row in rows)
    if granted and spent > granted:
        yield say.beyond_grant(spent - granted)
    undated = [row for row in rows if row[1] and not row[2]]
    if undated:
        yield say.year_from_booking_date(sum(row[3] for row in undated), sum(row[4] for row in undated))
    for closed in budget.closed_years(cursor, municipality):
        was = sum(cents for _, cents in closed.cents)
        now = sum(row[4] for row in rows if row[0] == closed.year)
        if was != now:
            yield say.closed_year_changes(closed.year, was, now)


def seen_before(cursor: Cursor, opened: OpenedFile) -> Seen | None:
    """The load in which this very file is in use already; None when it is not."""
    return seen(cursor, [opened.digest]).get(opened.digest)


def commit(store: Store, found: Preview, by: str, drop_vanished: bool | None = None) -> int:
    """Keep what is new and changed of a ledger, with the layout and the answers; returns the number of the load.

    All or nothing. `drop_vanished` says what becomes of bookings that are no longer in the export; it is needed only
    when there are any. Raises Refusal for a file that is held back, questions without an answer, an export that changes
    nothing, and a ledger that was changed since the preview.
    """
    return plan.keep(store, lambda cursor: keep(cursor, found, by, drop_vanished))


def keep(cursor: Cursor, found: Preview, by: str, drop_vanished: bool | None = None) -> int:
    """The same within a write that is going on."""
    if found.is_blocked:
        raise Refusal(say.held_back())
    if found.unanswered:
        raise Refusal(say.twice_unanswered(len(found.unanswered)))
    if found.merged.vanished and drop_vanished is None:
        raise Refusal(say.vanished_unanswered(len(found.merged.vanished)))
    years = found.merged.years(bool(drop_vanished))
    if not years:
        raise Refusal(say.nothing_new())
    if kept.batches_of(cursor, found.municipality, found.ledger) != found.based_on:
        raise Refusal(say.changed_meanwhile())
    after = kept.by_year(found.merged.result(bool(drop_vanished)))
    changed = {year: after.get(year, []) for year in sorted(years)}
    versions.sign(cursor, by)
    entries.keep_layout(cursor, shape_of(found.layout), found.layout.to_json())
    kind = kept.repeated_kind(found.municipality, found.ledger)
    known = entries.remembered(cursor, kind)
    said = {one.number: one.answer.value for one in found.twice if one.answer is not None}
    entries.remember(cursor, kind, {number: word for number, word in said.items() if known.get(number) != word})
    return kept.add_bookings(cursor, found.municipality, found.ledger, changed, _load(found, changed))


def _load(found: Preview, years: Iterable[int]) -> Delivery:
    return Delivery(
        source=kept.SOURCE,
        table_id=found.ledger,
        title=found.opened.name,
        period=", ".join(map(str, years)),
        published="",
        rows_in=found.read.rows_in,
        rows_accepted=len(found.read.bookings),
        rows_refused=len(found.read.refused),
        received=[found.opened.received] if found.opened.received else [],
        findings=found.findings,
    )


def place(store: Store, municipality: str, placements: Sequence[Placement], by: str, ledger: str = "") -> list[int]:
    """Say where bookings belong; returns the batches. Raises Refusal when it cannot be kept."""
    return plan.keep(store, lambda cursor: kept.place(cursor, municipality, placements, by, ledger))
