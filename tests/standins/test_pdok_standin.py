"""The PDOK stand-in answers as the OGC API Features and the WFS of wijken en buurten do."""

from collections.abc import Iterator
from typing import Any

import pytest
import requests
from shapely import coverage_is_valid, union_all
from shapely.geometry import shape

from .pdok import FaultKind, PdokStandIn, merge, region_list, sample_municipality

TIMEOUT = 5
RD = "http://www.opengis.net/def/crs/EPSG/0/28992"
FES = (
    '<fes:Filter xmlns:fes="http://www.opengis.net/fes/2.0"><fes:PropertyIsEqualTo><fes:ValueReference>gemeentecode'
    "</fes:ValueReference><fes:Literal>GM9002</fes:Literal></fes:PropertyIsEqualTo></fes:Filter>"
)
OGC_FILTER = (
    "<Filter><PropertyIsEqualTo><PropertyName>gemeentecode</PropertyName><Literal>GM9002</Literal>"
    "</PropertyIsEqualTo></Filter>"
)
FIRST = sample_municipality(wijken=3, buurten=4)
SECOND = sample_municipality("GM9002", "Roggeveen", centre=(5.7, 52.1))
FEATURES = {2024: merge(FIRST, SECOND)}


@pytest.fixture
def pdok() -> Iterator[PdokStandIn]:
    with PdokStandIn(FEATURES) as server:
        yield server


def items(server: PdokStandIn, layer: str = "buurten", year: int = 2024, **options: str) -> requests.Response:
    address = f"{server.address}/cbs/wijken-en-buurten-{year}/ogc/v1/collections/{layer}/items"
    names = {name.replace("_", "-"): value for name, value in options.items()}
    return requests.get(address, params=names, timeout=TIMEOUT)


def wfs(server: PdokStandIn, layer: str = "buurten", year: int = 2024, **options: str) -> requests.Response:
    asked = {"service": "WFS", "version": "2.0.0", "request": "GetFeature", "outputFormat": "application/json"}
    asked |= {"typeNames": f"wijkenbuurten:{layer}", "srsName": "EPSG:4326"} | options
    return requests.get(f"{server.address}/cbs/wijkenbuurten/{year}/wfs/v1_0", params=asked, timeout=TIMEOUT)


def link(page: dict[str, Any], rel: str) -> str | None:
    return next((entry["href"] for entry in page["links"] if entry["rel"] == rel), None)


def names(page: dict[str, Any]) -> list[str]:
    return [feature["properties"]["buurtcode"] for feature in page["features"]]


def test_the_sample_municipality_shares_its_borders_and_covers_itself() -> None:
    buurten = [shape(feature["geometry"]) for feature in FIRST["buurten"]]
    whole = union_all([shape(feature["geometry"]) for feature in FIRST["gemeenten"]])
    assert len(buurten) == 3 * 4 + 1
    assert all(buurt.is_valid for buurt in buurten)
    assert coverage_is_valid(buurten)
    assert union_all(buurten).symmetric_difference(whole).area == pytest.approx(0, abs=1e-12)


def test_the_sample_municipality_has_one_water_row_in_each_layer_and_figures_that_are_missing() -> None:
    for rows in FIRST.values():
        assert [feature["properties"]["water"] for feature in rows].count("JA") == 1
    dry = [feature["properties"] for feature in FIRST["buurten"] if feature["properties"]["water"] == "NEE"]
    assert len({row["buurtnaam"] for row in dry}) == len(dry)
    assert dry[-1]["aantal_inwoners"] == -99997
    assert dry[0]["gemiddelde_woningwaarde"] == -99995


def test_its_regions_come_in_the_order_of_a_kwb_table() -> None:
    listed = [code for code, _ in region_list(sample_municipality(wijken=2, buurten=1))]
    assert listed == ["NL00", "GM9001", "WK900100", "BU90010000", "WK900101", "BU90010100"]


def test_a_page_has_ten_features_unless_more_are_asked_for(pdok: PdokStandIn) -> None:
    page = items(pdok).json()
    assert list(page) == ["type", "timeStamp", "links", "features", "numberReturned"]
    assert page["numberReturned"] == len(page["features"]) == 10
    assert list(page["features"][0]) == ["type", "properties", "geometry", "id"]
    assert page["features"][0]["id"] == "1"
    assert items(pdok, limit="1001").json()["numberReturned"] == 20


