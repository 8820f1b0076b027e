"""The made-up figures as the tables of CBS and RIVM: columns, padding, rounding and suppressed cells.

The rows have the form in which `cbsodata.download_data(..., dir=...)` keeps a table: one list of rows per resource.
"""

import math
from collections.abc import Mapping
from dataclasses import dataclass, replace

from figures import Figures, chance
from places import (
    BUURTEN,
    COUNTRY,
    COUNTRY_NAME,
    HEALTH_YEARS,
    MOVED_BORDER,
    MUNICIPALITY,
    MUNICIPALITY_NAME,
    OTHERS,
    WIJKEN,
    YEAR_OF_MOVE,
)

Row = dict[str, object]
Table = dict[str, list[Row]]
SECRET = "       ."
NOT_ASKED = ""
TABLE_IDS = {2019: "84583NED", 2020: "84799NED", 2021: "85039NED", 2022: "85318NED"}
HEALTH_TABLE = "50120NED"
MODIFIED = {2019: "2021-11-16", 2020: "2022-11-15", 2021: "2023-11-21", 2022: "2023-12-12"}
HEALTH_MODIFIED = "2023-10-24"
FEWEST_PEOPLE = 100
"""Under this number of inhabitants a buurt has hardly any figures."""
FEWEST_HOUSEHOLDS = 100
"""Under this number of households there are no figures on income."""


@dataclass(frozen=True)
class Area:
    """A row of the tables: its code, name and kind of area."""

    code: str
    name: str
    kind: str
    municipality: str
    """Name of the municipality that the row carries (the country's own name for the country)."""
    description: str | None = None


@dataclass(frozen=True)
class Column:
    """A topic of the Kerncijfers: its stem, title, place among the groups, unit, and how its cells are written."""

    stem: str
    title: str
    groups: tuple[str, ...]
    number: int
    """The running number behind the stem in 2020; other years are shifted, see `number_in`."""
    unit: str = "aantal"
    figure: str = ""
    """Name of the figure behind it; empty for text columns."""
    decimals: int = 0
    step: int = 1
    """Counts of wijken and buurten are rounded to multiples of this."""
    factor: float = 1.0
    over: str = ""
    """Name of the figure by which it is divided."""
    needs: str = "nothing"
    """What a small area must have: nothing, people, households or homes."""

    @property
    def datatype(self) -> str:
        """The Datatype of the metadata."""
        return "String" if not self.figure else "Double" if self.decimals else "Long"


_AGES = ("Bevolking", "Leeftijdsgroepen")
_ORIGIN = ("Bevolking", "Personen met een migratieachtergrond")
_NON_WESTERN = (*_ORIGIN, "Niet-westers")
_HOMES = ("Bevolking", "Particuliere huishoudens")
_PERSONS = ("Inkomen", "Inkomen van personen")
_HOUSEHOLDS = ("Inkomen", "Inkomen van huishoudens")
_AREA = ("Regioaanduiding",)
_NEAR = ("Nabijheid voorzieningen",)
_EDUCATION = ("Opleidingsniveau",)
_CARE = ("Zorg",)
_EURO = "x 1 000 euro"


def _count(stem: str, title: str, groups: tuple[str, ...], number: int, figure: str, step: int = 5) -> Column:
    return Column(stem, title, groups, number, figure=figure, step=step)


def _percent(stem: str, title: str, groups: tuple[str, ...], number: int, figure: str, needs: str) -> Column:
    return Column(stem, title, groups, number, "%", figure, decimals=1, factor=100.0, needs=needs)


