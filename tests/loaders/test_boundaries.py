"""Boundaries from PDOK over real HTTP, and from the files that an officer may have."""

import json
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from io import BytesIO
from itertools import pairwise
from pathlib import Path
from typing import Any
from zipfile import ZipFile

import geopandas as gpd
import numpy as np
import pytest
import shapely
from hypothesis import given, settings
from hypothesis import strategies as st
from shapely import LineString, Point, Polygon, box
from shapely.geometry import mapping

from loaders import boundaries
from loaders.boundaries import fetch_boundaries, read_boundaries
from loaders.http import NotFound, address_of, get_json
from model.catalogue import current
from model.delivery import BOUNDARY, Delivery
from model.findings import FindingLevel, Refusal
from settings import Settings
from tests.standins.pdok import FaultKind, PdokStandIn, merge, sample_municipality
from tests.standins.server import Reply, Request

PDOK = current().sources["grenzen"]
VINKENHOVEN = sample_municipality("GM9001", "Vinkenhoven", wijken=2, buurten=3)
ELDERS = sample_municipality("GM9002", "Elders", centre=(5.6, 52.1))
STEP = 0.004
"""Width and height in degrees of the cells that the files are made of."""


@pytest.fixture
def pdok() -> Iterator[PdokStandIn]:
    with PdokStandIn({2024: merge(VINKENHOVEN, ELDERS)}) as stand_in:
        yield stand_in


def at(stand_in: PdokStandIn, **changes: Any) -> Settings:
    hosts = ("https://api.pdok.nl", "https://service.pdok.nl")
    quick = Settings(
        addresses=dict.fromkeys(hosts, stand_in.address), request_timeout_s=5, request_attempts=2, retry_wait_s=0
    )
    return replace(quick, **changes)


def fetch(stand_in: PdokStandIn, region: str | None = "GM9001", year: str = "2024", **changes: Any) -> Delivery:
    return fetch_boundaries(year, region, PDOK, at(stand_in, **changes))


def codes(delivery: Delivery) -> list[str]:
    return [str(code) for code in delivery.boundaries["region"].to_pylist()]


def names(delivery: Delivery) -> dict[str, str]:
    return dict(zip(codes(delivery), delivery.boundaries["name"].to_pylist(), strict=True))


def shapes(delivery: Delivery, prefix: str = "", column: str = "outline") -> dict[str, Any]:
    found = zip(codes(delivery), shapely.from_wkb(delivery.boundaries[column].to_pylist()), strict=True)
    return {code: shape for code, shape in found if code.startswith(prefix)}


def messages(delivery: Delivery) -> str:
    return "\n".join(finding.message for finding in delivery.findings)


def adds_up(delivery: Delivery) -> bool:
    return delivery.rows_in == delivery.rows_accepted + delivery.rows_refused


