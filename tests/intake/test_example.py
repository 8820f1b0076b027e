"""The made-up municipality: loaded once, with the figures that stand in its files, made by its own script."""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from analysis import budget, budget_forecast
from intake import example, example_money, ledger, measure_checks, monitor, templates
from intake.example import FOLDER, load_example
from intake.opened import open_file
from model import catalogue
from model.catalogue import Ages, Direction, Domain, Layer
from model.grant import Rules
from model.measure import Measure, MeasureState, Stream, TargetGroup
from model.money import euros
from model.region import Level
from model.status import Status
from settings import Settings
from store import Store, batches, entries, measures
from tests.intake.sources import CATALOGUE
from tests.store.worlds import figures, load, rows, withdraw
from tests.stores import example_store, new_store

MONITOR = "ggd_de_waarden_gezondheidsmonitor_jeugd"
BESIDE = "select value, lower, upper, count from mart.observation where indicator = ? and period = ? and region = ?"
OF_MONITOR = f"from mart.observation where source = '{MONITOR}'"
CARDS = Path("ggd") / "cards.csv"
"""Written by hand, not by the script."""
OF_ONE = "select value, status from mart.observation where indicator = ? and period = ? and region = ?"


@pytest.fixture
def empty_store(tmp_path: Path) -> Iterator[Store]:
    store = new_store(Settings(data_dir=tmp_path / "data"))
    yield store
    store.close()


