"""Every reason why there is no figure has its own status and its own words."""

import pytest

from model.status import LONG_TEXT, SHORT_TEXT, SIGNS, Status, status_of_sign


@pytest.mark.parametrize("texts", [SHORT_TEXT, LONG_TEXT], ids=["short", "long"])
def test_every_status_has_words_of_its_own(texts: dict[Status, str]) -> None:
    assert list(texts) == list(Status)
    assert len(set(texts.values())) == len(Status)


def test_an_explanation_is_a_sentence() -> None:
    assert all(text[0].isupper() and text.endswith(".") for text in LONG_TEXT.values())


def test_only_a_known_figure_and_a_rounded_nothing_carry_a_number() -> None:
    assert {status for status in Status if status.has_value} == {Status.KNOWN, Status.ROUNDED_TO_NOTHING}


@pytest.mark.parametrize(
    ("sign", "status"),
    [
        ("", Status.NOT_APPLICABLE),
        (".", Status.SECRET),
        ("*", Status.TOO_FEW),
        ("-99996", Status.TOO_FEW),
        ("-99997", Status.SECRET),
        ("-99995", Status.NOT_AVAILABLE),
        ("<5", Status.INTERVAL),
        ("< 10", Status.INTERVAL),
    ],
)
def test_a_sign_stands_for_one_status(sign: str, status: Status) -> None:
    assert status_of_sign(sign) is status


@pytest.mark.parametrize("text", ["0", "12.5", "-3", "x", "<", "<x", "..", "-99994"])
def test_what_is_no_sign_has_no_status(text: str) -> None:
    assert status_of_sign(text) is None


def test_no_sign_stands_for_a_number() -> None:
    assert not any(status.has_value for status in SIGNS.values())
