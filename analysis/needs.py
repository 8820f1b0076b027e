"""The background score (kans op achterstand): a mean of percentile positions, and which areas stand out together.

The score says something about the surroundings in which children grow up. It is no measure of delay through corona.
The method stands in `docs/methods.md`.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pandas as pd
from duckdb import DuckDBPyConnection as Cursor
from numpy.typing import NDArray

from analysis.areas import NAME, alphabetical
from analysis.disclosure import published
from analysis.figures import CHILDREN, NEWEST
from model.catalogue import Direction, Indicator, Layer
from model.disclosed import Disclosed
from model.region import Level, code_prefix, is_example
from model.status import Status

FEWEST_CHILDREN = 50
"""Areas with fewer children get no score."""
_LEAST_WEIGHT_KNOWN = 0.5
_DRAWS = 1000
_CONCENTRATION = 50.0
_SEED = 20211001
_CLEARLY = 0.9
"""An area is called higher than another when it ranks above it in this share of the draws."""
_LARGEST_GROUP = 5
_SAME = 1e-9
"""Scores closer than this differ by the rounding of the computer only."""

_VALUES = f"""
with latest as (
    select indicator, max(period) as period from mart.observation
    where period <= ? and starts_with(region, ?) and (substr(region, 3, 2) = '99') = ? and value is not null
        and indicator in (select unnest(?))
    group by indicator
)
select indicator, region, period, value from mart.observation join latest using (indicator, period)
where starts_with(region, ?) and (substr(region, 3, 2) = '99') = ? {NEWEST}
"""
_NAMES = f"select region, name from {NAME} where starts_with(region, ?)"


def scored(indicators: Sequence[Indicator], period: str) -> list[Indicator]:
    """What makes the background score in a period: background, with a direction, not modelled from registers."""
    return [
        row
        for row in indicators
        if row.layer is Layer.BACKGROUND
        and row.direction is not Direction.NONE
        and not row.is_modelled
        and row.exists_in(period)
    ]


def percentile_positions(values: NDArray[np.float64], higher_is_more: bool) -> NDArray[np.float64]:
    """Position from 0 to 100 among the known values (ties share the middle of their places); NaN stays NaN."""
    ranks = pd.Series(values).rank(method="average", ascending=higher_is_more).to_numpy(dtype=np.float64)
    count = int(np.count_nonzero(~np.isnan(values)))
    positions: NDArray[np.float64] = 100 * (ranks - 0.5) / max(count, 1)
    return positions


def known_share(positions: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Which part of the weight is known of each area (positions: areas x indicators)."""
    known: NDArray[np.float64] = ~np.isnan(positions) @ weights / (weights.sum() or 1)
    return known


