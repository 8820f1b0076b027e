"""The tables of the store, made step by step: each step and its record in one transaction."""

import logging
from collections.abc import Sequence
from typing import Protocol

from duckdb import DuckDBPyConnection as Cursor

from store.dates import reference_of

log = logging.getLogger(__name__)


class Migration(Protocol):
    """One step; its name is what the store records of it."""

    __name__: str

    def __call__(self, cursor: Cursor, /) -> None:
        """Make the change on a cursor within a transaction."""


def version_row(cursor: Cursor) -> None:
    """The one row that every write moves, and the record of migrations; made before any other table."""
    cursor.execute("create schema if not exists work")
    cursor.execute("create table if not exists work.version (data_version bigint, audit_number bigint)")
    cursor.execute("insert into work.version select 0, 0 where not exists (from work.version)")
    cursor.execute("create table if not exists work.migration (name varchar, applied_at timestamptz)")


def first_tables(cursor: Cursor) -> None:
    """Schemas raw (as received), core (typed rows), work (what was done) and mart (what analysis reads).

    No keys, checks, sequences or indexes: DuckLake refuses them, and the version row orders all writes.
    """
    for schema in ("raw", "core", "mart"):
        cursor.execute(f"create schema if not exists {schema}")
    cursor.execute(
        "create table work.load (load_id bigint, source varchar, table_id varchar, title varchar, period varchar, "
        "published varchar, retrieved_at timestamptz, loaded_at timestamptz, "
        "rows_in bigint, rows_accepted bigint, rows_refused bigint)"
    )
    cursor.execute(
        "create table work.batch (batch_id bigint, load_id bigint, scope varchar, source varchar, table_id varchar, "
        "period varchar, region varchar)"
    )
    cursor.execute(
        "create table work.batch_event (batch_id bigint, event varchar, happened_at timestamptz, audit_number bigint)"
    )
    cursor.execute(
        "create table work.finding (load_id bigint, position integer, level varchar, message varchar, file varchar, "
        "sheet varchar, row_number bigint, column_name varchar, found varchar, expected varchar, example varchar)"
    )
    cursor.execute(
        "create table work.job_event (job_id varchar, title varchar, state varchar, step varchar, fraction double, "
        "message varchar, happened_at timestamptz, audit_number bigint)"
    )
    cursor.execute(
        "create table raw.received (load_id bigint, name varchar, media_type varchar, sha256 varchar, content blob)"
    )
    # Words that repeat are kept once, with a number: two million rows of a whole country are then written three times
    # as fast. The period of a figure is that of its batch, because a batch never has more than one.
    for word in ("indicator", "region", "status"):
        cursor.execute(f"create table core.{word} ({word}_id integer, {word} varchar)")
    cursor.execute(
        "create table core.observation (batch_id bigint, indicator_id integer, region_id integer, "
        "value double, lower double, upper double, count double, status_id integer)"
    )
    cursor.execute(
        "create table core.series (load_id bigint, indicator varchar, column_key varchar, column_title varchar, "
        "unit varchar)"
    )
    cursor.execute(
        "create table core.area (batch_id bigint, period varchar, region varchar, name varchar, "
        "boundary_change varchar)"
    )
    cursor.execute(
        "create table core.boundary (batch_id bigint, period varchar, region varchar, name varchar, geometry blob, "
        "outline blob)"
    )
    cursor.execute(
        "create table core.school (batch_id bigint, period varchar, vestiging varchar, name varchar, sector varchar, "
        "place varchar, region varchar, buurt varchar)"
    )


def active_views(cursor: Cursor) -> None:
    """The mart: rows of the active batches. Active is the newest batch of a scope that is not withdrawn."""
    cursor.execute(
        """
        create view mart.batch as
        with latest as (
            select batch_id, arg_max(event, audit_number) as event from work.batch_event group by batch_id
        )
        select batch.* from work.batch as batch join latest using (batch_id)
        where latest.event <> 'withdrawn'
        qualify row_number() over (partition by batch.scope order by batch.batch_id desc) = 1
        """
    )
    cursor.execute(
        """
        create view mart.observation as
        select indicator, region.region, batch.period, value, lower, upper, count, status, batch_id, load_id,
            batch.source
        from core.observation join core.indicator using (indicator_id) join core.region as region using (region_id)
        join core.status using (status_id) join mart.batch as batch using (batch_id)
        """
    )
    for table in ("area", "boundary", "school"):
        cursor.execute(
            f"create view mart.{table} as select row.*, batch.load_id, batch.source "
            f"from core.{table} as row join mart.batch as batch using (batch_id)"
        )


