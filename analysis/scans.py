"""What scans say, counted in schools: each school sets its own threshold, so their pupils are never added up."""

from duckdb import DuckDBPyConnection as Cursor

from model.catalogue import Domain
from model.region import municipality_of

_DELAYED = """
select domain, count(distinct site) from mart.scan_domain join mart.scan using (batch_id)
where region = ? and measure = 'delayed' and coalesce(value, upper) > 0 group by domain
"""
_CHOSEN = """
select code, count(distinct site) as schools from mart.scan_choice join mart.scan using (batch_id)
where region = ? and code <> '' group by code order by schools desc, code
"""
_COUNT = "select count(distinct site) from mart.scan where region = ?"


def count(cursor: Cursor, region: str) -> int:
    """How many schools of the gemeente of an area sent a scan that counts now."""
    row = cursor.execute(_COUNT, [_municipality(region)]).fetchone()
    return int(row[0]) if row else 0


def delayed(cursor: Cursor, region: str) -> dict[Domain, int]:
    """How many schools report pupils with a delay, per domain; a domain that nobody reports is left out."""
    found = dict(cursor.execute(_DELAYED, [_municipality(region)]).fetchall())
    return {domain: found[domain.value] for domain in Domain if domain.value in found}


def chosen(cursor: Cursor, region: str) -> dict[str, int]:
    """How many schools chose each intervention, by its code on the menukaart, the most chosen first.

    A school that chose one twice counts once; choices that were not recognised are left out.
    """
    return dict(cursor.execute(_CHOSEN, [_municipality(region)]).fetchall())


def _municipality(region: str) -> str:
    return municipality_of(region) or region
