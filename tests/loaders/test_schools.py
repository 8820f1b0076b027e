"""DUO's lists of school sites, in the layout and the encodings that DUO uses."""

from collections import Counter
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.example import FOLDER
from loaders.schools import (
    PRIMARY_FILE,
    SECONDARY_FILE,
    SPECIAL_FILE,
    fetch_schools,
    read_folder,
    read_schools,
    sector_of,
    sectors_in,
)
from loaders.tabular import read_file
from model.catalogue import current
from model.delivery import SCHOOL, Delivery
from model.findings import Refusal
from settings import Settings
from tests.standins.duo import DuoStandIn, FaultKind

HEADER = "PROVINCIE;INSTELLINGSCODE;VESTIGINGSCODE;VESTIGINGSNAAM;POSTCODE;PLAATSNAAM;GEMEENTENUMMER;INTERNETADRES"
SCHOOLS = [
    "Utrecht;08EM;08EM00;Basisschool ‘t Vosseveld’;3741 AA;BAARN;0308;www.voorbeeld.nl",
    "Zuid-Holland;14RC;14RC01;Ichthus;2512 AA;'S-GRAVENHAGE;0518; ",
]


def duo_file(*lines: str, encoding: str = "cp1252") -> bytes:
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
    first, second = schools(read(duo_file(encoding=encoding)))
    assert first["name"] == "Basisschool ‘t Vosseveld’"
    assert second["place"] == "'S-GRAVENHAGE"


def test_the_marks_of_windows_1252_are_the_bytes_0x91_and_0x92() -> None:
    content = duo_file()
    assert b"\x91t Vosseveld\x92" in content
    assert schools(read(content))[0]["name"] == "Basisschool ‘t Vosseveld’"


def test_a_gemeente_keeps_its_leading_zero() -> None:
    assert [school["region"] for school in schools(read(duo_file()))] == ["GM0308", "GM0518"]
    bare = duo_file("Utrecht;08EM;08EM00;Vosseveld;3741 AA;BAARN;308; ")
    assert schools(read(bare))[0]["region"] == "GM0308"


def test_a_delivery_says_what_it_is() -> None:
    delivery = read(duo_file())
    assert (delivery.source, delivery.period, delivery.title) == ("scholen", "2021", "Alle schoolvestigingen")
    assert (delivery.rows_in, delivery.rows_accepted, delivery.rows_refused) == (2, 2, 0)
    assert (delivery.schools.schema, delivery.findings) == (SCHOOL, [])
    assert [(one.name, one.content) for one in delivery.received] == [("vestigingen.csv", duo_file())]


def test_a_site_gets_its_buurt_where_that_is_known() -> None:
    first, second = schools(read(duo_file(), **{"08EM00": "BU03080003"}))
    assert (first["vestiging"], first["buurt"]) == ("08EM00", "BU03080003")
    assert (second["vestiging"], second["buurt"]) == ("14RC01", "")


def test_a_site_of_two_digits_stands_behind_its_school() -> None:
    delivery = read(duo_file("Utrecht;08EM;02;Vosseveld;3741 AA;BAARN;0308; "))
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
    delivery = read(duo_file(SCHOOLS[0], line))
    told = "1 rij van vestigingen.csv heeft geen vestigingscode of gemeentenummer en is niet geladen."
    assert messages(delivery) == [told]
    assert (delivery.rows_in, delivery.rows_accepted, delivery.rows_refused) == (2, 1, 1)


def test_more_refused_rows_are_told_in_the_plural() -> None:
    [told] = messages(read(duo_file(SCHOOLS[0], "Utrecht;;;A;;;;", "Utrecht;;;B;;;;")))
    assert told.startswith("2 rijen van vestigingen.csv hebben")


def test_files_of_both_sectors_make_one_register() -> None:
    both = {"bo.csv": (duo_file(SCHOOLS[0]), "po"), "vo.csv": (duo_file(SCHOOLS[1]), "vo")}
    delivery = read_schools(both, "2021")
    assert [school["sector"] for school in schools(delivery)] == ["po", "vo"]
    assert delivery.table_id == "bo.csv, vo.csv"


