"""Where bookings belong: what has no place yet is placed by an officer, and stays so for bookings like it."""

from dataclasses import dataclass
from datetime import date

import pandas as pd
import streamlit as st

from analysis import budget_bookings
from intake import ledger, plan
from model import dutch
from model.access import Right
from model.booking import BookingKind, Placement
from model.grant import Rules
from model.money import euros
from pages.parts import outcome, writer
from pages.parts.data import reading, reading_at
from pages.parts.plain import plain
from pages.parts.plain import table as plain_table
from settings import current as settings
from store import ledger as kept
from store import measures, shared_store

_DONE = "_placed"
_MOST, _SHOWN = 50, 10
_BOTH, _COST, _TEXT, _THESE = "both", "cost", "text", "these"
_NO_MEASURE = "geen maatregel"
_AS_MEASURE = "volgt uit de maatregel"


@dataclass(frozen=True)
class _Group:
    """Bookings alike that have no place yet."""

    cost_object: str
    account: str
    description: str
    bookings: int
    cents: int

    @property
    def told(self) -> str:
        """All that the ledger says of them."""
        words = " · ".join(filter(None, (self.cost_object, self.account, self.description))) or "(zonder omschrijving)"
        return f"{words} – {euros(self.cents, True)}, {dutch.counted(self.bookings, 'boeking', 'boekingen')}"


def draw(region: str, as_of: date) -> None:
    """The unplaced bookings, the largest first, with the form that places them."""
    rules = Rules.of(settings())
    with reading() as cursor:
        rows = budget_bookings.unplaced(cursor, region, rules, as_of, _MOST).frame
        known = {one.content.id: one.content.name for one in measures.measures(cursor, region)}
    _draw_done()
    outcome.refused()
    if rows.empty:
        st.markdown("Alle boekingen hebben hun plaats.")
        return
    groups = [
        _Group(row.cost_object, row.account, row.description, int(row.bookings), int(row.cents))
        for row in rows.itertuples()
    ]
    _listed(groups)
    number = st.session_state.get(f"{_DONE}-number", 0)
    key = f"_place-{number}"
    place = st.selectbox(
        "Welke boekingen wijst u toe?", range(len(groups)), format_func=lambda at: groups[at].told, key=f"{key}-group"
    )
    group = groups[place]
    first, second = st.columns(2)
    measure = first.selectbox(
        "Maatregel", ["", *known], format_func=lambda one: known.get(one, _NO_MEASURE), key=f"{key}-measure"
    )
    kind = second.selectbox(
        "Soort", [None, *BookingKind], format_func=lambda one: str(one or _AS_MEASURE), key=f"{key}-kind"
    )
    _choose_reach(group, key)
    writer.ask()
    needs_measure = not measure and (kind is None or kind.needs_measure)
    if needs_measure:
        st.caption("Kies een maatregel, of een soort die er geen nodig heeft: huur, capaciteit of een andere gemeente.")
    st.button(
        "Wijs toe",
        type="primary",
        icon=":material/move_item:",
        disabled=needs_measure,
        on_click=_place,
        args=(region, as_of, groups, key),
    )


def _choose_reach(group: _Group, key: str) -> None:
    """For which bookings it holds, now and later."""
    options = {}
    if group.cost_object and group.description:
        options[_BOTH] = f"Alles met '{group.cost_object}' en '{group.description}'"
    if group.cost_object:
        options[_COST] = f"Alles met kostenplaats of project '{group.cost_object}'"
    if group.description:
        options[_TEXT] = f"Alles met '{group.description}' in de omschrijving"
    options[_THESE] = f"Alleen deze {dutch.counted(group.bookings, 'boeking', 'boekingen')}"
    st.radio(
        "Geldt voor, nu en bij een volgende export",
        list(options),
        format_func=lambda one: plain(options[one]),
        key=f"{key}-reach-{group.told}",
    )


def _listed(all_groups: list[_Group]) -> None:
    groups = all_groups[:_SHOWN]
    shown = pd.DataFrame(
        {
            "Kostenplaats of project": [one.cost_object for one in groups],
            "Grootboekrekening": [one.account for one in groups],
            "Omschrijving": [one.description for one in groups],
            "Boekingen": [dutch.number(one.bookings) for one in groups],
            "Bedrag": [euros(one.cents, True) for one in groups],
        }
    )
    plain_table(shown, alt="Boekingen die nog niet zijn toegewezen, de grootste eerst")
    if len(all_groups) > _SHOWN:
        st.caption(f"De grootste {_SHOWN}. In de keuzelijst hieronder staan er {len(all_groups)}.")


