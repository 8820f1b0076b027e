"""What officers made of wishes that ask for the same: one arrangement for a municipality, each change a version."""

from collections.abc import Collection, Sequence
from typing import NamedTuple

from duckdb import DuckDBPyConnection as Cursor

from store import versions
from store.batches import Scope
from store.entries import OWN
from store.versions import Conflict, Kept


class Member(NamedTuple):
    """A wish as it is kept in a group: of which school, and its words."""

    site: str
    text: str


class Group(NamedTuple):
    """Wishes that belong together, or one that stands on its own, with what the officer calls it."""

    members: tuple[Member, ...]
    name: str = ""


Groups = tuple[Group, ...]

_ADD = "insert into core.bundle values (?, ?, ?, ?, ?, ?)"
_OF = """
select batch_id, position, name, site, text from core.bundle where batch_id in (select unnest(?::bigint[]))
order by batch_id, position, site, text
"""
_EVER = "select batch_id from work.batch where scope = ? order by batch_id desc"


def scope_of(municipality: str) -> str:
    """What every version of the arrangement of a municipality is a version of."""
    return f"bundels/{municipality}"


def groups(cursor: Cursor, municipality: str) -> Kept[Groups] | None:
    """The groups that count, in the order in which they were made; None when there never were any, or all undone."""
    now = versions.active(cursor, scope_of(municipality))
    return None if now is None else _kept(cursor, [now])[0]


def history(cursor: Cursor, municipality: str) -> list[Kept[Groups]]:
    """Every version of the arrangement, newest first."""
    return _kept(cursor, [int(batch) for (batch,) in cursor.execute(_EVER, [scope_of(municipality)]).fetchall()])


def regroup(
    cursor: Cursor,
    municipality: str,
    made: Sequence[Group],
    by: str,
    based_on: int | None,
    freed: Collection[Member] = (),
) -> int:
    """Keep a new version in which these groups take their wishes out of where they stood; returns its batch.

    `freed` are wishes that are in no group any more, so that they may be proposed again. `based_on` is the version
    that the editor saw, None for none. Raises Conflict when somebody changed a group with one of these wishes since;
    what others did to other groups stays.
    """
    moved = {member for group in made for member in group.members} | set(freed)
    now = groups(cursor, municipality)
    seen = _kept(cursor, [based_on])[0].content if based_on is not None else ()
    current: Groups = now.content if now else ()
    if _touched(current, moved) != _touched(seen, moved):
        raise Conflict(now)
    left = [Group(tuple(one for one in group.members if one not in moved), group.name) for group in current]
    return _add(cursor, municipality, [*(group for group in left if group.members), *made], by)


def bring_back(cursor: Cursor, municipality: str, batch_id: int | None, by: str, based_on: int) -> None:
    """Make a former version count again, or none at all. Raises Conflict when `based_on` does not count any more.

    Raises KeyError for a batch that is no arrangement of this municipality.
    """
    scope = scope_of(municipality)
    now = groups(cursor, municipality)
    if now is None or now.batch_id != based_on:
        raise Conflict(now)
    if batch_id is None:
        versions.remove(cursor, scope, by)
    elif versions.scope_of(cursor, batch_id) != scope:
        raise KeyError(batch_id)
    else:
        versions.bring_back(cursor, batch_id, by)


def _touched(of: Groups, members: Collection[Member]) -> set[tuple[frozenset[Member], str]]:
    return {(frozenset(group.members), group.name) for group in of if not set(members).isdisjoint(group.members)}


def _add(cursor: Cursor, municipality: str, made: Sequence[Group], by: str) -> int:
    batch_id = versions.begin(cursor, Scope(scope_of(municipality), OWN, region=municipality), by)
    for position, group in enumerate(made, start=1):
        for site, text in sorted(set(group.members)):
            cursor.execute(_ADD, [batch_id, municipality, position, group.name, site, text])
    return batch_id


def _kept(cursor: Cursor, batches: Sequence[int]) -> list[Kept[Groups]]:
    made: dict[int, dict[int, Group]] = {batch: {} for batch in batches}
    for batch, position, name, site, text in cursor.execute(_OF, [list(batches)]).fetchall():
        former = made[batch].get(position, Group((), name))
        made[batch][position] = Group((*former.members, Member(site, text)), name)
    stamps = versions.stamps(cursor, list(batches))
    return [Kept(tuple(made[batch].values()), stamps[batch]) for batch in batches]
