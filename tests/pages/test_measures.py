"""The page Maatregelen: made, changed by two at once, undone, read from a workbook, and nothing lost."""

import io
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
import streamlit as st
from streamlit.testing.v1 import AppTest

from intake import example, example_money, measure_checks
from intake.measure_columns import Names
from intake.measure_workbook import measures_xlsx
from model.catalogue import Domain
from model.measure import Funding, Measure, MeasureState, Moment, Stream
from model.photo import PhotoKind
from pages.parts import measure_table, measure_upload
from store import Store, measures, photos
from store.versions import Kept
from tests.pages.conftest import Open
from tests.store.worlds import figures as kwb
from tests.store.worlds import load
from tests.worlds import delivered

PAGE = "pages/measures.py"
HERE = "GM9901"
ZOMER = Measure(
    "0" * 31 + "1",
    "Zomerschool",
    "Twee weken taal.",
    domains=(Domain.COGNITIVE,),
    funding=(Funding(Stream.GOAB, 5), Funding(Stream.NPO, 1_250_050)),
    places=60,
    start=date(2022, 7, 18),
    end=date(2022, 7, 29),
    moments=(Moment(date(2022, 7, 29), 55, "Vol."),),
)


@pytest.fixture
def here(installation: Store) -> Store:
    """A gemeente with two wijken and no measures."""
    named = {HERE: "Lindewaard", "WK990101": "Noord", "WK990102": "Zuid", "BU99010101": "Hof"}
    load(installation, delivered({"armoede": dict.fromkeys(named, 1.0)}, names=named))
    return installation


def keep(store: Store, measure: Measure, by: str = "Anja", based_on: int | None = None) -> int:
    return store.write(lambda cursor: measures.keep(cursor, HERE, measure, by, based_on))


def kept(store: Store) -> list[Kept[Measure]]:
    with store.read() as cursor:
        return measures.measures(cursor, HERE)


def history(store: Store, id: str = ZOMER.id) -> list[Kept[Measure]]:
    with store.read() as cursor:
        return measures.history(cursor, HERE, id)


def fields(app: AppTest, field: str) -> Any:
    """The field of the form by the end of its key."""
    kinds = (app.text_input, app.text_area, app.number_input, app.date_input, app.selectbox, app.multiselect)
    found = [one for kind in (*kinds, app.checkbox, app.button_group) for one in kind if _is_field(one.key, field)]
    assert len(found) == 1, (field, [one.key for one in found])
    return found[0]


def _is_field(key: str | None, field: str) -> bool:
    return bool(key and key.startswith("_measure-") and key.split("-", 2)[2] == field)


def press(app: AppTest, label: str) -> AppTest:
    [button] = [button for button in app.button if button.label == label]
    button.click().run()
    assert not app.exception, app.exception[0].stack_trace
    return app


def said(app: AppTest) -> str:
    kinds = ("title", "header", "subheader", "markdown", "caption", "info", "error", "warning", "success")
    return "\n".join(element.value for kind in kinds for element in getattr(app, kind))


def tables(app: AppTest) -> str:
    return "\n".join(table.value.to_csv() for table in app.table)


@pytest.fixture
def opened(here: Store, open_page: Open) -> Callable[[], tuple[AppTest, int]]:
    """The form of a measure that is kept, and the number of its version."""

    def of() -> tuple[AppTest, int]:
        first = keep(here, ZOMER)
        return open_page(PAGE, maatregel="Zomerschool"), first

    return of


Opened = Callable[[], tuple[AppTest, int]]


class TestAnEmptyRegister:
    def test_says_how_to_begin_and_offers_a_new_one(self, here: Store, open_page: Open) -> None:
        app = open_page(PAGE)
        assert app.title[0].value == "Maatregelen van Lindewaard"
        assert "Lindewaard heeft nog geen maatregelen. Maak hieronder de eerste" in said(app)
        assert app.selectbox(key="maatregel").options == ["Nieuwe maatregel"]

    @pytest.mark.parametrize("way", ["Tabel", "Excel", "Verwijderd"])
    def test_has_every_view(self, here: Store, open_page: Open, way: str) -> None:
        app = open_page(PAGE, werkwijze=way)
        assert not app.error

    def test_a_link_to_a_measure_that_is_not_there_says_so(self, here: Store, open_page: Open) -> None:
        app = open_page(PAGE, maatregel="Bestaat niet")
        assert any("Er is geen maatregel 'Bestaat niet'" in toast.value for toast in app.toast)


