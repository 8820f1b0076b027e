"""Texts of slides: how wide Arial sets them, in which size they fit, and what a file cannot hold."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache

from model.text_file import clean_text

_OF_WIDTH = {
    20: "'",
    23: "ijl‘’",
    28: " !,./:;I[\\]ft|·",
    34: "()-`r{}“”„",
    38: '"•*^°',
    50: "Jcksvxyz",
    56: "#$0123456789?L_abdeghnopqu–€",
    62: "+<=>~FTZß",
    67: "&ABEKPSVXY",
    73: "CDHNRUw",
    78: "GOQ",
    84: "Mm",
    89: "%æ",
    95: "W",
}
"""Widths of Arial's letters in hundredths of their size, rounded up."""
_WIDTHS = {letter: width / 100 for width, letters in _OF_WIDTH.items() for letter in letters}
_WIDEST = 1.4
"""An emoji, or a letter of a script that Arial does not have."""
_OTHER = 1.02
BOLD = 1.12
"""How much wider bold letters are, at most, over a few words."""
LINE = 1.2
"""The height of a line in units of its size."""
_ILLEGAL = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\ud800-\udfff\ufffe\uffff]")
_SPACE = "\N{NO-BREAK SPACE}"


@dataclass(frozen=True)
class Fitted:
    """A text as it fits: what of it, in which size (points), on how many lines."""

    text: str
    size: float
    lines: int
    is_whole: bool


def clean(text: object) -> str:
    """A text that XML can hold, without what cannot be seen; line ends, emoji and blanks that do not break stay."""
    legal = _ILLEGAL.sub("", str(text).replace("\r\n", "\n").replace("\r", "\n"))
    return _ILLEGAL.sub("", _SPACE.join(map(clean_text, legal.split(_SPACE))))


def width(text: str, size: float, factor: float = 1.0) -> float:
    """How wide a text is in Arial, in points; never narrower than it will be."""
    return sum(map(_letter, text)) * size * factor


@cache
def _letter(letter: str) -> float:
    known = _WIDTHS.get(letter)
    if known is not None:
        return known
    if letter == _SPACE:
        return _WIDTHS[" "]
    base = unicodedata.normalize("NFD", letter)[0]
    if base in _WIDTHS:
        return _WIDTHS[base] + 0.03
    return _OTHER if ord(letter) < 0x2100 else _WIDEST


def lines_of(text: str, size: float, room: float, factor: float = 1.0) -> list[str]:
    """A text broken into lines of a width (points) as an office program does: between words, else within one."""
    return [line for paragraph in text.split("\n") for line in _broken(paragraph, size, room, factor)]


def _broken(paragraph: str, size: float, room: float, factor: float) -> Iterator[str]:
    line, taken = "", 0.0
    for piece in re.findall(r"[^ -]*(?:-+|$)|[^ -]+| +", paragraph):
        wide = width(piece, size, factor)
        if piece.isspace() or taken + wide <= room:
            line, taken = line + piece, taken + wide
            continue
        if line.strip():
            yield line.rstrip()
        line, taken = piece, wide
        while taken > room and len(line) > 1:
            upto = len(line)
            while upto > 1 and width(line[:upto], size, factor) > room:
                upto -= max(1, (upto - 1) // 16) if width(line[:upto], size, factor) > 2 * room else 1
            yield line[:upto]
            line = line[upto:]
            taken = width(line, size, factor)
    yield line.rstrip()


def fitted(text: str, room: tuple[float, float], sizes: Sequence[float], factor: float = 1.0) -> Fitted:
    """A text in the first of these sizes in which it fits a room (wide, high, in points); in the last one shortened."""
    wide, high = room
    for size in sizes:
        lines = lines_of(text, size, wide, factor)
        if len(lines) * size * LINE <= high:
            return Fitted(text, size, len(lines), True)
    size = sizes[-1]
    most = max(1, int(high / (size * LINE)))
    return Fitted(shortened(text, size, wide, most, factor), size, most, False)


def shortened(text: str, size: float, wide: float, most: int, factor: float = 1.0) -> str:
    """A text on at most so many lines of a width, the rest told by an ellipsis."""
    lines = lines_of(text, size, wide, factor)
    if len(lines) <= most:
        return text
    # The length is sought in halves: a text of a whole page must not take a step per letter.
    low, high = 0, len(text)
    while low < high:
        middle = (low + high + 1) // 2
        if len(lines_of(f"{text[:middle].rstrip()}…", size, wide, factor)) <= most:
            low = middle
        else:
            high = middle - 1
    return f"{text[:low].rstrip()}…"
