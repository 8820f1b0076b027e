"""Where schools stand: asked of the Locatieserver over real HTTP, or read from a list."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from loaders.places import Place, Places, address_key, locate, read_locations
from loaders.schools import place, read_schools
from loaders.tabular import read_file
from model.catalogue import current
from model.delivery import SCHOOL
from model.findings import Refusal
from model.text_file import TextFile
from settings import Settings
from tests.standins.locatieserver import Address, FaultKind, LocatieserverStandIn

PDOK = current().sources["locatieserver"]
DALWEG = Address("Dalweg", "11", "3741AT", "Baarn", "BU03080003", 5.29, 52.21)
OUDE_WERF = [
    Address("De Oude Werf", "5-A", "3741CS", "Baarn", "BU03080004", 5.281, 52.211),
    Address("De Oude Werf", "5-B", "3741CS", "Baarn", "BU03080005", 5.282, 52.212),
]
NEIGHBOUR = Address("Dalweg", "13", "3741AT", "Baarn", "BU03080009", 5.3, 52.3)
ELSEWHERE = Address("Kerkstraat", "11", "9999XX", "Elders", "BU99990000", 6.0, 53.0)


def schools(*addresses: tuple[str, str]) -> pa.Table:
    rows = [
        {"vestiging": f"08EM0{number}", "name": f"School {number}", "postcode": postcode, "house_number": house}
        for number, (postcode, house) in enumerate(addresses)
    ]
    return pa.Table.from_pylist(rows, schema=SCHOOL)


@pytest.fixture
def server() -> Iterator[LocatieserverStandIn]:
    with LocatieserverStandIn([ELSEWHERE, NEIGHBOUR, DALWEG, *OUDE_WERF]) as stand_in:
        yield stand_in


def ask(server: LocatieserverStandIn, table: pa.Table, known: Any = None, **changes: Any) -> Places:
    quick = Settings(addresses={PDOK.address: server.address}, request_timeout_s=5, request_attempts=2, retry_wait_s=0)
    return locate(table, PDOK, replace(quick, **changes), known=known, interval_s=0)


def messages(places: Places) -> list[str]:
    return [finding.message for finding in places.findings]


class TestAsking:
    def test_an_address_gives_a_point_and_a_buurt(self, server: LocatieserverStandIn) -> None:
        found = ask(server, schools(("3741 AT", "11")))
        assert found.of_site == {"08EM00": Place(5.29, 52.21, "BU03080003")}
        assert found.findings == []

    def test_the_letter_behind_the_number_chooses_among_neighbours(self, server: LocatieserverStandIn) -> None:
        found = ask(server, schools(("3741 CS", "5-A"), ("3741 CS", "5b")))
        assert [place.buurt for place in found.of_site.values()] == ["BU03080004", "BU03080005"]

    def test_two_hits_in_two_buurten_are_a_doubt_and_no_place(self, server: LocatieserverStandIn) -> None:
        found = ask(server, schools(("3741 CS", "5")))
        assert found.of_site == {} and found.answers == {}
        [told] = messages(found)
        assert "2 plekken in verschillende buurten" in told and "School 0" in told and "staat niet op de kaart" in told

    def test_two_hits_in_one_buurt_are_no_doubt(self) -> None:
        near = [replace(address, buurt="BU03080004") for address in OUDE_WERF]
        with LocatieserverStandIn(near) as server:
            assert ask(server, schools(("3741 CS", "5"))).of_site["08EM00"].buurt == "BU03080004"

    def test_a_hit_with_another_number_or_postcode_does_not_count(self, server: LocatieserverStandIn) -> None:
        found = ask(server, schools(("3741 AT", "12"), ("3743 HZ", "11")))
        assert found.of_site == {}
        assert found.answers == {"3741AT 12": None, "3743HZ 11": None}
        assert all("is niet gevonden. De school telt mee" in told for told in messages(found))

    def test_no_hit_at_all_is_told_and_the_school_stays(self, server: LocatieserverStandIn) -> None:
        server.faults.add(FaultKind.EMPTY_VALUE)
        assert len(messages(ask(server, schools(("3741 AT", "11"))))) == 1

    @pytest.mark.parametrize("address", [("", "11"), ("3741 AT", ""), ("POSTBUS 1", "11"), ("3741 AT", "bij de kerk")])
    def test_half_an_address_is_not_asked(self, server: LocatieserverStandIn, address: tuple[str, str]) -> None:
        assert "geen volledig adres" in messages(ask(server, schools(address)))[0]
        assert server.requests == []

    def test_an_address_is_asked_once_however_many_schools_stand_there(self, server: LocatieserverStandIn) -> None:
        found = ask(server, schools(("3741 AT", "11"), ("3741AT", "11"), ("3741 at", "11")))
        assert len(found.of_site) == 3 and len(server.requests) == 1

    def test_what_is_known_already_is_not_asked_again(self, server: LocatieserverStandIn) -> None:
        first = ask(server, schools(("3741 AT", "11"), ("1111 AA", "1")))
        server.requests.clear()
        again = ask(server, schools(("3741 AT", "11"), ("1111 AA", "1")), known=first.answers)
        assert (server.requests, again.of_site, again.answers) == ([], first.of_site, {})
        assert messages(again) == messages(first)

    def test_requests_are_held_apart(self, server: LocatieserverStandIn, monkeypatch: pytest.MonkeyPatch) -> None:
        waits: list[float] = []
        monkeypatch.setattr("loaders.places.time.sleep", waits.append)
        at = Settings(addresses={PDOK.address: server.address})
        locate(schools(("3741 CS", "5"), ("3741 AT", "11"), ("3741 CS", "5-A"), ("3741 AT", "11")), PDOK, at)
        assert waits == [0.1, 0.1]


class TestBadDays:
    @pytest.mark.parametrize("kind", [FaultKind.ERROR_500, FaultKind.CLOSE_WITHOUT_REPLY, FaultKind.HTML_200])
    def test_a_fault_that_passes_is_tried_again(self, server: LocatieserverStandIn, kind: FaultKind) -> None:
        server.faults.add(kind, times=1)
        assert ask(server, schools(("3741 AT", "11"))).of_site["08EM00"].buurt == "BU03080003"

    def test_an_address_that_cannot_be_asked_costs_no_other_school(self, server: LocatieserverStandIn) -> None:
        server.faults.add(FaultKind.ERROR_500, path="3741AT 11")
        found = ask(server, schools(("3741 AT", "11"), ("3741 CS", "5-A")))
        assert list(found.of_site) == ["08EM01"]
        assert "3741AT 11" not in found.answers, "a failure is no answer"
        assert "De plek van School 0 kon niet worden opgezocht" in messages(found)[0]
        assert "heeft een storing (foutcode 500)" in messages(found)[0]

    def test_a_silent_source_is_given_up_in_time(self, server: LocatieserverStandIn) -> None:
        server.faults.add(FaultKind.SLOW, seconds=30)
        found = ask(server, schools(("3741 AT", "11")), request_timeout_s=0.2, request_attempts=1)
        assert "gaf binnen 0.2 seconden geen antwoord" in messages(found)[0]

    def test_after_three_failures_in_a_row_the_rest_is_not_asked(self, server: LocatieserverStandIn) -> None:
        server.faults.add(FaultKind.ERROR_500)
        many = [("3741 AT", str(number)) for number in range(1, 10)]
        found = ask(server, schools(*many), request_attempts=1)
        assert len(server.requests) == 3
        assert "daarom zijn 6 scholen niet opgezocht" in messages(found)[-1]

    def test_failures_that_are_not_in_a_row_stop_nothing(self, server: LocatieserverStandIn) -> None:
        for number in (1, 2, 4, 5):
            server.faults.add(FaultKind.ERROR_500, path=f"3741AT {number}&")
        found = ask(server, schools(*(("3741 AT", str(number)) for number in range(1, 8))), request_attempts=1)
        assert len(server.requests) == 7 and len(found.answers) == 3

    @pytest.mark.parametrize("point", ["POINT(5.29)", "", "5.29 52.21"])
    def test_a_hit_without_a_point_is_a_strange_answer(self, point: str) -> None:
        class Odd(Address):
            @property
            def document(self) -> dict[str, str | int | float]:
                return super().document | {"centroide_ll": point}

        with LocatieserverStandIn([Odd(*vars(DALWEG).values())]) as server:
            assert "een antwoord dat niet te lezen is" in messages(ask(server, schools(("3741 AT", "11"))))[0]


def listing(*lines: str) -> TextFile:
    return read_file("\n".join(lines).encode(), "plekken.csv")


class TestLists:
    def test_degrees_and_a_buurt_are_taken_as_they_stand(self) -> None:
        found = read_locations(listing("vestigingscode;buurtcode;lon;lat", "99AA00;BU99010001;5.590381;52,201491"))
        assert found.of_site == {"99AA00": Place(5.590381, 52.201491, "BU99010001")}

    def test_dutch_coordinates_become_degrees(self) -> None:
        # The tower of Amersfoort, the origin of the Dutch grid: 155,000 463,000 is 5.38721 E, 52.15517 N.
        [found] = read_locations(listing("VESTIGINGSCODE;X;Y", "99AA00;155000;463000")).of_site.values()
        assert [found.lon, found.lat] == pytest.approx([5.38721, 52.15517], abs=1e-4)

    def test_a_buurt_alone_is_enough(self) -> None:
        assert read_locations(listing("vestigingscode;buurtcode", "99AA00;bu99010001")).of_site == {
            "99AA00": Place(buurt="BU99010001")
        }

    @pytest.mark.parametrize(
        "row",
        ["99AA00;;52.2;5.6", "99AA00;;5.6;", "99AA00;;vijf;52", "99AA00;;;", ";BU99010001;;", "99AA00;WK990100;;"],
        ids=["turned round", "half", "words", "nothing", "no site", "a wijk"],
    )
    def test_a_row_that_is_no_place_is_told_with_its_number(self, row: str) -> None:
        found = read_locations(listing("vestigingscode;buurtcode;lon;lat", "99AB00;BU99010002;;", row))
        assert list(found.of_site) == ["99AB00"]
        assert [finding.row for finding in found.findings] == [3]

    @pytest.mark.parametrize(
        ("lines", "why"),
        [
            (["naam;lon;lat", "School;5.6;52.2"], "er is geen kolom vestigingscode"),
            (["vestigingscode;naam", "99AA00;School"], "er zijn geen kolommen met coördinaten of buurtcodes"),
            (["vestigingscode;lon;lat", "99AA00;0;0"], "geen enkele regel heeft een vestigingscode en een plek"),
        ],
    )
    def test_a_list_that_says_nothing_of_places_is_refused(self, lines: list[str], why: str) -> None:
        with pytest.raises(Refusal, match=why):
            read_locations(listing(*lines))

    @given(st.text(), st.text(), st.text())
    def test_any_cells_give_a_place_or_a_finding(self, site: str, lon: str, lat: str) -> None:
        file = TextFile("x", "csv", ())
        lines = listing("vestigingscode;lon;lat", "99AA00;5.6;52.2", "99AB00;5.6;52.2").sheets[0]
        cells = replace(lines.lines[2], cells=(site, lon, lat))
        sheet = replace(lines, lines=(*lines.lines[:2], cells))
        found = read_locations(replace(file, sheets=(sheet,)))
        assert len(found.findings) + len(found.of_site) >= 1


def test_places_are_written_beside_their_schools() -> None:
    content = b"VESTIGINGSCODE;VESTIGINGSNAAM;PLAATSNAAM;GEMEENTENUMMER\r\n08EM00;A;B;0308\r\n08EM01;C;B;0308\r\n"
    places = read_locations(listing("vestigingscode;buurtcode;lon;lat", "08EM01;BU03080003;5.29;52.21", "x;y"))
    register = place(read_schools({"bo.csv": (content, "po")}, "2021"), places)
    first, second = register.schools.to_pylist()
    assert (first["buurt"], first["lon"]) == ("", None)
    assert (second["buurt"], second["lon"], second["lat"]) == ("BU03080003", 5.29, 52.21)
    assert register.findings == places.findings
    again = place(register, Places({"08EM01": Place(5.3, 52.3)}))
    assert again.schools.to_pylist()[1]["buurt"] == "BU03080003", "what is not known now stays as it was"


@given(st.text(), st.text())
def test_an_address_is_asked_in_one_spelling_or_not_at_all(postcode: str, number: str) -> None:
    key = address_key(postcode, number)
    assert key == "" or address_key(*key.split(" ", 1)) == key
