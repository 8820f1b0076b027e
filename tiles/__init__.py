"""A chart with all that belongs to it: finding, figure, table, description, source. Pages draw it, stories keep it."""

from tiles.build import build
from tiles.tile import Kind, NoFigures, Tile

__all__ = ["Kind", "NoFigures", "Tile", "build"]
