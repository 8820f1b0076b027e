"""The choices in the sidebar: area, level, indicator, year. They stand in the URL, so a link opens the same view."""

from collections import Counter
from collections.abc import Callable, Sequence
from typing import Any

import streamlit as st
from duckdb import DuckDBPyConnection as Cursor

from analysis import areas, known
from analysis.areas import Area
from model import weights
from model.catalogue import Ages, Catalogue, Indicator
from model.choices import Audience, Choices, Classes
from model.region import Level, country_of, level_of, municipality_of
from pages.parts import access, weights_form

AREA, LEVEL, INDICATOR, PERIOD = "gebied", "niveau", "indicator", "jaar"
AGES, THEME = "leeftijd", "thema"
CLASSES, AUDIENCE, SCHOOLS = "klassen", "voor", "scholen"
"""The keys of the widgets, which are also the names in the URL."""


def choose_area(code: str, level: Level | None = None) -> None:
    """Go to an area, as a callback of a click; the widgets and the URL follow."""
    st.session_state[AREA] = code
    if level is not None:
        st.session_state[LEVEL] = level


def drill_down(code: str) -> None:
    """Go into an area that was clicked on a map or in a ranking: a gemeente shows its wijken, a wijk its buurten."""
    below = {
        Level.COUNTRY: Level.MUNICIPALITY,
        Level.MUNICIPALITY: Level.WIJK,
        Level.WIJK: Level.BUURT,
        Level.BUURT: Level.BUURT,
    }
    choose_area(code, below[level_of(code)])


def _keep_valid(key: str, options: Sequence[Any], shown: Callable[[Any], str]) -> None:
    """Forget a choice that is not on offer any more, and say so when somebody's link asked for it."""
    if key in st.session_state and st.session_state[key] not in options:
        del st.session_state[key]
    asked = st.query_params.get(key)
    if key not in st.session_state and asked and asked not in [shown(option) for option in options]:
        st.toast(f"'{asked[:60]}' is hier niet beschikbaar; u ziet de standaardkeuze.", icon=":material/info:")


def _of_page(key: str, default: str, options: Sequence[str]) -> str:
    """A choice whose widget stands on a page, and so is drawn after the choices are made: at first the URL has it."""
    chosen = str(st.session_state.get(key, st.query_params.get(key, default)))
    return next((option for option in options if option.casefold() == chosen.casefold()), default)


def _current_municipality(loaded: Sequence[Area]) -> Area:
    """The gemeente that the URL or the session asks for, before any widget is drawn."""
    asked = st.session_state.get(AREA)
    if asked is None:
        label = st.query_params.get(AREA, "")
        asked = label.rpartition("(")[2].rstrip(")") if label else ""
    by_code = {area.code: area for area in loaded}
    try:
        return by_code.get(municipality_of(asked) or "", loaded[0]) if asked else loaded[0]
    except ValueError:
        return loaded[0]


def is_offered(cursor: Cursor, area: Area) -> bool:
    """Whether an area can be chosen; a country only when more than one of its gemeenten is loaded."""
    if area.level is not Level.COUNTRY:
        return True
    return sum(country_of(one.code) == area.code for one in areas.municipalities(cursor)) > 1


def _area_options(cursor: Cursor, loaded: Sequence[Area], current: Area) -> list[Area]:
    country = [area for area in areas.path_to(cursor, current.code)[:1] if is_offered(cursor, area)]
    others = [area for area in loaded if area.code != current.code]
    return [current, *areas.within(cursor, current.code), *others, *country]


def _choose_audience() -> Audience:
    """For whom the pages are: what boards did not agree to share stays out of what the LEA and a kijker see."""
    if access.is_viewer():
        return Audience.LEA
    _keep_valid(AUDIENCE, list(Audience), str)
    audience: Audience = st.segmented_control(
        "Beeld voor",
        list(Audience),
        format_func=str,
        key=AUDIENCE,
        default=None if AUDIENCE in st.session_state else Audience.MUNICIPALITY,
        required=True,
        bind="query-params",
        help="Bij LEA blijft weg wat besturen niet willen delen, of niet met de naam van de school.",
    )
    return audience


