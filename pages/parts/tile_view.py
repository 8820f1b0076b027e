"""Draws a tile: the finding, the figure, its marks and source, and the same figures as a table."""

import logging
import secrets
from collections.abc import Callable
from contextlib import AbstractContextManager

import streamlit as st
from duckdb import DuckDBPyConnection as Cursor

from analysis import known
from model.access import Right
from model.choices import Choices
from pages.parts import access, lineage_view, story_add
from pages.parts.data import reading
from pages.parts.download import csv_of
from pages.parts.plain import plain
from pages.parts.plain import table as plain_table
from tiles import Kind, NoFigures, Tile, build

log = logging.getLogger("startfoto")

AsOf = Callable[[], AbstractContextManager[Cursor]]
"""Gives a cursor on the data of now, or as of a photo."""
_MOST_ROWS = 200
_LONGEST_SOURCE = 4_000
_OF_ONE = (Kind.MAP, Kind.RANKING, Kind.TREND, Kind.COMPARISON, Kind.BACKGROUND)
"""The tiles that show one indicator, or one above the others."""
_OWN = (Kind.MEASURES, Kind.BURN, Kind.BUDGET_CUTS, Kind.BUDGET_PLAN)
"""The tiles of what the gemeente keeps itself: no public source has their figures."""
_LOCALE = {"nl": {"dictionary": {"Zoom in": "Inzoomen", "Zoom out": "Uitzoomen", "Reset view": "Hele gebied"}}}
_CHART = {"displayModeBar": False, "scrollZoom": False, "locale": "nl", "locales": _LOCALE}
_MAP = _CHART | {
    "displayModeBar": True,
    "displaylogo": False,
    "modeBarButtons": [["zoomInMap", "zoomOutMap", "resetViewMap"]],
}


def draw_tile(
    kind: Kind,
    choices: Choices,
    on_area: Callable[[str], None] | None = None,
    under_title: bool = False,
    is_titled: bool = False,
) -> None:
    """Draw one tile; a click on an area calls `on_area` with its code. `under_title`: no section heading above it.

    `is_titled`: the page has the finding as its own title already.
    A tile without figures says so, and one that fails says that with an incident number: the rest of the page stands.
    """
    tile = _built(kind, choices)
    if tile is not None:
        if not is_titled:
            (st.header if under_title else st.subheader)(plain(tile.title), anchor=False)
        _show(tile, _key(kind, choices), on_area)
        _ways_on(tile, kind, choices)


def draw_small(
    kind: Kind, choices: Choices, on_area: Callable[[str], None] | None = None, as_of: AsOf = reading
) -> None:
    """Draw one of several small tiles side by side: its source stands with its table. `as_of` reads another photo."""
    tile = _built(kind, choices, as_of)
    if tile is None:
        return
    key = _key(kind, choices)
    st.markdown(f"**{plain(tile.title)}**")
    st.caption(plain(tile.subtitle))
    draw_figure(tile, key, on_area)
    st.caption(" ".join(tile.notes))
    if len(tile.table):
        _table(tile, key, "Tabel en bron", tile.source)
    elif tile.source:
        st.caption(plain(tile.source, _LONGEST_SOURCE))
    _ways_on(tile, kind, choices)


def draw_table(kind: Kind, choices: Choices) -> None:
    """Draw only the table of a tile with its source, below figures that the page draws in its own way."""
    tile = _built(kind, choices)
    if tile is not None:
        _table(tile, _key(kind, choices), "Bekijk als tabel, met bron en peildatum", tile.source)
        _ways_on(tile, kind, choices)


def _key(kind: Kind, choices: Choices) -> str:
    photo = None if choices.photo is None else f"foto{choices.photo}"
    parts = (kind, choices.frame, choices.level, choices.indicator, choices.period, choices.domain, choices.cut, photo)
    return "-".join(filter(None, parts))


