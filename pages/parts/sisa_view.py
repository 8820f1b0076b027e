"""The account per calendar year as tables, the workbook of it, and years of which the accounts are fixed."""

from collections.abc import Mapping, Sequence
from datetime import date
from functools import partial
from typing import Any

import pandas as pd
import streamlit as st
from duckdb import DuckDBPyConnection as Cursor

from analysis import budget_closed, sisa
from analysis.budget import Position
from intake import plan
from intake.sisa_sheet import PARTS, SheetBooking, sisa_xlsx
from model import dutch
from model.access import Right, Role
from model.disclosed import Disclosed
from model.findings import Refusal
from model.money import euros
from pages.parts import access, outcome, writer
from pages.parts.download import csv_of
from pages.parts.plain import table as plain_table
from store import budget, closing, shared_store
from store.budget import Entry
from store.versions import Conflict

_MOST_ROWS = 100
_APART = {
    "before": "Voor de eerste dag van besteden",
    "after": "Na de laatste dag",
    "outside": "Niet van deze uitkering",
}
_OVERTAKEN = (
    "Intussen zijn er boekingen gewijzigd, of heeft een collega dit jaar afgesloten of heropend; er is niets bewaard. "
    "Bekijk de bedragen opnieuw."
)
_BECAME = {
    budget_closed.NEW: "nieuw",
    budget_closed.AMOUNT: "ander bedrag",
    budget_closed.KIND: "andere soort",
    budget_closed.VANISHED: "verdwenen",
    budget_closed.APART: "telt niet meer mee",
}


def finding(account: pd.DataFrame) -> str:
    """What is to be accounted for, of each year: `Te verantwoorden: € 39.387 over 2021 en € 210.000 over 2022`."""
    parts = [f"{euros(int(row.total_cents))} over {row.year}" for row in account.itertuples()]
    return f"Te verantwoorden: {dutch.listing(parts)}" if parts else "Er is nog niets te verantwoorden"


def per_year(account: pd.DataFrame, labels: Mapping[str, str]) -> pd.DataFrame:
    """The parts down, the years across, with the total of all years; amounts to the cent."""
    names = {**{part: name for part, (name, _) in PARTS.items()}, "total": "Totaal"}
    apart = {name: told for name, told in _APART.items() if (account[f"{name}_cents"] != 0).any()}
    rows = [*names, *apart]
    shown = {
        "Onderdeel": [names.get(one) or f"Apart geteld: {apart[one]}" for one in rows],
        "Code": [labels.get(one, "") for one in rows],
    }
    for row in account.to_dict("records"):
        shown[str(row["year"])] = [euros(int(row[f"{one}_cents"]), True) for one in rows]
    shown["Alle jaren"] = [euros(int(account[f"{one}_cents"].sum()), True) for one in rows]
    return pd.DataFrame(shown)


def draw_checks(checks: Sequence[sisa.Check]) -> None:
    """Whether the account adds up, sum by sum, in words."""
    for one in checks:
        if one.holds:
            st.markdown(f":material/check: {one.text}: {euros(one.left, True)}.")
        else:
            st.error(f"{one.text}: dat klopt niet. {euros(one.left, True)} tegenover {euros(one.right, True)}.")


def draw_closed(account: pd.DataFrame, found: Position) -> None:
    """Of each year of which the accounts are fixed whether it is still the same."""
    days = {one.year: one.day for one in found.closed}
    for row in account[account["closed_cents"].notna()].itertuples():
        when = f"De jaarrekening van {row.year} is vastgesteld op {dutch.day(days[row.year])} met "
        if row.changed_cents:
            st.warning(
                f"{when}{euros(int(row.closed_cents), True)}; nu staat er {euros(int(row.total_cents), True)}, "
                f"{euros(int(row.changed_cents), True)} verschil. Bespreek dit met uw accountant.",
                icon=":material/warning:",
            )
        else:
            st.markdown(f":material/lock: {when}{euros(int(row.closed_cents), True)}, en dat staat er nog.")


def draw_changes(changes: Disclosed) -> None:
    """Of each year of which the accounts are fixed the bookings that changed afterwards, old and new."""
    for year, rows in changes.frame.groupby("year"):
        st.subheader(f"Wat er na de jaarrekening van {year} is veranderd", anchor=False)
        was, now = int(rows["was_cents"].sum()), int(rows["now_cents"].sum())
        st.markdown(
            f"{dutch.counted(len(rows), 'boeking is', 'boekingen zijn')} anders dan toen, samen "
            f"**{euros(now - was, True)}** verschil."
        )
        shown = _changed(rows)
        plain_table(shown.head(_MOST_ROWS), alt=f"Boekingen van {year} die na de jaarrekening zijn veranderd")
        if len(shown) > _MOST_ROWS:
            st.caption(f"De eerste {_MOST_ROWS} van {dutch.number(len(shown))}; het bestand heeft ze allemaal.")
        st.download_button(
            "Download deze wijzigingen als CSV",
            data=access.export(partial(csv_of, shown), Role.EDITOR),
            file_name=f"gewijzigd-na-jaarrekening-{year}.csv",
            mime="text/csv",
            icon=":material/download:",
            key=f"_changed-{year}",
        )


