"""The money of the grant: how it goes through time, what it goes to, and what of the plan was done."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

import pandas as pd
from duckdb import DuckDBPyConnection as Cursor

from analysis import budget, budget_forecast, budget_pace, budget_sources
from analysis.budget import NO_MEASURE, Cut, Position
from charts import burn as burn_chart
from charts import spending
from model import dutch
from model.booking import UNPLACED, Payment
from model.catalogue import Catalogue
from model.choices import Choices
from model.grant import FIRST_DAY, Rules, rest_word
from model.money import euros
from model.region import is_example, municipality_of
from settings import current as settings
from tiles.tile import Kind, NoFigures, Tile

_HERE = ZoneInfo("Europe/Amsterdam")
_NOTHING = (
    "Er is nog niets bekend over de uitkering van deze gemeente. Neem een export van de boekingen op, of voer de "
)
_NOTHING += "beschikking in, op de pagina 'Boekingen inlezen'."
CUTS = (Cut.PURPOSE, Cut.MEASURE, Cut.GROUP, Cut.KIND, Cut.SCHOOL_YEAR, Cut.YEAR)
"""By what spending can be divided on a page."""


def day_of(cursor: Cursor, choices: Choices) -> date:
    """The day as of which the money is seen: the chosen one, else the last with a booking, else today."""
    today = datetime.now(_HERE).date()
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
    spent = f"Van de {euros(found.granted)} is {_share(found.spent, found.granted)} besteed"
    if found.as_of >= found.rules.last_day:
        rest = rest_word(found.rules.last_day, found.as_of)
        return f"{spent}; {euros(found.left)} is {rest}" if found.left else f"{spent}; er is niets over"
    ends = budget_forecast.outcome(found)
    told = f"{spent}; bij dit tempo {_expected(ends.if_pace)}"
    if not found.plan:
        return told
    is_alike = ends.if_pace > 0 and ends.if_plan > 0
    return f"{told}, als het plan lukt {euros(ends.if_plan) if is_alike else _expected(ends.if_plan)}"


def _share(cents: int, whole: int) -> str:
    percent = 100 * cents / whole
    return "minder dan 1%" if 0 < percent < 1 else f"{int(percent) if percent < 100 else 100}%"


def _expected(left: int) -> str:
    if left < 0:
        return f"komt er {euros(-left)} tekort"
    return f"blijft naar verwachting {euros(left)} liggen" if left else "is precies alles op"


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


def cuts(choices: Choices, cursor: Cursor, _: Catalogue) -> Tile:
    """Spending by the chosen cut, within what was clicked. Raises NoFigures where nothing is booked."""
    found = position(cursor, choices)
    cut = Cut(choices.cut) if choices.cut else Cut.PURPOSE
    within = {Cut(name): key for name, key in choices.spent_on if Cut(name) is not cut}
    table = budget.burn(found, cut, within)
    rows = table.frame
    if rows.empty:
        raise NoFigures("Er is op deze dag nog niets geboekt. Kies bij 'Stand per' een latere dag.")
    total = sum(int(cents) for cents in rows["cents"])
    of = "" if not within else f" aan {dutch.listing([_called(found, *one) for one in within.items()])}"
    title = _largest(rows, total)
    return Tile(
        kind=Kind.BUDGET_CUTS,
        title=title,
        subtitle=f"Besteed per {cut}{of} · samen {euros(total, True)} · stand per {dutch.day(found.as_of)}",
        figure=spending.cuts(table, UNPLACED),
        table=pd.DataFrame(
            {
                cut.value.capitalize(): [*rows["label"], "Totaal"],
                "Besteed": [*_amounts(rows["cents"]), euros(total, True)],
                "Aandeel": [*[dutch.quantity(one, "%", 1) for one in rows["share_pct"]], dutch.quantity(100, "%", 1)],
                "Boekingen": [dutch.number(int(one)) for one in [*rows["bookings"], rows["bookings"].sum()]],
            }
        ),
        alt=f"Staven per {cut}, de grootste boven. {title}.",
        source=source(cursor, found, choices),
        notes=("Een maatregel voor meer doelgroepen staat bij die doelgroepen samen.",) if cut is Cut.GROUP else (),
    )


def _called(found: Position, cut: Cut, key: str) -> str:
    return found.name(key) if cut is Cut.MEASURE and key not in (UNPLACED, NO_MEASURE) else key


def _largest(rows: pd.DataFrame, total: int) -> str:
    placed = rows[rows["key"] != UNPLACED]
    if placed.empty:
        return f"Alles wat is besteed ({euros(total)}) is {UNPLACED}"
    first = placed.sort_values("cents", ascending=False, kind="stable").iloc[0]
    if len(rows) == 1 or total <= 0:
        return f"{first['label']}: {euros(int(first['cents']))}"
    return f"Het meeste ging naar {first['label']}: {euros(int(first['cents']))}, {_share(int(first['cents']), total)}"


def plan(choices: Choices, cursor: Cursor, _: Catalogue) -> Tile:
    """Plan against actual per measure. Raises NoFigures where nothing is planned."""
    found = position(cursor, choices)
    if not found.plan:
        raise NoFigures(
            "Er is nog geen plan per maatregel en maand. Voer het in, of neem het over uit een Excel-bestand, op de "
            "pagina 'Boekingen inlezen' bij 'Plan'."
        )
    table = budget_pace.against_plan(found)
    rows = table.frame
    behind, ahead = (int((rows["state"] == state).sum()) for state in ("achter", "voor"))
    planned = budget_pace.planned_until(found, found.as_of)
    title = f"{_counted(behind)} achter op het plan en {_counted(ahead)} voor"
    amounts = ("planned", "planned_to_date", "spent", "committed", "difference")
    heads = ("Gepland in totaal", "Gepland tot nu", "Besteed", "Vastgelegd", "Verschil met plan")
    return Tile(
        kind=Kind.BUDGET_PLAN,
        title=title,
        subtitle=f"Per maatregel, wat het meest afwijkt boven · samen {euros(found.spent)} besteed, "
        f"{euros(planned)} gepland tot {dutch.day(found.as_of)}",
        figure=spending.plan(table),
        table=pd.DataFrame(
            {
                "Maatregel": rows["name"],
                "Begroot": _amounts(rows["budget_cents"]),
                **{head: _amounts(rows[f"{name}_cents"]) for head, name in zip(heads, amounts, strict=True)},
                "Loopt": rows["state"],
            }
        ),
        alt=f"Per maatregel een staaf van wat is besteed, met een streep waar het plan nu zou zijn. {title}.",
        source=source(cursor, found, choices),
        notes=("Voor en achter: meer dan een tiende anders dan tot nu gepland.",),
    )


def _counted(count: int) -> str:
    return {0: "Geen maatregel loopt", 1: "1 maatregel loopt"}.get(count, f"{count} maatregelen lopen")


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


def _amounts(column: Iterable[Any]) -> list[str]:
    return [dutch.NO_VALUE if pd.isna(cents) else euros(int(cents), True) for cents in column]


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


def _months(lines: pd.DataFrame, ahead: pd.DataFrame) -> pd.DataFrame:
    """All lines in one table: a row for each day that any of them has."""
    both = lines.merge(ahead.drop(columns="month"), on="day", how="outer").sort_values("day")
    columns = {"Tot en met": [dutch.day(day) for day in both["day"]]}
    return pd.DataFrame(
        columns | {head: _amounts(both[f"{name}_cents"]) for name, head in (_LINES | _AHEAD).items()}
    )  # fmt: skip
