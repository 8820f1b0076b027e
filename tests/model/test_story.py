"""A story is kept as text and comes back as it was."""

import json
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.catalogue import Ages, Domain
from model.choices import Audience, Choices, Classes
from model.region import Level
from model.story import Slide, SlideForm, Story, from_text, to_text

CHOICES = Choices(
    "GM9901",
    Level.BUURT,
    "laag_inkomen",
    "2020",
    Classes.EQUAL_STEPS,
    Audience.LEA,
    with_schools=True,
    ages=Ages.PRIMARY,
    theme="geld",
    weights=(("laag_inkomen", 2.5), ("bijstand", 0.0)),
    domain=Domain.SOCIAL,
    beside=("WK990101", "WK990104"),
    school_year="2021/2022",
    as_of=date(2022, 5, 1),
    cut="measure",
    spent_on=(("purpose", "zorg"), ("measure", "m1")),
    photo=3,
)
WHOLE = Story(
    "lea",
    "LEA 14 oktober 2021",
    date(2021, 10, 14),
    (
        Slide("a", SlideForm.TITLE, "Startfoto <b>", "één & ander", "Welkom heten."),
        Slide("b", SlideForm.TILE, question="Wat zien jullie?", kind="map", choices=CHOICES, actions=("x", "y")),
        Slide("c", SlideForm.TILE, kind="ranking", choices=Choices("GM9901")),
        Slide("d", SlideForm.OPEN),
    ),
)
text = st.text(max_size=20)
slides = st.builds(
    Slide, text, st.sampled_from(SlideForm), text, text, text, text, text, st.sampled_from([None, CHOICES])
)


def test_everything_of_a_story_comes_back() -> None:
    assert from_text(to_text(WHOLE)) == WHOLE


@given(st.builds(Story, text, text, st.none() | st.dates(), st.lists(slides, max_size=4).map(tuple)))
def test_any_story_comes_back_as_it_was(story: Story) -> None:
    assert from_text(to_text(story)) == story


def test_what_has_its_usual_value_is_not_written() -> None:
    assert json.loads(to_text(Story("a", "LEA"))) == {"id": "a", "name": "LEA"}


@pytest.mark.parametrize("said", ["{}", "[1]", '{"id": "a", "name": "b", "slides": [{"id": "c", "form": "film"}]}'])
def test_what_is_no_story_is_refused(said: str) -> None:
    with pytest.raises((ValueError, TypeError, AttributeError)):
        from_text(said)
