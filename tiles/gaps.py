"""Gaps: a matrix of wijken and domains, and one domain on the map, each with the finding first."""

from collections.abc import Sequence
from dataclasses import dataclass

import pandas as pd
from duckdb import DuckDBPyConnection as Cursor

from analysis import areas, gap_facts, gaps, response
from analysis.gap_facts import Situation
from analysis.gap_measures import Term
from analysis.gap_verdicts import Cell, Verdict
from analysis.gaps import Gaps
from charts import gaps as charts
from model import dutch
from model.catalogue import Catalogue
from model.choices import Audience, Choices
from model.measure import Measure
from model.region import Level, is_example, municipality_of
from tiles.backdrop import backdrop_of
from tiles.sources import Use, source_line
from tiles.tile import Kind, NoFigures, Tile

_NOTES = {
    Audience.MUNICIPALITY: "Scholen mogen hun schoolscan delen, ze hoeven dat niet: wat hier nog niet bekend is, kan "
    "er best zijn.",
    Audience.LEA: "Hier tellen alleen schoolscans mee die met de naam van de school gedeeld zijn: wat hier nog niet "
    "bekend is, kan er best zijn.",
}
_MOST_NAMED = 3


@dataclass(frozen=True)
class View:
    """What a page needs to draw gaps and to try other measures: the facts, the register and what they come to."""

    name: str
    """Of the gemeente."""
    found: Situation
    measures: Sequence[Measure]
    term: Term
    gaps: Gaps


def view_of(choices: Choices, cursor: Cursor, catalogue: Catalogue) -> View:
    """The gaps of the gemeente of the chosen area. Raises NoFigures for a country, and where no wijk is known."""
    municipality = municipality_of(choices.area)
    if municipality is None:
        raise NoFigures("Leemtes gaan over de wijken van één gemeente. Kies links bij Gebied een gemeente.")
    name = areas.named(cursor, [municipality])[municipality].name
    indicators = list(catalogue.indicators.values())
    found = gap_facts.situation(
        cursor, indicators, municipality, choices.period, choices.audience, choices.ages, dict(choices.weights)
    )
    if not found.wijken:
        raise NoFigures(f"Van {name} zijn nog geen wijken bekend. Laad de gemeente op de pagina Gegevens.")
    measures = gaps.register(cursor, municipality)
    term = Term.of(choices.school_year)
    return View(name, found, measures, term, gaps.gaps(found, measures, term))


def build(choices: Choices, cursor: Cursor, catalogue: Catalogue) -> Tile:
    """All cells as a matrix. Raises NoFigures as `view_of`."""
    view = view_of(choices, cursor, catalogue)
    return Tile(
        kind=Kind.GAPS,
        title=finding(view),
        subtitle=f"Voorschools, po en sbo per wijk; {gaps.ACROSS} voor heel {view.name} · {years(view)}",
        figure=charts.matrix(view.gaps.table()),
        table=listed(view.gaps.cells, choices.audience),
        alt=f"Tabel met een oordeel per wijk en domein in {view.name}. {finding(view)}. {_counted(view.gaps.cells)}",
        source=source(choices, cursor, catalogue, view),
        notes=notes(choices, view),
    )


def on_map(choices: Choices, cursor: Cursor, catalogue: Catalogue) -> Tile:
    """The chosen domain on the map. Raises NoFigures as `view_of`, and without a domain."""
    domain = choices.domain
    if domain is None:
        raise NoFigures("Kies een domein om de leemtes op de kaart te zien.")
    view = view_of(choices, cursor, catalogue)
    cells = [one for one in view.gaps.cells if one.facts.domain is domain]
    in_wijken = [one for one in cells if one.facts.region in view.found.wijken]
    backdrop = backdrop_of(cursor, view.found.municipality, Level.WIJK, choices.period)
    missing = [one.facts.name for one in in_wijken if one.verdict.is_gap]
    title = f"{domain.capitalize()}: {_possible(missing)}"
    return Tile(
        kind=Kind.GAPS_MAP,
        title=title,
        subtitle=f"Oordeel per wijk (voorschools, po en sbo) · {view.name} · {years(view)}",
        figure=charts.verdict_map(view.gaps.table(domain), backdrop[0]) if backdrop else None,
        table=listed(cells, choices.audience),
        alt=f"Kaart van het domein {domain} in {view.name}. {title}. {_counted(in_wijken)}",
        source=source(choices, cursor, catalogue, view),
        notes=(_NOTES[choices.audience],),
    )


