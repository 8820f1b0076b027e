"""The reader of uploads on real files, with golden values that were read from those files by hand."""

from pathlib import Path

import pytest

from loaders.privacy import inspect
from loaders.tabular import read_file
from model.text_file import Sheet

FILES = {
    "cbs_statline_csv/hmels/Nabijheid_voorzieningen__buurt_2021_10022023_162519.csv": [12],
    "cbs_statline_csv/hmels/SES_WOA_scores_per_wijk_en_buurt_25042023_160857.csv": [580],
    "cbs_statline_csv/sastadev_pypi/83958NED_TypedDataSet_19062020_173530.csv": [2502],
    "cbs_statline_csv/swienn/Kerncijfers_wijken_en_buurten_2024_11122025_141648.csv": [18311],
    "duo/02.-alle-schoolvestigingen-basisonderwijs.csv": [6123],
    "duo/duo_examen_raw.csv": [53],
    "ggd/Indicatorenoverzicht VO 2022.xlsx": [185, 10],
    "kwb_xlsx/CBS-Utrecht-kwb-2024.xlsx": [123],
    "kwb_xlsx/CBS-Zuilen_Nabijheid_voorzieningen__buurt_2023_14102024_165609.csv": [11],
    "pdok_buurten_2024_baarn/cbs_baarn_buurten.csv": [22],
    "rivm_50090NED/2016_18+.xlsx": [17342],
}
"""The number of lines with something in them, of each sheet."""


def sheets(real: Path, name: str) -> tuple[Sheet, ...]:
    return read_file((real / name).read_bytes(), name).sheets


@pytest.mark.parametrize(("name", "lines"), FILES.items())
def test_every_real_table_comes_in_whole_and_nothing_of_it_is_held(real: Path, name: str, lines: list[int]) -> None:
    file = read_file((real / name).read_bytes(), name)
    assert [len(sheet.lines) for sheet in file.sheets] == lines
    assert file.findings == ()
    assert not inspect(file).is_blocking


def test_duos_register_is_read_with_its_commas_and_old_encoding(real: Path) -> None:
    (sheet,) = sheets(real, "duo/02.-alle-schoolvestigingen-basisonderwijs.csv")
    assert sheet.lines[1].cells[:5] == ("Drenthe", "20091", "32JK", "32JK00", "BBS de Verwondering")
    assert {len(line.cells) for line in sheet.lines} == {31}


def test_figures_of_a_workbook_have_a_decimal_comma_and_texts_keep_their_point(real: Path) -> None:
    (kwb,) = sheets(real, "kwb_xlsx/CBS-Utrecht-kwb-2024.xlsx")
    assert (kwb.lines[1].cells[0], kwb.lines[1].cells[7], kwb.lines[1].cells[35]) == ("GM0344", "374238", "1,9")
    (health,) = sheets(real, "rivm_50090NED/2016_18+.xlsx")
    assert health.lines[1].cells[:9] == (
        "1",
        "20300",
        "MW00000",
        "NL01",
        "2016JJ00",
        "Nederland",
        "Land",
        "NL01",
        "75.2",
    )


def test_a_file_that_excel_wrapped_in_quotes_stays_one_column(real: Path) -> None:
    (sheet,) = sheets(real, "cbs_statline_csv/swienn/Inkomen_van_huishoudens__regio_11122025_135329.csv")
    assert {len(line.cells) for line in sheet.lines} == {1}
