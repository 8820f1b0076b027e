"""Only one place decides that figures may be seen."""

import ast
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
ROOMS = ("analysis", "charts", "intake", "pages", "store", "tiles", "reports")


def makers_of_disclosed() -> set[str]:
    """The modules of ours in which `Disclosed(...)` is called."""
    return {
        path.relative_to(ROOT).as_posix()
        for room in ROOMS
        for path in (ROOT / room).rglob("*.py")
        for node in ast.walk(ast.parse(path.read_text("utf-8")))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "Disclosed"
    }


def test_only_the_module_for_disclosure_makes_a_table_that_may_be_seen() -> None:
    assert makers_of_disclosed() == {"analysis/disclosure.py"}
