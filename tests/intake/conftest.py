"""An installation of its own for each test, with the sources standing in for the real ones."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from intake.jobs import Jobs
from store import Store
from tests.intake.sources import CATALOGUE, Sources, standing_in
from tests.stores import new_store


@pytest.fixture
def sources(tmp_path: Path) -> Iterator[Sources]:
    with standing_in(tmp_path / "data") as stand_ins:
        yield stand_ins


@pytest.fixture
def store(sources: Sources) -> Iterator[Store]:
    opened = new_store(sources.settings)
    yield opened
    opened.close()


@pytest.fixture
def work(store: Store, sources: Sources) -> Jobs:
    """The background loads of this process."""
    return Jobs(store, CATALOGUE, sources.settings)
