"""What somebody looks at: the choices of the header, of a link and of a kept chart."""

from dataclasses import dataclass
from enum import StrEnum

from model.region import Level, level_of, municipality_of, parent_of


class Classes(StrEnum):
    """How a map is divided into classes; the value is the Dutch name."""

    QUANTILES = "gelijke aantallen gebieden"
    EQUAL_STEPS = "gelijke stappen"


@dataclass(frozen=True)
class Choices:
    """One view: an area, the level shown within it, an indicator, a period, and the classes of the map."""

    area: str
    level: Level = Level.WIJK
    indicator: str = ""
    period: str = ""
    classes: Classes = Classes.QUANTILES

    @property
    def frame(self) -> str:
        """The area whose parts are shown: a buurt among those of its wijk, a wijk among its peers on request."""
        own = level_of(self.area)
        if own is Level.BUURT:
            return (parent_of(self.area) if self.level is Level.BUURT else municipality_of(self.area)) or self.area
        if own is Level.WIJK and self.level is Level.WIJK:
            return municipality_of(self.area) or self.area
        return self.area

    @property
    def lit(self) -> str | None:
        """The area that is lit in map and ranking; None when the chosen area is the frame itself."""
        if self.area == self.frame:
            return None
        own = level_of(self.area)
        return parent_of(self.area) if own is Level.BUURT and self.level is Level.WIJK else self.area
