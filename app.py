"""The web application: the dashboard, the map files under /geo, /health, and the Dutch error page."""

import re
import secrets
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

import anyio
import anyio.to_thread
import streamlit as st
import structlog
from starlette.middleware import Middleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import HTMLResponse, JSONResponse, Response
from starlette.routing import Route
from streamlit.runtime.pages_manager import PagesManager

from settings import current
from store import NoSuchPhoto, StoreBroken, StoreBusy, geography, shared_store
from web import backup_route, downloads, guard, headers, health, logs, memory, metrics, start, visits

log = structlog.get_logger("startfoto")
sign_in = start.refuse_unsafe_start()
is_https = sign_in is not None and sign_in.is_https


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
        headers={"cache-control": "private, max-age=31536000, immutable"},
    )


async def error_page(request: Request, error: Exception) -> Response:
    """A Dutch page for a fault in a route; the cause is in the log under the same number."""
    incident = secrets.token_hex(4)
    log.error("a route failed", incident=incident, path=request.url.path, exc_info=error)
    return HTMLResponse(
        '<!doctype html><html lang="nl"><meta charset="utf-8"><title>Storing in Startfoto</title>'
        f"<h1>Er ging iets mis</h1><p>Startfoto kon dit niet laten zien. Er is niets veranderd. "
        f"Probeer het opnieuw, en noem incident <b>{incident}</b> als u dit meldt.</p>"
        '<p><a href="/">Terug naar de startfoto</a></p></html>',
        status_code=500,
        headers=headers.security(is_https),  # this page is made around everything that would add them
    )


def script_error(error: Exception) -> bool:
    """Show a fault in a page as a Dutch sentence with an incident number; the cause goes to the log."""
    incident = secrets.token_hex(4)
    log.error("a page failed", incident=incident, exc_info=error)
    st.error(
        f"Deze pagina kon niet worden getoond. Er is niets veranderd aan uw gegevens. Probeer het opnieuw, "
        f"en noem incident {incident} als u dit meldt.",
        title="Er ging iets mis",
    )
    return True


@asynccontextmanager
async def lifespan(app: Any) -> AsyncIterator[None]:
    """Open the store at start, so that a locked or damaged file is known at once; close it at the end."""
    logs.configure()
    try:
        await anyio.to_thread.run_sync(shared_store)
    except (StoreBusy, StoreBroken) as error:
        log.error("the store is not open", exc_info=error)
    async with backup_route.keeping(current()), anyio.create_task_group() as tasks:
        tasks.start_soon(metrics.write_lines, current().metrics_every_s)
        yield
        tasks.cancel_scope.cancel()
    if shared_store.cache_info().currsize:
        shared_store().close()
        shared_store.cache_clear()


# Until a first visit has run `st.navigation`, Streamlit takes a folder `pages` for its older kind of pages, and a link
# to /kaart would open an English "Page not found".
PagesManager.uses_pages_directory = False
downloads.keep_for_a_while()
memory.share_among_threads()
visits.forget_left_widgets()
visits.refuse_to_clear_caches()

app = st.App(
    "dashboard.py",
    lifespan=lifespan,
    routes=[
        Route("/health", health.health),
        backup_route.ROUTE,
        Route("/geo/{period}/{region}/{level}/{digest}.json", geo),
    ],
    middleware=[
        Middleware(metrics.Counted),
        Middleware(GZipMiddleware, minimum_size=1000),
        Middleware(headers.PageHeaders, is_https=is_https),
        Middleware(guard.Guard, sign_in=sign_in),
    ],
    exception_handlers={500: error_page, Exception: error_page},
    on_script_error=script_error,
)