@pytest.mark.parametrize(
    ("content", "why"),
    [
        (duo_file().replace(b"VESTIGINGSCODE", b"BRIN"), "de kolom VESTIGINGSCODE ontbreekt"),
        (duo_file().partition(b"\r\n")[2], "de kolom VESTIGINGSCODE ontbreekt"),
        (duo_file().replace(b"GEMEENTENUMMER", b"GEMEENTE"), "de kolom GEMEENTENUMMER ontbreekt"),
        (HEADER.encode(), "er staat geen enkele vestiging in"),
        (duo_file("Utrecht;08EM;;Vosseveld;3741 AA;BAARN;0308; "), "er staat geen enkele vestiging in"),
    ],
    ids=["other column", "no header", "no gemeente", "only header", "no site"],
)
def test_a_file_of_another_kind_is_refused(content: bytes, why: str) -> None:
    with pytest.raises(Refusal) as caught:
        read(content)
    assert f"Het bestand vestigingen.csv is geen lijst van schoolvestigingen van DUO: {why}." in str(caught.value)
    assert "Download het bestand opnieuw bij DUO" in str(caught.value)


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "is leeg"),
        (b"PK\x03\x04\x81\x8d\x8f\x90\x9d", "is beschadigd"),
        (
            duo_file('Utrecht;08EM;08EM00;"Vosseveld;3741 AA;BAARN;0308; '),
            "een aanhalingsteken dat niet wordt gesloten",
        ),
    ],
    ids=["empty", "half a workbook", "open quote"],
)
def test_a_file_that_cannot_be_read_is_refused_with_what_is_wrong(content: bytes, told: str) -> None:
    with pytest.raises(Refusal, match=told):
        read(content)


def test_the_example_has_its_schools_in_its_own_buurten() -> None:
    delivery = read_folder(FOLDER)
    assert {school["region"] for school in schools(delivery)} == {"GM9901"}
    assert Counter(school["sector"] for school in schools(delivery)) == {"po": 33, "vo": 9, "sbo": 2, "(v)so": 1}
    assert all(school["buurt"].startswith("BU9901") and school["lon"] for school in schools(delivery))


FULL = (
    "PROVINCIE;BEVOEGD GEZAG NUMMER;INSTELLINGSCODE;VESTIGINGSCODE;VESTIGINGSNAAM;STRAATNAAM;HUISNUMMER-TOEVOEGING;"
    "POSTCODE;PLAATSNAAM;GEMEENTENUMMER;GEMEENTENAAM;DENOMINATIE;TELEFOONNUMMER;ONDERWIJSSTRUCTUUR"
)
LYCEUM = "Utrecht;41242;17WX;17WX00;Het Lyceum;Dalweg;5-A;3741 CS;BAARN;0308;BAARN;Rooms-Katholiek; ;HAVO/VWO"


def of(header: str, *lines: str) -> bytes:
    return "\r\n".join([header, *lines, ""]).encode("cp1252")


def test_a_school_keeps_its_board_address_denomination_and_structure() -> None:
    [school] = schools(read_schools({"vo.csv": (of(FULL, LYCEUM), "vo")}, "2021"))
    assert school == {
        "period": "2021", "vestiging": "17WX00", "name": "Het Lyceum", "sector": "vo", "place": "BAARN",
        "region": "GM0308", "buurt": "", "board": "41242", "street": "Dalweg", "house_number": "5-A",
        "postcode": "3741 CS", "denomination": "Rooms-Katholiek", "structure": "HAVO/VWO", "lon": None, "lat": None,
    }  # fmt: skip


@pytest.mark.parametrize(
    ("header", "cells", "site"),
    [
        ("INSTELLINGSCODE;VESTIGINGSCODE", "08EM;08EM01", "08EM01"),
        ("INSTELLINGSCODE;VESTIGINGSCODE", "08EM;01", "08EM01"),
        ("INSTELLINGSCODE;VESTIGINGSCODE", "08EM;1", "08EM01"),
        ("BRIN NUMMER;VESTIGINGSNUMMER", "08em;0", "08EM00"),
        ("BRIN_NUMMER;VESTIGINGSNUMMER", "08EM;08EM01", "08EM01"),
        ("instellingscode;Vestigingscode", "08EM;01", "08EM01"),
    ],
)
def test_a_site_is_found_in_every_spelling(header: str, cells: str, site: str) -> None:
    content = of(f"{header};VESTIGINGSNAAM;PLAATSNAAM;GEMEENTENUMMER", f"{cells};A;B;308")
    assert schools(read_schools({"oud.csv": (content, "po")}, "2012"))[0]["vestiging"] == site


