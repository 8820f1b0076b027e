"""What there is to say about a monitor's table: plain Dutch, at the place where it is, with what to do now."""

from collections.abc import Sequence
from dataclasses import dataclass

from model import dutch
from model.findings import Finding, FindingLevel

_MOST_NAMES = 8
_ACROSS = "Staan de gebieden naast elkaar in de koppen? Zet ze dan onder elkaar, in elke rij één."


@dataclass(frozen=True)
class Place:
    """Where something was seen: the file, its sheet, and the row and the header of the column as the user sees them."""

    file: str
    sheet: str = ""
    row: int | None = None
    column: str = ""


def unreadable_layout() -> str:
    """A layout that was kept and cannot be read."""
    return "De bewaarde indeling is niet te lezen. Kies de kolommen opnieuw en bewaar de indeling nog een keer."


def no_header(place: Place) -> Finding:
    """A table without a row of headers."""
    return _finding(
        FindingLevel.BLOCKING,
        "Er is geen rij met kolomkoppen gevonden. Zet boven de cijfers één rij met koppen, zoals Wijkcode, Periode en "
        f"de naam van de indicator, en kies het bestand opnieuw. {_ACROSS}",
        place,
        example="Wijkcode;Periode;Voelt zich gelukkig (%)",
    )


def nothing_filled_in(place: Place) -> Finding:
    """A table with areas and indicators of which every cell is blank, such as an empty template."""
    return _finding(
        FindingLevel.BLOCKING,
        "In deze tabel is nog geen enkel cijfer ingevuld. Er wordt niets geladen. Vul de cijfers in en kies het "
        "bestand opnieuw.",
        place,
    )


def no_rows(place: Place) -> Finding:
    """A table without a row of data."""
    return _finding(
        FindingLevel.BLOCKING,
        "Er zijn geen rijen met cijfers gevonden onder de kolomkoppen. Controleer of dit het goede blad en bestand is.",
        place,
    )


def no_area(place: Place) -> Finding:
    """A layout in which no column says the area."""
    return _finding(
        FindingLevel.BLOCKING,
        f"Er is geen kolom met gebieden gekozen. Wijs de kolom aan waarin ze staan. {_ACROSS}",
        place,
        expected="een kolom met codes of namen van gemeenten, wijken of buurten",
    )


def no_value(place: Place) -> Finding:
    """A layout in which no column holds figures."""
    return _finding(
        FindingLevel.BLOCKING,
        "Er is geen kolom met cijfers gekozen. Wijs de kolom aan waarin de waarden staan.",
        place,
        expected="een kolom met getallen",
    )


def no_period(place: Place) -> Finding:
    """A table that does not say of which year it is."""
    return _finding(
        FindingLevel.BLOCKING,
        "Het is niet duidelijk van welk jaar de cijfers zijn. Vul het jaar in, of wijs de kolom aan waarin het staat.",
        place,
        expected="een jaar",
        example="2021",
    )


def no_indicator(place: Place) -> Finding:
    """A column of values of which nothing says what they are."""
    return _finding(
        FindingLevel.BLOCKING,
        f"Het is niet duidelijk welke indicator in kolom '{place.column}' staat. Kies de indicator, of sla de "
        "kolom over.",
        place,
    )


def no_group(groups: Sequence[str], place: Place) -> Finding:
    """A column of groups without a total, of which none was chosen."""
    return _finding(
        FindingLevel.BLOCKING,
        f"Kolom '{place.column}' verdeelt de cijfers in groepen en heeft geen rij voor het totaal. Kies welke "
        "groep telt.",
        place,
        found=_names(groups),
        expected="een groep, of een rij 'Totaal'",
    )


def several_tables(rows: Sequence[int], place: Place) -> Finding:
    """A sheet with more than one table."""
    where = dutch.listing([str(row) for row in rows[:_MOST_NAMES]])
    return _finding(
        FindingLevel.BLOCKING,
        f"Op dit blad staat meer dan één tabel: er begint een nieuwe op rij {where}. Zet elke tabel in een "
        "eigen bestand "
        "of op een eigen blad en kies die opnieuw.",
        place,
        expected="één tabel op een blad",
    )


