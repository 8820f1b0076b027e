"""The response: which schools have sent a scan and which not, per bestuur and sector, with the pupils they cover."""

from dataclasses import dataclass
from datetime import date

import pandas as pd
from duckdb import DuckDBPyConnection as Cursor

from analysis.areas import NAME
from analysis.disclosure import published
from analysis.shared_scans import shown_to_lea
from model.choices import Audience
from model.disclosed import Disclosed
from model.region import municipality_of
from model.scan import Sharing

PUPILS = "leerlingen"
"""The indicator that counts the pupils of a school."""

_SCHOOLS = f"""
with register as (
    select vestiging as site, name, place, sector, board, buurt, lon, lat from mart.school
    where region = $region and period = (select max(period) from mart.school where region = $region)
), pupils as (
    select vestiging as site, value, lower, upper, status, period from mart.school_figure
    where indicator = '{PUPILS}' and region = $region
    qualify row_number() over (partition by vestiging order by period desc, batch_id desc) = 1
), scan as (
    select scan.*, load.loaded_at::date as received,
        (select count(*) from mart.scan_choice as choice where choice.batch_id = scan.batch_id) as choices,
        (select count(*) from mart.scan_wish as wish where wish.batch_id = scan.batch_id) as wishes
    from mart.scan as scan join work.load as load using (load_id)
    where scan.region = $region and list_contains($sharing, scan.sharing)
), board_name as (
    select register.board, mode(scan.board) as name from scan join register using (site)
    where scan.board <> '' and register.board <> '' group by register.board
), wijk as (select region, name from {NAME})
select coalesce(register.site, scan.site) as site, coalesce(register.name, scan.name) as name,
    coalesce(register.place, scan.place) as place, coalesce(nullif(scan.sector, ''), register.sector) as sector,
    coalesce(board_name.name, scan.board, 'bestuur ' || register.board, 'bestuur onbekend') as board,
    wijk.region as wijk, wijk.name as wijk_name, register.lon, register.lat,
    pupils.lower as pupils_lower, pupils.upper as pupils_upper, pupils.value as pupils, pupils.period as pupils_period,
    scan.site is not null as has_scan, scan.sharing, scan.school_year, scan.received, scan.choices, scan.wishes
from register full join scan using (site) left join pupils on pupils.site = coalesce(register.site, scan.site)
left join board_name on board_name.board = register.board
left join wijk on wijk.region = 'WK' || substr(register.buurt, 3, 6)
order by lower(coalesce(register.name, scan.name)), coalesce(register.site, scan.site)
"""

_WITHOUT_PLACE = """
select count(*) from mart.school
where region = ? and lon is null and period = (select max(period) from mart.school where region = ?)
"""
_REGISTER = """
select load.title, load.period, load.retrieved_at::date from mart.school join work.load as load using (load_id)
where region = ? order by load.period desc, load.load_id desc limit 1
"""


@dataclass(frozen=True)
class Coverage:
    """How many of a group of schools sent a scan, and how many pupils go there."""

    schools: int
    scans: int
    pupils: tuple[float, float] | None
    """The pupils of all schools as bounds, because `<5` is one; None where a school's number is not known."""
    covered: tuple[float, float] | None
    """The pupils of the schools with a scan, likewise."""

    @property
    def share(self) -> tuple[float, float] | None:
        """Which percentage of the pupils goes to a school with a scan, as bounds; None when not known or none."""
        if self.pupils is None or self.covered is None or not self.pupils[1]:
            return None
        uncovered = (self.pupils[0] - self.covered[0], self.pupils[1] - self.covered[1])
        return (
            100 * self.covered[0] / max(self.covered[0] + uncovered[1], 1),
            100 * self.covered[1] / max(self.covered[1] + uncovered[0], 1),
        )


NAMED: dict[Audience, list[str]] = {
    Audience.MUNICIPALITY: list(Sharing),
    Audience.LEA: [Sharing.LEA_NAMED],
}
"""Which scans may be seen with the name of their school, or where it can be recognised: on a map, in one wijk."""


def unnamed(cursor: Cursor, region: str) -> int:
    """How many scans of the gemeente of an area the LEA may see without the name of their school.

    0 also where that number is not told, because it would show which schools they are (`analysis.shared_scans`).
    """
    return shown_to_lea(cursor, region).unnamed


def schools(cursor: Cursor, region: str, audience: Audience = Audience.MUNICIPALITY) -> Disclosed:
    """All schools of the gemeente of an area, by name, and locations that sent a scan without being in the register.

    For the LEA a school has a scan only where its board agreed to its name being shown.

    Columns: site, name, place, sector, board, wijk, wijk_name, lon, lat, pupils with pupils_lower, pupils_upper and
    pupils_period (DUO, by school), has_scan, and of the scan that counts: sharing, school_year, received, choices,
    wishes. A bestuur has the name that its schools' scans give it, else its number.
    """
    asked = {"region": municipality_of(region) or region, "sharing": NAMED[audience]}
    rows = cursor.execute(_SCHOOLS, asked).to_arrow_table().to_pandas()
    exact = rows["pupils"].notna()
    rows.loc[exact, "pupils_lower"] = rows.loc[exact, "pupils"]
    rows.loc[exact, "pupils_upper"] = rows.loc[exact, "pupils"]
    return published(rows)


def register(cursor: Cursor, region: str) -> tuple[str, str, date] | None:
    """Which register of schools counts: title, period, and the day of retrieval; None when there is none."""
    row = cursor.execute(_REGISTER, [municipality_of(region) or region]).fetchone()
    return (str(row[0]), str(row[1]), row[2]) if row else None


def without_place(cursor: Cursor, region: str) -> int:
    """How many schools of the newest register of a gemeente have no place on the map."""
    municipality = municipality_of(region) or region
    row = cursor.execute(_WITHOUT_PLACE, [municipality, municipality]).fetchone()
    return int(row[0]) if row else 0


def coverage(rows: pd.DataFrame) -> Coverage:
    """What a group of rows of `schools` comes to."""
    return Coverage(len(rows), int(rows["has_scan"].sum()), _pupils(rows), _pupils(rows[rows["has_scan"]]))


def per_group(rows: pd.DataFrame, column: str) -> dict[str, Coverage]:
    """The coverage of each `sector`, `board` or `wijk_name`, the groups with most schools first."""
    groups = {str(name): coverage(part) for name, part in rows.groupby(column)}
    return dict(sorted(groups.items(), key=lambda item: (-item[1].schools, item[0])))


def _pupils(rows: pd.DataFrame) -> tuple[float, float] | None:
    if rows["pupils_upper"].isna().any():
        return None
    return float(rows["pupils_lower"].sum()), float(rows["pupils_upper"].sum())