class TestChosenGemeenten:
    def test_only_their_schools_are_taken_and_counted(self) -> None:
        delivery = read_schools({"bo.csv": (duo_file(), "po")}, "2021", regions={"GM0308"})
        assert [school["region"] for school in schools(delivery)] == ["GM0308"]
        assert (delivery.rows_in, delivery.rows_accepted, delivery.rows_refused) == (1, 1, 0)

    def test_a_row_of_nobody_knows_which_gemeente_is_refused_and_not_hidden(self) -> None:
        content = duo_file(*SCHOOLS, "Utrecht;08EM;08EM01;Zonder;3741 AA;BAARN; ; ")
        delivery = read_schools({"bo.csv": (content, "po")}, "2021", regions={"GM0308"})
        assert (delivery.rows_in, delivery.rows_accepted, delivery.rows_refused) == (2, 1, 1)

    def test_a_list_without_one_of_them_is_refused_in_words(self) -> None:
        with pytest.raises(Refusal, match="staat geen enkele school van GM0344") as caught:
            read_schools({"bo.csv": (duo_file(), "po")}, "2021", regions={"GM0344"})
        assert "Controleer of u het bestand van heel Nederland hebt" in str(caught.value)


@given(st.binary(max_size=60))
def test_any_bytes_under_a_header_give_schools_or_a_refusal(content: bytes) -> None:
    try:
        delivery = read(HEADER.encode() + b"\r\n" + content)
    except Refusal as refusal:
        assert str(refusal).endswith(".")
    else:
        assert delivery.rows_in == delivery.rows_accepted + delivery.rows_refused


class TestSectors:
    @pytest.mark.parametrize(
        ("word", "sector"),
        [("Bo", "po"), ("Sbo", "sbo"), ("So", "(v)so"), ("Vso", "(v)so"), ("SO/VSO", "(v)so"), ("(V)SO", "(v)so"),
         ("vo", "vo"), ("voorschools", "voorschools"), ("mbo", ""), ("", "")],
    )  # fmt: skip
    def test_duos_word_becomes_a_sector(self, word: str, sector: str) -> None:
        assert sector_of(word) == sector

    def test_the_row_goes_before_the_counts_and_those_before_the_file(self) -> None:
        header = "VESTIGINGSCODE;VESTIGINGSNAAM;PLAATSNAAM;GEMEENTENUMMER;SOORT_PO"
        content = of(header, "08EM00;SBO De Naam;B;0308;Bo", "08EM01;A;B;0308; ", "08EM02;A;B;0308; ")
        found = read_schools({"x.csv": (content, "vo")}, "2021", sectors={"08EM00": "sbo", "08EM01": "(v)so"})
        assert [school["sector"] for school in schools(found)] == ["po", "(v)so", "vo"]

    def test_a_name_never_makes_a_school_special(self) -> None:
        content = duo_file("Utrecht;08EM;08EM00;SBO De Ravelijn;3741 AA;BAARN;0308; ")
        assert schools(read_schools({"bo.csv": (content, "po")}, "2021"))[0]["sector"] == "po"

    def test_a_list_with_structures_is_of_secondary_schools(self) -> None:
        assert schools(read_schools({"x.csv": (of(FULL, LYCEUM), "")}, "2021"))[0]["sector"] == "vo"

    def test_a_school_of_unknown_kind_is_kept_and_told(self) -> None:
        delivery = read_schools({"x.csv": (duo_file(SCHOOLS[0]), "")}, "2021")
        assert schools(delivery)[0]["sector"] == ""
        assert "Van 1 school is niet bekend of het po, sbo, vo of (v)so is" in messages(delivery)[0]

    def test_the_counts_of_pupils_tell_the_kind_of_each_site(self) -> None:
        text = of(
            "INSTELLINGSCODE;VESTIGINGSCODE;GEMEENTENUMMER;SOORT_PO",
            "08EM;00;308;Bo", "08EM;01;308;Sbo", "08EM;02;308;So", "08EM;02;308;Vso", "08EM;03;308;Bo",
            "08EM;03;308;So",
        )  # fmt: skip
        assert sectors_in(read_file(text, "01.csv")) == {"08EM00": "po", "08EM01": "sbo", "08EM02": "(v)so"}


