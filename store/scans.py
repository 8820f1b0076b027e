"""School scans in the store: each school's scan a batch of its own, with its former ones."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

import pandas as pd
from duckdb import DuckDBPyConnection as Cursor

from model.catalogue import Domain
from model.delivery import Delivery
from model.reading import Reading
from model.scan import Choice, DomainCount, Scan, Sector, Sharing, Wish, WishKind
from model.status import Status
from store.batches import Scope, add_batches, begin_load

SOURCE = "schoolscans"


@dataclass(frozen=True)
class Recognised:
    """A scan of a school that is known: its site and gemeente, its sector, and the menukaart code of each choice."""

    scan: Scan
    site: str
    region: str
    sector: str
    codes: Sequence[str]
    """One for each choice, in its order; empty for a choice that is none of the menukaart."""


def scope_of(site: str) -> str:
    """What a later scan of the same school replaces."""
    return f"{SOURCE}/{site}"


def add_scans(cursor: Cursor, delivery: Delivery, scans: Sequence[Recognised]) -> int:
    """Store scans as one load with a batch for each school; returns the load's number."""
    load_id = begin_load(cursor, delivery)
    scopes = [Scope(scope_of(one.site), SOURCE, one.site, one.scan.school_year, one.region) for one in scans]
    for batch_id, one in zip(add_batches(cursor, load_id, scopes), scans, strict=True):
        _add(cursor, batch_id, one)
    return load_id


def _add(cursor: Cursor, batch_id: int, one: Recognised) -> None:
    scan = one.scan
    sharing = scan.sharing or Sharing.MUNICIPALITY
    texts = [scan.conclusions, scan.goals, scan.approach, scan.remarks, sharing.value]
    school = [one.site, one.region, scan.school, scan.board, scan.place, one.sector, scan.school_year]
    cursor.execute(_ADD_SCAN, [batch_id, *school, *texts, scan.file, scan.sheet, scan.row])
    for counted in scan.domains:
        for measure, reading in (("assessed", counted.assessed), ("delayed", counted.delayed)):
            if reading is not None:
                cursor.execute(_ADD_COUNT, [batch_id, counted.domain.value, measure, *_cells(reading)])
    for position, (choice, code) in enumerate(zip(scan.choices, one.codes, strict=True), start=1):
        domain = choice.domain.value if choice.domain else ""
        amount = None if choice.amount_cents is None else Decimal(choice.amount_cents).scaleb(-2)
        said = [choice.written, choice.note, code, domain, *_cells(choice.reached)]
        cursor.execute(_ADD_CHOICE, [batch_id, position, *said, amount, choice.school_year])
    for position, wish in enumerate(scan.wishes, start=1):
        cursor.execute(_ADD_WISH, [batch_id, position, wish.kind.value, wish.text, list(wish.choices)])


def _cells(reading: Reading | None) -> list[object]:
    return [None] * 4 if reading is None else [reading.value, reading.lower, reading.upper, reading.status.value]


_ADD_SCAN = "insert into core.scan values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_ADD_COUNT = "insert into core.scan_domain values (?, ?, ?, ?, ?, ?, ?)"
_ADD_CHOICE = "insert into core.scan_choice values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_ADD_WISH = "insert into core.scan_wish values (?, ?, ?, ?, ?)"


_HISTORY = """
select batch.batch_id, load.loaded_at, scan.file, scan.school_year,
    case when active.batch_id is not null then 'in gebruik'
        when (select arg_max(event, audit_number) from work.batch_event as event
            where event.batch_id = batch.batch_id) = 'withdrawn' then 'teruggedraaid' else 'vervangen' end as state
from work.batch as batch join work.load as load using (load_id) join core.scan as scan using (batch_id)
left join mart.batch as active using (batch_id)
where batch.scope = ? order by batch.batch_id desc
"""


def history(cursor: Cursor, site: str) -> pd.DataFrame:
    """Every scan that a school ever sent, newest first: batch_id, loaded_at, file, school_year, state."""
    frame: pd.DataFrame = cursor.execute(_HISTORY, [scope_of(site)]).to_arrow_table().to_pandas()
    return frame


