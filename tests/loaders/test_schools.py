"""DUO's lists of school sites, in the layout and the encodings that DUO uses."""

import pytest

from intake.example import FOLDER
from loaders.schools import read_folder, read_schools
from model.delivery import SCHOOL, Delivery
from model.findings import Refusal

HEADER = "PROVINCIE;INSTELLINGSCODE;VESTIGINGSCODE;VESTIGINGSNAAM;POSTCODE;PLAATSNAAM;GEMEENTENUMMER;INTERNETADRES"
SCHOOLS = [
    "Utrecht;08EM;08EM00;Basisschool ‘t Vosseveld’;3741 AA;BAARN;0308;www.voorbeeld.nl",
    "Zuid-Holland;14RC;14RC01;Ichthus;2512 AA;'S-GRAVENHAGE;0518; ",
]


def duo(*lines: str, encoding: str = "cp1252") -> bytes:
    return "\r\n".join([HEADER, *(lines or SCHOOLS), ""]).encode(encoding)


def read(content: bytes, **buurt_of: str) -> Delivery:
    return read_schools({"vestigingen.csv": (content, "po")}, "2021", buurt_of)


def schools(delivery: Delivery) -> list[dict[str, str]]:
    rows: list[dict[str, str]] = delivery.schools.to_pylist()
    return rows


def messages(delivery: Delivery) -> list[str]:
    return [finding.message for finding in delivery.findings]


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8-sig", "utf-8"])
def test_names_keep_their_quotation_marks_in_every_encoding(encoding: str) -> None:
    first, second = schools(read(duo(encoding=encoding)))
    assert first["name"] == "Basisschool ‘t Vosseveld’"
    assert second["place"] == "'S-GRAVENHAGE"


def test_the_marks_of_windows_1252_are_the_bytes_0x91_and_0x92() -> None:
    content = duo()
    assert b"\x91t Vosseveld\x92" in content
    assert schools(read(content))[0]["name"] == "Basisschool ‘t Vosseveld’"


def test_a_gemeente_keeps_its_leading_zero() -> None:
    assert [school["region"] for school in schools(read(duo()))] == ["GM0308", "GM0518"]
    bare = duo("Utrecht;08EM;08EM00;Vosseveld;3741 AA;BAARN;308; ")
    assert schools(read(bare))[0]["region"] == "GM0308"


def test_a_delivery_says_what_it_is() -> None:
    delivery = read(duo())
    assert (delivery.source, delivery.period, delivery.title) == ("scholen", "2021", "Alle schoolvestigingen")
    assert (delivery.rows_in, delivery.rows_accepted, delivery.rows_refused) == (2, 2, 0)
    assert (delivery.schools.schema, delivery.findings) == (SCHOOL, [])
    assert [(one.name, one.content) for one in delivery.received] == [("vestigingen.csv", duo())]


def test_a_site_gets_its_buurt_where_that_is_known() -> None:
    first, second = schools(read(duo(), **{"08EM00": "BU03080003"}))
    assert (first["vestiging"], first["buurt"]) == ("08EM00", "BU03080003")
    assert (second["vestiging"], second["buurt"]) == ("14RC01", "")


def test_a_site_of_two_digits_stands_behind_its_school() -> None:
    delivery = read(duo("Utrecht;08EM;02;Vosseveld;3741 AA;BAARN;0308; "))
    assert schools(delivery)[0]["vestiging"] == "08EM02"


@pytest.mark.parametrize(
    "line",
    [
        "Utrecht;08EM; ;Vosseveld;3741 AA;BAARN;0308; ",
        "Utrecht;08EM;08EM00;Vosseveld;3741 AA;BAARN; ; ",
        "Utrecht;08EM;08EM00;Vosseveld;3741 AA;BAARN;BAARN; ",
        "Utrecht;08EM;08EM00",
    ],
    ids=["no site", "no gemeente", "no number", "short line"],
)
def test_a_row_without_a_site_or_a_gemeente_is_refused_and_told(line: str) -> None:
    delivery = read(duo(SCHOOLS[0], line))
    told = "1 rij van vestigingen.csv heeft geen vestigingscode of gemeentenummer en is niet geladen."
    assert messages(delivery) == [told]
    assert (delivery.rows_in, delivery.rows_accepted, delivery.rows_refused) == (2, 1, 1)


def test_more_refused_rows_are_told_in_the_plural() -> None:
    [told] = messages(read(duo(SCHOOLS[0], "Utrecht;;;A;;;;", "Utrecht;;;B;;;;")))
    assert told.startswith("2 rijen van vestigingen.csv hebben")


def test_files_of_both_sectors_make_one_register() -> None:
    both = {"bo.csv": (duo(SCHOOLS[0]), "po"), "vo.csv": (duo(SCHOOLS[1]), "vo")}
    delivery = read_schools(both, "2021")
    assert [school["sector"] for school in schools(delivery)] == ["po", "vo"]
    assert delivery.table_id == "bo.csv, vo.csv"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (b"", "de kolom VESTIGINGSCODE ontbreekt"),
        (duo().replace(b"VESTIGINGSCODE", b"BRIN"), "de kolom VESTIGINGSCODE ontbreekt"),
        (duo().partition(b"\r\n")[2], "de kolom VESTIGINGSCODE ontbreekt"),
        (duo().replace(b"GEMEENTENUMMER", b"GEMEENTE"), "de kolom GEMEENTENUMMER ontbreekt"),
        (HEADER.encode(), "er staat geen enkele vestiging in"),
        (duo("Utrecht;08EM;;Vosseveld;3741 AA;BAARN;0308; "), "er staat geen enkele vestiging in"),
        (b"PK\x03\x04\x81\x8d\x8f\x90\x9d", "het is niet als tabel te lezen"),
        (duo('Utrecht;08EM;08EM00;"Vosseveld;3741 AA;BAARN;0308; '), "het is niet als tabel te lezen"),
    ],
    ids=["empty", "other column", "no header", "no gemeente", "only header", "no site", "xlsx", "open quote"],
)
def test_a_file_of_another_kind_is_refused(content: bytes, why: str) -> None:
    with pytest.raises(Refusal) as caught:
        read(content)
    assert f"Het bestand vestigingen.csv is geen lijst van schoolvestigingen van DUO: {why}." in str(caught.value)
    assert "Download het bestand opnieuw bij DUO" in str(caught.value)


def test_the_example_has_its_schools_in_its_own_buurten() -> None:
    delivery = read_folder(FOLDER)
    assert {school["region"] for school in schools(delivery)} == {"GM9901"}
    assert {school["sector"] for school in schools(delivery)} == {"po", "vo"}
    assert all(school["buurt"].startswith("BU9901") for school in schools(delivery))
