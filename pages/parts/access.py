"""Who visits and what that person may do: asked anew at every run, every write and every file that is made."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import cast

import streamlit as st

from model.access import HERE, Person, Right, Role, RoleRules, person_of
from model.findings import Refusal
from model.sign_in import SignIn, SignIns
from pages.parts import writer
from settings import current
from store import audit, people, shared_store

_VISITOR = "_visitor"
_WATCH_S = 60.0


class Forbidden(Refusal):
    """What was asked takes another role, or a sign-in that still counts; nothing was changed or given."""


@st.cache_resource(show_spinner=False)
def _sign_ins() -> SignIns:
    return SignIns()


def is_configured() -> bool:
    """Whether people sign in; without that the application is for one person on this computer."""
    return st.secrets.load_if_toml_exists() and "auth" in st.secrets


def person() -> Person:
    """Who visits, as far as may be known now. Raises Forbidden where nobody has signed in, or no longer counts."""
    if not is_configured():
        return Person(HERE, writer.name(), Role.MANAGER)
    sign_in = _sign_in()
    _check(sign_in, is_action=True)
    return sign_in.person


def person_without_store() -> Person | None:
    """Who visits while the data cannot be read: of whose access was taken away only what was seen before counts."""
    if not is_configured():
        return Person(HERE, "", Role.MANAGER)
    try:
        sign_in = _sign_in()
    except Forbidden:
        return None
    if sign_in.person.id in _sign_ins().revoked or not _sign_ins().is_valid(sign_in, datetime.now(UTC), is_action=True):
        return None
    return sign_in.person


def is_at_least(role: Role) -> bool:
    """Whether who visits has this role or a higher one."""
    sign_in: SignIn | None = st.session_state.get(_VISITOR)
    return sign_in.person.role.includes(role) if sign_in else not is_configured()


def may(right: Right) -> bool:
    """Whether who visits may do it: for what a page offers. What is done is asked again by `acting` and `export`."""
    return is_at_least(right.least)


def is_viewer() -> bool:
    """Whether who visits only looks, and so sees what may be seen at the LEA table."""
    return not is_at_least(Role.EDITOR)


def check(right: Right) -> Person:
    """Who visits, being allowed this now. Raises Forbidden."""
    visitor = person()
    _check_role(visitor, right.least)
    return visitor


@contextmanager
def acting(right: Right, about: str) -> Iterator[None]:
    """Writes within are this visitor's, and stand in the audit trail as such. Raises Forbidden."""
    visitor = check(right)
    with audit.acting(audit.Act(visitor, right, about)):
        yield


def export(make: Callable[[], bytes], least: Role = Role.VIEWER) -> Callable[[], bytes]:
    """What makes a file for a download button, when it is clicked: it asks again whether the visitor may have it.

    It raises Forbidden, and runs in a thread that knows nothing of the visit.
    """
    sign_in: SignIn | None = st.session_state.get(_VISITOR)
    is_for_nobody = sign_in is None and is_configured()

    def made() -> bytes:
        if is_for_nobody:
            raise Forbidden("Meld u eerst aan.")
        if sign_in is not None:
            _check(sign_in, is_action=True)
            _check_role(sign_in.person, least)
        return make()

    return made


def fragment(draw: Callable[..., None], run_every: float | None = None) -> Callable[..., None]:
    """A part of a page that is drawn anew by itself, which does not pass the router: it asks by itself who is there.

    With `run_every` it is drawn every so many seconds, which is no action of the visitor.
    """

    def drawn(*arguments: object) -> None:
        sign_in: SignIn | None = st.session_state.get(_VISITOR)
        if sign_in is None and is_configured():
            st.rerun()  # of before a sign-out: what is left of that page is drawn for nobody
        if sign_in is not None:
            try:
                _check(sign_in, is_action=run_every is None)
            except Forbidden:
                st.rerun()
        draw(*arguments)

    # Streamlit knows a fragment by the name of its function.
    drawn.__module__, drawn.__qualname__ = draw.__module__, draw.__qualname__
    return cast("Callable[..., None]", st.fragment(drawn, run_every=run_every))


