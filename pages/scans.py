"""Schoolscans: read a pile of files, see what is in them and what is wrong, and keep them."""

import streamlit as st

from analysis import areas
from intake import scans
from model import dutch
from model.region import municipality_of
from model.scan import Sharing
from pages.parts import blank_forms, frame, outcome, scan_history, scan_upload
from pages.parts.data import reading
from pages.parts.frame import choices_or_stop

choices = choices_or_stop()
region = municipality_of(choices.area)
if region is None:
    st.title("Schoolscans inlezen", anchor=False)
    st.info("Kies links bij Gebied de gemeente waarvan de schoolscans zijn.", icon=":material/info:")
    st.stop()
frame.own_people_only("Schoolscans inlezen")
upload = scan_upload.current()
with reading() as cursor:
    known = scans.known(cursor, region)
    place = areas.named(cursor, [region])[region].name
st.title(f"Schoolscans van {place} inlezen", anchor=False)
outcome.draw(upload.kept, "pages/response.py", "Bekijk de respons", ":material/how_to_reg:")
if not known.register:
    st.info(
        f"Laad eerst het scholenregister van {place}: daaraan herkent Startfoto van welke school een scan is.",
        icon=":material/info:",
    )
    st.page_link("pages/schools.py", label="Naar het schoolregister", icon=":material/school:")
    st.stop()

st.markdown(
    "Sleep alle bestanden tegelijk hierheen: Word-formulieren, Excel en CSV door elkaar. "
    "Startfoto leest ze en laat zien wat erin staat; **er wordt niets bewaard voordat u het hebt gezien en opneemt**."
)
blank_forms.offer_scans()
chosen = st.file_uploader(
    "Schoolscans",
    accept_multiple_files=True,
    max_upload_size=scans.LARGEST_MB,
    key=f"_scan_files-{upload.number}",
)
scan_upload.read_files(upload, chosen)
if not upload.files:
    scan_history.draw(region)
    st.stop()

files = scans.without_twins(list(upload.files.values()))
with reading() as cursor:
    seen = scan_upload.without_left(upload, scans.seen_before(cursor, files))
again = bool(seen) and st.checkbox(
    f"{len(seen)} van de {dutch.counted(len(files), 'bestand is', 'bestanden zijn')} al opgenomen; neem die opnieuw op"
)
taken = [file for file in files if file.opened.digest not in seen or again]
heading = st.container()
twins = len(upload.files) - len(files)
if twins:
    of = "bestand is" if twins == 1 else "bestanden zijn"
    st.caption(f"{twins} {of} hetzelfde als een ander; dat telt één keer.")
scan_upload.held_back(upload)
rows, answered = scans.recognise(taken, known), known
scan_upload.questions(upload, rows, known)
if upload.schools or upload.choices:
    answered = known.with_answers(upload.schools, upload.choices)
    rows = scans.recognise(taken, answered)
certain = sum(bool(row.site) for row in rows)
waiting = len(scans.doubtful_schools(rows))
with heading:
    if rows:
        ready = "is klaar" if certain == 1 else "zijn klaar"
        st.header(f"{certain} van de {dutch.counted(len(rows), 'schoolscan', 'schoolscans')} {ready}", anchor=False)
    elif not taken:
        st.header("Al deze bestanden zijn al opgenomen", anchor=False)
    else:
        st.header("In deze bestanden staat nog geen schoolscan die opgenomen kan worden", anchor=False)
with st.expander(f"{dutch.counted(len(files), 'bestand', 'bestanden')}: wat is gelezen", icon=":material/folder_open:"):
    scan_upload.files_table(files, seen)
scan_upload.findings_of(files)
if rows:
    st.header("Voorbeeld", anchor=False)
    scan_upload.preview(rows, answered)
    sharing = st.selectbox(
        "Wat is afgesproken voor scans die dat zelf niet zeggen?",
        list(Sharing),
        format_func=str,
        help="Tot wie de schoolscan mag komen. Alle pagina's en alles wat u uitdraait houdt zich hieraan.",
    )
    if waiting:
        st.warning(
            f"{dutch.counted(waiting, 'schoolscan wacht', 'schoolscans wachten')} nog op uw antwoord: om welke school "
            "het gaat. Zonder antwoord wordt die niet opgenomen; het bestand blijft dan hier staan.",
            icon=":material/help:",
        )
    outcome.refused()
    st.button(
        f"{dutch.counted(certain, 'schoolscan', 'schoolscans')} opnemen",
        type="primary",
        icon=":material/check:",
        disabled=not certain,
        on_click=scan_upload.keep,
        args=(upload, taken, answered, sharing),
    )
