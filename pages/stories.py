"""Verhalen: what is shown at the LEA table, slide after slide, kept under a name and a day."""

import streamlit as st

from model import dutch
from model.region import municipality_of
from pages.parts import frame, story_changes, story_edit, story_list, writer
from pages.parts.data import reading_at
from pages.parts.plain import plain
from store import stories

choices = frame.choices_or_stop()
municipality = municipality_of(choices.area)
if municipality is None:
    st.title("Verhalen", anchor=False)
    st.info("Een verhaal gaat over één gemeente. Kies links bij Gebied een gemeente.", icon=":material/info:")
    st.stop()
with reading_at(None) as cursor:
    kept = {one.content.id: one for one in stories.stories(cursor, municipality)}
    gone = stories.removed(cursor, municipality)
asked = story_list.opened()
if asked in kept:
    story_edit.draw(municipality, story_changes.seen(kept[asked]), kept, choices.audience)
else:
    count = dutch.counted(len(kept), "verhaal", "verhalen")
    st.title(f"{count} voor aan tafel" if kept else "Er is nog geen verhaal", anchor=False)
    story_changes.draw_done(municipality)
    if asked:
        st.info(
            f"Het verhaal '{plain(asked, 60)}' is er niet, of niet meer. Kies hieronder een ander, of zet het terug.",
            icon=":material/info:",
        )
    story_list.draw(municipality, list(kept.values()), gone)
writer.ask()