class TestMaking:
    def test_a_new_measure_is_kept_with_who_and_shown(self, here: Store, open_page: Open) -> None:
        app = open_page(PAGE, maatregel="Nieuwe maatregel")
        app.text_input(key="_writer_field").input("team jeugd").run()
        fields(app, "name").input("  Huiswerk*klas* <b>  ")
        fields(app, "domains").set_value([Domain.EXECUTIVE])
        fields(app, "wijken").set_value(["WK990102"])
        fields(app, "state").set_value(MeasureState.RUNNING)
        fields(app, "start").set_value(date(2022, 1, 1))
        fields(app, "places").set_value(12)
        fields(app, "NPO-uitkering").input("€ 12.500,5")
        fields(app, "nieuw-day").set_value(date(2022, 3, 1))
        fields(app, "nieuw-reached").set_value(9)
        press(app, "Bewaar")
        [made] = kept(here)
        assert made.by == "team jeugd"
        assert made.content == Measure(
            made.content.id,
            "Huiswerk*klas* <b>",
            domains=(Domain.EXECUTIVE,),
            wijken=("WK990102",),
            funding=(Funding(Stream.NPO, 1_250_050),),
            places=12,
            start=date(2022, 1, 1),
            state=MeasureState.RUNNING,
            moments=(Moment(date(2022, 3, 1), 9),),
        )
        assert "De enige maatregel loopt" in said(app)
        assert r"'Huiswerk\*klas\* \<b\>' is bewaard." in said(app)
        assert app.header[-1].value == r"Huiswerk\*klas\* \<b\>", "its form stands open"
        press(app, "Draai de laatste wijziging terug")
        assert kept(here) == []
        press(app, "Toch weer doorvoeren")
        assert [one.content.name for one in kept(here)] == ["Huiswerk*klas* <b>"]

    def test_what_another_page_knows_fills_a_new_form_once(self, here: Store, open_page: Open) -> None:
        app = open_page(PAGE, werkwijze="Tabel")
        app.session_state["_measure_draft"] = {"name": "Bundel", "domains": ["sociaal"], "wijken": ["WK990101"]}
        app.run()
        assert not app.exception
        assert fields(app, "name").value == "Bundel"
        assert fields(app, "wijken").value == ["WK990101"]
        press(app, "Bewaar")
        assert [one.content.domains for one in kept(here)] == [(Domain.SOCIAL,)]
        app.selectbox(key="maatregel").select("nieuw").run()
        assert fields(app, "name").value == "", "only once"

    def test_what_is_wrong_is_refused_beside_the_button_and_stays_typed(self, here: Store, open_page: Open) -> None:
        app = open_page(PAGE, maatregel="Nieuwe maatregel")
        fields(app, "start").set_value(date(2022, 2, 1))
        fields(app, "end").set_value(date(2022, 1, 1))
        fields(app, "places").set_value(-3)
        fields(app, "GOAB").input("veel")
        fields(app, "nieuw-seen").input("Iets.")
        press(app, "Bewaar")
        errors = "\n".join(error.value for error in app.error)
        for text in (
            "heeft geen naam", "voordat hij begint", "'Plaatsen' is kleiner dan nul", "'Bedrag GOAB' is geen bedrag",
            "Vul de datum van het nieuwe moment in",
        ):  # fmt: skip
            assert text in errors
        assert kept(here) == []
        assert fields(app, "GOAB").value == "veel"

    def test_a_warning_does_not_stop_it(self, here: Store, open_page: Open) -> None:
        keep(here, ZOMER)
        app = open_page(PAGE, maatregel="Nieuwe maatregel")
        fields(app, "name").input("zomerschool")
        press(app, "Bewaar")
        assert len(kept(here)) == 2
        assert any("Er is al een maatregel met de naam" in warning.value for warning in app.warning)


