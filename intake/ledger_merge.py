"""A later export beside what is kept of the same ledger: what is new, the same, changed and gone."""

import hashlib
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from model.booking import Booking

EVERY = "*"
"""The answer for all booking numbers that come twice and have none of their own."""


class Repeat(StrEnum):
    """What it means that a booking number comes more than once; the value is the Dutch phrase that is shown."""

    ALL = "alle rijen tellen"
    ONCE = "dubbel: één keer tellen"


@dataclass(frozen=True)
class Twice:
    """A booking number (with its line) that comes more than once in a file."""

    number: str
    bookings: tuple[Booking, ...]
    answer: Repeat | None

    @property
    def is_alike(self) -> bool:
        """Whether the rows say exactly the same."""
        return len({one.content for one in self.bookings}) == 1


@dataclass(frozen=True)
class Merge:
    """What an export would change; every booking has its key."""

    new: tuple[Booking, ...] = ()
    same: tuple[Booking, ...] = ()
    """As they are kept."""
    changed: tuple[tuple[Booking, Booking], ...] = ()
    """Before and after."""
    vanished: tuple[Booking, ...] = ()
    """Kept, of a day within the export, and not in it."""
    elsewhere: tuple[Booking, ...] = ()
    """Kept, of a day that the export does not reach; they stay."""

    def result(self, drop_vanished: bool) -> list[Booking]:
        """The whole ledger after the change."""
        after = [booking for _, booking in self.changed]
        return [*self.elsewhere, *self.same, *after, *self.new, *(() if drop_vanished else self.vanished)]

    def years(self, drop_vanished: bool) -> set[int]:
        """The calendar years in which something differs."""
        moved = [*self.new, *(one for pair in self.changed for one in pair), *(self.vanished if drop_vanished else ())]
        return {one.year for one in moved}


def repeated(bookings: Iterable[Booking], answers: Mapping[str, str]) -> list[Twice]:
    """The booking numbers that come more than once, in order, with what was said of them."""
    rows = [one for one in bookings if one.number]
    counts = Counter(map(_name, rows))
    groups = _grouped(one for one in rows if counts[_name(one)] > 1) if len(counts) < len(rows) else {}

    def answer(name: str) -> Repeat | None:
        said = answers.get(name) or answers.get(EVERY)
        return Repeat(said) if said else None

    return [Twice(name, tuple(groups[name]), answer(name)) for name in sorted(map(str, groups))]


def once(bookings: Sequence[Booking], twice: Sequence[Twice]) -> list[Booking]:
    """The bookings, of each number that counts once only the last by booking date."""
    doubles: dict[object, Booking] = {
        one.number: max(one.bookings, key=_order) for one in twice if one.answer is Repeat.ONCE
    }
    return [one for one in bookings if doubles.get(_name(one), one) is one] if doubles else list(bookings)


def merge(former: Sequence[Booking], found: Sequence[Booking]) -> Merge:
    """What a file with these bookings changes in a ledger; the order of either makes no difference.

    Bookings are the same by number and line, without number by all that they say. Of a number with several rows those
    that say the same belong together, then the others in order of day and amount.
    """
    kept, sent = _grouped(former), _grouped(found)
    first, last = min((one.booked for one in found), default=None), max((one.booked for one in found), default=None)
    new: list[Booking] = []
    same: list[Booking] = []
    changed: list[tuple[Booking, Booking]] = []
    vanished: list[Booking] = []
    elsewhere: list[Booking] = []
    for name, rows in sent.items():
        before = kept.pop(name, [])
        if not before:
            new += _with_keys(sorted(rows, key=_order) if len(rows) > 1 else rows, set())
            continue
        if len(before) == len(rows) == 1 and before[0].content == rows[0].content:
            same.append(before[0])
            continue
        stay, gone, come = _compared(before, rows)
        same += stay
        pairs = list(zip(gone, come, strict=False))
        changed += [(old, replace(now, key=old.key)) for old, now in pairs]
        vanished += gone[len(pairs) :]
        new += _with_keys(come[len(pairs) :], {one.key for one in before})
    for rows in kept.values():
        for one in rows:
            is_reached = first is not None and last is not None and first <= one.booked <= last
            (vanished if is_reached else elsewhere).append(one)
    return Merge(tuple(new), tuple(same), tuple(changed), tuple(vanished), tuple(elsewhere))


def _name(one: Booking) -> str | tuple[object, ...]:
    """By which a booking is known: its number and line, else all that it says."""
    if not one.number:
        return one.content
    return f"{one.number}/{one.line}" if one.line else one.number


def _grouped(bookings: Iterable[Booking]) -> dict[str | tuple[object, ...], list[Booking]]:
    groups: dict[str | tuple[object, ...], list[Booking]] = defaultdict(list)
    for one in bookings:
        groups[_name(one)].append(one)
    return groups


def _order(one: Booking) -> tuple[date, int, str]:
    return one.booked, one.cents, repr(one.content)


def _compared(before: Sequence[Booking], rows: Sequence[Booking]) -> tuple[list[Booking], list[Booking], list[Booking]]:
    """Of two groups under one name: what stays, what is gone and what came, each in order."""
    both = Counter(one.content for one in before) & Counter(one.content for one in rows)
    stay, gone = _split(before, Counter(both))
    _, come = _split(rows, Counter(both))
    return stay, gone, come


def _split(rows: Sequence[Booking], both: Counter[tuple[object, ...]]) -> tuple[list[Booking], list[Booking]]:
    shared, others = [], []
    for one in sorted(rows, key=lambda one: (*_order(one), one.key)):
        if both[one.content] > 0:
            both[one.content] -= 1
            shared.append(one)
        else:
            others.append(one)
    return shared, others


def _with_keys(rows: Sequence[Booking], taken: set[str]) -> list[Booking]:
    """New bookings under one name, each with a key that none other has."""
    found = []
    for one in rows:
        name = _name(one)
        base = name if isinstance(name, str) else "#" + hashlib.sha256(repr(name).encode()).hexdigest()[:20]
        key, place = base, 1
        while key in taken:
            place += 1
            key = f"{base}#{place}"
        taken.add(key)
        found.append(replace(one, key=key))
    return found
