"""Areas have the name of their latest period, lie within one another, and the example stands apart."""

from analysis import areas
from tests.worlds import delivered, world

BAARN = {"NL00": "Nederland", "GM0308": "Baarn", "WK030801": "Noord", "BU03080101": "Eem", "BU03080102": "Dorp"}


def test_an_area_has_the_name_of_its_latest_period() -> None:
    with world(
        delivered({}, "2020", names={"WK030801": "Noord-Oost"}), delivered({}, "2019", names={"WK030801": "Oud"})
    ) as cursor:
        assert areas.named(cursor, ["WK030801"])["WK030801"].name == "Noord-Oost"


def test_where_two_sources_name_an_area_in_one_period_kwb_decides() -> None:
    health = delivered({}, "2020", "gezondheid", names={"WK030801": "Wijk 01 Noord"})
    kwb = delivered({}, "2020", "kwb", names={"WK030801": "Noord"})
    for loaded in ((health, kwb), (kwb, health)):
        with world(*loaded) as cursor:
            assert areas.named(cursor, ["WK030801"])["WK030801"].label == "Noord (WK030801)"


def test_an_area_without_a_name_is_called_by_its_code() -> None:
    with world(delivered({}, "2020", names={"WK030801": ""})) as cursor:
        assert areas.named(cursor, ["WK030801", "WK999999"]).keys() == {"WK030801", "WK999999"}
        assert [area.name for area in areas.named(cursor, ["WK030801", "WK999999"]).values()] == [
            "WK030801",
            "WK999999",
        ]


def test_wijken_come_each_with_their_buurten_and_letters_in_a_code_are_no_trouble() -> None:
    names = {"WK0363MA": "Oost", "BU0363MA02": "B", "BU0363MA01": "A", "WK0363AB": "West", "BU0363AB01": "C"}
    with world(delivered({}, names=names)) as cursor:
        assert [area.name for area in areas.within(cursor, "GM0363")] == ["West", "C", "Oost", "A", "B"]


def test_a_path_goes_from_the_country_to_the_buurt() -> None:
    with world(delivered({}, names=BAARN)) as cursor:
        assert [area.name for area in areas.path_to(cursor, "BU03080101")] == ["Nederland", "Baarn", "Noord", "Eem"]


def test_a_gemeente_counts_as_loaded_when_its_buurten_are_and_the_example_comes_last() -> None:
    names = {
        **BAARN,
        "GM0344": "Utrecht",
        "BU99010101": "Verzonnen",
        "GM9901": "Aardorp",
        "BU07960101": "Binnenstad",
        "GM0796": "'s-Hertogenbosch",
    }
    with world(delivered({}, names=names)) as cursor:
        found = areas.municipalities(cursor)
    assert [area.name for area in found] == ["Baarn", "'s-Hertogenbosch", "Aardorp"]
    assert [area.is_example for area in found] == [False, False, True]
