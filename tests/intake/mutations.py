"""How bytes and texts of a file go wrong."""

import random
from collections.abc import Callable

from tests.dialects import as_zip

NASTY = (
    "=1+1", "=cmd|' /C calc'!A0", "@SUM(A1)", "+1", "-1", "\t=1", "\u202egnp.exe", "\u200b", "\ufeff", "\x00",
    "\x1b[31m", "\r",
    "\n", '"', '""', "';drop table core.scan;--", "' or 1=1 --", "${7*7}", "{{7*7}}", "<script>alert(1)</script>",
    "![x](http://a.nl/x.png)", "# kop", "[a](javascript:x)", "../../etc/passwd", "a" * 40_000, "9" * 400,
    "1e999", "-1e999",
    "NaN", "inf", "-0", "0,0000001", "1.000.000.000.000.000.000,00", "99999999999999999999", "31-02-2021", "0-0-0",
    "29-02-1900", "31-12-9999", "01-01-10000", "1-1-1", "111222333", "123456782", "jan@school.nl",
    "06-12345678", "😀" * 50,
    "\u0130\u0131\u00df\ufb01", "e\u0301" * 30, "٣٤٥", "１２３", "½", "<5", "x", ".", "-99997", "#REF!",
    "GM9999", "WK990101",
    "99AA00", "%s%s%n", "sep=;", ";" * 50, "\u2028", "\u0085", "GM0000", "NL00", "null", "None", "ja", "1/0",
    "2021-13", "12-2021",
)  # fmt: skip
"""What stands in a cell of somebody who means no good, or whose spreadsheet went wrong."""


Random = random.Random
Mutation = Callable[[bytes, Random], bytes]


# Mutations of bytes


def _place(content: bytes, rng: Random) -> int:
    return rng.randrange(len(content) + 1)


def flipped(content: bytes, rng: Random) -> bytes:
    """Some bits other."""
    made = bytearray(content)
    for _ in range(rng.choice((1, 1, 3, 20, 200))):
        made[rng.randrange(len(made))] ^= 1 << rng.randrange(8)
    return bytes(made)


def cut(content: bytes, rng: Random) -> bytes:
    """The end is missing."""
    return content[: rng.choice((rng.randrange(1, 64), _place(content, rng)))]


def beheaded(content: bytes, rng: Random) -> bytes:
    """The beginning is missing."""
    return content[_place(content, rng) :]


def inserted(content: bytes, rng: Random) -> bytes:
    """Bytes come in between."""
    place = _place(content, rng)
    new = rng.choice((b"\0", b"\xff" * 9, rng.randbytes(40), b"\r", b"\0" * 5000, b"<", b'"', b"PK\x03\x04", b"\x1a"))
    return content[:place] + new + content[place:]


def left_out(content: bytes, rng: Random) -> bytes:
    """A part in the middle is missing."""
    first, last = sorted((_place(content, rng), _place(content, rng)))
    return content[:first] + content[last:]


def repeated(content: bytes, rng: Random) -> bytes:
    """A part is there again."""
    first, last = sorted((_place(content, rng), _place(content, rng)))
    return content[:last] + content[first:last] * rng.choice((1, 2, 20)) + content[last:]


def blanked(content: bytes, rng: Random) -> bytes:
    """A part is zeros, as after a bad disk."""
    first, last = sorted((_place(content, rng), _place(content, rng)))
    return content[:first] + b"\0" * (last - first) + content[last:]


def with_tail(content: bytes, rng: Random) -> bytes:
    """More comes after it."""
    return content + rng.choice((b"\0" * 70_000, rng.randbytes(3000), content, b"%PDF-1.7", as_zip({"a.xml": b"<a/>"})))


def with_head(content: bytes, rng: Random) -> bytes:
    """More comes before it."""
    begin = (
        b"\xef\xbb\xbf",
        b"\xff\xfe",
        b"\xfe\xff",
        b"sep=|\n",
        b"MZ",
        b"%PDF-1.7\n",
        b"GIF89a",
        b"\x1f\x8b",
        b"<?xml",
        b"\n" * 9,
    )
    return rng.choice(begin) + content


BYTES: tuple[Mutation, ...] = (*(flipped, cut, beheaded, inserted, left_out, repeated, blanked, with_tail, with_head),)


# Mutations of text


def _text(content: bytes) -> str:
    return content.decode("utf-8-sig", errors="replace")


def cells_replaced(content: bytes, rng: Random) -> bytes:
    """Some cells are nasty."""
    text = _text(content)
    separator = ";" if ";" in text else ","
    lines = [line.split(separator) for line in text.splitlines()]
    for _ in range(rng.choice((1, 3, 20))):
        line = rng.choice(lines)
        line[rng.randrange(len(line))] = rng.choice(NASTY)
    return "\r\n".join(separator.join(line) for line in lines).encode("utf-8", "surrogatepass")


def header_replaced(content: bytes, rng: Random) -> bytes:
    """A header is nasty, there twice or gone."""
    first, _, rest = _text(content).partition("\n")
    names = first.split(";")
    place = rng.randrange(len(names))
    names[place] = rng.choice((rng.choice(NASTY), "", rng.choice(names), names[place] * 200))
    return f"{';'.join(names)}\n{rest}".encode()


def otherwise_encoded(content: bytes, rng: Random) -> bytes:
    """The same text in another encoding."""
    codec = rng.choice(("utf-16", "utf-16-be", "utf-16-le", "utf-32", "utf-7", "cp1252", "cp500", "cp437", "mac_roman"))
    return _text(content).encode(codec, errors="replace")


def otherwise_separated(content: bytes, rng: Random) -> bytes:
    """The same text with other separators, quotes and ends of lines."""
    text = _text(content).replace(";", rng.choice((",", "\t", "|", "\x1f", "; ;", '";"', ":")))
    return text.replace("\n", rng.choice(("\r", "\n\n", "\r\n", "\u2028", "\0", " "))).encode()


def reordered(content: bytes, rng: Random) -> bytes:
    """Lines stand in another order, some are there twice."""
    lines = _text(content).splitlines()
    return "\n".join(rng.choices(lines, k=len(lines))).encode()


def widened(content: bytes, rng: Random) -> bytes:
    """A row of very many columns."""
    return content + b"\n" + b";" * rng.choice((500, 100_000, 1_000_000)) + b"x"


def lengthened(content: bytes, rng: Random) -> bytes:
    """Very many rows."""
    return content + b"\n" + rng.choice((b"\n", b";\n", b"a;b;c\n")) * rng.choice((10_000, 1_200_000))


def unclosed(content: bytes, rng: Random) -> bytes:
    """A quotation mark that is never closed."""
    place = _place(content, rng)
    return content[:place] + b'"' + content[place:]


TEXT: tuple[Mutation, ...] = (
    *(cells_replaced, cells_replaced, cells_replaced, header_replaced, header_replaced, otherwise_encoded),
    *(otherwise_separated, reordered, widened, lengthened, unclosed),
)
