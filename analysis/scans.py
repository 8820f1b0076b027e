"""What scans say, counted in schools: each school sets its own threshold, so their pupils are never added up."""

from collections.abc import Iterable

from duckdb import DuckDBPyConnection as Cursor

from model.catalogue import Domain
from model.choices import Audience
from model.region import Level, level_of, municipality_of
from model.scan import Sharing

FEWEST_SCHOOLS = 3
"""What fewer schools say is not shown to others than the gemeente: it could be known which school says it."""

_IN_AREA = """
with scan as (
    select scan.* from mart.scan as scan
    where scan.region = $municipality and list_contains($sharing, scan.sharing) and ($within = '' or site in (
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
_MAY_SEE: dict[Audience, list[str]] = {
    Audience.MUNICIPALITY: list(Sharing),
    Audience.LEA: [Sharing.LEA_ANONYMOUS, Sharing.LEA_NAMED],
}
"""Which scans count for whom where no school is named."""


def count(cursor: Cursor, region: str, audience: Audience = Audience.MUNICIPALITY) -> int:
    """How many schools in an area sent a scan that counts now; for the LEA those whose board shares it, 0 if few."""
    row = cursor.execute(_COUNT, _asked(region, audience)).fetchone()
    found = int(row[0]) if row else 0
    return 0 if audience is Audience.LEA and found < FEWEST_SCHOOLS else found


def delayed(cursor: Cursor, region: str, audience: Audience = Audience.MUNICIPALITY) -> dict[Domain, int]:
    """How many schools in an area report pupils with a delay, per domain; a domain that nobody reports is left out."""
    if not count(cursor, region, audience):
        return {}
    found = _shown(cursor.execute(_DELAYED, _asked(region, audience)).fetchall(), audience)
    return {domain: found[domain.value] for domain in Domain if domain.value in found}


def chosen(cursor: Cursor, region: str, audience: Audience = Audience.MUNICIPALITY) -> dict[str, int]:
    """How many schools in an area chose each intervention, by its code on the menukaart, the most chosen first.

    A school that chose one twice counts once; choices that were not recognised are left out.
    """
    if not count(cursor, region, audience):
        return {}
    return _shown(cursor.execute(_CHOSEN, _asked(region, audience)).fetchall(), audience)


def _shown(counts: Iterable[tuple[str, int]], audience: Audience) -> dict[str, int]:
    """The counts; for the LEA without those of so few schools that it could be known which."""
    return {what: found for what, found in counts if audience is Audience.MUNICIPALITY or found >= FEWEST_SCHOOLS}


def _asked(region: str, audience: Audience) -> dict[str, object]:
    is_part = level_of(region) in (Level.WIJK, Level.BUURT)
    return {
        "municipality": municipality_of(region) or region,
        "sharing": _MAY_SEE[audience],
        "within": region[2:] if is_part else "",
    }
