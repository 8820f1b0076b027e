"""Where an area stands on many figures at once: among comparable areas, in its gemeente, and in the country."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from duckdb import DuckDBPyConnection as Cursor

from analysis import uncertainty
from analysis.comparable import Peers, peers
from analysis.disclosure import published
from analysis.figures import CHILDREN, NEWEST
from analysis.needs import FEWEST_CHILDREN
from model import dutch
from model.catalogue import Indicator, Municipality
from model.disclosed import Disclosed
from model.region import Level, code_prefix, is_example, level_of, municipality_of

SETS = ("comparable", "municipality", "country")
"""The sets of areas that one is compared with, the fairest first."""
FEWEST_OTHERS = 5
"""Among fewer other areas a position says nothing."""
_FEWEST_FOR_PERCENTS = 50
"""Of fewer areas a share is told as a count: 8% of 12 wijken is a riddle."""
_WITHOUT_POSITION = "klasse"

_POSITIONS = f"""
with wanted as (select unnest($indicators) as indicator, unnest($decimals) as decimals),
latest as (
    select indicator, coalesce(max(period) filter (where value is not null), max(period)) as period
    from mart.observation
    where region = $area and period <= $period and indicator in (select indicator from wanted) group by indicator
), ranked as (
    select region from mart.observation
    where indicator = $children and period <= $period and starts_with(region, $level)
        and (substr(region, 3, 2) = '99') = $is_example and value is not null
    group by region having arg_max(value, (period, batch_id)) >= $fewest_children
), figure as (
    select indicator, region, period, value, lower, upper, count, status
    from mart.observation join latest using (indicator, period)
    where starts_with(region, $level) and (substr(region, 3, 2) = '99') = $is_example {NEWEST}
), own as (
    select figure.*, round(value, decimals) as written, decimals
    from figure join wanted using (indicator) where region = $area
), compared as (
    select own.indicator, own.written, round(other.value, own.decimals) as other,
        other.region in (select unnest($peers)) as is_comparable,
        starts_with(other.region, $around) as is_near
    from own join figure as other using (indicator)
    where own.value is not null and own.region in (select region from ranked)
        and other.region <> own.region and other.value is not null and other.region in (select region from ranked)
), counted as (
    select indicator,
        count(*) filter (where is_comparable) as of_comparable,
        count(*) filter (where is_comparable and other < written) as lower_comparable,
        count(*) filter (where is_comparable and other = written) as equal_comparable,
        count(*) filter (where is_near) as of_municipality,
        count(*) filter (where is_near and other < written) as lower_municipality,
        count(*) filter (where is_near and other = written) as equal_municipality,
        count(*) as of_country,
        count(*) filter (where other < written) as lower_country,
        count(*) filter (where other = written) as equal_country
    from compared group by indicator
), spread as (
    select indicator, count(distinct substr(region, 3, 4)) as gemeenten from figure group by indicator
)
select own.* exclude (written, decimals), counted.* exclude (indicator), gemeenten
from own left join counted using (indicator) join spread using (indicator)
"""


@dataclass(frozen=True)
class Position:
    """How many other areas have a lower figure, how many the same, and how many are known at all."""

    lower: int
    equal: int
    of: int

    @property
    def share(self) -> float:
        """From 0 (all others are higher) to 100 (all are lower); equal figures count for half."""
        return 100 * (self.lower + self.equal / 2) / self.of


@dataclass(frozen=True)
class Positions:
    """The figures of one area, and where it stands on each."""

    area: str
    table: Disclosed
    """One row an indicator, in the order asked: indicator, region, period, value, lower, upper, count, status, low,
    high, kind (the interval of `analysis/uncertainty.py`), is_modelled, is_whole (whether the country is loaded in
    full for this figure), and for each set of SETS `position_country`, `lower_country`, `equal_country`, `of_country`.

    The position is NaN among fewer than FEWEST_OTHERS others, for a class, and for an area without a place.
    """
    peers: Peers
    """The comparable areas, and why these."""
    children: float | None
    """How many children of 0 to 15 live in the area; None when it is not known."""
    _places: Mapping[tuple[str, str], Position]

    @property
    def has_place(self) -> bool:
        """Whether enough children live in the area to rank it."""
        return self.children is not None and self.children >= FEWEST_CHILDREN

    def position(self, indicator: str, among: str) -> Position | None:
        """The position on one indicator among a set of SETS; None where there is none."""
        return self._places.get((indicator, among))


_OWN_CHILDREN = """
select arg_max(value, (period, batch_id)) from mart.observation
where indicator = ? and period <= ? and region = ? and value is not null
"""


def positions(
    cursor: Cursor, indicators: Sequence[Indicator], area: str, period: str, municipalities: Iterable[Municipality]
) -> Positions:
    """Where an area stands on each indicator, in the latest period up to `period` for which it has a figure.

    Compared are areas of the same level with a known figure of that same period, as it is written, and with at least
    FEWEST_CHILDREN children; made-up areas with made-up ones only. `municipalities` are those of the catalogue: with
    figures in fewer than there are today, the country is not loaded in full. An indicator of which the area has no
    figure stands there with the status of its latest period; one that was never loaded for it has no row.
    """
    compared_with = peers(cursor, area, period)
    level = level_of(area)
    asked = {row.id: row for row in indicators}
    around = municipality_of(area)
    rows = cursor.execute(
        _POSITIONS,
        {
            "indicators": list(asked),
            "decimals": [row.decimals for row in asked.values()],
            "area": area,
            "period": period,
            "children": CHILDREN,
            "fewest_children": FEWEST_CHILDREN,
            "level": area[:2],
            "is_example": is_example(area),
            "peers": list(compared_with.regions),
            # A gemeente is the only one of its level in itself.
            "around": code_prefix(around, level) if around else area,
        },
    ).df()
    today = sum(one.last_year is None for one in municipalities)
    frame = _judged(rows, asked, area).assign(
        is_modelled=[asked[one].is_modelled for one in rows["indicator"]],
        is_whole=(rows["gemeenten"] >= max(today, 1)) & (not is_example(area)),
    )
    order = {one: place for place, one in enumerate(asked)}
    frame = frame.drop(columns="gemeenten").sort_values("indicator", key=lambda ids: ids.map(order), ignore_index=True)
    found = cursor.execute(_OWN_CHILDREN, [CHILDREN, period, area]).fetchone()
    places = {
        (row["indicator"], among): Position(*(int(row[f"{name}_{among}"]) for name in ("lower", "equal", "of")))
        for row in frame.to_dict("records")
        for among in SETS
        if not np.isnan(row[f"position_{among}"])
    }
    return Positions(area, published(frame), compared_with, found[0] if found else None, places)


def _judged(rows: pd.DataFrame, indicators: Mapping[str, Indicator], area: str) -> pd.DataFrame:
    """The rows with their intervals, and the positions where there are others enough."""
    level = level_of(area)
    numbers = rows[["value", "lower", "upper", "count"]].to_numpy(dtype=np.float64)
    ends = [
        uncertainty.interval(indicators[one], value, lower, upper, count, level)
        for one, (value, lower, upper, count) in zip(rows["indicator"], numbers[:, :, np.newaxis], strict=True)
    ]
    frame = rows.assign(
        low=[float(end.low[0]) for end in ends],
        high=[float(end.high[0]) for end in ends],
        kind=[end.kind[0] for end in ends],
    )
    can_stand = frame["indicator"].map({one: row.unit != _WITHOUT_POSITION for one, row in indicators.items()})
    for among in SETS:
        counts = [f"{name}_{among}" for name in ("lower", "equal", "of")]
        frame[counts] = frame[counts].fillna(0).astype(int)
        lower, equal, of = (frame[name] for name in counts)
        is_there = can_stand.astype(bool) & (of >= FEWEST_OTHERS)
        frame[f"position_{among}"] = (100 * (lower + equal / 2) / of.where(is_there)).astype(float)
    return frame


@dataclass(frozen=True)
class Among:
    """How a set of areas is called: `vergelijkbare wijken`, `andere wijken in Nederland`."""

    set: str
    level: Level
    where: str = ""
    """`Baarn`, `Nederland`; empty for none."""
    is_whole: bool = True
    """Whether the whole country is loaded; else the set is called what it is, the loaded areas."""

    @property
    def text(self) -> str:
        """The areas, without their number."""
        if self.set == "comparable":
            return f"vergelijkbare {self.level.plural}"
        if not self.is_whole and self.set == "country":
            return f"andere geladen {self.level.plural}"
        return f"andere {self.level.plural}{f' in {self.where}' if self.where else ''}"


def words(position: Position | None, among: Among) -> str:
    """`hoger dan 83% van de 3.247 andere wijken in Nederland`: what is literally so, ties named where they matter."""
    if position is None:
        return "te weinig om te vergelijken"
    lower, equal, of = position.lower, position.equal, position.of
    all_of = f"alle {dutch.number(of)} {among.text}"
    of_them = f"van de {dutch.number(of)} {among.text}"
    if equal == of:
        return f"net zo hoog als {all_of}"
    if lower == of:
        return f"hoger dan {all_of}"
    if lower + equal == 0:
        return f"lager dan {all_of}"
    if lower + equal == of:
        return f"het hoogst, samen met {dutch.number(equal)} {of_them}"
    if lower == 0:
        return f"het laagst, samen met {dutch.number(equal)} {of_them}"
    tied = f", en net zo hoog als {_part(equal, of)}" if equal >= of / 20 else ""
    return f"hoger dan {_part(lower, of)} {of_them}{tied}"


def _part(count: int, of: int) -> str:
    """A percentage; the count itself of a few areas, and of what would be 0% or 100% and is not none or all."""
    percent = 100 * count / of
    is_plain = of >= _FEWEST_FOR_PERCENTS and 1 <= percent <= 99
    return f"{dutch.number(percent)}%" if is_plain else dutch.number(count)
