"""The rules of the grant: when it is paid, when it may be spent, how it is accounted for.

Sources: the regulation (Stcrt. 2021, 42927), its amendment (Stcrt. 2022, 27531) and the guide for municipalities of
December 2021, chapter 3. Two things are not in any of them and so are not certain: that the 24 terms are equal (the
officer can change them) and the codes of the SiSa indicators (a setting).
"""

from calendar import monthrange
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from fractions import Fraction

from settings import Settings

FIRST_DAY = date(2021, 7, 1)
"""From this day the grant may be spent."""
PROGRAMME_START, PROGRAMME_END = date(2021, 8, 1), date(2023, 7, 31)
"""The two school years that the grant is for; the last payment is in the last month."""
RUN_UP = "juli 2021 (aanloop)"
"""What stands for the days between `FIRST_DAY` and the first school year."""
TERMS = 24
ARREARS = 5
"""The first payment, of December 2021, is of so many terms: August to December."""
FIRST_PAYMENT = date(2021, 12, 1)
SCHOOL_EUROS_PER_PUPIL: Mapping[str, int] = {"2021/2022": 700, "2022/2023": 500}
"""What boards get themselves for each pupil, at the least; nponderwijs.nl on the financing of schools."""
SISA_LABELS: Mapping[str, str] = {
    "programme": "D14/01",
    "rent": "D14/02",
    "staff": "D14/03",
    "to_other": "D14/05",
    "from_other": "D14/07",
}
"""No public source shows this numbering, so that it is not certain: a setting changes it."""


@dataclass(frozen=True)
class Rules:
    """What an installation may set of the rules."""

    last_day: date = date(2025, 7, 31)
    """The last day of spending."""
    vat_burdens: bool = False
    rent_limit_cents: int | None = None
    staff_limit_cents: int | None = None
    labels: Mapping[str, str] = field(default_factory=lambda: SISA_LABELS)

    @classmethod
    def of(cls, settings: Settings) -> "Rules":
        """The rules of an installation."""
        return cls(
            settings.last_spending_day,
            settings.vat_burdens,
            settings.rent_limit_eur * 100 or None,
            settings.staff_limit_eur * 100 or None,
            {**SISA_LABELS, **settings.sisa_labels},
        )


def rest_word(last_day: date, day: date = PROGRAMME_END) -> str:
    """What is not spent on a day: `later te besteden`, or `terug te betalen` when no day of spending is left."""
    return "later te besteden" if day < last_day else "terug te betalen"


def school_year(day: date) -> str:
    """`2021/2022` for a day from 1 August to 31 July; July 2021 is the run-up and belongs to none."""
    if FIRST_DAY <= day < PROGRAMME_START:
        return RUN_UP
    first = day.year if day.month >= 8 else day.year - 1
    return f"{first}/{first + 1}"


def next_month(day: date, months: int = 1) -> date:
    """The first day of the month so many months after that of `day`."""
    place = day.year * 12 + day.month - 1 + months
    return date(place // 12, place % 12 + 1, 1)


def month_end(day: date) -> date:
    """The last day of a month."""
    return day.replace(day=monthrange(day.year, day.month)[1])


def months(first: date, last: date) -> list[date]:
    """The first days of all months from that of `first` to that of `last`."""
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    return [next_month(first, place) for place in range(count)]


def in_months(first: date, last: date) -> Fraction:
    """How many months lie between two days, both included: whole ones, and what is used of broken ones; 0 for none."""
    if last < first:
        return Fraction(0)
    total = Fraction(0)
    for month in months(first, last):
        end = month_end(month)
        days = (min(last, end) - max(first, month)).days + 1
        total += Fraction(days, end.day)
    return total


def payment_terms(cents: int) -> list[tuple[date, int]]:
    """The payments of a grant: the last day of each month from December 2021 to July 2023, and the cents due.

    December 2021 has five of 24 equal terms, each later month one. The cents add up to the grant.
    """
    due, paid = [], 0
    for place in range(TERMS - ARREARS + 1):
        upto = cents * (ARREARS + place) // TERMS
        due.append((month_end(next_month(FIRST_PAYMENT, place)), upto - paid))
        paid = upto
    return due


def even_pace(cents: int, day: date, last_day: date) -> int:
    """What would be spent at the end of a day if the grant were spent evenly from the first to the last day."""
    whole = in_months(FIRST_DAY, last_day)
    return round(cents * min(in_months(FIRST_DAY, day), whole) / whole)
