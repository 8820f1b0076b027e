"""Kaart: one indicator on the map and in a ranking; a click goes from gemeente to wijk to buurt."""

import streamlit as st

from analysis import areas
from model.choices import Classes
from pages.parts import access
from pages.parts import choices as choice
from pages.parts.data import reading
from pages.parts.frame import choices_or_stop
from pages.parts.tile_view import draw_tile
from tiles import Kind

choices = choices_or_stop()
with reading() as cursor:
    path = [area for area in areas.path_to(cursor, choices.area) if choice.is_offered(cursor, area)]

st.title(f"Kaart van {path[-1].name}", anchor=False)
with st.container(horizontal=True, vertical_alignment="center", gap="xsmall"):
    for area in path[:-1]:
        st.button(
            area.name,
            key=f"crumb-{area.code}",
            type="tertiary",
            icon=":material/arrow_back:" if area is path[-2] else None,
            on_click=choice.drill_down,
            args=(area.code,),
        )
    st.markdown(f"**{path[-1].name}**")


@access.fragment
def ranking() -> None:
    """The ranking after the map: of the score of a whole country its doubt takes longer than the score itself."""
    if st.session_state.pop("_area_was_clicked", False):
        st.rerun()
    draw_tile(Kind.RANKING, choices, on_area=go_to, under_title=True)


def go_to(area: str) -> None:
    """Go to an area that was clicked within the fragment, for the whole page."""
    choice.drill_down(area)
    st.session_state["_area_was_clicked"] = True


beside = st.grid(2, min_column_width=340, gap="large")
with beside.cell():
    draw_tile(Kind.MAP, choices, on_area=choice.drill_down, under_title=True)
    st.segmented_control(
        "Klassen op de kaart",
        list(Classes),
        format_func=str,
        key=choice.CLASSES,
        default=Classes.QUANTILES,
        required=True,
        bind="query-params",
    )
    st.toggle("Toon de scholen", key=choice.SCHOOLS, bind="query-params")
with beside.cell():
    ranking()

st.divider()
draw_tile(Kind.TREND, choices, under_title=True)
