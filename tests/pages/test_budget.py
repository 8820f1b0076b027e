"""Budget: how much is spent and on what, as of a day, and bookings that get their place."""

import re
from datetime import date

import pytest
from duckdb import DuckDBPyConnection as Cursor
from streamlit.testing.v1 import AppTest

import settings
from model.photo import PhotoKind
from store import Store, photos
from tests.pages.conftest import Open
from tests.pages.test_pages import words
from tests.pages.test_sisa import spaced
from tests.pages.test_uploads import press
from tests.store.worlds import rows

PAGE = "pages/spending.py"


def metric(app: AppTest, label: str) -> str:
    [found] = [one for one in app.metric if one.label == label]
    return str(found.value)


def spent(app: AppTest) -> str:
    return metric(app, "Besteed")


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


def test_promises_and_notes_of_the_officer_stand_beside_what_is_booked(with_example: Store, open_page: Open) -> None:
    app = open_page(PAGE)
    assert metric(app, "Vastgelegd") == "€\N{NO-BREAK SPACE}36.500", "€ 24.500 and € 12.000"
    assert "**1** · 16 december 2021: Raad stelt het plan vast" in words(app)
    assert metric(open_page(PAGE, stand="2023-05-29"), "Vastgelegd") == "€\N{NO-BREAK SPACE}24.500"


def test_the_rest_at_the_end_of_the_school_years_is_spent_later(with_example: Store, open_page: Open) -> None:
    assert "niet is besteed, is later te besteden" in words(open_page(PAGE))
    later = spaced(words(open_page(PAGE, stand="2023-08-01")))
    assert "was € 174.227 niet besteed; dat is later te besteden" in later


def test_with_the_first_last_day_the_rest_is_paid_back(
    with_example: Store, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("STARTFOTO_LAST_SPENDING_DAY", "2023-07-31")
    settings.current.cache_clear()
    app = open_page(PAGE)
    assert "niet is besteed, is terug te betalen" in words(app)
    assert "De laatste dag van besteden is hier 31 juli 2023" in words(app)
    assert [one.value for one in app.caption if one.value.startswith("nog ")] == ["nog 5 weken"], "of the 40 days"


def test_limits_and_vat_are_settings_that_are_empty_and_off(
    with_example: Store, open_page: Open, monkeypatch: pytest.MonkeyPatch
) -> None:
    app = open_page(PAGE)
    assert "grens" not in words(app) and "btw telt niet mee" in words(app)
    monkeypatch.setenv("STARTFOTO_RENT_LIMIT_EUR", "1000")
    monkeypatch.setenv("STARTFOTO_VAT_BURDENS", "true")
    settings.current.cache_clear()
    app = open_page(PAGE)
    assert "de grens die u hebt ingesteld is € 1.000" in spaced(words(app)) and "btw telt mee als last" in words(app)


def test_what_lags_behind_leads_to_the_measures(with_example: Store, open_page: Open) -> None:
    app = open_page(PAGE)
    assert "blijft naar verwachting liggen; drie maatregelen lopen achter: Extra uren" in words(app)
    assert "Naar deze maatregelen" in [one.proto.label for one in app.get("page_link")]


def test_on_a_photo_nothing_can_be_placed(with_example: Store, open_page: Open) -> None:
    with_example.write(lambda cursor: photos.make(cursor, PhotoKind.BETWEEN, "Bij de raad", date(2023, 6, 30)))
    with_example.write(_withdraw_all)
    app = open_page(PAGE, foto="Bij de raad")
    assert spent(app) == "€\N{NO-BREAK SPACE}449.773", "as it was then"
    assert "toewijzen kan alleen in de gegevens van nu" in words(app)
    assert not [one for one in app.button if one.label == "Wijs toe"]


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
