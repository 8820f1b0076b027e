"""What schools get themselves in these years: at the least, of all boards together."""

from dataclasses import dataclass

from duckdb import DuckDBPyConnection as Cursor

from model.grant import SCHOOL_EUROS_PER_PUPIL

_PUPILS = """
with newest as (
    select value, lower, period from mart.school_figure where indicator = 'leerlingen' and region = ?
    qualify row_number() over (partition by vestiging order by period desc, batch_id desc) = 1
)
select sum(coalesce(value, lower, 0))::bigint, max(period), count(*) from newest
"""
SOURCE = "nponderwijs.nl (bekostiging scholen) en DUO (leerlingen)"


@dataclass(frozen=True)
class SchoolsMoney:
    """The money of the boards for these years: minima, never by wijk and no part of the grant."""

    pupils: int
    """At the least: of schools with fewer than five in a group DUO gives no number."""
    period: str
    """Of when the pupils are."""
    schools: int
    by_year: tuple[tuple[str, int], ...]
    """School year and cents."""

    @property
    def cents(self) -> int:
        """Both years together."""
        return sum(cents for _, cents in self.by_year)


def schools_money(cursor: Cursor, municipality: str) -> SchoolsMoney | None:
    """The least that the boards got for the pupils of a gemeente's schools; None without a count of pupils.

    700 and 500 euros a pupil for 2021/2022 and 2022/2023 are minima, and one count of pupils stands for both years.
    """
    row = cursor.execute(_PUPILS, [municipality]).fetchone()
    if row is None or row[0] is None:
        return None
    pupils, period, schools = row
    by_year = tuple((year, pupils * euros * 100) for year, euros in SCHOOL_EUROS_PER_PUPIL.items())
    return SchoolsMoney(pupils, str(period), schools, by_year)
