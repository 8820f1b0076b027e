"""Figures that an officer has as a file, end to end: proposed, asked, protected, kept, replaced and undone."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest

from intake import monitor
from intake.monitor import NOT_ONE, Draft, Known
from intake.opened import open_file, without_held
from loaders.monitor_layout import Role
from model.findings import Refusal
from model.status import Status
from settings import Settings
from store import Store, batches, entries
from tests.dialects import as_csv, as_xlsx
from tests.intake.sources import everything_in
from tests.store.worlds import load, rows
from tests.stores import new_store
from tests.worlds import delivered

GEMEENTE, OTHER = "GM9901", "GM9902"
NAMES = {
    "NL99": "Voorbeeldland",
    GEMEENTE: "Voorbeeldstad",
    OTHER: "Buurstad",
    "WK990101": "Wijk 01 Ravelshoek",
    "WK990102": "Wijk 02 Veenhoek",
    "BU99010201": "Veenhoek",
    "WK990201": "Wijk 01 Veenhoek",
    "BU99020101": "Veenhoek",
}
SOURCE = "ggd_voorbeeld_jeugdmonitor"
SOURCE_CARD = {
    SOURCE: monitor.source_card(publisher="GGD Voorbeeld", title="Jeugdmonitor", licence="afspraak", caveats="")
}
LONG = [
    ["Jeugdmonitor, GGD Voorbeeld"],
    ["Perioden", "Gebieden", "Onderwerp", "Waarde"],
    ["2021", "Nederland", "Gepest op school", "11,0"],
    ["2021", "Voorbeeldstad", "Gepest op school", "12,3"],
    ["2021", "Wijk 01 Ravelshoek", "Gepest op school", "-99996"],
    ["2021", "Wijk 02 Veenhoek", "Gepest op school", "x"],
    ["2021", "Voorbeeldstad", "Eenzame jongeren", "0,0"],
    ["2021", "Wijk 01 Ravelshoek", "Eenzame jongeren", "30,5"],
    ["2021", "Elders", "Eenzame jongeren", "8,1"],
    ["Bron: GGD Voorbeeld"],
]
WIDE = [
    ["Wijkcode", "Gepest 2021", "Gepest 2021 ondergrens", "Gepest 2021 bovengrens", "n"],
    ["WK990101", "12,5", "10,1", "14,9", "120"],
    ["WK990102", "22,5", "18,1", "24,9", "49"],
    ["9901", "15,5", "14,1", "16,9", "50"],
]
PRESCHOOL = [
    ["Wijk", "Jaar", "VE-locaties", "Kinderen geïndiceerd", "Kinderen deelnemend",
     "Kinderen in de doelgroep maar niet geïndiceerd", "Gemiste uren"],
    ["WK990101", "2021", "3", "40", "31", "12", "120"],
    ["WK990102", "2021", "1", "4", "<5", "0", "-"],
]  # fmt: skip
ABSENT = [
    ["Gemeente", "Jaar", "Absoluut verzuim", "Langdurig relatief verzuim", "Langdurig relatief verzuim po",
     "Langdurig relatief verzuim vo", "Langdurig relatief verzuim so", "Vrijstelling 5 onder a"],
    ["Voorbeeldstad", "2021", "12", "131", "14", "90", "27", "."],
]  # fmt: skip
SEEN = "select indicator, region, period, value, lower, upper, count, status from mart.observation order by all"


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path / "data")


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    opened = new_store(settings)
    load(opened, delivered({}, names=NAMES))
    yield opened
    opened.close()


def known(store: Store, municipality: str = GEMEENTE) -> Known:
    with store.read() as cursor:
        return monitor.known(cursor, municipality)


def drafted(
    store: Store,
    table: Sequence[Sequence[str]],
    name: str = "monitor.csv",
    answers: Mapping[str, str] | None = None,
    municipality: str = GEMEENTE,
) -> Draft:
    """The table of a file as it is proposed."""
    opened = open_file(as_csv(table), name, monitor.LARGEST_MB)
    [sheet] = monitor.sheets_with_rows(opened)
    found = known(store, municipality)
    with store.read() as cursor:
        layout = monitor.proposed(cursor, opened, sheet, found)
    return monitor.draft(opened, sheet, layout, found, answers or {})


def card(written: str, source: str = SOURCE, **changes: str) -> str:
    values = {
        "label": written,
        "definition": "Wat jongeren zeggen.",
        "layer": "kinderen gemeten",
        "domain": "sociaal",
        "theme": "eigen cijfers",
        "unit": "%",
        "direction": "meer behoefte",
        "population": "klas 2 en 4",
        "source": source,
    }
    return monitor.card(written, **{**values, **changes})


def commit(store: Store, draft: Draft, settings: Settings, source: str = SOURCE, **options: Any) -> int:
    """Keep a table with a card for everything that is new in it."""
    new = {one: card(one, source) for one in draft.read.new_indicators}
    made = {"indicator": new, **({"source": SOURCE_CARD} if source == SOURCE else {})}
    given = {"answers": {}, "municipality": GEMEENTE, "cards": made, **options}
    return monitor.commit(store, draft, source, settings, **given)


def shown(store: Store) -> dict[tuple[str, str], float | str]:
    """Indicator (without its source) and region to the value, or the status where there is none."""
    return {
        (indicator.removeprefix(f"{SOURCE}: "), region): status if value is None else value
        for indicator, region, _, value, *_, status in rows(store, SEEN)
    }


class TestFigures:
    def test_of_a_long_file_are_kept_with_why_there_is_none(self, store: Store, settings: Settings) -> None:
        number = commit(store, drafted(store, LONG), settings)
        assert shown(store) == {
            ("Gepest op school", "NL99"): 11.0,
            ("Gepest op school", "GM9901"): 12.3,
            ("Gepest op school", "WK990101"): "too_few",
            ("Gepest op school", "WK990102"): "secret",
            ("Eenzame jongeren", "GM9901"): "too_few",
            ("Eenzame jongeren", "WK990101"): 30.5,
        }, "nobody of a group of unknown size may be nobody of three"
        of_load = "select source, period, rows_in, rows_accepted, rows_refused from work.load where load_id = ?"
        assert rows(store, of_load, number) == [(SOURCE, "2021", 7, 6, 1)]
        with store.read() as cursor:
            told = [one.message for one in batches.findings(cursor, number)]
        assert ["Elders" in told[0], "0% of 100%" in told[1], len(told)] == [True, True, 2]

    def test_of_a_wide_file_are_kept_with_bounds_and_respondents(self, store: Store, settings: Settings) -> None:
        commit(store, drafted(store, WIDE), settings)
        assert [found[1:] for found in rows(store, SEEN)] == [
            ("GM9901", "2021", 15.5, 14.1, 16.9, 50.0, "known"),
            ("WK990101", "2021", 12.5, 10.1, 14.9, 120.0, "known"),
            ("WK990102", "2021", None, None, None, None, "too_few"),
        ]

    def test_of_the_voorschoolse_periode_are_known_by_the_labels_of_the_catalogue(
        self, store: Store, settings: Settings
    ) -> None:
        draft = drafted(store, PRESCHOOL)
        assert draft.read.new_indicators == ()
        commit(store, draft, settings, "voorschools")
        assert shown(store) == {
            ("ve_locaties", "WK990101"): 3.0,
            ("ve_geindiceerd", "WK990101"): 40.0,
            ("ve_deelnemend", "WK990101"): 31.0,
            ("ve_niet_geindiceerd", "WK990101"): 12.0,
            ("ve_gemiste_uren", "WK990101"): 120.0,
            ("ve_locaties", "WK990102"): 1.0,
            ("ve_geindiceerd", "WK990102"): "too_few",
            ("ve_deelnemend", "WK990102"): "interval",
            ("ve_niet_geindiceerd", "WK990102"): 0.0,
            ("ve_gemiste_uren", "WK990102"): "not_available",
        }, "a number of locations says nothing of a child; a number of children under five is not kept"

    def test_of_thuiszitters_are_known_by_the_labels_of_the_catalogue(self, store: Store, settings: Settings) -> None:
        commit(store, drafted(store, ABSENT), settings, "thuiszitters")
        assert list(shown(store).values()) == [12.0, 131.0, 14.0, 27.0, 90.0, "secret"]
        assert {region for _, region in shown(store)} == {GEMEENTE}

    def test_of_a_workbook_are_those_of_the_sheet_that_was_chosen(self, store: Store, settings: Settings) -> None:
        content = as_xlsx([["Toelichting"]], others={"Leeg": [], "Cijfers": WIDE})
        opened = open_file(content, "monitor.xlsx", monitor.LARGEST_MB)
        assert [sheet.name for sheet in monitor.sheets_with_rows(opened)] == ["Blad1", "Cijfers"]
        sheet = monitor.sheets_with_rows(opened)[1]
        with store.read() as cursor:
            layout = monitor.proposed(cursor, opened, sheet, known(store))
        commit(store, monitor.draft(opened, sheet, layout, known(store), {}), settings)
        assert shown(store)["Gepest", "WK990101"] == 12.5

    def test_can_be_followed_to_their_column_and_their_file(self, store: Store, settings: Settings) -> None:
        number = commit(store, drafted(store, WIDE, "monitor 2021.csv"), settings)
        assert rows(store, "select load_id, indicator, column_title, unit from core.series") == [
            (number, f"{SOURCE}: Gepest", "Gepest", "%")
        ]
        received = rows(store, "select name, content from raw.received where load_id = ?", number)
        assert received == [("monitor 2021.csv", as_csv(WIDE))]


class TestAThreshold:
    def test_that_was_made_larger_is_obeyed(self, store: Store, settings: Settings) -> None:
        strict = replace(settings, smallest_respondents=120, smallest_count=40)
        commit(store, drafted(store, WIDE), strict)
        assert shown(store) == {
            ("Gepest", "GM9901"): "too_few",
            ("Gepest", "WK990101"): 12.5,
            ("Gepest", "WK990102"): "too_few",
        }
        commit(store, drafted(store, PRESCHOOL), strict, "voorschools")
        found = shown(store)
        assert [found["ve_geindiceerd", "WK990101"], found["ve_deelnemend", "WK990101"]] == [40.0, "too_few"]

    def test_hides_no_other_reason_for_a_figure_that_is_not_there(self, store: Store, settings: Settings) -> None:
        table = [WIDE[0], WIDE[1], ["WK990102", "x", "", "", "12"], ["9901", "n.b.", "", "", "12"]]
        commit(store, drafted(store, table), settings)
        assert [shown(store)["Gepest", code] for code in ("WK990102", "GM9901")] == ["secret", "not_available"]

    def test_leaves_nothing_of_what_it_hides_in_the_figures(self, store: Store, settings: Settings) -> None:
        commit(store, drafted(store, WIDE), settings)
        numbers = rows(store, "select value, lower, upper, count from core.observation")
        assert not {22.5, 18.1, 24.9, 49.0} & {number for row in numbers for number in row}


class TestANewIndicator:
    def test_needs_a_card_before_it_counts(self, store: Store, settings: Settings) -> None:
        draft, before = drafted(store, LONG), store.data_version()
        assert draft.read.new_indicators == ("Gepest op school", "Eenzame jongeren")
        cards = {"source": SOURCE_CARD, "indicator": {"Gepest op school": card("Gepest op school")}}
        with pytest.raises(Refusal, match="Beschrijf eerst: Eenzame jongeren"):
            monitor.commit(store, draft, SOURCE, settings, {}, GEMEENTE, cards)
        assert store.data_version() == before

    def test_stands_in_the_catalogue_with_its_source_after_that(self, store: Store, settings: Settings) -> None:
        commit(store, drafted(store, LONG), settings)
        with store.read() as cursor:
            catalogue = entries.catalogue(cursor)
        found = catalogue.indicators[f"{SOURCE}: Gepest op school"]
        assert (found.label, found.unit, found.source) == ("Gepest op school", "%", SOURCE)
        assert catalogue.sources[SOURCE].publisher == "GGD Voorbeeld"
        assert catalogue.reference(found, "2021") == "2021"

    def test_of_another_source_with_the_same_name_is_another(self, store: Store, settings: Settings) -> None:
        commit(store, drafted(store, WIDE), settings)
        other = {"politie": monitor.source_card(publisher="Politie", title="Cijfers", licence="afspraak", caveats="")}
        table = [["Wijk", "Jaar", "Gepest"], ["WK990101", "2021", "99,5"]]
        cards = {"source": other, "indicator": {"Gepest": card("Gepest", "politie")}}
        draft = drafted(store, table)
        with pytest.raises(Refusal, match="'Gepest' is een cijfer van een andere bron: GGD Voorbeeld, Jeugdmonitor"):
            monitor.commit(store, draft, "politie", settings, {}, GEMEENTE, cards)
        measures = tuple(replace(one, indicator="") for one in draft.layout.measures)
        draft = monitor.draft(draft.opened, draft.sheet, replace(draft.layout, measures=measures), known(store), {})
        monitor.commit(store, draft, "politie", settings, {}, GEMEENTE, cards)
        found = {indicator: value for indicator, region, _, value, *_ in rows(store, SEEN) if region == "WK990101"}
        assert found == {f"{SOURCE}: Gepest": 12.5, "politie: Gepest": 99.5}

    @pytest.mark.parametrize(
        "wrong",
        [{"label": ""}, {"definition": " "}, {"unit": ""}, {"domain": "iets"}, {"layer": "iets"}, {"decimals": "x"}],
    )
    def test_with_a_card_that_cannot_be_used_is_refused_and_nothing_is_written(
        self, store: Store, settings: Settings, wrong: dict[str, str]
    ) -> None:
        before = store.data_version()
        cards = {"source": SOURCE_CARD, "indicator": {"Gepest": card("Gepest", **wrong)}}
        with pytest.raises(Refusal, match="kaart is niet goed ingevuld"):
            monitor.commit(store, drafted(store, WIDE), SOURCE, settings, {}, GEMEENTE, cards)
        assert store.data_version() == before
        with store.read() as cursor:
            assert entries.cards(cursor, "indicator") == entries.cards(cursor, "source") == {}

    def test_never_counts_beside_a_figure_that_another_source_gives(self, store: Store, settings: Settings) -> None:
        draft = drafted(store, [["Wijk", "Jaar", "Inwoners"], ["WK990101", "2021", "1000"]])
        assert [figure.indicator for figure in draft.read.figures] == ["inwoners"]
        with pytest.raises(Refusal, match="'Inwoners' is een cijfer van een andere bron: CBS"):
            commit(store, draft, settings)

    def test_of_a_source_that_nobody_described_is_refused(self, store: Store, settings: Settings) -> None:
        before = store.data_version()
        with pytest.raises(Refusal, match="bron"):
            cards = {"indicator": {"Gepest": card("Gepest", "niemand")}}
            monitor.commit(store, drafted(store, WIDE), "niemand", settings, {}, GEMEENTE, cards)
        assert store.data_version() == before


class TestALayout:
    def test_that_was_corrected_is_proposed_again_for_the_file_of_next_year(
        self, store: Store, settings: Settings
    ) -> None:
        draft = drafted(store, WIDE)
        columns = tuple(
            replace(one, role=Role.IGNORE) if one.role in (Role.LOWER, Role.UPPER) else one
            for one in draft.layout.columns
        )
        mended = monitor.draft(draft.opened, draft.sheet, replace(draft.layout, columns=columns), known(store), {})
        commit(store, mended, settings)
        next_year = [[cell.replace("2021", "2022") for cell in WIDE[0]], ["WK990101", "13,5", "11,1", "15,9", "130"]]
        draft = drafted(store, next_year, "monitor 2022.csv")
        assert draft.read.new_indicators == (), "it has its card"
        assert [one.role for one in draft.layout.columns] == [one.role for one in columns]
        commit(store, draft, settings)
        found = {period: row for _, region, period, *row in rows(store, SEEN) if region == "WK990101"}
        assert found == {"2021": [12.5, None, None, 120.0, "known"], "2022": [13.5, None, None, 130.0, "known"]}

    def test_that_names_an_indicator_without_a_card_is_refused(self, store: Store, settings: Settings) -> None:
        draft = drafted(store, WIDE)
        measures = tuple(replace(one, indicator=f"{SOURCE}: Weg") for one in draft.layout.measures)
        draft = monitor.draft(draft.opened, draft.sheet, replace(draft.layout, measures=measures), known(store), {})
        with pytest.raises(Refusal, match="Beschrijf eerst"):
            commit(store, draft, settings)


class TestAnArea:
    ROWS: Sequence[Sequence[str]] = [*LONG[1:4], ["2021", "Veenhoek", "Gepest op school", "20,5"]]

    def test_with_a_name_of_two_areas_is_asked_and_never_guessed(self, store: Store, settings: Settings) -> None:
        draft = drafted(store, self.ROWS)
        assert [(one.written, one.candidates) for one in draft.areas.questions] == [
            ("Veenhoek", ("BU99010201", "WK990102"))
        ]
        commit(store, draft, settings)
        assert {region for _, region in shown(store)} == {"NL99", GEMEENTE}

    def test_that_was_answered_is_known_for_this_gemeente_and_no_other(self, store: Store, settings: Settings) -> None:
        answers = {"Veenhoek": "WK990102"}
        commit(store, drafted(store, self.ROWS, answers=answers), settings, answers=answers)
        assert shown(store)["Gepest op school", "WK990102"] == 20.5
        later = drafted(store, self.ROWS, "later.csv")
        assert {figure.region for figure in later.read.figures} == {"NL99", GEMEENTE, "WK990102"}
        assert known(store, OTHER).answers == {}
        there = drafted(store, self.ROWS, "later.csv", municipality=OTHER)
        assert [one.candidates for one in there.areas.questions] == [("BU99020101", "WK990201")]

    def test_that_is_none_of_ours_is_left_out(self, store: Store, settings: Settings) -> None:
        answers = {"Veenhoek": NOT_ONE}
        draft = drafted(store, self.ROWS, answers=answers)
        commit(store, draft, settings, answers=answers)
        assert (draft.read.rows_in, draft.read.rows_accepted, draft.read.rows_refused) == (3, 2, 1)
        assert known(store).answers == answers

    def test_may_be_called_as_the_gemeente_calls_it(self, store: Store, settings: Settings) -> None:
        answers = {"Elders": "WK990102"}
        commit(store, drafted(store, LONG, answers=answers), settings, answers=answers)
        assert shown(store)["Eenzame jongeren", "WK990102"] == 8.1


class TestASecondFile:
    def test_that_is_the_same_is_recognised_until_it_is_undone(self, store: Store, settings: Settings) -> None:
        number = commit(store, drafted(store, WIDE, "monitor.csv"), settings)
        again = drafted(store, WIDE, "kopie.csv").opened
        with store.read() as cursor:
            seen = monitor.seen_before(cursor, again)
        assert seen and (seen.load_id, seen.name) == (number, "monitor.csv")
        store.write(lambda cursor: batches.withdraw(cursor, number))
        with store.read() as cursor:
            assert monitor.seen_before(cursor, again) is None

    def test_replaces_only_the_indicators_that_both_have(self, store: Store, settings: Settings) -> None:
        commit(store, drafted(store, LONG), settings)
        commit(store, drafted(store, [LONG[1], ["2021", "Voorbeeldstad", "Gepest op school", "14,5"]]), settings)
        found = shown(store)
        assert found["Gepest op school", GEMEENTE] == 14.5
        assert found["Eenzame jongeren", "WK990101"] == 30.5

    def test_of_another_gemeente_leaves_the_figure_of_ours(self, store: Store, settings: Settings) -> None:
        commit(store, drafted(store, LONG), settings)
        commit(store, drafted(store, [LONG[1], ["2021", "Buurstad", "Gepest op school", "14,5"]]), settings)
        found = shown(store)
        assert [found["Gepest op school", code] for code in (GEMEENTE, OTHER, "NL99")] == [12.3, 14.5, 11.0]

    def test_that_is_undone_gives_way_to_the_first(self, store: Store, settings: Settings) -> None:
        commit(store, drafted(store, LONG), settings)
        number = commit(
            store, drafted(store, [LONG[1], ["2021", "Voorbeeldstad", "Gepest op school", "14,5"]]), settings
        )
        store.write(lambda cursor: batches.withdraw(cursor, number))
        assert shown(store)["Gepest op school", GEMEENTE] == 12.3


class TestATableThatIsHeldBack:
    @pytest.mark.parametrize(
        "table",
        [
            [["Wat", "Jaar", "Gepest"], ["iets", "2021", "12,5"]],
            [["Wijk", "Gepest"], ["WK990101", "12,5"]],
            [["Wijk", "Jaar", "Gepest", "BSN"], *(["WK990101", "2021", "12,5", "691400507"] for _ in range(6))],
        ],
        ids=["without an area", "without a period", "with numbers of children"],
    )
    def test_is_refused_and_nothing_is_written(
        self, store: Store, settings: Settings, table: Sequence[Sequence[str]]
    ) -> None:
        draft, before = drafted(store, table), store.data_version()
        assert draft.is_held_back
        with pytest.raises(Refusal, match="kan zo niet worden opgenomen"):
            commit(store, draft, settings)
        assert store.data_version() == before

    def test_goes_in_without_the_column_for_which_it_was_held(self, store: Store, settings: Settings) -> None:
        table = [
            [*WIDE[0], "BSN"],
            *([*row, "691400507"] for row in WIDE[1:]),
            ["NL99", "1,5", "", "", "900", "691400507"],
        ]
        held = open_file(as_csv(table), "monitor.csv", monitor.LARGEST_MB)
        cleared = without_held(held)
        assert held.is_held_back and not cleared.is_held_back
        [sheet] = monitor.sheets_with_rows(cleared)
        with store.read() as cursor:
            layout = monitor.proposed(cursor, cleared, sheet, known(store))
        commit(store, monitor.draft(cleared, sheet, layout, known(store), {}), settings)
        assert shown(store)["Gepest", "WK990101"] == 12.5
        text = everything_in(store)
        assert "691400507" not in text and held.digest in text

    def test_because_all_of_it_is_left_out_is_refused(self, store: Store, settings: Settings) -> None:
        draft = drafted(store, [*LONG[1:4], ["2021", "Voorbeeldstad", "Gepest op school", "14,5"]])
        measures = tuple(replace(one, is_used=False) for one in draft.layout.measures)
        draft = monitor.draft(draft.opened, draft.sheet, replace(draft.layout, measures=measures), known(store), {})
        assert (draft.read.rows_in, draft.read.rows_refused) == (3, 3) and not draft.is_held_back
        with pytest.raises(Refusal, match="geen enkel cijfer"):
            commit(store, draft, settings)


def test_looking_at_a_table_writes_nothing(store: Store) -> None:
    before = store.data_version()
    assert drafted(store, LONG).read.figures
    assert store.data_version() == before


def test_every_status_is_kept_as_it_is(store: Store, settings: Settings) -> None:
    told = {"12,5": "known", "0,5": "known", ".": "secret", "-": "not_available", "*": "too_few", "<5%": "interval"}
    areas = ["NL99", GEMEENTE, OTHER, "WK990101", "WK990102", "BU99010201"]
    table = [["Gebied", "Jaar", "Gepest"], *([code, "2021", cell] for code, cell in zip(areas, told, strict=True))]
    commit(store, drafted(store, table), settings)
    assert {region: status for _, region, *_, status in rows(store, SEEN)} == dict(
        zip(areas, told.values(), strict=True)
    )
    assert set(told.values()) < {status.value for status in Status}
