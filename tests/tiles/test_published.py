"""What the menukaart says of a choice: in the version of its school year, and never more than that."""

import pytest
from duckdb import DuckDBPyConnection as Cursor

from model import menukaart
from model.catalogue import Domain
from model.choices import Audience
from tests.tiles.test_gaps import ZANDKAMP, described
from tiles import published


def rows(**chosen: list[str]) -> list[tuple[str, ...]]:
    return [tuple(row) for row in published.told(chosen)[0].to_numpy().tolist()]


def test_a_choice_is_told_in_the_version_of_its_school_year() -> None:
    assert rows(A3=["2021/2022"]) == [("A3 Zomer- of lentescholen", "mei 2021", "2 maanden", "4 van 5", "3 van 5")]
    assert rows(A3=["2022/2023"]) == [("A3 Zomer- of lentescholen", "april 2022", "3 maanden", "2 van 5", "3 van 5")]


@pytest.mark.parametrize("years", [["2021/2022", "2022/2023"], [""], ["voorjaar"], ["2022/2023", "", "2021/2022"]])
def test_of_both_years_or_an_unknown_one_each_version_is_told_once(years: list[str]) -> None:
    assert sorted(row[1] for row in rows(C2=years)) == ["april 2022", "mei 2021"]


def test_one_month_is_a_month() -> None:
    assert rows(C2=["2022/2023"])[0][2] == "1 maand"


def test_no_value_published_and_not_in_this_version_are_two_things() -> None:
    assert rows(B11=["2021/2022"])[0][2:] == ("staat niet in deze versie", "–", "–")
    assert rows(B11=["2022/2023"])[0][2:] == ("geen waarde gepubliceerd",) * 3


def test_what_a_reader_must_know_and_the_source_stand_with_it_and_nothing_is_added_up() -> None:
    table, notes = published.told({"B6": ["2021/2022"], "A3": ["2022/2023"]})
    assert "niet bij elkaar op te tellen" in notes[0]
    assert notes[1] == "B6: Kosten niet leesbaar in de bron: waarschijnlijk één symbool."
    assert notes[-1] == "Bron: Menukaart NP Onderwijs, versie april 2022; Menukaart NP Onderwijs, versie mei 2021."
    assert published.told({"A3": ["2022/2023"]})[1][-1].endswith("versie april 2022.")
    assert list(table["Keuze"]) == ["B6 Feedback", "A3 Zomer- of lentescholen"], "a row each and no total"


def test_what_the_menukaart_does_not_have_is_not_told() -> None:
    assert published.told({"Z9": [""], "": ["2021/2022"]})[1] == ()
    assert not rows(Z9=[""])


@pytest.mark.parametrize("code", menukaart.current())
def test_every_intervention_can_be_told(code: str) -> None:
    assert all(cell for row in rows(**{code: [""]}) for cell in row)


def test_a_cell_has_what_is_published_of_its_choices(cursor: Cursor) -> None:
    told = described(cursor, ZANDKAMP, Domain.COGNITIVE, Audience.MUNICIPALITY)
    chosen = {name for name in told.reach["Keuze"] if "niet herkend" not in name}
    assert set(told.published["Keuze"]) == chosen
    assert told.published_notes
