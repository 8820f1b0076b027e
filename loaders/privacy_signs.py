"""How a cell shows what is private: a number of a child, a date of birth, a name, an address, or a header of these."""

import re
from collections.abc import Callable

from stdnum.nl import bsn, onderwijsnummer

NUMBER, BIRTHDAY, NAME = "nummer", "geboortedatum", "naam"
"""The reasons to hold a column: numbers of citizens or pupils, dates of birth, names of pupils."""
CONTACT = "contact"
"""What is taken out of a column: names, addresses and telephone numbers of adults."""

REMOVED_COLUMN = "[kolom verwijderd]"
REMOVED_VALUE = "[verwijderd]"
REMOVED_CONTACT = "[contactgegeven verwijderd]"
MARKS = {REMOVED_COLUMN, REMOVED_VALUE, REMOVED_CONTACT}

_BIRTH_YEARS = range(2002, 2018)
"""Children who were 4 to 19 years old in 2021."""
_LONGEST_LABEL = 60
SHORTEST = 8
"""Shorter texts have no number of nine digits and no whole date in them, which a large file has many of."""
_SHORTEST_CONTACT, _SHORTEST_TELEPHONE = 5, 10
_NO_SIGNS = dict.fromkeys(map(ord, "()[]_"), " ")

_NUMBER_WORD = (
    r"bsn|burger ?service ?n(?:umme)?r|sofi-?n(?:umme)?r|onderwijsn(?:umme)?r|persoonsgebonden n(?:umme)?r|pgn"
    r"|leerlingn(?:umme)?r|leerling-?id"
)
_CHILD = r"(?:leerling|kind|peuter|kleuter|deelnemer|pupil)"
LABELS = {
    NUMBER: re.compile(rf"(?:.*\b)?(?:{_NUMBER_WORD})s?\b.*"),
    BIRTHDAY: re.compile(r"(?:.*\b)?(?:geboorte ?(?:datum|dag)|geb(?:\.|oorte)? ?dat(?:um|\.)?|geboren(?: op)?)\b.*"),
    NAME: re.compile(
        rf"(?:(?:volledige )?na(?:am|men) (?:van )?(?:de |het )?{_CHILD}(?:en|eren|s)?|{_CHILD}-?naam|leerling|pupil"
        rf"|(?:voorna(?:am|men)|achternaam|roepnaam|familienaam)(?: (?:van )?(?:de |het )?{_CHILD})?)"
    ),
}
CONTACT_LABEL = re.compile(
    r"(?:(?:naam|e-?mail(?:adres)?|telefoon(?:nummer)?) )?(?:van (?:de )?)?"
    r"(?:contact ?persoon|contactgegevens|directeur|directie|schoolleider|locatieleider|rector|telefoon|tel|mobiel"
    r"|telefoon ?nummer|mobiele? (?:nummer|telefoon)|e-?mail|e-?mail ?adres|mailadres)"
    r"(?: (?:van )?(?:de |het )?(?:school|bestuur|contactpersoon|directeur|locatie))?"
)
FORM_WORD = re.compile(
    r"(?:bestuur|school|schoolscan|conclusies?|doelen|aanpak|keuze|wensen|opmerkingen|plaats|brin|groep|datum|adres)\b.*|.*:"
)
OTHER_NUMBER = re.compile(r".*(?:lrk|kvk|telefoon|bedrag|brin|vestiging|bevoegd gezag|rekening|iban).*")
OTHER_DATE = re.compile(
    r".*(?:dat(?:um|e)|dag|begin|start|eind|ingang|opgericht|opening|sluiting|period|wijzig|gewijzigd).*"
)

