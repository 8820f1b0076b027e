"""Tables of CBS and RIVM over real HTTP from the stand-in: good days, bad days, and every kind of cell."""

import threading
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import cbsodata
import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders import cbs
from model.catalogue import Indicator, Table, current
from model.delivery import AREA, OBSERVATION, Delivery
from model.findings import FindingLevel, Refusal
from model.status import Status
from settings import Settings
from tests.standins.cbs import CbsStandIn, Column, FaultKind, country, kwb_table, rivm_table
from tests.standins.cbs import Table as StandInTable
from tests.standins.tables import kwb_from_cells

KWB, HEALTH = current().table("kwb"), current().table("gezondheid")
OPENDATA, DATADERDEN = (current().sources[name] for name in ("kwb", "gezondheid"))
TABLE_ID = "84799NED"

BAARN = [
    ("NL00", "Nederland"),
    ("GM0308", "Baarn"),
    ("WK030800", "Wijk 00 Baarn"),
    ("BU03080003", "Zandvoort"),
    ("BU03080006", "Pekingpark"),
    ("WK030805", "Wijk 05 Lage Vuursche"),
    ("BU03080501", "Verspreide huizen Lage Vuursche"),
]
ZANDVOORT = [("GM0473", "Zandvoort"), ("WK047300", "Zandvoort"), ("BU04730000", "Centrum")]
"""A gemeente and its wijk with the name of a buurt in Baarn."""
REGIONS = [*BAARN, *ZANDVOORT]

COLUMNS = [
    Column("AantalInwoners", "Aantal inwoners", group="Bevolking"),
    Column("k_0Tot15Jaar", "0 tot 15 jaar", group="Bevolking/Leeftijdsgroepen"),
    Column("NietWestersTotaal", "Niet-westers totaal", group="Bevolking/Personen met een migratieachtergrond"),
    Column("HuishoudensTotaal", "Huishoudens totaal", group="Bevolking/Particuliere huishoudens"),
    Column("HuishoudensMetKinderen", "Huishoudens met kinderen", group="Bevolking/Particuliere huishoudens"),
    Column("GemiddeldInkomenPerInwoner", "Gemiddeld inkomen per inwoner  ", "x 1 000 euro", "Double", 1, "Inkomen"),
    Column("PersonenPerSoortUitkeringBijstand", "Personen per soort uitkering; Bijstand", group="Sociale zekerheid"),
    Column("AfstandTotKinderdagverblijf", "Afstand tot kinderdagverblijf", "km", "Double", 1, "Nabijheid"),
    Column("MateVanStedelijkheid", "Mate van stedelijkheid", "code", group="Stedelijkheid"),
]
# What CBS published of these areas in 84799NED, revision of 26 March 2021, in the order of BAARN.
PUBLISHED: dict[str, list[float]] = {
    "AantalInwoners": [17407585, 24868, 11925, 2275, 570, 280, 65],
    "k_0Tot15Jaar": [2726099, 3899, 1925, 365, 110, 35, 5],
    "NietWestersTotaal": [2392060, 2151, 1035, 175, 25, 15, 5],
    "HuishoudensTotaal": [7997800, 11099, 5575, 950, 210, 115, 15],
    "HuishoudensMetKinderen": [2615101, 3628, 1775, 365, 95, 30, 0],
    "PersonenPerSoortUitkeringBijstand": [421110, 360, 190, 30, 0, 0, 0],
    "AfstandTotKinderdagverblijf": [0.6, 0.6, 0.5, 0.5, 0.3, 4.1, 4.4],
    "MateVanStedelijkheid": [2, 2, 2, 2, 2, 5, 5],
}
VALUES: dict[str, dict[str, Any]] = {
    stem: dict(zip((code for code, _ in BAARN), numbers, strict=True)) for stem, numbers in PUBLISHED.items()
}


def kwb(
    columns: Sequence[Column] = COLUMNS,
    values: Mapping[str, Mapping[str, Any]] = VALUES,
    regions: Sequence[tuple[str, str]] = REGIONS,
    **options: Any,
) -> StandInTable:
    defaults: dict[str, Any] = {"year": 2020, "modified": "2021-03-26T02:00:00"}
    return kwb_table(TABLE_ID, regions, columns, values, **(defaults | options))


def of_cells(cells: Sequence[str | None]) -> StandInTable:
    """A table in which the incomes of as many buurten are written in exactly these cells, and all else is filled."""
    buurten = [(f"BU0308{number:04}", f"Buurt {number}") for number in range(len(cells))]
    people, income = Column("AantalInwoners", "Aantal inwoners"), Column("GemiddeldInkomenPerInwoner", "Inkomen")
    columns: list[list[str | None]] = [["     100"] * (len(cells) + 1), ["    30.5", *cells]]
    return kwb_from_cells(TABLE_ID, [("GM0308", "Baarn"), *buurten], [people, income], columns, year=2020)


