"""The CBS stand-in answers as CBS does, to plain requests and to cbsodata, on good days and bad."""

from collections.abc import Iterator
from contextlib import contextmanager
from time import monotonic
from typing import Any

import cbsodata
import pytest
import requests

from .cbs import MISSING, CbsStandIn, Column, FaultKind, Table, country, kwb_table, rivm_table

TIMEOUT = 5
REGIONS = [
    ("NL00", "Nederland"),
    ("GM9001", "Vinkenhoven"),
    ("WK900100", "Wijk 00 Dorp"),
    ("BU90010000", "Dorp"),
    ("BU900100AA", "Dorp"),
]
COLUMNS = [
    Column("AantalInwoners", "Aantal inwoners", group="Bevolking"),
    Column("GemiddeldeHuishoudensgrootte", "Gemiddelde grootte", datatype="Double", decimals=1, group="Bevolking"),
    Column("Appartement", "Appartement", "kWh", group="Energie/Elektriciteit"),
    Column("Appartement", "Appartement", "m3", group="Energie/Gas"),
    Column("MeestVoorkomendePostcode", "Postcode", "code", "String"),
]
VALUES: dict[str, dict[str, Any]] = {
    "AantalInwoners": {"NL00": 17_000_000, "GM9001": 1200, "WK900100": 1200, "BU90010000": 700, "BU900100AA": "."},
    "GemiddeldeHuishoudensgrootte": {"GM9001": 2, "BU90010000": 2.25, "BU900100AA": None},
    "Energie/Gas/Appartement": {"GM9001": 900},
    "Energie/Elektriciteit/Appartement": {"GM9001": 2100},
    "MeestVoorkomendePostcode": {"GM9001": "9999"},
}


def small_table(first_number: int = 5) -> Table:
    return kwb_table("85984NED", REGIONS, COLUMNS, VALUES, first_number=first_number, changes={"BU90010000": "3"})


@pytest.fixture
def cbs() -> Iterator[CbsStandIn]:
    with CbsStandIn([small_table()]) as server:
        yield server


@pytest.fixture
def paged() -> Iterator[CbsStandIn]:
    with CbsStandIn([small_table()], page_size=2) as server:
        yield server


@contextmanager
def cbsodata_asks(server: CbsStandIn) -> Iterator[None]:
    """Point cbsodata at the stand-in, and back."""
    options = cbsodata.options
    before = options.use_https, options.catalog_url
    try:
        options.use_https, options.catalog_url = False, server.host
        yield
    finally:
        options.use_https, options.catalog_url = before


def get(server: CbsStandIn, path: str, **options: str) -> requests.Response:
    """Ask for a path with options whose names get their `$`, as JSON."""
    params = {"$format": "json"} | {f"${name}": value for name, value in options.items()}
    return requests.get(server.address + path, params=params, timeout=TIMEOUT)


def rows(server: CbsStandIn, resource: str, **options: str) -> list[dict[str, Any]]:
    reply = get(server, f"/ODataFeed/odata/85984NED/{resource}", **options)
    reply.raise_for_status()
    value: list[dict[str, Any]] = reply.json()["value"]
    return value


def codes(server: CbsStandIn, condition: str) -> list[str]:
    """The codes of the areas that pass a filter."""
    return [row["WijkenEnBuurten"].strip() for row in rows(server, "TypedDataSet", filter=condition)]


def test_the_service_document_lists_the_fixed_resources_and_then_the_dimensions(cbs: CbsStandIn) -> None:
    document = get(cbs, "/ODataFeed/odata/85984NED/").json()
    assert list(document) == ["odata.metadata", "value"]
    assert document["odata.metadata"] == f"{cbs.address}/ODataFeed/OData/85984NED/$metadata"
    fixed = ["TableInfos", "UntypedDataSet", "TypedDataSet", "DataProperties", "CategoryGroups"]
    assert [entry["name"] for entry in document["value"]] == [*fixed, "WijkenEnBuurten"]
    assert document["value"][0]["url"] == f"{cbs.address}/ODataFeed/odata/85984NED/TableInfos"


def test_metadata_names_its_type(cbs: CbsStandIn) -> None:
    reply = get(cbs, "/ODataFeed/OData/85984NED/CategoryGroups").json()
    address = f"{cbs.address}/ODataFeed/OData/85984NED/$metadata#Cbs.OData.WebAPI.CategoryGroups"
    assert reply == {"odata.metadata": address, "value": []}


