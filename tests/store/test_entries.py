"""What officers enter is remembered, replaced by a later entry, and is no load."""

from store import Store, batches, entries
from store.entries import CHOICE, SCHOOL


def test_the_last_answer_counts_and_each_kind_has_its_own(store: Store) -> None:
    store.write(lambda cursor: entries.remember(cursor, SCHOOL, {"elzenblad": "99AC00", "vlinder": "99AZ00"}))
    store.write(lambda cursor: entries.remember(cursor, SCHOOL, {"elzenblad": "99AC01"}))
    store.write(lambda cursor: entries.remember(cursor, CHOICE, {"elzenblad": "B3"}))
    with store.read() as cursor:
        assert entries.remembered(cursor, SCHOOL) == {"elzenblad": "99AC01", "vlinder": "99AZ00"}
        assert entries.remembered(cursor, CHOICE) == {"elzenblad": "B3"}


def test_a_layout_is_found_by_the_shape_of_the_file(store: Store) -> None:
    store.write(lambda cursor: entries.keep_layout(cursor, "abc", '{"shape": "wide"}'))
    with store.read() as cursor:
        assert entries.layout_of(cursor, "abc") == '{"shape": "wide"}'
        assert entries.layout_of(cursor, "abd") is None


def test_a_card_that_is_made_anew_replaces_the_former(store: Store) -> None:
    store.write(lambda cursor: entries.keep_cards(cursor, "indicator", {"een": "1", "twee": "2"}))
    store.write(lambda cursor: entries.keep_cards(cursor, "indicator", {"een": "anders"}))
    with store.read() as cursor:
        assert entries.cards(cursor, "indicator") == {"twee": "2", "een": "anders"}
        assert entries.cards(cursor, "source") == {}


def test_entries_are_no_loads(store: Store) -> None:
    store.write(lambda cursor: entries.remember(cursor, SCHOOL, {"elzenblad": "99AC00"}))
    with store.read() as cursor:
        assert batches.loads(cursor).empty
