"""Where the money will be on the last day of spending, and what needs attention now."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction
from itertools import pairwise

import numpy as np
import pandas as pd

from analysis.budget import AFTER, BEFORE, OUTSIDE, Cut, Position, key_of
from analysis.budget_pace import against_plan, pace
from analysis.disclosure import published
from model import dutch
from model.booking import UNPLACED, BookingKind
from model.disclosed import Disclosed
from model.grant import FIRST_DAY, month_end, months, next_month, rest_word
from model.money import euros, part

LEAST_MONTHS = 12
"""From so many months with bookings on a spread is drawn around the pace."""
_DRAWS, _SEED = 2_000, 20_210_701
_LOW, _HIGH = 10, 90
"""The spread has eight of ten draws."""
_NAMED = 3


def forecast(found: Position) -> Disclosed:
    """Two lines from `as_of` to the last day of spending, in whole cents, cumulative at the end of each month.

    Columns: month, day, plan_cents ("als het plan lukt"), pace_cents ("als het tempo zo blijft"), low_cents and
    high_cents (the spread of the pace: missing with fewer than 12 booked months). The first row is `as_of` itself. The
    plan is what is planned from now on, of this month what is not yet spent, and promises beyond what is planned of
    their measure; what was planned and not done is not made up for. The pace is that from July 2021 on; its spread
    comes from whole months drawn at random from those that are over, without season. No rows after the last day.
    """
    rows: list[dict[str, object]] = []
    if found.as_of < found.rules.last_day:
        plan, pace_line = _plan_line(found), _pace_line(found)
        spread = _spread(found, len(pace_line))
        for place, (day, cents) in enumerate(pace_line):
            low, high = spread[place] if spread else (None, None)
            rows.append({"month": day.replace(day=1), "day": day, "plan_cents": plan[place], "pace_cents": cents})
            rows[-1] |= {"low_cents": low, "high_cents": high}
    amounts = ["plan_cents", "pace_cents", "low_cents", "high_cents"]
    return published(pd.DataFrame(rows, columns=["month", "day", *amounts]).astype(dict.fromkeys(amounts, "Int64")))


def _days(found: Position) -> list[date]:
    """`as_of`, and the end of each month from then to the last day of spending."""
    last = found.rules.last_day
    ends = [min(month_end(month), last) for month in months(found.as_of, last)]
    return [found.as_of, *(day for day in ends if day > found.as_of)]


def _pace_line(found: Position) -> list[tuple[date, int]]:
    days = _days(found)
    monthly = pace(found).so_far or 0
    total, before = found.spent, days[0]
    line = [(before, total)]
    for day in days[1:]:
        total += part(monthly, _share(before, day))
        line.append((day, total))
        before = day
    return line


def _share(before: date, day: date) -> Fraction:
    """Which share of the month of `day` lies after `before`, until that day."""
    end = month_end(day)
    first = before.day if (before.year, before.month) == (day.year, day.month) else 0
    return Fraction(day.day - first, end.day)


def _plan_line(found: Position) -> list[int]:
    days = _days(found)
    this_month = found.as_of.replace(day=1)
    to_come: dict[date, int] = defaultdict(int)
    of_measure: dict[str, int] = defaultdict(int)
    spent_now: dict[str, int] = defaultdict(int)
    for one in found.counted:
        if one.month == this_month:
            spent_now[key_of(one, Cut.MEASURE, found.measures)] += one.cents
    for line in found.plan:
        cents = line.cents
        if line.month == this_month:
            is_over = found.as_of == month_end(found.as_of)
            cents = 0 if is_over else max(cents - max(spent_now[line.measure], 0), 0)
        if line.month >= this_month and line.month <= days[-1]:
            to_come[line.month] += cents
            of_measure[line.measure] += cents
    promised: dict[str, list[tuple[date, int]]] = defaultdict(list)
    for promise in found.commitments:
        if amount := promise.open(found.as_of):
            expected = (promise.expected or next_month(found.as_of)).replace(day=1)
            month = min(max(expected, days[1].replace(day=1)), days[-1].replace(day=1))
            promised[promise.measure].append((month, amount))
    for measure, amounts in promised.items():
        beyond = sum(amount for _, amount in amounts) - of_measure[measure]
        for month, amount in sorted(amounts, reverse=True):
            extra = min(max(beyond, 0), amount)
            to_come[month] += extra
            beyond -= extra
    total = found.spent
    line_of_plan = [total]
    for day in days[1:]:
        total += to_come[day.replace(day=1)]
        line_of_plan.append(total)
    return line_of_plan


def whole_months(found: Position) -> list[int]:
    """What was booked in each month that is over, from July 2021 on, in cents."""
    until = found.as_of if found.as_of == month_end(found.as_of) else next_month(found.as_of, -1)
    return [found.spent_in(month) for month in months(FIRST_DAY, until)]


def _spread(found: Position, length: int) -> list[tuple[int, int]]:
    """The low and high end of the spread on each day of the line; none with too few booked months."""
    history = whole_months(found)
    if sum(1 for cents in history if cents) < LEAST_MONTHS:
        return []
    days = _days(found)
    random = np.random.default_rng(_SEED)
    drawn = random.choice(np.array(history, np.int64), (_DRAWS, length - 1))
    for place, (before, day) in enumerate(pairwise(days)):
        share = _share(before, day)
        if share < 1:
            drawn[:, place] = drawn[:, place] * share.numerator // share.denominator
    totals = np.sort(found.spent + np.cumsum(drawn, axis=1), axis=0)
    low, high = (totals[_DRAWS * percent // 100] for percent in (_LOW, _HIGH))
    return [(found.spent, found.spent), *((int(a), int(b)) for a, b in zip(low, high, strict=True))]


@dataclass(frozen=True)
class Outcome:
    """What will be left of the grant on the last day of spending, in cents; below zero for what is short."""

    if_plan: int
    if_pace: int
    low: int | None
    high: int | None
    word: str
    """What the rest is called then: terug te betalen."""
    empty_in: date | None = None
    """The month in which the grant is spent if the pace stays; None when that is not before the last day."""


def outcome(found: Position) -> Outcome:
    """What will be left, by both lines; on and after the last day what is left."""
    frame = forecast(found).frame
    if frame.empty:
        return Outcome(found.left, found.left, None, None, rest_word(found.rules.last_day, found.as_of))
    last = frame.iloc[-1]
    names = ("plan_cents", "pace_cents", "high_cents", "low_cents")
    plan, steady, low, high = (None if pd.isna(last[name]) else found.granted - int(last[name]) for name in names)
    word = rest_word(found.rules.last_day, found.rules.last_day)
    gone = frame.loc[frame["pace_cents"] > found.granted, "month"]
    return Outcome(plan or 0, steady or 0, low, high, word, None if gone.empty else gone.iloc[0])


@dataclass(frozen=True)
class Attention:
    """One thing to act upon: a sentence, how much it is about, and the measures by id."""

    text: str
    cents: int
    measures: tuple[str, ...] = ()
    is_urgent: bool = False


def attention(found: Position) -> list[Attention]:
    """What needs attention as of the day, what is most urgent first, then what is most."""
    return sorted(_all(found), key=lambda one: (not one.is_urgent, -abs(one.cents)))


def _all(found: Position) -> Iterator[Attention]:
    if not found.decisions:
        text = "Er is nog geen beschikking ingevoerd, dus niet bekend is hoeveel er te besteden is."
        yield Attention(text, 0, (), True)
    else:
        yield from _of_forecast(found)
    if not found.plan:
        yield Attention("Er is nog geen plan per maatregel en maand; zonder plan is er geen 'als het plan lukt'.", 0)
    count, cents = found.unplaced
    if count:
        text = f"{dutch.counted(count, 'boeking is', 'boekingen zijn')} {UNPLACED}, samen {euros(cents)}. Wijs ze toe."
        yield Attention(text, cents)
    yield from _of_limits(found)
    yield from _apart(found)
    late = [one for one in found.payments if one.due < found.as_of and not one.received(found.as_of)]
    if late:
        total = sum(one.cents for one in late)
        text = f"{dutch.counted(len(late), 'betaling is', 'betalingen zijn')} nog niet ontvangen: {euros(total)}."
        yield Attention(text, total)
    for closed in (one for one in found.closed if one.day <= found.as_of):
        was = sum(amount for _, amount in closed.cents)
        now = sum(one.cents for one in found.counted if one.year == closed.year)
        if was != now:
            text = f"De jaarrekening van {closed.year} is vastgesteld met {euros(was, True)}, en nu staat er "
            yield Attention(f"{text}{euros(now, True)}. Bespreek dit met uw accountant.", now - was, (), True)


def _of_forecast(found: Position) -> Iterator[Attention]:
    if found.left < 0:
        text = f"Er is {euros(-found.left)} meer geboekt dan er is toegekend. Dat deel komt niet uit deze uitkering."
        yield Attention(text, -found.left, (), True)
        return
    if found.as_of >= found.rules.last_day:
        if found.left:
            text = f"{euros(found.left)} is niet besteed en is {rest_word(found.rules.last_day, found.as_of)}."
            yield Attention(text, found.left, (), True)
        return
    ends = outcome(found)
    expected = ends.if_plan if found.plan else ends.if_pace
    behind = _off(found, "achter") if expected > 0 else _off(found, "voor")
    names = [found.name(id) for id in behind[:_NAMED]]
    if expected > 0:
        text = f"{euros(expected)} blijft naar verwachting liggen"
    else:
        text = f"Er komt naar verwachting {euros(-expected)} tekort"
    if behind:
        text += f"; {_running(len(behind), 'achter' if expected > 0 else 'voor')}: {dutch.listing(names)}"
    if expected:
        yield Attention(f"{text}.", abs(expected), tuple(behind), expected < 0 or expected * 10 > found.granted)


def _running(count: int, word: str) -> str:
    many = {2: "twee", 3: "drie", 4: "vier", 5: "vijf", 6: "zes"}.get(count, dutch.number(count))
    shown = f" (de eerste {_NAMED})" if count > _NAMED else ""
    return f"één maatregel loopt {word}" if count == 1 else f"{many} maatregelen lopen {word}{shown}"


def _off(found: Position, state: str) -> list[str]:
    frame = against_plan(found).frame
    return [str(id) for id in frame.loc[frame["state"] == state, "measure"]]


def _of_limits(found: Position) -> Iterator[Attention]:
    rules = found.rules
    limits = ((BookingKind.RENT, rules.rent_limit_cents), (BookingKind.STAFF, rules.staff_limit_cents))
    for kind, limit in limits:
        spent = sum(one.cents for one in found.counted if one.kind == kind)
        if limit is not None and spent > limit:
            text = f"Aan {kind} is {euros(spent)} geboekt; de grens die u hebt ingesteld is {euros(limit)}."
            yield Attention(text, spent - limit, (), True)


def _apart(found: Position) -> Iterator[Attention]:
    last = found.rules.last_day
    for standing, what in (
        (BEFORE, f"van voor {dutch.day(FIRST_DAY)}"),
        (AFTER, f"van na {dutch.day(last)}, de laatste dag van besteden"),
        (OUTSIDE, "niet van deze uitkering"),
    ):
        count, cents = found.apart(standing)
        if count:
            text = f"{dutch.counted(count, 'boeking is', 'boekingen zijn')} {what} en apart geteld: {euros(cents)}."
            yield Attention(text, cents)