class TestFetching:
    def test_gives_the_gemeente_with_its_wijken_and_buurten(self, pdok: PdokStandIn) -> None:
        delivery = fetch(pdok)
        assert codes(delivery) == [
            "GM9001",
            *["WK900100", "WK900101"],
            *["BU90010000", "BU90010001", "BU90010002", "BU90010100", "BU90010101", "BU90010102"],
        ]
        assert names(delivery)["GM9001"] == "Vinkenhoven"
        assert names(delivery)["WK900101"] == "Wijk 01 Lindeland"
        assert delivery.boundaries.schema == BOUNDARY
        assert set(delivery.boundaries["period"].to_pylist()) == {"2024"}
        assert (delivery.source, delivery.table_id) == ("grenzen", "wijken-en-buurten-2024")
        assert delivery.title == "Wijk- en buurtkaart 2024"
        assert all("gemeentecode=GM9001" in request for request in pdok.requests)

    def test_leaves_out_water_and_counts_it(self, pdok: PdokStandIn) -> None:
        delivery = fetch(pdok)
        assert (delivery.rows_in, delivery.rows_accepted, delivery.rows_refused) == (12, 9, 3)
        assert messages(delivery) == "Rijen met water, weggelaten: 3."

    def test_gives_the_country_when_no_municipality_is_named(self, pdok: PdokStandIn) -> None:
        delivery = fetch(pdok, None)
        assert {"GM9001", "GM9002"} <= set(codes(delivery))
        assert not any("gemeentecode" in request for request in pdok.requests)

    def test_tries_again_after_one_failure(self, pdok: PdokStandIn) -> None:
        pdok.faults.add(FaultKind.ERROR_500, "/buurten/", times=1)
        steps: list[str] = []
        delivery = fetch_boundaries("2024", "GM9001", PDOK, at(pdok), lambda step, fraction: steps.append(step))
        assert len(codes(delivery)) == 9
        assert "De bron antwoordt niet goed; poging 2 van 2" in steps
        assert not any("/wfs/" in request for request in pdok.requests)

    @pytest.mark.parametrize("kind", [kind for kind in FaultKind if kind is not FaultKind.SLOW])
    def test_turns_to_the_wfs_when_the_api_stays_wrong(self, pdok: PdokStandIn, kind: FaultKind) -> None:
        pdok.faults.add(kind, "/ogc/")
        delivery = fetch(pdok)
        assert shapes(delivery, column="geometry").keys() == shapes(fetch_from_well(), column="geometry").keys()
        assert "api.pdok.nl werkte niet; de grenzen zijn opgehaald bij de tweede dienst" in messages(delivery)
        assert delivery.findings[0].level is FindingLevel.REMARK
        assert adds_up(delivery)

    def test_turns_to_the_wfs_when_the_api_is_silent(self, pdok: PdokStandIn) -> None:
        pdok.faults.add(FaultKind.SLOW, "/ogc/", seconds=30)
        assert "tweede dienst" in messages(fetch(pdok, request_timeout_s=0.2))

    @pytest.mark.parametrize(
        ("kind", "sentence"),
        [
            (FaultKind.ERROR_500, r"heeft een storing \(foutcode 500\)"),
            (FaultKind.HTML_200, "gaf een webpagina in plaats van gegevens"),
            (FaultKind.RESET_MID_BODY, "viel steeds weg"),
            (FaultKind.CUT_MID_BODY, "viel steeds weg"),
            (FaultKind.CLOSE_WITHOUT_REPLY, "viel steeds weg"),
            (FaultKind.EMPTY_VALUE, "geeft geen grenzen van GM9001 voor 2024"),
            (FaultKind.NOT_FOUND, "PDOK heeft geen wijk- en buurtkaart van 2024"),
        ],
    )
    def test_refuses_in_dutch_when_both_services_fail(self, pdok: PdokStandIn, kind: FaultKind, sentence: str) -> None:
        pdok.faults.add(kind)
        with pytest.raises(Refusal, match=sentence):
            fetch(pdok)

    def test_refuses_when_both_services_are_silent(self, pdok: PdokStandIn) -> None:
        pdok.faults.add(FaultKind.SLOW, seconds=30)
        with pytest.raises(Refusal, match=r"binnen 0\.2 seconden geen antwoord"):
            fetch(pdok, request_timeout_s=0.2)

    def test_refuses_when_nobody_listens(self) -> None:
        with PdokStandIn({}) as gone:
            pass
        with pytest.raises(Refusal, match="viel steeds weg") as refusal:
            fetch(gone)
        assert isinstance(refusal.value.__cause__, OSError)

    def test_says_what_is_wrong_with_the_api_when_the_wfs_does_not_know_the_year(self, pdok: PdokStandIn) -> None:
        pdok.faults.add(FaultKind.ERROR_500, "/ogc/")
        pdok.faults.add(FaultKind.NOT_FOUND, "/wfs/")
        with pytest.raises(Refusal, match="foutcode 500"):
            fetch(pdok)

    def test_refuses_a_municipality_that_pdok_does_not_have(self, pdok: PdokStandIn) -> None:
        with pytest.raises(Refusal, match="geeft geen grenzen van GM0308 voor 2024"):
            fetch(pdok, "GM0308")

    def test_has_no_second_service_when_the_register_names_none(self, pdok: PdokStandIn) -> None:
        pdok.ogc_down = True
        with pytest.raises(Refusal, match="foutcode 500"):
            fetch_boundaries("2024", "GM9001", replace(PDOK, fallback=""), at(pdok))

    def test_drops_other_municipalities_when_the_wfs_ignores_the_filter(self) -> None:
        with DeafPdok({2024: merge(VINKENHOVEN, ELDERS)}, ogc_down=True) as stand_in:
            delivery = fetch(stand_in)
        assert {code[2:6] for code in codes(delivery)} == {"9001"}
        assert "Rijen van andere gemeenten dan GM9001, overgeslagen: 9." in messages(delivery)
        assert adds_up(delivery)

    def test_refuses_areas_of_another_municipality_only(self) -> None:
        with DeafPdok({2024: ELDERS}) as stand_in, pytest.raises(Refusal, match="geen gebieden van GM9001, wel van"):
            fetch(stand_in)

    def test_reports_progress_from_begin_to_end(self, pdok: PdokStandIn) -> None:
        fractions: list[float] = []
        fetch_boundaries("2024", "GM9001", PDOK, at(pdok), lambda step, fraction: fractions.append(fraction))
        assert fractions == sorted(fractions)
        assert (fractions[0], fractions[-1]) == (0.0, 1.0)