def _choose_ages() -> Ages | None:
    """Of which children figures are to tell; facts of the surroundings stay on offer for all."""
    _keep_valid(AGES, list(Ages), str)
    ages: Ages | None = st.segmented_control(
        "Kinderen van",
        list(Ages),
        format_func=str,
        key=AGES,
        bind="query-params",
        help="Kies een leeftijd om alleen cijfers over die kinderen te zien; kies hem nog eens voor alle leeftijden. "
        "Cijfers over de omgeving gelden voor alle leeftijden.",
    )
    return ages


def _offered(cursor: Cursor, catalogue: Catalogue, area: str, level: Level, ages: Ages | None) -> list[Indicator]:
    """The indicators with a figure here; those of the gemeente only where gemeenten are shown."""
    available = known.available(cursor, municipality_of(area) or area)
    offered = [
        row
        for row in catalogue.indicators.values()
        if row.id in available
        and row.is_for(ages)
        and (level is Level.MUNICIPALITY or row.smallest_level != Level.MUNICIPALITY)
    ]
    return sorted(offered, key=lambda row: row.startfoto_order or 99)


def _choose_theme(offered: Sequence[Indicator]) -> str:
    themes = sorted({row.theme for row in offered})
    _keep_valid(THEME, themes, str.capitalize)
    theme: str | None = st.selectbox(
        "Thema",
        themes,
        index=None,
        format_func=str.capitalize,
        key=THEME,
        placeholder="Alle thema's",
        bind="query-params",
    )
    return theme or ""


def _choose_indicator(catalogue: Catalogue, offered: Sequence[Indicator]) -> Indicator:
    """One of the indicators; two that share a label are told apart by their source."""
    labels = Counter(row.label for row in offered)
    shown = {
        row.id: row.label if labels[row.label] == 1 else f"{row.label} ({catalogue.sources[row.source].title})"
        for row in offered
    }
    _keep_valid(INDICATOR, list(shown), shown.__getitem__)
    chosen = st.selectbox("Indicator", list(shown), format_func=shown.__getitem__, key=INDICATOR, bind="query-params")
    return catalogue.indicators[chosen]


def draw(cursor: Cursor) -> Choices | None:
    """Draw the choices and return them; None when nothing is loaded yet."""
    loaded = areas.municipalities(cursor)
    if not loaded:
        return None
    current = _current_municipality(loaded)
    options = {area.code: area for area in _area_options(cursor, loaded, current)}

    def area_label(code: str) -> str:
        return options[code].label

    _keep_valid(AREA, list(options), area_label)
    area = st.selectbox("Gebied", list(options), format_func=area_label, key=AREA, bind="query-params")

    levels = [Level.WIJK, Level.BUURT]
    if level_of(area) is Level.COUNTRY:
        levels.insert(0, Level.MUNICIPALITY)
    _keep_valid(LEVEL, levels, lambda level: level.plural)
    level = st.segmented_control(
        "Toon",
        levels,
        format_func=lambda level: level.plural,
        key=LEVEL,
        default=None if LEVEL in st.session_state else levels[0],
        required=True,
        bind="query-params",
    )

    catalogue = known.catalogue(cursor)
    ages = _choose_ages()
    offered = _offered(cursor, catalogue, area, level, ages)
    if not offered:
        return Choices(area, level, audience=_choose_audience(), ages=ages)
    theme = _choose_theme(offered)
    indicator = _choose_indicator(catalogue, [row for row in offered if not theme or row.theme == theme])
    periods = known.periods(cursor, indicator, municipality_of(area) or area)[::-1]
    _keep_valid(PERIOD, periods, str)
    period = st.selectbox("Jaar", periods, key=PERIOD, bind="query-params")
    audience = _choose_audience()
    classes = Classes(_of_page(CLASSES, Classes.QUANTILES, list(Classes)))
    with_schools = _of_page(SCHOOLS, "false", ["true", "false"]) == "true"
    chosen = weights.read(weights_form.text(), catalogue.indicators.values())
    return Choices(area, level, indicator.id, period, classes, audience, with_schools, ages, theme, chosen)
