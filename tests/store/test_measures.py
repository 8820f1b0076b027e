"""Measures and what was agreed: every change is a version with who and when, and nobody overwrites another's unseen."""

import threading
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from duckdb import DuckDBPyConnection as Cursor
from hypothesis import HealthCheck, given
from hypothesis import settings as examples
from hypothesis import strategies as st

from model.catalogue import Domain
from model.measure import (
    Action,
    ActionKind,
    ActionState,
    Funding,
    Measure,
    MeasureState,
    Moment,
    Partner,
    Purpose,
    Role,
    Stream,
    TargetGroup,
)
from model.photo import PhotoKind
from store import Store, actions, batches, measures, photos
from store.versions import Conflict, Kept, VersionState
from tests.store.worlds import every_table, figures, load, rows

HERE, ELSEWHERE = "GM9901", "GM9902"
WHOLE = Measure(
    id="zomer",
    name="Zomerschool",
    aim="Twee weken taal.",
    purpose=Purpose.DELAYS,
    domains=(Domain.COGNITIVE, Domain.SOCIAL),
    themes=("taal",),
    target_groups=(TargetGroup.PRIMARY, TargetGroup.SPECIAL),
    wijken=("WK990104",),
    schools=("99AJ00", "99AK00"),
    interventions=("A3",),
    partners=(Partner.BOARDS, Partner.LIBRARY),
    role=Role.BROKER,
    funding=(Funding(Stream.NPO, 1_234_567), Funding(Stream.GOAB, 1), Funding(Stream.OWN, 99_999_999_999_999)),
    agenda_line="Ontwikkelkansen",
    owner="beleid onderwijs",
    places=60,
    intended_reach=0,
    start=date(2022, 7, 18),
    end=date(2022, 7, 29),
    state=MeasureState.DECIDED,
    wishes=("99AK00/abcdefghij",),
    moments=(
        Moment(date(2022, 7, 29), 55, "Vol.", "Vervoer.", to_board=True),
        Moment(date(2022, 10, 1)),
        Moment(date(2022, 7, 29), 0, "Een tweede op dezelfde dag."),
    ),
)
EMPTY = Measure("leeg", "Idee")


def keep(store: Store, measure: Measure, by: str = "", based_on: int | None = None, at: str = HERE) -> int:
    return store.write(lambda cursor: measures.keep(cursor, at, measure, by, based_on))


def remove(store: Store, id: str, based_on: int, by: str = "") -> None:
    store.write(lambda cursor: measures.remove(cursor, HERE, id, by, based_on))


def bring_back(store: Store, batch_id: int, based_on: int | None, by: str = "") -> None:
    store.write(lambda cursor: measures.bring_back(cursor, HERE, batch_id, by, based_on))


def kept(store: Store, municipality: str = HERE) -> list[Kept[Measure]]:
    with store.read() as cursor:
        return measures.measures(cursor, municipality)


def names(store: Store) -> list[str]:
    return [one.content.name for one in kept(store)]


def history(store: Store, id: str = "zomer") -> list[Kept[Measure]]:
    with store.read() as cursor:
        return measures.history(cursor, HERE, id)


def test_a_measure_comes_back_whole_with_every_part_in_its_order(store: Store) -> None:
    first, second = keep(store, WHOLE, "Anja"), keep(store, EMPTY)
    assert [(one.content, one.batch_id, one.by) for one in kept(store)] == [(EMPTY, second, ""), (WHOLE, first, "Anja")]
    assert all(abs(datetime.now(UTC) - one.at) < timedelta(minutes=1) for one in kept(store))
    assert rows(store, "select amount::varchar from mart.measure_funding order by position") == [
        ("12345.67",),
        ("0.01",),
        ("999999999999.99",),
    ]


@pytest.mark.parametrize("amount", [12.5, 12.0, True, "12", None])
def test_an_amount_that_is_no_whole_number_of_cents_is_refused(amount: object) -> None:
    with pytest.raises(TypeError, match="whole number of cents"):
        Funding(Stream.NPO, amount)  # type: ignore[arg-type]


