"""Find a Chromium that starts, or install one: from the PATH, else Playwright's own, else the system's package.

Run by `make test` as `python -m tests.browser.install_browser`; the browser tests start what `find_chromium` returns.
"""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from playwright.sync_api import Error, sync_playwright

ROOT = Path(__file__).resolve().parents[2]
NAMES = ("chromium", "chromium-browser", "google-chrome")
PLAYWRIGHTS_OWN = ""

HELP = """\
No Chromium that starts was found, and none could be installed. The browser tests need one. Any of these helps:
  - install Chromium or Google Chrome so that it is on the PATH as chromium, chromium-browser or google-chrome;
  - with internet: .venv/bin/playwright install --with-deps chromium
  - on Debian or Ubuntu: sudo make system-packages
Then run `make test` again."""


def find_chromium() -> str | None:
    """The path of a Chromium that starts, "" for Playwright's own, None when there is neither."""
    on_path = (path for name in NAMES if (path := shutil.which(name)))
    return next((path for path in (*on_path, PLAYWRIGHTS_OWN) if _starts(path)), None)


def _starts(path: str) -> bool:
    with sync_playwright() as playwright:
        try:
            playwright.chromium.launch(executable_path=path or None).close()
        except Error:
            return False
    return True


def _try(*command: str) -> None:
    print(f"No Chromium yet. Trying: {' '.join(command)}", flush=True)
    try:
        subprocess.run(
            command,
            cwd=ROOT,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
            check=True,
        )
    except subprocess.CalledProcessError as error:
        print("That did not work:", *error.stdout.splitlines()[-5:], sep="\n  ", flush=True)
    except OSError as error:
        print(f"That did not work: {error}", flush=True)


def install_chromium() -> str | None:
    """As `find_chromium`, after trying to install one where there is none. A failure is told, not raised."""
    found = find_chromium()
    if found is None:
        _try(sys.executable, "-m", "playwright", "install", "chromium")
        found = find_chromium()
    if found is None and shutil.which("apt-get") and getattr(os, "geteuid", lambda: 1)() == 0:
        _try("make", "--no-print-directory", "system-packages")
        found = find_chromium()
    return found


if __name__ == "__main__":
    chromium = install_chromium()
    if chromium is None:
        sys.exit(HELP)
    print(f"Browser: {chromium or 'the Chromium of Playwright'}")
