"""Two photos compared: each figure has one reason why it differs, worked out by hand, and none where it does not."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import date

import pandas as pd
import pytest
import shapely
from duckdb import DuckDBPyConnection as Cursor
from hypothesis import given
from hypothesis import settings as examples
from hypothesis import strategies as st

from analysis.photos import changes, counted
from model import catalogue as catalogues
from model.catalogue import Catalogue
from model.delivery import Delivery, Series
from model.photo import Difference, PhotoKind
from model.status import Status
from store import Store, batches, entries, photos
from tests.store.worlds import borders
from tests.worlds import Cell, delivered, indicator, stored, world

GEMEENTE, NOORD, ZUID = "GM0308", "WK030801", "WK030802"
KNOWN = catalogues.current()


def catalogue(*changed: str, **changes: object) -> Catalogue:
    """Three indicators of KWB and one of RIVM's table of all periods."""
    cards = {id_: indicator(id_) for id_ in ("armoede", "arbeid", "woz")}
    cards["eenzaam"] = indicator("eenzaam", source="gezondheid")
    for id_ in changed:
        cards[id_] = replace(cards[id_], **changes)  # type: ignore[arg-type]
    return replace(KNOWN, indicators=cards)


def kwb(figures: dict[str, dict[str, Cell]], period: str = "2021", flag: str = "1", **changes: object) -> Delivery:
    regions = {region for cells in figures.values() for region in cells}
    found = delivered(figures, period, flags=dict.fromkeys(regions, flag), names={NOORD: "Noord"})
    return replace(found, **changes)  # type: ignore[arg-type]


@contextmanager
def photographed(store: Store, *then: Delivery) -> Iterator[tuple[Cursor, Cursor]]:
    """A cursor on a photo of now, and one on the store after these loads."""
    photo = store.write(lambda cursor: photos.make(cursor, PhotoKind.START, "Startfoto", date(2021, 12, 1)))
    store.write(lambda cursor: batches.add_loads(cursor, then))
    with store.read(photo) as before, store.read() as after:
        yield before, after


def compared(
    first: list[Delivery], then: list[Delivery], before: Catalogue | None = None, after: Catalogue | None = None
) -> pd.DataFrame:
    with stored(*first) as store, photographed(store, *then) as cursors:
        return changes(*cursors, before or catalogue(), after or catalogue(), GEMEENTE).frame


def reasons(frame: pd.DataFrame) -> dict[tuple[str, str], str]:
    keys = zip(frame["indicator"].tolist(), frame["region"].tolist(), strict=True)
    return dict(zip(keys, frame["reason"].tolist(), strict=True))


def test_every_figure_has_its_reason_in_a_world_worked_out_by_hand() -> None:
    """KWB 2021 comes in again with another figure for Noord and none for Zuid; 2022 has work only, health is new."""
    first = kwb({"armoede": {GEMEENTE: 8.0, NOORD: 10.0, ZUID: 6.0}, "arbeid": {GEMEENTE: 70.0, NOORD: 60.0}})
    again = kwb({"armoede": {GEMEENTE: 8.0, NOORD: 11.0, ZUID: Status.SECRET}, "arbeid": {GEMEENTE: 70.0, NOORD: 60.0}})
    next_year = kwb({"arbeid": {GEMEENTE: 71.0, NOORD: Status.NOT_AVAILABLE}}, "2022")
    health = delivered({"eenzaam": {NOORD: 9.0}}, "2020", source="gezondheid")
    with stored(first) as store, photographed(store, again, next_year, health) as cursors:
        table = changes(*cursors, catalogue(), catalogue(), GEMEENTE)
    assert table.frame.fillna(-1.0).to_numpy().tolist() == [
        ["armoede", GEMEENTE, GEMEENTE, "2021", 8.0, "2021", 8.0, "gelijk"],
        ["armoede", NOORD, "Noord", "2021", 10.0, "2021", 11.0, "nieuwe cijfers"],
        ["armoede", ZUID, ZUID, "2021", 6.0, "", -1.0, "vervallen"],
        ["arbeid", GEMEENTE, GEMEENTE, "2021", 70.0, "2022", 71.0, "nieuw jaar"],
        ["arbeid", NOORD, "Noord", "2021", 60.0, "2021", 60.0, "gelijk"],
        ["eenzaam", NOORD, "Noord", "", -1.0, "2020", 9.0, "nieuw"],
    ]
    assert counted(table) == {
        Difference.NEW: 1,
        Difference.GONE: 1,
        Difference.OTHER_BORDER: 0,
        Difference.OTHER_DEFINITION: 0,
        Difference.NEW_PERIOD: 1,
        Difference.NEW_FIGURES: 1,
        Difference.SAME: 2,
    }


