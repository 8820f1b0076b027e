"""What people write and change: each change is a version, kept only by who saw the one before it; none is ever lost."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Generic, TypeVar

from duckdb import DuckDBPyConnection as Cursor

from store import batches
from store.batches import Scope, add_batches

T = TypeVar("T")


class VersionState(StrEnum):
    """Whether a version counts; the value is the Dutch word that is shown."""

    IN_USE = "in gebruik"
    REPLACED = "vervangen"
    WITHDRAWN = "teruggedraaid"


@dataclass(frozen=True)
class Stamp:
    """Of one version its batch, who wrote it and when, and by whom it was last withdrawn or brought back."""

    batch_id: int
    by: str
    """Empty where it is not known."""
    at: datetime
    state: VersionState
    changed_by: str = ""
    changed_at: datetime | None = None
    """When it was last withdrawn or brought back; None for never."""


@dataclass(frozen=True)
class Kept(Generic[T]):
    """One version of what was written: its words, and its stamp."""

    content: T
    stamp: Stamp

    @property
    def batch_id(self) -> int:
        """The number of the version: what an editor bases a change on."""
        return self.stamp.batch_id

    @property
    def by(self) -> str:
        """Who wrote it; empty where it is not known."""
        return self.stamp.by

    @property
    def at(self) -> datetime:
        """When it was written."""
        return self.stamp.at


class Conflict(Exception, Generic[T]):
    """What counts now is not what the editor saw: somebody else changed it. Nothing was kept."""

    def __init__(self, current: Kept[T] | None) -> None:
        super().__init__("it was changed since")
        self.kept = current
        """What counts now; None when it was removed."""

    @property
    def current(self) -> T | None:
        """The words that count now; None when it was removed."""
        return self.kept.content if self.kept else None

    @property
    def current_by(self) -> str:
        """Who wrote them; empty where it is not known."""
        return self.kept.by if self.kept else ""

    @property
    def current_at(self) -> datetime | None:
        """When they were written; None when it was removed."""
        return self.kept.at if self.kept else None


_SIGN = """
insert into work.author select audit_number, ? from work.version
where audit_number not in (select audit_number from work.author)
"""
_ACTIVE = "select batch_id from mart.batch where scope = ?"
_SCOPE = "select scope from work.batch where batch_id = ?"
_STANDING = """
select batch_id from work.batch join work.batch_event using (batch_id)
where scope = ? group by batch_id having arg_max(event, audit_number) <> 'withdrawn'
"""
_WITHDRAW = """
insert into work.batch_event (batch_id, event, happened_at, audit_number)
select batch_id, 'withdrawn', now(), audit_number from (select unnest(?::bigint[]) as batch_id), work.version
"""
_STAMPS = """
with event as (
    select batch_id, event, happened_at, audit_number, coalesce(author.name, '') as made_by
    from work.batch_event left join work.author as author using (audit_number)
    where batch_id in (select unnest(?::bigint[]))
), latest as (
    select batch_id, arg_max(event, audit_number) as event, arg_max(made_by, audit_number) as made_by,
        arg_max(happened_at, audit_number) as happened_at
    from event group by batch_id
)
select added.batch_id, added.made_by, added.happened_at,
    case when latest.event = 'withdrawn' then 'teruggedraaid' when active.batch_id is null then 'vervangen'
        else 'in gebruik' end,
    case when latest.event = 'added' then '' else latest.made_by end,
    case when latest.event = 'added' then null else latest.happened_at end
from event as added join latest using (batch_id) left join mart.batch as active using (batch_id)
where added.event = 'added'
"""


def active(cursor: Cursor, scope: str) -> int | None:
    """The version of a scope that counts; None when there is none, or when it was removed."""
    row = cursor.execute(_ACTIVE, [scope]).fetchone()
    return None if row is None else int(row[0])


def begin(cursor: Cursor, scope: Scope, by: str) -> int:
    """Begin a new version, which counts from now on; returns its batch."""
    sign(cursor, by)
    return add_batches(cursor, None, [scope])[0]


def remove(cursor: Cursor, scope: str, by: str) -> None:
    """Let no version of a scope count any more; each of them can be brought back."""
    sign(cursor, by)
    standing = [batch_id for (batch_id,) in cursor.execute(_STANDING, [scope]).fetchall()]
    cursor.execute(_WITHDRAW, [standing])


def bring_back(cursor: Cursor, batch_id: int, by: str) -> None:
    """Make a former version count again; those after it no longer do, and can be brought back in turn."""
    sign(cursor, by)
    batches.bring_back(cursor, batch_id)


def scope_of(cursor: Cursor, batch_id: int) -> str:
    """What a version is one of. Raises KeyError for a number that is none."""
    row = cursor.execute(_SCOPE, [batch_id]).fetchone()
    if row is None:
        raise KeyError(batch_id)
    return str(row[0])


def sign(cursor: Cursor, by: str) -> None:
    """Record who makes the write that this cursor is in; the first name of a write holds, an empty one says nothing."""
    if by:
        cursor.execute(_SIGN, [by])


def stamps(cursor: Cursor, batch_ids: list[int]) -> dict[int, Stamp]:
    """Of versions who wrote them and when, and whether they count, by batch."""
    return {
        number: Stamp(number, by, at, VersionState(state), changed_by, changed_at)
        for number, by, at, state, changed_by, changed_at in cursor.execute(_STAMPS, [batch_ids]).fetchall()
    }
