"""The example municipality, loaded once."""

from collections.abc import Iterator

import pytest
from duckdb import DuckDBPyConnection as Cursor

from settings import Settings
from store import Store
from tests import stores


@pytest.fixture(scope="session")
def example_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = stores.example_store(Settings(data_dir=tmp_path_factory.mktemp("example")))
    yield store
    store.close()


@pytest.fixture
def cursor(example_store: Store) -> Iterator[Cursor]:
    """A cursor on the example municipality."""
    with example_store.read() as cursor:
        yield cursor