def test_other_gemeenten_buurten_and_figures_that_nobody_knows_are_not_compared() -> None:
    first = kwb({"armoede": {"GM0344": 1.0, "WK034401": 1.0, "BU03080101": 1.0, "NL00": 1.0, ZUID: Status.SECRET}})
    assert compared([first], []).empty


def test_a_newer_figure_that_was_undone_is_gone() -> None:
    with stored(kwb({"armoede": {NOORD: 1.0}}), kwb({"armoede": {NOORD: 2.0}}, "2022")) as store:
        photo = store.write(lambda cursor: photos.make(cursor, PhotoKind.START, "Startfoto", date(2021, 12, 1)))
        store.write(lambda cursor: batches.withdraw(cursor, 2))
        with store.read(photo) as before, store.read() as after:
            assert reasons(changes(before, after, catalogue(), catalogue(), GEMEENTE).frame) == {
                ("armoede", NOORD): "vervallen"
            }


def test_a_newer_load_hides_the_older_one_also_where_it_says_unknown() -> None:
    """Two tables of RIVM give 2020; the newer one keeps the figure secret, so the older one is not the last known."""
    first = delivered({"eenzaam": {NOORD: 9.0}}, "2020", source="gezondheid", table="oud")
    newer = delivered({"eenzaam": {NOORD: Status.SECRET}}, "2020", source="gezondheid", table="nieuw")
    assert reasons(compared([first], [newer])) == {("eenzaam", NOORD): "vervallen"}


class TestDefinition:
    def reason(self, *then: Delivery, before: Catalogue | None = None, after: Catalogue | None = None) -> str:
        [reason] = reasons(compared([kwb({"armoede": {NOORD: 1.0}})], list(then), before, after)).values()
        return reason

    @pytest.mark.parametrize(
        ("changed", "expected"),
        [
            ({"definition": "Iets anders."}, "andere definitie"),
            ({"unit": "aantal"}, "andere definitie"),
            ({"population": "kinderen"}, "andere definitie"),
            ({"theme": "taal", "weight": 5.0, "label": "Anders", "startfoto_order": 1}, "gelijk"),
        ],
    )
    def test_is_other_when_the_card_says_something_else_of_what_is_measured(
        self, changed: dict[str, object], expected: str
    ) -> None:
        assert self.reason(after=catalogue("armoede", **changed)) == expected

    def test_is_other_when_the_card_is_gone(self) -> None:
        assert self.reason(after=replace(KNOWN, indicators={})) == "andere definitie"

    @pytest.mark.parametrize(
        ("title", "unit", "expected"),
        [
            ("Kolom armoede", "", "nieuw jaar"),
            ("Armoede, nieuwe indeling", "", "andere definitie"),
            ("Kolom armoede", "%", "andere definitie"),
        ],
    )
    def test_is_other_when_the_source_gives_the_column_another_title_or_unit(
        self, title: str, unit: str, expected: str
    ) -> None:
        series = [Series("armoede", "Armoede_9", title, unit)]
        assert self.reason(kwb({"armoede": {NOORD: 1.0}}, "2022", series=series)) == expected

    def test_is_the_same_when_the_catalogue_knows_both_titles(self) -> None:
        series = [Series("armoede", "Armoede_9", "Armoede nieuw", "")]
        both = catalogue("armoede", title="Kolom armoede|Armoede nieuw")
        later = kwb({"armoede": {NOORD: 1.0}}, "2022", series=series)
        assert self.reason(later, before=both, after=both) == "nieuw jaar"

    def test_is_not_told_by_what_a_file_of_somebodys_own_calls_its_column(self) -> None:
        card = catalogue("armoede", source="duo_eindtoets")
        series = [Series("armoede", "x", "zo noemt de GGD het nu", "")]
        assert self.reason(kwb({"armoede": {NOORD: 1.0}}, series=series), before=card, after=card) == "gelijk"

    @pytest.mark.parametrize(("at", "expected"), [("2022", "andere definitie"), ("2021", "nieuw jaar")])
    def test_is_other_when_the_series_breaks_in_between(self, at: str, expected: str) -> None:
        broken = catalogue("armoede", breaks=(at,))
        assert self.reason(kwb({"armoede": {NOORD: 1.0}}, "2022"), before=broken, after=broken) == expected


