"""Words that mean the same in what schools ask for, and words that say nothing of it: `data/catalogue/synonyms.csv`."""

import re
from collections.abc import Mapping
from functools import cache
from pathlib import Path

from model.catalogue import CATALOGUE, CatalogueError, rows_of

_WRITTEN = re.compile(r"\*?[a-z0-9]+(?: [a-z0-9]+)*\*?")
_MEANING = re.compile(r"(?:[a-z0-9]+(?: [a-z0-9]+)*)?")


def is_written(text: str) -> bool:
    """Whether a text can be the word of a synonym: small letters and digits; a `*` at an end is any rest of a word."""
    return bool(_WRITTEN.fullmatch(text)) and len(text.replace("*", "")) > 0


def is_meaning(text: str) -> bool:
    """Whether a text can be what a word means: words of small letters and digits; empty for a word to be left out."""
    return bool(_MEANING.fullmatch(text))


def read_synonyms(path: Path) -> dict[str, str]:
    """What each word means, by the word. Raises CatalogueError with file, row and column."""
    found: dict[str, str] = {}
    for where, row in rows_of(path):
        if set(row) != {"written", "meaning"}:
            raise CatalogueError(f"{where}: the columns are written and meaning")
        if not is_written(row["written"]):
            raise CatalogueError(f"{where}, column written: {row['written']!r} is no word of small letters")
        if not is_meaning(row["meaning"]):
            raise CatalogueError(f"{where}, column meaning: {row['meaning']!r} is no word of small letters")
        if row["written"] in found:
            raise CatalogueError(f"{where}, column written: {row['written']} stands there twice")
        found[row["written"]] = row["meaning"]
    return found


@cache
def current() -> Mapping[str, str]:
    """The synonyms of this installation, read and checked once."""
    return read_synonyms(CATALOGUE / "synonyms.csv")