def test_a_topic_group_has_no_key_and_tells_equal_titles_apart(cbs: CbsStandIn) -> None:
    properties = rows(cbs, "DataProperties")
    groups = {row["ID"]: row for row in properties if row["Type"] == "TopicGroup"}
    assert {row["Key"] for row in groups.values()} == {""}
    assert {row["Position"] for row in groups.values()} == {None}
    electricity, gas = [row for row in properties if row["Title"] == "Appartement"]
    assert (groups[electricity["ParentID"]]["Title"], groups[gas["ParentID"]]["Title"]) == ("Elektriciteit", "Gas")
    assert groups[groups[gas["ParentID"]]["ParentID"]]["Title"] == "Energie"
    assert list(gas)[-5:] == ["Datatype", "Unit", "Decimals", "Default", "PresentationType"]
    assert [row["ID"] for row in properties] == list(range(len(properties)))


def test_keys_and_texts_are_padded(cbs: CbsStandIn) -> None:
    municipality = rows(cbs, "TypedDataSet")[1]
    assert list(municipality)[:2] == ["ID", "WijkenEnBuurten"]
    assert municipality["WijkenEnBuurten"] == municipality["Codering_3"] == "GM9001    "
    assert municipality["Gemeentenaam_1"] == "Vinkenhoven".ljust(40)
    assert municipality["SoortRegio_2"] == "Gemeente  "
    area = rows(cbs, "WijkenEnBuurten")[2]
    assert (area["Key"], area["Municipality"], area["DetailRegionCode"]) == ("WK900100  ", "GM9001", "WK900100")
    assert "CategoryGroupID" not in area


def test_untyped_values_are_right_aligned_texts_and_typed_ones_numbers(cbs: CbsStandIn) -> None:
    names = "AantalInwoners_5,GemiddeldeHuishoudensgrootte_6,Appartement_7,Appartement_8,MeestVoorkomendePostcode_9"
    _, untyped, *_, secret = rows(cbs, "UntypedDataSet", select=names)
    assert list(untyped.values()) == ["    1200", "     2.0", "    2100", "     900", "      9999"]
    assert list(secret.values()) == [MISSING, None, MISSING, MISSING, "         ."]
    _, typed, *_, secret = rows(cbs, "TypedDataSet", select=names)
    assert list(typed.values()) == [1200, 2.0, 2100, 900, "      9999"]
    assert isinstance(typed["GemiddeldeHuishoudensgrootte_6"], float)
    assert isinstance(typed["AantalInwoners_5"], int)
    assert list(secret.values()) == [None, None, None, None, "         ."]


def test_changed_borders_are_marked_below_the_municipality(cbs: CbsStandIn) -> None:
    marks = [row["IndelingswijzigingWijkenEnBuurten_4"] for row in rows(cbs, "TypedDataSet")]
    assert marks == [".", ".", "1", "3", "1"]


def test_select_drops_the_id_unless_it_is_named(cbs: CbsStandIn) -> None:
    assert set(rows(cbs, "TypedDataSet", select="AantalInwoners_5, WijkenEnBuurten")[0]) == {
        "AantalInwoners_5",
        "WijkenEnBuurten",
    }
    assert set(rows(cbs, "TypedDataSet", select="ID,WijkenEnBuurten")[0]) == {"ID", "WijkenEnBuurten"}


def test_an_unpadded_key_finds_nothing_and_is_no_error(cbs: CbsStandIn) -> None:
    assert codes(cbs, "WijkenEnBuurten eq 'GM9001'") == []
    assert codes(cbs, "WijkenEnBuurten eq 'GM9001    '") == ["GM9001"]


@pytest.mark.parametrize(
    ("condition", "expected"),
    [
        ("startswith(WijkenEnBuurten,'BU9001')", ["BU90010000", "BU900100AA"]),
        ("startswith(WijkenEnBuurten, 'BU9001') eq true", ["BU90010000", "BU900100AA"]),
        ("substringof('AA',WijkenEnBuurten)", ["BU900100AA"]),
        ("substring(WijkenEnBuurten,0,2) eq 'WK'", ["WK900100"]),
        ("AantalInwoners_5 gt 700 and AantalInwoners_5 lt 17000000", ["GM9001", "WK900100"]),
        ("AantalInwoners_5 ge 1200 and AantalInwoners_5 le 1200.0", ["GM9001", "WK900100"]),
        ("AantalInwoners_5 eq null", ["BU900100AA"]),
        (
            "WijkenEnBuurten ne 'NL00      ' and startswith(SoortRegio_2,'Buurt') or ID eq 1",
            ["GM9001", "BU90010000", "BU900100AA"],
        ),
        ("((ID eq 0) or ((ID eq 2)))", ["NL00", "WK900100"]),
        ("ID eq 4 and (ID eq 0 or ID eq 4)", ["BU900100AA"]),
    ],
)
def test_the_filter_language_is_that_of_odata_3(cbs: CbsStandIn, condition: str, expected: list[str]) -> None:
    assert codes(cbs, condition) == expected


