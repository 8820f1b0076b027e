"""The verdict on a cell: what need, what schools do and what the gemeente adds make together.

The verdicts, in this order; `Thresholds` has the numbers.

| need                | schools choose | gemeente adds | scans cover | verdict                                    |
|---------------------|----------------|---------------|-------------|--------------------------------------------|
| any                 | the same is done twice         | any         | samen bekijken                             |
| high                | yes            | yes           | any         | gedekt                                     |
| high                | yes            | no            | any         | alleen school                              |
| high                | no             | yes           | any         | alleen gemeente                            |
| high                | no             | no            | enough      | leemte                                     |
| high                | no             | no            | too little  | mogelijke leemte, with how many are known  |
| not high or unknown | one of the two, or both        | any         | inzet, behoefte niet in de cijfers te zien |
| not high            | no             | no            | any         | geen hoge behoefte te zien                 |
| unknown             | no             | no            | any         | onbekend                                   |

Need is high where the children's position in the domain is; without such a figure where enough of enough schools with
a scan report a delay. The background alone never makes it high. What has no known domain changes no verdict.
"""

from dataclasses import dataclass
from enum import StrEnum

from analysis.gap_facts import AskedWish, Bounds, Measured, Surroundings
from analysis.gap_measures import Together
from analysis.response import Coverage
from model.catalogue import Domain
from model.measure import Measure


@dataclass(frozen=True)
class Thresholds:
    """The numbers of the verdicts, as Bronnen en methode shows them."""

    high_position: float = 60
    """From this position on the need is high."""
    fewest_areas: int = 6
    """Among fewer areas a position says nothing."""
    fewest_scans: int = 3
    """Of fewer schools with a scan in a cell it says nothing how many report a delay."""
    share_reporting: float = 50
    """From this percentage of the schools with a scan on, reporting a delay, the need is high."""
    covered: float = 80
    """From this percentage of the pupils at schools with a scan on, it is known what schools do."""


class Verdict(StrEnum):
    """What a cell comes to; the value is what is shown."""

    GAP = "leemte"
    POSSIBLE = "mogelijke leemte"
    SCHOOLS = "alleen school"
    MUNICIPALITY = "alleen gemeente"
    COVERED = "gedekt"
    TOGETHER = "samen bekijken"
    EFFORT = "inzet, behoefte niet in de cijfers te zien"
    CALM = "geen hoge behoefte te zien"
    UNKNOWN = "onbekend"

    @property
    def is_gap(self) -> bool:
        """Whether nobody is known to act where the need is high."""
        return self in (Verdict.GAP, Verdict.POSSIBLE)


class Reason(StrEnum):
    """Why a verdict is what it is; the value is what is shown."""

    CHILDREN_HIGH = "wat bij kinderen is gemeten, wijst op een hoge behoefte"
    CHILDREN_LOW = "wat bij kinderen is gemeten, wijst niet op een hoge behoefte"
    SCHOOLS_HIGH = "er is geen bruikbaar cijfer over kinderen; de scholen met een schoolscan melden vaak een vertraging"
    SCHOOLS_LOW = (
        "er is geen bruikbaar cijfer over kinderen; de scholen met een schoolscan melden niet vaak een vertraging"
    )
    NEED_UNKNOWN = "er is geen bruikbaar cijfer over kinderen en er zijn nog weinig schoolscans"
    SCHOOLS_ACT = "scholen kiezen hier iets van de menukaart"
    SCHOOLS_UNKNOWN = "in dit domein is nog geen keuze van een school bekend"
    MUNICIPALITY_ACTS = "de gemeente heeft hier een maatregel"
    MUNICIPALITY_NOT = "de gemeente heeft hier nog geen maatregel"
    KNOWN_ENOUGH = "van genoeg leerlingen is bekend wat hun school kiest"
    KNOWN_LITTLE = "niet van alle scholen is al bekend wat ze kiezen"
    OVERLAP = "twee keer hetzelfde; samen kan het misschien beter"


