"""The reference day of figures, as the catalogue says it in words."""

from datetime import date

import pytest

from model import catalogue
from model.reference import reference_day


@pytest.mark.parametrize(
    ("words", "period", "day"),
    [
        ("1 januari {period}", "2021", date(2021, 1, 1)),
        ("1 oktober {period}", "2021", date(2021, 10, 1)),
        ("31 december {period}", "2021", date(2021, 12, 31)),
        (" 1 januari {period} ", "2021", date(2021, 1, 1)),
        ("1 januari van het jaar vóór {period}", "2021", date(2020, 1, 1)),
        ("heel {period}", "2021", date(2021, 12, 31)),
        ("najaar {period}", "2020", date(2020, 10, 1)),
        ("schooljaar dat in {period} begon", "2021", date(2021, 10, 1)),
        ("31 februari {period}", "2021", None),
        ("1 januari {period}", "0000", None),
        ("heel {period}", "0000", None),
        ("{period}", "2021", None),
        ("uitgave {period}", "2021", None),
        ("1 januari {period}", "2021-2022", None),
        ("heel {period}", "2021-2022", None),
        ("", "2021", None),
        ("{0} {onbekend} {period}", "2021", None),
    ],
)
def test_the_day_that_words_name(words: str, period: str, day: date | None) -> None:
    assert reference_day(words, period) == day


def test_every_reference_of_the_catalogue_that_names_more_than_a_year_is_a_day() -> None:
    known = catalogue.current()
    words = {row.reference for row in known.sources.values()} | {row.reference for row in known.indicators.values()}
    words -= {""}
    assert {one for one in words if reference_day(one, "2021") is None} == {"{period}", "uitgave {period}"}
