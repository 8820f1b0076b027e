"""A plan from a file: a row or a column for each month, kept per measure, and only where it differs."""

import io
from datetime import date

import openpyxl
import pytest
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from intake import budget_plan
from intake.budget_plan import PlanRead, read_plan
from intake.budget_plan_sheet import plan_xlsx
from intake.example import FOLDER
from intake.opened import open_file
from model.booking import PlanLine
from model.findings import FindingLevel, Refusal
from model.measure import Measure
from store import Store, budget
from tests.ledgers import HERE, empty_store

KNOWN = [Measure("z", "Zomerschool"), Measure("b", "Bijles")]


def read(text: str) -> PlanRead:
    return read_plan(open_file(text.encode(), "plan.csv", 10), KNOWN)


def plan(store: Store) -> list[PlanLine]:
    with store.read() as cursor:
        return budget.plan(cursor, HERE)


def test_a_row_and_a_column_for_each_month_say_the_same() -> None:
    long = read("Maatregel;Maand;Bedrag\nZomerschool;2021-12;1.000,50\nzomerschool;januari 2022;2,00\nb;2022-01;3,00")
    wide = read("Plan 2022\n\nMaatregel;2021-12;jan 2022\nZomerschool;1.000,50;2,00\nBijles;;3,00")
    assert long == wide
    assert long.lines["z"] == (PlanLine("z", date(2021, 12, 1), 1_000_50), PlanLine("z", date(2022, 1, 1), 2_00))
    assert long.cents == 1_005_50


def test_lines_of_one_month_are_added_up() -> None:
    found = read("Maatregel;Maand;Bedrag\nBijles;2022-01;1,00\nBijles;2022-01;2,00")
    assert found.lines == {"b": (PlanLine("b", date(2022, 1, 1), 3_00),)}


def test_what_cannot_be_read_and_who_is_not_known_is_said() -> None:
    found = read(
        "Maatregel;Maand;Bedrag\nBijles;2022-01;veel\nBijles;ooit;1,00\nZwemles;2022-01;1,00\nBijles;2022-02;5,00"
    )
    assert found.cents == 5_00
    assert [one.level for one in found.findings] == [FindingLevel.WARNING] * 2
    assert "Zwemles" in found.findings[0].message
    assert "rij 2 en 3" in found.findings[1].message


def test_a_file_without_a_plan_is_held_back() -> None:
    for text in ("Naam;Kleur\nx;y", "Maatregel;Maand;Bedrag"):
        assert read(text).is_blocked


def test_a_plan_replaces_that_of_its_measures_only_and_again_changes_nothing() -> None:
    with empty_store() as store:
        budget_plan.commit(store, HERE, read("Maatregel;2022-01\nZomerschool;1,00\nBijles;2,00"), "Officer")
        later = read("Maatregel;2022-02\nBijles;4,00")
        assert len(budget_plan.commit(store, HERE, later, "Officer")) == 1
        assert plan(store) == [PlanLine("b", date(2022, 2, 1), 4_00), PlanLine("z", date(2022, 1, 1), 1_00)]
        assert budget_plan.commit(store, HERE, later, "Officer") == []
        with pytest.raises(Refusal):
            budget_plan.commit(store, HERE, read("niets"), "Officer")


class TestTheWorkbook:
    """To be filled in: what goes in comes back."""

    TWINS = (Measure("z", "Zomerschool"), Measure("b", "=Bijles"), Measure("c", "=bijles"))
    """Two have one name, which looks like a formula."""
    LAST = date(2025, 7, 31)

    def back(self, content: bytes) -> PlanRead:
        return read_plan(open_file(content, "plan.xlsx", 10), self.TWINS)

    @examples(max_examples=20)
    @given(
        st.dictionaries(
            st.tuples(st.sampled_from("zbc"), st.dates(date(2021, 7, 1), date(2026, 1, 1))),
            st.integers(-(10**10), 10**10).filter(bool),
            min_size=1,
            max_size=8,
        )
    )
    def test_as_it_is_downloaded_is_the_same_plan(self, amounts: dict[tuple[str, date], int]) -> None:
        months = {(id, day.replace(day=1)): cents for (id, day), cents in amounts.items()}
        plan = [PlanLine(id, month, cents) for (id, month), cents in sorted(months.items())]
        found = self.back(plan_xlsx(self.TWINS, plan, self.LAST))
        assert found.findings == ()
        assert [line for id in sorted(found.lines) for line in found.lines[id]] == plan

    def test_filled_in_is_the_plan_that_was_filled_in(self) -> None:
        book = openpyxl.load_workbook(io.BytesIO(plan_xlsx(self.TWINS, [], self.LAST)))
        sheet = book["Plan"]
        headers = [cell.value for cell in sheet[1]]
        assert (headers[:3], headers[-1]) == (["Maatregel", "ID", "2021-07"], "2025-07")
        sheet.cell(2, headers.index("2021-12") + 1, 1250.5)
        sheet.cell(2, headers.index("2025-07") + 1, 99)
        sheet.cell(4, headers.index("2022-01") + 1, "1.000,00")
        filled = io.BytesIO()
        book.save(filled)
        found = self.back(filled.getvalue())
        assert found.findings == ()
        assert found.lines == {
            "z": (PlanLine("z", date(2021, 12, 1), 1_250_50), PlanLine("z", date(2025, 7, 1), 99_00)),
            "c": (PlanLine("c", date(2022, 1, 1), 1_000_00),),
        }

    def test_that_is_still_empty_is_told_so(self) -> None:
        assert self.back(plan_xlsx(self.TWINS, [], self.LAST)).is_blocked


def test_a_nought_makes_a_plan_empty_and_an_empty_row_leaves_it() -> None:
    found = read("Maatregel;2022-01;2022-02\nZomerschool;0;\nBijles;;")
    assert (found.lines, found.is_blocked) == ({"z": ()}, False)


def test_a_name_that_two_measures_have_is_not_guessed() -> None:
    twins = [Measure("a", "Bijles"), Measure("b", "bijles")]
    found = read_plan(open_file(b"Maatregel;Maand;Bedrag\nBijles;2022-01;1,00", "plan.csv", 10), twins)
    assert found.is_blocked
    assert "Bijles" in found.findings[0].message


def test_the_plan_of_the_example_is_the_money_of_its_measures() -> None:
    name = "plan.csv"
    opened = open_file((FOLDER / "ledger" / name).read_bytes(), name, 10)
    assert opened.text is not None
    names = {line.cells[0] for line in opened.text.sheets[0].lines[1:]}
    found = read_plan(opened, [Measure(name, name) for name in names])
    assert (found.findings, found.cents) == ((), 449_499_50)
