"""What areas score: the background (kans op achterstand), and what is measured of children in a domain.

The background score says something about the surroundings in which children grow up; it is no measure of delay through
corona. What schools say never enters a score. The method stands in `docs/methods.md`.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import pandas as pd
from duckdb import DuckDBPyConnection as Cursor
from numpy.typing import NDArray

from analysis import scores, uncertainty
from analysis.areas import NAME, alphabetical
from analysis.disclosure import published
from analysis.figures import CHILDREN, NEWEST
from analysis.scores import Array
from model.catalogue import Ages, Direction, Domain, Indicator, Layer
from model.disclosed import Disclosed
from model.region import Level, code_prefix, is_example
from model.status import Status

FEWEST_CHILDREN = 50
"""Areas with fewer children get no score and no place."""
LEAST_WEIGHT_KNOWN = 0.5
DRAWS, DRAWS_OF_COUNTRY = 1000, 200
MOST_NAMED = 1000
"""Among more areas than this none are named as standing out, and fewer draws are taken."""
_SAME = 1e-9

_VALUES = f"""
with latest as (
    select indicator, max(period) as period from mart.observation
    where period <= ? and starts_with(region, ?) and (substr(region, 3, 2) = '99') = ? and value is not null
        and indicator in (select unnest(?))
    group by indicator
)
select indicator, region, period, value, lower, upper, count
from mart.observation join latest using (indicator, period)
where starts_with(region, ?) and (substr(region, 3, 2) = '99') = ? {NEWEST}
"""
_NAMES = f"select region, name from {NAME} where starts_with(region, ?)"


def scored(
    indicators: Sequence[Indicator], period: str, weights: Mapping[str, float] | None = None
) -> dict[str, float]:
    """What makes the background score in a period, with its weight: the catalogue's unless `weights` says otherwise.

    Only the background with a direction; what weighs nothing is not there, as what is modelled from registers unless
    somebody gave it a weight.
    """
    chosen = weights or {}
    found = {
        row.id: chosen.get(row.id, row.weight) for row in indicators if row.weight is not None and row.exists_in(period)
    }
    return {id_: weight for id_, weight in found.items() if weight}


@dataclass(frozen=True)
class Score:
    """The scores of the areas of one level within a gemeente or a country."""

    areas: Disclosed = field(compare=False)
    """region, name, value (the score, 0–100), status, children (0–15); highest first.

    Status too_few: fewer than 50 children, or less than half of the weight known.
    """
    top: tuple[str, ...]
    """Codes of the areas that stand out together, in alphabetical order of their names; empty when none do."""
    top_children: int
    """How many children of 0 to 15 live there."""
    children_period: str
    """The period in which the children were counted; empty when they were not."""
    weights: Mapping[str, float]
    """The indicators that make the score, with their weights."""
    counted: Mapping[str, str]
    """Those of which a figure was known, each with its period."""
    with_interval: tuple[str, ...] = ()
    """Those of which is known what chance does to them."""
    holds_by_weights: float | None = None
    """The share of other sets of weights under which the top as a whole lies above all others; None without a top."""
    holds_by_chance: float | None = None
    """The same for draws of the figures; None without a top or where no figure has an interval."""
    is_clear_by_weights: bool = False
    """Whether a group would stand out if there were no chance: without a top, chance is then what forbids it."""
    _grid: "_Grid | None" = field(default=None, repr=False, compare=False)

    @property
    def parts(self) -> tuple[str, ...]:
        """The indicators that make the score in this period."""
        return tuple(self.weights)

    @property
    def has_scores(self) -> bool:
        """Whether any area has a score."""
        return bool(self.areas.frame["value"].notna().any())

    @property
    def periods(self) -> str:
        """The periods of the figures in the score: `2021`, or `2021–2022` for from the oldest to the latest."""
        return "–".join(sorted({min(self.counted.values()), max(self.counted.values())})) if self.counted else ""

    def places(self) -> Disclosed:
        """The place of each area and how sure it is: region, name, value, children, place, and in 90% of the draws the
        best and the worst (low_by_weights, high_by_weights, low_by_chance, high_by_chance; NaN where not known)."""
        frame = self.areas.frame
        columns = dict.fromkeys(("low_by_weights", "high_by_weights", "low_by_chance", "high_by_chance"), np.nan)
        frame = frame.assign(place=scores.ranks(frame["value"].to_numpy(dtype=float)), **columns)
        if self._grid is None or not self.weights:
            return published(frame)
        for name, drawn in (("weights", self._grid.by_weights()), ("chance", self._grid.by_chance())):
            if drawn is not None:
                low, high = scores.rank_interval(drawn)
                by_region = pd.DataFrame({"low": low, "high": high}, index=self._grid.regions)
                frame[f"low_by_{name}"] = frame["region"].map(by_region["low"])
                frame[f"high_by_{name}"] = frame["region"].map(by_region["high"])
        return published(frame)

    def is_higher(self, one: str, other: str) -> bool | None:
        """Whether an area is called higher than another: above it in 90% of the same draws, of weights and of chance.

        None when one of them has no score.
        """
        if self._grid is None or not {one, other} <= set(self._grid.ranked):
            return None
        places = [[self._grid.regions.index(code)] for code in (one, other)]
        return all(scores.is_clearly_above(drawn, *places) for drawn in self._grid.draws())

    def figures(self) -> Disclosed:
        """The figures behind the scores: region, and a column for each indicator, in its unit; NaN where not known."""
        grid = self._grid
        if grid is None:
            return published(pd.DataFrame(columns=["region"]))
        return published(pd.DataFrame(grid.values, columns=list(self.weights)).assign(region=grid.regions))

    def contributions(self, region: str) -> Disclosed:
        """What makes the score of an area: indicator, period, value, position (0–100), weight; the heaviest first."""
        grid = self._grid
        if grid is None or region not in grid.regions:
            return published(pd.DataFrame(columns=["indicator", "period", "value", "position", "weight"]))
        at = grid.regions.index(region)
        frame = pd.DataFrame(
            {
                "indicator": list(self.weights),
                "period": [self.counted.get(one, "") for one in self.weights],
                "value": grid.values[at],
                "position": grid.positions[at],
                "weight": list(self.weights.values()),
            }
        )
        return published(frame.sort_values("weight", ascending=False, kind="stable", ignore_index=True))


@dataclass(frozen=True)
class _Grid:
    """The figures behind a score, areas x indicators; areas without a score have no values."""

    regions: list[str]
    ranked: list[str]
    values: Array
    positions: Array
    low: Array
    high: Array
    is_more: list[bool]
    weights: Array

    @property
    def count(self) -> int:
        return DRAWS if len(self.regions) <= MOST_NAMED else DRAWS_OF_COUNTRY

    def by_weights(self) -> Array:
        return self._of_ranked(scores.by_weights(self.positions, self.weights, self.count))

    def by_chance(self) -> Array | None:
        drawn = scores.by_chance(self.values, self.low, self.high, self.is_more, self.weights, self.count)
        return None if drawn is None else self._of_ranked(drawn)

    def draws(self) -> list[Array]:
        """The draws by other weights, and those by chance where any figure has an interval."""
        chance = self.by_chance()
        return [self.by_weights(), *([] if chance is None else [chance])]

    def _of_ranked(self, drawn: Array) -> Array:
        is_ranked = np.isin(self.regions, self.ranked)
        return np.where(is_ranked, drawn, np.nan)


def background(
    cursor: Cursor,
    indicators: Sequence[Indicator],
    frame: str,
    level: Level,
    period: str,
    weights: Mapping[str, float] | None = None,
) -> Score:
    """The background score of the areas of `level` within a gemeente or country.

    From the latest figures up to `period`; `weights` replaces weights of the catalogue. At least half of the weight
    must be known of an area.
    """
    chosen = scored(indicators, period, weights)
    parts = [row for row in indicators if row.id in chosen]
    return _score(cursor, parts, chosen, frame, level, period, is_whole=True)


def of_children(
    cursor: Cursor,
    indicators: Sequence[Indicator],
    domain: Domain,
    frame: str,
    level: Level,
    period: str,
    ages: Ages | None = None,
) -> Score:
    """Where areas stand on what is measured of children in a domain: the mean of their positions, all of one weight.

    Only shares and means with a direction (counts follow the size of an area) of which some area of this level has a
    figure; `counted` is empty when there are none.
    """
    parts = [
        row
        for row in indicators
        if row.domain is domain
        and row.layer is Layer.CHILDREN_MEASURED
        and row.direction is not Direction.NONE
        and row.unit != "aantal"
        and row.is_for(ages)
    ]
    return _score(cursor, parts, {row.id: 1.0 for row in parts}, frame, level, period, is_whole=False)


def _score(
    cursor: Cursor,
    parts: Sequence[Indicator],
    weight_of: Mapping[str, float],
    frame: str,
    level: Level,
    period: str,
    is_whole: bool,
) -> Score:
    """`is_whole`: parts without any figure count as unknown weight; else they are not there."""
    within = [code_prefix(frame, level), is_example(frame)]
    rows = cursor.execute(_VALUES, [period, *within, [*weight_of, CHILDREN], *within]).df()
    period_of: dict[str, str] = dict(zip(rows["indicator"], rows["period"], strict=True))
    if not is_whole:
        parts = [part for part in parts if part.id in period_of]
    children = rows[rows["indicator"] == CHILDREN].set_index("region")["value"].sort_index()
    regions = children.index  # the areas as they are now: one that was divided since has older figures only
    has_enough = (children >= FEWEST_CHILDREN).to_numpy()
    values, lower, upper, count = _columns(rows, parts, regions, has_enough)
    low, high = np.full_like(values, np.nan), np.full_like(values, np.nan)
    for place, part in enumerate(parts):
        found = uncertainty.interval(part, values[:, place], lower[:, place], upper[:, place], count[:, place], level)
        low[:, place], high[:, place] = found.low, found.high
    is_more = [part.direction is Direction.MORE_NEED for part in parts]
    positions = scores.percentile_positions(values * np.where(is_more, 1.0, -1.0), True)
    weights = np.array([weight_of[part.id] for part in parts], dtype=np.float64)
    is_ranked = has_enough & (scores.known_share(positions, weights) >= LEAST_WEIGHT_KNOWN - _SAME)
    chosen = np.where(is_ranked, scores.scores(positions, weights[np.newaxis])[0], np.nan)
    codes = [str(code) for code in regions]
    grid = _Grid(
        codes,
        [code for code, has in zip(codes, is_ranked, strict=True) if has],
        values,
        positions,
        low,
        high,
        is_more,
        weights,
    )
    names = dict(cursor.execute(_NAMES, within[:1]).fetchall())
    areas = pd.DataFrame(
        {
            "region": codes,
            "name": [names.get(code, code) for code in codes],
            "value": chosen,
            "status": np.where(is_ranked, Status.KNOWN.value, Status.TOO_FEW.value),
            "children": children.to_numpy(),
        }
    )
    draws = grid.draws() if is_ranked.any() and len(codes) <= MOST_NAMED else []
    members = scores.top_group(chosen, *draws) if draws else []
    others = [int(place) for place in np.flatnonzero(is_ranked) if place not in members]
    holds = [scores.share_above(drawn, members, others) if members else None for drawn in draws]
    of_top = areas.iloc[members].sort_values("name", key=lambda column: column.map(alphabetical))
    return Score(
        areas=published(areas.sort_values(["value", "name"], ascending=[False, True], ignore_index=True)),
        top=tuple(of_top["region"]),
        top_children=int(of_top["children"].sum()),
        children_period=period_of.get(CHILDREN, ""),
        weights={part.id: weight_of[part.id] for part in parts},
        counted={part.id: period_of[part.id] for part in parts if part.id in period_of},
        with_interval=tuple(part.id for part, one in zip(parts, low.T, strict=True) if not np.isnan(one).all()),
        holds_by_weights=holds[0] if holds else None,
        holds_by_chance=holds[1] if len(holds) > 1 else None,
        is_clear_by_weights=bool(members or (draws and scores.top_group(chosen, draws[0]))),
        _grid=grid,
    )


def _columns(
    rows: pd.DataFrame, parts: Sequence[Indicator], regions: pd.Index, has_enough: NDArray[np.bool_]
) -> tuple[Array, ...]:
    """Value, lower, upper and count, areas x indicators in the order of both; NaN where not known."""
    area = regions.get_indexer(pd.Index(rows["region"]))
    indicator = pd.Index([part.id for part in parts], dtype=rows["indicator"].dtype).get_indexer(
        pd.Index(rows["indicator"])
    )
    is_asked = (area >= 0) & (indicator >= 0)

    def filled(name: str) -> Array:
        grid = np.full((len(regions), len(parts)), np.nan)
        grid[area[is_asked], indicator[is_asked]] = rows[name].to_numpy(dtype=np.float64)[is_asked]
        grid[~has_enough] = np.nan
        return grid

    return tuple(filled(name) for name in ("value", "lower", "upper", "count"))
