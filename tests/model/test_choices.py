"""Which area is the frame and which part of it is lit, for every area and every level shown."""

import pytest

from model.choices import Choices
from model.region import Level

NL, GM, WK, BU = "NL00", "GM0308", "WK030801", "BU03080103"


@pytest.mark.parametrize(
    ("area", "level", "frame", "lit"),
    [
        (NL, Level.MUNICIPALITY, NL, None),
        (NL, Level.WIJK, NL, None),
        (NL, Level.BUURT, NL, None),
        (GM, Level.MUNICIPALITY, NL, GM),
        (GM, Level.WIJK, GM, None),
        (GM, Level.BUURT, GM, None),
        (WK, Level.MUNICIPALITY, NL, GM),
        (WK, Level.WIJK, GM, WK),
        (WK, Level.BUURT, WK, None),
        (BU, Level.MUNICIPALITY, NL, GM),
        (BU, Level.WIJK, GM, WK),
        (BU, Level.BUURT, WK, BU),
        ("GM9901", Level.MUNICIPALITY, "NL99", "GM9901"),
        (NL, Level.COUNTRY, NL, None),
        (BU, Level.COUNTRY, NL, None),
    ],
)
def test_an_area_is_shown_among_its_peers_or_by_its_parts(area: str, level: Level, frame: str, lit: str | None) -> None:
    choices = Choices(area, level)
    assert (choices.frame, choices.lit) == (frame, lit)


def test_wijken_are_shown_when_nothing_else_is_chosen() -> None:
    assert Choices(GM).level is Level.WIJK
