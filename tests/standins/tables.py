"""CBS tables in memory, and builders of made-up ones in the shape of KWB and of the RIVM health tables."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from itertools import product
from typing import Any

from .odata import Row

MISSING = "       ."
"""How UntypedDataSet writes a number that is unknown or secret."""

Number = int | float
Cell = Number | str | None
Region = tuple[str, str]

_KINDS = {"NL": "Land", "GM": "Gemeente", "WK": "Wijk", "BU": "Buurt"}
_AGES = {"20300": "18 jaar of ouder", "53115": "18 tot 65 jaar", "80200": "65 jaar of ouder"}
_MARGINS = {"MW00000": "Waarde", "MOG0095": "Ondergrens", "MBG0095": "Bovengrens"}


@dataclass(frozen=True)
class Column:
    """A topic: its key is the stem and a running number, its group the titles of its TopicGroups joined by '/'."""

    stem: str
    title: str
    unit: str = "aantal"
    datatype: str = "Long"
    decimals: int = 0
    group: str | None = None
    presentation: str = "Absolute"


@dataclass(frozen=True, eq=False)
class Table:
    """One CBS table. `rows` are those of UntypedDataSet. Replace a table by another one; never change its rows."""

    id: str
    info: Row
    properties: list[Row]
    dimensions: dict[str, list[Row]]
    rows: list[Row]
    category_groups: list[Row] = field(default_factory=list)

    @cached_property
    def columns(self) -> list[str]:
        """The columns of the data sets: ID, the dimensions and the topics."""
        return ["ID", *(row["Key"] for row in self.properties if row["Type"] != "TopicGroup")]

    @cached_property
    def topics(self) -> frozenset[str]:
        """The keys of the topics."""
        return frozenset(row["Key"] for row in self.properties if row["Type"] == "Topic")

    @cached_property
    def typed(self) -> list[Row]:
        """The rows of TypedDataSet: numbers by Datatype, null where a number is missing."""
        kinds = {row["Key"]: {"Double": float, "String": None}.get(row["Datatype"], int) for row in self._topic_rows()}
        columns = []
        for name in self.columns:
            cells = [row[name] for row in self.rows]
            kind = kinds.get(name)
            columns.append([_number(cell, kind) for cell in cells] if kind else cells)
        return [dict(zip(self.columns, cells, strict=True)) for cells in zip(*columns, strict=True)]

    def key(self, stem: str, nth: int = 0) -> str:
        """The key of the topic with this stem (the nth one where stems repeat)."""
        keys: list[str] = [row["Key"] for row in self._topic_rows()]
        return [key for key in keys if key.rpartition("_")[0] == stem][nth]

    def _topic_rows(self) -> Iterable[Row]:
        return (row for row in self.properties if row["Type"] == "Topic")


def kwb_table(
    table_id: str,
    regions: Sequence[Region],
    columns: Sequence[Column],
    values: Mapping[str, Mapping[str, Cell]],
    *,
    year: int = 2024,
    first_number: int = 5,
    modified: str = "2025-03-27T02:00:00",
    changes: Mapping[str, str] | None = None,
) -> Table:
    """A table like "Kerncijfers wijken en buurten" of one year.

    `values` is stem -> region code -> number, "." (secret) or None (impossible); what is absent is ".". Where a stem
    repeats, "group/stem" goes before stem. Another `first_number` makes a revision with shifted keys. `changes` is
    region code -> '2' or '3' of the column on changed borders.
    """
    cells = []
    for column in columns:
        known = values.get(f"{column.group}/{column.stem}", values.get(column.stem, {}))
        cells.append([format_cell(known.get(code, "."), column) for code, _ in regions])
    return kwb_from_cells(
        table_id, regions, columns, cells, year=year, first_number=first_number, modified=modified, changes=changes
    )


def kwb_from_cells(
    table_id: str,
    regions: Sequence[Region],
    columns: Sequence[Column],
    cells: Sequence[Sequence[str | None]],
    *,
    year: int,
    first_number: int = 5,
    modified: str = "2025-03-27T02:00:00",
    changes: Mapping[str, str] | None = None,
) -> Table:
    """As kwb_table, from cells that are written out already: one sequence per column, in the order of the regions."""
    made = Properties()
    made.dimension("GeoDetail", "WijkenEnBuurten", "Wijken en buurten", MapYear=year)
    keys = [made.topic(column, number) for number, column in enumerate(_region_topics(), start=1)]
    border = Column("IndelingswijzigingWijkenEnBuurten", "Indelingswijziging", "code", "String", 0, "Regio", "")
    keys.append(made.topic(border, 4))
    keys += [made.topic(column, number) for number, column in enumerate(columns, start=first_number)]
    changes = changes or {}
    changed = [changes.get(code, "1" if code[:2] in ("WK", "BU") else ".") for code, _ in regions]
    texts = _region_texts(regions, codering_width=10)
    names = ["ID", "WijkenEnBuurten", *keys]
    area_keys = [code.ljust(10) for code, _ in regions]
    lines = zip(range(len(regions)), area_keys, *texts, changed, *cells, strict=True)
    title = f"Proeftabel wijken en buurten {year}"
    return Table(
        table_id,
        table_info(table_id, title, "CBS", str(year), modified),
        made.rows,
        {"WijkenEnBuurten": region_rows(regions)},
        [dict(zip(names, line, strict=True)) for line in lines],
    )


def rivm_table(
    table_id: str,
    regions: Sequence[Region],
    columns: Sequence[Column],
    values: Mapping[str, Mapping[Any, Cell]],
    *,
    periods: Sequence[str] = ("2022JJ00",),
    ages: Sequence[str] = ("20300",),
    margins: Sequence[str] = ("MW00000",),
    first_number: int = 4,
    modified: str = "2023-10-10T02:00:00",
) -> Table:
    """A table like 50120NED on dataderden; the national region is NL01.

    `values` is stem -> place -> number, "." or None, where a place is (code, period, age, margin), (code, period, age),
    (code, period) or code; the fullest one that is there counts, and none is ".".
    """
    made = Properties()
    made.dimension("Dimension", "Leeftijd", "Leeftijd")
    made.dimension("Dimension", "Marges", "Marges")
    made.dimension("GeoDetail", "WijkenEnBuurten", "Wijken en buurten", MapYear=int(periods[-1][:4]))
    made.dimension("TimeDimension", "Perioden", "Perioden", ReleasePolicy=False)
    keys = [made.topic(column, number) for number, column in enumerate(_region_topics(), start=1)]
    keys += [made.topic(column, number) for number, column in enumerate(columns, start=first_number)]
    names = ["ID", "Leeftijd", "Marges", "WijkenEnBuurten", "Perioden", *keys]
    texts = list(zip(*_region_texts(regions, codering_width=20), strict=True))
    rows = []
    for number, (age, margin, (place, (code, _)), period) in enumerate(
        product(ages, margins, enumerate(regions), periods)
    ):
        cells = [
            format_cell(_rivm_value(values.get(column.stem, {}), code, period, age, margin), column)
            for column in columns
        ]
        line = (number, age, margin, code.ljust(10), period, *texts[place], *cells)
        rows.append(dict(zip(names, line, strict=True)))
    title = "Proeftabel gezondheid per wijk en buurt"
    return Table(
        table_id,
        table_info(table_id, title, "RIVM", ", ".join(period[:4] for period in periods), modified),
        made.rows,
        rivm_dimensions(ages, margins, region_rows(regions), periods),
        rows,
    )


def format_cell(value: Cell, column: Column) -> str | None:
    """A value as UntypedDataSet writes it: numbers right-aligned to 8, "." for secret, null for impossible."""
    if value is None:
        return None
    if column.datatype == "String":
        return str(value).rjust(10)
    return MISSING if isinstance(value, str) else f"{value:8.{column.decimals}f}"


def table_info(table_id: str, title: str, catalog: str, period: str, modified: str) -> Row:
    """The row of TableInfos of a made-up table."""
    return {
        "ID": 0,
        "Title": title,
        "ShortTitle": title,
        "Identifier": table_id,
        "Summary": "Verzonnen cijfers\nvoor een proef",
        "Modified": modified,
        "ReasonDelivery": "Actualisering",
        "ExplanatoryText": "",
        "Language": "nl",
        "Catalog": catalog,
        "Frequency": "Onregelmatig",
        "Period": period,
        "ShortDescription": "\nVerzonnen cijfers.\n",
        "Description": "\r\nVerzonnen cijfers.\r\n",
        "DefaultPresentation": "",
        "DefaultSelection": "",
        "GraphTypes": "Table,Map",
        "OutputStatus": "Regulier",
        "Source": f"{catalog}.",
        "MetaDataModified": modified,
        "SearchPriority": "2",
    }


def region_rows(regions: Iterable[Region]) -> list[Row]:
    """The rows of the dimension WijkenEnBuurten."""
    rows = []
    for code, name in regions:
        national = code.startswith("NL")
        rows.append(
            {
                "Key": code.ljust(10),
                "Title": name,
                "Description": None if national else f"{_KINDS[code[:2]]} {name}",
                "Municipality": "" if national else f"GM{code[2:6]}",
                "DetailRegionCode": "" if national else code,
            }
        )
    return rows


def rivm_dimensions(
    ages: Iterable[str], margins: Iterable[str], areas: list[Row], periods: Iterable[str]
) -> dict[str, list[Row]]:
    """The four dimensions of an RIVM table, in its order."""
    return {
        "Leeftijd": [_dimension_row(key, _AGES.get(key, key)) for key in ages],
        "Marges": [_dimension_row(key, _MARGINS.get(key, key)) for key in margins],
        "WijkenEnBuurten": areas,
        "Perioden": [{"Key": key, "Title": key[:4], "Description": None, "Status": "Definitief"} for key in periods],
    }


class Properties:
    """Collects the rows of DataProperties; makes each TopicGroup when the first topic needs it."""

    def __init__(self) -> None:
        self.rows: list[Row] = []
        self._groups: dict[str, int] = {}
        self._position = 0

    def dimension(self, kind: str, key: str, title: str, **extra: Any) -> None:
        """Add a dimension; `extra` is MapYear or ReleasePolicy."""
        self._add(kind, None, key, title, self._next_position(), extra)

    def topic(self, column: Column, number: int) -> str:
        """Add a topic with this running number and return its key."""
        key = f"{column.stem}_{number}"
        extra = {
            "Datatype": column.datatype,
            "Unit": column.unit,
            "Decimals": column.decimals,
            "Default": "Impossible",
            "PresentationType": column.presentation,
        }
        parent = self._group(column.group) if column.group else None
        self._add("Topic", parent, key, column.title, self._next_position(), extra)
        return key

    def _group(self, path: str) -> int:
        if path not in self._groups:
            above, _, title = path.rpartition("/")
            parent = self._group(above) if above else None
            self._groups[path] = self._add("TopicGroup", parent, "", title, None, {})
        return self._groups[path]

    def _next_position(self) -> int:
        self._position += 1
        return self._position - 1

    def _add(
        self, kind: str, parent: int | None, key: str, title: str, position: int | None, extra: Mapping[str, Any]
    ) -> int:
        self.rows.append(
            {
                "odata.type": f"Cbs.OData.{kind}",
                "ID": len(self.rows),
                "Position": position,
                "ParentID": parent,
                "Type": kind,
                "Key": key,
                "Title": title,
                "Description": None,
                **extra,
            }
        )
        return len(self.rows) - 1


def _region_topics() -> list[Column]:
    names = [("Gemeentenaam", "naam"), ("SoortRegio", "omschrijving"), ("Codering", "code")]
    return [Column(stem, stem, unit, "String", 0, "Regio", "") for stem, unit in names]


def _region_texts(regions: Sequence[Region], codering_width: int) -> tuple[list[str], list[str], list[str]]:
    """The columns Gemeentenaam_1, SoortRegio_2 and Codering_3."""
    municipalities = {code[2:6]: name for code, name in regions if code.startswith("GM")}
    return (
        [municipalities.get(code[2:6], name)[:40].ljust(40) for code, name in regions],
        [_KINDS[code[:2]].ljust(10) for code, _ in regions],
        [code.ljust(codering_width) for code, _ in regions],
    )


def _dimension_row(key: str, title: str) -> Row:
    return {"Key": key, "Title": title, "Description": None, "CategoryGroupID": None}


def _rivm_value(known: Mapping[Any, Cell], code: str, period: str, age: str, margin: str) -> Cell:
    for place in ((code, period, age, margin), (code, period, age), (code, period), code):
        if place in known:
            return known[place]
    return "."


def _number(cell: str | None, kind: type[int] | type[float]) -> Number | None:
    return None if cell is None or cell.strip() in ("", ".") else kind(cell)
