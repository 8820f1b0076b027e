"""What a load has to say to the officer: plain Dutch, at the place where it is, with what to do now."""

from dataclasses import dataclass
from enum import StrEnum


class FindingLevel(StrEnum):
    """How much a finding matters; the value is the Dutch word that is shown."""

    BLOCKING = "blokkerend"
    WARNING = "waarschuwing"
    REMARK = "opmerking"


@dataclass(frozen=True)
class Finding:
    """One thing that was seen while loading, and where."""

    level: FindingLevel
    message: str
    file: str = ""
    sheet: str = ""
    row: int | None = None
    column: str = ""
    found: str = ""
    expected: str = ""
    example: str = ""


class Refusal(Exception):
    """A load that stops: nothing of it is kept. Its text is the Dutch sentence for the officer; the cause is chained."""

    def __init__(self, message: str, findings: tuple[Finding, ...] = ()) -> None:
        super().__init__(message)
        self.findings = findings or (Finding(FindingLevel.BLOCKING, message),)


def unknown_table(table: str, host: str) -> str:
    """The source does not know the table."""
    return (
        f"Tabel {table} bestaat niet bij {host}. Controleer het tabelnummer onder Bronnen; "
        "uw eerdere cijfers staan er nog."
    )


def empty_table(table: str) -> str:
    """The table exists and has no rows for what was asked."""
    return (
        f"Tabel {table} bestaat, maar geeft geen rijen voor deze keuze. Waarschijnlijk is dit jaar nog niet gevuld, "
        "of bestond de gemeente toen niet. Kies een ander jaar; uw eerdere cijfers staan er nog."
    )


def nothing_usable(table: str) -> str:
    """The table has rows, but none of the columns that the catalogue asks for has a value."""
    return (
        f"Tabel {table} bestaat, maar geen van de kolommen die Startfoto gebruikt is al gevuld. "
        "Probeer het later opnieuw; uw eerdere cijfers staan er nog."
    )


def column_vanished(label: str, table: str) -> Finding:
    """An indicator whose column is not in the table."""
    return Finding(
        FindingLevel.WARNING,
        f"'{label}' staat niet in tabel {table} en is overgeslagen; de andere cijfers zijn wel geladen.",
        file=table,
        column=label,
    )


def column_ambiguous(label: str, table: str, candidates: str) -> Finding:
    """An indicator for which several columns fit."""
    return Finding(
        FindingLevel.WARNING,
        f"'{label}' past in tabel {table} op meer dan één kolom en is overgeslagen, zodat er niets verkeerds wordt "
        "gekozen.",
        file=table,
        column=label,
        found=candidates,
    )


def column_renamed(label: str, table: str, column: str) -> Finding:
    """An indicator that was found by its title because its stem changed."""
    return Finding(
        FindingLevel.REMARK,
        f"De kolom van '{label}' heet in tabel {table} anders dan verwacht; hij is herkend aan zijn titel.",
        file=table,
        column=column,
    )


def column_empty(label: str, table: str) -> Finding:
    """A column without one value."""
    return Finding(
        FindingLevel.REMARK,
        f"'{label}' is in tabel {table} nog voor geen enkel gebied gevuld.",
        file=table,
        column=label,
    )


def refused_rows(count: int, table: str, example: str) -> Finding:
    """Rows whose key is no area code."""
    return Finding(
        FindingLevel.WARNING,
        f"{count} rijen van tabel {table} hebben geen gebiedscode en zijn niet geladen.",
        file=table,
        found=example,
        expected="een code als GM0308, WK030800 of BU03080000",
    )


def unreadable_values(count: int, label: str, table: str, example: str) -> Finding:
    """Cells that are neither a number nor a known sign."""
    return Finding(
        FindingLevel.WARNING,
        f"{count} waarden van '{label}' in tabel {table} zijn geen getal en tellen als 'geen cijfer'.",
        file=table,
        column=label,
        found=example,
        expected="een getal of een punt",
    )


def incomplete(table: str, received: int, expected: int) -> str:
    """Fewer rows than the table's own list of areas."""
    return (
        f"Tabel {table} kwam maar voor een deel binnen ({received} van {expected} gebieden). Er is niets geladen; "
        "probeer het over enkele minuten opnieuw."
    )


def no_connection(host: str) -> str:
    """Connection refused, reset or cut off, also after trying again."""
    return (
        f"De verbinding met {host} viel steeds weg. Er is niets geladen en niets veranderd. "
        "Controleer de internetverbinding of probeer het later opnieuw."
    )


def too_slow(host: str, seconds: float) -> str:
    """No answer within the time limit, also after trying again."""
    return (
        f"{host} gaf binnen {seconds:g} seconden geen antwoord. Er is niets geladen en niets veranderd. "
        "Probeer het later opnieuw."
    )


def source_fails(host: str, status: int) -> str:
    """The source answers with a server error, also after trying again."""
    return (
        f"{host} heeft een storing (foutcode {status}). Er is niets geladen en niets veranderd. "
        "Probeer het later opnieuw."
    )


def source_refuses(host: str, status: int, detail: str) -> str:
    """The source refuses the question."""
    return (
        f"{host} weigerde de vraag (foutcode {status}: {detail}). Er is niets geladen en niets veranderd. "
        "Meld dit aan de beheerder van Startfoto."
    )


def not_data(host: str) -> str:
    """Something else than data came back, such as a maintenance page."""
    return (
        f"{host} gaf een webpagina in plaats van gegevens; meestal is er dan onderhoud. Er is niets geladen en niets "
        "veranderd. Probeer het later opnieuw."
    )


def disk_full() -> str:
    """The store could not be written."""
    return (
        "Opslaan is niet gelukt: de schijf is vol of niet beschrijfbaar. Er is niets half opgeslagen; de vorige cijfers "
        "staan er nog. Maak ruimte vrij en probeer het opnieuw."
    )


def already_running(title: str) -> str:
    """The same load is being done."""
    return f"'{title}' wordt al geladen. Wacht tot die klaar is; de voortgang staat bovenaan de pagina Gegevens."


def interrupted() -> str:
    """A load that was cut off because the application stopped."""
    return "Startfoto is gestopt tijdens het laden. Er is niets half opgeslagen; start het laden opnieuw."


def unexpected(incident: str) -> str:
    """A fault of our own; the cause stands in the log under the incident number."""
    return (
        f"Er ging iets mis dat Startfoto niet verwachtte. Er is niets half opgeslagen. "
        f"Noem incident {incident} als u dit meldt."
    )
