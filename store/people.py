"""Who signed in, and whose access was taken away: events, of which the last one of each kind counts."""

from dataclasses import dataclass
from datetime import datetime

from duckdb import DuckDBPyConnection as Cursor

from model.access import Person, Role


@dataclass(frozen=True)
class Known:
    """A person who ever signed in or lost access, with the name and role of the last time."""

    person: Person
    last_sign_in: datetime | None
    """None where only is known that access was taken away: the sign-in was of after the backup that was put back."""
    is_revoked: bool


_SIGNED_IN, _REVOKED, _ADMITTED = "signed in", "revoked", "admitted"
_ADD = "insert into work.person_event select ?, ?, ?, ?, now(), audit_number from work.version"
_HAS = "select 1 from work.person_event where person = ? and event = 'signed in' and happened_at >= ? limit 1"
_LAST = """
select person, arg_max(name, audit_number), arg_max(role, audit_number) from work.person_event
group by person having arg_max(event, audit_number) filter (event <> 'signed in') = 'revoked' order by person
"""
_PEOPLE = """
select person, coalesce(arg_max(name, audit_number) filter (event = 'signed in'), arg_max(name, audit_number)),
    coalesce(arg_max(role, audit_number) filter (event = 'signed in'), arg_max(role, audit_number)),
    max(happened_at) filter (event = 'signed in'),
    coalesce(arg_max(event, audit_number) filter (event <> 'signed in'), '') = 'revoked'
from work.person_event group by person order by 2, 1
"""


def signed_in(cursor: Cursor, person: Person) -> None:
    """Record that a person signed in."""
    cursor.execute(_ADD, [person.id, person.name, person.role.value, _SIGNED_IN])


def has_signed_in(cursor: Cursor, person: Person, since: datetime) -> bool:
    """Whether a sign-in of this person since a moment is recorded."""
    return cursor.execute(_HAS, [person.id, since]).fetchone() is not None


def revoke(cursor: Cursor, person: Person) -> None:
    """Take away the access of a person, whatever the provider says, until `admit`."""
    cursor.execute(_ADD, [person.id, person.name, person.role.value, _REVOKED])


def admit(cursor: Cursor, person: Person) -> None:
    """Give a person whose access was taken away the access again that the provider says."""
    cursor.execute(_ADD, [person.id, person.name, person.role.value, _ADMITTED])


def revoked(cursor: Cursor) -> list[Person]:
    """Everybody whose access was taken away."""
    return [Person(id, name, Role(role)) for id, name, role in cursor.execute(_LAST).fetchall()]


def is_revoked(cursor: Cursor, person_id: str) -> bool:
    """Whether the access of this person was taken away."""
    return any(one.id == person_id for one in revoked(cursor))


def people(cursor: Cursor) -> list[Known]:
    """Everybody who ever signed in or lost access, by name."""
    return [
        Known(Person(id, name, Role(role)), at, bool(revoked))
        for id, name, role, at, revoked in cursor.execute(_PEOPLE).fetchall()
    ]
