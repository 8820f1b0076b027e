"""What the school register and DUO's figures have to say to the officer: plain Dutch, with what to do now."""

from collections.abc import Sequence

from model import dutch
from model.findings import Finding, FindingLevel

_AGAIN = "Er is niets geladen; uw eerdere cijfers staan er nog."


def not_duo(file: str, what: str, why: str) -> str:
    """A file that is not the list of DUO that it should be."""
    return f"Het bestand {file} is geen bestand van DUO met {what}: {why}. {_AGAIN} Download het opnieuw bij DUO."


def nothing_of_gemeente(file: str, regions: Sequence[str]) -> str:
    """A good file without one school of the chosen gemeente."""
    return (
        f"In het bestand {file} staat geen enkele school van {dutch.listing(sorted(regions))}. {_AGAIN} "
        "Controleer of u het bestand van heel Nederland hebt en of de gemeente klopt."
    )


def gemeente_unknown(file: str) -> str:
    """A file that does not say in which gemeente its schools are, while the register is not loaded."""
    return (
        f"Het bestand {file} zegt niet in welke gemeente een school staat. {_AGAIN} "
        "Laad eerst het scholenregister; daarna weet Startfoto dat uit de vestigingscode."
    )


def other_year(file: str, found: str, asked: str) -> str:
    """A file whose name says that it is of another school year than the one that was chosen."""
    return (
        f"Het bestand {file} is volgens zijn naam van {found}, maar u koos {asked}. {_AGAIN} "
        "Kies het jaar dat bij het bestand hoort."
    )


def no_final_test() -> str:
    """The year without a final test, which the reference levels come from as well."""
    return (
        "In het voorjaar van 2020 is er door corona geen eindtoets afgenomen. Daarom zijn er voor schooljaar 2019/2020 "
        "geen eindscores en geen referentieniveaus. Kies 2018/2019 voor de laatste meting vóór corona, of 2020/2021 "
        "voor de eerste erna."
    )


def schools_twice(count: int, file: str, example: str) -> Finding:
    """Sites that stand more than once in the lists."""
    return Finding(
        FindingLevel.REMARK,
        f"{_times(count, 'vestiging staat', 'vestigingen staan')} meer dan één keer in de lijsten; alleen de eerste "
        "regel is geladen.",
        file=file,
        found=example,
    )


def sector_unknown(count: int, file: str, example: str) -> Finding:
    """Sites of which the lists do not tell the kind of education."""
    return Finding(
        FindingLevel.WARNING,
        f"Van {_times(count, 'school', 'scholen')} is niet bekend of het po, sbo, vo of (v)so is. Voeg aan de lijst "
        "een kolom SECTOR toe en laad haar opnieuw; tot dan tellen deze scholen nergens als soort mee.",
        file=file,
        column="SECTOR",
        found=example,
        expected="po, sbo, vo of (v)so",
        example="sbo",
    )


def special_left_out(reason: str) -> Finding:
    """DUO's list of special education could not be had; the other two lists could."""
    return Finding(
        FindingLevel.WARNING,
        "De scholen voor speciaal (basis)onderwijs zijn niet geladen; de andere scholen wel. "
        f"De reden: {reason} U kunt de lijst van DUO ook zelf downloaden en hier kiezen.",
    )


def address_not_found(school: str, address: str) -> Finding:
    """The Locatieserver knows no such address."""
    return Finding(
        FindingLevel.WARNING,
        f"Het adres van {school} is niet gevonden. De school telt mee, maar staat niet op de kaart. "
        "Geef de plek met een bestand met coördinaten of buurtcodes.",
        column="postcode en huisnummer",
        found=address,
        example="3741 AT 11",
    )


def address_ambiguous(school: str, address: str, count: int) -> Finding:
    """The Locatieserver knows several such addresses, in different buurten."""
    return Finding(
        FindingLevel.WARNING,
        f"Bij het adres van {school} horen {dutch.number(count)} plekken in verschillende buurten. Startfoto kiest "
        "niet: de school telt mee, maar staat niet op de kaart. Geef de plek met een bestand met coördinaten of "
        "buurtcodes.",
        column="postcode en huisnummer",
        found=address,
    )


def address_incomplete(school: str, address: str) -> Finding:
    """The register has no postcode or house number to ask for."""
    return Finding(
        FindingLevel.WARNING,
        f"Van {school} staat geen volledig adres in het register. De school telt mee, maar staat niet op de kaart.",
        column="postcode en huisnummer",
        found=address,
        example="3741 AT 11",
    )


def address_failed(school: str, address: str, reason: str) -> Finding:
    """One question to the Locatieserver went wrong."""
    return Finding(
        FindingLevel.WARNING,
        f"De plek van {school} kon niet worden opgezocht. De school telt mee, maar staat nog niet op de kaart. "
        f"Laad het register later nog eens. De reden: {reason}",
        found=address,
    )


