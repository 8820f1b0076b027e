"""Weights in a link: what is written is read back, and nonsense is left out and told."""

import pytest
from hypothesis import given
from hypothesis import strategies as some

from model import weights
from model.catalogue import Direction, current
from tests.worlds import indicator

LOW, AID, WORTH = (
    indicator("laag_inkomen"),
    indicator("bijstand"),
    indicator("woz", Direction.NONE, weight=None),
)
MODELLED = indicator("eenzaam", weight=0.0, is_modelled=True)
ALL = (LOW, AID, WORTH, MODELLED)
CAN_WEIGH = [row for row in current().indicators.values() if row.weight is not None]

hundredths = some.integers(0, 1000).map(lambda number: number / 100)
chosen = some.dictionaries(some.sampled_from([row.id for row in CAN_WEIGH]), hundredths)


def test_only_what_differs_from_the_catalogue_is_written_sorted_by_id() -> None:
    assert weights.write({"laag_inkomen": 2, "bijstand": 0, "eenzaam": 0}, ALL) == "bijstand:0,laag_inkomen:2"
    assert weights.write({"laag_inkomen": 1, "bijstand": 1}, ALL) == ""
    assert weights.write({"eenzaam": 0.5, "bijstand": 10}, ALL) == "bijstand:10,eenzaam:0.5"


def test_a_text_is_read_whatever_its_order_and_blanks() -> None:
    assert weights.read(" laag_inkomen:2 ,, bijstand:0", ALL) == (("bijstand", 0.0), ("laag_inkomen", 2.0))
    assert weights.read("", ALL) == ()


def test_a_weight_that_is_the_catalogues_own_is_no_choice() -> None:
    assert weights.read("bijstand:1,eenzaam:0.00", ALL) == ()


def test_of_an_indicator_that_stands_there_twice_the_last_weight_counts() -> None:
    assert weights.read("bijstand:3,bijstand:4", ALL) == (("bijstand", 4.0),)
    assert weights.read("bijstand:3,bijstand:1", ALL) == ()


@pytest.mark.parametrize(
    "part",
    ["onbekend:2", "woz:2", "bijstand:11", "bijstand:10.5", "bijstand:-1", "bijstand:nan", "bijstand:1e1", "bijstand",
     "bijstand:", ":2", "bijstand:2:3", "bijstand:٣", "bijstand:0.123", "<script>:1"],
)  # fmt: skip
def test_what_cannot_be_used_is_left_out_and_told_and_the_rest_counts(part: str) -> None:
    text = f"laag_inkomen:2,{part}"
    assert weights.read(text, ALL) == (("laag_inkomen", 2.0),)
    assert weights.dropped(text, ALL) == (part,)


def test_a_flood_in_a_link_is_cut_off() -> None:
    assert len(weights.dropped("x:1," * 1_000_000, ALL)) <= 1000


def test_every_indicator_that_can_weigh_has_a_weight() -> None:
    assert weights.complete((("bijstand", 3.0),), ALL) == {"laag_inkomen": 1, "bijstand": 3, "eenzaam": 0}


def test_the_text_of_all_indicators_together_is_not_cut_off() -> None:
    text = weights.write({row.id: 9.25 for row in CAN_WEIGH}, CAN_WEIGH)
    assert len(weights.read(text, CAN_WEIGH)) == len(CAN_WEIGH)


@given(chosen)
def test_what_is_written_is_read_back(picked: dict[str, float]) -> None:
    text = weights.write(picked, CAN_WEIGH)
    read = weights.read(text, CAN_WEIGH)
    assert weights.complete(read, CAN_WEIGH) == {row.id: picked.get(row.id, row.weight) for row in CAN_WEIGH}
    assert weights.dropped(text, CAN_WEIGH) == ()
    assert weights.write(dict(read), CAN_WEIGH) == text


@given(some.text())
def test_any_text_is_read_without_failing_and_gives_weights_that_can_be_written(text: str) -> None:
    read = weights.read(text, CAN_WEIGH)
    assert weights.read(weights.write(dict(read), CAN_WEIGH), CAN_WEIGH) == read
    assert all(0 <= weight <= 10 for _, weight in read)