def test_the_measures_of_two_gemeenten_have_nothing_to_do_with_each_other(file_store: Store) -> None:
    here, there = keep(file_store, WHOLE), keep(file_store, replace(WHOLE, name="Elders"), at=ELSEWHERE)
    remove(file_store, "zomer", here)
    assert kept(file_store) == []
    assert [one.content.name for one in kept(file_store, ELSEWHERE)] == ["Elders"]
    with pytest.raises(KeyError):
        bring_back(file_store, there, None)


class TestTwoEditors:
    def test_the_second_is_told_and_shown_what_the_first_kept(self, store: Store) -> None:
        seen = keep(store, WHOLE, "Anja")
        changed, mine = replace(WHOLE, places=80), replace(WHOLE, owner="team jeugd")
        newer = keep(store, changed, "Bram", seen)
        before = every_table(store)
        with pytest.raises(Conflict) as told:
            keep(store, mine, "Carla", seen)
        conflict = told.value
        assert (conflict.current, conflict.current_by) == (changed, "Bram")
        assert conflict.kept and conflict.kept.batch_id == newer
        assert conflict.current_at == kept(store)[0].at
        assert every_table(store) == before, "nothing of the second is kept"
        keep(store, mine, "Carla", newer)
        assert [one.content.owner for one in kept(store)] == ["team jeugd"]

    def test_that_make_the_same_measure_do_not_overwrite_each_other(self, file_store: Store) -> None:
        keep(file_store, WHOLE, "Anja")
        with pytest.raises(Conflict):
            keep(file_store, replace(WHOLE, name="Anders"), "Bram")
        assert names(file_store) == ["Zomerschool"]

    def test_nobody_changes_what_another_removed(self, file_store: Store) -> None:
        seen = keep(file_store, WHOLE)
        remove(file_store, "zomer", seen)
        with pytest.raises(Conflict) as told:
            keep(file_store, replace(WHOLE, places=1), "Bram", seen)
        assert (told.value.current, told.value.current_by, told.value.current_at) == (None, "", None)
        assert kept(file_store) == []

    def test_nobody_removes_or_undoes_what_another_changed(self, file_store: Store) -> None:
        first = keep(file_store, WHOLE)
        second = keep(file_store, replace(WHOLE, places=1), "Bram", first)
        third = keep(file_store, replace(WHOLE, places=2), "Carla", second)
        with pytest.raises(Conflict):
            remove(file_store, "zomer", second)
        with pytest.raises(Conflict):
            bring_back(file_store, first, second)
        assert [one.batch_id for one in kept(file_store)] == [third]

    def test_of_eight_at_the_same_moment_one_succeeds_and_seven_are_told_by_whom(self, file_store: Store) -> None:
        seen = keep(file_store, WHOLE)
        together = threading.Barrier(8)

        def edit(number: int) -> str:
            together.wait(timeout=30)
            try:
                keep(file_store, replace(WHOLE, places=number), f"editor {number}", seen)
            except Conflict as conflict:
                return str(conflict.current_by)
            return "kept"

        with ThreadPoolExecutor(8) as pool:
            outcomes = list(pool.map(edit, range(8)))
        winner = outcomes.index("kept")
        assert sorted(outcomes) == sorted(["kept", *[f"editor {winner}"] * 7])
        assert [one.content.places for one in kept(file_store)] == [winner]
        assert len(history(file_store)) == 2

    def test_that_change_different_measures_do_not_hinder_each_other(self, file_store: Store) -> None:
        seen = {f"m{number}": keep(file_store, Measure(f"m{number}", "Idee")) for number in range(8)}

        def edit(id: str) -> int:
            return keep(file_store, Measure(id, f"Klaar {id}"), id, seen[id])

        with ThreadPoolExecutor(8) as pool:
            assert len(set(pool.map(edit, seen))) == 8
        assert names(file_store) == [f"Klaar m{number}" for number in range(8)]
        assert [one.by for one in kept(file_store)] == sorted(seen)


