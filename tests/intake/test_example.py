"""The made-up municipality: loaded once, with the figures that stand in its files, made by its own script."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from intake import example, monitor, templates
from intake.example import FOLDER, load_example
from intake.opened import open_file
from model import catalogue
from model.region import Level
from model.status import Status
from settings import Settings
from store import Store, batches
from tests.intake.sources import CATALOGUE
from tests.store.worlds import figures, load, rows, withdraw

OF_ONE = "select value, status from mart.observation where indicator = ? and period = ? and region = ?"


@pytest.fixture
def empty_store(tmp_path: Path) -> Iterator[Store]:
    store = Store(Settings(data_dir=tmp_path / "data"))
    yield store
    store.close()


@pytest.fixture(scope="module")
def lindewaard(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store with the example, for tests that only read."""
    store = Store(Settings(data_dir=tmp_path_factory.mktemp("lindewaard")))
    assert load_example(store, CATALOGUE)
    yield store
    store.close()


class TestLoading:
    def test_is_one_write_that_brings_all(self, empty_store: Store) -> None:
        before = empty_store.data_version()
        assert load_example(empty_store, CATALOGUE)
        assert empty_store.data_version() == before + 1
        with empty_store.read() as cursor:
            listed = batches.loads(cursor)
        assert set(listed["state"]) == {"in gebruik"}
        assert sorted(zip(listed["source"], listed["period"], strict=True)) == [
            ("duo_eindtoets", "2018"),
            ("duo_eindtoets", "2020"),
            ("duo_leerlingen", "2021"),
            ("duo_leerlingen", "2021"),
            ("duo_referentieniveaus", "2018"),
            ("duo_referentieniveaus", "2020"),
            ("duo_schooladviezen", "2018"),
            ("duo_schooladviezen", "2021"),
            ("gezondheid", "2016"),
            ("gezondheid", "2020"),
            ("gezondheid", "2022"),
            ("grenzen", "2019"),
            ("grenzen", "2021"),
            ("kwb", "2019"),
            ("kwb", "2020"),
            ("kwb", "2021"),
            ("kwb", "2022"),
            ("scholen", "2021"),
            ("schoolscans", "2021/2022"),
        ]

    def test_is_not_done_twice(self, empty_store: Store) -> None:
        assert load_example(empty_store, CATALOGUE)
        version = empty_store.data_version()
        assert not load_example(empty_store, CATALOGUE)
        assert empty_store.data_version() == version

    def test_is_not_done_in_a_store_that_has_a_load(self, empty_store: Store) -> None:
        load(empty_store, figures({"GM0308": 1.0}))
        assert not load_example(empty_store, CATALOGUE)
        assert rows(empty_store, "select region from mart.observation") == [("GM0308",)]

    def test_is_not_done_in_a_store_that_had_a_load(self, empty_store: Store) -> None:
        withdraw(empty_store, load(empty_store, figures({"GM0308": 1.0})))
        assert not load_example(empty_store, CATALOGUE)
        assert rows(empty_store, "from mart.observation") == []


