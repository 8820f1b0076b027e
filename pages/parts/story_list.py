"""The stories of a gemeente: open one, begin one, bring one back."""

from collections.abc import Sequence
from datetime import date

import streamlit as st
from duckdb import DuckDBPyConnection as Cursor

from model import dutch
from model.story import Story
from pages.parts import story_changes, writer
from pages.parts.plain import plain
from pages.parts.story_changes import Written
from store import stories
from store.versions import Kept

STORY = "verhaal"
"""The name in the URL of the story that is open."""
_NAME, _DAY = "_story_new_name", "_story_new_day"
DAYS = {"format": "DD-MM-YYYY", "min_value": date(2018, 1, 1), "max_value": date(2099, 12, 31)}


def opened() -> str:
    """The id of the story that the URL asks for; empty for none."""
    return st.query_params.get(STORY, "")


def open_story(id: str) -> None:
    """Open a story, or (empty) go back to the list, as a callback."""
    if id:
        st.query_params[STORY] = id
    else:
        st.query_params.pop(STORY, None)
    story_changes.look_anew()


def told(kept: Kept[Story]) -> str:
    """`14 oktober 2021 · 8 dia's · gewijzigd door Anja op 1 oktober 2021, 14:05`."""
    by = f" door {kept.by}" if kept.by else ""
    return plain(
        " · ".join(
            (
                dutch.day(kept.content.day) if kept.content.day else "nog zonder dag",
                dutch.counted(len(kept.content.slides), "dia", "dia's"),
                f"gewijzigd{by} op {dutch.moment(kept.at)}",
            )
        )
    )


def draw(municipality: str, kept: Sequence[Kept[Story]], gone: Sequence[Kept[Story]]) -> None:
    """The list, the form for a new one, and those that were removed."""
    if not kept:
        st.markdown(
            "Een verhaal is wat u in een overleg laat zien: figuren van deze pagina's, met uw eigen tekst, dia na dia. "
            "Begin er hieronder een, en kies daarna op een pagina onder een figuur **Zet op een dia**."
        )
    for one in kept:
        with st.container(border=True, horizontal=True, vertical_alignment="center"):
            with st.container(gap="xxsmall"):
                st.markdown(f"**{plain(one.content.name)}**")
                st.caption(told(one))
            st.button(
                "Open",
                key=f"_story_open-{one.content.id}",
                icon=":material/edit:",
                on_click=open_story,
                args=(one.content.id,),
            )
            present_link(one.content)
    st.header("Begin een verhaal", anchor=False)
    with st.form("_story_new", enter_to_submit=True):
        with st.grid(2, min_column_width=220):
            st.text_input("Naam", max_chars=story_changes.LONGEST_NAME, placeholder="LEA 14 oktober 2021", key=_NAME)
            st.date_input("Dag van het overleg", None, key=_DAY, **DAYS)
        st.form_submit_button(
            "Begin dit verhaal", type="primary", icon=":material/add:", on_click=_begin, args=(municipality,)
        )
    if gone:
        with st.expander(f"Verwijderde verhalen ({len(gone)})", icon=":material/delete:", key="_stories_gone"):
            for one in gone:
                with st.container(horizontal=True, vertical_alignment="center"):
                    st.markdown(f"{plain(one.content.name)}: {told(one)}")
                    st.button(
                        "Zet terug",
                        key=f"_story_back-{one.batch_id}",
                        icon=":material/redo:",
                        on_click=story_changes.bring_back,
                        args=(municipality, one.content.id, one.batch_id, None),
                    )


def present_link(story: Story, slide: int = 1, label: str = "Presenteer") -> None:
    """The way to the presentation of a story, at one of its slides."""
    st.page_link(
        "pages/presentation.py",
        label=label,
        icon=":material/slideshow:",
        query_params={STORY: story.id, "dia": str(slide)},
    )


def _begin(municipality: str) -> None:
    by = writer.name()
    name, day = str(st.session_state[_NAME]), st.session_state[_DAY]

    def change(cursor: Cursor) -> Written:
        story = story_changes.new_story(cursor, municipality, name, day)
        made[:] = [story.id]
        return Written(story.id, None, stories.keep(cursor, municipality, story, by, None))

    made: list[str] = []
    if story_changes.write(municipality, change, f"Het verhaal '{' '.join(name.split())}' is begonnen."):
        open_story(made[0])
