"""What the installation knows of indicators and sources."""

from duckdb import DuckDBPyConnection as Cursor

from model.catalogue import Catalogue
from store import entries


def catalogue(cursor: Cursor) -> Catalogue:
    """The catalogue with the cards that officers made."""
    return entries.catalogue(cursor)
