"""The money of the made-up municipality: its ledger, its plan and what an officer entered beside them."""

import tomllib
from collections.abc import Mapping
from datetime import timedelta
from pathlib import Path
from typing import Any

from duckdb import DuckDBPyConnection as Cursor

from intake import budget_plan, ledger
from intake.opened import open_file
from model.booking import BookingKind, Commitment, GrantDecision, Note, Payment, Placement
from model.grant import Rules, payment_terms
from store import budget, measures
from store import ledger as kept

LEDGER, PLAN, ENTERED = "ledger/grootboek 2021-2023.csv", "ledger/plan.csv", "ledger/budget.toml"


def add_money(cursor: Cursor, folder: Path, municipality: str) -> None:
    """Keep the money of the example as uploads and entries of an officer would be kept."""
    said: Mapping[str, Any] = tomllib.loads((folder / ENTERED).read_text("utf-8"))
    known = [one.content for one in measures.measures(cursor, municipality)]
    ids = {"": ""} | {one.name: one.id for one in known}
    path = folder / LEDGER
    opened = ledger.open_ledger(path.read_bytes(), path.name)
    sheet = ledger.sheets(opened)[0]
    layout = ledger.proposed(cursor, sheet)
    found = ledger.preview(cursor, municipality, said["ledger"], opened, sheet, layout, Rules())
    ledger.keep(cursor, found, "")
    placements = [
        Placement(
            ids[one.get("measure", "")],
            BookingKind(one["kind"]) if "kind" in one else None,
            cost_object=one.get("cost_object", ""),
            text=one.get("text", ""),
        )
        for one in said["placements"]
    ]
    kept.place(cursor, municipality, placements, "")
    path = folder / PLAN
    planned = budget_plan.read_plan(open_file(path.read_bytes(), path.name, budget_plan.LARGEST_MB), known)
    budget_plan.keep(cursor, municipality, planned, "")
    decisions = [GrantDecision(one["day"], one["euros"] * 100, one["reference"]) for one in said["decisions"]]
    budget.keep_decisions(cursor, municipality, decisions, "", None)
    budget.keep_payments(cursor, municipality, _payments(decisions, said["payments"]), "", None)
    commitments = [
        Commitment(one["day"], one["euros"] * 100, ids[one["measure"]], one["description"], one["expected"])
        for one in said["commitments"]
    ]
    budget.keep_commitments(cursor, municipality, commitments, "", None)
    budget.keep_notes(cursor, municipality, [Note(one["day"], one["text"]) for one in said["notes"]], "", None)


def _payments(decisions: list[GrantDecision], said: Mapping[str, Any]) -> list[Payment]:
    """The terms of the grant, with the day on which those that came in did."""
    found = []
    for due, cents in payment_terms(sum(one.cents for one in decisions)):
        day = due + timedelta(days=said["days_later"])
        found.append(Payment(due, cents, day if day <= said["until"] else None))
    return found
