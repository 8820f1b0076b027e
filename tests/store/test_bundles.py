"""What officers make of bundles is kept with its history, undone, and never overwrites another's unseen."""

import pytest

from store import Store, bundles
from store.bundles import Group, Groups, Member
from store.versions import Conflict, Kept

HERE = "GM9901"
A, B, C, D = (Member(site, f"wens van {site}") for site in ("99AA00", "99AB00", "99AC00", "99AD00"))


def regroup(
    store: Store, *made: Group, based_on: int | None, by: str = "", freed: tuple[Member, ...] = (), at: str = HERE
) -> int:
    return store.write(lambda cursor: bundles.regroup(cursor, at, made, by, based_on, freed))


def kept(store: Store, at: str = HERE) -> Kept[Groups] | None:
    with store.read() as cursor:
        return bundles.groups(cursor, at)


def groups(store: Store) -> set[tuple[frozenset[Member], str]]:
    found = kept(store)
    return {(frozenset(group.members), group.name) for group in found.content} if found else set()


def test_nothing_is_kept_until_somebody_says_something(store: Store) -> None:
    assert kept(store) is None


def test_a_later_group_takes_its_wishes_out_of_where_they_stood(store: Store) -> None:
    first = regroup(store, Group((A, B, C), "Huiswerk"), based_on=None, by="Anja")
    second = regroup(store, Group((C, D), "Samen"), based_on=first, by="Bas")
    assert groups(store) == {(frozenset({A, B}), "Huiswerk"), (frozenset({C, D}), "Samen")}
    assert regroup(store, based_on=second, freed=(A, B)) > second
    assert groups(store) == {(frozenset({C, D}), "Samen")}


def test_a_group_of_which_all_wishes_are_taken_is_gone(store: Store) -> None:
    first = regroup(store, Group((A, B), "Oud"), based_on=None)
    regroup(store, Group((A, B, C), "Nieuw"), based_on=first)
    assert groups(store) == {(frozenset({A, B, C}), "Nieuw")}


def test_two_editors_of_different_bundles_do_not_stand_in_each_others_way(store: Store) -> None:
    regroup(store, Group((A, B)), based_on=None)
    regroup(store, Group((C, D)), based_on=None)
    assert groups(store) == {(frozenset({A, B}), ""), (frozenset({C, D}), "")}


def test_the_second_editor_of_one_bundle_is_told_and_nothing_is_kept(store: Store) -> None:
    seen = regroup(store, Group((A, B), "Huiswerk"), based_on=None, by="Anja")
    now = regroup(store, Group((A, B), "Hulp bij huiswerk"), based_on=seen, by="Bas")
    with pytest.raises(Conflict) as told:
        regroup(store, Group((A, C)), based_on=seen, by="Cor")
    assert (told.value.current_by, told.value.kept and told.value.kept.batch_id) == ("Bas", now)
    assert groups(store) == {(frozenset({A, B}), "Hulp bij huiswerk")}


def test_each_change_is_in_the_history_and_can_be_undone_to_the_very_first(store: Store) -> None:
    first = regroup(store, Group((A, B), "Een"), based_on=None, by="Anja")
    second = regroup(store, Group((A, B), "Twee"), based_on=first, by="Bas")
    with store.read() as cursor:
        assert [(one.batch_id, one.by) for one in bundles.history(cursor, HERE)] == [(second, "Bas"), (first, "Anja")]
    store.write(lambda cursor: bundles.bring_back(cursor, HERE, first, "Bas", second))
    assert groups(store) == {(frozenset({A, B}), "Een")}
    store.write(lambda cursor: bundles.bring_back(cursor, HERE, None, "Bas", first))
    assert kept(store) is None
    store.write(lambda cursor: bundles.regroup(cursor, HERE, [Group((C, D))], "", None))
    assert groups(store) == {(frozenset({C, D}), "")}


def test_undoing_what_does_not_count_any_more_is_a_conflict_and_of_elsewhere_an_error(store: Store) -> None:
    first = regroup(store, Group((A, B)), based_on=None)
    second = regroup(store, Group((A, C)), based_on=first)
    elsewhere = regroup(store, Group((A, B)), based_on=None, at="GM9902")
    with pytest.raises(Conflict):
        store.write(lambda cursor: bundles.bring_back(cursor, HERE, None, "", first))
    with pytest.raises(KeyError):
        store.write(lambda cursor: bundles.bring_back(cursor, HERE, elsewhere, "", second))


def test_a_wish_is_kept_as_it_was_written(store: Store) -> None:
    odd = Member("99AA00", "Zwemles'; drop table\n<b>**é**</b> " + "x" * 5000)
    regroup(store, Group((odd, B), "*naam*"), based_on=None)
    assert groups(store) == {(frozenset({odd, B}), "*naam*")}
