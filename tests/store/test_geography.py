"""The map files: named by their content, of the right year, with every name as it is written."""

import json
from pathlib import Path
from typing import Any

import pytest

from model.region import Level
from settings import Settings
from store import Store
from store.geography import Layer, boundary_period, layer
from tests.store.worlds import borders, figures, load, withdraw

BUURTEN = {"GM0001": "Dorp", "BU00010000": "Noord", "BU00010001": "Zuid"}


def made(store: Store, region: str = "GM0001", level: str = "buurt", period: str = "2021") -> Layer | None:
    with store.read() as cursor:
        return layer(cursor, region, level, period)


def content(found: Layer | None) -> Any:
    assert found
    return json.loads(found.content)


def names(found: Layer | None) -> dict[str, str]:
    return {feature["id"]: feature["properties"]["name"] for feature in content(found)["features"]}


def drawn_on(store: Store, period: str, level: Level = Level.BUURT, region: str = "GM0001") -> str | None:
    with store.read() as cursor:
        return boundary_period(cursor, region, level, period)


class TestALayer:
    def test_is_geojson_with_the_code_as_id_and_its_bounds(self, store: Store) -> None:
        load(store, borders(BUURTEN))
        found = made(store)
        assert found
        assert found.regions == {"BU00010000", "BU00010001"}
        assert found.bounds == (1.0, 52.0, 3.0, 53.0)
        collection = content(found)
        assert collection["type"] == "FeatureCollection"
        assert [feature["type"] for feature in collection["features"]] == ["Feature", "Feature"]
        assert collection["features"][0]["geometry"]["type"] == "Polygon"
        assert found.url == f"/geo/2021/GM0001/buurt/{found.digest}.json"

    def test_of_a_gemeente_holds_its_own_areas_only(self, file_store: Store) -> None:
        load(file_store, borders(BUURTEN), borders({"GM0002": "Stad", "BU00020000": "Hof", "WK000200": "Wijk"}))
        assert names(made(file_store)).keys() == {"BU00010000", "BU00010001"}
        assert names(made(file_store, "NL00")).keys() == {"BU00010000", "BU00010001", "BU00020000"}
        assert names(made(file_store, "NL00", "gemeente")).keys() == {"GM0001", "GM0002"}

    @pytest.mark.parametrize(
        ("region", "level", "period"),
        [
            ("GM0001", "wijk", "2021"),
            ("GM0001", "buurt", "2020"),
            ("GM0404", "buurt", "2021"),
            ("gm0001", "buurt", "2021"),
            ("GM0001' or '1'='1", "buurt", "2021"),
            ("GM0001", "straat", "2021"),
        ],
    )
    def test_that_does_not_exist_is_none(self, file_store: Store, region: str, level: str, period: str) -> None:
        load(file_store, borders(BUURTEN), figures({"GM0001": 1.0}, period="2020"))
        assert made(file_store, region, level, period) is None

    @pytest.mark.parametrize("name", ['\'s-Gravenhage & "De Kom"', "Ĳsselmonde \\ </script>", "Fryslân\n\tú", ""])
    def test_keeps_a_name_as_it_is_written(self, file_store: Store, name: str) -> None:
        load(file_store, borders({"BU00010000": name}))
        assert names(made(file_store)) == {"BU00010000": name}

    def test_takes_the_newest_name_that_the_figures_have(self, file_store: Store) -> None:
        load(file_store, borders(BUURTEN))
        load(file_store, figures({"BU00010000": 1.0}, period="2022"), figures({"BU00010000": 1.0}, period="2019"))
        assert names(made(file_store)) == {"BU00010000": "De BU00010000", "BU00010001": "Zuid"}

    def test_never_holds_real_and_made_up_areas_together(self, file_store: Store) -> None:
        load(file_store, borders(BUURTEN), borders({"GM9901": "Voorbeeld", "BU99010000": "Bos"}))
        assert names(made(file_store, "NL00")).keys() == {"BU00010000", "BU00010001"}
        assert names(made(file_store, "NL99")).keys() == {"BU99010000"}
        assert names(made(file_store, "NL99", "gemeente")) == {"GM9901": "Voorbeeld"}


class TestTheDigest:
    def test_is_the_same_for_the_same_content(self, file_store: Store) -> None:
        load(file_store, borders(BUURTEN))
        first = made(file_store)
        load(file_store, figures({"GM0001": 1.0}))
        load(file_store, borders(BUURTEN))
        again = made(file_store)
        assert first and again and first.digest == again.digest
        assert first.content == again.content

    def test_changes_with_a_border_and_with_a_name_and_comes_back_with_an_undo(self, file_store: Store) -> None:
        load(file_store, borders(BUURTEN))
        first = made(file_store)
        moved = load(file_store, borders(BUURTEN, size=1.5))
        second = made(file_store)
        load(file_store, figures({"BU00010000": 1.0}))
        third = made(file_store)
        assert first and second and third
        assert len({first.digest, second.digest, third.digest}) == 3
        withdraw(file_store, moved)
        assert content(made(file_store))["features"][0]["geometry"] == content(first)["features"][0]["geometry"]

    def test_is_that_of_the_store_that_is_asked(self, file_store: Store, tmp_path: Path) -> None:
        other = Store(Settings(data_dir=tmp_path / "other"))
        load(file_store, borders(BUURTEN))
        load(other, borders(BUURTEN | {"BU00010000": "Elders"}))
        assert names(made(file_store))["BU00010000"] == "Noord"
        assert names(made(other))["BU00010000"] == "Elders"
        other.close()


class TestTheYearOfTheBorders:
    @pytest.fixture
    def of_two_years(self, file_store: Store) -> Store:
        load(file_store, borders(BUURTEN, period="2019"), borders(BUURTEN, period="2021"))
        return file_store

    @pytest.mark.parametrize(
        ("figures_of", "borders_of"),
        [("2018", "2019"), ("2019", "2019"), ("2020", "2019"), ("2021", "2021"), ("2024", "2021")],
    )
    def test_is_the_newest_that_is_not_later_else_the_oldest(
        self, of_two_years: Store, figures_of: str, borders_of: str
    ) -> None:
        assert drawn_on(of_two_years, figures_of) == borders_of

    def test_is_none_where_the_level_has_no_borders(self, of_two_years: Store) -> None:
        assert drawn_on(of_two_years, "2021", Level.WIJK) is None
        assert drawn_on(of_two_years, "2021", Level.BUURT, "GM0002") is None
        assert drawn_on(of_two_years, "2021", Level.BUURT, "NL99") is None
