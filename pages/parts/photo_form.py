"""Making a photo: its kind, name and day, and what appeared after that day and can be left out."""

from datetime import date

import streamlit as st

from analysis import areas
from intake import plan
from model import dutch
from model.access import Right
from model.photo import PhotoKind
from pages.parts import outcome
from pages.parts.data import reading_at
from pages.parts.plain import plain
from store import photos, shared_store
from store.photos import LoadInUse

_MADE = "_photo_made"
_NAME = "_photo_name"


def draw() -> None:
    """The form; what was made or refused last stands above it."""
    if name := st.session_state.pop(_MADE, None):
        st.success(
            f"De foto {plain(name)} is gemaakt. Kies hem links bij 'Gezien vanuit' om alle pagina's zo te zien.",
            icon=":material/check:",
        )
    kind = st.selectbox("Soort", list(PhotoKind), format_func=str, key="_photo_kind")
    st.text_input("Naam", key=_NAME, max_chars=photos.LONGEST_NAME, placeholder=f"Bijvoorbeeld: {kind} december 2021")
    day = st.date_input(
        "Datum",
        value="today",
        max_value="today",
        format="DD-MM-YYYY",
        required=True,
        help="De dag waarover de foto gaat. Wat daarna verscheen, kunt u weglaten.",
        key="_photo_day",
    )
    left_out = _leave_out(day)
    outcome.refused()
    st.button(
        "Maak de foto", type="primary", icon=":material/photo_camera:", on_click=_make, args=(kind, day, left_out)
    )


def _make(kind: PhotoKind, day: date, left_out: list[int]) -> None:
    name = str(st.session_state[_NAME])

    def commit() -> list[int]:
        return [plan.keep(shared_store(), lambda cursor: photos.make(cursor, kind, name, day, left_out))]

    if outcome.kept(Right.PHOTO, f"'{name}'", commit):
        st.session_state[_MADE] = " ".join(name.split())
        st.session_state[_NAME] = ""


def _leave_out(day: date) -> list[int]:
    """Draw what appeared after the day, and return the numbers of the loads that are to be left out.

    Where a load that is left out had replaced one that appeared after the day too, that one is asked about as well.
    """
    left_out: list[int] = []
    asked: set[int] = set()
    with reading_at(None) as cursor:
        undated = sum(not load.is_dated for load in photos.in_use(cursor))
        while found := [load for load in photos.after(cursor, day, left_out) if load.load_id not in asked]:
            if not asked:
                _warn(len(found), day)
            names = {code: area.name for code, area in areas.named(cursor, [load.region for load in found]).items()}
            for load in found:
                asked.add(load.load_id)
                label = f"Laat weg: {plain(_called(load, names))}"
                if st.checkbox(label, key=f"_leave_out-{day}-{load.load_id}", help=_why(load, day)):
                    left_out.append(load.load_id)
                st.caption(_why(load, day))
    if undated:
        loads = dutch.counted(undated, "lading", "ladingen")
        st.caption(f"Van {loads} is geen datum bekend; die staan altijd op de foto, ook als ze van later zijn.")
    return left_out


def _warn(count: int, day: date) -> None:
    what = "1 lading verscheen" if count == 1 else f"{dutch.number(count)} ladingen verschenen"
    st.warning(
        f"{what} na {dutch.day(day)}, of {'gaat' if count == 1 else 'gaan'} over een latere dag. Wie op die dag keek, "
        "kende deze cijfers niet. Laat weg wat niet op de foto hoort; wat ermee vervangen was, telt dan weer mee.",
        icon=":material/event_busy:",
    )


def _called(load: LoadInUse, names: dict[str, str]) -> str:
    where = f"{load.municipalities} gemeenten" if load.municipalities > 1 else names.get(load.region, "")
    return ", ".join(part for part in (f"{load.title} {load.period}".strip(), where, f"lading {load.load_id}") if part)


def _why(load: LoadInUse, day: date) -> str:
    """Why a load is of after a day, in words."""
    said = []
    if load.reference is not None and load.reference > day:
        said.append(f"De peildatum is {dutch.day(load.reference)}.")
    if load.published is not None and load.published > day:
        said.append(
            f"De bron heeft deze tabel voor het laatst gewijzigd op {dutch.day(load.published)}; "
            "de cijfers kunnen er eerder al geweest zijn."
        )
    return " ".join(said)
