"""The background score in sentences: who stands out, how sure that is, and why nothing can be said."""

from math import floor

from analysis import needs
from analysis.known import SCORE
from analysis.needs import Score
from model import dutch
from model.catalogue import Catalogue
from model.region import Level
from tiles import words

_SAME = 1e-9
"""A share times a hundred may lie a hair under the whole percent that it is."""


def sentence(found: Score, catalogue: Catalogue, level: Level, name: str) -> str:
    """Which areas stand out together and how many children live there; or that none do, or why nothing can be said."""
    frame = found.areas.frame
    publisher = catalogue.sources[SCORE.source].publisher
    if not found.has_scores:
        why = _why(found, catalogue, level)
        return f"Voor {name} is nog niet te zeggen waar kinderen het vaakst opgroeien met kans op achterstand: {why}."
    if frame["value"].notna().sum() == 1:
        only = frame["name"].iloc[0]
        return f"Alleen {only} heeft een achtergrondscore ({publisher} {found.periods}); er valt niets te vergelijken."
    if len(frame) > needs.MOST_NAMED:
        scored = words.count(int(frame["value"].notna().sum()), level)
        return f"In {name} hebben {scored} een achtergrondscore ({publisher} {found.periods})."
    if not found.top:
        return (
            f"In {name} springt geen {level} of groep {level.plural} er duidelijk uit in kans op achterstand "
            f"({publisher} {found.periods})."
        )
    there = f"daar wonen {dutch.number(found.top_children)} kinderen tot 15 jaar"
    if found.children_period != found.periods:
        there += f" in {found.children_period}"
    when = f"{there}; {publisher} {found.periods}"
    return f"In {top(found)} groeien kinderen het vaakst op met kans op achterstand ({when})."


def title(found: Score, level: Level, name: str) -> str:
    """The finding of the map in a few words."""
    frame = found.areas.frame
    if len(frame) > needs.MOST_NAMED:
        return f"De achtergrondscore van {words.count(int(frame['value'].notna().sum()), level)} in {name}"
    if not found.top:
        return f"Geen {level} of groep {level.plural} springt er duidelijk uit"
    return f"{top(found)} {'heeft' if len(found.top) == 1 else 'hebben'} de hoogste achtergrondscore"


def sureness(found: Score, catalogue: Catalogue, level: Level) -> tuple[str, ...]:
    """How sure the top is, in two sentences: by other weights, and by chance; none where nothing is ranked."""
    if found.areas.frame["value"].notna().sum() < 2 or len(found.areas.frame) > needs.MOST_NAMED:
        return ()
    return (_by_weights(found, level), _by_chance(found, catalogue, level))


def top(found: Score) -> str:
    """The areas that stand out, in alphabetical order."""
    frame = found.areas.frame
    return words.listing(frame[frame["region"].isin(found.top)])


def place(own: float, low: float, high: float) -> str:
    """`3`, or `3 (of 2 tot 5 bij andere gewichten of door toeval)`."""
    if low == high == own:
        return dutch.number(own)
    return f"{dutch.number(own)} (of {dutch.number(low)} tot {dutch.number(high)} bij andere gewichten of door toeval)"


def _by_weights(found: Score, level: Level) -> str:
    if len(found.weights) == 1:
        return "Bij andere gewichten: de score bestaat uit één cijfer, dus andere gewichten veranderen niets."
    if found.holds_by_weights is None:
        if found.is_clear_by_weights:
            return f"Bij andere gewichten: een {level} of groep {level.plural} blijft dan wel bovenaan liggen."
        return f"Bij andere gewichten: dan liggen te vaak andere {level.plural} bovenaan om er een groep uit te noemen."
    return f"Bij andere gewichten: {_often(found.holds_by_weights, 'andere wegingen')} {_stay(found, level)}."


def _by_chance(found: Score, catalogue: Catalogue, level: Level) -> str:
    known = [f"'{catalogue.indicators[one].label}'" for one in found.with_interval]
    unknown = len(found.counted) - len(known)
    if not known:
        return "Door toeval: van geen van deze cijfers geeft de bron een marge, dus dat is niet te zeggen."
    if found.holds_by_chance is not None:
        text = f"Door toeval: {_often(found.holds_by_chance, 'trekkingen')} {_stay(found, level)}"
    elif found.is_clear_by_weights:
        text = f"Door toeval: dat kan de volgorde te veel veranderen om {level.plural} te noemen"
    else:
        text = f"Door toeval: ook dat kan de volgorde van de {level.plural} veranderen"
    if unknown:
        rest = "het andere cijfer" if unknown == 1 else f"de {unknown} andere cijfers"
        text += f". Daarin telt het toeval in {dutch.listing(known)} mee; van {rest} geeft de bron geen marge"
    return f"{text}."


def _often(share: float, what: str) -> str:
    """`in 97% van 1.000 andere wegingen`; rounded down, so that it never says more than was found."""
    if share == 1:
        return f"in alle {dutch.number(needs.DRAWS)} {what}"
    return f"in {floor(100 * share + _SAME)}% van {dutch.number(needs.DRAWS)} {what}"


def _stay(found: Score, level: Level) -> str:
    if len(found.top) == 1:
        return f"ligt deze {level} bovenaan"
    return f"liggen deze {len(found.top)} {level.plural} samen bovenaan"


def _why(found: Score, catalogue: Catalogue, level: Level) -> str:
    """Why there is no score at all."""
    if not found.weights:
        return "geen enkel cijfer heeft een gewicht. Geef er een bij Bronnen en methode"
    if not found.counted:
        return "er zijn nog geen cijfers over inkomen, werk en opleiding"
    if 2 * sum(found.weights[one] for one in found.counted) < sum(found.weights.values()):
        labels = [f"'{catalogue.indicators[one].label}'" for one in found.counted]
        verb = "is" if len(labels) == 1 else "zijn"
        return f"van de {len(found.weights)} cijfers daarvoor {verb} alleen {dutch.listing(labels)} bekend"
    return f"van geen enkele {level} zijn genoeg kinderen en genoeg cijfers bekend"
