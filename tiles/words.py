"""Sentences that several tiles share, made from the data."""

from collections.abc import Sequence

import pandas as pd

from analysis.areas import alphabetical
from model import dutch
from model.catalogue import Direction, Indicator, Layer
from model.region import Level
from model.status import SHORT_TEXT, Status

_MOST_NAMES = 3
_UNIT_IN_LABEL = {"per 1.000": " per 1.000", "km": " in km"}


def quantity(indicator: Indicator, value: float | None) -> str:
    """A value of an indicator with its unit, in the decimals of its source."""
    return dutch.quantity(value, indicator.unit, indicator.decimals)


def margin(indicator: Indicator, low: float, high: float) -> str:
    """`8,1% tot 12,4%`, `14 tot 20 per 1.000`: an interval as a reader sees it; a dash where none is known (NaN)."""
    ends = [quantity(indicator, low).removesuffix(f" {indicator.unit}"), quantity(indicator, high)]
    return dutch.NO_VALUE if dutch.NO_VALUE in ends else " tot ".join(ends)


def value_text(indicator: Indicator, value: float | None, status: str) -> str:
    """A value as a reader sees it, or why there is none."""
    if Status(status) is Status.ROUNDED_TO_NOTHING:
        return f"{quantity(indicator, 0)} (afgerond)"
    if not Status(status).has_value:
        return SHORT_TEXT[Status(status)]
    return quantity(indicator, value)


def value_texts(indicator: Indicator, frame: pd.DataFrame) -> list[str]:
    """The values of a frame with value and status, as a column of a table."""
    rows = list(zip(frame["value"], frame["status"], strict=True))
    texts = {row: value_text(indicator, *row) for row in set(rows)}  # thousands of areas share some hundreds of values
    return [texts[row] for row in rows]


def running(text: str) -> str:
    """A label within a sentence: a small first letter, the rest as it is (`herkomst buiten Europa`)."""
    return text[:1].lower() + text[1:]


def count(number: int, level: Level) -> str:
    """`1 wijk`, `12 wijken`."""
    return f"{dutch.number(number)} {level if number == 1 else level.plural}"


def names(frame: pd.DataFrame, level: Level) -> str:
    """The areas of a frame with name and region, in alphabetical order; their number when there are many.

    Areas that share a name get their code behind it.
    """
    if len(frame) > _MOST_NAMES:
        return count(len(frame), level)
    return listing(frame)


def listing(frame: pd.DataFrame) -> str:
    """All areas of a frame with name and region, in alphabetical order, told apart where they share a name."""
    shared = frame["name"].duplicated(keep=False)
    texts = [
        f"{name} ({region})" if is_shared else name
        for name, region, is_shared in zip(frame["name"], frame["region"], shared, strict=True)
    ]
    return dutch.listing(sorted(texts, key=alphabetical))


def notes(indicator: Indicator) -> tuple[str, ...]:
    """The marks that go with an indicator wherever it is shown."""
    marks = []
    if indicator.caveat:
        marks.append(indicator.caveat)
    if indicator.is_modelled:
        marks.append(
            "Een modelschatting is geen meting, maar berekend uit kenmerken van de bewoners, zoals leeftijd en inkomen."
        )
    if indicator.direction is Direction.NONE:
        of_children = indicator.layer is not Layer.BACKGROUND
        what = "Een gegeven over kinderen" if of_children else "Een feit over het gebied"
        marks.append(f"{what}: hoger is niet beter of slechter.")
    return tuple(marks)


def notes_of(indicators: Sequence[Indicator]) -> tuple[str, ...]:
    """Each remark once, with the indicators that it belongs to unless those are all."""
    labels: dict[str, list[str]] = {}
    for indicator in indicators:
        for note in notes(indicator):
            labels.setdefault(note, []).append(indicator.label)
    return tuple(
        note if len(of) == len(indicators) else f"{dutch.listing(of)}: {running(note)}" for note, of in labels.items()
    )


def labelled(indicator: Indicator) -> str:
    """The label with the unit that its numbers do not carry themselves."""
    return indicator.label + _UNIT_IN_LABEL.get(indicator.unit, "")


def kind(indicator: Indicator) -> str:
    """Which kind of knowledge an indicator is: its layer, and whether it is modelled."""
    return f"{indicator.layer} · modelschatting" if indicator.is_modelled else str(indicator.layer)


def measured(indicator: Indicator, when: str) -> str:
    """What is measured, which kind of knowledge it is, and when, for a subtitle."""
    return f"{labelled(indicator)} · {kind(indicator)} · {when}"
