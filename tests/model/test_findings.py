"""What a load says is Dutch for somebody who knows no code: whole sentences, what it is about, what to do now."""

import inspect
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from model import findings
from model.findings import Finding, FindingLevel, Refusal

EXAMPLES: dict[type, Any] = {str: "84799NED", int: 3, float: 60.0, Sequence[str]: ["Inwoners", "Bijstand"]}
MESSAGES = {
    name: function
    for name, function in vars(findings).items()
    if inspect.isfunction(function) and function.__module__ == findings.__name__ and not name.startswith("_")
}


def text_of(name: str, **values: Any) -> str:
    function = MESSAGES[name]
    parameters = inspect.signature(function).parameters
    found = function(*(values.get(name, EXAMPLES[of.annotation]) for name, of in parameters.items()))
    return found.message if isinstance(found, Finding) else str(found)


@pytest.mark.parametrize("name", MESSAGES)
def test_every_message_is_made_of_sentences(name: str) -> None:
    text = text_of(name)
    assert text.endswith(".") and "  " not in text and " ." not in text
    assert text[0].isupper() or text[0].isdigit() or text[0] == "'" or text.startswith("84799NED")


@pytest.mark.parametrize("name", MESSAGES)
def test_every_message_says_what_it_is_about(name: str) -> None:
    parameters = inspect.signature(MESSAGES[name]).parameters
    texts = [name for name, of in parameters.items() if of.annotation is str and name not in ("example", "column")]
    named = [given for given in texts if "HIER" in text_of(name, **{given: "HIER"})]
    assert named or not texts


REFUSALS = [name for name, function in MESSAGES.items() if inspect.signature(function).return_annotation is str]
ADVICE = ("opnieuw", "Kies", "Meld", "Wacht", "Controleer", "Noem", "Download")


@pytest.mark.parametrize("name", REFUSALS)
def test_every_refusal_says_what_to_do_now(name: str) -> None:
    assert any(word in text_of(name) for word in ADVICE)


@pytest.mark.parametrize("name", [name for name in MESSAGES if "count" in inspect.signature(MESSAGES[name]).parameters])
def test_one_and_many_are_told_in_their_own_words(name: str) -> None:
    one, many = text_of(name, count=1), text_of(name, count=1234)
    assert "1.234 " in many and one != many.replace("1.234", "1")


@pytest.mark.parametrize(
    ("make", "one", "many"),
    [
        (findings.refused_rows, "1 rij van tabel T heeft", "2 rijen van tabel T hebben"),
        (findings.areas_without_row, "1 gebied staat wel", "2 gebieden staan wel"),
        (findings.refused_schools, "1 rij van T heeft", "2 rijen van T hebben"),
    ],
)
def test_singular_and_plural(make: Callable[..., Finding], one: str, many: str) -> None:
    arguments = ["T", "x"][: len(inspect.signature(make).parameters) - 1]
    assert make(1, *arguments).message.startswith(one)
    assert make(2, *arguments).message.startswith(many)


def test_unreadable_values_in_singular_and_plural() -> None:
    one, many = (findings.unreadable_values(count, "Inkomen", "T", "x").message for count in (1, 2))
    assert one == "1 waarde van 'Inkomen' in tabel T is geen getal en telt als 'geen cijfer'."
    assert many == "2 waarden van 'Inkomen' in tabel T zijn geen getal en tellen als 'geen cijfer'."


def test_a_refusal_is_its_own_blocking_finding() -> None:
    refusal = Refusal("Het is mis.")
    assert refusal.findings == (Finding(FindingLevel.BLOCKING, "Het is mis."),)
    assert str(refusal) == "Het is mis."
