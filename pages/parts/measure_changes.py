"""Writing changes of measures: told with a way back, and shown field by field."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import pandas as pd
import streamlit as st
from duckdb import DuckDBPyConnection as Cursor

from intake import plan
from intake.measure_columns import ID, MOMENTS, Names, shown, values_of
from intake.measures import Change as Difference
from model.access import Right
from model.findings import Finding, FindingLevel, Refusal
from model.measure import Measure
from pages.parts import outcome, writer
from pages.parts.plain import plain
from pages.parts.plain import table as plain_table
from store import measures as register
from store import shared_store
from store.versions import Conflict, Stamp

_DONE, _COUNT = "_measure_done", "_measure_writes"
_OVERTAKEN = (
    "Een collega heeft deze maatregel intussen gewijzigd, dus er is niets veranderd. Bekijk eerst hoe hij er nu "
    "uitziet."
)


@dataclass(frozen=True)
class Written:
    """One measure that was changed: the version that counted before and the one that counts now; None for none."""

    id: str
    before: int | None
    after: int | None


@dataclass(frozen=True)
class _Done:
    municipality: str
    told: str
    changes: tuple[Written, ...]
    is_undone: bool = False
    is_news: bool = True
    """Whether it is of the last thing that was asked."""


def write(
    municipality: str, change: Callable[[Cursor], Sequence[Written]], told: str, is_undone: bool = False
) -> tuple[Written, ...]:
    """Make changes in one transaction, within a callback; empty when it was refused, which `outcome.refused` tells.

    Raises what `change` raises, such as Conflict; nothing is kept then.
    """
    made: list[Written] = []
    forget_news()

    def commit() -> list[int]:
        made[:] = plan.keep(shared_store(), change)
        return [one.after or 0 for one in made]

    if outcome.kept(Right.EDIT, told, commit):
        st.session_state[_DONE] = _Done(municipality, told, tuple(made), is_undone)
        st.session_state[_COUNT] = count() + 1
    return tuple(made)


def forget_news() -> None:
    """Before anything new is tried: what was kept earlier must not seem the answer to it; its way back stays."""
    done: _Done | None = st.session_state.get(_DONE)
    if done is not None:
        st.session_state[_DONE] = replace(done, is_news=False)


def count() -> int:
    """How many changes this visit wrote: after another one, what is being edited begins anew with what counts."""
    return int(st.session_state.get(_COUNT, 0))


def overtaken(change: Callable[[Cursor], Sequence[Written]]) -> Callable[[Cursor], Sequence[Written]]:
    """The same change, refused in words when somebody else was first."""

    def refused(cursor: Cursor) -> Sequence[Written]:
        try:
            return change(cursor)
        except Conflict as conflict:
            raise Refusal(_OVERTAKEN) from conflict

    return refused


def draw_done(municipality: str) -> None:
    """What was last written, with the way back."""
    done: _Done | None = st.session_state.get(_DONE)
    if done is None or done.municipality != municipality:
        return
    if done.is_news:
        st.success(plain(done.told), icon=":material/undo:" if done.is_undone else ":material/check:")
    label = "Toch weer doorvoeren" if done.is_undone else "Draai de laatste wijziging terug"
    st.button(label, icon=":material/redo:" if done.is_undone else ":material/undo:", on_click=_undo, args=(done,))


def _undo(done: _Done) -> None:
    by = writer.name()

    def change(cursor: Cursor) -> list[Written]:
        for one in done.changes:
            if one.before is not None:
                register.bring_back(cursor, done.municipality, one.before, by, one.after)
            elif one.after is not None:
                register.remove(cursor, done.municipality, one.id, by, one.after)
        return [Written(one.id, one.after, one.before) for one in done.changes]

    told = "De wijziging is weer doorgevoerd." if done.is_undone else "De laatste wijziging is teruggedraaid."
    write(done.municipality, overtaken(change), told, not done.is_undone)


def differences(before: Measure, after: Measure, names: Names) -> list[Difference]:
    """The fields in which two measures differ, as a person reads both."""
    was, now = ({**values_of(one), MOMENTS: one.moments} for one in (before, after))
    return [
        Difference(name, shown(name, was[name], names), shown(name, now[name], names))
        for name in was
        if was[name] != now[name] and name != ID.name
    ]


def side_by_side(found: Iterable[Difference], before: str, after: str) -> None:
    """A table of what differs; `before` and `after` say whose each is."""
    rows = [(one.column, one.before or "(leeg)", one.after or "(leeg)") for one in found]
    plain_table(
        pd.DataFrame(rows, columns=["Veld", before, after]), alt=f"Wat er verschilt: per veld {before} en {after}"
    )


def draw_findings(found: Iterable[Finding], of: str = "") -> None:
    """What is wrong, beside the button that keeps: what stops it in red, what does not as a warning."""
    for one in found:
        what = plain(f"{of}: {one.message}" if of else one.message)
        where = f" ({plain(one.found)})" if one.found and one.found not in one.message else ""
        if one.level is FindingLevel.BLOCKING:
            st.error(what + where, icon=":material/error:")
        else:
            st.warning(what + where, icon=":material/warning:")


def is_refused(found: Iterable[Finding]) -> bool:
    """Whether one of the findings stops it."""
    return any(one.level is FindingLevel.BLOCKING for one in found)


def by_whom(stamp: Stamp) -> str:
    """Who wrote a version."""
    return stamp.by or "onbekend"
