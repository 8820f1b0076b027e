"""The register of schools on DUO's own file, and places on points that PDOK gave to real schools."""

import json
from collections import Counter
from pathlib import Path

import pytest
import shapely

from loaders.places import read_locations
from loaders.schools import PRIMARY_FILE, place, read_schools
from loaders.tabular import read_file
from model.delivery import Delivery
from model.findings import Refusal


@pytest.fixture(scope="module")
def content(real: Path) -> bytes:
    return (real / "duo" / PRIMARY_FILE).read_bytes()


@pytest.fixture(scope="module")
def baarn(content: bytes) -> Delivery:
    return read_schools({PRIMARY_FILE: (content, "po")}, "2024", regions={"GM0308"})


def test_the_nine_schools_of_baarn_come_alone(baarn: Delivery) -> None:
    assert (baarn.rows_in, baarn.rows_accepted, baarn.rows_refused, baarn.findings) == (9, 9, 0, [])
    sites = sorted(baarn.schools["vestiging"].to_pylist())
    assert sites == ["04QC00", "06GW00", "07WX00", "08EM00", "08KO00", "09BJ00", "17WX00", "17XV00", "32FE00"]


def test_a_school_of_baarn_has_its_whole_address_and_its_board(baarn: Delivery) -> None:
    # The row of 09BJ00 in DUO's file.
    [school] = [row for row in baarn.schools.to_pylist() if row["vestiging"] == "09BJ00"]
    assert school == {
        "period": "2024", "vestiging": "09BJ00", "name": "PCBS Gaspard de Coligny", "sector": "po", "place": "BAARN",
        "region": "GM0308", "buurt": "", "board": "41242", "street": "De Oude Werf", "house_number": "5-A",
        "postcode": "3741 CS", "denomination": "Protestants-Christelijk", "structure": "", "lon": None, "lat": None,
    }  # fmt: skip


def test_every_site_of_the_netherlands_has_a_code_a_gemeente_and_an_address(content: bytes) -> None:
    whole = read_schools({PRIMARY_FILE: (content, "po")}, "2024").schools
    assert whole.num_rows == 6122 and len(set(whole["vestiging"].to_pylist())) == 6122
    for name in ("name", "place", "region", "board", "street", "postcode"):
        assert all(whole[name].to_pylist()), name
    # README: GM0014 57, GM1904 27, GM0779 7, GM0518 138 sites.
    count = Counter(whole["region"].to_pylist())
    assert [count[code] for code in ("GM0014", "GM1904", "GM0779", "GM0518")] == [57, 27, 7, 138]


def test_a_gemeente_without_schools_in_the_file_is_refused(content: bytes) -> None:
    with pytest.raises(Refusal, match="staat geen enkele school van GM0009"):
        read_schools({PRIMARY_FILE: (content, "po")}, "2024", regions={"GM0009"})


def test_points_of_pdok_can_be_given_as_a_list_and_fall_in_the_wijken_of_alkmaar(real: Path, content: bytes) -> None:
    folder = real / "pdok_wijken_2024_alkmaar"
    points = json.loads((folder / "schools.geojson").read_text("utf-8"))["features"]
    register = read_schools({PRIMARY_FILE: (content, "po")}, "2024", regions={"GM0361"})
    site_of = dict(zip(register.schools["name"].to_pylist(), register.schools["vestiging"].to_pylist(), strict=True))
    named = {
        site_of[point["properties"]["name"]]: point["geometry"]["coordinates"]
        for point in points
        if point["properties"]["name"] in site_of
    }
    assert len(named) >= 10
    rows = [f"{site};{str(lon).replace('.', ',')};{lat}" for site, (lon, lat) in named.items()]
    found = read_locations(read_file("\n".join(["vestigingscode;lon;lat", *rows]).encode(), "plekken.csv"))
    placed = place(register, found).schools.to_pylist()
    known = {row["vestiging"]: (row["lon"], row["lat"]) for row in placed if row["lon"] is not None}
    assert known == {site: tuple(point) for site, point in named.items()}
    wijken = shapely.from_geojson((folder / "wijken.geojson").read_text("utf-8"))
    inside = [shapely.contains_xy(wijken, *point) for point in known.values()]
    # README: 8 of the 47 points lie in none of these wijken.
    assert inside.count(False) <= 8 and sum(inside) >= len(inside) - 8
