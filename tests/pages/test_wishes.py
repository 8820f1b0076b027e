"""The page Wensen: what schools ask for together, what officers make of it, and what the LEA sees of it."""

import pytest
from streamlit.testing.v1 import AppTest

from analysis import wishes
from analysis.wishes import Seen, Wishes
from intake.example import MUNICIPALITY
from model.choices import Audience
from model.scan import Scan, Sharing, Wish, WishKind
from store import Store, batches, bundles, measures
from store.bundles import Group
from tests.pages.conftest import Open
from tests.worlds import add_scans, schools

PAGE = "pages/wishes.py"
HOMEWORK = "Hulp bij huiswerk"


def found(store: Store, audience: Audience = Audience.MUNICIPALITY, region: str = MUNICIPALITY) -> Wishes:
    with store.read() as cursor:
        return wishes.of(cursor, region, audience)


def bundle(store: Store, name: str = HOMEWORK) -> Seen:
    [one] = [one for one in found(store).bundles if one.name == name]
    return one


def words(app: AppTest) -> str:
    kinds = ("title", "subheader", "markdown", "caption", "info", "error", "warning", "success")
    return "\n".join(element.value for kind in kinds for element in getattr(app, kind))


def tables(app: AppTest) -> str:
    return "\n".join(str(table.value.to_dict("list")) for table in app.table)


def press(app: AppTest, key: str) -> AppTest:
    button = next(button for button in app.button if (button.key or "").startswith(key))
    button.click().run()
    assert not app.exception, app.exception[0].stack_trace
    return app


def opened(app: AppTest, one: Seen) -> str:
    """Unfold what can be changed of a bundle; returns the end of the keys of its fields."""
    place = [header.value for header in app.subheader].index(one.name)
    keys = [button.key or "" for button in app.button]
    key = [key for key in keys if key.startswith("_bundle_measure-")][place]
    end = key.removeprefix("_bundle_measure-")
    app.session_state[f"_bundle_edit-{end}"] = True
    app.run()
    assert not app.exception, app.exception[0].stack_trace
    return end


class TestLooking:
    def test_the_heading_says_what_most_schools_ask_for(self, with_example: Store, open_page: Open) -> None:
        app = open_page(PAGE)
        assert app.title[0].value == "Vijf scholen vragen om hulp bij huiswerk"
        assert "5 scholen" in words(app)
        assert "huiswerk (ook: " in words(app) and "studiebegeleiding" in words(app)

    def test_five_wishes_in_other_words_are_one_and_unlike_ones_stay_apart(self, with_example: Store) -> None:
        texts = {one.wish.text for one in bundle(with_example).wishes}
        assert len(texts) == 5
        assert {"Huiswerkbegeleiding na school", "Studiebegeleiding in de wijk, voor de hoogste groepen"} <= texts
        for name in ("Schoolmaatschappelijk werk", "Schoolzwemmen"):
            assert not texts & {one.wish.text for one in bundle(with_example, name).wishes}

    def test_open_and_answered_wishes_stand_apart(self, with_example: Store, open_page: Open) -> None:
        app = open_page(PAGE)
        assert "Eén zomerschool" not in [header.value for header in app.subheader]
        app.segmented_control(key="_wishes_state").set_value("Met een maatregel").run()
        assert "Eén zomerschool" in [header.value for header in app.subheader]
        assert HOMEWORK not in [header.value for header in app.subheader]
        assert "Zomerschool Zandkamp" in tables(app)

    def test_searching_leaves_what_has_the_word(self, with_example: Store, open_page: Open) -> None:
        app = open_page(PAGE)
        app.text_input(key="_wishes_sought").input("zwemles").run()
        assert [header.value for header in app.subheader] == ["Schoolzwemmen"]
        app.text_input(key="_wishes_sought").input("bestaat niet").run()
        assert "Geen bundel past" in words(app)

    def test_without_scans_the_page_says_how_to_begin(self, with_example: Store, open_page: Open) -> None:
        with_example.write(lambda cursor: cursor.execute("delete from core.scan_wish"))
        app = open_page(PAGE)
        assert app.title[0].value == "Nog geen school heeft een wens aan de gemeente"
        assert not app.subheader and not app.button

    def test_what_schools_write_is_no_markdown_and_may_be_long(self, with_example: Store, open_page: Open) -> None:
        odd = "![x](https://elders.example/x) <b>**vet**</b>"
        asked = (Wish(odd, WishKind.OTHER), Wish("Zwemles " + "x" * 5000, WishKind.OTHER))
        for site in ("99AA00", "99AB00", "99AD00"):
            add_scans(
                with_example, MUNICIPALITY, Scan("B", f"*{site}*", site=site, wishes=asked, sharing=Sharing.LEA_NAMED)
            )
        app = open_page(PAGE)
        app.text_input(key="_wishes_sought").input("vet").run()
        assert not app.exception
        assert "![x]" not in words(app) and "<b>" not in words(app).replace(r"\<", "")