class TestFigures:
    """Read by hand from the files in `data/example`."""

    @pytest.mark.parametrize(
        ("indicator", "period", "region", "value", "status"),
        [
            ("inwoners", "2019", "GM9901", 85848.0, "known"),
            ("inwoners", "2020", "GM9901", 86060.0, "known"),
            ("inwoners", "2022", "GM9901", 86618.0, "known"),
            ("inwoners", "2020", "NL99", 1417814.0, "known"),
            ("inwoners", "2020", "WK990105", 8595.0, "known"),
            ("kinderen_0_15", "2020", "BU99010301", 525.0, "known"),
            ("laag_inkomen", "2020", "WK990105", 15.4, "known"),
            ("laag_inkomen", "2020", "WK990109", None, "secret"),
            ("laag_inkomen", "2022", "GM9901", None, "not_available"),
            ("woz", "2022", "GM9901", 288.0, "known"),
            ("jeugdzorg", "2022", "GM9901", 11.3, "known"),
            ("aandeel_kinderen", "2020", "WK990105", 100 * 1615 / 8595, "known"),
            ("bijstand", "2020", "WK990105", 1000 * 600 / 8595, "known"),
            ("eenzaam", "2016", "WK990108", 14.3, "known"),
        ],
    )
    def test_are_those_of_the_files(
        self, lindewaard: Store, indicator: str, period: str, region: str, value: float | None, status: str
    ) -> None:
        [(found, found_status)] = rows(lindewaard, OF_ONE, indicator, period, region)
        assert (found, found_status) == (pytest.approx(value) if value is not None else None, status)

    def test_of_health_have_their_margins(self, lindewaard: Store) -> None:
        found = rows(
            lindewaard,
            "select value, lower, upper from mart.observation "
            "where indicator = 'angst_depressie' and period = '2020' and region = 'WK990108'",
        )
        assert found == [(14.4, 12.6, 16.3)]

    def test_are_of_seventy_eight_areas_each_year(self, lindewaard: Store) -> None:
        found = rows(
            lindewaard, "select period, count(distinct region) from mart.observation group by all order by all"
        )
        assert found == [(period, 78) for period in ("2016", "2019", "2020", "2021", "2022")]

    def test_have_borders_for_every_area_and_a_buurt_for_every_school(self, lindewaard: Store) -> None:
        without = (
            "select region from mart.area where starts_with(region, 'BU') and period = '2021' "
            "except select region from mart.boundary where period = '2021'"
        )
        assert rows(lindewaard, without) == []
        schools = rows(
            lindewaard, "select sector, count(*), count(distinct vestiging) from mart.school group by sector"
        )
        assert sorted(schools) == [("(v)so", 1, 1), ("po", 33, 33), ("sbo", 2, 2), ("vo", 9, 9)]
        homeless = "select vestiging from mart.school where buurt not in (select region from mart.boundary)"
        assert rows(lindewaard, homeless) == []

    def test_are_of_made_up_areas_only(self, lindewaard: Store) -> None:
        tables = ("mart.observation", "mart.area", "mart.boundary", "mart.school")
        found = [rows(lindewaard, f"select distinct substr(region, 3, 2) from {table}") for table in tables]
        assert found == [[("99",)]] * len(tables)
        assert example.MUNICIPALITY == "GM9901"


def drafted(store: Store, name: str) -> monitor.Draft:
    """A file of the example on the page Cijfers inlezen, as it is proposed there."""
    path = FOLDER / name
    opened = open_file(path.read_bytes(), path.name, monitor.LARGEST_MB)
    with store.read() as cursor:
        known = monitor.known(cursor, example.MUNICIPALITY)
        sheet = monitor.sheets_with_rows(opened)[0]
        layout = monitor.proposed(cursor, opened, sheet, known)
    found = monitor.draft(opened, sheet, layout, known, {})
    assert (found.is_held_back, found.areas.questions, found.areas.unknown) == (False, (), ())
    return found


def read_of(found: monitor.Draft, indicator: str, region: str) -> tuple[float | None, ...]:
    [figure] = [one for one in found.read.figures if (one.indicator, one.region) == (indicator, region)]
    return figure.value, figure.lower, figure.upper, figure.count


