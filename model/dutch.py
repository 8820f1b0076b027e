"""Numbers, dates and lists of words as Dutch readers write them."""

from collections.abc import Sequence
from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from math import isfinite
from zoneinfo import ZoneInfo

from babel.dates import format_date as _babel_date

HERE = ZoneInfo("Europe/Amsterdam")
_LOCALE = "nl_NL"
_SIGNS = str.maketrans(",.", ".,")
NO_VALUE = "–"


def number(value: float | None, decimals: int = 0) -> str:
    """`1.234,5`: rounded half up to `decimals`, never `-0`; an en dash for None, NaN or an infinite value."""
    if value is None or not isfinite(value):
        return NO_VALUE
    exact = Decimal(repr(float(value))).quantize(Decimal(1).scaleb(-decimals), rounding=ROUND_HALF_UP) + 0
    return f"{exact:,f}".translate(_SIGNS)  # babel takes ten times as long, and a table has thousands of numbers


def quantity(value: float | None, unit: str, decimals: int = 0) -> str:
    """A number with its unit: `12,3%`, `€ 24.300`, `3,1 km`, `41 per 1.000`; a count has no unit behind it."""
    text = number(value, decimals)
    if text == NO_VALUE:
        return text
    if unit == "%":
        return text + "%"
    if unit == "x 1.000 euro":
        return f"€\N{NO-BREAK SPACE}{number(value * 1000 if value is not None else None)}"
    return text if unit in ("", "aantal", "klasse", "punten") else f"{text} {unit}"


def few(low: float | None, high: float | None, smallest: int) -> str:
    """A number of children between two bounds: `123`, `120 tot 124`, `hoogstens 12`, `minder dan 5`.

    Nothing from 1 up to `smallest` is ever said, also not as a bound; 0 is. An en dash where nothing can be said.
    """
    low, high = (None if bound is None or not isfinite(bound) else bound for bound in (low, high))
    is_small = low is None or low < smallest
    if high is None:
        return NO_VALUE if is_small else f"minstens {number(low)}"
    if high <= 0:
        return number(high)
    if high < smallest:
        return f"minder dan {smallest}"
    if low == high:
        return number(high)
    return f"hoogstens {number(high)}" if is_small else f"{number(low)} tot {number(high)}"


def day(value: date | datetime | None) -> str:
    """`1 oktober 2021`, an en dash for None."""
    return NO_VALUE if value is None else str(_babel_date(value, format="d MMMM y", locale=_LOCALE))


def today() -> date:
    """The day that it is in the Netherlands, wherever the server stands."""
    return datetime.now(HERE).date()


def moment(at: datetime) -> str:
    """`1 oktober 2021, 14:05`, as the clock in the Netherlands said it."""
    local = at.astimezone(HERE)
    return f"{day(local)}, {local:%H:%M}"


def counted(count: int, singular: str, plural: str) -> str:
    """`1 schoolscan`, `1.200 schoolscans`."""
    return f"{number(count)} {singular if count == 1 else plural}"


def the_last(count: int, singular: str, plural: str) -> str:
    """`de laatste wijziging`, `de laatste 3 wijzigingen`."""
    return f"de laatste {singular}" if count == 1 else f"de laatste {number(count)} {plural}"


def listing(words: Sequence[str]) -> str:
    """`A, B en C`."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} en {words[-1]}"
