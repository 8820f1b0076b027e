"""What a visit sees when the data were damaged and put aside: what happened, where, and how to go on."""

import streamlit as st

from intake import backups
from model import dutch
from model.access import Right
from model.findings import Refusal
from pages.parts import access, backup_view, data
from pages.parts.plain import plain
from settings import current
from store import StoreBroken, StoreBusy, StoreDamaged, manifests, shared_store
from store.aside import Damage
from store.audit import Act, acting
from store.manifests import Backup

_CHOSEN, _SURE = "_recovery_chosen", "_recovery_sure"


def open_store() -> None:
    """Open the store and its jobs, or end the run with the page that says what is damaged."""
    try:
        data.jobs()
        data.adopt_settings()
    except StoreDamaged as damaged:
        draw(damaged.damage)
        st.stop()


def draw(damage: Damage) -> None:
    """The whole page; the choices are for a beheerder only."""
    st.title("De gegevens zijn beschadigd", anchor=False)
    st.markdown(
        f"{damage.harm}. Daarom laat Startfoto nu niets zien: liever geen cijfers dan cijfers waarvan een deel weg is. "
        "Er is niets overschreven of gewist."
    )
    visitor = access.person_without_store()
    if visitor is None:
        if access.is_configured():
            st.button("Aanmelden", type="primary", icon=":material/login:", on_click=st.login)
        st.info("Een beheerder moet zich aanmelden en kiezen hoe het verdergaat.", icon=":material/lock:")
        return
    if not visitor.may(Right.RESTORE):
        st.info(
            "Een beheerder van Startfoto moet kiezen hoe het verdergaat. Waarschuw de beheerder; u hoeft zelf niets te "
            "doen.",
            icon=":material/lock:",
        )
        return
    backup_view.told()
    st.markdown(f"De bestanden staan sinds {dutch.moment(damage.at)} opzij, in deze map:")
    st.code(str(damage.folder), language=None)
    if damage.cause:
        with st.expander("Wat het systeem erover zegt"):
            st.text(damage.cause)
    _draw_choices(damage, manifests.listed(current()))


def _draw_choices(damage: Damage, known: list[Backup]) -> None:
    labels = {one.name: f"Zet terug: {one.label}" for one in known}
    if damage.can_go_on:
        missing = dutch.the_last(damage.missing or 0, "wijziging", "wijzigingen")
        lost = f"zonder {missing}" if damage.missing else "zonder wat er daarna kwam"
        labels[backups.GO_ON] = f"Ga verder met wat er nog is, {lost}"
    labels[backups.EMPTY] = "Begin opnieuw, zonder gegevens"
    if not known:
        st.warning("Er is geen goede back-up gevonden.", icon=":material/warning:")
    chosen = st.radio("Hoe wilt u verder?", list(labels), format_func=lambda name: plain(labels[name]), key=_CHOSEN)
    st.warning(_lost(damage, next((one for one in known if one.name == chosen), None), chosen))
    is_sure = st.checkbox("Ja, ga zo verder voor iedereen", key=_SURE)
    st.button("Ga verder", type="primary", on_click=_go_on, args=(chosen,), disabled=not is_sure)


def _lost(damage: Damage, backup: Backup | None, chosen: str) -> str:
    """What is gone after a choice, as far as that can be known."""
    kept = "De beschadigde bestanden blijven opzij staan."
    if chosen == backups.EMPTY:
        return f"Alle gegevens zijn dan weg uit Startfoto; u laadt en leest alles opnieuw in. {kept}"
    number = damage.found if backup is None else backup.audit_number
    if damage.expected is None or number is None:
        return f"Wat na dat moment is gewijzigd, is dan weg; hoeveel dat is, is niet bekend. {kept}"
    count = max(damage.expected - number, 0)
    if not count:
        return f"Er gaat geen wijziging verloren. {kept}"
    return f"Wat daarna is bewaard, is dan weg: {dutch.the_last(count, 'wijziging', 'wijzigingen')}. {kept}"


def _go_on(chosen: str) -> None:
    visitor = access.person_without_store()
    try:
        if visitor is None or not visitor.may(Right.RESTORE):
            raise Refusal("Hiervoor is de rol beheerder nodig. Er is niets veranderd.")
        with acting(Act(visitor, Right.RESTORE)):
            said = backups.carry_out(current(), backups.Order.RESTORE, chosen, shared_store)
        backup_view.tell(said)
    except (Refusal, StoreBroken, StoreBusy) as error:
        backup_view.tell(refusal=str(error))