def scores(positions: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Weighted means over the known positions (areas x indicators), one row a set of weights: draws x areas.

    NaN for an area of which nothing with a weight is known.
    """
    known_weight = weights @ (~np.isnan(positions)).T.astype(float)
    total = weights @ np.nan_to_num(positions).T
    means: NDArray[np.float64] = np.full(total.shape, np.nan)
    np.divide(total, known_weight, out=means, where=known_weight > 0)
    return means


def top_group(chosen: NDArray[np.float64], draws: NDArray[np.float64]) -> list[int]:
    """The areas that together stand clearly above all others, as indexes; empty when no group does.

    Each member scores higher than each other area in at least 90% of the same draws. Of such groups of two to five (at
    most a third of the areas, or two where that is fewer; never more than half) the one with the widest gap below it is
    taken; without such a group one area that stands alone. Areas without a score are left out.
    """
    ranked = [int(area) for area in np.argsort(-chosen, kind="stable") if not np.isnan(chosen[area])]

    def is_clear(size: int) -> bool:
        members, others = ranked[:size], ranked[size:]
        share_above = (draws[:, members, None] > draws[:, None, others] + _SAME).mean(axis=0)
        return bool(share_above.min() >= _CLEARLY)

    def gap_below(size: int) -> float:
        return float(chosen[ranked[size - 1]] - chosen[ranked[size]])

    largest = min(_LARGEST_GROUP, max(2, len(ranked) // 3))
    possible = [size for size in range(1, largest + 1) if 2 * size <= len(ranked) and is_clear(size)]
    groups = [size for size in possible if size > 1] or possible
    return ranked[: max(groups, key=gap_below)] if groups else []


@dataclass(frozen=True)
class Background:
    """The background score of the areas of one municipality."""

    areas: Disclosed
    """region, name, value (the score, 0–100), status, children (0–15); highest first.

    Status too_few: fewer than 50 children, or less than half of the weight known.
    """
    top: tuple[str, ...]
    """Codes of the areas that stand out together, in alphabetical order of their names; empty when none do."""
    top_children: int
    """How many children of 0 to 15 live there."""
    children_period: str
    """The period in which the children were counted; empty when they were not."""
    parts: tuple[str, ...]
    """The indicators that make the score in this period."""
    counted: dict[str, str]
    """Those of which a figure was known, each with its period."""

    @property
    def has_scores(self) -> bool:
        """Whether any area has a score."""
        return bool(self.areas.frame["value"].notna().any())

    @property
    def periods(self) -> str:
        """The periods of the figures in the score: `2021`, or `2021–2022` for from the oldest to the latest."""
        return "–".join(sorted({min(self.counted.values()), max(self.counted.values())})) if self.counted else ""


def background(
    cursor: Cursor, indicators: Sequence[Indicator], municipality: str, level: Level, period: str
) -> Background:
    """The background score of the wijken or buurten of a gemeente, from the latest figures up to `period`.

    All indicators weigh the same.
    """
    parts = scored(indicators, period)
    within = [code_prefix(municipality, level), is_example(municipality)]
    asked = [part.id for part in parts] + [CHILDREN]
    rows = cursor.execute(_VALUES, [period, *within, asked, *within]).df()
    period_of: dict[str, str] = dict(zip(rows["indicator"], rows["period"], strict=True))
    children = rows[rows["indicator"] == CHILDREN].set_index("region")["value"].sort_index()
    regions = children.index  # the areas as they are now: one that was divided since has older figures only
    table = rows.pivot(index="region", columns="indicator", values="value").reindex(index=regions, columns=asked)
    has_enough = (children >= FEWEST_CHILDREN).to_numpy()
    positions = np.full((len(table), len(parts)), np.nan)
    for place, part in enumerate(parts):
        values = table[part.id].where(has_enough).to_numpy(dtype=float)
        positions[:, place] = percentile_positions(values, part.direction is Direction.MORE_NEED)
    weights = np.full(len(parts), 1 / max(len(parts), 1))
    is_ranked = has_enough & (known_share(positions, weights) >= _LEAST_WEIGHT_KNOWN - _SAME)
    chosen = np.where(is_ranked, scores(positions, weights[np.newaxis])[0], np.nan)
    draws = np.random.default_rng(_SEED).dirichlet(weights * _CONCENTRATION, _DRAWS) if parts else weights[np.newaxis]
    members = top_group(chosen, scores(positions, draws))

    names = dict(cursor.execute(_NAMES, within[:1]).fetchall())
    areas = pd.DataFrame(
        {
            "region": regions,
            "name": [names.get(code, code) for code in regions],
            "value": chosen,
            "status": np.where(is_ranked, Status.KNOWN.value, Status.TOO_FEW.value),
            "children": children.to_numpy(),
        }
    )
    of_top = areas.iloc[members].sort_values("name", key=lambda column: column.map(alphabetical))
    return Background(
        areas=published(areas.sort_values(["value", "name"], ascending=[False, True], ignore_index=True)),
        top=tuple(of_top["region"]),
        top_children=int(of_top["children"].sum()),
        children_period=period_of.get(CHILDREN, ""),
        parts=tuple(part.id for part in parts),
        counted={part.id: period_of[part.id] for part in parts if part.id in period_of},
    )
