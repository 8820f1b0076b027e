"""The open store and the jobs of this process, as pages use them."""

from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st
from duckdb import DuckDBPyConnection as Cursor

from intake.example import load_example
from intake.jobs import Jobs
from model import catalogue
from settings import current
from store import shared_store


@st.cache_resource(show_spinner="De voorbeeldgemeente wordt klaargezet…")
def jobs() -> Jobs:
    """The background loads; made once, after the example stands in an empty store."""
    settings = current()
    if settings.load_example:
        load_example(shared_store(), catalogue.current())
    return Jobs(shared_store(), catalogue.current(), settings)


@contextmanager
def reading() -> Iterator[Cursor]:
    """A cursor on one snapshot for the figures of a page."""
    with shared_store().read() as cursor:
        yield cursor
