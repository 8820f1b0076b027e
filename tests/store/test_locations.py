"""Where addresses are: every answer is kept, the latest counts, and not known is an answer too."""

from store import Store, locations
from store.locations import Answer


def keep(store: Store, **found: Answer) -> None:
    store.write(lambda cursor: locations.keep(cursor, found))


def answers(store: Store) -> dict[str, Answer]:
    with store.read() as cursor:
        return locations.answers(cursor)


def test_nothing_was_asked_of_a_new_store(store: Store) -> None:
    assert answers(store) == {}


def test_an_answer_is_a_point_with_a_buurt_or_that_the_address_is_not_known(store: Store) -> None:
    told: dict[str, Answer] = {
        "a": (5.29, 52.21, "BU03080003"),
        "b": None,
        "c": (5.3, 52.2, ""),
        "d": (None, None, "BU1"),
    }
    keep(store, **told)
    assert answers(store) == told


def test_a_later_answer_on_the_same_address_counts_and_the_former_is_kept(store: Store) -> None:
    keep(store, a=None, b=None)
    keep(store, a=(5.29, 52.21, "BU03080003"))
    assert answers(store) == {"a": (5.29, 52.21, "BU03080003"), "b": None}
    with store.read() as cursor:
        assert cursor.execute("select count(*) from raw.location where address = 'a'").fetchall() == [(2,)]


def test_an_address_that_is_not_known_any_more_is_not_known(store: Store) -> None:
    keep(store, a=(5.29, 52.21, "BU03080003"))
    keep(store, a=None)
    assert answers(store) == {"a": None}