def unknown_areas(names: Sequence[str], count: int, place: Place) -> Finding:
    """Rows of which the area is not known or not chosen yet."""
    return _finding(
        FindingLevel.WARNING,
        f"{_rows(count)} niet geladen omdat het gebied niet herkend is: {_names(names)}. "
        "Kies bij deze namen het gebied, of laat ze weg.",
        place,
        found=_names(names),
        expected="een code of naam van een gemeente, wijk of buurt",
        example="WK030800",
    )


def other_levels(names: Sequence[str], count: int, place: Place) -> Finding:
    """Rows of areas that Startfoto does not know, such as a GGD region."""
    return _finding(
        FindingLevel.REMARK,
        f"{_rows(count)} overgeslagen: Startfoto kent Nederland, gemeenten, wijken en buurten, en geen "
        f"{_names(names)}.",
        place,
        found=_names(names),
    )


def row_without_area(count: int, place: Place) -> Finding:
    """Rows in which the cell of the area is empty."""
    return _finding(
        FindingLevel.WARNING,
        f"{_rows(count)} niet geladen omdat de kolom '{place.column}' daar leeg is. Vul in elke rij het gebied "
        "in, ook bij "
        "samengevoegde cellen.",
        place,
        expected="een gebied",
    )


def row_without_indicator(count: int, place: Place) -> Finding:
    """Rows in which the cell of the indicator is empty."""
    return _finding(
        FindingLevel.WARNING,
        f"{_rows(count)} niet geladen omdat de kolom '{place.column}' daar leeg is. Vul in elke rij de indicator in.",
        place,
        expected="de naam van een indicator",
    )


def unreadable_period(found: str, place: Place) -> Finding:
    """A cell that should say a year."""
    return _finding(
        FindingLevel.WARNING,
        f"'{found}' is geen jaar; deze rij is niet geladen. Schrijf het jaar in vier cijfers.",
        place,
        found=found,
        expected="een jaar",
        example="2021",
    )


def groups_left_out(count: int, group: str, place: Place) -> Finding:
    """Rows of other groups than the one that counts."""
    return _finding(
        FindingLevel.REMARK,
        f"{_rows(count)} overgeslagen: van kolom '{place.column}' telt alleen '{group}'.",
        place,
        found=group,
    )


def no_number(found: str, place: Place) -> Finding:
    """A date or a text where a number belongs."""
    return _finding(
        FindingLevel.WARNING,
        f"'{found}' is geen getal; dit cijfer is niet geladen. Verbeter de cel, of zet er een punt als er geen "
        "cijfer is.",
        place,
        found=found,
        expected="een getal",
        example="12,3",
    )


def doubtful_number(found: str, place: Place) -> Finding:
    """A number of which nothing proves whether its point or comma stands before the decimals."""
    sign = "komma" if "," in found else "punt"
    return _finding(
        FindingLevel.WARNING,
        f"'{found}' kan twee getallen zijn: de {sign} kan voor de decimalen staan of tussen de duizendtallen. "
        "Dit cijfer is "
        "niet geladen. Kies bij de indeling welk teken in dit bestand voor de decimalen staat.",
        place,
        found=found,
        expected="een getal dat maar op één manier te lezen is",
    )


def mixed_decimals(place: Place) -> Finding:
    """A column with both decimal commas and decimal points."""
    return _finding(
        FindingLevel.REMARK,
        f"In kolom '{place.column}' staan decimalen soms achter een komma en soms achter een punt. Beide zijn gelezen; "
        "controleer of dat klopt.",
        place,
    )


def impossible_percentage(found: str, place: Place) -> Finding:
    """A percentage below 0 or above 100."""
    return _finding(
        FindingLevel.WARNING,
        f"'{found}' kan geen percentage zijn; dit cijfer is niet geladen. Verbeter de cel, of kies een andere eenheid.",
        place,
        found=found,
        expected="een getal van 0 tot en met 100",
    )


def maybe_fractions(label: str, place: Place) -> Finding:
    """Percentages none of which is above 1."""
    return _finding(
        FindingLevel.WARNING,
        f"Alle percentages van '{label}' zijn 1 of lager. Bedoelt het bestand met 0,12 soms 12 procent? Kies "
        "dan bij deze "
        "indicator 'geschreven als deel van 1'.",
        place,
    )