@pytest.fixture
def server() -> Iterator[CbsStandIn]:
    with CbsStandIn([kwb()]) as stand_in:
        yield stand_in


@pytest.fixture
def paged() -> Iterator[CbsStandIn]:
    with CbsStandIn([kwb()], page_size=4) as stand_in:
        yield stand_in


def at(server: CbsStandIn, **changes: Any) -> Settings:
    hosts = (OPENDATA.address, DATADERDEN.address)
    quick = Settings(
        addresses=dict.fromkeys(hosts, server.address), request_timeout_s=5, request_attempts=3, retry_wait_s=0
    )
    return replace(quick, **changes)


def load(
    server: CbsStandIn, region: str | None = None, period: str = "2020", steps: list[str] | None = None, **changes: Any
) -> Delivery:
    def progress(step: str, fraction: float) -> None:
        assert 0 <= fraction <= 1
        if steps is not None:
            steps.append(step)

    indicators = current().of_source("kwb", period)
    return cbs.download_table(KWB, period, region, OPENDATA, indicators, at(server, **changes), progress)


def load_of(table: StandInTable, region: str | None = None, period: str = "2020") -> Delivery:
    with CbsStandIn([table]) as stand_in:
        return load(stand_in, region, period)


def refusal(server: CbsStandIn, region: str | None = None, **changes: Any) -> str:
    with pytest.raises(Refusal) as caught:
        load(server, region, **changes)
    return str(caught.value)


def observations(delivery: Delivery) -> dict[tuple[str, str], dict[str, Any]]:
    return {(row["indicator"], row["region"]): row for row in delivery.observations.to_pylist()}


def value(delivery: Delivery, indicator: str, region: str) -> float | None:
    found: float | None = observations(delivery)[indicator, region]["value"]
    return found


def status(delivery: Delivery, indicator: str, region: str) -> str:
    return str(observations(delivery)[indicator, region]["status"])


def regions_of(delivery: Delivery) -> list[str]:
    return [str(code) for code in delivery.areas["region"].to_pylist()]


def messages(delivery: Delivery) -> list[str]:
    return [finding.message for finding in delivery.findings]


def dump_of(table: StandInTable) -> dict[str, list[dict[str, Any]]]:
    """A table as cbsodata hands it over, without the network in between."""
    return {
        "TableInfos": [table.info],
        "UntypedDataSet": table.rows,
        "DataProperties": table.properties,
        **table.dimensions,
    }


def read(table: StandInTable, region: str | None = None) -> Delivery:
    return cbs.read_dump(dump_of(table), KWB, TABLE_ID, "2020", region, current().of_source("kwb", "2020"))


CELLS = st.none() | st.sampled_from([".", "", "*", "-99996", "<5", "0", "12.5", "-3", "1,5", "NaN", "1e9"]) | st.text()


class TestGoodDay:
    """The facts were read by hand from CBS, Kerncijfers wijken en buurten 2020 (84799NED), Baarn."""

    def test_published_figures_come_out_as_they_went_in(self, server: CbsStandIn) -> None:
        delivery = load(server, "GM0308")
        assert value(delivery, "inwoners", "GM0308") == 24868
        assert value(delivery, "kinderen_0_15", "WK030800") == 1925
        assert value(delivery, "afstand_kinderopvang", "WK030805") == 4.1
        assert value(delivery, "stedelijkheid", "NL00") == 2

    @pytest.mark.parametrize(
        ("indicator", "region", "share"),
        [
            ("aandeel_kinderen", "GM0308", 100 * 3899 / 24868),  # 15,7%
            ("aandeel_kinderen", "WK030805", 12.5),  # 35 of 280
            ("huishoudens_met_kinderen", "WK030800", 100 * 1775 / 5575),  # 31,8%
            ("herkomst_niet_westers", "WK030800", 100 * 1035 / 11925),  # 8,7%
            ("bijstand", "GM0308", 1000 * 360 / 24868),  # 14 per 1.000
        ],
    )
    def test_shares_are_divided_from_published_counts(
        self, server: CbsStandIn, indicator: str, region: str, share: float
    ) -> None:
        assert value(load(server, "GM0308"), indicator, region) == pytest.approx(share)

    def test_a_share_of_few_households_is_not_given_but_its_total_is(self, server: CbsStandIn) -> None:
        few = observations(load(server, "GM0308"))["huishoudens_met_kinderen", "BU03080501"]
        assert (few["value"], few["count"], few["status"]) == (None, 15, Status.TOO_FEW)

    def test_a_delivery_says_what_it_is(self, server: CbsStandIn) -> None:
        delivery = load(server, "GM0308")
        assert (delivery.source, delivery.table_id, delivery.period) == ("kwb", TABLE_ID, "2020")
        assert (delivery.published, delivery.title) == ("2021-03-26T02:00:00", "Proeftabel wijken en buurten 2020")
        assert (delivery.rows_in, delivery.rows_accepted, delivery.rows_refused) == (8, 8, 0)
        assert delivery.observations.schema == OBSERVATION
        assert delivery.areas.schema == AREA

    def test_each_figure_can_be_followed_to_its_column(self, server: CbsStandIn) -> None:
        series = {row.indicator: row for row in load(server).series}
        assert series["bijstand"].column_key == "PersonenPerSoortUitkeringBijstand_11"
        assert (series["inkomen"].column_title, series["inkomen"].unit) == (
            "Gemiddeld inkomen per inwoner",
            "x 1 000 euro",
        )

    def test_the_descriptions_are_kept_as_they_came(self, server: CbsStandIn) -> None:
        received = [one.name for one in load(server).received]
        assert received == [f"{TABLE_ID}/TableInfos", f"{TABLE_ID}/DataProperties"]

    def test_progress_names_the_steps(self, server: CbsStandIn) -> None:
        steps: list[str] = []
        load(server, steps=steps)
        assert steps == ["kolommen opzoeken", "cijfers ophalen", "cijfers lezen"]

    def test_columns_without_a_figure_are_told_in_one_remark(self, server: CbsStandIn) -> None:
        delivery = load(server)
        [remark] = [one for one in delivery.findings if one.level is FindingLevel.REMARK]
        assert remark.message.startswith(f"Nog voor geen enkel gebied gevuld in tabel {TABLE_ID}: Inkomen per inwoner.")
        assert status(delivery, "inkomen", "GM0308") == Status.NOT_AVAILABLE

    def test_a_table_that_was_saved_as_files_reads_the_same(self, server: CbsStandIn, tmp_path: Path) -> None:
        with cbs._scheme("http"):
            cbsodata.download_data(TABLE_ID, dir=str(tmp_path / TABLE_ID), typed=True, catalog_url=server.host)
        saved = cbs.read_folder(tmp_path / TABLE_ID, KWB, "2020", current().of_source("kwb", "2020"))
        assert saved.observations.equals(load(server).observations)


