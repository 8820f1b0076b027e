"""Office files that are the same whenever they are made of the same things."""

import io
import zipfile
from datetime import UTC, datetime

import pytest
from docx import Document
from openpyxl import Workbook, load_workbook
from pptx import Presentation
from pptx.chart.data import CategoryChartData
from pptx.enum.chart import XL_CHART_TYPE
from pptx.util import Cm

from reports.package import moment, settled

AT = datetime(2021, 10, 14, 9, 30, tzinfo=UTC)


def workbook() -> bytes:
    book, made = Workbook(), io.BytesIO()
    book.active["A1"] = "Zandkamp"  # type: ignore[index]
    book.save(made)
    return made.getvalue()


def deck() -> bytes:
    shown, made = Presentation(), io.BytesIO()
    data = CategoryChartData()
    data.categories = ["Zandkamp"]
    data.add_series("laag inkomen", [17.2])
    slide = shown.slides.add_slide(shown.slide_layouts[6])
    slide.shapes.add_chart(XL_CHART_TYPE.BAR_CLUSTERED, Cm(1), Cm(1), Cm(5), Cm(5), data)
    shown.save(made)
    return made.getvalue()


def stamps(content: bytes) -> set[tuple[int, ...]]:
    """Every moment in a file and in the workbooks within it."""
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        within = [stamps(package.read(name)) for name in package.namelist() if name.endswith(".xlsx")]
        return {one.date_time for one in package.infolist()}.union(*within)


@pytest.mark.parametrize("content", [workbook(), deck()], ids=["workbook", "deck"])
def test_a_file_knows_one_moment_and_can_still_be_opened(content: bytes) -> None:
    made = settled(content, AT)
    assert stamps(made) == {(2021, 10, 14, 9, 30, 0)}
    with zipfile.ZipFile(io.BytesIO(made)) as package:
        assert b"2021-10-14T09:30:00Z" in package.read("docProps/core.xml")
        assert package.namelist()[0] == "[Content_Types].xml"
    assert settled(made, AT) == made


def test_what_is_in_it_stays() -> None:
    assert load_workbook(io.BytesIO(settled(workbook(), AT))).active["A1"].value == "Zandkamp"  # type: ignore[index]
    (slide,) = Presentation(io.BytesIO(settled(deck(), AT))).slides
    assert list(slide.shapes[0].chart.plots[0].series[0].values) == [17.2]
    made = io.BytesIO()
    document = Document()
    document.add_paragraph("Deel 1")
    document.save(made)
    assert Document(io.BytesIO(settled(made.getvalue(), AT))).paragraphs[0].text == "Deel 1"


def test_a_build_can_say_which_moment_it_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1634203800")
    assert moment() == AT
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "vandaag")
    assert moment() > AT
