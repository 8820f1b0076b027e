"""The number of the last change, kept beside the database file: it shows that the end of a file was lost."""

import logging
import os
from pathlib import Path

from settings import Settings

log = logging.getLogger(__name__)


def _path(settings: Settings) -> Path:
    return settings.data_dir / "startfoto.number"


def read(settings: Settings) -> int | None:
    """The number of the last change that was kept; None when that is not known."""
    try:
        first, second = _path(settings).read_text("ascii").split()
        if first != second:
            raise ValueError(f"{first} is not {second}")
        return int(first)
    except FileNotFoundError:
        return None
    except (OSError, ValueError) as error:
        log.error("the number of the last change cannot be read: %s", error)
        return None


def write(settings: Settings, number: int) -> None:
    """Keep a number and wait until it is on the disk. Raises OSError.

    It is written in place, in one sector and twice: that takes half the time of a new file, needs no room on a full
    disk, and what is torn is seen.
    """
    handle = os.open(_path(settings), os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        os.write(handle, f"{number:020} {number:020}\n".encode("ascii"))
        os.fsync(handle)
    finally:
        os.close(handle)


def note(settings: Settings, number: int) -> None:
    """Keep a number where that can be done; on a full disk an older one stays, which only notices less."""
    try:
        write(settings, number)
    except OSError as error:
        log.warning("the number of the last change could not be kept: %s", error)
