"""Whether a figure changed between two periods by more than chance and rounding can explain."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum
from math import hypot

import numpy as np
import pandas as pd
from duckdb import DuckDBPyConnection as Cursor

from analysis import figures, uncertainty
from analysis.disclosure import published
from model import dutch
from model.catalogue import Indicator
from model.disclosed import Disclosed


class Verdict(StrEnum):
    """What may be said of a change; the value is the Dutch text."""

    HIGHER = "hoger"
    LOWER = "lager"
    NO_CLEAR_DIFFERENCE = "geen duidelijk verschil"
    UNKNOWN = "niet te zeggen"
    NOT_COMPARABLE = "niet te vergelijken"


@dataclass(frozen=True)
class Estimate:
    """A figure with the ends of its 95% interval."""

    value: float
    low: float
    high: float


@dataclass(frozen=True)
class Change:
    """A figure of one area in two periods, and what may be said of the difference."""

    before: float | None
    after: float | None
    """None for what is not known."""
    difference: float | None
    """After less before; None where the two cannot be compared, or one is not known."""
    low: float | None
    high: float | None
    """The ends of the 95% interval of the difference; None where one of the two has none."""
    verdict: Verdict
    reason: str = ""
    """Why there is no verdict, in Dutch; empty where there is one."""


def difference(before: Estimate, after: Estimate) -> Estimate:
    """After less before, with the interval that follows from those of both (MOVER; Newcombe 1998, method 10).

    Both are taken as independent. Two years of one area share most of their people, so the interval is rather too wide
    than too narrow.
    """
    moved = after.value - before.value
    return Estimate(
        moved,
        moved - hypot(after.value - after.low, before.high - before.value),
        moved + hypot(after.high - after.value, before.value - before.low),
    )


def series(cursor: Cursor, indicator: Indicator, regions: Sequence[str]) -> Disclosed:
    """All periods of these regions, as `figures.trend`, with the intervals of `uncertainty`: low, high, kind."""
    return published(uncertainty.with_intervals(indicator, figures.trend(cursor, indicator, regions).frame))


def latest(
    cursor: Cursor, indicators: Sequence[Indicator], regions: Sequence[str], area: str, period: str
) -> Disclosed:
    """The figures of `figures.latest` with the intervals of `uncertainty`: low, high, kind; in the order asked."""
    rows = figures.latest(cursor, [row.id for row in indicators], regions, area, period).frame
    parts = [uncertainty.with_intervals(row, rows[rows["indicator"] == row.id]) for row in indicators]
    return published(pd.concat(parts) if parts else rows.assign(low=np.nan, high=np.nan, kind=""))


def between(years: Disclosed, indicator: Indicator, region: str, before: str, after: str) -> Change:
    """What may be said of an area between two periods; `years` is the `series` of this indicator.

    A verdict only where the interval of the difference leaves 0 out. None of a modelled figure, where a figure or an
    interval is not known, or where `figures.trend` names a break in between.
    """
    own = years.frame[years.frame["region"] == region].sort_values("period")
    row_of = {row["period"]: row for row in own.to_dict("records")}
    numbers = [_number(row_of.get(period, {}).get("value")) for period in (before, after)]
    first, last = numbers

    def unsaid(verdict: Verdict, reason: str, moved: float | None = None) -> Change:
        return Change(first, last, moved, None, None, verdict, reason)

    if first is None or last is None:
        missing = [period for period, number in zip((before, after), numbers, strict=True) if number is None]
        return unsaid(Verdict.UNKNOWN, f"geen cijfer van {dutch.listing(missing)}")
    if indicator.is_modelled:
        return unsaid(Verdict.UNKNOWN, "modelschatting")
    within = own[(own["period"] > before) & (own["period"] <= after) & (own["reason"] != "")]
    if not within.empty:
        return unsaid(Verdict.NOT_COMPARABLE, dutch.listing(list(dict.fromkeys(within["reason"]))))
    ends = [(_number(row_of[period]["low"]), _number(row_of[period]["high"])) for period in (before, after)]
    (first_low, first_high), (last_low, last_high) = ends
    if first_low is None or first_high is None or last_low is None or last_high is None:
        return unsaid(Verdict.UNKNOWN, "marge niet bekend", last - first)
    moved = difference(Estimate(first, first_low, first_high), Estimate(last, last_low, last_high))
    verdict = Verdict.NO_CLEAR_DIFFERENCE
    if moved.low > 0:
        verdict = Verdict.HIGHER
    elif moved.high < 0:
        verdict = Verdict.LOWER
    return Change(first, last, moved.value, moved.low, moved.high, verdict)


def _number(value: float | None) -> float | None:
    """None for what is not known, as a column of a frame has NaN for it."""
    return None if value is None or value != value else float(value)
