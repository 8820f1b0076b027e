"""What of the scans may be told to the LEA, in counts that point at no school."""

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from duckdb import DuckDBPyConnection as Cursor

from analysis.equations import Cell, Limits, Sum, area_sums
from analysis.suppression import Table
from model.region import municipality_of, path_of
from model.scan import Sharing

FEWEST_SCHOOLS = 3
"""What fewer schools say is not shown to others than the gemeente: it could be known which school says it."""
_FEWEST_UNANIMOUS = 6
"""Of fewer schools it is not shown to others that all of them, or none, report a delay."""

_SITES = """
with register as (
    select vestiging as site, buurt from mart.school
    where region = $municipality and period = (select max(period) from mart.school where region = $municipality)
), scan as (
    select site, sharing,
        (select list(domain) from mart.scan_domain as one
            where one.batch_id = scan.batch_id and measure = 'delayed' and coalesce(value, upper) > 0) as domains,
        (select list(code) from mart.scan_choice as one where one.batch_id = scan.batch_id and code <> '') as codes
    from mart.scan as scan where region = $municipality and list_contains($sharing, sharing)
)
select coalesce(buurt, ''), sharing, coalesce(domains, []), coalesce(codes, [])
from register full join scan using (site) order by site
"""
_FOR_LEA = [Sharing.LEA_ANONYMOUS, Sharing.LEA_NAMED]


@dataclass(frozen=True)
class ShownToLea:
    """What may be told to the LEA of the scans of a gemeente, by region; what is not there is 0 or is not told."""

    schools: Mapping[str, int]
    """How many schools share a scan with the LEA."""
    unnamed: int
    """How many of those in the gemeente do it without their name; 0 when that is not told."""
    delayed: Mapping[str, Mapping[str, int]]
    """Domain to region to how many of them report a delay."""
    chosen: Mapping[str, Mapping[str, int]]
    """Code on the menukaart to region to how many of them chose it."""

    def delayed_in(self, region: str) -> dict[str, int]:
        """The domains that are told of a region."""
        return {domain: found[region] for domain, found in self.delayed.items() if region in found}

    def chosen_in(self, region: str) -> dict[str, int]:
        """The interventions that are told of a region."""
        return {code: found[region] for code, found in self.chosen.items() if region in found}


@dataclass(frozen=True)
class Site:
    """A school: in which areas it stands, what its board agreed to (None: not to share), and what its scan says."""

    areas: tuple[str, ...]
    sharing: Sharing | None
    domains: frozenset[str]
    codes: frozenset[str]


def shown_to_lea(cursor: Cursor, region: str) -> ShownToLea:
    """What the LEA may know of the scans in the gemeente of an area and in its wijken and buurten.

    Nothing of fewer than three schools, also not by taking wijken from the gemeente or buurten from a wijk, and no
    delay that all or none of fewer than six report. Scans without a name count where at least three schools share like
    that and at least three of the register do not share; elsewhere it could be known which do, as the named are known.
    """
    municipality = municipality_of(region) or region
    asked = {"municipality": municipality, "sharing": _FOR_LEA}
    sites = [
        Site(_areas(municipality, buurt), Sharing(sharing) if sharing else None, frozenset(domains), frozenset(codes))
        for buurt, sharing, domains, codes in cursor.execute(_SITES, asked).fetchall()
    ]
    return _told_once(tuple(sites), municipality)


@lru_cache(maxsize=8)
def _told_once(sites: tuple[Site, ...], municipality: str) -> ShownToLea:
    """The same, once for all that a page or a file tells of the same schools."""
    return told(sites, municipality)