class TestAsking:
    def test_one_gemeente_brings_its_own_areas_the_country_and_all_gemeenten(self, server: CbsStandIn) -> None:
        assert regions_of(load(server, "GM0308")) == [*(code for code, _ in BAARN), "GM0473"]
        assert regions_of(load(server)) == [code for code, _ in REGIONS]

    def test_only_the_needed_columns_are_asked(self, server: CbsStandIn) -> None:
        load(server, "GM0308")
        [asked] = [request for request in server.requests if "UntypedDataSet" in request]
        assert "k_0Tot15Jaar_6" in asked and "IndelingswijzigingWijkenEnBuurten_4" in asked
        assert "Gemeentenaam" not in asked and "Codering" not in asked

    def test_a_country_of_several_pages_comes_whole(self, paged: CbsStandIn) -> None:
        assert regions_of(load(paged)) == [code for code, _ in REGIONS]
        assert sum("UntypedDataSet" in request for request in paged.requests) == 3

    def test_a_whole_country_of_many_municipalities_comes_whole(self) -> None:
        with CbsStandIn([country(regions=3000)], page_size=1000) as server:
            delivery = load(server)
        assert delivery.rows_accepted == 3000 and len(set(regions_of(delivery))) == 3000
        assert delivery.observations.num_rows == 3000 * len(delivery.series)

    def test_cbsodata_still_has_typed_the_wrong_way_round(self, server: CbsStandIn) -> None:
        # We ask `typed=True` to get texts with signs. When this fails cbsodata was mended: ask `typed=False` then.
        with cbs._scheme("http"):
            assert "UntypedDataSet" in cbsodata.download_data(TABLE_ID, typed=True, catalog_url=server.host)
            assert "TypedDataSet" in cbsodata.download_data(TABLE_ID, typed=False, catalog_url=server.host)

    @pytest.mark.parametrize("before", [True, False])
    def test_the_option_of_the_whole_process_is_put_back(
        self, server: CbsStandIn, monkeypatch: pytest.MonkeyPatch, before: bool
    ) -> None:
        monkeypatch.setattr(cbsodata.options, "use_https", before)
        load(server)
        assert cbsodata.options.use_https is before
        server.faults.add(FaultKind.ERROR_500)
        refusal(server)
        assert cbsodata.options.use_https is before

    def test_two_loads_of_different_hosts_and_schemes_do_not_mix(self, server: CbsStandIn) -> None:
        # The stand-in speaks no TLS, so each load over https must fail, and none over http may.
        secure = at(server, request_attempts=1)
        secure = replace(secure, addresses={OPENDATA.address: server.address.replace("http:", "https:")})
        outcomes: dict[str, list[str]] = {"http": [], "other": [], "https": []}

        def again_and_again(name: str, settings: Settings) -> None:
            for _ in range(8):
                try:
                    indicators = current().of_source("kwb", "2020")
                    delivery = cbs.download_table(KWB, "2020", None, OPENDATA, indicators, settings)
                    outcomes[name].append(delivery.published)
                except Refusal as error:
                    outcomes[name].append(str(error))

        with CbsStandIn([kwb(modified="2022-02-02T02:00:00")]) as other:
            loads = {"http": at(server, request_attempts=1), "other": at(other, request_attempts=1), "https": secure}
            threads = [threading.Thread(target=again_and_again, args=load) for load in loads.items()]
            for thread in threads:
                thread.start()
            for thread in threads:
                thread.join()
        assert outcomes["http"] == ["2021-03-26T02:00:00"] * 8
        assert outcomes["other"] == ["2022-02-02T02:00:00"] * 8
        assert all("viel steeds weg" in outcome for outcome in outcomes["https"])


