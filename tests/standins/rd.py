"""Geometry between WGS84 (longitude, latitude) and the Dutch grid EPSG:28992."""

from collections.abc import Mapping
from functools import cache
from typing import Any

import numpy as np
from pyproj import Transformer
from shapely import transform
from shapely.geometry import mapping, shape
from shapely.geometry.base import BaseGeometry


def from_wgs84(geometry: Mapping[str, Any]) -> dict[str, Any]:
    """A GeoJSON geometry in metres of the Dutch grid."""
    return dict(mapping(_transformed(shape(geometry), "EPSG:4326", "EPSG:28992")))


def to_wgs84(geometry: BaseGeometry) -> BaseGeometry:
    """A geometry of the Dutch grid in degrees."""
    return _transformed(geometry, "EPSG:28992", "EPSG:4326")


def _transformed(geometry: BaseGeometry, source: str, target: str) -> BaseGeometry:
    transformer = _transformer(source, target)
    moved: BaseGeometry = transform(
        geometry, lambda points: np.column_stack(transformer.transform(points[:, 0], points[:, 1]))
    )
    return moved


@cache
def _transformer(source: str, target: str) -> Transformer:
    return Transformer.from_crs(source, target, always_xy=True)
