"""Small parts of a Word document that its library has no word for: fields, shades, widths of columns."""

from collections.abc import Sequence

from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.oxml.xmlchemy import BaseOxmlElement
from docx.table import _Cell
from docx.text.paragraph import Paragraph

_PER_SIGN_CM, _LONGEST_WORD, _LONGEST_LINE = 0.165, 26, 90
_DARK = 140


def field(paragraph: Paragraph, asked: str, shown: str) -> None:
    """A field that Word fills in, with what it shows until then."""
    for part in (mark("begin"), code(asked), mark("separate")):
        paragraph.add_run()._r.append(part)
    paragraph.add_run(shown)
    paragraph.add_run()._r.append(mark("end"))


def mark(kind: str) -> BaseOxmlElement:
    """A border of a field: `begin`, `separate` or `end`."""
    border = OxmlElement("w:fldChar")
    border.set(qn("w:fldCharType"), kind)
    return border


def code(text: str) -> BaseOxmlElement:
    """What a field is to show."""
    told = OxmlElement("w:instrText")
    told.set(qn("xml:space"), "preserve")
    told.text = f" {text} "
    return told


def shade(cell: _Cell, colour: str) -> None:
    """Give a cell a colour (`E3EAEB`)."""
    fill = OxmlElement("w:shd")
    for name, value in (("val", "clear"), ("color", "auto"), ("fill", colour.upper())):
        fill.set(qn(f"w:{name}"), value)
    cell._tc.get_or_add_tcPr().append(fill)


def is_dark(colour: str) -> bool:
    """Whether words on a colour (`#0b4a5a`) are to be white."""
    red, green, blue = (int(colour.lstrip("#")[at : at + 2], 16) for at in (0, 2, 4))
    return 0.299 * red + 0.587 * green + 0.114 * blue < _DARK


def widths(heads: Sequence[str], texts: Sequence[Sequence[str]], whole: float) -> list[float]:
    """Of columns, together `whole` centimetres: each as wide as its longest word, and more where its texts are long."""
    columns = [[head, *(row[place] for row in texts)] for place, head in enumerate(heads)]
    least = [
        _PER_SIGN_CM * min(max(len(word) for text in column for word in text.split(" ")), _LONGEST_WORD) + 0.42
        for column in columns
    ]
    wished = [
        max(low, _PER_SIGN_CM * min(max(map(len, column)), _LONGEST_LINE) + 0.42)
        for low, column in zip(least, columns, strict=True)
    ]
    room = whole - sum(least)
    more = sum(wished) - sum(least)
    if room <= 0 or more <= 0:
        return [whole * low / sum(least) for low in least]
    return [low + (wish - low) * room / more for low, wish in zip(least, wished, strict=True)]
