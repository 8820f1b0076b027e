"""A file that an officer has goes to its own loader, and is refused when it is of somewhere else."""

import pytest

from intake import uploads
from intake.uploads import Holding, holding, read_upload
from model.delivery import Delivery
from model.findings import Refusal
from model.region import Level
from tests.intake.sources import CATALOGUE

STATLINE = (
    '"Wijken en buurten";"Regioaanduiding/Codering (code)";"Bevolking/Aantal inwoners (aantal)"\n'
    '"Nederland";"NL00      ";"17407585"\n'
    '"Baarn";"GM0308    ";"   24868"\n'
    '"Zandvoort";"BU03080003";"    2275"\n'
).encode("utf-8-sig")
SQUARE = "[[[5.2,52.2],[5.3,52.2],[5.3,52.3],[5.2,52.2]]]"
MAP = (
    '{"type":"FeatureCollection","features":[{"type":"Feature","properties":{"buurtcode":"BU03080003"},'
    f'"geometry":{{"type":"Polygon","coordinates":{SQUARE}}}}}]}}'
).encode()


def read(content: bytes, file_name: str, region: str = "GM0308") -> Delivery:
    return read_upload(content, file_name, "2020", region, CATALOGUE)


@pytest.mark.parametrize("file_name", ["Kerncijfers.csv", "KERNCIJFERS.CSV"])
def test_a_csv_of_statline_gives_figures(file_name: str) -> None:
    delivery = read(STATLINE, file_name)
    assert delivery.source == "kwb"
    assert delivery.areas["region"].to_pylist() == ["NL00", "GM0308", "BU03080003"]


def test_a_map_gives_borders() -> None:
    assert read(MAP, "grenzen.geojson").boundaries["region"].to_pylist() == ["GM0308", "WK030800", "BU03080003"]


def test_what_a_csv_holds_is_told_before_it_is_kept() -> None:
    assert holding(read(STATLINE, "k.csv"), CATALOGUE) == Holding(
        periods=("2020",),
        municipalities=("Baarn",),
        areas={Level.COUNTRY: 1, Level.MUNICIPALITY: 1, Level.WIJK: 0, Level.BUURT: 1},
        figures=3,
        indicators=1,
        boundaries=0,
    )


def test_a_missing_figure_is_not_counted_and_every_municipality_is_named() -> None:
    more = b'"Soest";"GM0342    ";"       ."\n"Nergens";"WK999901  ";"  100"\n'
    held = holding(read(STATLINE + more, "k.csv"), CATALOGUE)
    assert (held.figures, held.municipalities) == (4, ("Baarn", "GM9999", "Soest"))


def test_what_a_map_holds_is_told_before_it_is_kept() -> None:
    held = holding(read(MAP, "k.geojson"), CATALOGUE)
    assert (held.periods, held.municipalities, held.boundaries, held.figures) == (("2020",), ("Baarn",), 3, 0)


@pytest.mark.parametrize(("content", "file_name"), [(STATLINE, "k.csv"), (MAP, "k.geojson")])
def test_a_file_of_another_municipality_is_refused(content: bytes, file_name: str) -> None:
    with pytest.raises(Refusal, match="van GM0342"):
        read(content, file_name, "GM0342")


def test_a_file_that_is_too_large_is_refused_before_it_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(uploads, "LARGEST_MB", 0)
    with pytest.raises(Refusal, match=r"k\.csv is groter dan 0 MB"):
        read(STATLINE, "k.csv")
