"""The tiles of the money: the same amounts in title, figure and table, as of the day that is asked."""

import re
from dataclasses import replace
from datetime import date

import pytest
from duckdb import DuckDBPyConnection as Cursor

from analysis.budget import Cut
from model.booking import GrantDecision, PlanLine
from model.choices import Choices
from model.money import euros
from store import budget as entered
from tests.worlds import stored
from tiles import Kind, NoFigures, Tile, budget, build

CHOICES = Choices("GM9901", period="2021")
MARCH = date(2022, 3, 31)
KINDS = (Kind.BURN, Kind.BUDGET_CUTS, Kind.BUDGET_PLAN)


def cents(text: str) -> int:
    return int(re.sub(r"[^\d-]", "", text))


@pytest.mark.parametrize("area", ["GM9901", "WK990104"])
@pytest.mark.parametrize("kind", KINDS)
def test_every_tile_has_a_finding_a_figure_a_table_and_a_source(cursor: Cursor, kind: Kind, area: str) -> None:
    tile = build(kind, replace(CHOICES, area=area), cursor)
    assert tile.kind is kind
    assert tile.figure is not None
    assert len(tile.table)
    assert tile.title and not tile.title.endswith(".")
    assert tile.title in tile.alt
    assert tile.source.startswith("Bron: verzonnen voorbeeld, financiële administratie van de gemeente, grootboek")
    assert "Stand per" in tile.source


def test_the_title_says_how_much_is_spent_and_what_will_be_left(cursor: Cursor) -> None:
    assert re.fullmatch(
        r"Van de €.600\.000 is 17% besteed; bij dit tempo blijft naar verwachting €.[\d.]+ liggen, als het plan lukt "
        r"€.[\d.]+",
        build(Kind.BURN, replace(CHOICES, as_of=MARCH), cursor).title,
    )


def test_later_bookings_are_not_there(cursor: Cursor) -> None:
    def table(as_of: date) -> Tile:
        return build(Kind.BUDGET_CUTS, replace(CHOICES, as_of=as_of), cursor)

    early, late = table(date(2021, 7, 31)), table(date(2022, 12, 31))
    assert early.table["Besteed"].iloc[-1] == "€\N{NO-BREAK SPACE}13.975,50", "two bookings in July 2021"
    assert cents(late.table["Besteed"].iloc[-1]) > cents(early.table["Besteed"].iloc[-1])


@pytest.mark.parametrize("cut", budget.CUTS)
def test_the_rows_of_every_cut_add_up_to_all_that_is_spent(cursor: Cursor, cut: Cut) -> None:
    found = budget.position(cursor, CHOICES)
    tile = build(Kind.BUDGET_CUTS, replace(CHOICES, cut=cut.value), cursor)
    *rows, total = [cents(text) for text in tile.table["Besteed"]]
    assert sum(rows) == total == found.spent


def test_within_a_bar_the_rest_adds_up_to_that_bar(cursor: Cursor) -> None:
    whole = build(Kind.BUDGET_CUTS, CHOICES, cursor).table
    purpose = str(whole.iloc[0, 0])
    inside = replace(CHOICES, cut=Cut.MEASURE.value, spent_on=((Cut.PURPOSE.value, purpose),))
    tile = build(Kind.BUDGET_CUTS, inside, cursor)
    assert tile.table["Besteed"].iloc[-1] == whole["Besteed"].iloc[0]
    assert purpose in tile.subtitle


def test_the_table_of_the_burn_chart_has_the_day_itself_and_both_forecasts(cursor: Cursor) -> None:
    tile = build(Kind.BURN, replace(CHOICES, as_of=date(2022, 3, 15)), cursor)
    found = budget.position(cursor, replace(CHOICES, as_of=date(2022, 3, 15)))
    [row] = [row for row in tile.table.to_dict("records") if row["Tot en met"] == "15 maart 2022"]
    told = euros(found.spent, True)
    assert row["Besteed"] == row["Als het plan lukt"] == row["Als het tempo zo blijft"] == told
    assert tile.table["Besteed"].iloc[-1] == "–"


def test_without_anything_a_sentence_says_what_to_do() -> None:
    with stored() as store, store.read() as cursor:
        for kind in KINDS:
            with pytest.raises(NoFigures, match="Boekingen inlezen"):
                build(kind, Choices("GM0001"), cursor)


def test_a_country_has_no_budget(cursor: Cursor) -> None:
    with pytest.raises(NoFigures, match="Kies links bij Gebied een gemeente"):
        build(Kind.BURN, Choices("NL99"), cursor)


def test_with_a_decision_alone_nothing_is_spent_and_all_is_left() -> None:
    with stored() as store:
        given = [GrantDecision(date(2021, 9, 30), 100_000_00)]
        store.write(lambda cursor: entered.keep_decisions(cursor, "GM0001", given, "", None))
        with store.read() as cursor:
            choices = Choices("GM0001", as_of=date(2022, 1, 31))
            title = build(Kind.BURN, choices, cursor).title
            assert title == (
                "Van de €\N{NO-BREAK SPACE}100.000 is 0% besteed; bij dit tempo blijft naar verwachting "
                "€\N{NO-BREAK SPACE}100.000 liggen"
            )
            after = build(Kind.BURN, replace(choices, as_of=date(2025, 8, 1)), cursor).title
            assert after.endswith("€\N{NO-BREAK SPACE}100.000 is terug te betalen")
            with pytest.raises(NoFigures, match="nog niets geboekt"):
                build(Kind.BUDGET_CUTS, choices, cursor)


def test_a_plan_without_a_decision_says_that_the_grant_is_not_known() -> None:
    with stored() as store:
        lines = [PlanLine("m", date(2021, 8, 1), 1_000)]
        store.write(lambda cursor: entered.keep_plan(cursor, "GM0001", "m", lines, "", None))
        with store.read() as cursor:
            title = build(Kind.BURN, Choices("GM0001", as_of=MARCH), cursor).title
    assert title == "Er is €\N{NO-BREAK SPACE}0 besteed; hoeveel er is toegekend is nog niet ingevoerd"