def finding(view: View) -> str:
    """`Mogelijke leemtes: sociaal in Ravelshoek en ...`, the highest need first; what there is instead without any."""
    found = view.gaps.gaps
    if not found:
        if all(one.verdict is Verdict.UNKNOWN for one in view.gaps.cells):
            return "Er is nog te weinig bekend om leemtes te zien"
        return "Geen leemte te zien in wat bekend is"
    texts = [_where(one) for one in found[:_MOST_NAMED]]
    more = len(found) - _MOST_NAMED
    listing = dutch.listing(texts) if more <= 0 else f"{', '.join(texts)} en nog {more}"
    return f"{'Mogelijke leemte' if len(found) == 1 else 'Mogelijke leemtes'}: {listing}"


def _where(cell: Cell) -> str:
    of = cell.facts
    return f"{of.domain} bij {of.name}" if of.name == gaps.ACROSS else f"{of.domain} in {of.name}"


def _possible(names: Sequence[str]) -> str:
    if not names:
        return "geen leemte te zien in wat bekend is"
    return f"mogelijke {'leemte' if len(names) == 1 else 'leemtes'} in {dutch.listing(names)}"


def _counted(cells: Sequence[Cell]) -> str:
    """How many cells have each verdict."""
    counts = {verdict: sum(one.verdict is verdict for one in cells) for verdict in Verdict}
    return "; ".join(f"{verdict}: {count}" for verdict, count in counts.items() if count) + "."


def verdict_text(cell: Cell, audience: Audience) -> str:
    """The verdict in full: `mogelijke leemte – 4 van 7 scholen bekend`."""
    if cell.verdict is not Verdict.POSSIBLE:
        return str(cell.verdict)
    of = cell.facts.coverage
    if not of.schools:
        return f"{cell.verdict} – er zijn hier geen scholen bekend"
    word = "bekend" if audience is Audience.MUNICIPALITY else "met naam gedeeld"
    return f"{cell.verdict} – {of.scans} van {dutch.counted(of.schools, 'school', 'scholen')} {word}"


def years(view: View) -> str:
    """Of which school years it is."""
    return f"schooljaar {view.term.school_year}" if view.term.school_year else "schooljaren 2021/2022 en 2022/2023"


def listed(cells: Sequence[Cell], audience: Audience) -> pd.DataFrame:
    """The cells as a table with Dutch headings."""
    return pd.DataFrame(
        {
            "Wijk": [one.facts.name for one in cells],
            "Domein": [one.facts.domain.capitalize() for one in cells],
            "Oordeel": [verdict_text(one, audience) for one in cells],
            "Scholen": [dutch.number(one.facts.coverage.schools) for one in cells],
            "Met schoolscan": [dutch.number(one.facts.coverage.scans) for one in cells],
            "Scholen die hier iets kiezen": [dutch.number(one.facts.acting) for one in cells],
            "Maatregelen": [dutch.number(len(one.facts.measures)) for one in cells],
            "Open wensen": [dutch.number(len(one.facts.open_wishes)) for one in cells],
        }
    )


def notes(choices: Choices, view: View) -> tuple[str, ...]:
    """What a reader must know: who may keep silent, and what counts in no cell."""
    rest = []
    unknown = sum(not one.domains for one in view.found.choices)
    if unknown:
        rest.append(f"Zonder bekend domein: {dutch.counted(unknown, 'keuze', 'keuzes')}; dat telt in geen vak mee.")
    if apart := view.gaps.apart:
        word = "maatregel telt" if len(apart) == 1 else "maatregelen tellen"
        rest.append(f"{len(apart)} {word} in geen enkel vak mee; zie de lijst onderaan.")
    if away := view.gaps.without_row:
        word = "schoolscan is" if len(away) == 1 else "schoolscans zijn"
        rest.append(f"{len(away)} {word} van een school waarvan de wijk of de sector niet bekend is.")
    return (_NOTES[choices.audience], *rest)


def source(choices: Choices, cursor: Cursor, catalogue: Catalogue, view: View) -> str:
    """The source line: what is measured of children, the register of schools, scans and measures."""
    by_region = {region for region, _ in view.found.measured}
    used = dict.fromkeys(figure for one in view.found.measured.values() for figure in one.figures)
    uses = [
        Use(catalogue.indicators[one], view.found.periods[one], sorted(by_region))
        for one in used
        if one in catalogue.indicators
    ]
    of_children = source_line(cursor, catalogue, uses) if uses else "Geen cijfers over kinderen."
    register = response.register(cursor, view.found.municipality)
    made_up = "verzonnen voorbeeld: " if is_example(view.found.municipality) else ""
    title = f"{register[0]} {register[1]}" if register else "geen scholenregister geladen"
    return f"{of_children} Scholen: {made_up}{title}; schoolscans en het register van maatregelen van de gemeente."
