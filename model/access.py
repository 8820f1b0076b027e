"""Who may do what: roles, what people do, and the role that a sign-in gives."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import Any


class Role(StrEnum):
    """What a person may do, each role also what those before it may; the value is the Dutch word that is shown."""

    VIEWER = "kijker"
    EDITOR = "bewerker"
    MANAGER = "beheerder"

    def includes(self, other: "Role") -> bool:
        """Whether this role may do what the other may."""
        order = list(Role)
        return order.index(self) >= order.index(other)


class Right(Enum):
    """What somebody does, as the audit trail says it, and the least role that it takes."""

    SIGN_IN = ("aangemeld", Role.VIEWER)
    LOAD = ("opgehaald bij een bron", Role.EDITOR)
    UPLOAD = ("bestand ingelezen", Role.EDITOR)
    EDIT = ("gewijzigd", Role.EDITOR)
    UNDO = ("lading teruggedraaid of teruggezet", Role.MANAGER)
    PHOTO = ("foto gemaakt", Role.MANAGER)
    SETTINGS = ("instelling gewijzigd", Role.MANAGER)
    PEOPLE = ("toegang gewijzigd", Role.MANAGER)
    BACKUP = ("back-up gemaakt", Role.MANAGER)
    RESTORE = ("back-up teruggezet", Role.MANAGER)
    RETENTION = ("oude bestanden verwijderd", Role.MANAGER)

    @property
    def label(self) -> str:
        """How the trail names it."""
        return self.value[0]

    @property
    def least(self) -> Role:
        """The least role that may do it."""
        return self.value[1]


@dataclass(frozen=True)
class Person:
    """Who does something."""

    id: str
    """What tells this person from all others: the provider's address and its number of the person."""
    name: str
    role: Role

    def may(self, right: Right) -> bool:
        """Whether the role of this person is enough for it."""
        return self.role.includes(right.least)


STARTFOTO = Person("startfoto", "Startfoto", Role.MANAGER)
"""The application itself: the example, the daily backup, what falls due."""
HERE = "deze computer"
"""The id of the one person of an installation without sign-in."""


@dataclass(frozen=True)
class RoleRules:
    """Where a provider says the role of a person, and what it calls the two roles above kijker."""

    claim: str
    """Name of the claim, or its path with dots: `roles`, `realm_access.roles`."""
    editor: str
    manager: str


def role_of(claims: Mapping[str, Any], rules: RoleRules) -> Role:
    """The role that the claims of a signed-in person give; whoever has none of the named ones is a kijker."""
    given = _at(claims, rules.claim)
    names = {given} if isinstance(given, str) else set(filter(_is_text, given)) if isinstance(given, list) else set()
    if rules.manager in names:
        return Role.MANAGER
    return Role.EDITOR if rules.editor in names else Role.VIEWER


def _is_text(value: object) -> bool:
    return isinstance(value, str)


def _at(claims: Mapping[str, Any], path: str) -> Any:
    """What stands under a name, or under a path of names with dots between; None for nothing."""
    if path in claims:
        return claims[path]
    first, _, rest = path.partition(".")
    inner = claims.get(first)
    return _at(inner, rest) if rest and isinstance(inner, Mapping) else None


def person_of(claims: Mapping[str, Any], rules: RoleRules) -> Person | None:
    """Who signed in; None when the claims do not say who that is."""
    subject = claims.get("sub")
    if not subject:
        return None
    named = next((str(claims[key]) for key in ("name", "preferred_username", "email") if claims.get(key)), "")
    return Person(f"{claims.get('iss', '')}#{subject}", named or "Onbekende naam", role_of(claims, rules))
