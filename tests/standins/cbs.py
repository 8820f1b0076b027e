"""A stand-in of CBS OData 3: catalogue, Feed with pages, and the Api that refuses more than 10,000 records."""

import json
from collections.abc import Collection, Iterable, Mapping, Sequence
from typing import Any
from urllib.parse import quote
from xml.sax.saxutils import escape

from .country import country
from .faults import Fault, FaultKind, Faults
from .odata import KNOWN_OPTIONS, Row, parse_filter, select_columns, whole_number
from .recorded import read_rivm_xlsx, read_statline_bq
from .server import RefusedError, Reply, Request, StandIn
from .tables import MISSING, Cell, Column, Region, Table, kwb_table, rivm_table

__all__ = [
    "MISSING",
    "CbsStandIn",
    "Cell",
    "Column",
    "Fault",
    "FaultKind",
    "Faults",
    "Region",
    "Table",
    "country",
    "kwb_table",
    "read_rivm_xlsx",
    "read_statline_bq",
    "rivm_table",
]

TOO_MANY = "query returns more than 10000 records"
_JSON = "application/json;odata=minimalmetadata;streaming=true;charset=utf-8"
_ATOM = "application/atom+xml;type=feed;charset=utf-8"
_FIXED = ["TableInfos", "UntypedDataSet", "TypedDataSet", "DataProperties", "CategoryGroups"]


