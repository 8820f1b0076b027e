"""One measure in its form: kept as a new version, or, where somebody else was first, both side by side."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import streamlit as st
from duckdb import DuckDBPyConnection as Cursor

from intake.measure_checks import Known, check, new_id, tidied
from model import dutch
from model import measure_findings as say
from model.catalogue import Domain
from model.findings import Finding
from model.measure import Measure, TargetGroup
from pages.parts import measure_changes as changes
from pages.parts import measure_form, outcome, writer
from pages.parts.measure_changes import Written
from pages.parts.plain import plain
from store import measures as register
from store.versions import Conflict, Kept

MEASURE = "maatregel"
"""The key of the choice of a measure, which is also the name in the URL."""
NEW = "nieuw"
DRAFT = "_measure_draft"
"""In the session: a dict with what another page knows of a new measure (`_drafted` reads it)."""
_EDITING = "_measure_editing"


@dataclass
class Editing:
    """What a visitor is changing: what the fields began with, and the version that the visitor saw."""

    of: tuple[str, str]
    """The gemeente, and the id of the measure or `NEW`."""
    start: Measure
    base: Kept[Measure] | None
    number: int
    writes: int
    """How much this visit had written when it began."""
    findings: Sequence[Finding] = ()
    conflict: Conflict[Measure] | None = None
    mine: Measure | None = None
    """What was typed when the conflict came up."""
    dropped: Measure | None = None
    """What was typed before the words of somebody else were taken."""
    is_same: bool = False
    """Whether it was kept without anything to keep."""
    is_begun: bool = False
    """Whether its fields have been on the screen."""

    @property
    def prefix(self) -> str:
        """What the keys of the fields begin with."""
        return f"_measure-{self.number}"

    def is_of(self, of: tuple[str, str]) -> bool:
        """Whether it is what somebody is busy with: its fields are on the screen, or about to be."""
        is_there = not self.is_begun or f"{self.prefix}-name" in st.session_state
        return self.of == of and is_there and self.writes == changes.count()


def choose(known: Known) -> str | None:
    """The choice of a measure: its id, `NEW`, or None for none; a draft of another page is a new one."""
    labels = _labels(known.kept)
    editing: Editing | None = st.session_state.get(_EDITING)
    busy = st.session_state.get(MEASURE)
    if editing is not None and busy not in labels and editing.is_of((known.municipality, str(busy))):
        labels[str(busy)] = f"{editing.start.name} (intussen verwijderd)"  # what was typed stays on the screen
    if DRAFT in st.session_state:
        st.session_state[MEASURE] = NEW
    if MEASURE in st.session_state and st.session_state[MEASURE] not in labels:
        st.session_state.pop(MEASURE)
    asked = st.query_params.get(MEASURE)
    if MEASURE not in st.session_state and asked and asked not in labels.values():
        st.toast(f"Er is geen maatregel '{asked[:60]}'.", icon=":material/info:")
    chosen: str | None = st.selectbox(
        "Maatregel",
        list(labels),
        index=None,
        format_func=labels.__getitem__,
        key=MEASURE,
        bind="query-params",
        placeholder="Kies een maatregel, of 'Nieuwe maatregel'",
    )
    return chosen


def draw(chosen: str, known: Known) -> None:
    """The form of the chosen measure with what is wrong, what somebody else made of it, and the button."""
    editing = _current(chosen, known)
    if editing.dropped is not None:
        st.info("U nam de tekst van de ander over. Uw eigen tekst is nog niet weg.", icon=":material/info:")
        st.button("Zet mijn tekst terug in het formulier", on_click=_again, args=(editing,), icon=":material/undo:")
    st.header("Nieuwe maatregel" if chosen == NEW else plain(editing.start.name) or "Zonder naam", anchor=False)
    if editing.base is not None:
        by = f" door {plain(editing.base.by)}" if editing.base.by else ""
        st.caption(f"Laatst gewijzigd op {dutch.moment(editing.base.at)}{by}.")
    with st.form(editing.prefix, enter_to_submit=False):
        measure_form.draw(editing.prefix, editing.start, known)
        if editing.conflict is not None:
            _draw_conflict(editing, known)
        changes.draw_findings(editing.findings)
        if editing.is_same:
            st.info("Er is niets gewijzigd, dus er is niets te bewaren.", icon=":material/info:")
            editing.is_same = False
        outcome.refused()
        st.form_submit_button(
            "Bewaar", type="primary", icon=":material/check:", on_click=_save, args=(editing, known, False)
        )
    if editing.base is not None:
        st.button("Verwijder deze maatregel", icon=":material/delete:", on_click=_remove, args=(editing,))


def _labels(kept: Sequence[Kept[Measure]]) -> dict[str, str]:
    """The choices with what they are called; two of one name are told apart by their id."""
    called = [one.content.name for one in kept]
    labels = {NEW: "Nieuwe maatregel"}
    for one in kept:
        name = " ".join(one.content.name.split())
        is_shared = called.count(one.content.name) > 1 or name == labels[NEW]
        labels[one.content.id] = f"{name} ({one.content.id[:6]})" if is_shared else name
    return labels


def _current(chosen: str, known: Known) -> Editing:
    """What is being edited; begun anew for another measure, and when the fields were away from the screen."""
    editing: Editing | None = st.session_state.get(_EDITING)
    of = (known.municipality, chosen)
    if editing is not None and editing.is_of(of) and DRAFT not in st.session_state:
        editing.is_begun = True
        return editing
    base = next((one for one in known.kept if one.content.id == chosen), None)
    start = base.content if base else _drafted(st.session_state.pop(DRAFT, {}))
    begun = _begin(of, start, base, check(start, known) if base else ())
    begun.is_begun = True
    return begun


def _begin(
    of: tuple[str, str], start: Measure, base: Kept[Measure] | None, findings: Sequence[Finding] = ()
) -> Editing:
    """Fields that begin with `start`, on top of the version `base`."""
    former: Editing | None = st.session_state.get(_EDITING)
    editing = Editing(of, start, base, former.number + 1 if former else 1, changes.count(), findings)
    st.session_state[_EDITING] = editing
    return editing


def _drafted(draft: Mapping[str, Any]) -> Measure:
    """A new measure with what another page knows of it."""
    return Measure(
        new_id(),
        str(draft.get("name", "")),
        domains=tuple(Domain(domain) for domain in draft.get("domains", ())),
        target_groups=tuple(TargetGroup(group) for group in draft.get("target_groups", ())),
        wijken=tuple(draft.get("wijken", ())),
        wishes=tuple(draft.get("wishes", ())),
        schools=tuple(draft.get("schools", ())),
    )


def _draw_conflict(editing: Editing, known: Known) -> None:
    """Who was first, what differs, and the two ways out."""
    conflict, mine = editing.conflict, editing.mine
    assert conflict is not None and mine is not None  # the caller asks only then
    st.warning(
        plain(say.changed_by_another("maatregel", conflict.current_by, conflict.current_at)), icon=":material/group:"
    )
    if conflict.current is not None:
        of = conflict.current_by or "de ander"
        found = changes.differences(mine, conflict.current, known.names)
        if found:
            changes.side_by_side(found, "Van u", f"Van {of}" if of != "de ander" else "Van de ander")
        else:
            st.markdown("Wat u typte en wat de ander bewaarde, is gelijk.")
    is_gone = conflict.current is None
    with st.container(horizontal=True):
        st.form_submit_button(
            "Bewaar de mijne toch" if is_gone else "Houd de mijne",
            on_click=_save,
            args=(editing, known, True),
            icon=":material/person:",
        )
        st.form_submit_button(
            "Laat verwijderd" if is_gone else "Neem die van de ander",
            on_click=_take,
            args=(editing, known),
            icon=":material/group:",
        )


def _save(editing: Editing, known: Known, over_theirs: bool) -> None:
    """Keep what the fields say, as a callback; `over_theirs` on top of what somebody else made of it."""
    changes.forget_news()
    read, faults = measure_form.read(editing.prefix, editing.start)
    measure = tidied(read)
    editing.findings = (*faults, *check(measure, known))
    if changes.is_refused(editing.findings):
        return
    base = editing.conflict.kept if over_theirs and editing.conflict else editing.base
    if base is not None and not changes.differences(base.content, measure, known.names):
        editing.is_same = True
        if over_theirs:
            _begin(editing.of, base.content, base)
        return
    by, based_on = writer.name(), base.batch_id if base else None
    municipality = known.municipality

    def change(cursor: Cursor) -> list[Written]:
        return [Written(measure.id, based_on, register.keep(cursor, municipality, measure, by, based_on))]

    try:
        made = changes.write(municipality, change, f"'{measure.name}' is bewaard.")
    except Conflict as conflict:
        editing.conflict, editing.mine = conflict, measure
        return
    if made:
        st.session_state[MEASURE] = measure.id


def _take(editing: Editing, known: Known) -> None:
    """Go on with the words of somebody else, as a callback; what was typed can still be brought back."""
    assert editing.conflict is not None
    mine, _ = measure_form.read(editing.prefix, editing.start)
    theirs = editing.conflict.kept
    if theirs is None:
        st.session_state.pop(MEASURE, None)
        return
    begun = _begin(editing.of, theirs.content, theirs, check(theirs.content, known))
    begun.dropped = mine


def _again(editing: Editing) -> None:
    """Put back what was typed, on top of the words of somebody else, as a callback."""
    assert editing.dropped is not None
    _begin(editing.of, editing.dropped, editing.base)


def _remove(editing: Editing) -> None:
    """Take the measure out of the register, as a callback."""
    base = editing.base
    assert base is not None
    by, (municipality, id) = writer.name(), editing.of

    def change(cursor: Cursor) -> list[Written]:
        register.remove(cursor, municipality, id, by, base.batch_id)
        return [Written(id, base.batch_id, None)]

    told = f"'{base.content.name}' is verwijderd. U vindt hem terug onder Verwijderd."
    if changes.write(municipality, changes.overtaken(change), told):
        st.session_state.pop(MEASURE, None)