class TestPaging:
    @pytest.fixture
    def country(self) -> Mapping[str, Sequence[Any]]:
        cells = {f"BU9003{n // 50:02}{n % 50:02}": cell(n // 50, n % 50) for n in range(2000)}
        return {
            "gemeenten": [area("GM9003", box(5, 52, 5 + 40 * STEP, 52 + 50 * STEP))],
            "wijken": [area(f"WK9003{w:02}", column(w)) for w in range(40)],
            "buurten": [area(code, shape) for code, shape in cells.items()],
        }

    @pytest.mark.parametrize("service", ["ogc", "wfs"])
    def test_follows_every_page(self, country: Mapping[str, Sequence[Any]], service: str) -> None:
        with PdokStandIn({2024: country}, ogc_down=service == "wfs") as stand_in:
            delivery = fetch(stand_in, "GM9003")
        assert delivery.rows_accepted == 1 + 40 + 2000
        assert len(set(codes(delivery))) == 1 + 40 + 2000
        asked = [request for request in stand_in.requests if f"/{service}/" in request]
        assert len(asked) == {"ogc": 1 + 1 + 2, "wfs": 1 + 1 + 3}[service]

    def test_does_not_take_a_part_for_the_whole(self, country: Mapping[str, Sequence[Any]]) -> None:
        with PdokStandIn({2024: country}) as stand_in:
            stand_in.faults.add(FaultKind.EMPTY_VALUE, "cursor=")
            assert "tweede dienst" in messages(fetch(stand_in, "GM9003"))
            stand_in.faults.add(FaultKind.EMPTY_VALUE, "startIndex=1000")
            with pytest.raises(Refusal, match=r"deel binnen \(1000 van 2000 gebieden\)"):
                fetch(stand_in, "GM9003")


class TestPlainGets:
    def test_a_404_is_told_apart_and_not_tried_again(self, pdok: PdokStandIn) -> None:
        with pytest.raises(NotFound, match="foutcode 404: page not found"):
            get_json(f"{pdok.address}/elders", {}, at(pdok))
        assert len(pdok.requests) == 1

    def test_a_refused_question_is_not_tried_again_and_says_why(self, pdok: PdokStandIn) -> None:
        url = "https://api.pdok.nl/cbs/wijken-en-buurten-2024/ogc/v1/collections/buurten/items"
        with pytest.raises(Refusal, match=r"foutcode 400: unknown query parameter\(s\) found: kleur"):
            get_json(url, {"kleur": "rood"}, at(pdok))
        assert len(pdok.requests) == 1

    def test_gives_up_after_the_set_number_of_attempts(self, pdok: PdokStandIn) -> None:
        pdok.faults.add(FaultKind.HTML_200)
        with pytest.raises(Refusal):
            get_json(pdok.address, {}, at(pdok, request_attempts=3))
        assert len(pdok.requests) == 3

    def test_an_address_is_replaced_by_whole_hosts_only(self) -> None:
        mirror = Settings(addresses={"https://api.pdok.nl": "http://spiegel.local/pdok/"})
        assert address_of("https://api.pdok.nl/cbs?f=json", mirror) == "http://spiegel.local/pdok/cbs?f=json"
        assert address_of("https://api.pdok.nl", mirror) == "http://spiegel.local/pdok"
        assert address_of("https://api.pdok.nl.elders.nl/cbs", mirror) == "https://api.pdok.nl.elders.nl/cbs"
        assert address_of("https://service.pdok.nl", mirror) == "https://service.pdok.nl"


class TestSpellings:
    @pytest.mark.parametrize(
        ("code", "name"),
        [
            ("buurtcode", "buurtnaam"),
            ("buurtCode", "buurtNaam"),
            ("BU_CODE", "BU_NAAM"),
            ("buurtcode_2024", "buurtnaam_2024"),
            ("statcode", "statnaam"),
            ("code", "name"),
            ("Buurt (CBS)", "naam"),
        ],
    )
    def test_code_and_name_are_found(self, code: str, name: str) -> None:
        rows = [feature({code: "BU90010000 ", name: "Eikehof", "wijkcode": "WK900100"}, cell(0, 0))]
        assert names(read(rows))["BU90010000"] == "Eikehof"

    def test_a_year_before_the_code_is_taken_off(self) -> None:
        assert "BU90010000" in codes(read([feature({"jrstatcode": "2024BU90010000"}, cell(0, 0))]))

    def test_letters_in_a_code_are_kept(self) -> None:
        assert codes(read([area("BU0363AA01", cell(0, 0))])) == ["GM0363", "WK0363AA", "BU0363AA01"]

    def test_an_area_without_a_name_is_called_by_its_code(self) -> None:
        assert names(read([feature({"wijkcode": "WK900100"}, cell(0, 0))]))["WK900100"] == "WK900100"

    def test_the_year_in_the_file_is_compared_with_the_year_asked(self) -> None:
        delivery = read([feature({"jrstatcode": "2023BU90010000"}, cell(0, 0))])
        assert delivery.findings[0].level is FindingLevel.WARNING
        assert "de grenzen van 2023, niet van 2024" in delivery.findings[0].message


class TestSifting:
    @pytest.mark.parametrize(
        ("row", "sentence"),
        [
            ({"buurtcode": "BU90010001", "water": "JA"}, "Rijen met water, weggelaten: 1."),
            ({"buurtcode": "BU90010001", "H2O": "JA"}, "Rijen met water, weggelaten: 1."),
            ({"buurtcode": "BU90019997"}, "Rijen met water, weggelaten: 1."),
            ({"buurtcode": "BU09989999", "water": "B"}, "Rijen met buitenland, weggelaten: 1."),
            ({"buurtcode": "BU09989999", "water": "NEE"}, "Rijen met buitenland, weggelaten: 1."),
            ({"buurtcode": None}, "1 rij van tabel grenzen.geojson heeft geen gebiedscode en is niet geladen."),
            ({"buurtcode": "BU90020000"}, "Rijen van andere gemeenten dan GM9001, overgeslagen: 1."),
        ],
    )
    def test_what_is_no_land_of_the_municipality_is_left_out(self, row: dict[str, Any], sentence: str) -> None:
        delivery = read([area("BU90010000", cell(0, 0)), feature(row, cell(0, 1))], region="GM9001")
        assert codes(delivery) == ["GM9001", "WK900100", "BU90010000"]
        assert (delivery.rows_in, delivery.rows_accepted, delivery.rows_refused) == (2, 1, 1)
        assert sentence in messages(delivery)

    @pytest.mark.parametrize(
        "shape", [None, Polygon(), Point(5, 52), Polygon([(5, 52), (5.1, 52), (5, 52)]), Point(5, 52).buffer(0)]
    )
    def test_a_row_without_a_polygon_is_left_out(self, shape: Any) -> None:
        delivery = read([area("BU90010000", cell(0, 0)), area("BU90010001", shape)])
        assert "BU90010001" not in codes(delivery)
        assert "Rijen zonder vlak, overgeslagen: 1." in messages(delivery)
        assert adds_up(delivery)

    def test_a_bow_tie_is_mended(self) -> None:
        bow_tie = Polygon([(5, 52), (5.01, 52.01), (5.01, 52), (5, 52.01)])
        delivery = read([area("BU90010000", bow_tie)])
        geometry = shapes(delivery, "BU", "geometry")["BU90010000"]
        assert geometry.is_valid
        assert geometry.area == pytest.approx(0.01 * 0.01 / 2)
        assert "Vlakken met een fout in hun grens (een lus of kruising), hersteld: 1." in messages(delivery)

    def test_a_ring_that_was_left_open_is_closed(self) -> None:
        row = area("BU90010000", cell(0, 0))
        row["geometry"]["coordinates"] = [row["geometry"]["coordinates"][0][:-1]]
        assert shapes(read([row]), "BU", "geometry")["BU90010000"].equals(cell(0, 0))

    def test_lines_beside_a_polygon_fall_away(self) -> None:
        mixed = shapely.geometrycollections([cell(0, 0), LineString([(5, 52), (6, 53)])])
        geometry = shapes(read([area("BU90010000", mixed)]), "BU", "geometry")["BU90010000"]
        assert geometry.equals(cell(0, 0))

    def test_rows_with_one_code_become_one_area(self) -> None:
        delivery = read([area("BU90010000", cell(0, 0)), area("BU90010000", cell(0, 1))])
        assert shapes(delivery, "BU", "geometry")["BU90010000"].area == pytest.approx(2 * STEP**2)
        assert (delivery.rows_in, delivery.rows_accepted) == (2, 2)
        assert "Gebieden die in meer dan één rij stonden, samengevoegd: 1." in messages(delivery)

    def test_height_is_left_out(self) -> None:
        high = shapely.force_3d(cell(0, 0), 7.0)
        assert not shapes(read([area("BU90010000", high)]), "BU", "geometry")["BU90010000"].has_z


class TestCoordinates:
    def test_rijksdriehoek_without_a_word_about_it_is_recognised(self) -> None:
        delivery = read([area("BU90010000", box(150_000, 470_000, 151_000, 471_000))])
        shape = shapes(delivery, "BU")["BU90010000"]
        assert (shape.centroid.x, shape.centroid.y) == pytest.approx((5.31, 52.22), abs=0.02)
        assert "gelezen als Rijksdriehoek" in messages(delivery)

    def test_rijksdriehoek_that_is_declared_needs_no_remark(self) -> None:
        crs = {"type": "name", "properties": {"name": "urn:ogc:def:crs:EPSG::28992"}}
        content = geojson([area("BU90010000", box(150_000, 470_000, 151_000, 471_000))], crs=crs)
        assert "Rijksdriehoek" not in messages(read_boundaries(content, "rd.geojson", "2024", None))

    @pytest.mark.parametrize(
        "elsewhere",
        [
            pytest.param(box(1_500_000, 470_000, 1_501_000, 471_000), id="no known grid"),
            pytest.param(box(52.0, 5.0, 52.1, 5.1), id="latitude and longitude changed places"),
        ],
    )
    def test_coordinates_outside_the_country_are_refused(self, elsewhere: Polygon) -> None:
        with pytest.raises(Refusal, match="liggen niet in Nederland"):
            read([area("BU90010000", elsewhere)])


class TestRefusedFiles:
    @pytest.mark.parametrize(
        ("content", "sentence"),
        [
            (b"", "is leeg"),
            (b" \n", "is leeg"),
            (b'{"type":"FeatureCollection","features":[]}', "is leeg"),
            (b"BU_CODE;BU_NAAM", "kan niet worden gelezen"),
            (b'{"a": 1}', "kan niet worden gelezen"),
            (b"PK\x03\x04 geen zip", "kan niet worden gelezen"),
            (b"SQLite format 3\0 geen GeoPackage", "kan niet worden gelezen"),
            (b'<OGRVRTDataSource><OGRVRTLayer name="x"/></OGRVRTDataSource>', "kan niet worden gelezen"),
        ],
    )
    def test_say_what_is_wrong(self, content: bytes, sentence: str) -> None:
        with pytest.raises(Refusal, match=rf"grenzen\.geojson.* {sentence}|grenzen\.geojson {sentence}"):
            read_boundaries(content, "grenzen.geojson", "2024", None)

    def test_a_file_that_was_cut_off(self) -> None:
        with pytest.raises(Refusal, match="kan niet worden gelezen"):
            read_boundaries(geojson([area("BU90010000", cell(0, 0))])[:-20], "half.geojson", "2024", None)

    @pytest.mark.parametrize("projection", [b'PROJCS["half', b'LOCAL_CS["eigen",UNIT["m",1]]', b"PROJCS[\xf0\x00"])
    def test_a_shapefile_with_a_projection_that_cannot_be_read(self, tmp_path: Path, projection: bytes) -> None:
        frame([area("BU90010000", cell(0, 0))])[["buurtcode", "geometry"]].to_file(tmp_path / "b.shp")
        (tmp_path / "b.prj").write_bytes(projection)
        members = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
        with pytest.raises(Refusal, match=r"coördinatenstelsel|kan niet worden gelezen"):
            read_boundaries(zipped(members), "kaart.zip", "2024", None)

    def test_a_zip_without_a_map(self) -> None:
        with pytest.raises(Refusal, match="kan niet worden gelezen"):
            read_boundaries(zipped({"leesmij.txt": b"hallo"}), "kaart.zip", "2024", None)

    def test_a_file_without_codes(self) -> None:
        with pytest.raises(Refusal, match="In dit bestand staat geen kolom met gebiedscodes"):
            read([feature({"code": "01", "name": "Oude Stad"}, cell(0, 0))])

    def test_a_file_with_one_code_in_a_remark_only(self) -> None:
        rows = [feature({"opmerking": text}, cell(0, n)) for n, text in enumerate(["GM0308", "bij de kerk", "oud"])]
        with pytest.raises(Refusal, match="geen kolom met gebiedscodes"):
            read(rows)

    def test_a_file_with_points(self) -> None:
        with pytest.raises(Refusal, match="bevat geen vlakken"):
            read([area("BU90010000", Point(5, 52))])

    def test_a_file_of_another_municipality(self) -> None:
        with pytest.raises(Refusal, match=r"geen gebieden van GM0308, wel van GM9001\. Kies"):
            read([area("BU90010000", cell(0, 0))], region="GM0308")

    def test_a_file_with_water_only(self) -> None:
        with pytest.raises(Refusal, match="geen gebieden op het land"):
            read([feature({"buurtcode": "BU90010000", "water": "JA"}, cell(0, 0))])


class TestFileKinds:
    def test_a_geopackage_with_three_layers_in_rijksdriehoek(self, tmp_path: Path) -> None:
        path = tmp_path / "grenzen.gpkg"
        for layer, rows in VINKENHOVEN.items():
            frame(rows).to_crs("EPSG:28992").to_file(path, layer=layer)
        delivery = read_boundaries(path, "grenzen.gpkg", "2024", "GM9001")
        assert codes(delivery) == codes(fetch_from_well())
        assert names(delivery)["WK900100"] == "Wijk 00 Eikeland"
        assert delivery.received[0].content == path.read_bytes()
        assert (delivery.table_id, delivery.received[0].media_type) == (
            "grenzen.gpkg",
            "application/geopackage+sqlite3",
        )
        assert adds_up(delivery)

    def test_a_zip_with_shapefiles_of_which_one_has_no_projection(self, tmp_path: Path) -> None:
        buurten = frame(VINKENHOVEN["buurten"])[["buurtcode", "buurtnaam", "water", "geometry"]]
        buurten.columns = ["BU_CODE", "BU_NAAM", "H2O", "geometry"]
        buurten.to_crs("EPSG:28992").to_file(tmp_path / "Buurt_2024.shp")
        gemeenten = frame(VINKENHOVEN["gemeenten"])[["gemeentecode", "gemeentenaam", "water", "geometry"]]
        with pytest.warns(UserWarning, match="10 characters"):
            gemeenten.to_file(tmp_path / "gemeente_2024.shp")
        (tmp_path / "Buurt_2024.prj").unlink()
        members = {f"kaart/{path.name}": path.read_bytes() for path in tmp_path.iterdir()}
        delivery = read_boundaries(zipped(members), "kaart.zip", "2024", "GM9001")
        assert codes(delivery) == codes(fetch_from_well())
        assert names(delivery)["GM9001"] == "Vinkenhoven"
        assert "gelezen als Rijksdriehoek" in messages(delivery)

    def test_a_geopackage_in_a_zip(self, tmp_path: Path) -> None:
        frame(VINKENHOVEN["buurten"]).to_file(tmp_path / "x.gpkg")
        content = zipped({"map/x.gpkg": (tmp_path / "x.gpkg").read_bytes(), "leesmij.txt": b""})
        assert len(shapes(read_boundaries(content, "kaart.zip", "2024", None), "BU")) == 6

    def test_geojson_with_a_byte_order_mark(self) -> None:
        content = b"\xef\xbb\xbf" + geojson([area("BU90010000", cell(0, 0))])
        assert "BU90010000" in codes(read_boundaries(content, "grenzen.geojson", "2024", None))

    def test_a_second_layer_with_the_same_areas_is_not_mixed_in(self, tmp_path: Path) -> None:
        path = tmp_path / "gebieden.gpkg"
        exact, coarse = frame([area("WK900100", cell(0, 0))]), frame([area("WK900100", cell(0, 0).buffer(0.001))])
        exact.to_file(path, layer="a")
        coarse.to_file(path, layer="b")
        delivery = read_boundaries(path, path.name, "2024", None)
        assert shapes(delivery, "WK", "geometry")["WK900100"].equals(cell(0, 0))
        assert "Rijen van gebieden die al in een eerdere laag staan, overgeslagen: 1." in messages(delivery)
        assert adds_up(delivery)

    def test_one_municipality_from_a_file_of_the_country(self) -> None:
        rows = merge(VINKENHOVEN, ELDERS)["buurten"]
        delivery = read(rows, region="GM9002")
        assert {code[2:6] for code in codes(delivery)} == {"9002"}
        assert adds_up(delivery)


class TestMissingLevels:
    def test_wijken_and_gemeente_are_made_of_buurten_and_fit_them(self) -> None:
        delivery = read(VINKENHOVEN["buurten"])
        assert names(delivery)["GM9001"] == "Vinkenhoven"
        assert names(delivery)["WK900100"] == "Wijk 00"
        assert "De wijken staan er niet allemaal in; ze zijn gemaakt uit de buurten." in messages(delivery)
        buurten, wijken, gemeente = (shapes(delivery, prefix) for prefix in ("BU", "WK", "GM"))
        for code, wijk in wijken.items():
            assert shapely.union_all([buurten[b] for b in buurten if b[2:8] == code[2:]]).equals(wijk)
        assert shapely.union_all(list(wijken.values())).equals(gemeente["GM9001"])

    def test_the_name_of_the_wijk_is_taken_when_the_file_has_it(self) -> None:
        rows = [feature({"BU_CODE": "BU90010000", "BU_NAAM": "Hof", "WK_NAAM": "Oost"}, cell(0, 0))]
        assert names(read(rows))["WK900100"] == "Oost"

    def test_a_gemeente_is_made_of_wijken(self) -> None:
        delivery = read(VINKENHOVEN["wijken"])
        assert codes(delivery) == ["GM9001", "WK900100", "WK900101"]
        assert (delivery.rows_in, delivery.rows_accepted) == (3, 2)

    def test_gemeenten_alone_stay_alone(self) -> None:
        assert codes(read(VINKENHOVEN["gemeenten"])) == ["GM9001"]

    def test_levels_that_do_not_fill_each_other_are_simplified_apart(self) -> None:
        wijk = box(5, 52, 5 + 3 * STEP, 52 + 3 * STEP)
        delivery = read([feature({"statcode": "BU90010000"}, cell(0, 0)), feature({"statcode": "WK900100"}, wijk)])
        assert shapes(delivery, "WK")["WK900100"].equals(wijk)


class TestSimplification:
    def test_leaves_no_gaps_and_no_overlaps(self) -> None:
        delivery = read([area(f"BU9001000{n}", shape) for n, shape in enumerate(wavy_strips(6))])
        before, after = (list(shapes(delivery, "BU", column).values()) for column in ("geometry", "outline"))
        assert shapely.get_num_coordinates(after).sum() < shapely.get_num_coordinates(before).sum() * 0.8
        assert shapely.is_valid(after).all()
        assert shapely.coverage_is_valid(after)
        whole = shapely.union_all(after)
        assert whole.geom_type == "Polygon"
        assert not whole.interiors
        assert whole.area == pytest.approx(sum(shape.area for shape in after), rel=1e-9)
        assert whole.area == pytest.approx(sum(shape.area for shape in before), rel=0.001)
        assert all(shapely.intersection(a, b).length > 4 * STEP for a, b in pairwise(after))

    def test_keeps_the_received_geometry_whole(self) -> None:
        strips = wavy_strips(2)
        delivery = read([area(f"BU9001000{n}", shape) for n, shape in enumerate(strips)])
        kept = list(shapes(delivery, "BU", "geometry").values())
        assert shapely.equals(kept, strips).all()
        assert shapely.get_num_coordinates(kept).tolist() == shapely.get_num_coordinates(strips).tolist()

    def test_rounds_to_about_a_metre(self) -> None:
        points = shapely.get_coordinates(list(shapes(read(VINKENHOVEN["buurten"])).values()))
        assert np.array_equal(points, points.round(5))

    def test_rounds_less_where_an_area_would_collapse(self) -> None:
        sliver = box(5.000001, 52, 5.000004, 52.01)
        shape = shapes(read([area("BU90010000", sliver)]), "BU")["BU90010000"]
        assert shape.is_valid
        assert shape.area == pytest.approx(sliver.area, rel=0.2)

    def test_says_so_when_areas_overlap_and_still_has_an_outline_for_each(self) -> None:
        delivery = read([area("BU90010000", cell(0, 0)), area("BU90010001", cell(0, 0.5))])
        first, second = shapes(delivery, "BU").values()
        assert shapely.intersection(first, second).area == 0
        assert "De buurten overlappen elkaar of sluiten niet precies aan" in messages(delivery)

    def test_an_area_inside_another_keeps_its_outline(self) -> None:
        delivery = read([area("BU90010000", box(5, 52, 5.1, 52.1)), area("BU90010001", box(5.04, 52.04, 5.05, 52.05))])
        assert not any(shape.is_empty for shape in shapes(delivery).values())

    def test_goes_further_for_more_points_than_a_map_can_carry(self, monkeypatch: pytest.MonkeyPatch) -> None:
        monkeypatch.setattr(boundaries, "MOST_POINTS", 100)
        delivery = read([area(f"BU9001000{n}", shape) for n, shape in enumerate(wavy_strips(3))])
        assert shapely.get_num_coordinates(list(shapes(delivery, "BU").values())).sum() <= 100
        assert "vereenvoudigd tot ongeveer" in messages(delivery)

    @settings(max_examples=40, deadline=None)
    @given(
        owners=st.lists(st.integers(0, 5), min_size=36, max_size=36),
        shifts=st.lists(st.floats(-0.35, 0.35), min_size=98, max_size=98),
    )
    def test_never_makes_areas_overlap(self, owners: list[int], shifts: list[float]) -> None:
        """Six by six crooked cells, dealt out to at most six buurten, which may lie in pieces or in each other."""
        corners = np.stack(np.meshgrid(np.arange(7), np.arange(7)), axis=-1) + np.reshape(shifts, (7, 7, 2))
        corners = np.array([5, 52]) + corners * [STEP / 10, STEP / 20]
        rows = []
        for n, owner in enumerate(owners):
            i, j = divmod(n, 6)
            ring = Polygon([corners[i, j], corners[i, j + 1], corners[i + 1, j + 1], corners[i + 1, j]])
            rows.append(area(f"BU9001000{owner}", ring))
        delivery = read(rows)
        for prefix in ("BU", "WK", "GM"):
            after = list(shapes(delivery, prefix).values())
            assert shapely.is_valid(after).all()
            assert sum(shape.area for shape in after) == pytest.approx(shapely.union_all(after).area, rel=1e-9)


class DeafPdok(PdokStandIn):
    """PDOK that pays no attention to filters."""

    def answer(self, request: Request) -> Reply:
        kept = {name: value for name, value in request.options.items() if name not in ("filter", "gemeentecode")}
        return super().answer(replace(request, options=kept))


def fetch_from_well() -> Delivery:
    with PdokStandIn({2024: VINKENHOVEN}) as stand_in:
        return fetch(stand_in)


def read(rows: Sequence[Any], region: str | None = None) -> Delivery:
    return read_boundaries(geojson(rows), "grenzen.geojson", "2024", region)


def geojson(rows: Sequence[Any], **members: Any) -> bytes:
    return json.dumps({"type": "FeatureCollection", **members, "features": list(rows)}).encode()


def feature(properties: Mapping[str, Any], shape: Any) -> dict[str, Any]:
    return {"type": "Feature", "properties": dict(properties), "geometry": mapping(shape) if shape else None}


def area(code: str, shape: Any) -> dict[str, Any]:
    word = {"GM": "gemeente", "WK": "wijk", "BU": "buurt"}[code[:2]]
    return feature({f"{word}code": code, f"{word}naam": f"De {code}", "gemeentecode": "GM" + code[2:6]}, shape)


def frame(rows: Sequence[Any]) -> gpd.GeoDataFrame:
    return gpd.GeoDataFrame.from_features(rows, crs="EPSG:4326")


def zipped(members: Mapping[str, bytes]) -> bytes:
    buffer = BytesIO()
    with ZipFile(buffer, "w") as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def cell(across: float, up: float) -> Polygon:
    return box(5 + across * STEP, 52 + up * STEP, 5 + (across + 1) * STEP, 52 + (up + 1) * STEP)


def column(number: int) -> Polygon:
    """Fifty cells above each other, as one wijk."""
    return box(5 + number * STEP, 52, 5 + (number + 1) * STEP, 52 + 50 * STEP)


def wavy_strips(count: int) -> list[Polygon]:
    """Strips side by side whose common borders wind in more points than a map needs."""
    heights = np.linspace(0, 5 * STEP, 200)
    lines = [
        np.column_stack(
            [5 + (n + 0.2 * np.sin(heights * 3000 + n) + 0.004 * np.cos(heights * 60000)) * STEP, 52 + heights]
        )
        for n in range(count + 1)
    ]
    return [Polygon([*left, *right[::-1]]) for left, right in pairwise(lines)]
