"""What a file says is shown as it is, whatever Markdown it looks like."""

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pages.parts.plain import plain


@pytest.mark.parametrize(
    "text",
    [
        "![x](https://elders.example/x.png)",
        "[klik](https://elders.example)",
        "**vet** en _schuin_",
        ":material/home: :red[rood]",
        "$x^2$",
        "# kop",
        "- punt",
        "<b>vet</b>",
    ],
)
def test_no_sign_of_markdown_is_left_as_it_was(text: str) -> None:
    escaped = plain(text)
    assert escaped != text
    assert not re.search(r"(?<!\\)[\[\]*_$<>`#]|(?<!\\):[a-z]|^- ", escaped), "each sign is escaped"
    assert "https:" not in escaped


@pytest.mark.parametrize(
    "text", ["OBS De Linde", "Stichting Sint Lambertus (po)", "12,5", "-3,2%", "10-11-2021", "a.b"]
)
def test_an_ordinary_text_stays_readable(text: str) -> None:
    assert plain(text).replace("\\", "") == text


def test_an_amount_is_not_broken_off_its_sign() -> None:
    assert plain("samen \N{EURO SIGN}\N{NO-BREAK SPACE}12,50\t nu") == "samen \N{EURO SIGN}\N{NO-BREAK SPACE}12,50 nu"


@given(st.text())
def test_any_text_is_one_line_of_at_most_twice_four_hundred_signs(text: str) -> None:
    assert "\n" not in plain(text)
    assert len(plain(text)) <= 2 * 400 + 200
