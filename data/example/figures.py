"""The made-up figures of every area and year, before rounding and suppression.

A hidden prosperity of each wijk and buurt drives income, education, health and the rest, each with its own small
deviation that stays the same over the years. Figures are made per buurt and added up, so that wijken, the gemeente and
the country hang together. The other municipalities are made of hidden neighbourhoods in the same way.
"""

import math
import zlib
from collections.abc import Callable, Iterable, Mapping

import numpy as np

# isort: split
from places import (
    BASE_YEAR,
    BUURTEN,
    COUNTRY,
    HEALTH_YEARS,
    KINDS,
    MOVED_BORDER,
    MUNICIPALITY,
    OTHERS,
    PEOPLE_MOVED,
    WIJKEN,
    YEAR_OF_MOVE,
    YEARS,
    Buurt,
    OtherMunicipality,
    Wijk,
)

Figures = dict[str, float]
AGES = ("age_0", "age_15", "age_25", "age_45", "age_65")
HEALTH = ("good_health", "overweight", "anxiety", "stress", "control", "lonely", "hard_up")
TYPICAL = {
    "centre": 0.1, "station": -0.3, "garden": -0.25, "flats": -1.2, "eighties": 0.25, "newbuild": 0.85, "villas": 1.35,
    "industry": 0.0, "village": 0.45, "farms": 0.55,
}  # fmt: skip
"""Prosperity of a kind of neighbourhood in the other municipalities."""
MIXTURES = {
    1: {"centre": 0.16, "station": 0.14, "garden": 0.16, "flats": 0.26, "eighties": 0.16, "newbuild": 0.12},
    2: {"centre": 0.08, "station": 0.07, "garden": 0.14, "flats": 0.24, "eighties": 0.21, "newbuild": 0.12,
        "villas": 0.08, "village": 0.06},
    3: {"centre": 0.06, "garden": 0.16, "flats": 0.12, "eighties": 0.26, "newbuild": 0.12, "villas": 0.08,
        "village": 0.20},
    4: {"garden": 0.10, "flats": 0.05, "eighties": 0.25, "newbuild": 0.10, "villas": 0.08, "village": 0.37,
        "farms": 0.05},
    5: {"eighties": 0.08, "newbuild": 0.06, "villas": 0.06, "village": 0.55, "farms": 0.25},
}  # fmt: skip
_DIP = {2016: -0.02, 2019: 0.02, 2020: -0.03, 2021: -0.06, 2022: 0.0}
"""How the year moves prosperity: a slight dip in the corona years."""
_WORRY = {2016: -0.22, 2020: 0.0, 2022: 0.13}


def chance(*words: object) -> float:
    """A standard normal number that belongs to these words: the same words always give the same number."""
    return float(np.random.default_rng(zlib.crc32(" ".join(map(str, words)).encode())).normal())


def _share(log_odds: float) -> float:
    return 1.0 / (1.0 + math.exp(-log_odds))


def _inhabitants(buurt: Buurt, year: int) -> float:
    people = buurt.inhabitants * (1.0 + buurt.growth) ** (year - BASE_YEAR)
    people *= 1.0 + 0.004 * chance(buurt.code, "people", year)
    if year >= YEAR_OF_MOVE and buurt.code in MOVED_BORDER:
        people += PEOPLE_MOVED * (1.0 if buurt.code == MOVED_BORDER[1] else -1.0)
    return people


def _age_shares(buurt: Buurt, year: int, young: float | None) -> list[float]:
    """Shares of the five age groups; `young` fixes the share under 15."""
    later = year - BASE_YEAR
    trend = (-0.004, -0.001, 0.004, -0.007, 0.014)
    shares = [
        share * math.exp(0.06 * chance(buurt.code, age) + slope * later)
        for share, age, slope in zip(KINDS[buurt.kind].ages, AGES, trend, strict=True)
    ]
    if young is not None:
        shares[0] = young * sum(shares[1:]) / (1.0 - young)
    return [share / sum(shares) for share in shares]


def _people(buurt: Buurt, year: int, young: float | None) -> Figures:
    """Inhabitants by age and origin, and households."""
    kind = KINDS[buurt.kind]
    people = _inhabitants(buurt, year)
    found = {age: share * people for age, share in zip(AGES, _age_shares(buurt, year, young), strict=True)}
    later = year - BASE_YEAR
    origin = math.exp(-0.12 * (buurt.prosperity - TYPICAL[buurt.kind]))
    households = people / (kind.household_size * math.exp(0.03 * chance(buurt.code, "size")) * (1.0 - 0.004 * later))
    return found | {
        "inhabitants": people,
        "western": people * kind.western * (1.0 + 0.02 * later) * math.exp(0.10 * chance(buurt.code, "western")),
        "non_western": people
        * min(0.6, kind.non_western * origin * (1.0 + 0.015 * later))
        * math.exp(0.10 * chance(buurt.code, "non western")),
        "households": households,
        "with_children": households * kind.with_children * math.exp(0.05 * chance(buurt.code, "children")),
    }


