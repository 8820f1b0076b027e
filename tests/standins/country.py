"""A made-up KWB table of the size of the whole country, for measuring speed and memory."""

import re
from typing import Any

import numpy as np

from .tables import MISSING, Column, Region, Table, kwb_from_cells

_TOPICS = """
Bevolking aantal: AantalInwoners Mannen Vrouwen k_0Tot15Jaar k_15Tot25Jaar k_25Tot45Jaar k_45Tot65Jaar k_65JaarOfOuder
Herkomst aantal: Nederland EuropaExclusiefNederland BuitenEuropa
Huishoudens aantal: HuishoudensTotaal Eenpersoonshuishoudens HuishoudensZonderKinderen HuishoudensMetKinderen
Wonen aantal: Woningvoorraad
Wonen %: PercentageEengezinswoning PercentageMeergezinswoning Koopwoningen HuurwoningenTotaal InBezitWoningcorporatie
Onderwijs aantal: BasisonderwijsVmboMbo1 HavoVwoMbo24 HboWo
Arbeid %: NettoArbeidsparticipatie PercentageWerknemers PercentageZelfstandigen
Inkomen %: k_40HuishoudensMetLaagsteInkomen k_20HuishoudensMetHoogsteInkomen HuishoudensMetEenLaagInkomen
Inkomen euro: GemiddeldInkomenPerInwoner GemiddeldInkomenPerInkomensontvanger MediaanVermogenVanParticuliereHuish
Uitkeringen aantal: PersonenPerSoortUitkeringBijstand PersonenPerSoortUitkeringAO PersonenPerSoortUitkeringWW
Zorg aantal: JongerenMetJeugdzorgInNatura WmoClienten
Zorg %: PercentageJongerenMetJeugdzorg
Bedrijven aantal: BedrijfsvestigingenTotaal
Voertuigen aantal: PersonenautoSTotaal Motorfietsen
Oppervlakte aantal: OppervlakteTotaal OppervlakteLand OppervlakteWater
Dichtheid score: Bevolkingsdichtheid Omgevingsadressendichtheid
"""
_PLACES = (
    "School Kinderdagverblijf Huisarts Supermarkt Bibliotheek Zwembad Sporthal Park Speeltuin Theater Station Kade"
)
_NUMERIC_TOPICS = 110


def country(table_id: str = "84799NED", regions: int = 17341, *, year: int = 2020, first_number: int = 5) -> Table:
    """A table with `regions` areas in the real proportions (at 17,341: 1 NL, 355 GM, 3,177 WK, 13,808 BU).

    It has 110 numeric topics; absolute ones add up from buurt to country, and one buurt in ten is secret in each.
    """
    areas, municipality, district = _areas(regions)
    random = np.random.default_rng(year)
    columns = _columns()
    kinds = np.array([code[:2] for code, _ in areas])
    cells = [_cells(column, random, kinds, municipality, district) for column in columns]
    return kwb_from_cells(table_id, areas, columns, cells, year=year, first_number=first_number)


def _columns() -> list[Column]:
    columns = []
    for line in _TOPICS.strip().splitlines():
        head, _, stems = line.partition(": ")
        group, unit = head.split()
        for stem in stems.split():
            columns.append(_column(stem, group, unit, "Absolute" if unit == "aantal" else "Relative"))
    for place in _PLACES.split():
        columns.append(_column(f"AfstandTot{place}", "Nabijheid", "km", "Relative"))
        columns += [_column(f"{place}Binnen{reach}Km", "Nabijheid", "stuks", "Relative") for reach in (1, 3, 5, 10, 20)]
    return columns[:_NUMERIC_TOPICS]


def _column(stem: str, group: str, unit: str, presentation: str) -> Column:
    title = re.sub(r"(?<=[a-z])(?=[A-Z0-9])|(?<=[0-9])(?=[A-Z])", " ", stem.removeprefix("k_")).capitalize()
    decimals = 1 if unit in ("km", "stuks", "euro") else 0
    return Column(stem, title, unit, "Double" if decimals else "Long", decimals, group, presentation)


def _areas(count: int) -> tuple[list[Region], Any, Any]:
    """The areas in the order of the table, and of each its municipality and its wijk (0: above that level)."""
    municipalities = max(1, round(count * 355 / 17341))
    districts = max(municipalities, round(count * 3177 / 17341))
    neighbourhoods = count - 1 - municipalities - districts
    wijken = np.bincount(np.arange(districts) % municipalities, minlength=municipalities)
    buurten = np.bincount(np.arange(neighbourhoods) % districts, minlength=districts)
    areas: list[Region] = [("NL00", "Nederland")]
    municipality, district = [0], [0]
    number = 0
    for gemeente in range(1, municipalities + 1):
        areas.append((f"GM{gemeente:04}", f"Gemeente {gemeente}"))
        municipality.append(gemeente)
        district.append(0)
        for wijk in range(wijken[gemeente - 1]):
            number += 1
            areas.append((f"WK{gemeente:04}{wijk:02}", f"Wijk {wijk:02} van {gemeente}"))
            areas += [(f"BU{gemeente:04}{wijk:02}{b:02}", f"Buurt {b:02}") for b in range(buurten[number - 1])]
            municipality += [gemeente] * (1 + int(buurten[number - 1]))
            district += [number] * (1 + int(buurten[number - 1]))
    return areas, np.array(municipality), np.array(district)


def _cells(column: Column, random: Any, kinds: Any, municipality: Any, district: Any) -> list[str]:
    """One column as UntypedDataSet writes it."""
    is_buurt = kinds == "BU"
    if column.presentation == "Absolute":
        values = np.where(is_buurt, random.integers(0, 400, len(kinds)) * 5, 0)
        wijken, gemeenten = np.bincount(district, values), np.bincount(municipality, values)
        sums = np.where(kinds == "WK", wijken[district], gemeenten[municipality])
        values = np.where(is_buurt, values, sums)
        values[0] = gemeenten.sum()
    else:
        values = random.uniform(1, 100, len(kinds))
    secret = is_buurt & (random.random(len(kinds)) < 0.1)
    form = f"%8.{column.decimals}f"
    return [MISSING if hidden else form % value for hidden, value in zip(secret.tolist(), values.tolist(), strict=True)]