COLUMNS = (
    Column("Gemeentenaam", "Gemeentenaam", _AREA, 1, "naam"),
    Column("SoortRegio", "Soort regio", _AREA, 2, "omschrijving"),
    Column("Codering", "Codering", _AREA, 3, "code"),
    Column("IndelingswijzigingWijkenEnBuurten", "Indelingswijziging wijken en buurten", _AREA, 4, "code"),
    _count("AantalInwoners", "Aantal inwoners", ("Bevolking",), 5, "inhabitants"),
    _count("k_0Tot15Jaar", "0 tot 15 jaar", _AGES, 8, "age_0"),
    _count("k_15Tot25Jaar", "15 tot 25 jaar", _AGES, 9, "age_15"),
    _count("k_25Tot45Jaar", "25 tot 45 jaar", _AGES, 10, "age_25"),
    _count("k_45Tot65Jaar", "45 tot 65 jaar", _AGES, 11, "age_45"),
    _count("k_65JaarOfOuder", "65 jaar of ouder", _AGES, 12, "age_65"),
    _count("WestersTotaal", "Westers totaal", _ORIGIN, 17, "western"),
    _count("NietWestersTotaal", "Niet-westers totaal", _NON_WESTERN, 18, "non_western"),
    _count("HuishoudensTotaal", "Huishoudens totaal", _HOMES, 28, "households"),
    _count("HuishoudensMetKinderen", "Huishoudens met kinderen", _HOMES, 31, "with_children"),
    Column("GemiddeldeWoningwaarde", "Gemiddelde woningwaarde", ("Wonen",), 35, _EURO, "home_value", needs="homes"),
    Column("OpleidingsniveauLaag", "Opleidingsniveau laag ", _EDUCATION, 64, figure="low_education", step=10,
           needs="people"),
    Column("OpleidingsniveauMiddelbaar", "Opleidingsniveau middelbaar ", _EDUCATION, 65, figure="middle_education",
           step=10, needs="people"),
    Column("OpleidingsniveauHoog", "Opleidingsniveau hoog ", _EDUCATION, 66, figure="high_education", step=10,
           needs="people"),
    Column("NettoArbeidsparticipatie", "Netto arbeidsparticipatie", ("Arbeid",), 67, "%", "participation", factor=100.0,
           needs="people"),
    Column("GemiddeldInkomenPerInwoner", "Gemiddeld inkomen per inwoner ", _PERSONS, 72, _EURO, "income", decimals=1,
           needs="households"),
    _percent("k_40HuishoudensMetLaagsteInkomen", "40% huishoudens met laagste inkomen", _HOUSEHOLDS, 76, "lowest_40",
             "households"),
    _percent("HuishoudensMetEenLaagInkomen", "Huishoudens met een laag inkomen", _HOUSEHOLDS, 78, "low_income",
             "households"),
    _percent("HuishOnderOfRondSociaalMinimum", "Huish. onder of rond sociaal minimum", _HOUSEHOLDS, 79,
             "social_minimum", "households"),
    Column("MediaanVermogenVanParticuliereHuish", "Mediaan vermogen van particuliere huish.", _HOUSEHOLDS, 82, _EURO,
           "wealth", decimals=1, needs="households"),
    _count("PersonenPerSoortUitkeringBijstand", "Personen per soort uitkering; Bijstand", ("Sociale zekerheid",), 83,
           "welfare", 10),
    _count("JongerenMetJeugdzorgInNatura", "Jongeren met jeugdzorg in natura ", _CARE, 87, "youth_care"),
    Column("PercentageJongerenMetJeugdzorg", "Percentage jongeren met jeugdzorg ", _CARE, 88, "%", "youth_care",
           decimals=1, factor=100.0, over="young", needs="people"),
    Column("AfstandTotKinderdagverblijf", "Afstand tot kinderdagverblijf", _NEAR, 107, "km", "childcare_distance",
           decimals=1),
    Column("AfstandTotSchool", "Afstand tot school", (*_NEAR, "Basisonderwijs"), 108, "km", "school_distance",
           decimals=1),
    Column("MateVanStedelijkheid", "Mate van stedelijkheid", ("Stedelijkheid",), 115, "code", "urbanity"),
)  # fmt: skip
INCOME_FIGURES = {"income", "lowest_40", "low_income", "social_minimum", "wealth"}
"""Not yet published in the newest year."""
_ALWAYS_TEN = {"welfare", "low_education", "middle_education", "high_education"}


def number_in(column: Column, year: int) -> int:
    """The running number behind the stem in a year; as with CBS, a column that comes or goes shifts what follows."""
    if year == 2019:
        return column.number - (2 if column.number >= 64 else 0)
    if year == 2021:
        return column.number + (1 if column.number >= 35 else 0)
    if year == 2022:
        return column.number + (1 if column.number >= 104 else 0)
    return column.number


