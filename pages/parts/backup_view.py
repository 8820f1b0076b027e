"""Backups on the page Beheer: how old the last one is, making one, and putting one back."""

from datetime import UTC, datetime

import pandas as pd
import streamlit as st

from intake import backups
from model import dutch
from model.access import Right
from model.findings import Refusal
from pages.parts import access
from pages.parts.data import reading_at
from pages.parts.plain import plain, table
from settings import current
from store import StoreBroken, StoreBusy, backup, manifests, restoring, shared_store
from store.engine import is_lake
from store.manifests import Backup

_SAID, _REFUSED, _CHOSEN, _SURE = "_backup_said", "_backup_refused", "_backup_chosen", "_backup_sure"


def draw() -> None:
    """When the last good backup was made, all of them, and the buttons to make one and to put one back."""
    settings = current()
    if is_lake(settings):
        st.markdown(
            "Deze Startfoto bewaart de gegevens in een DuckLake: een PostgreSQL-database en een map met bestanden. "
            "Daarvan maakt Startfoto zelf geen back-ups. Laat de beheerder van die servers van beide tegelijk een "
            "back-up maken."
        )
        return
    told()
    known = manifests.listed(settings)
    failed = manifests.last_failure(settings)
    if failed:
        st.error(f"{plain(failed.message)} ({dutch.moment(failed.at)})", icon=":material/error:")
    if not known:
        st.warning("Er is nog geen goede back-up. Maak er nu een.", icon=":material/warning:")
    else:
        _say_age(known[0])
    st.markdown(
        "Startfoto maakt elke dag zelf een back-up, en ook voordat een nieuwe versie de tabellen wijzigt. Elke back-up "
        "wordt na het maken helemaal nagelezen. Bewaar de map met back-ups ook op een andere computer."
    )
    st.button("Maak nu een back-up", icon=":material/save:", on_click=_make)
    if known:
        _draw_all(known)
        _draw_restore(known)


def finding(now: datetime) -> str:
    """Whether everything is kept, in one sentence: the title of the page."""
    known = manifests.listed(current())
    if is_lake(current()):
        return "Beheer: de gegevens staan op servers met eigen back-ups"
    if not known:
        return "Er is nog geen back-up van de gegevens"
    age = now - known[0].made_at
    since = "minder dan een dag" if age < backup.EVERY else dutch.counted(age.days, "dag", "dagen")
    return f"De laatste back-up is {since} oud"


def told() -> None:
    """What came of the last backup or restore of this visit, once."""
    if said := st.session_state.pop(_SAID, None):
        st.success(plain(said, longest=1000), icon=":material/check:")
    if refusal := st.session_state.pop(_REFUSED, None):
        st.error(plain(refusal, longest=1000), icon=":material/error:")


def tell(said: str = "", refusal: str = "") -> None:
    """Keep what came of a backup or restore for `told`."""
    st.session_state[_SAID], st.session_state[_REFUSED] = said, refusal


def _say_age(newest: Backup) -> None:
    sentence = f"De laatste goede back-up is van {dutch.moment(newest.made_at)}."
    if datetime.now(UTC) - newest.made_at < backup.EVERY:
        st.success(f"{sentence} Dat is minder dan een dag geleden.", icon=":material/check:")
    else:
        st.warning(f"{sentence} Dat is meer dan een dag geleden. Maak er nu een.", icon=":material/warning:")


def _draw_all(known: list[Backup]) -> None:
    with reading_at(None) as cursor:
        undone = [restoring.undone(cursor, one) for one in known]
    shown = pd.DataFrame(
        {
            "Gemaakt op": [dutch.moment(one.made_at) for one in known],
            "Reden": [one.reason.value for one in known],
            "Wijzigingen sindsdien": [dutch.number(count) for count in undone],
            "Grootte": [f"{dutch.number(one.size / 1e6, 1)} MB" for one in known],
            "Staat": ["nagelezen en goed"] * len(known),
        }
    )
    table(shown, alt="Alle goede back-ups met moment, reden, wijzigingen sindsdien en grootte")


def _draw_restore(known: list[Backup]) -> None:
    names = {one.name: one for one in known}
    chosen = st.selectbox(
        "Welke back-up wilt u terugzetten?",
        list(names),
        format_func=lambda name: f"{dutch.moment(names[name].made_at)} ({names[name].reason})",
        index=None,
        placeholder="Kies een back-up",
        key=_CHOSEN,
    )
    if chosen is None:
        return
    with reading_at(None) as cursor:
        count = restoring.undone(cursor, names[chosen])
    st.warning(_lost(count), icon=":material/warning:")
    is_sure = st.checkbox("Ja, zet deze back-up terug voor iedereen", key=_SURE)
    st.button("Zet terug", icon=":material/restore:", on_click=_restore, args=(chosen,), disabled=not is_sure)


def _lost(count: int) -> str:
    if count == 0:
        changes = "Na deze back-up is er niets gewijzigd."
    else:
        what = dutch.counted(count, "wijziging van", "wijzigingen van")
        changes = f"Daarmee {'vervalt' if count == 1 else 'vervallen'} {what} na deze back-up, van iedereen."
    return (
        f"{changes} Alle gegevens worden zoals ze bij deze back-up waren, ook scholen, maatregelen, geld en het "
        "logboek. Van de gegevens van nu maakt Startfoto eerst een back-up, zodat u terug kunt."
    )


def _make() -> None:
    try:
        with access.acting(Right.BACKUP, "op verzoek"):
            tell(backups.carry_out(current(), backups.Order.BACKUP, "", shared_store))
    except (Refusal, StoreBroken, StoreBusy) as error:
        tell(refusal=str(error))


def _restore(name: str) -> None:
    try:
        with access.acting(Right.RESTORE, name):
            tell(backups.carry_out(current(), backups.Order.RESTORE, name, shared_store))
    except (Refusal, StoreBroken, StoreBusy) as error:
        tell(refusal=str(error))
    st.session_state[_CHOSEN], st.session_state[_SURE] = None, False
