"""Decisions and actions of the LEA and the working group: versions with who and when, as of the measures."""

from typing import Any

from duckdb import DuckDBPyConnection as Cursor

from model.measure import Action, ActionKind, ActionState
from store import versions
from store.batches import Scope
from store.entries import OWN
from store.versions import Conflict, Kept

_ADD = "insert into core.action values (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"
_COLUMNS = "batch_id, id, text, kind, owner, due, state, meeting, measure"
_ACTIVE = f"select {_COLUMNS} from mart.action where region = ? order by due nulls last, lower(text), id"
_EVER = f"select {_COLUMNS} from core.action where region = ? and id = ? order by batch_id desc"
_REMOVED = f"""
select {_COLUMNS} from core.action where region = ? and id not in (select id from mart.action where region = ?)
qualify row_number() over (partition by id order by batch_id desc) = 1 order by lower(text), id
"""


def scope_of(municipality: str, id: str) -> str:
    """What every version of one decision or action is a version of."""
    return f"afspraak/{municipality}/{id}"


def keep(cursor: Cursor, municipality: str, action: Action, by: str, based_on: int | None) -> int:
    """Keep a new version of a decision or action; returns its batch. `based_on` is the batch that the editor saw.

    Raises Conflict when another version counts by now, or none at all; nothing is kept then.
    """
    _check_seen(cursor, municipality, action.id, based_on)
    scope = Scope(scope_of(municipality, action.id), OWN, region=municipality)
    batch_id = versions.begin(cursor, scope, by)
    said = [action.text, action.kind.value, action.owner, action.due, action.state.value, action.meeting]
    cursor.execute(_ADD, [batch_id, action.id, municipality, *said, action.measure])
    return batch_id


def remove(cursor: Cursor, municipality: str, id: str, by: str, based_on: int) -> None:
    """Take a decision or action off the list; it can be brought back. Raises Conflict as `keep`."""
    _check_seen(cursor, municipality, id, based_on)
    versions.remove(cursor, scope_of(municipality, id), by)


def bring_back(cursor: Cursor, municipality: str, batch_id: int, by: str, based_on: int | None) -> None:
    """Make a former version count again, also of one that was removed (`based_on` None then).

    Raises Conflict as `keep`, and KeyError for a batch that is no decision or action of this municipality.
    """
    start = scope_of(municipality, "")
    scope = versions.scope_of(cursor, batch_id)
    if not scope.startswith(start):
        raise KeyError(batch_id)
    _check_seen(cursor, municipality, scope.removeprefix(start), based_on)
    versions.bring_back(cursor, batch_id, by)


def actions(cursor: Cursor, municipality: str) -> list[Kept[Action]]:
    """The decisions and actions that count, by due date, those without one last."""
    return _kept(cursor, cursor.execute(_ACTIVE, [municipality]).fetchall())


def removed(cursor: Cursor, municipality: str) -> list[Kept[Action]]:
    """The last version of each decision or action that was removed, by its text."""
    return _kept(cursor, cursor.execute(_REMOVED, [municipality, municipality]).fetchall())


def history(cursor: Cursor, municipality: str, id: str) -> list[Kept[Action]]:
    """Every version of a decision or action, newest first; the stamp of each says whether it counts."""
    return _kept(cursor, cursor.execute(_EVER, [municipality, id]).fetchall())


def _check_seen(cursor: Cursor, municipality: str, id: str, based_on: int | None) -> None:
    now = versions.active(cursor, scope_of(municipality, id))
    if now != based_on:
        known = history(cursor, municipality, id)
        raise Conflict(next((one for one in known if one.batch_id == now), None))


def _kept(cursor: Cursor, rows: list[tuple[Any, ...]]) -> list[Kept[Action]]:
    stamps = versions.stamps(cursor, [int(row[0]) for row in rows])
    return [Kept(_action(*row[1:]), stamps[int(row[0])]) for row in rows]


def _action(id: str, text: str, kind: str, owner: str, due: Any, state: str, meeting: str, measure: str) -> Action:
    return Action(id, text, ActionKind(kind), owner, due, ActionState(state), meeting, measure)
