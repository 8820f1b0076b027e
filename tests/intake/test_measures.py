"""Measures from a form or a workbook: what is wrong is told, what changes is shown, nothing else is touched."""

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from hypothesis import assume, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from intake import measures as intake
from intake.measure_checks import YEARS, Known, check, check_action, known, new_id, tidied
from intake.measure_columns import AMOUNTS, MEASURE, Names
from intake.measure_workbook import measures_xlsx, monitoring_xlsx
from intake.measures import NEW, Outcome, Preview
from intake.opened import open_file
from model.catalogue import Domain
from model.findings import FindingLevel, Refusal
from model.measure import (
    Action,
    Funding,
    Measure,
    MeasureState,
    Moment,
    Partner,
    Purpose,
    Role,
    Stream,
    TargetGroup,
)
from model.scan import Scan, Wish, WishKind, wish_id
from settings import Settings
from store import Store, measures
from store.versions import Kept, Stamp, VersionState
from tests.store.worlds import load, rows
from tests.stores import new_store
from tests.worlds import FRIDAY, add_scans, delivered, schools

HERE = "GM9901"
WISH = wish_id("99AJ00", "Eén zomerschool; voor de hele wijk")
NAMES = Names(
    {"WK990103": "Ravelshoek", "WK990104": "Zandkamp; en (om)streken"},
    {"99AJ00": "OBS Zandkamp", "99AK00": "Het Palet"},
    {"A3": "Zomer- of lentescholen"},
    {WISH: "Eén zomerschool; voor de hele wijk"},
)
KNOWN = Known(HERE, NAMES, frozenset(NAMES.wijken), frozenset(NAMES.schools))
ZOMER = Measure(
    id="0" * 31 + "1",
    name="Zomerschool",
    aim="Twee weken taal.",
    purpose=Purpose.DELAYS,
    domains=(Domain.COGNITIVE,),
    themes=("taal", "sport"),
    target_groups=(TargetGroup.PRIMARY, TargetGroup.SPECIAL),
    wijken=("WK990104",),
    schools=("99AJ00", "99AK00"),
    interventions=("A3",),
    partners=(Partner.BOARDS,),
    role=Role.BROKER,
    funding=(Funding(Stream.NPO, 1_234_567), Funding(Stream.GOAB, 5)),
    owner="beleid onderwijs",
    places=60,
    intended_reach=60,
    start=date(2022, 7, 18),
    end=date(2022, 7, 29),
    state=MeasureState.DECIDED,
    wishes=(WISH,),
    moments=(Moment(date(2022, 7, 29), 55, "Vol.", "Vervoer.", to_board=True), Moment(date(2022, 10, 1))),
)
IDEA = Measure(id="0" * 31 + "2", name="Idee")


def kept(*content: Measure) -> tuple[Kept[Measure], ...]:
    return tuple(
        Kept(one, Stamp(number, "Anja", FRIDAY, VersionState.IN_USE)) for number, one in enumerate(content, start=1)
    )


