"""A store for each test: a DuckDB file, and a DuckLake where a PostgreSQL server can be started."""

import shutil
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from shutil import copyfile

import pytest

from settings import Settings
from store import Store
from store.engine import is_lake
from tests.store.postgres import Server, running_server, why_not
from tests.stores import new_store

FILE, LAKE = "file", "lake"
ON_LAKE = pytest.mark.xdist_group("lake")  # one server, on one worker
ENGINES = [FILE] if why_not() else [FILE, pytest.param(LAKE, marks=ON_LAKE)]
collect_ignore = ["test_lake.py"] if why_not() else []
_CONTRACT = ("test_batches.py", "test_connection.py", "test_figures.py", "test_lake.py", "test_migrations.py")
"""What `make test` tries on a DuckLake too: what all else is written and read by. `make test-all` tries everything."""


@pytest.hookimpl(tryfirst=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """The rest on a DuckLake is slow; first, before pytest leaves the slow ones out."""
    for item in items:
        engine = getattr(item, "callspec", None) and item.callspec.params.get("settings")  # type: ignore[attr-defined]
        if engine == LAKE and item.path.parent == Path(__file__).parent and item.path.name not in _CONTRACT:
            item.add_marker(pytest.mark.slow)


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if why_not():
        terminalreporter.write_line(f"DuckLake is not tested on this machine: {why_not()}.")


@pytest.fixture(scope="session")
def postgres() -> Iterator[Server]:
    with running_server() as server:
        yield server


def _settings(engine: str, folder: Path, request: pytest.FixtureRequest) -> Settings:
    """An installation of its own."""
    in_file = Settings(data_dir=folder / "data", lock_wait_s=0.2)
    if engine == FILE:
        return in_file
    server: Server = request.getfixturevalue("postgres")
    return replace(in_file, lake_catalogue=server.new_database(), lake_data=str(folder / "lake"))


@pytest.fixture
def file_settings(tmp_path: Path, request: pytest.FixtureRequest) -> Settings:
    """An installation of its own with a DuckDB file."""
    return _settings(FILE, tmp_path, request)


@pytest.fixture
def lake_settings(tmp_path: Path, request: pytest.FixtureRequest) -> Settings:
    """An installation of its own with a DuckLake."""
    return _settings(LAKE, tmp_path, request)


@pytest.fixture(params=ENGINES)
def settings(tmp_path: Path, request: pytest.FixtureRequest) -> Settings:
    """An installation of its own, on each engine in turn."""
    return _settings(request.param, tmp_path, request)


@pytest.fixture(scope="session")
def made_lake(postgres: Server, tmp_path_factory: pytest.TempPathFactory) -> Settings:
    """A DuckLake with all its tables and nothing in them, to be copied: making them anew takes a second."""
    folder = tmp_path_factory.mktemp("lake")
    made = Settings(data_dir=folder / "data", lake_catalogue=postgres.new_database(), lake_data=str(folder / "lake"))
    Store(made).close()
    return made


def _new_store(settings: Settings, request: pytest.FixtureRequest) -> Store:
    if not is_lake(settings):
        return new_store(settings)
    server: Server = request.getfixturevalue("postgres")
    made: Settings = request.getfixturevalue("made_lake")
    server.make_copy(settings.lake_catalogue, made.lake_catalogue)
    its_data = f"update ducklake_metadata set value = '{settings.lake_data}/' where key = 'data_path'"
    server.execute(settings.lake_catalogue, its_data)
    shutil.copytree(made.lake_data, settings.lake_data)
    return Store(settings)


@pytest.fixture
def store(settings: Settings, request: pytest.FixtureRequest) -> Iterator[Store]:
    """A new store, on each engine in turn."""
    opened = _new_store(settings, request)
    yield opened
    opened.close()


@pytest.fixture
def file_store(file_settings: Settings) -> Iterator[Store]:
    """A new store in a DuckDB file, for what does not depend on the engine."""
    opened = new_store(file_settings)
    yield opened
    opened.close()


@pytest.fixture(scope="session")
def new_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The file of a new store, made once, for tests that only need one to begin with."""
    made = Settings(data_dir=tmp_path_factory.mktemp("new"))
    Store(made).close()
    return made.database


@pytest.fixture
def ready_settings(file_settings: Settings, new_file: Path) -> Settings:
    """An installation of its own with a copy of a new store."""
    file_settings.data_dir.mkdir()
    copyfile(new_file, file_settings.database)
    return file_settings


@pytest.fixture
def ready_store(ready_settings: Settings) -> Iterator[Store]:
    """That store, open."""
    opened = Store(ready_settings)
    yield opened
    opened.close()


@pytest.fixture(params=ENGINES, scope="module")
def read_only_store(tmp_path_factory: pytest.TempPathFactory, request: pytest.FixtureRequest) -> Iterator[Store]:
    """One store for all tests that write nothing, on each engine in turn."""
    opened = _new_store(_settings(request.param, tmp_path_factory.mktemp("store"), request), request)
    yield opened
    opened.close()
