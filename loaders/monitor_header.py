"""What the header of a column of figures says: of which indicator it is, what of it, and of which period."""

import re
from dataclasses import dataclass

from loaders.monitor_layout import SEPARATOR, YEAR, Role, plain, read_period

VALUE_WORDS = frozenset(
    (
        "",
        "waarde",
        "waarden",
        "value",
        "percentage",
        "perc",
        "pct",
        "cijfer",
        "resultaat",
        "aandeel",
        "score",
        "gemiddelde",
        "uitkomst",
        "waarde in procenten",
    )
)
"""Headers, or parts of them, that say no more than that figures stand below."""
_INTERVAL_95 = r"(?:95 ?%?[\s_-]*)?(?:(?:b\.?i\.?|c\.?i\.?|betrouwbaarheids\w*)[\s_-]*)?"
_KINDS = {
    Role.LOWER: re.compile(
        rf"\(?{_INTERVAL_95}(?<![a-z])(?:ondergrens|ond|lower(?: bound)?|lcl|onder(?=\W*$))(?![a-z])\)?", re.I
    ),
    Role.UPPER: re.compile(
        rf"\(?{_INTERVAL_95}(?<![a-z])(?:bovengrens|bov|upper(?: bound)?|ucl|boven(?=\W*$))(?![a-z])\)?", re.I
    ),
    Role.COUNT: re.compile(
        r"\(?(?:(?<![a-z0-9])n(?=[\s)_=]*$)|^n(?=[\s_])|(?:aantal )?(?:respondenten|waarnemingen|deelnemers)|noemer"
        r"|ongewogen n)(?![a-z])\)?",
        re.I,
    ),
}
_DATE = re.compile(r"[0-9]{1,2}[-/ ](?:[0-9]{1,2}|[a-z]{3,9})[-/ ][0-9]{4}|[0-9]{4}-[0-9]{2}-[0-9]{2}", re.I)


def periods_in(text: str) -> set[str]:
    """The years and school years that a text names, without those of dates."""
    return {period for year in YEAR.findall(_DATE.sub("", text)) if (period := read_period(year))}


@dataclass(frozen=True)
class Header:
    """What a header of figures says: of which indicator, what of it, of which period."""

    label: str
    kind: Role
    period: str

    @classmethod
    def of(cls, header: str) -> "Header":
        """What a header says, whatever way it is written."""
        kind = next((role for role, pattern in _KINDS.items() if pattern.search(header)), Role.VALUE)
        label = _KINDS[kind].sub(" ", header) if kind in _KINDS else header
        periods = periods_in(label)
        if len(periods) == 1:
            label = YEAR.sub(" ", label)
        parts = [part.strip(" \t-–_:;,=") for part in label.split(SEPARATOR.strip())]
        label = SEPARATOR.join(" ".join(part.split()) for part in parts if plain(part) not in VALUE_WORDS)
        return cls(re.sub(r"\(\s*\)", "", label).strip(" -–_:;,="), kind, periods.pop() if len(periods) == 1 else "")
