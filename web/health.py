"""Whether the application can serve, in words that a monitor can act on: never a cause with data in it."""

import shutil
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from enum import StrEnum

import anyio.to_thread
import duckdb
import structlog
from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from settings import Settings, current
from store import Store, StoreBroken, StoreBusy, StoreDamaged, manifests, shared_store

log = structlog.get_logger("startfoto.health")
_LEAST_FREE = 500 * 1024 * 1024
_OLDEST_BACKUP = timedelta(days=2)
_BEGAN = "select min(applied_at) from work.migration"


class Reason(StrEnum):
    """Why it is not ready."""

    BUSY = "in gebruik door een ander programma"
    DAMAGED = "beschadigd en opzij gezet"
    BROKEN = "niet te openen"


class Warn(StrEnum):
    """What asks for attention while it still serves."""

    DISK = "de schijf is bijna vol"
    BACKUP_FAILED = "de laatste back-up is mislukt"
    BACKUP_OLD = "de laatste back-up is ouder dan twee dagen"


def state(
    settings: Settings, open_store: Callable[[], Store] = shared_store
) -> tuple[int, dict[str, str | int | list[Warn]]]:
    """The HTTP status, and what is said with it: `status`, `reden` or `gegevensversie`, and `waarschuwingen`."""
    try:
        store = open_store()
        version = store.data_version()
        warnings = [*_disk(settings), *_backups(settings, store)]
    except (duckdb.Error, StoreBusy, StoreBroken) as error:
        reason = _reason(error)
        log.error("not ready", reason=reason, exc_info=error)
        return 503, {"status": "niet gereed", "reden": reason}
    return 200, {"status": "gereed", "gegevensversie": version, "waarschuwingen": warnings}


def _reason(error: Exception) -> Reason:
    if isinstance(error, StoreBusy):
        return Reason.BUSY
    return Reason.DAMAGED if isinstance(error, StoreDamaged) else Reason.BROKEN


def _disk(settings: Settings) -> list[Warn]:
    try:
        return [Warn.DISK] if shutil.disk_usage(settings.data_dir).free < _LEAST_FREE else []
    except OSError:
        return []


def _backups(settings: Settings, store: Store) -> list[Warn]:
    if store.is_shared:
        return []  # the servers of a DuckLake have backups of their own
    if manifests.last_failure(settings):
        return [Warn.BACKUP_FAILED]
    backups = manifests.listed(settings)
    last = backups[0].made_at if backups else _began(store)
    return [Warn.BACKUP_OLD] if datetime.now(UTC) - last > _OLDEST_BACKUP else []


def _began(store: Store) -> datetime:
    """When the store was made: until two days later it needs no backup."""
    with store.read() as cursor:
        row = cursor.execute(_BEGAN).fetchone()
    moment: datetime = row[0] if row and row[0] else datetime.now(UTC)
    return moment


async def health(request: Request) -> Response:
    """Whether the application can serve: 200 with the data version and warnings, else 503 with a reason."""
    status, said = await anyio.to_thread.run_sync(state, current())
    return JSONResponse(said, status_code=status, headers={"cache-control": "no-store"})
