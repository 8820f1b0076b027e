"""The HTTP server under every stand-in: records requests, sends replies, strikes with faults."""

import socket
import struct
import sys
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Event, Thread
from typing import Any, Self
from urllib.parse import parse_qsl, unquote, urlsplit

from .faults import Fault, FaultKind, Faults

MAINTENANCE_PAGE = b"<!DOCTYPE html><html><body><h1>Onderhoud</h1><p>Deze site is tijdelijk dicht.</p></body></html>"


@dataclass(frozen=True)
class Request:
    """A request as sent (`raw`), and its path and query options decoded (the first of equal names counts)."""

    raw: str
    path: str
    options: Mapping[str, str]

    @classmethod
    def parse(cls, raw: str) -> Self:
        """Decode the target of a request line."""
        parts = urlsplit(raw)
        options: dict[str, str] = {}
        for name, value in parse_qsl(parts.query, keep_blank_values=True):
            options.setdefault(name, value)
        return cls(raw, unquote(parts.path), options)


@dataclass(frozen=True)
class Reply:
    """What goes back to the client."""

    body: bytes
    content_type: str
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)


class RefusedError(Exception):
    """The source refuses a request with this status and message."""

    def __init__(self, status: int, message: str) -> None:
        super().__init__(message)
        self.status = status
        self.message = message


class StandIn(ABC):
    """A source on 127.0.0.1 that runs inside its `with` block and writes down every request."""

    def __init__(self) -> None:
        self.requests: list[str] = []
        self.faults = Faults()
        self.stopping = Event()
        self._server = _Server(self)

    @property
    def host(self) -> str:
        """Host and port, as cbsodata wants its `catalog_url`."""
        return f"127.0.0.1:{self._server.server_port}"

    @property
    def address(self) -> str:
        """The root address, without a slash at the end."""
        return f"http://{self.host}"

    @abstractmethod
    def answer(self, request: Request) -> Reply:
        """The reply of a source that is well; raises RefusedError."""

    @abstractmethod
    def empty(self, request: Request) -> Reply:
        """A well-formed reply without a single record."""

    @abstractmethod
    def failure(self, request: Request, refusal: RefusedError) -> Reply:
        """The source's own way of saying that something is wrong."""

    def reply(self, request: Request, fault: Fault | None) -> Reply:
        """The reply to a request, with the faults that show in its content."""
        match fault.kind if fault else None:
            case FaultKind.HTML_200:
                return Reply(MAINTENANCE_PAGE, "text/html; charset=utf-8")
            case FaultKind.EMPTY_VALUE:
                return self.empty(request)
            case FaultKind.ERROR_500:
                return self.failure(request, RefusedError(500, "An error has occurred."))
            case FaultKind.NOT_FOUND:
                return self.failure(request, RefusedError(404, "Resource not found."))
        try:
            return self.answer(request)
        except RefusedError as refusal:
            return self.failure(request, refusal)

    def __enter__(self) -> Self:
        """Start to answer."""
        Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True).start()
        return self

    def __exit__(self, *error: object) -> None:
        """Stop: end the waits of slow replies and the connections that clients keep open."""
        self.stopping.set()
        self._server.shutdown()
        self._server.server_close()
        self._server.hang_up()


class _Server(ThreadingHTTPServer):
    request_queue_size = 64

    def __init__(self, stand_in: StandIn) -> None:
        super().__init__(("127.0.0.1", 0), _Handler)
        self.stand_in = stand_in
        self._connections: set[socket.socket] = set()

    def process_request(self, request: Any, client_address: Any) -> None:
        self._connections.add(request)
        super().process_request(request, client_address)

    def shutdown_request(self, request: Any) -> None:
        self._connections.discard(request)
        super().shutdown_request(request)

    def hang_up(self) -> None:
        """End the connections that clients still keep open."""
        for connection in list(self._connections):
            try:
                connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                continue

    def handle_error(self, request: Any, client_address: Any) -> None:
        """Say nothing about clients that walk away; anything else is a bug of the stand-in."""
        if not isinstance(sys.exception(), OSError):
            super().handle_error(request, client_address)


class _Handler(BaseHTTPRequestHandler):
    protocol_version = "HTTP/1.1"
    disable_nagle_algorithm = True
    server: _Server

    def do_GET(self) -> None:
        stand_in = self.server.stand_in
        stand_in.requests.append(self.path)
        fault = stand_in.faults.take(self.path)
        kind = fault.kind if fault else None
        if fault and kind is FaultKind.SLOW:
            stand_in.stopping.wait(fault.seconds)
        if kind is FaultKind.CLOSE_WITHOUT_REPLY or stand_in.stopping.is_set():
            self.close_connection = True
            return
        reply = stand_in.reply(Request.parse(self.path), fault)
        broken = kind in (FaultKind.CUT_MID_BODY, FaultKind.RESET_MID_BODY)
        self._send(reply, len(reply.body) // 2 if broken else len(reply.body))
        if broken:
            self.close_connection = True
        if kind is FaultKind.RESET_MID_BODY:
            self._reset()

    def _send(self, reply: Reply, length: int) -> None:
        self.send_response(reply.status)
        self.send_header("Content-Type", reply.content_type)
        self.send_header("Content-Length", str(len(reply.body)))
        for name, value in reply.headers.items():
            self.send_header(name, value)
        self.end_headers()
        self.wfile.write(memoryview(reply.body)[:length])

    def _reset(self) -> None:
        """Close so that the client sees a connection reset instead of an end."""
        self.connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
        self.rfile.close()
        self.connection.close()

    def log_message(self, format: str, *args: Any) -> None:
        """Write nothing to the terminal: the stand-in keeps its own list of requests."""
