"""What is said of an export of a ledger and of the money of the grant: plain Dutch, with what to do now."""

from collections.abc import Sequence
from datetime import date

from model import dutch
from model.findings import Finding, FindingLevel
from model.money import euros
from model.scan_findings import Spot

_SHOWN = 8


def _rows(rows: Sequence[int]) -> str:
    """`rij 5`, `rij 5, 9 en 12`, and how many more."""
    named = [str(row) for row in rows[:_SHOWN]]
    more = len(rows) - len(named)
    return f"rij {', '.join(named)} en nog {dutch.number(more)}" if more else f"rij {dutch.listing(named)}"


def _finding(level: FindingLevel, message: str, at: Spot, found: str = "", expected: str = "") -> Finding:
    return Finding(level, message, at.file, at.sheet, at.row, at.column, found[:120], expected)


def _counted(rows: Sequence[int]) -> str:
    return dutch.counted(len(rows), "rij is", "rijen zijn")


def no_header(at: Spot) -> Finding:
    """A sheet in which no row names a date and an amount."""
    return _finding(
        FindingLevel.BLOCKING,
        "In dit blad is geen rij met kolomnamen gevonden. Er wordt niets uit geladen. Maak de export opnieuw, met de "
        "namen van de kolommen (Boekdatum, Bedrag, ...) boven de boekingen.",
        at,
        expected="minstens een kolom Boekdatum en een kolom Bedrag, of Debet en Credit",
    )


def no_column(at: Spot, role: str) -> Finding:
    """A layout without what no booking can do without."""
    return _finding(
        FindingLevel.BLOCKING,
        f"Er is geen kolom aangewezen voor '{role}'. Wijs hieronder aan in welke kolom dat staat.",
        at,
    )


def no_rows(at: Spot) -> Finding:
    """An export with a header and no bookings."""
    return _finding(
        FindingLevel.BLOCKING,
        "Onder de kolomnamen staat geen enkele boeking. Er wordt niets uit geladen. Controleer of bij het maken van de "
        "export de goede periode en de goede kostenplaats zijn gekozen.",
        at,
    )


def no_amount(at: Spot, rows: Sequence[int], found: str) -> Finding:
    """Rows of which the amount is a text, or has more decimals than cents."""
    return _finding(
        FindingLevel.WARNING,
        f"{_counted(rows)} niet overgenomen, want het bedrag is niet te lezen: {_rows(rows)}. Verbeter het bedrag in "
        "het bestand en kies het opnieuw.",
        at,
        found,
        "een bedrag als 1.234,56 of € 1.234,56-",
    )


def foreign_currency(at: Spot, rows: Sequence[int], found: str) -> Finding:
    """Rows in another currency."""
    return _finding(
        FindingLevel.WARNING,
        f"{_counted(rows)} niet overgenomen, want het bedrag is niet in euro's: {_rows(rows)}. Neem in de export het "
        "bedrag in euro's op.",
        at,
        found,
        "EUR",
    )


def no_day(at: Spot, rows: Sequence[int], found: str) -> Finding:
    """Rows of which the booking date cannot be read."""
    return _finding(
        FindingLevel.WARNING,
        f"{_counted(rows)} niet overgenomen, want de boekdatum is niet te lezen: {_rows(rows)}.",
        at,
        found,
        "een datum als 31-12-2021",
    )


def impossible_day(at: Spot, rows: Sequence[int], found: str) -> Finding:
    """Rows of a day that no calendar has."""
    return _finding(
        FindingLevel.WARNING,
        f"{_counted(rows)} niet overgenomen, want de boekdatum bestaat niet: {_rows(rows)}.",
        at,
        found,
        "een dag die op de kalender staat",
    )


def day_of_other_time(at: Spot, rows: Sequence[int], found: str) -> Finding:
    """Rows of 1899 or 1900, as a spreadsheet shows an empty date."""
    return _finding(
        FindingLevel.WARNING,
        f"{_counted(rows)} niet overgenomen, want de boekdatum ligt voor het jaar 2000: {_rows(rows)}. Een datum in "
        "1899 of 1900 is in een rekenblad meestal een lege cel.",
        at,
        found,
        "een datum vanaf 1 juli 2021",
    )


def unread_detail(at: Spot, rows: Sequence[int], found: str) -> Finding:
    """Rows that are taken, of which a lesser column cannot be read."""
    return _finding(
        FindingLevel.REMARK,
        f"'{at.column}' is niet te lezen op {_rows(rows)}. De boekingen zijn wel overgenomen; voor deze kolom geldt "
        "daar dat er niets is ingevuld.",
        at,
        found,
    )


def unknown_kinds(at: Spot, words: Sequence[str]) -> Finding:
    """Kinds of booking in words that are not known."""
    named = dutch.listing([f"'{word}'" for word in words[:_SHOWN]])
    return _finding(
        FindingLevel.REMARK,
        f"Deze soorten zijn niet herkend: {named}. Wijs die boekingen straks zelf toe.",
        at,
        expected="programma, huur, ambtelijke capaciteit, naar andere gemeente of van andere gemeente",
    )


def totals_left_out(at: Spot, rows: Sequence[int], cents: int) -> Finding:
    """Rows that add up those above."""
    return _finding(
        FindingLevel.REMARK,
        f"{dutch.counted(len(rows), 'totaalrij is', 'totaalrijen zijn')} overgeslagen, zodat er niets dubbel telt: "
        f"{_rows(rows)}, samen {euros(cents, True)}. Is dit toch een boeking? Geef haar dan een datum en een nummer.",
        at,
    )


