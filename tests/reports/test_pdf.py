"""A web page as PDF where a Chromium is there, and what to do where there is none."""

import shutil
from pathlib import Path

import pytest

from model.findings import Refusal
from reports import pdf

PAGE = b"<!doctype html><html lang='nl'><title>Zandkamp</title><h1>Zandkamp</h1></html>"


@pytest.mark.skipif(bool(pdf.why_not()), reason="there is no Chromium on the PATH of this machine")
def test_a_page_becomes_a_pdf_with_pages() -> None:
    made = pdf.of(PAGE)
    assert made.startswith(b"%PDF-")
    assert b"/Type /Page" in made


def test_without_chromium_it_says_how_to_print_the_web_page(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))
    assert pdf.why_not() == (
        "Op deze computer staat geen Chromium om een PDF mee te maken. Open de webpagina in uw browser en kies daar "
        "Afdrukken en Opslaan als PDF."
    )
    with pytest.raises(Refusal, match="Afdrukken"):
        pdf.of(PAGE)


def test_a_chromium_that_fails_is_told_and_leaves_nothing(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    program = tmp_path / "chromium"
    program.write_text(f"#!{shutil.which('sh')}\nexit 1\n")
    program.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(Refusal, match=r"kon van deze webpagina geen PDF maken\. Open"):
        pdf.of(PAGE)
