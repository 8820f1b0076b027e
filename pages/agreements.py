"""Afspraken: decisions and actions of the LEA and the working group, what is late first."""

from datetime import datetime
from functools import partial

import streamlit as st

from intake import measure_checks
from model.access import Role
from model.measure import ActionKind, ActionState
from model.region import municipality_of
from pages.parts import access, agreement_form, frame, outcome, writer
from pages.parts.data import reading_at
from pages.parts.download import csv_of, xlsx_of
from pages.parts.plain import table
from store import actions
from tiles import agreements

choices = frame.choices_or_stop()
municipality = municipality_of(choices.area)
if municipality is None:
    st.title("Afspraken", anchor=False)
    st.info("Afspraken zijn van één gemeente. Kies links bij Gebied een gemeente.", icon=":material/info:")
    st.stop()
frame.own_people_only("Afspraken")
with reading_at(None) as cursor:
    kept = {one.content.id: one for one in actions.actions(cursor, municipality)}
    known = measure_checks.known(cursor, municipality)
    gone = actions.removed(cursor, municipality)
names = {one.content.id: one.content.name for one in known.kept}
today = datetime.now().date()  # noqa: DTZ005 - the day where the officer is
listed = agreements.in_order([one.content for one in kept.values()], today)
st.title(agreements.finding(listed, today), anchor=False)
agreement_form.draw_done(municipality)

if listed:
    with st.container(horizontal=True, vertical_alignment="bottom"):
        states = st.pills("Stand", list(ActionState), selection_mode="multi", default=[ActionState.OPEN], key="_states")
        kinds = st.pills("Soort", list(ActionKind), selection_mode="multi", key="_kinds")
    with st.grid(3, min_column_width=220):
        meetings = sorted({one.meeting for one in listed if one.meeting})
        meeting = st.selectbox("Overleg", meetings, index=None, placeholder="Alle", key="_meeting")
        owners = sorted({one.owner for one in listed if one.owner})
        owner = st.selectbox("Wie", owners, index=None, placeholder="Iedereen", key="_owner")
        sought = st.text_input("Zoek", key="_sought", icon=":material/search:")
    shown = agreements.matching(listed, states, kinds, meeting, owner, sought)
    if shown:
        table(agreements.table(shown, names, today), alt="Afspraken, wat over de datum is eerst")
    else:
        st.info("Geen afspraak past bij deze keuze.", icon=":material/info:")
    file = agreements.for_file(shown, names)
    with st.container(horizontal=True):
        for label, make, name, media in (
            ("Download als CSV", csv_of, "csv", "text/csv"),
            (
                "Download als Excel",
                xlsx_of,
                "xlsx",
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            ),
        ):
            st.download_button(
                label,
                data=access.export(partial(make, file), Role.EDITOR),
                file_name=f"startfoto-afspraken.{name}",
                mime=media,
                icon=":material/download:",
            )
else:
    st.markdown("Leg hieronder vast wat de LEA of de werkgroep besloot, en wie wat doet voor welke dag.")

if st.session_state.get("_agreement_chosen") in kept:
    # Chosen by a label that a colleague may have changed meanwhile: it stays chosen, and what was typed stays with it.
    st.session_state["_agreement_chosen"] = st.session_state["_agreement_chosen"]
chosen = st.selectbox(
    "Wijzig een afspraak, of maak een nieuwe",
    [agreement_form.NEW, *(one.id for one in listed)],
    format_func=lambda id: "Nieuwe afspraak" if id == agreement_form.NEW else kept[id].content.text[:120],
    key="_agreement_chosen",
)
writer.ask()
agreement_form.draw(chosen, kept.get(chosen), known, names)
if chosen in kept:
    with reading_at(None) as cursor:
        versions = actions.history(cursor, municipality, chosen)
    agreement_form.history(municipality, versions, names)
if gone:
    with st.expander(f"Weggehaalde afspraken ({len(gone)})", icon=":material/delete:", key="_agreements_gone"):
        table(agreements.table([one.content for one in gone], names, today), alt="Weggehaalde afspraken")
        back = st.selectbox("Zet er een terug", gone, index=None, format_func=lambda one: one.content.text[:120])
        st.button(
            "Zet terug",
            disabled=back is None,
            on_click=agreement_form.bring_back,
            args=(municipality, back.batch_id if back else 0, None),
            icon=":material/redo:",
        )
outcome.refused()
