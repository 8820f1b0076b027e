"""Which figures are hidden beside the small ones: small tables, worked out by hand."""

from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis.disclosure import Kind, Why, reasons
from model.status import Status
from settings import Settings
from store.hidden import Observed

COUNT = Kind("aantal")
KINDS = {
    "alle": COUNT,
    "po": Kind("aantal", part_of="alle"),
    "vo": Kind("aantal", part_of="alle"),
    "so": Kind("aantal", part_of="alle"),
    "geindiceerd": COUNT,
    "deelnemend": Kind("aantal", part_of="geindiceerd"),
    "locaties": Kind("aantal", is_about_children=False),
    "deel": Kind("%"),
}
Cell = float | Status | tuple[float, float]
Table = Mapping[str, Mapping[str, Cell]]
GM, WK, BU = "GM9901", "WK9901", "BU9901"
HIDDEN = Status.TOO_FEW


def observed(indicator: str, region: str, cell: Cell, load_id: int = 0) -> Observed:
    """A figure with what is known of it: a value, why there is none, or a value with its n."""
    if isinstance(cell, Status):
        lower, upper = (0.0, 4.0) if cell is Status.INTERVAL else (None, None)
        return Observed(cell, indicator, region, "2021", None, lower, upper, None, load_id)
    value, count = cell if isinstance(cell, tuple) else (cell, None)
    return Observed(Status.KNOWN, indicator, region, "2021", value, None, None, count, load_id)


def hidden(table: Table, *earlier: Table) -> dict[str, Why]:
    """What is hidden of a file: `indicator region` to why, after loads that were kept like this."""
    figures = [observed(one, region, cell) for one, cells in table.items() for region, cell in cells.items()]
    former = [
        observed(one, region, cell, number)
        for number, kept in enumerate(earlier, start=1)
        for one, cells in kept.items()
        for region, cell in cells.items()
    ]
    why = reasons(figures, KINDS, Settings(), former)
    return {
        f"{one.indicator} {one.region}": reason for one, reason in zip(figures, why, strict=True) if reason is not None
    }


