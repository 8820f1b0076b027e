"""What cells of a ledger say: amounts, days and periods as people and financial systems write them."""

import re
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import Enum
from functools import lru_cache

from model.booking import BookingKind
from model.grant import month_end
from model.reading import read_cents

CACHED = 1 << 16
_SERIAL_DAY_0 = date(1899, 12, 30)
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "januari jan",
            "februari feb febr",
            "maart mrt mar",
            "april apr",
            "mei",
            "juni jun",
            "juli jul",
            "augustus aug",
            "september sep sept",
            "oktober okt oct",
            "november nov",
            "december dec",
        ),
        start=1,
    )
    for name in names.split()
}
_MONTH = "|".join(sorted(_MONTHS, key=len, reverse=True))
_FOREIGN = re.compile(r"[$£¥₤]|\b(?:usd|gbp|chf|dkk|sek|nok|pln|czk|jpy|dollar|pond)s?\b", re.IGNORECASE)
_USUAL = re.compile(r"(-?(?:0|[1-9][0-9]{0,14}))[.,]([0-9]{2})")
"""An amount as nearly every export writes it, of which nothing is in doubt."""
_NOISE = re.compile(r"-?[0-9]+[.,][0-9]{6,}")
"""More decimals than anybody writes: what a spreadsheet makes of a sum."""
_TIME = re.compile(r"[T ][0-9]{1,2}:[0-9]{2}(?::[0-9]{2}(?:\.[0-9]+)?)?Z?$")


class NoDay(Enum):
    """Why a text is no day that a booking can be of."""

    UNREADABLE = "unreadable"
    IMPOSSIBLE = "impossible"
    """A day that no calendar has, such as 30 February."""
    OTHER_TIME = "other time"
    """Long before the grant, such as 1899: what a spreadsheet makes of an empty date."""


@lru_cache(CACHED)
def cents_of(text: str) -> int | None:
    """An amount in whole cents; None for what is none. What a spreadsheet's sum leaves behind the cents is rounded."""
    if usual := _USUAL.fullmatch(text):
        return int(usual[1] + usual[2])
    found = read_cents(text)
    if found is None and _NOISE.fullmatch(text):
        exact = Decimal(text.replace(",", "."))
        near = exact.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)
        found = int(near * 100) if abs(exact - near) < Decimal("0.000001") else None
    return found


def is_foreign(text: str) -> bool:
    """Whether an amount names another currency than the euro."""
    return bool(_FOREIGN.search(text))


@lru_cache(CACHED)
def day_of(text: str) -> date | NoDay:
    """The day of `31-12-2021`, `31/12/21`, `2021-12-31`, `20211231`, `31 december 2021` or a spreadsheet's 44561."""
    text = _TIME.sub("", text.strip().lower())
    if re.fullmatch(r"-?[0-9]{1,5}(?:[.,][0-9]+)?", text):
        day = _SERIAL_DAY_0 + timedelta(days=int(re.split("[.,]", text)[0]))
        return _plausible(day)
    if found := re.fullmatch(r"([0-9]{1,2})[-/. ]([0-9]{1,2})[-/. ]([0-9]{4}|[0-9]{2})", text):
        parts = found[3], found[2], found[1]
    elif found := re.fullmatch(r"([0-9]{4})[-/.]?([0-9]{2})[-/.]?([0-9]{2})", text):
        parts = found[1], found[2], found[3]
    elif found := re.fullmatch(rf"(?:[a-z]+dag )?([0-9]{{1,2}})[- ]({_MONTH})\.?[- ]([0-9]{{4}}|[0-9]{{2}})", text):
        parts = found[3], str(_MONTHS[found[2]]), found[1]
    else:
        return NoDay.UNREADABLE
    year, month, day_number = (int(part) for part in parts)
    try:
        return _plausible(date(year + 2000 if year < 100 else year, month, day_number))
    except ValueError:
        return NoDay.IMPOSSIBLE


def _plausible(day: date) -> date | NoDay:
    return day if 2000 <= day.year < 2100 else NoDay.OTHER_TIME


@lru_cache(CACHED)
def span_of(text: str) -> tuple[date, date] | None:
    """The first and last day of a day, month, quarter, year or school year, or of `A t/m B`; None for none of them."""
    text = " ".join(text.strip().lower().split())
    one = _one_span(text)
    if one is not None:
        return one
    ends = re.split(r" ?(?:t/m|tot en met|tot|–) ?| - ", text)
    if len(ends) != 2:
        return None
    first, last = _one_span(ends[0]), _one_span(ends[1])
    if first is None or last is None or last[1] < first[0]:
        return None
    return first[0], last[1]


