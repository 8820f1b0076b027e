"""What is done each day by itself, a backup first of all, and the command that makes, lists and restores backups."""

import argparse
import hmac
import json
import logging
import os
import secrets
import sys
import threading
from collections.abc import AsyncIterator, Callable, Sequence
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path

import anyio.to_thread
import requests

from model import dutch
from model.access import STARTFOTO, Person, Right, Role
from model.findings import Refusal
from settings import SettingError, Settings, current
from store import Store, StoreBroken, StoreBusy, StoreDamaged, aside, backup, manifests, restoring, shared_store
from store.audit import Act, acting
from store.engine import is_lake
from store.manifests import Backup, Reason
from store.retention import forget_old_uploads

log = logging.getLogger(__name__)

PATH = "/beheer/opdracht"
HEADER = "x-startfoto-token"
LATEST, GO_ON, EMPTY = "laatste", "verder", "leeg"
"""What can be restored beside a backup by its name: the newest, what is left of a damaged file, nothing."""
_COMMAND = Person("opdrachtregel", "Opdrachtregel", Role.MANAGER)
_FIRST_LOOK_S, _LOOK_S = 60.0, 300.0
_AFTER_FAILURE = timedelta(hours=1)
_ANSWER_WITHIN_S = 1800


class Order(StrEnum):
    """What the command can be told to do."""

    BACKUP = "backup"
    RESTORE = "restore"
    LIST = "list"


def back_up_when_due(settings: Settings, store: Callable[[], Store], now: datetime) -> Backup | None:
    """Make the backup of the day when it is time; after one that failed an hour passes. Raises as `backup.make`."""
    failed = manifests.last_failure(settings)
    is_too_soon = failed is not None and now - failed.at < _AFTER_FAILURE
    if is_lake(settings) or is_too_soon or not backup.is_due(settings, now):
        return None
    with acting(Act(STARTFOTO, Right.BACKUP, Reason.DAILY)):
        return backup.make(store(), Reason.DAILY)


@asynccontextmanager
async def keep_in_order(settings: Settings, store: Callable[[], Store] = shared_store) -> AsyncIterator[None]:
    """Look every five minutes, in a thread, as long as this lasts, whether a backup is due or an old upload can go."""
    is_done = threading.Event()

    def keep() -> None:
        wait = _FIRST_LOOK_S
        while not is_done.wait(wait):
            wait = _LOOK_S
            now = datetime.now(UTC)
            for name, work in (
                ("the backup of today", lambda now=now: back_up_when_due(settings, store, now)),
                # How long files are kept may have been decided on a page since.
                ("old uploads", lambda now=now: forget_old_uploads(store(), current(), now.date())),
            ):
                try:
                    work()
                except (Refusal, StoreBroken, StoreBusy) as error:
                    log.error("%s: not done yet: %s", name, error)
                except Exception:
                    log.exception("%s: met a fault of our own", name)

    keeper = threading.Thread(target=keep, name="upkeep", daemon=True)
    keeper.start()
    try:
        yield
    finally:
        is_done.set()
        await anyio.to_thread.run_sync(keeper.join)


def carry_out(settings: Settings, order: Order, name: str, store: Callable[[], Store]) -> str:
    """Do what was ordered, in the name of the current act; returns what came of it, in Dutch.

    `name` says what to restore: a backup, or LATEST, GO_ON or EMPTY. Raises Refusal, StoreBusy and StoreBroken.
    """
    if order is Order.LIST:
        return overview(settings)
    if order is Order.BACKUP:
        opened = store()
        made = backup.make(opened, Reason.ASKED)
        opened.write(lambda cursor: None)  # the row in the audit trail
        return f"De {made.label} is gemaakt en nagelezen: {manifests.file_of(settings, made)}"
    if name == GO_ON:
        return restoring.go_on(settings).said
    if name == EMPTY:
        return restoring.begin_empty(settings).said
    if name == LATEST:
        newest = aside.last_good(settings)
        name = newest.name if newest else ""
    elif not name:
        raise Refusal(
            f"{overview(settings)}\nEr is niets teruggezet. Kies er een met NAME=..., of neem de nieuwste met LATEST=1."
        )
    try:
        return restoring.restore(settings, name, store()).said
    except StoreDamaged:
        return restoring.restore(settings, name).said


