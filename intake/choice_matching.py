"""Which intervention of the menukaart a form means: certain, doubtful with candidates, or unknown."""

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from intake.matching import CERTAIN, FLOOR, MOST, Match, fold, ranked_by_score
from model.menukaart import AREAS, Intervention

_IDLE = frozenset(
    word
    for words in (
        "de het een in op van voor met bij aan te om en of door ook wij we onze ons die dat zodat is zijn worden wordt",
        "naar tot per ter als er dit deze t m o a d w z etc gericht",
    )
    for word in words.split()
)
_LETTERS = 4000
"""A choice is a name with perhaps a note; what comes after this much names nothing any more."""
_SLACK = 2
"""How many other words may stand between those of an alias of three words or more; none between two."""
_SUBJECT = 8
"""A single word names the choice when it stands among the first words; further on it may be an aside."""
_LONG = 9
"""A shorter single word (feedback, sport) is common Dutch too: it has to be one of the first two, or of a few words."""
_FEW = 4
_COMPOUND = 8
"""From this length a word is long enough to know it by its beginning, or when it is written as two."""


def choice_key(text: str) -> str:
    """The stable form under which the officer's answer for a choice is remembered; empty when nothing is written."""
    return fold(text)


def _stem(word: str) -> str:
    """A word without the ending of a plural, double letters as one. `groepjes` stays another word than `groepen`."""
    if len(word) < 4:
        return word
    cut = re.sub(r"(?:en|es|s|e)$", "", word) if len(word) > 4 else word
    return re.sub(r"(.)\1", r"\1", cut)


_NOT = {_stem(word) for word in ("geen", "niet", "zonder", "plaats", "behalve")}


def _spelled(text: str) -> list[str]:
    """All words, idle ones too; one-to-one written in its many ways is one word."""
    marked = re.sub(r"\b1\s*:\s*1\b", "eenopeen", text)
    return re.sub(r"\b(?:een|1) ?(?:op|a|aan) ?(?:een|1)\b", "eenopeen", fold(marked)).split()


def _stems(words: Sequence[str]) -> list[str]:
    return [word if word in _IDLE else _stem(word) for word in words]


@dataclass(frozen=True)
class _Phrases:
    """All names and aliases of a menukaart as stems, with the words that occur in them."""

    of_code: tuple[tuple[tuple[str, ...], str], ...]
    words: tuple[str, ...]
    weight: Mapping[str, float]
    """How telling a word is: one divided by the number of interventions that have it."""


@lru_cache(maxsize=8)
def _phrases(wordings: tuple[tuple[str, tuple[str, ...]], ...]) -> _Phrases:
    found = sorted(
        {
            (tuple(word for word in _stems(_spelled(text)) if word not in _IDLE), code)
            for code, texts in wordings
            for text in texts
        }
    )
    of_word: dict[str, set[str]] = {}
    for phrase, code in found:
        for word in phrase:
            of_word.setdefault(word, set()).add(code)
    return _Phrases(
        tuple((phrase, code) for phrase, code in found if phrase),
        tuple(sorted(of_word)),
        {word: 1 / len(codes) for word, codes in of_word.items()},
    )


def _joined(words: Sequence[str], phrases: _Phrases) -> list[str]:
    """The words, with two of them as one where the menukaart writes one: `mede leerlingen`, `zelf regulerend`."""
    joined: list[str] = []
    for word in words:
        both = joined[-1] + word if joined else ""
        if len(both) >= _COMPOUND and _stem(both) in phrases.weight:
            joined[-1] = both
        else:
            joined.append(word)
    return joined


def _known_word(word: str, phrases: _Phrases) -> str:
    """The word of the menukaart that this is, a slip of the pen or a longer compound forgiven; else the word itself."""
    if word in phrases.weight or len(word) < 6 or len(word) > 40:
        return word
    alike = [known for known in phrases.words if known[0] == word[0] and len(known) >= 6]
    if slip := process.extractOne(word, alike, scorer=OSA.distance, score_cutoff=2 if len(word) >= 10 else 1):
        return str(slip[0])
    return max((known for known in alike if len(known) >= _COMPOUND and word.startswith(known)), key=len, default=word)


def _hits(words: Sequence[str], phrases: _Phrases) -> Iterator[tuple[str, frozenset[int]]]:
    """Each alias that stands in the text: its code and the places of its words, which stand close together."""
    places: dict[str, list[int]] = {}
    for place, word in enumerate(words):
        places.setdefault(word, []).append(place)
    for phrase, code in phrases.of_code:
        if not all(word in places for word in phrase):
            continue
        reach = len(phrase) + (_SLACK if len(phrase) > 2 else 0)
        for first in sorted({place for word in phrase for place in places[word]}):
            taken: set[int] = set()
            for word in phrase:
                taken |= set([p for p in places[word] if first <= p < first + reach and p not in taken][:1])
            if len(taken) == len(phrase):
                yield code, frozenset(taken)


