"""The script of one visit: the choices, the navigation, the page. A router, nothing else."""

import streamlit as st

from pages.parts import choices, data, frame, photo_choice

st.set_page_config(
    page_title="Startfoto",
    page_icon="pages/parts/icon.svg",
    layout="wide",
    initial_sidebar_state="collapsed" if frame.is_printed() else "auto",
)
data.jobs()

photos = st.Page("pages/photos.py", title="Foto's", icon=":material/photo_library:", url_path="fotos")
managing = [
    st.Page("pages/load.py", title="Gegevens", icon=":material/database:", url_path="gegevens"),
    st.Page("pages/schools.py", title="Schoolregister", icon=":material/school:", url_path="scholen"),
    st.Page("pages/scans.py", title="Schoolscans inlezen", icon=":material/upload_file:", url_path="schoolscans"),
    st.Page("pages/monitor.py", title="Cijfers inlezen", icon=":material/table_chart:", url_path="cijfers"),
    st.Page("pages/ledger.py", title="Boekingen inlezen", icon=":material/receipt_long:", url_path="boekingen"),
]
stories = st.Page("pages/stories.py", title="Verhalen", icon=":material/auto_stories:", url_path="verhalen")
presentation = st.Page(
    "pages/presentation.py", title="Presenteren", icon=":material/slideshow:", url_path="presenteren"
)
page = st.navigation(
    {
        "Beeld": [
            st.Page("pages/startfoto.py", title="Startfoto", icon=":material/photo_camera:", default=True),
            st.Page("pages/map.py", title="Kaart", icon=":material/map:", url_path="kaart"),
            st.Page(
                "pages/profile.py", title="Wijk- en buurtprofiel", icon=":material/location_on:", url_path="profiel"
            ),
            st.Page("pages/compare.py", title="Vergelijken", icon=":material/compare_arrows:", url_path="vergelijken"),
            photos,
        ],
        "Scholen en gemeente": [
            st.Page("pages/response.py", title="Respons", icon=":material/how_to_reg:", url_path="respons"),
            st.Page(
                "pages/choices_of_schools.py", title="Scholen en keuzes", icon=":material/checklist:", url_path="keuzes"
            ),
            st.Page("pages/gaps.py", title="Leemtes", icon=":material/grid_view:", url_path="leemtes"),
            st.Page("pages/wishes.py", title="Wensen", icon=":material/volunteer_activism:", url_path="wensen"),
            st.Page("pages/measures.py", title="Maatregelen", icon=":material/timeline:", url_path="maatregelen"),
            st.Page("pages/agreements.py", title="Afspraken", icon=":material/handshake:", url_path="afspraken"),
        ],
        "Geld": [
            st.Page("pages/spending.py", title="Budget", icon=":material/euro:", url_path="budget"),
            st.Page("pages/account.py", title="Verantwoording (SiSa)", icon=":material/fact_check:", url_path="sisa"),
        ],
        "LEA-tafel": [
            stories,
            presentation,
            st.Page("pages/municipal_plan.py", title="Plan", icon=":material/description:", url_path="plan"),
        ],
        "Beheer": managing,
        "Uitleg": [
            st.Page("pages/methods.py", title="Bronnen en methode", icon=":material/menu_book:", url_path="methode")
        ],
    },
    position="top",
    expanded=True,  # a telephone has them in the sidebar
)
with st.sidebar:
    photo = photo_choice.choose_photo(is_of_now=page in (photos, stories, presentation, *managing))
    with data.reading() as cursor:
        frame.chosen(choices.draw(cursor), photo)
if page != presentation:  # a slide fills the page, and says of itself what the banner says
    frame.banner()
page.run()
