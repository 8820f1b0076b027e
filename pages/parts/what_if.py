"""What would change if the gemeente added, dropped, moved or re-budgeted a measure; nothing of it is kept."""

from dataclasses import replace

import streamlit as st

from analysis import gaps
from model.catalogue import Domain
from model.choices import Audience
from model.measure import Funding, Measure, MeasureState, Stream, TargetGroup
from model.money import euros
from pages.parts.plain import plain
from tiles.gaps import View, verdict_text

_NEW, _NONE = "Nieuwe maatregel", "Nog niets"
_ADD, _DROP, _MOVE, _BUDGET = "toevoegen", "weglaten", "verplaatsen", "ander bedrag"
_IDLE, _MOST_EUROS = "", 100_000_000


def draw(view: View, audience: Audience) -> None:
    """The form of one change, and the cells and money that it would change."""
    st.markdown("U probeert hier iets uit. Er wordt niets bewaard.")
    what = st.segmented_control("Wat wilt u proberen?", [_ADD, _DROP, _MOVE, _BUDGET], key="_try_what")
    tried = _tried(what or _IDLE, view)
    if tried is None:
        return
    after = gaps.gaps(view.found, tried, view.term)
    changes = gaps.changed(view.gaps, after)
    if not changes:
        st.markdown("- Geen enkel oordeel verandert.")
    for before, now in changes:
        of = now.facts
        st.markdown(
            f"- {plain(of.name)}, {of.domain}: {plain(verdict_text(before, audience))} → "
            f"**{plain(verdict_text(now, audience))}**"
        )
    for stream in Stream:
        was, is_now = view.gaps.cents.get(stream, 0), after.cents.get(stream, 0)
        if was != is_now:
            st.markdown(f"- {stream}: {euros(was)} → **{euros(is_now)}**")
    if view.gaps.cents == after.cents:
        st.markdown("- Het geld verandert niet.")


def _tried(what: str, view: View) -> list[Measure] | None:
    """The register with the change; None while nothing is chosen."""
    register = list(view.measures)
    if what == _ADD:
        new = _placed(Measure("_new", _NEW, state=MeasureState.DECIDED, target_groups=(TargetGroup.PRIMARY,)), view)
        return [*register, _funded(new)]
    if not what:
        return None
    by_id = {one.id: one for one in register}
    if not by_id:
        st.info("Er is nog geen maatregel in het register.", icon=":material/info:")
        return None
    chosen = by_id[st.selectbox("Maatregel", list(by_id), format_func=lambda id_: by_id[id_].name, key="_try_measure")]
    rest = [one for one in register if one.id != chosen.id]
    if what == _DROP:
        return rest
    return [*rest, _placed(chosen, view) if what == _MOVE else _funded(chosen)]


def _placed(measure: Measure, view: View) -> Measure:
    key = measure.id
    domains = st.multiselect(
        "Domeinen", list(Domain), default=list(measure.domains), key=f"_try_domains-{key}", placeholder="Kies domeinen"
    )
    known = [code for code in measure.wijken if code in view.found.wijken]
    wijken = st.multiselect(
        "Wijken",
        list(view.found.wijken),
        default=known,
        format_func=lambda code: f"{view.found.wijken[code]} ({code})",
        key=f"_try_wijken-{key}",
        placeholder="Alle wijken",
    )
    groups = st.multiselect(
        "Doelgroepen",
        list(TargetGroup),
        default=list(measure.target_groups),
        key=f"_try_groups-{key}",
        placeholder="Kies doelgroepen",
    )
    # Moved elsewhere it is for the schools there.
    schools = measure.schools if set(wijken) == set(known) else ()
    return replace(measure, domains=tuple(domains), wijken=tuple(wijken), target_groups=tuple(groups), schools=schools)


def _funded(measure: Measure) -> Measure:
    """The measure with another amount from one pot."""
    key = measure.id
    stream: Stream = st.selectbox("Uit", list(Stream), key=f"_try_stream-{key}")
    now = sum(part.cents for part in measure.funding if part.stream is stream)
    amount = st.number_input(
        "Bedrag in hele euro's", 0, _MOST_EUROS, now // 100, step=1000, key=f"_try_euros-{key}-{stream}"
    )
    rest = tuple(part for part in measure.funding if part.stream is not stream)
    cents = now if amount == now // 100 else amount * 100
    return replace(measure, funding=(*rest, Funding(stream, cents)) if cents else rest)