class TestHistory:
    def test_has_every_version_newest_first_with_who_and_whether_it_counts(self, store: Store) -> None:
        first = keep(store, WHOLE, "Anja")
        second = keep(store, replace(WHOLE, places=80), "Bram", first)
        bring_back(store, first, second, "Carla")
        third = keep(store, replace(WHOLE, places=90), "", first)
        found = history(store)
        assert [(one.batch_id, one.content.places, one.by, one.stamp.state.value) for one in found] == [
            (third, 90, "", "in gebruik"),
            (second, 80, "Bram", "teruggedraaid"),
            (first, 60, "Anja", "vervangen"),
        ]
        assert [one.stamp.changed_by for one in found] == ["", "Carla", ""]
        assert [one.stamp.changed_at is not None for one in found] == [False, True, False]
        assert found[0].at >= found[1].at >= found[2].at

    def test_of_a_change_that_is_undone_shows_the_former_words_again_with_their_writer(self, file_store: Store) -> None:
        first = keep(file_store, WHOLE, "Anja")
        second = keep(file_store, replace(WHOLE, funding=(), moments=()), "Bram", first)
        bring_back(file_store, first, second)
        assert [(one.content, one.by) for one in kept(file_store)] == [(WHOLE, "Anja")]
        bring_back(file_store, second, first)
        assert [(one.content.funding, one.content.moments) for one in kept(file_store)] == [((), ())]

    def test_of_what_was_removed_lets_any_version_come_back(self, file_store: Store) -> None:
        first = keep(file_store, WHOLE, "Anja")
        second = keep(file_store, replace(WHOLE, places=80), "Bram", first)
        remove(file_store, "zomer", second, "Carla")
        assert kept(file_store) == []
        with file_store.read() as cursor:
            gone = measures.removed(cursor, HERE)
        assert [(one.batch_id, one.stamp.state, one.stamp.changed_by) for one in gone] == [
            (second, VersionState.WITHDRAWN, "Carla")
        ]
        bring_back(file_store, first, None, "Dirk")
        assert [one.content.places for one in kept(file_store)] == [60]
        bring_back(file_store, second, first)
        assert [one.content.places for one in kept(file_store)] == [80]
        with file_store.read() as cursor:
            assert measures.removed(cursor, HERE) == []

    def test_goes_on_when_a_removed_measure_is_written_anew(self, file_store: Store) -> None:
        remove(file_store, "zomer", keep(file_store, WHOLE))
        newer = keep(file_store, replace(WHOLE, places=5))
        assert [one.content.places for one in kept(file_store)] == [5]
        assert history(file_store)[0].batch_id == newer
        assert len(history(file_store)) == 2

    def test_of_what_was_never_kept_is_empty(self, file_store: Store) -> None:
        assert history(file_store, "nooit") == []
        with pytest.raises(KeyError):
            bring_back(file_store, 7, None)
        with pytest.raises(Conflict):
            remove(file_store, "nooit", 1)

    def test_is_no_load_and_leaves_loads_alone(self, file_store: Store) -> None:
        load(file_store, figures({"GM0001": 1.0}))
        remove(file_store, "zomer", keep(file_store, WHOLE))
        with file_store.read() as cursor:
            assert list(batches.loads(cursor)["state"]) == ["in gebruik"]
        assert rows(file_store, "select value from mart.observation") == [(1.0,)]


def test_a_photo_keeps_the_measures_of_its_moment(store: Store) -> None:
    load(store, figures({"GM0001": 1.0}))
    first = keep(store, WHOLE)
    photo = store.write(lambda cursor: photos.make(cursor, PhotoKind.START, "Start", date(2022, 1, 1)))
    second = keep(store, replace(WHOLE, places=1, funding=(), moments=()), "", first)
    remove(store, "zomer", second)
    with store.read(photo) as cursor:
        assert [one.content for one in measures.measures(cursor, HERE)] == [WHOLE]
    assert kept(store) == []


