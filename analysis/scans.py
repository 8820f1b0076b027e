"""What scans say, counted in schools: each school sets its own threshold, so their pupils are never added up."""

from duckdb import DuckDBPyConnection as Cursor

from analysis.shared_scans import shown_to_lea
from model.catalogue import Domain
from model.choices import Audience
from model.region import Level, level_of, municipality_of

_IN_AREA = """
with scan as (
    select scan.* from mart.scan as scan
    where scan.region = $municipality and ($within = '' or site in (
        select vestiging from mart.school where region = $municipality and starts_with(substr(buurt, 3), $within)
            and period = (select max(period) from mart.school where region = $municipality)))
)
"""
_COUNT = _IN_AREA + "select count(distinct site) from scan"
_DELAYED = f"""{_IN_AREA}
select domain, count(distinct site) from mart.scan_domain join scan using (batch_id)
where measure = 'delayed' and coalesce(value, upper) > 0 group by domain
"""
_CHOSEN = f"""{_IN_AREA}
select code, count(distinct site) as schools from mart.scan_choice join scan using (batch_id)
where code <> '' group by code order by schools desc, code
"""


def count(cursor: Cursor, region: str, audience: Audience = Audience.MUNICIPALITY) -> int:
    """How many schools in an area sent a scan that counts now; for the LEA see `shown_to_lea`, 0 if it is not told."""
    if audience is Audience.LEA:
        return shown_to_lea(cursor, region).schools.get(region, 0)
    row = cursor.execute(_COUNT, _asked(region)).fetchone()
    return int(row[0]) if row else 0


def delayed(cursor: Cursor, region: str, audience: Audience = Audience.MUNICIPALITY) -> dict[Domain, int]:
    """How many schools in an area report pupils with a delay, per domain; a domain that nobody reports is left out.

    For the LEA also what is not told is left out, see `shown_to_lea`.
    """
    if audience is Audience.LEA:
        found = shown_to_lea(cursor, region).delayed_in(region)
    else:
        found = dict(cursor.execute(_DELAYED, _asked(region)).fetchall())
    return {domain: found[domain.value] for domain in Domain if domain.value in found}


def chosen(cursor: Cursor, region: str, audience: Audience = Audience.MUNICIPALITY) -> dict[str, int]:
    """How many schools in an area chose each intervention, by its code on the menukaart, the most chosen first.

    A school that chose one twice counts once; choices that were not recognised are left out, and for the LEA what is
    not told, see `shown_to_lea`.
    """
    if audience is Audience.LEA:
        found = shown_to_lea(cursor, region).chosen_in(region)
        return dict(sorted(found.items(), key=lambda item: (-item[1], item[0])))
    return dict(cursor.execute(_CHOSEN, _asked(region)).fetchall())


def _asked(region: str) -> dict[str, object]:
    is_part = level_of(region) in (Level.WIJK, Level.BUURT)
    return {"municipality": municipality_of(region) or region, "within": region[2:] if is_part else ""}
