"""Which schools have figures or a scan, and where the scan of a school came from."""

from dataclasses import dataclass, replace
from datetime import datetime

from duckdb import DuckDBPyConnection as Cursor

from analysis.lineage import File, files_of

_SITES = """
with site as (
    select vestiging as site, name, period from mart.school where region = $region
    union all select site, name, '' from mart.scan where region = $region
)
select site, arg_max(name, period) as called from site
where site in (select vestiging from mart.school_figure) or site in (select site from mart.scan)
group by site order by lower(called), site
"""
_FIGURES = (
    "select distinct indicator, period from mart.school_figure where vestiging = ? order by indicator, period desc"
)
_SCAN = """
select scan.site, scan.name, scan.school_year, scan.file, scan.sheet, scan.row_number, load.load_id, scan.batch_id,
    load.loaded_at
from mart.scan as scan join work.load as load using (load_id) where scan.site = ?
"""


@dataclass(frozen=True)
class ScanTrace:
    """Where the scan of a school that counts now came from."""

    site: str
    name: str
    school_year: str
    file: str
    sheet: str
    row: int | None
    load: int
    batch: int
    loaded_at: datetime
    received: tuple[File, ...] = ()
    """The file itself; none where it may not be kept."""


def sites(cursor: Cursor, municipality: str) -> dict[str, str]:
    """The school sites of a gemeente with a figure or a scan, by name: site to name."""
    return dict(cursor.execute(_SITES, {"region": municipality}).fetchall())


def figures_of(cursor: Cursor, site: str) -> list[tuple[str, str]]:
    """The indicators that a school site has figures of, each with its periods, the latest first."""
    return [(indicator, period) for indicator, period in cursor.execute(_FIGURES, [site]).fetchall()]


def trace_scan(cursor: Cursor, site: str) -> ScanTrace | None:
    """The scan of a school site, followed back to file, sheet and row; its former ones are in `store.scans.history`."""
    row = cursor.execute(_SCAN, [site]).fetchone()
    if row is None:
        return None
    found = ScanTrace(*row)
    return replace(found, received=tuple(file for file in files_of(cursor, found.load) if file.name == found.file))