class TestATable:
    def test_without_small_numbers_is_kept_as_it_is(self) -> None:
        assert hidden({"alle": {GM: 30, WK + "01": 20, WK + "02": 10, WK + "03": 0}}) == {}

    def test_with_one_small_number_loses_the_smallest_beside_it(self) -> None:
        assert hidden({"alle": {GM: 90, WK + "01": 3, WK + "02": 50, WK + "03": 37, WK + "04": 0}}) == {
            "alle WK990101": Why.SMALL,
            "alle WK990103": Why.BESIDE,
        }

    def test_of_which_two_are_equal_loses_the_first_by_code(self) -> None:
        assert hidden({"alle": {GM: 83, WK + "03": 40, WK + "01": 3, WK + "02": 40}}) == {
            "alle WK990101": Why.SMALL,
            "alle WK990102": Why.BESIDE,
        }

    def test_with_two_small_numbers_that_are_enough_together_loses_no_more(self) -> None:
        assert hidden({"alle": {GM: 58, WK + "01": 4, WK + "02": 4, WK + "03": 50}}) == {
            "alle WK990101": Why.SMALL,
            "alle WK990102": Why.SMALL,
        }

    def test_with_small_numbers_that_are_too_few_together_loses_another(self) -> None:
        assert hidden({"alle": {GM: 54, WK + "01": 2, WK + "02": 2, WK + "03": 50}}) == {
            "alle WK990101": Why.SMALL,
            "alle WK990102": Why.SMALL,
            "alle WK990103": Why.BESIDE,
        }

    def test_with_so_many_ones_that_each_must_be_one_loses_another(self) -> None:
        ones = {f"{WK}0{number}": 1 for number in range(1, 6)}
        assert hidden({"alle": {GM: 55, **ones, WK + "09": 50}})["alle WK990109"] is Why.BESIDE, (
            "a 0 is shown, so five hidden numbers that make five are five ones"
        )

    def test_of_one_part_loses_its_total_too(self) -> None:
        assert set(hidden({"alle": {GM: 3, WK + "01": 3, WK + "02": 0}})) == {"alle GM9901", "alle WK990101"}

    def test_with_a_total_that_is_hidden_keeps_what_does_not_give_it_away(self) -> None:
        table = {"alle": {GM: 12}, "po": {GM: 3}, "vo": {GM: 9}, "so": {GM: 0}}
        assert hidden(table) == {"po GM9901": Why.SMALL, "vo GM9901": Why.BESIDE}

    def test_without_a_total_loses_only_what_is_small(self) -> None:
        assert hidden({"alle": {WK + "01": 3, WK + "02": 50}}) == {"alle WK990101": Why.SMALL}

    def test_of_buurten_is_closed_at_every_level(self) -> None:
        table = {GM: 96, WK + "01": 53, WK + "02": 43}
        buurten = {BU + "0101": 3, BU + "0102": 50, BU + "0201": 20, BU + "0202": 23}
        assert hidden({"alle": table | buurten}) == {"alle BU99010101": Why.SMALL, "alle BU99010102": Why.BESIDE}
        small = {GM: 56, WK + "01": 3, WK + "02": 53, BU + "0101": 3, BU + "0201": 30, BU + "0202": 23}
        assert hidden({"alle": small}) == {
            "alle WK990101": Why.SMALL,
            "alle BU99010101": Why.SMALL,
            "alle WK990102": Why.BESIDE,
            "alle BU99010202": Why.BESIDE,
        }, "the wijk beside it could be added up again from its buurten"

    def test_of_buurten_without_wijken_is_closed_through_the_wijken(self) -> None:
        assert hidden({"alle": {GM: 73, BU + "0101": 3, BU + "0201": 30, BU + "0202": 40}}) == {
            "alle BU99010101": Why.SMALL,
            "alle BU99010201": Why.BESIDE,
        }

    def test_of_which_a_wijk_is_missing_has_a_rest_that_counts_as_one(self) -> None:
        assert hidden({"alle": {GM: 63, WK + "01": 40, WK + "02": 20}}) == {"alle WK990102": Why.BESIDE}
        assert hidden({"alle": {GM: 93, WK + "01": 3, WK + "02": 50}}) == {"alle WK990101": Why.SMALL}, (
            "forty live elsewhere, so three cannot be told from them"
        )

    def test_of_one_group_in_another_hides_that_few_are_left(self) -> None:
        few = {"geindiceerd": {WK + "01": 40}, "deelnemend": {WK + "01": 38}}
        assert hidden(few) == {"deelnemend WK990101": Why.BESIDE}
        many = {"geindiceerd": {WK + "01": 40}, "deelnemend": {WK + "01": 31}}
        assert hidden(many) == {}
        all_of_them = {"geindiceerd": {WK + "01": 40}, "deelnemend": {WK + "01": 40}}
        assert hidden(all_of_them) == {}

    def test_of_groups_and_areas_is_closed_in_both_ways(self) -> None:
        table = {
            "alle": {GM: 130, WK + "01": 53, WK + "02": 77},
            "po": {GM: 63, WK + "01": 3, WK + "02": 60},
            "vo": {GM: 67, WK + "01": 50, WK + "02": 17},
        }
        found = hidden(table)
        assert {cell: found[cell] for cell in sorted(found)} == {
            "po WK990101": Why.SMALL,
            "po WK990102": Why.BESIDE,
            "vo WK990101": Why.BESIDE,
            "vo WK990102": Why.BESIDE,
        }

    @pytest.mark.parametrize("told", [Status.INTERVAL, Status.SECRET, Status.TOO_FEW])
    def test_that_hides_a_number_itself_does_not_give_it_away(self, told: Status) -> None:
        assert hidden({"alle": {GM: 53, WK + "01": told, WK + "02": 50}}) == {"alle WK990102": Why.BESIDE}

    def test_with_a_number_that_nobody_has_hides_nothing_unless_it_is_small(self) -> None:
        assert hidden({"alle": {GM: 70, WK + "01": Status.NOT_AVAILABLE, WK + "02": 50}}) == {}
        assert hidden({"alle": {GM: 53, WK + "01": Status.NOT_AVAILABLE, WK + "02": 50}}) == {
            "alle WK990102": Why.BESIDE
        }

    def test_of_what_is_no_child_or_no_person_is_kept(self) -> None:
        assert hidden({"locaties": {GM: 5, WK + "01": 1, WK + "02": 4}}) == {}


class TestAShare:
    def test_of_few_is_hidden_and_of_none_or_all_of_who_knows_how_many(self) -> None:
        shares: dict[str, Cell] = {GM: (12.5, 50), WK + "01": (12.5, 49), WK + "02": 0, WK + "03": 100}
        shares |= {WK + "04": (0, 60), WK + "05": 12.5}
        assert hidden({"deel": shares}) == {
            "deel WK990101": Why.FEW,
            "deel WK990102": Why.UNANIMOUS,
            "deel WK990103": Why.UNANIMOUS,
        }

    def test_goes_with_the_hidden_count_that_it_is_the_share_of(self) -> None:
        table: dict[str, dict[str, Cell]] = {
            "geindiceerd": {WK + "01": 80},
            "deelnemend": {WK + "01": 4},
            "deel": {WK + "01": 5.0, WK + "02": 5.0},
        }
        assert hidden(table) == {"deelnemend WK990101": Why.SMALL, "deel WK990101": Why.BESIDE}
        by_n: dict[str, dict[str, Cell]] = {"deelnemend": {WK + "01": 4}, "deel": {WK + "01": (95.0, 80)}}
        assert hidden(by_n)["deel WK990101"] is Why.BESIDE, "those who do not take part are the rest of 80"


