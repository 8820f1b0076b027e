"""What is said about a monitor's table is Dutch in whole sentences, at its place, with what to do now."""

import inspect
from collections.abc import Sequence
from typing import Any

import pytest

from model import monitor_findings
from model.findings import Finding, FindingLevel
from model.monitor_findings import Place

PLACE = Place("monitor.csv", "data", 7, "Gelukkig")
EXAMPLES: dict[type, Any] = {str: "Ravelshoek", int: 3, Place: PLACE, Sequence[str]: ["Veenhoek"], Sequence[int]: [5]}
FINDINGS = {
    name: function
    for name, function in vars(monitor_findings).items()
    if inspect.isfunction(function)
    and function.__module__ == monitor_findings.__name__
    and inspect.signature(function).return_annotation is Finding
    and not name.startswith("_")
}


def _said(name: str, **values: Any) -> Finding:
    parameters = inspect.signature(FINDINGS[name]).parameters
    example = Finding(FindingLevel.WARNING, "", "monitor.csv", "data", 7, "Gelukkig", "veel")
    given = {key: values.get(key, EXAMPLES.get(of.annotation, example)) for key, of in parameters.items()}
    finding: Finding = FINDINGS[name](**given)
    return finding


@pytest.mark.parametrize("name", FINDINGS)
def test_every_message_is_made_of_sentences(name: str) -> None:
    text = _said(name).message
    assert text.endswith(".") and "  " not in text and " ." not in text
    assert text[0].isupper() or text[0].isdigit() or text[0] == "'"


@pytest.mark.parametrize("name", FINDINGS)
def test_every_finding_says_where_it_was_seen(name: str) -> None:
    finding = _said(name)
    assert (finding.file, finding.sheet, finding.column) == ("monitor.csv", "data", "Gelukkig")


@pytest.mark.parametrize("name", FINDINGS)
def test_what_stops_a_file_says_what_to_do(name: str) -> None:
    finding = _said(name)
    orders = ("Zet", "Kies", "Wijs", "Vul", "Haal", "Controleer", "Schrijf", "Verbeter")
    assert (
        finding.level is FindingLevel.REMARK or name == "and_more" or any(order in finding.message for order in orders)
    )


@pytest.mark.parametrize("name", [name for name in FINDINGS if "count" in inspect.signature(FINDINGS[name]).parameters])
def test_one_and_many_are_said_apart(name: str) -> None:
    one, many = _said(name, count=1).message, _said(name, count=1234).message
    assert "1.234" in many
    assert one.replace("1 ", "1.234 ", 1) != many or name == "and_more"


def test_a_long_list_of_names_is_cut() -> None:
    names = [f"Gebied {number}" for number in range(1000)]
    message = _said("unknown_areas", names=names, count=1000).message
    assert "'Gebied 7' en 992 andere" in message
    assert "'Gebied 8'" not in message
