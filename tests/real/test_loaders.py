"""The loaders on real files, with golden values that were read from those files by hand."""

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from loaders import cbs
from loaders.schools import read_schools
from loaders.statline_csv import _stem, read_csv
from model.catalogue import current
from model.delivery import Delivery
from model.findings import Refusal
from model.region import Level, level_of
from model.status import Status

KWB = current().table("kwb")


def figures(delivery: Delivery) -> dict[tuple[str, str], dict[str, Any]]:
    return {(row["indicator"], row["region"]): row for row in delivery.observations.to_pylist()}


def levels(delivery: Delivery) -> dict[Level, int]:
    codes = [str(code) for code in delivery.areas["region"].to_pylist()]
    return {level: sum(level_of(code) is level for code in codes) for level in Level}


class TestCountry:
    """84799NED_TypedDataSet.parquet, revision of 26 March 2021."""

    def test_all_17341_areas_come_in(self, country: Delivery) -> None:
        # README of the folder: 17,341 rows: 1 NL, 355 GM, 3,177 WK, 13,808 BU.
        assert (country.rows_in, country.rows_accepted, country.rows_refused) == (17341, 17341, 0)
        assert list(levels(country).values()) == [1, 355, 3177, 13808]
        assert country.observations.num_rows == 17341 * len(country.series)
        assert (country.title, country.published) == ("Kerncijfers wijken en buurten 2020", "2021-03-26T02:00:00")

    def test_every_column_of_ours_is_in_the_table(self, country: Delivery) -> None:
        assert {row.indicator for row in country.series} == {row.id for row in current().of_source("kwb", "2020")}
        assert not [finding for finding in country.findings if finding.level == "waarschuwing"]

    def test_what_cbs_had_not_filled_yet_is_told_in_one_remark(self, country: Delivery) -> None:
        # README: 68 of 118 columns are wholly null, income, education, WOZ and youth care among them.
        [remark] = country.findings
        assert "Nog voor geen enkel gebied gevuld in tabel 84799NED" in remark.message
        empty = {row["indicator"] for row in figures(country).values() if row["status"] == Status.NOT_AVAILABLE}
        assert {"inkomen", "laag_inkomen", "laag_opgeleid", "woz", "jeugdzorg"} <= empty
        assert not {"inwoners", "kinderen_0_15", "bijstand", "herkomst_niet_westers"} & empty

    def test_the_netherlands(self, country: Delivery) -> None:
        # Row ID 0, WijkenEnBuurten NL00: AantalInwoners_5, k_0Tot15Jaar_8, PersonenPerSoortUitkeringBijstand_83.
        known = figures(country)
        assert known["inwoners", "NL00"]["value"] == 17407585
        assert known["kinderen_0_15", "NL00"]["value"] == 2726099
        assert known["bijstand", "NL00"]["value"] == pytest.approx(1000 * 421110 / 17407585)

    def test_gemeenten_are_those_of_our_catalogue(self, country: Delivery) -> None:
        ours = {row.code for row in current().municipalities.values() if row.first_year <= 2020}
        ended = {row.code for row in current().municipalities.values() if row.last_year and row.last_year < 2020}
        codes = {code for code in country.areas["region"].to_pylist() if code.startswith("GM")}
        assert codes == ours - ended

    def test_one_gemeente_gives_the_same_figures_as_the_whole_country(
        self, country: Delivery, fetch: Callable[..., Delivery]
    ) -> None:
        alone = fetch("kwb", "2020", "GM0308")
        assert list(levels(alone).values()) == [1, 355, 5, 21]
        whole = figures(country)
        assert all(whole[place] == row for place, row in figures(alone).items())


class TestHealth:
    """50090NED, sheet 2016_18+.xlsx; the row is that of the sheet."""

    def test_baarn_with_the_country_and_all_gemeenten_comes_in(self, health: Delivery) -> None:
        assert list(levels(health).values()) == [1, 355, 5, 21]
        assert (health.rows_in, health.rows_refused) == (382, 0)

    @pytest.mark.parametrize(
        ("region", "indicator", "share"),
        [
            ("NL00", "ervaren_gezondheid", 75.2),  # row 2 (NL01), column I
            ("GM0308", "ervaren_gezondheid", 76.2),  # row 1901, column I
            ("GM0308", "angst_depressie", 5.5),  # row 1901, column AD
            ("GM0308", "eenzaam", 8.9),  # row 1901, column AH
            ("GM0308", "overgewicht", 46.3),  # row 1901, column N
            ("GM0308", "rondkomen", 16.8),  # row 1901, column AQ
            ("WK030800", "rondkomen", 17.1),  # row 1902, column AQ
            ("WK030805", "ervaren_gezondheid", 78.1),  # row 1925, column I
            ("BU03080006", "rondkomen", 4.4),  # row 1909, column AQ
            ("BU03080007", "ervaren_gezondheid", 66.2),  # row 1910, column I
        ],
    )
    def test_a_share_is_as_published(self, health: Delivery, region: str, indicator: str, share: float) -> None:
        row = figures(health)[indicator, region]
        assert (row["value"], row["lower"], row["upper"], row["status"]) == (share, None, None, Status.KNOWN)

    def test_stress_was_not_asked_in_2016(self, health: Delivery) -> None:
        # Column AE, HeelVeelStressInAfgelopen4Weken_26, is empty in all rows.
        assert "stress" not in {row.indicator for row in health.series}

    def test_suppressed_areas_are_not_called_zero(self, fetch: Callable[..., Delivery]) -> None:
        # 811 of the 17,341 cells of column N, Overgewicht_9, hold a dot.
        whole = fetch("gezondheid_tot_2020", "2016", None)
        statuses = [row["status"] for (name, _), row in figures(whole).items() if name == "overgewicht"]
        assert (statuses.count(Status.SECRET), statuses.count(Status.KNOWN)) == (811, 16530)


