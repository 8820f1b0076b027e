"""What is known before gaps are looked for: wijken, what is measured of children, schools and what their scans say."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from duckdb import DuckDBPyConnection as Cursor

from analysis import areas, delays, needs, response
from model import menukaart
from model.catalogue import Ages, Domain, Indicator
from model.choices import Audience
from model.region import Level, country_of
from model.scan import wish_id
from settings import current as settings

Bounds = tuple[float, float]
"""A number of pupils between the lowest and the highest that it can be."""

_WIJKEN = f"""
select distinct region, named.name from mart.area join {areas.NAME} as named using (region)
where starts_with(region, 'WK' || $number)
    and period = (select max(period) from mart.area where starts_with(region, 'WK' || $number))
"""
_CHOICES = """
select site, position, written, code, domain, coalesce(value, lower), coalesce(value, upper),
    coalesce(nullif(choice.school_year, ''), scan.school_year)
from mart.scan as scan join mart.scan_choice as choice using (batch_id)
where region = $region and list_contains($sharing, sharing) order by site, position
"""
_WISHES = """
select site, text, choices from mart.scan join mart.scan_wish using (batch_id)
where region = $region and list_contains($sharing, sharing) order by site, position
"""


@dataclass(frozen=True)
class School:
    """A school of the register, or a location that sent a scan without being in it."""

    site: str
    name: str
    sector: str
    """Empty where it is not known."""
    board: str
    wijk: str
    """Empty where it is not known."""
    pupils: Bounds | None
    """DUO's count, by school; None where it is not known."""
    has_scan: bool
    delays: frozenset[Domain] = frozenset()
    """The domains in which it reports pupils with a delay."""


@dataclass(frozen=True)
class MadeChoice:
    """A choice of a school."""

    site: str
    position: int
    written: str
    code: str
    """On the menukaart; empty where it was not recognised."""
    domains: tuple[Domain, ...]
    """Those of the menukaart, else the one that was assigned; none for not known, which is never spread."""
    reached: Bounds | None = None
    school_year: str = ""


@dataclass(frozen=True)
class AskedWish:
    """A wish of a school, with the domains of the choices that the school itself linked it to."""

    id: str
    """`scan.wish_id`, as measures name it."""
    site: str
    text: str
    domains: tuple[Domain, ...] = ()


@dataclass(frozen=True)
class Measured:
    """Where an area stands on what is measured of children in a domain."""

    position: float
    """0 (least need) to 100."""
    areas: int
    """Among how many areas."""
    figures: tuple[str, ...] = ()
    """The indicators, by id."""


@dataclass(frozen=True)
class Surroundings:
    """The place of an area by the achtergrondscore, with the best and worst place by other weights and by chance."""

    place: float
    areas: int
    low: float
    high: float


@dataclass(frozen=True)
class Situation:
    """All that is known of a gemeente when its gaps are looked for; what an audience may not see is not in it."""

    municipality: str
    wijken: Mapping[str, str]
    """Names by code, of the newest division."""
    schools: Sequence[School] = ()
    choices: Sequence[MadeChoice] = ()
    wishes: Sequence[AskedWish] = ()
    measured: Mapping[tuple[str, Domain], Measured] = field(default_factory=dict)
    """By area (also the gemeente, among gemeenten) and domain; what has no position is not there."""
    surroundings: Mapping[str, Surroundings] = field(default_factory=dict)
    children: Mapping[str, float] = field(default_factory=dict)
    """Of 0 to 15, by wijk."""
    periods: Mapping[str, str] = field(default_factory=dict)
    """The period of each indicator in `measured`."""


def situation(
    cursor: Cursor,
    indicators: Sequence[Indicator],
    municipality: str,
    period: str,
    audience: Audience = Audience.MUNICIPALITY,
    ages: Ages | None = None,
    weights: Mapping[str, float] | None = None,
) -> Situation:
    """What is known of a gemeente, of children up to `period`; for the LEA only scans shared with their name."""
    found = cursor.execute(_WIJKEN, {"number": municipality[2:]}).fetchall()
    wijken = dict(sorted(found, key=lambda row: (areas.alphabetical(row[1]), row[0])))
    choices = choices_made(cursor, municipality, audience)
    measured, periods = _measured(cursor, indicators, municipality, period, ages)
    score = needs.background(cursor, indicators, municipality, Level.WIJK, period, weights)
    return Situation(
        municipality,
        wijken,
        schools(cursor, municipality, audience),
        choices,
        wishes_asked(cursor, municipality, audience, choices),
        measured,
        _surroundings(score),
        dict(zip(score.areas.frame["region"], score.areas.frame["children"], strict=True)),
        periods,
    )


