"""What a visit holds on to between two runs."""

from streamlit.runtime.state import session_state
from streamlit.runtime.state.session_state import WStates


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