class TestChanging:
    def test_a_measure_is_made_in_one_step_and_undone(self, with_example: Store, open_page: Open) -> None:
        app = press(open_page(PAGE), "_bundle_measure-")
        assert "staat in het register als idee" in words(app)
        with with_example.read() as cursor:
            [made] = [one.content for one in measures.measures(cursor, MUNICIPALITY) if one.content.name == HOMEWORK]
        assert len(made.wishes) == 4, "one of the five has a measure"
        assert len(made.schools) == 4 and made.wijken and made.target_groups
        assert bundle(with_example).is_answered
        press(app, "_bundle_undo")
        assert not bundle(with_example).is_answered

    def test_a_bundle_gets_a_name_which_is_kept_and_undone(self, with_example: Store, open_page: Open) -> None:
        app = open_page(PAGE)
        end = opened(app, bundle(with_example))
        app.text_input(key=f"_bundle_name-{end}").input("Huiswerk *in de wijk*").run()
        press(app, f"_bundle_rename-{end}")
        assert bundle(with_example, "Huiswerk *in de wijk*").is_kept
        assert r"Huiswerk \*in de wijk\*" in [header.value for header in app.subheader]
        press(app, "_bundle_undo")
        assert not bundle(with_example).is_kept

    def test_a_wish_that_does_not_belong_is_taken_out_and_stays_out(self, with_example: Store, open_page: Open) -> None:
        app = open_page(PAGE)
        one = bundle(with_example)
        end = opened(app, one)
        app.multiselect(key=f"_bundle_out-{end}").set_value([one.wishes[0]]).run()
        press(app, f"_bundle_apart-{end}")
        assert one.wishes[0].wish in {loose.wish for loose in found(with_example).loose}
        assert bundle(with_example, bundle_of(with_example, one.wishes[1]).name).schools == 4

    def test_a_bundle_is_split_in_two(self, with_example: Store, open_page: Open) -> None:
        app = open_page(PAGE)
        one = bundle(with_example)
        end = opened(app, one)
        app.multiselect(key=f"_bundle_out-{end}").set_value(list(one.wishes[:2])).run()
        press(app, f"_bundle_split-{end}")
        parts = [bundle_of(with_example, wish).schools for wish in (one.wishes[0], one.wishes[4])]
        assert parts == [2, 3]

    def test_bundles_are_merged_with_others_and_with_loose_wishes(self, with_example: Store, open_page: Open) -> None:
        app = open_page(PAGE)
        one, other, loose = bundle(with_example), bundle(with_example, "Schoolzwemmen"), found(with_example).loose[0]
        end = opened(app, one)
        app.multiselect(key=f"_bundle_more-{end}").set_value([other]).run()
        app.multiselect(key=f"_bundle_loose-{end}").set_value([loose]).run()
        press(app, f"_bundle_merge-{end}")
        assert len(bundle_of(with_example, loose).wishes) == 10

    def test_wishes_that_do_not_belong_together_are_not_proposed_again(
        self, with_example: Store, open_page: Open
    ) -> None:
        app = open_page(PAGE)
        end = opened(app, bundle(with_example))
        press(app, f"_bundle_none-{end}")
        assert HOMEWORK not in [one.name for one in found(with_example).bundles]

    def test_the_second_of_two_editors_is_told_and_nothing_is_lost(self, with_example: Store, open_page: Open) -> None:
        app = open_page(PAGE)
        one = bundle(with_example)
        end = opened(app, one)
        app.text_input(key=f"_bundle_name-{end}").input("De mijne")
        with_example.write(
            lambda cursor: bundles.regroup(cursor, MUNICIPALITY, [Group(one.members, "Van Anja")], "Anja", None)
        )
        press(app, f"_bundle_rename-{end}")
        assert "Een collega (Anja) heeft dit intussen gewijzigd" in app.error[0].value
        assert bundle(with_example, "Van Anja").schools == 5

    def test_the_history_goes_back_to_how_it_was(self, with_example: Store, open_page: Open) -> None:
        members = bundle(with_example).members
        first = with_example.write(
            lambda cursor: bundles.regroup(cursor, MUNICIPALITY, [Group(members, "Een")], "Anja", None)
        )
        with_example.write(lambda cursor: bundles.regroup(cursor, MUNICIPALITY, [Group(members, "Twee")], "Bas", first))
        app = press(open_page(PAGE), f"_bundle_back-{first}")
        assert bundle(with_example, "Een").is_kept
        assert "door Anja" in words(app)

    def test_a_word_of_the_officer_counts_and_is_taken_away(self, with_example: Store, open_page: Open) -> None:
        app = open_page(PAGE)
        app.text_input(key="_synonym_word").input("Stageplekken").run()
        app.text_input(key="_synonym_meaning").input("huiswerk").run()
        press(app, "_synonym_add")
        assert len(bundle(with_example).wishes) == 6
        next(box for box in app.selectbox if box.label == "Haal een woord weg").select("stageplekken").run()
        press(app, "_synonym_remove")
        assert len(bundle(with_example).wishes) == 5
        app.text_input(key="_synonym_word").input("?").run()
        press(app, "_synonym_add")
        assert "ten minste drie letters" in app.error[0].value