def schools_in_full(cursor: Cursor) -> None:
    """What the register says of a school beside its name and place, and figures of a school's pupils."""
    for column in ("board", "street", "house_number", "postcode", "denomination", "structure"):
        cursor.execute(f"alter table core.school add column {column} varchar")
    for column in ("lon", "lat"):
        cursor.execute(f"alter table core.school add column {column} double")
    cursor.execute(
        "create table core.school_figure (batch_id bigint, indicator varchar, region varchar, vestiging varchar, "
        "value double, lower double, upper double, count double, status varchar)"
    )
    cursor.execute(
        "create or replace view mart.school as select row.*, batch.load_id, batch.source "
        "from core.school as row join mart.batch as batch using (batch_id)"
    )
    cursor.execute(
        "create view mart.school_figure as select row.*, batch.period, batch.load_id, batch.source "
        "from core.school_figure as row join mart.batch as batch using (batch_id)"
    )


def uploads(cursor: Cursor) -> None:
    """Scans, and what officers enter: answers that are remembered, layouts of files, cards of indicators and sources.

    A batch of an officer's own entry belongs to no load.
    """
    tables = {
        "scan": "site varchar, region varchar, name varchar, board varchar, place varchar, sector varchar, "
        "school_year varchar, conclusions varchar, goals varchar, approach varchar, remarks varchar, sharing varchar, "
        "file varchar, sheet varchar, row_number bigint",
        "scan_domain": "domain varchar, measure varchar, value double, lower double, upper double, status varchar",
        "scan_choice": "position integer, written varchar, note varchar, code varchar, domain varchar, value double, "
        "lower double, upper double, status varchar, amount decimal(14, 2), school_year varchar",
        "scan_wish": "position integer, kind varchar, text varchar, choices integer[]",
        "answer": "kind varchar, written varchar, meaning varchar",
        "file_layout": "shape varchar, layout varchar",
        "indicator_card": "id varchar, card varchar",
        "source_card": "id varchar, card varchar",
    }
    for name, columns in tables.items():
        cursor.execute(f"create table core.{name} (batch_id bigint, {columns})")
        cursor.execute(
            f"create view mart.{name} as select row.*, batch.load_id, batch.source "
            f"from core.{name} as row join mart.batch as batch using (batch_id)"
        )
    cursor.execute(
        "create table raw.location (address varchar, buurt varchar, lon double, lat double, answered_at timestamptz)"
    )


def photos(cursor: Cursor) -> None:
    """Photos, and of each batch its reference day and the day on which its source last changed it.

    `mart.batch`, and with it all of the mart, is as of the photo that the cursor's variable `photo` names; without one
    it is as it was. What a photo holds stands in `work.photo_batch`, so that nothing that comes later can change it.
    """
    cursor.execute(
        "create table work.photo (photo_id bigint, kind varchar, name varchar, day date, made_at timestamptz, "
        "audit_number bigint)"
    )
    cursor.execute("create table work.photo_batch (photo_id bigint, batch_id bigint)")
    for column in ("published", "reference"):
        cursor.execute(f"alter table work.batch add column {column} date")
    cursor.execute(
        "update work.batch set published = try_cast(left(load.published, 10) as date) from work.load as load "
        "where load.load_id = batch.load_id"
    )
    for source, period in cursor.execute("select distinct source, period from work.batch").fetchall():
        cursor.execute(
            "update work.batch set reference = ? where source = ? and period = ?",
            [reference_of(cursor, source, period), source, period],
        )
    cursor.execute(
        """
        create or replace view mart.batch as
        with latest as (
            select batch_id, arg_max(event, audit_number) as event from work.batch_event group by batch_id
        ), now as (
            select batch.* from work.batch as batch join latest using (batch_id)
            where latest.event <> 'withdrawn' and getvariable('photo') is null
            qualify row_number() over (partition by batch.scope order by batch.batch_id desc) = 1
        )
        from now
        union all
        select batch.* from work.batch as batch
        where batch_id in (select batch_id from work.photo_batch where photo_id = getvariable('photo'))
        """
    )


def measures(cursor: Cursor) -> None:
    """Measures of the municipality and what was agreed, each version a batch of its own; and who made which write."""
    cursor.execute("create table work.author (audit_number bigint, name varchar)")
    tables = {
        "measure": "id varchar, region varchar, name varchar, aim varchar, purpose varchar, domains varchar[], "
        "themes varchar[], target_groups varchar[], wijken varchar[], schools varchar[], interventions varchar[], "
        "partners varchar[], role varchar, agenda_line varchar, owner varchar, places bigint, intended_reach bigint, "
        "first_day date, last_day date, state varchar, wishes varchar[]",
        "measure_funding": "position integer, stream varchar, amount decimal(14, 2)",
        "measure_moment": "position integer, day date, reached bigint, seen varchar, bottlenecks varchar, "
        "to_board boolean",
        "action": "id varchar, region varchar, text varchar, kind varchar, owner varchar, due date, state varchar, "
        "meeting varchar, measure varchar",
    }
    for name, columns in tables.items():
        cursor.execute(f"create table core.{name} (batch_id bigint, {columns})")
        cursor.execute(
            f"create view mart.{name} as select row.*, batch.load_id, batch.source "
            f"from core.{name} as row join mart.batch as batch using (batch_id)"
        )


