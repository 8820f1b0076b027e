"""Who may do what on the pages: every write and every file passes the one place that asks, and Beheer tells of it."""

import ast
from collections.abc import Iterator

from streamlit.testing.v1 import AppTest

from model.access import Right
from settings import ROOT, current
from store import Store
from tests.pages.conftest import Open

PAGE = "pages/management.py"
ASKING = {"pages/parts/access.py", "pages/parts/outcome.py"}
"""What asks: a sign-in records itself, the rest goes through `outcome.kept`."""


def calls(name: str) -> Iterator[tuple[str, ast.Call]]:
    """Every call in the pages of a method or function with this name, with its file."""
    for path in sorted((ROOT / "pages").rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == name:
                yield str(path.relative_to(ROOT)), node


def test_no_page_writes_to_the_store_by_itself() -> None:
    written = [
        path
        for path, call in calls("write")
        if isinstance(call.func, ast.Attribute) and ast.unparse(call.func.value) == "shared_store()"
    ]
    assert set(written) <= ASKING


def test_every_part_that_is_drawn_by_itself_asks_who_is_there() -> None:
    assert {path for path, _ in calls("fragment") if not path.endswith("access.py")} == {"pages/parts/made_file.py"}
    made = [ast.unparse(call.func) for _, call in calls("fragment")]
    assert made.count("st.fragment") == 1
    sources = [path.read_text("utf-8") for path in (ROOT / "pages").rglob("*.py")]
    assert not [source for source in sources if "@st.fragment" in source]


def test_every_file_is_asked_for_again_when_it_is_downloaded() -> None:
    buttons = list(calls("download_button"))
    assert len(buttons) > 10
    for path, button in buttons:
        [data] = [keyword.value for keyword in button.keywords if keyword.arg == "data"]
        assert ast.unparse(data).startswith("access.export("), path


def test_a_change_made_on_a_page_stands_in_the_trail_with_the_name_that_was_filled_in(
    with_example: Store, open_page: Open
) -> None:
    app = open_page("pages/photos.py")
    app.text_input(key="_photo_name").set_value("Startfoto 2021")
    [button] = [button for button in app.button if "Maak de foto" in button.label]
    button.click().run()
    app = open_page(PAGE)
    [trail] = [table.value for table in app.table if "Waarover" in table.value.columns]
    first = trail.iloc[0]
    assert (first["Wat"], first["Waarover"]) == (Right.PHOTO.label, "'Startfoto 2021'")
    assert first["Wie"] == "iemand op deze computer"
    assert trail["Waarover"].tolist()[-1] == "voorbeeldgemeente"


def test_without_sign_in_the_page_says_for_whom_this_installation_is(installation: Store, open_page: Open) -> None:
    app = open_page(PAGE)
    assert any("voor één persoon op deze computer" in text.value for text in app.markdown)
    assert not [box for box in app.selectbox if box.key == "_managed"]


def test_the_trail_is_searched_and_says_when_nothing_fits(with_example: Store, open_page: Open) -> None:
    app = open_page(PAGE)
    app.text_input(key="_trail_words").set_value("bestaat niet").run()
    assert any("past" in info.value for info in app.info)


def test_no_setting_with_an_address_or_a_password_is_shown(installation: Store, open_page: Open) -> None:
    app = open_page(PAGE)
    [settings] = [table.value for table in app.table if "Instelling" in table.value.columns]
    assert {"lake_catalogue", "lake_data", "addresses", "data_dir"}.isdisjoint(settings["Naam in het bestand"])
    assert len(settings) > 8


def test_a_setting_is_decided_on_the_page_holds_at_once_and_stands_in_the_trail(
    installation: Store, open_page: Open
) -> None:
    app = open_page(PAGE)
    app.selectbox(key="_setting").set_value("smallest_count").run()
    app.number_input[0].set_value(10)
    press(app, "Bewaar")
    [settings] = [table.value for table in app.table if "Instelling" in table.value.columns]
    assert settings.set_index("Instelling").loc["Kleinste aantal kinderen dat getoond wordt", "Waarde"] == "10"
    [trail] = [table.value for table in app.table if "Waarover" in table.value.columns]
    assert trail.iloc[0]["Wat"] == Right.SETTINGS.label
    app.number_input[0].set_value(3)
    press(app, "Bewaar")
    assert any("herkenbaar" in error.value for error in app.error)
    assert current().smallest_count == 10


def press(app: AppTest, label: str) -> None:
    [button] = [button for button in app.button if button.label == label]
    button.click().run()
    assert not app.exception