class TestColumns:
    def test_a_column_that_moved_is_found_by_its_stem(self) -> None:
        moved = load_of(kwb(first_number=31))
        assert value(moved, "inwoners", "GM0308") == 24868
        assert {row.indicator: row.column_key for row in moved.series}["inwoners"] == "AantalInwoners_31"
        assert load_of(kwb()).observations.equals(moved.observations)

    def test_a_second_revision_gives_its_own_figures_under_shifted_numbers(self, server: CbsStandIn) -> None:
        first = load(server)
        values = VALUES | {"GemiddeldInkomenPerInwoner": {"GM0308": 33.9}}
        server.tables[TABLE_ID] = kwb(values=values, first_number=9, modified="2022-05-01T02:00:00")
        second = load(server)
        assert (value(first, "inkomen", "GM0308"), value(second, "inkomen", "GM0308")) == (None, 33.9)
        assert value(second, "inwoners", "WK030805") == 280
        assert second.published > first.published

    def test_a_column_that_vanished_is_told_and_the_others_are_read(self) -> None:
        without = [column for column in COLUMNS if column.stem != "NietWestersTotaal"]
        delivery = load_of(kwb(without))
        [warning] = [one for one in delivery.findings if one.column == "Niet-westerse migratieachtergrond"]
        assert warning.level is FindingLevel.WARNING
        assert "staat niet in tabel 84799NED en is overgeslagen" in warning.message
        assert value(delivery, "inwoners", "GM0308") == 24868
        assert ("herkomst_niet_westers", "GM0308") not in observations(delivery)

    def test_a_share_is_left_out_when_its_denominator_vanished(self) -> None:
        delivery = load_of(kwb([column for column in COLUMNS if column.stem != "HuishoudensTotaal"]))
        assert "Huishoudens met kinderen" in [one.column for one in delivery.findings]
        assert "huishoudens_met_kinderen" not in {row.indicator for row in delivery.series}

    def test_a_column_with_a_new_stem_is_found_by_its_title_with_a_remark(self) -> None:
        renamed = [
            replace(column, stem="Inwoners") if column.stem == "AantalInwoners" else column for column in COLUMNS
        ]
        delivery = load_of(kwb(renamed, VALUES | {"Inwoners": VALUES["AantalInwoners"]}))
        assert value(delivery, "inwoners", "GM0308") == 24868
        assert any("De kolom van 'Inwoners' heet" in message for message in messages(delivery))

    def test_of_two_columns_that_fit_neither_is_taken(self) -> None:
        delivery = load_of(kwb([*COLUMNS, Column("AantalInwoners", "Aantal inwoners", group="Bevolking 2")]))
        [warning] = [one for one in delivery.findings if "meer dan één kolom" in one.message]
        assert (warning.column, warning.found) == ("Inwoners", "AantalInwoners_5, AantalInwoners_14")
        assert "inwoners" not in {row.indicator for row in delivery.series}

    def test_the_topic_group_tells_equal_stems_apart(self) -> None:
        groups = ("Herkomstland", "Geboren in Nederland", "Geboren buiten Nederland")
        origins = [Column("BuitenEuropa", "Buiten Europa", group=f"Bevolking/Herkomst/{group}") for group in groups]
        numbers = {
            f"Bevolking/Herkomst/{group}/BuitenEuropa": {"GM0308": 1000 * n} for n, group in enumerate(groups, 1)
        }
        table = replace(kwb([*COLUMNS, *origins], VALUES | numbers), id="85618NED")
        delivery = load_of(table, period="2023")
        assert value(delivery, "herkomst_buiten_europa", "GM0308") == pytest.approx(100 * 1000 / 24868)

    def test_a_level_of_education_may_have_the_stems_of_either_year(self) -> None:
        stems = ("BasisonderwijsVmboMbo1", "HavoVwoMbo24", "HboWo")
        levels = [Column(stem, stem, group="Onderwijs") for stem in stems]
        numbers = {stem: {"GM0308": number} for stem, number in zip(stems, (500, 700, 800), strict=True)}
        delivery = load_of(replace(kwb([*COLUMNS, *levels], VALUES | numbers), id="85984NED"), period="2024")
        assert value(delivery, "laag_opgeleid", "GM0308") == 25.0
        assert observations(delivery)["laag_opgeleid", "GM0308"]["count"] == 2000

    def test_a_table_without_one_column_of_ours_is_refused(self) -> None:
        with CbsStandIn([kwb([Column("Motorfietsen", "Motorfietsen")])]) as server:
            assert "geen van de kolommen die Startfoto gebruikt" in refusal(server)


