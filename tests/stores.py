"""Stores that are made once in this process and copied for each test: making every table takes ten times as long."""

from collections.abc import Mapping
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory

from intake import example
from model import catalogue
from settings import Settings
from store import Store


def put_new(folder: Path) -> None:
    """Put the files of a store with nothing in it in a folder, made where there is none."""
    _put(_new(), folder)


def put_example(folder: Path) -> None:
    """The same of a store with the made-up municipality, as the application loads it at its first start."""
    _put(_example(), folder)


def new_store(settings: Settings) -> Store:
    """A store in a file with nothing in it."""
    put_new(settings.data_dir)
    return Store(settings)


def example_store(settings: Settings) -> Store:
    """A store in a file with the made-up municipality."""
    put_example(settings.data_dir)
    return Store(settings)


def _put(files: Mapping[Path, bytes], folder: Path) -> None:
    for name, content in files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)


@cache
def _new() -> Mapping[Path, bytes]:
    with TemporaryDirectory() as folder:
        Store(Settings(data_dir=Path(folder))).close()
        return _files(Path(folder))


@cache
def _example() -> Mapping[Path, bytes]:
    with TemporaryDirectory() as folder:
        store = Store(Settings(data_dir=Path(folder)))
        assert example.load_example(store, catalogue.current())
        store.close()
        return _files(Path(folder))


def _files(folder: Path) -> Mapping[Path, bytes]:
    return {path.relative_to(folder): path.read_bytes() for path in folder.rglob("*") if path.is_file()}
