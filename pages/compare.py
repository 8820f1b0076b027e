"""Vergelijken: up to five areas side by side, and one map as of two photos."""

from dataclasses import replace
from functools import partial

import streamlit as st

from analysis import areas, figures, known, needs
from model import dutch
from model.region import country_of, level_of, municipality_of
from pages.parts import frame
from pages.parts.data import reading, reading_at
from pages.parts.plain import plain
from pages.parts.tile_view import draw_small, draw_tile
from store.photos import NOW, photos
from tiles import Kind
from tiles.beside import MOST_AREAS

BESIDE, LEFT, RIGHT = "naast", "foto_links", "foto_rechts"  # names in the URL

choices = frame.choices_or_stop()
municipality = municipality_of(choices.area)
with reading() as cursor:
    catalogue = known.catalogue(cursor)
    own = areas.named(cursor, [choices.area])[choices.area]
    offered = {
        area.code: area
        for area in [
            *areas.path_to(cursor, choices.area)[::-1],
            *(areas.within(cursor, municipality) if municipality else []),
            *areas.municipalities(cursor),
        ]
        if area.code != choices.area
    }
    available = figures.available(cursor, choices.area)
    photos_of_store = {photo.name: photo.photo_id for photo in photos(cursor)}

st.title(f"Wat naast {plain(own.name)} opvalt", anchor=False)
alike = [code for code, area in offered.items() if area.level is own.level]
usual = [*([municipality] if municipality in offered else []), *alike][: MOST_AREAS - 2]
beside = st.multiselect(
    f"Zet naast {own.name}",
    list(offered),
    default=None if BESIDE in st.session_state else usual,
    format_func=lambda code: offered[code].label,
    max_selections=MOST_AREAS - 1,
    placeholder="Kies hoogstens vier gebieden",
    key=BESIDE,
    bind="query-params",
)
compared = replace(choices, beside=tuple(beside))

indicator = catalogue.indicators[choices.indicator]
if indicator.id != known.SCORE.id:
    draw_tile(Kind.BESIDE, compared, under_title=True)
    subjects = {indicator.subject: indicator.id}
    for row in catalogue.indicators.values():  # the same theme in the other layers, each with its own name
        if row.theme == indicator.theme and row.id in available and row.is_for(choices.ages):
            subjects.setdefault(row.subject, row.id)
    for other in list(subjects.values())[1:]:
        draw_tile(Kind.BESIDE, replace(compared, indicator=other))

same_level = [code for code in beside if level_of(code) is own.level]
with reading() as cursor:
    around = municipality if same_level and all(municipality_of(code) == municipality for code in same_level) else None
    where = around if around and around != choices.area else country_of(choices.area)
    score = needs.background(
        cursor, list(catalogue.indicators.values()), where, own.level, choices.period, dict(choices.weights)
    )
st.header("De achtergrondscore: kans op achterstand", anchor=False)
higher = [code for code in same_level if score.is_higher(code, choices.area)]
lower = [code for code in same_level if score.is_higher(choices.area, code)]
unsure = [code for code in same_level if code not in higher + lower and score.is_higher(code, own.code) is not None]
for codes, verb in (
    (higher, "duidelijk hoger dan"),
    (lower, "duidelijk lager dan"),
    (unsure, "niet duidelijk anders dan"),
):
    if codes:
        names = dutch.listing([offered[code].name for code in codes])
        st.markdown(f"- {plain(names)}: {verb} {plain(own.name)}")
if not higher + lower + unsure:
    st.markdown(
        f"Er staat geen gebied met een score naast {plain(own.name)}. Kies een {own.level}, met ten minste "
        f"{needs.FEWEST_CHILDREN} kinderen."
    )
st.caption("Duidelijk: in ten minste 90% van dezelfde trekkingen, bij andere gewichten en door toeval.")

st.header("Twee foto's naast elkaar", anchor=False)
if photos_of_store:
    options = [NOW, *photos_of_store]
    columns = st.grid(2, min_column_width=340, gap="large")
    for key, default in ((LEFT, len(options) - 1), (RIGHT, 0)):
        with columns.cell():
            name = st.selectbox("Foto", options, index=default, key=key, bind="query-params")
            photo = photos_of_store.get(name)
            draw_small(Kind.MAP, replace(choices, photo=photo or 0), as_of=partial(reading_at, photo))
    st.page_link("pages/photos.py", label="Wat er verschilt, en waardoor", icon=":material/difference:")
else:
    st.markdown("Er is nog geen foto gemaakt. Met een foto ziet u later wat er sindsdien veranderde.")
    st.page_link("pages/photos.py", label="Maak een foto", icon=":material/photo_library:")
