"""The officer's own synonyms: words of wishes that mean the same, or that say nothing."""

from collections.abc import Callable

import pandas as pd
import streamlit as st
from duckdb import DuckDBPyConnection as Cursor

from analysis.wish_words import fold
from intake import plan
from model import synonyms
from model.access import Right
from pages.parts import outcome, writer
from pages.parts.data import reading
from pages.parts.plain import table
from store import entries, shared_store, versions


def draw() -> None:
    """The list of the officer's own words, a new one, and taking one away."""
    with st.expander("Woorden die hetzelfde betekenen", icon=":material/translate:", key="_synonyms"):
        with reading() as cursor:
            own = entries.remembered(cursor, entries.SYNONYM)
        st.markdown(
            f"Startfoto kent {len(synonyms.current())} woorden, zoals *smw* voor schoolmaatschappelijk werk. Mist u er "
            "een, vul het dan hier in. Een sterretje staat voor de rest van een woord: `zwem*`. Laat de betekenis leeg "
            "voor een woord dat niets zegt over wat er gevraagd wordt."
        )
        with st.container(horizontal=True, vertical_alignment="bottom"):
            st.text_input("Woord", key="_synonym_word", max_chars=60)
            st.text_input("Betekent hetzelfde als", key="_synonym_meaning", max_chars=60)
            st.button("Voeg toe", icon=":material/add:", on_click=_add, key="_synonym_add")
        if wrong := st.session_state.pop("_synonym_wrong", ""):
            st.error(wrong, icon=":material/error:")
        if not own:
            return
        shown = pd.DataFrame({"Woord": list(own), "Betekent": [meaning or "(niets)" for meaning in own.values()]})
        table(shown, alt="Uw eigen woorden en wat ze betekenen")
        gone = st.selectbox("Haal een woord weg", sorted(own), index=None, placeholder="Kies een woord")
        st.button("Haal weg", disabled=gone is None, on_click=_remove, args=(gone,), key="_synonym_remove")


def _add() -> None:
    typed = str(st.session_state["_synonym_word"]).strip()
    stars = (typed.startswith("*"), typed.endswith("*"))
    word = f"{'*' * stars[0]}{fold(typed)}{'*' * stars[1]}"
    if not synonyms.is_written(word) or len(word.replace("*", "")) < 3:
        st.session_state["_synonym_wrong"] = "Vul een woord van ten minste drie letters in."
        return
    meaning = fold(str(st.session_state["_synonym_meaning"]))

    def change(cursor: Cursor) -> int:
        versions.sign(cursor, writer.name())
        entries.remember(cursor, entries.SYNONYM, {word: meaning})
        return 1

    if _keep(word, change):
        st.session_state["_synonym_word"] = st.session_state["_synonym_meaning"] = ""


def _remove(word: str) -> None:
    by = writer.name()
    scope = f"antwoord/{entries.SYNONYM}/{word}"

    def change(cursor: Cursor) -> int:
        versions.remove(cursor, scope, by)
        return 1

    _keep(word, change)


def _keep(word: str, change: Callable[[Cursor], int]) -> bool:
    return bool(outcome.kept(Right.EDIT, f"betekenis van '{word}'", lambda: [plan.keep(shared_store(), change)]))
