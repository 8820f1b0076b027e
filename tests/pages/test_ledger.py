"""Boekingen inlezen: an export on a preview, kept and undone; and what officers enter beside it."""

from datetime import date
from decimal import Decimal

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from intake.budget_plan_sheet import plan_xlsx
from intake.example import FOLDER
from model.booking import GrantDecision, PlanLine
from model.money import euros
from pages.parts import budget_rows
from store import Store, budget, measures, versions
from tests.pages.conftest import Open
from tests.pages.test_pages import words
from tests.pages.test_sisa import spaced
from tests.pages.test_uploads import drop, press
from tests.store.worlds import rows

PAGE = "pages/ledger.py"
LATER = FOLDER / "try" / "grootboek tot en met december 2023.csv"
MUNICIPALITY = "GM9901"


def counts(app: AppTest) -> dict[str, str]:
    return {one.label: one.value for one in app.metric}


def booked(store: Store) -> object:
    return rows(store, "select count(*), sum(amount) from mart.booking")[0]


def answered(app: AppTest) -> AppTest:
    """Every question on the page answered in the first way."""
    for box in [box for box in app.selectbox if box.label == "Voor al deze nummers"]:
        box.select_index(0).run()
    for radio in [one for one in app.radio if "niet meer in het bestand" in one.label]:
        radio.set_value(radio.options[0]).run()
    return app


def test_a_later_export_is_seen_first_then_kept_and_can_be_undone(with_example: Store, open_page: Open) -> None:
    before = booked(with_example)
    app = drop(open_page(PAGE), [(LATER.name, LATER.read_bytes(), "")])
    found = counts(app)
    assert list(found) == ["Nieuw", "Hetzelfde", "Gewijzigd", "Verdwenen", "Nog niet toegewezen", "Geweigerd"]
    assert int(found["Nieuw"]) > 0 and int(found["Hetzelfde"]) > 0
    assert booked(with_example) == before, "nothing is kept before the officer says yes"

    press(answered(app), "Boekingen opnemen")
    assert app.success[0].value.startswith("grootboek tot en met december 2023.csv: opgenomen als lading")
    assert booked(with_example) != before

    press(app, "Terugdraaien")
    assert booked(with_example) == before


def test_the_same_export_again_changes_nothing(with_example: Store, open_page: Open) -> None:
    path = FOLDER / "ledger" / "grootboek 2021-2023.csv"
    app = answered(drop(open_page(PAGE), [(path.name, path.read_bytes(), "")]))
    assert counts(app)["Nieuw"] == counts(app)["Gewijzigd"] == counts(app)["Verdwenen"] == "0"
    assert "staat al in Startfoto" in words(app)
    [button] = [one for one in app.button if one.label == "Boekingen opnemen"]
    assert button.disabled


def test_a_number_that_comes_twice_is_asked_before_anything_is_kept(with_example: Store, open_page: Open) -> None:
    content = b"Boekstuknummer;Boekdatum;Bedrag\nX1;01-07-2023;10,00\nX1;01-07-2023;10,00\n"
    app = drop(open_page(PAGE), [("dubbel.csv", content, "")])
    assert app.subheader[0].value == "1 boekstuknummer komt meer dan eens voor"
    [button] = [one for one in app.button if one.label == "Boekingen opnemen"]
    assert button.disabled
    [chooser] = [box for box in app.selectbox if box.label == "Voor al deze nummers"]
    chooser.select("dubbel: één keer tellen").run()
    press(app, "Boekingen opnemen")
    assert rows(with_example, "select count(*) from mart.booking where number = 'X1'") == [(1,)]


BAD = """Boekstuknummer;Boekdatum;Boekjaar;Omschrijving;Bedrag
B1;01-09-2022;2022;goed;10,00
B2;02-09-2022;2022;woord;veel
B3;30-02-2022;2022;geen dag;1,00
B4;31-12-1899;2022;lege datum;1,00
B5;03-09-2022;2022;vreemd geld;$ 5,00
;;;Totaal;10,00
B6;30-06-2021;2021;te vroeg;20,00
B7;01-08-2025;2025;te laat;30,00
B8;04-09-2022;2022;te veel;700.000,00
"""


def test_all_that_is_wrong_with_a_file_is_told_and_the_rest_can_be_kept(with_example: Store, open_page: Open) -> None:
    app = drop(open_page(PAGE), [("fout.csv", BAD.encode(), "")])
    assert (counts(app)["Nieuw"], counts(app)["Geweigerd"]) == ("4", "4")
    told = list(app.table[-1].value["Melding"])
    for words_told in (
        "het bedrag is niet te lezen: rij 3",
        "het bedrag is niet in euro's: rij 6",
        "de boekdatum bestaat niet: rij 4",
        "de boekdatum ligt voor het jaar 2000: rij 5",
        "1 totaalrij is overgeslagen, zodat er niets dubbel telt: rij 7",
    ):
        assert any(words_told in one for one in told), words_told
    said = spaced(words(app))
    assert "1 boeking (€ 20,00) is van voor 1 juli 2021" in said
    assert "1 boeking (€ 30,00) is van na 31 juli 2025" in said
    assert "meer geboekt dan er is toegekend" in said

    press(answered(app), "Boekingen opnemen")
    assert rows(with_example, "select count(*), sum(amount) from mart.booking where number like 'B_'") == [
        (4, Decimal("700060.00"))
    ]


