"""From a figure back to its cell: table, column, file and load, and what stood there before."""

import json
import urllib.request
from dataclasses import replace
from datetime import datetime

import pytest

from analysis import lineage
from analysis.lineage import trace, trace_school
from analysis.lineage_schools import figures_of, sites, trace_scan
from loaders import cbs
from model.catalogue import current
from model.delivery import Delivery, Received
from model.scan import Scan
from model.status import Status
from settings import Settings
from store import batches
from tests.standins.cbs import CbsStandIn, Column, Table, kwb_table, rivm_table
from tests.worlds import FRIDAY, MONDAY, Cell, add_scans, delivered, pupils, schools, stored, world

WIJK = "WK030801"
REGIONS = [("GM0308", "Baarn"), (WIJK, "Noord"), ("BU03080101", "Pekingbuurt"), ("BU03080102", "Amaliabuurt")]
COLUMNS = [
    Column("AantalInwoners", "Aantal inwoners"),
    Column("PersonenPerSoortUitkeringBijstand", "Personen per soort uitkering; Bijstand"),
    Column("HuishoudensMetEenLaagInkomen", "Huishoudens met een laag inkomen", "%", "Double", 1),
]


def of(cell: Cell, table: str = "", retrieved_at: datetime = MONDAY) -> Delivery:
    return delivered({"laag_inkomen": {WIJK: cell}}, table=table, names={WIJK: "Noord"}, retrieved_at=retrieved_at)


def kwb() -> Table:
    numbers = {code: 1000.0 + place for place, (code, _) in enumerate(REGIONS)}
    values: dict[str, dict[str, int | float | str | None]] = {
        "AantalInwoners": dict(numbers),
        "PersonenPerSoortUitkeringBijstand": dict.fromkeys(numbers, 40),
        "HuishoudensMetEenLaagInkomen": {code: 7.5 + place for place, (code, _) in enumerate(REGIONS)},
    }
    return kwb_table("84799NED", REGIONS, COLUMNS, values, year=2020, first_number=50)


def loaded(server: CbsStandIn, source: str, table: str, period: str) -> Delivery:
    known = current()
    here = Settings(addresses={known.sources[source].address: server.address}, retry_wait_s=0)
    indicators = known.of_source(source, period)
    return cbs.download_table(known.table(table), period, "GM0308", known.sources[source], indicators, here)


def asked(server: CbsStandIn, source: str, address: str) -> list[dict[str, str]]:
    """The rows that the source gives at an address, asked of its stand-in."""
    host = current().sources[source].address
    assert address.startswith(f"{host}/ODataFeed/odata/")
    with urllib.request.urlopen(address.replace(host, server.address)) as reply:
        rows: list[dict[str, str]] = json.load(reply)["value"]
    return rows


def test_a_figure_is_followed_back_to_its_table_column_load_and_day() -> None:
    with world(of(10.5)) as cursor:
        found = trace(cursor, "laag_inkomen", "2021", WIJK)
    assert found is not None
    assert (found.name, found.figure.value, found.figure.status) == ("Noord", 10.5, Status.KNOWN)
    assert (found.source, found.figure.table_id, found.figure.title) == ("kwb", "kwb-2021", "Tabel kwb 2021")
    assert (found.column_key, found.column_title) == ("Laag_inkomen_1", "Kolom laag_inkomen")
    assert found.reference == "heel 2021"
    assert found.figure.retrieved_at == MONDAY
    assert found.figure.loaded_at.tzinfo is not None
    assert (found.figure.load, found.figure.batch, found.rows_in, found.rows_accepted) == (1, 1, 1, 1)
    assert (found.earlier, found.is_divided, found.address) == ((), False, "")


@pytest.mark.parametrize(
    ("indicator", "period", "region"),
    [
        ("bestaat_niet", "2021", WIJK),
        ("laag_inkomen", "2019", WIJK),
        ("laag_inkomen", "2021", "WK030802"),
        ("laag_inkomen", "2021", "x' or 1=1 --"),
    ],
)
def test_where_there_is_no_figure_there_is_no_way_back(indicator: str, period: str, region: str) -> None:
    with world(of(10.5)) as cursor:
        assert trace(cursor, indicator, period, region) is None


@pytest.mark.parametrize("status", [status for status in Status if not status.has_value])
def test_a_figure_that_is_not_there_is_followed_back_too(status: Status) -> None:
    with world(of(status)) as cursor:
        found = trace(cursor, "laag_inkomen", "2021", WIJK)
    assert found is not None and (found.figure.value, found.figure.status) == (None, status)