def _columns(year: int) -> list[tuple[str, Column]]:
    """The columns of a year with their keys; the value of homes has another name from 2021 on."""
    found = []
    for original in COLUMNS:
        column = original
        if column.stem == "GemiddeldeWoningwaarde" and year >= 2021:
            column = replace(column, stem="GemiddeldeWOZWaardeVanWoningen", title="Gemiddelde WOZ-waarde van woningen")
        if column.figure == "wealth" and year < 2021:  # whole thousands in the older tables
            column = replace(column, decimals=0)
        found.append((f"{column.stem}_{number_in(column, year)}", column))
    return found


def areas() -> list[Area]:
    """All rows in the order of the tables: the country, then each gemeente by name with its wijken and buurten."""
    found = [Area(COUNTRY, COUNTRY_NAME, "Land", COUNTRY_NAME)]
    names = {other.code: other.name for other in OTHERS} | {MUNICIPALITY: MUNICIPALITY_NAME}
    for code, name in sorted(names.items(), key=lambda item: item[1]):
        found.append(Area(code, name, "Gemeente", name, f"Gemeente '{name}' ({code})"))
        if code == MUNICIPALITY:
            found += _parts(name)
    return found


def _parts(municipality: str) -> list[Area]:
    found = []
    for wijk in WIJKEN:
        about = f"Wijk '{wijk.name}' ({wijk.code}) is een wijk in de gemeente '{municipality}'."
        found.append(Area(wijk.code, wijk.name, "Wijk", municipality, about))
        for buurt in BUURTEN:
            if buurt.wijk == wijk.code:
                about = f"Buurt '{buurt.name}' ({buurt.code}) is een buurt in wijk '{wijk.name}'"
                about += f" in de gemeente '{municipality}'."
                found.append(Area(buurt.code, buurt.name, "Buurt", municipality, about))
    return found


def _regions() -> list[Row]:
    return [
        {
            "Key": area.code.ljust(10),
            "Title": area.name,
            "Description": area.description,
            "Municipality": "" if area.kind == "Land" else "GM" + area.code[2:6],
            "DetailRegionCode": "" if area.kind == "Land" else area.code,
        }
        for area in areas()
    ]


def _is_shown(column: Column, figures: Figures) -> bool:
    """Whether the source would publish a cell, given how few people or households there are."""
    if column.needs == "people":
        return figures["inhabitants"] >= FEWEST_PEOPLE
    if column.needs == "households":
        return figures["households"] >= FEWEST_HOUSEHOLDS
    if column.needs == "homes":
        return figures["households"] >= 60
    return column.figure not in ("welfare", "youth_care") or figures["age_0"] >= 10


def written(value: float, decimals: int = 0) -> str:
    """A number as in UntypedDataSet: a decimal point, right-aligned to eight."""
    return f"{value + 0.0:.{decimals}f}".rjust(8)


def _cell(column: Column, figures: Figures, area: Area, year: int) -> str:
    if year == max(TABLE_IDS) and column.figure in INCOME_FIGURES:
        return SECRET
    if not _is_shown(column, figures):
        return SECRET
    value = figures[column.figure] * column.factor / (figures[column.over] if column.over else 1.0)
    is_small = area.kind in ("Wijk", "Buurt")
    step = column.step if is_small or column.figure in _ALWAYS_TEN else 1
    if column.figure == "youth_care" and not column.over:
        step = 5
    return written(step * math.floor(value / step + 0.5) if not column.decimals else value, column.decimals)


def _text_cell(column: Column, area: Area, year: int) -> str:
    if column.stem == "Gemeentenaam":
        return area.municipality.ljust(40)
    if column.stem == "SoortRegio":
        return area.kind.ljust(10)
    if column.stem == "Codering":
        return area.code.ljust(10)
    if area.kind in ("Land", "Gemeente"):
        return "."
    return "3" if year == YEAR_OF_MOVE and area.code in MOVED_BORDER else "1"


def _topic(number: int, position: int, parent: int, key: str, column: Column) -> Row:
    return {
        "odata.type": "Cbs.OData.Topic",
        "ID": number,
        "Position": position,
        "ParentID": parent,
        "Type": "Topic",
        "Key": key,
        "Title": column.title,
        "Description": "Verzonnen voorbeeld.",
        "Datatype": column.datatype,
        "Unit": column.unit,
        "Decimals": column.decimals,
        "Default": "Missing" if column.figure == "wealth" else "Impossible",
        "PresentationType": "" if not column.figure else "Relative" if column.unit in ("%", _EURO) else "Absolute",
    }


