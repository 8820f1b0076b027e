"""A file that somebody asked for can be fetched, whatever others do meanwhile."""

import re

import pytest
from streamlit.runtime.media_file_manager import MediaFileManager
from streamlit.runtime.media_file_storage import MediaFileStorageError
from streamlit.runtime.memory_media_file_storage import MemoryMediaFileStorage

from web import downloads


def made(manager: MediaFileManager) -> str:
    """The name of a file that was made for a click."""
    placeholder = manager.add_deferred(lambda: b"a;b", "text/csv", "1.2", "cijfers.csv")
    found = re.search(r"[^/]+$", manager.execute_deferred(placeholder))
    assert found is not None
    return found.group()


@pytest.fixture
def storage(monkeypatch: pytest.MonkeyPatch) -> MemoryMediaFileStorage:
    monkeypatch.setattr("streamlit.runtime.media_file_manager.MediaFileMetadata", downloads.LastingFile)
    return MemoryMediaFileStorage("/media")


def test_a_file_is_there_after_many_runs_of_others(storage: MemoryMediaFileStorage) -> None:
    manager = MediaFileManager(storage)
    name = made(manager)
    for _ in range(30):
        manager.remove_orphaned_files()
    assert storage.get_file(name).content == b"a;b"


def test_a_file_is_gone_when_its_time_is_over(storage: MemoryMediaFileStorage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(downloads, "STAYS_S", 0.0)
    manager = MediaFileManager(storage)
    name = made(manager)
    manager.remove_orphaned_files()
    manager.remove_orphaned_files()
    with pytest.raises(MediaFileStorageError):
        storage.get_file(name)