class CbsStandIn(StandIn):
    """opendata.cbs.nl or dataderden.cbs.nl with these tables.

    `tables` may be changed while it runs (a second revision). `page_size` is the page of the Feed and the limit of
    the Api, 10,000 at CBS. A reply is made once and kept for as long as its table stays the same object.
    """

    def __init__(self, tables: Iterable[Table] = (), page_size: int = 10_000) -> None:
        super().__init__()
        self.tables = {table.id: table for table in tables}
        self.page_size = page_size
        self._made: dict[str, tuple[Table, Reply]] = {}

    def answer(self, request: Request) -> Reply:
        """The records that are asked for; raises RefusedError where CBS would refuse."""
        match [part for part in request.path.split("/") if part]:
            case ["ODataCatalog", "Tables"]:
                return self._records(request, f"{self.address}/ODataCatalog/$metadata#Tables", self._catalogue())
            case ["ODataFeed" | "ODataApi" as service, "odata" | "OData", table_id, *rest] if len(rest) <= 1:
                return self._table_reply(request, service, table_id, rest[0] if rest else None)
        raise RefusedError(404, "Resource not found.")

    def empty(self, request: Request) -> Reply:
        """An envelope whose `value` is empty."""
        return _json_reply({"odata.metadata": f"{self.address}{request.path}/$metadata", "value": []})

    def failure(self, request: Request, refusal: RefusedError) -> Reply:
        """A refusal as an `odata.error` document."""
        too_many = refusal.message == TOO_MANY
        shown = "An error has occurred." if too_many else refusal.message
        error: Row = {"code": "", "message": {"lang": "nl-NL", "value": shown}}
        if too_many:
            error["innererror"] = {"message": TOO_MANY, "type": "System.Exception", "stacktrace": ""}
        return _json_reply({"odata.error": error}, refusal.status)

    def _table_reply(self, request: Request, service: str, table_id: str, resource: str | None) -> Reply:
        table = self.tables.get(table_id)
        if table is None:
            raise RefusedError(404, f"Resource not found for the segment '{table_id}'.")
        made = self._made.get(request.raw)
        if made is None or made[0] is not table:
            made = table, self._make(request, service, table, resource)
            self._made[request.raw] = made
        return made[1]

    def _make(self, request: Request, service: str, table: Table, resource: str | None) -> Reply:
        root = f"{self.address}/{service}/OData/{table.id}"
        if resource is None:
            base = f"{self.address}/{service}/odata/{table.id}"
            names = [*_FIXED, *table.dimensions]
            entries = [{"name": name, "url": f"{base}/{name}"} for name in names]
            return self._records(request, f"{root}/$metadata", entries)
        rows, columns = _resource(table, resource)
        metadata = f"{root}/$metadata#Cbs.OData.WebAPI.{resource}"
        is_data = resource in ("TypedDataSet", "UntypedDataSet")
        return self._records(request, metadata, rows, columns, table.topics if is_data else ())

    def _records(
        self,
        request: Request,
        metadata: str,
        rows: Sequence[Row],
        columns: Sequence[str] | None = None,
        topics: Collection[str] = (),
    ) -> Reply:
        """The records that the query options ask for; with `columns` a page of them, with a link to the next."""
        options = request.options
        is_api = request.path.startswith("/ODataApi/")
        if not is_api and options.get("$format") != "json":
            return Reply(_atom(metadata).encode(), _ATOM)
        for name in options:
            if name.startswith("$") and name not in KNOWN_OPTIONS:
                raise RefusedError(400, f"The query option '{name}' is not served by this stand-in.")
        limit = self.page_size if columns else len(rows)
        columns = columns or list(dict.fromkeys(name for row in rows for name in row))
        if columns and options.get("$filter"):
            chosen = parse_filter(options["$filter"], columns)
            if is_api and chosen.columns & set(topics):
                raise RefusedError(500, TOO_MANY)
            rows = [row for row in rows if chosen.matches(row)]
        skip, top = whole_number(options, "$skip") or 0, whole_number(options, "$top")
        rows = rows[skip:] if top is None else rows[skip : skip + top]
        if is_api and len(rows) > limit:
            raise RefusedError(500, TOO_MANY)
        page = select_columns(rows[:limit], columns, options.get("$select") if columns else None)
        content: Row = {"odata.metadata": metadata, "value": page}
        if len(rows) > limit:
            content["odata.nextLink"] = self._next_link(metadata, request, skip, top)
        return _json_reply(content)

    def _next_link(self, metadata: str, request: Request, skip: int, top: int | None) -> str:
        """Absolute, with a literal `$`, the other options repeated, and the trailing slash of the request kept."""
        root = metadata.partition("/$metadata")[0]
        slash = "/" if request.path.endswith("/") else ""
        resource = request.path.rstrip("/").rpartition("/")[2]
        options = {name: value for name, value in request.options.items() if name != "$skip"}
        if top is not None:
            options["$top"] = str(top - self.page_size)
        options["$skip"] = str(skip + self.page_size)
        query = "&".join(f"{name}={quote(value, safe='')}" for name, value in options.items())
        return f"{root}/{resource}{slash}?{query}"

    def _catalogue(self) -> list[Row]:
        rows = []
        for number, table in enumerate(self.tables.values()):
            urls = {f"{name}Url": f"{self.address}/OData{name}/OData/{table.id}" for name in ("Api", "Feed")}
            row = {name: value for name, value in table.info.items() if name != "Description"} | urls
            row |= {"ID": number, "Updated": table.info["Modified"]}
            row |= {"SummaryAndLinks": "<br />".join([table.info["Summary"], *urls.values()])}
            row |= {"RecordCount": len(table.rows), "ColumnCount": len(table.columns) - 1}
            rows.append(row)
        return rows


def _resource(table: Table, name: str) -> tuple[Sequence[Row], Sequence[str]]:
    """The rows and the columns of a resource."""
    match name:
        case "TypedDataSet":
            return table.typed, table.columns
        case "UntypedDataSet":
            return table.rows, table.columns
        case "CategoryGroups":
            return table.category_groups, ["ID", "DimensionKey", "Title", "Description", "ParentID"]
        case "TableInfos":
            rows = [table.info]
        case "DataProperties":
            rows = table.properties
        case _ if name in table.dimensions:
            rows = table.dimensions[name]
        case _:
            raise RefusedError(404, f"Resource not found for the segment '{name}'.")
    return rows, list(dict.fromkeys(column for row in rows for column in row))


def _json_reply(content: Mapping[str, Any], status: int = 200) -> Reply:
    return Reply(json.dumps(content, ensure_ascii=False, separators=(",", ":")).encode(), _JSON, status)


def _atom(metadata: str) -> str:
    """What a client gets that forgets `$format=json`: a feed without its entries is enough to trip it."""
    head = '<?xml version="1.0" encoding="utf-8"?>'
    return f'{head}<feed xmlns="http://www.w3.org/2005/Atom"><id>{escape(metadata)}</id></feed>'