def budget(cursor: Cursor) -> None:
    """The money of the grant: bookings by ledger and year, where they belong, and what officers enter beside them."""
    tables = {
        "booking": "region varchar, ledger varchar, key varchar, number varchar, line varchar, booked date, "
        "invoiced date, financial_year integer, financial_period integer, performed_from date, performed_to date, "
        "amount decimal(14, 2), vat decimal(14, 2), cost_object varchar, account varchar, description varchar, "
        "kind varchar, measure varchar, row_number bigint",
        "placement": "region varchar, ledger varchar, key varchar, cost_object varchar, text varchar, measure varchar, "
        "kind varchar",
        "plan_line": "region varchar, measure varchar, month date, amount decimal(14, 2)",
        "grant_decision": "region varchar, position integer, day date, amount decimal(14, 2), reference varchar",
        "payment": "region varchar, position integer, due date, amount decimal(14, 2), received_on date, "
        "received decimal(14, 2)",
        "commitment": "region varchar, position integer, day date, amount decimal(14, 2), measure varchar, "
        "description varchar, expected date, released_on date",
        "timeline_note": "region varchar, position integer, day date, text varchar",
        "closed_year": "region varchar, year integer, day date, kind varchar, amount decimal(14, 2)",
    }
    for name, columns in tables.items():
        cursor.execute(f"create table core.{name} (batch_id bigint, {columns})")
        cursor.execute(
            f"create view mart.{name} as select row.*, batch.load_id, batch.source "
            f"from core.{name} as row join mart.batch as batch using (batch_id)"
        )


def bundles(cursor: Cursor) -> None:
    """What officers made of wishes that ask for the same: one row for each wish of a group."""
    cursor.execute(
        "create table core.bundle (batch_id bigint, region varchar, position integer, name varchar, site varchar, "
        "text varchar)"
    )
    cursor.execute(
        "create view mart.bundle as select row.*, batch.load_id, batch.source "
        "from core.bundle as row join mart.batch as batch using (batch_id)"
    )


def documents(cursor: Cursor) -> None:
    """What officers write beside the figures: stories, the texts of the plan."""
    cursor.execute(
        "create table core.document (batch_id bigint, kind varchar, region varchar, id varchar, text varchar)"
    )
    cursor.execute(
        "create view mart.document as select row.*, batch.load_id, batch.source "
        "from core.document as row join mart.batch as batch using (batch_id)"
    )


def closed_bookings(cursor: Cursor) -> None:
    """The bookings behind the totals of a year of which the accounts are fixed, as they were then."""
    cursor.execute(
        "create table core.closed_booking (batch_id bigint, region varchar, year integer, ledger varchar, key varchar, "
        "number varchar, booked date, description varchar, kind varchar, amount decimal(14, 2))"
    )
    cursor.execute(
        "create view mart.closed_booking as select row.*, batch.load_id, batch.source "
        "from core.closed_booking as row join mart.batch as batch using (batch_id)"
    )


def audit(cursor: Cursor) -> None:
    """Who did what: the trail with its own consecutive number, what it changed, and who may come in."""
    cursor.execute(
        "create table work.audit (number bigint, audit_number bigint, happened_at timestamptz, person varchar, "
        "name varchar, role varchar, action varchar, about varchar)"
    )
    cursor.execute(
        "create table work.audit_scope (audit_number bigint, scope varchar, before_batch bigint, after_batch bigint)"
    )
    cursor.execute(
        "create table work.person_event (person varchar, name varchar, role varchar, event varchar, "
        "happened_at timestamptz, audit_number bigint)"
    )


def forgotten_files(cursor: Cursor) -> None:
    """Which uploaded files were deleted when their time was over, and how much that was; rows are only ever added."""
    cursor.execute(
        "create table work.forgotten (load_id bigint, name varchar, sha256 varchar, bytes bigint, "
        "happened_at timestamptz, audit_number bigint)"
    )


MIGRATIONS: tuple[Migration, ...] = (
    first_tables,
    active_views,
    schools_in_full,
    uploads,
    photos,
    measures,
    budget,
    bundles,
    documents,
    closed_bookings,
    audit,
    forgotten_files,
)


def pending(cursor: Cursor, migrations: Sequence[Migration]) -> list[Migration]:
    """The migrations that the store does not have yet, in order."""
    known = {name for (name,) in cursor.execute("select name from work.migration").fetchall()}
    return [step for step in migrations if step.__name__ not in known]


def apply(cursor: Cursor, step: Migration) -> bool:
    """Do one migration and record it, in the transaction of the cursor; returns False when another process just did."""
    if not pending(cursor, [step]):
        return False
    step(cursor)
    cursor.execute("insert into work.migration values (?, now())", [step.__name__])
    log.info("migration %s applied", step.__name__)
    return True