def _one_span(text: str) -> tuple[date, date] | None:
    day = None if re.fullmatch(r"[0-9]{1,4}", text) else day_of(text)
    if isinstance(day, date):
        return day, day
    if found := re.fullmatch(r"(?:schooljaar )?(20[0-9]{2}) ?[-/] ?(20[0-9]{2})", text):
        first, last = int(found[1]), int(found[2])
        return (date(first, 8, 1), date(last, 7, 31)) if last == first + 1 else None
    if found := re.fullmatch(r"(20[0-9]{2})[-/. ]?(?:m|p)?([0-9]{1,2})", text):
        return _month(int(found[1]), int(found[2]))
    if found := re.fullmatch(r"(?:m|p)?([0-9]{1,2})[-/. ](20[0-9]{2})", text):
        return _month(int(found[2]), int(found[1]))
    if found := re.fullmatch(rf"({_MONTH})\.?[- ](20[0-9]{{2}})", text):
        return _month(int(found[2]), _MONTHS[found[1]])
    quarter = re.fullmatch(r"(?:q|k|kwartaal )([1-4])[- ](20[0-9]{2})", text)
    turned = re.fullmatch(r"(20[0-9]{2})[- ](?:q|k|kwartaal )([1-4])", text)
    if quarter or turned:
        number, year = (quarter[1], quarter[2]) if quarter else (turned[2], turned[1]) if turned else ("", "")
        first_month = int(number) * 3 - 2
        return date(int(year), first_month, 1), month_end(date(int(year), first_month + 2, 1))
    if re.fullmatch(r"20[0-9]{2}", text):
        return date(int(text), 1, 1), date(int(text), 12, 31)
    return None


def _month(year: int, month: int) -> tuple[date, date] | None:
    if not 1 <= month <= 12:
        return None
    first = date(year, month, 1)
    return first, month_end(first)


@lru_cache(CACHED)
def year_of(text: str) -> int | None:
    """A financial year; None for what is none."""
    found = re.fullmatch(r"(20[0-9]{2})(?:[.,]0)?", text.strip())
    return int(found[1]) if found else None


@lru_cache(CACHED)
def period_of(text: str) -> tuple[int | None, int | None]:
    """The financial year and period of `202112`, `2021-12`, `12`, `P12` or `december`; None for what it does not say.

    Periods run from 0 (opening) over 1 to 12 to what is booked when the year is being closed (13 and more).
    """
    text = " ".join(text.strip().lower().split())
    if text in _MONTHS:
        return None, _MONTHS[text]
    if found := re.fullmatch(r"(20[0-9]{2})[-/. ]?p?([0-9]{1,3})", text):
        return int(found[1]), int(found[2])
    if found := re.fullmatch(r"p?([0-9]{1,2})[-/. ](20[0-9]{2})", text):
        return int(found[2]), int(found[1])
    if found := re.fullmatch(rf"({_MONTH})[- ](20[0-9]{{2}})", text):
        return int(found[2]), _MONTHS[found[1]]
    if found := re.fullmatch(r"p?(?:eriode )?([0-9]{1,3})(?:[.,]0)?", text):
        return None, int(found[1])
    return None, None


_KINDS = (
    (BookingKind.OUTSIDE, r"niet van deze|buiten (?:de )?uitkering"),
    (BookingKind.FROM_OTHER, r"(?:van|uit|ontvangen).*gemeente"),
    (BookingKind.TO_OTHER, r"(?:naar|aan|doorbetaald|overgeboekt|overgeheveld).*gemeente"),
    (BookingKind.RENT, r"huur\b(?!.*personeel)|huisvesting|huurkosten"),
    (BookingKind.STAFF, r"ambtelijk|capaciteit|personeel|personele|inhuur|expertise|salaris|staf\b"),
    (BookingKind.PROGRAMME, r"programma|maatregel|uitvoering|activiteit"),
)


@lru_cache(CACHED)
def kind_of(text: str) -> BookingKind | None:
    """What a ledger calls a kind of booking; None for what is not recognised."""
    text = text.lower()
    return next((kind for kind, words in _KINDS if re.search(words, text)), None)