def test_what_stood_there_before_is_told_newest_first_with_what_became_of_it() -> None:
    with stored(of(10.0), of(11.0), of(12.0), of(13.0, retrieved_at=FRIDAY)) as store:
        store.write(lambda cursor: batches.withdraw(cursor, 2))
        with store.read() as cursor:
            found = trace(cursor, "laag_inkomen", "2021", WIJK)
        assert found is not None and (found.figure.value, found.figure.load) == (13.0, 4)
        assert [(one.value, one.load, one.state) for one in found.earlier] == [
            (12.0, 3, lineage.REPLACED),
            (11.0, 2, lineage.WITHDRAWN),
            (10.0, 1, lineage.REPLACED),
        ]
        assert (found.figure.retrieved_at, found.earlier[0].retrieved_at) == (FRIDAY, MONDAY)
        store.write(lambda cursor: batches.withdraw(cursor, 4))
        with store.read() as cursor:
            back = trace(cursor, "laag_inkomen", "2021", WIJK)
        assert back is not None and (back.figure.value, back.figure.load) == (12.0, 3)
        assert (back.earlier[0].value, back.earlier[0].state) == (13.0, lineage.WITHDRAWN)


def test_the_same_figure_of_another_table_is_told_apart_from_one_that_was_replaced() -> None:
    with world(of(10.0, table="oude editie"), of(11.0, table="nieuwe editie")) as cursor:
        found = trace(cursor, "laag_inkomen", "2021", WIJK)
    assert found is not None and (found.figure.value, found.figure.table_id) == (11.0, "nieuwe editie")
    assert [(one.value, one.table_id, one.state) for one in found.earlier] == [(10.0, "oude editie", lineage.OUTRANKED)]


def test_a_figure_whose_only_load_was_withdrawn_is_no_figure() -> None:
    with stored(of(10.0)) as store:
        store.write(lambda cursor: batches.withdraw(cursor, 1))
        with store.read() as cursor:
            assert trace(cursor, "laag_inkomen", "2021", WIJK) is None


@pytest.mark.parametrize("status", [Status.SECRET, Status.TOO_FEW, Status.INTERVAL])
def test_what_is_withheld_now_is_not_told_from_an_earlier_load(status: Status) -> None:
    with world(of(3.0), of(status)) as cursor:
        found = trace(cursor, "laag_inkomen", "2021", WIJK)
    assert found is not None
    assert [(one.value, one.status) for one in found.earlier] == [(None, status)]


def test_the_file_as_received_is_named_with_the_digest_of_its_bytes() -> None:
    file = Received("GGD (2021).csv", "text/csv", b"Wijk;Cijfer\nNoord;10,5\n")
    with world(replace(of(10.5), received=[file])) as cursor:
        found = trace(cursor, "laag_inkomen", "2021", WIJK)
    assert found is not None
    assert [(one.name, one.digest) for one in found.received] == [
        ("GGD (2021).csv", "08e677a1a5a09819e943fb79560000bbc6a83b55cf9b3cbe01823472a0cb5191")
    ]


def test_the_address_gives_the_very_cell_and_nothing_else() -> None:
    with CbsStandIn([kwb()]) as server, world(loaded(server, "kwb", "kwb", "2020")) as cursor:
        for region, value in (("GM0308", 7.5), (WIJK, 8.5), ("BU03080101", 9.5)):
            found = trace(cursor, "laag_inkomen", "2020", region)
            assert found is not None and found.figure.value == value
            (row,) = asked(server, "kwb", found.address)
            assert row["WijkenEnBuurten"].strip() == region
            assert set(row) == {"WijkenEnBuurten", found.column_key}
            assert float(row[found.column_key]) == value


def test_a_share_that_startfoto_divided_names_its_denominator_and_the_address_gives_both() -> None:
    with CbsStandIn([kwb()]) as server, world(loaded(server, "kwb", "kwb", "2020")) as cursor:
        found = trace(cursor, "bijstand", "2020", WIJK)
        assert found is not None and found.is_divided
        assert found.divided_by == ("AantalInwoners_50",)
        (row,) = asked(server, "kwb", found.address)
        part, whole = float(row[found.column_key]), float(row[found.divided_by[0]])
        assert found.figure.value == pytest.approx(1000 * part / whole)