def test_a_site_that_stands_there_twice_is_kept_once_and_told() -> None:
    files = {"bo.csv": (duo_file(SCHOOLS[0]), "po"), "so.csv": (duo_file(SCHOOLS[0], SCHOOLS[1]), "(v)so")}
    delivery = read_schools(files, "2021")
    assert [school["sector"] for school in schools(delivery)] == ["po", "(v)so"]
    assert (delivery.rows_in, delivery.rows_accepted, delivery.rows_refused) == (3, 2, 1)
    assert "1 vestiging staat meer dan één keer in de lijsten" in messages(delivery)[0]


class TestFetching:
    @pytest.fixture
    def server(self) -> Iterator[DuoStandIn]:
        special = of(
            "INSTELLINGSCODE;VESTIGINGSCODE;VESTIGINGSNAAM;PLAATSNAAM;GEMEENTENUMMER;SOORT_PO",
            "09ZZ;00;De Kans;B;308;Sbo",
        )
        with DuoStandIn(
            {PRIMARY_FILE: duo_file(), SECONDARY_FILE: of(FULL, LYCEUM), SPECIAL_FILE: special}
        ) as standing:
            yield standing

    def fetch(self, server: DuoStandIn) -> Delivery:
        source = current().sources["scholen"]
        at = Settings(
            addresses={source.address: server.address}, request_timeout_s=5, request_attempts=2, retry_wait_s=0
        )
        return fetch_schools("2026", {"GM0308"}, source, at)

    def test_the_three_lists_of_duo_make_one_register(self, server: DuoStandIn) -> None:
        delivery = self.fetch(server)
        assert {school["vestiging"]: school["sector"] for school in schools(delivery)} == {
            "08EM00": "po", "17WX00": "vo", "09ZZ00": "sbo",
        }  # fmt: skip
        assert (delivery.findings, delivery.rows_in) == ([], 3)
        assert server.requests[0] == "/open_onderwijsdata/images/02.-alle-schoolvestigingen-basisonderwijs.csv"
        assert [one.name for one in delivery.received] == [PRIMARY_FILE, SECONDARY_FILE, SPECIAL_FILE]

    def test_without_special_education_the_others_are_kept(self, server: DuoStandIn) -> None:
        del server.files[SPECIAL_FILE]
        delivery = self.fetch(server)
        assert delivery.rows_accepted == 2
        assert "speciaal (basis)onderwijs zijn niet geladen; de andere scholen wel" in messages(delivery)[0]

    def test_a_list_of_special_education_in_another_layout_costs_the_others_nothing(self, server: DuoStandIn) -> None:
        server.files[SPECIAL_FILE] = b"Naam;Plaats\r\nDe Kans;B\r\n"
        assert "de kolom VESTIGINGSCODE ontbreekt" in messages(self.fetch(server))[0]

    @pytest.mark.parametrize(
        ("kind", "told"),
        [
            (FaultKind.ERROR_500, "heeft een storing (foutcode 500)"),
            (FaultKind.NOT_FOUND, "weigerde de vraag (foutcode 404"),
            (FaultKind.HTML_200, "een webpagina in plaats van gegevens"),
            (FaultKind.EMPTY_VALUE, "een antwoord dat niet te lezen is"),
            (FaultKind.CUT_MID_BODY, "viel steeds weg"),
            (FaultKind.CLOSE_WITHOUT_REPLY, "viel steeds weg"),
        ],
    )
    def test_a_fault_that_stays_is_told_in_dutch(self, server: DuoStandIn, kind: FaultKind, told: str) -> None:
        server.faults.add(kind, path="basisonderwijs")
        with pytest.raises(Refusal) as caught:
            self.fetch(server)
        assert told in str(caught.value)

    def test_a_fault_that_passes_is_tried_again(self, server: DuoStandIn) -> None:
        server.faults.add(FaultKind.RESET_MID_BODY, path="basisonderwijs", times=1)
        assert self.fetch(server).rows_accepted == 3
