"""What is said of a measure of the municipality and of a file with them: plain Dutch, with what to do now."""

from collections.abc import Sequence
from datetime import date, datetime

from model import dutch
from model.findings import Finding, FindingLevel
from model.scan_findings import Spot

_SHOWN = 5
_LONGEST_FOUND = 120


def no_name(at: Spot) -> Finding:
    """A measure that is called nothing."""
    return _refused(at, "Deze maatregel heeft geen naam. Geef hem een naam waaraan de LEA hem herkent.")


def no_text(at: Spot) -> Finding:
    """A decision or action that says nothing."""
    return _refused(at, "Deze afspraak is leeg. Schrijf op wat er is besloten of wie wat doet.")


def unknown_measure(at: Spot) -> Finding:
    """A decision or action about a measure that is not in the register."""
    return _warning(
        at, "De maatregel waar deze afspraak over gaat, staat niet meer in het register. De afspraak blijft."
    )


def too_long(at: Spot, length: int, most: int) -> Finding:
    """A text longer than can be shown."""
    return _refused(
        at,
        f"'{at.column}' is te lang: {dutch.number(length)} tekens, en er is plaats voor {dutch.number(most)}. "
        "Kort de tekst in.",
    )


def too_many(at: Spot, count: int, most: int) -> Finding:
    """A list longer than any measure has."""
    return _refused(
        at, f"'{at.column}' heeft {dutch.number(count)} onderdelen; het mogen er hoogstens {dutch.number(most)} zijn."
    )


def separator_in_word(at: Spot, word: str) -> Finding:
    """A word of a list with the sign that separates the words of a list."""
    return _refused(at, f"In '{at.column}' staat een puntkomma of regeleinde binnen een woord. Haal die weg.", word)


def ends_before_it_begins(at: Spot, start: date, end: date) -> Finding:
    """A measure of which the end lies before the beginning."""
    return _refused(
        at,
        f"Deze maatregel eindigt ({dutch.day(end)}) voordat hij begint ({dutch.day(start)}). Pas een van beide aan.",
    )


def unlikely_year(at: Spot, day: date, first: int, last: int) -> Finding:
    """A date of another time, as a spreadsheet makes of a number."""
    return _refused(
        at, f"'{at.column}' valt in het jaar {day.year}. Vul een datum tussen {first} en {last} in.", f"{day:%d-%m-%Y}"
    )


def negative(at: Spot, found: str) -> Finding:
    """Fewer than none."""
    return _refused(at, f"'{at.column}' is kleiner dan nul. Vul nul of meer in, of laat het leeg.", found)


def too_large(at: Spot, found: str, most: str) -> Finding:
    """A number beyond all measure."""
    return _refused(at, f"'{at.column}' is meer dan {most}. Kijk na of er een cijfer te veel staat.", found)


def stream_twice(at: Spot) -> Finding:
    """One pot with two amounts."""
    return _refused(at, f"'{at.column}' staat er twee keer. Tel de bedragen uit deze pot bij elkaar op.")


def reached_more(at: Spot, reached: int, intended: int) -> Finding:
    """More children reached than was intended, which may well be so."""
    return _warning(
        at,
        f"Er zijn meer kinderen bereikt ({dutch.number(reached)}) dan bedoeld ({dutch.number(intended)}). "
        "Klopt dat, dan hoeft u niets te doen.",
    )


def unknown_wijk(at: Spot, code: str, name: str) -> Finding:
    """A wijk that is not among those of now."""
    called = f"{name} ({code})" if name else code
    return _warning(
        at,
        f"Wijk {called} staat niet in de indeling van nu; misschien zijn de wijkgrenzen veranderd. De wijk blijft bij "
        "de maatregel staan, maar telt op de kaart nergens mee. Kies de wijk die ervoor in de plaats kwam.",
        code,
    )


def withdrawn_school(at: Spot, code: str, name: str) -> Finding:
    """A school that is not in the register of now."""
    called = f"{name} ({code})" if name else code
    return _warning(
        at,
        f"School {called} staat niet in het register van nu; misschien is zij gesloten of samengegaan. Zij blijft bij "
        "de maatregel staan. Kies zo nodig de school die ervoor in de plaats kwam.",
        code,
    )


def unknown_intervention(at: Spot, code: str) -> Finding:
    """A code that the menukaart does not have."""
    return _warning(at, f"'{code}' is geen keuze van de menukaart. Kies er een uit de lijst, of laat hem weg.", code)


def unknown_wish(at: Spot, key: str) -> Finding:
    """A wish that is in no scan that counts."""
    return _warning(
        at,
        "Een wens die bij deze maatregel staat, komt in de scans van nu niet voor; de school stuurde misschien een "
        "nieuwe scan. De verwijzing blijft staan. Kijk op de pagina Wensen welke wens het nu is.",
        key,
    )


