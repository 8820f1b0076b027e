"""Wishes of schools in words and tables: what several schools ask for, who they are, and what answers it."""

from collections.abc import Sequence

import pandas as pd

from analysis.wish_words import Word
from analysis.wishes import Asked, Seen, Wishes
from model import dutch
from model.choices import Audience
from settings import current as settings

_NUMBERS = ("Nul", "Eén", "Twee", "Drie", "Vier", "Vijf", "Zes", "Zeven", "Acht", "Negen", "Tien", "Elf", "Twaalf")
NOBODY = "Nog geen school heeft een wens aan de gemeente"
OPEN, ANSWERED, ALL = "Zonder maatregel", "Met een maatregel", "Alle"
"""Which bundles are shown: with a wish that no measure answers, with none of those, or all."""


def finding(found: Wishes, audience: Audience) -> str:
    """The heading of the page: what most schools ask for without an answer, in one sentence."""
    waiting = of_state(found.bundles, OPEN)
    if waiting:
        return asked_for(waiting[0])
    if found.bundles:
        return "Op alles wat scholen samen vragen, is een maatregel"
    if audience is Audience.LEA:
        return "Er is geen wens die besturen samen met de LEA delen"
    if not found.loose:
        return NOBODY
    of = "Eén wens van een school" if len(found.loose) == 1 else f"{dutch.number(len(found.loose))} wensen van scholen"
    return f"{of}, en geen twee scholen vragen hetzelfde"


def asked_for(bundle: Seen) -> str:
    """`Vijf scholen vragen om hulp bij huiswerk`; a name that is an abbreviation keeps its capitals."""
    count = _NUMBERS[bundle.schools] if bundle.schools < len(_NUMBERS) else dutch.number(bundle.schools)
    verb = "school vraagt" if bundle.schools == 1 else "scholen vragen"
    return f"{count} {verb} om {_lower(bundle.name)}"


def in_words(found: Wishes, audience: Audience) -> str:
    """How many bundles and wishes there are, in one sentence."""
    waiting = len(of_state(found.bundles, OPEN))
    bundles = dutch.counted(len(found.bundles), "bundel", "bundels")
    text = f"{bundles} van wensen die op elkaar lijken; {waiting} daarvan met een wens zonder maatregel."
    if audience is Audience.LEA:
        return f"{text} Hier staat alleen wat besturen met de LEA delen."
    return f"{text} Daarnaast {dutch.counted(len(found.loose), 'losse wens', 'losse wensen')}."


def size(bundle: Seen) -> str:
    """The schools and their pupils: `5 scholen · 3.120 tot 3.140 leerlingen (alle leerlingen van deze scholen)`."""
    schools = dutch.counted(bundle.schools, "school", "scholen")
    if bundle.unnamed:
        schools += f", waarvan {bundle.unnamed} zonder naam"
    if not bundle.wishes:
        return schools
    bounds = bundle.pupils
    if bounds is None:
        return f"{schools} · aantal leerlingen niet van alle scholen bekend"
    of = "van de scholen met naam" if bundle.unnamed else "van deze scholen"
    return f"{schools} · {dutch.few(*bounds, settings().smallest_count)} leerlingen (alle leerlingen {of})"


def words(found: Sequence[Word]) -> str:
    """The words that made a bundle, with how schools wrote them; empty for none."""
    said = [f"{one.word} (ook: {', '.join(one.written)})" if one.written else one.word for one in found]
    return "; ".join(said)


def table(wishes: Sequence[Asked]) -> pd.DataFrame:
    """Wishes with Dutch headings: the wish, its school and pupils, what it belongs to and which measure answers it."""
    return pd.DataFrame(
        {
            "Wens": [one.wish.text for one in wishes],
            "School": [one.school for one in wishes],
            "Leerlingen": [
                dutch.NO_VALUE if one.pupils is None else dutch.few(*one.pupils, settings().smallest_count)
                for one in wishes
            ],
            "Soort": [one.kind for one in wishes],
            "Maatregel": [", ".join(one.answers) or "nog geen" for one in wishes],
        }
    )


def whole_table(found: Wishes) -> pd.DataFrame:
    """Every wish that may be seen with its bundle, for a file."""
    parts = [table(bundle.wishes).assign(Bundel=bundle.name) for bundle in found.bundles]
    return pd.concat([*parts, table(found.loose).assign(Bundel="")], ignore_index=True)


def of_state(bundles: Sequence[Seen], state: str) -> list[Seen]:
    """The bundles of a state: `OPEN` where some wish has no measure, `ANSWERED` where none is without one."""
    if state == ALL:
        return list(bundles)
    return [one for one in bundles if one.is_answered == (state == ANSWERED)]


def _lower(name: str) -> str:
    first = name.split(" ", 1)[0]
    return name if first[1:] != first[1:].lower() or len(first) < 2 else name[0].lower() + name[1:]