def _place(region: str, as_of: date, groups: list[_Group], key: str) -> None:
    """Keep what the form says, as a callback, and remember what was kept for the way back.

    The form is read here: who clicks before the page is drawn again means the last choice, not the one before.
    """
    said = st.session_state
    group = groups[said[f"{key}-group"]]
    reach = said.get(f"{key}-reach-{group.told}")
    measure: str = said[f"{key}-measure"]
    kind: BookingKind | None = said[f"{key}-kind"]
    if reach is None or (not measure and (kind is None or kind.needs_measure)):
        return
    made: list[int] = []
    before = _waiting(region, as_of)

    def commit() -> list[int]:
        by = writer.name()
        if reach != _THESE:
            cost = group.cost_object if reach in (_BOTH, _COST) else ""
            text = group.description if reach in (_BOTH, _TEXT) else ""
            made.extend(ledger.place(shared_store(), region, [Placement(measure, kind, "", cost, text)], by))
        else:
            for name, keys in _keys(region, as_of, group).items():
                own = [Placement(measure, kind, key) for key in keys]
                made.extend(ledger.place(shared_store(), region, own, by, name))
        return made

    if outcome.kept(Right.EDIT, "toewijzing van boekingen", commit):
        after = _waiting(region, as_of)
        count, cents = before[0] - after[0], before[1] - after[1]
        told = f"Toegewezen: {dutch.counted(count, 'boeking', 'boekingen')}, samen {euros(cents, True)}."
        st.session_state[_DONE] = (told, tuple(made))
        st.session_state[f"{_DONE}-number"] = st.session_state.get(f"{_DONE}-number", 0) + 1


def _waiting(region: str, as_of: date) -> tuple[int, int]:
    """How many bookings have no place, and their cents."""
    with reading_at(None) as cursor:
        rows = budget_bookings.unplaced(cursor, region, Rules.of(settings()), as_of).frame
    return int(rows["bookings"].sum()), int(rows["cents"].sum())


def _keys(region: str, as_of: date, group: _Group) -> dict[str, list[str]]:
    """The bookings of a group by their ledger."""
    with reading_at(None) as cursor:
        rows = budget_bookings.bookings(cursor, region, Rules.of(settings()), as_of, only_unplaced=True).frame
    same = (
        (rows["cost_object"] == group.cost_object)
        & (rows["account"] == group.account)
        & (rows["description"] == group.description)
    )
    return {str(name): of["key"].tolist() for name, of in rows[same].groupby("ledger")}


def _draw_done() -> None:
    done = st.session_state.get(_DONE)
    if done is None:
        return
    told, batches = done
    st.success(told, icon=":material/check:")
    if batches:
        st.button("Maak deze toewijzing ongedaan", icon=":material/undo:", on_click=forget, args=(batches,))


def forget(batches: tuple[int, ...]) -> None:
    """Let placements no longer count, as a callback."""
    by = writer.name()

    def commit() -> list[int]:
        plan.keep(shared_store(), lambda cursor: [kept.forget(cursor, one, by) for one in batches])
        return list(batches)

    if outcome.kept(Right.EDIT, "toewijzing van boekingen, ongedaan gemaakt", commit):
        st.session_state[_DONE] = ("De toewijzing geldt niet meer.", ())


def draw_rules(region: str) -> None:
    """What is remembered of where bookings belong, each of which can be forgotten."""
    with reading_at(None) as cursor:
        rules = kept.placements(cursor, region)[::-1]
        known = {one.content.id: one.content.name for one in measures.measures(cursor, region)}
    _draw_done()
    outcome.refused()
    if not rules:
        st.markdown("Er is nog niets toegewezen. Dat doet u op de pagina Budget, onder 'Nog niet toegewezen'.")
        return
    about = {one.batch_id: _about(one.content) for one in rules}
    shown = pd.DataFrame(
        {
            "Boekingen": [about[one.batch_id] for one in rules],
            "Maatregel": [known.get(one.content.measure, _NO_MEASURE) for one in rules],
            "Soort": [str(one.content.kind or _AS_MEASURE) for one in rules],
            "Door": [one.by or "onbekend" for one in rules],
            "Op": [dutch.day(one.at) for one in rules],
        }
    )
    plain_table(shown, alt="Wat is onthouden: welke boekingen bij welke maatregel en soort horen")
    chosen = st.selectbox("Toewijzing", list(about), format_func=about.__getitem__, index=None, placeholder="Kies")
    st.button(
        "Vergeet deze toewijzing",
        icon=":material/delete:",
        disabled=chosen is None,
        on_click=forget,
        args=((chosen,),),
    )


def _about(one: Placement) -> str:
    parts = (
        f"boeking {one.key}" if one.key else "",
        f"kostenplaats of project {one.cost_object}" if one.cost_object else "",
        f"'{one.text}' in de omschrijving" if one.text else "",
    )
    return " en ".join(filter(None, parts))
