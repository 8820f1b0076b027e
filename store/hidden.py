"""What was kept before of figures that officers brought in, whether it still counts or not."""

from collections.abc import Collection
from dataclasses import dataclass

from duckdb import DuckDBPyConnection as Cursor

from model.status import Status

_FORMER = """
select status, indicator, region.region, batch.period, value, lower, upper, count, batch.load_id
from core.observation join work.batch as batch using (batch_id)
join core.indicator using (indicator_id) join core.region as region using (region_id) join core.status using (status_id)
where indicator in (select unnest($indicators::varchar[])) and batch.period in (select unnest($periods::varchar[]))
    and batch.region in (select unnest($regions::varchar[]))
order by batch_id
"""


@dataclass(frozen=True)
class Observed:
    """A figure of an officer's file: as it came in, or as a load kept it."""

    status: Status
    indicator: str
    region: str
    period: str
    value: float | None
    lower: float | None
    upper: float | None
    count: float | None
    load_id: int = 0
    """The load that kept it; 0 for what is still to be kept."""

    @property
    def has_number(self) -> bool:
        """Whether it says anything: a value, or a bound of one."""
        return not self.value is self.lower is self.upper is None


def former(
    cursor: Cursor, indicators: Collection[str], periods: Collection[str], regions: Collection[str]
) -> list[Observed]:
    """All that was ever kept of these indicators in these gemeenten (or countries) and periods, the oldest load first.

    Also what was replaced or withdrawn since: it may have been seen.
    """
    asked = {"indicators": sorted(indicators), "periods": sorted(periods), "regions": sorted(regions)}
    rows = cursor.execute(_FORMER, asked).fetchall()
    return [Observed(Status(status), *told) for status, *told in rows]
