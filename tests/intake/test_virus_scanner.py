"""Files that come in are looked at by a virus scanner where there is one: a stand-in, and the real clamd."""

import hashlib
import shutil
import socket
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

import settings
from intake import uploads
from intake.example import load_example
from intake.opened import OpenedFile, open_file
from model.findings import Refusal
from store import Store
from tests.dialects import as_csv, as_xlsx
from tests.intake import taken
from tests.standins.clamd import HARMFUL, LONGEST, clamd

ROWS = (("School", "Plaats"), ("De Linde", "Lindewaard"))
_PROGRAM = shutil.which("clamd") or shutil.which("clamd", path="/usr/sbin")

Setting = Callable[[str], None]


@pytest.fixture
def scanner(monkeypatch: pytest.MonkeyPatch) -> Iterator[Setting]:
    """Sets the address of the scanner."""

    def use(address: str) -> None:
        monkeypatch.setenv("STARTFOTO_VIRUS_SCANNER", address)
        settings.current.cache_clear()

    yield use
    monkeypatch.undo()
    settings.current.cache_clear()


@contextmanager
def real_clamd(folder: Path) -> Iterator[str]:
    """clamd of ClamAV as a process of its own, that knows one harmful file only."""
    known = folder / "known"
    known.mkdir()
    (known / "test.hdb").write_text(f"{hashlib.md5(HARMFUL).hexdigest()}:{len(HARMFUL)}:Startfoto.Test\n")
    address, written = folder / "s", folder / "clamd.conf"
    written.write_text(
        f"LocalSocket {address}\nDatabaseDirectory {known}\nForeground yes\nStreamMaxLength {LONGEST}\n"
        f"LogFile {folder / 'log'}\n"
    )
    process = subprocess.Popen([str(_PROGRAM), "--config-file", str(written)], stdout=subprocess.DEVNULL)
    try:
        wait_until_it_listens(process, address)
        yield str(address)
    finally:
        process.terminate()
        process.wait(30)


def wait_until_it_listens(process: subprocess.Popen[bytes], address: Path) -> None:
    """Its socket is made when it has read what it knows; it ends where it cannot start."""
    while not address.exists():
        with suppress(subprocess.TimeoutExpired):
            pytest.fail(f"clamd ended with {process.wait(0.05)}")


@pytest.fixture(
    params=[
        "stand-in",
        pytest.param(
            "clamd",
            marks=pytest.mark.skipif(not _PROGRAM or sys.platform == "win32", reason="ClamAV is not installed here"),
        ),
    ]
)
def listening(request: pytest.FixtureRequest, scanner: Setting, tmp_path: Path) -> Iterator[None]:
    with clamd() if request.param == "stand-in" else real_clamd(tmp_path) as address:
        scanner(address)
        yield


def said(opened: OpenedFile) -> str:
    assert opened.received is None
    return " ".join(one.message for one in opened.findings)


@pytest.mark.usefixtures("listening")
def test_a_file_in_which_the_virus_scanner_finds_something_is_not_opened() -> None:
    """ASVS 5.4.3."""
    assert "vindt het bestand scan.csv gevaarlijk. Er is niets geladen." in said(open_file(HARMFUL, "../scan.csv", 50))
    with pytest.raises(Refusal, match=r"vindt het bestand kaart\.gpkg gevaarlijk"):
        uploads.read_upload(HARMFUL, "kaart.gpkg", "2021", taken.HERE, taken.CATALOGUE)


@pytest.mark.usefixtures("listening")
@pytest.mark.parametrize("content", [as_csv(ROWS), as_xlsx(ROWS), as_csv(ROWS * 25_000)], ids=["csv", "xlsx", "long"])
def test_a_file_in_which_it_finds_nothing_is_opened(content: bytes) -> None:
    assert open_file(content, "scan", 50).received is not None


@pytest.mark.usefixtures("listening")
def test_a_file_that_is_larger_than_the_virus_scanner_takes_is_not_opened(caplog: pytest.LogCaptureFixture) -> None:
    assert "kon het bestand a.csv niet nakijken" in said(open_file(b"a;b\n" * LONGEST, "a.csv", 50))
    assert "the virus scanner" in caplog.text  # its reason, or that it hung up before that was read


def test_as_long_as_the_virus_scanner_does_not_answer_no_file_is_opened(
    scanner: Setting, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("STARTFOTO_REQUEST_TIMEOUT_S", "0.2")
    with socket.create_server(("127.0.0.1", 0)) as silent:
        address = f"127.0.0.1:{silent.getsockname()[1]}"
        scanner(address)
        assert "kon het bestand a.csv niet nakijken" in said(open_file(as_csv(ROWS), "a.csv", 50))
    scanner(address)  # and now nothing listens there
    assert "kon het bestand a.csv niet nakijken" in said(open_file(as_csv(ROWS), "a.csv", 50))
    assert caplog.text.count("the virus scanner cannot be asked") == 2


def test_what_startfoto_brings_along_needs_no_virus_scanner(scanner: Setting, tmp_path: Path) -> None:
    scanner("127.0.0.1:1")
    store = Store(settings.Settings(data_dir=tmp_path))
    assert load_example(store, taken.CATALOGUE)
    store.close()


@pytest.mark.parametrize("address", ["clamd", "localhost:", "run/clamd.ctl", "http://localhost:3310"])
def test_an_address_that_is_none_stops_the_start(scanner: Setting, address: str) -> None:
    scanner(address)
    with pytest.raises(settings.SettingError, match="virus_scanner: geef host:poort"):
        settings.current()
