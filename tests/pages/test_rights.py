"""What each role may do, asked at the moment of doing it: a sign-in that no longer counts may do nothing."""

import time
from collections.abc import Callable
from typing import Any

import pytest
from streamlit.testing.v1 import AppTest

from model.access import Person, Right, Role
from pages.parts import access
from store import Store, people

CLAIMS = {"kijker": [], "bewerker": ["bewerker"], "beheerder": ["beheerder"]}
FILES: list[Callable[[], bytes]] = []

TRY_EVERYTHING = """
import streamlit as st
from model.access import Right
from pages.parts import access
from store import shared_store

for right in Right:
    try:
        with access.acting(right, "proef"):
            shared_store().write(lambda cursor: None)
            st.text(right.name)
    except access.Forbidden as forbidden:
        st.caption(str(forbidden))
"""
OFFER_A_FILE = """
from model.access import Role
from pages.parts import access
from tests.pages.test_rights import FILES

access.let_in()
FILES.append(access.export(lambda: b"scans", Role.EDITOR))
"""


def visit(script: str, role: str, seconds_ago: float = 60) -> AppTest:
    """Run a script as somebody who signed in so long ago."""
    app = AppTest.from_string(script)
    app.secrets["auth"] = {"redirect_uri": "https://startfoto.gemeente.nl/oauth2callback"}
    app.user = who(role, seconds_ago)
    return app.run()


def who(role: str, seconds_ago: float) -> dict[str, Any]:
    return {
        "is_logged_in": True,
        "iss": "https://id",
        "sub": role,
        "name": role.title(),
        "roles": CLAIMS[role],
        "iat": time.time() - seconds_ago,
    }


def done(app: AppTest) -> set[str]:
    assert not app.exception
    return {one.value for one in app.text}


@pytest.mark.parametrize("role", Role)
def test_each_role_may_do_what_is_its_own_and_is_told_of_the_rest(installation: Store, role: Role) -> None:
    app = visit(TRY_EVERYTHING, role.value)
    assert done(app) == {right.name for right in Right if role.includes(right.least)}
    refused = [one.value for one in app.caption]
    assert len(refused) == len(Right) - len(done(app))
    assert all(f"u bent {role}" in one for one in refused)


@pytest.mark.parametrize("minutes", [31, 8 * 60 + 1], ids=["half an hour idle", "eight hours"])
def test_a_sign_in_that_is_over_may_do_nothing(installation: Store, minutes: float) -> None:
    app = visit(TRY_EVERYTHING, "beheerder", minutes * 60)
    assert done(app) == set()
    assert all("verlopen" in one.value for one in app.caption)


def test_who_lost_access_may_do_nothing(installation: Store) -> None:
    installation.write(lambda cursor: people.revoke(cursor, Person("https://id#beheerder", "Hein", Role.MANAGER)))
    app = visit(TRY_EVERYTHING, "beheerder")
    assert done(app) == set()
    assert all("ingetrokken" in one.value for one in app.caption)


def test_a_file_that_was_offered_is_for_who_may_still_have_it(installation: Store) -> None:
    FILES.clear()
    for role in ("kijker", "bewerker"):
        visit(OFFER_A_FILE, role)
    for_kijker, for_bewerker = FILES
    with pytest.raises(access.Forbidden, match="rol bewerker nodig"):
        for_kijker()
    assert for_bewerker() == b"scans"
    installation.write(lambda cursor: people.revoke(cursor, Person("https://id#bewerker", "Bea", Role.EDITOR)))
    with pytest.raises(access.Forbidden, match="ingetrokken"):
        for_bewerker()


LEFT_OVER = """
import streamlit as st
from pages.parts import access

def draw():
    st.text("cijfers")

st.session_state["runs"] = st.session_state.get("runs", 0) + 1
if st.session_state["runs"] > 2:
    st.stop()
access.fragment(draw)()
"""


def test_a_part_of_a_page_is_drawn_for_nobody_after_the_sign_in_ended(installation: Store) -> None:
    app = visit(LEFT_OVER, "bewerker")  # without `let_in`: as after a run in which it ended the visit
    assert done(app) == set()
    assert app.session_state["runs"] == 3, "the whole page was asked for instead"


def test_a_file_is_made_for_nobody_after_the_sign_in_ended(installation: Store) -> None:
    FILES.clear()
    visit(OFFER_A_FILE.replace("access.let_in()", ""), "bewerker")
    with pytest.raises(access.Forbidden):
        FILES[0]()


DAMAGED = """
import streamlit as st
from pages.parts import access

visitor = access.person_without_store()
st.text(visitor.role if visitor else "niemand")
"""


def test_while_the_data_cannot_be_read_a_sign_in_counts_as_it_did_before(installation: Store) -> None:
    assert done(visit(DAMAGED, "beheerder")) == {"beheerder"}
    assert done(visit(DAMAGED, "kijker")) == {"kijker"}
    assert done(visit(DAMAGED, "beheerder", 31 * 60)) == {"niemand"}
    installation.write(lambda cursor: people.revoke(cursor, Person("https://id#beheerder", "Hein", Role.MANAGER)))
    visit(TRY_EVERYTHING, "kijker")  # any click of anybody
    assert done(visit(DAMAGED, "beheerder")) == {"niemand"}