def impossible_bounds(found: str, place: Place) -> Finding:
    """Bounds between which the value does not lie."""
    return _finding(
        FindingLevel.WARNING,
        "De waarde ligt niet tussen haar onder- en bovengrens. De waarde is geladen, de grenzen niet. "
        "Controleer de kolommen.",
        place,
        found=found,
        expected="ondergrens ≤ waarde ≤ bovengrens",
    )


def few_respondents(count: int, minimum: int, place: Place) -> Finding:
    """Figures on fewer respondents than the GGD'en agreed on."""
    return _finding(
        FindingLevel.REMARK,
        f"{dutch.number(count)} {'cijfer berust' if count == 1 else 'cijfers berusten'} op minder dan {minimum} "
        f"respondenten en {'wordt' if count == 1 else 'worden'} daarom niet getoond.",
        place,
    )


def small_counts(count: int, minimum: int, place: Place) -> Finding:
    """Counts of children under the threshold."""
    return _hidden(count, f"kleiner dan {minimum} en {_become(count)} daarom niet getoond", place)


def all_or_none(count: int, place: Place) -> Finding:
    """Shares of nobody or everybody, of a group whose size is not known."""
    return _hidden(
        count,
        f"0% of 100% van een groep waarvan het aantal niet in het bestand staat, en {_become(count)} daarom niet "
        "getoond. Staat het aantal in een andere kolom? Wijs die dan aan bij de indeling",
        place,
    )


def hidden_before(count: int, place: Place) -> Finding:
    """Figures that an earlier load hid."""
    return _hidden(
        count,
        f"in een eerdere lading verborgen en {'blijft' if count == 1 else 'blijven'} dat, omdat een verborgen cijfer "
        "anders uit het verschil tussen twee ladingen te berekenen is",
        place,
    )


def hidden_beside(count: int, place: Place) -> Finding:
    """Figures out of which a hidden one could be computed."""
    return _hidden(
        count,
        f"zelf niet te klein, maar {_become(count)} niet getoond, omdat een verborgen cijfer er anders mee uit te "
        "rekenen is",
        place,
    )


def same_twice(count: int, place: Place) -> Finding:
    """Figures that stand in the file twice, equal both times."""
    return _finding(
        FindingLevel.REMARK,
        f"{dutch.number(count)} {'cijfer staat' if count == 1 else 'cijfers staan'} er dubbel in, met dezelfde waarde. "
        f"{'Het is' if count == 1 else 'Ze zijn'} één keer geladen.",
        place,
    )


def different_twice(label: str, area: str, period: str, other_row: int, place: Place) -> Finding:
    """Two different figures for one area, indicator and period."""
    return _finding(
        FindingLevel.BLOCKING,
        f"'{label}' voor {area} in {period} staat er twee keer in, met verschillende waarden (ook op rij "
        f"{other_row}). "
        "Haal de verkeerde weg, of wijs de kolom aan waarin het verschil staat, zoals klas of geslacht.",
        place,
    )


def and_more(first: Finding, count: int) -> Finding:
    """The rest of findings that are all like the first."""
    again = f"Dit komt in kolom '{first.column}' nog" if first.column else "Dit komt nog"
    return Finding(
        first.level,
        f"{again} {dutch.number(count)} keer voor, zoals bij '{first.found}'."
        if first.found
        else f"{again} {dutch.number(count)} keer voor.",
        file=first.file,
        sheet=first.sheet,
        column=first.column,
        expected=first.expected,
        example=first.example,
    )


def _finding(
    level: FindingLevel, message: str, place: Place, found: str = "", expected: str = "", example: str = ""
) -> Finding:
    return Finding(level, message, place.file, place.sheet, place.row, place.column, found, expected, example)


def _hidden(count: int, why: str, place: Place) -> Finding:
    is_one = count == 1
    return _finding(
        FindingLevel.REMARK, f"{dutch.number(count)} {'cijfer is' if is_one else 'cijfers zijn'} {why}.", place
    )


def _become(count: int) -> str:
    return "wordt" if count == 1 else "worden"


def _rows(count: int) -> str:
    return f"{dutch.number(count)} {'rij is' if count == 1 else 'rijen zijn'}"


def _names(names: Sequence[str]) -> str:
    shown = [f"'{name}'" for name in names[:_MOST_NAMES]]
    rest = len(names) - len(shown)
    return dutch.listing([*shown, f"{dutch.number(rest)} andere"] if rest else shown)
