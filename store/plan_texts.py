"""The texts of the municipal plan: each change a version with who and when, none of which is lost."""

from duckdb import DuckDBPyConnection as Cursor

from store import documents
from store.documents import PLAN_TEXT, Document
from store.versions import Conflict, Kept


def keep(cursor: Cursor, municipality: str, field: str, text: str, by: str, based_on: int | None) -> int:
    """Keep a new version of the text of a field (`model.plan`); returns its batch.

    `based_on` is the batch that the editor saw, None for none. Raises Conflict (with the text) when another version
    counts by now, or none at all; nothing is kept then.
    """
    try:
        return documents.keep(cursor, PLAN_TEXT, municipality, Document(field, text), by, based_on)
    except Conflict as conflict:
        raise Conflict(_text(conflict.kept) if conflict.kept else None) from conflict


def remove(cursor: Cursor, municipality: str, field: str, by: str, based_on: int) -> None:
    """Take the text of a field away; its versions stay. Raises Conflict as `documents.remove`."""
    documents.remove(cursor, PLAN_TEXT, municipality, field, by, based_on)


def bring_back(cursor: Cursor, municipality: str, batch_id: int, by: str, based_on: int | None) -> None:
    """Make a former version count again. Raises as `documents.bring_back`."""
    documents.bring_back(cursor, PLAN_TEXT, municipality, batch_id, by, based_on)


def texts(cursor: Cursor, municipality: str) -> dict[str, Kept[str]]:
    """The texts that count, by field."""
    return {one.content.id: _text(one) for one in documents.documents(cursor, PLAN_TEXT, municipality)}


def history(cursor: Cursor, municipality: str, field: str) -> list[Kept[str]]:
    """Every version of a text, newest first; the stamp of each says whether it counts."""
    return [_text(one) for one in documents.history(cursor, PLAN_TEXT, municipality, field)]


def _text(kept: Kept[Document]) -> Kept[str]:
    return Kept(kept.content.text, kept.stamp)