def test_following_the_cursor_visits_every_feature_once(pdok: PdokStandIn) -> None:
    page, seen = items(pdok, limit="3", f="json").json(), []
    while True:
        seen += names(page)
        following = link(page, "next")
        if following is None:
            break
        page = requests.get(following, timeout=TIMEOUT).json()
    assert seen == [feature["properties"]["buurtcode"] for feature in FEATURES[2024]["buurten"]]


def test_a_cursor_points_back_and_means_nothing_under_other_filters(pdok: PdokStandIn) -> None:
    first = items(pdok, limit="3").json()
    assert link(first, "prev") is None
    following = link(first, "next")
    assert following is not None
    assert following.endswith("?cursor=BA%7CNgyqQg&f=json&limit=3")
    second = requests.get(following, timeout=TIMEOUT).json()
    assert names(requests.get(str(link(second, "prev")), timeout=TIMEOUT).json()) == names(first)
    restarted = requests.get(following.replace("limit=3", "limit=4"), timeout=TIMEOUT).json()
    assert names(restarted)[:3] == names(first)


def test_features_can_be_filtered_by_municipality_and_box(pdok: PdokStandIn) -> None:
    mine = items(pdok, gemeentecode="GM9002", limit="1000").json()
    assert {feature["properties"]["gemeentecode"] for feature in mine["features"]} == {"GM9002"}
    assert mine["numberReturned"] == 7
    east = items(pdok, bbox="5.6,52,5.8,52.2", limit="1000").json()
    assert names(east) == names(mine)
    assert items(pdok, bbox="150000,400000,151000,401000", bbox_crs=RD).json()["features"] == []


@pytest.mark.parametrize(
    ("options", "detail"),
    [
        ({"wijkcode": "WK900100"}, "unknown query parameter(s) found: wijkcode"),
        ({"limit": "all"}, "limit must be numeric"),
        ({"limit": "-1"}, "limit can't be negative"),
        ({"bbox": "1,2,3"}, "bbox should contain exactly 4 values separated by commas: minx,miny,maxx,maxy"),
        ({"bbox": "5,52,5,52"}, "bbox has no surface area"),
        ({"crs": "EPSG:28992"}, "crs param should start with http://www.opengis.net/def/crs/, got: EPSG:28992"),
    ],
)
def test_a_bad_parameter_is_a_problem(pdok: PdokStandIn, options: dict[str, Any], detail: str) -> None:
    reply = items(pdok, **options)
    assert (reply.status_code, reply.headers["Content-Type"]) == (400, "application/problem+json")
    problem = reply.json()
    assert list(problem) == ["detail", "status", "timeStamp", "title"]
    assert (problem["detail"], problem["title"]) == (detail, "Bad Request")


def test_an_unknown_collection_or_year_is_not_found(pdok: PdokStandIn) -> None:
    for reply in (items(pdok, "straten"), items(pdok, year=2021), wfs(pdok, year=2021)):
        assert reply.status_code == 404


def test_geometry_comes_in_degrees_or_in_metres_of_the_dutch_grid(pdok: PdokStandIn) -> None:
    degrees, metres = items(pdok), items(pdok, crs=RD)
    assert degrees.headers["Content-Type"] == "application/geo+json"
    assert degrees.headers["Content-Crs"] == "<http://www.opengis.net/def/crs/OGC/1.3/CRS84>"
    assert metres.headers["Content-Crs"] == f"<{RD}>"
    here = shape(metres.json()["features"][0]["geometry"])
    assert 0 < here.bounds[0] < 300_000 < here.bounds[1] < 630_000
    area = shape({"type": "GeometryCollection", "geometries": [f["geometry"] for f in metres.json()["features"]]})
    assert coverage_is_valid(list(area.geoms))


def test_wfs_ignores_cql_and_sends_everything(pdok: PdokStandIn) -> None:
    page = wfs(pdok, CQL_FILTER="gemeentecode='GM9002'").json()
    assert list(page) == ["type", "numberMatched", "name", "features", "bbox"]
    assert (page["numberMatched"], page["name"]) == (20, "buurten")


