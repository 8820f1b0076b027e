"""What was put aside: damaged or replaced database files, why, and which damage still waits for a choice."""

import json
import logging
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from pathlib import Path

from model import dutch
from settings import Settings
from store import durable
from store.engine import StoreBroken, log_of, made
from store.manifests import Backup, listed

log = logging.getLogger(__name__)

_REASON, _DECISION = "reason.json", "decision.json"


class Harm(StrEnum):
    """Why a file was put aside; the value is what is told."""

    UNREADABLE = "Het gegevensbestand is beschadigd en niet te lezen"
    LOG_UNREADABLE = "Het bestand met de laatste wijzigingen (.wal) is beschadigd en niet te lezen"
    TAIL_LOST = "Het gegevensbestand is te lezen, maar de laatste wijzigingen ontbreken"
    GONE = "Het gegevensbestand is weg"
    REPLACED = "Het gegevensbestand is vervangen"


@dataclass(frozen=True)
class Damage:
    """What is wrong with the data, and where the files were put."""

    harm: Harm
    at: datetime
    folder: Path
    found: int | None
    """Number of the last change that is in the file; None when it cannot be read."""
    expected: int | None
    """Number of the last change that was ever kept; None when that is not known."""
    cause: str
    """In the words of the system, for who looks after it."""

    @property
    def missing(self) -> int | None:
        """How many changes the file lacks; None when that is not known."""
        return None if self.found is None or self.expected is None else self.expected - self.found

    @property
    def can_go_on(self) -> bool:
        """Whether what is left in the file can be used."""
        return self.found is not None


class StoreDamaged(StoreBroken):
    """The data were damaged and put aside; nothing opens until somebody chooses how to go on."""

    def __init__(self, damage: Damage, last_good: Backup | None) -> None:
        self.damage = damage
        self.last_good = last_good
        offer = f"De laatste goede is de {last_good.label}." if last_good else "Er is geen goede back-up."
        missing = f" ({damage.missing})" if damage.missing else ""
        super().__init__(
            f"{damage.harm}{missing}. De bestanden zijn op {dutch.moment(damage.at)} opzij gezet in {damage.folder}; "
            f"er is niets overschreven of gewist. {offer} Een beheerder kiest in Startfoto of met 'make restore' hoe "
            "het verdergaat."
        )


def new_name(settings: Settings) -> str:
    """The name of a folder that is not there yet, by the moment."""
    name = f"{datetime.now(UTC):%Y%m%dT%H%M%S-%fZ}"
    return f"{name}-2" if folder_named(settings, name).exists() else name


def folder_named(settings: Settings, name: str) -> Path:
    """The folder of that name among what was put aside."""
    return _root(settings) / name


def put_aside(settings: Settings, name: str, reason: Mapping[str, object]) -> None:
    """Move the database file and its log into a folder, with the reason; done again after a kill it ends the same."""
    folder = made(folder_named(settings, name))
    durable.settle(folder.parent)
    if not (folder / _REASON).exists():
        durable.write(folder / _REASON, json.dumps(reason, indent=1).encode())
    for path in (log_of(settings.database), settings.database):
        durable.put_aside(path, folder)


def put_damage_aside(
    settings: Settings, harm: Harm, cause: str, found: int | None = None, expected: int | None = None
) -> StoreDamaged:
    """Put a damaged store aside; returns what to raise."""
    name = new_name(settings)
    log.error("the store is put aside in %s: %s (%s)", name, harm.name, cause)
    reason = {
        "harm": harm.name,
        "at": datetime.now(UTC).isoformat(),
        "found": found,
        "expected": expected,
        "cause": cause[:1000],
    }
    put_aside(settings, name, reason)
    damage = damage_of(settings)
    if damage is None:
        raise RuntimeError(f"what was put aside in {name} is not found")
    return StoreDamaged(damage, last_good(settings))


def damage_of(settings: Settings) -> Damage | None:
    """The damage that waits for a choice, if there is any."""
    for folder in sorted(_root(settings).glob("*"), reverse=True):
        if (folder / _DECISION).exists() or not (folder / _REASON).exists():
            continue
        try:
            raw = json.loads((folder / _REASON).read_bytes())
            damage = Damage(
                Harm[raw["harm"]],
                datetime.fromisoformat(raw["at"]),
                folder,
                raw["found"],
                raw["expected"],
                str(raw["cause"]),
            )
        except (ValueError, KeyError, TypeError) as error:
            log.warning("the reason in %s cannot be read: %s", folder, error)
            damage = Damage(Harm.UNREADABLE, datetime.now(UTC), folder, None, None, "")
        if damage.harm is not Harm.REPLACED:
            return damage
    return None


def decide(settings: Settings, name: str, decision: str) -> None:
    """Record how somebody chose to go on after a damage."""
    durable.write(folder_named(settings, name) / _DECISION, json.dumps({"decision": decision}).encode())


def last_good(settings: Settings) -> Backup | None:
    """The newest good backup."""
    return next(iter(listed(settings)), None)


def _root(settings: Settings) -> Path:
    return settings.data_dir.resolve() / "aside"