def test_several_measures_are_kept_in_one_write_or_none(file_store: Store) -> None:
    seen = keep(file_store, WHOLE)
    keep(file_store, replace(WHOLE, places=1), "Bram", seen)
    before = every_table(file_store)

    def both(cursor: Cursor) -> None:
        measures.keep(cursor, HERE, EMPTY, "Anja", None)
        measures.keep(cursor, HERE, replace(WHOLE, places=2), "Anja", seen)

    with pytest.raises(Conflict):
        file_store.write(both)
    assert every_table(file_store) == before


STEPS = st.lists(st.tuples(st.sampled_from(["keep", "remove", "bring back"]), st.integers(0, 9)), max_size=12)


@given(steps=STEPS)
@examples(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_done_the_register_shows_the_version_that_was_last_made_to_count(
    file_store: Store, steps: list[tuple[str, int]]
) -> None:
    id = f"m{file_store.data_version()}"
    said: dict[int, int] = {}
    shown: int | None = None
    for action, number in steps:
        if action == "keep":
            shown = keep(file_store, Measure(id, "Idee", places=number), "", shown)
            said[shown] = number
        elif action == "remove" and shown is not None:
            remove(file_store, id, shown)
            shown = None
        elif action == "bring back" and said:
            back = sorted(said)[number % len(said)]
            bring_back(file_store, back, shown)
            shown = back
        found = [one for one in kept(file_store) if one.content.id == id]
        assert [(one.batch_id, one.content.places) for one in found] == ([(shown, said[shown])] if shown else [])
    assert {one.batch_id: one.content.places for one in history(file_store, id)} == said


class TestAgreed:
    ACTION = Action(
        "a1", "Bibliotheek bellen", ActionKind.ACTION, "Anja", date(2022, 3, 1), ActionState.OPEN, "LEA", "zomer"
    )

    def test_decisions_and_actions_come_back_whole_by_due_date(self, file_store: Store) -> None:
        decision = Action("b1", "Zomerschool gaat door", ActionKind.DECISION)
        early = replace(self.ACTION, id="a2", due=date(2022, 2, 1))
        for one in (decision, self.ACTION, early):
            file_store.write(lambda cursor, one=one: actions.keep(cursor, HERE, one, "Anja", None))  # type: ignore[misc]
        with file_store.read() as cursor:
            found = actions.actions(cursor, HERE)
        assert [one.content for one in found] == [early, self.ACTION, decision]
        assert {one.by for one in found} == {"Anja"}

    def test_a_change_is_a_version_that_the_second_editor_is_shown_and_that_can_be_undone(self, store: Store) -> None:
        done = replace(self.ACTION, state=ActionState.DONE)
        first = store.write(lambda cursor: actions.keep(cursor, HERE, self.ACTION, "Anja", None))
        second = store.write(lambda cursor: actions.keep(cursor, HERE, done, "Bram", first))
        with pytest.raises(Conflict) as told:
            store.write(lambda cursor: actions.keep(cursor, HERE, self.ACTION, "Carla", first))
        assert (told.value.current, told.value.current_by) == (done, "Bram")
        store.write(lambda cursor: actions.remove(cursor, HERE, "a1", "Bram", second))
        with store.read() as cursor:
            assert actions.actions(cursor, HERE) == []
            assert [one.content for one in actions.removed(cursor, HERE)] == [done]
        store.write(lambda cursor: actions.bring_back(cursor, HERE, first, "Carla", None))
        with store.read() as cursor:
            assert [one.content for one in actions.actions(cursor, HERE)] == [self.ACTION]
            found = [(one.batch_id, one.stamp.state.value) for one in actions.history(cursor, HERE, "a1")]
        assert found == [(second, "teruggedraaid"), (first, "in gebruik")]

    def test_an_action_and_a_measure_with_one_id_are_two_things(self, file_store: Store) -> None:
        measure = keep(file_store, replace(WHOLE, id="a1"))
        action = file_store.write(lambda cursor: actions.keep(cursor, HERE, self.ACTION, "", None))
        file_store.write(lambda cursor: actions.remove(cursor, HERE, "a1", "", action))
        assert [one.batch_id for one in kept(file_store)] == [measure]
        with pytest.raises(KeyError):
            file_store.write(lambda cursor: actions.bring_back(cursor, HERE, measure, "", None))
