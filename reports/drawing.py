"""What a figure comes to without a browser: areas with colours, bars, lines, spans or a coloured grid.

A deck makes native shapes and charts of it, a web page SVG, a document pictures. All take the same drawing, so a map
cannot differ between the screen and a slide.
"""

from dataclasses import dataclass

Ring = tuple[tuple[float, float], ...]
"""Points of a border, in units of the map's width, downwards from its upper left corner; not closed."""


@dataclass(frozen=True)
class Shape:
    """An area on a map: its outer rings and holes in one path, its colour, and what its figure says."""

    region: str
    name: str
    text: str
    colour: str
    rings: tuple[Ring, ...]
    is_lit: bool = False


@dataclass(frozen=True)
class Dot:
    """A school on a map."""

    name: str
    at: tuple[float, float]
    colour: str
    is_filled: bool


@dataclass(frozen=True)
class Key:
    """An entry of a legend."""

    text: str
    colour: str
    is_round: bool = False
    is_filled: bool = True


@dataclass(frozen=True)
class Map:
    """Areas and dots in a frame of width 1 and this height."""

    height: float
    shapes: tuple[Shape, ...]
    outlines: tuple[Ring, ...] = ()
    """Borders of the areas one level up."""
    dots: tuple[Dot, ...] = ()
    legend: tuple[Key, ...] = ()
    legend_title: str = ""


@dataclass(frozen=True)
class Series:
    """Values at each category or moment; None where there is none."""

    name: str
    values: tuple[float | None, ...]
    colours: tuple[str, ...]
    """One for each value, or one for all."""
    dash: str = "solid"


@dataclass(frozen=True)
class Bars:
    """Horizontal bars, the first category on top."""

    categories: tuple[str, ...]
    series: tuple[Series, ...]
    is_stacked: bool
    number_format: str
    beside: tuple[str, float] | None = None
    """What the bars are compared with, such as the whole gemeente: its name and value."""


@dataclass(frozen=True)
class Spans:
    """Horizontal bars from a first to a last moment (ISO days), the first category on top."""

    categories: tuple[str, ...]
    begins: tuple[str | None, ...]
    ends: tuple[str | None, ...]
    first: str
    last: str
    colours: tuple[str, ...] = ()
    """One for each category."""
    states: tuple[str, ...] = ()
    """What the colour of each category stands for."""


@dataclass(frozen=True)
class Lines:
    """Lines over moments: years, or ISO days."""

    moments: tuple[str, ...]
    series: tuple[Series, ...]
    number_format: str


@dataclass(frozen=True)
class Cell:
    """One cell of a grid."""

    text: str
    colour: str


@dataclass(frozen=True)
class Grid:
    """A matrix with words and a colour in each cell."""

    columns: tuple[str, ...]
    rows: tuple[str, ...]
    cells: tuple[tuple[Cell, ...], ...]


Drawing = Map | Bars | Spans | Lines | Grid