def book(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def lines_of(content: bytes, sheet: str) -> list[tuple[Any, ...]]:
    """The values of a sheet, with its header."""
    return list(book(content)[sheet].iter_rows(values_only=True))


def edited(content: bytes, cells: dict[str, Any], sheet: str = "Maatregelen") -> bytes:
    """The workbook with other values in some cells, by their address; None empties one."""
    opened = book(content)
    for address, value in cells.items():
        opened[sheet][address] = value
    return saved(opened)


def saved(opened: openpyxl.Workbook) -> bytes:
    content = io.BytesIO()
    opened.save(content)
    return content.getvalue()


def column(name: str) -> str:
    """The letter of a column of the sheet of measures."""
    place = [one.name for one in MEASURE].index(name)
    return openpyxl.utils.get_column_letter(place + 1)


def table(*lines: dict[str, Any]) -> bytes:
    """A workbook with these columns only, as somebody makes it by hand."""
    opened = openpyxl.Workbook()
    sheet = opened.worksheets[0]
    titles = list(dict.fromkeys(title for line in lines for title in line))
    sheet.append(titles)
    for line in lines:
        sheet.append([line.get(title) for title in titles])
    return saved(opened)


def preview(content: bytes, *content_kept: Measure, answers: dict[int, str] | None = None) -> Preview:
    return intake.preview(content, "maatregelen.xlsx", replace(KNOWN, kept=kept(*content_kept)), answers)


def told(measure: Measure, known: Known = KNOWN) -> list[tuple[str, str]]:
    """What is said of a measure: how much it matters, and of which field it is."""
    return [(one.level.value, one.column) for one in check(measure, known)]


class TestAMeasure:
    def test_that_is_in_order_gives_no_finding(self) -> None:
        assert check(ZOMER, KNOWN) == []
        assert check(IDEA, KNOWN) == []

    @pytest.mark.parametrize(
        ("changes", "column_"),
        [
            ({"name": ""}, "Naam"),
            ({"name": " \u200b\n"}, "Naam"),
            ({"name": "x" * 201}, "Naam"),
            ({"aim": "x" * 4001}, "Doel"),
            ({"owner": "x" * 201}, "Eigenaar"),
            ({"end": date(2022, 7, 17)}, "Einde"),
            ({"start": date(1900, 1, 1)}, "Begin"),
            ({"start": date(2017, 12, 31)}, "Begin"),
            ({"end": date(2100, 1, 1)}, "Einde"),
            ({"places": -1}, "Plaatsen"),
            ({"places": 1_000_001}, "Plaatsen"),
            ({"intended_reach": -1}, "Bereik bedoeld"),
            ({"moments": (Moment(date(2022, 1, 1), -1),)}, "Bereikt"),
            ({"moments": (Moment(date(1899, 12, 31)),)}, "Datum"),
            ({"moments": (Moment(date(2022, 1, 1), seen="x" * 4001),)}, "Gezien"),
            ({"funding": (Funding(Stream.NPO, -1),)}, "Bedrag NPO-uitkering"),
            ({"funding": (Funding(Stream.NPO, 10**14),)}, "Bedrag NPO-uitkering"),
            ({"funding": (Funding(Stream.GOAB, 1), Funding(Stream.GOAB, 2))}, "Bedrag GOAB"),
            ({"themes": ("taal; sport",)}, "Thema's"),
            ({"themes": tuple(str(number) for number in range(501))}, "Thema's"),
        ],
    )
    def test_that_cannot_be_is_refused_at_the_field_where_it_is_wrong(
        self, changes: dict[str, Any], column_: str
    ) -> None:
        assert told(replace(ZOMER, **changes)) == [("blokkerend", column_)]

    @pytest.mark.parametrize(
        ("changes", "column_", "named"),
        [
            ({"wijken": ("WK990199",)}, "Wijken", "WK990199"),
            ({"schools": ("99ZZ00",)}, "Scholen", "99ZZ00"),
            ({"interventions": ("Z9",)}, "Menukaart", "Z9"),
            ({"wishes": ("99AJ00/abcdefghij",)}, "Wensen", "99AJ00/abcdefghij"),
            ({"moments": (Moment(date(2022, 1, 1), 61),)}, "Bereikt", ""),
        ],
    )
    def test_that_is_doubtful_is_kept_with_a_warning(self, changes: dict[str, Any], column_: str, named: str) -> None:
        [finding] = check(replace(ZOMER, **changes), KNOWN)
        assert (finding.level, finding.column, finding.found) == (FindingLevel.WARNING, column_, named)

    def test_in_a_wijk_or_school_of_before_is_warned_of_with_its_name(self) -> None:
        now = replace(KNOWN, wijken=frozenset({"WK990103"}), schools=frozenset({"99AJ00"}))
        messages = [one.message for one in check(replace(ZOMER, wishes=()), now)]
        assert messages[0].startswith("Wijk Zandkamp; en (om)streken (WK990104) staat niet in de indeling van nu")
        assert messages[1].startswith("School Het Palet (99AK00) staat niet in het register van nu")

    def test_with_the_name_of_another_is_warned_of_and_not_with_its_own(self) -> None:
        known_ = replace(KNOWN, kept=kept(ZOMER))
        assert told(replace(IDEA, name="ZOMERSCHOOL!"), known_) == [("waarschuwing", "Naam")]
        assert told(ZOMER, known_) == []

    def test_ends_on_the_day_it_begins_and_reaches_nobody_without_a_word(self) -> None:
        assert check(replace(ZOMER, end=ZOMER.start, places=0, intended_reach=None), KNOWN) == []

    def test_is_tidied_without_losing_what_can_be_seen(self) -> None:
        raw = replace(
            ZOMER, name=" **Zomer**\x07 <b>school</b>\t", moments=(Moment(date(2022, 1, 1), seen=" a\r\nb "),)
        )
        assert (tidied(raw).name, tidied(raw).moments[0].seen) == ("**Zomer** <b>school</b>", "a\nb")
        assert tidied(ZOMER) == ZOMER

    def test_gets_an_id_that_no_other_has(self) -> None:
        assert len({new_id() for _ in range(100)}) == 100


@pytest.mark.parametrize(
    ("action", "said"),
    [
        (Action("a", "Bellen", owner="Anja", due=date(2022, 1, 1), measure=ZOMER.id), []),
        (Action("a", " \n"), [("blokkerend", "Tekst")]),
        (Action("a", "x" * 4001), [("blokkerend", "Tekst")]),
        (Action("a", "Bellen", owner="x" * 201), [("blokkerend", "Wie")]),
        (Action("a", "Bellen", meeting="x" * 201), [("blokkerend", "Overleg")]),
        (Action("a", "Bellen", due=date(202, 1, 1)), [("blokkerend", "Voor")]),
        (Action("a", "Bellen", measure=IDEA.id), [("waarschuwing", "Maatregel")]),
    ],
)
def test_a_decision_or_action_says_something_by_a_likely_day(action: Action, said: list[tuple[str, str]]) -> None:
    found = check_action(action, replace(KNOWN, kept=kept(ZOMER)))
    assert [(one.level.value, one.column) for one in found] == said


class TestTheWorkbook:
    def test_has_a_row_for_each_measure_and_moment_and_explains_every_column(self) -> None:
        content = measures_xlsx([ZOMER, IDEA], NAMES)
        assert book(content).sheetnames == ["Maatregelen", "Momenten", "Toelichting"]
        lines = lines_of(content, "Maatregelen")
        first = dict(zip(lines[0], lines[1], strict=True))
        assert len(lines) == 3
        assert (first["Naam"], first["Bestedingsdoel"]) == ("Zomerschool", "vertragingen inhalen (bovenschools)")
        assert (first["Domeinen"], first["Thema's"], first["Doelgroepen"]) == ("cognitief", "taal; sport", "po; (v)so")
        assert first["Wijken"] == "Zandkamp en om streken (WK990104)"
        assert first["Scholen"] == "OBS Zandkamp (99AJ00); Het Palet (99AK00)"
        assert (first["Bedrag NPO-uitkering"], first["Bedrag GOAB"], first["Bedrag jeugd"]) == (12345.67, 0.05, None)
        assert (first["Begin"].date(), first["Plaatsen"], first["Status"]) == (date(2022, 7, 18), 60, "besloten")
        moments = lines_of(content, "Momenten")
        assert [line[1:2] + line[3:] for line in moments[1:]] == [
            ("Zomerschool", 55, "Vol.", "Vervoer.", "ja"),
            ("Zomerschool", None, None, None, "nee"),
        ]
        explained = {line[0] for line in lines_of(content, "Toelichting")}
        assert {*lines[0], *moments[0]} <= explained

    @pytest.mark.parametrize("sign", ["=1+1", "+31", "-x", "@som", '=HYPERLINK("http://x")', "#N/A", "\t=1"])
    def test_has_a_text_where_a_text_begins_as_a_formula(self, sign: str) -> None:
        measure = replace(ZOMER, name=sign, aim=sign, themes=(sign.strip(),), owner=sign)
        sheet = book(measures_xlsx([measure], NAMES))["Maatregelen"]
        for name in ("Naam", "Doel", "Eigenaar", "Thema's"):
            cell = sheet[f"{column(name)}2"]
            assert (cell.data_type, cell.value) == ("s", sign.strip())
            assert cell.quotePrefix == (sign.strip()[0] in "=+-@")
        [row] = preview(measures_xlsx([tidied(measure)], NAMES), tidied(measure)).rows
        assert row.outcome is Outcome.UNCHANGED

    def test_of_no_measures_has_its_headers(self) -> None:
        opened = book(measures_xlsx([], NAMES))
        assert [cell.value for cell in opened["Maatregelen"][1]] == [one.name for one in MEASURE]

    def test_for_a_monitoring_questionnaire_has_what_it_asks_with_budget_and_spending_to_the_cent(self) -> None:
        lines = lines_of(monitoring_xlsx([ZOMER, IDEA], {ZOMER.id: 1_000_001}), "Monitoring")
        first, second = (dict(zip(lines[0], line, strict=True)) for line in lines[1:])
        assert (first["Maatregel"], first["Doelgroep"], first["Rol gemeente"]) == (
            "Zomerschool",
            "po, (v)so",
            "makelaar",
        )
        assert (first["Bereik bedoeld"], first["Bereik bereikt"]) == (60, 55)
        assert first["Bekend op"].date() == date(2022, 7, 29)
        assert (first["Begroot"], first["Besteed"]) == (12345.72, 10000.01)
        assert (first["Partners"], first["Knelpunten"]) == ("schoolbesturen", "Vervoer.")
        assert (second["Bereik bereikt"], second["Begroot"], second["Besteed"]) == (None, None, None)


WORD = st.text(st.characters(categories=("L", "N", "P", "S", "Zs"), exclude_characters=";@"), max_size=30).map(
    str.strip
)
FILLED = WORD.filter(lambda word: bool(word.strip()))
LONG = st.text(st.characters(exclude_categories=("Cs", "Cc"), exclude_characters="@"), max_size=60)
DAYS = st.dates(date(YEARS[0], 1, 1), date(YEARS[1], 12, 31))
COUNTS = st.none() | st.integers(0, 1_000_000)


def some(words: Any) -> st.SearchStrategy[tuple[Any, ...]]:
    return st.lists(st.sampled_from(list(words)), unique=True, max_size=3).map(tuple)


MEASURES = st.builds(
    Measure,
    id=st.uuids().map(lambda one: one.hex),
    name=FILLED,
    aim=LONG,
    purpose=st.none() | st.sampled_from(Purpose),
    domains=some(Domain),
    themes=st.lists(FILLED, unique=True, max_size=3).map(tuple),
    target_groups=some(TargetGroup),
    wijken=some([*NAMES.wijken, "WK990199"]),
    schools=some([*NAMES.schools, "99ZZ00", "ko-de kikker"]),
    interventions=some([*NAMES.interventions, "B1"]),
    partners=some(Partner),
    role=st.none() | st.sampled_from(Role),
    funding=st.dictionaries(st.sampled_from(Stream), st.integers(0, 10**14 - 1)).map(
        lambda pots: tuple(Funding(stream, cents) for stream, cents in pots.items())
    ),
    agenda_line=WORD,
    owner=WORD,
    places=COUNTS,
    intended_reach=COUNTS,
    start=st.none() | DAYS,
    end=st.none() | DAYS,
    state=st.sampled_from(MeasureState),
    wishes=some([WISH, "99AK00/abcdefghij"]),
    moments=st.lists(st.builds(Moment, DAYS, COUNTS, LONG, LONG, st.booleans()), max_size=3).map(tuple),
).map(tidied)


def imported(made: list[Measure], *content_kept: Measure) -> Preview:
    """What an export brings, unless its texts speak of pupils (`namen van leerlingen`) and it is held back."""
    content = measures_xlsx(made, NAMES)
    assume(not open_file(content, "x.xlsx", 10).is_held_back)
    return preview(content, *content_kept)


@given(st.lists(MEASURES, max_size=4, unique_by=lambda one: one.id))
@examples(max_examples=60, deadline=None)
def test_what_is_exported_and_imported_again_changes_nothing(made: list[Measure]) -> None:
    found = imported(made, *made)
    assert [row.outcome for row in found.rows] == [Outcome.UNCHANGED] * len(made)
    assert [row.measure for row in found.rows] == made


@given(MEASURES)
@examples(max_examples=60, deadline=None)
def test_what_is_exported_to_an_empty_register_comes_in_whole(made: Measure) -> None:
    """The pots in the order of the columns; an end before the beginning is refused there as in the form."""
    [row] = imported([made]).rows
    pots = tuple(sorted(made.funding, key=lambda one: list(Stream).index(one.stream)))
    assert row.measure == replace(made, funding=pots)
    is_reversed = made.start is not None and made.end is not None and made.end < made.start
    assert row.outcome is (Outcome.REFUSED if is_reversed else Outcome.NEW)


class TestAPreview:
    def test_shows_which_columns_change_from_what_to_what_and_touches_no_other(self) -> None:
        content = edited(
            measures_xlsx([ZOMER, IDEA], NAMES),
            {f"{column('Plaatsen')}2": 80, f"{column('Bedrag GOAB')}2": None, f"{column('Status')}2": "Loopt"},
        )
        found = preview(content, ZOMER, IDEA)
        first, second = found.rows
        assert (first.outcome, second.outcome) == (Outcome.CHANGED, Outcome.UNCHANGED)
        assert [(one.column, one.before, one.after) for one in first.changes] == [
            ("Bedrag GOAB", "€\N{NO-BREAK SPACE}0,05", ""),
            ("Plaatsen", "60", "80"),
            ("Status", "besloten", "loopt"),
        ]
        assert first.measure == replace(
            ZOMER, places=80, funding=(Funding(Stream.NPO, 1_234_567),), state=MeasureState.RUNNING
        )

    def test_shows_moments_that_were_added_and_refuses_the_measure_of_one_that_cannot_be_read(self) -> None:
        content = measures_xlsx([ZOMER, IDEA], NAMES)
        added = edited(content, {"A4": IDEA.id, "C4": date(2022, 5, 1), "D4": 12}, "Momenten")
        first, second = preview(added, ZOMER, IDEA).rows
        assert (first.outcome, second.outcome) == (Outcome.UNCHANGED, Outcome.CHANGED)
        assert [(one.column, one.before, one.after) for one in second.changes] == [
            ("Momenten", "", "01-05-2022, 12 bereikt")
        ]
        broken = edited(content, {"C2": "in de zomer"}, "Momenten")
        assert [row.outcome for row in preview(broken, ZOMER, IDEA).rows] == [Outcome.REFUSED, Outcome.UNCHANGED]

    def test_leaves_moments_alone_when_the_file_has_no_sheet_of_them(self) -> None:
        opened = book(measures_xlsx([ZOMER], NAMES))
        del opened["Momenten"]
        [row] = preview(saved(opened), ZOMER).rows
        assert (row.outcome, row.measure) == (Outcome.UNCHANGED, ZOMER)

    def test_leaves_columns_alone_that_the_file_does_not_have(self) -> None:
        [row] = preview(table({"Naam": "zomerschool", "Plaatsen": 61}), ZOMER).rows
        assert row.measure == replace(ZOMER, name="zomerschool", places=61)
        assert [one.column for one in row.changes] == ["Naam", "Plaatsen"]
        [row] = preview(table({"Naam": "Zomerschool", "Bedrag jeugd": "€ 1.250,50"}), ZOMER).rows
        assert row.measure.funding == (*ZOMER.funding, Funding(Stream.YOUTH, 125_050))

    def test_asks_which_measure_is_meant_when_a_name_is_almost_the_same(self) -> None:
        content = table({"Naam": "De zomerschool", "Plaatsen": 5})
        [row] = preview(content, ZOMER).rows
        assert (row.outcome, [id for id, _ in row.match.candidates]) == (Outcome.ASKED, [ZOMER.id])
        [chosen] = preview(content, ZOMER, answers={2: ZOMER.id}).rows
        assert (chosen.outcome, chosen.measure.id, chosen.measure.aim) == (Outcome.CHANGED, ZOMER.id, ZOMER.aim)
        [new] = preview(content, ZOMER, answers={2: NEW}).rows
        assert (new.outcome, new.measure.aim) == (Outcome.NEW, "")
        assert new.measure.id != ZOMER.id

    def test_asks_when_two_measures_have_the_name(self) -> None:
        twin = replace(IDEA, name="zomerschool")
        [row] = preview(table({"Naam": "Zomerschool", "Plaatsen": 5}), ZOMER, twin).rows
        assert (row.outcome, {id for id, _ in row.match.candidates}) == (Outcome.ASKED, {ZOMER.id, twin.id})

    def test_takes_another_name_for_new(self) -> None:
        [row] = preview(table({"Naam": "Jongerenwerk op het plein", "Plaatsen": 5}), ZOMER).rows
        assert (row.outcome, row.before) == (Outcome.NEW, None)

    def test_refuses_the_second_of_two_rows_for_one_measure_and_says_which_is_the_first(self) -> None:
        found = preview(table({"Naam": "Zomerschool", "Plaatsen": 5}, {"Naam": "ZOMERSCHOOL", "Plaatsen": 6}), ZOMER)
        assert [row.outcome for row in found.rows] == [Outcome.CHANGED, Outcome.REFUSED]
        assert "dezelfde maatregel als rij 2" in found.rows[1].findings[-1].message

    @pytest.mark.parametrize(
        ("title", "cell"),
        [
            ("Plaatsen", "veel"),
            ("Plaatsen", "12,5"),
            ("Bedrag GOAB", "1,234"),
            ("Bedrag GOAB", 12.345),
            ("Begin", "30-2-2022"),
            ("Begin", "zomer"),
            ("Status", "bijna"),
            ("Domeinen", "cognitief; taal"),
            ("Einde", date(2021, 1, 1)),
            ("Plaatsen", -3),
            ("Bedrag NPO-uitkering", -3),
            ("Begin", date(1901, 1, 1)),
        ],
    )
    def test_refuses_a_row_with_a_cell_that_cannot_be_and_takes_the_others(self, title: str, cell: object) -> None:
        found = preview(edited(measures_xlsx([ZOMER, IDEA], NAMES), {f"{column(title)}2": cell, "B3": "Plan"}), IDEA)
        assert [row.outcome for row in found.rows] == [Outcome.REFUSED, Outcome.CHANGED]
        [finding] = [one for one in found.rows[0].findings if one.level is FindingLevel.BLOCKING]
        assert (finding.row, finding.column, finding.sheet) == (2, title, "Maatregelen")

    def test_reads_wijken_and_schools_by_name_or_code(self) -> None:
        line = {"Naam": "Nieuw", "Wijken": "ravelshoek\nWK990104", "Scholen": "99AK00; obs zandkamp", "Menukaart": "A3"}
        [row] = preview(table(line)).rows
        assert row.measure.wijken == ("WK990103", "WK990104")
        assert (row.measure.schools, row.measure.interventions) == (("99AK00", "99AJ00"), ("A3",))

    def test_keeps_a_wijk_that_does_not_exist_and_warns(self) -> None:
        [row] = preview(table({"Naam": "Nieuw", "Wijken": "Atlantis"})).rows
        assert (row.outcome, row.measure.wijken) == (Outcome.NEW, ("Atlantis",))
        assert "Wijk Atlantis staat niet in de indeling van nu" in row.findings[0].message

    def test_keeps_an_address_that_every_file_loses_in_the_measure_where_it_stands(self) -> None:
        with_address = replace(ZOMER, aim="Vragen: zomer@lindewaard.nl")
        content = measures_xlsx([with_address], NAMES)
        [row] = preview(content, with_address).rows
        assert (row.outcome, row.measure) == (Outcome.UNCHANGED, with_address)
        [row] = preview(edited(content, {f"{column('Plaatsen')}2": 7}), with_address).rows
        assert row.measure == replace(with_address, places=7)

    @pytest.mark.parametrize("content", [b"", b"PK\x03\x04 half", b"%PDF-1.7", b"a;b\n1;2\n"])
    def test_of_a_file_that_is_none_says_so_and_has_no_rows(self, content: bytes) -> None:
        found = preview(content, ZOMER)
        assert found.rows == ()
        assert any(one.level is FindingLevel.BLOCKING for one in found.findings)

    def test_of_a_monitoring_sheet_says_that_it_is_no_register(self) -> None:
        found = preview(monitoring_xlsx([ZOMER]), ZOMER)
        assert (found.rows, "geen tabel met maatregelen" in found.findings[0].message) == ((), True)

    def test_names_columns_that_it_does_not_know(self) -> None:
        found = preview(table({"Naam": "Nieuw", "Plaatsen": 1, "Kleur": "rood"}))
        assert "'Kleur'" in found.findings[0].message

    def test_tells_of_a_moment_of_a_measure_that_is_not_there(self) -> None:
        found = preview(edited(measures_xlsx([ZOMER], NAMES), {"A2": "weg", "B2": None}, "Momenten"), ZOMER)
        assert "hoort bij geen maatregel" in found.findings[0].message


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    """Lindewaard in two years: a wijk and a school of 2020 are gone in 2021, and one school asks something."""
    opened = new_store(Settings(data_dir=tmp_path / "data"))
    old = {"WK990103": "Ravelshoek", "WK990190": "Oude wijk", "WK980201": "Elders"}
    for period, names in (("2020", old), ("2021", {"WK990103": "Ravelshoek", "WK990104": "Zandkamp"})):
        load(opened, delivered({"plain": dict.fromkeys(names, 1.0)}, period, names=names))
    load(opened, schools(HERE, ["99AJ00", "99OUD0"], "2021"))
    load(opened, schools(HERE, ["99AJ00"], "2021"))
    add_scans(opened, HERE, Scan("Lint", "De Vlinder", site="99AJ00", wishes=(Wish("Sport", WishKind.OTHER),)))
    yield opened
    opened.close()


def of(store: Store) -> Known:
    with store.read() as cursor:
        return known(cursor, HERE)


def registered(store: Store) -> list[tuple[str, int | None, str]]:
    with store.read() as cursor:
        return [(one.content.name, one.content.places, one.by) for one in measures.measures(cursor, HERE)]


class TestKeeping:
    def test_what_is_known_has_what_is_gone_by_name_only(self, store: Store) -> None:
        found = of(store)
        assert found.wijken == {"WK990103", "WK990104"}
        assert found.names.wijken == {"WK990103": "Ravelshoek", "WK990104": "Zandkamp", "WK990190": "Oude wijk"}
        assert found.schools == {"99AJ00"}
        assert found.names.schools["99OUD0"] == "School 99OUD0"
        assert found.names.wishes == {wish_id("99AJ00", "Sport"): "Sport"}

    def test_nothing_is_written_before_it_is_kept_and_then_what_is_new_and_changed_is(self, store: Store) -> None:
        store.write(lambda cursor: measures.keep(cursor, HERE, ZOMER, "Anja", None))
        content = table(
            {"Naam": "Zomerschool", "Plaatsen": 61},
            {"Naam": "Jongerenwerk", "Plaatsen": 5},
            {"Naam": "Kapot", "Plaatsen": "veel"},
        )
        version = store.data_version()
        found = intake.preview(content, "nieuw.xlsx", of(store))
        assert store.data_version() == version
        assert len(intake.commit(store, found, "Bram")) == 2
        assert store.data_version() == version + 1
        assert registered(store) == [("Jongerenwerk", 5, "Bram"), ("Zomerschool", 61, "Bram")]
        assert rows(store, "select name from work.author order by audit_number") == [("Anja",), ("Bram",)]
        again = intake.preview(measures_xlsx([one.content for one in of(store).kept], of(store).names), "x", of(store))
        assert [row.outcome for row in again.rows] == [Outcome.UNCHANGED] * 2
        with pytest.raises(Refusal, match="Er is niets over te nemen"):
            intake.commit(store, again, "Bram")

    def test_a_change_of_another_since_the_preview_stops_all_of_it(self, store: Store) -> None:
        seen = store.write(lambda cursor: measures.keep(cursor, HERE, ZOMER, "Anja", None))
        found = intake.preview(
            table({"Naam": "Nieuw", "Plaatsen": 1}, {"Naam": "Zomerschool", "Plaatsen": 61}), "x.xlsx", of(store)
        )
        store.write(lambda cursor: measures.keep(cursor, HERE, replace(ZOMER, places=7), "Carla", seen))
        with pytest.raises(Refusal, match="Een collega heeft intussen een maatregel gewijzigd: 'Zomerschool'"):
            intake.commit(store, found, "Bram")
        assert registered(store) == [("Zomerschool", 7, "Carla")]

    def test_a_measure_that_was_removed_comes_back_with_its_history_from_an_export(self, store: Store) -> None:
        seen = store.write(lambda cursor: measures.keep(cursor, HERE, ZOMER, "Anja", None))
        content = measures_xlsx([ZOMER], of(store).names)
        store.write(lambda cursor: measures.remove(cursor, HERE, ZOMER.id, "Anja", seen))
        intake.commit(store, intake.preview(content, "x.xlsx", of(store)), "Bram")
        with store.read() as cursor:
            assert [one.by for one in measures.history(cursor, HERE, ZOMER.id)] == ["Bram", "Anja"]

    def test_amounts_are_decimals_in_the_store(self, store: Store) -> None:
        intake.commit(store, intake.preview(table({"Naam": "A", "Bedrag GOAB": 0.1}), "x.xlsx", of(store)), "")
        kind = "select typeof(amount), amount::varchar from mart.measure_funding"
        assert rows(store, kind) == [("DECIMAL(14,2)", "0.10")]


def test_every_pot_has_a_column() -> None:
    assert [one.name for one in AMOUNTS] == [f"Bedrag {stream.value}" for stream in Stream]
    assert json.dumps([one.name for one in MEASURE]).count("Bedrag") == len(Stream)