class TestAreas:
    def test_areas_of_one_name_stay_apart(self, server: CbsStandIn) -> None:
        delivery = load(server)
        names = dict(zip(regions_of(delivery), delivery.areas["name"].to_pylist(), strict=True))
        assert [code for code, name in names.items() if name == "Zandvoort"] == ["BU03080003", "GM0473", "WK047300"]
        assert value(delivery, "inwoners", "BU03080003") == 2275
        assert value(delivery, "inwoners", "GM0473") is None

    def test_codes_lose_their_padding_and_may_hold_letters(self) -> None:
        amsterdam = [
            ("NL00", "Nederland"),
            ("GM0363", "Amsterdam"),
            ("WK0363MA", "Indische Buurt"),
            ("BU0363MA01", "X"),
        ]
        delivery = load_of(kwb(values={"AantalInwoners": {"BU0363MA01": 500}}, regions=amsterdam), "GM0363")
        assert regions_of(delivery) == ["NL00", "GM0363", "WK0363MA", "BU0363MA01"]
        assert value(delivery, "inwoners", "BU0363MA01") == 500

    def test_the_mark_of_changed_borders_is_kept_below_the_gemeente(self) -> None:
        delivery = load_of(kwb(changes={"BU03080003": "3", "WK030805": "2"}), "GM0308")
        flags = dict(zip(regions_of(delivery), delivery.areas["boundary_change"].to_pylist(), strict=True))
        assert (flags["BU03080003"], flags["WK030805"], flags["WK030800"]) == ("3", "2", "1")
        assert (flags["NL00"], flags["GM0308"]) == ("", "")

    @pytest.mark.parametrize(
        ("strays", "sentence"),
        [
            (["XX26"], "1 rij van tabel 84799NED heeft geen gebiedscode en is niet geladen."),
            (["XX26", "XX27"], "2 rijen van tabel 84799NED hebben geen gebiedscode en zijn niet geladen."),
        ],
    )
    def test_rows_that_are_no_area_are_refused_and_told(self, strays: list[str], sentence: str) -> None:
        table = kwb()
        for code in strays:
            table.rows.append(table.rows[1] | {"WijkenEnBuurten": code.ljust(10)})
            table.dimensions["WijkenEnBuurten"].append({"Key": code.ljust(10), "Title": "Utrecht"})
        delivery = read(table)
        assert sentence in messages(delivery)
        assert (delivery.rows_in, delivery.rows_accepted) == (len(REGIONS) + len(strays), len(REGIONS))
        assert delivery.rows_refused == len(strays)

    def test_an_area_that_the_table_lists_without_a_row_is_told(self) -> None:
        table = kwb()
        del table.rows[4]
        delivery = read(table)
        assert "1 gebied staat wel in de lijst van tabel 84799NED, maar zonder cijfers." in messages(delivery)
        assert "BU03080006" not in regions_of(delivery)

    def test_more_than_one_row_for_an_area_is_refused(self) -> None:
        table = kwb()
        table.rows.append(dict(table.rows[2]))
        with pytest.raises(Refusal, match="meer dan één rij voor gebied WK030800"):
            read(table)

    def test_two_codes_for_the_netherlands_are_refused(self) -> None:
        with pytest.raises(Refusal, match="meer dan één rij voor gebied NL00"):
            read(kwb(regions=[*REGIONS, ("NL01", "Nederland")]))


