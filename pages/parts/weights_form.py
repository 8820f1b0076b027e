"""The weights of the achtergrondscore: a number for each figure, kept in the link of every page."""

from collections.abc import Sequence

import streamlit as st

from model import dutch, weights
from model.catalogue import MOST_WEIGHT, Indicator
from pages.parts.plain import plain

WEIGHTS = "gewichten"
"""The name in the URL and in the session; no widget has it as its key, because the text is about many of them."""
_STEP = 0.5
_MOST_TOLD = 5


def text() -> str:
    """The chosen weights as they stand in the link, which gets them back where a change of page took them out.

    A link counts before what the session remembers, so that the browser's way back works too.
    """
    chosen = str(st.query_params.get(WEIGHTS, st.session_state.get(WEIGHTS, "")))
    _keep(chosen)
    return chosen


def _keep(chosen: str) -> None:
    st.session_state[WEIGHTS] = chosen
    if chosen and st.query_params.get(WEIGHTS) != chosen:
        st.query_params[WEIGHTS] = chosen
    elif not chosen:
        st.query_params.pop(WEIGHTS, None)


def _key(indicator: Indicator) -> str:
    return f"_weight-{indicator.id}"


def _chosen(changed: Indicator, indicators: Sequence[Indicator]) -> None:
    """Take a changed number over into the text; an emptied field is the catalogue's weight."""
    now = weights.complete(weights.read(text(), indicators), indicators)
    entered: float | None = st.session_state[_key(changed)]
    now[changed.id] = entered if entered is not None else changed.weight or 0.0
    _keep(weights.write(now, indicators))


def draw(indicators: Sequence[Indicator], here: Sequence[Indicator]) -> None:
    """The numbers of the indicators that have figures `here`, and how all chosen weights differ from the catalogue."""
    chosen = text()
    now = weights.complete(weights.read(chosen, indicators), indicators)
    st.markdown(_difference(chosen, indicators))
    if dropped := weights.dropped(chosen, indicators):
        told = dutch.listing([f"'{plain(part)[:60]}'" for part in dropped[:_MOST_TOLD]])
        more = f" en nog {len(dropped) - _MOST_TOLD}" if len(dropped) > _MOST_TOLD else ""
        st.warning(
            f"In de link staat wat geen gewicht is: {told}{more}. Dat telt niet mee; de rest wel.",
            icon=":material/link_off:",
        )
    if not any(now[row.id] for row in here):
        st.warning(
            "Alle gewichten zijn nul, dus er is geen achtergrondscore. Geef minstens één cijfer een gewicht.",
            icon=":material/scale:",
        )
    st.button(
        "Terug naar de standaard",
        icon=":material/restart_alt:",
        disabled=not chosen,
        on_click=_keep,
        args=("",),
    )
    measured, modelled = ([row for row in here if row.is_modelled is of_model] for of_model in (False, True))
    _fields(measured, now, indicators)
    if modelled:
        st.subheader("Modelschattingen", anchor=False)
        st.markdown(
            "Deze cijfers zijn geschat uit een vragenlijst en uit registers, zoals het inkomen dat hierboven al "
            "meetelt. Ze wegen daarom standaard 0: anders telt hetzelfde twee keer."
        )
        _fields(modelled, now, indicators)


def _fields(rows: Sequence[Indicator], now: dict[str, float], indicators: Sequence[Indicator]) -> None:
    with st.grid(3, min_column_width=260):
        for row in rows:
            st.session_state[_key(row)] = now[row.id]
            st.number_input(
                plain(f"{row.label}{' · modelschatting' if row.is_modelled else ''}"),
                min_value=0.0,
                max_value=MOST_WEIGHT,
                step=_STEP,
                format="%g",
                key=_key(row),
                on_change=_chosen,
                args=(row, indicators),
                help=plain(f"{row.definition} Standaard {said(row.weight)}."),
            )


def _difference(chosen: str, indicators: Sequence[Indicator]) -> str:
    """How the chosen weights differ from the catalogue, in one sentence."""
    changed = dict(weights.read(chosen, indicators))
    if not changed:
        return "U ziet de standaardgewichten."
    rows = [row for row in indicators if row.id in changed]
    parts = [f"{plain(row.label)} **{said(changed[row.id])}** (standaard {said(row.weight)})" for row in rows]
    return f"Anders dan de standaard: {dutch.listing(parts)}. De gewichten staan in de link van elke pagina."


def said(weight: float | None) -> str:
    """A weight as readers write it: `2`, `0,5`."""
    written = dutch.number(weight, 2)
    return written.rstrip("0").rstrip(",") if "," in written else written
