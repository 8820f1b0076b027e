"""Budget: how much is spent and on what, as of a day, and bookings that get their place."""

import re

from duckdb import DuckDBPyConnection as Cursor
from streamlit.testing.v1 import AppTest

from store import Store
from tests.pages.conftest import Open
from tests.pages.test_pages import words
from tests.pages.test_sisa import spaced
from tests.pages.test_uploads import press
from tests.store.worlds import rows

PAGE = "pages/spending.py"


def spent(app: AppTest) -> str:
    [metric] = [one for one in app.metric if one.label == "Besteed"]
    return str(metric.value)


def waiting(app: AppTest) -> int:
    """How many bookings have no place yet."""
    found = re.search(r"(\d+) boeking(?:en)? (?:is|zijn) nog niet toegewezen", words(app))
    return int(found[1]) if found else 0


def headers(app: AppTest) -> list[str]:
    return [one.value for one in app.header]


def test_without_money_the_page_says_how_to_begin(with_example: Store, open_page: Open) -> None:
    with_example.write(_withdraw_all)
    app = open_page(PAGE)
    assert app.title[0].value == "Budget"
    assert "Neem een export van de boekingen op" in words(app)


def _withdraw_all(cursor: Cursor) -> None:
    """Let nothing of the money count."""
    cursor.execute(
        "insert into work.batch_event (batch_id, event, happened_at, audit_number) "
        "select batch_id, 'withdrawn', now(), audit_number from work.batch, work.version "
        "where split_part(scope, '/', 1) in ('grootboek', 'plan', 'beschikkingen', 'betalingen', 'verplichtingen')"
    )


def test_the_page_begins_with_one_sentence_and_names_its_day_and_settings(with_example: Store, open_page: Open) -> None:
    app = open_page(PAGE)
    assert spaced(app.title[0].value).startswith("Van de € 624.000 is 72% besteed; bij dit tempo")
    assert "De laatste dag van besteden is hier 31 juli 2025" in words(app)
    assert "ten minste € 18.556.800" in spaced(words(app))
    assert headers(app) == [
        *("Wat aandacht vraagt", "Waaraan", "Plan en werkelijkheid", "Nog niet toegewezen"),
        "Het geld van de scholen zelf",
    ]


def test_as_of_an_earlier_day_later_bookings_are_not_there(with_example: Store, open_page: Open) -> None:
    assert spent(open_page(PAGE, stand="2021-07-31")) == "€\N{NO-BREAK SPACE}13.976"
    assert spent(open_page(PAGE, stand="2022-03-31")) == "€\N{NO-BREAK SPACE}103.180"


def test_a_bar_opens_what_is_within_it_and_can_be_let_go(with_example: Store, open_page: Open) -> None:
    app = open_page(PAGE)
    [chooser] = [box for box in app.selectbox if box.label == "Kijk binnen één bestedingsdoel"]
    chooser.select(chooser.options[0]).run()
    assert "Besteed per maatregel aan zorg en welzijn in school" in words(app)
    [button] = [one for one in app.button if one.label.startswith("bestedingsdoel: ")]
    button.click().run()
    assert "aan zorg en welzijn" not in words(app)


def test_an_unplaced_booking_gets_its_place_and_the_way_back(with_example: Store, open_page: Open) -> None:
    app = open_page(PAGE)
    before, total = waiting(app), spent(app)
    assert before == 33
    [button] = [one for one in app.button if one.label == "Wijs toe"]
    assert button.disabled, "a measure or a kind is needed"
    [measure] = [box for box in app.selectbox if box.label == "Maatregel"]
    [(id, _)] = rows(with_example, "select id, name from mart.measure where name = 'Thuiszitterstafel'")
    measure.select(id).run()
    app.radio[0].set_value("text").run()
    press(app, "Wijs toe")
    assert waiting(app) == before - 1
    assert spent(app) == total, "placing changes no total"
    assert rows(with_example, "select count(*) from mart.placement where text like 'ouderavond sterrenbosch%'") == [
        (1,)
    ]

    press(app, "Maak deze toewijzing ongedaan")
    assert waiting(app) == before


def test_a_kind_that_is_not_of_the_grant_moves_the_total(with_example: Store, open_page: Open) -> None:
    app = open_page(PAGE)
    [kind] = [box for box in app.selectbox if box.label == "Soort"]
    kind.select("niet van deze uitkering").run()
    app.radio[0].set_value("these").run()
    press(app, "Wijs toe")
    assert waiting(app) == 32
    assert spent(app) == "€\N{NO-BREAK SPACE}448.859", "€ 913,65 less than € 449.772,89"
    assert "1 boeking is niet van deze uitkering en apart geteld" in words(app)


def test_the_lea_sees_totals_and_charts_and_no_single_booking(with_example: Store, open_page: Open) -> None:
    app = open_page(PAGE, voor="LEA")
    assert headers(app) == ["Waaraan", "Plan en werkelijkheid", "Het geld van de scholen zelf"]
    assert "Ouderavond" not in words(app)
    assert spent(app) == "€\N{NO-BREAK SPACE}449.773"
    assert not [one for one in app.button if one.label == "Wijs toe"]
