"""The money of the grant in words: as of which day, how much is spent and will be left, and where it is read."""

from collections.abc import Iterable
from datetime import date
from typing import Any

import pandas as pd
from duckdb import DuckDBPyConnection as Cursor

from analysis import budget, budget_forecast, budget_sources
from analysis.budget import Cut, Position
from model import dutch
from model.choices import Choices
from model.grant import Rules, rest_word
from model.money import euros
from model.region import is_example, municipality_of
from settings import current as settings
from tiles.tile import NoFigures

_NOTHING = (
    "Er is nog niets bekend over de uitkering van deze gemeente. Neem een export van de boekingen op, of voer de "
)
_NOTHING += "beschikking in, op de pagina 'Boekingen inlezen'."
CUTS = (Cut.PURPOSE, Cut.MEASURE, Cut.GROUP, Cut.KIND, Cut.SCHOOL_YEAR, Cut.YEAR)
"""By what spending can be divided on a page."""


def day_of(cursor: Cursor, choices: Choices) -> date:
    """The day as of which the money is seen: the chosen one, else the last with a booking, else today."""
    today = dutch.today()
    region = municipality_of(choices.area) or choices.area
    return choices.as_of or budget_sources.last_booked(cursor, region, today) or today


def check(cursor: Cursor, choices: Choices) -> None:
    """Raises NoFigures where nothing at all is known of the money of the chosen area."""
    region = municipality_of(choices.area)
    if region is None:
        raise NoFigures("Het budget is dat van één gemeente. Kies links bij Gebied een gemeente.")
    if not budget_sources.is_known(cursor, region):
        raise NoFigures(_NOTHING)


def position(cursor: Cursor, choices: Choices) -> Position:
    """The money of the chosen gemeente as of the chosen day. Raises NoFigures as `check`."""
    check(cursor, choices)
    region = municipality_of(choices.area) or choices.area
    return budget.position(cursor, region, Rules.of(settings()), day_of(cursor, choices))


def finding(found: Position) -> str:
    """How much is spent and what will be left: `Van de € 1.234.567 is 43% besteed; bij dit tempo blijft ... liggen`."""
    if not found.granted:
        return f"Er is {euros(found.spent)} besteed; hoeveel er is toegekend is nog niet ingevoerd"
    if found.left < 0:
        return f"Er is {euros(found.spent)} besteed: {euros(-found.left)} meer dan de {euros(found.granted)} uitkering"
    spent = f"Van de {euros(found.granted)} is {share(found.spent, found.granted)} besteed"
    if found.as_of >= found.rules.last_day:
        rest = rest_word(found.rules.last_day, found.as_of)
        return f"{spent}; {euros(found.left)} is {rest}" if found.left else f"{spent}; er is niets over"
    ends = budget_forecast.outcome(found)
    told = f"{spent}; bij dit tempo {_expected(ends.if_pace)}"
    if not found.plan:
        return told
    is_alike = ends.if_pace > 0 and ends.if_plan > 0
    return f"{told}, als het plan lukt {euros(ends.if_plan) if is_alike else _expected(ends.if_plan)}"


def share(cents: int, whole: int) -> str:
    """A part of a whole in whole percents, never rounded up to a percent that is not reached."""
    percent = 100 * cents / whole
    return "minder dan 1%" if 0 < percent < 1 else f"{int(percent) if percent < 100 else 100}%"


def _expected(left: int) -> str:
    if left < 0:
        return f"komt er {euros(-left)} tekort"
    return f"blijft naar verwachting {euros(left)} liggen" if left else "is precies alles op"


def source(cursor: Cursor, found: Position, choices: Choices) -> str:
    """Where the money is read: the files of the ledger, what was entered, and as of which day."""
    region = municipality_of(choices.area) or choices.area
    made_up = "verzonnen voorbeeld, " if is_example(region) else ""
    files = [f"{one.file} (opgenomen op {dutch.day(one.loaded_at)})" for one in budget_sources.exports(cursor, region)]
    ledger = f"financiële administratie van de gemeente, {dutch.listing(files)}; " if files else ""
    return (
        f"Bron: {made_up}{ledger}eigen invoer van beschikkingen, betalingen, plan en verplichtingen. "
        f"Stand per {dutch.day(found.as_of)}, op boekdatum; door Startfoto opgeteld."
    )


def amounts(column: Iterable[Any]) -> list[str]:
    """Cents as amounts to the cent, a dash for what is missing."""
    return [dutch.NO_VALUE if pd.isna(cents) else euros(int(cents), True) for cents in column]
