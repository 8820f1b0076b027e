"""The first page in words: the group at the top, what stands beside the figures, and what is not known."""

import json
import re

import pytest
from duckdb import DuckDBPyConnection as Cursor

from intake.example import FOLDER
from model import catalogue, dutch
from model.catalogue import Domain
from model.choices import Choices
from model.region import Level
from model.status import Status
from tests.worlds import Cell, delivered, schools, world
from tiles import Kind, build
from tiles.startfoto import Page, page

POOREST = {"WK990105": "Kooiveld", "WK990103": "Ravelshoek", "WK990104": "Zandkamp"}


def startfoto(cursor: Cursor, area: str = "GM9901", period: str = "2021") -> Page:
    return page(cursor, Choices(area, Level.WIJK, "laag_inkomen", period))


def children_in_file(table: str, regions: set[str]) -> int:
    """The children of these areas, added up from the file as the source would give it."""
    rows = json.loads((FOLDER / "cbs" / table / "UntypedDataSet.json").read_text("utf-8"))
    column = next(name for name in rows[0] if name.startswith("k_0Tot15Jaar"))
    return sum(int(row[column]) for row in rows if row["WijkenEnBuurten"].strip() in regions)


@pytest.mark.parametrize(("period", "table"), [("2019", "84583NED"), ("2020", "84799NED"), ("2021", "85039NED")])
def test_the_sentence_names_the_three_poorest_wijken_with_the_children_who_live_there(
    cursor: Cursor, period: str, table: str
) -> None:
    children = dutch.number(children_in_file(table, set(POOREST)))
    assert startfoto(cursor, period=period).background == (
        "In Kooiveld, Ravelshoek en Zandkamp groeien kinderen het vaakst op met kans op achterstand "
        f"(daar wonen {children} kinderen tot 15 jaar; CBS {period})."
    )


def test_children_of_another_year_than_the_score_are_dated(cursor: Cursor) -> None:
    children = dutch.number(children_in_file("85318NED", set(POOREST)))
    expected = f"(daar wonen {children} kinderen tot 15 jaar in 2022; CBS 2021–2022)."
    assert startfoto(cursor, period="2022").background.endswith(expected)


@pytest.mark.parametrize("area", ["WK990104", "BU99010401"])
def test_a_wijk_or_buurt_has_the_startfoto_of_its_gemeente(cursor: Cursor, area: str) -> None:
    assert startfoto(cursor, area) == startfoto(cursor)


def test_background_and_delay_are_kept_apart(cursor: Cursor) -> None:
    found = startfoto(cursor)
    assert "vertraging" not in found.background and "behoefte" not in found.background
    assert found.delay.startswith("Over de vertraging door corona vertellen 31 van de 45 scholen in hun schoolscan.")
    assert "niet hetzelfde" in found.delay


def test_what_schools_say_and_do_is_counted_in_schools(cursor: Cursor) -> None:
    found = startfoto(cursor)
    assert re.match(r"31 scholen stuurden een schoolscan\. Zoveel scholen melden daarin leerlingen", found.schools_say)
    assert re.search(r"menukaart: [^,]+ \(\d+\), [^,]+ \(\d+\) en [^,]+ \(\d+\)", found.schools_do)


def test_each_key_figure_stands_beside_comparable_gemeenten_first_and_then_the_country(cursor: Cursor) -> None:
    found = startfoto(cursor)
    assert len(found.figures) == 5
    for figure in found.figures:
        assert re.fullmatch(r"Vergelijkbare gemeenten [\d,.]+%? · Voorbeeldland [\d,.]+%?", figure.comparison)
        assert figure.children == "Hier wonen 14.958 kinderen van 0 tot 15 jaar (2021)."
        assert re.fullmatch(r"CBS, (heel |1 januari |1 oktober )?2021", figure.source), "with its own reference date"
    benefit = next(figure for figure in found.figures if "Bijstand" in figure.label)
    assert (benefit.label, benefit.value) == ("Bijstand per 1.000", "41")


