"""What it means to recognise a school or a choice: a match that is certain, doubtful or unknown, and its limits."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass

CERTAIN = 92
"""From this score (of 100) a match may be certain, when no other comes near."""
FLOOR = 60
"""Below this score something is not even a candidate."""
MOST = 3
"""How many candidates the officer is shown."""


@dataclass(frozen=True)
class Match:
    """What was recognised: the vestiging of a school, or the code of an intervention."""

    certain: str = ""
    """Empty when it is doubtful or unknown."""
    candidates: tuple[tuple[str, int], ...] = ()
    """At most three, with a score of 0 to 100, best first; empty when it is unknown."""
    reason: str = ""
    """Why, in Dutch."""


def fold(text: str) -> str:
    """Small letters and digits with single spaces between the words: no accents, no punctuation."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    return " ".join(re.findall(r"[^\W_]+", plain.casefold()))


def ranked_by_score(scores: Mapping[str, float]) -> tuple[tuple[str, int], ...]:
    """Those from the floor, best first; equal ones by code, so that the order of a register does not matter."""
    rounded = [(code, round(score)) for code, score in scores.items() if score >= FLOOR]
    return tuple(sorted(rounded, key=lambda pair: (-pair[1], pair[0])))