class TestChanging:
    def test_keeps_a_version_and_leaves_all_else_as_it_was(self, here: Store, opened: Opened) -> None:
        app, _ = opened()
        fields(app, "aim").input("Drie weken taal.")
        press(app, "Bewaar")
        [now] = kept(here)
        assert replace(now.content, funding=ZOMER.funding) == replace(ZOMER, aim="Drie weken taal.")
        assert set(now.content.funding) == set(ZOMER.funding)
        assert "Doel: Twee weken taal. → Drie weken taal." in tables(app)

    def test_nothing_changed_makes_no_version(self, here: Store, opened: Opened) -> None:
        app, first = opened()
        press(app, "Bewaar")
        assert "Er is niets gewijzigd" in said(app)
        assert [one.batch_id for one in history(here)] == [first]

    def test_a_moment_can_be_added_and_taken_away(self, here: Store, opened: Opened) -> None:
        app, _ = opened()
        fields(app, "1-gone").check()
        fields(app, "nieuw-day").set_value(date(2022, 8, 1))
        fields(app, "nieuw-to_board").check()
        press(app, "Bewaar")
        assert kept(here)[0].content.moments == (Moment(date(2022, 8, 1), to_board=True),)

    def test_a_former_version_is_put_back_and_that_is_undone(self, here: Store, open_page: Open) -> None:
        first = keep(here, ZOMER)
        second = keep(here, replace(ZOMER, places=80), "Bram", first)
        app = open_page(PAGE, maatregel="Zomerschool")
        assert "Plaatsen: 60 → 80" in tables(app)
        assert "Bram" in tables(app)
        press(app, "Zet deze versie terug")
        assert (kept(here)[0].batch_id, fields(app, "places").value) == (first, 60)
        press(app, "Draai de laatste wijziging terug")
        assert (kept(here)[0].batch_id, fields(app, "places").value) == (second, 80)

    def test_one_that_is_removed_can_be_brought_back(self, here: Store, opened: Opened) -> None:
        app, first = opened()
        press(app, "Verwijder deze maatregel")
        assert kept(here) == []
        app.button_group(key="werkwijze").set_value("Verwijderd").run()
        press(app, "Haal terug")
        assert [one.batch_id for one in kept(here)] == [first]

    def test_a_wijk_and_a_school_that_are_gone_stay_and_are_told(self, here: Store, open_page: Open) -> None:
        keep(here, replace(ZOMER, wijken=("WK990199",), schools=("99ZZ00",), wishes=("99ZZ00/x/1",)))
        app = open_page(PAGE, maatregel="Zomerschool")
        warnings = "\n".join(warning.value for warning in app.warning)
        assert "WK990199" in warnings
        assert "99ZZ00" in warnings
        fields(app, "places").set_value(61)
        press(app, "Bewaar")
        assert (kept(here)[0].content.wijken, kept(here)[0].content.places) == (("WK990199",), 61)


