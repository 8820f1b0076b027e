"""The example municipality, loaded once."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from duckdb import DuckDBPyConnection as Cursor

from intake import example
from model import catalogue
from settings import Settings
from store import Store


@pytest.fixture(scope="session")
def example_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    folder: Path = tmp_path_factory.mktemp("example")
    store = Store(Settings(data_dir=folder))
    assert example.load_example(store, catalogue.current())
    yield store
    store.close()


@pytest.fixture
def cursor(example_store: Store) -> Iterator[Cursor]:
    """A cursor on the example municipality."""
    with example_store.read() as cursor:
        yield cursor
