"""The bad days of a source: which request goes wrong, how, and how often."""

from dataclasses import dataclass
from enum import StrEnum
from threading import Lock
from urllib.parse import unquote_plus


class FaultKind(StrEnum):
    """What goes wrong with a reply."""

    RESET_MID_BODY = "reset_mid_body"
    CLOSE_WITHOUT_REPLY = "close_without_reply"
    CUT_MID_BODY = "cut_mid_body"
    ERROR_500 = "error_500"
    HTML_200 = "html_200"
    EMPTY_VALUE = "empty_value"
    SLOW = "slow"
    NOT_FOUND = "not_found"


@dataclass(frozen=True)
class Fault:
    """One fault for the requests whose decoded path and query contain `path`.

    `times` is how many requests it hits (None: for ever); `seconds` is the wait of a slow reply.
    """

    kind: FaultKind
    path: str = ""
    times: int | None = None
    seconds: float = 0.0


class Faults:
    """The faults that wait for a request, oldest first; safe to change while the server runs."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._waiting: list[tuple[Fault, int | None]] = []

    def add(self, kind: FaultKind, path: str = "", times: int | None = None, seconds: float = 0.0) -> None:
        """Let requests fail from now on, as described at Fault."""
        with self._lock:
            self._waiting.append((Fault(kind, path, times, seconds), times))

    def take(self, path: str) -> Fault | None:
        """The fault that hits a request for this path and query; it has then struck once more."""
        path = unquote_plus(path)
        with self._lock:
            for place, (fault, left) in enumerate(self._waiting):
                if fault.path in path:
                    if left is not None and left <= 1:
                        del self._waiting[place]
                    elif left is not None:
                        self._waiting[place] = (fault, left - 1)
                    return fault
        return None

    def clear(self) -> None:
        """Forget all faults: the source works again."""
        with self._lock:
            self._waiting.clear()
