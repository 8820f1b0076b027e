"""What a visit holds on to between two runs, and what it may ask of Streamlit itself."""

import structlog
from streamlit.runtime.app_session import AppSession
from streamlit.runtime.state import session_state
from streamlit.runtime.state.session_state import WStates

log = structlog.get_logger("startfoto")


def forget_left_widgets() -> None:
    """From here on a visit forgets the buttons and fields that left its page, with all that they would have acted on.

    Streamlit 1.67 forgets what was filled in there, but not what it would do, so that every visit kept growing.
    """
    forget_values = WStates.remove_stale_widgets

    def forget(self: WStates, active_widget_ids: frozenset[str], fragment_ids_this_run: list[str] | None) -> None:
        forget_values(self, active_widget_ids, fragment_ids_this_run)
        self.widget_metadata = {
            id: widget
            for id, widget in self.widget_metadata.items()
            if not session_state._is_stale_widget(widget, active_widget_ids, fragment_ids_this_run)
        }

    WStates.remove_stale_widgets = forget  # type: ignore[method-assign]


def refuse_to_clear_caches() -> None:
    """From here on nobody empties the caches of all visits: a browser may ask that of Streamlit before any sign-in.

    In them stands who signed out and who is at work
    """
    AppSession._handle_clear_cache_request = _refuse  # type: ignore[assignment, method-assign]


def _refuse(session: AppSession) -> None:
    log.warning("a visit asked to empty the caches of all visits; they stay")
