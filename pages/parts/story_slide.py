"""One slide of a story as it fills the screen of a meeting."""

from collections.abc import Iterator
from dataclasses import replace

import plotly.graph_objects as go
import streamlit as st

from model import dutch
from model.region import Level, is_example, level_of
from model.story import Slide, SlideForm, Story
from pages.parts.plain import plain
from pages.parts.plain import table as plain_table
from pages.parts.tile_view import draw_figure
from reports import contents
from reports.contents import Page, Source
from tiles import Kind, Tile

_INTO = (Kind.MAP, Kind.RANKING, Kind.BACKGROUND, Kind.DOMAIN)
"""Figures in which a click on an area goes into that area."""
_DRILLED = "_slide_area"
_MOST_ROWS = 15
_FONT, _LOWEST = 18, 540
_STYLE = """
<style>
[data-testid=stHeader], [data-testid=stSidebar], [data-testid=stSidebarCollapsedControl],
[data-testid=stExpandSidebarButton] { display: none; }
[data-testid=stMainBlockContainer] { padding: 2rem 2.5vw 0; max-width: none; min-height: 100vh; }
.st-key-slide { min-height: calc(100vh - 7rem); }
.st-key-slide h1 { font-size: clamp(2rem, 3vw, 3.2rem); line-height: 1.15; }
.st-key-slide [data-testid=stMarkdownContainer] :is(p, li), .st-key-slide table {
    font-size: clamp(1.2rem, 1.7vw, 1.75rem); line-height: 1.4; }
.st-key-slide [data-testid=stCaptionContainer] p { font-size: clamp(0.95rem, 1.1vw, 1.15rem) !important; }
.st-key-presenting { position: sticky; bottom: 0; background: #fff; border-top: 1px solid #d5dfe0;
    padding: 0.5rem 0; z-index: 5; }
.st-key-based_on { position: fixed; top: 0.2rem; right: 2.5vw; max-width: 95vw; z-index: 5; }
.st-key-based_on p { text-align: right; }
</style>
"""


def fill_the_page() -> None:
    """Leave everything off the page but the slide, and write it large."""
    st.html(_STYLE)


def draw(story: Story, slide: Slide, source: Source) -> Page:
    """The slide, for the audience of the source; a figure is live. Returns what it came to."""
    area = _area_of(slide)
    shown = slide if area is None or slide.choices is None else replace(slide, choices=replace(
        slide.choices, area=area, level=_below(area)), title="")  # fmt: skip
    page = contents.live(shown, source)
    st.title(plain(page.heading or slide.form.capitalize()), anchor=False)
    if slide.form is SlideForm.TITLE and story.day is not None:
        st.markdown(dutch.day(story.day))
    if area is not None:
        st.button("Terug naar de dia", icon=":material/undo:", key="_out", on_click=_go_into, args=(slide, None))
    figure = page.tile.figure if page.tile is not None else None
    if figure is not None and any(trace.type == "choroplethmap" for trace in figure.data):
        # A map is as wide as a telephone: what is said of it stands beside it on a wall, and below it on one.
        drawn, said = st.columns([3, 2], gap="large", vertical_alignment="center")
    else:
        said = drawn = st.container()
    with said:
        for line in lines(slide.text):
            st.markdown(line)
    with drawn:
        if page.missing:
            st.warning(plain(page.missing), icon=":material/broken_image:")
        if page.tile is not None:
            _tile(page.tile, slide)
        if page.table is not None:
            _agreements(page)
    with said:
        if slide.question:
            with st.container(border=True, key="question"):
                st.markdown("**Vraag voor de LEA**")
                for line in lines(slide.question):
                    st.markdown(line)
        if page.tile is not None:
            if page.tile.notes:
                st.caption(" ".join(page.tile.notes))
            st.caption(plain(page.tile.source, 4_000))
    return page


def lines(text: str) -> Iterator[str]:
    """What an officer wrote, line by line as Markdown that shows it as it is; one with a dash in front is a point."""
    for line in filter(None, map(str.strip, text.splitlines())):
        yield f"- {plain(line[1:], 4_000)}" if line[0] in "-•*" else plain(line, 4_000)


def notes(slide: Slide) -> None:
    """What the speaker wrote down for this slide."""
    with st.container(border=True, key="notes"):
        st.markdown("**Notities voor wie spreekt**")
        for line in lines(slide.notes) if slide.notes else ["Bij deze dia staan geen notities."]:
            st.markdown(line)


def based_on(page: Page, municipality: str) -> None:
    """In the corner: for whom it is shown, and as of which photo; of the example that all of it is made up."""
    made_up = "Voorbeeldgemeente: alle namen en cijfers zijn verzonnen." if is_example(municipality) else ""
    with st.container(key="based_on", width="content"):
        st.caption(plain(" · ".join(filter(None, (page.seen, made_up)))))


def _area_of(slide: Slide) -> str | None:
    """The area that was clicked on this slide; None for the slide as it was kept."""
    of, area = st.session_state.get(_DRILLED, ("", None))
    return area if of == slide.id else None


def _go_into(slide: Slide, area: str | None) -> None:
    st.session_state[_DRILLED] = (slide.id, area)


def _below(area: str) -> Level:
    levels = list(Level)
    return levels[min(levels.index(level_of(area)) + 1, len(levels) - 1)]


def _tile(tile: Tile, slide: Slide) -> None:
    st.caption(plain(tile.subtitle))
    if tile.figure is not None:
        on_area = (lambda code: _go_into(slide, code)) if tile.kind in _INTO else None
        draw_figure(replace(tile, figure=_large(tile.figure)), f"slide-{slide.id}-{_area_of(slide)}", on_area)
    else:
        plain_table(tile.table.head(_MOST_ROWS), alt=tile.alt)
        if len(tile.table) > _MOST_ROWS:
            st.caption(f"De eerste {_MOST_ROWS} van {len(tile.table)} rijen.")


def _large(figure: go.Figure) -> go.Figure:
    """The same figure for a screen at the other end of a room."""
    larger = go.Figure(figure)
    larger.update_layout(font_size=_FONT, legend_font_size=_FONT - 2, height=max(figure.layout.height or 0, _LOWEST))
    return larger


def _agreements(page: Page) -> None:
    if page.table is None or page.table.empty:
        st.markdown("Er staat niets meer open.")
        return
    plain_table(page.table, alt="Wat er nog open staat, wat over de datum is eerst")