@pytest.mark.parametrize(
    "options",
    [
        {"filter": "contains(WijkenEnBuurten,'BU')"},
        {"filter": "ID eq"},
        {"filter": "ID eq 1 1"},
        {"filter": "ID eq '1'"},
        {"filter": "(ID eq 1"},
        {"filter": "WijkenEnBuurten"},
        {"filter": "AantalInwoners_99 gt 1"},
        {"select": "AantalInwoners_99"},
        {"top": "many"},
        {"orderby": "ID"},
    ],
)
def test_what_cbs_would_not_understand_is_an_error(cbs: CbsStandIn, options: dict[str, str]) -> None:
    reply = get(cbs, "/ODataFeed/odata/85984NED/TypedDataSet", **options)
    assert reply.status_code == 400
    assert set(reply.json()) == {"odata.error"}


def test_an_unknown_table_or_resource_is_not_found(cbs: CbsStandIn) -> None:
    for path in ("99999NED/TypedDataSet", "85984ned/TypedDataSet", "85984NED/Perioden"):
        assert get(cbs, f"/ODataFeed/odata/{path}").status_code == 404


def test_a_feed_without_format_is_atom(cbs: CbsStandIn) -> None:
    reply = requests.get(f"{cbs.address}/ODataFeed/odata/85984NED/TypedDataSet", timeout=TIMEOUT)
    assert reply.headers["Content-Type"].startswith("application/atom+xml")
    assert reply.text.startswith("<?xml")


def test_the_next_link_is_absolute_repeats_the_options_and_keeps_the_slash(paged: CbsStandIn) -> None:
    condition = "WijkenEnBuurten ne 'GM9001    '"
    first = get(paged, "/ODataFeed/odata/85984NED/TypedDataSet/", filter=condition, select="ID").json()
    assert list(first) == ["odata.metadata", "value", "odata.nextLink"]
    assert first["odata.nextLink"] == (
        f"{paged.address}/ODataFeed/OData/85984NED/TypedDataSet/?$format=json"
        "&$filter=WijkenEnBuurten%20ne%20%27GM9001%20%20%20%20%27&$select=ID&$skip=2"
    )
    last = requests.get(first["odata.nextLink"], timeout=TIMEOUT).json()
    assert [row["ID"] for row in first["value"] + last["value"]] == [0, 2, 3, 4]
    assert "odata.nextLink" not in last


def test_top_and_skip_count_over_the_pages(paged: CbsStandIn) -> None:
    first = get(paged, "/ODataFeed/odata/85984NED/TypedDataSet", top="3", skip="1").json()
    assert first["odata.nextLink"].endswith("/TypedDataSet?$format=json&$top=1&$skip=3")
    last = requests.get(first["odata.nextLink"], timeout=TIMEOUT).json()
    assert [row["ID"] for row in first["value"] + last["value"]] == [1, 2, 3]


def test_the_api_needs_no_format_and_refuses_more_than_it_can_carry(paged: CbsStandIn) -> None:
    address = f"{paged.address}/ODataApi/odata/85984NED/TypedDataSet"
    refused = requests.get(address, timeout=TIMEOUT)
    assert refused.status_code == 500
    assert refused.json()["odata.error"]["innererror"]["message"] == "query returns more than 10000 records"
    page = requests.get(address, params={"$top": "2", "$skip": "2"}, timeout=TIMEOUT)
    assert [row["ID"] for row in page.json()["value"]] == [2, 3]


def test_the_api_cannot_filter_on_a_topic(cbs: CbsStandIn) -> None:
    path = "/ODataApi/odata/85984NED/UntypedDataSet"
    assert get(cbs, path, filter="SoortRegio_2 eq 'Buurt     '").status_code == 500
    assert get(cbs, path, filter="WijkenEnBuurten eq 'GM9001    '").status_code == 200


