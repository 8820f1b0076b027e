"""Weights of the achtergrondscore other than the catalogue's, as one text in a link: `bijstand:0,laag_inkomen:2`."""

import re
from collections.abc import Iterable, Iterator, Mapping

from model.catalogue import MOST_WEIGHT, Indicator

Weights = tuple[tuple[str, float], ...]
"""Indicators with their chosen weights, in the order of their ids; only those that differ from the catalogue."""

_LONGEST = 4000
"""So many characters of a link are read: room for every indicator that there is, and not for a flood."""
_PART = re.compile(r"([^:]+):(\d{1,3}(?:\.\d{1,2})?)", re.ASCII)


def _parts(text: str) -> list[str]:
    return [part.strip() for part in text[:_LONGEST].split(",") if part.strip()]


def _understood(text: str, indicators: Iterable[Indicator]) -> Iterator[tuple[str, str, float | None]]:
    """Each part of a text with the indicator and the weight in it; None where it says none that can be used."""
    can_weigh = {row.id for row in indicators if row.weight is not None}
    for part in _parts(text):
        found = _PART.fullmatch(part)
        weight = float(found[2]) if found and found[1] in can_weigh else MOST_WEIGHT + 1
        yield part, found[1] if found else "", weight if weight <= MOST_WEIGHT else None


def read(text: str, indicators: Iterable[Indicator]) -> Weights:
    """The weights that a text of a link chooses; what cannot be used is left out, and `dropped` tells of it.

    Of an indicator that stands there twice the last weight counts, as with any choice that is made again.
    """
    rows = {row.id: row for row in indicators}
    chosen = {id_: weight for _, id_, weight in _understood(text, rows.values()) if weight is not None}
    return _differing(chosen, rows)


def dropped(text: str, indicators: Iterable[Indicator]) -> tuple[str, ...]:
    """The parts of a text that `read` leaves out: unknown ids, what can never weigh, no weight of 0 to 10."""
    return tuple(part for part, _, weight in _understood(text, indicators) if weight is None)


def write(weights: Mapping[str, float], indicators: Iterable[Indicator]) -> str:
    """The text for a link, which `read` gives back: with hundredths, sorted, empty when all are the catalogue's."""
    chosen = _differing(weights, {row.id: row for row in indicators})
    return ",".join(f"{id_}:{f'{weight:.2f}'.rstrip('0').rstrip('.')}" for id_, weight in chosen)


def complete(chosen: Weights, indicators: Iterable[Indicator]) -> dict[str, float]:
    """The weight of every indicator that can weigh: the chosen one, else the catalogue's."""
    by_id = dict(chosen)
    return {row.id: by_id.get(row.id, row.weight) for row in indicators if row.weight is not None}


def _differing(weights: Mapping[str, float], indicators: Mapping[str, Indicator]) -> Weights:
    return tuple((id_, weights[id_]) for id_ in sorted(weights) if weights[id_] != indicators[id_].weight)
