"""Deel 3 of the plan: who does what with whom, the region, and what else is already going on."""

from collections import defaultdict
from collections.abc import Sequence

import pandas as pd

from model import dutch
from model.measure import Measure, Partner, Role, Stream, TargetGroup
from model.money import euros
from reports.plan_blocks import Block, Listed, Said
from reports.plan_facts import NO_MEASURES, Facts, data, named, table, text

_UNKNOWN = "niet ingevuld"
_SPECIAL = (TargetGroup.OUT_OF_SCHOOL, TargetGroup.SPECIAL, TargetGroup.SPECIAL_PRIMARY)


def _role(facts: Facts) -> Sequence[Block]:
    by: dict[str, list[Measure]] = defaultdict(list)
    for one in facts.measures:
        by[one.role.value if one.role else _UNKNOWN].append(one)
    names = [word for word in (*(role.value for role in Role), _UNKNOWN) if word in by]
    return _grouped(facts, "Rol", "De rol van de gemeente per maatregel", by, names)


def _who(facts: Facts) -> Sequence[Block]:
    if not facts.measures:
        return [Said(NO_MEASURES)]
    frame = pd.DataFrame(
        {
            "Maatregel": [one.name for one in facts.measures],
            "Met wie": [_words([str(partner) for partner in one.partners]) for one in facts.measures],
            "Rol van de gemeente": [str(one.role) if one.role else _UNKNOWN for one in facts.measures],
            "Geld uit": [_words([str(part.stream) for part in one.funding]) for one in facts.measures],
            "Wie trekt het": [one.owner or _UNKNOWN for one in facts.measures],
        }
    )
    with_partner = {partner: [one for one in facts.measures if partner in one.partners] for partner in Partner}
    told = [
        f"{str(partner)[0].upper()}{str(partner)[1:]}: {_counted(found)}."
        for partner, found in with_partner.items()
        if found
    ]
    caption = "Wie wat doet, met wie en met welk geld"
    listed = [Listed(tuple(told))] if told else []
    return [*listed, table(caption, frame, f"{caption}: {len(frame)} maatregelen.", facts.register_source)]


def _sector(facts: Facts, word: str, sectors: Sequence[str], groups: Sequence[TargetGroup]) -> Sequence[Block]:
    """The boards and schools of a sector, and the measures for its pupils."""
    schools = [one for one in facts.schools if one.sector in sectors]
    boards = {one.board for one in schools}
    if schools:
        of_boards = dutch.counted(len(boards), "bestuur", "besturen")
        of = f"{dutch.counted(len(schools), 'school', 'scholen')} van {of_boards}"
        told = f"In het {word} zijn {of}." if len(schools) > 1 else f"In het {word} is {of}."
    else:
        told = f"Welke scholen er in het {word} zijn, is nog niet geladen. Dat kan op de pagina Schoolregister."
    found = [one for one in facts.measures if set(groups) & set(one.target_groups)]
    return [Said(f"{told} {_for(found, f'Voor het {word}')}")]


def _consortium(facts: Facts) -> Sequence[Block]:
    found = [one for one in facts.measures if Partner.CONSORTIUM in one.partners]
    near = [one for one in facts.measures if set(_SPECIAL) & set(one.target_groups) and one not in found]
    more = f" Dicht bij passend onderwijs liggen ook: {named(near)}." if near else ""
    return [Said(f"{_for(found, 'Met het samenwerkingsverband')}{more}")]


def _region(facts: Facts) -> Sequence[Block]:
    found = [one for one in facts.measures if Partner.NEIGHBOURS in one.partners]
    return [Said(_for(found, "Met buurgemeenten"))]


def _agenda(facts: Facts) -> Sequence[Block]:
    by: dict[str, list[Measure]] = defaultdict(list)
    for one in facts.measures:
        if one.agenda_line:
            by[one.agenda_line].append(one)
    loose = [one for one in facts.measures if not one.agenda_line]
    if not by:
        return [Said("Bij geen enkele maatregel is een lijn van de herstelagenda ingevuld, op de pagina Maatregelen.")]
    rest = [Said(f"Nog zonder lijn van de herstelagenda: {dutch.counted(len(loose), 'maatregel', 'maatregelen')}.")]
    caption = "Maatregelen per lijn van de herstelagenda"
    blocks = _grouped(facts, "Lijn", caption, by, sorted(by, key=str.casefold))
    return [*blocks, *(rest if loose else [])]


def _policy(facts: Facts) -> Sequence[Block]:
    """The pots from which measures are paid: where policy that was there already pays along."""
    paid: dict[Stream, list[Measure]] = {
        stream: [one for one in facts.measures if any(part.stream is stream for part in one.funding)]
        for stream in Stream
    }
    used = [stream for stream in Stream if paid[stream]]
    if not used:
        return [
            Said("Bij geen enkele maatregel is ingevuld uit welk geld die betaald wordt, op de pagina Maatregelen.")
        ]
    frame = pd.DataFrame(
        {
            "Geldstroom": [str(stream) for stream in used],
            "Bedrag": [
                euros(sum(part.cents for one in paid[stream] for part in one.funding if part.stream is stream))
                for stream in used
            ],
            "Maatregelen": [named(paid[stream]) for stream in used],
        }
    )
    caption = "Uit welk geld de maatregelen worden betaald"
    return [table(caption, frame, f"{caption}: {len(used)} geldstromen.", facts.register_source)]


def _grouped(
    facts: Facts, heading: str, caption: str, by: dict[str, list[Measure]], names: Sequence[str]
) -> Sequence[Block]:
    if not facts.measures:
        return [Said(NO_MEASURES)]
    frame = pd.DataFrame({heading: names, "Maatregelen": [named(by[name]) for name in names]})
    return [table(caption, frame, f"{caption}: {len(names)} rijen.", facts.register_source)]


def _for(found: Sequence[Measure], begin: str) -> str:
    """`Met buurgemeenten is er 1 maatregel: Stageplekken.`"""
    if not found:
        return f"{begin} staat er nog geen maatregel in het register."
    verb = "is" if len(found) == 1 else "zijn"
    return f"{begin} {verb} er {_counted(found)}."


def _counted(found: Sequence[Measure]) -> str:
    return f"{dutch.counted(len(found), 'maatregel', 'maatregelen')} ({named(found)})"


def _words(words: Sequence[str]) -> str:
    return dutch.listing(list(dict.fromkeys(words))) or _UNKNOWN


SECTIONS = (
    text("rol", _role),
    data("Wie doet wat met wie", _who),
    text(
        "po",
        lambda facts: _sector(
            facts, "primair onderwijs", ("po", "sbo"), (TargetGroup.PRIMARY, TargetGroup.SPECIAL_PRIMARY)
        ),
    ),
    text("vo", lambda facts: _sector(facts, "voortgezet onderwijs", ("vo",), (TargetGroup.SECONDARY,))),
    text("samenwerkingsverband", _consortium),
    text("regio", _region),
    text("herstelagenda", _agenda),
    text("beleid", _policy),
)
