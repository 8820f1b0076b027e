"""Two photos, or a photo and now, side by side: how many figures differ and why."""

from collections.abc import Mapping

import pandas as pd
import streamlit as st

from analysis import areas, known
from analysis.photos import changes, counted
from model import dutch
from model.catalogue import Catalogue, Indicator
from model.photo import Difference, Photo
from pages.parts import access
from pages.parts.data import reading_at
from pages.parts.download import csv_of
from pages.parts.plain import plain, table
from store.photos import NOW

_MOST_ROWS = 200
_MEANING = {
    Difference.NEW: "Dit cijfer was er nog niet.",
    Difference.GONE: "Dit cijfer is er niet meer, of alleen nog over een eerder jaar.",
    Difference.OTHER_BORDER: "De grens van het gebied is veranderd: niet te vergelijken.",
    Difference.OTHER_DEFINITION: "Er wordt anders gemeten of geteld: niet te vergelijken.",
    Difference.NEW_PERIOD: "Er is een cijfer over een later jaar.",
    Difference.NEW_FIGURES: "De bron geeft over hetzelfde jaar een ander cijfer.",
    Difference.SAME: "Er is niets veranderd.",
}


def draw(photos: list[Photo], municipality: str) -> None:
    """Choose two photos, or one and now, and see what differs between them in a gemeente and its wijken."""
    by_name = {photo.name: photo.photo_id for photo in photos}
    first, second = st.columns(2)
    names = list(by_name)
    before = first.selectbox("Van", names, key="van", bind="query-params")
    after = second.selectbox("Naar", [NOW, *names], key="naar", bind="query-params")
    with reading_at(by_name[before]) as then, reading_at(by_name.get(after)) as now:
        cards = known.catalogue(then), known.catalogue(now)
        found = changes(then, now, *cards, municipality)
        place = plain(areas.named(now, [municipality])[municipality].name)
    if found.frame.empty:
        st.info(f"Op beide staan geen cijfers van {place} en zijn wijken.", icon=":material/info:")
        return
    counts = counted(found)
    st.subheader(_finding(counts, place, before, after), anchor=False)
    reasons = [reason for reason in Difference if counts[reason]]
    of_reason = pd.DataFrame(
        {
            "Reden": [reason.value for reason in reasons],
            "Cijfers": [dutch.number(counts[reason]) for reason in reasons],
            "Wat dat betekent": [_MEANING[reason] for reason in reasons],
        }
    )
    table(of_reason, alt="Per reden hoeveel cijfers verschillen")
    shown = _words(found.frame, cards)
    different = shown[shown["Waarom"] != Difference.SAME.value]
    if len(different):
        table(different.head(_MOST_ROWS), alt=f"De cijfers van {place} die verschillen, met het waarom")
    if len(different) > _MOST_ROWS:
        st.caption(f"De eerste {_MOST_ROWS} van {len(different)} verschillen; het bestand heeft ze allemaal.")
    st.download_button(
        "Download als CSV",
        data=access.export(lambda: csv_of(shown)),
        file_name=f"startfoto-vergelijking-{municipality}.csv",
        mime="text/csv",
        icon=":material/download:",
    )


def _finding(counts: dict[Difference, int], place: str, before: str, after: str) -> str:
    """The sentence above the comparison."""
    total, same = sum(counts.values()), counts[Difference.SAME]
    than = "nu" if after == NOW else f"op {plain(after)}"
    if same == total:
        return f"Alle {dutch.number(total)} cijfers van {place} zijn {than} gelijk aan die op {plain(before)}"
    other = counts[Difference.OTHER_BORDER] + counts[Difference.OTHER_DEFINITION]
    is_other = "is" if total - same == 1 else "zijn"
    text = (
        f"{dutch.number(total - same)} van de {dutch.number(total)} cijfers van {place} {is_other} {than} anders dan op"
    )
    unfair = "niet te vergelijken: daar veranderde de definitie of de grens"
    return f"{text} {plain(before)}" + (
        f"; {dutch.number(other)} daarvan {'is' if other == 1 else 'zijn'} {unfair}" if other else ""
    )


def _words(frame: pd.DataFrame, cards: tuple[Catalogue, Catalogue]) -> pd.DataFrame:
    """The comparison as officers read it."""
    by_id = {**cards[0].indicators, **cards[1].indicators}
    return pd.DataFrame(
        {
            "Cijfer": [by_id[id_].label if id_ in by_id else id_ for id_ in frame["indicator"]],
            "Gebied": frame["name"],
            "Eerst": _side(frame, "before", {**by_id, **cards[0].indicators}),
            "Daarna": _side(frame, "after", by_id),
            "Waarom": frame["reason"],
        }
    )


def _side(frame: pd.DataFrame, side: str, cards: Mapping[str, Indicator]) -> list[str]:
    """The figures of one side with their unit and year; a dash where there is none."""

    def said(id_: str, value: float, period: str) -> str:
        if not period:
            return dutch.NO_VALUE
        card = cards.get(id_)
        return f"{dutch.quantity(value, card.unit, card.decimals) if card else dutch.number(value, 1)} ({period})"

    return list(map(said, frame["indicator"], frame[f"value_{side}"], frame[f"period_{side}"]))