def schools(cursor: Cursor, municipality: str, audience: Audience) -> list[School]:
    """The schools by name, and locations with a scan outside the register; a scan that may not be seen is not there."""
    reporting = delays.reporting(cursor, municipality, audience).frame
    said: dict[str, set[Domain]] = {}
    for site, domain in zip(reporting["site"], reporting["domain"], strict=True):
        said.setdefault(site, set()).add(Domain(domain))
    rows = response.schools(cursor, municipality, audience).frame.astype(object)
    rows = rows.where(rows.notna(), None)
    columns = ("site", "name", "sector", "board", "wijk", "pupils_lower", "pupils_upper", "has_scan")
    return [
        School(
            site,
            name,
            sector or "",
            board or "",
            wijk or "",
            None if low is None or high is None else (float(low), float(high)),
            bool(has_scan),
            frozenset(said.get(site, ())),
        )
        for site, name, sector, board, wijk, low, high, has_scan in rows[list(columns)].itertuples(index=False)
    ]


def choices_made(cursor: Cursor, municipality: str, audience: Audience) -> list[MadeChoice]:
    """The choices in the scans that an audience may see, school by school."""
    asked = {"region": municipality, "sharing": response.NAMED[audience]}
    return [_choice(*row) for row in cursor.execute(_CHOICES, asked).fetchall()]


def wishes_asked(
    cursor: Cursor, municipality: str, audience: Audience, choices: Sequence[MadeChoice]
) -> list[AskedWish]:
    """The wishes in the scans that an audience may see, with the domains of the choices they are linked to."""
    domains = {(one.site, one.position): one.domains for one in choices}
    asked = {"region": municipality, "sharing": response.NAMED[audience]}
    return [_wish(domains, *row) for row in cursor.execute(_WISHES, asked).fetchall()]


def domains_of(code: str, assigned: str) -> tuple[Domain, ...]:
    """The domains of a choice: the menukaart's where it has them, else the one that was assigned; none for not known.

    C of the menukaart is sociaal and emotioneel together; E and F only support other interventions.
    """
    known = menukaart.current().get(code)
    if known and known.domains:
        return known.domains
    return (Domain(assigned),) if assigned else ()


def _choice(
    site: str, position: int, written: str, code: str, assigned: str, low: float | None, high: float | None, year: str
) -> MadeChoice:
    reached = None if low is None or high is None else _not_small(low, high)
    return MadeChoice(site, position, written, code, domains_of(code, assigned), reached, year or "")


def _not_small(low: float, high: float) -> Bounds:
    """Bounds in which no number below the smallest that is shown stands by itself, so that no sum gives one away."""
    smallest = settings().smallest_count
    if 0 < high < smallest:
        return (1.0 if low else 0.0), float(smallest - 1)
    return low, high


def _wish(
    domains: Mapping[tuple[str, int], tuple[Domain, ...]], site: str, text: str, linked: Sequence[int]
) -> AskedWish:
    of = {domain for choice in linked for domain in domains.get((site, choice), ())}
    return AskedWish(wish_id(site, text), site, text, tuple(domain for domain in Domain if domain in of))


def _measured(
    cursor: Cursor, indicators: Sequence[Indicator], municipality: str, period: str, ages: Ages | None
) -> tuple[dict[tuple[str, Domain], Measured], dict[str, str]]:
    """Positions of the wijken within the gemeente, and of the gemeente among all that are loaded."""
    found: dict[tuple[str, Domain], Measured] = {}
    periods: dict[str, str] = {}
    for domain in Domain:
        for level, frame in ((Level.WIJK, municipality), (Level.MUNICIPALITY, country_of(municipality))):
            score = needs.of_children(cursor, indicators, domain, frame, level, period, ages)
            rows = score.areas.frame
            rows = rows[rows["value"].notna()]
            periods |= score.counted
            for region, value in zip(rows["region"], rows["value"], strict=True):
                if level is Level.WIJK or region == municipality:
                    found[region, domain] = Measured(float(value), len(rows), tuple(score.counted))
    return found, periods


def _surroundings(score: needs.Score) -> dict[str, Surroundings]:
    rows = score.places().frame
    rows = rows[rows["place"].notna()]
    low, high = (
        rows[[f"{end}_by_weights", f"{end}_by_chance"]].agg("min" if end == "low" else "max", axis=1)
        for end in ("low", "high")
    )
    return {
        region: Surroundings(place, len(rows), best, worst)
        for region, place, best, worst in zip(rows["region"], rows["place"], low, high, strict=True)
    }
