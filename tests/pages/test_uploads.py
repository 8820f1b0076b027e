"""The pages on which files come in: what is shown before anything is kept, keeping it, and the way back."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from streamlit.testing.v1 import AppTest

from intake import scans
from intake.example import FOLDER
from model.catalogue import Ages
from store import Store, StoreBusy, batches, entries
from tests.dialects import as_csv, as_xlsx
from tests.intake.test_uploads import STATLINE
from tests.pages.conftest import Open
from tests.store.worlds import rows

SCANS, MONITOR, SCHOOLS, RESPONSE = "pages/scans.py", "pages/monitor.py", "pages/schools.py", "pages/response.py"
LOAD = "pages/load.py"
PUPILS = ("123456782", "111222333", "999999990", "100000009", "234567899")
"""Made-up numbers that pass the test of eleven."""


@pytest.fixture
def without_scans(with_example: Store) -> Store:
    """The example before any school sent a scan."""
    [(load_id,)] = rows(with_example, "select load_id from work.load where source = 'schoolscans'")
    with_example.write(lambda cursor: batches.withdraw(cursor, int(str(load_id))))
    return with_example


def scan_files(folder: Path = FOLDER / "scans") -> list[tuple[str, bytes, str]]:
    return [(path.name, path.read_bytes(), "") for path in sorted(folder.iterdir())]


def drop(app: AppTest, files: Sequence[tuple[str, bytes, str]]) -> AppTest:
    """Drop files on the page's uploader."""
    app.file_uploader[0].set_value(files if app.file_uploader[0].accept_multiple_files else files[0]).run()
    assert not app.exception, app.exception[0].stack_trace
    return app


def press(app: AppTest, label: str) -> AppTest:
    """Press the one button whose label has these words."""
    [button] = [button for button in app.button if label in button.label]
    button.click().run()
    assert not app.exception, app.exception[0].stack_trace
    return app


BUSY = "De gegevens worden op dit moment door anderen gewijzigd. Probeer het zo opnieuw."


