"""What is decided at the table: noted at its slide as a decision or an action, and listed there."""

from dataclasses import replace
from datetime import date

import streamlit as st
from duckdb import DuckDBPyConnection as Cursor

from intake import plan
from intake.measure_checks import LONGEST_LINE, LONGEST_TEXT, YEARS, Known, check_action, new_id
from model import dutch
from model.access import Right
from model.findings import FindingLevel, Refusal
from model.measure import Action, ActionKind
from model.story import Slide, Story
from model.text_file import clean_text
from pages.parts import access, outcome, story_changes, writer
from pages.parts.data import reading_at
from pages.parts.plain import plain
from store import actions, shared_store, stories
from store.versions import Conflict, Kept


def listed(municipality: str, slide: Slide) -> None:
    """What was agreed at this slide, as it stands now."""
    if not slide.actions:
        return
    with reading_at(None) as cursor:
        noted = [one for one in actions.actions(cursor, municipality) if one.content.id in slide.actions]
    for one in noted:
        of = one.content
        told = f"{of.kind.capitalize()}: {of.text}"
        who = dutch.listing([part for part in (of.owner, dutch.day(of.due) if of.due else "") if part])
        with st.container(horizontal=True, vertical_alignment="center"):
            st.markdown(f":material/handshake: {plain(told, LONGEST_TEXT)}{f' ({plain(who)})' if who else ''}")
            if access.may(Right.EDIT):
                st.button(
                    "Haal weg",
                    key=f"_note_remove-{of.id}",
                    type="tertiary",
                    icon=":material/delete:",
                    on_click=_remove,
                    args=(municipality, one),
                )


def form(municipality: str, story: Story, slide: Slide) -> None:
    """A small form behind a button; what is kept stands on the slide and in the register of agreements."""
    key = f"_note-{slide.id}-{len(slide.actions)}"
    outcome.refused()
    with st.popover("Leg vast", icon=":material/handshake:", key=key), st.form(f"{key}-form", border=False):
        st.segmented_control("Soort", list(ActionKind), default=ActionKind.ACTION, required=True, key=f"{key}-kind")
        st.text_area("Wat is er afgesproken?", max_chars=LONGEST_TEXT, key=f"{key}-text")
        st.text_input("Wie", max_chars=LONGEST_LINE, key=f"{key}-owner")
        st.date_input(
            "Klaar op",
            None,
            format="DD-MM-YYYY",
            min_value=date(YEARS[0], 1, 1),
            max_value=date(YEARS[1], 12, 31),
            key=f"{key}-due",
        )
        st.form_submit_button(
            "Bewaar", type="primary", icon=":material/check:", on_click=_note, args=(municipality, story, slide.id, key)
        )


def _note(municipality: str, story: Story, slide_id: str, key: str) -> None:
    """Keep the action and its place on the slide together; a slide that is gone meanwhile is no reason to lose it."""
    by = writer.name()
    said = st.session_state
    action = Action(
        new_id(),
        clean_text(said[f"{key}-text"]),
        said[f"{key}-kind"],
        clean_text(said[f"{key}-owner"]),
        said[f"{key}-due"],
        meeting=story.name,
    )
    blocking = [one.message for one in check_action(action, Known(municipality)) if one.level is FindingLevel.BLOCKING]

    def change(cursor: Cursor) -> int:
        if blocking:
            raise Refusal(" ".join(blocking))
        batch_id = actions.keep(cursor, municipality, action, by, None)
        now = next((one for one in stories.stories(cursor, municipality) if one.content.id == story.id), None)
        if now is not None:
            slides = tuple(
                replace(one, actions=(*one.actions, action.id)) if one.id == slide_id else one
                for one in now.content.slides
            )
            stories.keep(cursor, municipality, replace(now.content, slides=slides), by, now.batch_id)
        return batch_id

    if outcome.kept(Right.EDIT, "afspraak bij een dia", lambda: [plan.keep(shared_store(), change)]):
        story_changes.look_anew()


def _remove(municipality: str, noted: Kept[Action]) -> None:
    by = writer.name()

    def change(cursor: Cursor) -> int:
        try:
            actions.remove(cursor, municipality, noted.content.id, by, noted.batch_id)
        except Conflict as conflict:
            raise Refusal("Een collega heeft deze afspraak intussen gewijzigd. Er is niets weggehaald.") from conflict
        return 1

    outcome.kept(Right.EDIT, "afspraak bij een dia", lambda: [plan.keep(shared_store(), change)])
