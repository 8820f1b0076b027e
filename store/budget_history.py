"""Every version of what officers entered on the money of the grant, and bringing a former one back."""

from dataclasses import dataclass

from duckdb import DuckDBPyConnection as Cursor

from store import versions
from store.budget import Entry
from store.entries import OWN
from store.versions import Stamp

_EVER = """
select batch_id, scope from work.batch
where source = ? and region = ? and split_part(scope, '/', 1) in (select unnest(?::varchar[]))
order by batch_id desc limit ?
"""


@dataclass(frozen=True)
class Version:
    """One version of a list that was entered."""

    entry: Entry
    of: str
    """The measure of a plan, the year of closed accounts; else empty."""
    stamp: Stamp


def ever(cursor: Cursor, municipality: str, most: int) -> list[Version]:
    """The versions of all lists, the newest first, at most so many."""
    rows = cursor.execute(_EVER, [OWN, municipality, [entry.value for entry in Entry], most]).fetchall()
    stamps = versions.stamps(cursor, [batch_id for batch_id, _ in rows])
    found = []
    for batch_id, scope in rows:
        entry, _, of = scope.split("/", 2)
        found.append(Version(Entry(entry), of, stamps[batch_id]))
    return found


def undo(cursor: Cursor, before: int | None, after: int, by: str) -> None:
    """Let the version before count again instead of the one after it, or none where there was none."""
    if before is None:
        versions.remove(cursor, versions.scope_of(cursor, after), by)
    else:
        versions.bring_back(cursor, before, by)
