"""Settings: environment over file over default, every one documented, and a clear word for what cannot be read."""

import re
from dataclasses import fields
from pathlib import Path

import pytest

from settings import PREFIX, ROOT, SettingError, Settings, read_settings

NAMES = [field.name for field in fields(Settings)]
BESIDE = "`data` beside `app.py`"


@pytest.fixture
def documented() -> dict[str, list[str]]:
    """The rows of the table in docs/settings.md: name to variable, default and text."""
    text = (ROOT / "docs" / "settings.md").read_text("utf-8")
    rows = (line.strip("| ").split(" | ") for line in text.splitlines() if line.startswith("| `"))
    return {name.strip("`"): cells for name, *cells in rows}


def in_file(tmp_path: Path, text: str, **variables: str) -> Settings:
    path = tmp_path / "other.toml"
    path.write_text(text, "utf-8")
    return read_settings({"STARTFOTO_SETTINGS": str(path)} | variables)


def test_every_setting_is_documented_in_its_order(documented: dict[str, list[str]]) -> None:
    assert list(documented) == NAMES


@pytest.mark.parametrize("name", NAMES)
def test_a_documented_setting_has_its_variable_its_default_and_a_sentence(
    name: str, documented: dict[str, list[str]]
) -> None:
    variable, default, text = documented[name]
    value = getattr(Settings(), name)
    shown = {"data_dir": BESIDE}.get(name, f"`{str(value).lower() if type(value) is bool else value}`")
    shown = "empty" if not value and value is not False else shown
    assert (variable, default) == (f"`{PREFIX}{name.upper()}`", shown)
    assert text.endswith(".")


def test_the_example_of_the_file_can_be_read(tmp_path: Path) -> None:
    [example] = re.findall("```toml\n(.*?)```", (ROOT / "docs" / "settings.md").read_text("utf-8"), re.DOTALL)
    settings = in_file(tmp_path, example)
    assert (settings.data_dir, settings.load_example) == (Path("/srv/startfoto"), False)
    assert settings.addresses == {"https://opendata.cbs.nl": "https://mirror.local"}


def test_without_anything_the_defaults_hold(tmp_path: Path) -> None:
    assert in_file(tmp_path, "") == Settings()
    assert Settings().database == ROOT / "data" / "startfoto.duckdb"


def test_the_file_goes_over_the_default_and_the_environment_over_the_file(tmp_path: Path) -> None:
    text = "request_attempts = 7\nretry_wait_s = 2\n"
    settings = in_file(tmp_path, text, STARTFOTO_REQUEST_ATTEMPTS="9")
    assert (settings.request_attempts, settings.retry_wait_s, settings.lock_wait_s) == (9, 2.0, 10.0)


@pytest.mark.parametrize(("text", "value"), [("1", True), ("true", True), ("JA", True), ("0", False), ("Nee", False)])
def test_yes_and_no_may_be_written_in_several_ways(text: str, value: bool) -> None:
    assert read_settings({"STARTFOTO_LOAD_EXAMPLE": text}).load_example is value


def test_addresses_are_pairs() -> None:
    pairs = "https://opendata.cbs.nl = http://127.0.0.1:1, https://api.pdok.nl=http://127.0.0.1:2"
    assert read_settings({"STARTFOTO_ADDRESSES": pairs}).addresses == {
        "https://opendata.cbs.nl": "http://127.0.0.1:1",
        "https://api.pdok.nl": "http://127.0.0.1:2",
    }


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("request_attempts", "veel"),
        ("request_attempts", "2.5"),
        ("request_attempts", "0"),
        ("request_timeout_s", "-1"),
        ("query_limit_s", "nan"),
        ("request_timeout_s", "een minuut"),
        ("load_example", "misschien"),
        ("addresses", "https://opendata.cbs.nl"),
    ],
)
def test_a_value_that_cannot_be_read_is_named(name: str, value: str) -> None:
    with pytest.raises(SettingError, match=f"Instelling {name}: '{re.escape(value)}' kan niet worden gelezen."):
        read_settings({PREFIX + name.upper(): value})


def test_an_unknown_name_in_the_file_is_named(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match=r"Onbekende instelling in other\.toml: pogingen"):
        in_file(tmp_path, "pogingen = 3")


def test_a_named_file_must_be_there(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match=r"STARTFOTO_SETTINGS: het bestand .*nergens\.toml bestaat niet"):
        read_settings({"STARTFOTO_SETTINGS": str(tmp_path / "nergens.toml")})


def test_a_file_that_is_no_toml_is_told(tmp_path: Path) -> None:
    with pytest.raises(SettingError, match=r"other\.toml is geen geldig TOML"):
        in_file(tmp_path, "data_dir = zonder aanhalingstekens")


@pytest.mark.parametrize(("name", "too_small"), [("smallest_count", "4"), ("smallest_respondents", "49")])
def test_what_protects_children_can_only_be_made_stricter(name: str, too_small: str) -> None:
    with pytest.raises(SettingError, match="kinderen herkenbaar"):
        read_settings({PREFIX + name.upper(): too_small})
    assert getattr(read_settings({PREFIX + name.upper(): "100"}), name) == 100