class TestSharesOfFew:
    """Who has the shares and n of a gemeente and of all wijken but one computes those of that one."""

    def test_take_the_smallest_beside_them_along_where_their_n_adds_up(self) -> None:
        shares: dict[str, Cell] = {GM: (20, 400), WK + "01": (25, 40), WK + "02": (30, 160), WK + "03": (10, 200)}
        assert hidden({"deel": shares}) == {"deel WK990101": Why.FEW, "deel WK990102": Why.BESIDE}

    def test_that_are_fifty_together_are_enough(self) -> None:
        shares: dict[str, Cell] = {GM: (20, 400), WK + "01": (25, 40), WK + "02": (30, 20), WK + "03": (10, 340)}
        assert hidden({"deel": shares}) == {"deel WK990101": Why.FEW, "deel WK990102": Why.FEW}
        shares |= {GM: (20, 389), WK + "01": (25, 29)}
        assert hidden({"deel": shares}) == {
            "deel WK990101": Why.FEW,
            "deel WK990102": Why.FEW,
            "deel WK990103": Why.BESIDE,
        }, "together they are 49, of which the share follows"

    def test_are_hidden_alone_where_others_answered_too_or_n_does_not_add_up(self) -> None:
        more: dict[str, Cell] = {GM: (20, 500), WK + "01": (25, 40), WK + "02": (30, 160), WK + "03": (10, 200)}
        assert hidden({"deel": more}) == {"deel WK990101": Why.FEW}
        fewer = more | {GM: (20, 300)}
        assert hidden({"deel": fewer}) == {"deel WK990101": Why.FEW}

    def test_are_hidden_again_with_what_was_hidden_beside_them(self) -> None:
        before: Table = {"deel": {GM: (20, 400), WK + "01": HIDDEN, WK + "02": HIDDEN, WK + "03": (10, 200)}}
        after: Table = {"deel": {GM: (20, 460), WK + "01": (25, 100), WK + "02": (30, 160), WK + "03": (10, 200)}}
        assert hidden(after, before) == {"deel WK990101": Why.BEFORE, "deel WK990102": Why.BEFORE}

    @given(st.lists(st.integers(0, 120), min_size=1, max_size=6))
    def test_are_never_left_fewer_than_fifty_together(self, counts: list[int]) -> None:
        shares: dict[str, Cell] = {f"{WK}{place:02}": (10, count) for place, count in enumerate(counts)}
        found = {name.removeprefix("deel ") for name in hidden({"deel": {GM: (10, sum(counts)), **shares}})}
        left = sum(count for place, count in enumerate(counts) if f"{WK}{place:02}" in found)
        assert GM in found or left == 0 or left >= 50

    def test_of_which_nothing_is_hidden_are_kept_as_they_are(self) -> None:
        shares: dict[str, Cell] = {GM: (20, 400), WK + "01": (25, 200), WK + "02": (30, 180)}
        assert hidden({"deel": shares}) == {}


class TestASecondLoad:
    def test_hides_again_what_the_first_hid(self) -> None:
        first: Table = {"alle": {GM: 96, WK + "01": 50, WK + "02": HIDDEN, WK + "03": HIDDEN}}
        assert hidden({"alle": {GM: 100, WK + "01": 50, WK + "02": 43, WK + "03": 7}}, first) == {
            "alle WK990102": Why.BEFORE,
            "alle WK990103": Why.BEFORE,
        }, "96 less 50 less 43 would be three"

    def test_hides_what_is_new_where_the_rest_was_seen_before(self) -> None:
        first = {"alle": {GM: 100, WK + "01": 50, WK + "02": 43, WK + "03": 7}}
        assert hidden({"alle": {GM: 96, WK + "01": 50, WK + "02": 43, WK + "03": 3}}, first) == {
            "alle WK990103": Why.SMALL,
            "alle GM9901": Why.BESIDE,
        }, "that there are 43 and 50 is known, so the total must go"

    def test_does_not_give_one_away_by_the_difference_of_two_sums(self) -> None:
        first: Table = {"alle": {GM: 146, WK + "01": 80, WK + "02": HIDDEN, WK + "03": HIDDEN, WK + "04": 20}}
        second: Table = {"alle": {GM: 128, WK + "01": 80, WK + "02": 43, WK + "03": 3, WK + "04": 2}}
        assert hidden(second, first) == {
            "alle WK990102": Why.BEFORE,
            "alle WK990103": Why.SMALL,
            "alle WK990104": Why.SMALL,
            "alle GM9901": Why.BESIDE,
        }, "46 before and 48 now would be two"

    def test_that_brings_the_total_of_parts_hides_it_where_it_would_tell(self) -> None:
        first: Table = {"alle": {WK + "01": 50, WK + "02": HIDDEN}}
        assert hidden({"alle": {GM: 53}}, first) == {"alle GM9901": Why.BESIDE}

    def test_hides_a_share_that_was_hidden_also_when_its_n_is_no_longer_told(self) -> None:
        assert hidden({"deel": {GM: 22.5}}, {"deel": {GM: HIDDEN}}) == {"deel GM9901": Why.BEFORE}

    def test_of_another_year_has_nothing_to_do_with_it(self) -> None:
        figures = [observed("alle", WK + "03", 43)]
        before = [observed("alle", WK + "03", HIDDEN, 1)]
        later = [Observed(Status.KNOWN, "alle", WK + "03", "2022", 43, None, None, None)]
        assert reasons(figures, KINDS, Settings(), before) == [Why.BEFORE]
        assert reasons(later, KINDS, Settings(), before) == [None]
