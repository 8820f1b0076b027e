"""The stories of a municipality: each change a version with who and when, none of which is lost."""

from duckdb import DuckDBPyConnection as Cursor

from model.story import Story, from_text, to_text
from store import documents
from store.documents import STORY, Document
from store.versions import Conflict, Kept


def keep(cursor: Cursor, municipality: str, story: Story, by: str, based_on: int | None) -> int:
    """Keep a new version of a story; returns its batch. `based_on` is the batch that the editor saw, None for none.

    Raises Conflict (with the story) when another version counts by now, or none at all; nothing is kept then.
    """
    try:
        return documents.keep(cursor, STORY, municipality, Document(story.id, to_text(story)), by, based_on)
    except Conflict as conflict:
        raise Conflict(_story(conflict.kept) if conflict.kept else None) from conflict


def remove(cursor: Cursor, municipality: str, id: str, by: str, based_on: int) -> None:
    """Take a story away; its versions stay and can be brought back. Raises Conflict as `documents.remove`."""
    documents.remove(cursor, STORY, municipality, id, by, based_on)


def bring_back(cursor: Cursor, municipality: str, batch_id: int, by: str, based_on: int | None) -> None:
    """Make a former version count again, also of a story that was removed. Raises as `documents.bring_back`."""
    documents.bring_back(cursor, STORY, municipality, batch_id, by, based_on)


def stories(cursor: Cursor, municipality: str) -> list[Kept[Story]]:
    """The stories that count: the latest meeting first, those without a day before them, by name."""
    kept = [_story(one) for one in documents.documents(cursor, STORY, municipality)]
    by_name = sorted(kept, key=lambda one: one.content.name.casefold())
    return sorted(by_name, key=lambda one: -one.content.day.toordinal() if one.content.day else -(10**9))


def removed(cursor: Cursor, municipality: str) -> list[Kept[Story]]:
    """The last version of each story that was removed."""
    return [_story(one) for one in documents.removed(cursor, STORY, municipality)]


def history(cursor: Cursor, municipality: str, id: str) -> list[Kept[Story]]:
    """Every version of a story, newest first; the stamp of each says whether it counts."""
    return [_story(one) for one in documents.history(cursor, STORY, municipality, id)]


def _story(kept: Kept[Document]) -> Kept[Story]:
    return Kept(from_text(kept.content.text), kept.stamp)