def told(sites: Sequence[Site], municipality: str) -> ShownToLea:
    """What may be told of these schools, which are all of the gemeente and those elsewhere that sent it a scan."""
    if not _is_safe(sites, municipality):
        sites = [one for one in sites if one.sharing is not Sharing.LEA_ANONYMOUS]
    sharing = [one for one in sites if one.sharing is not None]
    shared, unnamed = _per_area(sharing), _per_area(sharing, is_named=False)
    schools = _told_of(sites, sharing, lambda area, *_: not _is_safe(sites, area), is_named_known=True)

    def points_at_schools(area: str, said: int, said_unnamed: int) -> bool:
        return area not in schools or 0 < said_unnamed < FEWEST_SCHOOLS

    def points_at_delay(area: str, said: int, said_unnamed: int) -> bool:
        return (
            points_at_schools(area, said, said_unnamed)
            or _is_unanimous(said, shared[area])
            or _is_unanimous(said_unnamed, unnamed[area])
        )

    delayed = {
        domain: _told_of(sites, [one for one in sharing if domain in one.domains], points_at_delay, is_named_known=True)
        for domain in sorted({domain for one in sharing for domain in one.domains})
    }
    chosen = {
        code: _told_of(sites, [one for one in sharing if code in one.codes], points_at_schools, is_named_known=False)
        for code in sorted({code for one in sharing for code in one.codes})
    }
    return ShownToLea(schools, unnamed[municipality] if municipality in schools else 0, delayed, chosen)


def _areas(municipality: str, buurt: str) -> tuple[str, ...]:
    return (municipality, *path_of(buurt)[2:]) if buurt else (municipality,)


def _per_area(sites: Iterable[Site], is_named: bool | None = None) -> dict[str, int]:
    """How many of the sites stand in each area; of those that share with, or without, their name."""
    found: dict[str, int] = defaultdict(int)
    for site in sites:
        if is_named is None or is_named == (site.sharing is Sharing.LEA_NAMED):
            for area in site.areas:
                found[area] += 1
    return found


def _is_unanimous(said: int, schools: int) -> bool:
    return 0 < schools < _FEWEST_UNANIMOUS and said in (0, schools)


def _is_safe(sites: Iterable[Site], area: str) -> bool:
    """Whether the number of scans without a name may be known: none, or of too many schools to know which."""
    here = [one for one in sites if area in one.areas]
    unnamed = sum(one.sharing is Sharing.LEA_ANONYMOUS for one in here)
    silent = sum(one.sharing is None for one in here)
    return not unnamed or (unnamed >= FEWEST_SCHOOLS and silent >= FEWEST_SCHOOLS)


def _told_of(
    sites: Sequence[Site], saying: Sequence[Site], points_at: Callable[[str, int, int], bool], is_named_known: bool
) -> dict[str, int]:
    """How many schools say something, by area, where that may be told. A 0 is not: it looks like what is hidden.

    `is_named_known`: whether it is shown of each named school. `points_at` says of an area, how many say it and of how
    many of those that is not known, whether their number would point at a school.
    """
    sharing = [one for one in sites if one.sharing is not None]
    said, named, of_some = _per_area(saying), _per_area(saying, is_named=True), _per_area(sharing)
    if is_named_known:
        unnamed, of_some = _per_area(saying, is_named=False), _per_area(sharing, is_named=False)
    else:
        unnamed, named = said, dict.fromkeys(named, 0)
    areas = _per_area(sites)
    visible: dict[Cell, float] = {("met naam", area): named.get(area, 0) for area in areas}
    unknown: dict[Cell, Limits] = {}
    settled, kept = set(visible), set()
    for area in areas:
        cell, is_pointing = ("zegt", area), points_at(area, said[area], unnamed[area])
        unknown["zonder naam", area] = Limits(is_protected=is_pointing and of_some[area] > 0)
        if said[area] >= FEWEST_SCHOOLS and not is_pointing:
            visible[cell] = said[area]
            kept.add(cell)
        elif said[area] and not of_some[area]:
            visible[cell] = said[area]
            settled.add(cell)
        else:
            unknown[cell] = Limits(is_protected=said[area] > 0)
    sums = _with_rests(area_sums(areas, ("zegt",))[0], said, unknown)
    sums += [Sum(("zegt", area), (("zonder naam", area), ("met naam", area))) for area in areas]
    hidden = Table(sums, visible, unknown, FEWEST_SCHOOLS, settled).hide()
    return {area: said[area] for area in areas if ("zegt", area) in kept - hidden}


def _with_rests(sums: Iterable[Sum], numbers: Mapping[str, int], unknown: dict[Cell, Limits]) -> list[Sum]:
    """The sums, with the schools whose buurt is not known as a part of their own."""
    found = []
    for of in sums:
        rest: Cell = (*of.total, "elders")
        if numbers.get(of.total[-1], 0) > sum(numbers.get(part[-1], 0) for part in of.parts):
            unknown[rest] = Limits(is_protected=False)
            of = Sum(of.total, (*of.parts, rest))
        found.append(of)
    return found