def bundle_of(store: Store, asked: wishes.Asked) -> Seen:
    [one] = [one for one in found(store).bundles if asked.wish in {wish.wish for wish in one.wishes}]
    return one


class TestTheLea:
    def test_the_lea_sees_only_named_wishes_and_changes_nothing(self, with_example: Store, open_page: Open) -> None:
        app = open_page(PAGE, voor="LEA")
        assert not app.button and not app.multiselect
        hidden = [
            one
            for of in (*(part.wishes for part in found(with_example).bundles), found(with_example).loose)
            for one in of
            if one.sharing is not Sharing.LEA_NAMED
        ]
        seen = words(app) + tables(app)
        shown = found(with_example, Audience.LEA).bundles
        named = {one.wish.text for part in shown for one in part.wishes}
        assert hidden and named
        assert not [
            one for one in hidden if one.school in seen or (one.wish.text in seen and one.wish.text not in named)
        ]

    def test_no_wish_of_one_school_alone_is_told(self, with_example: Store) -> None:
        told = found(with_example, Audience.LEA)
        assert told.bundles and not told.loose
        assert all(one.schools >= 2 and not one.alike for one in told.bundles)

    @pytest.mark.parametrize(("unnamed", "silent", "told"), [(2, 5, 0), (3, 2, 0), (3, 3, 3)])
    def test_schools_without_a_name_count_from_three_where_they_cannot_be_known(
        self, installation: Store, unnamed: int, silent: int, told: int
    ) -> None:
        shares = [Sharing.LEA_NAMED] * 2 + [Sharing.LEA_ANONYMOUS] * unnamed + [Sharing.MUNICIPALITY] * silent
        asked = (Wish("Schoolzwemmen", WishKind.OTHER),)
        scans = [
            Scan("B", f"School {place}", site=f"00AA{place:02}", wishes=asked, sharing=sharing)
            for place, sharing in enumerate(shares)
        ]
        register = schools("GM0001", [one.site for one in scans], "2021")
        installation.write(lambda cursor: batches.add_loads(cursor, [register]))
        add_scans(installation, "GM0001", *scans)
        [one] = found(installation, Audience.LEA, "GM0001").bundles
        assert (len(one.wishes), one.unnamed) == (2, told)
