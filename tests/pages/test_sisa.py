"""Verantwoording (SiSa): totals a year, whether they add up, and a workbook that says the same."""

import io
from collections import defaultdict
from decimal import Decimal

import openpyxl
import pytest

import settings
from analysis import sisa
from analysis.budget_bookings import bookings
from model.choices import Choices
from pages.parts import sisa_view
from store import Store
from store import budget as entered
from store.budget import Entry
from tests.ledgers import load
from tests.pages.conftest import Open
from tests.pages.test_pages import words
from tests.pages.test_uploads import press
from tiles import budget

PAGE = "pages/account.py"


def spaced(text: str) -> str:
    """A text with common spaces."""
    return text.replace("\N{NO-BREAK SPACE}", " ")


def test_the_totals_of_each_year_stand_in_the_title_and_add_up(with_example: Store, open_page: Open) -> None:
    app = open_page(PAGE, stand="2022-12-31")
    assert spaced(app.title[0].value) == "Te verantwoorden: € 44.949 over 2021 en € 293.032 over 2022"
    assert words(app).count(":material/check:") == 4
    table = app.table[0].value
    assert list(table["Onderdeel"])[1:3] == ["Extra huur", "Ambtelijke capaciteit of expertise"]
    assert table.loc[table["Onderdeel"] == "Totaal", "Alle jaren"].item().endswith("337.981,55")


def test_bookings_of_which_only_the_booking_date_decides_are_counted(with_example: Store, open_page: Open) -> None:
    assert "staat geen boekjaar" not in words(open_page(PAGE))
    load(with_example, "X1;1-6-2022;;;;zonder boekjaar;;10,00", "X2;2-6-2022;2022;;;met;;1,00", books="Bij")
    assert "Bij 1 boeking staat geen boekjaar (€ 10,00): daar bepaalt de boekdatum" in spaced(words(open_page(PAGE)))


def test_the_codes_of_the_indicators_are_a_setting(
    with_example: Store, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert list(open_page(PAGE).table[0].value["Code"])[:3] == ["D14/01", "D14/02", "D14/03"]
    monkeypatch.setenv("STARTFOTO_SISA_LABELS", "rent=D99/09")
    settings.current.cache_clear()
    app = open_page(PAGE)
    assert list(app.table[0].value["Code"])[:3] == ["D14/01", "D99/09", "D14/03"]
    assert "De codes zijn niet zeker" in words(app)


def test_an_invoice_of_january_belongs_to_the_financial_year_of_december(with_example: Store, open_page: Open) -> None:
    as_of_new_year = spaced(open_page(PAGE, stand="2021-12-31").title[0].value)
    assert as_of_new_year == "Te verantwoorden: € 39.387 over 2021"
    assert "€ 44.949 over 2021" in spaced(open_page(PAGE).title[0].value), "booked in January, of 2021"


def test_the_workbook_recomputed_has_the_totals_of_the_page(with_example: Store) -> None:
    with with_example.read() as cursor:
        found = budget.position(cursor, Choices("GM9901"))
        listed = bookings(cursor, "GM9901", found.rules, found.as_of)
    content = sisa_view.workbook(listed, found, found.rules.labels, found.as_of, "Lindewaard")
    sheets = openpyxl.load_workbook(io.BytesIO(content))
    cents: dict[int, Decimal] = defaultdict(Decimal)
    for row in sheets["Boekingen"].iter_rows(min_row=2, values_only=True):
        if row[11] == "ja":
            cents[int(str(row[0]))] += Decimal(str(row[4])).quantize(Decimal("0.01"))
    account = sisa.years(found).frame
    assert {year: int(total * 100) for year, total in cents.items()} == dict(
        zip(account["year"].tolist(), account["total_cents"].astype(int).tolist(), strict=True)
    )
    formulas = [cell.value for row in sheets["SiSa"].iter_rows(min_row=2, min_col=3) for cell in row if cell.value]
    assert formulas and all(str(one).startswith("=") for one in formulas), "live, not typed over"


def test_closed_accounts_that_change_afterwards_are_told(with_example: Store, open_page: Open) -> None:
    app = open_page(PAGE, stand="2021-12-31")
    press(app, "De jaarrekening van 2021 is vastgesteld")
    assert "en dat staat er nog" in words(app)
    with with_example.read() as cursor:
        assert entered.version(cursor, "GM9901", Entry.CLOSED, "2021") is not None

    later = open_page(PAGE)
    [warning] = later.warning
    assert "De jaarrekening van 2021 is vastgesteld op 31 december 2021 met" in warning.value
    assert "5.561,98 verschil" in warning.value
    assert later.subheader[0].value == "Wat er na de jaarrekening van 2021 is veranderd"
    assert "5.561,98** verschil" in words(later)
    table = later.table[1].value
    assert list(table["Boekstuknummer"]) == [f"NPO2022-000{number}" for number in (29, 30, 31, 32)]
    assert set(table["Wat"]) == {"nieuw"} and set(table["Was"]) == {"–"}

    of_others = open_page(PAGE, voor="LEA")
    assert len(of_others.table) == 1 and of_others.warning, "totals, and no single booking"

    press(open_page(PAGE), "Heropen 2021")
    assert not open_page(PAGE).warning


def test_the_lea_sees_totals_and_no_bookings(with_example: Store, open_page: Open) -> None:
    app = open_page(PAGE, voor="LEA")
    assert [one.value for one in app.header] == ["Telt het op?"]
    assert len(app.table) == 1
    assert "NPO2021" not in str(app.table[0].value)
