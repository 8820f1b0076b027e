"""What a load has to say to the officer: plain Dutch, at the place where it is, with what to do now."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum

from model import dutch


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
    """A load that stops; nothing of it is kept. Its text is a Dutch sentence for the officer, its cause is chained."""

    def __init__(self, message: str, findings: tuple[Finding, ...] = ()) -> None:
        super().__init__(message)
        self.findings = findings or (Finding(FindingLevel.BLOCKING, message),)


def unknown_table(table: str, host: str) -> str:
    """The source does not know the table."""
    return (
        f"Tabel {table} bestaat niet bij {host}. Er is niets geladen; uw eerdere cijfers staan er nog. "
        "Kies een ander jaar, of vraag de beheerder van Startfoto het tabelnummer na te kijken."
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


def several_rows(table: str, example: str) -> str:
    """The table has more than one row for an area, so it divides by something that was not chosen."""
    return (
        f"Tabel {table} geeft meer dan één rij voor gebied {example}, zodat niet duidelijk is welk cijfer geldt. "
        "Er is niets geladen; uw eerdere cijfers staan er nog. Meld dit aan de beheerder van Startfoto."
    )


def column_vanished(label: str, table: str) -> Finding:
    """An indicator whose column is not in the table."""
    return Finding(
        FindingLevel.WARNING,
        f"'{label}' staat niet in tabel {table} en is overgeslagen; de andere cijfers zijn wel geladen. "
        "Stond dit cijfer er eerder wel? Draai deze lading dan terug: de vorige telt dan weer.",
        file=table,
        column=label,
    )


def column_ambiguous(label: str, table: str, candidates: str) -> Finding:
    """An indicator for which several columns fit."""
    return Finding(
        FindingLevel.WARNING,
        f"'{label}' past in tabel {table} op meer dan één kolom en is overgeslagen, zodat er niets verkeerds wordt "
        "gekozen. Meld dit aan de beheerder van Startfoto.",
        file=table,
        column=label,
        found=candidates,
    )


def column_renamed(label: str, table: str, column: str) -> Finding:
    """An indicator that was found by its title because its stem changed."""
    return Finding(
        FindingLevel.REMARK,
        f"De kolom van '{label}' heet in tabel {table} anders dan verwacht; hij is herkend aan zijn titel. "
        "Controleer of de cijfers aansluiten bij eerdere jaren.",
        file=table,
        column=column,
    )


def columns_empty(labels: Sequence[str], table: str) -> Finding:
    """Columns without one value."""
    is_one = len(labels) == 1
    return Finding(
        FindingLevel.REMARK,
        f"Nog voor geen enkel gebied gevuld in tabel {table}: {dutch.listing(labels)}. "
        f"Laad {'dit cijfer' if is_one else 'deze cijfers'} later opnieuw; de bron vult een jaar in stappen.",
        file=table,
        column=", ".join(labels),
    )


def refused_rows(count: int, table: str, example: str) -> Finding:
    """Rows whose key is no area code."""
    return Finding(
        FindingLevel.WARNING,
        f"{dutch.counted(count, 'rij', 'rijen')} van tabel {table} {_has(count)} geen gebiedscode en {_is(count)} niet "
        "geladen.",
        file=table,
        found=example,
        expected="een code als GM0308, WK030800 of BU03080000",
    )


def areas_without_row(count: int, table: str, example: str) -> Finding:
    """Areas that the table lists but for which it has no row."""
    return Finding(
        FindingLevel.WARNING,
        f"{dutch.counted(count, 'gebied staat', 'gebieden staan')} wel in de lijst van tabel {table}, maar zonder "
        "cijfers.",
        file=table,
        found=example,
    )


def unreadable_values(count: int, label: str, table: str, example: str) -> Finding:
    """Cells that are neither a number nor a known sign."""
    return Finding(
        FindingLevel.WARNING,
        f"{dutch.counted(count, 'waarde', 'waarden')} van '{label}' in tabel {table} {_is(count)} geen getal en "
        f"{'telt' if count == 1 else 'tellen'} als 'geen cijfer'.",
        file=table,
        column=label,
        found=example,
        expected="een getal of een punt",
    )


def impossible_shares(count: int, label: str, table: str) -> Finding:
    """Shares of which the part is larger than the whole, by more than rounding can explain."""
    return Finding(
        FindingLevel.WARNING,
        f"Bij '{label}' in tabel {table} is {dutch.number(count)} keer het deel groter dan het geheel; "
        f"{'dat gebied telt' if count == 1 else 'die gebieden tellen'} als 'geen cijfer'.",
        file=table,
        column=label,
    )


def no_code_column(file: str) -> str:
    """A file with names of areas only: two areas may share a name, so it cannot be joined."""
    return (
        f"Het bestand {file} heeft geen kolom met gebiedscodes (zoals GM0308), alleen namen. Namen komen vaker voor, "
        "dus Startfoto laadt dit niet. Kies bij het downloaden van StatLine ook het onderwerp Codering, of 'ruwe data'."
    )


def other_table(file: str, found: str, expected: str) -> str:
    """A file whose name says that it is another table than the one that was chosen."""
    return (
        f"Het bestand {file} is tabel {found}, maar voor dit jaar hoort het tabel {expected} te zijn. Er is niets "
        "geladen. Kies het jaar dat bij het bestand hoort."
    )


def not_statline(file: str) -> str:
    """A file that is no table of StatLine, or one that was damaged by saving it anew."""
    return (
        f"Het bestand {file} is niet te lezen als tabel van StatLine; misschien is het in een ander programma opnieuw "
        "opgeslagen. Er is niets geladen. Download het opnieuw en open het niet voordat u het hier kiest."
    )


def not_schools(file: str, why: str) -> str:
    """A file that is not DUO's list of school sites."""
    return (
        f"Het bestand {file} is geen lijst van schoolvestigingen van DUO: {why}. Er is niets geladen. "
        "Download het bestand opnieuw bij DUO (open onderwijsdata, alle schoolvestigingen)."
    )


def refused_schools(count: int, file: str) -> Finding:
    """Rows of DUO's list without the code of a site or the number of a gemeente."""
    return Finding(
        FindingLevel.WARNING,
        f"{dutch.counted(count, 'rij', 'rijen')} van {file} {_has(count)} geen vestigingscode of gemeentenummer en "
        f"{_is(count)} niet geladen.",
        file=file,
        expected="een vestigingscode als 14RC00 en een gemeentenummer als 0308",
    )


def incomplete(table: str, received: int, expected: int) -> str:
    """Fewer rows than the table's own list of areas."""
    return (
        f"Tabel {table} kwam maar voor een deel binnen ({received} van {expected} gebieden). Er is niets geladen; "
        "uw eerdere cijfers staan er nog. Probeer het over enkele minuten opnieuw."
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


def strange_answer(host: str) -> str:
    """Data came back, but not in the form that the source promises."""
    return (
        f"{host} gaf een antwoord dat niet te lezen is. Er is niets geladen en niets veranderd. "
        "Probeer het later opnieuw; meld het aan de beheerder van Startfoto als het zo blijft."
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
        "Opslaan is niet gelukt: de schijf is vol of niet beschrijfbaar. Er is niets half opgeslagen; uw eerdere "
        "cijfers staan er nog. Maak ruimte vrij en probeer het opnieuw."
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


def _has(count: int) -> str:
    return "heeft" if count == 1 else "hebben"


def _is(count: int) -> str:
    return "is" if count == 1 else "zijn"
