"""What the money goes to, by the chosen cut, and what of the plan per measure was done."""

import pandas as pd
from duckdb import DuckDBPyConnection as Cursor

from analysis import budget, budget_pace
from analysis.budget import NO_MEASURE, Cut, Position
from charts import spending
from model import dutch
from model.booking import UNPLACED
from model.catalogue import Catalogue
from model.choices import Choices
from model.money import euros
from tiles.budget import amounts, position, share, source
from tiles.tile import Kind, NoFigures, Tile


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
                "Besteed": [*amounts(rows["cents"]), euros(total, True)],
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
    return f"Het meeste ging naar {first['label']}: {euros(int(first['cents']))}, {share(int(first['cents']), total)}"


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
    names = ("planned", "planned_to_date", "spent", "committed", "difference")
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
                "Begroot": amounts(rows["budget_cents"]),
                **{head: amounts(rows[f"{name}_cents"]) for head, name in zip(heads, names, strict=True)},
                "Loopt": rows["state"],
            }
        ),
        alt=f"Per maatregel een staaf van wat is besteed, met een streep waar het plan nu zou zijn. {title}.",
        source=source(cursor, found, choices),
        notes=("Voor en achter: meer dan een tiende anders dan tot nu gepland.",),
    )


def _counted(count: int) -> str:
    return {0: "Geen maatregel loopt", 1: "1 maatregel loopt"}.get(count, f"{count} maatregelen lopen")
