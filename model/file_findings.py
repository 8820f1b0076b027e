"""What is said of a file that somebody sent: why it cannot be read, what was left out, what may not be kept."""

from collections.abc import Sequence

from model import dutch
from model.findings import Finding, FindingLevel
from model.text_file import column_letter

KINDS = {
    "csv": "een tekstbestand (CSV)",
    "xlsx": "een Excel-werkmap",
    "xls": "een oude Excel-werkmap",
    "ods": "een LibreOffice-werkmap",
    "docx": "een Word-document",
}
"""How a kind of file is called."""

_NOTHING_LOADED = "Er is niets geladen."
_SHOWN = 5
"""So many cells or rows are named in one finding; the others are counted."""


def empty_file(file: str) -> str:
    """A file of no bytes, or without any text."""
    return f"Het bestand {file} is leeg. {_NOTHING_LOADED} Controleer of u het goede bestand koos."


def too_large_file(file: str, size_mb: float, largest_mb: int) -> str:
    """More bytes than may be read."""
    return (
        f"Het bestand {file} is {dutch.number(size_mb)} MB groot; Startfoto leest hooguit {largest_mb} MB. "
        f"{_NOTHING_LOADED} Haal afbeeldingen en overbodige werkbladen eruit, of verdeel het over meer bestanden."
    )


def too_many_columns(file: str, count: int, most: int) -> str:
    """A table wider than any that people make."""
    return (
        f"Het bestand {file} heeft een tabel van {dutch.number(count)} kolommen; Startfoto leest er hooguit "
        f"{dutch.number(most)}. {_NOTHING_LOADED} Haal de kolommen weg die niet nodig zijn."
    )


def too_many_cells(file: str, count: int, most: int, most_as_csv: int) -> str:
    """More cells than may be read, empty ones between the others included; a CSV may have more than a workbook."""
    told = (
        f"Het bestand {file} beslaat {dutch.number(count)} cellen; Startfoto leest er hooguit {dutch.number(most)}. "
        f"{_NOTHING_LOADED} Haal overbodige rijen, kolommen en werkbladen weg; kijk ook of er ver onder of rechts "
        "van de tabel nog iets staat."
    )
    as_csv = f" Of sla het werkblad op als CSV: daarvan leest Startfoto {dutch.number(most_as_csv)} cellen."
    return told + as_csv if most < count <= most_as_csv else told


def too_many_rows(file: str, count: int, most: int) -> str:
    """More lines than a worksheet can have."""
    return (
        f"Het bestand {file} heeft {dutch.number(count)} regels; Startfoto leest er hooguit {dutch.number(most)}. "
        f"{_NOTHING_LOADED} Haal overbodige en lege regels weg, of deel het bestand, bijvoorbeeld per jaar."
    )


def unknown_kind(file: str, what: str, advice: str) -> str:
    """A file of a kind that is not read."""
    return (
        f"Het bestand {file} is {what}. Dat kan Startfoto niet lezen. {_NOTHING_LOADED} {advice} "
        "Startfoto leest CSV, Excel (.xlsx, .xls), LibreOffice (.ods) en Word (.docx)."
    )


def password_protected(file: str) -> str:
    """A file that opens with a password only."""
    return (
        f"Het bestand {file} is met een wachtwoord beveiligd. {_NOTHING_LOADED} Open het, haal het wachtwoord eraf "
        "en kies het opnieuw."
    )


def infected_file(file: str) -> str:
    """A file in which the virus scanner found something."""
    return (
        f"De virusscanner vindt het bestand {file} gevaarlijk. {_NOTHING_LOADED} Open het niet, en meld het aan de "
        "beheerder en aan de afzender."
    )


def unscanned_file(file: str) -> str:
    """A file at which the virus scanner did not look."""
    return (
        f"De virusscanner kon het bestand {file} niet nakijken; daarom opent Startfoto het niet. {_NOTHING_LOADED} "
        "Probeer het later opnieuw. Blijft het zo, of is het een groot bestand: vraag de beheerder; de oorzaak staat "
        "in het logboek."
    )


def damaged_file(file: str) -> str:
    """Half a file, or one of which the inside is broken."""
    return (
        f"Het bestand {file} is beschadigd of maar voor een deel binnengekomen. {_NOTHING_LOADED} Open het in het "
        "programma waarmee het is gemaakt, sla het opnieuw op en kies het nog eens."
    )


def unsafe_file(file: str) -> str:
    """A zip bomb, or XML that refers to something else."""
    return (
        f"Het bestand {file} is van binnen anders opgebouwd dan Excel, LibreOffice en Word dat doen, en kan schadelijk "
        f"zijn. {_NOTHING_LOADED} Vraag de afzender om een nieuw bestand, of sla het opnieuw op."
    )


def not_text(file: str) -> str:
    """Bytes that are no text in any encoding that is in use."""
    return (
        f"Het bestand {file} bevat geen leesbare tekst. {_NOTHING_LOADED} Sla het in Excel op als werkmap (.xlsx) of "
        "als 'CSV UTF-8' en kies het opnieuw."
    )


def open_quote(file: str, row: int) -> str:
    """A quotation mark that is never closed, so that the rest of the file would become one cell."""
    return (
        f"In het bestand {file} begint in rij {row} een aanhalingsteken dat niet wordt gesloten, zodat niet duidelijk "
        f"is waar de cel eindigt. {_NOTHING_LOADED} Zet er een tweede aanhalingsteken bij of haal het weg."
    )


