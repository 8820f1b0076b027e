"""A web page as PDF, by the Chromium of this computer where there is one."""

import os
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from model.findings import Refusal

_PROGRAMS = ("chromium", "chromium-browser", "google-chrome", "google-chrome-stable", "msedge")
_ARGUMENTS = (
    "--headless",
    "--disable-gpu",
    "--disable-background-networking",
    "--disable-extensions",
    "--no-first-run",
    "--no-pdf-header-footer",
    "--host-resolver-rules=MAP * ~NOTFOUND",  # the page asks nothing of anybody, and nobody is asked
)
_MOST_SECONDS = 60
_PRINT_IT = "Open de webpagina in uw browser en kies daar Afdrukken en Opslaan als PDF."


def why_not() -> str:
    """Why no PDF can be made here and what to do, in Dutch; empty when it can."""
    return "" if _program() else f"Op deze computer staat geen Chromium om een PDF mee te maken. {_PRINT_IT}"


def of(page: bytes) -> bytes:
    """A web page (HTML that needs nothing else) as PDF. Raises Refusal with what to do when that fails."""
    program = _program()
    if program is None:
        raise Refusal(why_not())
    with TemporaryDirectory(prefix="startfoto-pdf-") as name:
        folder = Path(name)
        (folder / "page.html").write_bytes(page)
        made = folder / "page.pdf"
        # Chromium's own sandbox cannot be had by root, as in a container; the page has no script.
        unsandboxed = ("--no-sandbox",) if hasattr(os, "geteuid") and os.geteuid() == 0 else ()
        places = (f"--user-data-dir={folder / 'profile'}", f"--print-to-pdf={made}")
        try:
            subprocess.run(  # nosec B603 # the browser found on this computer, and arguments of our own
                [program, *_ARGUMENTS, *unsandboxed, *places, (folder / "page.html").as_uri()],
                check=True,
                capture_output=True,
                timeout=_MOST_SECONDS,
            )
            return made.read_bytes()
        except (subprocess.SubprocessError, OSError) as error:
            raise Refusal(f"Chromium kon van deze webpagina geen PDF maken. {_PRINT_IT}") from error


def _program() -> str | None:
    return next(filter(None, map(shutil.which, _PROGRAMS)), None)
