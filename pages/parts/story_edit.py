"""One story that is open: its slides in order, one of them in a form, its name and day, and its versions."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

import streamlit as st

from analysis import areas, known
from intake.measure_checks import LONGEST_TEXT, new_id
from model import dutch
from model.choices import Audience
from model.findings import Refusal
from model.story import Slide, SlideForm, Story
from model.text_file import clean_text
from pages.parts import outcome, story_changes, story_files, story_list, story_words
from pages.parts.data import reading_at
from pages.parts.plain import plain
from pages.parts.story_source import source
from reports import contents
from reports.contents import Source
from store import stories
from store.versions import Kept, VersionState

_SLIDE = "_story_slide"
_LONGEST_HEADING = 300
_ADDED = {SlideForm.TITLE: "Titeldia", SlideForm.TEXT: "Tekstdia", SlideForm.OPEN: "Open afspraken"}


def draw(municipality: str, seen: Kept[Story], all_kept: Mapping[str, Kept[Story]], audience: Audience) -> None:
    """The story as the visitor began with it; `all_kept` are the stories as they count now, by id."""
    story, others = seen.content, [one.content.name for one in all_kept.values() if one.content.id != seen.content.id]
    st.button(
        "Alle verhalen", type="tertiary", icon=":material/arrow_back:", on_click=story_list.open_story, args=("",)
    )
    st.title(plain(story.name), anchor=False)
    st.caption(story_list.told(seen))
    story_changes.draw_done(municipality)
    if all_kept[story.id].batch_id != seen.batch_id:
        st.info("Een collega heeft dit verhaal intussen gewijzigd; u ziet het nog zoals u het opende.")
        st.button("Toon hoe het nu is", icon=":material/refresh:", on_click=story_changes.look_anew)
    made_with = source(municipality, audience)
    with st.container(horizontal=True, vertical_alignment="center"):
        story_list.present_link(story)
        st.button(
            "Kopieer dit verhaal", icon=":material/content_copy:", on_click=_copy, args=(municipality, story, others)
        )
        st.button("Verwijder dit verhaal", icon=":material/delete:", on_click=_remove, args=(municipality, seen))
    story_files.draw(seen, made_with)
    st.header("Dia's", anchor=False)
    listed, chosen = st.columns([2, 3], gap="large")
    with listed:
        slide = _choose(story, made_with)
        st.caption("Voeg toe na deze dia. Een figuur voegt u toe op haar eigen pagina, met 'Zet op een dia'.")
        with st.container(horizontal=True):
            for form, label in _ADDED.items():
                st.button(
                    label, key=f"_add-{form}", icon=":material/add:", on_click=_add, args=(municipality, seen, form)
                )
    if slide is not None:
        with chosen:
            _one(municipality, seen, slide, made_with)
    with st.expander("Naam en dag", icon=":material/edit_calendar:", key="_story_naming"):
        _naming(municipality, seen, others)
    _history(municipality, seen)


def _choose(story: Story, made_with: Source) -> Slide | None:
    """The list of slides, one of which is open."""
    if not story.slides:
        st.info("Dit verhaal heeft nog geen dia's. Voeg er hieronder een toe.", icon=":material/info:")
        return None
    shown = {slide.choices.area for slide in story.slides if slide.choices}
    with reading_at(None) as cursor:
        indicators = known.catalogue(cursor).indicators
        names = {code: area.name for code, area in areas.named(cursor, sorted(shown)).items()}
    about = {slide.id: story_words.is_about(slide, indicators, names) for slide in story.slides}
    by_id = {slide.id: slide for slide in story.slides}
    if st.session_state.get(_SLIDE) not in by_id:
        st.session_state[_SLIDE] = story.slides[0].id
    place = {id: number for number, id in enumerate(by_id, 1)}
    id = st.radio(
        "Dia's van dit verhaal",
        list(by_id),
        format_func=lambda id: f"{place[id]}. {plain(story_words.name_of(by_id[id], about[id]), 120)}",
        captions=[_under(slide, about[slide.id], made_with) for slide in story.slides],
        key=_SLIDE,
        label_visibility="collapsed",
    )
    return by_id[id]


def _under(slide: Slide, about: str, made_with: Source) -> str:
    """What stands under a slide in the list: what it is, its filters and its photo."""
    parts = [about if slide.title else ""]
    if slide.choices is not None:
        parts.append(contents.filters(slide.choices, made_with.photos, made_with.made_at))
    if slide.question:
        parts.append("met een vraag voor de LEA")
    return plain(" · ".join(filter(None, parts)))


def _one(municipality: str, seen: Kept[Story], slide: Slide, made_with: Source) -> None:
    """The form of one slide, and what can be done with it."""
    story, key = seen.content, f"_slide-{slide.id}-{seen.batch_id}"
    place = story.slides.index(slide)
    st.subheader(f"Dia {place + 1} van {len(story.slides)}", anchor=False)
    if slide.form is SlideForm.TILE:
        page = contents.live(slide, made_with)
        if page.missing:
            st.warning(plain(page.missing), icon=":material/broken_image:")
        elif page.tile is not None:
            st.markdown(f"De bevinding: **{plain(page.tile.title)}**")
            st.caption(plain(page.tile.subtitle))
    with st.form(key, border=True, enter_to_submit=False):
        heading = st.text_input(
            "Kop",
            slide.title,
            max_chars=_LONGEST_HEADING,
            placeholder="Leeg voor de bevinding zelf" if slide.form is SlideForm.TILE else "",
            key=f"{key}-title",
        )
        text = st.text_area("Tekst", slide.text, max_chars=LONGEST_TEXT, key=f"{key}-text")
        question = st.text_area("Vraag voor de LEA", slide.question, max_chars=LONGEST_TEXT, key=f"{key}-question")
        notes = st.text_area("Notities voor wie spreekt", slide.notes, max_chars=LONGEST_TEXT, key=f"{key}-notes")
        outcome.refused()
        asked = st.form_submit_button("Bewaar deze dia", type="primary", icon=":material/check:")
    if asked:
        words = [clean_text(one) for one in (heading, text, question, notes)]
        changed = replace(slide, **dict(zip(("title", "text", "question", "notes"), words, strict=True)))
        slides = tuple(changed if one.id == slide.id else one for one in story.slides)
        _keep(municipality, seen, slides, f"Dia {place + 1} is bewaard.")
        st.rerun()
    with st.container(horizontal=True):
        for label, icon, by in (("Naar voren", "arrow_upward", -1), ("Naar achteren", "arrow_downward", 1)):
            st.button(
                label,
                key=f"{key}{by}",
                icon=f":material/{icon}:",
                disabled=not 0 <= place + by < len(story.slides),
                on_click=_move,
                args=(municipality, seen, place, by),
            )
        st.button(
            "Kopieer dia",
            key=f"{key}-copy",
            icon=":material/content_copy:",
            on_click=_double,
            args=(municipality, seen, place),
        )
        st.button(
            "Verwijder dia",
            key=f"{key}-remove",
            icon=":material/delete:",
            on_click=_drop,
            args=(municipality, seen, place),
        )
        story_list.present_link(story, place + 1, "Presenteer vanaf hier")


def _keep(municipality: str, seen: Kept[Story], slides: Sequence[Slide], told: str, chosen: str = "") -> None:
    if story_changes.keep(municipality, replace(seen.content, slides=tuple(slides)), seen.batch_id, told) and chosen:
        st.session_state[_SLIDE] = chosen


def _add(municipality: str, seen: Kept[Story], form: SlideForm) -> None:
    slides = list(seen.content.slides)
    after = next((n for n, one in enumerate(slides, 1) if one.id == st.session_state.get(_SLIDE)), len(slides))
    added = Slide(new_id(), form)
    slides.insert(after, added)
    _keep(municipality, seen, slides, f"Dia {after + 1} is toegevoegd.", added.id)


def _move(municipality: str, seen: Kept[Story], place: int, by: int) -> None:
    slides = list(seen.content.slides)
    slides.insert(place + by, slides.pop(place))
    _keep(municipality, seen, slides, f"Dia {place + 1} is nu dia {place + by + 1}.")


def _double(municipality: str, seen: Kept[Story], place: int) -> None:
    slides = list(seen.content.slides)
    copy = replace(slides[place], id=new_id(), actions=())
    slides.insert(place + 1, copy)
    _keep(municipality, seen, slides, f"Dia {place + 1} is gekopieerd.", copy.id)


def _drop(municipality: str, seen: Kept[Story], place: int) -> None:
    slides = list(seen.content.slides)
    del slides[place]
    beside = slides[min(place, len(slides) - 1)].id if slides else ""
    _keep(municipality, seen, slides, f"Dia {place + 1} is verwijderd.", beside)


def _copy(municipality: str, story: Story, others: list[str]) -> None:
    copy = story_changes.copied(story, [story.name, *others])
    if story_changes.keep(municipality, copy, None, f"Dit is een kopie van '{story.name}'."):
        story_list.open_story(copy.id)


def _remove(municipality: str, seen: Kept[Story]) -> None:
    if story_changes.remove(municipality, seen):
        story_list.open_story("")


def _naming(municipality: str, seen: Kept[Story], others: list[str]) -> None:
    key = f"_story_name-{seen.batch_id}"
    with st.form(key, border=False, enter_to_submit=False):
        name = st.text_input("Naam", seen.content.name, max_chars=story_changes.LONGEST_NAME, key=f"{key}-name")
        day: date | None = st.date_input("Dag van het overleg", seen.content.day, key=f"{key}-day", **story_list.DAYS)
        asked = st.form_submit_button("Bewaar naam en dag", icon=":material/check:")
    if asked:
        try:
            called = story_changes.named(name, others)
        except Refusal as refusal:
            st.error(plain(str(refusal)), icon=":material/error:")
            return
        story_changes.keep(
            municipality, replace(seen.content, name=called, day=day), seen.batch_id, "Naam en dag zijn bewaard."
        )
        st.rerun()


def _history(municipality: str, seen: Kept[Story]) -> None:
    """Every version, newest first; a former one can be made to count again."""
    with st.expander("Eerdere versies", icon=":material/history:", key="_story_history", on_change="rerun") as opened:
        if not opened.open:
            return
        with reading_at(None) as cursor:
            versions = stories.history(cursor, municipality, seen.content.id)
        now = next((one.batch_id for one in versions if one.stamp.state is VersionState.IN_USE), None)
        for one in versions:
            by = f" door {one.by}" if one.by else ""
            told = f"{dutch.moment(one.at)}{by}: '{one.content.name}', {len(one.content.slides)} dia's"
            with st.container(horizontal=True, vertical_alignment="center"):
                st.markdown(f"{plain(told)} – {one.stamp.state.value}")
                if one.batch_id != now:
                    st.button(
                        "Ga hiernaar terug",
                        key=f"_story_version-{one.batch_id}",
                        icon=":material/redo:",
                        on_click=story_changes.bring_back,
                        args=(municipality, seen.content.id, one.batch_id, now),
                    )