class TestTwoAtOnce:
    def conflict(self, store: Store, opened: Opened) -> AppTest:
        """Somebody else changes the places while the aim is being typed."""
        app, first = opened()
        keep(store, replace(ZOMER, places=80), "Bram", first)
        fields(app, "aim").input("Drie weken taal.")
        press(app, "Bewaar")
        return app

    def test_the_second_is_told_who_and_sees_only_what_differs(self, here: Store, opened: Opened) -> None:
        app = self.conflict(here, opened)
        assert any("Bram heeft deze maatregel op" in warning.value for warning in app.warning)
        table = next(table.value for table in app.table if "Van Bram" in table.value)
        assert table.to_numpy().tolist() == [
            ["Doel", "Drie weken taal.", "Twee weken taal."],
            ["Plaatsen", "60", "80"],
        ]
        assert fields(app, "aim").value == "Drie weken taal.", "what was typed stays"
        assert kept(here)[0].content.places == 80, "and nothing is overwritten"

    def test_to_hold_the_own_one_makes_a_version_after_theirs(self, here: Store, opened: Opened) -> None:
        app = self.conflict(here, opened)
        press(app, "Houd de mijne")
        assert [(one.content.aim, one.content.places) for one in history(here)] == [
            ("Drie weken taal.", 60),
            ("Twee weken taal.", 80),
            ("Twee weken taal.", 60),
        ]

    def test_to_take_theirs_writes_nothing_and_gives_back_the_own_text(self, here: Store, opened: Opened) -> None:
        app = self.conflict(here, opened)
        press(app, "Neem die van de ander")
        assert (fields(app, "aim").value, fields(app, "places").value) == ("Twee weken taal.", 80)
        assert len(history(here)) == 2
        press(app, "Zet mijn tekst terug in het formulier")
        assert fields(app, "aim").value == "Drie weken taal."
        press(app, "Bewaar")
        assert kept(here)[0].content.aim == "Drie weken taal."

    def test_what_was_kept_before_is_not_told_beside_the_conflict(self, here: Store, opened: Opened) -> None:
        app, _ = opened()
        fields(app, "places").set_value(70)
        press(app, "Bewaar")
        assert [one.value for one in app.success] == ["'Zomerschool' is bewaard."]
        [now] = kept(here)
        keep(here, replace(now.content, places=80), "Bram", now.batch_id)
        fields(app, "aim").input("Drie weken taal.")
        press(app, "Bewaar")
        assert "Bram heeft deze maatregel op" in said(app)
        assert not app.success, "it would seem the answer to the second"
        assert "Draai de laatste wijziging terug" in [button.label for button in app.button]

    def test_what_was_typed_stays_when_the_name_by_which_it_was_chosen_has_changed(
        self, here: Store, opened: Opened
    ) -> None:
        app, first = opened()
        keep(here, replace(ZOMER, name="Zomerschool Noord"), "Bram", first)
        fields(app, "aim").input("Drie weken taal.")
        press(app, "Bewaar")
        assert "Bram heeft deze maatregel op" in said(app)
        assert fields(app, "aim").value == "Drie weken taal."

    def test_one_that_was_removed_meanwhile_can_be_kept_after_all(self, here: Store, opened: Opened) -> None:
        app, first = opened()
        here.write(lambda cursor: measures.remove(cursor, HERE, ZOMER.id, "Bram", first))
        fields(app, "aim").input("Toch wel.")
        press(app, "Bewaar")
        assert "intussen verwijderd" in said(app)
        press(app, "Bewaar de mijne toch")
        assert [one.content.aim for one in kept(here)] == ["Toch wel."]

    def test_an_undo_that_comes_too_late_changes_nothing(self, here: Store, opened: Opened) -> None:
        app, _ = opened()
        fields(app, "places").set_value(70)
        press(app, "Bewaar")
        keep(here, replace(ZOMER, places=90), "Bram", kept(here)[0].batch_id)
        press(app, "Draai de laatste wijziging terug")
        assert any("intussen gewijzigd, dus er is niets veranderd" in error.value for error in app.error)
        assert kept(here)[0].content.places == 90


