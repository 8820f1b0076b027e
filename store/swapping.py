"""Another database file in the place of this one: a journal makes that a kill leaves the old or the new, whole."""

import json
import logging
import shutil
from datetime import UTC, datetime
from pathlib import Path

from settings import Settings
from store import aside, durable, witness
from store.aside import Harm
from store.engine import StoreBroken

log = logging.getLogger(__name__)


def workplace(settings: Settings) -> Path:
    """The folder in which the new file is prepared, as `startfoto.duckdb`."""
    return settings.data_dir / "restoring"


def _journal(settings: Settings) -> Path:
    return settings.data_dir / "startfoto.restoring"


def swap(settings: Settings, number: int, why: str, decides: str) -> Path:
    """Put the prepared file in place; returns the folder where the file that stood there was put.

    Who calls this holds the lock of the folder, and nobody has the file open. `number` is that of the last change in
    the new file, `decides` the folder of the damage that this is the answer to ("" for none).
    """
    name = aside.new_name(settings)
    plan = {"aside": name, "number": number, "why": why, "decides": decides, "at": datetime.now(UTC).isoformat()}
    durable.write(_journal(settings), json.dumps(plan).encode())  # from here on it is the new one
    try:
        finish(settings)
    except OSError as error:
        if is_pending(settings):
            raise
        log.warning("the new file is in place; what is left beside it could not be tidied up: %s", error)
    return aside.folder_named(settings, name)


def finish(settings: Settings) -> None:
    """Do what is left of a swap that was cut off, or drop a file of which the preparation was.

    Who calls this holds the lock of the folder. Raises StoreBroken when the journal cannot be read.
    """
    journal, new = _journal(settings), workplace(settings) / settings.database.name
    if journal.exists():
        try:
            plan = json.loads(journal.read_bytes())
            name, number, why, decides = str(plan["aside"]), int(plan["number"]), str(plan["why"]), str(plan["decides"])
        except (ValueError, KeyError, TypeError) as error:
            raise StoreBroken(
                f"Het terugzetten van een back-up werd onderbroken en {journal} is niet te lezen. Er is niets gewist. "
                f"Verwijder dat bestand om de vorige gegevens te openen, en zet de back-up dan opnieuw terug."
            ) from error
        if new.exists():
            reason = {"harm": Harm.REPLACED.name, "at": plan["at"], "found": None, "expected": None, "cause": why}
            aside.put_aside(settings, name, reason)
            durable.move(new, settings.database)
        witness.write(settings, number)
        if decides:
            aside.decide(settings, decides, why)
        journal.unlink()
        durable.settle(settings.data_dir)
        log.warning("another file was put in place: %s", why)
    drop_prepared(settings)


def drop_prepared(settings: Settings) -> None:
    """Remove a file that was being prepared."""
    if workplace(settings).exists():
        shutil.rmtree(workplace(settings))


def is_pending(settings: Settings) -> bool:
    """Whether a swap is past the point of return, and is finished when the store is opened."""
    return _journal(settings).exists()
