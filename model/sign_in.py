"""Sign-ins: how long each counts, and which have ended."""

import threading
from dataclasses import dataclass, field
from datetime import datetime, timedelta

from model.access import Person

LONGEST_SIGN_IN = timedelta(hours=8)
"""After this long a person signs in again, also when at work."""
LONGEST_IDLE = timedelta(minutes=30)
"""After this long without an action a person signs in again."""


@dataclass(frozen=True)
class SignIn:
    """One sign-in: who, and when."""

    person: Person
    at: datetime

    @property
    def key(self) -> tuple[str, datetime]:
        """What tells it from all others."""
        return self.person.id, self.at


@dataclass
class SignIns:
    """When each sign-in was last used, and which have ended; of this process, for all its threads."""

    last_seen: dict[tuple[str, datetime], datetime] = field(default_factory=dict)
    ended: set[tuple[str, datetime]] = field(default_factory=set)
    recorded: set[tuple[str, datetime]] = field(default_factory=set)
    """Which stand in the list of people and the trail."""
    revoked: set[str] = field(default_factory=set)
    """Whose access was taken away, as far as was seen: for when the data that say so cannot be read."""
    lock: threading.Lock = field(default_factory=threading.Lock)

    def is_valid(self, sign_in: SignIn, now: datetime, is_action: bool) -> bool:
        """Whether a sign-in counts; an action keeps it for another half hour."""
        with self.lock:
            seen = self.last_seen.get(sign_in.key)
            if sign_in.key in self.ended or not is_valid(sign_in.at, seen, now):
                return False
            if is_action:
                self._forget(now - LONGEST_SIGN_IN)
                self.last_seen[sign_in.key] = now
            return True

    def _forget(self, before: datetime) -> None:
        """Forget sign-ins that are too old to count at all."""
        self.last_seen = {key: seen for key, seen in self.last_seen.items() if key[1] >= before}
        self.ended = {key for key in self.ended if key[1] >= before}
        self.recorded = {key for key in self.recorded if key[1] >= before}

    def end(self, sign_in: SignIn) -> None:
        """Let a sign-in no longer count, also in other windows of the same browser."""
        with self.lock:
            self.ended.add(sign_in.key)


def is_valid(signed_in_at: datetime, last_seen: datetime | None, now: datetime) -> bool:
    """Whether a sign-in still counts: it lasts 8 hours, and 30 minutes after the last action.

    `last_seen` None is for one of which no action is known: it counts for 30 minutes after signing in.
    """
    return now - signed_in_at <= LONGEST_SIGN_IN and now - (last_seen or signed_in_at) <= LONGEST_IDLE
