"""Stories and texts of the plan: every change is a version, and nobody overwrites another's unseen."""

from dataclasses import replace
from datetime import date

import pytest

from model.story import Slide, SlideForm, Story
from store import Store, documents, stories
from store.documents import PLAN_TEXT, Document
from store.versions import Conflict

HERE, ELSEWHERE = "GM9901", "GM9902"
FIRST = Story("lea", "LEA 14 oktober 2021", date(2021, 10, 14), (Slide("a", SlideForm.TITLE, "Startfoto"),))


def keep(store: Store, story: Story, by: str = "Anja", based_on: int | None = None, at: str = HERE) -> int:
    return store.write(lambda cursor: stories.keep(cursor, at, story, by, based_on))


def listed(store: Store, at: str = HERE) -> list[Story]:
    with store.read() as cursor:
        return [one.content for one in stories.stories(cursor, at)]


def test_a_story_is_kept_for_its_municipality_only(store: Store) -> None:
    keep(store, FIRST)
    assert listed(store) == [FIRST]
    assert listed(store, ELSEWHERE) == []


def test_the_latest_meeting_stands_first_after_those_without_a_day(file_store: Store) -> None:
    later = replace(FIRST, id="later", day=date(2022, 1, 1))
    loose, other = (replace(FIRST, id=name, name=name, day=None) for name in ("b", "A"))
    for one in (FIRST, later, loose, other):
        keep(file_store, one)
    assert [one.id for one in listed(file_store)] == ["A", "b", "later", "lea"]


def test_every_version_is_kept_with_who_wrote_it_and_can_count_again(file_store: Store) -> None:
    first = keep(file_store, FIRST)
    second = keep(file_store, replace(FIRST, name="LEA november"), "Bas", first)
    file_store.write(lambda cursor: stories.bring_back(cursor, HERE, first, "Cor", second))
    assert listed(file_store) == [FIRST]
    with file_store.read() as cursor:
        versions = stories.history(cursor, HERE, FIRST.id)
    assert [(one.content.name, one.by) for one in versions] == [("LEA november", "Bas"), (FIRST.name, "Anja")]


def test_the_second_editor_is_shown_what_the_first_kept_and_nothing_is_lost(file_store: Store) -> None:
    first = keep(file_store, FIRST)
    keep(file_store, replace(FIRST, name="LEA november"), "Bas", first)
    with pytest.raises(Conflict) as told:
        keep(file_store, replace(FIRST, name="LEA december"), "Cor", first)
    assert (told.value.current.name, told.value.current_by) == ("LEA november", "Bas")  # type: ignore[union-attr]
    assert [one.name for one in listed(file_store)] == ["LEA november"]


def test_a_story_that_was_taken_away_can_be_brought_back(file_store: Store) -> None:
    first = keep(file_store, FIRST)
    file_store.write(lambda cursor: stories.remove(cursor, HERE, FIRST.id, "Bas", first))
    assert listed(file_store) == []
    with file_store.read() as cursor:
        assert [one.content for one in stories.removed(cursor, HERE)] == [FIRST]
    with pytest.raises(Conflict) as gone:
        keep(file_store, FIRST, based_on=first)
    assert gone.value.current is None
    file_store.write(lambda cursor: stories.bring_back(cursor, HERE, first, "Bas", None))
    assert listed(file_store) == [FIRST]


def test_a_text_of_the_plan_is_no_story_though_it_has_its_name(file_store: Store) -> None:
    keep(file_store, FIRST)
    text = Document(FIRST.id, "=1+1 <b>")
    kept = file_store.write(lambda cursor: documents.keep(cursor, PLAN_TEXT, HERE, text, "Anja", None))
    with file_store.read() as cursor:
        assert [one.content for one in documents.documents(cursor, PLAN_TEXT, HERE)] == [text]
    assert listed(file_store) == [FIRST]
    with pytest.raises(KeyError):
        file_store.write(lambda cursor: stories.bring_back(cursor, HERE, kept, "Anja", None))
