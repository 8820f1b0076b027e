"""What a chapter of the plan consists of, before it is a document: sentences, texts, tables and pictures."""

from dataclasses import dataclass

import pandas as pd

from model.plan import TextField
from reports.drawing import Drawing, Grid


@dataclass(frozen=True)
class Said:
    """A paragraph that the data make."""

    text: str


@dataclass(frozen=True)
class Listed:
    """Sentences below one another."""

    items: tuple[str, ...]


@dataclass(frozen=True)
class Written:
    """What an officer wrote; empty for nothing yet."""

    field: TextField
    text: str


@dataclass(frozen=True)
class Table:
    """A table with its caption and its source."""

    caption: str
    frame: pd.DataFrame
    alt: str
    source: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Matrix:
    """A table whose cells have a colour."""

    caption: str
    grid: Grid
    corner: str
    """The heading of the names at the side."""
    alt: str
    source: str
    notes: tuple[str, ...] = ()


@dataclass(frozen=True)
class Picture:
    """A map or chart with its caption and its source."""

    caption: str
    drawing: Drawing
    alt: str
    source: str
    notes: tuple[str, ...] = ()
    height: float = 9.0
    """In centimetres, at most."""


Block = Said | Listed | Written | Table | Matrix | Picture


@dataclass(frozen=True)
class Section:
    """A heading with what stands under it."""

    title: str
    blocks: tuple[Block, ...]
    is_failed: bool = False
    """Whether the data could not be read; it says so."""


@dataclass(frozen=True)
class Chapter:
    """One of the four parts, or what is added behind them."""

    title: str
    purpose: str
    sections: tuple[Section, ...]
