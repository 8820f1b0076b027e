"""Who may come in: everybody who ever signed in, and access that is taken away or given back."""

from datetime import datetime

import pandas as pd
import streamlit as st

from intake import plan
from model import dutch
from model.access import Person, Right
from pages.parts import access, outcome
from pages.parts.data import reading_at
from pages.parts.plain import table
from store import people, shared_store


def draw() -> None:
    """The people, and a button for one of them."""
    if not access.is_configured():
        st.markdown(
            "Aanmelden staat niet aan: deze Startfoto is voor één persoon op deze computer, die alles mag. Hoe u "
            "aanmelden aanzet voor meer mensen, vertelt de handleiding docs/sign-in.md aan wie Startfoto installeert."
        )
        return
    st.markdown(
        "Welke rol iemand heeft, bepaalt uw aanmelddienst; een andere rol geldt vanaf de volgende aanmelding. Hier "
        "kunt u iemands toegang intrekken: dat werkt bij de eerste klik die hij of zij doet."
    )
    with reading_at(None) as cursor:
        known = people.people(cursor)
    shown = pd.DataFrame(
        {
            "Naam": [one.person.name for one in known],
            "Rol": [one.person.role.value for one in known],
            "Laatst aangemeld": [_moment(one.last_sign_in) for one in known],
            "Toegang": ["ingetrokken" if one.is_revoked else "ja" for one in known],
        }
    )
    table(shown, alt="Iedereen die zich ooit aanmeldde, met rol, laatste aanmelding en toegang")
    names = {one.person.id: one for one in known}
    chosen = st.selectbox(
        "Van wie wilt u de toegang wijzigen?",
        list(names),
        format_func=lambda id: f"{names[id].person.name} ({names[id].person.role})",
        index=None,
        placeholder="Kies iemand",
        key="_managed",
    )
    outcome.refused()
    if chosen is None:
        return
    one = names[chosen]
    if one.is_revoked:
        st.button("Laat weer toe", icon=":material/lock_open:", on_click=_change, args=(one.person, False))
    elif one.person.id == access.person().id:
        st.caption("Uw eigen toegang kunt u niet intrekken; dat doet een andere beheerder.")
    else:
        st.button("Trek de toegang in", icon=":material/block:", on_click=_change, args=(one.person, True))


def _moment(at: datetime | None) -> str:
    return dutch.moment(at) if at else dutch.NO_VALUE


def _change(person: Person, is_revoked: bool) -> None:
    change = people.revoke if is_revoked else people.admit
    about = f"{person.name}: {'toegang ingetrokken' if is_revoked else 'weer toegelaten'}"

    def commit() -> list[int]:
        plan.keep(shared_store(), lambda cursor: change(cursor, person))
        return [1]

    outcome.kept(Right.PEOPLE, about, commit)
