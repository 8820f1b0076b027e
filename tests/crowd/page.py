"""What stands on the page of a visit: what the server said to draw, as far as it is still there."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from streamlit.proto.ForwardMsg_pb2 import ForwardMsg
from streamlit.proto.WidgetStates_pb2 import WidgetState

_SENTENCES = ("text", "markdown", "heading", "alert", "toast")
_OF_TEXT = ("selectbox", "text_input", "text_area")
_MESSAGE_AGE = 2
"""For how many runs a browser keeps a message that the server may refer to."""


class NotOnPage(LookupError):
    """There is no such widget on the page; it says what there is."""


@dataclass(frozen=True)
class _Drawn:
    """What stands at one place of the page, and the run and the fragment that drew it."""

    kind: str
    what: Any
    run: str
    fragment: str

    @property
    def id(self) -> str:
        return str(_given(self.what, "id"))

    @property
    def in_url(self) -> str:
        """Under which name a widget stands in the URL; empty for not."""
        return str(_given(self.what, "query_param_key"))


def _given(what: Any, name: str) -> Any:
    return getattr(what, name) if what is not None and name in what.DESCRIPTOR.fields_by_name else ""


@dataclass
class Page:
    """What is drawn, and what the visitor filled in."""

    states: dict[str, WidgetState] = field(default_factory=dict)
    """By the id of a widget what the visitor made of it, as long as it is on the page."""
    query: dict[str, str] = field(default_factory=dict)
    """What stands in the URL."""
    remembered: dict[str, tuple[Any, int]] = field(default_factory=dict)
    """By hash each message that the server may refer to, and the run in which it was last used."""
    _drawn: dict[tuple[int, ...], _Drawn] = field(default_factory=dict)
    _run: str = ""
    _runs: int = 0

    def begin(self, run: str) -> None:
        """From here on this run draws."""
        self._run = run
        self._runs += 1

    def draw(self, message: ForwardMsg) -> None:
        """Draw what a message says, or what a message said before that this one refers to."""
        delta: Any = message.delta
        if message.HasField("ref_hash"):
            delta, _ = self.remembered[message.ref_hash]
            self.remembered[message.ref_hash] = delta, self._runs
        elif message.metadata.cacheable:
            self.remembered[message.hash] = delta, self._runs
        if delta.WhichOneof("type") == "new_transient":
            return
        new = delta.new_element if delta.WhichOneof("type") == "new_element" else delta.add_block
        kind = new.WhichOneof("type")
        one = _Drawn(kind or "", getattr(new, kind) if kind else None, self._run, delta.fragment_id)
        self._drawn[tuple(message.metadata.delta_path)] = one
        if _given(one.what, "set_value"):
            self.states.pop(one.id, None)  # the server knows better what it says

    def tidy(self, fragments: Sequence[str]) -> None:
        """Take away what the run that ended did not draw, with what was filled in there."""
        self._drawn = {
            place: one
            for place, one in self._drawn.items()
            if one.run == self._run or (fragments and one.fragment not in fragments)
        }
        there = {one.id for one in self._drawn.values()}
        self.states = {id: state for id, state in self.states.items() if id in there}
        self.remembered = {
            key: (delta, used) for key, (delta, used) in self.remembered.items() if self._runs - used < _MESSAGE_AGE
        }

    def leave(self) -> None:
        """Of the URL only what the sidebar says goes along to another page."""
        kept = {one.in_url for place, one in self._drawn.items() if place[0]}
        self.query = {key: value for key, value in self.query.items() if key in kept}

    def fill(self, kind: str, label: str, *values: str) -> None:
        """Fill in a field of text or a choice, without sending it; no value is none of the choices."""
        found = self.find(kind, label)
        state = self.states[found.id] = WidgetState(id=found.id)
        if kind in _OF_TEXT:
            state.string_value = values[0]
        else:
            state.string_array_value.data[:] = values
        if key := _given(found, "query_param_key"):
            self.query[key] = values[0] if values else ""

    def find(self, kind: str, label: str) -> Any:
        """The first widget of this kind and label. Raises NotOnPage."""
        there = [one.what for one in self._of(kind)]
        found = next((one for one in there if one.label == label), None)
        if found is None:
            raise NotOnPage(f"no {kind} '{label}', only {[one.label for one in there]}: {self.texts()}")
        return found

    def has(self, kind: str, label: str) -> bool:
        """Whether there is such a widget."""
        return any(one.what.label == label for one in self._of(kind))

    def options(self, kind: str, label: str) -> list[str]:
        """What can be chosen."""
        found = self.find(kind, label)
        return [one.content if kind == "button_group" else str(one) for one in found.options]

    def value(self, kind: str, label: str) -> str:
        """What a field of text says."""
        found = self.find(kind, label)
        if found.id in self.states:
            return self.states[found.id].string_value
        return str(found.value if found.set_value else found.default)

    def texts(self) -> list[str]:
        """Every sentence on the page."""
        return [str(one.what.body) for one in self._of(*_SENTENCES)]

    def says(self, words: str) -> bool:
        """Whether a sentence on the page has these words."""
        return any(words in text for text in self.texts())

    def errors(self) -> list[str]:
        """What the page says in red, and every exception on it."""
        red = [f"{one.what.title} {one.what.body}" for one in self._of("alert") if one.what.format == one.what.ERROR]
        return [*red, *(str(one.what.message) for one in self._of("exception"))]

    def charts(self) -> list[str]:
        """The drawing of every chart, as JSON."""
        return [one.what.spec for one in self._of("plotly_chart")]

    def _of(self, *kinds: str) -> Iterator[_Drawn]:
        return (one for _, one in sorted(self._drawn.items()) if one.kind in kinds)
