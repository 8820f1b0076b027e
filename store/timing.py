"""How long reads and writes took since somebody last asked; safe for many threads."""

import math
import threading
import time
from collections import deque
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass

_MOST_KEPT = 10_000


@dataclass(frozen=True)
class Spread:
    """How many there were, and what half and what 95% of them stayed within, in milliseconds (0 where none were)."""

    count: int
    p50_ms: float
    p95_ms: float


class Timing:
    """Counts what is timed. Beyond 10,000 durations between two askings only the last are kept, for the spread."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._count = 0
        self._seconds: deque[float] = deque(maxlen=_MOST_KEPT)

    def add(self, seconds: float) -> None:
        """Count one that took so long."""
        with self._lock:
            self._count += 1
            self._seconds.append(seconds)

    @contextmanager
    def timed(self) -> Iterator[None]:
        """Count what happens within, also when it fails."""
        began = time.monotonic()
        try:
            yield
        finally:
            self.add(time.monotonic() - began)

    def take(self) -> Spread:
        """What was counted since the last taking; the next one begins anew."""
        with self._lock:
            count, seconds = self._count, sorted(self._seconds)
            self._count = 0
            self._seconds.clear()
        return Spread(count, _at(seconds, 0.5), _at(seconds, 0.95))


def _at(ordered: list[float], share: float) -> float:
    """The nearest rank: the least of them that so large a share stays within, in milliseconds."""
    return round(1000 * ordered[math.ceil(share * len(ordered)) - 1], 1) if ordered else 0.0


READS = Timing()
"""Reads of this process: from a cursor lent to its return, which is what a page waits for."""
WRITES = Timing()
"""Writes of this process, with the waiting for other writers."""
