"""How much one person may bring in on a day: over it nothing is kept, and what sources sent does not count."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from model.access import STARTFOTO, Person, Right, Role
from model.delivery import Received
from model.findings import Refusal
from settings import Settings
from store import Store
from store.audit import Act, acting
from tests.store.worlds import every_table, figures, load, rows, withdraw

ANNE, BO = Person("here#1", "Anne", Role.EDITOR), Person("here#2", "Bo", Role.EDITOR)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    opened = Store(Settings(data_dir=tmp_path, upload_quota_mb=3, upload_quota_files=4))
    yield opened
    opened.close()


def bring_in(
    store: Store, person: Person = ANNE, megabytes: float = 0.0, files: int = 1, right: Right = Right.UPLOAD
) -> int:
    """Files of so much together in one load."""
    content = bytes(int(megabytes * 1_000_000) // files)
    received = [Received(f"{number}.csv", "csv", content) for number in range(files)]
    with acting(Act(person, right, "cijfers.csv")):
        return load(store, figures({"GM0001": 1.0}, received=received))


def test_exactly_what_is_allowed_goes_in_and_one_more_does_not(store: Store) -> None:
    bring_in(store, megabytes=3.0)
    before = every_table(store)
    with pytest.raises(Refusal, match=r"2 bestanden van samen 3,1 MB.*mag er per dag 4 opnemen, van samen 3 MB"):
        bring_in(store, megabytes=0.1)
    assert every_table(store) == before, "also nothing in the audit trail"


def test_the_number_of_files_counts_too(store: Store) -> None:
    bring_in(store, files=3)
    bring_in(store)
    with pytest.raises(Refusal, match="5 bestanden"):
        bring_in(store)


def test_one_write_of_too_much_is_refused_as_a_whole(store: Store) -> None:
    with pytest.raises(Refusal, match="Er is nu niets opgenomen"):
        bring_in(store, files=5)
    assert rows(store, "from work.load") == rows(store, "from raw.received") == []


def test_another_person_has_a_quota_of_their_own(store: Store) -> None:
    bring_in(store, megabytes=3.0)
    bring_in(store, BO, megabytes=3.0)
    assert rows(store, "select count(*) from raw.received") == [(2,)]


def test_what_was_undone_still_counts_as_its_file_is_still_there(store: Store) -> None:
    withdraw(store, bring_in(store, megabytes=3.0))
    with pytest.raises(Refusal):
        bring_in(store, megabytes=0.1)


def test_a_new_day_begins_with_nothing(store: Store) -> None:
    bring_in(store, megabytes=3.0)
    store.write(lambda cursor: cursor.execute("update work.audit set happened_at = happened_at - interval 1 day"))
    bring_in(store, megabytes=3.0)


def test_what_was_fetched_from_a_source_does_not_count(store: Store) -> None:
    bring_in(store, megabytes=5.0, right=Right.LOAD)
    bring_in(store, megabytes=3.0)


def test_what_startfoto_writes_by_itself_has_no_quota(store: Store) -> None:
    bring_in(store, STARTFOTO, megabytes=5.0)
    load(store, figures({"GM0001": 1.0}, received=[Received("x.csv", "csv", bytes(5_000_000))]))


def test_who_is_over_it_can_still_do_all_else(store: Store) -> None:
    number = bring_in(store, megabytes=3.0)
    with acting(Act(ANNE, Right.UNDO, "lading 1")):
        withdraw(store, number)
    assert rows(store, "select action from work.audit order by number") == [(Right.UPLOAD.label,), (Right.UNDO.label,)]
