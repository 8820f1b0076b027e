"""The page Afspraken: what was agreed, what is late, and that two editors lose nothing."""

from datetime import date, datetime
from io import BytesIO

import openpyxl
import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from intake.example import MUNICIPALITY
from model.measure import Action, ActionKind, ActionState
from pages.parts.download import xlsx_of
from store import Store, actions
from store.versions import Kept
from tests.pages.conftest import Open
from tiles import agreements

PAGE = "pages/agreements.py"
TODAY = date(2022, 3, 1)
LATE = Action("laat", "Gym vragen", owner="Bas", due=date(2022, 2, 28), meeting="LEA")
SOON = Action("straks", "Bus regelen", due=date(2022, 3, 1))
SOMETIME = Action("ooit", "Nadenken", kind=ActionKind.DECISION)
DONE = Action("klaar", "Zaal huren", due=date(2021, 1, 1), state=ActionState.DONE)


def keep(store: Store, *some: Action, by: str = "", based_on: int | None = None) -> int:
    return store.write(lambda cursor: [actions.keep(cursor, MUNICIPALITY, one, by, based_on) for one in some])[-1]


def kept(store: Store) -> list[Kept[Action]]:
    with store.read() as cursor:
        return actions.actions(cursor, MUNICIPALITY)


def words(app: AppTest) -> str:
    kinds = ("title", "header", "markdown", "caption", "info", "error", "warning", "success")
    return "\n".join(element.value for kind in kinds for element in getattr(app, kind))


def press(app: AppTest, label: str) -> AppTest:
    button = next(button for button in app.button if label in button.label)
    button.click().run()
    assert not app.exception, app.exception[0].stack_trace
    return app


def field(app: AppTest, kind: str, label: str) -> object:
    return next(one for one in getattr(app, kind) if one.label == label)


def test_what_is_late_comes_first_then_what_is_due_then_what_is_settled() -> None:
    listed = agreements.in_order([DONE, SOMETIME, SOON, LATE], TODAY)
    assert listed == [LATE, SOON, SOMETIME, DONE]
    assert agreements.is_late(LATE, TODAY) and not agreements.is_late(SOON, TODAY), "on its day it is not late"
    assert agreements.finding(listed, TODAY) == "1 afspraak is over de datum"
    assert agreements.finding([SOON, SOMETIME], TODAY) == "2 afspraken staan nog open"
    assert agreements.finding([DONE], TODAY) == "Alle afspraken zijn afgehandeld"
    assert agreements.finding([], TODAY) == "Er zijn nog geen afspraken vastgelegd"
    assert "te laat" in agreements.table([LATE], {}, TODAY)["Klaar op"][0]


@pytest.mark.parametrize(
    ("filters", "left"),
    [
        (([], [], None, None, ""), [LATE, SOON, SOMETIME, DONE]),
        (([ActionState.OPEN], [], None, None, ""), [LATE, SOON, SOMETIME]),
        (([], [ActionKind.DECISION], None, None, ""), [SOMETIME]),
        (([], [], "LEA", None, ""), [LATE]),
        (([], [], None, "Bas", ""), [LATE]),
        (([], [], None, None, "BUS"), [SOON]),
    ],
)
def test_filters_leave_what_fits_all_of_them(filters: tuple, left: list[Action]) -> None:  # type: ignore[type-arg]
    assert agreements.matching([LATE, SOON, SOMETIME, DONE], *filters) == left


def test_a_workbook_has_dates_as_dates_and_no_formulas() -> None:
    odd = Action("x", '=HYPERLINK("https://elders.example")', due=date(2022, 3, 1))
    table: pd.DataFrame = agreements.for_file([odd, SOMETIME], {})
    sheet = openpyxl.load_workbook(BytesIO(xlsx_of(table))).worksheets[0]
    first, second = list(sheet.iter_rows(min_row=2))
    assert (first[0].value, first[0].data_type) == (odd.text, "s")
    assert first[3].value == datetime(2022, 3, 1)  # noqa: DTZ001 - a sheet has no time zone
    assert first[3].number_format == "DD-MM-YYYY"
    assert second[3].value is None