def test_a_whole_country_takes_two_pages_of_the_feed_and_fails_at_the_api() -> None:
    table = country()
    with CbsStandIn([table]) as server:
        path = "odata/84799NED/UntypedDataSet"
        first = get(server, f"/ODataFeed/{path}", select="WijkenEnBuurten").json()
        assert len(first["value"]) == 10_000
        last = requests.get(first["odata.nextLink"], timeout=TIMEOUT).json()
        assert get(server, f"/ODataApi/{path}").status_code == 500
    kinds = [row["WijkenEnBuurten"][:2] for row in first["value"] + last["value"]]
    assert [kinds.count(kind) for kind in ("NL", "GM", "WK", "BU")] == [1, 355, 3177, 13808]
    assert len(table.topics) == 110 + 4


def test_the_catalogue_describes_a_table(cbs: CbsStandIn) -> None:
    reply = get(cbs, "/ODataCatalog/Tables", filter="Identifier eq '85984NED'").json()
    assert reply["odata.metadata"] == f"{cbs.address}/ODataCatalog/$metadata#Tables"
    (entry,) = reply["value"]
    assert (entry["RecordCount"], entry["ColumnCount"], len(entry)) == (5, 10, 26)
    assert entry["FeedUrl"] == f"{cbs.address}/ODataFeed/OData/85984NED"
    assert get(cbs, "/ODataCatalog/Tables", filter="Identifier eq 'x'", select="Identifier").json()["value"] == []


def test_an_empty_catalogue_is_no_error() -> None:
    with CbsStandIn() as server:
        assert (
            get(server, "/ODataCatalog/Tables", filter="Identifier eq 'x'", select="Identifier").json()["value"] == []
        )


def test_cbsodata_reads_the_metadata(cbs: CbsStandIn) -> None:
    with cbsodata_asks(cbs):
        assert cbsodata.get_info("85984NED")["Modified"] == "2025-03-27T02:00:00"
        assert cbsodata.get_meta("85984NED", "WijkenEnBuurten")[1]["Title"] == "Vinkenhoven"
        tables = cbsodata.get_table_list(select=["Identifier", "Updated"], filters="Identifier eq '85984NED'")
    assert tables == [{"Updated": "2025-03-27T02:00:00", "Identifier": "85984NED"}]


def test_cbsodata_downloads_a_table_and_follows_the_next_links_verbatim(paged: CbsStandIn) -> None:
    with cbsodata_asks(paged):
        data = cbsodata.download_data("85984NED", filters="startswith(WijkenEnBuurten,'BU') or ID le 1")
    assert [row["ID"] for row in data["TypedDataSet"]] == [0, 1, 3, 4]
    assert paged.requests[0] == "/ODataFeed/odata/85984NED/?%24format=json"
    assert (
        "/ODataFeed/OData/85984NED/TypedDataSet?$format=json"
        "&$filter=startswith%28WijkenEnBuurten%2C%27BU%27%29%20or%20ID%20le%201&$skip=2"
    ) in paged.requests


def test_cbsodata_means_the_opposite_with_typed(cbs: CbsStandIn) -> None:
    with cbsodata_asks(cbs):
        assert "TypedDataSet" in cbsodata.download_data("85984NED", typed=False)
        assert "UntypedDataSet" in cbsodata.download_data("85984NED", typed=True)


def test_cbsodata_reports_an_unknown_table(cbs: CbsStandIn) -> None:
    with cbsodata_asks(cbs), pytest.raises(requests.HTTPError, match="404 Client Error"):
        cbsodata.download_data("99999NED")


def test_a_second_revision_shifts_the_keys_of_a_running_server(cbs: CbsStandIn) -> None:
    assert "AantalInwoners_5" in rows(cbs, "TypedDataSet")[0]
    cbs.tables["85984NED"] = small_table(first_number=7)
    assert "AantalInwoners_7" in rows(cbs, "TypedDataSet")[0]
    assert cbs.tables["85984NED"].key("Appartement", nth=1) == "Appartement_10"


