"""Whether the application can serve, in words that a monitor can act on: never a cause with data in it."""

import shutil
from collections.abc import Callable
from enum import StrEnum

import anyio.to_thread
import duckdb
import structlog
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from settings import Settings, current
from store import Store, StoreBroken, StoreBusy, shared_store

log = structlog.get_logger("startfoto.health")
_LEAST_FREE = 500 * 1024 * 1024


class Reason(StrEnum):
    """Why it is not ready."""

    BUSY = "in gebruik door een ander programma"
    BROKEN = "de gegevens zijn niet te openen"


class Warn(StrEnum):
    """What soon goes wrong."""

    DISK = "de schijf is bijna vol"


def _warnings(settings: Settings) -> list[Warn]:
    try:
        is_full = shutil.disk_usage(settings.data_dir).free < _LEAST_FREE
    except OSError:
        is_full = False
    return [Warn.DISK] if is_full else []


def state(
    settings: Settings, open_store: Callable[[], Store] = shared_store
) -> tuple[int, dict[str, str | int | list[Warn]]]:
    """The HTTP status, and what is said with it: `status`, `reden` or `gegevensversie`, and `waarschuwingen`."""
    try:
        version = open_store().data_version()
    except (duckdb.Error, StoreBusy, StoreBroken) as error:
        reason = Reason.BUSY if isinstance(error, StoreBusy) else Reason.BROKEN
        log.error("not ready", reason=reason, exc_info=error)
        return 503, {"status": "niet gereed", "reden": reason}
    said: dict[str, str | int | list[Warn]] = {"status": "gereed", "gegevensversie": version}
    warnings = _warnings(settings)
    return 200, said | ({"waarschuwingen": warnings} if warnings else {})


async def health(request: Request) -> Response:
    """Whether the application can serve: 200 with the data version, else 503 with a reason; warnings with it."""
    status, said = await anyio.to_thread.run_sync(state, current())
    return JSONResponse(said, status_code=status, headers={"cache-control": "no-store"})
