"""Deel 2 of the plan: goals, what schools choose and ask, the measures, and what may still be missing."""

from collections import defaultdict
from collections.abc import Sequence

import pandas as pd

from analysis import known, wishes
from model import dutch
from model.measure import Measure
from reports.plan_blocks import Block, Listed, Said
from reports.plan_facts import NO_MEASURES, Facts, data, named, table, text
from tiles import Kind, NoFigures, bundles, gaps

_PER_SECTOR, _MOST_BUNDLES = 5, 8
_ANSWERED, _OPEN = "daarvoor is een maatregel", "nog niet helemaal beantwoord"
_WHOLE = "hele gemeente"


def _schools(facts: Facts) -> Sequence[Block]:
    told: list[Block] = [Said(facts.page.schools_do)]
    tile = facts.tile(Kind.CHOICES_PER_SECTOR)
    if tile is not None and len(tile.table):
        chosen = tile.table[~tile.table["Scholen"].str.startswith("0 ")]
        caption = f"Wat scholen het vaakst kiezen, per sector (hoogstens {_PER_SECTOR})"
        most = chosen.groupby("Sector", sort=False).head(_PER_SECTOR)
        told.append(table(caption, most, tile.alt, tile.source, tile.notes))
    return told


def _wishes(facts: Facts) -> Sequence[Block]:
    found = wishes.of(facts.cursor, facts.municipality, facts.choices.audience)
    if not found.bundles:
        return [Said(f"{bundles.finding(found, facts.choices.audience)}.")]
    told = [
        f"{bundles.asked_for(one)}: {_ANSWERED if one.is_answered else _OPEN}." for one in found.bundles[:_MOST_BUNDLES]
    ]
    return [Said(bundles.in_words(found, facts.choices.audience)), Listed(tuple(told))]


def _measures(facts: Facts) -> Sequence[Block]:
    tile = facts.tile(Kind.MEASURES)
    if tile is None:
        return [Said(NO_MEASURES)]
    columns = ("Naam", "Doel", "Doelgroep", "Wijken", "Status")
    return [Said(f"{tile.title}."), *facts.tabled(tile, "De maatregelen van de gemeente", columns)]


def _places(facts: Facts) -> Sequence[Block]:
    """Which measures are in which wijk, and which are about which theme."""
    if not facts.measures:
        return [Said(NO_MEASURES)]
    by_place: dict[str, list[Measure]] = defaultdict(list)
    by_theme: dict[str, list[Measure]] = defaultdict(list)
    for one in facts.measures:
        for code in one.wijken or ("",):
            by_place[facts.wijken.get(code, code) or _WHOLE].append(one)
        for theme in one.themes:
            by_theme[theme].append(one)
    source = facts.register_source
    blocks: list[Block] = [_listed("Wijk", "Maatregelen per wijk", by_place, source)]
    if by_theme:
        blocks.append(_listed("Thema", "Maatregelen per thema", by_theme, source))
    return blocks


def _listed(heading: str, caption: str, by: dict[str, list[Measure]], source: str) -> Block:
    names = sorted(by, key=lambda name: (name == _WHOLE, name.casefold()))
    frame = pd.DataFrame({heading: names, "Maatregelen": [named(by[name]) for name in names]})
    return table(caption, frame, f"{caption}: {len(names)} rijen.", source)


def _gaps(facts: Facts) -> Sequence[Block]:
    try:
        view = gaps.view_of(facts.choices, facts.cursor, known.catalogue(facts.cursor))
    except NoFigures:
        return [Said("Leemtes zijn pas te zien als de wijken van de gemeente geladen zijn, op de pagina Gegevens.")]
    tile = facts.tile(Kind.GAPS)
    told = []
    for cell in view.gaps.gaps:
        of = cell.facts
        children = f" ({dutch.number(of.children)} kinderen van 0 tot 15)" if of.children else ""
        told.append(f"{of.name}, {of.domain}: {gaps.verdict_text(cell, facts.choices.audience)}{children}.")
    listed = [Listed(tuple(told))] if told else []
    apart = tuple(f"{measure.name}: {why}." for measure, why in view.gaps.apart)
    rest: list[Block] = [Said("Maatregelen die in geen enkel vak meetellen:"), Listed(apart)] if apart else []
    return [Said(f"{gaps.finding(view)}."), *listed, *(facts.drawn(tile) if tile else []), *rest]


SECTIONS = (
    text("doelen"),
    data("Wat scholen kiezen", _schools),
    data("Wat scholen aan de gemeente vragen", _wishes),
    text("aanvullend"),
    data("Maatregelen van de gemeente", _measures),
    data("Waar en waarover", _places),
    text("wijken"),
    data("Leemtes", _gaps),
    text("leemtes"),
)
