"""Real tables of CBS and RIVM as monitors, with golden values that were read from those files by hand."""

from collections import Counter
from pathlib import Path

import pytest

from loaders.monitor import MonitorRead, read_monitor
from loaders.monitor_areas import areas_of
from loaders.monitor_proposal import propose
from loaders.tabular import read_file
from model.catalogue import current
from model.findings import FindingLevel
from model.status import Status

KNOWN = tuple(current().indicators.values())


def _read(path: Path) -> MonitorRead:
    """The figures of a file under the proposed layout, without one correction."""
    file = read_file(path.read_bytes(), path.name)
    sheet = file.sheets[0]
    layout = propose(sheet, KNOWN, {}, file.name)
    return read_monitor(file, sheet, layout, areas_of(sheet, layout, {}, "GM0363").codes)


def _values(read: MonitorRead) -> dict[tuple[str, str, str], float | None]:
    return {(figure.indicator, figure.region, figure.period): figure.value for figure in read.figures}


@pytest.fixture(scope="module")
def rivm(real: Path) -> MonitorRead:
    return _read(real / "rivm_50090NED" / "2016_18+.xlsx")


def test_the_health_table_of_rivm_is_recognised_as_it_stands(rivm: MonitorRead) -> None:
    # Rows 2, 3 and 5 of the sheet: NL01, GM1680 and BU16800000.
    values = _values(rivm)
    assert values["ervaren_gezondheid", "NL00", "2016"] == 75.2
    assert values["ervaren_gezondheid", "GM1680", "2016"] == 78.5
    assert values["ervaren_gezondheid", "BU16800000", "2016"] == 79.3
    assert values["overgewicht", "GM1680", "2016"] == 53.5
    assert {"stress", "eenzaam", "rondkomen", "angst_depressie"} <= {figure.indicator for figure in rivm.figures}


def test_what_rivm_withholds_is_secret_and_counted(rivm: MonitorRead) -> None:
    # README of the folder: 17,341 rows, 21,897 dots in this file.
    assert (rivm.rows_in, rivm.rows_accepted, rivm.rows_refused) == (17341, 17341, 0)
    assert Counter(figure.status for figure in rivm.figures)[Status.SECRET] == 21897
    assert not rivm.findings


def test_a_workbook_of_cbs_with_short_names_is_read(real: Path) -> None:
    # Rows 2 and 3: GM0344 a_inw 374238, WK034401 a_man 14320; README: 10,393 dots.
    read = _read(real / "kwb_xlsx" / "CBS-Utrecht-kwb-2024.xlsx")
    values = _values(read)
    assert values["a_inw", "GM0344", "2024"] == 374238
    assert values["a_man", "WK034401", "2024"] == 14320
    assert Counter(figure.status for figure in read.figures)[Status.SECRET] == 10393
    assert (read.rows_in, read.rows_accepted) == (122, 122)


def test_a_statline_download_with_codes_is_read(real: Path) -> None:
    # Row 3: WK036300, 2900 households, 12.9 % low education, score -0.022.
    values = _values(_read(next(real.glob("cbs_statline_csv/hmels/SES_WOA*.csv"))))
    assert values["Particuliere huishoudens (Aantal)", "WK036300", "2019"] == 2900
    assert values["Opleidingsniveau/Laag/Waarde (%)", "WK036300", "2019"] == 12.9
    assert values["SES-WOA/Totaalscore/Gemiddelde score (Getal)", "WK036300", "2019"] == -0.022


def test_a_statline_title_of_ours_is_recognised_within_its_group(real: Path) -> None:
    # Column 53 of rows 2 to 4: NL00, GM0344 and WK034402.
    values = _values(_read(next(real.glob("kwb_xlsx/CBS-Zuilen_Nabijheid*.csv"))))
    regions = ("NL00", "GM0344", "WK034402")
    assert [values["afstand_kinderopvang", region, "2023"] for region in regions] == [0.7, 0.5, 0.4]


def test_a_statline_download_with_names_only_that_stand_there_twice_is_stopped(real: Path) -> None:
    read = _read(next(real.glob("cbs_statline_csv/swienn/Kerncijfers*.csv")))
    assert read.findings[0].level is FindingLevel.BLOCKING


def test_no_real_file_of_another_kind_gives_figures(real: Path) -> None:
    others = [
        *real.glob("cbs_statline_csv/sastadev_pypi/*.csv"),
        *real.glob("ggd/*.xlsx"),
        real / "duo/duo_examen_raw.csv",
    ]
    for path in others:
        read = _read(path)
        assert not read.figures, path.name
        assert read.findings, path.name
