"""The backups that there are: what each holds, which ones are kept, and whether the last one failed."""

import json
import logging
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path
from typing import Any

from model import dutch
from settings import Settings
from store import durable

log = logging.getLogger(__name__)

ALL_OF = timedelta(days=7)
WEEKLY_OF = timedelta(weeks=8)
MONTHLY_OF = timedelta(days=366)
LAST_BEFORE_MIGRATION = 3
_FAILED = "failed.json"
_failures: dict[Path, "Failure"] = {}
"""Of this process, for a disk that is too full to write it down."""


class Reason(StrEnum):
    """Why a backup was made; the value is what is shown."""

    DAILY = "dagelijks"
    BEFORE_MIGRATION = "voor een wijziging van de tabellen"
    ASKED = "op verzoek"
    BEFORE_RESTORE = "voor terugzetten"


@dataclass(frozen=True)
class Backup:
    """One backup that was read whole after it was made, as its manifest says it."""

    name: str
    """Of its files in the folder of backups, without extension."""
    made_at: datetime
    reason: Reason
    duckdb: str
    """The version of DuckDB that wrote it."""
    migrations: tuple[str, ...]
    """Its tables, by the names of the migrations that made them."""
    data_version: int
    audit_number: int
    """Of the last change that is in it."""
    contents: Mapping[str, tuple[int, str]]
    """Of each table the number of rows and a digest of them."""
    size: int
    sha256: str

    @property
    def label(self) -> str:
        """The backup in words."""
        return f"back-up van {dutch.moment(self.made_at)} ({self.reason})"


@dataclass(frozen=True)
class Failure:
    """A backup that could not be made or did not hold what it should."""

    at: datetime
    message: str


def folder_of(settings: Settings) -> Path:
    """Where the backups stand."""
    return settings.data_dir / "backups"


def file_of(settings: Settings, backup: Backup) -> Path:
    """The database file of a backup."""
    return folder_of(settings) / f"{backup.name}.duckdb"


def manifest_of(settings: Settings, name: str) -> Path:
    """The manifest of a backup; it is written last, so that there is no backup without it."""
    return folder_of(settings) / f"{name}.json"


def written(backup: Backup) -> bytes:
    """The manifest of a backup."""
    return json.dumps(asdict(backup) | {"made_at": backup.made_at.isoformat()}, indent=1).encode()


def listed(settings: Settings) -> list[Backup]:
    """The good backups, newest first: those with a manifest that is whole and a file of the size that it says."""
    found = []
    for path in folder_of(settings).glob("*.json"):
        if path.name == _FAILED:
            continue
        try:
            backup = _read(path)
            is_whole = file_of(settings, backup).stat().st_size == backup.size and backup.name == path.stem
        except (OSError, ValueError, KeyError, TypeError, AttributeError) as error:
            log.warning("%s is no backup: %s", path.name, error)
            continue
        if is_whole:
            found.append(backup)
        else:
            log.warning("the file of backup %s is not as its manifest says", path.name)
    return sorted(found, key=lambda backup: (backup.made_at, backup.name), reverse=True)


def _read(path: Path) -> Backup:
    raw: dict[str, Any] = json.loads(path.read_bytes())
    return Backup(
        **raw
        | {
            "made_at": datetime.fromisoformat(raw["made_at"]),
            "reason": Reason(raw["reason"]),
            "migrations": tuple(raw["migrations"]),
            "contents": {table: (int(rows), str(digest)) for table, (rows, digest) in raw["contents"].items()},
            "data_version": int(raw["data_version"]),
            "audit_number": int(raw["audit_number"]),
        }
    )


def reject(settings: Settings, backup: Backup) -> None:
    """A backup turned out to be no longer as it was made: it is listed no more, its file stays, and that is told."""
    message = f"De {backup.label} is niet meer zoals hij gemaakt is en telt niet meer mee. Controleer de schijf."
    try:
        path = manifest_of(settings, backup.name)
        durable.move(path, path.with_name(f"{path.name}.afgekeurd"))
    except OSError as error:
        log.warning("the manifest of bad backup %s could not be moved: %s", backup.name, error)
    remember_failure(settings, Failure(datetime.now(UTC), message))


def superfluous(backups: Iterable[Backup], now: datetime) -> list[Backup]:
    """The backups that may go.

    Kept are all of the last 7 days, the newest of each week of the last 8 weeks and of each month of the last 12
    months, the last 3 that were made before a change of the tables, and always the newest of all.
    """
    newest_first: Sequence[Backup] = sorted(backups, key=lambda backup: (backup.made_at, backup.name), reverse=True)
    kept = {backup.name for backup in newest_first if now - backup.made_at <= ALL_OF}
    kept.update(backup.name for backup in newest_first[:1])
    before = [backup.name for backup in newest_first if backup.reason is Reason.BEFORE_MIGRATION]
    kept.update(before[:LAST_BEFORE_MIGRATION])
    for period, part_of in ((WEEKLY_OF, _week), (MONTHLY_OF, _month)):
        newest: dict[tuple[int, int], str] = {}
        for backup in newest_first:
            if now - backup.made_at <= period:
                newest.setdefault(part_of(backup.made_at.astimezone(UTC)), backup.name)
        kept.update(newest.values())
    return [backup for backup in newest_first if backup.name not in kept]


def _week(at: datetime) -> tuple[int, int]:
    year, week, _ = at.isocalendar()
    return year, week


def _month(at: datetime) -> tuple[int, int]:
    return at.year, at.month


def remember_failure(settings: Settings, failure: Failure) -> None:
    """Let it be known that a backup failed, until one succeeds."""
    _failures[settings.data_dir] = failure
    try:
        said = {"at": failure.at.isoformat(), "message": failure.message}
        durable.write(folder_of(settings) / _FAILED, json.dumps(said).encode())
    except OSError as error:
        log.warning("the failed backup could not be written down: %s", error)


def forget_failure(settings: Settings) -> None:
    """A backup succeeded."""
    _failures.pop(settings.data_dir, None)
    durable.remove(folder_of(settings) / _FAILED)


def last_failure(settings: Settings) -> Failure | None:
    """Why the last backup failed; None when it did not."""
    if failure := _failures.get(settings.data_dir):
        return failure
    try:
        raw = json.loads((folder_of(settings) / _FAILED).read_bytes())
        return Failure(datetime.fromisoformat(raw["at"]), str(raw["message"]))
    except (OSError, ValueError, KeyError, TypeError):
        return None