class TestBorder:
    @pytest.mark.parametrize(
        ("flag", "expected"), [("1", "nieuw jaar"), ("2", "andere grens"), ("3", "andere grens"), ("", "nieuw jaar")]
    )
    def test_is_other_when_kwb_says_so_of_a_year_in_between(self, flag: str, expected: str) -> None:
        first, later = kwb({"armoede": {NOORD: 1.0}}), kwb({"armoede": {NOORD: 1.0}}, "2023")
        between = kwb({"woz": {NOORD: 1.0}}, "2022", flag)
        found = reasons(compared([first, between], [later]))
        assert found["armoede", NOORD] == expected

    def test_of_another_area_changes_nothing(self) -> None:
        later = kwb({"armoede": {ZUID: 1.0}}, "2022", "3")
        first = kwb({"armoede": {NOORD: 1.0, ZUID: 1.0}})
        assert reasons(compared([first], [later])) == {
            ("armoede", NOORD): "gelijk",
            ("armoede", ZUID): "andere grens",
        }

    @pytest.mark.parametrize(("size", "expected"), [(1.0, "gelijk"), (1.005, "gelijk"), (1.02, "andere grens")])
    def test_is_other_when_the_map_of_the_same_year_is_drawn_otherwise(self, size: float, expected: str) -> None:
        """A square of 1 by 1 that becomes 1.005 differs by 0.99% of the larger one; 1.02 by 3.9%."""
        drawn, again = borders({NOORD: "Noord"}), borders({NOORD: "Noord"}, size=size)
        assert reasons(compared([kwb({"armoede": {NOORD: 1.0}}), drawn], [again])) == {("armoede", NOORD): expected}

    @pytest.mark.parametrize(("flag", "expected"), [("", "andere grens"), ("1", "nieuw jaar")])
    def test_is_told_by_the_map_only_where_kwb_says_nothing(self, flag: str, expected: str) -> None:
        first = [kwb({"armoede": {NOORD: 1.0}}), borders({NOORD: "Noord"})]
        then = [kwb({"armoede": {NOORD: 1.0}}, "2022", flag), borders({NOORD: "Noord"}, period="2022", size=1.5)]
        assert reasons(compared(first, then)) == {("armoede", NOORD): expected}

    def test_is_not_told_by_a_map_of_another_year_than_the_figure(self) -> None:
        first = [kwb({"armoede": {NOORD: 1.0}}), borders({NOORD: "Noord"}, period="2019")]
        then = [kwb({"armoede": {NOORD: 1.0}}, "2022", ""), borders({NOORD: "Noord"}, period="2022", size=1.5)]
        assert reasons(compared(first, then)) == {("armoede", NOORD): "nieuw jaar"}

    def test_a_ring_that_crosses_itself_can_be_compared(self) -> None:
        bow = shapely.to_wkb(shapely.Polygon([(0, 52), (1, 53), (1, 52), (0, 53)]))
        crossed = borders({NOORD: "Noord"})
        column = crossed.boundaries.schema.get_field_index("geometry")
        crossed = replace(crossed, boundaries=crossed.boundaries.set_column(column, "geometry", [[bow]]))
        found = compared([kwb({"armoede": {NOORD: 1.0}}), borders({NOORD: "Noord"})], [crossed])
        assert reasons(found) == {("armoede", NOORD): "andere grens"}

    def test_does_not_count_for_a_table_that_gives_all_years_for_the_same_areas(self) -> None:
        first = delivered({"eenzaam": {NOORD: 9.0}}, "2020", source="gezondheid")
        then = delivered({"eenzaam": {NOORD: 9.0}}, "2022", source="gezondheid")
        changed = kwb({"armoede": {NOORD: 1.0}}, "2021", "3")
        assert reasons(compared([first, changed], [then]))["eenzaam", NOORD] == "nieuw jaar"

    def test_goes_before_a_definition_and_that_before_new_figures(self) -> None:
        later = kwb({"armoede": {NOORD: 2.0}}, "2022", "3")
        broken = catalogue("armoede", breaks=("2022",))
        assert reasons(compared([kwb({"armoede": {NOORD: 1.0}})], [later], broken, broken)) == {
            ("armoede", NOORD): "andere grens"
        }