def test_the_comparable_gemeenten_are_named_and_so_is_why_they_are(cursor: Cursor) -> None:
    assert startfoto(cursor).peers == (
        "Vergelijkbare gemeenten zijn even stedelijk (klasse 2) en hebben ongeveer evenveel inwoners jonger dan "
        "25 jaar (hier 30,3%): Elsterhout, Ganzevoorde, Havixmeer, Kolkerwaard, Veldersluis en Wolderhage. "
        "Getoond is de middelste waarde (mediaan) van hun cijfers."
    )


def test_what_is_not_known_is_listed_with_the_wijk_that_has_no_score(cursor: Cursor) -> None:
    unknown = startfoto(cursor).unknown
    assert any("op de 14 scholen zonder schoolscan" in gap for gap in unknown)
    assert any(gap.startswith("Hoe De Hoefslag ervoor staat:") for gap in unknown)


def test_only_where_no_domain_has_a_figure_of_children_the_monitor_of_the_ggd_is_missed(cursor: Cursor) -> None:
    assert not any("GGD-cijfers over kinderen" in gap for gap in startfoto(cursor).unknown)
    assert any("GGD-cijfers over kinderen" in gap for gap in baarn({A: 90, B: 10}).unknown)


# --- small worlds ---------------------------------------------------------------------------------------------------

PARTS = ("laag_inkomen", "bijstand", "laagste_inkomens", "inkomen", "laag_opgeleid")
A, B, C, D = "WK030801", "WK030802", "WK030803", "WK030804"
NAMES = {"NL00": "Nederland", "GM0308": "Baarn", A: "Noord", B: "Zuid", C: "Oost", D: "West"}


def baarn(
    needs: dict[str, Cell], parts: tuple[str, ...] = PARTS, children: Cell = 100, names: dict[str, str] = NAMES
) -> Page:
    """The startfoto of a gemeente in which each part of the score says the same of each wijk."""
    less = {code: 100 - cell if not isinstance(cell, Status) else cell for code, cell in needs.items()}
    cells = {part: less if part == "inkomen" else needs for part in parts}
    living = {"kinderen_0_15": dict.fromkeys(needs, children)}
    with world(delivered({**cells, **living}, names=names)) as cursor:
        return startfoto(cursor, "GM0308")


def test_two_areas_of_one_name_are_told_apart_by_their_codes() -> None:
    sentence = baarn({A: 90, B: 80, C: 10, D: 5}, names={**NAMES, B: "Noord"}).background
    assert sentence.startswith("In Noord (WK030801) en Noord (WK030802) groeien")


def test_where_nothing_stands_out_nothing_is_named() -> None:
    assert baarn({A: 50, B: 50, C: 50, D: 50}).background == (
        "In Baarn springt geen wijk of groep wijken er duidelijk uit in kans op achterstand (CBS 2021)."
    )


def test_one_wijk_has_nothing_to_be_compared_with() -> None:
    assert (
        baarn({A: 50}).background == "Alleen Noord heeft een achtergrondscore (CBS 2021); er valt niets te vergelijken."
    )


def test_one_figure_is_too_little_for_a_sentence_about_the_background() -> None:
    found = baarn({A: 90, B: 80, C: 10, D: 5}, parts=("bijstand",))
    assert found.background == (
        "Voor Baarn is nog niet te zeggen waar kinderen het vaakst opgroeien met kans op achterstand: "
        "van de 5 cijfers daarvoor is alleen 'Bijstand' bekend."
    )


