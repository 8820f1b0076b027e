"""Verhalen and Presenteren: slides of any figure, kept as versions, shown one at a time, noted at."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from html import unescape
from io import BytesIO

import docx
import pytest
from streamlit.testing.v1 import AppTest

from intake.example import MUNICIPALITY
from model.choices import Choices
from model.measure import Action, ActionKind, ActionState
from model.region import Level
from model.story import Slide, SlideForm, Story
from store import Store, actions, stories
from tests.pages.conftest import Open

PAGE, PRESENTING = "pages/stories.py", "pages/presentation.py"
MAP = Slide(
    "kaart",
    SlideForm.TILE,
    question="Herkent u dit?",
    notes="Eerst Zandkamp.",
    kind="map",
    choices=Choices(MUNICIPALITY, Level.WIJK, "laag_inkomen", "2020"),
)
STORY = Story(
    "lea",
    "LEA *14* oktober <b>",
    date(2021, 10, 14),
    (Slide("titel", SlideForm.TITLE, "Hoe gaat het?"), MAP, Slide("tekst", SlideForm.TEXT, "Afspraken", "- een\ntwee")),
)


def keep(store: Store, story: Story = STORY, based_on: int | None = None, by: str = "Anja") -> int:
    return store.write(lambda cursor: stories.keep(cursor, MUNICIPALITY, story, by, based_on))


def kept(store: Store) -> list[Story]:
    with store.read() as cursor:
        return [one.content for one in stories.stories(cursor, MUNICIPALITY)]


def words(app: AppTest) -> str:
    kinds = ("title", "header", "subheader", "markdown", "caption", "info", "error", "warning", "success")
    return "\n".join(element.value for kind in kinds for element in getattr(app, kind))


def press(app: AppTest, label: str) -> AppTest:
    next(button for button in app.button if button.label == label).click().run()
    assert not app.exception
    return app


def test_a_story_is_begun_with_its_title_and_what_is_still_open(with_example: Store, open_page: Open) -> None:
    action = Action("a", "Gym vragen", state=ActionState.OPEN, meeting="LEA")
    with_example.write(lambda cursor: actions.keep(cursor, MUNICIPALITY, action, "", None))
    app = open_page(PAGE)
    assert app.title[0].value == "Er is nog geen verhaal"
    app.text_input(key="_story_new_name").input("LEA 14 oktober 2021")
    press(app, "Begin dit verhaal")
    assert app.title[0].value == "LEA 14 oktober 2021"
    [story] = kept(with_example)
    assert [slide.form for slide in story.slides] == [SlideForm.TITLE, SlideForm.OPEN]


@pytest.mark.parametrize("name", ["", "   ", "lea *14* OKTOBER <b>"])
def test_a_name_that_is_empty_or_in_use_is_refused(with_example: Store, open_page: Open, name: str) -> None:
    keep(with_example)
    app = open_page(PAGE)
    app.text_input(key="_story_new_name").input(name)
    press(app, "Begin dit verhaal")
    assert app.error
    assert kept(with_example) == [STORY]


def test_a_figure_is_put_on_a_slide_of_a_new_story_with_its_choices(with_example: Store, open_page: Open) -> None:
    app = open_page("pages/map.py", indicator="Huishoudens met een laag inkomen", jaar="2020")
    key = next(box.key for box in app.get("popover") if box.key and str(box.key).startswith("slide-map"))
    app.session_state[key] = True
    app.run()
    app.text_input(key=f"{key}-name").input("LEA november").run()
    app.text_area(key=f"{key}-question").input("Herkent u dit?").run()
    app.button(key=f"{key}-place").click().run()
    assert not app.exception
    [story] = kept(with_example)
    slide = story.slides[-1]
    assert (slide.kind, slide.question) == ("map", "Herkent u dit?")
    assert slide.choices is not None
    assert (slide.choices.indicator, slide.choices.period, slide.choices.photo) == ("laag_inkomen", "2020", None)


@pytest.mark.parametrize(
    ("label", "expected"),
    [
        ("Naar achteren", ["kaart", "titel", "tekst"]),
        ("Verwijder dia", ["kaart", "tekst"]),
        ("Kopieer dia", ["titel", "", "kaart", "tekst"]),
        ("Tekstdia", ["titel", "", "kaart", "tekst"]),
    ],
)
def test_slides_are_moved_copied_removed_and_added_and_it_can_be_undone(
    with_example: Store, open_page: Open, label: str, expected: list[str]
) -> None:
    keep(with_example)
    app = open_page(PAGE, verhaal="lea")
    press(app, label)
    known = {slide.id for slide in STORY.slides}
    assert [one.id if one.id in known else "" for one in kept(with_example)[0].slides] == expected
    press(app, "Ongedaan maken")
    assert kept(with_example) == [STORY]


def test_heading_text_question_and_notes_are_kept_and_never_markdown(with_example: Store, open_page: Open) -> None:
    keep(with_example)
    app = open_page(PAGE, verhaal="lea")
    assert app.title[0].value == r"LEA \*14\* oktober \<b\>"
    next(field for field in app.text_input if field.label == "Kop").input("*Hoe* <i>")
    next(field for field in app.text_area if field.label == "Notities voor wie spreekt").input("Welkom")
    press(app, "Bewaar deze dia")
    slide = kept(with_example)[0].slides[0]
    assert (slide.title, slide.notes) == ("*Hoe* <i>", "Welkom")


def test_the_second_of_two_editors_is_shown_both_and_chooses(with_example: Store, open_page: Open) -> None:
    first = keep(with_example)
    app = open_page(PAGE, verhaal="lea")
    keep(with_example, replace(STORY, name="LEA december"), first, "Bas")
    press(app, "Verwijder dia")
    assert "Bas heeft dit verhaal gewijzigd nadat u het opende" in words(app)
    assert kept(with_example)[0].name == "LEA december", "nothing of Bas is lost"
    press(app, "Bewaar de mijne")
    assert [one.id for one in kept(with_example)[0].slides] == ["kaart", "tekst"]


def test_a_former_version_counts_again(with_example: Store, open_page: Open) -> None:
    first = keep(with_example)
    keep(with_example, replace(STORY, slides=()), first, "Bas")
    app = open_page(PAGE, verhaal="lea")
    assert "heeft nog geen dia's" in words(app)
    app.session_state["_story_history"] = True
    app.run()
    press(app, "Ga hiernaar terug")
    assert kept(with_example) == [STORY]


def test_a_story_is_copied_and_removed_and_brought_back(with_example: Store, open_page: Open) -> None:
    keep(with_example)
    app = open_page(PAGE, verhaal="lea")
    press(app, "Kopieer dit verhaal")
    assert sorted(one.name for one in kept(with_example)) == [STORY.name, f"{STORY.name} (kopie)"]
    press(app, "Verwijder dit verhaal")
    assert [one.name for one in kept(with_example)] == [STORY.name]
    press(app, "Zet terug")
    assert len(kept(with_example)) == 2


def test_a_story_that_is_not_there_is_told(with_example: Store, open_page: Open) -> None:
    for page in (PAGE, PRESENTING):
        assert "is er niet, of niet meer" in words(open_page(page, verhaal="<b>"))


class TestPresenting:
    def test_one_slide_at_a_time_with_the_question_and_what_it_is_based_on(
        self, with_example: Store, open_page: Open
    ) -> None:
        keep(with_example)
        app = open_page(PRESENTING, verhaal="lea", dia="2")
        assert app.title[0].value.endswith("hoger dan Lindewaard als geheel") or "Zandkamp" in app.title[0].value
        text = words(app)
        assert "dia 2 van 3" in text and "Herkent u dit?" in text and "beeld voor de gemeente" in text
        assert "Eerst Zandkamp." not in text, "the notes are for who speaks"
        app.toggle(key="_speaker_notes").set_value(True).run()
        assert "Eerst Zandkamp." in words(app)

    def test_the_arrow_keys_go_to_the_next_and_the_one_before(self, with_example: Store, open_page: Open) -> None:
        keep(with_example)
        app = open_page(PRESENTING, verhaal="lea")
        assert app.title[0].value == "Hoe gaat het?"
        assert app.button(key="_back").disabled
        app.button(key="_next").click().run()
        app.button(key="_next").click().run()
        assert app.title[0].value == "Afspraken"
        assert app.button(key="_next").disabled

    @pytest.mark.parametrize(("asked", "shown"), [("0", 1), ("-3", 1), ("99", 3), ("twee", 1)])
    def test_a_number_that_is_no_slide_shows_the_nearest(
        self, with_example: Store, open_page: Open, asked: str, shown: int
    ) -> None:
        keep(with_example)
        assert f"dia {shown} van 3" in words(open_page(PRESENTING, verhaal="lea", dia=asked))

    def test_what_is_decided_stands_on_the_slide_and_in_the_register(
        self, with_example: Store, open_page: Open
    ) -> None:
        keep(with_example)
        app = open_page(PRESENTING, verhaal="lea", dia="2")
        app.text_area(key="_note-kaart-0-text").input("Taalklas in *Zandkamp*")
        app.text_input(key="_note-kaart-0-owner").input("Bas")
        press(app, "Bewaar")
        with with_example.read() as cursor:
            [noted] = [one.content for one in actions.actions(cursor, MUNICIPALITY) if "Taalklas" in one.content.text]
        assert (noted.kind, noted.owner, noted.meeting) == (ActionKind.ACTION, "Bas", STORY.name)
        assert kept(with_example)[0].slides[1].actions == (noted.id,)
        assert r"Actie: Taalklas in \*Zandkamp\*" in words(app)

    def test_a_slide_whose_figures_are_gone_says_why(self, with_example: Store, open_page: Open) -> None:
        gone = replace(MAP, choices=replace(MAP.choices, period="1999"))  # type: ignore[type-var]
        no_photo = replace(MAP, id="foto", choices=replace(MAP.choices, photo=99))  # type: ignore[type-var]
        keep(with_example, replace(STORY, slides=(gone, no_photo, replace(MAP, id="soort", kind="film"))))
        for number, why in (("1", "geen cijfer"), ("2", "de foto waarop hij rust"), ("3", "dit soort figuur")):
            app = open_page(PRESENTING, verhaal="lea", dia=number)
            assert why in app.warning[0].value

    def test_without_slides_and_without_stories_it_says_what_to_do(self, with_example: Store, open_page: Open) -> None:
        assert "nog geen verhaal om te laten zien" in words(open_page(PRESENTING))
        keep(with_example, replace(STORY, slides=()))
        assert "heeft nog geen dia's" in words(open_page(PRESENTING, verhaal="lea"))


@pytest.mark.parametrize("label", ["Presentatie (PowerPoint)", "Tabellen (Excel)", "Webpagina"])
def test_a_file_is_made_in_the_background_and_offered(
    with_example: Store, open_page: Open, label: str, waited: Callable[[AppTest, str], None]
) -> None:
    keep(with_example)
    app = open_page(PAGE, verhaal="lea")
    press(app, label)
    waited(app, f"_made-{label}")
    assert [button.key for button in app.get("download_button")] == [f"_made-{label}-download"]


@pytest.fixture
def waited() -> Callable[[AppTest, str], None]:
    """Waits until a file that is being made is there, and draws the page once more."""

    def wait(app: AppTest, slot: str) -> None:
        work = app.session_state[slot]
        assert work.ended.wait(60)
        assert not work.failed
        app.run()
        assert not app.exception

    return wait


def test_the_startfoto_is_taken_along_as_one_page(
    with_example: Store, open_page: Open, waited: Callable[[AppTest, str], None]
) -> None:
    app = open_page("pages/startfoto.py")
    app.session_state["_take_startfoto"] = True
    app.run()
    press(app, "Webpagina")
    waited(app, "_made-Webpagina")
    page = app.session_state["_made-Webpagina"].made.content.decode()
    assert "<title>Startfoto Lindewaard" in page
    assert app.title[0].value in unescape(page)
    assert page.count("<svg") >= 5, "the achtergrondscore and the four domains"
    assert "**" not in page


def test_all_scans_are_one_document_for_who_may_see_it(
    with_example: Store, open_page: Open, waited: Callable[[AppTest, str], None]
) -> None:
    label = "Overzicht van de schoolscans (Word)"
    app = open_page("pages/choices_of_schools.py", voor="LEA")
    press(app, label)
    waited(app, f"_made-{label}")
    document = docx.Document(BytesIO(app.session_state[f"_made-{label}"].made.content))
    schools = [one.text for one in document.paragraphs if one.style is not None and one.style.name == "Heading 2"]
    assert len(schools) == 9, "as many as the page says are shared with their name"
    assert "CBS De Zonnedauw" not in schools
