"""Makes one call at the edge of the application fail: of the database, of a file, of the network."""

import errno
import io
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from enum import Enum
from pathlib import Path
from typing import Any
from unittest.mock import patch

import duckdb
import requests
from requests.adapters import HTTPAdapter


class Edge(Enum):
    """What a call goes to."""

    DATABASE = "database"
    FILE = "file"
    NETWORK = "network"


class Fault(Enum):
    """How it fails: with which error at each edge."""

    EXCEPTION = "the call raises"
    DISK_FULL = "the disk is full"
    NO_PERMISSION = "permission is lost"
    CONNECTION_CUT = "the connection is cut"

    def error(self, edge: Edge) -> Exception:
        """What the call raises, as the libraries say it."""
        if edge is Edge.NETWORK:
            return requests.ConnectionError("the connection was reset")
        return _DATABASE[self] if edge is Edge.DATABASE else _FILE[self]


_DATABASE: dict[Fault, Exception] = {
    Fault.EXCEPTION: duckdb.OutOfMemoryException("Out of Memory Error: failed to allocate data of size 1.0 GiB"),
    Fault.DISK_FULL: duckdb.IOException('IO Error: Could not write file "x": No space left on device'),
    Fault.NO_PERMISSION: duckdb.IOException('IO Error: Cannot open file "x": Permission denied'),
    Fault.CONNECTION_CUT: duckdb.ConnectionException("Connection Error: Connection already closed!"),
}
_FILE: dict[Fault, Exception] = {
    Fault.EXCEPTION: OSError(errno.EIO, "Input/output error"),
    Fault.DISK_FULL: OSError(errno.ENOSPC, "No space left on device"),
    Fault.NO_PERMISSION: PermissionError(errno.EACCES, "Permission denied"),
    Fault.CONNECTION_CUT: OSError(errno.ENOTCONN, "Transport endpoint is not connected"),
}
_OF_PATHS = ((os, "replace"), (os, "rename"), (os, "unlink"), (os, "mkdir"), (os, "open"), (io, "open"))
_OF_HANDLES = ((os, "fsync"), (os, "write"))
_COPIES = ((shutil, "copyfileobj"),)


class Failing:
    """Counts the calls to the edges, and lets the one with a number fail (or that and all after it)."""

    def __init__(self, folder: Path, number: int, fault: Fault, is_lasting: bool = False) -> None:
        self.calls = 0
        self.edge: Edge | None = None
        """What failed; None as long as nothing did."""
        self._folder, self._number, self._fault, self._is_lasting = str(folder), number, fault, is_lasting

    def strike(self, edge: Edge) -> None:
        """Count a call, and raise where it is the one."""
        self.calls += 1
        if self.calls == self._number or (self._is_lasting and self.calls > self._number and self.edge is edge):
            self.edge = edge
            raise self._fault.error(edge)

    def _guarded(self, edge: Edge, call: Callable[..., Any], has_path: bool = False) -> Callable[..., Any]:
        def guarded(*arguments: Any, **named: Any) -> Any:
            if not has_path or str(arguments[0]).startswith(self._folder):
                self.strike(edge)
            return call(*arguments, **named)

        return guarded

    @contextmanager
    def striking(self) -> Iterator[None]:
        """Calls within it are counted."""
        edges: list[tuple[Any, str, Edge, bool]] = [(owner, name, Edge.FILE, True) for owner, name in _OF_PATHS]
        edges += [(owner, name, Edge.FILE, False) for owner, name in (*_OF_HANDLES, *_COPIES)]
        edges += [(HTTPAdapter, "send", Edge.NETWORK, False)]
        patches = [
            patch.object(owner, name, self._guarded(edge, getattr(owner, name), has_path))
            for owner, name, edge, has_path in edges
        ]
        connect = duckdb.connect
        patches.append(patch.object(duckdb, "connect", lambda *how, **more: _Connection(connect(*how, **more), self)))
        for one in patches:
            one.start()
        try:
            yield
        finally:
            for one in patches:
                one.stop()


class _Connection:
    """A connection or cursor of DuckDB whose statements can fail; taking back a transaction never does."""

    def __init__(self, real: duckdb.DuckDBPyConnection, failing: Failing) -> None:
        self._real, self._failing = real, failing

    def cursor(self) -> "_Connection":
        return _Connection(self._real.cursor(), self._failing)

    def execute(self, statement: str, *arguments: Any) -> Any:
        if statement != "rollback":
            self._failing.strike(Edge.DATABASE)
        self._real.execute(statement, *arguments)
        return self

    def __getattr__(self, name: str) -> Any:
        return getattr(self._real, name)
