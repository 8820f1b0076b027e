"""The way in for `make backup` and `make restore` while the application has the data open: this computer only."""

import ipaddress
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager

import anyio.to_thread
import streamlit as st
import structlog
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Route

from intake import backups
from intake.backups import Order
from model.findings import Refusal
from settings import Settings, current
from store import StoreBroken, StoreBusy, shared_store

log = structlog.get_logger("startfoto.backup")

_BY_PROXY = ("forwarded", "x-forwarded-for", "x-forwarded-host", "x-real-ip")
_REFUSED = "Dit mag alleen met 'make backup' of 'make restore' op de computer van Startfoto zelf. Er is niets gedaan."


async def order(request: Request) -> Response:
    """Make, list or restore backups for who can read the data folder of this computer; 403 for everybody else."""
    settings = current()
    if not _is_here(request) or not backups.is_admitted(settings, request.headers.get(backups.HEADER, "")):
        log.warning("a command was refused")
        return JSONResponse({"said": _REFUSED}, status_code=403)
    try:
        asked = await request.json()
        what, name = Order(asked["order"]), str(asked.get("name", ""))
    except (ValueError, KeyError, TypeError, AttributeError):
        return JSONResponse({"said": "Deze opdracht bestaat niet. Er is niets gedaan."}, status_code=400)
    try:
        said = await anyio.to_thread.run_sync(backups.order_of_application, settings, what, name)
    except (Refusal, StoreBroken, StoreBusy) as error:
        return JSONResponse({"said": str(error)}, status_code=409)
    return JSONResponse({"said": said})


def _is_here(request: Request) -> bool:
    """Whether a request comes from this computer, and not through something else on it."""
    if request.client is None or any(name in request.headers for name in _BY_PROXY):
        return False
    try:
        return ipaddress.ip_address(request.client.host).is_loopback
    except ValueError:
        return False


def address() -> str:
    """Where this application can be reached from this computer."""
    host = str(st.get_option("server.address") or "127.0.0.1")
    if _is_every_address(host):
        host = "127.0.0.1"
    scheme = "https" if st.get_option("server.sslCertFile") else "http"
    base = str(st.get_option("server.baseUrlPath") or "").strip("/")
    return (
        f"{scheme}://{f'[{host}]' if ':' in host else host}:{st.get_option('server.port')}{f'/{base}' if base else ''}"
    )


def _is_every_address(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_unspecified
    except ValueError:
        return False


@asynccontextmanager
async def keeping(settings: Settings) -> AsyncIterator[None]:
    """While the application runs: the daily backup, and the pass with which the command gets in."""
    is_open = bool(shared_store.cache_info().currsize)
    try:
        if is_open:
            backups.issue_pass(settings, address())
    except OSError as error:
        log.error("no pass for the command", exc_info=error)
    async with backups.keep_in_order(settings):
        yield
    if is_open:
        backups.withdraw_pass(settings)


ROUTE = Route(backups.PATH, order, methods=["POST"])