def test_the_address_of_a_health_figure_gives_its_value_and_bounds_of_that_year_and_age() -> None:
    column = Column("ErvarenGezondheidGoedZeerGoed", "Ervaren gezondheid goed/zeer goed", "%", "Double", 1)
    margins = {"MW00000": 70.0, "MOG0095": 66.0, "MBG0095": 74.0}
    cells = {
        (code, "2022JJ00", "20300", margin): value for code in ("GM0308", "NL01") for margin, value in margins.items()
    }
    table = rivm_table(
        "50120NED",
        [("NL01", "Nederland"), ("GM0308", "Baarn"), (WIJK, "Noord")],
        [column],
        {"ErvarenGezondheidGoedZeerGoed": cells},
        periods=("2016JJ00", "2020JJ00", "2022JJ00"),
        ages=("20300", "80200"),
        margins=tuple(margins),
    )
    with CbsStandIn([table]) as server, world(loaded(server, "gezondheid", "gezondheid", "2022")) as cursor:
        for region, key in (("GM0308", "GM0308"), ("NL00", "NL01")):
            found = trace(cursor, "ervaren_gezondheid", "2022", region)
            assert found is not None
            assert (found.figure.value, found.figure.lower, found.figure.upper) == (70.0, 66.0, 74.0)
            rows = asked(server, "gezondheid", found.address)
            assert {row["Marges"].strip(): float(row[found.column_key]) for row in rows} == margins
            assert {row["WijkenEnBuurten"].strip() for row in rows} == {key}


def test_a_made_up_figure_has_no_address_at_the_source() -> None:
    made_up = delivered({"laag_inkomen": {"WK990101": 10.5}}, period="2020", table="84799NED")
    real = delivered({"laag_inkomen": {WIJK: 10.5}}, period="2020", table="84799NED")
    with world(made_up, real) as cursor:
        example, found = (trace(cursor, "laag_inkomen", "2020", region) for region in ("WK990101", WIJK))
    assert example is not None and example.address == ""
    assert found is not None and "startswith(WijkenEnBuurten,%27WK030801%27)" in found.address


def test_a_figure_of_a_school_is_followed_back_by_its_site() -> None:
    first, second = (pupils("GM0308", {"14RC00": count, "14RC01": 80}, "2021") for count in (120, (1.0, 4.0)))
    with world(schools("GM0308", ["14RC00", "14RC01"], "2021"), first) as cursor:
        found = trace_school(cursor, "leerlingen", "2021", "14RC00")
        assert found is not None
        assert (found.name, found.figure.value, found.reference) == ("School 14RC00", 120, "1 oktober 2021")
        assert trace_school(cursor, "leerlingen", "2021", "99ZZ00") is None
    with world(first, second) as cursor:
        found = trace_school(cursor, "leerlingen", "2021", "14RC00")
    assert found is not None
    assert (found.name, found.figure.status, found.figure.upper) == ("14RC00", Status.INTERVAL, 4)
    assert [one.value for one in found.earlier] == [None], "DUO now says no more than fewer than five"


def test_a_scan_is_followed_back_to_file_sheet_and_row() -> None:
    with stored() as store:
        sent = Scan(board="", school="De Brug", site="14RC00", school_year="2021/2022", file="scans.xlsx")
        add_scans(store, "GM0308", replace(sent, sheet="Blad1", row=3))
        add_scans(store, "GM0308", replace(sent, sheet="Blad2", row=7))
        with store.read() as cursor:
            found = trace_scan(cursor, "14RC00")
            assert trace_scan(cursor, "99ZZ00") is None
    assert found is not None
    assert (found.name, found.file, found.sheet, found.row, found.load) == ("De Brug", "scans.xlsx", "Blad2", 7, 2)


def test_the_schools_with_figures_or_a_scan_are_named_and_the_others_left_out() -> None:
    register = schools("GM0308", ["14RC00", "14RC01", "15AA00"], "2021", name=["Zon", "anker", "Leeg"])
    counted = [pupils("GM0308", {"14RC00": 120, "14RC01": 80}, period) for period in ("2020", "2021")]
    with stored(register, *counted) as store:
        add_scans(store, "GM0308", Scan(board="", school="Opvang", site="123456789"))
        add_scans(store, "GM0344", Scan(board="", school="Elders", site="16AA00"))
        with store.read() as cursor:
            found = sites(cursor, "GM0308")
            assert figures_of(cursor, "14RC01") == [("leerlingen", "2021"), ("leerlingen", "2020")]
            assert figures_of(cursor, "123456789") == []
    assert list(found.items()) == [("14RC01", "anker"), ("123456789", "Opvang"), ("14RC00", "Zon")]