_ONE = """
select board, name, place, site, sector, school_year, conclusions, goals, approach, remarks, sharing, file, sheet,
    row_number
from core.scan where batch_id = ?
"""
_CHOICES = """
select written, note, code, domain, status, value, lower, upper, (amount * 100)::bigint, school_year
from core.scan_choice where batch_id = ? order by position
"""
_WISHES = "select text, kind, choices from core.scan_wish where batch_id = ? order by position"
_COUNTS = "select domain, measure, status, value, lower, upper from core.scan_domain where batch_id = ?"


def read(cursor: Cursor, batch_id: int) -> tuple[Scan, list[str]]:
    """One scan as it was kept, also one that counts no more, and the menukaart code of each of its choices."""
    row = cursor.execute(_ONE, [batch_id]).fetchone()
    if row is None:
        raise KeyError(batch_id)
    board, school, place, site, sector, year, conclusions, goals, approach, remarks, sharing, *where = row
    choices = cursor.execute(_CHOICES, [batch_id]).fetchall()
    counts = {
        (domain, measure): Reading(Status(status), *numbers)
        for domain, measure, status, *numbers in cursor.execute(_COUNTS, [batch_id]).fetchall()
    }
    domains = [domain for domain in Domain if any(domain == of for of, _ in counts)]
    scan = Scan(
        board=board,
        school=school,
        place=place,
        site=site,
        sector=Sector(sector) if sector else None,
        school_year=year,
        conclusions=conclusions,
        goals=goals,
        approach=approach,
        choices=tuple(_choice(*one) for one in choices),
        wishes=tuple(
            Wish(text, WishKind(kind), tuple(of)) for text, kind, of in cursor.execute(_WISHES, [batch_id]).fetchall()
        ),
        remarks=remarks,
        domains=tuple(
            DomainCount(one, counts.get((one.value, "assessed")), counts.get((one.value, "delayed"))) for one in domains
        ),
        sharing=Sharing(sharing),
        file=where[0],
        sheet=where[1],
        row=where[2],
    )
    return scan, [str(one[2]) for one in choices]


def _choice(written: str, note: str, _: str, domain: str, status: str | None, *rest: Any) -> Choice:
    value, lower, upper, cents, year = rest
    reached = None if status is None else Reading(Status(status), value, lower, upper)
    return Choice(written, note, Domain(domain) if domain else None, reached, cents, year)


_COUNTING = "select batch_id from mart.scan where region = ? order by batch_id"


def counting(cursor: Cursor, region: str) -> list[tuple[Scan, list[str]]]:
    """The scans of a gemeente that count, each as `read` gives it."""
    return [read(cursor, batch_id) for (batch_id,) in cursor.execute(_COUNTING, [region]).fetchall()]


_EVER_SENT = """
select site, arg_max(name, batch_id) as latest from core.scan where region = ? group by site order by lower(latest)
"""


def ever_sent(cursor: Cursor, region: str) -> dict[str, str]:
    """The schools of a gemeente that ever sent a scan, by the name in their latest, in alphabetical order."""
    return dict(cursor.execute(_EVER_SENT, [region]).fetchall())


_REGISTER = """
select vestiging, name, place, sector, coalesce(board, ''), region from mart.school
where (? = '' or region = ?) and period = (select max(newest.period) from mart.school as newest
    where newest.region = school.region)
order by vestiging
"""


@dataclass(frozen=True)
class School:
    """A school of the register, as far as it is needed to recognise it."""

    vestiging: str
    name: str
    place: str
    sector: str
    board: str
    region: str


def register(cursor: Cursor, region: str = "") -> list[School]:
    """The schools of a gemeente, or of all that are loaded, from the newest register of each gemeente."""
    return [School(*row) for row in cursor.execute(_REGISTER, [region, region]).fetchall()]


def scanned(cursor: Cursor) -> Mapping[str, str]:
    """The sites of which a scan counts now, with the file that it came from."""
    return dict(cursor.execute("select site, file from mart.scan").fetchall())
