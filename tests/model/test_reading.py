"""Numbers and amounts as people write them: read strictly, and as what they mean."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model import dutch
from model.reading import Reading, decimal_of, decimal_signs, is_ambiguous, read_cents, read_figure
from model.status import SIGNS, Status


def _known(value: float, is_percentage: bool = False) -> Reading:
    return Reading(Status.KNOWN, value, is_percentage=is_percentage)


def _between(lower: float | None, upper: float | None, is_percentage: bool = False) -> Reading:
    return Reading(Status.INTERVAL, lower=lower, upper=upper, is_percentage=is_percentage)


FIGURES = {
    "0": _known(0.0),
    "-0": _known(0.0),
    "12": _known(12.0),
    " 12 ": _known(12.0),
    "-3": _known(-3.0),
    "\u22123": _known(-3.0),
    "+2": _known(2.0),
    "1234": _known(1234.0),
    "1234,5": _known(1234.5),
    "1.234,5": _known(1234.5),
    "1.234.567": _known(1234567.0),
    "1\u00a0234,5": _known(1234.5),
    "1 234,5": _known(1234.5),
    "1\u2009234\u2009567": _known(1234567.0),
    "1\u202f234.5": _known(1234.5),
    "12.3": _known(12.3),
    "0.123": _known(0.123),
    "0,123": _known(0.123),
    ",5": _known(0.5),
    "1,234.5": _known(1234.5),
    "12345.678": _known(12345.678),
    "0.30000000000000004": _known(0.1 + 0.2),
    "12,3*": _known(12.3),
    "12,3**": _known(12.3),
    "12,3%": _known(12.3, is_percentage=True),
    "12,3 %": _known(12.3, is_percentage=True),
    "12,3%*": _known(12.3, is_percentage=True),
    "<5": _between(0.0, 4.0),
    "< 5": _between(0.0, 4.0),
    "<1": _between(0.0, 0.0),
    "≤ 4": _between(0.0, 4.0),
    "<=4": _between(0.0, 4.0),
    "<2,5": _between(0.0, 2.5),
    ">95": _between(96.0, None),
    "≥ 95": _between(95.0, None),
    "<5%": _between(0.0, 5.0, is_percentage=True),
    ">95 %": _between(95.0, 100.0, is_percentage=True),
    "5-9": _between(5.0, 9.0),
    "5 – 9": _between(5.0, 9.0),
    "5 t/m 9": _between(5.0, 9.0),
    "": Reading(Status.NOT_APPLICABLE),
    "nvt": Reading(Status.NOT_APPLICABLE),
    "n.v.t.": Reading(Status.NOT_APPLICABLE),
    "-": Reading(Status.NOT_AVAILABLE),
    "–": Reading(Status.NOT_AVAILABLE),
    "N.b.": Reading(Status.NOT_AVAILABLE),
    "NA": Reading(Status.NOT_AVAILABLE),
    "x": Reading(Status.SECRET),
    "X": Reading(Status.SECRET),
    ".": Reading(Status.SECRET),
    "onbekend": Reading(Status.SECRET),
    "*": Reading(Status.TOO_FEW),
    "-99996": Reading(Status.TOO_FEW),
    "-99996.0": Reading(Status.TOO_FEW),
}


@pytest.mark.parametrize(("text", "meaning"), FIGURES.items())
def test_a_figure_is_read_as_what_it_means(text: str, meaning: Reading) -> None:
    assert read_figure(text) == meaning


@pytest.mark.parametrize("sign", SIGNS)
def test_every_sign_of_a_source_has_its_status(sign: str) -> None:
    assert read_figure(sign) == Reading(SIGNS[sign])


@pytest.mark.parametrize(
    "text",
    [
        *("14-10-2021", "2021-10-14", "3-okt", "10/14", "9-5", "2019-2020"),
        *("Ravelshoek", "12 leerlingen", "ca. 12", "12?", "12 34", "12,3,4", "1.23.456", "12.34,5", "1..2", "0308"),
        *("1e5", "1E-05", "inf", "1_000", "١٢", "%", "<", "<x", "<0", "#DEEL/0!", "--3", "=1+1", "1" * 400, "1" * 20),
        *("**", "* *", "12 %%"),
    ],
)
def test_what_is_no_number_stays_no_number(text: str) -> None:
    assert [read_figure(text, decimal) for decimal in (None, ",", ".")] == [None, None, None]


@pytest.mark.parametrize("text", ["1.234", "1,234", "12.345%", "-1.234", "<1.234"])
def test_a_number_that_can_be_read_in_two_ways_is_read_only_when_its_column_says_how(text: str) -> None:
    dutch_one, english_one = read_figure(text, ","), read_figure(text, ".")
    assert read_figure(text) is None
    assert is_ambiguous(text)
    assert dutch_one is not None
    assert english_one is not None
    assert dutch_one != english_one


def test_the_decimal_sign_of_a_column_says_what_a_doubtful_number_is() -> None:
    assert read_figure("1.234", ",") == _known(1234.0)
    assert read_figure("1.234", ".") == _known(1.234)
    assert read_figure("12.3", ",") is None
    assert read_figure("12,3", ".") is None


@pytest.mark.parametrize(
    ("texts", "decimal", "signs"),
    [
        (["12", "1.234", "12,3"], ",", {","}),
        (["12", "1.234", "12.3"], ".", {"."}),
        (["1.234.567", "1.234"], ",", {","}),
        (["1,234.5"], ".", {"."}),
        (["<2,5", "x"], ",", {","}),
        (["1.234", "1,234", "12", "x", "tekst", ""], None, set()),
        (["12,3", "12.3"], None, {",", "."}),
        ([], None, set()),
    ],
)
def test_a_column_proves_its_decimal_sign_or_nothing(texts: list[str], decimal: str | None, signs: set[str]) -> None:
    assert decimal_of(texts) == decimal
    assert set(decimal_signs(texts)) == signs


@given(st.integers(-(10**12), 10**12), st.integers(0, 3))
def test_a_number_in_dutch_is_read_back_as_the_same_number(whole: int, decimals: int) -> None:
    value = float(Decimal(whole).scaleb(-decimals))
    assert read_figure(dutch.number(value, decimals), ",") == _known(value)


@given(st.text())
def test_any_text_gives_a_reading_or_none(text: str) -> None:
    for decimal in (None, ",", "."):
        found = read_figure(text, decimal)
        assert found is None or (found.value is not None) == found.status.has_value
    read_cents(text)


AMOUNTS = {
    "12": 1200,
    "€ 12": 1200,
    "€12,50": 1250,
    "12,5": 1250,
    "12.5": 1250,
    "1.234": 123400,
    "12.345": 1234500,
    "1234.56": 123456,
    "1.234,56": 123456,
    "1,234.56": 123456,
    "€ 1.234,56-": -123456,
    "(1.234,56)": -123456,
    "€ -5": -500,
    "- € 5": -500,
    "€ 1.234,-": 123400,
    "€\u00a01\u00a0234,00": 123400,
    "EUR 5": 500,
    "5 euro": 500,
    "0,29": 29,
    "1.000.000": 100000000,
}


@pytest.mark.parametrize(("text", "cents"), AMOUNTS.items())
def test_an_amount_is_read_to_the_cent(text: str, cents: int) -> None:
    assert read_cents(text) == cents


@pytest.mark.parametrize(
    "text",
    [
        "",
        "-",
        "€",
        "x",
        "1,234",
        "12,345",
        "1.5 mln",
        "5%",
        "<5",
        "14-10-2021",
        "(-5)",
        "-5-",
        "(5-)",
        "€ 5 €",
        "1" * 99,
    ],
)
def test_what_is_no_amount_stays_no_amount(text: str) -> None:
    assert read_cents(text) is None


@given(st.integers(-(10**12), 10**12))
def test_an_amount_in_dutch_is_read_back_to_the_cent(cents: int) -> None:
    assert read_cents("€ " + dutch.number(cents / 100, 2)) == cents
