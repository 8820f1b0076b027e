"""The reference day (peildatum) of figures, read from the words of the catalogue."""

import re
from datetime import date

from babel.dates import get_month_names

_MONTHS = [get_month_names("wide", locale="nl")[month] for month in range(1, 13)]
_DAY = re.compile(rf"(\d{{1,2}}) ({'|'.join(_MONTHS)}) (van het jaar vóór )?(\d{{4}})")
_OF_YEAR = {
    "heel {}": (12, 31),
    "najaar {}": (10, 1),
    "schooljaar dat in {} begon": (10, 1),
}
"""A whole year is known on its last day; a school year counts its pupils on 1 October (DUO's teldatum)."""


def reference_day(words: str, period: str) -> date | None:
    """The day that figures of a period speak of; `words` are the catalogue's, with `{period}` in them.

    None where the words name no day, such as a year without more.
    """
    text = words.replace("{period}", period).strip()
    for form, (month, day) in _OF_YEAR.items():
        if re.fullmatch("[0-9]{4}", period) and text == form.format(period):
            return _date(int(period), month, day)
    found = _DAY.fullmatch(text)
    if not found:
        return None
    day_of_month, name, is_year_before, year = found.groups()
    return _date(int(year) - bool(is_year_before), _MONTHS.index(name) + 1, int(day_of_month))


def _date(year: int, month: int, day: int) -> date | None:
    try:
        return date(year, month, day)
    except ValueError:
        return None
