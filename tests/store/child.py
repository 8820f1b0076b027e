"""A second process with the store: started by a test, told what to do by its arguments, awaited through its pipes."""

import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date

from duckdb import DuckDBPyConnection as Cursor

from model.photo import PhotoKind
from settings import ROOT, Settings, read_settings
from store import Store, photos
from tests.store.worlds import figures, load

SEVEN = {f"BU000100{number:02}": float(number) for number in range(7)}
"""What each load of the hammer brings: seven rows."""


def open_write_close(name: str, times: str) -> None:
    """Open the store, keep one load and close it again, so many times."""
    for number in range(int(times)):
        store = Store(read_settings())
        load(store, figures(SEVEN, table=f"{name}/{number}"))
        store.close()


def write(name: str, times: str) -> None:
    """Open the store and keep so many loads."""
    store = Store(read_settings())
    for number in range(int(times)):
        load(store, figures(SEVEN, table=f"{name}/{number}"))
    store.close()


def hold() -> None:
    """Keep the store open until the test closes our input."""
    store = Store(read_settings())
    print("open", flush=True)  # noqa: T201
    sys.stdin.read()
    store.close()


def die_in_a_photo() -> None:
    """End without a word when half of the transaction that makes a photo is done."""

    def change(cursor: Cursor) -> None:
        photos.make(cursor, PhotoKind.START, "Startfoto", date(2021, 12, 1))
        os._exit(9)

    Store(read_settings()).write(change)


TASKS: dict[str, Callable[..., None]] = {
    task.__name__: task for task in (open_write_close, write, hold, die_in_a_photo)
}


def start(settings: Settings, task: Callable[..., None], *arguments: str) -> subprocess.Popen[str]:
    """A process that does this task with the store of these settings."""
    names = ("data_dir", "lake_catalogue", "lake_data", "lock_wait_s")
    variables = {f"STARTFOTO_{name.upper()}": str(getattr(settings, name)) for name in names}
    return subprocess.Popen(
        [sys.executable, "-m", "tests.store.child", task.__name__, *arguments],
        cwd=ROOT,
        env=os.environ | variables,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    )


if __name__ == "__main__":
    TASKS[sys.argv[1]](*sys.argv[2:])
