"""A ledger of 200,000 bookings: how long it takes to load, to look at again, and to answer what a page asks."""

import statistics
import tempfile
import time
from datetime import date, timedelta
from pathlib import Path

from analysis import budget, budget_bookings, budget_forecast, budget_pace, sisa
from intake import ledger
from intake.opened import OpenedFile
from loaders.ledger import read_ledger
from model.booking import GrantDecision, Payment, Placement, PlanLine
from model.grant import Rules, months, payment_terms
from settings import Settings
from store import Store
from store import budget as entered

_MUNICIPALITY, _RUNS, _RULES, _ASKED = "GM9901", 3, 40, 4
_GRANT = 900_000_000_00
AS_OF = date(2023, 6, 30)


def export(rows: int) -> bytes:
    """An export as a financial system writes it, every booking with a number and a description of its own."""
    lines = [
        "Boekstuknummer;Boekdatum;Factuurdatum;Boekjaar;Periode;Kostenplaats;Grootboekrekening;Omschrijving;Bedrag"
    ]
    for number in range(rows):
        day = date(2021, 7, 1) + timedelta(days=number * 729 // rows)
        cents = number * 7919 % 900_000 - 20_000
        amount = f"{cents // 100 if cents >= 0 else -(-cents // 100)},{abs(cents) % 100:02}"
        if -100 < cents < 0:
            amount = f"-{amount}"
        lines.append(
            f"B{number:07};{day:%d-%m-%Y};{day:%d-%m-%Y};{day.year};{day.month};{6100 + number % 60};"
            f"{42000 + number % 9};"
            f"Factuur {number} voor activiteit {number % 200};{amount}"
        )
    return "\n".join(lines).encode("cp1252")


def _preview(store: Store, opened: OpenedFile) -> ledger.Preview:
    sheet = ledger.sheets(opened)[0]
    with store.read() as cursor:
        layout = ledger.proposed(cursor, sheet)
    read = read_ledger(opened.name, sheet, layout)
    with store.read() as cursor:
        return ledger.preview(cursor, _MUNICIPALITY, ledger.LEDGER, opened, sheet, layout, Rules(), read=read)


def _load(store: Store, content: bytes) -> float:
    start = time.perf_counter()
    found = _preview(store, ledger.open_ledger(content, "grootboek.csv"))
    ledger.commit(store, found, "bench")
    seconds = time.perf_counter() - start
    assert len(found.merged.new) == found.read.rows_in
    return seconds


def _look_again(store: Store, content: bytes) -> float:
    start = time.perf_counter()
    found = _preview(store, ledger.open_ledger(content, "grootboek.csv"))
    seconds = time.perf_counter() - start
    assert not found.has_changes
    return seconds


def _budget(store: Store, as_of: date) -> float:
    """All that the page of the budget asks: its title and three tiles each ask the position."""
    start = time.perf_counter()
    for _ in range(_ASKED):
        with store.read() as cursor:
            found = budget.position(cursor, _MUNICIPALITY, Rules(), as_of)
    with store.read() as cursor:
        budget_bookings.unplaced(cursor, _MUNICIPALITY, Rules(), as_of, most=50)
    for cut in budget.Cut:
        assert int(budget.burn(found, cut).frame["cents"].sum()) == found.spent
    budget_pace.cumulative(found)
    budget_pace.against_plan(found)
    budget_forecast.forecast(found)
    budget_forecast.attention(found)
    return time.perf_counter() - start


def _account(store: Store, as_of: date) -> float:
    """All that the page of the account (SiSa) asks."""
    start = time.perf_counter()
    with store.read() as cursor:
        found = budget.position(cursor, _MUNICIPALITY, Rules(), as_of)
        listed = budget_bookings.bookings(cursor, _MUNICIPALITY, Rules(), as_of)
    assert all(one.holds for one in sisa.checks(found, listed))
    return time.perf_counter() - start


def measure(rows: int) -> tuple[float, float, float]:
    """Seconds to load so many bookings, to look at the same export again, and of the slower page (medians).

    Each page is asked as of another day, so that nothing of it was computed before.
    """
    content = export(rows)
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Settings(data_dir=Path(folder)))
        try:
            load = _load(store, content)
            rules = [Placement(f"m{number % 12}", cost_object=str(6100 + number)) for number in range(_RULES // 2)]
            rules += [Placement(f"m{number % 12}", text=f"activiteit {number}") for number in range(_RULES // 2)]
            ledger.place(store, _MUNICIPALITY, rules, "bench")
            store.write(
                lambda cursor: (
                    entered.keep_decisions(
                        cursor, _MUNICIPALITY, [GrantDecision(date(2021, 9, 30), _GRANT)], "bench", None
                    ),
                    entered.keep_payments(
                        cursor,
                        _MUNICIPALITY,
                        [Payment(due, cents, due) for due, cents in payment_terms(_GRANT)],
                        "",
                        None,
                    ),
                    *(
                        entered.keep_plan(
                            cursor,
                            _MUNICIPALITY,
                            f"m{number}",
                            [PlanLine(f"m{number}", month, 100_000) for month in months(date(2021, 8, 1), AS_OF)],
                            "",
                            None,
                        )
                        for number in range(12)
                    ),
                )
            )
            again = _look_again(store, content)
            days = [AS_OF - timedelta(days=run) for run in range(2 * _RUNS)]
            pages = [[page(store, day) for day in days[at::2]] for at, page in enumerate((_budget, _account))]
            return load, again, max(map(statistics.median, pages))
        finally:
            store.close()
