"""A line of numbers in the log, each minute, for the server's own monitoring: how busy it is, and how fast."""

import threading
import time
from collections.abc import Mapping

import anyio
import anyio.to_thread
import psutil
import structlog
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from store.timing import READS, WRITES, Timing
from web import memory

log = structlog.get_logger("startfoto.metrics")
_MEGABYTE = 1024 * 1024


class Traffic:
    """The requests since the last line, and the browser windows that are open now."""

    def __init__(self) -> None:
        self.requests = Timing()
        self._lock = threading.Lock()
        self._errors = 0
        self._sessions = 0

    def fail(self) -> None:
        """Count a request that the application could not answer."""
        with self._lock:
            self._errors += 1

    def move(self, step: int) -> None:
        """One session more, or one less."""
        with self._lock:
            self._sessions += step

    def line(self) -> Mapping[str, float]:
        """What was counted since the last line; durations in milliseconds, memory in megabytes."""
        requests, reads, writes = self.requests.take(), READS.take(), WRITES.take()
        with self._lock:
            errors, self._errors = self._errors, 0
            sessions = self._sessions
        return {
            "requests": requests.count,
            "errors": errors,
            "request_p50_ms": requests.p50_ms,
            "request_p95_ms": requests.p95_ms,
            "sessions": sessions,
            "memory_mb": round(psutil.Process().memory_info().rss / _MEGABYTE, 1),
            "reads": reads.count,
            "read_p50_ms": reads.p50_ms,
            "read_p95_ms": reads.p95_ms,
            "writes": writes.count,
            "write_p50_ms": writes.p50_ms,
            "write_p95_ms": writes.p95_ms,
        }


TRAFFIC = Traffic()


class Counted:
    """Counts every request with its duration, and every open session."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one connection on, and count it."""
        if scope["type"] == "http":
            await self._request(scope, receive, send)
        elif scope["type"] == "websocket":
            await self._session(scope, receive, send)
        else:
            await self._app(scope, receive, send)

    async def _request(self, scope: Scope, receive: Receive, send: Send) -> None:
        began, status = time.monotonic(), 500

        async def send_seen(message: Message) -> None:
            nonlocal status
            status = message.get("status", status)
            await send(message)

        try:
            await self._app(scope, receive, send_seen)
        finally:
            TRAFFIC.requests.add(time.monotonic() - began)
            if status >= 500:
                TRAFFIC.fail()

    async def _session(self, scope: Scope, receive: Receive, send: Send) -> None:
        is_open = False

        async def send_seen(message: Message) -> None:
            nonlocal is_open
            if message["type"] == "websocket.accept":
                is_open = True
                TRAFFIC.move(1)
            await send(message)

        try:
            await self._app(scope, receive, send_seen)
        finally:
            if is_open:
                TRAFFIC.move(-1)


async def write_lines(every_s: float) -> None:
    """Write a line after every so many seconds, until it is cancelled; memory that is free is given back first."""
    while True:
        await anyio.sleep(every_s)
        await anyio.to_thread.run_sync(memory.give_back)
        log.info("metrics", **TRAFFIC.line())