def _prosperity(buurt: Buurt, year: int) -> Callable[[str], float]:
    """The prosperity of a buurt as it shows in one indicator: with deviations of the wijk, the buurt and the year."""

    def of(indicator: str) -> float:
        return (
            buurt.prosperity
            + _DIP[year]
            + 0.16 * chance(buurt.wijk, indicator)
            + 0.11 * chance(buurt.code, indicator)
            + 0.025 * chance(buurt.code, indicator, year)
        )

    return of


def _means(buurt: Buurt, year: int, people: Mapping[str, float]) -> Figures:
    """Income, wealth, homes, education, work and benefits."""
    kind = KINDS[buurt.kind]
    prosperity = _prosperity(buurt, year)
    later = year - BASE_YEAR
    children = people["age_0"] / people["inhabitants"]
    poor = prosperity("low income")
    schooling = prosperity("education") + kind.schooling
    levels = [math.exp(0.05 - 0.42 * schooling), math.exp(0.30), math.exp(0.20 + 0.50 * schooling)]
    learned = people["age_15"] + people["age_25"] + people["age_45"] + 0.60 * people["age_65"]
    income = 25.6 * math.exp(0.20 * prosperity("income")) * (1.0 - 0.75 * (children - 0.16)) * 1.022**later
    alone = 0.30 * (2.15 / kind.household_size - 1.0)
    low_income = 0.068 * math.exp(-0.54 * poor) * (1.0 - 0.02 * later)
    work = {"newbuild": 0.22, "villas": -0.18, "centre": 0.05, "station": 0.08}.get(buurt.kind, 0.0)
    return {
        "income": income,
        "lowest_40": _share(-0.50 - 0.46 * prosperity("lowest 40") + 2.2 * alone),
        "low_income": low_income,
        "social_minimum": 0.004 + low_income * 0.90 * math.exp(0.05 * chance(buurt.code, "minimum")),
        "wealth": 46.0 * math.exp(1.08 * prosperity("wealth") + 0.9 * kind.owners + 0.07 * later),
        "home_value": 252.0 * kind.house_price * math.exp(0.33 * prosperity("homes")) * 1.075**later,
        "low_education": learned * 0.97 * levels[0] / sum(levels),
        "middle_education": learned * 0.97 * levels[1] / sum(levels),
        "high_education": learned * 0.97 * levels[2] / sum(levels),
        "participation": _share(0.80 + 0.22 * prosperity("work") + work + (0.02 if year == 2022 else 0.0)),
        "welfare": people["inhabitants"] * 0.027 * math.exp(-0.68 * prosperity("welfare")),
    }


def _youth_care(buurt: Buurt, wijk: Wijk, year: int, people: Mapping[str, float]) -> Figures:
    level = _prosperity(buurt, year)("youth care") + wijk.wellbeing
    trend = {2019: 0.99, 2020: 0.98, 2021: 1.06, 2022: 1.07}[year]
    young = people["age_0"] + 0.8 * people["age_15"]
    return {"young": young, "youth_care": young * 0.097 * math.exp(-0.24 * level) * trend}


def _health(buurt: Buurt, wijk: Wijk, year: int) -> Figures:
    """Shares of adults, as the health monitor estimates them."""
    prosperity = _prosperity(buurt, year)
    worries, later = math.log(wijk.worries), (year - BASE_YEAR) / 4

    def level(indicator: str) -> float:
        return prosperity(indicator) + wijk.wellbeing

    return {
        "good_health": _share(1.18 + 0.27 * level("good health") - 0.08 * later),
        "overweight": _share(-0.03 - 0.15 * level("overweight") + 0.03 * later),
        "anxiety": _share(-2.42 - 0.30 * level("anxiety") + worries + _WORRY[year]),
        "stress": _share(-1.55 - 0.18 * level("stress") + 0.5 * worries + _WORRY[year]),
        "control": _share(2.14 + 0.22 * level("control") - 0.10 * later),
        "lonely": _share(-2.15 - 0.25 * level("lonely") + 0.85 * worries + 0.6 * _WORRY[year]),
        "hard_up": _share(-1.72 - 0.60 * prosperity("hard up") + 0.04 * later),
    }


def _sum(rows: Iterable[Mapping[str, float]]) -> Figures:
    """The figures of an area from those of its parts: counts are added, means and shares weighted."""
    parts = list(rows)
    weights = {
        "income": "inhabitants", "lowest_40": "households", "low_income": "households", "social_minimum": "households",
        "wealth": "households", "home_value": "households", "participation": "working_age",
        "school_distance": "inhabitants", "childcare_distance": "inhabitants", "urbanity": "inhabitants",
    } | dict.fromkeys(HEALTH, "adults")  # fmt: skip
    total: Figures = {}
    for key in parts[0]:
        if key not in weights:
            total[key] = sum(part[key] for part in parts)
            continue
        weight = sum(part[weights[key]] for part in parts)
        if key == "wealth":  # a median: between the plain and the geometric mean
            total[key] = math.exp(sum(math.log(part[key]) * part[weights[key]] for part in parts) / weight)
        else:
            total[key] = sum(part[key] * part[weights[key]] for part in parts) / weight
    return total