class TestTheTable:
    @pytest.fixture
    def typed(self, monkeypatch: pytest.MonkeyPatch) -> dict[int, dict[str, object]]:
        """The cells that a visitor changed, by row: the test has no grid to type in."""
        cells: dict[int, dict[str, object]] = {}

        def editor(frame: Any, key: str, **_: object) -> Any:
            st.session_state[key] = {"edited_rows": dict(cells)}
            return frame

        monkeypatch.setattr(st, "data_editor", editor)
        return cells

    def test_it_draws_what_is_kept(self, here: Store, open_page: Open) -> None:
        keep(here, ZOMER)
        app = open_page(PAGE, werkwijze="Tabel")
        frame = app.dataframe[0].value
        row = frame.iloc[0]
        assert (row["Naam"], row["Status"], row["Plaatsen"]) == ("Zomerschool", "idee", 60)
        assert (row["Bedrag NPO-uitkering"], row["Bedrag jeugd"], row["Domeinen"]) == ("12.500,50", "", ["cognitief"])

    def test_only_rows_that_changed_are_kept_and_all_are_undone_at_once(
        self, here: Store, open_page: Open, typed: dict[int, dict[str, object]]
    ) -> None:
        first = keep(here, ZOMER)
        for number in (2, 3):
            keep(here, replace(ZOMER, id="0" * 31 + str(number), name=f"Zomerschool {number}"))
        typed |= {0: {"Plaatsen": 70.0, "Status": "loopt"}, 1: {"Plaatsen": 60}, 2: {"Bedrag NPO-uitkering": "€ 1"}}
        app = open_page(PAGE, werkwijze="Tabel")
        press(app, "Bewaar de tabel")
        assert "2 maatregelen zijn bewaard." in said(app)
        assert [one.content.places for one in kept(here)] == [70, 60, 60]
        assert [len(history(here, one.content.id)) for one in kept(here)] == [2, 1, 2]
        typed.clear()
        press(app, "Draai de laatste wijziging terug")
        assert kept(here)[0].batch_id == first
        assert [one.content.cents for one in kept(here)] == [1_250_055] * 3

    def test_one_row_that_is_wrong_keeps_all_of_them_from_being_kept(
        self, here: Store, open_page: Open, typed: dict[int, dict[str, object]]
    ) -> None:
        keep(here, ZOMER)
        keep(here, replace(ZOMER, id="0" * 31 + "2", name="Andere"))
        typed |= {0: {"Plaatsen": 70}, 1: {"Bedrag GOAB": "veel"}}
        app = open_page(PAGE, werkwijze="Tabel")
        press(app, "Bewaar de tabel")
        assert "Zomerschool: 'Bedrag GOAB' is niet te lezen" in app.error[0].value
        assert [one.content.places for one in kept(here)] == [60, 60]

    @pytest.mark.parametrize(("choice", "places"), [("Houd de mijne", 70), ("Neem die van de ander", 90)])
    def test_a_row_that_somebody_else_changed_is_asked_and_the_rest_is_not_lost(
        self, here: Store, open_page: Open, typed: dict[int, dict[str, object]], choice: str, places: int
    ) -> None:
        first = keep(here, ZOMER)
        keep(here, replace(ZOMER, id="0" * 31 + "2", name="Zomerschool 2"))
        typed |= {0: {"Plaatsen": 70}, 1: {"Plaatsen": 71}}
        app = open_page(PAGE, werkwijze="Tabel")
        keep(here, replace(ZOMER, places=90), "Bram", first)
        press(app, "Bewaar de tabel")
        assert any("Bram heeft deze maatregel op" in warning.value for warning in app.warning)
        assert [one.content.places for one in kept(here)] == [90, 60], "all or none"
        typed.clear()
        app.run()
        press(app, choice)
        press(app, "Bewaar de tabel")
        assert [one.content.places for one in kept(here)] == [places, 71]

    def test_cells_are_read_as_those_of_a_file(self) -> None:
        cells: dict[str, object] = {
            "Begin": "2022-01-31", "Einde": None, "Domeinen": ["sociaal", "emotioneel"], "Bedrag GOAB": "",
        }  # fmt: skip
        measure, found = measure_table.edited(ZOMER, cells, Names())
        assert found == []
        assert (measure.start, measure.end) == (date(2022, 1, 31), None)
        assert measure.domains == (Domain.SOCIAL, Domain.EMOTIONAL)
        assert measure.funding == (Funding(Stream.NPO, 1_250_050),)
        _, found = measure_table.edited(ZOMER, {"Plaatsen": 1.5}, Names())
        assert [one.column for one in found] == ["Plaatsen"]


class TestAWorkbook:
    def book(self, store: Store, *rows: tuple[str, Any], new: str = "") -> bytes:
        """The workbook of all measures, with other cells in its first row, and a new one below it."""
        with store.read() as cursor:
            known = measure_checks.known(cursor, HERE)
        book = openpyxl.load_workbook(io.BytesIO(measures_xlsx([one.content for one in known.kept], known.names)))
        sheet = book["Maatregelen"]
        titles = [cell.value for cell in sheet[1]]
        for title, value in rows:
            sheet.cell(2, titles.index(title) + 1).value = value
        if new:
            sheet.cell(sheet.max_row + 1, titles.index("Naam") + 1).value = new
        content = io.BytesIO()
        book.save(content)
        return content.getvalue()

    def chosen(self, open_page: Open, content: bytes) -> AppTest:
        app = open_page(PAGE, werkwijze="Excel")
        app.file_uploader[0].upload("maatregelen.xlsx", content, "application/octet-stream").run()
        assert not app.exception, app.exception[0].stack_trace
        return app

    def test_shows_what_would_change_and_writes_nothing_before_the_button(self, here: Store, open_page: Open) -> None:
        first = keep(here, ZOMER)
        app = self.chosen(open_page, self.book(here, ("Plaatsen", 80), new="Geheel nieuw"))
        assert "In dit bestand: 1 nieuw en 1 gewijzigd" in said(app)
        assert "Plaatsen: 60 → 80" in tables(app)
        assert [one.batch_id for one in kept(here)] == [first]
        press(app, "2 maatregelen overnemen")
        assert sorted((one.content.name, one.content.places) for one in kept(here)) == [
            ("Geheel nieuw", None),
            ("Zomerschool", 80),
        ]
        press(app, "Draai de laatste wijziging terug")
        assert [one.batch_id for one in kept(here)] == [first]

    def test_a_name_that_is_alike_is_asked(self, here: Store, open_page: Open) -> None:
        keep(here, ZOMER)
        app = self.chosen(open_page, self.book(here, ("ID", None), ("Naam", "Zomerscholen"), ("Plaatsen", 80)))
        [asked] = [box for box in app.selectbox if "Welke maatregel is" in box.label]
        assert asked.options == ["Zomerschool", "een nieuwe maatregel"]
        asked.select(ZOMER.id).run()
        press(app, "1 maatregel overnemen")
        assert [(one.content.id, one.content.name, one.content.places) for one in kept(here)] == [
            (ZOMER.id, "Zomerscholen", 80)
        ]

    def test_what_a_colleague_changed_after_the_preview_stops_all_of_it(self, here: Store, open_page: Open) -> None:
        first = keep(here, ZOMER)
        app = self.chosen(open_page, self.book(here, ("Plaatsen", 80)))
        keep(here, replace(ZOMER, places=90), "Bram", first)
        press(app, "1 maatregel overnemen")
        assert any("Een collega heeft intussen een maatregel gewijzigd" in error.value for error in app.error)
        assert kept(here)[0].content.places == 90

    def test_an_impossible_row_is_refused_and_a_file_without_measures_too(self, here: Store, open_page: Open) -> None:
        keep(here, ZOMER)
        app = self.chosen(open_page, self.book(here, ("Einde", date(2021, 8, 1))))
        assert "niet over te nemen" in tables(app)
        assert [button.disabled for button in app.button if button.label == "Overnemen"] == [True]
        app = self.chosen(open_page, b"a;b\n1;2\n")
        assert "geen tabel met maatregelen" in tables(app) + said(app)


