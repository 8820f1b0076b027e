"""How the plan looks: its language, the styles of its headings, texts, tables and captions."""

from docx.document import Document
from docx.enum.style import WD_STYLE_TYPE
from docx.oxml.ns import qn
from docx.shared import Cm, Pt, RGBColor
from docx.styles.style import ParagraphStyle

SOURCE, LAST, EMPTY, FIGURE, HEAD, CELL = (
    "Bron",
    "Bron, laatste regel",
    "Nog niet ingevuld",
    "Figuur",
    "Tabelkop",
    "Tabeltekst",
)
"""The styles of our own."""
_FONT = "Arial"
"""On every machine, or there in another name with letters as wide."""
_INK, _MUTED = RGBColor(0x1B, 0x2A, 0x2F), RGBColor(0x5A, 0x6B, 0x70)
_LINE = "B4BEC1"
_BUILT_IN: dict[str, float] = {
    "Title": 34,
    "Subtitle": 15,
    "Heading 1": 20,
    "Heading 2": 13,
    "TOC Heading": 20,
    "Caption": 9,
}
"""The size of each in points."""
_OWN = (
    ("toc 1", 10, _INK, 8, 2, True),
    ("toc 2", 10, _INK, 0, 1, False),
    (SOURCE, 7.5, _MUTED, 2, 3, False),
    (LAST, 7.5, _MUTED, 2, 10, False),
    (EMPTY, 10, _MUTED, 0, 6, False),
    (FIGURE, 10, _INK, 8, 0, False),
    (HEAD, 8, _INK, 2, 2, True),
    (CELL, 8, _INK, 1, 1, False),
)
"""Name, size, colour, room before and after in points, bold."""


def apply(document: Document) -> None:
    """Give a new document the language and the styles of the plan."""
    styles = document.styles
    for lang in styles.element.iter(qn("w:lang")):
        for name in ("val", "eastAsia"):
            lang.set(qn(f"w:{name}"), "nl-NL")
    normal = styles["Normal"]
    _look(normal, 10, _INK)
    normal.paragraph_format.space_after, normal.paragraph_format.line_spacing = Pt(6), 1.15
    for name, size in _BUILT_IN.items():
        _look(styles[name], size, _MUTED if name == "Subtitle" else _INK)
        styles[name].font.bold, styles[name].font.italic = name not in ("Subtitle", "Caption"), False
        styles[name].paragraph_format.keep_with_next = True
    for name, size, colour, before, after, is_bold in _OWN:
        style = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH, builtin=name.startswith("toc"))
        style.base_style, style.font.bold = normal, is_bold
        _look(style, size, colour)
        style.paragraph_format.space_before, style.paragraph_format.space_after = Pt(before), Pt(after)
        style.paragraph_format.line_spacing = 1.05
    for name, before, after in (
        ("Heading 1", 0, 8),
        ("TOC Heading", 0, 8),
        ("Heading 2", 16, 4),
        ("Caption", 8, 3),
        ("Subtitle", 170, 6),
        ("Title", 0, 30),
        ("List Bullet", 0, 3),
    ):
        styles[name].paragraph_format.space_before = Pt(before)
        styles[name].paragraph_format.space_after = Pt(after)
    for name in ("Heading 1", "TOC Heading"):
        styles[name].paragraph_format.page_break_before = True
    styles["toc 2"].paragraph_format.left_indent = Cm(0.6)
    styles[FIGURE].paragraph_format.keep_with_next = True
    styles[EMPTY].font.italic = True
    for border in styles["Table Grid"].element.iter(qn("w:tblBorders")):
        for side in border:
            side.set(qn("w:color"), _LINE)
    for border in list(styles["Title"].element.iter(qn("w:pBdr"))):
        border.getparent().remove(border)


def _look(style: ParagraphStyle, size: float, colour: RGBColor) -> None:
    """Font, size and colour; a style of the template names its font by theme, which goes before a name."""
    style.font.name, style.font.size, style.font.color.rgb = _FONT, Pt(size), colour
    fonts = style.element.rPr.find(qn("w:rFonts"))
    for name in ("ascii", "hAnsi", "eastAsia", "cs"):
        fonts.attrib.pop(qn(f"w:{name}Theme"), None)
        fonts.set(qn(f"w:{name}"), _FONT)