def test_a_health_table_of_rivm_has_four_dimensions_and_wider_codes() -> None:
    table = rivm_table(
        "50120NED",
        [("NL01", "Nederland"), ("GM9001", "Vinkenhoven")],
        [Column("Eenzaam", "Eenzaam", "%", "Double", 1, presentation="Relative")],
        {"Eenzaam": {"NL01": 40.5, ("GM9001", "2022JJ00"): 38, ("GM9001", "2020JJ00", "20300", "MOG0095"): 30}},
        periods=["2020JJ00", "2022JJ00"],
        margins=["MW00000", "MOG0095"],
    )
    with CbsStandIn([table]) as server:
        path = "/ODataFeed/odata/50120NED"
        names = [entry["name"] for entry in get(server, path).json()["value"]]
        condition = "WijkenEnBuurten eq 'GM9001    ' and Perioden eq '2022JJ00' and Marges eq 'MW00000'"
        (row,) = get(server, f"{path}/UntypedDataSet", filter=condition).json()["value"]
    assert names[-4:] == ["Leeftijd", "Marges", "WijkenEnBuurten", "Perioden"]
    assert (row["ID"], row["Codering_3"], row["Eenzaam_4"]) == (3, "GM9001".ljust(20), "    38.0")
    assert [line["Eenzaam_4"] for line in table.typed] == [40.5, 40.5, None, 38.0, 40.5, 40.5, 30.0, 38.0]


DATA = "/ODataFeed/odata/85984NED/TypedDataSet"


def test_a_reset_breaks_the_connection_in_the_middle_of_the_body(cbs: CbsStandIn) -> None:
    cbs.faults.add(FaultKind.RESET_MID_BODY, "TypedDataSet", times=1)
    with requests.get(f"{cbs.address}{DATA}?$format=json", stream=True, timeout=TIMEOUT) as reply:
        assert reply.status_code == 200
        with pytest.raises(requests.exceptions.ChunkedEncodingError, match="reset"):
            reply.content  # noqa: B018
    assert get(cbs, DATA).status_code == 200


def test_a_cut_ends_the_body_before_its_announced_length(cbs: CbsStandIn) -> None:
    cbs.faults.add(FaultKind.CUT_MID_BODY, times=1)
    with pytest.raises(requests.exceptions.ChunkedEncodingError, match="IncompleteRead"):
        get(cbs, DATA)
    assert get(cbs, DATA).status_code == 200


def test_a_connection_can_close_without_a_reply(cbs: CbsStandIn) -> None:
    cbs.faults.add(FaultKind.CLOSE_WITHOUT_REPLY, times=2)
    for _ in range(2):
        with pytest.raises(requests.ConnectionError, match="Remote end closed connection without response"):
            get(cbs, DATA)
    assert get(cbs, DATA).status_code == 200


@pytest.mark.parametrize(("kind", "status"), [(FaultKind.ERROR_500, 500), (FaultKind.NOT_FOUND, 404)])
def test_an_error_status_comes_with_an_odata_error(cbs: CbsStandIn, kind: FaultKind, status: int) -> None:
    cbs.faults.add(kind, "$select=ID", times=1)
    assert get(cbs, DATA).status_code == 200
    failed = get(cbs, DATA, select="ID")
    assert failed.status_code == status
    assert "odata.error" in failed.json()
    assert get(cbs, DATA, select="ID").status_code == 200


def test_a_maintenance_page_comes_as_html_with_status_200(cbs: CbsStandIn) -> None:
    cbs.faults.add(FaultKind.HTML_200)
    reply = get(cbs, DATA)
    assert (reply.status_code, reply.headers["Content-Type"]) == (200, "text/html; charset=utf-8")
    assert "Onderhoud" in reply.text
    cbs.faults.clear()
    assert "value" in get(cbs, DATA).json()


def test_an_empty_value_is_well_formed(cbs: CbsStandIn) -> None:
    cbs.faults.add(FaultKind.EMPTY_VALUE, "TypedDataSet")
    assert rows(cbs, "TypedDataSet") == []
    assert len(rows(cbs, "UntypedDataSet")) == 5


def test_a_slow_reply_outlasts_the_patience_of_a_client_and_ends_with_the_server() -> None:
    started = monotonic()
    with CbsStandIn([small_table()]) as server:
        server.faults.add(FaultKind.SLOW, times=1, seconds=600)
        with pytest.raises(requests.ReadTimeout):
            requests.get(f"{server.address}{DATA}?$format=json", timeout=0.1)
        server.faults.add(FaultKind.SLOW, times=1, seconds=0.01)
        assert get(server, DATA).status_code == 200
    assert monotonic() - started < 60


def test_a_stopped_server_lets_go_of_open_connections() -> None:
    with requests.Session() as session:
        with CbsStandIn([small_table()]) as server:
            assert session.get(f"{server.address}{DATA}?$format=json", timeout=TIMEOUT).status_code == 200
        with pytest.raises(requests.ConnectionError):
            session.get(f"{server.address}{DATA}?$format=json", timeout=TIMEOUT)