def locating_stopped(count: int, host: str) -> Finding:
    """The Locatieserver failed several times in a row, so the rest was not asked."""
    return Finding(
        FindingLevel.WARNING,
        f"{host} antwoordt niet; daarom {_is(count)} {_times(count, 'school', 'scholen')} niet opgezocht. "
        f"{'Die telt mee, maar staat' if count == 1 else 'Die tellen mee, maar staan'} nog niet op de kaart. "
        "Laad het register later nog eens.",
    )


def not_locations(file: str, why: str) -> str:
    """A file that does not say where schools stand."""
    return (
        f"Het bestand {file} zegt niet waar scholen staan: {why}. Er is niets geladen. "
        "Nodig is een kolom vestigingscode, met lon en lat, of x en y (Rijksdriehoek), of buurtcode."
    )


def location_unreadable(file: str, row: int, found: str) -> Finding:
    """A row with coordinates that are none, or that lie outside the Netherlands."""
    return Finding(
        FindingLevel.WARNING,
        "Deze regel heeft geen bruikbare vestigingscode, coördinaten of buurtcode en is overgeslagen.",
        file=file,
        row=row,
        found=found,
        expected="een vestigingscode, met coördinaten in Nederland of een buurtcode",
        example="14RC00; BU05180102; 4,3105; 52,0786",
    )


def unreadable_counts(count: int, file: str, row: int, column: str, example: str) -> Finding:
    """Cells that are no number of pupils; the figure of that school is then not there."""
    return Finding(
        FindingLevel.WARNING,
        f"{_times(count, 'waarde is', 'waarden zijn')} geen aantal leerlingen. Het cijfer van die school telt als "
        "'geen cijfer'. Hiernaast staat de eerste.",
        file=file,
        row=row,
        column=column,
        found=example,
        expected="een heel getal, leeg of <5",
    )


def rows_refused(count: int, file: str, row: int) -> Finding:
    """Rows without the code of a site or gemeente, that stand there again, or that are cut off."""
    return Finding(
        FindingLevel.WARNING,
        f"{_times(count, 'rij', 'rijen')} {_has(count)} geen vestigingscode of gemeentenummer, {_stands(count)} er al "
        f"of {_breaks(count)} halverwege af, en {_is(count)} niet geladen. Hiernaast staat de eerste.",
        file=file,
        row=row,
        expected="een vestigingscode als 14RC00, een gemeentenummer als 0308, en alle kolommen",
    )


def domain_left_out(what: str, file: str) -> Finding:
    """Columns of one subject that are not in the file."""
    return Finding(
        FindingLevel.WARNING,
        f"De kolommen voor {what} staan niet in het bestand; dat deel is overgeslagen, de rest is wel geladen.",
        file=file,
        column=what,
    )


def tests_left_out(names: Sequence[str], file: str) -> Finding:
    """Final tests that Startfoto does not know."""
    return Finding(
        FindingLevel.REMARK,
        f"De eindscores van {dutch.listing(names)} zijn niet geladen, omdat Startfoto deze toets niet kent. "
        "Meld dit aan de beheerder van Startfoto.",
        file=file,
        column=", ".join(names),
    )


def several_scores(file: str, site: str, test: str) -> Finding:
    """One site with two mean scores of one test."""
    return Finding(
        FindingLevel.WARNING,
        f"Vestiging {site} heeft twee gemiddelden voor {test}. Welk geldt, is niet duidelijk; dit cijfer is "
        "overgeslagen.",
        file=file,
        found=site,
    )


def not_scores(file: str, why: str) -> str:
    """A file that is no list of achterstandsscores."""
    return (
        f"In het bestand {file} zijn geen achterstandsscores gevonden: {why}. {_AGAIN} Nodig zijn een kolom met de "
        "vestigingscode of de gemeentecode, en een kolom met de score zonder of met drempel."
    )


def unreadable_score(count: int, file: str, row: int, column: str, example: str) -> Finding:
    """Cells that are no score."""
    return Finding(
        FindingLevel.WARNING,
        f"{_times(count, 'waarde is', 'waarden zijn')} geen score en {'telt' if count == 1 else 'tellen'} als "
        "'geen cijfer'. Hiernaast staat de eerste.",
        file=file,
        row=row,
        column=column,
        found=example,
        expected="een getal, leeg of een punt",
    )


def _times(count: int, singular: str, plural: str) -> str:
    return f"{dutch.number(count)} {singular if count == 1 else plural}"


def _has(count: int) -> str:
    return "heeft" if count == 1 else "hebben"


def _is(count: int) -> str:
    return "is" if count == 1 else "zijn"


def _stands(count: int) -> str:
    return "staat" if count == 1 else "staan"


def _breaks(count: int) -> str:
    return "breekt" if count == 1 else "breken"
