"""A Word document with what a reader and a screen reader need: contents, captions, texts beside pictures."""

import re
from collections.abc import Sequence
from io import BytesIO

import docx
import pandas as pd
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Cm, RGBColor
from docx.table import Table
from docx.text.paragraph import Paragraph

from model.text_file import clean_text
from reports import plan_styles
from reports.drawing import Grid
from reports.plan_xml import code, field, is_dark, mark, shade, widths

WIDTH_CM = 16.4
"""Of the text between the margins of A4."""
_NAMES_CM = 4.4
_HEAD, _WHITE = "E3EAEB", RGBColor(0xFF, 0xFF, 0xFF)
_UNFIT = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_LONGEST_HEADING = 160
_KEPT_TOGETHER = 14
"""Rows of a table that stays on one page."""
_TO_UPDATE = "Paginanummers: klik met de rechtermuisknop op deze lijst en kies 'Veld bijwerken'."


class Paper:
    """The document in the making."""

    def __init__(self, title: str, footer: str) -> None:
        self._document = docx.Document()
        self._counts = {"Figuur": 0, "Tabel": 0}
        self._headings: list[tuple[int, str, str]] = []
        self._contents: Paragraph | None = None
        core = self._document.core_properties
        core.title, core.language, core.author, core.comments = (
            _plain(title)[:_LONGEST_HEADING],
            "nl-NL",
            "Startfoto",
            "",
        )
        plan_styles.apply(self._document)
        self._page(footer)

    def title(self, kind: str, name: str, lines: Sequence[str]) -> None:
        """The title page."""
        self.paragraph(kind, "Subtitle")
        self.paragraph(name, "Title")
        for line in lines:
            self.paragraph(line)

    def contents(self) -> None:
        """The place of the table of contents, on a page of its own."""
        self.paragraph("Inhoud", "TOC Heading")
        self._contents = self._document.add_paragraph()

    def heading(self, text: str, level: int) -> None:
        """A heading, which stands in the contents."""
        shown = _plain(text)[:_LONGEST_HEADING]
        paragraph = self._document.add_heading(shown, level)
        name = f"_Toc{len(self._headings) + 1:08d}"
        start, end = (OxmlElement(f"w:bookmark{one}") for one in ("Start", "End"))
        for end_of in (start, end):
            end_of.set(qn("w:id"), str(len(self._headings)))
        start.set(qn("w:name"), name)
        paragraph._p.insert(1, start)
        paragraph._p.append(end)
        self._headings.append((level, shown, name))

    def paragraph(self, text: str, style: str | None = None, is_introduction: bool = False) -> None:
        """A paragraph; what a document cannot hold of a text is left out. An introduction stays with what follows."""
        paragraph = self._document.add_paragraph(_plain(text), style)
        paragraph.paragraph_format.keep_with_next = is_introduction or None

    def told(self, text: str) -> None:
        """A text of an officer: blank lines make paragraphs, a dash in front a list."""
        for part in re.split(r"\n\s*\n", _plain(text)):
            lines = part.split("\n")
            if all(line.lstrip().startswith(("- ", "• ", "* ")) for line in lines):
                self.listed([line.lstrip()[2:] for line in lines])
            else:
                self.paragraph(part)

    def listed(self, items: Sequence[str]) -> None:
        """Sentences with a dot in front."""
        for item in items:
            self.paragraph(item, "List Bullet")

    def empty(self, text: str) -> None:
        """What is not there yet, and what to do."""
        self.paragraph(text, plan_styles.EMPTY)

    def picture(self, content: bytes, width: float, caption: str, alt: str, under: Sequence[str]) -> None:
        """A picture with its caption below it, and its source."""
        run = self._document.add_paragraph(style=plan_styles.FIGURE).add_run()
        shape = run.add_picture(BytesIO(content), width=Cm(min(width, WIDTH_CM)))
        shape._inline.docPr.set("descr", _plain(alt))
        self._caption("Figuur", caption)
        self._under(under)

    def table(self, frame: pd.DataFrame, caption: str, alt: str, under: Sequence[str]) -> None:
        """A table under its caption, with a head that stands on each page, and its source."""
        texts = [[_plain(str(cell)) for cell in row] for row in frame.itertuples(index=False)]
        heads = [_plain(str(name)) for name in frame.columns]
        self._caption("Tabel", caption)
        self._filled(heads, texts, widths(heads, texts, WIDTH_CM), alt)
        self._under(under)

    def matrix(self, grid: Grid, corner: str, caption: str, alt: str, under: Sequence[str]) -> None:
        """A table whose cells have a colour and words that say the same."""
        heads = [corner, *map(_plain, grid.columns)]
        texts = [
            [_plain(name), *(_plain(cell.text.replace("\n", " ")) for cell in cells)]
            for name, cells in zip(grid.rows, grid.cells, strict=True)
        ]
        self._caption("Tabel", caption)
        table = self._filled(
            heads, texts, [_NAMES_CM, *[(WIDTH_CM - _NAMES_CM) / len(grid.columns)] * len(grid.columns)], alt
        )
        for row, cells in zip(table.rows[1:], grid.cells, strict=True):
            for at, cell in zip(row.cells[1:], cells, strict=True):
                shade(at, cell.colour.lstrip("#"))
                if is_dark(cell.colour):
                    for run in at.paragraphs[0].runs:
                        run.font.color.rgb = _WHITE
        self._under(under)

    def bytes(self) -> bytes:
        """The file, with the contents filled in."""
        self._fill_contents()
        content = BytesIO()
        self._document.save(content)
        return content.getvalue()

    def _filled(self, heads: list[str], texts: list[list[str]], wide: list[float], alt: str) -> Table:
        table: Table = self._document.add_table(len(texts) + 1, len(heads), "Table Grid")
        table.autofit = False
        is_short = len(texts) <= _KEPT_TOGETHER
        head, other = (self._document.styles[name].style_id for name in (plan_styles.HEAD, plan_styles.CELL))
        for tag, said in (("w:tblCaption", alt[:120]), ("w:tblDescription", alt)):
            told = OxmlElement(tag)
            told.set(qn("w:val"), _plain(said))
            table._tbl.tblPr.append(told)
        for column, width in zip(table.columns, wide, strict=True):
            column.width = Cm(width)
        for place, (row, cells) in enumerate(zip(table.rows, [heads, *texts], strict=True)):
            row._tr.get_or_add_trPr().append(OxmlElement("w:cantSplit"))
            if place == 0:
                row._tr.get_or_add_trPr().append(OxmlElement("w:tblHeader"))
            for cell, text, width in zip(row.cells, cells, wide, strict=True):
                cell.width = Cm(width)
                paragraph = cell.paragraphs[0]
                paragraph._p.style = head if place == 0 else other  # by id: a name is looked for anew each time
                paragraph.add_run(text)
                paragraph.paragraph_format.keep_with_next = is_short or place in (0, 1, len(texts)) or None
                if place == 0:
                    shade(cell, _HEAD)
        return table

    def _caption(self, kind: str, text: str) -> None:
        self._counts[kind] += 1
        paragraph = self._document.add_paragraph(style="Caption")
        paragraph.add_run(f"{kind} ")
        field(paragraph, f"SEQ {kind} \\* ARABIC", str(self._counts[kind]))
        for run in paragraph.runs:
            run.bold = True
        paragraph.add_run(f". {_plain(text)}")
        paragraph.paragraph_format.keep_with_next = True

    def _under(self, lines: Sequence[str]) -> None:
        said = [line for line in lines if line]
        for line in said:
            self.paragraph(line, plan_styles.SOURCE if line is not said[-1] else plan_styles.LAST)

    def _fill_contents(self) -> None:
        """A field that Word can make anew, with the headings already in it."""
        if self._contents is None:
            return
        place = self._contents
        begin = place.insert_paragraph_before(style="toc 1")
        begin.add_run()._r.append(mark("begin"))
        begin.add_run()._r.append(code('TOC \\o "1-2" \\h \\z \\u'))
        begin.add_run()._r.append(mark("separate"))
        for number, (level, text, name) in enumerate(self._headings):
            entry = begin if number == 0 else place.insert_paragraph_before(style=f"toc {level}")
            link = OxmlElement("w:hyperlink")
            link.set(qn("w:anchor"), name)
            link.set(qn("w:history"), "1")
            link.append(entry.add_run(text)._r)
            entry._p.append(link)
        place.style = plan_styles.SOURCE
        place.add_run(_TO_UPDATE)
        place.add_run()._r.append(mark("end"))

    def _page(self, footer: str) -> None:
        section = self._document.sections[0]
        section.page_width, section.page_height = Cm(21), Cm(29.7)
        section.left_margin = section.right_margin = Cm((21 - WIDTH_CM) / 2)
        section.top_margin = section.bottom_margin = Cm(2.2)
        section.different_first_page_header_footer = True
        paragraph = section.footer.paragraphs[0]
        paragraph.style = plan_styles.SOURCE
        paragraph.add_run(f"{_plain(footer)} · pagina ")
        field(paragraph, "PAGE", "2")
        paragraph.add_run(" van ")
        field(paragraph, "NUMPAGES", "2")


def _plain(text: str) -> str:
    """What a document can hold of a text."""
    return _UNFIT.sub("", clean_text(text)).replace("€ ", "€\N{NO-BREAK SPACE}")
