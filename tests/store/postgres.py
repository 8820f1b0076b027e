"""A PostgreSQL server of our own for the tests on DuckLake, when its programs are on this machine."""

import os
import shutil
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from store.engine import has_lake_extensions

_NEEDED = ("postgres", "pg_ctl", "initdb", "createdb", "dropdb", "psql")


def _programs() -> Path | None:
    """The folder of the newest server's programs; Debian keeps them off the PATH."""
    of_debian = sorted(Path("/usr/lib/postgresql").glob("*/bin"), key=lambda path: float(path.parts[4]), reverse=True)
    on_path = shutil.which("postgres")
    folders = [*of_debian, *([Path(on_path).resolve().parent] if on_path else [])]
    return next((folder for folder in folders if all((folder / name).exists() for name in _NEEDED)), None)


def _account() -> dict[str, Any]:
    """The account to run under: the server refuses root."""
    if os.geteuid() != 0:
        return {}
    import pwd

    return {"user": "postgres", "group": pwd.getpwnam("postgres").pw_gid, "extra_groups": ()}


def why_not() -> str:
    """Why there can be no tests on DuckLake here; empty when there can."""
    if _programs() is None:
        return "no PostgreSQL server is installed (`make system-packages`)"
    try:
        _account()
    except KeyError:
        return "there is no account postgres to run the server under"
    if not has_lake_extensions():
        return "the wheels of DuckLake are not installed (`requirements.txt`)"
    return ""


class Server:
    """A running server that is reached through a socket in its own folder."""

    def __init__(self, programs: Path, folder: Path) -> None:
        self._programs = programs
        self._made = 0
        self.folder = folder

    def run(self, program: str, *arguments: str) -> None:
        """Run one of the server's programs; CalledProcessError when it fails."""
        subprocess.run(
            [str(self._programs / program), *arguments],
            cwd=self.folder,
            check=True,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            **_account(),
        )

    def new_database(self) -> str:
        """Make an empty database; returns its address in libpq's form."""
        self._made += 1
        name = f"lake_{self._made}"
        self.run("createdb", *self._here, name)
        return f"host={self.folder} user=postgres dbname={name}"

    def make_copy(self, address: str, of: str) -> None:
        """Make a database anew as a copy of another; nobody may be connected to either."""
        name, template = (one.rpartition("=")[2] for one in (address, of))
        self.run("dropdb", *self._here, name)
        self.run("createdb", *self._here, "-T", template, name)

    def execute(self, address: str, statement: str) -> None:
        """Run a statement in a database."""
        self.run("psql", *self._here, "-v", "ON_ERROR_STOP=1", "-d", address.rpartition("=")[2], "-c", statement)

    @property
    def _here(self) -> tuple[str, ...]:
        return ("-h", str(self.folder), "-U", "postgres")

    def restart(self) -> None:
        """Break every connection, as a server does that crashed."""
        self.run("pg_ctl", "-D", "data", "-m", "immediate", "-w", "restart")


@contextmanager
def running_server() -> Iterator[Server]:
    """A server for the time of the block, with everything it keeps in a folder of its own."""
    programs = _programs()
    assert programs, why_not()
    folder = Path(tempfile.mkdtemp(prefix="startfoto-pg-"))
    if os.geteuid() == 0:
        shutil.chown(folder, "postgres")
    server = Server(programs, folder)
    try:
        server.run("initdb", "-D", "data", "-A", "trust", "-U", "postgres", "-E", "UTF8", "--locale=C", "--no-sync")
        options = f"-F -k {folder} -c listen_addresses=''"
        server.run("pg_ctl", "-D", "data", "-l", "log", "-o", options, "-w", "start")
        yield server
        server.run("pg_ctl", "-D", "data", "-m", "immediate", "-w", "stop")
    finally:
        shutil.rmtree(folder, ignore_errors=True)