def test_one_figure_is_shown_on_the_map_as_what_it_is() -> None:
    with world(delivered({"kinderen_0_15": {A: 100, B: 100}, "bijstand": {A: 9, B: 3}}, names=NAMES)) as cursor:
        tile = build(Kind.BACKGROUND, Choices("GM0308", Level.WIJK, "laag_inkomen", "2021"), cursor)
    assert tile.kind is Kind.BACKGROUND
    assert tile.title == "Het hoogst in Noord (9 per 1.000), het laagst in Zuid (3 per 1.000)"
    assert tile.notes[0] == "Dit is alleen 'Bijstand', geen achtergrondscore: daarvoor is te weinig bekend."
    assert tile.figure is None and "nog geen grenzen van Baarn" in tile.notes[1]
    assert tile.source.startswith("Bron: CBS, Kerncijfers wijken en buurten 2021 (kwb-2021), kolom 'Kolom bijstand'.")
    assert tile.source.endswith("Licentie CC BY 4.0.")


def test_wijken_with_few_children_are_not_called_alike() -> None:
    assert baarn({A: 90, B: 80, C: 10, D: 5}, children=45).background.endswith(
        ": van geen enkele wijk zijn genoeg kinderen en genoeg cijfers bekend."
    )


def test_without_any_figure_the_startfoto_says_so() -> None:
    with world(delivered({}, names=NAMES)) as cursor:
        found = startfoto(cursor, "GM0308")
    assert found.background.endswith(": er zijn nog geen cijfers over inkomen, werk en opleiding.")
    assert found.figures == ()
    assert found.delay.startswith("Over de vertraging door corona weten we nog niets: van geen enkele school")
    assert found.schools_say.startswith("Nog niets") and found.schools_do.startswith("Nog niets")
    assert found.peers.startswith("Met welke gemeenten te vergelijken is, blijkt pas")
    assert any("scholenregister" in gap for gap in found.unknown)


def test_several_wijken_without_a_score_are_counted_in_the_plural() -> None:
    found = baarn({A: 90, B: 80, C: Status.SECRET, D: Status.SECRET})
    assert any(gap.startswith("Hoe Oost en West ervoor staan:") for gap in found.unknown)


def test_a_comparison_with_some_of_the_peers_says_with_how_many() -> None:
    profile = {"stedelijkheid": 2.0, "inwoners": 1000.0, "kinderen_0_15": 170.0, "jongeren_15_25": 120.0}
    codes = ("GM0308", "GM0001", "GM0002")
    cells: dict[str, dict[str, Cell]] = {name: dict.fromkeys(codes, value) for name, value in profile.items()}
    cells["laag_inkomen"] = {"GM0308": 5.0, "GM0001": 6.0, "GM0002": Status.SECRET, "NL00": 8.0}
    with world(delivered(cells, names=NAMES), schools("GM0308", ["10AA00"], "2021")) as cursor:
        found = startfoto(cursor, "GM0308")
    assert found.figures[0].comparison == "Vergelijkbare gemeenten (1 van de 2) 6,0% · Nederland 8,0%"
    assert "van geen enkele school is een schoolscan geladen" in found.delay
    assert "GM0001 en GM0002" in found.peers, "without a name, the code"


def test_without_peers_only_the_country_stands_beside_a_figure() -> None:
    with world(delivered({"laag_inkomen": {"GM0308": 5.0, "NL00": 8.0}}, names=NAMES)) as cursor:
        assert startfoto(cursor, "GM0308").figures[0].comparison == "Nederland 8,0%"
    with world(delivered({"laag_inkomen": {"GM0308": 5.0}}, names=NAMES)) as cursor:
        assert startfoto(cursor, "GM0308").figures[0].comparison == "geen vergelijking geladen"


def test_of_children_only_the_domains_without_a_figure_are_unknown() -> None:
    known = catalogue.current().indicators
    of_social = next(row.id for row in known.values() if row.domain is Domain.SOCIAL and row.smallest_level != "school")
    with world(delivered({of_social: {"GM0308": 12.0}}, names=NAMES)) as cursor:
        unknown = startfoto(cursor, "GM0308").unknown
    told = "Hoe het met kinderen gaat op het domein cognitief, executief en emotioneel: daarover is geen cijfer."
    assert told in unknown
