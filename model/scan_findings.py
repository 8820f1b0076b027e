"""What reading a school scan has to say to the officer: plain Dutch, where it is, with what to do now."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from model import dutch
from model.findings import Finding, FindingLevel

NUMBER_EXAMPLE = "24, of <5"
NO_NAME = "een kolom zonder naam"
LONGEST_FOUND, MOST_NAMED = 120, 10


@dataclass(frozen=True)
class Spot:
    """Where in a file something stands, as the user sees it; `column` is the header, or the label of a form."""

    file: str
    sheet: str = ""
    row: int | None = None
    column: str = ""

    def under(self, column: str) -> "Spot":
        """The same place, in another column."""
        return replace(self, column=column)


def not_a_scan(at: Spot) -> Finding:
    """A file in which neither the form nor a table of scans is found."""
    return _finding(
        FindingLevel.BLOCKING,
        "In dit bestand is geen scanformulier en geen tabel met scans gevonden. Er wordt niets uit geladen. Gebruik "
        "een van de sjablonen, of zet de namen van de kolommen (Bestuur, School, ...) boven de tabel.",
        at,
        expected="een formulier met Bestuur, School, Schoolscan, Keuze 1, ..., of een tabel met een kolom School",
    )


def too_long_form(at: Spot, most: int) -> Finding:
    """A form or a Word file with more rows than any form has."""
    return _finding(
        FindingLevel.BLOCKING,
        f"Dit formulier heeft meer dan {dutch.number(most)} regels; zo lang is geen enkele schoolscan. Er wordt niets "
        "uit geladen. Kies het formulier van één school.",
        at,
    )


def nothing_filled_in(at: Spot) -> Finding:
    """A template as it was downloaded."""
    return _finding(
        FindingLevel.BLOCKING,
        "Dit is een leeg sjabloon: er is niets ingevuld. Vul het in en kies het bestand opnieuw.",
        at,
    )


def no_school_column(at: Spot, found: Sequence[str]) -> Finding:
    """A table of scans without the one column that it cannot do without."""
    return _finding(
        FindingLevel.BLOCKING,
        "In deze tabel staat geen kolom School. Er wordt niets uit geladen. Voeg die kolom toe, of noem de kolom met "
        "de namen van de scholen 'School'.",
        at,
        found=", ".join(found),
        expected="een kolom School",
        example="OBS De Linde",
    )


def row_without_school(at: Spot) -> Finding:
    """A row of a table that says not of which school it is."""
    return _finding(
        FindingLevel.WARNING,
        "In deze rij staat geen school; de rij wordt niet geladen. Vul de naam van de school in.",
        at,
        expected="de naam van de school",
        example="OBS De Linde",
    )


def form_without_school(at: Spot) -> Finding:
    """A form that says not of which school it is."""
    return _finding(
        FindingLevel.BLOCKING,
        "Op dit formulier staat geen school; het wordt niet geladen. Vul achter School de naam van de school in.",
        at,
        expected="de naam van de school",
        example="OBS De Linde",
    )


def school_twice(at: Spot, school: str) -> Finding:
    """A school of which the same file holds two scans."""
    return _finding(
        FindingLevel.WARNING,
        "Deze school staat meer dan eens in het bestand; alleen de laatste scan telt. Haal de andere weg als die niet "
        "meer geldt.",
        at,
        found=school,
        expected="één scan per school",
    )


def unknown_columns(at: Spot, names: Sequence[str]) -> Finding:
    """Columns of a table that do not belong to a scan."""
    one = len(names) == 1
    shown = [_short(name) for name in names[:MOST_NAMED]]
    if len(names) > MOST_NAMED:
        shown.append(f"nog {dutch.number(len(names) - MOST_NAMED)} andere")
    return _finding(
        FindingLevel.REMARK,
        f"{'Deze kolom hoort' if one else 'Deze kolommen horen'} niet bij een scan en "
        f"{'is' if one else 'zijn'} overgeslagen: {dutch.listing(shown)}.",
        at.under(", ".join(shown)),
    )


def unknown_label(at: Spot) -> Finding:
    """A row of a form that does not belong to a scan; what it says is not repeated, for it may be about a child."""
    return _finding(
        FindingLevel.REMARK,
        "Deze rij hoort niet bij het formulier en is overgeslagen. Hoort de tekst bij een scan? Zet die dan bij "
        "Opmerkingen.",
        at,
    )


def unknown_sheet(at: Spot) -> Finding:
    """A sheet without scans, beside one that has them."""
    return _finding(FindingLevel.REMARK, f"In '{at.sheet}' staan geen scans; dit deel is overgeslagen.", at)


def choice_unknown(at: Spot, found: str) -> Finding:
    """A row of the table with details of the choices that belongs to none of them."""
    return _finding(
        FindingLevel.WARNING,
        "Deze rij hoort bij geen keuze van het formulier en is overgeslagen.",
        at,
        found=found,
        expected="het nummer of de naam van een keuze",
        example="Keuze 1",
    )


def unreadable_number(at: Spot, found: str) -> Finding:
    """Words where a number of pupils belongs."""
    return _not_counted("Dit is geen aantal", at, found, "een heel aantal leerlingen")


def fraction_of_pupil(at: Spot, found: str) -> Finding:
    """A number of pupils with something behind the comma."""
    return _not_counted("Een aantal leerlingen is een heel getal", at, found, "een heel aantal leerlingen")


def percentage_of_pupils(at: Spot, found: str) -> Finding:
    """A percentage where a number of pupils belongs."""
    return _not_counted("Dit is een percentage en geen aantal", at, found, "een heel aantal leerlingen")


def negative_number(at: Spot, found: str) -> Finding:
    """A number of pupils or an amount below zero."""
    return _not_counted("Dit getal is kleiner dan nul", at, found, "nul of meer")


def more_delayed_than_assessed(at: Spot, delayed: str, assessed: str) -> Finding:
    """More pupils with a delay than were assessed."""
    return _finding(
        FindingLevel.WARNING,
        "Er zijn meer leerlingen met vertraging dan er beoordeeld zijn; beide aantallen tellen niet mee. Kijk na of ze "
        "verwisseld zijn.",
        at,
        found=f"{delayed} van {assessed}",
        expected="hoogstens zoveel als er beoordeeld zijn",
        example="24 van 180",
    )


def unreadable_amount(at: Spot, found: str) -> Finding:
    """Words where an amount belongs."""
    return _finding(
        FindingLevel.WARNING,
        "Dit is geen bedrag; het telt niet mee. Zet een eventuele toelichting bij de keuze.",
        at,
        found=found,
        expected="een bedrag in euro's",
        example="12.500 of 12.500,50",
    )


def invalid_site(at: Spot, found: str) -> Finding:
    """A code that is neither a BRIN with vestiging nor an LRK number."""
    return _finding(
        FindingLevel.WARNING,
        "Dit is geen BRIN met vestigingsnummer en geen LRK-nummer; de school wordt op naam gezocht.",
        at,
        found=found,
        expected="een BRIN met vestigingsnummer, of een LRK-nummer",
        example="14RC00",
    )


def unknown_word(at: Spot, found: str, words: Sequence[str], taken: str = "") -> Finding:
    """A word where one of a list belongs; `taken` is what holds instead, if anything."""
    held = f"Startfoto houdt '{taken}' aan" if taken else "Startfoto laat dit leeg"
    return _finding(
        FindingLevel.WARNING,
        f"Dit staat niet in de keuzelijst; {held}. Kies een woord uit de lijst.",
        at,
        found=found,
        expected=", ".join(words),
        example=words[0],
    )


def unreadable_school_year(at: Spot, found: str) -> Finding:
    """Words where a school year belongs."""
    return _finding(
        FindingLevel.WARNING,
        "Dit is geen schooljaar; Startfoto laat het leeg.",
        at,
        found=found,
        expected="twee jaren na elkaar",
        example="2021/2022",
    )


def two_answers(at: Spot, first: str, second: str, is_kept: bool) -> Finding:
    """Two different answers to a question that has one."""
    held = "het eerste telt" if is_kept else "geen van beide telt"
    return _finding(
        FindingLevel.WARNING,
        f"Hier staan twee verschillende antwoorden; {held}. Laat er één staan.",
        at,
        found=f"{_short(first)} / {_short(second)}",
        expected="één antwoord",
    )


def _not_counted(what: str, at: Spot, found: str, expected: str) -> Finding:
    return _finding(FindingLevel.WARNING, f"{what}; het telt niet mee.", at, found, expected, NUMBER_EXAMPLE)


def _finding(
    level: FindingLevel, message: str, at: Spot, found: str = "", expected: str = "", example: str = ""
) -> Finding:
    return Finding(level, message, at.file, at.sheet, at.row, at.column, _short(found), expected, example)


def _short(text: str) -> str:
    """A text that fits in a list of findings."""
    text = " ".join(text.split())
    return text if len(text) <= LONGEST_FOUND else text[: LONGEST_FOUND - 1] + "…"
