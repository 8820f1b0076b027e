"""Roles: what claims of a sign-in give, and what a role may do."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from model.access import Right, Role, RoleRules, person_of, role_of

RULES = RoleRules("roles", "bewerker", "beheerder")
ANYTHING = st.recursive(
    st.none() | st.booleans() | st.integers() | st.text(max_size=12) | st.sampled_from(["bewerker", "beheerder"]),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=6), inner, max_size=3),
    max_leaves=6,
)


@pytest.mark.parametrize(
    ("claims", "role"),
    [
        ({}, Role.VIEWER),
        ({"roles": []}, Role.VIEWER),
        ({"roles": ["iets anders"]}, Role.VIEWER),
        ({"roles": ["bewerker"]}, Role.EDITOR),
        ({"roles": "bewerker"}, Role.EDITOR),
        ({"roles": ["bewerker", "beheerder"]}, Role.MANAGER),
        ({"roles": ["Beheerder"]}, Role.VIEWER),
        ({"roles": "geen beheerder"}, Role.VIEWER),
        ({"roles": {"beheerder": True}}, Role.VIEWER),
        ({"roles": [["beheerder"]]}, Role.VIEWER),
        ({"role": ["beheerder"]}, Role.VIEWER),
    ],
)
def test_only_the_named_claim_gives_a_role_and_only_by_its_exact_name(claims: dict[str, object], role: Role) -> None:
    assert role_of(claims, RULES) is role


def test_a_claim_is_found_on_a_path_or_under_a_name_with_dots() -> None:
    keycloak = RoleRules("realm_access.roles", "bewerker", "beheerder")
    assert role_of({"realm_access": {"roles": ["beheerder"]}}, keycloak) is Role.MANAGER
    address = RoleRules("https://gemeente.example/roles", "bewerker", "beheerder")
    assert role_of({"https://gemeente.example/roles": ["bewerker"]}, address) is Role.EDITOR


def test_other_names_of_the_roles_can_be_set() -> None:
    groups = RoleRules("groups", "sg-startfoto-schrijven", "sg-startfoto-beheer")
    assert role_of({"groups": ["sg-startfoto-schrijven"]}, groups) is Role.EDITOR
    assert role_of({"groups": ["bewerker"]}, groups) is Role.VIEWER


@given(st.dictionaries(st.sampled_from(["roles", "role", "groups", "name"]), ANYTHING, max_size=4))
def test_no_claims_whatever_give_a_role_that_they_do_not_name(claims: dict[str, object]) -> None:
    role = role_of(claims, RULES)
    named = claims.get("roles")
    names = [named] if isinstance(named, str) else named if isinstance(named, list) else []
    assert (role is Role.MANAGER) == ("beheerder" in names)
    assert (role is Role.EDITOR) == ("bewerker" in names and "beheerder" not in names)


def test_each_role_may_what_those_before_it_may() -> None:
    allowed = {role: {right for right in Right if role.includes(right.least)} for role in Role}
    assert allowed[Role.VIEWER] == {Right.SIGN_IN}
    assert allowed[Role.EDITOR] - allowed[Role.VIEWER] == {Right.LOAD, Right.UPLOAD, Right.EDIT}
    assert allowed[Role.MANAGER] == set(Right)


def test_a_person_is_known_by_provider_and_number_and_named_as_well_as_can_be() -> None:
    one = person_of({"iss": "https://a", "sub": "7", "email": "bea@gemeente.example"}, RULES)
    same_number = person_of({"iss": "https://b", "sub": "7", "name": "Bea"}, RULES)
    assert one is not None
    assert same_number is not None
    assert one.id != same_number.id
    assert (one.name, same_number.name) == ("bea@gemeente.example", "Bea")
    assert person_of({"name": "Bea"}, RULES) is None
