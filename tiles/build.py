"""From a kind and choices to a tile."""

from collections.abc import Callable

from duckdb import DuckDBPyConnection as Cursor

from analysis import known
from model.catalogue import Catalogue
from model.choices import Choices
from tiles import (
    background,
    beside,
    budget_burn,
    budget_spending,
    comparison,
    domain,
    gaps,
    key_figures,
    map,
    measures,
    places,
    positions,
    ranking,
    response,
    school_choices,
    schools,
    trend,
)
from tiles.tile import Kind, NoFigures, Tile

_BUILDERS: dict[Kind, Callable[[Choices, Cursor, Catalogue], Tile]] = {
    Kind.MAP: map.build,
    Kind.RANKING: ranking.build,
    Kind.TREND: trend.build,
    Kind.BACKGROUND: background.build,
    Kind.COMPARISON: comparison.build,
    Kind.BESIDE: beside.build,
    Kind.POSITIONS: positions.build,
    Kind.DOMAIN: domain.build,
    Kind.KEY_FIGURES: key_figures.build,
    Kind.SCHOOLS: schools.build,
    Kind.RESPONSE_PER_BOARD: response.per_board,
    Kind.RESPONSE_PER_SECTOR: response.per_sector,
    Kind.RESPONSE_MAP: response.on_map,
    Kind.MEASURES: measures.build,
    Kind.GAPS: gaps.build,
    Kind.GAPS_MAP: gaps.on_map,
    Kind.CHOICES_PER_SECTOR: school_choices.per_sector,
    Kind.CHOICES_PER_BOARD: school_choices.per_board,
    Kind.CHOICES_OF_SCHOOLS: school_choices.per_school,
    Kind.BURN: budget_burn.burn,
    Kind.BUDGET_CUTS: budget_spending.cuts,
    Kind.BUDGET_PLAN: budget_spending.plan,
}


def _no_trend(choices: Choices, cursor: Cursor, catalogue: Catalogue) -> Tile:
    raise NoFigures(
        "De achtergrondscore heeft geen lijn door de jaren: elk jaar vergelijkt hij de gebieden opnieuw met elkaar. "
        "Kies een indicator om de jaren te zien."
    )


_OF_SCORE = {Kind.MAP: background.build, Kind.RANKING: places.build, Kind.TREND: _no_trend}
"""What is drawn in another way when the background score is chosen: it is computed, no figure of a source."""


def build(kind: Kind, choices: Choices, cursor: Cursor) -> Tile:
    """The tile of this kind for these choices. Raises NoFigures when there is nothing to show."""
    if choices.indicator == known.SCORE.id and kind in _OF_SCORE:
        return _OF_SCORE[kind](choices, cursor, known.catalogue(cursor))
    return _BUILDERS[kind](choices, cursor, known.catalogue(cursor))
