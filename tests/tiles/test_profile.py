"""The portrait of an area: who lives there, its place, a sentence per domain, its schools, what is not known."""

import re

import pytest
from duckdb import DuckDBPyConnection as Cursor

from model.catalogue import Ages, Domain
from model.choices import Audience, Choices
from model.region import Level
from model.status import Status
from tests.worlds import Cell, delivered, world
from tiles.profile import DomainCard, Portrait, portrait

NAMES = {"GM0308": "Baarn", "WK030801": "Noord", "WK030802": "Zuid"}
SOUTH = "WK030802"


def portrayed(cursor: Cursor, area: str, period: str = "2021", **choices: object) -> Portrait:
    return portrait(cursor, Choices(area, Level.WIJK, "laag_inkomen", period, **choices))  # type: ignore[arg-type]


def card(found: Portrait, domain: Domain) -> DomainCard:
    return next(card for card in found.domains if card.domain is domain)


def test_the_first_sentence_is_how_many_children_live_here(cursor: Cursor) -> None:
    assert portrayed(cursor, "WK990104", "2020").living == "In Zandkamp wonen 2.200 kinderen van 0 tot 15 jaar (2020)"
    assert portrayed(cursor, "WK990104", "2016").living == "In Zandkamp wonen een onbekend aantal kinderen"


def test_the_background_score_is_told_as_a_place_with_where_else_it_could_be(cursor: Cursor) -> None:
    told = portrayed(cursor, "WK990103").background
    assert re.fullmatch(
        r"Op de achtergrondscore \(kans op achterstand\) staat Ravelshoek op plaats \d+"
        r"( \(of \d+ tot \d+ bij andere gewichten of door toeval\))? van de 11 wijken in Lindewaard; "
        r"plaats 1 heeft de hoogste score \(2021\)\.",
        told,
    )
    assert "behoefte" not in told and "vertraging" not in told


def test_a_gemeente_is_placed_in_the_country_and_a_country_nowhere(cursor: Cursor) -> None:
    assert "van de 15 gemeenten in Voorbeeldland" in portrayed(cursor, "GM9901").background
    assert portrayed(cursor, "NL99").background.startswith("Een achtergrondscore")


def test_an_area_without_a_score_says_so_among_what_is_not_known(cursor: Cursor) -> None:
    found = portrayed(cursor, "WK990109")
    assert "heeft geen achtergrondscore" in found.background
    assert "Hoe de omgeving ervoor staat: er is geen achtergrondscore." in found.unknown


SHARE: dict[str, dict[str, Cell]] = {"vsv_pct": {"GM0308": 3.0}}


def test_a_domain_has_the_figures_of_the_area_itself_or_says_whose_they_are() -> None:
    with world(delivered(SHARE, names=NAMES)) as cursor:
        assert card(portrayed(cursor, "GM0308"), Domain.COGNITIVE).measured == (
            "Voortijdig schoolverlaters: 3% (2021).",
        )
        assert card(portrayed(cursor, SOUTH), Domain.COGNITIVE).measured == (
            "Geen cijfer over kinderen op wijkniveau.",
            "Baarn: voortijdig schoolverlaters 3% (2021).",
        )
        south = portrayed(cursor, SOUTH)
    assert card(south, Domain.EXECUTIVE).measured == ("Geen cijfer over kinderen op wijkniveau.",)
    assert south.unknown[0].startswith("Hoe het met kinderen gaat op de domeinen cognitief, executief, sociaal en emo")


def test_what_is_hidden_is_not_called_missing() -> None:
    with world(delivered({"ve_deelnemend": {SOUTH: Status.TOO_FEW}}, names=NAMES)) as cursor:
        told = card(portrayed(cursor, SOUTH), Domain.COGNITIVE).measured
    assert told[0] == "Te weinig waarnemingen om te tonen op wijkniveau."


def test_ages_choose_which_figures_about_children_are_told() -> None:
    with world(delivered(SHARE | {"absoluut_verzuim": {"GM0308": 12.0}}, names=NAMES)) as cursor:
        early = portrayed(cursor, "GM0308", ages=Ages.EARLY)
        older = portrayed(cursor, "GM0308", ages=Ages.SECONDARY)
    assert not any(one.is_of_area for one in early.domains)
    assert [one.domain for one in older.domains if one.is_of_area] == [Domain.COGNITIVE, Domain.SOCIAL]


def test_a_count_is_given_no_place_because_it_follows_the_size_of_an_area(cursor: Cursor) -> None:
    told = card(portrayed(cursor, "WK990103"), Domain.COGNITIVE).measured
    assert told[0] == "Kinderen met een VE-indicatie: 96 (2021)."


def test_a_share_is_told_with_its_place_and_what_may_be_said_of_its_change(cursor: Cursor) -> None:
    told = " ".join(card(portrayed(cursor, "WK990103"), Domain.SOCIAL).measured)
    assert re.search(r"Voelt zich eenzaam: \d+,\d% \(2021\), hoger dan \d van de \d andere wijken in Lindewaard;", told)
    assert re.search(r"; (duidelijk (hoger|lager) dan in 2019|geen duidelijk verschil met 2019)\.", told)


def test_what_schools_say_stands_beside_the_figures_and_is_counted_in_schools(cursor: Cursor) -> None:
    told = card(portrayed(cursor, "GM9901"), Domain.COGNITIVE).schools
    assert re.fullmatch(r"Scholen: \d+ van de 31 scholen met een schoolscan melden leerlingen met vertraging\.", told)
    assert card(portrayed(cursor, "WK990107"), Domain.COGNITIVE).schools == "Scholen: geen schoolscan."


def test_a_wijk_lists_its_schools_and_a_gemeente_counts_them(cursor: Cursor) -> None:
    wijk, gemeente = (portrayed(cursor, area) for area in ("WK990103", "GM9901"))
    assert wijk.schools_said == "6 scholen in deze wijk; 6 deelden een schoolscan."
    assert list(wijk.schools.columns) == ["School", "Schoolscan", "Sector", "Leerlingen", "Bestuur"]
    assert (len(wijk.schools), len(gemeente.schools)) == (6, 0)
    assert gemeente.schools_said.startswith("45 scholen in deze gemeente; 31 ")


def test_the_lea_sees_only_which_schools_agreed_to_be_named(cursor: Cursor) -> None:
    own, lea = (portrayed(cursor, "WK990103", audience=audience) for audience in Audience)
    assert set(own.schools["Schoolscan"]) == {"ja"}
    assert set(lea.schools["Schoolscan"]) == {"gedeeld", "niet met naam gedeeld"}, "not whether the rest sent one"


def test_the_measures_of_a_wijk_are_its_own_and_those_of_the_whole_gemeente(cursor: Cursor) -> None:
    wijk, gemeente = (portrayed(cursor, area).measures for area in ("WK990103", "GM9901"))
    assert 0 < len(wijk) < len(gemeente)
    assert all(re.search(r" \((besloten|loopt)(; hele gemeente)?\)$", line) for line in gemeente)
    assert any("; hele gemeente" in line for line in wijk) and not any("; hele gemeente" in line for line in gemeente)


@pytest.mark.parametrize("area", ["GM0308", SOUTH, "BU03080201", "NL00"])
def test_a_portrait_of_an_area_of_which_nothing_is_known_is_no_error(area: str) -> None:
    with world(delivered({}, names=NAMES)) as cursor:
        found = portrayed(cursor, area)
    assert found.living.endswith("wonen een onbekend aantal kinderen")
    assert found.unknown
