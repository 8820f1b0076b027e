"""The startfoto as one web page to take along: for council members, to print, to send."""

from dataclasses import replace

import streamlit as st

from model.catalogue import Domain
from model.choices import Choices
from model.region import Level, municipality_of
from model.story import Slide, SlideForm, Story
from pages.parts import frame, story_files
from pages.parts.data import reading
from pages.parts.story_source import source
from store import shared_store
from tiles import Kind, startfoto


def draw(choices: Choices, level: Level) -> None:
    """The buttons of a web page and a PDF with what this page shows; nothing in the view that is made to be printed."""
    municipality = municipality_of(choices.area)
    if municipality is None or frame.is_printed():
        return
    with st.expander(
        "Neem deze startfoto mee", icon=":material/download:", key="_take_startfoto", on_change="rerun"
    ) as box:
        if box.open:
            key = f"startfoto-{choices}-{level}-{shared_store().data_version()}"
            story_files.draw_web_files(key, story(choices, level), source(municipality, choices.audience))


def story(choices: Choices, level: Level) -> Story:
    """What the page of the startfoto shows for these choices, as the slides of a story that is not kept."""
    with reading() as cursor:
        page = startfoto.page(cursor, choices)
    of_areas = replace(choices, level=level)
    said = [page.background, page.delay, *page.sureness, page.schools_say, page.schools_do, page.municipality_does]
    slides = [
        Slide("begin", SlideForm.TITLE, f"Startfoto {page.name}"),
        Slide(
            "beeld", SlideForm.TEXT, "Het beeld in zinnen", "\n\n".join(filter(None, [*said, page.gaps, page.money]))
        ),
        Slide("cijfers", SlideForm.TILE, kind=Kind.KEY_FIGURES.value, choices=choices),
        Slide("achtergrond", SlideForm.TILE, kind=Kind.BACKGROUND.value, choices=of_areas),
        *(
            Slide(domain.value, SlideForm.TILE, kind=Kind.DOMAIN.value, choices=replace(of_areas, domain=domain))
            for domain in Domain
        ),
        Slide("onbekend", SlideForm.TEXT, "Wat we niet weten", "\n".join(f"- {gap}" for gap in page.unknown)),
    ]
    return Story("startfoto", f"Startfoto {page.name}", None, tuple(slides))
