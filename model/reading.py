"""Numbers and amounts as people and sources write them, read strictly: a doubt is never a number."""

import re
from collections.abc import Iterable
from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from model.status import SIGNS, Status

_WORDS = {
    "x": Status.SECRET,
    "onbekend": Status.SECRET,
    "-": Status.NOT_AVAILABLE,
    "–": Status.NOT_AVAILABLE,
    "—": Status.NOT_AVAILABLE,
    "n.b.": Status.NOT_AVAILABLE,
    "nb": Status.NOT_AVAILABLE,
    "na": Status.NOT_AVAILABLE,
    "nan": Status.NOT_AVAILABLE,
    "nvt": Status.NOT_APPLICABLE,
    "n.v.t.": Status.NOT_APPLICABLE,
}
"""What officers and statistical packages write beside the signs of the sources, in lower case."""

_SPACES = " \u00a0\u2009\u202f"
"""Blanks that stand between thousands; a file's special ones have become ordinary ones when it was read."""
_WHOLE = (
    r"(?:0|[1-9][0-9]{{0,14}}|[1-9][0-9]{{0,2}}(?:(?P<group>[{grouping}])[0-9]{{3}})(?:(?P=group)[0-9]{{3}}){{0,3}})"
)
_NUMBER = {
    sign: re.compile(
        rf"[-+]?(?:{_WHOLE}(?:[{sign}][0-9]{{{{1,20}}}})?|[{sign}][0-9]{{{{1,20}}}})".format(grouping=other)
    )
    for sign, other in ((",", "." + _SPACES), (".", "," + _SPACES))
}
"""How a number is written, by its decimal sign; the other sign may stand between thousands, and only there."""
_PLAIN = r"[0-9][0-9.,]*"
_BELOW = re.compile(rf"(?P<sign>[<>≤≥]|<=|>=) ?(?P<edge>{_PLAIN})")
_BETWEEN = re.compile(r"(?P<lower>[0-9]{1,3}) ?(?:-|–|t/m) ?(?P<upper>[0-9]{1,3})")
_MARKED = re.compile(r"(?P<body>.*?[0-9%])\*{1,2}")
_AMOUNT = re.compile(r"(?:€|EUR\b|euro\b)|(?<=[0-9]) ?(?:€|EUR|euro)$", re.IGNORECASE)
_DECIMAL_SIGN = re.compile(r"(?<=^-9999[5-7])[.,]0$")
"""What a spreadsheet puts behind a source's sign that is a number."""
_DOUBTFUL_AMOUNT = re.compile(r"[-+]?[0-9]{1,3},[0-9]{3}")
_LONGEST = 40


@dataclass(frozen=True)
class Reading:
    """What a cell says: a number, or why there is none."""

    status: Status
    value: float | None = None
    lower: float | None = None
    upper: float | None = None
    is_percentage: bool = False
    """Whether a % sign stood behind the number; the value is then the number before it."""


def read_figure(text: str, decimal: str | None = None) -> Reading | None:
    """The figure that a text stands for; None when it is no figure, such as a date or a word.

    `decimal` is the decimal sign of the column, `,` or `.`: with it `1.234` is read for what it says there. Without it
    a number is read when it can be read in one way only: `12,3`, `12.3` and `1.234,5` are, `1.234` and `1,234` are not.
    The marks of provisional figures (`12,3*`) are left out. A blank does not apply, `-` and `n.b.` are not available,
    `x` and `onbekend` are secret, and what sources write has the status of `model.status.SIGNS`.
    `<5`, `≤ 4`, `>95` and `5-9` are intervals: of whole numbers `<5` from 0 to 4, of percentages `<5%` from 0 to 5 and
    `>95%` from 95 to 100. A side that is not known is None.
    """
    return _read(text, decimal)


def is_ambiguous(text: str) -> bool:
    """Whether a text is a number of which only the decimal sign of its column tells which: `1.234`, `1,234`."""
    dutch, english = _read(text, ","), _read(text, ".")
    return dutch is not None and english is not None and dutch != english


