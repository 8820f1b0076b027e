"""What holds for every test: no deadlines for generated examples, and real files only where there are some."""

import os
from pathlib import Path

import pytest
from hypothesis import settings

from store import engine
from web import start

REAL = os.environ.get("STARTFOTO_REAL", "")
collect_ignore = [] if REAL else ["real"]

# A machine that is busy with other tests is slow now and then; that is no fault of what is tested.
settings.register_profile("startfoto", deadline=None)
settings.load_profile("startfoto")


def pytest_configure(config: pytest.Config) -> None:
    if REAL and not Path(REAL).is_dir():
        raise pytest.UsageError(f"STARTFOTO_REAL: there is no folder {REAL}")
    if config.option.markexpr:
        # Not in `make test-all`. The other core is the other worker's: what DuckDB divides costs a sixth more.
        engine._NO_DOWNLOADS["threads"] = 1


def pytest_make_parametrize_id(val: object, argname: str) -> str | None:
    """A file's bytes hold the moment of writing: in a test's name they would make two workers disagree about it."""
    return argname if isinstance(val, bytes) else None


@pytest.fixture(scope="session")
def the_start_was_checked() -> None:
    """As `app.py` does it; without it the dashboard shows nothing."""
    start.refuse_unsafe_start()


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    if not REAL:
        terminalreporter.write_line("tests/real was not collected: STARTFOTO_REAL names no folder with real files.")
