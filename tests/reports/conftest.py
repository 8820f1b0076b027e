"""The example municipality, loaded once for every kind of file."""

from collections.abc import Iterator

import pytest

from intake import example
from model import catalogue
from settings import Settings
from store import Store


@pytest.fixture(scope="session")
def example_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = Store(Settings(data_dir=tmp_path_factory.mktemp("example")))
    assert example.load_example(store, catalogue.current())
    yield store
    store.close()
