"""The SiSa workbook computes its totals from the bookings beside them: computed again here, apart from our code."""

import io
from datetime import date
from decimal import Decimal

import openpyxl
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st
from openpyxl.workbook import Workbook

from intake.opened import open_file
from intake.sisa_sheet import PARTS, SheetBooking, sisa_xlsx
from model.booking import BookingKind
from model.grant import SISA_LABELS
from tests.spreadsheets import computed

KINDS = [kind for _, kind in PARTS.values()]


def booking(
    cents: int, year: int = 2022, kind: str = "programma", counts: bool = True, text: str = "tekst"
) -> SheetBooking:
    return SheetBooking(year, "B1", date(year, 2, 1), None, cents, kind, "6100", text, text, "Boeken", text, counts)


def workbook(*found: SheetBooking) -> Workbook:
    return openpyxl.load_workbook(io.BytesIO(sisa_xlsx(found, SISA_LABELS, date(2023, 6, 30), "GM9901")))


def test_the_formulas_give_the_totals_by_hand() -> None:
    found = computed(
        workbook(
            booking(100_10, 2021),
            booking(200_20, 2022),
            booking(50_05, 2022, BookingKind.RENT.value),
            booking(-10_01, 2022, BookingKind.FROM_OTHER.value),
            booking(999_99, 2022, counts=False),
        ),
        "SiSa",
    )
    assert found["Besteding maatregelen", 2021] == Decimal("100.10")
    assert found["Extra huur", 2022] == Decimal("50.05")
    assert found["Totaal", 2022] == Decimal("240.24")
    assert found["Totaal", "Alle jaren"] == Decimal("340.34")
    assert {found["Controle", year] for year in (2021, 2022, "Alle jaren")} == {"klopt"}


ANY = st.builds(
    booking, st.integers(-(10**9), 10**9), st.sampled_from([2021, 2022, 2023]), st.sampled_from(KINDS), st.booleans()
)


@examples(max_examples=20)
@given(st.lists(ANY, min_size=1, max_size=12))
def test_the_formulas_give_the_same_totals_as_a_sum_of_the_bookings(bookings: list[SheetBooking]) -> None:
    found = computed(workbook(*bookings), "SiSa")
    counting = [one for one in bookings if one.counts]
    for name, kind in PARTS.values():
        for year in {one.year for one in counting}:
            cents = sum(one.cents for one in counting if (one.year, one.kind) == (year, kind))
            assert found[name, year] * 100 == cents
    assert found["Totaal", "Alle jaren"] * 100 == sum(one.cents for one in counting)
    assert {value for (name, _), value in found.items() if name == "Controle"} == {"klopt"}


def test_the_check_sees_a_kind_that_is_in_no_part() -> None:
    found = computed(workbook(booking(1_00, kind="iets anders")), "SiSa")
    assert found["Controle", 2022] == "klopt niet"


@pytest.mark.parametrize("text", ["=1+1", "+31", "-x", "@SUM(A1)", "\t=1+1", '=HYPERLINK("http://x","y")'])
def test_a_text_from_a_file_is_never_a_formula(text: str) -> None:
    sheet = workbook(booking(1_00, text=text))["Boekingen"]
    for column in ("H", "I", "K"):
        cell = sheet[f"{column}2"]
        assert (cell.data_type, cell.value, cell.quotePrefix) == ("s", text.strip(), True)


def test_amounts_are_exact_and_the_workbook_can_be_opened_as_an_upload() -> None:
    content = sisa_xlsx([booking(10**13 + 1)], SISA_LABELS, date(2023, 6, 30), "GM9901")
    text = open_file(content, "sisa.xlsx", 10).text
    assert text is not None
    assert text.sheets[1].lines[1].cells[4] == "100000000000,01"


def test_the_codes_of_the_indicators_are_those_that_are_set() -> None:
    sheet = workbook(booking(1_00))["SiSa"]
    assert [sheet.cell(row, 2).value for row in range(2, 8)] == [*SISA_LABELS.values(), None]
