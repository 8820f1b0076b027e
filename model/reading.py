"""Numbers and amounts as people and sources write them, read strictly: a doubt is never a number."""

import re
from dataclasses import dataclass

from model.status import Status, status_of_sign

_DUTCH = re.compile(r"[-+]?(?:\d{1,3}(?:\.\d{3})+|\d+)(?:,\d+)?")


@dataclass(frozen=True)
class Reading:
    """What a cell says: a number, or why there is none."""

    status: Status
    value: float | None = None
    lower: float | None = None
    upper: float | None = None
    is_percentage: bool = False
    """Whether a % sign stood behind the number; the value is then the number before it."""


def read_figure(text: str) -> Reading | None:
    """The figure that a text stands for; None when it is no figure. `<5` is known only to lie between 0 and 4."""
    text = text.strip()
    status = status_of_sign(text)
    if status is Status.INTERVAL:
        return Reading(status, lower=0.0, upper=float(text.lstrip("< ")) - 1)
    if status is not None:
        return Reading(status)
    number, percent, _ = text.partition("%")
    if not _DUTCH.fullmatch(number.strip()):
        return None
    value = float(number.strip().replace(".", "").replace(",", "."))
    return Reading(Status.KNOWN, value, is_percentage=bool(percent))


def read_cents(text: str) -> int | None:
    """An amount of euros in whole cents; None when it is no amount."""
    found = read_figure(text.replace("€", "").strip())
    return None if found is None or found.value is None else round(found.value * 100)