def _changed(rows: pd.DataFrame) -> pd.DataFrame:
    def told(row: Any) -> str:
        if row.change == budget_closed.MOVED:
            return f"nu in {row.now_year}"
        return f"was {row.was_kind}, nu {row.now_kind}" if row.change == budget_closed.KIND else _BECAME[row.change]

    def amount(cents: Any) -> str:
        return euros(None if pd.isna(cents) else int(cents), True)

    differences = rows["now_cents"].fillna(0) - rows["was_cents"].fillna(0)
    return pd.DataFrame(
        {
            "Boekstuknummer": rows["number"],
            "Boekdatum": [dutch.day(day) for day in rows["booked"]],
            "Wat": [told(row) for row in rows.itertuples()],
            "Was": [amount(cents) for cents in rows["was_cents"]],
            "Nu": [amount(cents) for cents in rows["now_cents"]],
            "Verschil": [amount(cents) for cents in differences],
            "Omschrijving": rows["description"],
        }
    )


def draw_closing(region: str, account: pd.DataFrame, found: Position) -> None:
    """Fix the accounts of a year, so that later changes are told, or let it go again."""
    outcome.refused()
    years = [int(year) for year in account["year"]]
    if not years:
        return
    closed = {one.year for one in found.closed}
    year = st.selectbox("Jaar", years, key="_closing")
    writer.ask()
    if year in closed:
        st.button(f"Heropen {year}", icon=":material/lock_open:", on_click=_reopen, args=(region, year))
    else:
        st.button(
            f"De jaarrekening van {year} is vastgesteld",
            icon=":material/lock:",
            on_click=_close,
            args=(region, year, found),
            help=f"Bewaart de bedragen van nu (stand per {dutch.day(found.as_of)}); wat later verandert, wordt gemeld.",
        )


def _close(region: str, year: int, found: Position) -> None:
    def change(cursor: Cursor) -> int:
        now = budget.version(cursor, region, Entry.CLOSED, str(year))
        try:
            fixed = sisa.closing(found, year)
            batch_id = budget.close_year(cursor, region, fixed, writer.name(), now)
            closing.keep_bookings(cursor, region, batch_id, fixed, found.rules)
            return batch_id
        except Conflict as conflict:
            raise Refusal(_OVERTAKEN) from conflict

    outcome.kept(Right.EDIT, f"jaar {year} vastgesteld", lambda: [plan.keep(shared_store(), change)])


def _reopen(region: str, year: int) -> None:
    def change(cursor: Cursor) -> int:
        budget.reopen_year(cursor, region, year, writer.name())
        return year

    outcome.kept(Right.EDIT, f"jaar {year} heropend", lambda: [plan.keep(shared_store(), change)])


def draw_bookings(bookings: Disclosed, found: Position) -> None:
    """The bookings behind the totals, of one year and part at a time, with all of those as a file."""
    rows = bookings.frame
    if rows.empty:
        return
    first, second = st.columns(2)
    year = first.selectbox("Boekjaar", sorted({int(one) for one in rows["year"]}), key="_of_year")
    names = {kind: name for name, kind in PARTS.values()}
    kinds = list(rows.loc[rows["year"] == year, "kind"].unique())
    kind = second.selectbox("Onderdeel", kinds, format_func=lambda one: names.get(one, one), key=f"_of_part-{year}")
    chosen = rows[(rows["year"] == year) & (rows["kind"] == kind)]
    counts = chosen["standing"] == "within"
    total = sum(int(cents) for cents in chosen.loc[counts, "cents"])
    st.markdown(
        f"{dutch.counted(int(counts.sum()), 'boeking telt', 'boekingen tellen')} mee, samen **{euros(total, True)}**."
    )
    plain_table(_listed(chosen.head(_MOST_ROWS), found), alt=f"Boekingen van {year}, {names.get(kind, kind)}")
    if len(chosen) > _MOST_ROWS:
        st.caption(f"De eerste {_MOST_ROWS} van {dutch.number(len(chosen))} boekingen; het bestand heeft ze allemaal.")
    st.download_button(
        "Download deze boekingen als CSV",
        data=access.export(lambda: csv_of(_listed(chosen, found)), Role.EDITOR),
        file_name=f"boekingen-{year}.csv",
        mime="text/csv",
        icon=":material/download:",
    )


def _listed(rows: pd.DataFrame, found: Position) -> pd.DataFrame:
    return pd.DataFrame(
        {
            "Boekdatum": [dutch.day(day) for day in rows["booked"]],
            "Factuurdatum": [dutch.day(None if pd.isna(day) else day) for day in rows["invoiced"]],
            "Boekstuknummer": rows["number"],
            "Bedrag": [euros(int(cents), True) for cents in rows["cents"]],
            "Maatregel": [found.name(one) if one else "" for one in rows["measure"]],
            "Kostenplaats of project": rows["cost_object"],
            "Omschrijving": rows["description"],
            "Telt mee": ["ja" if one == "within" else f"nee: {_APART[one].lower()}" for one in rows["standing"]],
        }
    )


def workbook(bookings: Disclosed, found: Position, labels: Mapping[str, str], as_of: date, municipality: str) -> bytes:
    """The account as a workbook with live formulas, of the same bookings as the page."""
    lines = [
        SheetBooking(
            year=int(row.year),
            number=row.number,
            booked=row.booked,
            invoiced=None if pd.isna(row.invoiced) else row.invoiced,
            cents=int(row.cents),
            kind=row.kind,
            cost_object=row.cost_object,
            account=row.account,
            description=row.description,
            ledger=row.ledger,
            measure=found.name(row.measure) if row.measure else "",
            counts=row.standing == "within",
        )
        for row in bookings.frame.itertuples()
    ]
    return sisa_xlsx(lines, labels, as_of, municipality)
