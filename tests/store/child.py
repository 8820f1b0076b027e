"""A second process with the store: started by a test, told what to do by its arguments, awaited through its pipes."""

import json
import os
import subprocess
import sys
from collections.abc import Callable
from datetime import date

from duckdb import DuckDBPyConnection as Cursor

from model.photo import PhotoKind
from settings import ROOT, Settings, read_settings
from store import Store, backup, manifests, photos, restoring
from store.manifests import Reason
from tests.store.worlds import figures, load, shown

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


def back_up_on_a_full_disk() -> None:
    """Make a backup while no file may grow, then with room; tell what was said, and what is listed and there."""
    import resource

    settings = read_settings()
    store = Store(settings)
    load(store, figures(SEVEN))
    resource.setrlimit(resource.RLIMIT_FSIZE, (2**20, resource.RLIM_INFINITY))
    said = ""
    try:
        backup.make(store, Reason.ASKED)
    except backup.BackupFailed as failed:
        said = str(failed)
    full = {"said": said, "listed": len(manifests.listed(settings)), "shown": len(shown(store))}
    resource.setrlimit(resource.RLIMIT_FSIZE, (resource.RLIM_INFINITY, resource.RLIM_INFINITY))
    is_remembered = manifests.last_failure(settings) is not None
    backup.make(store, Reason.ASKED)
    files = sorted(path.suffix for path in manifests.folder_of(settings).iterdir())
    store.close()
    print(json.dumps({**full, "remembered": is_remembered, "files": files}))  # noqa: T201


def restore_until(settings: Settings, name: str, number: int) -> None:
    """Put a backup back; die without a word before the file system is asked for the so-many-th time to keep a file."""
    asked, keep = 0, os.fsync

    def keep_or_die(handle: int) -> None:
        nonlocal asked
        asked += 1
        if asked == number:
            os._exit(9)
        keep(handle)

    store = Store(settings)
    os.fsync = keep_or_die  # type: ignore[assignment]
    restoring.restore(settings, name, store)
    os._exit(0)


TASKS: dict[str, Callable[..., None]] = {
    task.__name__: task for task in (open_write_close, write, hold, die_in_a_photo, back_up_on_a_full_disk)
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