class TestFilesToTry:
    """Read by hand from the files in `data/example/ggd` and `own`."""

    def test_are_not_loaded_with_the_example(self, lindewaard: Store) -> None:
        with lindewaard.read() as cursor:
            assert {"voorschools", "thuiszitters"} & set(batches.loads(cursor)["source"]) == set()

    def test_the_monitor_of_2021_has_bounds_and_respondents(self, lindewaard: Store) -> None:
        found = drafted(lindewaard, "ggd/Gezondheidsmonitor Jeugd 2021 Lindewaard.csv")
        assert (found.read.rows_in, found.read.rows_accepted, found.read.rows_refused) == (14, 13, 1)
        assert found.areas.other_levels == ("GGD-regio De Waarden",)
        assert found.layout.period == "2021"
        assert [(measure.indicator, measure.unit) for measure in found.layout.measures] == [("", "%")] * 5
        assert len(found.read.figures) == 5 * 13
        assert read_of(found, "Psychische klachten", "WK990108") == (40.1, 33.1, 47.1, 187)
        assert read_of(found, "Stress door school", "WK990108") == (47.6, 40.4, 54.8, 187)
        assert read_of(found, "Weerbaar", "WK990105") == (83.7, 79.2, 88.2, 263)
        assert read_of(found, "Wordt gepest op school", "GM9901") == (9.0, 7.8, 10.2, 2366)

    def test_the_monitor_of_2021_hides_one_wijk_and_has_one_on_too_few(self, lindewaard: Store) -> None:
        found = drafted(lindewaard, "ggd/Gezondheidsmonitor Jeugd 2021 Lindewaard.csv")
        hidden = {one.region for one in found.read.figures if one.status is Status.TOO_FEW}
        assert hidden == {"WK990109"}
        assert read_of(found, "Voelt zich eenzaam", "WK990109") == (None, None, None, None)
        assert read_of(found, "Wordt gepest op school", "WK990111") == (6.3, 0.0, 13.2, 48)

    def test_the_monitor_of_2019_is_read_from_codes_without_letters(self, lindewaard: Store) -> None:
        found = drafted(lindewaard, "ggd/Gezondheidsmonitor Jeugd 2019 Lindewaard.xlsx")
        assert found.findings == ()
        assert (found.read.rows_in, found.read.rows_accepted) == (13, 13)
        assert {one.period for one in found.read.figures} == {"2019"}
        assert read_of(found, "gmj_psych", "WK990104") == (32.6, None, None, None)
        assert read_of(found, "gmj_stress_school", "GM9901") == (30.7, None, None, None)
        hidden = {one.region for one in found.read.figures if one.status is Status.TOO_FEW}
        assert hidden == {"WK990109", "WK990111"}

    def test_the_counts_of_voorschools_are_those_of_the_wijken(self, lindewaard: Store) -> None:
        found = drafted(lindewaard, "own/voorschools 2021.xlsx")
        assert (found.findings, found.read.new_indicators, found.read.rows_accepted) == ((), (), 12)
        assert read_of(found, "ve_geindiceerd", "WK990104")[0] == 118
        assert read_of(found, "ve_deelnemend", "WK990104")[0] == 74
        assert read_of(found, "ve_gemiste_uren", "WK990103")[0] == 3720
        assert read_of(found, "ve_deelnemend", "WK990105")[0] == 84
        assert read_of(found, "ve_locaties", "WK990109")[0] == 0
        assert read_of(found, "ve_niet_geindiceerd", "WK990107") == (None, 0.0, 4.0, None)

    def test_the_counts_of_thuiszitters_are_those_of_the_gemeente(self, lindewaard: Store) -> None:
        found = drafted(lindewaard, "own/thuiszitters 2021.csv")
        assert (found.findings, found.read.new_indicators, found.read.rows_accepted) == ((), (), 1)
        assert read_of(found, "langdurig_verzuim", "GM9901")[0] == 46
        assert read_of(found, "langdurig_verzuim_vo", "GM9901")[0] == 40
        assert read_of(found, "langdurig_verzuim_so", "GM9901") == (None, 0.0, 4.0, None)
        assert read_of(found, "vrijstelling_5a", "GM9901")[0] == 38

    @pytest.mark.parametrize(
        ("source", "level", "name"),
        [
            ("voorschools", Level.WIJK, "own/voorschools 2021.xlsx"),
            ("thuiszitters", Level.MUNICIPALITY, "own/thuiszitters 2021.csv"),
        ],
    )
    def test_the_counts_have_the_columns_of_the_template(
        self, lindewaard: Store, source: str, level: Level, name: str
    ) -> None:
        with lindewaard.read() as cursor:
            names = monitor.known(cursor, example.MUNICIPALITY).names
        empty = templates.figures_csv(source, catalogue.current(), names, level, "2021").decode("utf-8-sig")
        headers = [column.header for column in drafted(lindewaard, name).layout.columns]
        assert headers == empty.splitlines()[0].split(";")


def test_the_script_makes_the_same_files_byte_for_byte(tmp_path: Path) -> None:
    for script in FOLDER.glob("*.py"):
        shutil.copy(script, tmp_path)
    subprocess.run([sys.executable, "make_example.py"], cwd=tmp_path, check=True, stdout=subprocess.DEVNULL)
    ours, made = ({path.relative_to(folder) for path in files(folder)} for folder in (FOLDER, tmp_path))
    assert made == ours
    assert [name for name in sorted(ours) if (FOLDER / name).read_bytes() != (tmp_path / name).read_bytes()] == []


def files(folder: Path) -> list[Path]:
    return [path for kind in ("*.json", "*.geojson", "*.csv", "*.docx", "*.xlsx") for path in folder.rglob(kind)]