def overview(settings: Settings) -> str:
    """The backups that there are, newest first, and what is wrong if anything is."""
    if is_lake(settings):
        return "Van een DuckLake maakt Startfoto geen back-ups; gebruik die van de PostgreSQL-server en de bestanden."
    lines = [
        f"{one.name}  {dutch.moment(one.made_at)}  {one.reason}  wijziging {one.audit_number}  "
        f"{dutch.number(one.size / 1e6, 1)} MB"
        for one in manifests.listed(settings)
    ] or [f"Er zijn geen goede back-ups in {manifests.folder_of(settings)}."]
    if failed := manifests.last_failure(settings):
        lines.append(f"Let op: {failed.message}")
    if damage := aside.damage_of(settings):
        lines.append(str(StoreDamaged(damage, aside.last_good(settings))))
        if damage.can_go_on:
            lines.append("Verder met wat er nog is, kan met GO_ON=1; opnieuw beginnen zonder gegevens met EMPTY=1.")
        else:
            lines.append("Opnieuw beginnen zonder gegevens kan met EMPTY=1.")
    return "\n".join(lines)


@dataclass(frozen=True)
class Pass:
    """What the command shows the running application: only who may read the data folder knows it."""

    address: str
    token: str


def _pass_file(settings: Settings) -> Path:
    return settings.data_dir / ".token"


def issue_pass(settings: Settings, address: str) -> None:
    """Make a new pass for the application at this address; nobody but this user of the system can read it."""
    path = _pass_file(settings)
    path.unlink(missing_ok=True)
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    with os.fdopen(handle, "w", encoding="ascii") as file:
        json.dump({"address": address, "token": secrets.token_urlsafe(32)}, file)


def withdraw_pass(settings: Settings) -> None:
    """The application stops."""
    _pass_file(settings).unlink(missing_ok=True)


def read_pass(settings: Settings) -> Pass | None:
    """The pass of the application that runs; None where there is none."""
    try:
        return Pass(**json.loads(_pass_file(settings).read_text("ascii")))
    except (OSError, ValueError, TypeError):
        return None


def is_admitted(settings: Settings, token: str) -> bool:
    """Whether this token is that of the pass."""
    known = read_pass(settings)
    return known is not None and hmac.compare_digest(known.token.encode(), token.encode())


def _ask_application(settings: Settings, order: Order, name: str) -> str:
    """Let the application that has the data open do it. Raises Refusal with what it said, or when it is not there."""
    known = read_pass(settings)
    not_there = (
        "Een ander programma heeft de gegevens open, maar Startfoto antwoordt niet. Er is niets gedaan. Doe dit op de "
        "pagina Beheer, of sluit dat programma en probeer het opnieuw."
    )
    if known is None:
        raise Refusal(not_there)
    try:
        answer = requests.post(
            known.address + PATH,
            json={"order": order, "name": name},
            headers={HEADER: known.token},
            timeout=_ANSWER_WITHIN_S,
        )
        said = str(answer.json()["said"])
    except (requests.RequestException, ValueError, KeyError, TypeError) as error:
        raise Refusal(not_there) from error
    if not answer.ok:
        raise Refusal(said)
    return said


def command(settings: Settings, order: Order, name: str) -> str:
    """Do it here, or let the application do it that has the data open. Raises Refusal, StoreBroken and StoreBusy."""
    opened: list[Store] = []

    def store() -> Store:
        opened.append(Store(replace(settings, lock_wait_s=min(settings.lock_wait_s, 1.0))))
        return opened[-1]

    right = Right.RESTORE if order is Order.RESTORE else Right.BACKUP
    try:
        with acting(Act(_COMMAND, right, Reason.ASKED if order is Order.BACKUP else "")):
            return carry_out(settings, order, name, store)
    except StoreBusy:
        return _ask_application(settings, order, name)
    finally:
        for one in opened:
            one.close()


def order_of_application(settings: Settings, order: Order, name: str) -> str:
    """Do in the running application what the command asks of it. Raises Refusal, StoreBroken and StoreBusy."""
    right = Right.RESTORE if order is Order.RESTORE else Right.BACKUP
    with acting(Act(_COMMAND, right, Reason.ASKED if order is Order.BACKUP else "")):
        return carry_out(settings, order, name, shared_store)


def main(arguments: Sequence[str]) -> int:
    """The command: 0 when it was done, 1 when not; what came of it is told in Dutch."""
    parser = argparse.ArgumentParser(prog="python -m intake.backups", description="Back-ups van Startfoto")
    parser.add_argument("order", choices=list(Order), type=Order)
    parser.add_argument(
        "name", nargs="?", default="", help=f"back-up om terug te zetten, of {LATEST}, {GO_ON}, {EMPTY}"
    )
    asked = parser.parse_args(arguments)
    try:
        said = command(current(), asked.order, asked.name)
    except (Refusal, StoreBroken, StoreBusy, SettingError) as error:
        sys.stderr.write(f"{error}\n")
        return 1
    with suppress(BrokenPipeError):
        sys.stdout.write(f"{said}\n")
    return 0


if __name__ == "__main__":
    logging.disable(logging.ERROR)  # what is wrong is told in one sentence
    sys.exit(main(sys.argv[1:]))
