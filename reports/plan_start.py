"""Deel 1 of the plan: how children are doing, what schools say, and what is not known."""

from collections.abc import Sequence

import pandas as pd

from analysis import scans
from model import dutch
from model.catalogue import Domain
from reports.plan_blocks import Block, Listed, Said
from reports.plan_facts import Facts, data, table, text
from tiles import Kind, NoFigures, Tile, response

_PER_DOMAIN_CM = 6.4


def _background(facts: Facts) -> Sequence[Block]:
    page = facts.page
    tile = facts.tile(Kind.BACKGROUND)
    if tile is None:
        return [Said(page.background)]
    return [Said(page.background), *facts.drawn(tile), *facts.tabled(tile)]


def _key_figures(facts: Facts) -> Sequence[Block]:
    tile = facts.tile(Kind.KEY_FIGURES)
    if tile is None:
        return [Said("Er zijn nog geen kerncijfers. Laad de cijfers van de gemeente op de pagina Gegevens.")]
    return [Said(facts.page.peers), *facts.tabled(tile, f"{tile.title}, {tile.subtitle}")]


def _domains(facts: Facts) -> Sequence[Block]:
    """Each domain with its map, then one table with the position of each wijk in all of them."""
    blocks: list[Block] = [
        Said(
            "Hieronder staat per domein wat bij kinderen zelf is gemeten, en welke scholen vertraging melden. Wat de "
            "omgeving zegt, telt hier niet mee."
        )
    ]
    found: dict[Domain, Tile] = {}
    for domain in Domain:
        tile = facts.tile(Kind.DOMAIN, domain=domain)
        if tile is None:
            blocks.append(Said(f"{domain.capitalize()}: hierover is geen cijfer over kinderen en geen schoolscan."))
            continue
        found[domain] = tile
        blocks += facts.drawn(tile, _PER_DOMAIN_CM) or [Said(f"{tile.title}. {' '.join(tile.notes)}")]
    return [*blocks, *_positions(found)]


def _positions(found: dict[Domain, Tile]) -> Sequence[Block]:
    name, position = "Wijk", "Positie (0–100)"
    columns = {
        str(domain).capitalize(): tile.table.set_index(name)[position]
        for domain, tile in found.items()
        if position in tile.table and not tile.table[name].duplicated().any()
    }
    if not columns:
        return []
    frame = pd.DataFrame(columns).fillna(dutch.NO_VALUE).rename_axis(name).sort_index().reset_index()
    of = dutch.listing([word.lower() for word in columns])
    sources = " ".join(dict.fromkeys(found[domain].source for domain in found if found[domain].source))
    return [
        table(
            f"Positie van de wijken per domein, naar wat bij kinderen is gemeten ({of}; hoger is minder gunstig)",
            frame,
            f"Tabel met een positie van 0 tot 100 per wijk voor {of}.",
            sources,
            ("Een positie zegt hoe een wijk ligt tussen de andere wijken, niet hoe groot een verschil is.",),
        )
    ]


def _delays(facts: Facts) -> Sequence[Block]:
    page = facts.page
    told: list[Block] = [Said(page.delay), Said(page.schools_say)]
    counts = scans.delayed(facts.cursor, facts.municipality, facts.choices.audience)
    tile = facts.tile(Kind.RESPONSE_PER_SECTOR)
    if counts:
        frame = pd.DataFrame(
            {
                "Domein": [one.capitalize() for one in counts],
                "Scholen die vertraging melden": [dutch.number(count) for count in counts.values()],
            }
        )
        said = "Aantal scholen dat leerlingen met vertraging meldt, per domein"
        told.append(table(said, frame, f"{said}.", tile.source if tile else "", ("Elke school legt zelf de grens.",)))
    return told


def _response(facts: Facts) -> Sequence[Block]:
    try:
        finding = response.finding(facts.cursor, facts.choices)
    except NoFigures as nothing:
        return [Said(str(nothing))]
    blocks: list[Block] = [Said(f"{finding}.")]
    on_map = facts.tile(Kind.RESPONSE_MAP)
    if on_map is None:
        return [*blocks, Said("Laad het scholenregister op de pagina Schoolregister om dit per school te zien.")]
    blocks += facts.drawn(on_map, 7.5)
    for kind in (Kind.RESPONSE_PER_SECTOR, Kind.RESPONSE_PER_BOARD):
        tile = facts.tile(kind)
        if tile is not None:
            blocks += [Said(f"{tile.title}."), *facts.tabled(tile)]
    return blocks


def _unknown(facts: Facts) -> Sequence[Block]:
    return [Listed(facts.page.unknown)] if facts.page.unknown else [Said("Er zijn geen gaten in wat is geladen.")]


SECTIONS = (
    data("Kans op achterstand per wijk", _background),
    data("Kerncijfers", _key_figures),
    data("Kinderen, per domein", _domains),
    data("Vertraging: wat scholen melden", _delays),
    data("Respons: van welke scholen er een schoolscan is", _response),
    data("Wat we nog niet weten", _unknown),
    text("duiding"),
    text("aanvulling"),
)
