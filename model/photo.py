"""Photos: which batches counted at a moment, kept under a name and a day, and why two of them differ."""

from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum


class PhotoKind(StrEnum):
    """At which moment of the work a photo is made; the value is the Dutch name."""

    START = "Startfoto"
    BETWEEN = "Tussenfoto"
    END = "Eindfoto"


@dataclass(frozen=True)
class Photo:
    """A photo as it is listed."""

    photo_id: int
    kind: PhotoKind
    name: str
    day: date
    """The day of which it is to tell, as its maker chose it; it may lie long before `made_at`."""
    made_at: datetime
    loads: int
    """How many loads it holds."""


class Difference(StrEnum):
    """Why a figure differs between two photos, in the order in which a reason goes before the next; Dutch names."""

    NEW = "nieuw"
    GONE = "vervallen"
    OTHER_BORDER = "andere grens"
    OTHER_DEFINITION = "andere definitie"
    NEW_PERIOD = "nieuw jaar"
    NEW_FIGURES = "nieuwe cijfers"
    SAME = "gelijk"
