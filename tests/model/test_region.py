"""Codes of areas: how they are read, and how one lies within another."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.region import (
    Level,
    code_prefix,
    country_of,
    is_example,
    level_of,
    municipality_of,
    normalise_code,
    parent_of,
    path_of,
    scope_region,
    wijk_of,
)

LETTERS = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ"
NUMBERS = st.from_regex(r"[0-9]{4}", fullmatch=True)
CODES = st.one_of(
    st.just("NL00"),
    st.builds("GM{}".format, NUMBERS),
    st.builds("WK{}{}".format, NUMBERS, st.text(LETTERS, min_size=2, max_size=2)),
    st.builds("BU{}{}".format, NUMBERS, st.text(LETTERS, min_size=4, max_size=4)),
)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("GM0308    ", "GM0308"),
        ("  GM0308", "GM0308"),
        ("gm0308", "GM0308"),
        ("WK0363MA  ", "WK0363MA"),
        ("BU0363MA01", "BU0363MA01"),
        ("NL00      ", "NL00"),
        ("NL01  ", "NL00"),
        ("NL99", "NL99"),
    ],
)
def test_a_code_loses_its_padding_and_keeps_its_letters(text: str, code: str) -> None:
    assert normalise_code(text) == code


@pytest.mark.parametrize(
    "text", ["", "Baarn", "0308", "GM308", "GM03080", "WK0308", "WK03080", "BU030800", "PV26", "GM030A", "GM٠٣٠٨"]
)
def test_what_is_no_code_is_none(text: str) -> None:
    assert normalise_code(text) is None


@given(CODES, st.text(" ", max_size=20))
def test_reading_a_code_again_changes_nothing(code: str, padding: str) -> None:
    assert normalise_code(code + padding) == code
    assert normalise_code(normalise_code(code) or "") == code


@given(st.text())
def test_any_text_is_a_code_or_none(text: str) -> None:
    code = normalise_code(text)
    assert code is None or level_of(code) in Level


@given(CODES)
def test_a_path_leads_from_the_country_to_the_area_level_by_level(code: str) -> None:
    path = path_of(code)
    assert [level_of(step) for step in path] == list(Level)[: len(path)]
    assert path[-1] == code
    assert [parent_of(step) for step in path] == [None, *path[:-1]]


@given(CODES)
def test_the_code_of_a_part_begins_as_its_surroundings_say(code: str) -> None:
    assert all(code.startswith(code_prefix(around, level_of(code))) for around in path_of(code)[:-1])


def test_the_areas_around_a_buurt() -> None:
    assert path_of("BU0363MA01") == ["NL00", "GM0363", "WK0363MA", "BU0363MA01"]
    assert (wijk_of("BU03080103"), municipality_of("BU03080103")) == ("WK030801", "GM0308")
    assert (wijk_of("GM0308"), municipality_of("NL00"), parent_of("NL00")) == (None, None, None)


def test_the_example_lies_in_a_country_of_its_own() -> None:
    assert path_of("WK990108") == ["NL99", "GM9901", "WK990108"]
    assert [is_example(code) for code in ("NL99", "GM9901", "BU99010001", "NL00", "GM0999", "WK199900")] == [
        True, True, True, False, False, False
    ]  # fmt: skip
    assert (country_of("GM9901"), country_of("GM0308")) == ("NL99", "NL00")


def test_a_prefix_within_a_country_is_that_of_the_level() -> None:
    assert code_prefix("NL00", Level.WIJK) == "WK"
    assert code_prefix("GM0308", Level.BUURT) == "BU0308"
    assert code_prefix("WK030801", Level.BUURT) == "BU030801"


def test_rows_belong_to_the_batch_of_their_gemeente_or_of_the_country() -> None:
    codes = ["BU03080103", "WK030801", "GM0308", "NL00", "GM9901", "WK990108"]
    assert [scope_region(code) for code in codes] == ["GM0308", "GM0308", "NL00", "NL00", "NL99", "GM9901"]


def test_another_prefix_is_no_area() -> None:
    with pytest.raises(ValueError, match="no area code: 'PV26'"):
        level_of("PV26")


def test_every_level_has_a_plural() -> None:
    assert [level.plural for level in Level] == ["landen", "gemeenten", "wijken", "buurten"]