_NINE = r"(?:\d{9}|\d{4}[. ]\d{2}[. ]\d{3}|\d{3}[. -]\d{3}[. -]\d{3})"
NINE_DIGITS = re.compile(r"\d(?:[. -]?\d){8}")
"""What every text has in which such a number can be: quick to look for, as most texts have none."""
NINE_ANYWHERE = re.compile(rf"(?<![\w+.,-]){_NINE}(?!\w|[.,-]\d)")
NAMED_NUMBER = re.compile(rf"\b(?:{_NUMBER_WORD})\b[^\d\n]{{0,25}}({_NINE})(?!\d)", re.IGNORECASE)
_NUMBER_VALUE = re.compile(rf"(?:{_NINE}|\d{{8}})(?:[.,]0+)?")
_MOST_OF_A_NUMBER = 7
_ROUNDED = re.compile(r"\d(?:[.,]\d+)?[eE]\+?0?8")
"""A number of nine digits as a spreadsheet rounds it."""
_DAY = re.compile(
    r"(?:\d{1,2}[-/. ]\d{1,2}[-/. ](?P<last>(?:19|20)\d\d)|(?P<first>(?:19|20)\d\d)[-/]\d{1,2}[-/]\d{1,2}"
    r"|\d{1,2} [a-z]{3,9}\.? (?P<worded>(?:19|20)\d\d))(?:[ T]\d.*)?",
    re.IGNORECASE,
)
_SHORT_DAY = re.compile(r"\d{1,2}[-/.]\d{1,2}[-/.]\d\d|(?:19|20)\d{6}")
_ADDRESS = re.compile(r"(?<![^\s@<>()\[\],;:\"])[^\s@<>()\[\],;:\"]{1,64}@[^\s@<>()\[\],;:\"]{1,255}(?<=\w)")
_TELEPHONE = re.compile(
    r"(?<![\w.,+-])(?:(?:\+|00)31[ -]?(?:\(0\))?[ -]?[1-9](?:[ -]?\d){8}"
    r"|(?=(?:[() -]{0,3}\d){10}(?!\d))\(?(?:0[1-9]\d{1,2}|06)\)?(?:[ -]{0,3}\d){6,8})(?!\w|[ -]\d|[.,:]\d)"
)


def without_contact(text: str) -> tuple[str, int]:
    """A text without addresses and telephone numbers, and how many there were."""
    addresses = telephones = 0
    if len(text) >= _SHORTEST_CONTACT and "@" in text:
        text, addresses = _ADDRESS.subn(REMOVED_CONTACT, text)
    if len(text) >= _SHORTEST_TELEPHONE and ("0" in text or "+" in text):
        text, telephones = _TELEPHONE.subn(REMOVED_CONTACT, text)
    return text, addresses + telephones


def mask(text: str, reason: str) -> str:
    """A value of which too little is left to know whose it is."""
    digits = compact(text)
    return f"{digits[:2]}*****{digits[-2:]}" if reason == NUMBER and len(digits) == 9 else "*****"


def as_label(text: str) -> str:
    """A text as a header is compared; empty for what cannot be one, which no label matches."""
    return label_of(text) if len(text) <= _LONGEST_LABEL and text[:1].isalpha() else ""


def label_of(text: str) -> str:
    """A header as it is compared: without case, brackets, line ends and the signs behind it."""
    return " ".join(text.translate(_NO_SIGNS).lower().split()).rstrip(" :*.?")


def compact(text: str) -> str:
    """The digits of a number, without decimals that are all zero."""
    return re.sub(r"\D", "", re.sub(r"[.,]0+$", "", text))


def _passes(number: str) -> bool:
    digits = compact(number)
    return len(digits) == 9 and (bsn.is_valid(digits) or onderwijsnummer.is_valid(digits))


def _is_number(text: str) -> bool:
    """Seven digits or more in whatever notation, under a header that says that they are a child's number."""
    return sum(sign.isdigit() for sign in text) >= _MOST_OF_A_NUMBER or bool(_ROUNDED.fullmatch(text))


def is_citizen(text: str) -> bool:
    """Whether a cell is a number that passes the elfproef."""
    return bool(_NUMBER_VALUE.fullmatch(text)) and _passes(text)


def passing(text: str) -> list[str]:
    """The numbers within a text that pass the elfproef."""
    return [found for found in NINE_ANYWHERE.findall(text) if _passes(found)]


def _is_day(text: str) -> bool:
    return bool(_DAY.fullmatch(text) or _SHORT_DAY.fullmatch(text))


def is_birthday(text: str) -> bool:
    """Whether a cell is a day on which a pupil can have been born."""
    found = _DAY.fullmatch(text)
    return found is not None and int(next(filter(None, found.groups()))) in _BIRTH_YEARS


def _is_name(text: str) -> bool:
    return text not in MARKS and any(sign.isalpha() for sign in text)


TELLS: dict[str, Callable[[str], bool]] = {NUMBER: _is_number, BIRTHDAY: _is_day, NAME: _is_name}
"""Whether a value under a header is what the header says."""
