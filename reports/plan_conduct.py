"""Deel 4 of the plan: planning, money, moments of evaluation, and what is still to be decided or done."""

from collections.abc import Sequence

import pandas as pd

from model import dutch
from model.measure import Measure, Moment
from reports.plan_blocks import Block, Said
from reports.plan_facts import NO_MEASURES, Facts, data, table, text
from settings import current as settings
from tiles import Kind

_PLAN = ("Maatregel", "Begroot", "Besteed", "Vastgelegd", "Verschil met plan", "Loopt")


def _planning(facts: Facts) -> Sequence[Block]:
    tile = facts.tile(Kind.MEASURES)
    if tile is None:
        return [Said(NO_MEASURES)]
    columns = ("Naam", "Looptijd", "Status", "Plaatsen", "Bedrag samen")
    return [*facts.drawn(tile, 20), *facts.tabled(tile, "Planning per maatregel", columns)]


def _money(facts: Facts) -> Sequence[Block]:
    burn = facts.tile(Kind.BURN)
    if burn is None:
        return [Said(f"{facts.page.money} Dat kan op de pagina Boekingen inlezen.")]
    blocks: list[Block] = [Said(facts.page.money), *facts.drawn(burn, 7.5)]
    cuts = facts.tile(Kind.BUDGET_CUTS, cut="", spent_on=())
    if cuts is not None:
        blocks += [*facts.drawn(cuts), *facts.tabled(cuts)]
    plan = facts.tile(Kind.BUDGET_PLAN)
    if plan is not None:
        blocks += [Said(f"{plan.title}."), *facts.tabled(plan, columns=_PLAN)]
    return blocks


def _moments(facts: Facts) -> Sequence[Block]:
    """What was seen; for the LEA only what the gemeente marked for the bestuurlijk overleg."""
    found = sorted(
        ((one, moment) for one in facts.measures for moment in one.moments if moment.to_board or not facts.is_lea),
        key=lambda pair: (pair[1].day, pair[0].name),
    )
    if not found:
        of = " die voor het bestuurlijk overleg bedoeld zijn" if facts.is_lea else ""
        return [
            Said(f"Er zijn nog geen momenten van evaluatie{of}. Vul ze in bij een maatregel, op de pagina Maatregelen.")
        ]
    frame = pd.DataFrame([_row(measure, moment) for measure, moment in found])
    caption = "Wat er tot nu toe is gezien"
    return [table(caption, frame, f"{caption}: {len(found)} momenten.", facts.register_source)]


def _row(measure: Measure, moment: Moment) -> dict[str, str]:
    return {
        "Dag": dutch.day(moment.day),
        "Maatregel": measure.name,
        "Bereikt": dutch.few(moment.reached, moment.reached, settings().smallest_count),
        "Bedoeld": dutch.number(measure.intended_reach),
        "Gezien": moment.seen or dutch.NO_VALUE,
        "Knelpunten": moment.bottlenecks or dutch.NO_VALUE,
    }


def _agreements(facts: Facts) -> Sequence[Block]:
    open_ones = facts.plan.source.agreements
    if open_ones.empty:
        return [Said("Er staan geen besluiten of acties open.")]
    caption = "Wat nog besloten of gedaan moet worden"
    frame = open_ones.drop(columns=["Stand"], errors="ignore")
    source = f"Bron: afspraken van de LEA en de werkgroep, stand per {dutch.day(facts.plan.source.made_at)}."
    return [table(caption, frame, f"{caption}: {len(frame)} afspraken.", source)]


SECTIONS = (
    text("uitvoering"),
    data("Planning", _planning),
    data("Geld", _money),
    text("geld"),
    text("evaluatie", _moments),
    data("Open besluiten en acties", _agreements),
    text("blijvend"),
)