class TestStatuses:
    @pytest.mark.parametrize(
        ("cell", "number", "meaning"),
        [
            ("    24.3", 24.3, Status.KNOWN),
            ("    -4.1", -4.1, Status.KNOWN),
            ("       0", 0.0, Status.ROUNDED_TO_NOTHING),
            ("     0.0", 0.0, Status.ROUNDED_TO_NOTHING),
            ("       .", None, Status.SECRET),
            (None, None, Status.NOT_APPLICABLE),
            ("        ", None, Status.NOT_APPLICABLE),
            ("       *", None, Status.TOO_FEW),
            ("  -99996", None, Status.TOO_FEW),
            ("  -99997", None, Status.SECRET),
            ("  -99995", None, Status.NOT_AVAILABLE),
            ("      <5", None, Status.INTERVAL),
        ],
    )
    def test_every_sign_has_a_status_of_its_own(self, cell: str | None, number: float | None, meaning: Status) -> None:
        delivery = load_of(of_cells([cell]))
        assert value(delivery, "inkomen", "BU03080000") == number
        assert status(delivery, "inkomen", "BU03080000") == meaning
        assert "geen getal" not in "".join(messages(delivery))

    def test_what_is_no_sign_and_no_number_is_no_figure_and_told_once(self) -> None:
        delivery = load_of(of_cells(["   nihil", "    30.5", "   nihil", "     1e9", "     nan"]))
        sentence = (
            f"4 waarden van 'Inkomen per inwoner' in tabel {TABLE_ID} zijn geen getal en tellen als 'geen cijfer'."
        )
        [warning] = [one for one in delivery.findings if "geen getal" in one.message]
        assert (warning.message, warning.found) == (sentence, "nihil")
        assert status(delivery, "inkomen", "BU03080004") == Status.NOT_AVAILABLE

    def test_a_dot_in_a_column_without_any_figure_is_not_yet_available(self) -> None:
        delivery = load_of(kwb())
        assert {status(delivery, "inkomen", code) for code, _ in REGIONS} == {Status.NOT_AVAILABLE}
        assert status(delivery, "inwoners", "GM0473") == Status.SECRET

    @pytest.mark.parametrize(
        ("part", "whole", "share", "meaning"),
        [
            (25, 200, 12.5, Status.KNOWN),
            (10, 40, None, Status.TOO_FEW),
            (25, 50, 50.0, Status.KNOWN),
            (0, 200, 0.0, Status.ROUNDED_TO_NOTHING),
            (55, 50, 100.0, Status.KNOWN),
            (150, 100, None, Status.NOT_AVAILABLE),
            (".", 200, None, Status.SECRET),
            (25, ".", None, Status.SECRET),
            (None, 200, None, Status.NOT_APPLICABLE),
            (0, 0, None, Status.TOO_FEW),
        ],
    )
    def test_a_share_is_divided_with_care(self, part: Any, whole: Any, share: float | None, meaning: Status) -> None:
        one = {"AantalInwoners": {"BU03080003": whole}, "k_0Tot15Jaar": {"BU03080003": part}}
        delivery = load_of(kwb(values=VALUES | {stem: VALUES[stem] | cell for stem, cell in one.items()}))
        assert value(delivery, "aandeel_kinderen", "BU03080003") == share
        assert status(delivery, "aandeel_kinderen", "BU03080003") == meaning
        is_told = any(message.startswith("Bij 'Aandeel kinderen'") for message in messages(delivery))
        assert is_told == (part == 150)

    @given(st.lists(CELLS, max_size=20))
    def test_no_mix_of_cells_makes_it_fall_and_each_keeps_its_status(self, cells: list[str | None]) -> None:
        found = observations(read(of_cells(cells)))
        for number, cell in enumerate(cells):
            row = found["inkomen", f"BU0308{number:04}"]
            alone = observations(read(of_cells([cell])))["inkomen", "BU03080000"]
            assert (row["value"], row["status"]) == (alone["value"], alone["status"])
            assert (row["value"] is not None) == Status(row["status"]).has_value

    @given(st.permutations(range(len(REGIONS))))
    def test_the_order_of_the_rows_changes_nothing(self, order: list[int]) -> None:
        table = kwb()
        shuffled = replace(table, rows=[table.rows[place] for place in order])
        assert observations(read(shuffled)) == observations(read(table))


