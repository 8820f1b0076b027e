"""A visit holds no more than what is on its page, and empties nothing of other visits."""

import gc
import weakref
from typing import cast

import pytest
import streamlit as st
from streamlit.proto.BackMsg_pb2 import BackMsg
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.state.session_state import WStates
from streamlit.testing.v1 import AppTest

from web.visits import forget_left_widgets, refuse_to_clear_caches


class Document:
    """What a button would keep."""


DRAWN: list[weakref.ref[Document]] = []
PAGE = """
import weakref
import streamlit as st
from tests.web.test_visits import DRAWN, Document

document = Document()
DRAWN.append(weakref.ref(document))
st.button(f"Keep {len(DRAWN)}", on_click=lambda kept: st.text("kept"), args=(document,))
"""


def held_after_four_runs() -> int:
    """How many of the documents of four runs are held, each by the button of its run."""
    DRAWN.clear()
    app = AppTest.from_string(PAGE).run().run().run()
    app.button[0].click().run()
    assert [one.value for one in app.text] == ["kept"]
    gc.collect()
    return sum(one() is not None for one in DRAWN)


def test_of_a_button_that_is_gone_nothing_is_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(WStates, "remove_stale_widgets", WStates.remove_stale_widgets)  # as it was, afterwards
    forget_left_widgets()
    assert held_after_four_runs() == 1


@st.cache_resource
def signed_out() -> list[str]:
    return []


def test_no_browser_empties_what_all_visits_share(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(AppSession, "_handle_clear_cache_request", AppSession._handle_clear_cache_request)
    refuse_to_clear_caches()
    signed_out().append("Hein")

    class Visit:
        """The part of a session that the message reaches; a whole one needs a server."""

        _handle_clear_cache_request = AppSession._handle_clear_cache_request

    AppSession.handle_backmsg(cast(AppSession, Visit()), BackMsg(clear_cache=True))
    assert signed_out() == ["Hein"]
    signed_out.clear()
