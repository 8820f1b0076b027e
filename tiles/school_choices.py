"""What schools chose from the menukaart: by sector beside the country, by bestuur, and school by school."""

from collections.abc import Sequence
from typing import Literal

import pandas as pd
from duckdb import DuckDBPyConnection as Cursor

from analysis import areas, choices_made, gap_facts, response
from analysis.choices_made import Group
from analysis.gap_facts import MadeChoice, School
from model import benchmark, dutch, menukaart
from model.catalogue import Catalogue
from model.choices import Audience, Choices
from model.region import is_example, municipality_of
from settings import current as settings
from tiles import words
from tiles.tile import Kind, NoFigures, Tile

_NOTES = {
    Audience.MUNICIPALITY: "Geteld zijn scholen met een schoolscan. Wat andere scholen kiezen, is nog niet bekend.",
    Audience.LEA: "Geteld zijn scholen die hun schoolscan met naam delen. Wat andere scholen kiezen, staat hier niet.",
}
_ONCE = "Een school telt per keuze één keer; keuzes zijn niet bij elkaar op te tellen."
_MOST_NAMED = 3


def per_sector(choices: Choices, cursor: Cursor, catalogue: Catalogue) -> Tile:
    """How often each choice is made, by sector, beside the country. Raises NoFigures where no scan may be seen."""
    groups, place = _groups(choices, cursor, "sector")
    rows = []
    for of in groups:
        codes = dict.fromkeys([*of.chosen, *(code for sector, code in benchmark.current() if sector == of.name)])
        for code in codes:
            national = benchmark.current().get((of.name, code))
            rows.append(
                {
                    "Sector": of.name,
                    "Keuze": named(code),
                    "Scholen": f"{of.chosen.get(code, 0)} van {of.schools}",
                    "Landelijk": f"{national.percent}% ({national.measurement})" if national else dutch.NO_VALUE,
                }
            )
        if of.unrecognised:
            rows.append(_unrecognised("Sector", of) | {"Landelijk": dutch.NO_VALUE})
    sources = "; ".join(sorted({one.source for one in benchmark.current().values()}))
    title = _title(groups)
    return Tile(
        kind=Kind.CHOICES_PER_SECTOR,
        title=title,
        subtitle=f"Scholen met een schoolscan die iets van de menukaart kiezen, per sector · {place}",
        figure=None,
        table=pd.DataFrame(rows),
        alt=f"Keuzes van scholen in {place} per sector. {title}.",
        source=f"{_source(choices, cursor)} Landelijk: {sources}.",
        notes=(
            _NOTES[choices.audience],
            _ONCE,
            "Landelijk is van alleen de drie meest gekozen interventies een cijfer gepubliceerd. Het gaat over andere "
            "scholen en een vragenlijst; het is geen norm.",
        ),
    )


def per_board(choices: Choices, cursor: Cursor, catalogue: Catalogue) -> Tile:
    """How often each choice is made, by bestuur. Raises NoFigures where no scan may be seen."""
    groups, place = _groups(choices, cursor, "board")
    rows = []
    for of in groups:
        rows += [
            {"Bestuur": of.name, "Keuze": named(code), "Scholen": f"{count} van {of.schools}"}
            for code, count in of.chosen.items()
        ]
        if of.unrecognised:
            rows.append(_unrecognised("Bestuur", of))
    title = "Wat besturen met hun scholen kiezen"
    return Tile(
        kind=Kind.CHOICES_PER_BOARD,
        title=title,
        subtitle=f"Scholen met een schoolscan die iets van de menukaart kiezen, per bestuur · {place}",
        figure=None,
        table=pd.DataFrame(rows),
        alt=f"Keuzes van scholen in {place} per bestuur. {title}.",
        source=_source(choices, cursor),
        notes=(_NOTES[choices.audience], _ONCE),
    )


