"""The made-up share of young people who leave school early, as CBS's table of gemeenten and school years."""

# isort: split
from figures import chance
from places import COUNTRY, MUNICIPALITY, OTHERS
from tables import Column, Row, Table, _dimension, _info, _properties, areas, written

LEAVERS_TABLE = "84780NED"
SCHOOL_YEARS = (2018, 2019, 2020, 2021)
_SEXES = {"T001038": "Totaal mannen en vrouwen", "3000   ": "Mannen", "4000   ": "Vrouwen"}
_OF_SEX = {"T001038": 0.0, "3000   ": 0.5, "4000   ": -0.5}
_LEVEL = {2018: 2.1, 2019: 1.8, 2020: 1.9, 2021: 2.4}
"""The country's percentage in the school year that began in this year."""
_OF_MUNICIPALITY = 0.5
"""By how many points Lindewaard lies above it."""
_COLUMN = Column(
    "VoortijdigSchoolverlatersPercentage", "Voortijdig schoolverlaters (percentage)", ("Voortijdig schoolverlaters",),
    4, "%", "leavers",
)  # fmt: skip


def _percentage(code: str, year: int, sex: str) -> int:
    """In whole percents, as CBS publishes them: more where people are poorer."""
    poverty = {COUNTRY: 0.0, MUNICIPALITY: _OF_MUNICIPALITY} | {other.code: -1.5 * other.prosperity for other in OTHERS}
    noise = 0.0 if code in (COUNTRY, MUNICIPALITY) else 0.2 * chance(code, "leavers", year)
    return max(0, round(_LEVEL[year] + poverty[code] + noise + _OF_SEX[sex]))


def leavers_table() -> Table:
    """The table by resource; rows run over sexes, then areas, then school years."""
    key = f"{_COLUMN.stem}_{_COLUMN.number}"
    places = [area for area in areas() if area.kind in ("Land", "Gemeente")]
    rows: list[Row] = []
    for sex in _SEXES:
        for area in places:
            for year in SCHOOL_YEARS:
                row: Row = {
                    "ID": len(rows),
                    "Geslacht": sex,
                    "Regiokenmerken": area.code,
                    "Perioden": f"{year}SJ00",
                    key: written(_percentage(area.code, year, sex)),
                }
                rows.append(row)
    dimensions = [
        _dimension("Dimension", 0, "Geslacht", "Geslacht"),
        _dimension("GeoDimension", 1, "Regiokenmerken", "Regiokenmerken"),
        _dimension("TimeDimension", 2, "Perioden", "Perioden", {"ReleasePolicy": False}),
    ]
    title = "Voortijdig schoolverlaters; geslacht, woonregio (verzonnen voorbeeld)"
    plain: Row = {"Description": None, "CategoryGroupID": None}
    return {
        "TableInfos": _info(LEAVERS_TABLE, title, "2018/'19 - 2021/'22", "2023-03-14"),
        "DataProperties": _properties(dimensions, [(key, _COLUMN)]),
        "CategoryGroups": [],
        "Geslacht": [{"Key": sex, "Title": name, **plain} for sex, name in _SEXES.items()],
        "Regiokenmerken": [{"Key": area.code, "Title": area.name, "Description": None} for area in places],
        "Perioden": [
            {"Key": f"{year}SJ00", "Title": f"{year}/'{(year + 1) % 100}", "Description": None, "Status": "Definitief"}
            for year in SCHOOL_YEARS
        ],
        "UntypedDataSet": rows,
    }
