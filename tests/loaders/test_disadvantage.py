"""The achterstandsscores of CBS: found by the words of their columns, of schools or of gemeenten."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.disadvantage import read_disadvantage
from model.delivery import OBSERVATION, Delivery
from model.findings import Refusal
from model.text_file import Line, Sheet, TextFile


def figures(delivery: Delivery) -> dict[tuple[str, str], tuple[Any, ...]]:
    """(vestiging, indicator) to status, value, lower, upper and count."""
    return {
        (row["vestiging"], row["indicator"]): (row["status"], row["value"], row["lower"], row["upper"], row["count"])
        for row in delivery.school_figures.to_pylist()
    }


def workbook(*rows: tuple[str, ...]) -> TextFile:
    lines = tuple(Line(number, row) for number, row in enumerate(rows, start=1) if row)
    return TextFile(
        "achterstand.xlsx", "xlsx", (Sheet("Toelichting", (Line(1, ("Over de scores",)),)), Sheet("T", lines))
    )


class TestDisadvantage:
    def test_the_scores_of_schools_are_found_by_the_words_of_their_columns(self) -> None:
        file = workbook(
            ("Achterstandsscores 2022",), (),
            ("BRIN", "Vestigingsnummer", "Achterstandsscore zonder drempel", "Achterstandsscore met drempel"),
            ("08EM", "0", "123,45", "0"), ("08EM", "1", ".", "x12"), ("14RC", "0", "1,5", "1,5"),
        )  # fmt: skip
        found = read_disadvantage(file, "2022", regions={"GM0308"}, region_of={"08EM00": "GM0308", "08EM01": "GM0308"})
        assert figures(found) == {
            ("08EM00", "achterstandsscore_zonder_drempel"): ("known", 123.45, None, None, None),
            ("08EM00", "achterstandsscore"): ("known", 0.0, None, None, None),
            ("08EM01", "achterstandsscore_zonder_drempel"): ("secret", None, None, None, None),
            ("08EM01", "achterstandsscore"): ("not_available", None, None, None, None),
        }
        assert (found.rows_in, found.observations.num_rows, found.table_id) == (2, 0, "achterstandsscores-school")
        assert [finding.row for finding in found.findings] == [5]

    def test_the_scores_of_gemeenten_are_figures_of_areas(self) -> None:
        file = workbook(("Gemeentecode", "Gemeente", "Score\nmet drempel"), ("308", "Baarn", "1.234,5"))
        found = read_disadvantage(file, "2022")
        assert found.observations.schema == OBSERVATION
        [row] = found.observations.to_pylist()
        assert (row["indicator"], row["region"], row["period"], row["value"]) == (
            "achterstandsscore", "GM0308", "2022", 1234.5,
        )  # fmt: skip
        assert (found.school_figures.num_rows, found.table_id) == (0, "achterstandsscores-gemeente")

    def test_a_gemeente_that_stands_there_twice_counts_once(self) -> None:
        found = read_disadvantage(
            workbook(("Gemeentecode", "Score met drempel"), ("308", "1,5"), ("308", "2,5")), "2022"
        )
        assert found.observations["value"].to_pylist() == [1.5]
        assert (found.rows_in, found.rows_accepted, found.rows_refused) == (2, 1, 1)

    def test_a_number_that_can_be_read_in_two_ways_is_no_score(self) -> None:
        file = workbook(("Gemeentecode", "Score met drempel"), ("308", "1.234"))
        found = read_disadvantage(file, "2022")
        assert found.observations["status"].to_pylist() == ["not_available"]
        assert found.findings[0].found == "1.234"

    def test_a_number_of_a_workbook_has_a_comma_and_is_no_doubt(self) -> None:
        found = read_disadvantage(
            workbook(("Gemeentecode", "Score met drempel"), ("308", "1,234"), ("344", ".")), "2022"
        )
        assert [(row["value"], row["status"]) for row in found.observations.to_pylist()] == [
            (1.234, "known"), (None, "secret"),
        ]  # fmt: skip

    @pytest.mark.parametrize(
        ("header", "why"),
        [
            (("Gemeentecode", "Achterstandsscore"), "geen enkele kolom zegt of het de score zonder of met drempel is"),
            (("Gemeentecode", "Score onderbouw met drempel", "Score bovenbouw met drempel"), "meer dan één kolom past"),
            (("Naam", "Score met drempel"), "er is geen regel met de namen van die kolommen"),
        ],
    )
    def test_columns_that_are_in_doubt_are_refused(self, header: tuple[str, ...], why: str) -> None:
        with pytest.raises(Refusal, match=why):
            read_disadvantage(workbook(header, ("308", "1", "2")), "2022")

    @given(st.lists(st.lists(st.text(max_size=8), max_size=4).map(tuple), max_size=6))
    def test_any_cells_give_figures_or_a_refusal(self, rows: list[tuple[str, ...]]) -> None:
        header = ("Gemeentecode", "Score zonder drempel", "Score met drempel")
        found = read_disadvantage(workbook(header, ("308", "1,5", "0"), *rows), "2022")
        assert found.rows_in == found.rows_accepted + found.rows_refused

    def test_schools_without_a_register_are_refused(self) -> None:
        with pytest.raises(Refusal, match="Laad eerst het scholenregister"):
            read_disadvantage(workbook(("BRIN6", "Score met drempel"), ("08EM00", "1,5")), "2022")