def test_an_agreement_is_made_changed_and_undone(with_example: Store, open_page: Open) -> None:
    app = open_page(PAGE)
    assert app.title[0].value == "Er zijn nog geen afspraken vastgelegd"
    app.text_area[0].input("  Zaal *huren*  ")
    app.date_input[0].set_value(date(2021, 10, 14))
    press(app, "Bewaar de afspraak")
    [one] = kept(with_example)
    assert (one.content.text, one.content.due) == ("Zaal *huren*", date(2021, 10, 14))
    assert app.title[0].value == "1 afspraak is over de datum"
    assert r"Zaal \*huren\*" in str(app.table[0].value)
    press(app, "Ongedaan maken")
    assert kept(with_example) == []
    assert "Weggehaalde afspraken (1)" in [box.label for box in app.expander]


def test_an_empty_agreement_is_refused_in_words(with_example: Store, open_page: Open) -> None:
    app = press(open_page(PAGE), "Bewaar de afspraak")
    assert "Deze afspraak is leeg" in app.error[0].value
    assert kept(with_example) == []


def test_the_second_editor_is_shown_both_and_nothing_is_lost(with_example: Store, open_page: Open) -> None:
    seen = keep(with_example, LATE)
    app = open_page(PAGE)
    app.selectbox(key="_agreement_chosen").select("laat").run()
    keep(with_example, Action("laat", "Van Anja"), by="Anja", based_on=seen)
    app.text_area[0].input("Van mij")
    press(app, "Bewaar de afspraak")
    assert "Anja" in app.warning[0].value
    both = "\n".join(str(table.value) for table in app.table)
    assert "Van mij" in both and "Van Anja" in both
    assert kept(with_example)[0].content.text == "Van Anja", "nothing was overwritten"
    press(app, "Bewaar de mijne")
    assert kept(with_example)[0].content.text == "Van mij"
    with with_example.read() as cursor:
        assert [one.content.text for one in actions.history(cursor, MUNICIPALITY, "laat")] == [
            "Van mij",
            "Van Anja",
            "Gym vragen",
        ]


def test_what_was_kept_before_is_not_told_beside_a_refusal(with_example: Store, open_page: Open) -> None:
    app = open_page(PAGE)
    app.text_area[0].input("Zaal huren")
    press(app, "Bewaar de afspraak")
    assert app.success[0].value == "De afspraak is bewaard."
    app.selectbox(key="_agreement_chosen").select("nieuw").run()
    press(app, "Bewaar de afspraak")
    assert "Deze afspraak is leeg" in app.error[0].value
    assert not app.success, "it would seem the answer to the second"
    assert "Ongedaan maken" in [button.label for button in app.button]


def test_the_second_editor_may_leave_it_as_the_other_made_it(with_example: Store, open_page: Open) -> None:
    seen = keep(with_example, LATE)
    app = open_page(PAGE)
    app.selectbox(key="_agreement_chosen").select("laat").run()
    keep(with_example, Action("laat", "Van Anja"), based_on=seen)
    app.text_area[0].input("Van mij")
    press(app, "Bewaar de afspraak")
    press(app, "Houd die van de ander")
    assert kept(with_example)[0].content.text == "Van Anja"
    assert app.text_area[0].value == "Van Anja"


def test_an_agreement_is_removed_and_brought_back(with_example: Store, open_page: Open) -> None:
    keep(with_example, LATE)
    app = open_page(PAGE)
    app.selectbox(key="_agreement_chosen").select("laat").run()
    press(app, "Haal deze afspraak weg")
    assert kept(with_example) == []
    press(app, "Ongedaan maken")
    assert [one.content for one in kept(with_example)] == [LATE]


def test_a_former_version_can_count_again(with_example: Store, open_page: Open) -> None:
    first = keep(with_example, LATE)
    keep(with_example, Action("laat", "Anders"), based_on=first)
    app = open_page(PAGE)
    app.selectbox(key="_agreement_chosen").select("laat").run()
    press(app, "Gebruik weer die van")
    assert kept(with_example)[0].content == LATE


def test_the_lea_sees_no_agreements(with_example: Store, open_page: Open) -> None:
    keep(with_example, LATE)
    app = open_page(PAGE, voor="LEA")
    assert not app.table and not app.text_area
    assert "voor de gemeente zelf" in words(app)
    assert app.title[0].value == "Afspraken", "what was agreed, and how much of it is late, is not told"
