"""The house keeps its own rules: who may import what, what is pinned, what `make help` tells."""

import ast
import os
import re
import shutil
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from importlib.metadata import packages_distributions
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
RUN, DEV = "requirements", "requirements-dev"
ROOMS = {path.parent.name for path in ROOT.glob("*/__init__.py")} - {"tests", "bench", "docs"}
ROOT_SCRIPTS = ("app.py", "dashboard.py", "settings.py")


def modules() -> list[Path]:
    """Every Python file of ours, outside hidden folders."""
    paths = (path.relative_to(ROOT) for path in ROOT.rglob("*.py"))
    return sorted(path for path in paths if not any(part.startswith(".") for part in path.parts))


def tree(path: Path) -> ast.Module:
    return ast.parse((ROOT / path).read_text("utf-8"), str(path))


def imports(path: Path) -> set[str]:
    """First names of what a module imports, relative imports left out."""
    nodes = list(ast.walk(tree(path)))
    plain = (alias.name for node in nodes if isinstance(node, ast.Import) for alias in node.names)
    from_ = (node.module for node in nodes if isinstance(node, ast.ImportFrom) and node.module and not node.level)
    return {name.partition(".")[0] for name in (*plain, *from_)}


def ours(path: Path) -> set[str]:
    return imports(path) & (ROOMS | {"settings", "app", "dashboard", "tests", "bench"})


def third_party(path: Path) -> set[str]:
    """Imported names that are neither ours nor Python's own; a neighbour is what lies in the same folder."""
    neighbours = {neighbour.stem for neighbour in (ROOT / path).parent.glob("*.py")}
    top = {child.stem for child in ROOT.iterdir()}
    return imports(path) - sys.stdlib_module_names - neighbours - top


def normal(name: str) -> str:
    return re.sub(r"[-_.]+", "-", name).lower()


def lines(file: str) -> list[str]:
    """The lines of a requirements file that say something."""
    texts = (line.partition(" #")[0].strip() for line in (ROOT / file).read_text("utf-8").splitlines())
    return [text for text in texts if text and not text.startswith("#")]


def named(file: str) -> dict[str, str]:
    """Requirements by name, with the rest of their line; options such as `-c` left out."""
    found = (re.fullmatch(r"([\w.-]+)\s*(.*)", line) for line in lines(file) if not line.startswith("-"))
    return {normal(match[1]): match[2] for match in found if match}


def unnamed(paths: Iterator[Path], known: set[str]) -> set[str]:
    """Imports for which no requirement is known, each with the module that has it."""
    distributions = packages_distributions()
    return {
        f"{path}: {name}"
        for path in paths
        for name in third_party(path)
        if not known & {normal(distribution) for distribution in distributions.get(name, [name])}
    }


def test_app_imports_only_the_store_and_the_web_room_of_ours() -> None:
    assert ours(Path("app.py")) <= {"store", "settings", "model", "web"}


def test_dashboard_imports_only_pages_and_the_web_room_of_ours() -> None:
    assert ours(Path("dashboard.py")) <= {"pages", "model", "web"}


def test_settings_imports_python_only() -> None:
    assert imports(Path("settings.py")) <= sys.stdlib_module_names


def test_every_room_is_held_to_the_import_contract() -> None:
    contract = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))["tool"]["importlinter"]
    layers, streamlit = contract["contracts"][0]["layers"], contract["contracts"][-2]["source_modules"]
    assert set(contract["root_packages"]) == ROOMS
    assert set(re.findall(r"\w+", " ".join(layers))) == ROOMS
    assert set(streamlit) == ROOMS - {"pages", "web"}


@pytest.mark.parametrize("file", [RUN, DEV])
def test_every_requirement_is_pinned(file: str) -> None:
    assert set(named(f"{file}.in")) <= set(named(f"{file}.txt"))


@pytest.mark.parametrize("file", [RUN, DEV])
def test_a_pin_is_a_name_and_a_version_and_nothing_else(file: str) -> None:
    assert [line for line in lines(f"{file}.txt") if not re.fullmatch(r"[a-z0-9-]+==[\w.!+]+", line)] == []


@pytest.mark.parametrize("file", [RUN, DEV])
def test_pins_name_no_index_host_or_path(file: str) -> None:
    text = (ROOT / f"{file}.txt").read_text("utf-8")
    assert re.findall(r".*(?:/|\\|@|--|localhost|index|find-links).*", text) == []


def test_both_files_pin_the_same_versions() -> None:
    run, dev = named(f"{RUN}.txt"), named(f"{DEV}.txt")
    assert {name: (run[name], dev[name]) for name in run.keys() & dev.keys() if run[name] != dev[name]} == {}


@pytest.mark.parametrize("file", [RUN, DEV])
def test_every_requirement_has_its_reason(file: str) -> None:
    text = (ROOT / f"{file}.in").read_text("utf-8")
    assert [line for line in text.splitlines() if line[:1].isalpha() and "  # " not in line] == []


def test_duckdbs_extensions_are_pinned_to_duckdbs_version() -> None:
    pins = named(f"{RUN}.txt")
    assert {pins[name] for name in pins if name.startswith("duckdb")} == {pins["duckdb"]}


def test_what_our_rooms_import_is_required() -> None:
    rooms = (path for path in modules() if path.parts[0] in {*ROOMS, *ROOT_SCRIPTS, "data"})
    assert unnamed(rooms, set(named(f"{RUN}.in"))) == set()


def test_what_tests_and_tools_import_is_required() -> None:
    assert unnamed(iter(modules()), set(named(f"{RUN}.in")) | set(named(f"{DEV}.in"))) == set()


@pytest.mark.skipif(not shutil.which("make"), reason="make is not here, as on Windows")
def test_make_help_lists_every_target() -> None:
    rules = re.findall(r"^([a-z][a-z-]*):(?!=)", (ROOT / "Makefile").read_text("utf-8"), re.MULTILINE)
    plain = {name: value for name, value in os.environ.items() if "MAKE" not in name}
    shown = subprocess.run(
        ["make", "-s", "help"], cwd=ROOT, env=plain, capture_output=True, text=True, check=True
    ).stdout
    assert [line.split()[1] for line in shown.splitlines()] == rules


def test_a_page_is_at_most_140_lines() -> None:
    lengths = {page.name: len(page.read_text("utf-8").splitlines()) for page in (ROOT / "pages").glob("*.py")}
    assert {name: length for name, length in lengths.items() if length > 140} == {}


def test_nothing_is_shown_as_html_of_our_own() -> None:
    word = "unsafe_" + "allow_html"
    assert [str(path) for path in modules() if word in (ROOT / path).read_text("utf-8")] == []


def test_every_module_begins_with_what_it_does() -> None:
    assert [str(path) for path in modules() if not ast.get_docstring(tree(path))] == []
