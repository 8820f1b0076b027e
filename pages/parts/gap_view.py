"""One cell of the gaps on the page: its facts by layer, the wishes behind it, and the way to a measure."""

import streamlit as st

from analysis.gap_verdicts import Cell
from model.catalogue import Catalogue
from model.choices import Audience
from model.measure import TargetGroup
from pages.parts.plain import plain
from pages.parts.plain import table as plain_table
from tiles import gap_cell
from tiles.gaps import View

DRAFT = "_measure_draft"
"""In the session: what the page of measures begins a new one with."""
_MEASURES = "pages/measures.py"
_NO_WISHES = "Er zijn geen open wensen in dit domein bekend."


def draw(cell: Cell, view: View, catalogue: Catalogue, audience: Audience) -> None:
    """Everything that is known of a cell, and a button that makes a measure of it."""
    told = gap_cell.described(cell, view.found, catalogue, audience)
    st.header(plain(told.title), anchor=False)
    st.markdown(f"**{plain(told.verdict)}**, want:")
    for reason in told.reasons:
        st.markdown(f"- {plain(reason)}")
    for text in told.together:
        st.info(plain(text), icon=":material/join:")
    st.markdown("**Wat bekend is, per laag**")
    for layer, text in told.need.items():
        st.markdown(f"- {plain(layer.capitalize())}: {plain(text)}")
    st.markdown("**Wat scholen doen**")
    for line in told.schools:
        st.markdown(f"- {plain(line)}")
    if len(told.reach):
        plain_table(told.reach, alt=f"Keuzes van scholen: {told.title}")
        st.caption(
            "Per soort keuze telt een leerling één keer. Keuzes zijn niet bij elkaar op te tellen: dezelfde leerling "
            "kan bij meer keuzes meedoen."
        )
    if len(told.published):
        with st.expander("Wat de menukaart van deze keuzes zegt"):
            plain_table(told.published, alt=f"Effect, bewijs en kosten volgens de menukaart: {told.title}")
            for note in told.published_notes:
                st.caption(plain(note))
    st.markdown("**Wat de gemeente toevoegt**")
    if len(told.measures):
        plain_table(told.measures, alt=f"Maatregelen van de gemeente: {told.title}")
        st.caption(plain(told.money))
    else:
        st.markdown("- Nog geen maatregel in deze periode.")
    _wishes(cell, view)


def _wishes(cell: Cell, view: View) -> None:
    """The wishes behind a cell, and of which of them to make a measure."""
    of = cell.facts
    st.markdown("**Wensen**")
    for wish in of.answered_wishes:
        text = plain(gap_cell.wish_text(wish, view.found))
        st.markdown(f"- {text} (een besloten of lopende maatregel beantwoordt deze wens)")
    offered = {wish.id: wish for wish in (*of.open_wishes, *of.unknown_wishes)}
    if not of.open_wishes:
        st.markdown(f"- {_NO_WISHES}")
    unknown = {wish.id for wish in of.unknown_wishes}

    def label(id_: str) -> str:
        return gap_cell.wish_text(offered[id_], view.found) + (" (domein onbekend)" if id_ in unknown else "")

    for wish in of.open_wishes:
        st.markdown(f"- {plain(gap_cell.wish_text(wish, view.found))}")
    if unknown:
        st.markdown("Ook gevraagd door deze scholen; in welk domein is niet bekend:")
    for wish in of.unknown_wishes:
        st.markdown(f"- {plain(gap_cell.wish_text(wish, view.found))}")
    key = f"{of.region}-{of.domain}"
    chosen = [wish.id for wish in of.open_wishes]
    if offered:
        chosen = st.multiselect(
            "Wensen voor een maatregel",
            list(offered),
            default=chosen,
            format_func=label,
            key=f"_wishes-{key}",
            placeholder="Kies wensen",
            help="Ook wensen waarvan het domein nog niet bekend is. Die tellen niet mee in het oordeel.",
        )
    if st.button("Maak hiervan een maatregel", key=f"_make-{key}", icon=":material/add_task:"):
        wijken = [of.region] if of.region in view.found.wijken else []
        st.session_state[DRAFT] = {
            "name": f"{of.domain.capitalize()}: {of.name}",
            "domains": [of.domain],
            "target_groups": [TargetGroup.PRIMARY if wijken else TargetGroup.SECONDARY],
            "wijken": wijken,
            "wishes": chosen,
        }
        # Without query_params Streamlit refuses to leave a page on which a widget is bound to the URL.
        st.switch_page(_MEASURES, query_params={})