def per_school(choices: Choices, cursor: Cursor, catalogue: Catalogue) -> Tile:
    """All scans side by side: a row for each school. Raises NoFigures where no scan may be seen."""
    schools, made, place = _known(choices, cursor)
    by_site: dict[str, list[MadeChoice]] = {}
    for choice in made:
        by_site.setdefault(choice.site, []).append(choice)
    sent = [one for one in schools if one.has_scan]
    title = f"De schoolscans van {dutch.counted(len(sent), 'school', 'scholen')} naast elkaar"
    wijken = areas.named(cursor, [one.wijk for one in sent if one.wijk])
    table = pd.DataFrame(
        {
            "School": [one.name for one in sent],
            "Sector": [one.sector or "onbekend" for one in sent],
            "Bestuur": [one.board for one in sent],
            "Wijk": [wijken[one.wijk].name if one.wijk else "onbekend" for one in sent],
            "Meldt vertraging": [_listing(sorted(one.delays)) for one in sent],
            "Keuzes": [_listing([_of(choice) for choice in by_site.get(one.site, [])]) for one in sent],
            "Leerlingen bereikt, per keuze": [
                _listing([_reached(row) for row in by_site.get(one.site, [])]) for one in sent
            ],
        }
    )
    return Tile(
        kind=Kind.CHOICES_OF_SCHOOLS,
        title=title,
        subtitle=f"Wat scholen melden en kiezen · {place}",
        figure=None,
        table=table,
        alt=f"{title}, {place}.",
        source=_source(choices, cursor),
        notes=(_NOTES[choices.audience],),
    )


def named(code: str) -> str:
    """`B3 Instructie in kleine groepen`; the code itself where the menukaart of now does not have it."""
    known = menukaart.current().get(code)
    return f"{code} {known.name}" if known else code


def choice_text(choice: MadeChoice) -> str:
    """A choice of a school in a sentence, with the pupils that it said."""
    year = f", {choice.school_year}" if choice.school_year else ""
    return f"{_of(choice)} (leerlingen bereikt: {_reached(choice)}{year})"


def _of(choice: MadeChoice) -> str:
    return named(choice.code) if choice.code else f"{choice.written} (niet herkend)"


def _reached(choice: MadeChoice) -> str:
    if choice.reached is None:
        return "niet gemeld"
    return dutch.few(*choice.reached, settings().smallest_count)


def _listing(words: Sequence[str]) -> str:
    return "; ".join(words) or dutch.NO_VALUE


def _unrecognised(heading: str, of: Group) -> dict[str, str]:
    return {heading: of.name, "Keuze": "Niet herkend op de menukaart", "Scholen": f"{of.unrecognised} van {of.schools}"}


def _title(groups: Sequence[Group]) -> str:
    """The most chosen of the largest sector."""
    first = next((of for of in groups if of.chosen), None)
    if first is None:
        return "Scholen kozen nog niets dat op de menukaart staat"
    most = max(first.chosen.values())
    codes = [code for code, count in first.chosen.items() if count == most][:_MOST_NAMED]
    names = [words.running(menukaart.current()[code].name) if code in menukaart.current() else code for code in codes]
    of = f"{most} van de {dutch.counted(first.schools, 'school', 'scholen')} met een schoolscan"
    return f"Het vaakst gekozen in het {first.name}: {dutch.listing(names)} ({of})"


def _known(choices: Choices, cursor: Cursor) -> tuple[list[School], list[MadeChoice], str]:
    municipality = municipality_of(choices.area)
    if municipality is None:
        raise NoFigures("De keuzes van scholen gaan over één gemeente. Kies links bij Gebied een gemeente.")
    place = areas.named(cursor, [municipality])[municipality].name
    schools = gap_facts.schools(cursor, municipality, choices.audience)
    if not any(one.has_scan for one in schools):
        shared = " die met naam gedeeld is" if choices.audience is Audience.LEA else ""
        raise NoFigures(f"Er is in {place} nog geen schoolscan{shared}. Lees ze in op de pagina Schoolscans inlezen.")
    return schools, gap_facts.choices_made(cursor, municipality, choices.audience), place


def _groups(choices: Choices, cursor: Cursor, by: Literal["sector", "board"]) -> tuple[list[Group], str]:
    schools, made, place = _known(choices, cursor)
    return choices_made.per_group(schools, made, by), place


def _source(choices: Choices, cursor: Cursor) -> str:
    municipality = municipality_of(choices.area) or choices.area
    register = response.register(cursor, municipality)
    made_up = "verzonnen voorbeeld, " if is_example(municipality) else ""
    title = f", scholen volgens {register[0]} {register[1]}" if register else ""
    return f"Bron: {made_up}schoolscans{title}; door Startfoto geteld."
