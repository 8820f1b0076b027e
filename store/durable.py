"""Files that must survive a power cut or a kill: written whole, moved, told apart, and one process at a time."""

import hashlib
import logging
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

log = logging.getLogger(__name__)


class Occupied(Exception):
    """Another process holds the lock of this folder."""


def write(path: Path, content: bytes) -> None:
    """Make or replace a file; after a crash at any moment the old or the new one is there, whole."""
    part = path.with_name(f"{path.name}.part")
    with part.open("wb") as file:
        file.write(content)
        file.flush()
        os.fsync(file.fileno())
    move(part, path)


def move(path: Path, target: Path) -> None:
    """Rename a file that is on the disk already, in place of what stood there."""
    path.replace(target)
    settle(target.parent)
    if path.parent != target.parent:
        settle(path.parent)


def remove(path: Path) -> None:
    """Remove a file that nobody needs any more; where that cannot be done it stays, and the log says so."""
    try:
        path.unlink(missing_ok=True)
    except OSError as error:
        log.warning("%s could not be removed: %s", path.name, error)


def put_aside(path: Path, folder: Path) -> None:
    """Move a file into a folder without replacing anything there; nothing happens where there is no file."""
    if path.exists():
        target = folder / path.name
        while target.exists():
            target = target.with_name(f"{target.name}.2")
        move(path, target)


def copy(path: Path, target: Path) -> None:
    """Copy a file and wait until it is on the disk."""
    shutil.copyfile(path, target)
    settle(target)


def settle(path: Path) -> None:
    """Wait until a file, or the names in a folder, are on the disk."""
    if path.is_dir() and os.name == "nt":
        return  # Windows keeps the names of a folder by itself
    handle = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def digest(path: Path) -> str:
    """The SHA-256 of a file."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


@contextmanager
def alone(folder: Path) -> Iterator[None]:
    """Let no other process (or store of this one) open or replace the data in this folder meanwhile.

    Raises Occupied when one does, OSError when the lock cannot be made. The lock is that of an empty SQLite file: it is
    the same on every system, and gone with the process that held it.
    """
    try:
        lock = sqlite3.connect(folder / "startfoto.lock", timeout=0, isolation_level=None)
    except sqlite3.Error as error:
        raise OSError(f"{folder}: {error}") from error
    try:
        try:
            lock.execute("begin exclusive")
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode == sqlite3.SQLITE_BUSY:
                raise Occupied from error
            raise OSError(f"{folder}: {error}") from error
        yield
    finally:
        lock.close()
