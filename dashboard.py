"""The script of one visit: who is this, the choices, the navigation, the page. A router, nothing else."""

import streamlit as st
from streamlit.navigation.page import StreamlitPage

from model.access import Role
from pages.parts import access, choices, data, frame, photo_choice, recovery, turns
from web import start

st.set_page_config(
    page_title="Startfoto",
    page_icon="pages/parts/icon.svg",
    layout="wide",
    initial_sidebar_state="collapsed" if frame.is_printed() else "auto",
)
if not start.was_checked():
    st.error("Zo is Startfoto niet veilig. Stop het, en start het met: streamlit run app.py")
    st.stop()
recovery.open_store()
access.let_in()

least: dict[str, Role] = {}


def page_of(script: str, title: str, icon: str, url_path: str, role: Role = Role.VIEWER) -> StreamlitPage:
    """A page for who has this role at least: for others it is not in the menu, and its address says why."""
    least[url_path] = role
    return st.Page(
        f"pages/{script}.py",
        title=title,
        icon=f":material/{icon}:",
        url_path=url_path,
        default=not url_path,
        visibility="visible" if access.is_at_least(role) else "hidden",
    )


photos = page_of("photos", "Foto's", "photo_library", "fotos")
stories = page_of("stories", "Verhalen", "auto_stories", "verhalen", Role.EDITOR)
presentation = page_of("presentation", "Presenteren", "slideshow", "presenteren")
managing = [
    page_of("load", "Gegevens", "database", "gegevens", Role.EDITOR),
    page_of("schools", "Schoolregister", "school", "scholen", Role.EDITOR),
    page_of("scans", "Schoolscans inlezen", "upload_file", "schoolscans", Role.EDITOR),
    page_of("monitor", "Cijfers inlezen", "table_chart", "cijfers", Role.EDITOR),
    page_of("ledger", "Boekingen inlezen", "receipt_long", "boekingen", Role.EDITOR),
    page_of("management", "Mensen, back-up en logboek", "admin_panel_settings", "beheer", Role.MANAGER),
]
sections = {
    "Beeld": [
        page_of("startfoto", "Startfoto", "photo_camera", ""),
        page_of("map", "Kaart", "map", "kaart"),
        page_of("profile", "Wijk- en buurtprofiel", "location_on", "profiel"),
        page_of("compare", "Vergelijken", "compare_arrows", "vergelijken"),
        photos,
    ],
    "Scholen en gemeente": [
        page_of("response", "Respons", "how_to_reg", "respons"),
        page_of("choices_of_schools", "Scholen en keuzes", "checklist", "keuzes"),
        page_of("gaps", "Leemtes", "grid_view", "leemtes"),
        page_of("wishes", "Wensen", "volunteer_activism", "wensen"),
        page_of("measures", "Maatregelen", "timeline", "maatregelen"),
        page_of("agreements", "Afspraken", "handshake", "afspraken", Role.EDITOR),
    ],
    "Geld": [
        page_of("spending", "Budget", "euro", "budget"),
        page_of("account", "Verantwoording (SiSa)", "fact_check", "sisa", Role.EDITOR),
    ],
    "LEA-tafel": [stories, presentation, page_of("municipal_plan", "Plan", "description", "plan")],
    "Beheer": managing,
    "Uitleg": [page_of("methods", "Bronnen en methode", "menu_book", "methode")],
}
page = st.navigation(sections, position="top", expanded=True)  # a telephone has them in the sidebar
with st.sidebar:
    photo = photo_choice.choose_photo(is_of_now=page in (photos, stories, presentation, *managing))
    with data.reading() as cursor:
        frame.chosen(choices.draw(cursor), photo)
    access.draw_who()
access.allow(least[page.url_path])
if page != presentation:  # a slide fills the page, and says of itself what the banner says
    frame.banner()
with turns.taken():
    page.run()
