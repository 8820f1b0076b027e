"""Small ledgers: exports of a few rows, brought in as an officer does."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory

from duckdb import DuckDBPyConnection as Cursor

from analysis import budget
from intake import ledger
from intake.ledger import Preview
from model.grant import Rules
from settings import Settings
from store import Store
from tests.stores import new_store

HERE, BOOKS = "GM9901", "Boeken"
HEAD = "Nummer;Boekdatum;Boekjaar;Prestatieperiode;Kostenplaats;Omschrijving;Soort;Bedrag"


def export(*rows: str, head: str = HEAD) -> bytes:
    """A CSV with these rows below a header."""
    return "\n".join([head, *rows]).encode()


def previewed(
    cursor: Cursor,
    content: bytes,
    rules: Rules | None = None,
    answers: Mapping[str, str] | None = None,
    books: str = BOOKS,
) -> Preview:
    """What a CSV would change under the layout that is proposed for it."""
    opened = ledger.open_ledger(content, "boeken.csv")
    sheet = ledger.sheets(opened)[0]
    layout = ledger.proposed(cursor, sheet)
    return ledger.preview(cursor, HERE, books, opened, sheet, layout, rules or Rules(), answers)


def load(
    store: Store,
    *rows: str,
    head: str = HEAD,
    answers: Mapping[str, str] | None = None,
    drop_vanished: bool | None = None,
    books: str = BOOKS,
) -> int:
    """Bring in an export of these rows; returns the number of the load."""
    with store.read() as cursor:
        found = previewed(cursor, export(*rows, head=head), answers=answers, books=books)
    return ledger.commit(store, found, "Officer", drop_vanished)


@contextmanager
def empty_store() -> Iterator[Store]:
    """A store with nothing in it."""
    with TemporaryDirectory() as folder:
        store = new_store(Settings(data_dir=Path(folder)))
        try:
            yield store
        finally:
            store.close()


def position(store: Store, as_of: date = date(2025, 12, 31), rules: Rules | None = None) -> budget.Position:
    """The money as of a day."""
    with store.read() as cursor:
        return budget.position(cursor, HERE, rules or Rules(), as_of)


def cut(found: budget.Position, by: budget.Cut) -> dict[str, int]:
    """What is spent by a cut, in cents."""
    frame = budget.burn(found, by).frame
    return dict(zip(frame["key"], map(int, frame["cents"]), strict=True))