def let_in() -> None:
    """End the run with the page to sign in, unless who visits may come in; a first visit is put in the trail."""
    st.session_state.pop(_VISITOR, None)
    if not is_configured():
        return
    try:
        sign_in = _sign_in()
        _check(sign_in, is_action=True)
    except Forbidden as forbidden:
        _draw_sign_in(str(forbidden))
        st.stop()
    _record(sign_in)
    st.session_state[_VISITOR] = sign_in
    writer.sign_as(sign_in.person.name)
    fragment(lambda: None, run_every=_WATCH_S)()  # takes the page off an unattended screen


def draw_who() -> None:
    """Who is signed in, with the way out."""
    sign_in: SignIn | None = st.session_state.get(_VISITOR)
    if sign_in:
        st.caption("Aangemeld als")
        st.text(f"{sign_in.person.name} ({sign_in.person.role})")
        st.button("Afmelden", icon=":material/logout:", on_click=_sign_out, args=(sign_in,), type="tertiary")


def allow(least: Role) -> None:
    """End a page here that takes another role than who visits has."""
    if not is_at_least(least):
        st.title(f"Deze pagina is voor de {least}", anchor=False)
        st.info("Hebt u deze pagina nodig, vraag dan de beheerder om een andere rol.", icon=":material/lock:")
        st.stop()


def _sign_in() -> SignIn:
    """Who the cookie of this visit says it is, checked by nobody yet. Raises Forbidden where it does not say."""
    claims = st.user.to_dict()
    if not claims.get("is_logged_in"):
        raise Forbidden("")
    settings = current()
    found = person_of(claims, RoleRules(settings.role_claim, settings.role_editor, settings.role_manager))
    moment = claims.get("iat")
    if found is None or not isinstance(moment, int | float):
        raise Forbidden(
            "Uw aanmelding zegt niet wie u bent of wanneer u zich aanmeldde. Vraag de beheerder om de aanmelding na "
            "te kijken: sub en iat moeten in het token staan."
        )
    return SignIn(found, datetime.fromtimestamp(moment, UTC))


def _check(sign_in: SignIn, is_action: bool) -> None:
    """Whether a sign-in still counts and access was not taken away; an action keeps it. Raises Forbidden."""
    if not _sign_ins().is_valid(sign_in, datetime.now(UTC), is_action):
        raise Forbidden(
            "Uw aanmelding is verlopen: die duurt acht uur, en een half uur als u niets doet. Meld u opnieuw aan."
        )
    with shared_store().read() as cursor:
        revoked = {one.id for one in people.revoked(cursor)}
    _sign_ins().revoked = revoked
    if sign_in.person.id in revoked:
        raise Forbidden("Uw toegang tot Startfoto is ingetrokken. Vraag de beheerder waarom.")


def _check_role(visitor: Person, least: Role) -> None:
    if not visitor.role.includes(least):
        raise Forbidden(
            f"Hiervoor is de rol {least} nodig; u bent {visitor.role}. Er is niets gewijzigd. Vraag de beheerder van "
            "Startfoto om een andere rol."
        )


def _record(sign_in: SignIn) -> None:
    """Put a sign-in in the list of people and in the trail, once, also when the clock of the provider runs ahead."""
    if sign_in.key in _sign_ins().recorded:
        return
    with shared_store().read() as cursor:
        is_known = people.has_signed_in(cursor, sign_in.person, sign_in.at)
    if not is_known:
        with audit.acting(audit.Act(sign_in.person, Right.SIGN_IN)):
            shared_store().write(lambda cursor: people.signed_in(cursor, sign_in.person))
    _sign_ins().recorded.add(sign_in.key)


def _draw_sign_in(why: str) -> None:
    st.title("Startfoto", anchor=False)
    st.markdown("Hoe gaat het met de kinderen in uw gemeente, wat doen scholen, en wat voegt de gemeente toe?")
    if why:
        st.warning(why, icon=":material/lock:")
    st.button("Aanmelden", type="primary", icon=":material/login:", on_click=st.login)
    st.caption("U meldt zich aan met het account van uw organisatie.")


def _sign_out(sign_in: SignIn) -> None:
    _sign_ins().end(sign_in)
    st.logout()
