"""As of which day the money is seen, by what spending is divided, and within what was clicked."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import streamlit as st

from analysis.budget import Cut, Position, burn
from model import dutch
from model.choices import Choices
from model.grant import FIRST_DAY, PROGRAMME_END, rest_word
from model.money import euros
from pages.parts.data import reading
from pages.parts.plain import plain
from tiles import budget

DAY, CUT = "stand", "verdeling"
"""The keys of the widgets, which are also the names in the URL."""
_WITHIN, _FOLLOW = "_spent_on", "_follow"
_NEXT = {Cut.MEASURE: Cut.SCHOOL_YEAR}
"""What is looked at after a click; after all else the measures."""


def choose_day(choices: Choices, latest: date) -> Choices:
    """The choices with the day of the URL; before anything is chosen that of the last booking."""
    with reading() as cursor:
        usual = max(budget.day_of(cursor, choices), FIRST_DAY)
    day: date | None = st.date_input(
        "Stand per",
        "today" if DAY in st.session_state else usual,
        min_value=FIRST_DAY,
        max_value=max(usual, latest),
        format="DD-MM-YYYY",
        key=DAY,
        bind="query-params",
        width=220,
        help="Op boekdatum: wat later is geboekt, doet niet mee. Zonder keuze is het de dag van de laatste boeking.",
    )
    return replace(choices, as_of=day or usual)


def choose_cut(choices: Choices, found: Position) -> Choices:
    """The choices with the cut and what was clicked before, each of which can be let go again."""
    names = [cut.value for cut in budget.CUTS]
    if st.session_state.get(CUT) not in (None, *names):
        del st.session_state[CUT]
    cut: str = st.segmented_control(
        "Verdeel naar",
        names,
        default=None if CUT in st.session_state else Cut.PURPOSE.value,
        key=CUT,
        required=True,
        bind="query-params",
    )
    within: tuple[tuple[str, str], ...] = st.session_state.get(_WITHIN, ())
    chosen = replace(choices, cut=cut, spent_on=tuple(one for one in within if one[0] != cut))
    with st.container(horizontal=True):
        for name, key in within:
            st.button(
                f"{name}: {plain(_called(found, name, key))}",
                icon=":material/close:",
                on_click=_let_go,
                args=(name,),
                help="Laat dit los en kijk weer naar alles.",
                key=f"_let_go-{name}",
            )
    return chosen


def follow(choices: Choices) -> Callable[[str], None]:
    """What a click on a bar does: look within it, by the measures or what comes after them."""

    def clicked(key: str) -> None:
        cut = Cut(choices.cut)
        kept = tuple(one for one in choices.spent_on if one[0] != cut)
        st.session_state[_WITHIN] = (*kept, (cut.value, key))
        following = _NEXT.get(cut, Cut.MEASURE)
        st.session_state[CUT] = following.value if following.value not in dict(kept) else Cut.YEAR.value

    return clicked


def follow_by_name(choices: Choices, found: Position) -> None:
    """The same as a click, from a list, for who does not use a mouse."""
    cut = Cut(choices.cut)
    rows = burn(found, cut, {Cut(name): key for name, key in choices.spent_on}).frame
    labels = dict(zip(rows["key"], rows["label"], strict=True))
    if len(labels) < 2:
        return

    def chosen() -> None:
        if key := st.session_state.pop(_FOLLOW, None):
            follow(choices)(key)

    st.selectbox(
        f"Kijk binnen één {cut}",
        list(labels),
        index=None,
        format_func=labels.__getitem__,
        placeholder="Kies hier, of klik op een staaf",
        key=_FOLLOW,
        on_change=chosen,
    )


def _let_go(name: str) -> None:
    st.session_state[_WITHIN] = tuple(one for one in st.session_state.get(_WITHIN, ()) if one[0] != name)


def _called(found: Position, name: str, key: str) -> str:
    return found.name(key) if name == Cut.MEASURE and key in found.measures else key


def setting_told(found: Position) -> str:
    """Which settings of this installation the picture has."""
    rules = found.rules
    vat = "btw telt mee als last" if rules.vat_burdens else "btw telt niet mee"
    return (
        f"De laatste dag van besteden is hier {dutch.day(rules.last_day)}; {vat}. Dat zijn instellingen van deze "
        "installatie."
    )


def rest_told(found: Position) -> str:
    """What becomes of the rest at the end of the two school years: to be spent later, or to be paid back."""
    day, word = dutch.day(PROGRAMME_END), rest_word(found.rules.last_day)
    if found.as_of < PROGRAMME_END or not found.granted:
        return f"Wat op {day}, aan het einde van de twee schooljaren, niet is besteed, is {word}."
    left = found.granted - sum(one.cents for one in found.counted if one.month <= PROGRAMME_END)
    if left <= 0:
        return f"Op {day}, aan het einde van de twee schooljaren, was alles besteed."
    return f"Op {day}, aan het einde van de twee schooljaren, was {euros(left)} niet besteed; dat is {word}."