def _area_of(text: str) -> str:
    """The letter of the doelgebied when a text is the title of one, or its letter alone; else empty."""
    folded = fold(text)
    if letter := re.fullmatch(r"(?:doelgebied )?([a-f])", folded):
        return letter[1].upper()
    bare = re.sub(r"^(?:doelgebied )?[a-f] ", "", folded)
    for letter_of, title in AREAS.items():
        short = re.split(r"\(b| om ", title)[0]
        if bare and max(fuzz.ratio(bare, fold(title)), fuzz.ratio(bare, fold(short))) >= CERTAIN:
            return letter_of
    return ""


def _by_words(text: str, catalogue: Mapping[str, Intervention]) -> Match:
    phrases = _phrases(tuple((row.code, (row.name, *row.aliases)) for row in catalogue.values()))
    if area := _area_of(text):
        rows = [row.code for row in catalogue.values() if row.area == area]
        listed = tuple((code, FLOOR) for code in sorted(rows)) if len(rows) <= MOST else ()
        return Match("", listed, f"Dit noemt doelgebied {area}, niet de interventie.")
    every = _stems(_joined(_spelled(text), phrases))
    words = [_known_word(word, phrases) for word in every if word not in _IDLE]
    hits = list(_hits(words, phrases))
    kept = {(code, where) for code, where in hits if not any(where < other for _, other in hits)}
    codes = {code for code, _ in kept}
    if len(codes) > 1:
        longest = {code: max(len(where) for one, where in kept if one == code) for code in codes}
        ranked = sorted(codes, key=lambda code: (-longest[code], code))
        return Match("", tuple((code, 90) for code in ranked[:MOST]), "Dit noemt meer dan één interventie.")
    if codes:
        code = codes.pop()
        if _is_denied(every, kept):
            return Match("", ((code, 80),), "Dit lijkt te zeggen wat de school níet doet.")
        if any(len(where) > 1 or _is_subject(min(where), words) for _, where in kept):
            return Match(code, ((code, 100),), "Herkend aan de woorden van de menukaart.")
        return Match("", ((code, 80),), "De interventie wordt alleen terloops genoemd.")
    scores: dict[str, float] = {}
    for phrase, code in phrases.of_code:
        whole = sum(phrases.weight[word] for word in phrase)
        part = sum(phrases.weight[word] for word in phrase if word in words)
        if part > 0.5:
            scores[code] = max(scores.get(code, 0), 90 * part / whole)
    ranked_scores = ranked_by_score(scores)[:MOST]
    if ranked_scores:
        return Match("", ranked_scores, "Dit lijkt op een interventie van de menukaart, maar noemt haar niet.")
    return Match(reason="Geen interventie van de menukaart herkend.")


def _is_subject(place: int, words: Sequence[str]) -> bool:
    """Whether a single word stands where a choice is named, and is not an aside."""
    return place < (_SUBJECT if len(words[place]) >= _LONG else 2) or len(words) <= _FEW


def _is_denied(every: Sequence[str], kept: Collection[tuple[str, frozenset[int]]]) -> bool:
    """Whether a word such as `geen` stands within two words before the intervention."""
    telling = [place for place, word in enumerate(every) if word not in _IDLE]
    at = telling[min(min(where) for _, where in kept)]
    return bool(_NOT & set(every[max(0, at - 2) : at]))


_CODE = r"\b[A-F][1-9][0-9]?\b"


def match_choice(
    written: str, catalogue: Mapping[str, Intervention], remembered: Mapping[str, str] | None = None
) -> Match:
    """The intervention that a school means: by what was answered before, by code, else by name and aliases in the text.

    `remembered` gives the code for a `choice_key`. A text that names two interventions is doubtful with both.
    """
    key = choice_key(written)
    answer = (remembered or {}).get(key, "") if key else ""
    if answer in catalogue:
        return Match(answer, ((answer, 100),), "Zo is deze keuze eerder beantwoord.")
    written = written[:_LETTERS]
    codes = dict.fromkeys(code for code in re.findall(_CODE, written.upper()) if code in catalogue)
    if len(codes) > 1 and choice_key(re.sub(_CODE, "", written.upper())) in ("", "en"):
        return Match("", tuple((code, 90) for code in codes)[:MOST], "Dit noemt meer dan één interventie.")
    coded = re.match(r"\s*\(?([A-F])[ .-]?([1-9][0-9]?)(?!\w)[\s):.,;/–—-]*", written, re.IGNORECASE)
    code = (coded[1] + coded[2]).upper() if coded else ""
    if not coded or code not in catalogue:
        return _by_words(written, catalogue)
    rest = written[coded.end() :]
    by_words = _by_words(rest, catalogue)
    if not fold(rest) or by_words.certain == code:
        return Match(code, ((code, 100),), "Herkend aan de code.")
    others = tuple(pair for pair in by_words.candidates if pair[0] != code)
    return Match("", ((code, 90), *others)[:MOST], "De code en de tekst erachter zeggen niet hetzelfde.")
