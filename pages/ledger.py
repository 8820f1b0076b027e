"""Boekingen inlezen: the ledger of the gemeente on a preview, and all else that the budget needs."""

import streamlit as st

from intake import ledger
from model.region import municipality_of
from pages.parts import budget_entries, budget_history, budget_places, findings, ledger_upload, monitor_upload, outcome
from pages.parts.data import reading_at
from pages.parts.frame import choices_or_stop, own_people_only

PART = "deel"  # the name in the URL
LEDGER, PLACES, HISTORY = "Boekingen", "Toewijzingen", "Geschiedenis"

choices = choices_or_stop()
own_people_only("Boekingen inlezen")
region = municipality_of(choices.area)
st.title("Boekingen inlezen", anchor=False)
if region is None:
    st.info("Kies links bij Gebied de gemeente waarover de boekingen gaan.", icon=":material/info:")
    st.stop()
parts = [LEDGER, *budget_entries.FORMS, PLACES, HISTORY]
if st.session_state.get(PART) not in (None, *parts):
    del st.session_state[PART]
part = st.segmented_control(
    "Wat voert u in?",
    parts,
    default=None if PART in st.session_state else LEDGER,
    key=PART,
    required=True,
    bind="query-params",
)
if part == PLACES:
    budget_places.draw_rules(region)
    st.stop()
if part == HISTORY:
    budget_history.draw(region)
    st.stop()
if part != LEDGER:
    budget_entries.draw(region, part)
    st.stop()

upload = ledger_upload.current()
outcome.draw(upload.kept, "pages/spending.py", "Bekijk het budget", ":material/euro:")
st.markdown(
    "Een export van de boekingen uit uw financiële administratie: CSV of Excel, in de indeling waarin u hem kreeg. "
    "Startfoto stelt voor wat er staat; u ziet wat er verandert voordat er iets wordt bewaard."
)
chosen = st.file_uploader("Export van de boekingen", max_upload_size=ledger.LARGEST_MB, key=f"_export-{upload.number}")
if chosen is None:
    upload.opened = None
    st.page_link("pages/load.py", label="Eerdere ladingen, met terugdraaien", icon=":material/history:")
    st.stop()
if upload.opened is None or upload.file_id != chosen.file_id:
    upload.opened = ledger.open_ledger(chosen.getvalue(), chosen.name)
    upload.file_id, upload.kept, upload.answers = chosen.file_id, (), {}
monitor_upload.held_back(upload)
opened = upload.opened
sheets = ledger.sheets(opened)
if opened.is_held_back or not sheets:
    findings.draw(opened.findings, "ledger")
    st.stop()
sheet = sheets[0]
if len(sheets) > 1:
    sheet = st.selectbox("Werkblad", sheets, format_func=lambda one: one.name, key=f"_ledger_sheet-{upload.number}")
with reading_at(None) as cursor:
    proposal = ledger.proposed(cursor, sheet)
    seen = ledger.seen_before(cursor, opened)
if seen is not None:
    st.warning(f"Dit bestand is al in gebruik (lading {seen.load_id}).", icon=":material/info:")
name = ledger_upload.choose_ledger(region, upload.number)
layout = ledger_upload.choose_layout(upload.number, sheet, proposal)
found = ledger_upload.preview(upload, region, name, opened, sheet, layout)
ledger_upload.ask_twice(upload, found)
found = ledger_upload.preview(upload, region, name, opened, sheet, layout)

st.header("Wat er verandert", anchor=False)
ledger_upload.draw(found)
findings.draw(found.findings, "ledger")
st.header("Opnemen", anchor=False)
ledger_upload.draw_keep(upload, found)
