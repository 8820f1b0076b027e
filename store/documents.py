"""What officers write beside the figures, such as stories and the texts of the plan: each change a version."""

from collections.abc import Sequence
from dataclasses import dataclass

from duckdb import DuckDBPyConnection as Cursor

from store import versions
from store.batches import Scope
from store.entries import OWN
from store.versions import Conflict, Kept

STORY, PLAN_TEXT = "verhaal", "plantekst"
"""The kinds of documents."""


@dataclass(frozen=True)
class Document:
    """A text under a name within its kind."""

    id: str
    text: str


_ADD = "insert into core.document values (?, ?, ?, ?, ?)"
_ACTIVE = "select batch_id, id, text from mart.document where kind = ? and region = ? order by id"
_EVER = "select batch_id, id, text from core.document where kind = ? and region = ? and id = ? order by batch_id desc"
_REMOVED = """
select batch_id, id, text from core.document
where kind = $kind and region = $region
    and id not in (select id from mart.document where kind = $kind and region = $region)
qualify row_number() over (partition by id order by batch_id desc) = 1 order by id
"""


def scope_of(kind: str, municipality: str, id: str) -> str:
    """What every version of one document is a version of."""
    return f"{kind}/{municipality}/{id}"


def keep(cursor: Cursor, kind: str, municipality: str, document: Document, by: str, based_on: int | None) -> int:
    """Keep a new version of a document; returns its batch. `based_on` is the batch that the editor saw, None for none.

    Raises Conflict when another version counts by now, or none at all; nothing is kept then.
    """
    _check_seen(cursor, kind, municipality, document.id, based_on)
    scope = Scope(scope_of(kind, municipality, document.id), OWN, region=municipality)
    batch_id = versions.begin(cursor, scope, by)
    cursor.execute(_ADD, [batch_id, kind, municipality, document.id, document.text])
    return batch_id


def remove(cursor: Cursor, kind: str, municipality: str, id: str, by: str, based_on: int) -> None:
    """Take a document away; its versions stay and can be brought back. Raises Conflict as `keep`."""
    _check_seen(cursor, kind, municipality, id, based_on)
    versions.remove(cursor, scope_of(kind, municipality, id), by)


def bring_back(cursor: Cursor, kind: str, municipality: str, batch_id: int, by: str, based_on: int | None) -> None:
    """Make a former version count again, also of a document that was removed (`based_on` None then).

    Raises Conflict as `keep`, and KeyError for a batch that is no version of such a document.
    """
    start = scope_of(kind, municipality, "")
    scope = versions.scope_of(cursor, batch_id)
    if not scope.startswith(start):
        raise KeyError(batch_id)
    _check_seen(cursor, kind, municipality, scope.removeprefix(start), based_on)
    versions.bring_back(cursor, batch_id, by)


def documents(cursor: Cursor, kind: str, municipality: str) -> list[Kept[Document]]:
    """The documents of a kind that count, by id."""
    return _kept(cursor, cursor.execute(_ACTIVE, [kind, municipality]).fetchall())


def removed(cursor: Cursor, kind: str, municipality: str) -> list[Kept[Document]]:
    """The last version of each document that was removed, by id."""
    return _kept(cursor, cursor.execute(_REMOVED, {"kind": kind, "region": municipality}).fetchall())


def history(cursor: Cursor, kind: str, municipality: str, id: str) -> list[Kept[Document]]:
    """Every version of a document, newest first; the stamp of each says whether it counts."""
    return _kept(cursor, cursor.execute(_EVER, [kind, municipality, id]).fetchall())


def _check_seen(cursor: Cursor, kind: str, municipality: str, id: str, based_on: int | None) -> None:
    now = versions.active(cursor, scope_of(kind, municipality, id))
    if now != based_on:
        known = history(cursor, kind, municipality, id)
        raise Conflict(next((one for one in known if one.batch_id == now), None))


def _kept(cursor: Cursor, rows: Sequence[tuple[int, str, str]]) -> list[Kept[Document]]:
    stamps = versions.stamps(cursor, [batch_id for batch_id, _, _ in rows])
    return [Kept(Document(id, text), stamps[batch_id]) for batch_id, id, text in rows]
