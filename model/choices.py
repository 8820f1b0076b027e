"""What somebody looks at: the choices of the header, of a link and of a kept chart."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from model.catalogue import Ages, Domain
from model.region import Level, parent_of, path_of


class Classes(StrEnum):
    """How a map is divided into classes; the value is the Dutch name."""

    QUANTILES = "gelijke aantallen gebieden"
    EQUAL_STEPS = "gelijke stappen"


class Audience(StrEnum):
    """For whom a view is: what boards did not agree to share stays out of what is shown to others."""

    MUNICIPALITY = "gemeente"
    LEA = "LEA"


@dataclass(frozen=True)
class Choices:
    """One view: an area, the level shown within it, an indicator, a period, the classes of the map, and for whom."""

    area: str
    level: Level = Level.WIJK
    indicator: str = ""
    period: str = ""
    classes: Classes = Classes.QUANTILES
    audience: Audience = Audience.MUNICIPALITY
    with_schools: bool = False
    """Whether a map of areas also shows where the schools are."""
    ages: Ages | None = None
    """Of which children the figures are to tell; None for all."""
    theme: str = ""
    """The theme whose indicators are offered; empty for all."""
    weights: tuple[tuple[str, float], ...] = ()
    """Weights of indicators in the achtergrondscore other than those of the catalogue."""
    domain: Domain | None = None
    """The domain of a picture of children; None where a view has no domain."""
    beside: tuple[str, ...] = ()
    """The areas that stand beside the chosen one, at most four."""
    school_year: str = ""
    """The school year (`2021/2022`) of what schools and gemeente do; empty for both of the programme."""
    as_of: date | None = None
    """The day, on the booking date, as of which the money is seen; None for the last day with a booking."""
    cut: str = ""
    """By what spending is divided (`analysis.budget.Cut`); empty for the bestedingsdoelen."""
    spent_on: tuple[tuple[str, str], ...] = ()
    """Cuts with a key of each, within which spending is divided."""
    photo: int | None = None
    """The photo as of which everything is seen; None for the data as they are now."""

    @property
    def frame(self) -> str:
        """The area whose parts are shown: the chosen one, or what lies around it when it is such a part itself."""
        return (parent_of(self._part) or self._part) if self._part else self.area

    @property
    def lit(self) -> str | None:
        """The part that is lit in map and ranking; None when the chosen area is the frame itself."""
        return self._part if self._part != self.frame else None

    @property
    def _part(self) -> str | None:
        """The area of the shown level that the chosen area is or lies in; None when the chosen area is larger."""
        path = dict(zip(Level, path_of(self.area), strict=False))
        return path.get(self.level)
