"""A story as a file to take along: made in the background, for the audience that is chosen."""

import logging
import re
from functools import partial
from pathlib import Path

import streamlit as st

from model.story import Story
from pages.parts import made_file
from pages.parts.made_file import Made
from reports import contents, deck, pdf, web_page, workbook
from reports.contents import Progress, Source
from settings import current as settings
from store.versions import Kept

log = logging.getLogger("startfoto")

_OFFICE = "application/vnd.openxmlformats-officedocument"


def draw(kept: Kept[Story], source: Source) -> None:
    """The buttons of each kind of file; a story without slides has none."""
    story = kept.content
    if not story.slides:
        return
    st.header("Meenemen", anchor=False)
    st.caption(
        f"Voor de {source.audience}, met wat er nu bewaard is. In de PowerPoint zijn grafieken en kaarten te bewerken; "
        "in het werkboek staat elke tabel; de webpagina is ook zonder internet te lezen en te mailen."
    )
    key = f"{story.id}-{kept.batch_id}-{source.audience}"
    with st.container(horizontal=True):
        for label, ending, mime, make in (
            ("Presentatie (PowerPoint)", "pptx", f"{_OFFICE}.presentationml.presentation", _deck),
            ("Tabellen (Excel)", "xlsx", f"{_OFFICE}.spreadsheetml.sheet", _workbook),
        ):
            made_file.draw(f"{key}-{ending}", label, _name(story, ending), mime, partial(make, story, source))
        _web_files(key, story, source)
    _why_no_pdf()


def draw_web_files(key: str, story: Story, source: Source) -> None:
    """The buttons of a web page and a PDF of a story; `key` says of which, as in `made_file.draw`."""
    with st.container(horizontal=True):
        _web_files(key, story, source)
    _why_no_pdf()


def _web_files(key: str, story: Story, source: Source) -> None:
    made_file.draw(f"{key}-html", "Webpagina", _name(story, "html"), "text/html", partial(_web_page, story, source))
    if not pdf.why_not():
        made_file.draw(f"{key}-pdf", "PDF", _name(story, "pdf"), "application/pdf", partial(_pdf, story, source))


def _why_no_pdf() -> None:
    if pdf.why_not():
        st.caption(pdf.why_not())


def _name(story: Story, ending: str) -> str:
    """A file name of letters, digits and dashes."""
    plain_name = re.sub(r"[^\w-]+", "-", story.name.casefold()).strip("-")[:60]
    return f"{plain_name or 'verhaal'}.{ending}"


def _deck(story: Story, source: Source, progress: Progress) -> Made:
    template, told = _template()
    made = deck.write(story, contents.contents(story, source, progress), source, template)
    return Made(made.content, (*told, *made.told))


def _template() -> tuple[bytes | None, tuple[str, ...]]:
    """The municipality's own template; None where there is none, with why when one was set."""
    path = settings().deck_template
    if not path:
        return None, ()
    try:
        return Path(path).read_bytes(), ()
    except OSError as error:
        log.warning("deck template %s: %s", path, error)
        return None, ("Het eigen sjabloon kon niet worden gelezen; de presentatie heeft het sjabloon van Startfoto.",)


def _workbook(story: Story, source: Source, progress: Progress) -> bytes:
    return workbook.write(story, contents.contents(story, source, progress), source)


def _web_page(story: Story, source: Source, progress: Progress) -> bytes:
    return web_page.write(story, contents.contents(story, source, progress), source)


def _pdf(story: Story, source: Source, progress: Progress) -> bytes:
    page = _web_page(story, source, progress)
    progress("De webpagina wordt een PDF", 0.9)
    return pdf.of(page)
