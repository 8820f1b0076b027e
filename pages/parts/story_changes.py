"""Writing stories: told with a way back; where somebody else was first, both are shown and nothing is lost."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date

import pandas as pd
import streamlit as st
from duckdb import DuckDBPyConnection as Cursor

from intake import plan
from intake.measure_checks import new_id
from model.access import Right
from model.findings import Refusal
from model.story import Slide, SlideForm, Story
from model.text_file import clean_text
from pages.parts import outcome, story_words, writer
from pages.parts.plain import plain
from pages.parts.plain import table as plain_table
from pages.parts.story_source import has_open
from store import shared_store, stories
from store.versions import Conflict, Kept

LONGEST_NAME, MOST_SLIDES = 120, 100
_DONE, _CONFLICT, _SEEN = "_story_done", "_story_conflict", "_story_seen"


@dataclass(frozen=True)
class Written:
    """A story that was changed: the version that counted before and the one that counts now; None for none."""

    id: str
    before: int | None
    after: int | None


Change = Callable[[Cursor], Written]


@dataclass(frozen=True)
class _Done:
    municipality: str
    told: str
    written: Written
    is_undone: bool = False


@dataclass(frozen=True)
class _Overtaken:
    municipality: str
    mine: Story
    told: str
    conflict: Conflict[Story]


def named(name: str, others: list[str]) -> str:
    """The name of a story as it may be kept. Raises Refusal for one that is empty, too long or in use."""
    called = " ".join(clean_text(name).split())
    if not called:
        raise Refusal("Geef het verhaal een naam, bijvoorbeeld 'LEA 14 oktober 2021'.")
    if len(called) > LONGEST_NAME:
        raise Refusal(f"Deze naam is te lang. Gebruik hoogstens {LONGEST_NAME} tekens.")
    if called.casefold() in {other.casefold() for other in others}:
        raise Refusal(f"Er is al een verhaal dat '{called}' heet. Kies een andere naam, of open dat verhaal.")
    return called


def new_story(cursor: Cursor, municipality: str, name: str, day: date | None = None) -> Story:
    """A story with its title, and what is still open when anything is; not kept yet. Raises Refusal as `named`."""
    called = named(name, [one.content.name for one in stories.stories(cursor, municipality)])
    slides = [Slide(new_id(), SlideForm.TITLE, called)]
    if has_open(cursor, municipality):
        slides.append(Slide(new_id(), SlideForm.OPEN))
    return Story(new_id(), called, day, tuple(slides))


def copied(story: Story, others: list[str]) -> Story:
    """The same story under a name of its own; what was agreed at its slides stays with the first."""
    start = f"{story.name[: LONGEST_NAME - 14]} (kopie"
    taken = {name.casefold() for name in others}
    name = next(
        name
        for name in (f"{start})", *(f"{start} {n})" for n in range(2, len(others) + 3)))
        if name.casefold() not in taken
    )
    return Story(new_id(), name, None, tuple(replace(one, id=new_id(), actions=()) for one in story.slides))


def keep(municipality: str, story: Story, based_on: int | None, told: str) -> bool:
    """Keep a version within a callback; False when it was refused, or somebody else was first, which the page tells."""
    by = writer.name()
    if len(story.slides) > MOST_SLIDES:
        return write(municipality, _refusing(f"Een verhaal heeft hoogstens {MOST_SLIDES} dia's."), told)
    try:
        return write(
            municipality,
            lambda cursor: Written(story.id, based_on, stories.keep(cursor, municipality, story, by, based_on)),
            told,
        )
    except Conflict as conflict:
        st.session_state[_CONFLICT] = _Overtaken(municipality, story, told, conflict)
        return False


def remove(municipality: str, kept: Kept[Story]) -> bool:
    """Take a story away within a callback; False when it was refused."""
    by = writer.name()

    def change(cursor: Cursor) -> Written:
        stories.remove(cursor, municipality, kept.content.id, by, kept.batch_id)
        return Written(kept.content.id, kept.batch_id, None)

    return write(municipality, _overtaken(change), f"Het verhaal '{kept.content.name}' is verwijderd.")


def bring_back(municipality: str, id: str, batch_id: int, now: int | None) -> bool:
    """Make a former version count again within a callback, also of a story that was removed (`now` None then)."""
    by = writer.name()

    def change(cursor: Cursor) -> Written:
        stories.bring_back(cursor, municipality, batch_id, by, now)
        return Written(id, now, batch_id)

    return write(municipality, _overtaken(change), "Het verhaal is weer zoals het toen was.")


def write(municipality: str, change: Change, told: str, is_undone: bool = False) -> bool:
    """Change one story in one transaction within a callback; False when it was refused, which `outcome.refused` tells.

    Raises Conflict as `change` does; nothing is kept then.
    """

    def commit() -> list[int]:
        st.session_state[_DONE] = _Done(municipality, told, plan.keep(shared_store(), change), is_undone)
        return [1]

    if not outcome.kept(Right.EDIT, told, commit):
        return False
    st.session_state.pop(_SEEN, None)
    st.session_state.pop(_CONFLICT, None)
    return True


def seen(kept: Kept[Story]) -> Kept[Story]:
    """The version that the visitor began with, also when somebody changed it while it stood open."""
    begun: Kept[Story] | None = st.session_state.get(_SEEN)
    if begun is None or begun.content.id != kept.content.id:
        st.session_state[_SEEN] = begun = kept
        st.session_state.pop(_CONFLICT, None)
    return begun


def look_anew() -> None:
    """Begin with what counts now, as a callback."""
    st.session_state.pop(_SEEN, None)
    st.session_state.pop(_CONFLICT, None)


def draw_done(municipality: str) -> None:
    """What was last done or refused, with the way back, and two versions side by side where two people wrote."""
    outcome.refused()
    overtaken: _Overtaken | None = st.session_state.get(_CONFLICT)
    if overtaken is not None and overtaken.municipality == municipality:
        _both(overtaken)
        return
    done: _Done | None = st.session_state.get(_DONE)
    if done is None or done.municipality != municipality:
        return
    st.success(plain(done.told), icon=":material/undo:" if done.is_undone else ":material/check:")
    st.button(
        "Toch weer doorvoeren" if done.is_undone else "Ongedaan maken",
        icon=":material/redo:" if done.is_undone else ":material/undo:",
        key="_story_undo",
        on_click=_undo,
        args=(done,),
    )


def _undo(done: _Done) -> None:
    by = writer.name()
    was = done.written

    def change(cursor: Cursor) -> Written:
        if was.before is not None:
            stories.bring_back(cursor, done.municipality, was.before, by, was.after)
        elif was.after is not None:
            stories.remove(cursor, done.municipality, was.id, by, was.after)
        return Written(was.id, was.after, was.before)

    told = "De wijziging is weer doorgevoerd." if done.is_undone else "De laatste wijziging is ongedaan gemaakt."
    write(done.municipality, _overtaken(change), told, not done.is_undone)


def _both(overtaken: _Overtaken) -> None:
    """What somebody else kept and what the visitor made, side by side, with the choice between them."""
    conflict = overtaken.conflict
    if conflict.kept is None:
        st.warning("Een collega heeft dit verhaal intussen verwijderd. Uw wijziging is nog niet bewaard.")
    else:
        who = conflict.current_by or "Een collega"
        st.warning(
            f"{plain(who)} heeft dit verhaal gewijzigd nadat u het opende. Uw wijziging is nog niet bewaard. "
            "Hieronder staan beide; kies wat blijft."
        )
    rows = story_words.differences(overtaken.mine, conflict.current)
    shown = pd.DataFrame(rows, columns=["Waar", "Die van u", "Nu bewaard"])
    plain_table(shown, alt="Uw versie van het verhaal naast die van de ander")
    with st.container(horizontal=True):
        st.button("Bewaar de mijne", on_click=_mine, args=(overtaken,), icon=":material/person:")
        st.button("Houd die van de ander", on_click=look_anew, icon=":material/group:")


def _mine(overtaken: _Overtaken) -> None:
    based_on = overtaken.conflict.kept.batch_id if overtaken.conflict.kept else None
    keep(overtaken.municipality, overtaken.mine, based_on, overtaken.told)


def _overtaken(change: Change) -> Change:
    """The same change, refused in words when somebody else was first."""

    def refused(cursor: Cursor) -> Written:
        try:
            return change(cursor)
        except Conflict as conflict:
            raise Refusal(
                "Een collega heeft dit verhaal intussen gewijzigd, dus er is niets veranderd. Bekijk eerst hoe het nu "
                "is."
            ) from conflict

    return refused


def _refusing(why: str) -> Change:
    def change(cursor: Cursor) -> Written:
        raise Refusal(why)

    return change
