"""The page Plan: texts are kept as versions, two editors lose nothing, and the document is made of them."""

import threading
from datetime import date
from io import BytesIO

import docx
from streamlit.testing.v1 import AppTest

from intake.example import MUNICIPALITY
from model.photo import PhotoKind
from model.plan import FIELDS, PARTS
from pages.parts import made_file
from store import Store, photos, plan_texts
from store.versions import Kept
from tests.pages.conftest import Open

PAGE = "pages/municipal_plan.py"
FIRST = PARTS[0].fields[0]


def keep(store: Store, text: str, by: str = "", based_on: int | None = None) -> int:
    return store.write(lambda cursor: plan_texts.keep(cursor, MUNICIPALITY, FIRST.id, text, by, based_on))


def kept(store: Store) -> dict[str, Kept[str]]:
    with store.read() as cursor:
        return plan_texts.texts(cursor, MUNICIPALITY)


def words(app: AppTest) -> str:
    kinds = ("title", "header", "subheader", "markdown", "caption", "info", "error", "warning", "success", "text")
    return "\n".join(element.value for kind in kinds for element in getattr(app, kind))


def press(app: AppTest, label: str) -> AppTest:
    next(button for button in app.button if button.label == label).click().run()
    assert not app.exception, app.exception[0].stack_trace
    return app


def write(app: AppTest, text: str, by: str = "") -> AppTest:
    if by:
        next(one for one in app.text_input if one.label == "Uw naam of team").set_value(by).run()
    next(one for one in app.text_area if one.label == FIRST.label).set_value(text)
    return press(app, "Bewaar deze tekst")


def test_each_part_asks_for_its_texts_and_says_what_they_are_to_tell(with_example: Store, open_page: Open) -> None:
    app = open_page(PAGE)
    assert app.title[0].value == "Het plan van Lindewaard: nog geen tekst geschreven"
    part = next(one for one in app.button_group if one.label == "Deel van het plan")
    assert part.options == [one.title for one in PARTS]
    for one in PARTS:
        app = part.set_value(one.title).run() if one.number > 1 else app
        assert [area.label for area in app.text_area] == [field.label for field in one.fields]
        assert all(field.guidance in words(app) for field in one.fields)
        part = next(group for group in app.button_group if group.label == "Deel van het plan")


def test_a_text_is_kept_with_who_wrote_it_and_can_be_undone(with_example: Store, open_page: Open) -> None:
    app = write(open_page(PAGE), "  Zandkamp\x07 <b>valt</b> op\n\n- een", "Anja")
    assert kept(with_example)[FIRST.id].content == "Zandkamp <b>valt</b> op\n\n- een"
    assert f"1 van de {len(FIELDS)} teksten" in app.title[0].value
    assert any("door Anja" in one.label for one in app.expander)
    app = write(app, "Anders")
    assert kept(with_example)[FIRST.id].content == "Anders"
    app = press(app, "Ongedaan maken")
    assert kept(with_example)[FIRST.id].content.startswith("Zandkamp")
    assert str(app.text_area[0].value).startswith("Zandkamp")


def test_keeping_the_same_text_makes_no_version(with_example: Store, open_page: Open) -> None:
    keep(with_example, "Zo is het")
    before = with_example.data_version()
    write(open_page(PAGE), "Zo is het")
    assert with_example.data_version() == before


def test_the_second_editor_sees_both_texts_and_chooses(with_example: Store, open_page: Open) -> None:
    first = keep(with_example, "Eerst", "Anja")
    app = open_page(PAGE)
    keep(with_example, "Van Bas <i>", "Bas", first)
    app = write(app, "Van mij")
    assert kept(with_example)[FIRST.id].content == "Van Bas <i>", "nothing is lost unseen"
    assert "Bas heeft deze tekst" in words(app)
    assert {"Van mij", "Van Bas <i>"} <= {one.value for one in app.text}
    app = press(app, "Bewaar de mijne")
    assert kept(with_example)[FIRST.id].content == "Van mij"
    assert "Bas heeft" not in words(app)


def test_who_keeps_the_text_of_the_other_goes_on_with_it(with_example: Store, open_page: Open) -> None:
    first = keep(with_example, "Eerst")
    app = open_page(PAGE)
    keep(with_example, "Van Bas", "Bas", first)
    app = press(write(app, "Van mij"), "Houd die van de ander")
    assert kept(with_example)[FIRST.id].content == "Van Bas"
    assert app.text_area[0].value == "Van Bas"


def test_who_only_looks_is_offered_the_newer_text(with_example: Store, open_page: Open) -> None:
    first = keep(with_example, "Eerst")
    app = open_page(PAGE)
    keep(with_example, "Nieuwer", "Bas", first)
    app = press(app.run(), "Toon de nieuwe tekst")
    assert app.text_area[0].value == "Nieuwer"


def test_the_document_has_what_was_written_for_whom_the_page_is_shown(with_example: Store, open_page: Open) -> None:
    keep(with_example, "Wij zien veel verschil & groei")
    app = open_page(PAGE, voor="LEA")
    assert "Dit plan is voor de LEA" in words(app)
    press(app, "Plan (Word)")
    for thread in [one for one in threading.enumerate() if one.name.startswith("file plan")]:
        thread.join(timeout=60)
    app.run()
    made = app.session_state["_made-Plan (Word)"]
    assert isinstance(made.made, made_file.Made), made.failed
    said = "\n".join(one.text for one in docx.Document(BytesIO(made.made.content)).paragraphs)
    assert "Wij zien veel verschil & groei" in said and "Voor de LEA" in said


def test_seen_from_a_photo_the_figures_are_of_then_and_the_texts_of_now(with_example: Store, open_page: Open) -> None:
    with_example.write(lambda cursor: photos.make(cursor, PhotoKind.START, "December", date(2021, 12, 1)))
    keep(with_example, "Later geschreven")
    app = open_page(PAGE, foto="December")
    assert "De cijfers zijn die van de gekozen foto" in words(app)
    assert app.text_area[0].value == "Later geschreven"


def test_what_the_data_will_add_is_shown_in_sentences(with_example: Store, open_page: Open) -> None:
    app = open_page(PAGE, plandeel=PARTS[2].title)
    app.session_state["_plan_preview"] = True
    said = words(app.run())
    assert "Met buurgemeenten zijn er 2 maatregelen" in said
    assert "Tabel: Wie wat doet, met wie en met welk geld" in said
