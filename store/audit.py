"""The audit trail: who did what and when, and which versions it replaced, written with the change itself."""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import date

import pandas as pd
from duckdb import DuckDBPyConnection as Cursor

from model.access import Person, Right


@dataclass(frozen=True)
class Act:
    """What a person is doing; `about` names it in Dutch, without data of pupils."""

    person: Person
    right: Right
    about: str = ""


_ACT: ContextVar[Act | None] = ContextVar("act", default=None)


@contextmanager
def acting(act: Act | None) -> Iterator[None]:
    """Writes within belong to this act; a thread begins without one."""
    before = _ACT.set(act)
    try:
        yield
    finally:
        _ACT.reset(before)


def current_act() -> Act | None:
    """What is being done here; None where nobody said so."""
    return _ACT.get()


_RECORD = """
insert into work.audit
select (select coalesce(max(number), 0) + 1 from work.audit), audit_number, now(), ?, ?, ?, ?, ? from work.version
"""
_RECORD_SCOPES = """
insert into work.audit_scope
with event as (
    select scope, batch_id, event, event.audit_number, version.audit_number as now
    from work.batch join work.batch_event as event using (batch_id), work.version
    where scope in (
        select scope from work.batch join work.batch_event using (batch_id)
        where audit_number = (select audit_number from work.version)
    )
), latest as (
    select scope, batch_id, now, arg_max(event, audit_number) as event_after,
        arg_max(event, audit_number) filter (audit_number < now) as event_before
    from event group by scope, batch_id, now
)
select now, scope, max(batch_id) filter (event_before <> 'withdrawn'),
    max(batch_id) filter (event_after <> 'withdrawn')
from latest group by now, scope
"""


def record(cursor: Cursor, act: Act) -> None:
    """Add one row about the write that this cursor is in, and one for each scope of which it changes what counts."""
    said = [act.person.id, act.person.name, act.person.role.value, act.right.label, act.about]
    cursor.execute(_RECORD, said)
    cursor.execute(_RECORD_SCOPES)


NAMED = 5
"""Of how many things that a write changed the trail names the versions."""

_TRAIL = """
with found as (
    select * from work.audit
    where happened_at >= $first and happened_at < $after and ($action = '' or action = $action)
        and ($words = '' or contains(lower(name || ' ' || person || ' ' || action || ' ' || about), lower($words)))
    order by number desc limit $most
), changed as (
    select audit_number, count(*) as scopes,
        string_agg(scope || ': ' || coalesce(before_batch::varchar, 'niets') || ' → '
            || coalesce(after_batch::varchar, 'niets'), '; ' order by scope) filter (position <= $named) as changes
    from (
        select *, row_number() over (partition by audit_number order by scope) as position from work.audit_scope
        where audit_number in (select audit_number from found)
    ) group by audit_number
)
select number, happened_at, name, role, action, about, coalesce(scopes, 0) as scopes, coalesce(changes, '') as changes,
    person
from found left join changed using (audit_number) order by number desc
"""


def trail(
    cursor: Cursor, first: date, last: date, words: str = "", action: str = "", most: int = 1_000_000
) -> pd.DataFrame:
    """What was done on the days from first to last, newest first, at most so many rows.

    With number (consecutive), happened_at, name and role of who did it, action, about, scopes (of how many things the
    version that counts may have changed), changes (of the first five: from which batch to which) and person.
    `words` are looked for in name, action and what it is about; `action` is one label.
    """
    asked = {
        "first": first,
        "after": last + pd.Timedelta(days=1),
        "action": action,
        "words": words,
        "most": most,
        "named": NAMED,
    }
    found: pd.DataFrame = cursor.execute(_TRAIL, asked).to_arrow_table().to_pandas()
    return found


_MISSING = "select max(number) - count(*) from work.audit"


def missing(cursor: Cursor) -> int:
    """How many rows of the trail are gone: the numbers are consecutive, so 0 in a trail that is whole."""
    row = cursor.execute(_MISSING).fetchone()
    return int(row[0] or 0) if row else 0
