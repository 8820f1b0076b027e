"""Asks the municipality's virus scanner (clamd, of ClamAV) about each file that comes in, where there is one."""

import logging
import socket
import struct
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from model import file_findings as say
from model.findings import Refusal
from settings import current

log = logging.getLogger(__name__)

_FINE = "stream: OK"
_CHUNK = 1_000_000
_LONGEST_REPLY = 4096
_is_asked = ContextVar("is_asked", default=True)


@contextmanager
def not_asked() -> Iterator[None]:
    """Within it the scanner is not asked: for files that Startfoto itself made or brought along."""
    token = _is_asked.set(False)
    try:
        yield
    finally:
        _is_asked.reset(token)


def refuse_infected(content: bytes, name: str) -> None:
    """Have a file looked at by the scanner of the setting `virus_scanner`; without that setting nothing is asked.

    `name` is safe to show. Raises Refusal when something was found, and also when the scanner gave no answer: a file
    that nobody looked at is not opened.
    """
    address = current().virus_scanner
    if not address or not _is_asked.get():
        return
    try:
        said = _asked(content, address, current().request_timeout_s)
    except OSError as error:
        log.error("the virus scanner cannot be asked", exc_info=error)
        raise Refusal(say.unscanned_file(name)) from error
    if said == _FINE:
        return
    if not said.endswith(" FOUND"):
        log.error("the virus scanner did not look at a file: %s", said)
        raise Refusal(say.unscanned_file(name))
    log.warning("the virus scanner found something in a file: %s", said)
    raise Refusal(say.infected_file(name))


def _asked(content: bytes, address: str, patience_s: float) -> str:
    """What clamd answers to its command INSTREAM. Raises OSError."""
    with _connected(address, patience_s) as scanner:
        try:
            scanner.sendall(b"zINSTREAM\0")
            for begin in range(0, len(content), _CHUNK):
                part = content[begin : begin + _CHUNK]
                scanner.sendall(struct.pack("!L", len(part)) + part)
            scanner.sendall(struct.pack("!L", 0))
        except (BrokenPipeError, ConnectionResetError) as error:
            log.info("the virus scanner stopped listening: %s", error)  # and says why, when the file is too large
        with scanner.makefile("rb") as reply:
            return reply.readline(_LONGEST_REPLY).rstrip(b"\0\n").decode("ascii", "replace")


def _connected(address: str, patience_s: float) -> socket.socket:
    if address.startswith("/"):
        scanner = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
        scanner.settimeout(patience_s)
        scanner.connect(address)
        return scanner
    host, _, port = address.rpartition(":")
    return socket.create_connection((host.strip("[]"), int(port)), patience_s)