class TestWhoAndWhen:
    def test_the_lea_sees_the_time_line_and_changes_nothing(self, here: Store, open_page: Open) -> None:
        keep(here, ZOMER)
        app = open_page(PAGE, voor="LEA")
        assert "De enige maatregel loopt niet" in said(app)
        assert not app.text_input
        assert not [box for box in app.selectbox if box.key == "maatregel"]

    def test_the_time_line_is_of_the_photo_and_the_form_of_now(self, here: Store, open_page: Open) -> None:
        first = keep(here, ZOMER)
        here.write(lambda cursor: photos.make(cursor, PhotoKind.START, "Start", date(2022, 7, 1)))
        keep(here, replace(ZOMER, name="Zomerschool nieuw", state=MeasureState.RUNNING), "Bram", first)
        app = open_page(PAGE, foto="Start", maatregel="Zomerschool nieuw")
        assert "De enige maatregel loopt niet" in said(app)
        assert fields(app, "name").value == "Zomerschool nieuw"
        assert "De tijdlijn is die van de foto" in said(app)

    def test_two_of_one_name_are_told_apart(self, here: Store, open_page: Open) -> None:
        keep(here, ZOMER)
        keep(here, replace(ZOMER, id="f" * 32))
        assert open_page(PAGE).selectbox(key="maatregel").options[1:] == [
            "Zomerschool (000000)",
            "Zomerschool (ffffff)",
        ]

    def test_another_gemeente_has_measures_of_its_own(self, here: Store, open_page: Open) -> None:
        load(here, kwb({"GM9902": 1.0, "WK990201": 1.0, "BU99020100": 1.0}))
        keep(here, ZOMER)
        app = open_page(PAGE, gebied="GM9902 (GM9902)")
        assert "GM9902 heeft nog geen maatregelen" in said(app)


def test_the_workbook_for_a_monitor_has_what_the_ledger_says_is_spent(with_example: Store) -> None:
    with with_example.read() as cursor:
        known = measure_checks.known(cursor, HERE)
    sheet = openpyxl.load_workbook(io.BytesIO(measure_upload.monitoring(known)))["Monitoring"]
    titles, *rows = sheet.iter_rows(values_only=True)
    spent = {row[0]: row[titles.index("Besteed")] for row in rows}
    ledger = (example.FOLDER / example_money.LEDGER).read_text("cp1252").splitlines()
    booked = [line.split(";")[-1] for line in ledger if ";NPO-06;" in line]
    cents = sum(int(amount.replace(".", "").replace(",", "")) for amount in booked)
    assert len(booked) > 5
    assert Decimal(str(spent["Thuiszitterstafel"])) * 100 == cents
    assert spent["Ouder-peuterochtenden in Kooiveld"] is None, "nothing booked is no zero"