@pytest.fixture(scope="module")
def lindewaard(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Store]:
    """A store with the example, for tests that only read."""
    store = example_store(Settings(data_dir=tmp_path_factory.mktemp("lindewaard")))
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
            (MONITOR, "2019"),
            (MONITOR, "2021"),
            ("grenzen", "2019"),
            ("grenzen", "2021"),
            ("grootboek", "2021, 2022, 2023"),
            ("kwb", "2019"),
            ("kwb", "2020"),
            ("kwb", "2021"),
            ("kwb", "2022"),
            ("scholen", "2021"),
            ("schoolscans", "2021/2022"),
            ("thuiszitters", "2021"),
            ("voorschools", "2021"),
            *(("vsv", period) for period in ("2018", "2019", "2020", "2021")),
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
            ("vsv_pct", "2018", "GM9901", 3.0, "known"),
            ("vsv_pct", "2020", "NL99", 2.0, "known"),
            ("ve_geindiceerd", "2021", "WK990104", 118.0, "known"),
            ("ve_deelnemend", "2021", "WK990105", 84.0, "known"),
            ("ve_gemiste_uren", "2021", "WK990103", 3720.0, "known"),
            ("ve_locaties", "2021", "WK990109", 0.0, "known"),
            ("langdurig_verzuim", "2021", "GM9901", 46.0, "known"),
            ("langdurig_verzuim_vo", "2021", "GM9901", 40.0, "known"),
            ("vrijstelling_5a", "2021", "GM9901", 38.0, "known"),
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

    @pytest.mark.parametrize(
        ("indicator", "period", "region", "expected"),
        [
            ("gmj_psych", "2021", "WK990108", (40.1, 33.1, 47.1, 187.0)),
            ("gmj_stress_school", "2021", "WK990108", (47.6, 40.4, 54.8, 187.0)),
            ("gmj_weerbaar", "2021", "WK990105", (83.7, 79.2, 88.2, 263.0)),
            ("gmj_sociale_media", "2021", "WK990104", (17.8, 13.9, 21.7, 371.0)),
            ("gmj_veerkracht", "2021", "WK990104", (63.1, 58.2, 68.0, 371.0)),
            ("gmj_gepest", "2021", "GM9901", (9.0, 7.8, 10.2, 2366.0)),
            ("gmj_psych", "2019", "WK990104", (32.6, None, None, 358.0)),
            ("gmj_stress_school", "2019", "GM9901", (30.7, None, None, 2303.0)),
        ],
    )
    def test_of_the_youth_monitors_have_their_respondents_and_that_of_2021_its_bounds(
        self, lindewaard: Store, indicator: str, period: str, region: str, expected: tuple[float | None, ...]
    ) -> None:
        [found] = rows(lindewaard, BESIDE, indicator, period, region)
        assert found == expected

    def test_of_statistics_are_of_seventy_eight_areas_each_year(self, lindewaard: Store) -> None:
        found = rows(
            lindewaard,
            "select period, count(distinct region) from mart.observation where source in ('kwb', 'gezondheid') "
            "group by all order by all",
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


class TestLayers:
    """What is there of each layer, so that every page has something to show."""

    def figures_of(self, store: Store, layer: Layer, domain: Domain | None, level: str) -> set[str]:
        """The indicators of shares and means of which areas of a level (GM, WK) have figures."""
        with store.read() as cursor:
            known = entries.catalogue(cursor).indicators.values()
        has_value = "select distinct indicator from mart.observation where value is not null and starts_with(region, ?)"
        found = {indicator for (indicator,) in rows(store, has_value, f"{level}99")}
        return {
            one.id
            for one in known
            if one.id in found and one.layer is layer and one.domain is domain and one.unit != "aantal"
        }

    @pytest.mark.parametrize("level", ["GM", "WK"])
    def test_the_background_has_figures_of_every_level(self, lindewaard: Store, level: str) -> None:
        assert {"laag_inkomen", "angst_depressie"} <= self.figures_of(lindewaard, Layer.BACKGROUND, None, level)

    @pytest.mark.parametrize(
        ("domain", "expected"),
        [
            (Domain.COGNITIVE, set()),
            (Domain.EXECUTIVE, {"gmj_sociale_media", "gmj_veerkracht"}),
            (Domain.SOCIAL, {"gmj_eenzaam", "gmj_gepest", "gmj_weerbaar"}),
            (Domain.EMOTIONAL, {"gmj_psych", "gmj_stress_school"}),
        ],
    )
    def test_children_are_measured_by_wijk_in_three_domains_and_cognitief_only_by_gemeente(
        self, lindewaard: Store, domain: Domain, expected: set[str]
    ) -> None:
        assert self.figures_of(lindewaard, Layer.CHILDREN_MEASURED, domain, "WK") == expected
        of_gemeente = self.figures_of(lindewaard, Layer.CHILDREN_MEASURED, domain, "GM")
        assert of_gemeente == (expected or {"vsv_pct"})

    def test_schools_say_something_in_every_domain(self, lindewaard: Store) -> None:
        found = {str(domain) for (domain,) in rows(lindewaard, "select distinct domain from mart.scan_domain")}
        assert {domain.value for domain in Domain} <= found

    def test_every_indicator_of_the_youth_monitor_is_described(self, lindewaard: Store) -> None:
        with lindewaard.read() as cursor:
            found = entries.catalogue(cursor)
        described = [one for one in found.indicators.values() if one.source == MONITOR]
        assert found.sources[MONITOR].publisher == "GGD De Waarden"
        assert {one.id for one in described} == {
            indicator for (indicator,) in rows(lindewaard, f"select indicator {OF_MONITOR}")
        }
        assert {one.theme for one in described} == {"welbevinden", "eenzaamheid"}
        assert {(one.population, one.ages, one.smallest_level) for one in described} == {
            ("leerlingen van klas 2 en 4", (Ages.SECONDARY,), "wijk")
        }
        assert all(one.caveat and one.definition and one.direction is not Direction.NONE for one in described)


class TestHidden:
    @pytest.mark.parametrize("period", ["2019", "2021"])
    def test_are_the_two_wijken_with_less_than_fifty_pupils_in_the_monitor(
        self, lindewaard: Store, period: str
    ) -> None:
        few = rows(lindewaard, f"select distinct region {OF_MONITOR} and period = ? and status = 'too_few'", period)
        assert sorted(few) == [("WK990109",), ("WK990111",)]
        cells = rows(
            lindewaard,
            f"select value, lower, upper, count, status {OF_MONITOR} and period = ? and region in (?, ?)",
            period,
            "WK990109",
            "WK990111",
        )
        assert len(cells) == 2 * (7 if period == "2021" else 6)
        assert set(cells) == {(None, None, None, None, "too_few")}

    def test_no_figure_of_children_is_on_fewer_than_fifty_or_counts_one_to_four(self, lindewaard: Store) -> None:
        small = (
            "select count(*) from mart.observation where source in (?, ?, ?) and (count < 50 or value between 1 and 4)"
        )
        of_locations = " and indicator <> 've_locaties'"
        assert rows(lindewaard, small + of_locations, MONITOR, "voorschools", "thuiszitters") == [(0,)]

    def test_are_the_counts_that_would_tell_how_few_do_not_take_part_in_preschool(self, lindewaard: Store) -> None:
        hidden = "select region from mart.observation where source = 'voorschools' and status = 'too_few' order by all"
        assert rows(lindewaard, hidden) == [("WK990100",), ("WK990106",), ("WK990107",), ("WK990110",)]
        told = (
            "select count(*) from mart.observation as whole join mart.observation as part using (region, period) "
            "where whole.indicator = 've_geindiceerd' and part.indicator = 've_deelnemend' "
            "and whole.value - part.value between 1 and 4"
        )
        assert rows(lindewaard, told) == [(0,)]

    def test_follows_a_larger_threshold_of_the_installation(self, empty_store: Store) -> None:
        assert load_example(empty_store, CATALOGUE, Settings(smallest_respondents=150))
        few = f"select distinct region {OF_MONITOR} and period = '2021' and status = 'too_few' order by all"
        found = [region for (region,) in rows(empty_store, few)]
        assert found == ["WK990100", "WK990101", "WK990109", "WK990110", "WK990111"]


def drafted(store: Store, name: str) -> monitor.Draft:
    """A file of the example on the page Cijfers inlezen, as it is proposed there."""
    path = FOLDER / name
    opened = open_file(path.read_bytes(), path.name, monitor.LARGEST_MB)
    with store.read() as cursor:
        known = monitor.known(cursor, example.MUNICIPALITY)
        sheet = monitor.sheets_with_rows(opened)[0]
        layout = monitor.proposed(cursor, opened, sheet, known)
    found = monitor.draft(opened, sheet, layout, known, {})
    assert not found.is_held_back
    return found


def read_of(found: monitor.Draft, indicator: str, region: str) -> tuple[float | None, ...]:
    [figure] = [one for one in found.read.figures if (one.indicator, one.region) == (indicator, region)]
    return figure.value, figure.lower, figure.upper, figure.count


@pytest.mark.parametrize("name", example.OWN_FIGURES)
def test_the_files_of_figures_are_read_whole_without_a_question(lindewaard: Store, name: str) -> None:
    found = drafted(lindewaard, name)
    assert (found.areas.questions, found.areas.unknown, found.read.new_indicators) == ((), (), ())
    assert found.areas.other_levels in ((), ("GGD-regio De Waarden",))
    assert found.read.rows_refused == len(found.areas.other_levels)


class TestMeasures:
    """What the gemeente adds: each verdict on it has a place in the story."""

    @pytest.fixture
    def kept(self, lindewaard: Store) -> dict[str, Measure]:
        with lindewaard.read() as cursor:
            return {one.content.name: one.content for one in measures.measures(cursor, example.MUNICIPALITY)}

    def test_are_in_order_but_for_one_that_reached_more_than_was_intended(
        self, lindewaard: Store, kept: dict[str, Measure]
    ) -> None:
        with lindewaard.read() as cursor:
            known = measure_checks.known(cursor, example.MUNICIPALITY)
        found = {name: [one.column for one in measure_checks.check(one, known)] for name, one in kept.items()}
        assert {name: columns for name, columns in found.items() if columns} == {
            "Weerbaar in de Binnenstad": ["Bereikt"]
        }
        assert len(kept) == 15

    def test_are_of_every_state_and_paid_from_every_pot_to_the_cent(self, kept: dict[str, Measure]) -> None:
        assert {one.state for one in kept.values()} == set(MeasureState)
        assert {funding.stream for one in kept.values() for funding in one.funding} == set(Stream)
        assert sum(one.cents for one in kept.values()) == 771_499_50
        assert sum(len(one.moments) for one in kept.values()) == 9

    def test_leave_the_social_domain_of_ravelshoek_to_nobody_and_no_wijk_covered_unseen(
        self, kept: dict[str, Measure]
    ) -> None:
        po = [one for one in kept.values() if TargetGroup.PRIMARY in one.target_groups]
        assert all(one.wijken for one in po)
        here = {domain for one in po if "WK990103" in one.wijken for domain in one.domains}
        assert here == {Domain.COGNITIVE, Domain.EMOTIONAL}

    def test_have_a_summer_school_that_its_schools_chose_too_and_one_aim_with_two_pots(
        self, lindewaard: Store, kept: dict[str, Measure]
    ) -> None:
        zomer = kept["Zomerschool Zandkamp"]
        chose = "select distinct site from mart.scan_choice join mart.scan using (batch_id) where code = ?"
        assert set(zomer.schools) <= {site for (site,) in rows(lindewaard, chose, *zomer.interventions)}
        place, club = kept["Huiswerkplek in de bibliotheek"], kept["Huiswerkclub in het buurthuis"]
        assert (place.aim, place.domains, place.target_groups) == (club.aim, club.domains, club.target_groups)
        assert {one.stream for one in (*place.funding, *club.funding)} == {Stream.NPO, Stream.WELFARE}


class TestFilesToTry:
    """Read by hand from the files in `data/example/try`."""

    def test_are_three_that_the_example_does_not_load(self, lindewaard: Store) -> None:
        names = {path.name for path in (FOLDER / "try").iterdir()}
        ledger = "grootboek tot en met december 2023.csv"
        assert names == {"Kindermonitor 2021 Lindewaard.xlsx", ledger, "voorschools 2022.xlsx"}
        with lindewaard.read() as cursor:
            assert not names & set(batches.loads(cursor)["title"])

    def test_the_monitor_of_parents_asks_for_one_wijk_and_one_card(self, lindewaard: Store) -> None:
        found = drafted(lindewaard, "try/Kindermonitor 2021 Lindewaard.xlsx")
        assert (found.areas.questions, found.areas.unknown) == ((), ("De Elzen",))
        assert found.read.new_indicators == ("Sociaal-emotionele problemen",)
        assert (found.read.rows_in, found.read.rows_accepted, found.layout.period) == (14, 12, "2021")
        assert [measure.unit for measure in found.layout.measures] == ["%"]
        assert read_of(found, "Sociaal-emotionele problemen", "WK990103") == (17.6, 12.8, 22.4, 244)
        hidden = {one.region for one in found.read.figures if one.status is Status.TOO_FEW}
        assert hidden == {"WK990109"}, "and Buitengebied with 41 parents is hidden when it is kept"
        assert read_of(found, "Sociaal-emotionele problemen", "WK990111")[3] == 41

    def test_the_counts_of_voorschools_of_a_year_later_ask_for_nothing(self, lindewaard: Store) -> None:
        found = drafted(lindewaard, "try/voorschools 2022.xlsx")
        assert (found.findings, found.read.new_indicators, found.read.rows_accepted) == ((), (), 12)
        assert {one.period for one in found.read.figures} == {"2022"}
        assert read_of(found, "ve_deelnemend", "WK990104")[0] == 88
        assert read_of(found, "ve_niet_geindiceerd", "WK990107") == (None, 0.0, 4.0, None)

    @pytest.mark.parametrize(
        ("source", "level", "name"),
        [
            ("voorschools", Level.WIJK, "own/voorschools 2021.xlsx"),
            ("voorschools", Level.WIJK, "try/voorschools 2022.xlsx"),
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
    (tmp_path / CARDS).parent.mkdir()
    shutil.copy(FOLDER / CARDS, tmp_path / CARDS)
    subprocess.run([sys.executable, "make_example.py"], cwd=tmp_path, check=True, stdout=subprocess.DEVNULL)
    ours, made = ({path.relative_to(folder) for path in files(folder)} for folder in (FOLDER, tmp_path))
    assert made == ours
    assert [name for name in sorted(ours) if (FOLDER / name).read_bytes() != (tmp_path / name).read_bytes()] == []


def files(folder: Path) -> list[Path]:
    return [path for kind in ("*.json", "*.geojson", "*.csv", "*.docx", "*.xlsx") for path in folder.rglob(kind)]


class TestMoney:
    """The sums are those of the files in `data/example/ledger`, added up apart."""

    AS_OF = date(2023, 6, 30)

    def test_of_the_export_is_stored_to_the_cent(self, lindewaard: Store) -> None:
        text = (FOLDER / example_money.LEDGER).read_text("cp1252").splitlines()
        total = text[-1].split(";")[-1]
        with lindewaard.read() as cursor:
            found = budget.position(cursor, example.MUNICIPALITY, Rules(), self.AS_OF)
        assert euros(found.spent, True).split()[-1] == total
        assert sum(part.count for part in found.parts) == len(text) - 2

    def test_has_what_an_officer_must_act_upon(self, lindewaard: Store) -> None:
        with lindewaard.read() as cursor:
            found = budget.position(cursor, example.MUNICIPALITY, Rules(), self.AS_OF)
        assert found.unplaced[0] == 33
        first, *_ = budget_forecast.attention(found)
        assert "drie maatregelen lopen achter" in first.text

    def test_a_later_export_to_try_has_a_change_a_loss_and_a_number_twice(self, lindewaard: Store) -> None:
        path = FOLDER / "try" / "grootboek tot en met december 2023.csv"
        opened = ledger.open_ledger(path.read_bytes(), path.name)
        sheet = ledger.sheets(opened)[0]
        with lindewaard.read() as cursor:
            layout = ledger.proposed(cursor, sheet)
            seen = ledger.preview(cursor, example.MUNICIPALITY, ledger.LEDGER, opened, sheet, layout, Rules())
        merged = seen.merged
        assert (len(merged.changed), len(merged.vanished), len(seen.unanswered)) == (1, 1, 1)
