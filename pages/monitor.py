"""Cijfers inlezen: a monitor of the GGD or figures of another holder, in whatever layout, mapped on a preview."""

import streamlit as st

from intake import monitor
from intake.opened import open_file
from model import dutch
from model.region import municipality_of
from pages.parts import blank_forms, card_forms, findings, layout_form, monitor_upload, outcome
from pages.parts.data import reading
from pages.parts.frame import choices_or_stop

choices = choices_or_stop()
region = municipality_of(choices.area)
if region is None:
    st.title("Cijfers inlezen", anchor=False)
    st.info("Kies links bij Gebied de gemeente waarover de cijfers gaan.", icon=":material/info:")
    st.stop()
with reading() as cursor:
    known = monitor.known(cursor, region)
st.title(f"Cijfers over {known.names.get(region, region)} inlezen", anchor=False)
upload = monitor_upload.current()
outcome.draw(upload.kept, "pages/map.py", "Bekijk op de kaart", ":material/map:", **upload.seen_at)
st.markdown(
    "Een monitor van de GGD, of cijfers van kinderopvang, bibliotheek, jongerenwerk, jeugdhulp, politie of leerplicht: "
    "CSV of Excel, in de indeling waarin u het kreeg. Startfoto stelt voor wat er staat; u verbetert het en ziet de "
    "cijfers voordat er iets wordt bewaard."
)
blank_forms.offer_figures(known, choices.period)
chosen = st.file_uploader("Bestand met cijfers", max_upload_size=monitor.LARGEST_MB, key=f"_monitor-{upload.number}")
if chosen is None:
    upload.opened = None
    st.markdown(
        "Landelijke cijfers over corona staan op het [coronadashboard van de Rijksoverheid]"
        "(https://coronadashboard.government.nl); ze gaan niet over wijken en tellen hier niet mee."
    )
    st.stop()
if upload.opened is None or upload.file_id != chosen.file_id:
    upload.opened = open_file(chosen.getvalue(), chosen.name, monitor.LARGEST_MB)
    upload.file_id, upload.kept = chosen.file_id, ()
opened = upload.opened
monitor_upload.held_back(upload)
sheets = monitor.sheets_with_rows(opened)
if opened.is_held_back or not sheets:
    findings.draw(opened.findings, "monitor")
    st.stop()

sheet = sheets[0]
if len(sheets) > 1:
    sheet = st.selectbox("Werkblad", sheets, format_func=lambda one: one.name, key=f"_sheet-{upload.number}")
with reading() as cursor:
    proposal = monitor.proposed(cursor, opened, sheet, known)
    seen = monitor.seen_before(cursor, opened)
if seen is not None:
    st.warning(f"Dit bestand is al in gebruik (lading {seen.load_id}). Opnieuw opnemen vervangt die cijfers.")

st.header("Wat staat er in dit bestand?", anchor=False)
layout = layout_form.choose_layout(upload.number, sheet, proposal, known)
found = monitor_upload.draft(upload, opened, sheet, layout, known).areas
upload.answers |= layout_form.ask_areas(upload.number, found, known)
drafted = monitor_upload.draft(upload, opened, sheet, layout, known)
read = drafted.read
st.header(
    f"{dutch.counted(len(read.figures), 'cijfer', 'cijfers')} uit {dutch.number(read.rows_accepted)} van de "
    f"{dutch.counted(read.rows_in, 'rij', 'rijen')}",
    anchor=False,
)
hidden = monitor_upload.preview(upload, drafted, known) if read.figures else ()
st.caption(
    f"Rijen gelezen: {dutch.number(read.rows_in)}, goed: {dutch.number(read.rows_accepted)}, "
    f"geweigerd: {dutch.number(read.rows_refused)}."
)
findings.draw((*drafted.findings, *hidden), "monitor")

if read.figures:
    st.header("Opnemen", anchor=False)
    likely = monitor.likely_source(drafted, known)
    source, source_cards = card_forms.source_card(upload.number, known.own_sources, likely)
    cards = card_forms.indicator_cards(upload.number, drafted, source)
    missing = len(read.new_indicators) - len(cards)
    still = [
        *(["van wie de cijfers zijn"] if not source else []),
        *([dutch.counted(missing, "beschrijving", "beschrijvingen")] if missing else []),
    ]
    if still:
        st.info(f"Vul nog in: {dutch.listing(still)}. Pas daarna telt een cijfer mee.", icon=":material/info:")
    outcome.refused()
    st.button(
        "Cijfers opnemen",
        type="primary",
        icon=":material/check:",
        disabled=bool(still) or drafted.is_held_back,
        on_click=monitor_upload.keep,
        args=(upload, drafted, source, {"source": source_cards, "indicator": cards}, region),
    )
