"""How long a sign-in counts, and that one which ended counts no more."""

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.access import Person, Role
from model.sign_in import SignIn, SignIns, is_valid

NOON = datetime(2021, 12, 1, 12, tzinfo=UTC)
BEA = Person("https://id#7", "Bea", Role.EDITOR)


@pytest.mark.parametrize(
    ("hours", "idle_minutes", "counts"),
    [(0, 0, True), (0, 30, True), (1, 31, False), (8, 0, True), (8.01, 0, False), (8.01, 31, False)],
)
def test_a_sign_in_lasts_eight_hours_and_half_an_hour_without_action(
    hours: float, idle_minutes: float, counts: bool
) -> None:
    assert is_valid(NOON - timedelta(hours=hours), NOON - timedelta(minutes=idle_minutes), NOON) is counts


def test_of_a_sign_in_without_known_action_the_half_hour_runs_from_its_begin() -> None:
    assert is_valid(NOON - timedelta(minutes=30), None, NOON)
    assert not is_valid(NOON - timedelta(minutes=31), None, NOON)


def test_an_action_keeps_a_sign_in_and_looking_whether_it_counts_does_not() -> None:
    signs, one = SignIns(), SignIn(BEA, NOON)
    assert signs.is_valid(one, NOON + timedelta(minutes=25), is_action=True)
    assert signs.is_valid(one, NOON + timedelta(minutes=50), is_action=False)
    assert not signs.is_valid(one, NOON + timedelta(minutes=56), is_action=True)


def test_a_sign_in_that_ended_counts_no_more_and_a_new_one_of_the_same_person_does() -> None:
    signs, first, second = SignIns(), SignIn(BEA, NOON), SignIn(BEA, NOON + timedelta(minutes=1))
    assert signs.is_valid(first, NOON, is_action=True)
    signs.end(first)
    assert not signs.is_valid(first, NOON + timedelta(minutes=2), is_action=True)
    assert signs.is_valid(second, NOON + timedelta(minutes=2), is_action=True)


@given(waits=st.lists(st.integers(0, 60), max_size=30))
def test_who_goes_on_is_let_through_till_the_first_long_pause_or_the_end_of_the_day(waits: list[int]) -> None:
    signs, one, now, has_ended = SignIns(), SignIn(BEA, NOON), NOON, False
    for wait in waits:
        now += timedelta(minutes=wait)
        has_ended = has_ended or wait > 30 or now > NOON + timedelta(hours=8)
        assert signs.is_valid(one, now, is_action=True) is not has_ended