def _properties(dimensions: list[Row], columns: list[tuple[str, Column]]) -> list[Row]:
    """DataProperties: the dimensions, then the topics under their groups, which come up when they are first needed."""
    rows = list(dimensions)
    groups: dict[tuple[str, ...], int] = {}
    for key, column in columns:
        for depth in range(1, len(column.groups) + 1):
            path = column.groups[:depth]
            if path not in groups:
                groups[path] = len(rows)
                rows.append(
                    {
                        "odata.type": "Cbs.OData.TopicGroup",
                        "ID": len(rows),
                        "Position": None,
                        "ParentID": groups.get(path[:-1]),
                        "Type": "TopicGroup",
                        "Key": "",
                        "Title": path[-1],
                        "Description": None,
                    }
                )
        position = int(key.rsplit("_", 1)[1]) + len(dimensions) - 1
        rows.append(_topic(len(rows), position, groups[column.groups], key, column))
    return rows


def _dimension(kind: str, number: int, key: str, title: str, extra: Mapping[str, object] | None = None) -> Row:
    row: Row = {
        "odata.type": f"Cbs.OData.{kind}",
        "ID": number,
        "Position": number,
        "ParentID": None,
        "Type": kind,
        "Key": key,
        "Title": title,
        "Description": "",
    }
    return row | dict(extra or {})


def _info(identifier: str, title: str, period: str, modified: str) -> list[Row]:
    is_health = identifier == HEALTH_TABLE
    about = f"{title}. Alle gebieden en cijfers zijn verzonnen; ze zeggen niets over een bestaande gemeente."
    return [
        {
            "ID": 0,
            "Title": title,
            "ShortTitle": title,
            "Identifier": identifier,
            "Summary": "Verzonnen cijfers van een verzonnen gemeente, in de vorm van de bron",
            "Modified": f"{modified}T02:00:00",
            "ReasonDelivery": "Actualisering",
            "ExplanatoryText": "",
            "Language": "nl",
            "Catalog": "RIVM" if is_health else "CBS",
            "Frequency": "Onregelmatig",
            "Period": period,
            "ShortDescription": about,
            "Description": about,
            "DefaultPresentation": "",
            "DefaultSelection": "",
            "GraphTypes": "Table,Map",
            "OutputStatus": "Regulier",
            "Source": f"Verzonnen, naar de vorm van {'RIVM' if is_health else 'CBS'}.",
            "MetaDataModified": f"{modified}T02:00:00",
            "SearchPriority": "2",
        }
    ]


def key_table(year: int, figures: Mapping[tuple[str, int], Figures]) -> Table:
    """The Kerncijfers of one year, by resource."""
    columns = _columns(year)
    rows: list[Row] = []
    for number, area in enumerate(areas()):
        row: Row = {"ID": number, "WijkenEnBuurten": area.code.ljust(10)}
        for key, column in columns:
            if column.figure:
                row[key] = _cell(column, figures[area.code, year], area, year)
            else:
                row[key] = _text_cell(column, area, year)
        rows.append(row)
    dimension = _dimension("GeoDetail", 0, "WijkenEnBuurten", "Wijken en buurten", {"MapYear": year})
    title = f"Kerncijfers wijken en buurten {year} (verzonnen voorbeeld)"
    return {
        "TableInfos": _info(TABLE_IDS[year], title, str(year), MODIFIED[year]),
        "DataProperties": _properties([dimension], columns),
        "CategoryGroups": [],
        "WijkenEnBuurten": _regions(),
        "UntypedDataSet": rows,
    }