def test_a_card_that_an_officer_changed_is_another_definition() -> None:
    card = {
        "id": "eigen", "label": "Eigen", "definition": "Eerst dit.", "layer": "achtergrond", "domain": "", "theme": "x",
        "unit": "%", "decimals": "1", "direction": "geen", "measurement": "gemeten", "population": "inwoners",
        "about_children": "nee", "source": "kwb", "column": "eigen", "title": "eigen", "group": "", "per": "",
        "level": "wijk", "startfoto": "", "first_period": "", "last_period": "", "breaks": "", "reference": "",
        "caveat": "",
    }  # fmt: skip
    with stored(kwb({"eigen": {NOORD: 1.0}})) as store:
        store.write(lambda cursor: entries.keep_cards(cursor, "indicator", {"eigen": json.dumps(card)}))
        photo = store.write(lambda cursor: photos.make(cursor, PhotoKind.START, "Startfoto", date(2021, 12, 1)))
        card["definition"] = "Nu iets anders."
        store.write(lambda cursor: entries.keep_cards(cursor, "indicator", {"eigen": json.dumps(card)}))
        with store.read(photo) as before, store.read() as after:
            both = entries.catalogue(before), entries.catalogue(after)
            assert reasons(changes(before, after, *both, GEMEENTE).frame) == {("eigen", NOORD): "andere definitie"}


CELLS = st.one_of(st.integers(0, 3).map(float), st.sampled_from([Status.SECRET, Status.NOT_AVAILABLE]))
TABLES = st.builds(
    kwb,
    st.dictionaries(
        st.sampled_from(["armoede", "arbeid"]), st.dictionaries(st.sampled_from([GEMEENTE, NOORD, ZUID]), CELLS)
    ),
    st.sampled_from(["2020", "2021", "2022"]),
    st.sampled_from(["1", "2", "3", ""]),
)


@given(tables=st.lists(TABLES, max_size=4))
@examples(max_examples=25)
def test_a_photo_compared_with_itself_is_all_the_same(tables: list[Delivery]) -> None:
    with world(*tables) as cursor:
        found = changes(cursor, cursor, catalogue(), catalogue(), GEMEENTE)
    assert set(found.frame["reason"]) <= {"gelijk"}


@given(first=st.lists(TABLES, min_size=1, max_size=3), then=st.lists(TABLES, max_size=3))
@examples(max_examples=25)
def test_each_figure_of_either_has_one_reason_and_which_is_first_only_turns_new_and_gone(
    first: list[Delivery], then: list[Delivery]
) -> None:
    turned = {
        "nieuw": {"vervallen"}, "vervallen": {"nieuw", "nieuw jaar"}, "nieuw jaar": {"vervallen"},
        **{one: {one} for one in ("andere grens", "andere definitie", "nieuwe cijfers", "gelijk")},
    }  # fmt: skip
    known = "select distinct indicator, region from mart.observation where value is not null"
    with world(*first) as before, world(*first, *then) as after:
        table = changes(before, after, catalogue(), catalogue(), GEMEENTE)
        back = reasons(changes(after, before, catalogue(), catalogue(), GEMEENTE).frame)
        expected = {*before.execute(known).fetchall(), *after.execute(known).fetchall()}
    found = reasons(table.frame)
    assert len(table.frame) == len(found) == sum(counted(table).values())
    assert set(found) == expected
    assert all(back[key] in turned[reason] for key, reason in found.items())