@pytest.mark.parametrize("text", [FES, OGC_FILTER])
def test_wfs_honours_a_filter_in_xml(pdok: PdokStandIn, text: str) -> None:
    assert {feature["properties"]["gemeentecode"] for feature in wfs(pdok, filter=text).json()["features"]} == {
        "GM9002"
    }


def test_wfs_takes_a_box_with_the_latitude_first_when_the_crs_is_a_urn(pdok: PdokStandIn) -> None:
    east = wfs(pdok, bbox="52,5.6,52.2,5.8,urn:ogc:def:crs:EPSG::4326").json()
    assert east["numberMatched"] == 7
    assert wfs(pdok, bbox="5.6,52,5.8,52.2,EPSG:4326").json()["numberMatched"] == 7


def test_wfs_pages_by_start_index_until_fewer_come_back(pdok: PdokStandIn) -> None:
    pages = [wfs(pdok, count="8", startIndex=str(start)).json() for start in (0, 8, 16, 24)]
    assert [len(page["features"]) for page in pages] == [8, 8, 4, 0]
    assert len({feature["id"] for page in pages for feature in page["features"]}) == 20


def test_wfs_sends_at_most_a_thousand_features() -> None:
    with PdokStandIn({2023: sample_municipality(wijken=20, buurten=51, year=2023)}) as server:
        page = wfs(server, year=2023, count="5000").json()
        assert (page["numberMatched"], len(page["features"])) == (1021, 1000)
        assert items(server, year=2023, limit="5000").json()["numberReturned"] == 1000


def test_wfs_writes_figures_in_camel_case_and_the_ogc_api_in_snake_case(pdok: PdokStandIn) -> None:
    feature = wfs(pdok).json()["features"][0]
    assert feature["id"].startswith("buurten.")
    assert len(feature["id"]) == len("buurten.") + 36
    assert {"buurtcode", "aantalInwoners", "percentagePersonen0Tot15Jaar"} <= set(feature["properties"])
    assert {"buurtcode", "aantal_inwoners"} <= set(items(pdok).json()["features"][0]["properties"])


def test_wfs_is_in_metres_and_in_gml_unless_asked_otherwise(pdok: PdokStandIn) -> None:
    page = wfs(pdok, srsName="EPSG:28992").json()
    assert page["crs"]["properties"]["name"] == "urn:ogc:def:crs:EPSG::28992"
    assert page["features"][0]["bbox"][1] > 300_000
    assert wfs(pdok, outputFormat="").text.startswith("<?xml")


@pytest.mark.parametrize("options", [{"typeNames": "straten"}, {"filter": "<x"}, {"request": "GetMap"}, {"count": "x"}])
def test_wfs_says_in_xml_what_is_wrong(pdok: PdokStandIn, options: dict[str, Any]) -> None:
    reply = wfs(pdok, **options)
    assert reply.status_code == 400
    assert "ExceptionReport" in reply.text


def test_water_rows_can_be_left_out() -> None:
    with PdokStandIn(FEATURES, water=False) as server:
        assert items(server, limit="1000").json()["numberReturned"] == 18


def test_wfs_still_works_when_the_ogc_api_is_down() -> None:
    with PdokStandIn(FEATURES, ogc_down=True) as server:
        assert [items(server).status_code for _ in range(3)] == [500] * 3
        assert wfs(server).json()["numberMatched"] == 20


def test_faults_strike_both_services_in_their_own_words(pdok: PdokStandIn) -> None:
    pdok.faults.add(FaultKind.EMPTY_VALUE, times=2)
    assert (items(pdok).json()["features"], wfs(pdok).json()["features"]) == ([], [])
    pdok.faults.add(FaultKind.ERROR_500, "/wfs/", times=1)
    assert items(pdok).status_code == 200
    assert "ExceptionReport" in wfs(pdok).text
    pdok.faults.add(FaultKind.NOT_FOUND, "cursor=", times=1)
    following = link(items(pdok).json(), "next")
    assert requests.get(str(following), timeout=TIMEOUT).status_code == 404
    asked = [path.partition("?")[0].rpartition("/")[2] for path in pdok.requests]
    assert asked == ["items", "v1_0", "items", "v1_0", "items", "items"]
