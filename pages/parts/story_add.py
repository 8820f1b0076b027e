"""Under each tile: put it on a slide of a story, with its choices and the photo it is seen as of."""

from dataclasses import dataclass, replace

import streamlit as st
from duckdb import DuckDBPyConnection as Cursor

from intake.measure_checks import LONGEST_TEXT, new_id
from model.choices import Choices
from model.findings import Refusal
from model.region import municipality_of
from model.story import Slide, SlideForm, Story
from model.text_file import clean_text
from pages.parts import access, frame, outcome, story_changes, writer
from pages.parts.data import reading_at
from pages.parts.plain import plain
from pages.parts.story_changes import Written
from store import stories
from tiles import Kind

_NEW = ""
_LAST, _PLACED = "_last_story", "_placed_slide"


@dataclass(frozen=True)
class _Placed:
    key: str
    story: str
    slide: str
    name: str
    number: int


def offer(kind: Kind, choices: Choices, key: str) -> None:
    """The button under a tile with this key; nothing for a whole country and in the view that is made to be printed."""
    municipality = municipality_of(choices.area)
    if municipality is not None and not frame.is_printed():
        _draw(municipality, kind, replace(choices, photo=choices.photo or None), key)


@access.fragment
def _draw(municipality: str, kind: Kind, choices: Choices, key: str) -> None:
    """A fragment, so that opening it draws nothing else anew; what is in it is made only once it is open."""
    opened = f"slide-{key}"
    with st.popover(
        "Zet op een dia", icon=":material/add_to_queue:", type="tertiary", key=opened, on_change="rerun"
    ) as box:
        if box.open:
            _form(municipality, kind, choices, key)
    placed: _Placed | None = st.session_state.get(_PLACED)
    if placed is not None and placed.key == key:
        st.markdown(f":material/check: Op dia {placed.number} van '{plain(placed.name)}'")
        st.page_link(
            "pages/stories.py",
            label="Open het verhaal",
            icon=":material/slideshow:",
            query_params={"verhaal": placed.story},
        )
        st.button(
            "Ongedaan maken", icon=":material/undo:", type="tertiary", key=f"{opened}-undo", on_click=_undo,
            args=(municipality, placed),
        )  # fmt: skip
        outcome.refused()


def _form(municipality: str, kind: Kind, choices: Choices, key: str) -> None:
    with reading_at(None) as cursor:
        names = {one.content.id: one.content.name for one in stories.stories(cursor, municipality)}
    options = [*names, _NEW]
    last = st.session_state.get(_LAST)
    story = st.selectbox(
        "Verhaal",
        options,
        options.index(last) if last in options else 0,
        format_func=lambda id: names.get(id, "Een nieuw verhaal"),
        key=f"slide-{key}-story",
    )
    name = (
        st.text_input(
            "Naam van het nieuwe verhaal",
            max_chars=story_changes.LONGEST_NAME,
            placeholder="LEA 14 oktober 2021",
            key=f"slide-{key}-name",
        )
        if story == _NEW
        else ""
    )
    question = st.text_area("Vraag voor de LEA (mag leeg blijven)", max_chars=LONGEST_TEXT, key=f"slide-{key}-question")
    outcome.refused()
    slide = Slide(new_id(), SlideForm.TILE, question=clean_text(question), kind=kind.value, choices=choices)
    st.button(
        "Zet op een dia",
        key=f"slide-{key}-place",
        type="primary",
        icon=":material/add_to_queue:",
        on_click=_place,
        args=(municipality, story, name, slide, key),
    )


def _place(municipality: str, id: str, name: str, slide: Slide, key: str) -> None:
    """Add a slide at the end of what counts now, so that nobody's change is in the way."""
    by = writer.name()
    kept: list[Story] = []

    def change(cursor: Cursor) -> Written:
        now = {one.content.id: one for one in stories.stories(cursor, municipality)}
        if id and id not in now:
            raise Refusal("Dit verhaal is intussen verwijderd. Kies een ander verhaal, of begin een nieuw.")
        story = now[id].content if id else story_changes.new_story(cursor, municipality, name)
        if len(story.slides) >= story_changes.MOST_SLIDES:
            raise Refusal(f"Een verhaal heeft hoogstens {story_changes.MOST_SLIDES} dia's. Begin een nieuw verhaal.")
        kept[:] = [replace(story, slides=(*story.slides, slide))]
        before = now[id].batch_id if id else None
        return Written(story.id, before, stories.keep(cursor, municipality, kept[0], by, before))

    if story_changes.write(municipality, change, "De figuur staat op een dia."):
        [story] = kept
        st.session_state[_LAST] = story.id
        st.session_state[_PLACED] = _Placed(key, story.id, slide.id, story.name, len(story.slides))
        st.session_state[f"slide-{key}"] = False


def _undo(municipality: str, placed: _Placed) -> None:
    """Take the slide off again, whatever else changed in the story since; a story that it began stays."""
    by = writer.name()

    def change(cursor: Cursor) -> Written:
        now = next((one for one in stories.stories(cursor, municipality) if one.content.id == placed.story), None)
        if now is None:
            raise Refusal("Dit verhaal is intussen verwijderd.")
        left = tuple(one for one in now.content.slides if one.id != placed.slide)
        changed = replace(now.content, slides=left)
        return Written(placed.story, now.batch_id, stories.keep(cursor, municipality, changed, by, now.batch_id))

    if story_changes.write(municipality, change, "De figuur is van de dia gehaald."):
        st.session_state.pop(_PLACED, None)
