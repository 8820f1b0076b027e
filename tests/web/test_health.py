"""What /health says: ready or not, and a reason that a monitor can act on."""

import json
import shutil
from collections import namedtuple
from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from settings import Settings
from store import Store, StoreBroken, StoreBusy, manifests
from web.health import Reason, Warn, state


@contextmanager
def opened(folder: Path) -> Iterator[tuple[Settings, Store]]:
    settings = Settings(data_dir=folder, lock_wait_s=0.2)
    with closing(Store(settings)) as store:
        yield settings, store


def test_a_sound_store_is_ready_and_warns_of_nothing(tmp_path: Path) -> None:
    with opened(tmp_path) as (settings, store):
        status, said = state(settings, lambda: store)
    assert status == 200
    assert said["status"] == "gereed" and said["waarschuwingen"] == []


def test_a_file_that_another_program_has_is_named_so(tmp_path: Path) -> None:
    with opened(tmp_path) as (settings, _):
        status, said = state(settings, lambda: Store(settings))
    assert (status, said) == (503, {"status": "niet gereed", "reden": Reason.BUSY})


def test_a_damaged_file_is_put_aside_and_named_so(tmp_path: Path) -> None:
    (tmp_path / "startfoto.duckdb").write_bytes(b"this is no database" * 1000)
    settings = Settings(data_dir=tmp_path, lock_wait_s=0.2)
    assert state(settings, lambda: Store(settings)) == (503, {"status": "niet gereed", "reden": Reason.DAMAGED})


def test_no_reason_holds_a_cause(tmp_path: Path) -> None:
    for error in (StoreBroken("Jan Jansen"), StoreBusy("/home/jan")):

        def fails(error: Exception = error) -> Store:
            raise error

        assert "jan" not in json.dumps(state(Settings(data_dir=tmp_path), fails)).lower()


def test_a_disk_with_less_than_500_mb_is_warned_of(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    usage = namedtuple("usage", "total used free")
    with opened(tmp_path) as (settings, store):
        monkeypatch.setattr(shutil, "disk_usage", lambda path: usage(10**12, 10**12, 499 * 1024 * 1024))
        assert state(settings, lambda: store)[1]["waarschuwingen"] == [Warn.DISK]


def test_a_backup_that_failed_is_warned_of_without_its_cause(tmp_path: Path) -> None:
    with opened(tmp_path) as (settings, store):
        manifests.remember_failure(settings, manifests.Failure(datetime.now(UTC), "Jan Jansen"))
        assert state(settings, lambda: store)[1]["waarschuwingen"] == [Warn.BACKUP_FAILED]
        manifests.forget_failure(settings)
        assert state(settings, lambda: store)[1]["waarschuwingen"] == []


@pytest.mark.parametrize(("days", "warnings"), [(1, []), (3, [Warn.BACKUP_OLD])])
def test_a_store_of_more_than_two_days_without_a_backup_is_warned_of(
    days: int, warnings: list[Warn], tmp_path: Path
) -> None:
    with opened(tmp_path) as (settings, store):
        moment = datetime.now(UTC) - timedelta(days=days)
        store.write(lambda cursor: cursor.execute("update work.migration set applied_at = ?", [moment]).fetchall())
        assert state(settings, lambda: store)[1]["waarschuwingen"] == warnings
