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

from analysis.disclosure import published
from model.catalogue import Direction, Indicator, Layer
from model.disclosed import Disclosed
from model.region import Level, code_prefix, is_example

FEWEST_CHILDREN = 50
"""Areas with fewer children get no rank."""
_LEAST_WEIGHT_KNOWN = 0.5
_DRAWS = 1000
_CONCENTRATION = 50.0
_SEED = 20211001
_CLEARLY = 0.9
"""An area is called higher than another when it ranks above it in this share of the draws."""
_LARGEST_GROUP = 5

_VALUES = """
with latest as (
    select indicator, max(period) as period from mart.observation
    where period <= ? and starts_with(region, ?) and (substr(region, 3, 2) = '99') = ? and value is not null
        and list_contains(?, indicator)
    group by indicator
)
select region, indicator, period, value from mart.observation join latest using (indicator, period)
where starts_with(region, ?) and (substr(region, 3, 2) = '99') = ?
order by region, indicator
"""
_NAMES = "select region, arg_max(name, period) as name from mart.area where starts_with(region, ?) group by region"


def scored(indicators: Sequence[Indicator]) -> list[Indicator]:
    """The indicators that make the background score: background, with a direction, not modelled from registers."""
    return [
        row
        for row in indicators
        if row.layer is Layer.BACKGROUND and row.direction is not Direction.NONE and not row.is_modelled
    ]


def percentile_positions(values: NDArray[np.float64], higher_is_more: bool) -> NDArray[np.float64]:
    """Position from 0 to 100 among the known values (ties share the middle of their places); NaN stays NaN."""
    known = ~np.isnan(values)
    positions = np.full(values.shape, np.nan)
    ranks = pd.Series(values[known]).rank(method="average", ascending=higher_is_more).to_numpy()
    positions[known] = 100 * (ranks - 0.5) / max(known.sum(), 1)
    return positions


def scores(positions: NDArray[np.float64], weights: NDArray[np.float64]) -> NDArray[np.float64]:
    """Weighted means over the known positions (areas x indicators), one row a set of weights: draws x areas.

    NaN for an area of which less than half of the weight is known.
    """
    known = (~np.isnan(positions)).astype(float)
    known_weight = weights @ known.T
    total = weights @ np.nan_to_num(positions).T
    share = known_weight / weights.sum(axis=1, keepdims=True)
    return np.where(share >= _LEAST_WEIGHT_KNOWN - 1e-9, total / np.where(known_weight > 0, known_weight, 1), np.nan)


def top_group(chosen: NDArray[np.float64], draws: NDArray[np.float64]) -> list[int]:
    """The areas that together stand clearly above all others, as indexes; empty when no group does.

    Each member ranks above each other area in at least 90% of the same draws. The smallest such group of two to five
    (at most a third of the areas) is taken, else one area that stands alone.
    """
    ranked = [int(area) for area in np.argsort(-np.nan_to_num(chosen, nan=-1)) if not np.isnan(chosen[area])]
    largest = min(_LARGEST_GROUP, max(2, len(ranked) // 3))
    for size in (*range(2, largest + 1), 1):
        members, others = ranked[:size], ranked[size:]
        if not others:
            continue
        share_above = (draws[:, members, None] > draws[:, None, others]).mean(axis=0)
        if share_above.min() >= _CLEARLY:
            return members
    return []


@dataclass(frozen=True)
class Background:
    """The background score of the areas of one municipality."""

    areas: Disclosed
    """region, name, score (0–100), children (0–15), periods; highest first. No score: too little known or too few children."""
    top: tuple[str, ...]
    """Names of the areas that stand out together, in alphabetical order; empty when none do."""
    top_children: int | None
    """How many children of 0 to 15 live there; None when that is not known of all of them."""
    periods: str
    """The periods of the figures in the score: `2021`, or `2021–2022` when one part is older than another."""
    indicators: tuple[str, ...]
    """Which indicators were known and counted."""


def background(
    cursor: Cursor, indicators: Sequence[Indicator], municipality: str, level: Level, period: str
) -> Background:
    """The background score of the wijken or buurten of a gemeente, from the latest figures up to `period`."""
    parts = scored(indicators)
    prefix = code_prefix(municipality, level)
    within = [prefix, is_example(municipality)]
    asked = [*(part.id for part in parts), "kinderen_0_15"]
    rows = cursor.execute(_VALUES, [period, *within, asked, *within]).df()
    names = cursor.execute(_NAMES, [prefix]).df().set_index("region")["name"]
    table = rows.pivot(index="region", columns="indicator", values="value")
    children = table["kinderen_0_15"] if "kinderen_0_15" in table else pd.Series(np.nan, index=table.index)
    counted = [part for part in parts if part.id in table]
    periods = rows[rows["indicator"].isin([part.id for part in counted])]["period"]
    enough = (children >= FEWEST_CHILDREN).to_numpy()
    positions = np.full((len(table), len(counted)), np.nan)
    for column, part in enumerate(counted):
        values = np.where(enough, table[part.id].to_numpy(dtype=float), np.nan)
        positions[:, column] = percentile_positions(values, part.direction is Direction.MORE_NEED)
    if not counted or not enough.any():
        empty = pd.DataFrame({"region": [], "name": [], "score": [], "children": []})
        return Background(published(empty), (), None, "", ())
    equal = np.full((1, len(counted)), 1 / len(counted))
    chosen = scores(positions, equal)[0]
    draws = np.random.default_rng(_SEED).dirichlet(equal[0] * _CONCENTRATION, _DRAWS)
    members = top_group(chosen, scores(positions, draws))
    frame = pd.DataFrame(
        {
            "region": table.index,
            "name": [names.get(code, code) for code in table.index],
            "score": chosen,
            "children": children.to_numpy(),
        }
    )
    of_top = frame.iloc[members]
    counted_children = of_top["children"].sum() if members and of_top["children"].notna().all() else None
    return Background(
        areas=published(frame.sort_values(["score", "name"], ascending=[False, True], ignore_index=True)),
        top=tuple(sorted(of_top["name"])),
        top_children=None if counted_children is None else int(counted_children),
        periods=str(periods.min()) if periods.min() == periods.max() else f"{periods.min()}–{periods.max()}",
        indicators=tuple(part.id for part in counted),
    )