def decimal_signs(texts: Iterable[str]) -> frozenset[str]:
    """The decimal signs that the texts prove, each by a text that can be read with that sign only; two when mixed."""
    proven = set()
    for text in set(texts):
        readable = [sign for sign in _NUMBER if _read(text, sign) is not None]
        if len(readable) == 1:
            proven.add(readable[0])
    return frozenset(proven)


def decimal_of(texts: Iterable[str]) -> str | None:
    """The decimal sign of a column or a file, `,` or `.`; None when nothing decides, or texts contradict each other."""
    signs = decimal_signs(texts)
    return next(iter(signs)) if len(signs) == 1 else None


def read_cents(text: str) -> int | None:
    """An amount of euros in whole cents; None when it is no amount.

    One or two decimals, so `1.234` is 1234 euro and `12,5` is 12 euro 50; `1,234` is a doubt and no amount. A minus may
    stand before or behind the amount, brackets mean minus, and `,-` means no cents.
    """
    text = text.strip().replace("\u2212", "-")
    if len(text) > _LONGEST:
        return None
    is_negative = text.startswith("(") and text.endswith(")")
    bare = _AMOUNT.sub("", text[1:-1] if is_negative else text, count=1).strip()
    bare = re.sub(r"(?<=[0-9])[,.](?:-|–|—|--)$", "", bare)
    if bare.endswith("-"):
        is_negative, bare = True, "(" if is_negative else bare[:-1].rstrip()
    bare = re.sub(r"^([-+]) +", r"\1", bare)
    if _DOUBTFUL_AMOUNT.fullmatch(bare) or (is_negative and bare[:1] in "-+"):
        return None
    for sign, other in ((",", "."), (".", ",")):
        decimals = bare.rpartition(sign)[2] if sign in bare else ""
        if _NUMBER[sign].fullmatch(bare) and len(decimals) <= 2:
            return int(Decimal(_ungrouped(bare, sign, other)) * 100) * (-1 if is_negative else 1)
    return None


def _ungrouped(text: str, sign: str, other: str) -> str:
    return re.sub(f"[{re.escape(other)}{_SPACES}]", "", text).replace(sign, ".")


@lru_cache(maxsize=1 << 16)
def _read(text: str, decimal: str | None) -> Reading | None:
    text = text.strip().replace("\u2212", "-")
    if len(text) > _LONGEST:
        return None
    if (status := SIGNS.get(_DECIMAL_SIGN.sub("", text)) or _WORDS.get(text.lower())) is not None:
        return Reading(status)
    if marked := _MARKED.fullmatch(text):
        text = marked["body"]
    if text.endswith("%"):
        found = _interval(text[:-1].rstrip(), decimal, is_percentage=True) or _number(text[:-1].rstrip(), decimal)
        return found and replace(found, is_percentage=True)
    return _interval(text, decimal, is_percentage=False) or _number(text, decimal)


def _number(text: str, decimal: str | None) -> Reading | None:
    """The number that a text is under the given decimal sign, or under the only one that fits."""
    values = {
        float(_ungrouped(text, sign, "," if sign == "." else "."))
        for sign, pattern in _NUMBER.items()
        if decimal in (None, sign) and pattern.fullmatch(text)
    }
    if len(values) != 1:
        return None
    return Reading(Status.KNOWN, values.pop() + 0.0)


def _interval(text: str, decimal: str | None, is_percentage: bool) -> Reading | None:
    """The interval that `<5`, `≤ 4`, `>95` or `5-9` stands for: of whole numbers, or of percentages."""
    if between := _BETWEEN.fullmatch(text):
        lower, upper = float(between["lower"]), float(between["upper"])
        return Reading(Status.INTERVAL, lower=lower, upper=upper) if lower < upper else None
    edged = _BELOW.fullmatch(text)
    edge = edged and _number(edged["edge"], decimal)
    if not edged or not edge or edge.value is None:
        return None
    is_open = edged["sign"] in "<>" and not is_percentage and edge.value.is_integer()
    if edged["sign"] in ("<", "≤", "<="):
        upper = edge.value - is_open
        return Reading(Status.INTERVAL, lower=0.0, upper=upper) if upper >= 0 else None
    return Reading(Status.INTERVAL, lower=edge.value + is_open, upper=100.0 if is_percentage else None)