class TestColumns:
    """DataProperties of two years: 84799NED of 2020 and 85984NED of 2024 (revision of 27 March 2025)."""

    @pytest.fixture(params=["2020", "2024"])
    def properties(self, request: pytest.FixtureRequest, real: Path) -> list[dict[str, Any]]:
        if request.param == "2020":
            content = (real / "derived" / "84799NED_odatafeed_json_cut" / "DataProperties.json").read_text("utf-8")
            return list(json.loads(content)["value"])
        folder = real / "cbs_kwb_85984NED_2024_cbsodata-dump"
        return list(json.loads((folder / "DataProperties.json").read_text("utf-8")))

    def test_titles_and_stems_of_the_catalogue_are_those_of_cbs(self, properties: list[dict[str, Any]]) -> None:
        titles = {cbs.stem_of(row["Key"]): row["Title"].strip() for row in properties if row["Key"]}
        found = 0
        for indicator in current().indicators.values():
            for stem in set(indicator.stems) & set(titles):
                assert titles[stem] in indicator.titles
                found += 1
        assert found >= 17

    def test_the_columns_of_2024_are_found_though_all_numbers_moved(self, real: Path) -> None:
        folder = real / "cbs_kwb_85984NED_2024_cbsodata-dump"
        properties = json.loads((folder / "DataProperties.json").read_text("utf-8"))
        columns, remarks = cbs.match_columns(properties, current().of_source("kwb", "2024"), "85984NED")
        assert columns.of_indicator["inkomen"] == "GemiddeldInkomenPerInwoner_83"
        assert columns.of_indicator["laag_opgeleid"] == "BasisonderwijsVmboMbo1_75"
        assert columns.of_indicator["herkomst_buiten_europa"] == "BuitenEuropa_19"
        # This revision still had the old poverty figures; 'Personen in armoede' came later.
        assert [finding.column for finding in remarks] == ["Personen in armoede"]

    def test_a_stem_can_be_made_of_its_title(self, properties: list[dict[str, Any]]) -> None:
        topics = [row for row in properties if row["Type"] == "Topic"]
        assert len(topics) > 100
        assert [row["Key"] for row in topics if _stem(row["Title"]) != cbs.stem_of(row["Key"])] == []


def read_file(path: Path, period: str) -> Delivery:
    return read_csv(path.read_bytes(), path.name, KWB, period, current().of_source("kwb", period))


class TestFiles:
    def test_a_download_of_kwb_without_codes_is_refused(self, real: Path) -> None:
        # 18,310 rows, 1,785 names that occur more than once, no code.
        path = real / "cbs_statline_csv/swienn/Kerncijfers_wijken_en_buurten_2024_11122025_141648.csv"
        with pytest.raises(Refusal, match="geen kolom met gebiedscodes"):
            read_file(path, "2024")

    def test_a_download_that_was_saved_again_is_refused(self, real: Path) -> None:
        path = real / "cbs_statline_csv/swienn/Inkomen_van_huishoudens__regio_11122025_135329.csv"
        with pytest.raises(Refusal, match="niet te lezen als tabel van StatLine"):
            read_file(path, "2024")

    def test_raw_data_of_another_table_is_refused(self, real: Path) -> None:
        folder = real / "cbs_statline_csv" / "sastadev_pypi"
        for path in folder.glob("*DataSet*.csv"):
            with pytest.raises(Refusal, match="is tabel 83958NED"):
                read_file(path, "2020")

    def test_a_download_with_symbols_and_codes_is_read(self, real: Path) -> None:
        path = real / "kwb_xlsx" / "CBS-Zuilen_Nabijheid_voorzieningen__buurt_2023_14102024_165609.csv"
        delivery = read_file(path, "2023")
        assert levels(delivery) == {Level.COUNTRY: 1, Level.MUNICIPALITY: 1, Level.WIJK: 1, Level.BUURT: 7}
        names = dict(zip(delivery.areas["region"].to_pylist(), delivery.areas["name"].to_pylist(), strict=True))
        assert (names["GM0344"], names["WK034402"]) == ("Utrecht", "Wijk 02 Noordwest")

    def test_the_register_of_schools_is_read_whole(self, real: Path) -> None:
        path = real / "duo" / "02.-alle-schoolvestigingen-basisonderwijs.csv"
        delivery = read_schools({path.name: (path.read_bytes(), "po")}, "2024")
        regions = delivery.schools["region"].to_pylist()
        # README: 6,122 rows; GM0014 57, GM1904 27, GM0779 7, GM0518 138 sites.
        assert (delivery.rows_in, delivery.rows_accepted) == (6122, 6122)
        assert [regions.count(code) for code in ("GM0014", "GM1904", "GM0779", "GM0518")] == [57, 27, 7, 138]

    def test_a_list_of_schools_without_its_header_is_refused(self, real: Path) -> None:
        with pytest.raises(Refusal, match="de kolom VESTIGINGSCODE ontbreekt"):
            read_schools({"duo.csv": ((real / "duo" / "duo_examen_raw.csv").read_bytes(), "po")}, "2024")
