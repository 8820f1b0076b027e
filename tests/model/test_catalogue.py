"""The catalogues contradict nothing, and one that does is refused with where it stands."""

import csv
from collections.abc import Callable
from pathlib import Path
from shutil import copytree

import pytest

from model.catalogue import (
    CATALOGUE,
    SCHOOL_LEVEL,
    Ages,
    Catalogue,
    CatalogueError,
    Direction,
    Indicator,
    Layer,
    current,
    read_catalogue,
    read_indicators,
    read_municipalities,
    read_sources,
)
from model.region import Level

HERE = current()


class TestOurs:
    def test_the_background_has_some_15_to_30_indicators(self) -> None:
        assert 15 <= sum(row.layer is Layer.BACKGROUND for row in HERE.indicators.values()) <= 30

    @pytest.mark.parametrize("indicator", HERE.indicators.values(), ids=lambda row: row.id)
    def test_texts_are_for_a_reader(self, indicator: Indicator) -> None:
        for text in (indicator.definition, *filter(None, [indicator.caveat])):
            assert text[0].isupper() and text.endswith(".")
        assert indicator.label[0].isupper() and not indicator.label.endswith(".")

    def test_only_measured_children_have_a_domain_of_delay(self) -> None:
        domains = {(row.layer, row.domain is None) for row in HERE.indicators.values()}
        assert domains == {(Layer.BACKGROUND, True), (Layer.CHILDREN_MEASURED, False)}

    def test_the_background_score_is_still_made_of_figures_of_wijken(self) -> None:
        scored = [
            row
            for row in HERE.indicators.values()
            if row.layer is Layer.BACKGROUND and row.direction is not Direction.NONE and not row.is_modelled
        ]
        assert {(row.source, row.smallest_level) for row in scored} == {("kwb", "buurt")}

    def test_what_duo_gives_is_by_school_and_never_by_home(self) -> None:
        of_duo = [row for row in HERE.indicators.values() if row.source.startswith("duo_")]
        assert len(of_duo) == 16
        assert {row.smallest_level for row in of_duo} == {SCHOOL_LEVEL}
        assert all("niet naar woonadres" in row.population and "niet naar woonadres" in row.caveat for row in of_duo)

    def test_the_terms_of_thuiszitters_are_explained(self) -> None:
        assert "langer dan 4 weken" in HERE.indicators["langdurig_verzuim"].definition
        assert "niet op een school zijn ingeschreven" in HERE.indicators["absoluut_verzuim"].definition
        assert "artikel 5 onder a" in HERE.indicators["vrijstelling_5a"].definition

    def test_what_only_comes_as_a_file_or_a_link_has_no_address(self) -> None:
        without = {source.id for source in HERE.sources.values() if not source.address}
        assert without == {"achterstandsscores", "voorschools", "thuiszitters", "coronadashboard"}
        assert "coronadashboard" not in {row.source for row in HERE.indicators.values()}

    def test_school_years_are_named_after_the_year_in_which_they_begin(self) -> None:
        table = HERE.table("vsv")
        assert (table.smallest_level, table.id_for("2018")) == (Level.MUNICIPALITY, "84780NED")
        assert HERE.reference(HERE.indicators["vsv_pct"], "2018") == "schooljaar dat in 2018 begon"

    @pytest.mark.parametrize(
        "name", ["herkomst_niet_westers", "herkomst_buiten_europa", "stedelijkheid", "woz", "jeugdzorg", "arbeid"]
    )
    def test_facts_about_people_and_places_have_no_direction(self, name: str) -> None:
        assert HERE.indicators[name].direction is Direction.NONE

    def test_a_score_of_risk_is_modelled_and_says_so(self) -> None:
        scores = [row for row in HERE.indicators.values() if row.source == "achterstandsscores"]
        assert len(scores) == 2
        assert all(row.is_modelled and "Een risicoscore, geen gemeten achterstand" in row.caveat for row in scores)

    def test_what_rivm_models_is_of_adults_and_says_so(self) -> None:
        modelled = [row for row in HERE.indicators.values() if row.is_modelled and row.source != "achterstandsscores"]
        assert {row.source for row in modelled} == {"gezondheid"}
        assert all("Modelschatting over volwassenen" in row.caveat for row in modelled)
        assert all(row.label.endswith("(18+)") and not row.is_about_children for row in modelled)

    def test_what_we_divide_says_so(self) -> None:
        assert all("Door Startfoto berekend" in row.caveat for row in HERE.indicators.values() if row.per)

    def test_a_theme_of_one_layer_comes_from_one_source_or_is_marked_as_modelled(self) -> None:
        themes = {(row.theme, row.layer, row.is_modelled, row.source) for row in HERE.indicators.values()}
        assert len(themes) == len({theme[:3] for theme in themes})

    @pytest.mark.parametrize(
        "theme",
        ["taal", "rekenen", "welbevinden", "eenzaamheid", "overgewicht", "armoede", "thuiszitten", "voorschools"],
    )
    def test_a_theme_that_the_plan_asks_for_has_indicators(self, theme: str) -> None:
        assert any(row.theme == theme for row in HERE.indicators.values())

    def test_what_is_measured_weighs_the_same_and_what_is_modelled_nothing(self) -> None:
        weights = {(row.is_modelled, row.weight) for row in HERE.indicators.values() if row.weight is not None}
        assert weights == {(False, 1.0), (True, 0.0)}

    def test_a_fact_without_a_direction_and_a_figure_of_children_have_no_weight(self) -> None:
        weightless = [
            row
            for row in HERE.indicators.values()
            if row.direction is Direction.NONE or row.layer is not Layer.BACKGROUND
        ]
        assert {row.weight for row in weightless} == {None}

    def test_figures_of_children_say_of_which_ages_and_facts_of_an_area_hold_for_all(self) -> None:
        assert all(row.ages for row in HERE.indicators.values() if row.layer is Layer.CHILDREN_MEASURED)
        assert HERE.indicators["langdurig_verzuim_vo"].ages == (Ages.SECONDARY,)
        assert HERE.indicators["laag_inkomen"].is_for(Ages.EARLY) and HERE.indicators["ve_deelnemend"].is_for(None)
        assert not HERE.indicators["ve_deelnemend"].is_for(Ages.SECONDARY)

    def test_the_parts_of_a_total_name_it(self) -> None:
        parts = {row.id for row in HERE.indicators.values() if row.part_of == "langdurig_verzuim"}
        assert parts == {"langdurig_verzuim_po", "langdurig_verzuim_vo", "langdurig_verzuim_so"}

    def test_kwb_has_a_table_for_2019_to_2024(self) -> None:
        kwb = HERE.table("kwb")
        assert kwb.all_periods == ("2019", "2020", "2021", "2022", "2023", "2024")
        assert (kwb.id_for("2020"), kwb.id_for("2024")) == ("84799NED", "85984NED")

    def test_rivm_has_one_table_for_all_its_periods(self) -> None:
        health = HERE.table("gezondheid")
        assert {health.id_for(period) for period in health.all_periods} == {"50120NED"}
        assert health.margins == {"value": "MW00000", "lower": "MOG0095", "upper": "MBG0095"}

    def test_an_indicator_is_offered_in_its_own_years_only(self) -> None:
        def ids(period: str) -> set[str]:
            return {row.id for row in HERE.of_source("kwb", period)}

        assert {"laag_inkomen", "herkomst_niet_westers"} <= ids("2022") and "armoede" not in ids("2022")
        assert "armoede" in ids("2024") and not {"laag_inkomen", "herkomst_niet_westers"} & ids("2024")

    def test_a_figure_speaks_of_its_own_day_or_year(self) -> None:
        days = {
            name: HERE.reference(HERE.indicators[name], "2020") for name in ("inwoners", "laag_opgeleid", "inkomen")
        }
        assert days == {"inwoners": "1 januari 2020", "laag_opgeleid": "1 oktober 2020", "inkomen": "heel 2020"}
        assert HERE.reference(HERE.indicators["eenzaam"], "2016") == "najaar 2016"

    def test_gemeenten_are_in_the_order_of_the_alphabet_and_know_their_years(self) -> None:
        names = [row.name for row in HERE.municipalities.values()]
        assert names[0] == "Aa en Hunze" and names.index("'s-Gravenhage") > names.index("Rotterdam")
        assert HERE.municipalities["GM0756"].last_year == 2021
        assert (HERE.municipalities["GM1982"].first_year, HERE.municipalities["GM1982"].last_year) == (2022, None)

    @pytest.mark.parametrize(("year", "count"), [(2019, 355), (2020, 355), (2021, 352), (2022, 345), (2023, 342)])
    def test_each_year_has_as_many_gemeenten_as_the_netherlands_had(self, year: int, count: int) -> None:
        rows = HERE.municipalities.values()
        assert sum(row.first_year <= year <= (row.last_year or year) for row in rows) == count


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of our catalogues, to be spoiled."""
    return Path(copytree(CATALOGUE, tmp_path / "catalogue"))


def spoil(folder: Path, row: int, **cells: str) -> None:
    """Write other cells in one row of indicators.csv (2 is the first after the header)."""
    path = folder / "indicators.csv"
    with path.open(encoding="utf-8", newline="") as file:
        lines = csv.DictReader(file, delimiter=";")
        rows, names = list(lines), list(lines.fieldnames or ())
    rows[row - 2] |= cells
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.DictWriter(file, names, delimiter=";", extrasaction="ignore")
        writer.writeheader()
        writer.writerows(rows)


def error(read: Callable[[Path], object], path: Path) -> str:
    with pytest.raises(CatalogueError) as caught:
        read(path)
    return str(caught.value)


class TestIndicators:
    @pytest.mark.parametrize(
        ("cells", "where"),
        [
            ({"layer": "iets"}, "column layer: 'iets' cannot be used"),
            ({"domain": "iets"}, "column domain: 'iets' cannot be used"),
            ({"direction": "hoger"}, "column direction: 'hoger' cannot be used"),
            ({"unit": "procent"}, "column unit: 'procent' cannot be used: it is none of aantal, %"),
            ({"decimals": "een"}, "column decimals: 'een' cannot be used"),
            ({"measurement": "geschat"}, "column measurement: 'geschat' cannot be used"),
            ({"about_children": "yes"}, "column about_children: 'yes' cannot be used"),
            ({"level": "straat"}, "column level: 'straat' cannot be used"),
            ({"first_period": "vorig jaar"}, "column first_period: 'vorig jaar' cannot be used: it is no year"),
            ({"breaks": "2021|x"}, "column breaks: '2021|x' cannot be used: it is no year"),
            ({"startfoto": "eerst"}, "column startfoto: 'eerst' cannot be used"),
            ({"label": " "}, "column label: ' ' cannot be used: it cannot be empty"),
            ({"definition": ""}, "column definition: '' cannot be used"),
            ({"population": ""}, "column population: '' cannot be used"),
            ({"column": ""}, "column column: '' cannot be used"),
            ({"domain": "sociaal"}, "only what is measured of children or said by schools has a domain"),
            ({"per": "HuishoudensTotaal"}, "what is divided has the unit % or per 1.000"),
            ({"first_period": "2023", "last_period": "2022"}, "last_period lies before first_period"),
            ({"weight": "1"}, "a weight belongs to the background with a direction"),
            ({"direction": "meer behoefte", "weight": "veel"}, "column weight: 'veel' cannot be used"),
            ({"direction": "meer behoefte", "weight": "11"}, "column weight: '11' cannot be used: a weight is 0 to 10"),
            (
                {"direction": "meer behoefte", "weight": "1", "measurement": "model"},
                "what is modelled weighs nothing beside the registers",
            ),
            ({"ages": "0-4|peuters"}, "column ages: '0-4|peuters' cannot be used: it is none of 0-4, 4-12, 12+"),
            ({"id": "inwoners"}, "id inwoners stands there twice"),
            ({"column": "AantalInwoners"}, "kinderen_0_15 takes the same column as inwoners"),
        ],
        ids=lambda value: ",".join(value) if isinstance(value, dict) else "",
    )
    def test_a_fault_is_named_with_file_row_and_column(self, folder: Path, cells: dict[str, str], where: str) -> None:
        spoil(folder, 3, **cells)
        message = error(read_indicators, folder / "indicators.csv")
        assert message.startswith("indicators.csv, row 3") and where in message

    def test_a_row_with_too_few_cells_is_named(self, folder: Path) -> None:
        with (folder / "indicators.csv").open("a", encoding="utf-8") as file:
            file.write("los;Los\n")
        row = len(HERE.indicators) + 2
        assert error(read_catalogue, folder) == f"indicators.csv, row {row}: not as many cells as the header"

    def test_a_column_that_is_not_there_is_named(self, folder: Path) -> None:
        path = folder / "indicators.csv"
        path.write_text(path.read_text("utf-8").replace(";unit;", ";eenheid;", 1), "utf-8")
        assert error(read_indicators, path) == "indicators.csv, row 2: there is no column unit"

    def test_the_same_column_may_serve_in_years_apart_or_with_another_denominator(self, folder: Path) -> None:
        spoil(folder, 2, last_period="2019")
        spoil(folder, 3, column="AantalInwoners", first_period="2020")
        assert len(read_indicators(folder / "indicators.csv")) == len(HERE.indicators)

    def test_a_source_that_is_not_registered_is_named(self, folder: Path) -> None:
        spoil(folder, 3, source="elders")
        assert error(read_catalogue, folder) == "indicators.csv names sources that sources.toml lacks: elders"

    def test_a_total_that_is_not_there_is_named(self, folder: Path) -> None:
        spoil(folder, 3, part_of="elders")
        assert error(read_catalogue, folder) == "indicators.csv names totals that it lacks: elders"

    def test_a_reference_that_cannot_be_filled_in_is_named(self, folder: Path) -> None:
        spoil(folder, 3, reference="1 januari {jaar}")
        assert error(read_catalogue, folder).startswith("reference of kinderen_0_15: only {period} can be filled in")


class TestSources:
    @pytest.mark.parametrize(
        ("old", "new", "where"),
        [
            ('licence = "CC0"', 'licentie = "CC0"', "[scholen]: missing ['licence'], unknown ['licentie']"),
            ('"https://duo.nl"', '"duo.nl"', "[scholen]: address, page and fallback must begin with https://"),
            ('"https://service.pdok.nl"', '"http://x"', "[grenzen]: address, page and fallback must begin"),
            ("[kwb.tables.kwb.ids]", "[kwb.tables.kwb.nrs]", "[kwb.tables.kwb]: missing ['ids'], unknown ['nrs']"),
            ("[gezondheid.tables.gezondheid]", "[gezondheid.tables.kwb]", "[gezondheid.tables.kwb]: missing ['ids']"),
            ('periods = ["2016", "2020", "2022"]', "", "goes with period_dimension and periods, and only then"),
            ('lower = "MOG0095"\n', "", "margins are value, or value, lower and upper"),
            ('margin_dimension = "Marges"\n', "", "margins and margin_dimension go together"),
            ('smallest_level = "gemeente"', 'smallest_level = "school"', "smallest_level is gemeente or buurt"),
            ('address = "https://opendata.cbs.nl"\n', "", "[kwb]: what is fetched from somewhere has an address"),
            ('title = "Gezondheid', 'title = Gezondheid', "Invalid value (at line"),
        ],
    )  # fmt: skip
    def test_a_fault_is_named_with_file_source_and_table(self, folder: Path, old: str, new: str, where: str) -> None:
        path = folder / "sources.toml"
        text = path.read_text("utf-8")
        assert old in text
        path.write_text(text.replace(old, new, 1), "utf-8")
        message = error(read_sources, path)
        assert message.startswith("sources.toml") and where in message

    def test_two_tables_of_one_name_are_refused(self, folder: Path) -> None:
        path = folder / "sources.toml"
        path.write_text(
            path.read_text("utf-8").replace("gezondheid.tables.gezondheid_tot_2020", "gezondheid.tables.kwb")
        )
        assert error(read_sources, path) == "sources.toml: two tables have one name"

    def test_a_name_that_is_not_there_is_a_key_error(self) -> None:
        with pytest.raises(KeyError):
            HERE.table("elders")
        with pytest.raises(KeyError):
            HERE.table("kwb").id_for("1999")


class TestMunicipalities:
    @pytest.mark.parametrize(
        "row", ["GM308;Baarn;2019;", "GM9999;;2019;", "GM0308;Nog een Baarn;2019;", "GM9999;Nieuw;ooit;", "GM9999;Kort"]
    )
    def test_a_fault_is_named_with_file_and_row(self, folder: Path, row: str) -> None:
        path = folder / "municipalities.csv"
        with path.open("a", encoding="utf-8") as file:
            file.write(f"{row}\n")
        assert error(read_municipalities, path).startswith(f"municipalities.csv, row {len(HERE.municipalities) + 2}:")


def test_the_catalogue_is_read_once() -> None:
    assert isinstance(HERE, Catalogue)
    assert current() is HERE