class TestHealth:
    COLUMNS = [  # noqa: RUF012
        Column("ErvarenGezondheidGoedZeerGoed", "Ervaren gezondheid goed/zeer goed", "%", "Double", 1),
        Column("HeelVeelStressInAfgelopen4Weken", "(Heel) veel stress in afgelopen 4 weken", "%", "Double", 1),
    ]
    REGIONS = [("NL01", "Nederland"), *BAARN[1:]]  # noqa: RUF012
    MARGINS = ("MW00000", "MOG0095", "MBG0095")

    def table(self, margins: Sequence[str] = MARGINS) -> StandInTable:
        good: dict[Any, float] = {
            ("GM0308", "2022JJ00", "20300", margin): 70.0 + place for place, margin in enumerate(self.MARGINS)
        }
        good |= {("NL01", "2022JJ00", "20300", "MW00000"): 68.1, ("GM0308", "2020JJ00"): 11.1}
        good |= {("GM0308", "2022JJ00", "80200"): 55.5}
        stress = {"GM0308": None}
        return rivm_table(
            "50120NED",
            self.REGIONS,
            self.COLUMNS,
            {"ErvarenGezondheidGoedZeerGoed": good, "HeelVeelStressInAfgelopen4Weken": stress},
            periods=("2016JJ00", "2020JJ00", "2022JJ00"),
            ages=("20300", "80200"),
            margins=margins,
        )

    def load(self, server: CbsStandIn, region: str | None = "GM0308", table: Table = HEALTH) -> Delivery:
        indicators = current().of_source("gezondheid", "2022")
        return cbs.download_table(table, "2022", region, DATADERDEN, indicators, at(server))

    def test_the_value_comes_with_its_bounds_of_the_asked_period_and_age(self) -> None:
        with CbsStandIn([self.table()]) as server:
            good = observations(self.load(server))["ervaren_gezondheid", "GM0308"]
        assert (good["value"], good["lower"], good["upper"], good["status"]) == (70.0, 71.0, 72.0, Status.KNOWN)

    def test_the_netherlands_of_rivm_are_those_of_cbs(self) -> None:
        with CbsStandIn([self.table()]) as server:
            delivery = self.load(server)
        assert value(delivery, "ervaren_gezondheid", "NL00") == 68.1
        assert "NL01" not in regions_of(delivery)

    def test_an_area_counts_once_however_many_rows_it_has(self) -> None:
        with CbsStandIn([self.table()]) as server:
            delivery = self.load(server)
        assert delivery.rows_in == delivery.rows_accepted == len(self.REGIONS)

    def test_a_table_without_bounds_gives_none(self) -> None:
        with CbsStandIn([self.table(margins=["MW00000"])]) as server:
            good = observations(self.load(server))["ervaren_gezondheid", "GM0308"]
        assert (good["value"], good["lower"], good["upper"]) == (70.0, None, None)

    def test_baarn_in_2016(self) -> None:
        """Facts read by hand from RIVM, GGD'en and CBS, Gezondheid per wijk en buurt (50090NED), 2016, 18 and older."""
        stems = ("ErvarenGezondheidGoedZeerGoed", "HoogRisicoOpAngstOfDepressie", "Overgewicht", "MoeiteMetRondkomen")
        facts = {
            "NL01": (75.2, 6.8, 49.3, 19.2),
            "GM0308": (76.2, 5.5, 46.3, 16.8),
            "WK030805": (78.1, 5.6, 48.9, 17.9),
        }
        values = {stem: {code: numbers[place] for code, numbers in facts.items()} for place, stem in enumerate(stems)}
        columns = [Column(stem, stem, "%", "Double", 1) for stem in stems]
        table = rivm_table("50090NED", self.REGIONS, columns, values, periods=["2012JJ00", "2016JJ00"])
        indicators = current().of_source("gezondheid", "2016")
        with CbsStandIn([table]) as server:
            until_2020 = current().table("gezondheid_tot_2020")
            delivery = cbs.download_table(until_2020, "2016", "GM0308", DATADERDEN, indicators, at(server))
        names = ("ervaren_gezondheid", "angst_depressie", "overgewicht", "rondkomen")
        assert tuple(value(delivery, name, "GM0308") for name in names) == (76.2, 5.5, 46.3, 16.8)
        assert tuple(value(delivery, name, "NL00") for name in names) == (75.2, 6.8, 49.3, 19.2)
        assert value(delivery, "rondkomen", "WK030805") == 17.9
        assert status(delivery, "rondkomen", "WK030800") == Status.SECRET

    def test_a_lost_page_of_bounds_is_refused(self) -> None:
        with CbsStandIn([self.table()], page_size=12) as server:
            server.faults.add(FaultKind.EMPTY_VALUE, "startswith(Leeftijd,'20300')&$skip=12")
            with pytest.raises(Refusal, match=r"deel binnen \(5 van 7 gebieden\)"):
                self.load(server)

    def test_a_table_with_a_dimension_that_is_not_fixed_is_refused(self) -> None:
        with CbsStandIn([self.table()]) as server, pytest.raises(Refusal, match="meer dan één rij voor gebied"):
            self.load(server, table=replace(HEALTH, fixed={}))

    def test_a_gemeente_of_another_year_is_refused(self) -> None:
        with CbsStandIn([self.table()]) as server, pytest.raises(Refusal, match="bestond de gemeente toen niet"):
            self.load(server, region="GM1991")


NO_CONNECTION = "De verbinding met {host} viel steeds weg."
FAULTS = {
    FaultKind.CUT_MID_BODY: NO_CONNECTION,
    FaultKind.RESET_MID_BODY: NO_CONNECTION,
    FaultKind.CLOSE_WITHOUT_REPLY: NO_CONNECTION,
    FaultKind.ERROR_500: "{host} heeft een storing (foutcode 500).",
    FaultKind.HTML_200: "{host} gaf een webpagina in plaats van gegevens;",
}


