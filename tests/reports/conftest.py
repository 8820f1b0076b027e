"""The example municipality, loaded once for every kind of file."""

from collections.abc import Iterator

import pytest

from settings import Settings
from store import Store
from tests import stores


@pytest.fixture(scope="session")
def example_store(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = stores.example_store(Settings(data_dir=tmp_path_factory.mktemp("example")))
    yield store
    store.close()