def _built(kind: Kind, choices: Choices, as_of: AsOf = reading) -> Tile | None:
    """The tile, or None after saying why there is none."""
    try:
        with as_of() as cursor:
            return build(kind, choices, cursor)
    except NoFigures as nothing:
        st.info(str(nothing), icon=":material/info:")
    except Exception:
        incident = secrets.token_hex(4)
        log.exception("incident %s in tile %s for %s", incident, kind, choices)
        st.error(f"Deze figuur kon niet worden gemaakt. Noem incident {incident} als u dit meldt.")
    return None


def _show(tile: Tile, key: str, on_area: Callable[[str], None] | None) -> None:
    st.caption(plain(tile.subtitle))
    draw_figure(tile, key, on_area)
    if tile.notes:
        st.caption(":material/info: " + " ".join(tile.notes))
    st.caption(plain(tile.source, _LONGEST_SOURCE))
    _table(tile, key, "Bekijk als tabel")


def draw_figure(tile: Tile, key: str, on_area: Callable[[str], None] | None) -> None:
    """Only the figure of a tile, under a key; a click on an area calls `on_area` with its code."""
    if tile.figure is None:
        return
    chart_key = f"chart-{key}"

    def clicked() -> None:
        points = st.session_state[chart_key]["selection"]["points"]
        code = (points[0].get("location") or points[0].get("y")) if points else None
        if isinstance(code, str) and on_area is not None:  # a dot of a school is no area
            on_area(code)

    st.plotly_chart(
        tile.figure,
        theme=None,
        key=chart_key,
        alt=tile.alt,
        config=_MAP if tile.kind in (Kind.MAP, Kind.BACKGROUND, Kind.DOMAIN) else _CHART,
        on_select=clicked if on_area else "ignore",
        selection_mode="points",
    )


def _table(tile: Tile, key: str, label: str, source: str = "") -> None:
    with st.expander(label, icon=":material/table:", on_change="rerun", key=f"table-{key}") as table:
        if table.open:
            _rows(tile, key)
            if source:
                st.caption(plain(source, _LONGEST_SOURCE))


def _ways_on(tile: Tile, kind: Kind, choices: Choices) -> None:
    """What can be done with a tile: follow it to where it comes from, or put it on a slide."""
    with st.container(horizontal=True, vertical_alignment="center", gap="small"):
        _origin(tile, choices)
        if access.may(Right.EDIT):
            story_add.offer(kind, choices, _key(kind, choices))


def _origin(tile: Tile, choices: Choices) -> None:
    """The way from a tile to where its figures come from; what schools say has no table to follow it to.

    There is none for what the gemeente keeps itself: its source line says so. The choices of the sidebar go along by
    themselves: in the link too, they would stand in the URL twice.
    """
    if tile.kind in _OWN:
        return
    query = {"deel": "Herkomst" if tile.kind in (*_OF_ONE, Kind.KEY_FIGURES) else "Bronnen"}
    if tile.kind in _OF_ONE:
        figure = known.SCORE.id if tile.kind is Kind.BACKGROUND else choices.indicator
        with reading() as cursor:
            query[lineage_view.FIGURE] = lineage_view.labels(known.catalogue(cursor))[figure]
    st.page_link(
        "pages/methods.py",
        label="Herkomst van dit cijfer" if tile.kind in _OF_ONE else "Herkomst van deze cijfers",
        icon=":material/manage_search:",
        query_params=query,
    )


def _rows(tile: Tile, key: str) -> None:
    shown = tile.table.head(_MOST_ROWS)
    plain_table(shown, alt=tile.alt)
    if len(shown) < len(tile.table):
        st.caption(f"De eerste {len(shown)} van {len(tile.table)} rijen; het bestand heeft ze allemaal.")
    st.download_button(
        "Download als CSV",
        data=access.export(lambda: csv_of(tile.table)),
        file_name=f"startfoto-{key}.csv",
        mime="text/csv",
        key=f"download-{key}",
        icon=":material/download:",
    )