@dataclass(frozen=True)
class Reach:
    """One kind of intervention in a cell: a pupil counts once for a kind, and kinds are never added up."""

    code: str
    """On the menukaart; empty where it was not recognised."""
    written: str
    """A school's own words."""
    schools: int
    pupils: Bounds | None
    """Of the schools that said it."""
    telling: int
    """How many schools said how many pupils."""
    school_years: tuple[str, ...] = ()
    """In which it was chosen; an empty text among them where a school did not say."""


@dataclass(frozen=True)
class Facts:
    """What is known of one cell."""

    region: str
    name: str
    domain: Domain
    children: float | None
    """Of 0 to 15, in a wijk."""
    measured: Measured | None
    """What is measured of children."""
    surroundings: Surroundings | None
    """The background, which is no need."""
    reporting: int
    """What schools say: how many of those with a scan report a delay."""
    coverage: Coverage
    acting: int
    """How many schools chose something in this domain."""
    reach: tuple[Reach, ...]
    unknown_choices: int
    """Choices of this row of which no domain is known."""
    measures: tuple[Measure, ...]
    """What the gemeente adds in the term."""
    open_wishes: tuple[AskedWish, ...]
    answered_wishes: tuple[AskedWish, ...]
    unknown_wishes: tuple[AskedWish, ...]
    """Open wishes of this row of which no domain is known."""
    together: tuple[Together, ...]

    @property
    def is_known_enough(self) -> float | None:
        """The lowest share of pupils whose school sent a scan; None where it is not known."""
        if self.coverage.schools and self.coverage.scans == self.coverage.schools:
            return 100.0
        return self.coverage.share[0] if self.coverage.share else None

    @property
    def need(self) -> float:
        """For the order of a list: the position, else the share of schools that report a delay; 0 without either."""
        if self.measured is not None:
            return self.measured.position
        return 100 * self.reporting / self.coverage.scans if self.coverage.scans else 0.0


@dataclass(frozen=True)
class Cell:
    """One cell with its verdict, and why."""

    facts: Facts
    verdict: Verdict
    reasons: tuple[Reason, ...]

    @property
    def place(self) -> tuple[str, Domain]:
        """Which cell it is."""
        return self.facts.region, self.facts.domain


def verdict(facts: Facts, thresholds: Thresholds) -> tuple[Verdict, tuple[Reason, ...]]:
    """The verdict on a cell and why, by the table above."""
    need = _need(facts, thresholds)
    is_high = need in (Reason.CHILDREN_HIGH, Reason.SCHOOLS_HIGH)
    schools, municipality = bool(facts.acting), bool(facts.measures)
    why = (
        need,
        Reason.SCHOOLS_ACT if schools else Reason.SCHOOLS_UNKNOWN,
        Reason.MUNICIPALITY_ACTS if municipality else Reason.MUNICIPALITY_NOT,
    )
    if facts.together:
        return Verdict.TOGETHER, (Reason.OVERLAP, *why)
    if schools or municipality:
        if not is_high:
            return Verdict.EFFORT, why
        if schools and municipality:
            return Verdict.COVERED, why
        return (Verdict.SCHOOLS if schools else Verdict.MUNICIPALITY), why
    if not is_high:
        return (Verdict.UNKNOWN if need is Reason.NEED_UNKNOWN else Verdict.CALM), why
    known = facts.is_known_enough
    if known is not None and known >= thresholds.covered:
        return Verdict.GAP, (*why, Reason.KNOWN_ENOUGH)
    return Verdict.POSSIBLE, (*why, Reason.KNOWN_LITTLE)


def _need(facts: Facts, thresholds: Thresholds) -> Reason:
    if facts.measured is not None and facts.measured.areas >= thresholds.fewest_areas:
        is_high = facts.measured.position >= thresholds.high_position
        return Reason.CHILDREN_HIGH if is_high else Reason.CHILDREN_LOW
    scans = facts.coverage.scans
    if scans < thresholds.fewest_scans:
        return Reason.NEED_UNKNOWN
    is_high = 100 * facts.reporting >= thresholds.share_reporting * scans
    return Reason.SCHOOLS_HIGH if is_high else Reason.SCHOOLS_LOW
