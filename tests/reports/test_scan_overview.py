"""The overview of all scans, opened again: per bestuur, what may be shared, own words only where they are chosen."""

import io
from dataclasses import replace
from datetime import UTC, datetime

import docx
import pytest

from model.catalogue import Domain
from model.choices import Audience
from model.reading import Reading
from model.scan import Choice, DomainCount, Scan, Sector, Sharing, Wish, WishKind
from model.status import Status
from reports import scan_overview
from reports.scan_overview import Sent

AT = datetime(2021, 10, 14, 9, tzinfo=UTC)
SCAN = Scan(
    "PCBO De Waard",
    "Regenboog",
    sector=Sector.PRIMARY,
    school_year="2021/2022",
    conclusions="Lezen bleef achter.",
    goals="Iedereen leest.",
    approach="Elke dag lezen.",
    choices=(Choice("zomerschool", "Twee weken."), Choice("Klimmen & <b>klauteren", "Buiten.")),
    wishes=(Wish("Hulp bij huiswerk", WishKind.LINKED, (1,)), Wish("Zwembad", WishKind.OTHER)),
    remarks="Graag bellen.",
    domains=(DomainCount(Domain.COGNITIVE, None, Reading(Status.KNOWN, 3)),),
    sharing=Sharing.LEA_NAMED,
)
NAMED = Sent(SCAN, "CBS De Regenboog", ("A3", ""))
UNNAMED = [
    Sent(replace(SCAN, board="Lucas", sharing=Sharing.LEA_ANONYMOUS), f"Geheime school {n}", ("A3", ""))
    for n in range(3)
]
OWN = Sent(replace(SCAN, board="Openbaar", sharing=Sharing.MUNICIPALITY), "OBS Alleen Gemeente", ("C1", ""))
WRITTEN = ("Lezen bleef achter.", "Iedereen leest.", "Elke dag lezen.", "Twee weken.", "Hulp bij huiswerk", "Zwembad")


def written(*sent: Sent, audience: Audience = Audience.MUNICIPALITY, with_texts: bool = True) -> bytes:
    return scan_overview.write(sent, "GM9901", "Lindewaard", AT, audience, with_texts)


def texts(content: bytes) -> str:
    document = docx.Document(io.BytesIO(content))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(one.text for one in document.paragraphs), *cells])


def headings(content: bytes, level: int) -> list[str]:
    document = docx.Document(io.BytesIO(content))
    return [one.text for one in document.paragraphs if one.style and one.style.name == f"Heading {level}"]


def test_it_goes_by_bestuur_and_school_in_the_parts_of_the_form() -> None:
    made = written(NAMED, OWN)
    assert headings(made, 1) == ["Wat scholen kiezen", "Openbaar", "PCBO De Waard"]
    assert headings(made, 2) == ["OBS Alleen Gemeente", "CBS De Regenboog"]
    text = texts(made)
    for label in ("Conclusies:", "Doelstellingen:", "Aanpak:", "Keuzes van de menukaart:", "Opmerkingen:"):
        assert label in text
    assert "A3 Zomer- of lentescholen: Twee weken." in text
    assert "niet herkend op de menukaart: Klimmen & <b>klauteren – Buiten." in text
    assert "1 van 2" in text and "Verzonnen voorbeeld" in text


def test_own_words_of_schools_are_in_it_only_when_they_are_chosen() -> None:
    assert all(one in texts(written(NAMED)) for one in WRITTEN)
    without = texts(written(NAMED, with_texts=False))
    assert not any(one in without for one in (*WRITTEN, "klauteren", "Graag bellen."))
    assert "A3 Zomer- of lentescholen" in without
    assert "gekoppeld aan de keuzes: 1 wens." in without


@pytest.mark.parametrize("with_texts", [True, False])
def test_the_lea_sees_only_what_is_shared_with_a_name_and_others_as_a_number_from_three_on(with_texts: bool) -> None:
    text = texts(written(NAMED, OWN, *UNNAMED, audience=Audience.LEA, with_texts=with_texts))
    assert "CBS De Regenboog" in text
    assert "Geheime school" not in text and "Lucas" not in text
    assert "Alleen Gemeente" not in text and "Openbaar" not in text
    assert "Nog 3 scholen delen hun schoolscan zonder hun naam" in text
    assert "zonder hun naam" not in texts(written(NAMED, *UNNAMED[:2], audience=Audience.LEA))


def test_how_many_pupils_have_a_delay_is_never_in_it() -> None:
    assert "vertraging" not in texts(written(NAMED)).casefold()


def test_without_a_scan_it_says_so() -> None:
    assert "Er is nog geen schoolscan." in texts(written())
    assert "met de naam van de school gedeeld" in texts(written(OWN, audience=Audience.LEA))


def test_it_is_the_same_byte_for_byte() -> None:
    assert written(NAMED, OWN) == written(NAMED, OWN)