def _yearly(buurt: Buurt, wijk: Wijk, year: int, distance: float, young: float | None = None) -> Figures:
    """All figures of the Kerncijfers of one (perhaps hidden) buurt."""
    people = _people(buurt, year, young)
    working_age = people["age_15"] + people["age_25"] + people["age_45"] + 0.60 * people["age_65"]
    childcare = 0.15 + 0.85 * distance * math.exp(0.12 * chance(buurt.code, "childcare"))
    return {
        **people,
        **_means(buurt, year, people),
        **_youth_care(buurt, wijk, year, people),
        "working_age": working_age,
        "school_distance": distance,
        "childcare_distance": childcare,
        "urbanity": KINDS[buurt.kind].urbanity,
    }


def _yearly_health(buurt: Buurt, wijk: Wijk, year: int) -> Figures:
    """All figures of the health monitor of one buurt, with the number of adults as weight."""
    shares = _age_shares(buurt, BASE_YEAR, None)
    return {"adults": buurt.inhabitants * (1.0 - shares[0] - 0.3 * shares[1]), **_health(buurt, wijk, year)}


def _hidden(other: OtherMunicipality) -> list[tuple[Buurt, Wijk]]:
    """The hidden neighbourhoods that another municipality is made of."""
    found = []
    for number, (kind, share) in enumerate(MIXTURES[other.urbanity].items()):
        code = f"BU{other.code[2:]}{number:02d}00"
        prosperity = TYPICAL[kind] + other.prosperity + 0.25 * chance(code, "prosperity")
        growth = 0.003 + 0.003 * chance(code, "growth")
        wijk = Wijk("WK" + code[2:8], kind, prosperity)
        people = round(other.inhabitants * share)
        found.append((Buurt(code, kind, kind, people, 0.0, 0.0, prosperity, growth), wijk))
    return found


def _usual_young(other: OtherMunicipality) -> float:
    """The share under 15 that the kinds of neighbourhood of a municipality would give on average."""
    mixture = MIXTURES[other.urbanity]
    return sum(share * KINDS[kind].ages[0] for kind, share in mixture.items()) / sum(mixture.values())


def key_figures(distances: Mapping[str, float]) -> dict[tuple[str, int], Figures]:
    """The figures of the Kerncijfers of every area, by (code, year); distances to school (km) by buurt."""
    wijk_of = {wijk.code: wijk for wijk in WIJKEN}
    found: dict[tuple[str, int], Figures] = {}
    for year in YEARS:
        for buurt in BUURTEN:
            found[buurt.code, year] = _yearly(buurt, wijk_of[buurt.wijk], year, distances[buurt.code])
        for wijk in WIJKEN:
            found[wijk.code, year] = _sum(found[b.code, year] for b in BUURTEN if b.wijk == wijk.code)
        found[MUNICIPALITY, year] = _sum(found[wijk.code, year] for wijk in WIJKEN) | {"urbanity": 2}
        for other in OTHERS:
            younger = other.young / _usual_young(other)
            hidden = []
            for buurt, wijk in _hidden(other):
                kind = KINDS[buurt.kind]
                hidden.append(_yearly(buurt, wijk, year, kind.distance, younger * kind.ages[0]))
            found[other.code, year] = _sum(hidden) | {"urbanity": other.urbanity}
        codes = [MUNICIPALITY, *(other.code for other in OTHERS)]
        found[COUNTRY, year] = _sum(found[code, year] for code in codes)
    return found


def health_figures() -> dict[tuple[str, int], Figures]:
    """The figures of the health monitor of every area, by (code, year)."""
    wijk_of = {wijk.code: wijk for wijk in WIJKEN}
    found: dict[tuple[str, int], Figures] = {}
    for year in HEALTH_YEARS:
        for buurt in BUURTEN:
            found[buurt.code, year] = _yearly_health(buurt, wijk_of[buurt.wijk], year)
        for wijk in WIJKEN:
            found[wijk.code, year] = _sum(found[b.code, year] for b in BUURTEN if b.wijk == wijk.code)
        found[MUNICIPALITY, year] = _sum(found[wijk.code, year] for wijk in WIJKEN)
        for other in OTHERS:
            found[other.code, year] = _sum(_yearly_health(buurt, wijk, year) for buurt, wijk in _hidden(other))
        found[COUNTRY, year] = _sum(found[code, year] for code in [MUNICIPALITY, *(other.code for other in OTHERS)])
    return found
