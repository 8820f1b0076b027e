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
    name = re.sub(r"[^\w-]+", "-", story.name.casefold()).strip("-")[:60] or "verhaal"
    with st.container(horizontal=True):
        for label, ending, mime, make in (
            ("Presentatie (PowerPoint)", "pptx", f"{_OFFICE}.presentationml.presentation", _deck),
            ("Tabellen (Excel)", "xlsx", f"{_OFFICE}.spreadsheetml.sheet", _workbook),
            ("Webpagina", "html", "text/html", _web_page),
            ("PDF", "pdf", "application/pdf", _pdf),
        ):
            if ending != "pdf" or not pdf.why_not():
                made_file.draw(f"{key}-{ending}", label, f"{name}.{ending}", mime, partial(make, story, source))
    if pdf.why_not():
        st.caption(pdf.why_not())


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
