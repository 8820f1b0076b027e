"""Which schools report a delay in which domain, and where they stand."""

import pandas as pd
from duckdb import DuckDBPyConnection as Cursor

from analysis import response
from analysis.disclosure import published
from model.catalogue import Ages
from model.choices import Audience
from model.disclosed import Disclosed
from model.region import municipality_of
from model.scan import AGES_OF

_REPORTING = """
select distinct scan.site, coalesce(register.name, scan.name) as name,
    coalesce(nullif(scan.sector, ''), register.sector) as sector, register.lon, register.lat, said.domain
from mart.scan as scan join mart.scan_domain as said using (batch_id)
left join mart.school as register on register.vestiging = scan.site and register.region = scan.region
    and register.period = (select max(period) from mart.school where region = scan.region)
where scan.region = ? and list_contains(?, scan.sharing) and said.measure = 'delayed'
    and coalesce(said.value, said.upper) > 0
order by said.domain, name, scan.site
"""


def reporting(cursor: Cursor, region: str, audience: Audience, ages: Ages | None = None) -> Disclosed:
    """The schools of the gemeente of an area that report pupils with a delay: a row for each school and domain.

    Of the sectors whose pupils are of these ages, and schools whose sector is not known.

    Columns site, name, sector, lon, lat, domain. How many pupils is not told: each school sets its own threshold.
    """
    rows: pd.DataFrame = cursor.execute(_REPORTING, [municipality_of(region) or region, response.NAMED[audience]]).df()
    is_asked = [ages is None or ages in AGES_OF.get(sector, tuple(Ages)) for sector in rows["sector"]]
    return published(rows.loc[is_asked])
