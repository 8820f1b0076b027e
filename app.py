"""The web application: the dashboard, the map files under /geo, /health, headers and the Dutch error page."""

import logging
import re
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import anyio.to_thread
import duckdb
import streamlit as st
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route
from starlette.types import ASGIApp, Message, Receive, Scope, Send
from streamlit.runtime.pages_manager import PagesManager

from store import NoSuchPhoto, StoreBroken, StoreBusy, geography, shared_store

log = logging.getLogger("startfoto")

_HEADERS = {
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "x-frame-options": "SAMEORIGIN",
    "permissions-policy": "camera=(), microphone=(), geolocation=()",
    "cross-origin-opener-policy": "same-origin",
    # Streamlit's own page needs inline style, and its chart libraries evaluate script; nothing comes from elsewhere.
    "content-security-policy": "default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; "
    "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; font-src 'self' data:; "
    "connect-src 'self' ws: wss:; worker-src 'self' blob:; frame-ancestors 'self'; base-uri 'self'; "
    "form-action 'self'; object-src 'none'",
}


class PageHeaders:
    """Adds the security headers to every reply, and says in the index page that it is Dutch."""

    def __init__(self, app: ASGIApp) -> None:
        self._app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass one connection on, changing what is sent back."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        scope = dict(scope)
        # Compression is done once, outside of here; a body that Streamlit compressed itself could not be changed.
        scope["headers"] = [header for header in scope["headers"] if header[0] != b"accept-encoding"]
        start: Message = {}

        async def send_changed(message: Message) -> None:
            nonlocal start
            if message["type"] == "http.response.start":
                names = {name.lower() for name, _ in message["headers"]}
                message["headers"] = [
                    *message["headers"],
                    *(
                        (name.encode(), value.encode())
                        for name, value in _HEADERS.items()
                        if name.encode() not in names
                    ),
                ]
                if _is_html(message):
                    start = message
                    return
            elif start and message["type"] == "http.response.body":
                message["body"] = message.get("body", b"").replace(b'<html lang="en">', b'<html lang="nl">')
                await send(start)
                start = {}
            await send(message)

        await self._app(scope, receive, send_changed)


def _is_html(message: Message) -> bool:
    headers = {name.lower(): value for name, value in message["headers"]}
    return bool(headers.get(b"content-type", b"").startswith(b"text/html"))


async def health(request: Request) -> Response:
    """Whether the application can serve: 200 with the data version, else 503 with a reason."""

    def check() -> int:
        return shared_store().data_version()

    try:
        version = await anyio.to_thread.run_sync(check)
    except (duckdb.Error, StoreBusy, StoreBroken) as error:
        log.error("not healthy: %s", error)
        return JSONResponse({"status": "niet gereed", "reden": "de gegevens zijn niet te openen"}, status_code=503)
    return JSONResponse({"status": "gereed", "gegevensversie": version})


async def geo(request: Request) -> Response:
    """The polygons of one region set as GeoJSON; the hash in the name makes that it may be kept for ever."""
    parts, photo = request.path_params, request.query_params.get("foto", "")
    at = int(photo) if re.fullmatch("[0-9]{1,9}", photo) else None

    def find() -> geography.Layer | None:
        try:
            with shared_store().read(at) as cursor:
                return geography.layer(cursor, parts["region"], parts["level"], parts["period"])
        except NoSuchPhoto:
            return None

    layer = await anyio.to_thread.run_sync(find)
    if layer is None or layer.digest != parts["digest"]:
        return JSONResponse({"fout": "Deze kaartlaag bestaat niet (meer). Herlaad de pagina."}, status_code=404)
    return Response(
        layer.content,
        media_type="application/geo+json",
        headers={"cache-control": "public, max-age=31536000, immutable"},
    )


async def error_page(request: Request, error: Exception) -> Response:
    """A Dutch page for a fault in a route; the cause is in the log under the same number."""
    incident = secrets.token_hex(4)
    log.error("incident %s at %s", incident, request.url.path, exc_info=error)
    return HTMLResponse(
        '<!doctype html><html lang="nl"><meta charset="utf-8"><title>Storing in Startfoto</title>'
        f"<h1>Er ging iets mis</h1><p>Startfoto kon dit niet laten zien. Er is niets veranderd. "
        f"Probeer het opnieuw, en noem incident <b>{incident}</b> als u dit meldt.</p>"
        '<p><a href="/">Terug naar de startfoto</a></p></html>',
        status_code=500,
    )


def script_error(error: Exception) -> bool:
    """Show a fault in a page as a Dutch sentence with an incident number; the cause goes to the log."""
    incident = secrets.token_hex(4)
    log.error("incident %s in a page", incident, exc_info=error)
    st.error(
        f"Deze pagina kon niet worden getoond. Er is niets veranderd aan uw gegevens. Probeer het opnieuw, "
        f"en noem incident {incident} als u dit meldt.",
        title="Er ging iets mis",
    )
    return True


@asynccontextmanager
async def lifespan(app: Any) -> AsyncIterator[None]:
    """Open the store at start, so that a locked or damaged file is known at once; close it at the end."""
    try:
        await anyio.to_thread.run_sync(shared_store)
    except (StoreBusy, StoreBroken) as error:
        log.error("%s", error)
    yield
    if shared_store.cache_info().currsize:
        shared_store().close()
        shared_store.cache_clear()


# Until a first visit has run `st.navigation`, Streamlit takes a folder `pages` for its older kind of pages, and a link
# to /kaart would open an English "Page not found".
PagesManager.uses_pages_directory = False

app = st.App(
    "dashboard.py",
    lifespan=lifespan,
    routes=[
        Route("/health", health),
        Route("/geo/{period}/{region}/{level}/{digest}.json", geo),
    ],
    middleware=[Middleware(GZipMiddleware, minimum_size=1000), Middleware(PageHeaders)],
    exception_handlers={500: error_page, Exception: error_page},
    on_script_error=script_error,
)