def income_with_plus(at: Spot, rows: Sequence[int]) -> Finding:
    """Money from another municipality that would count as a cost."""
    return _finding(
        FindingLevel.WARNING,
        f"Een bedrag van een andere gemeente is een bate en staat meestal met een min in de administratie. Hier staat "
        f"het met een plus: {_rows(rows)}. Controleer het teken.",
        at,
    )


def unreadable_layout() -> str:
    """A layout that was kept and cannot be read any more."""
    return "De bewaarde indeling van dit bestand is niet te lezen. Wijs de kolommen opnieuw aan."


def held_back() -> str:
    """A file that cannot be used as it is."""
    return "Dit bestand kan zo niet worden overgenomen; kijk bij de meldingen wat eraan schort."


def nothing_new() -> str:
    """An export of which everything is kept already."""
    return "Alles uit dit bestand staat al in Startfoto. Er is niets veranderd."


def twice_unanswered(count: int) -> str:
    """Booking numbers that come twice, of which it was not said what they mean."""
    return (
        f"{dutch.counted(count, 'boekstuknummer komt', 'boekstuknummers komen')} meer dan eens voor. Zeg eerst of die "
        "rijen allemaal tellen, of maar één keer."
    )


def vanished_unanswered(count: int) -> str:
    """Bookings that are no longer in the export, of which it was not said what becomes of them."""
    return (
        f"{dutch.counted(count, 'boeking staat', 'boekingen staan')} niet meer in dit bestand. Zeg eerst of die moeten "
        "blijven, of dat de administratie ze heeft geschrapt."
    )


def changed_meanwhile() -> str:
    """A ledger that somebody else changed since the preview."""
    return "Deze administratie is sinds dit voorbeeld door een ander gewijzigd. Bekijk het voorbeeld opnieuw."


def before_first_day(count: int, cents: int, first: date) -> str:
    """Bookings of before the first day of spending."""
    return _apart(count, cents, f"van voor {dutch.day(first)}, de eerste dag van besteden")


def after_last_day(count: int, cents: int, last: date) -> str:
    """Bookings of after the last day of spending."""
    return _apart(count, cents, f"van na {dutch.day(last)}, de laatste dag van besteden")


def outside_grant(count: int, cents: int) -> str:
    """Bookings that are of something else, as an officer said."""
    return _apart(count, cents, "niet van deze uitkering")


def _apart(count: int, cents: int, what: str) -> str:
    counted = dutch.counted(count, "boeking", "boekingen")
    return (
        f"{counted} ({euros(cents, True)}) {'is' if count == 1 else 'zijn'} {what}. "
        "Dat wordt bewaard en apart geteld, en telt niet mee als besteding."
    )


def beyond_grant(cents: int) -> str:
    """More spent than granted."""
    return f"Er is {euros(cents, True)} meer geboekt dan er is toegekend. Dat deel komt niet uit deze uitkering."


def closed_year_changes(year: int, before: int, after: int) -> str:
    """A year of which the accounts are fixed, that is no longer what it was."""
    return (
        f"De jaarrekening van {year} is vastgesteld met {euros(before, True)}; nu staat er {euros(after, True)} "
        f"({euros(after - before, True)} verschil). Bespreek dit met uw accountant: een correctie hoort meestal in het "
        "lopende jaar."
    )


def year_from_booking_date(count: int, cents: int) -> str:
    """Bookings without a financial year."""
    counted = dutch.counted(count, "boeking", "boekingen")
    return (
        f"Bij {counted} ({euros(cents, True)}) staat geen boekjaar. Daarvan bepaalt "
        "de boekdatum in welk jaar ze tellen; een factuur van januari voor december telt dan in het nieuwe jaar."
    )


def unknown_measures(at: Spot, names: Sequence[str]) -> Finding:
    """Measures that the ledger names and the register does not know."""
    more = len(names) - _SHOWN
    tail = f" en nog {more}" if more > 0 else ""
    return _finding(
        FindingLevel.REMARK,
        f"Deze maatregelen staan niet in Startfoto: {', '.join(names[:_SHOWN])}{tail}. "
        "Wijs hun boekingen straks zelf toe.",
        at,
    )


def no_plan(at: Spot) -> Finding:
    """A file without a plan."""
    return _finding(
        FindingLevel.BLOCKING,
        "In dit bestand is geen plan gevonden. Er wordt niets uit geladen. Maak een tabel met de kolommen Maatregel, "
        "Maand en Bedrag, of met Maatregel en een kolom per maand.",
        at,
        expected="maanden als 2021-12 of december 2021",
    )


def unplanned_measures(at: Spot, names: Sequence[str]) -> Finding:
    """Measures of a plan that the register does not know."""
    return _finding(
        FindingLevel.WARNING,
        f"Deze maatregelen staan niet in Startfoto, dus hun plan is niet overgenomen: {', '.join(names[:_SHOWN])}. "
        "Voeg ze eerst toe, of gebruik dezelfde naam.",
        at,
    )


def no_plan_amount(at: Spot, rows: Sequence[int], found: str) -> Finding:
    """Rows of a plan of which the month or the amount cannot be read."""
    return _finding(
        FindingLevel.WARNING,
        f"{_counted(rows)} niet overgenomen, want de maand of het bedrag is niet te lezen: {_rows(rows)}.",
        at,
        found,
        "een maand als 2021-12 en een bedrag als 1.234,56",
    )
