"""The money through time: what is spent, promised, received and planned, and where it goes from here."""

from collections.abc import Iterable
from datetime import date

import pandas as pd
from duckdb import DuckDBPyConnection as Cursor

from analysis import budget_forecast, budget_pace
from analysis.budget import Position
from charts import burn as burn_chart
from model import dutch
from model.booking import Payment
from model.catalogue import Catalogue
from model.choices import Choices
from model.grant import FIRST_DAY
from model.money import euros
from tiles.budget import amounts, finding, position, source
from tiles.tile import Kind, Tile

_LINES = {
    "spent": "Besteed",
    "committed": "Besteed en vastgelegd",
    "received": "Ontvangen",
    "prefinanced": "Voorgefinancierd",
    "in_hand": "In kas",
    "planned": "Gepland",
    "even": "Gelijkmatig tempo",
}
_AHEAD = {
    "plan": "Als het plan lukt",
    "pace": "Als het tempo zo blijft",
    "low": "Tempo, laag",
    "high": "Tempo, hoog",
}


def burn(choices: Choices, cursor: Cursor, _: Catalogue) -> Tile:
    """The burn chart with its table. Raises NoFigures as `position`."""
    found = position(cursor, choices)
    lines, ahead = budget_pace.cumulative(found), budget_forecast.forecast(found)
    payments = [_payment(one, found.as_of) for one in found.payments]
    marks = burn_chart.Marks(
        found.as_of,
        found.rules.last_day,
        found.granted,
        payments,
        [(one.day, one.text) for one in found.notes],
    )
    title = finding(found)
    return Tile(
        kind=Kind.BURN,
        title=title,
        subtitle=f"Uitkering van de gemeente · opgeteld per maand vanaf {dutch.day(FIRST_DAY)} · "
        f"stand per {dutch.day(found.as_of)} · de laatste dag van besteden is {dutch.day(found.rules.last_day)}",
        figure=burn_chart.burn(lines, ahead, marks),
        table=_months(lines.frame, ahead.frame),
        alt=f"{title}. Lijnen van wat is besteed ({euros(found.spent)}), vastgelegd ({euros(found.committed)}), "
        f"ontvangen ({euros(found.received)}) en gepland, en twee verwachtingen tot de laatste dag van besteden.",
        source=source(cursor, found, choices),
        notes=(
            *_prefinanced(found, lines.frame),
            "Tempo: het gemiddelde per maand sinds juli 2021. Plan: wat vanaf nu is gepland en vastgelegd; wat is "
            "blijven liggen wordt daarin niet ingehaald.",
        ),
    )


def _payment(one: Payment, as_of: date) -> tuple[date, int, bool]:
    """The day, the cents and whether it came in."""
    came_in = one.received(as_of)
    return (one.received_on, came_in, True) if one.received_on and came_in else (one.due, one.cents, False)


def _prefinanced(found: Position, rows: pd.DataFrame) -> Iterable[str]:
    """That more was spent than came in, now or before; the grant allows it."""
    now = found.spent - found.received
    months = rows.loc[rows["prefinanced_cents"].fillna(0) > 0, "month"].tolist()
    if now > 0:
        yield f"Er is nu {euros(now)} meer besteed dan ontvangen: dat is voorgefinancierd, en dat mag."
    elif months:
        yield (
            f"Tot en met {months[-1]:%m-%Y} was er in {dutch.counted(len(months), 'maand', 'maanden')} meer besteed "
            "dan ontvangen (voorgefinancierd); dat mag."
        )


def _months(lines: pd.DataFrame, ahead: pd.DataFrame) -> pd.DataFrame:
    """All lines in one table: a row for each day that any of them has."""
    both = lines.merge(ahead.drop(columns="month"), on="day", how="outer").sort_values("day")
    columns = {"Tot en met": [dutch.day(day) for day in both["day"]]}
    return pd.DataFrame(
        columns | {head: amounts(both[f"{name}_cents"]) for name, head in (_LINES | _AHEAD).items()}
    )  # fmt: skip
