"""A wish is known by its school and its words."""

from hypothesis import given
from hypothesis import strategies as st

from model.scan import wish_id


def test_blanks_and_capitals_make_no_other_wish_and_other_words_or_schools_do() -> None:
    one = wish_id("99AA00", "Hulp bij huiswerk")
    assert one.startswith("99AA00/")
    assert wish_id("99AA00", "  hulp bij\nHuiswerk ") == one
    assert wish_id("99AA00", "Hulp bij rekenen") != one
    assert wish_id("99AB00", "Hulp bij huiswerk") != one


@given(st.text(), st.text())
def test_two_wishes_are_the_same_only_when_their_words_are(one: str, other: str) -> None:
    same = one.casefold().split() == other.casefold().split()
    assert (wish_id("99AA00", one) == wish_id("99AA00", other)) is same
    assert wish_id("", one).strip("/").isalpha(), "digits could be taken for a telephone number"
