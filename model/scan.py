"""A school's scan as it was handed in: what it saw, what it chose from the menukaart, what it asks of the gemeente."""

import hashlib
from dataclasses import dataclass, field
from enum import StrEnum

from model.catalogue import Ages, Domain
from model.reading import Reading


class Sector(StrEnum):
    """The kind of education; the value is what a form says."""

    PRESCHOOL = "voorschools"
    PRIMARY = "po"
    SPECIAL_PRIMARY = "sbo"
    SECONDARY = "vo"
    SPECIAL = "(v)so"


AGES_OF: dict[str, tuple[Ages, ...]] = {
    Sector.PRESCHOOL: (Ages.EARLY,),
    Sector.PRIMARY: (Ages.PRIMARY,),
    Sector.SPECIAL_PRIMARY: (Ages.PRIMARY,),
    Sector.SECONDARY: (Ages.SECONDARY,),
    Sector.SPECIAL: (Ages.PRIMARY, Ages.SECONDARY),
}
"""Of which ages the pupils of a sector are; a school whose sector is not known may have any."""


class Sharing(StrEnum):
    """What the board agreed to: who may see the scan, and whether with the school's name."""

    MUNICIPALITY = "alleen gemeente"
    LEA_ANONYMOUS = "LEA zonder schoolnaam"
    LEA_NAMED = "LEA met schoolnaam"


class WishKind(StrEnum):
    """The form's two questions about the gemeente."""

    LINKED = "gekoppeld aan keuzes"
    OTHER = "andere terreinen"


_LETTERS = str.maketrans("0123456789", "ghijklmnop")


@dataclass(frozen=True)
class DomainCount:
    """Of one domain the number of pupils assessed and with a delay, as far as the school gave them."""

    domain: Domain
    assessed: Reading | None
    delayed: Reading | None


@dataclass(frozen=True)
class Choice:
    """One choice from the menukaart, in the school's own words."""

    written: str
    note: str = ""
    domain: Domain | None = None
    """The domain that the school itself named."""
    reached: Reading | None = None
    """Number of pupils reached."""
    amount_cents: int | None = None
    school_year: str = ""
    """`2021/2022`, empty when not said."""


@dataclass(frozen=True)
class Wish:
    """Something asked of the gemeente."""

    text: str
    kind: WishKind
    choices: tuple[int, ...] = ()
    """Places (from 1) of the choices it belongs to; empty when it belongs to all of them or to none."""


def wish_id(site: str, text: str) -> str:
    """By what a measure knows a wish: the school and its words, wherever they stand in a later scan of that school.

    Blanks and capitals make no difference; a wish in other words is another wish. Letters only, because ten digits in
    a file may be a telephone number, which is taken out.
    """
    words = " ".join(text.casefold().split())
    return f"{site}/{hashlib.sha256(words.encode()).hexdigest()[:10].translate(_LETTERS)}"


@dataclass(frozen=True)
class Scan:
    """One scan of one school (or childcare location), and where it stood."""

    board: str
    school: str
    place: str = ""
    site: str = ""
    """BRIN and vestiging (`14RC00`), a BRIN alone, or an LRK number, as the form gave it; else empty."""
    sector: Sector | None = None
    school_year: str = ""
    conclusions: str = ""
    goals: str = ""
    approach: str = ""
    choices: tuple[Choice, ...] = ()
    wishes: tuple[Wish, ...] = ()
    remarks: str = ""
    domains: tuple[DomainCount, ...] = ()
    sharing: Sharing | None = None
    """What the board agreed to; None when the form does not say it."""
    rows: int = field(default=1, compare=False)
    """How many rows of the file it takes."""
    file: str = ""
    sheet: str = ""
    row: int | None = None