@pytest.mark.parametrize("content", [b"", b"Boekdatum;Bedrag\n"])
def test_a_ledger_without_bookings_cannot_be_kept(with_example: Store, open_page: Open, content: bytes) -> None:
    app = drop(open_page(PAGE), [("leeg.csv", content, "")])
    assert "blokkerend" in set(app.table[-1].value["Soort"])
    assert all(one.disabled for one in app.button if one.label == "Boekingen opnemen")


def test_a_column_that_is_not_recognised_is_pointed_out_by_the_officer(with_example: Store, open_page: Open) -> None:
    content = b"Boekdatum;Gebeurd voor\n02-07-2023;12,50\n"
    app = drop(open_page(PAGE), [("raar.csv", content, "")])
    assert "geen kolom aangewezen voor 'bedrag'" in str(app.table[-1].value)
    [chooser] = [box for box in app.selectbox if box.label == "Gebeurd voor: wat staat hier?"]
    chooser.select("bedrag").run()
    assert counts(app)["Nieuw"] == "1"


def test_the_lea_does_not_see_this_page(with_example: Store, open_page: Open) -> None:
    app = open_page(PAGE, voor="LEA")
    assert not app.file_uploader
    assert "Deze pagina is voor de gemeente zelf" in words(app)


def test_what_is_kept_of_a_list_is_a_version_that_can_be_undone(with_example: Store, open_page: Open) -> None:
    def version() -> int | None:
        with with_example.read() as cursor:
            return budget.version(cursor, MUNICIPALITY, budget.Entry.DECISIONS)

    before = version()
    app = press(open_page(PAGE, deel="Beschikking"), "Bewaar")
    assert app.success[0].value == "Bewaard als nieuwe versie."
    assert version() not in (before, None)
    press(app, "Draai de laatste wijziging terug")
    assert version() == before


def test_payments_are_proposed_by_the_rules_of_the_grant(with_example: Store, open_page: Open) -> None:
    with_example.write(lambda cursor: versions.remove(cursor, f"betalingen/{MUNICIPALITY}/", ""))
    app = open_page(PAGE, deel="Betalingen")
    assert "24 gelijke termijnen" in words(app)
    press(app, "Bewaar")
    with with_example.read() as cursor:
        kept = budget.payments(cursor, MUNICIPALITY)
    assert len(kept) == 20
    assert sum(one.cents for one in kept) == 624_000_00
    assert kept[0].cents == 130_000_00, "five of 24 terms in arrears"


def test_every_part_of_the_page_opens(with_example: Store, open_page: Open) -> None:
    assert "eerste dag" not in words(open_page(PAGE, deel="Notities"))
    assert "Maatregel, Maand en Bedrag" in words(open_page(PAGE, deel="Plan"))
    assert len(open_page(PAGE, deel="Toewijzingen").table) == 1
    assert "in gebruik" in str(open_page(PAGE, deel="Geschiedenis").table[0].value)


def test_a_plan_that_is_filled_in_is_seen_first_and_then_taken_over(with_example: Store, open_page: Open) -> None:
    with with_example.read() as cursor:
        known = [one.content for one in measures.measures(cursor, MUNICIPALITY)]
        before = budget.plan(cursor, MUNICIPALITY)
    first = known[0]
    kept = [line for line in before if line.measure != first.id]
    filled = [*kept, PlanLine(first.id, date(2024, 2, 1), 1_234_56)]
    app = drop(open_page(PAGE, deel="Plan"), [("plan.xlsx", plan_xlsx(known, filled, date(2025, 7, 31)), "")])
    total = euros(sum(line.cents for line in filled), True)
    assert f"**{len({line.measure for line in filled})} maatregelen, samen {total}.**" in words(app)
    with with_example.read() as cursor:
        assert budget.plan(cursor, MUNICIPALITY) == before, "nothing is kept before the officer says so"
    press(app, "Plan overnemen")
    with with_example.read() as cursor:
        assert budget.plan(cursor, MUNICIPALITY) == sorted(filled, key=lambda line: (line.measure, line.month))


def test_a_file_without_a_plan_says_what_it_needs_and_cannot_be_taken_over(
    with_example: Store, open_page: Open
) -> None:
    app = drop(open_page(PAGE, deel="Plan"), [("plan.csv", b"Naam;Kleur\nx;rood\n", "")])
    assert "In dit bestand is geen plan gevonden" in app.table[0].value.to_string()
    [button] = [one for one in app.button if one.label == "Plan overnemen"]
    assert button.disabled


def test_a_row_says_what_it_cannot_be_read_as() -> None:
    form = budget_rows.FORMS["Beschikking"]
    table = pd.DataFrame(
        {
            "Datum": ["2021-09-30", None, "2022-05-16", None],
            "Bedrag": ["1.234,56", None, "veel", "10,00"],
            "Kenmerk": [None, None, "brief", ""],
        }
    )
    found, wrong = budget_rows.rows_of(form, table, {})
    assert found == [GrantDecision(pd.Timestamp("2021-09-30").date(), 123_456, "")]
    assert wrong == ["Rij 3: 'Bedrag' is geen bedrag, zoals 1.234,56: veel.", "Rij 4: 'Datum' is leeg."]


@pytest.mark.parametrize("name", budget_rows.FORMS)
def test_a_list_that_is_shown_and_read_again_is_the_same(with_example: Store, name: str) -> None:
    form = budget_rows.FORMS[name]
    with with_example.read() as cursor:
        kept = form.read(cursor, MUNICIPALITY)
        known = rows(with_example, "select id, name from mart.measure")
    names = {str(id): str(label) for id, label in known}
    assert kept
    assert budget_rows.rows_of(form, budget_rows.frame_of(form, kept, names), names) == (list(kept), [])
