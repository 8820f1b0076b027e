"""Which areas a monitor's table speaks of: by code in any spelling, or by name; a doubt is a question."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from loaders.monitor_layout import NUMBERED_AREA, Layout, Role, bare_name, cell_of, plain
from model.region import Level, country_of, level_of, municipality_of, normalise_code
from model.text_file import Line, Sheet

_DIGITS = {Level.MUNICIPALITY: 4, Level.WIJK: 6, Level.BUURT: 8}
_LETTERS = {Level.MUNICIPALITY: "GM", Level.WIJK: "WK", Level.BUURT: "BU"}
_LEVELS = {
    Level.COUNTRY: re.compile(r"(?:nederland|land|nl)(?:var)?"),
    Level.MUNICIPALITY: re.compile(r"gem|gemeente|gemeenten(?:var)?|gm|municipality"),
    Level.WIJK: re.compile(r"wijk|wijken|wk"),
    Level.BUURT: re.compile(r"buurt|buurten|bu"),
}
_COUNTRY = frozenset(("nederland", "nederland totaal", "landelijk", "totaal nederland", "nl"))
_OTHER_AREA = re.compile(r"(?:gg|pv) ?[0-9]{2,4}|(?:(?:ggd|veiligheids)? ?regio|ggd|provincie)\b.*")
"""Areas that monitors have and Startfoto has no level for."""


@dataclass(frozen=True)
class AreaQuestion:
    """A name that several areas have; the officer says which it is."""

    written: str
    candidates: tuple[str, ...]


@dataclass(frozen=True)
class AreasRead:
    """The areas of a table, by how they are written there (with the level where a column says it)."""

    codes: Mapping[str, str]
    questions: tuple[AreaQuestion, ...] = ()
    unknown: tuple[str, ...] = ()
    other_levels: tuple[str, ...] = ()
    """Areas for which Startfoto has no level, such as a GGD region."""


def areas_of(sheet: Sheet, layout: Layout, names: Mapping[str, str], municipality: str) -> AreasRead:
    """Which areas a table speaks of.

    A code is taken with or without its letters and zeros, as far as that says one area; `names` (code to name) decides
    where it may be two. A name is looked up among gemeenten, and wijken and buurten of `municipality`. What several
    areas are called is a question, what none is called is unknown.
    """
    book = _AreaBook(names, municipality)
    codes: dict[str, str] = {}
    questions, unknown, others = [], [], []
    for area, level in dict.fromkeys(area_cells(layout, line) for line in layout.rows(sheet)):
        written = written_area(area, level)
        candidates = book.candidates(area, level)
        if len(candidates) == 1:
            codes[written] = candidates[0]
        elif candidates:
            questions.append(AreaQuestion(written, candidates))
        elif area and is_other_level(area, level):
            others.append(written)
        elif area:
            unknown.append(written)
    return AreasRead(codes, tuple(questions), tuple(unknown), tuple(others))


def area_cells(layout: Layout, line: Line) -> tuple[str, str]:
    """What a row says of its area: how it is written, and its level (empty where no column says it)."""
    area, level = layout.first(Role.AREA), layout.first(Role.LEVEL)
    return cell_of(line.cells, area.place) if area else "", cell_of(line.cells, level.place) if level else ""


def written_area(area: str, level: str) -> str:
    """How an area is shown and remembered: `Baarn`, or `Baarn (wijk)` where a column says the level."""
    return f"{area} ({level})" if level else area


def _level(text: str) -> Level | None:
    return next((level for level, pattern in _LEVELS.items() if pattern.fullmatch(plain(text))), None)


def is_other_level(area: str, level: str) -> bool:
    """Whether an area is of a kind that Startfoto has no level for, such as a GGD region."""
    if level:
        return _level(level) is None
    return _OTHER_AREA.fullmatch(plain(area)) is not None


class _AreaBook:
    """The areas that a cell may stand for."""

    def __init__(self, names: Mapping[str, str], municipality: str) -> None:
        self._names, self._country = names, country_of(municipality)
        self._by_name: dict[str, set[str]] = {}
        for code, name in names.items():
            is_near = level_of(code) is Level.MUNICIPALITY or municipality_of(code) == municipality
            for word in {plain(name), bare_name(plain(name))} if is_near else ():
                self._by_name.setdefault(word, set()).add(code)

    def candidates(self, area: str, level: str) -> tuple[str, ...]:
        """The codes that fit, in order; none for an area that is not known."""
        wanted = _level(level) if level else None
        if level and wanted is None:
            return ()
        if (code := normalise_code(area)) is not None:
            return (code,) if wanted in (None, level_of(code)) else ()
        if wanted is Level.COUNTRY or plain(area) in _COUNTRY:
            return (self._country,) if wanted in (None, Level.COUNTRY) else ()
        found = self._by_number(area, wanted) or self._of_name(area)
        return tuple(sorted(code for code in found if wanted in (None, level_of(code))))

    def _by_number(self, area: str, wanted: Level | None) -> set[str]:
        """The codes that a code without letters, or a number that lost its zeros, may be."""
        bare = re.sub(r"[.,]0$", "", area).upper()
        if not re.fullmatch(r"[0-9]{1,4}[0-9A-Z]{0,4}", bare):
            return set()
        widths = {wanted: _DIGITS[wanted]} if wanted else _DIGITS
        fitting = {normalise_code(_LETTERS[level] + bare.zfill(width)) for level, width in widths.items()} - {None}
        codes = {code for code in fitting if code is not None}
        if wanted or len(codes) == 1:
            return codes
        exact = {code for code in codes if code[2:] == bare} if bare.startswith("0") else set()
        return exact or {code for code in codes if code in self._names}

    def _of_name(self, area: str) -> set[str]:
        whole = plain(re.sub(r"\((?:gemeente|wijk|buurt)\)", " ", area, flags=re.IGNORECASE))
        said = re.search(r"\((gemeente|wijk|buurt)\)", area, re.IGNORECASE)
        numbered = NUMBERED_AREA.fullmatch(whole)
        level = _level(said[1]) if said else _level(numbered["level"]) if numbered else None
        found = self._by_name.get(whole, set()) | self._by_name.get(bare_name(whole), set())
        same = {code for code in found if level_of(code) is level}
        return same if level else found
