"""Pages are drawn a few at a time: one Python process makes many at once slower and larger than one after another."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager

_AT_ONCE = 4
_LONGEST_WAIT_S = 10.0
_turns = threading.BoundedSemaphore(_AT_ONCE)


@contextmanager
def taken() -> Iterator[None]:
    """Draw within it, when it is this visit's turn; who has waited long goes on, whatever keeps the others."""
    is_turn = _turns.acquire(timeout=_LONGEST_WAIT_S)
    try:
        yield
    finally:
        if is_turn:
            _turns.release()
