"""The open store and the jobs of this process, as pages use them."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager

import streamlit as st
from duckdb import DuckDBPyConnection as Cursor

from intake.example import load_example
from intake.jobs import Jobs
from model import catalogue
from settings import SettingError, adopt, current
from store import entries, shared_store

log = logging.getLogger("startfoto")
_PHOTO = "_photo"


@st.cache_resource(show_spinner="De voorbeeldgemeente wordt klaargezet…")
def jobs() -> Jobs:
    """The background loads; made once, after the example stands in an empty store."""
    settings = current()
    if settings.load_example:
        load_example(shared_store(), catalogue.current())
    return Jobs(shared_store(), catalogue.current(), settings)


def adopt_settings() -> None:
    """Let what a beheerder decided on the page Beheer hold in this process, also when another one kept it."""
    with reading_at(None) as cursor:
        chosen = entries.remembered(cursor, entries.SETTING)
    try:
        adopt(chosen)
    except SettingError:
        log.exception("a setting that was kept cannot be used; those of before hold")


def see_from(photo: int | None) -> None:
    """Let the rest of this run read as of a photo, or (None) of now; pages that write read of now."""
    st.session_state[_PHOTO] = photo


@contextmanager
def reading() -> Iterator[Cursor]:
    """A cursor on one snapshot for the figures of a page, as of the photo that this visit chose."""
    with reading_at(st.session_state.get(_PHOTO)) as cursor:
        yield cursor


@contextmanager
def reading_at(photo: int | None) -> Iterator[Cursor]:
    """A cursor on one snapshot as of a photo; None for now, whatever this visit chose."""
    with shared_store().read(photo) as cursor:
        yield cursor
