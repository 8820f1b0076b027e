"""The form that every figure on the screen has."""

from dataclasses import dataclass
from enum import StrEnum

import pandas as pd
import plotly.graph_objects as go


class Kind(StrEnum):
    """Which tile it is; kept in stories, so the values never change."""

    MAP = "map"
    RANKING = "ranking"
    TREND = "trend"
    COMPARISON = "comparison"
    BESIDE = "beside"
    POSITIONS = "positions"
    BACKGROUND = "background"
    DOMAIN = "domain"
    KEY_FIGURES = "key_figures"
    SCHOOLS = "schools"
    RESPONSE_PER_BOARD = "response_per_board"
    RESPONSE_PER_SECTOR = "response_per_sector"
    RESPONSE_MAP = "response_map"
    MEASURES = "measures"
    GAPS = "gaps"
    GAPS_MAP = "gaps_map"
    CHOICES_PER_SECTOR = "choices_per_sector"
    CHOICES_PER_BOARD = "choices_per_board"
    CHOICES_OF_SCHOOLS = "choices_of_schools"
    BURN = "burn"
    BUDGET_CUTS = "budget_cuts"
    BUDGET_PLAN = "budget_plan"


@dataclass(frozen=True)
class Tile:
    """One figure, ready to be drawn."""

    kind: Kind
    title: str
    """The finding, in words."""
    subtitle: str
    """What is measured, of whom, where and when."""
    figure: go.Figure | None
    table: pd.DataFrame
    """The same figures as a table with Dutch headings and Dutch numbers."""
    alt: str
    """What the figure shows, for who cannot see it."""
    source: str
    """Publisher, table, reference day, when it was fetched, licence, and that it was edited."""
    notes: tuple[str, ...] = ()
    """What a reader must know before drawing a conclusion."""


class NoFigures(Exception):
    """There is nothing to draw for these choices; the text says in Dutch what is missing and what to do."""
