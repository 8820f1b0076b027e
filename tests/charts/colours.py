"""Colours as they are seen: contrast as WCAG counts it, and what is left of them without red or green cones."""

import numpy as np
from numpy.typing import NDArray

Colour = NDArray[np.float64]

_LMS = np.array([[17.8824, 43.5161, 4.11935], [3.45565, 27.1554, 3.86714], [0.0299566, 0.184309, 1.46709]])
_WITHOUT = {
    "normal": np.eye(3),
    "protanopia": np.array([[0, 2.02344, -2.52581], [0, 1, 0], [0, 0, 1]]),
    "deuteranopia": np.array([[1, 0, 0], [0.494207, 0, 1.24827], [0, 0, 1]]),
}
"""Viénot, Brettel and Mollon (1999): what the missing cones would have said is made from the other two."""
_XYZ = np.array([[0.4124564, 0.3575761, 0.1804375], [0.2126729, 0.7151522, 0.072175], [0.0193339, 0.119192, 0.9503041]])
_WHITE = np.array([0.95047, 1, 1.08883])
EYES = tuple(_WITHOUT)


def _linear(colour: str) -> Colour:
    parts = np.array([int(colour[at : at + 2], 16) for at in (1, 3, 5)]) / 255
    return np.where(parts <= 0.04045, parts / 12.92, ((parts + 0.055) / 1.055) ** 2.4)


def contrast(one: str, other: str) -> float:
    """The contrast of WCAG 2.1, from 1 to 21."""
    dark, light = sorted(float(_linear(colour) @ _XYZ[1]) for colour in (one, other))
    return (light + 0.05) / (dark + 0.05)


def lab(colour: str, eyes: str = "normal") -> Colour:
    """Lightness (0 to 100), green-red and blue-yellow (CIELAB) of a colour as these eyes see it."""
    seen = np.linalg.inv(_LMS) @ _WITHOUT[eyes] @ _LMS @ _linear(colour)
    ratio = _XYZ @ np.clip(seen, 0, 1) / _WHITE
    x, y, z = np.where(ratio > 0.008856, np.cbrt(ratio), 7.787 * ratio + 16 / 116)
    return np.array([116 * y - 16, 500 * (x - y), 200 * (y - z)])


def difference(one: str, other: str, eyes: str) -> float:
    """How far apart two colours are for these eyes (CIE76; 2.3 is just noticeable)."""
    return float(np.linalg.norm(lab(one, eyes) - lab(other, eyes)))
