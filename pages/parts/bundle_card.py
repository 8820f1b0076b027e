"""One bundle of wishes as a card: who asks for it, what made it, and what an officer can make of it."""

from collections.abc import Sequence
from hashlib import md5

import streamlit as st

from analysis.wishes import Asked, Seen, Wishes
from pages.parts import bundle_changes
from pages.parts.plain import plain
from pages.parts.plain import table as draw_table
from store.bundles import Group
from tiles import bundles

_LONGEST_NAME = 120


def draw(bundle: Seen, found: Wishes, municipality: str, is_editing: bool) -> None:
    """The card; with what can be changed where that may be."""
    key = _key(bundle)
    with st.container(border=True):
        st.subheader(plain(bundle.name), anchor=False)
        st.caption(plain(bundles.size(bundle)))
        if said := bundles.words(bundle.words):
            st.caption(f"Samen door: {plain(said)}")
        elif bundle.is_kept:
            st.caption("Samen gezet door een medewerker; geen woord komt in meer wensen voor.")
        if bundle.wishes:
            draw_table(bundles.table(bundle.wishes), alt=f"De wensen in de bundel {bundle.name}")
        if bundle.unnamed:
            st.caption("Scholen die zonder naam delen, tellen mee; hun woorden staan hier niet.")
        if not is_editing:
            return
        if not bundle.is_answered:
            st.button(
                "Maak hiervan een maatregel",
                key=f"_bundle_measure-{key}",
                icon=":material/add_task:",
                on_click=bundle_changes.make_measure,
                args=(municipality, bundle),
            )
        _alike(bundle, found, municipality, key)
        with st.expander("Aanpassen", icon=":material/edit:", key=f"_bundle_edit-{key}", on_change="rerun") as edit:
            if edit.open:
                _rename(bundle, found, municipality, key)
                _split(bundle, found, municipality, key)
                _merge(bundle, found, municipality, key)
                _release(bundle, found, municipality, key)


def _alike(bundle: Seen, found: Wishes, municipality: str, key: str) -> None:
    if not bundle.alike:
        return
    lines = "\n".join(f"- {plain(label(one))}" for one in bundle.alike)
    st.markdown(f"Lijkt hierop en staat er nog niet in:\n{lines}")
    st.button(
        "Neem op in deze bundel",
        key=f"_bundle_alike-{key}",
        icon=":material/playlist_add:",
        on_click=bundle_changes.regroup,
        args=(
            municipality,
            [Group((*bundle.members, *(one.wish.member for one in bundle.alike)), own_name(bundle))],
            "De wensen zijn in de bundel opgenomen.",
            found.version,
        ),
    )


def _rename(bundle: Seen, found: Wishes, municipality: str, key: str) -> None:
    name = st.text_input("Naam", bundle.name, max_chars=_LONGEST_NAME, key=f"_bundle_name-{key}", help=_SEEN_BY_LEA)
    st.button(
        "Bewaar de naam",
        key=f"_bundle_rename-{key}",
        disabled=not name.strip(),
        on_click=bundle_changes.regroup,
        args=(
            municipality,
            [Group(bundle.members, " ".join(name.split()))],
            "De bundel heeft een naam; wensen komen er alleen nog bij als u dat zegt.",
            found.version,
        ),
    )


_SEEN_BY_LEA = "Ook de LEA ziet deze naam. Zet er geen naam van een school in die niet met naam gedeeld wordt."


def _split(bundle: Seen, found: Wishes, municipality: str, key: str) -> None:
    out: list[Asked] = st.multiselect(
        "Wensen die hier niet bij horen",
        bundle.wishes,
        format_func=label,
        key=f"_bundle_out-{key}",
        placeholder="Kies wensen",
    )
    left = Group(tuple(one.wish.member for one in bundle.wishes if one not in out), own_name(bundle))
    kept = [left] if left.members else []
    with st.container(horizontal=True):
        st.button(
            "Haal ze eruit",
            key=f"_bundle_apart-{key}",
            disabled=not out,
            on_click=bundle_changes.regroup,
            args=(
                municipality,
                [*kept, *(Group((one.wish.member,)) for one in out)],
                "De wensen staan nu los.",
                found.version,
            ),
        )
        st.button(
            "Maak er een eigen bundel van",
            key=f"_bundle_split-{key}",
            disabled=len({one.wish.site for one in out}) < 2,
            on_click=bundle_changes.regroup,
            args=(
                municipality,
                [*kept, Group(tuple(one.wish.member for one in out))],
                "De bundel is gesplitst.",
                found.version,
            ),
        )


