"""What the municipality adds: a measure with its aim, its money and its moments; decisions and actions around it."""

from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from model.catalogue import Domain


class Purpose(StrEnum):
    """The bestedingsdoelen of the grant, by name: the order and the letters of the final text are not certain."""

    DELAYS = "vertragingen inhalen (bovenschools)"
    PRESCHOOL = "voorschoolse periode"
    OUT_OF_SCHOOL = "thuiszitters"
    CARE = "zorg en welzijn in school"
    COOPERATION = "samenwerking in de gemeente"
    RENT = "extra huur van huisvesting"
    STAFF = "ambtelijke capaciteit of expertise"


class TargetGroup(StrEnum):
    """For whom a measure is; the first three live and go to school in wijken, the others across them."""

    PRESCHOOL = "voorschools"
    PRIMARY = "po"
    SPECIAL_PRIMARY = "sbo"
    SECONDARY = "vo"
    SPECIAL = "(v)so"
    FURTHER = "vervolgonderwijs"
    OUT_OF_SCHOOL = "thuiszitters"


class Partner(StrEnum):
    """With whom the municipality does it."""

    BOARDS = "schoolbesturen"
    CHILDCARE = "kinderopvang"
    LIBRARY = "bibliotheek"
    YOUTH_CARE = "jeugdzorg"
    GGD = "GGD"
    SPORT = "sport"
    CULTURE = "cultuur"
    CONSORTIUM = "samenwerkingsverband"
    NEIGHBOURS = "buurgemeenten"


class Role(StrEnum):
    """What the municipality is in a measure."""

    CONNECTOR = "verbinder"
    BROKER = "makelaar"
    DRIVER = "aanjager"
    DEVELOPER = "ontwikkelaar"
    FACILITATOR = "facilitator"
    DIRECTOR = "regisseur"


class Stream(StrEnum):
    """From which pot money comes."""

    NPO = "NPO-uitkering"
    GOAB = "GOAB"
    YOUTH = "jeugd"
    WELFARE = "welzijn"
    SCHOOL = "school"
    OWN = "eigen middelen"


class MeasureState(StrEnum):
    """How far a measure is."""

    IDEA = "idee"
    PROPOSED = "voorgesteld"
    DECIDED = "besloten"
    RUNNING = "loopt"
    STOPPED = "gestopt"


@dataclass(frozen=True)
class Funding:
    """An amount from one pot, in whole cents; TypeError for what is no whole number, because a float loses cents."""

    stream: Stream
    cents: int

    def __post_init__(self) -> None:
        if type(self.cents) is not int:
            raise TypeError(f"an amount is a whole number of cents, not {self.cents!r}")


@dataclass(frozen=True)
class Moment:
    """One moment of evaluation: how many children were reached until then, and what was seen."""

    day: date
    reached: int | None = None
    seen: str = ""
    bottlenecks: str = ""
    to_board: bool = False
    """Whether it goes to the bestuurlijk overleg."""


@dataclass(frozen=True)
class Measure:
    """One measure of the municipality, as it is kept in one version."""

    id: str
    name: str
    aim: str = ""
    purpose: Purpose | None = None
    domains: tuple[Domain, ...] = ()
    themes: tuple[str, ...] = ()
    target_groups: tuple[TargetGroup, ...] = ()
    wijken: tuple[str, ...] = ()
    """Codes of wijken; none for the whole gemeente."""
    schools: tuple[str, ...] = ()
    """Vestigingen; none for all schools of the target groups there."""
    interventions: tuple[str, ...] = ()
    """Codes of the menukaart that it is alike."""
    partners: tuple[Partner, ...] = ()
    role: Role | None = None
    funding: tuple[Funding, ...] = ()
    agenda_line: str = ""
    """The line of the wider herstelagenda that it belongs to."""
    owner: str = ""
    places: int | None = None
    intended_reach: int | None = None
    start: date | None = None
    end: date | None = None
    state: MeasureState = MeasureState.IDEA
    wishes: tuple[str, ...] = ()
    """The wishes that it answers, by `scan.wish_id`."""
    moments: tuple[Moment, ...] = field(default=())

    @property
    def cents(self) -> int:
        """The money from all pots together."""
        return sum(one.cents for one in self.funding)

    def runs_in(self, first: date, last: date) -> bool:
        """Whether it runs on some day between two dates; an open end counts as going on."""
        return (self.start is None or self.start <= last) and (self.end is None or self.end >= first)


class ActionState(StrEnum):
    """Whether a decision or action still asks for something."""

    OPEN = "open"
    DONE = "gedaan"
    DROPPED = "vervallen"


class ActionKind(StrEnum):
    """What was agreed."""

    DECISION = "besluit"
    ACTION = "actie"


@dataclass(frozen=True)
class Action:
    """A decision or action of the LEA or the working group."""

    id: str
    text: str
    kind: ActionKind = ActionKind.ACTION
    owner: str = ""
    due: date | None = None
    state: ActionState = ActionState.OPEN
    meeting: str = ""
    measure: str = ""
    """The measure that it is about, by id; empty for none."""
