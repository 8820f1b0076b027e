"""Presenteren: a story at the table, one slide at a time, by buttons or by the arrow keys; figures stay live."""

import streamlit as st

from model.access import Right
from model.region import municipality_of
from pages.parts import access, frame, story_list, story_note, story_slide
from pages.parts.data import reading_at
from pages.parts.plain import plain
from pages.parts.story_source import source
from store import stories

SLIDE = "dia"  # the name in the URL
_NOTES = "_speaker_notes"


def go_to(number: int) -> None:
    """Show another slide, as a callback."""
    st.query_params[SLIDE] = str(number)


choices = frame.choices_or_stop()
municipality = municipality_of(choices.area)
if municipality is None:
    st.title("Presenteren", anchor=False)
    st.info("Een verhaal gaat over één gemeente. Kies links bij Gebied een gemeente.", icon=":material/info:")
    st.stop()
with reading_at(None) as cursor:
    kept = {one.content.id: one.content for one in stories.stories(cursor, municipality)}
asked = story_list.opened()
story = kept.get(asked)
if story is None or not story.slides:
    st.title("Presenteren", anchor=False)
    if story is not None:
        st.info(
            f"Het verhaal '{plain(story.name)}' heeft nog geen dia's. Voeg ze toe op de pagina Verhalen, of kies op "
            "een andere pagina onder een figuur 'Zet op een dia'.",
            icon=":material/info:",
        )
    elif asked:
        st.info(f"Het verhaal '{plain(asked, 60)}' is er niet, of niet meer. Kies een ander.", icon=":material/info:")
    st.markdown("Kies het verhaal dat u wilt laten zien." if kept else "Er is nog geen verhaal om te laten zien.")
    for one in kept.values():
        if one.slides:
            story_list.present_link(one, label=plain(one.name))
    if access.may(Right.EDIT):
        st.page_link("pages/stories.py", label="Naar Verhalen", icon=":material/edit:")
    st.stop()

wanted = st.query_params.get(SLIDE, "1")
last = len(story.slides)
number = min(max(int(wanted), 1), last) if wanted.isdecimal() else 1
slide = story.slides[number - 1]
story_slide.fill_the_page()
made_with = source(municipality, choices.audience)
with st.container(key="slide"):
    page = story_slide.draw(story, slide, made_with)
    story_note.listed(municipality, slide)
    if access.may(Right.EDIT) and st.session_state.get(_NOTES):
        story_slide.notes(slide)
with st.container(key="presenting", horizontal=True, vertical_alignment="center", gap="small"):
    st.button(
        "Terug",
        key="_back",
        icon=":material/arrow_back:",
        disabled=number == 1,
        shortcut="Left",
        on_click=go_to,
        args=(number - 1,),
    )
    st.markdown(f"dia {number} van {last}", width="content")
    st.button(
        "Verder",
        key="_next",
        icon=":material/arrow_forward:",
        disabled=number == last,
        type="primary",
        shortcut="Right",
        on_click=go_to,
        args=(number + 1,),
    )
    if access.may(Right.EDIT):
        story_note.form(municipality, story, slide)
        st.toggle("Notities", key=_NOTES)
    st.page_link(
        "pages/stories.py" if access.may(Right.EDIT) else "pages/presentation.py",
        label="Stoppen",
        icon=":material/close:",
        query_params={story_list.STORY: story.id},
    )
    story_slide.based_on(page, municipality)
