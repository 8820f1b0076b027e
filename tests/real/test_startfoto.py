"""Baarn as a complete startfoto: real figures of CBS and RIVM, real boundaries, from the store to the screen."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from analysis import areas
from intake import plan
from model.access import STARTFOTO, Right
from model.choices import Choices
from model.delivery import Delivery
from model.region import Level
from settings import ROOT
from store import Store, batches
from store.audit import Act, acting
from tiles import Kind, NoFigures, Tile, build

BAARN = "GM0308"
WIJKEN = {
    "WK030800": "Wijk 00 Baarn",
    "WK030801": "Wijk 01 Baarn-Noord, Eemdal en Eemland",
    "WK030802": "Wijk 02 P.H.W.park",
    "WK030804": "Wijk 04 Buitengebied",
    "WK030805": "Wijk 05 Lage Vuursche",
}
# 84799NED_TypedDataSet.parquet, rows ID 1900, 1909, 1917, 1920 and 1923, column k_0Tot15Jaar_8.
CHILDREN = {"WK030800": 1925, "WK030801": 1695, "WK030802": 225, "WK030804": 30, "WK030805": 35}


def ask(store: Store, sql: str, *values: Any) -> list[tuple[Any, ...]]:
    with store.read() as cursor:
        return cursor.execute(sql, list(values)).fetchall()


def value(store: Store, indicator: str, region: str, period: str = "2020") -> float | None:
    sql = "select value from mart.observation where indicator = ? and region = ? and period = ?"
    [(found,)] = ask(store, sql, indicator, region, period)
    return float(found) if found is not None else None


def tile(
    store: Store, kind: Kind, level: Level = Level.WIJK, indicator: str = "bijstand", period: str = "2020"
) -> Tile:
    with store.read() as cursor:
        return build(kind, Choices(BAARN, level, indicator, period), cursor)


class TestStore:
    def test_each_load_tells_its_counts(self, installation: Store) -> None:
        with installation.read() as cursor:
            loads = batches.loads(cursor).sort_values("load_id")
        assert loads["table_id"].tolist() == ["84799NED", "50090NED", "baarn_buurten.geojson"]
        assert loads["rows_in"].tolist() == [17341, 382, 21]
        assert loads["rows_accepted"].tolist() == [17341, 382, 21]
        assert loads["rows_refused"].tolist() == [0, 0, 0]

    def test_wijken_and_buurten_are_those_of_baarn(self, installation: Store) -> None:
        with installation.read() as cursor:
            within = areas.within(cursor, BAARN)
        assert {area.code: area.name for area in within if area.level is Level.WIJK} == WIJKEN
        buurten = [area.name for area in within if area.level is Level.BUURT]
        assert len(buurten) == 21
        assert {"Pekingpark", "Amerpoort Sherpa", "Eemland waaronder Eembrugge"} <= set(buurten)

    def test_inhabitants_are_as_published(self, installation: Store) -> None:
        # Row ID 1899 (GM0308) and 1919 (BU03080201), column AantalInwoners_5.
        assert value(installation, "inwoners", BAARN) == 24868
        assert value(installation, "inwoners", "BU03080201") == 420

    @pytest.mark.parametrize(("wijk", "children"), CHILDREN.items())
    def test_children_of_each_wijk_are_as_published(self, installation: Store, wijk: str, children: int) -> None:
        assert value(installation, "kinderen_0_15", wijk) == children

    def test_shares_are_those_computed_by_hand(self, installation: Store) -> None:
        # Row ID 1923 (WK030805): k_0Tot15Jaar_8 35 of AantalInwoners_5 280.
        assert value(installation, "aandeel_kinderen", "WK030805") == 12.5
        # Row ID 1899 (GM0308): HuishoudensMetKinderen_31 3628 of HuishoudensTotaal_28 11099.
        assert value(installation, "huishoudens_met_kinderen", BAARN) == pytest.approx(32.688, abs=0.001)
        # Row ID 1911 (BU03080101): PersonenPerSoortUitkeringBijstand_83 70 of AantalInwoners_5 2095, per 1,000.
        assert value(installation, "bijstand", "BU03080101") == pytest.approx(33.413, abs=0.001)

    def test_a_share_of_five_households_is_not_given(self, installation: Store) -> None:
        # Row ID 1922 (BU03080401, Amerpoort Sherpa): HuishoudensTotaal_28 5.
        sql = "select value, count, status from mart.observation where indicator = ? and region = ?"
        assert ask(installation, sql, "huishoudens_met_kinderen", "BU03080401") == [(None, 5.0, "too_few")]

    def test_health_is_as_published(self, installation: Store) -> None:
        # 2016_18+.xlsx, row 1901, columns I and AQ.
        assert value(installation, "ervaren_gezondheid", BAARN, "2016") == 76.2
        assert value(installation, "rondkomen", BAARN, "2016") == 16.8

    def test_every_buurt_with_figures_has_a_boundary(self, installation: Store) -> None:
        sql = "select distinct region from mart.{} where starts_with(region, 'BU0308')"
        drawn, counted = ({code for (code,) in ask(installation, sql.format(name))} for name in ("boundary", "area"))
        assert drawn == counted and len(drawn) == 21


class TestTiles:
    def test_the_map_shows_all_buurten_and_names_the_highest(self, installation: Store) -> None:
        found = tile(installation, Kind.MAP, Level.BUURT)
        assert found.figure is not None
        # Nieuwe-Oosterhei: 90 of 2,595 is 34.7; Professorenwijk: 70 of 2,095 is 33.4. Rounded 35 and 33.
        assert "Nieuwe-Oosterhei" in found.title and "35" in found.title
        assert len(found.table) == 21
        assert "84799NED" in found.source and "CBS" in found.source

    def test_the_map_of_wijken_has_five_of_them(self, installation: Store) -> None:
        found = tile(installation, Kind.MAP, Level.WIJK, "kinderen_0_15")
        assert found.table["Code"].tolist() == ["WK030800", "WK030801", "WK030802", "WK030805", "WK030804"]
        assert found.table.iloc[0]["Kinderen van 0 tot 15 jaar"] == "1.925"

    def test_the_ranking_begins_with_the_wijk_with_most(self, installation: Store) -> None:
        found = tile(installation, Kind.RANKING, Level.WIJK, "herkomst_niet_westers")
        # Wijk 01: 1,010 of 10,140 is 10.0%; Wijk 00: 1,035 of 11,925 is 8.7%.
        assert found.figure is not None
        assert "Wijk 01 Baarn-Noord, Eemdal en Eemland" in found.table.iloc[0].to_list()
        assert "10,0%" in found.table.iloc[0].to_list()

    def test_the_trend_of_one_year_says_that_there_is_no_other(self, installation: Store) -> None:
        found = tile(installation, Kind.TREND, indicator="aandeel_kinderen")
        assert "15,7%" in found.title and "2020" in found.title

    def test_health_is_called_a_model_of_adults(self, installation: Store) -> None:
        found = tile(installation, Kind.MAP, Level.BUURT, "rondkomen", "2016")
        assert "volwassenen" in " ".join(found.notes)
        assert "RIVM" in found.source and "50090NED" in found.source

    def test_one_figure_is_not_called_a_score(self, installation: Store) -> None:
        # Of the figures that make the score, CBS had only published the bijstand.
        found = tile(installation, Kind.BACKGROUND)
        assert "Baarn" in found.subtitle and "'Bijstand'" in " ".join(found.notes)

    def test_borders_of_another_year_are_told(self, installation: Store) -> None:
        notes = " ".join(tile(installation, Kind.MAP, Level.BUURT).notes)
        assert "2024" in notes and "2020" in notes

    def test_a_year_that_is_not_loaded_says_so(self, installation: Store) -> None:
        with pytest.raises(NoFigures, match="2021"):
            tile(installation, Kind.MAP, period="2021")


@pytest.mark.usefixtures("the_start_was_checked")
class TestScreen:
    @pytest.mark.parametrize("page", ["pages/startfoto.py", "pages/map.py", "pages/profile.py", "pages/load.py"])
    def test_every_page_opens_on_baarn(self, installation: Store, page: str) -> None:
        app = AppTest.from_file(str(Path(ROOT, "dashboard.py")), default_timeout=30)
        app.query_params["gebied"] = "Baarn (GM0308)"
        app.run()
        if page != "pages/startfoto.py":
            app.switch_page(page).run()
        assert not app.exception

    def test_the_startfoto_of_baarn_shows_real_figures(self, installation: Store) -> None:
        app = AppTest.from_file(str(Path(ROOT, "dashboard.py")), default_timeout=30)
        app.query_params["gebied"] = "Baarn (GM0308)"
        app.run()
        text = " ".join(element.value for element in (*app.markdown, *app.caption, *app.title))
        shown = {metric.label: metric.value for metric in app.metric}
        assert not app.exception
        assert "Baarn" in text and "3.899 kinderen" in text
        # 360 of 24,868 receive bijstand: 14 per 1,000; 3,899 of 24,868 are children: 15.7%.
        assert shown["Bijstand per 1.000"] == "14" and shown["Aandeel kinderen"] == "15,7%"


class TestReload:
    def test_one_gemeente_again_changes_no_figure(self, installation: Store, fetch: Callable[..., Delivery]) -> None:
        sql = "select indicator, region, value, status from mart.observation where period = '2020' order by all"
        before = ask(installation, sql)
        again: Delivery = fetch("kwb", "2020", BAARN)
        with acting(Act(STARTFOTO, Right.LOAD)):
            plan.commit(installation, [again])
        assert ask(installation, sql) == before
