"""The background score of the real KWB 2020, beside the same computed with plain numpy from CBS's own file."""

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow.parquet as pq
import pytest
from numpy.testing import assert_allclose, assert_array_equal
from numpy.typing import NDArray

from analysis import needs
from analysis.needs import Score
from model.catalogue import Direction, Indicator, current
from model.region import Level
from store import Store

Array = NDArray[np.float64]

FACTS = {
    "afstand_kinderopvang": (Direction.MORE_NEED, 2.0),
    "stedelijkheid": (Direction.LESS_NEED, 0.5),
    "huishoudens_met_kinderen": (Direction.MORE_NEED, 1.5),
}
"""CBS had published only one part of the score in this revision, so for this test three facts get a direction and a
weight, in which there are missing values (all three) and ties (urbanity has five classes)."""
WEIGHTS = {"bijstand": 1.0} | {id_: weight for id_, (_, weight) in FACTS.items()}
GEMEENTEN = ["GM0308", "GM0344", "GM0363", "GM0518", "GM1680"]
"""Baarn, Utrecht, Amsterdam, 's-Gravenhage and Aa en Hunze."""


def indicators() -> list[Indicator]:
    known = current().indicators
    return [known["bijstand"]] + [
        replace(known[id_], direction=direction, weight=weight) for id_, (direction, weight) in FACTS.items()
    ]


@pytest.fixture(scope="module")
def table(real: Path) -> Mapping[str, NDArray[np.object_]]:
    """The columns of CBS's file that are needed, as they stand in it; NaN where there is no figure."""
    file = real / "cbs_kwb_84799NED_2020_statline-bq" / "cbs.v3.84799NED_TypedDataSet.parquet"
    names = {
        "WijkenEnBuurten": "code",
        "k_0Tot15Jaar_8": "children",
        "AantalInwoners_5": "inhabitants",
        "PersonenPerSoortUitkeringBijstand_83": "benefits",
        "AfstandTotKinderdagverblijf_107": "distance",
        "MateVanStedelijkheid_115": "urbanity",
        "HuishoudensMetKinderen_31": "families",
        "HuishoudensTotaal_28": "households",
    }
    found = pq.read_table(file, columns=list(names)).rename_columns(list(names.values()))
    return {name: found[name].to_numpy(zero_copy_only=False) for name in found.column_names}


def positions(values: Array, is_more: bool) -> Array:
    """The share of the known values that lie below, and half of those that are equal."""
    known = np.sort(values[~np.isnan(values)] if is_more else -values[~np.isnan(values)])
    own = values if is_more else -values
    below, up_to = (np.searchsorted(known, own, side) for side in ("left", "right"))
    return np.where(np.isnan(values), np.nan, 50 * (below + up_to) / max(len(known), 1))


def computed(
    table: Mapping[str, NDArray[np.object_]], prefix: str, weights: Mapping[str, float]
) -> dict[str, tuple[float, float]]:
    """Score and place of each area whose code begins so; NaN without a score."""
    codes = np.array([str(code).strip() for code in table["code"]])
    here = np.char.startswith(codes, prefix)
    column = {name: values[here].astype(np.float64) for name, values in table.items() if name != "code"}
    has_enough = column["children"] >= 50

    def share(part: str, whole: str, scale: float) -> Array:
        divisor = np.where(column[whole] >= 50, column[whole], np.nan)
        return np.minimum(column[part] * scale / divisor, scale)

    figures = {
        "bijstand": (share("benefits", "inhabitants", 1000), True),
        "afstand_kinderopvang": (column["distance"], True),
        "stedelijkheid": (column["urbanity"], False),
        "huishoudens_met_kinderen": (share("families", "households", 100), True),
    }
    total, known = np.zeros(here.sum()), np.zeros(here.sum())
    for id_, weight in weights.items():
        values, is_more = figures[id_]
        position = positions(np.where(has_enough, values, np.nan), is_more)
        total += weight * np.nan_to_num(position)
        known += weight * ~np.isnan(position)
    is_scored = has_enough & (known >= sum(weights.values()) / 2)
    scores = np.where(is_scored, total / np.where(known > 0, known, 1), np.nan)
    ordered = np.sort(np.round(scores[is_scored], 9))
    places = np.where(is_scored, 1 + len(ordered) - np.searchsorted(ordered, np.round(scores, 9), "right"), np.nan)
    return dict(zip(codes[here].tolist(), zip(scores.tolist(), places.tolist(), strict=True), strict=True))


def assert_same(found: Score, expected: Mapping[str, tuple[float, float]]) -> None:
    frame = found.places().frame
    assert set(frame["region"]) == set(expected)
    scores, places = np.array([expected[region] for region in frame["region"]]).T
    assert_allclose(frame["value"].to_numpy(dtype=float), scores, rtol=1e-9)
    assert_array_equal(frame["place"].to_numpy(dtype=float), places)


def background(store: Store, frame: str, level: Level, parts: list[Indicator]) -> Score:
    with store.read() as cursor:
        return needs.background(cursor, parts, frame, level, "2020")


@pytest.mark.parametrize("gemeente", GEMEENTEN)
def test_all_wijken_of_a_gemeente_score_and_rank_as_numpy_computes(
    installation: Store, table: Mapping[str, NDArray[np.object_]], gemeente: str
) -> None:
    found = background(installation, gemeente, Level.WIJK, indicators())
    assert found.weights == WEIGHTS and found.has_scores
    assert_same(found, computed(table, f"WK{gemeente[2:]}", WEIGHTS))


def test_all_buurten_of_the_country_score_and_rank_as_numpy_computes(
    installation: Store, table: Mapping[str, NDArray[np.object_]]
) -> None:
    found = background(installation, "NL00", Level.BUURT, indicators())
    expected = computed(table, "BU", WEIGHTS)
    assert len(expected) == 13_808
    assert sum(not np.isnan(score) for score, _ in expected.values()) == 8_671, "many buurten have too few children"
    assert_same(found, expected)


def test_the_one_part_that_was_published_ranks_the_wijken_of_the_country_when_it_alone_weighs(
    installation: Store, table: Mapping[str, NDArray[np.object_]]
) -> None:
    catalogue = list(current().indicators.values())
    others = {row.id: 0.0 for row in catalogue if row.weight and row.id != "bijstand"}
    with installation.read() as cursor:
        alone = needs.background(cursor, catalogue, "NL00", Level.WIJK, "2020", others)
        whole = needs.background(cursor, catalogue, "NL00", Level.WIJK, "2020")
    assert_same(alone, computed(table, "WK", {"bijstand": 1.0}))
    assert not whole.has_scores and whole.counted == {"bijstand": "2020"}, "one of five is too little by itself"


def test_rounding_and_chance_of_counts_move_the_places_of_baarn(installation: Store) -> None:
    found = background(installation, "GM0308", Level.WIJK, indicators())
    assert set(found.with_interval) == {"bijstand", "huishoudens_met_kinderen"}
    places = found.places().frame
    places = places[places["place"].notna()]
    for doubt in ("weights", "chance"):
        assert (places[f"low_by_{doubt}"] >= 1).all() and (places[f"high_by_{doubt}"] <= len(places)).all()
        assert (places[f"low_by_{doubt}"] <= places[f"high_by_{doubt}"]).all()