_WELL = ("Gezondheid",)
_MIND = ("Psychosociale gezondheid",)
HEALTH_COLUMNS = (
    *(column for column in COLUMNS if column.stem in ("Gemeentenaam", "SoortRegio", "Codering")),
    Column("ErvarenGezondheidGoedZeerGoed", "Ervaren gezondheid (goed/zeer goed)", _WELL, 4, "%", "good_health", 1),
    Column("Overgewicht", "Overgewicht", _WELL, 9, "%", "overweight", 1),
    Column("HoogRisicoOpAngstOfDepressie", "Hoog risico op angst of depressie", _MIND, 25, "%", "anxiety", 1),
    Column("HeelVeelStressInAfgelopen4Weken", "(Heel) veel stress in afgelopen 4 weken", _MIND, 26, "%", "stress", 1),
    Column("MatigVeelRegieOverEigenLeven", "Matig/veel regie over eigen leven", _MIND, 27, "%", "control", 1),
    Column("ErnstigZeerErnstigEenzaam", "Ernstig/zeer ernstig eenzaam", _MIND, 28, "%", "lonely", 1),
    Column("MoeiteMetRondkomen", "Moeite met rondkomen", ("Sociale omgeving",), 33, "%", "hard_up", 1),
)  # fmt: skip
_AGE_KEY = "20300"
_MARGINS = {"MW00000": 0, "MOG0095": -1, "MBG0095": 1}
_ASKED_FROM = {"stress": 2020}


def _half_width(share: float, figures: Figures, kind: str, words: tuple[object, ...]) -> float:
    """Half the width of an interval, in points: the model is less sure of small areas."""
    unsure = {"Land": 0.35, "Gemeente": 1.3, "Wijk": 2.6, "Buurt": 3.6}[kind]
    few = math.sqrt(max(1.0, 900.0 / figures["adults"])) if kind == "Buurt" else 1.0
    return unsure * few * 2.0 * math.sqrt(share * (1.0 - share)) * (1.0 + 0.06 * abs(chance(*words)))


def _health_cell(column: Column, figures: Figures, area: Area, year: int, side: int) -> str:
    if year < _ASKED_FROM.get(column.figure, 0):
        return NOT_ASKED
    if figures["adults"] < FEWEST_PEOPLE and area.kind in ("Wijk", "Buurt"):
        return SECRET
    share = figures[column.figure]
    width = _half_width(share, figures, area.kind, (area.code, column.figure, year, side))
    return written(min(99.9, max(0.1, 100.0 * share + side * width)), 1)


def health_table(figures: Mapping[tuple[str, int], Figures]) -> Table:
    """The health monitor of all its years, by resource; rows run over years, then areas, then margins."""
    columns = [(f"{column.stem}_{column.number}", column) for column in HEALTH_COLUMNS]
    rows: list[Row] = []
    for margin, side in _MARGINS.items():
        for area in areas():
            for year in HEALTH_YEARS:
                row: Row = {
                    "ID": len(rows),
                    "Leeftijd": _AGE_KEY,
                    "Marges": margin,
                    "WijkenEnBuurten": area.code.ljust(10),
                    "Perioden": f"{year}JJ00",
                }
                for key, column in columns:
                    if column.stem == "Codering":
                        row[key] = area.code.ljust(20)
                    elif column.figure:
                        row[key] = _health_cell(column, figures[area.code, year], area, year, side)
                    else:
                        row[key] = _text_cell(column, area, year)
                rows.append(row)
    dimensions = [
        _dimension("Dimension", 0, "Leeftijd", "Leeftijd"),
        _dimension("Dimension", 1, "Marges", "Marges"),
        _dimension("GeoDetail", 2, "WijkenEnBuurten", "Wijken en buurten", {"MapYear": 2020}),
        _dimension("TimeDimension", 3, "Perioden", "Perioden", {"ReleasePolicy": False}),
    ]
    title = "Gezondheid per wijk en buurt; 2016, 2020 en 2022 (verzonnen voorbeeld)"
    names = {"MW00000": "Waarde", "MOG0095": "Ondergrens 95%-interval", "MBG0095": "Bovengrens 95%-interval"}
    plain: Row = {"Description": None, "CategoryGroupID": None}
    return {
        "TableInfos": _info(HEALTH_TABLE, title, "2016, 2020, 2022", HEALTH_MODIFIED),
        "DataProperties": _properties(dimensions, columns),
        "CategoryGroups": [],
        "Leeftijd": [{"Key": _AGE_KEY, "Title": "18 jaar of ouder", **plain}],
        "Marges": [{"Key": key, "Title": names[key], **plain} for key in _MARGINS],
        "WijkenEnBuurten": _regions(),
        "Perioden": [
            {"Key": f"{year}JJ00", "Title": str(year), "Description": None, "Status": "Definitief"}
            for year in HEALTH_YEARS
        ],
        "UntypedDataSet": rows,
    }
