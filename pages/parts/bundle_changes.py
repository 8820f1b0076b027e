"""Writing what an officer makes of bundles: told with a way back, refused in words where somebody else was first."""

from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass

import streamlit as st
from duckdb import DuckDBPyConnection as Cursor

from analysis.wishes import Asked, Seen
from intake import measure_checks, plan
from model import dutch
from model.access import Right
from model.findings import FindingLevel, Refusal
from model.measure import Measure, TargetGroup
from pages.parts import outcome, writer
from pages.parts.plain import plain
from store import bundles, measures, shared_store
from store.bundles import Group, Member
from store.versions import Conflict

_DONE = "_bundle_done"


@dataclass(frozen=True)
class _Done:
    municipality: str
    told: str
    undo: Callable[[Cursor], object] | None


def regroup(
    municipality: str, made: Sequence[Group], told: str, based_on: int | None, freed: Collection[Member] = ()
) -> None:
    """Keep groups within a callback; `told` says what was done."""
    by = writer.name()
    after: list[int] = []

    def change(cursor: Cursor) -> None:
        now = bundles.groups(cursor, municipality)
        before.append(now.batch_id if now else None)
        after.append(bundles.regroup(cursor, municipality, made, by, based_on, freed))

    before: list[int | None] = []
    _write(
        municipality,
        told,
        change,
        lambda cursor: bundles.bring_back(cursor, municipality, before[-1], writer.name(), after[-1]),
    )


def go_back(municipality: str, batch_id: int, based_on: int) -> None:
    """Make a former version of the bundles count again, within a callback."""
    by = writer.name()
    told = "De bundels zijn weer zoals ze toen waren."
    _write(municipality, told, lambda cursor: bundles.bring_back(cursor, municipality, batch_id, by, based_on), None)


def make_measure(municipality: str, bundle: Seen) -> None:
    """Keep a measure that answers the open wishes of a bundle, within a callback."""
    by = writer.name()
    measure = measure_checks.tidied(_measure(bundle, [one for one in bundle.wishes if not one.answers]))
    after: list[int] = []

    def change(cursor: Cursor) -> None:
        found = measure_checks.check(measure, measure_checks.known(cursor, municipality))
        blocking = [one.message for one in found if one.level is FindingLevel.BLOCKING]
        if blocking:
            raise Refusal(" ".join(blocking))
        after.append(measures.keep(cursor, municipality, measure, by, None))

    _write(
        municipality,
        f"De maatregel '{measure.name}' staat in het register als idee.",
        change,
        lambda cursor: measures.remove(cursor, municipality, measure.id, writer.name(), after[-1]),
    )


def _measure(bundle: Seen, wishes: Sequence[Asked]) -> Measure:
    known = {group.value for group in TargetGroup}
    name = bundle.name[: measure_checks.LONGEST_LINE]
    return Measure(
        id=measure_checks.new_id(),
        name=name[:1].upper() + name[1:],
        aim=f"Gevraagd door {dutch.counted(bundle.schools, 'school', 'scholen')}.",
        domains=tuple(sorted({domain for one in wishes for domain in one.domains})),
        target_groups=tuple(TargetGroup(word) for word in sorted({one.sector for one in wishes} & known)),
        wijken=tuple(sorted({one.wijk for one in wishes if one.wijk})),
        schools=tuple(sorted({one.wish.site for one in wishes})),
        wishes=tuple(one.wish.id for one in wishes),
    )


def draw_done(municipality: str) -> None:
    """What was last done or refused, with the way back."""
    outcome.refused()
    done: _Done | None = st.session_state.get(_DONE)
    if done is None or done.municipality != municipality:
        return
    st.success(plain(done.told), icon=":material/check:")
    if done.undo is not None:
        st.button("Ongedaan maken", icon=":material/undo:", on_click=_undo, args=(done,), key="_bundle_undo")


def _undo(done: _Done) -> None:
    if done.undo is not None:
        _write(done.municipality, "De laatste wijziging is ongedaan gemaakt.", done.undo, None)


def _write(
    municipality: str, told: str, change: Callable[[Cursor], object], undo: Callable[[Cursor], object] | None
) -> None:
    def commit() -> list[int]:
        plan.keep(shared_store(), refused)
        st.session_state[_DONE] = _Done(municipality, told, undo)
        return []

    def refused(cursor: Cursor) -> None:
        try:
            change(cursor)
        except Conflict as conflict:
            who = f" ({conflict.current_by})" if conflict.current_by else ""
            raise Refusal(
                f"Een collega{who} heeft dit intussen gewijzigd, dus er is niets veranderd. U ziet nu hoe het is; doe "
                "uw wijziging opnieuw als die nog nodig is."
            ) from conflict

    st.session_state.pop(_DONE, None)
    outcome.kept(Right.EDIT, told, commit)
