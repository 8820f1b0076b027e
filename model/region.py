"""Codes of areas: country, gemeente, wijk and buurt, and how one lies within another."""

import re
from enum import StrEnum

EXAMPLE_COUNTRY = "NL99"
NETHERLANDS = "NL00"
_CODE = re.compile(r"NL\d\d|GM\d{4}|WK\d{4}[0-9A-Z]{2}|BU\d{4}[0-9A-Z]{4}", re.ASCII)
_EXAMPLE = re.compile(r"NL99|(GM|WK|BU)99")


class Level(StrEnum):
    """The four levels of area, from large to small; the value is the Dutch word."""

    COUNTRY = "land"
    MUNICIPALITY = "gemeente"
    WIJK = "wijk"
    BUURT = "buurt"

    @property
    def plural(self) -> str:
        """The Dutch plural, for labels."""
        return {"land": "landen", "gemeente": "gemeenten", "wijk": "wijken", "buurt": "buurten"}[self.value]


_LEVEL_OF_PREFIX = {"NL": Level.COUNTRY, "GM": Level.MUNICIPALITY, "WK": Level.WIJK, "BU": Level.BUURT}


def normalise_code(text: str) -> str | None:
    """The code without padding, in capitals, with RIVM's NL01 as NL00; None when it is no area code.

    The last characters may be letters (Amsterdam since 2022), so codes are never numbers.
    """
    code = text.strip().upper()
    if code == "NL01":
        return NETHERLANDS
    return code if _CODE.fullmatch(code) else None


def level_of(code: str) -> Level:
    """The level that the code's first two letters say; ValueError for another prefix."""
    try:
        return _LEVEL_OF_PREFIX[code[:2]]
    except KeyError as error:
        raise ValueError(f"no area code: {code!r}") from error


def is_example(code: str) -> bool:
    """Whether the area is of the made-up example country (NL99, GM99.., WK99.., BU99..)."""
    return bool(_EXAMPLE.match(code))


def country_of(code: str) -> str:
    """The country of an area; made-up areas have a country of their own, so they are never mixed with real ones."""
    return EXAMPLE_COUNTRY if is_example(code) else NETHERLANDS


def municipality_of(code: str) -> str | None:
    """The gemeente of a wijk or buurt, the code itself for a gemeente, None for a country."""
    return None if level_of(code) is Level.COUNTRY else "GM" + code[2:6]


def wijk_of(code: str) -> str | None:
    """The wijk of a buurt, the code itself for a wijk, None for larger areas."""
    return "WK" + code[2:8] if level_of(code) in (Level.WIJK, Level.BUURT) else None


def parent_of(code: str) -> str | None:
    """The area one level up; None for a country."""
    level = level_of(code)
    if level is Level.BUURT:
        return wijk_of(code)
    if level is Level.WIJK:
        return municipality_of(code)
    return country_of(code) if level is Level.MUNICIPALITY else None


def path_of(code: str) -> list[str]:
    """The area and all around it, the largest first: country, gemeente, wijk, buurt."""
    path = [code]
    while (parent := parent_of(path[0])) is not None:
        path.insert(0, parent)
    return path


def code_prefix(region: str, level: Level) -> str:
    """How the codes of `level` within `region` begin; `is_example` must be compared beside it for a country."""
    letters = {value: key for key, value in _LEVEL_OF_PREFIX.items()}[level]
    return letters if level_of(region) is Level.COUNTRY else letters + region[2:]


def scope_region(code: str) -> str:
    """The region whose batch holds this area's rows: the gemeente of a wijk or buurt, else the country."""
    return municipality_of(code) or code if level_of(code) in (Level.WIJK, Level.BUURT) else country_of(code)
