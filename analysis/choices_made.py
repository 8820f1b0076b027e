"""Which interventions schools chose, counted in schools by sector or bestuur."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Literal

from analysis.gap_facts import MadeChoice, School


@dataclass(frozen=True)
class Group:
    """The schools of one sector or bestuur with a scan, and how many of them chose each intervention."""

    name: str
    schools: int
    chosen: Mapping[str, int]
    """By code of the menukaart, most chosen first; a school that chose one twice counts once."""
    unrecognised: int
    """Schools with a choice that is none of the menukaart."""


def per_group(schools: Sequence[School], choices: Sequence[MadeChoice], by: Literal["sector", "board"]) -> list[Group]:
    """Each sector or bestuur with a scan, the largest first; a school without one is in no group."""
    name_of = {one.site: getattr(one, by) or "onbekend" for one in schools if one.has_scan}
    sites: dict[str, set[str]] = defaultdict(set)
    for site, name in name_of.items():
        sites[name].add(site)
    choosing: dict[str, dict[str, set[str]]] = defaultdict(lambda: defaultdict(set))
    for choice in choices:
        if choice.site in name_of:
            choosing[name_of[choice.site]][choice.code].add(choice.site)
    groups = []
    for name, of in sites.items():
        counts = {code: len(found) for code, found in choosing[name].items()}
        unrecognised = counts.pop("", 0)
        ordered = dict(sorted(counts.items(), key=lambda item: (-item[1], item[0])))
        groups.append(Group(name, len(of), ordered, unrecognised))
    return sorted(groups, key=lambda one: (-one.schools, one.name))