class TestBadDays:
    @pytest.mark.parametrize("place", ["DataProperties", "UntypedDataSet", "$skip=4", "WijkenEnBuurten?"])
    @pytest.mark.parametrize(("kind", "sentence"), FAULTS.items())
    def test_a_fault_that_stays_is_refused_in_plain_words(
        self, paged: CbsStandIn, kind: FaultKind, sentence: str, place: str
    ) -> None:
        paged.faults.add(kind, place)
        message = refusal(paged)
        assert message.startswith(sentence.format(host=paged.host))
        assert "Er is niets geladen en niets veranderd." in message and "probeer" in message.lower()

    @pytest.mark.parametrize("place", ["DataProperties", "UntypedDataSet", "$skip=4"])
    @pytest.mark.parametrize("kind", FAULTS)
    def test_a_fault_that_passes_is_tried_again(self, paged: CbsStandIn, kind: FaultKind, place: str) -> None:
        whole = load(paged)
        paged.faults.add(kind, place, times=1)
        steps: list[str] = []
        assert load(paged, steps=steps).observations.equals(whole.observations)
        assert "De bron antwoordt niet goed; poging 2 van 3" in steps

    def test_a_fault_is_tried_as_often_as_the_settings_say(self, server: CbsStandIn) -> None:
        server.faults.add(FaultKind.ERROR_500, "DataProperties")
        refusal(server, request_attempts=3)
        assert len(server.requests) == 3

    def test_a_source_that_is_silent_is_given_up(self, server: CbsStandIn) -> None:
        server.faults.add(FaultKind.SLOW, "UntypedDataSet", seconds=30)
        message = refusal(server, request_timeout_s=0.2, request_attempts=2)
        assert message.startswith(f"{server.host} gaf binnen 0.2 seconden geen antwoord.")

    def test_an_unknown_table_is_refused_without_trying_again(self, server: CbsStandIn) -> None:
        server.tables.clear()
        message = refusal(server)
        assert message.startswith(f"Tabel {TABLE_ID} bestaat niet bij {server.host}.")
        assert "uw eerdere cijfers staan er nog" in message
        assert len(server.requests) == 1

    def test_a_year_that_is_not_in_the_register_is_refused_without_asking(self, server: CbsStandIn) -> None:
        with pytest.raises(Refusal, match="Tabel Kerncijfers wijken en buurten 2035 bestaat niet bij CBS"):
            cbs.download_table(KWB, "2035", None, OPENDATA, [], at(server))
        assert server.requests == []

    def test_a_table_that_exists_but_has_no_rows_is_refused(self) -> None:
        with CbsStandIn([kwb(regions=[])]) as server:
            assert f"Tabel {TABLE_ID} bestaat, maar geeft geen rijen" in refusal(server)

    def test_a_table_that_is_not_filled_yet_is_refused(self) -> None:
        with CbsStandIn([kwb(values={})]) as server:
            assert "geen van de kolommen die Startfoto gebruikt is al gevuld" in refusal(server)

    def test_an_empty_value_instead_of_the_figures_is_refused(self, server: CbsStandIn) -> None:
        server.faults.add(FaultKind.EMPTY_VALUE, "UntypedDataSet")
        assert f"Tabel {TABLE_ID} bestaat, maar geeft geen rijen" in refusal(server)

    def test_an_empty_value_instead_of_the_columns_is_refused(self, server: CbsStandIn) -> None:
        server.faults.add(FaultKind.EMPTY_VALUE, "DataProperties")
        assert "geen van de kolommen die Startfoto gebruikt" in refusal(server)

    def test_an_empty_list_of_resources_is_no_web_page(self, server: CbsStandIn) -> None:
        server.faults.add(FaultKind.EMPTY_VALUE, f"{TABLE_ID}/?")
        assert refusal(server).startswith(f"{server.host} gaf een antwoord dat niet te lezen is.")

    def test_a_lost_page_of_figures_is_refused(self, paged: CbsStandIn) -> None:
        paged.faults.add(FaultKind.EMPTY_VALUE, "IndelingswijzigingWijkenEnBuurten_4&$skip=8")
        assert f"Tabel {TABLE_ID} kwam maar voor een deel binnen (8 van 10 gebieden)" in refusal(paged)

    def test_a_lost_page_of_the_list_of_areas_is_refused(self, paged: CbsStandIn) -> None:
        paged.faults.add(FaultKind.EMPTY_VALUE, "WijkenEnBuurten?$format=json&$skip=4")
        assert "(4 van 10 gebieden)" in refusal(paged)

    def test_a_gemeente_that_did_not_exist_that_year_is_refused(self, server: CbsStandIn) -> None:
        assert "of bestond de gemeente toen niet" in refusal(server, "GM1991")


def indicator(name: str) -> Indicator:
    return current().indicators[name]


def test_stems_lose_only_their_running_number() -> None:
    assert cbs.stem_of("k_0Tot15Jaar_8") == "k_0Tot15Jaar"
    assert cbs.stem_of("GemGestandaardiseerdInkomenVanHuish_75") == "GemGestandaardiseerdInkomenVanHuish"
    assert cbs.stem_of("HavoVwoMbo24_76") == "HavoVwoMbo24"


def test_without_topic_groups_one_column_of_a_stem_is_enough() -> None:
    topic = {"odata.type": "Cbs.OData.Topic", "ID": 1, "ParentID": None, "Key": "AfstandTotSchool_108", "Title": ""}
    columns, remarks = cbs.match_columns([topic], [indicator("afstand_basisschool")], TABLE_ID)
    assert (columns.keys, remarks) == (["AfstandTotSchool_108"], [])
