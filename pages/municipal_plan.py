"""Plan: the four parts of the municipal plan, written by people beside what the data say, and made into a document."""

import streamlit as st

from analysis import areas
from model import dutch
from model.access import Right
from model.choices import Audience
from model.plan import FIELDS, PARTS
from model.region import municipality_of
from pages.parts import access, frame, made_file, outcome, plan_contents, plan_text_form, writer
from pages.parts.data import reading_at
from pages.parts.plain import plain
from store import plan_texts, shared_store

PART, SCHOOLS = "plandeel", "schoolnamen"  # names in the URL
_DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
_TITLES = {part.title: part for part in PARTS}

choices = frame.choices_or_stop()
municipality = municipality_of(choices.area)
if municipality is None:
    st.title("Plan", anchor=False)
    st.info("Het plan is van één gemeente. Kies links bij Gebied een gemeente.", icon=":material/info:")
    st.stop()
with reading_at(None) as cursor:
    texts = plan_texts.texts(cursor, municipality)
    name = areas.named(cursor, [municipality])[municipality].name
written = {field for field, kept in texts.items() if kept.content and field in FIELDS}

told = f"{len(written)} van de {len(FIELDS)} teksten geschreven" if written else "nog geen tekst geschreven"
st.title(plain(f"Het plan van {name}: {told}"), anchor=False)
st.markdown(
    "Startfoto schrijft op wat de gegevens zeggen, met tabellen en kaarten. Wat alleen mensen kunnen zeggen, schrijft "
    "u hier. Wat u openlaat, staat in het plan als 'nog niet ingevuld'."
)
plan_text_form.draw_done(municipality)
outcome.refused()

with st.container(border=True):
    is_lea = choices.audience is Audience.LEA
    with_schools = st.toggle(
        "Met een bijlage waarin scholen met naam staan",
        key=SCHOOLS,
        bind="query-params",
        help="Voor de LEA staan daar alleen scholen in waarvan het bestuur dat goedvindt.",
    )
    st.caption(
        "Dit plan is voor de LEA: wat besturen niet willen delen, staat er niet in."
        if is_lea
        else "Dit plan is voor de gemeente zelf. Kies links bij 'Beeld voor' de LEA om het te delen."
    )
    if choices.photo is not None:
        st.caption("De cijfers zijn die van de gekozen foto; de teksten en open afspraken zijn die van nu.")
    contents = plan_contents.gathered(municipality, choices, with_schools)
    made_file.draw(
        f"plan-{choices}-{with_schools}-{shared_store().data_version()}",
        "Plan (Word)",
        f"plan-{municipality}{'-lea' if is_lea else ''}.docx",
        _DOCX,
        lambda progress: plan_contents.made(contents, progress),
    )

title = st.segmented_control(
    "Deel van het plan",
    list(_TITLES),
    key=PART,
    bind="query-params",
    default=None if PART in st.session_state else PARTS[0].title,
    required=True,
)
part = _TITLES[title]
done = sum(field.id in written for field in part.fields)
st.header(part.title, anchor=False)
st.markdown(f"{part.purpose} {done} van de {dutch.counted(len(part.fields), 'tekst', 'teksten')} geschreven.")
with st.expander(
    "Wat de gegevens hier vanzelf bij zetten", icon=":material/preview:", on_change="rerun", key="_plan_preview"
) as opened:
    if opened.open:
        plan_contents.preview(part, contents)
if access.may(Right.EDIT):
    writer.ask()
for field in part.fields:
    plan_text_form.draw(municipality, field, texts.get(field.id))
