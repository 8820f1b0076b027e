"""What officers enter themselves: answers that are remembered, layouts of files, cards of indicators and sources.

Each entry is a batch of its own without a load, so that it has a history like everything else and can be undone.
"""

from collections.abc import Mapping

from duckdb import DuckDBPyConnection as Cursor

from model import catalogue as catalogues
from model.catalogue import Catalogue
from store.batches import Scope, add_batches

OWN = "eigen invoer"
SCHOOL, CHOICE, AREA, SYNONYM, SETTING = "school", "keuze", "gebied", "synoniem", "instelling"
"""What an answer is about: which school is meant, which intervention, which area, what a word of a wish means, what a
setting is."""


def remember(cursor: Cursor, kind: str, meanings: Mapping[str, str]) -> None:
    """Keep what words of a kind stand for; a later answer on the same words replaces it."""
    scopes = [Scope(f"antwoord/{kind}/{written}", OWN) for written in meanings]
    for batch_id, (written, meaning) in zip(add_batches(cursor, None, scopes), meanings.items(), strict=True):
        cursor.execute("insert into core.answer values (?, ?, ?, ?)", [batch_id, kind, written, meaning])


def remembered(cursor: Cursor, kind: str) -> dict[str, str]:
    """What the words of a kind stand for."""
    return dict(cursor.execute("select written, meaning from mart.answer where kind = ?", [kind]).fetchall())


def keep_layout(cursor: Cursor, shape: str, layout: str) -> None:
    """Keep the layout (JSON) of files of this shape."""
    (batch_id,) = add_batches(cursor, None, [Scope(f"indeling/{shape}", OWN)])
    cursor.execute("insert into core.file_layout values (?, ?, ?)", [batch_id, shape, layout])


def layout_of(cursor: Cursor, shape: str) -> str | None:
    """The layout (JSON) that was kept for files of this shape; None when there is none."""
    row = cursor.execute("select layout from mart.file_layout where shape = ?", [shape]).fetchone()
    return None if row is None else str(row[0])


_KEEP_CARD = {
    "indicator": "insert into core.indicator_card values (?, ?, ?)",
    "source": "insert into core.source_card values (?, ?, ?)",
}
_CARDS = {
    "indicator": "select id, card from mart.indicator_card order by batch_id",
    "source": "select id, card from mart.source_card order by batch_id",
}


def keep_cards(cursor: Cursor, kind: str, cards: Mapping[str, str]) -> None:
    """Keep cards (JSON by id) of kind `indicator` or `source`; a later card with the same id replaces the earlier."""
    scopes = [Scope(f"kaart/{kind}/{card}", OWN) for card in cards]
    for batch_id, (card, text) in zip(add_batches(cursor, None, scopes), cards.items(), strict=True):
        cursor.execute(_KEEP_CARD[kind], [batch_id, card, text])


def cards(cursor: Cursor, kind: str) -> dict[str, str]:
    """The cards (JSON by id) of kind `indicator` or `source`, in the order in which they were made."""
    return dict(cursor.execute(_CARDS[kind]).fetchall())


def catalogue(cursor: Cursor) -> Catalogue:
    """The catalogue of this installation with the cards that officers made."""
    return catalogues.current().with_cards(cards(cursor, "indicator"), cards(cursor, "source"))