def other_kind(file: str, extension: str, kind: str) -> Finding:
    """A file whose name says that it is something else."""
    return Finding(
        FindingLevel.REMARK,
        f"Het bestand heet .{extension} maar is {KINDS[kind]}; het is gelezen als {KINDS[kind].partition(' ')[2]}.",
        file=file,
    )


def hidden_sheet(file: str, sheet: str) -> Finding:
    """A sheet that is not shown, and so was not read."""
    return Finding(
        FindingLevel.REMARK,
        f"Het verborgen werkblad '{sheet}' is overgeslagen. Hoort het erbij? Maak het zichtbaar en kies het bestand "
        "opnieuw.",
        file=file,
        sheet=sheet,
    )


def hidden_rows(file: str, sheet: str, rows: Sequence[int]) -> Finding:
    """Rows that are not shown, and were read."""
    return Finding(
        FindingLevel.REMARK,
        f"{dutch.counted(len(rows), 'verborgen rij is', 'verborgen rijen zijn')} meegelezen: {_some(rows)}. "
        "Haal ze uit het bestand als ze er niet bij horen.",
        file=file,
        sheet=sheet,
        row=rows[0],
    )


def merged_cells(file: str, sheet: str, cells: Sequence[tuple[int, int]]) -> Finding:
    """Merged cells (row from 1, column from 0): only the first of them has the value."""
    return Finding(
        FindingLevel.REMARK,
        f"Dit werkblad heeft samengevoegde cellen, die beginnen bij {_cells(cells)}. Alleen de eerste cel telt; de "
        "andere zijn leeg gelezen.",
        file=file,
        sheet=sheet,
        row=cells[0][0],
        column=column_letter(cells[0][1]),
    )


def formulas_without_value(file: str, sheet: str, cells: Sequence[tuple[int, int]]) -> Finding:
    """Formulas (row from 1, column from 0) of which the file does not hold what comes out."""
    where, has = ("De formule in cel", "heeft") if len(cells) == 1 else ("De formules in de cellen", "hebben")
    return Finding(
        FindingLevel.WARNING,
        f"{where} {_cells(cells)} {has} geen opgeslagen uitkomst; daar is niets gelezen. Open het bestand in Excel, "
        "sla het op en kies het opnieuw.",
        file=file,
        sheet=sheet,
        row=cells[0][0],
        column=column_letter(cells[0][1]),
        expected="een waarde",
    )


def cells_with_error(file: str, sheet: str, cells: Sequence[tuple[int, int]], sign: str) -> Finding:
    """Cells (row from 1, column from 0) in which a formula failed; they keep the sign, which is no figure."""
    return Finding(
        FindingLevel.WARNING,
        f"In {_cells(cells)} staat een fout in plaats van een uitkomst. Herstel de formule en kies het bestand "
        "opnieuw; anders telt dit niet als cijfer.",
        file=file,
        sheet=sheet,
        row=cells[0][0],
        column=column_letter(cells[0][1]),
        found=sign,
        expected="een waarde",
    )


def held_numbers(file: str, sheet: str, column: int, rows: Sequence[int], masked: str) -> Finding:
    """Numbers of citizens or pupils, which may not be kept."""
    return _held("burgerservicenummers of onderwijsnummers", file, sheet, column, rows, masked)


def held_birthdays(file: str, sheet: str, column: int, rows: Sequence[int], masked: str) -> Finding:
    """Dates of birth, which may not be kept."""
    return _held("geboortedatums", file, sheet, column, rows, masked)


def held_names(file: str, sheet: str, column: int, rows: Sequence[int], masked: str) -> Finding:
    """Names of pupils, which may not be kept."""
    return _held("namen van leerlingen", file, sheet, column, rows, masked)


def doubtful_numbers(file: str, sheet: str, column: int, rows: Sequence[int], masked: str) -> Finding:
    """Numbers that may be a citizen's by chance: one in eleven numbers of nine digits may."""
    return Finding(
        FindingLevel.WARNING,
        f"In kolom {column_letter(column)} ({_rows(rows)}) staat een getal van negen cijfers dat een "
        "burgerservicenummer kan zijn. Dat kan toeval zijn; kijk het na en haal het weg als het bij een kind hoort.",
        file=file,
        sheet=sheet,
        row=rows[0],
        column=column_letter(column),
        found=masked,
    )


def contacts_removed(file: str, count: int) -> Finding:
    """Contact details that were taken out."""
    return Finding(
        FindingLevel.REMARK,
        f"{dutch.counted(count, 'contactgegeven is', 'contactgegevens zijn')} verwijderd (namen van contactpersonen, "
        "e-mailadressen, telefoonnummers). Startfoto bewaart ze niet.",
        file=file,
    )


def _held(what: str, file: str, sheet: str, column: int, rows: Sequence[int], masked: str) -> Finding:
    return Finding(
        FindingLevel.BLOCKING,
        f"In kolom {column_letter(column)} ({_rows(rows)}) staan {what}. Die mag Startfoto niet bewaren; het bestand "
        "is niet opgeslagen. Verwijder ze hier en ga verder, of haal ze uit het bestand en kies het opnieuw.",
        file=file,
        sheet=sheet,
        row=rows[0],
        column=column_letter(column),
        found=masked,
    )


def _rows(rows: Sequence[int]) -> str:
    return f"{'rij' if len(rows) == 1 else 'rijen'} {_some(rows)}"


def _cells(cells: Sequence[tuple[int, int]]) -> str:
    return _some([f"{column_letter(column)}{row}" for row, column in cells])


def _some(places: Sequence[object]) -> str:
    named = [str(place) for place in places[:_SHOWN]]
    others = len(places) - len(named)
    return dutch.listing([*named, f"nog {dutch.number(others)}"] if others else named)
