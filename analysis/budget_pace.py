"""How the money of the grant goes through time: beside what came in, what was planned and an even pace."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

import pandas as pd

from analysis.budget import NO_MEASURE, Cut, Position, key_of
from analysis.disclosure import published
from model.booking import UNPLACED
from model.disclosed import Disclosed
from model.grant import FIRST_DAY, even_pace, in_months, month_end, months
from model.measure import Stream
from model.money import part

_OFF_PLAN = Fraction(1, 10)
"""A measure is behind or ahead when it differs more than this from what was planned until the day."""


def cumulative(found: Position) -> Disclosed:
    """Every month from July 2021 to the last of spending or of booking: what there is until its end, or until `as_of`.

    Columns: month, day, and in whole cents, missing after `as_of`: spent_cents, committed_cents (spent and promised),
    received_cents, prefinanced_cents (spent above received), in_hand_cents (received above spent); and for all months
    planned_cents, even_cents, due_cents.
    """
    rows = []
    last = max([found.rules.last_day, *(one.month for one in found.counted)])
    for month in months(FIRST_DAY, last):
        end = month_end(month)
        day = found.as_of if month <= found.as_of < end else end
        row: dict[str, object] = {"month": month, "day": day}
        if day <= found.as_of:
            spent = sum(one.cents for one in found.counted if one.month <= month)
            received = sum(one.received(day) for one in found.payments)
            row |= {
                "spent_cents": spent,
                "committed_cents": spent + sum(one.open(day) for one in found.commitments),
                "received_cents": received,
                "prefinanced_cents": max(spent - received, 0),
                "in_hand_cents": max(received - spent, 0),
            }
        row |= {
            "planned_cents": planned_until(found, month_end(month)),
            "even_cents": even_pace(found.granted, day, found.rules.last_day),
            "due_cents": sum(one.cents for one in found.payments if one.due <= month_end(month)),
        }
        rows.append(row)
    amounts = ["spent", "committed", "received", "prefinanced", "in_hand", "planned", "even", "due"]
    frame = pd.DataFrame(rows, columns=["month", "day", *(f"{name}_cents" for name in amounts)])
    return published(frame.astype({f"{name}_cents": "Int64" for name in amounts}))


def planned_until(found: Position, day: date, measure: str | None = None) -> int:
    """What was planned until a day, in cents; of a month that is not over its share by days."""
    total = 0
    for line in found.plan:
        if line.month <= day and measure in (None, line.measure):
            end = month_end(line.month)
            total += line.cents if day >= end else part(line.cents, Fraction(day.day, end.day))
    return total


def against_plan(found: Position) -> Disclosed:
    """Plan against actual per measure, those that differ most first.

    Columns: measure, name, budget_cents (of the grant, as the register has it; missing when not entered),
    planned_cents (the whole plan), planned_to_date_cents, spent_cents, committed_cents, difference_cents (spent less
    planned to date) and state (achter, voor, op plan, geen plan). The rows of no measure and of what has no place yet
    make the total that of `found.spent`.
    """
    spent: dict[str, int] = defaultdict(int)
    committed: dict[str, int] = defaultdict(int)
    for one in found.counted:
        spent[key_of(one, Cut.MEASURE, found.measures)] += one.cents
    for promise in found.commitments:
        if amount := promise.open(found.as_of):
            committed[promise.measure or NO_MEASURE] += amount
    planned: dict[str, int] = defaultdict(int)
    for line in found.plan:
        planned[line.measure] += line.cents
    rows = []
    for id in dict.fromkeys([*planned, *spent, *committed]):
        to_date = planned_until(found, found.as_of, id)
        difference = spent[id] - to_date
        known = found.measures.get(id)
        of_grant = [one.cents for one in known.funding if one.stream is Stream.NPO] if known else []
        is_off = abs(difference) > abs(to_date) * _OFF_PLAN
        on_plan = "voor" if is_off and difference > 0 else "achter" if is_off else "op plan"
        rows.append(
            {
                "measure": id,
                "name": id if id in (UNPLACED, NO_MEASURE) else found.name(id),
                "budget_cents": sum(of_grant) if of_grant else None,
                "planned_cents": planned[id],
                "planned_to_date_cents": to_date,
                "spent_cents": spent[id],
                "committed_cents": committed[id],
                "difference_cents": difference,
                "state": on_plan if id in {line.measure for line in found.plan} else "geen plan",
            }
        )
    rows.sort(key=lambda row: (-abs(int(str(row["difference_cents"]))), str(row["name"])))
    amounts = ["budget", "planned", "planned_to_date", "spent", "committed", "difference"]
    columns = ["measure", "name", *(f"{name}_cents" for name in amounts), "state"]
    return published(pd.DataFrame(rows, columns=columns).astype({f"{name}_cents": "Int64" for name in amounts}))


@dataclass(frozen=True)
class Pace:
    """How fast the money goes, and how fast it should."""

    left: int
    """Cents of the grant that are not spent."""
    weeks_to_go: int
    """Whole weeks until the last day of spending."""
    needed: int | None
    """Cents a month from now on to spend the grant; None when no day is left."""
    so_far: int | None
    """Cents a month from July 2021 on; None before that."""


def pace(found: Position) -> Pace:
    """The pace as of the day: months are counted with what is used of broken ones."""
    gone = in_months(FIRST_DAY, min(found.as_of, found.rules.last_day))
    to_go = in_months(FIRST_DAY, found.rules.last_day) - gone
    days = max((found.rules.last_day - found.as_of).days, 0)
    return Pace(
        found.left,
        days // 7,
        round(found.left / to_go) if to_go > 0 else None,
        round(found.spent / gone) if gone > 0 else None,
    )
