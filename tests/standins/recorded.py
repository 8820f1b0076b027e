"""Reads tables that others saved from CBS and RIVM, so that a stand-in can serve real ones from outside the project."""

import json
import re
from importlib.util import find_spec
from math import isnan
from pathlib import Path
from typing import Any

from .odata import Row
from .tables import MISSING, Column, Properties, Table, region_rows, rivm_dimensions, table_info

_PROPERTY_ORDER = ["odata.type", "ID", "Position", "ParentID", "Type", "Key", "Title", "Description"]
_EXTRA = {
    "GeoDetail": ["MapYear"],
    "GeoDimension": ["MapYear"],
    "Topic": ["Datatype", "Unit", "Decimals", "Default", "PresentationType"],
}


def read_statline_bq(folder: Path, table_id: str) -> Table:
    """A table from the parquet files of statline-bq; the untyped form is made from the typed one."""
    import pandas as pd

    def read(name: str) -> Any:
        return pd.read_parquet(folder / f"cbs.v3.{table_id}_{name}.parquet")

    renamed = read("DataProperties").rename(columns={"odata_type": "odata.type"})
    properties = [_property(row) for row in _records(renamed)]
    columns = read("TypedDataSet").to_dict("list")
    for row in properties:
        if row["Type"] == "Topic" and row["Datatype"] != "String":
            columns[row["Key"]] = [_untyped(value, row["Decimals"]) for value in columns[row["Key"]]]
    rows = [dict(zip(columns, cells, strict=True)) for cells in zip(*columns.values(), strict=True)]
    catalogue = json.loads((folder / f"cbs.v3.{table_id}_Metadata.json").read_text("utf-8"))
    info = {name: catalogue.get(name, "") for name in table_info(table_id, "", "CBS", "", "")} | {"ID": 0}
    dimensions = {
        row["Key"]: _records(read(row["Key"])) for row in properties if row["Type"] not in ("Topic", "TopicGroup")
    }
    return Table(table_id, info, properties, dimensions, rows)


def read_rivm_xlsx(path: Path, table_id: str = "50090NED") -> Table:
    """An RIVM table from a sheet with the rows of its UntypedDataSet (areas without a name there are named by code)."""
    import pandas as pd

    engine: Any = "calamine" if find_spec("python_calamine") else "openpyxl"
    data = pd.read_excel(path, dtype=str, keep_default_na=False, engine=engine)
    data["ID"] = data["ID"].astype(int)
    rows = [{str(name): value for name, value in row.items()} for row in data.to_dict("records")]
    periods = sorted(set(data["Perioden"]))
    made = Properties()
    for kind, name in (("Dimension", "Leeftijd"), ("Dimension", "Marges")):
        made.dimension(kind, name, name)
    made.dimension("GeoDetail", "WijkenEnBuurten", "Wijken en buurten", MapYear=2020)
    made.dimension("TimeDimension", "Perioden", "Perioden", ReleasePolicy=False)
    for name in data.columns[5:]:
        stem, _, number = name.rpartition("_")
        made.topic(_rivm_column(stem), int(number))
    named = dict(zip(data["WijkenEnBuurten"].str.strip(), data["Gemeentenaam_1"].str.strip(), strict=True))
    regions = [(code, name if code[:2] in ("NL", "GM") else code) for code, name in named.items()]
    ages, margins = sorted(set(data["Leeftijd"])), sorted(set(data["Marges"]))
    return Table(
        table_id,
        table_info(table_id, "Gezondheid per wijk en buurt", "RIVM", ", ".join(periods), "2022-01-01T02:00:00"),
        made.rows,
        rivm_dimensions(ages, margins, region_rows(regions), periods),
        rows,
    )


def _records(frame: Any) -> list[Row]:
    """The rows of a frame with None for what is missing."""
    return [dict(row) for row in frame.astype(object).where(frame.notna(), None).to_dict("records")]


def _property(row: Row) -> Row:
    """A row of DataProperties with the members of its own kind only; whole numbers became floats in parquet."""
    names = _PROPERTY_ORDER + _EXTRA.get(row["Type"], [])
    return {name: int(row[name]) if isinstance(row[name], float) else row[name] for name in names} | (
        {"ReleasePolicy": False} if row["Type"] == "TimeDimension" else {}
    )


def _untyped(value: float, decimals: int) -> str:
    return MISSING if isnan(value) else f"{value:8.{decimals}f}"


def _rivm_column(stem: str) -> Column:
    if stem in ("Gemeentenaam", "SoortRegio", "Codering"):
        return Column(stem, stem, "code", "String", presentation="")
    title = re.sub(r"(?<=[a-z0-9])(?=[A-Z])", " ", stem).capitalize()
    return Column(stem, title, "%", "Double", 1, presentation="Relative")
