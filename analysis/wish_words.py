"""What a wish is about: its words without those that say nothing, and one word for all that mean the same."""

import re
import unicodedata
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

LONGEST = 300
"""So many signs of what a wish is about are compared: what is asked stands at its beginning."""
_SHOWN, _WRITTEN_SHOWN, _STEM = 3, 6, 6
_LONGEST_LABEL = 120
_CHOICE = re.compile(
    r"[\s,(]*\b(?:(?:hoort|aansluitend|gekoppeld)\s+)?(?:bij|voor|van|zie|aan|op)?\s*keuzes?\s+\d+(?:\s+en\s+\d+)?\)?",
    re.IGNORECASE,
)
_REST = re.compile(r"(?<=\w{4})(?:[,;:.(]\s| \(| voor | die | dat | waar | zodat ).*", re.DOTALL)
_BULLET = re.compile(r"^\s*(?:[-–•*]|\d+[.)])\s*")


@dataclass(frozen=True)
class Word:
    """A word that made a bundle, and how schools wrote it."""

    word: str
    written: tuple[str, ...] = ()


class Vocabulary:
    """Synonyms, ready to be applied; a word itself counts before a pattern, a meaning before none, a long one first."""

    def __init__(self, synonyms: Mapping[str, str]) -> None:
        self._words = {one: meaning for one, meaning in synonyms.items() if " " not in one and "*" not in one}
        phrases = sorted((one for one in synonyms if " " in one), key=lambda one: (-len(one), one))
        self._phrases = [(_pattern(one), synonyms[one]) for one in phrases]
        starred = (one for one in synonyms if "*" in one and " " not in one)
        order = sorted(starred, key=lambda one: (not synonyms[one], -len(one), one))
        self._patterns = [(_pattern(one), synonyms[one]) for one in order]

    def words_of(self, text: str) -> list[tuple[str, str]]:
        """Each word of a text that says something, as (how it is written, one word that it means)."""
        found: list[tuple[str, str]] = []
        for part, meaning in self._parts(fold(text)):
            if meaning is not None:
                found += [(part, word) for word in meaning.split()]
                continue
            for token in part.split():
                found += [(token, word) for word in self._meaning(token).split()]
        return found

    def about(self, text: str) -> str:
        """What a text is about; the text itself where none of its words says anything."""
        words = " ".join(word for _, word in self.words_of(text))
        return (words or fold(text) or text.strip().lower())[:LONGEST]

    def _parts(self, folded: str) -> list[tuple[str, str | None]]:
        """The text in pieces: phrases with what they mean, and what stands around them with None."""
        parts: list[tuple[str, str | None]] = [(folded, None)]
        for pattern, meaning in self._phrases:
            split: list[tuple[str, str | None]] = []
            for part, said in parts:
                if said is not None:
                    split.append((part, said))
                    continue
                last = 0
                for found in pattern.finditer(part):
                    split += [(part[last : found.start()], None), (found[0], meaning)]
                    last = found.end()
                split.append((part[last:], None))
            parts = split
        return parts

    def _meaning(self, token: str) -> str:
        known = self._words.get(token)
        if known is None:
            known = next((meaning for pattern, meaning in self._patterns if pattern.fullmatch(token)), None)
            # All of them are of schools, so that word in a compound says nothing.
            bare = re.sub("^school|school$", "", token) if len(token) >= 10 else token
            known = ("" if token.isdigit() else bare) if known is None else known
            self._words[token] = known
        return known


def _pattern(written: str) -> re.Pattern[str]:
    return re.compile(r"\b" + re.escape(written).replace(r"\*", r"[^\W_]*") + r"\b")


def fold(text: str) -> str:
    """Small letters and digits with single spaces between the words: no accents, no punctuation."""
    if not text.isascii():
        text = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    return " ".join(re.findall(r"[^\W_]+", text.casefold()))


def shared_words(said: Iterable[tuple[str, str]], vocabulary: Vocabulary, fewest: int = 2) -> tuple[Word, ...]:
    """The words that at least so many schools use, most schools first; `said` has a school and its text each.

    Words that begin alike are one: their shortest is shown, with how schools wrote it.
    """
    schools: dict[str, set[str]] = {}
    forms: dict[str, set[str]] = {}
    written: dict[str, set[str]] = {}
    for school, text in said:
        for form, word in vocabulary.words_of(text):
            stem = word[:_STEM]
            schools.setdefault(stem, set()).add(school)
            forms.setdefault(stem, set()).add(word)
            written.setdefault(stem, set()).add(form)
    stems = sorted(
        (stem for stem in schools if len(schools[stem]) >= fewest), key=lambda one: (-len(schools[one]), one)
    )
    found = []
    for stem in stems[:_SHOWN]:
        word = min(forms[stem], key=lambda one: (len(one), one))
        others = sorted(written[stem] - {word}, key=lambda one: (len(one), one))
        found.append(Word(word, tuple(others[:_WRITTEN_SHOWN])))
    return tuple(found)


def in_short(texts: Sequence[str], word: str = "") -> str:
    """The shortest of these texts without what stands behind what is asked; empty for no texts.

    Where some of them have `word`, of those that still have it, else of those as they were written.
    """
    short, whole = [_shortened(text) for text in texts], [_one_line(text)[:_LONGEST_LABEL] for text in texts]
    chosen = next((of for of in ([one for one in lines if word in fold(one)] for lines in (short, whole)) if of), short)
    return min(chosen, key=lambda one: (len(one), one), default="")


def _shortened(text: str) -> str:
    line = _one_line(text)
    return (_REST.sub("", line).strip(" .,;:(") or line)[:_LONGEST_LABEL]


def _one_line(text: str) -> str:
    line = " ".join(_BULLET.sub("", text).split())
    return _CHOICE.sub("", line).strip(" .,;:(") or line
