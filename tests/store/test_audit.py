"""The audit trail: a row for each write, in its transaction, with who, what, and from which version to which."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

import pandas as pd
import pytest
from duckdb import DuckDBPyConnection as Cursor
from hypothesis import given, settings
from hypothesis import strategies as st

from model.access import Person, Right, Role
from settings import Settings
from store import Store, audit, people
from store.audit import Act, acting
from tests.store.worlds import figures, load, withdraw

BEA = Person("https://id#7", "Bea", Role.EDITOR)
HEIN = Person("https://id#8", "Hein", Role.MANAGER)
TODAY = date.today()  # noqa: DTZ011


@contextmanager
def as_(person: Person, right: Right = Right.UPLOAD, about: str = "cijfers") -> Iterator[None]:
    with acting(Act(person, right, about)):
        yield


def trail(store: Store, words: str = "", action: str = "") -> pd.DataFrame:
    with store.read() as cursor:
        day = timedelta(days=1)
        return audit.trail(cursor, TODAY - day, TODAY + day, words, action)


def test_a_row_says_who_did_what_and_from_which_version_to_which(store: Store) -> None:
    with as_(BEA):
        load(store, figures({"GM0308": 10.0}))
        load(store, figures({"GM0308": 12.0}))
    with as_(HEIN, Right.UNDO, "lading 2"):
        withdraw(store, 2)
    found = trail(store)
    assert found["number"].tolist() == [3, 2, 1]
    assert found["name"].tolist() == ["Hein", "Bea", "Bea"]
    assert found["action"].tolist() == [Right.UNDO.label, Right.UPLOAD.label, Right.UPLOAD.label]
    assert found["scopes"].tolist() == [1, 1, 1]
    assert [change.rpartition(": ")[2] for change in found["changes"]] == ["2 → 1", "1 → 2", "niets → 1"]


def test_a_change_that_fails_leaves_no_row_and_no_number(store: Store) -> None:
    def fail(cursor: Cursor) -> None:
        people.signed_in(cursor, BEA)
        raise ValueError("no")

    with as_(BEA):
        with pytest.raises(ValueError, match="no"):
            store.write(fail)
        load(store, figures({"GM0308": 10.0}))
    assert trail(store)["number"].tolist() == [1]
    with store.read() as cursor:
        assert people.people(cursor) == []


def test_how_far_a_job_is_stands_not_in_the_trail(store: Store) -> None:
    with as_(BEA):
        store.write(lambda cursor: None, is_listed=False)
    assert trail(store).empty


def test_a_write_that_does_not_say_whose_it_is_is_refused_where_that_is_asked(file_settings: Settings) -> None:
    store = Store(replace(file_settings, data_dir=file_settings.data_dir / "other"), needs_act=True)
    with pytest.raises(RuntimeError, match="who does what"):
        store.write(lambda cursor: people.signed_in(cursor, BEA))
    with store.read() as cursor:
        assert people.people(cursor) == []
    store.close()


def test_the_trail_is_searched_by_name_action_and_subject(store: Store) -> None:
    for person, about in ((BEA, "cijfers GGD"), (HEIN, "boekingen")):
        with as_(person, Right.UPLOAD, about):
            store.write(lambda cursor: None)
    assert trail(store, "ggd")["name"].tolist() == ["Bea"]
    assert trail(store, "hein")["about"].tolist() == ["boekingen"]
    assert trail(store, "%")["name"].tolist() == []
    assert len(trail(store, action=Right.UPLOAD.label)) == 2
    assert trail(store, action=Right.UNDO.label).empty


def test_a_row_that_was_taken_out_shows_by_its_number(store: Store) -> None:
    with as_(BEA):
        for _ in range(3):
            store.write(lambda cursor: None)
    with store.read() as cursor:
        assert audit.missing(cursor) == 0
    store.write(lambda cursor: cursor.execute("delete from work.audit where number = 2"))
    with store.read() as cursor:
        assert audit.missing(cursor) == 1


@pytest.fixture(scope="module")
def long_lived(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    store = Store(Settings(data_dir=tmp_path_factory.mktemp("trail")))
    yield store
    store.close()


@given(acts=st.lists(st.sampled_from([BEA, HEIN, None]), max_size=6))
@settings(max_examples=15)
def test_whatever_is_written_by_whom_the_numbers_are_consecutive(long_lived: Store, acts: list[Person | None]) -> None:
    before = trail(long_lived)
    for person in acts:
        with acting(Act(person, Right.EDIT) if person else None):
            long_lived.write(lambda cursor: None)
    found = trail(long_lived)
    named = [person.name for person in acts if person]
    assert found["number"].tolist() == list(range(len(before) + len(named), 0, -1))
    assert found["name"].tolist()[: len(named)] == named[::-1]


class TestPeople:
    def test_who_signed_in_is_known_with_the_last_role(self, store: Store) -> None:
        store.write(lambda cursor: people.signed_in(cursor, BEA))
        store.write(lambda cursor: people.signed_in(cursor, replace(BEA, role=Role.MANAGER)))
        with store.read() as cursor:
            [known] = people.people(cursor)
        assert (known.person.name, known.person.role, known.is_revoked) == ("Bea", Role.MANAGER, False)

    def test_access_is_taken_away_and_given_back(self, store: Store) -> None:
        store.write(lambda cursor: people.signed_in(cursor, BEA))
        for change, is_revoked in ((people.revoke, True), (people.admit, False), (people.revoke, True)):
            store.write(partial(change, person=BEA))
            with store.read() as cursor:
                assert people.is_revoked(cursor, BEA.id) is is_revoked
                assert not people.is_revoked(cursor, HEIN.id)
                assert [one.is_revoked for one in people.people(cursor)] == [is_revoked]

    def test_signing_in_again_gives_no_access_back(self, store: Store) -> None:
        store.write(lambda cursor: people.revoke(cursor, BEA))
        store.write(lambda cursor: people.signed_in(cursor, BEA))
        with store.read() as cursor:
            assert people.is_revoked(cursor, BEA.id)