def _merge(bundle: Seen, found: Wishes, municipality: str, key: str) -> None:
    others = [one for one in found.bundles if one != bundle]
    more: list[Seen] = st.multiselect(
        "Voeg samen met andere bundels",
        others,
        format_func=lambda one: one.name,
        key=f"_bundle_more-{key}",
        placeholder="Kies bundels",
    )
    loose: list[Asked] = st.multiselect(
        "Voeg losse wensen toe",
        found.loose,
        format_func=label,
        key=f"_bundle_loose-{key}",
        placeholder="Kies wensen",
    )
    members = [*bundle.members, *(one for of in more for one in of.members), *(one.wish.member for one in loose)]
    st.button(
        "Voeg samen",
        key=f"_bundle_merge-{key}",
        disabled=not (more or loose),
        on_click=bundle_changes.regroup,
        args=(municipality, [Group(tuple(members), own_name(bundle))], "De wensen zijn samengevoegd.", found.version),
    )


def _release(bundle: Seen, found: Wishes, municipality: str, key: str) -> None:
    with st.container(horizontal=True):
        st.button(
            "Deze wensen horen niet bij elkaar",
            key=f"_bundle_none-{key}",
            on_click=bundle_changes.regroup,
            args=(
                municipality,
                [Group((member,)) for member in bundle.members],
                "De wensen staan nu elk los en worden niet meer samen voorgesteld.",
                found.version,
            ),
        )
        if bundle.is_kept:
            st.button(
                "Laat Startfoto opnieuw voorstellen",
                key=f"_bundle_free-{key}",
                on_click=bundle_changes.regroup,
                args=(municipality, [], "De wensen worden weer voorgesteld.", found.version, bundle.members),
            )


def own_name(bundle: Seen) -> str:
    """What the officer called it; empty for a proposal, whose label may change."""
    return bundle.name if bundle.is_kept else ""


def label(one: Asked) -> str:
    """A wish in a list to choose from."""
    text = " ".join(one.wish.text.split())
    return f"{text[:120]} ({one.school})"


def loose(found: Wishes, municipality: str, is_editing: bool) -> None:
    """The wishes of one school, and putting some of them together."""
    if not found.loose:
        return
    title = f"Losse wensen ({len(found.loose)})"
    with st.expander(title, icon=":material/list:", key="_loose_wishes", on_change="rerun") as opened:
        if not opened.open:
            return
        draw_table(bundles.table(found.loose[:_MOST_LOOSE]), alt="Wensen die op geen andere lijken")
        if len(found.loose) > _MOST_LOOSE:
            st.caption(f"De eerste {_MOST_LOOSE} van {len(found.loose)}; het bestand heeft ze allemaal.")
        if not is_editing:
            return
        chosen: Sequence[Asked] = st.multiselect(
            "Zet losse wensen samen", found.loose, format_func=label, placeholder="Kies wensen", key="_loose_chosen"
        )
        st.button(
            "Maak een bundel",
            disabled=len({one.wish.site for one in chosen}) < 2,
            on_click=bundle_changes.regroup,
            args=(
                municipality,
                [Group(tuple(one.wish.member for one in chosen))],
                "De wensen zijn een bundel.",
                found.version,
            ),
            help="Kies wensen van ten minste twee scholen.",
        )


_MOST_LOOSE = 200


def _key(bundle: Seen) -> str:
    of = repr((bundle.members, bundle.unnamed, bundle.name))
    return md5(of.encode("utf-8", "surrogatepass"), usedforsecurity=False).hexdigest()[:12]