def same_name(at: Spot, name: str) -> Finding:
    """Another measure that is called the same."""
    return _warning(
        at, f"Er is al een maatregel met de naam '{name}'. Is het een andere, geef hem dan een eigen naam.", name
    )


def not_measures(at: Spot) -> Finding:
    """A file without a table of measures."""
    return _refused(
        at,
        "In dit bestand is geen tabel met maatregelen gevonden. Er is niets overgenomen. Download op de pagina "
        "Maatregelen het Excel-bestand, vul dat aan en kies het hier.",
        expected="een tabel met de kolommen Naam, Doel, Begin, Einde, Status, ...",
    )


def unknown_columns(at: Spot, names: Sequence[str]) -> Finding:
    """Columns that mean nothing here."""
    shown = dutch.listing([f"'{name[:_LONGEST_FOUND]}'" for name in names[:_SHOWN]])
    more = f" en {len(names) - _SHOWN} andere" if len(names) > _SHOWN else ""
    return Finding(
        FindingLevel.REMARK,
        f"Niet herkend en dus niet gelezen: {shown}{more}. Stond daar iets in dat mee moet, geef de kolom dan de naam "
        "die op het blad Toelichting staat.",
        at.file,
        at.sheet,
        at.row,
    )


def unreadable(at: Spot, found: str, expected: str, example: str) -> Finding:
    """A cell that is not what its column takes."""
    return Finding(
        FindingLevel.BLOCKING,
        f"'{at.column}' is niet te lezen, en deze maatregel wordt daarom niet overgenomen. "
        f"Vul {expected} in en kies het bestand opnieuw.",
        at.file,
        at.sheet,
        at.row,
        at.column,
        found[:_LONGEST_FOUND],
        expected,
        example,
    )


def moment_of_nothing(at: Spot, found: str) -> Finding:
    """A moment of a measure that the file does not have."""
    return _warning(
        at,
        "Dit moment hoort bij geen maatregel in dit bestand en is niet overgenomen. Vul bij 'ID' of 'Maatregel' in "
        "wat op het blad Maatregelen staat.",
        found,
    )


def same_measure_twice(at: Spot, other_row: int) -> Finding:
    """Two rows of one measure."""
    return _refused(
        at,
        f"Deze rij gaat over dezelfde maatregel als rij {other_row} en wordt niet overgenomen. Maak er één rij van, of "
        "haal bij een nieuwe maatregel de ID weg.",
    )


def changed_meanwhile(names: Sequence[str]) -> str:
    """Measures that somebody changed between the preview and the moment of keeping."""
    shown = dutch.listing([f"'{name}'" for name in names])
    return (
        f"Een collega heeft intussen een maatregel gewijzigd: {shown}. Er is niets overgenomen. Kies het bestand "
        "opnieuw; u ziet dan wat er nu staat naast wat u wilt wijzigen."
    )


def too_many_measures(file: str, count: int, most: int) -> Finding:
    """More rows than one file of measures may have."""
    return Finding(
        FindingLevel.BLOCKING,
        f"In dit bestand staan {dutch.number(count)} maatregelen; Startfoto neemt er hoogstens {dutch.number(most)} "
        "tegelijk over. Haal de rijen weg die geen maatregel zijn, of verdeel ze over meer bestanden.",
        file=file,
    )


def nothing_to_keep() -> str:
    """A file from which nothing would change."""
    return "Er is niets over te nemen: geen rij is nieuw of gewijzigd, of er staan nog vragen of fouten open."


def changed_by_another(what: str, by: str, at: datetime | None) -> str:
    """The second of two editors; `what` is `maatregel` or `afspraak`, `at` None where it was removed."""
    if at is None:
        return (
            f"Een collega heeft deze {what} intussen verwijderd. Uw wijziging is nog niet bewaard. Zet de {what} "
            "terug, of bewaar uw tekst als een nieuwe."
        )
    who = by or "Een collega"
    return (
        f"{who} heeft deze {what} op {dutch.day(at)} gewijzigd, nadat u hem opende. Uw wijziging is nog niet bewaard. "
        "Hieronder staan beide; kies wat blijft en bewaar dan opnieuw."
    )


def _refused(at: Spot, message: str, found: str = "", expected: str = "") -> Finding:
    return _finding(FindingLevel.BLOCKING, at, message, found, expected)


def _warning(at: Spot, message: str, found: str = "") -> Finding:
    return _finding(FindingLevel.WARNING, at, message, found)


def _finding(level: FindingLevel, at: Spot, message: str, found: str = "", expected: str = "") -> Finding:
    return Finding(level, message, at.file, at.sheet, at.row, at.column, found[:_LONGEST_FOUND], expected)