def be_busy(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    """From now on others are writing without end."""

    def write(change: object, **how: object) -> None:
        raise StoreBusy(BUSY)

    monkeypatch.setattr(store, "write", write)


def headers(app: AppTest) -> list[str]:
    return [header.value for header in app.header]


def scanned(store: Store) -> int:
    return len(rows(store, "from mart.scan"))


class TestScans:
    def test_forty_files_are_shown_first_then_kept_and_can_be_undone(
        self, without_scans: Store, open_page: Open
    ) -> None:
        app = drop(open_page(SCANS), scan_files())
        assert headers(app)[0] == "31 van de 33 schoolscans zijn klaar"
        assert scanned(without_scans) == 0, "nothing is kept before the officer says yes"

        press(app, "31 schoolscans opnemen")
        assert app.success[0].value.startswith("31 schoolscans: opgenomen als lading")
        assert scanned(without_scans) == 31
        assert "31 van de 45 scholen" in open_page(RESPONSE).title[0].value

        press(app, "Terugdraaien")
        assert scanned(without_scans) == 0
        assert "0 van de 45 scholen" in open_page(RESPONSE).title[0].value

    def test_a_doubtful_school_is_asked_and_the_answer_is_remembered(
        self, without_scans: Store, open_page: Open
    ) -> None:
        form = [file for file in scan_files() if "elzenblad" in file[0]]
        app = drop(open_page(SCANS), form)
        [question] = [box for box in app.selectbox if "Het Elzenblad" in box.label]
        assert question.options[:2] == ["OBS Het Elzenblad, Lindewaard (99AC00)",
                                        "OBS Het Elzenblad, locatie Meidoorn, Lindewaard (99AC01)"]  # fmt: skip
        question.select("99AC01").run()
        press(app, "1 schoolscan opnemen")
        assert rows(without_scans, "select site from mart.scan") == [("99AC01",)]

        name, content, _ = form[0]
        later = drop(open_page(SCANS), [(f"nieuw {name}", content + b"", "")])
        assert headers(later)[0] == "Al deze bestanden zijn al opgenomen"
        later.checkbox[0].check().run()
        assert headers(later)[0] == "1 van de 1 schoolscan is klaar", "without asking again"

    def test_scans_are_recognised_once_more_only_after_an_answer(
        self, without_scans: Store, open_page: Open, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        times: list[int] = []
        recognise = scans.recognise

        def counted(files: Sequence[scans.ScanFile], known: scans.Known) -> list[scans.Row]:
            times.append(len(files))
            return recognise(files, known)

        monkeypatch.setattr(scans, "recognise", counted)
        app = drop(open_page(SCANS), [file for file in scan_files() if "elzenblad" in file[0]])
        assert times == [1]
        [question] = [box for box in app.selectbox if "Het Elzenblad" in box.label]
        question.select("99AC01").run()
        assert times == [1, 1, 1]
        assert headers(app)[0] == "1 van de 1 schoolscan is klaar"

    def test_a_scan_that_waits_for_an_answer_stays_until_it_has_one(
        self, without_scans: Store, open_page: Open
    ) -> None:
        header = ["Bestuur", "School", "BRIN", "Keuze 1"]
        table = [header, ["", "OBS De Vlinder", "99AZ00", "Sport"], ["", "Het Elzenblad", "", "Cultuur"]]
        app = press(drop(open_page(SCANS), [("twee.csv", as_csv(table), "")]), "1 schoolscan opnemen")
        assert "Nog niet alles uit twee.csv is opgenomen" in app.warning[0].value
        [question] = [box for box in app.selectbox if "Het Elzenblad" in box.label]
        question.select("99AC00").run()
        press(app, "2 schoolscans opnemen")
        assert rows(without_scans, "select site from mart.scan order by site") == [("99AC00",), ("99AZ00",)]
        assert not app.warning

    def test_a_file_with_numbers_of_pupils_is_held_back_until_they_are_left_out(
        self, without_scans: Store, open_page: Open
    ) -> None:
        header = ["Bestuur", "School", "BSN leerling", "Keuze 1"]
        table = [header, *(["", "OBS De Vlinder", number, "Sport"] for number in PUPILS)]
        app = drop(open_page(SCANS), [("leerlingen.xlsx", as_xlsx(table), "")])
        assert "persoonsgegevens van leerlingen" in app.warning[0].value
        assert not any("opnemen" in button.label for button in app.button)
        assert not any(number in str(app.table[0].value) for number in PUPILS), "masked on the screen"

        press(app, "Laat weg en ga door met leerlingen.xlsx")
        press(app, "1 schoolscan opnemen")
        kept = rows(without_scans, "select content::varchar from raw.received where name = 'leerlingen.xlsx'")
        assert len(kept) == 1
        assert not any(number in str(kept) for number in PUPILS)

    def test_few_pupils_with_a_delay_are_not_told_in_a_scan_that_is_read(
        self, without_scans: Store, open_page: Open
    ) -> None:
        said = {"Beoordeeld cognitief": "120", "Vertraging cognitief": "3", "Vertraging sociaal": "0",
                "Vertraging emotioneel": "<5", "Beoordeeld emotioneel": "12"}  # fmt: skip
        table = [["School", "BRIN", *said], ["OBS De Vlinder", "99AZ00", *said.values()]]
        app = drop(open_page(SCANS), [("scan.csv", as_csv(table), "")])
        app.selectbox(key="_read_one").select_index(0).run()
        assert [text.value for text in app.text][-3:] == [
            "cognitief: minder dan 5 van 120 beoordeeld",
            "sociaal: 0 van onbekend beoordeeld",
            "emotioneel: minder dan 5 van 12 beoordeeld",
        ]

    def test_a_former_scan_can_be_used_again(self, with_example: Store, open_page: Open) -> None:
        table = [["Bestuur", "School", "BRIN", "Keuze 1"], ["", "OBS De Vlinder", "99AZ00", "Sport"]]
        for name, choice in (("eerste.csv", "Sport"), ("tweede.csv", "Cultuur")):
            table[1][3] = choice
            press(drop(open_page(SCANS), [(name, as_csv(table), "")]), "1 schoolscan opnemen")
        app = open_page(SCANS)
        app.selectbox(key="_history_site").select("99AZ00").run()
        press(app, "Gebruik weer die uit eerste.csv")
        assert rows(with_example, "select file from mart.scan where site = '99AZ00'") == [("eerste.csv",)]

    def test_without_a_register_the_page_says_to_load_that_first(self, installation: Store, open_page: Open) -> None:
        app = open_page(SCANS)
        assert app.title[0].value == "Nog geen gegevens"


MONITOR_TABLE = [
    ["Jeugdmonitor 2021"],
    ["Wijk", "Gepest (%)", "Aantal respondenten"],
    ["Ravelshoek", "12,5", "120"],
    ["Zandkamp", "14,0", "48"],
    ["Kooiveld", "*", "12"],
    ["Overal en nergens", "9,0", "80"],
]


def described(app: AppTest) -> AppTest:
    """Say whose the figures of MONITOR_TABLE are, and what they are."""
    app.selectbox(key="_source-0-").select("+").run()
    app.text_input(key="_publisher-0").input("GGD Lindewaard").run()
    app.text_input(key="_title-0").input("Jeugdmonitor").run()
    app.text_area(key="_card-0-0-definition").input("Gepest op school in de laatste drie maanden.").run()
    app.text_input(key="_card-0-population").input("klas 2 en 4").run()
    app.selectbox(key="_card-0-0-domain").select_index(2).run()
    return app.selectbox(key="_card-0-0-direction").select_index(0).run()


class TestMonitor:
    def test_figures_are_mapped_on_a_preview_get_a_card_and_stand_on_the_map(
        self, with_example: Store, open_page: Open
    ) -> None:
        app = drop(open_page(MONITOR), [("monitor.csv", as_csv(MONITOR_TABLE), "")])
        assert headers(app)[1] == "3 cijfers uit 3 van de 4 rijen"
        [unknown] = [box for box in app.selectbox if "Overal en nergens" in box.label]
        unknown.select("").run()

        press(described(app), "Cijfers opnemen")
        assert "monitor.csv" in app.success[0].value

        found = (
            "select region, value, status from mart.observation where source = 'ggd_lindewaard_jeugdmonitor' order by 1"
        )
        assert rows(with_example, found) == [
            ("WK990103", 12.5, "known"),
            ("WK990104", None, "too_few"),
            ("WK990105", None, "too_few"),
        ]
        shown = open_page("pages/map.py", indicator="Gepest (%)", jaar="2021")
        assert any("Ravelshoek: 12,5%" in header.value for header in shown.header)

    @pytest.mark.parametrize(
        ("theme", "ages", "kept"),
        [("eigen cijfers", [], ()), ("welbevinden", ["12+", "4-12"], (Ages.PRIMARY, Ages.SECONDARY))],
    )
    def test_a_card_carries_the_theme_and_the_ages_that_the_officer_chose(
        self, with_example: Store, open_page: Open, theme: str, ages: list[str], kept: tuple[Ages, ...]
    ) -> None:
        app = described(drop(open_page(MONITOR), [("monitor.csv", as_csv(MONITOR_TABLE), "")]))
        assert app.selectbox(key="_card-0-0-theme").value == "eigen cijfers"
        app.selectbox(key="_card-0-0-theme").select(theme).run()
        app.multiselect(key="_card-0-0-ages").set_value(ages).run()
        press(app, "Cijfers opnemen")
        with with_example.read() as cursor:
            [made] = [one for one in entries.catalogue(cursor).indicators.values() if one.label == "Gepest (%)"]
        assert (made.theme, made.ages) == (theme, kept)

    def test_the_files_to_try_ask_for_a_wijk_and_a_card_or_for_nothing(
        self, with_example: Store, open_page: Open
    ) -> None:
        name = "Kindermonitor 2021 Lindewaard.xlsx"
        app = drop(open_page(MONITOR), [(name, (FOLDER / "try" / name).read_bytes(), "")])
        [unknown] = [box for box in app.selectbox if "De Elzen" in box.label]
        unknown.select("WK990102").run()
        app.selectbox(key="_source-0-").select("+").run()
        app.text_input(key="_publisher-0").input("GGD De Waarden").run()
        app.text_input(key="_title-0").input("Kindermonitor").run()
        app.text_area(key="_card-0-0-definition").input("Volgens ouders, vragenlijst SDQ.").run()
        app.text_input(key="_card-0-population").input("kinderen van 0 tot en met 11 jaar").run()
        app.selectbox(key="_card-0-0-domain").select_index(3).run()
        app.selectbox(key="_card-0-0-direction").select_index(0).run()
        press(app, "Cijfers opnemen")
        kept = "select status, count(*) from mart.observation where source = ? group by all order by all"
        assert rows(with_example, kept, "ggd_de_waarden_kindermonitor") == [("known", 10), ("too_few", 3)], (
            "of 44 children in two wijken together the share would follow, so that the smallest beside them goes along"
        )

        name = "voorschools 2022.xlsx"
        app = drop(open_page(MONITOR), [(name, (FOLDER / "try" / name).read_bytes(), "")])
        press(app, "Cijfers opnemen")
        of_2022 = "select count(distinct region) from mart.observation where source = 'voorschools' and period = '2022'"
        assert rows(with_example, of_2022) == [(12,)]

    def test_a_table_that_cannot_be_used_says_why(self, with_example: Store, open_page: Open) -> None:
        app = drop(open_page(MONITOR), [("leeg.csv", b"", "")])
        assert any("leeg" in str(table.value) for table in app.table)
        assert not any("opnemen" in button.label for button in app.button)


class TestSchools:
    def test_files_of_duo_are_told_apart_shown_and_kept(self, with_example: Store, open_page: Open) -> None:
        names = ("02.-alle-schoolvestigingen-basisonderwijs.csv", "02.-alle-vestigingen-vo.csv")
        files = [(name, (FOLDER / "duo" / name).read_bytes(), "") for name in names]
        before = rows(with_example, "select count(*) from work.load")
        app = drop(open_page(SCHOOLS), [*files, ("brief.pdf", b"%PDF-1.4", "")])
        assert "Alle schoolvestigingen" in str(app.table[-2].value)
        assert "brief.pdf" in str(app.table[-1].value)
        assert rows(with_example, "select count(*) from work.load") == before
        press(app, "Opnemen")
        assert "opgenomen" in app.success[-1].value
        assert rows(with_example, "select count(*) from mart.school") == [(45,)]

    def test_a_refusal_stands_beside_the_button_and_the_files_are_still_there(
        self, with_example: Store, open_page: Open, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        name = "02.-alle-schoolvestigingen-basisonderwijs.csv"
        app = drop(open_page(SCHOOLS), [(name, (FOLDER / "duo" / name).read_bytes(), "")])
        be_busy(with_example, monkeypatch)
        press(app, "Opnemen")
        assert [error.value for error in app.error] == [BUSY]
        assert any(button.label == "Opnemen" for button in app.button)
        monkeypatch.undo()
        press(app, "Opnemen")
        assert not app.error
        assert "opgenomen" in app.success[-1].value


class TestOwnFile:
    @pytest.fixture
    def chosen(self, installation: Store, open_page: Open) -> AppTest:
        """The page Gegevens with a file of Baarn of 2020 on it."""
        app = open_page(LOAD)
        app.selectbox(key="_own_file_municipality").select("GM0308")
        app.selectbox(key="_own_file_year").select("2020")
        return drop(app, [("baarn.csv", STATLINE, "")])

    def test_what_is_in_it_is_shown_first_then_kept_and_can_be_undone(
        self, chosen: AppTest, installation: Store
    ) -> None:
        shown = chosen.table[0].value.set_index("In het bestand")["Gevonden"]
        assert shown[["Jaar", "Gemeente", "Wijken", "Buurten", "Cijfers"]].tolist() == [
            "2020", "Baarn", "0", "1", "3 van 1 indicator",
        ]  # fmt: skip
        assert shown["Rijen"].startswith("3 gelezen, 3 goed")
        assert not rows(installation, "from work.load"), "nothing is kept before the officer says yes"

        press(chosen, "Opnemen")
        assert "opgenomen als lading 1" in chosen.success[0].value
        assert len(rows(installation, "from mart.observation")) == 3
        assert not any(button.label == "Opnemen" for button in chosen.button)

        chosen.button(key="_withdraw").click().run()
        assert not rows(installation, "from mart.observation")
        assert chosen.info[0].value.startswith("Teruggedraaid.")

    def test_a_file_of_somewhere_else_is_refused_until_its_own_municipality_is_chosen(self, chosen: AppTest) -> None:
        chosen.selectbox(key="_own_file_municipality").select("GM0342").run()
        assert "geen wijken of buurten van GM0342" in chosen.error[0].value
        assert not any(button.label == "Opnemen" for button in chosen.button)
        chosen.selectbox(key="_own_file_municipality").select("GM0308").run()
        assert not chosen.error
        assert any(button.label == "Opnemen" for button in chosen.button)

    def test_a_file_that_is_in_use_already_is_recognised(self, chosen: AppTest) -> None:
        press(chosen, "Opnemen")
        again = drop(chosen, [("anders.csv", STATLINE, "")])
        assert "al in gebruik (lading 1)" in again.warning[0].value

    def test_a_refusal_stands_beside_the_button(
        self, chosen: AppTest, installation: Store, monkeypatch: pytest.MonkeyPatch
    ) -> None:
        be_busy(installation, monkeypatch)
        press(chosen, "Opnemen")
        assert [error.value for error in chosen.error] == [BUSY]
        assert any(button.label == "Opnemen" for button in chosen.button)

    def test_without_its_municipality_a_file_waits(self, installation: Store, open_page: Open) -> None:
        app = drop(open_page(LOAD), [("baarn.csv", STATLINE, "")])
        assert "Kies hierboven de gemeente" in app.info[0].value


@pytest.mark.parametrize("page", [SCHOOLS, LOAD])
def test_a_load_that_cannot_begin_says_why_not(
    with_example: Store, open_page: Open, monkeypatch: pytest.MonkeyPatch, page: str
) -> None:
    app = open_page(page)
    be_busy(with_example, monkeypatch)
    if page == LOAD:
        app.selectbox(key="_load_municipality").select("GM0308")
    press(app, "Ophalen")
    assert [error.value for error in app.error] == [BUSY]


def test_a_link_for_the_lea_opens_what_the_lea_may_see(with_example: Store, open_page: Open) -> None:
    assert "scholen delen de schoolscan met naam" in open_page(RESPONSE, voor="LEA").title[0].value
