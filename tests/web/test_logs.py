"""The log: one line of JSON for each event, whoever logs it, without personal data or secrets."""

import json
import re
import subprocess
import sys
from pathlib import Path

import duckdb
import pytest

from store import StoreBroken
from web.logs import known_secrets, masked, told

ROOT = Path(__file__).resolve().parents[2]
SECRET = "made up, for this test only"
PASSWORD = "pass word's"
PERSONAL = ("111222333", "jan.jansen@school.nl", "06-12345678", "Jan Jansen")
RUN = """
import logging, sys, threading, warnings
import duckdb, structlog
from settings import Settings
from web import logs
logs.configure(Settings(lake_catalogue="host=db user=startfoto password='pass word\\\\'s'"))
from intake.opened import open_file
from loaders import tabular
log, own = logging.getLogger("intake.opened"), structlog.get_logger("startfoto")
cell = "Jan Jansen, bsn 111222333, jan.jansen@school.nl, 06-12345678"

def fails(*args, **named):
    float(cell)

tabular.read_file = fails
open_file(cell.encode(), "jan.jansen@school.nl.csv", 1)
try:
    duckdb.sql("select cast($cell as integer)", params={"cell": cell}).fetchall()
except duckdb.Error as error:
    log.warning("not read: %s", error)
    own.error("a page failed", incident="0a1b2c3d", exc_info=error)
    own.error("in an event", error=error)
try:
    raise RuntimeError("the provider refused " + SECRET) from KeyError(cell)
except RuntimeError as error:
    log.error("sign-in of jan.jansen@school.nl (06-12345678) with %s", SECRET, exc_info=True)
logging.getLogger("store.engine").error("could not connect with password='pass word\\\\'s' or pass word's")
warnings.warn("cell jan.jansen@school.nl", UserWarning)
import streamlit.logger
streamlit.logger.get_logger("streamlit.made.later").error("bsn 111222333")
thread = threading.Thread(target=fails)
thread.start()
thread.join()
print("told by nobody", file=sys.stdout)
fails()
"""


def test_a_run_in_which_everything_goes_wrong_tells_what_and_where_and_nothing_of_people(tmp_path: Path) -> None:
    secrets = tmp_path / ".streamlit" / "secrets.toml"
    secrets.parent.mkdir()
    secrets.write_text(f'[auth]\nclient_secret = "{SECRET}"\n', "utf-8")
    run = subprocess.run(
        [sys.executable, "-c", f"SECRET = {SECRET!r}\n{RUN}"],
        cwd=tmp_path, env={"PATH": "", "PYTHONPATH": str(ROOT)},
        capture_output=True, text=True, timeout=60, check=False,
    )  # fmt: skip
    lines = [json.loads(line) for line in run.stderr.splitlines()]
    assert [word for word in (*PERSONAL, SECRET, PASSWORD, "pass word") if word in run.stderr] == []
    assert {"timestamp", "level", "logger", "event"} <= set.intersection(*map(set, lines))
    events = [line["event"] for line in lines]
    assert re.fullmatch(r"incident [0-9a-f]{8} while opening an upload", events[0])
    assert lines[0]["exception"].endswith("ValueError: could not convert string to float: …")
    assert ", in fails\n" in lines[0]["exception"] and "intake/opened.py" in lines[0]["exception"]
    assert events[1].startswith("not read: ConversionException: Conversion Error: Could not convert string …")
    assert lines[2]["incident"] == "0a1b2c3d" and lines[2]["logger"] == "startfoto"
    assert events[4] == "sign-in of [e-mail] ([telefoon]) with [geheim]"
    assert "KeyError\n" not in events[4] and "RuntimeError: the provider refused [geheim]" in lines[4]["exception"]
    assert [line["logger"] for line in lines[5:]] == [
        "store.engine", "py.warnings", "streamlit.made.later", "startfoto", "startfoto",
    ]  # fmt: skip
    assert events[-2:] == ["uncaught in a thread", "uncaught"]


@pytest.mark.parametrize(
    "text",
    [
        "jan@school.nl", "jan.de-vries+lea@po.school.nl", "0612345678", "06-12345678", "06 12 34 56 78",
        "+31 6 12345678", "0031612345678", "(020) 1234567", "020-1234567", "111222333", "1112.22.333", "111.222.333",
        "bsn:111222333,",
    ],
)  # fmt: skip
def test_what_tells_who_somebody_is_is_masked(text: str) -> None:
    assert not re.search(r"\d{3}|jan", masked(f"van {text} gekregen"))


@pytest.mark.parametrize(
    "text",
    ["batch 1234", "127.0.0.1:54924", "2026-11-23T02:00:35.398451Z", "86295NED", "BU00370001", "01AB02", "1.5.5",
     "/geo/2021/GM9901/wijk/fb6c6ece7549a7f7ae87.json", "€ 624.000", "12.345.678 rijen"],
)  # fmt: skip
def test_what_tells_where_something_went_wrong_stays(text: str) -> None:
    assert masked(f"bij {text} gestopt") == f"bij {text} gestopt"


def test_secrets_are_every_value_of_the_file_and_every_password_of_the_catalogue() -> None:
    given = {
        "auth": {"client_secret": "ab12", "default": {"x": "long enough"}, "short": "lang"},
        "keys": ["one of two"],
    }
    assert set(known_secrets(given, "postgresql://me:p%40ss@db/x")) == {
        "ab12", "long enough", "one of two", "p%40ss", "p@ss",
    }  # fmt: skip
    assert known_secrets({}, "host=db password=hidden dbname=x") == ("hidden",)
    assert known_secrets({}, "") == ()


def test_of_a_fault_is_said_what_it_is_and_never_what_it_quotes() -> None:
    assert (
        told(ValueError("could not convert string to float: 'Jan'"))
        == "ValueError: could not convert string to float: …"
    )
    assert told(duckdb.InvalidInputException("CSV Error on Line: 3\nOriginal Line: 1,Jan")) == (
        "InvalidInputException: CSV Error on Line: 3"
    )
    assert told(KeyError("Jan")) == "KeyError" and told(ValueError()) == "ValueError"
    assert told(StoreBroken("De gegevens zijn 'vol'.")) == "StoreBroken: De gegevens zijn 'vol'."


def test_the_repository_holds_no_secrets() -> None:
    signs = re.compile(
        r"-----BEGIN [A-Z ]*PRIVATE KEY|\bAKIA[0-9A-Z]{16}\b|\bgh[pousr]_[A-Za-z0-9]{36}|\bgithub_pat_\w{22}"
        r"|\bxox[abprs]-[\w-]{10}|\bsk-[A-Za-z0-9_-]{20}|\bAIza[\w-]{35}|\beyJ[\w-]{10,}\.eyJ[\w-]{10,}\."
        r"|(?i:(?:secret|password|passwd|api_?key|token)\w*)[\"']?\s*[:=]\s*[\"'][A-Za-z0-9+/_=-]{24,}[\"']"
    )
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    named = (ROOT / name for name in listed.split("\0") if name)
    paths = [path for path in named if path.is_file() and path.stat().st_size < 300_000]  # larger is made-up data
    assert len(paths) > 100
    found = {path.name: signs.findall(path.read_text("utf-8", "replace")) for path in paths}
    assert {name: signs_of for name, signs_of in found.items() if signs_of} == {}
    assert not [path for path in paths if path.name in ("secrets.toml", ".env") or path.suffix in (".pem", ".key")]
