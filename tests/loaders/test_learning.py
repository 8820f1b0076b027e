"""What DUO counts and measures of pupils, with golden values worked out by hand; and what CBS says of gemeenten."""

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.example import FOLDER
from loaders import cbs, learning, schools
from loaders.learning import Count, Kind, fetch_learning, read_count, read_learning, recognise, share
from loaders.tabular import read_file
from model.catalogue import current
from model.delivery import SCHOOL_FIGURE, Delivery
from model.findings import Refusal
from model.status import Status
from model.text_file import Line, Sheet, TextFile
from settings import Settings
from tests.standins.cbs import CbsStandIn, Column
from tests.standins.duo import DuoStandIn, FaultKind, table
from tests.standins.tables import Properties, format_cell, table_info
from tests.standins.tables import Table as StandInTable

HEAD = "INSTELLINGSCODE;VESTIGINGSCODE;GEMEENTENUMMER;SOORT_PO"
AGES = f"{HEAD};LEEFTIJD_JONGER;LEEFTIJD_4;LEEFTIJD_5;LEEFTIJD_6;TOTAAL"
LEVELS = f"{HEAD};REKENEN_LAGER1F;REKENEN_1F;REKENEN_1S;REKENEN_2F;LV_LAGER1F;LV_1F;LV_2F;TV_LAGER1F;TV_1F;TV_2F"
TESTS = f"{HEAD};CET_AANTAL;CET_GEM;IEP_AANTAL;IEP_GEM"
ADVICES = f"{HEAD};VSO;PRO;VMBO_B;VMBO_B_K;VMBO_K;VMBO_K_GT;VMBO_GT;VMBO_GT_HAVO;HAVO;HAVO_VWO;VWO;ADVIES_NIET_MOGELIJK"
OLD_ADVICES = ADVICES.replace("VMBO_B;VMBO_B_K;VMBO_K;VMBO_K_GT", "VMBO BL;VMBO BL-KL;VMBO KL;VMBO KL-GT")


def text(content: bytes, name: str = "bestand.csv") -> TextFile:
    return read_file(content, name)


def read(kind: Kind, header: str, *lines: str, period: str = "2020", **options: Any) -> Delivery:
    return read_learning(text(table(header, *lines)), kind, period, **options)


def figures(delivery: Delivery) -> dict[tuple[str, str], tuple[Any, ...]]:
    """(vestiging, indicator) to status, value, lower, upper and count."""
    return {
        (row["vestiging"], row["indicator"]): (row["status"], row["value"], row["lower"], row["upper"], row["count"])
        for row in delivery.school_figures.to_pylist()
    }


def messages(delivery: Delivery) -> list[str]:
    return [finding.message for finding in delivery.findings]


class TestCounting:
    @pytest.mark.parametrize(
        ("cell", "count"),
        [("12", (12, 12)), ("0", (0, 0)), ("", (0, 0)), ("<5", (1, 4)), ("< 5", (1, 4)), ("<10", (1, 9)),
         ("-1", (1, 4)), ("1.234", (1234, 1234))],
    )  # fmt: skip
    def test_a_cell_is_a_number_of_pupils_or_bounds(self, cell: str, count: tuple[int, int]) -> None:
        assert read_count(cell) == Count(*count)

    @pytest.mark.parametrize("cell", ["x", "12,5", "1.23", "-2", "<0", "<1", "ca. 12", "5-9", "١٢"])
    def test_a_doubt_is_no_number(self, cell: str) -> None:
        assert read_count(cell) is None

    @given(st.text())
    def test_any_cell_is_a_count_or_nothing(self, cell: str) -> None:
        count = read_count(cell)
        assert count is None or 0 <= count.lower <= count.upper

    @given(st.lists(st.integers(0, 30), min_size=1, max_size=8), st.lists(st.integers(0, 30), min_size=1, max_size=8))
    def test_the_bounds_of_a_share_hold_what_was_hidden(self, part: list[int], rest: list[int]) -> None:
        def told(numbers: list[int]) -> Count:
            cells = ["<5" if 0 < number < 5 else str(number) for number in numbers]
            return sum((count for cell in cells if (count := read_count(cell))), Count(0, 0))

        found = share("x", told(part), told(rest))
        if found is None:
            assert sum(part) + sum(rest) == 0
            return
        true = 100 * sum(part) / (sum(part) + sum(rest))
        if found.status is Status.KNOWN:
            assert found.value == pytest.approx(true) and found.count == sum(part) + sum(rest)
        else:
            assert found.lower is not None and found.upper is not None and found.value is None and found.count is None
            assert 0 <= found.lower <= true + 1e-9 and true - 1e-9 <= found.upper <= 100


class TestPupils:
    def test_ages_are_added_and_a_total_in_the_file_is_not(self) -> None:
        found = read(Kind.PUPILS_PRIMARY, AGES, "08EM;00;308;Bo;0;10;20;30;60")
        assert figures(found) == {("08EM00", "leerlingen"): ("known", 60.0, None, None, None)}

    def test_fewer_than_five_makes_bounds_and_no_number(self) -> None:
        # 10 + 20 are known; twice <5 is 2 to 8 more: 32 to 38.
        found = read(Kind.PUPILS_PRIMARY, AGES, "08EM;00;308;Bo;<5;10;20;<5;34")
        assert figures(found) == {("08EM00", "leerlingen"): ("interval", None, 32.0, 38.0, None)}

    def test_the_rows_of_one_site_are_added(self) -> None:
        found = read(Kind.PUPILS_PRIMARY, AGES, "08EM;00;308;So;0;5;5;5;15", "08EM;00;308;Vso;0;6;6;6;18")
        assert figures(found)["08EM00", "leerlingen"][1] == 33.0
        assert (found.rows_in, found.rows_accepted, found.rows_refused) == (2, 2, 0)

    def test_secondary_schools_are_placed_by_the_register(self) -> None:
        years = "LEER- OF VERBLIJFSJAAR 1 - MAN;LEER- OF VERBLIJFSJAAR 1 - VROUW"
        header = f"BRIN NUMMER;VESTIGINGSNUMMER;ONDERWIJSTYPE VO EN LEER- OF VERBLIJFSJAAR;{years}"
        lines = ["17WX;0;HAVO;50;60", "17WX;0;VWO;<5;40", "99ZZ;0;VWO;1000;1000"]
        found = read(Kind.PUPILS_SECONDARY, header, *lines, region_of={"17WX00": "GM0308"})
        # 50 + 60 + 40 are known, <5 is 1 to 4.
        assert figures(found) == {("17WX00", "leerlingen"): ("interval", None, 151.0, 154.0, None)}
        assert found.school_figures["region"].to_pylist() == ["GM0308"]
        assert found.rows_in == 2, "the school of nobody knows where is of another gemeente"

    def test_without_a_register_a_file_without_gemeenten_is_refused(self) -> None:
        with pytest.raises(Refusal, match="Laad eerst het scholenregister"):
            read(Kind.PUPILS_SECONDARY, "VESTIGINGSCODE;LEER- OF VERBLIJFSJAAR 1 - MAN", "17WX00;50")

    def test_the_register_goes_before_a_gemeente_that_has_merged_since(self) -> None:
        found = read(
            Kind.PUPILS_PRIMARY, AGES, "08EM;00;9;Bo;0;10;20;30;60", region_of={"08EM00": "GM0014"}, regions={"GM0014"}
        )
        assert found.school_figures["region"].to_pylist() == ["GM0014"]

    def test_only_the_chosen_gemeenten_are_taken_and_counted(self) -> None:
        lines = ["08EM;00;308;Bo;0;10;20;30;60", "14RC;00;518;Bo;0;10;20;30;60"]
        found = read(Kind.PUPILS_PRIMARY, AGES, *lines, regions={"GM0308"})
        assert (found.rows_in, found.rows_accepted) == (1, 1)

    def test_a_cell_that_is_no_number_costs_that_school_its_figure_and_is_told(self) -> None:
        found = read(Kind.PUPILS_PRIMARY, AGES, "08EM;00;308;Bo;0;veel;20;30;60", "08EM;01;308;Bo;0;1;0;0;1")
        assert figures(found)["08EM00", "leerlingen"][:2] == ("not_available", None)
        assert figures(found)["08EM01", "leerlingen"][1] == 1.0
        [finding] = found.findings
        assert (finding.row, finding.column, finding.found) == (2, "LEEFTIJD_4", "veel")

    def test_rows_without_a_site_or_gemeente_and_one_that_breaks_off_are_refused(self) -> None:
        lines = ["08EM;00;308;Bo;0;10;20;30;60", ";;308;Bo;0;1;2;3;6", "08EM;02; ;Bo;0;1;2;3;6", "08EM;01;308;Bo;0;10"]
        found = read(Kind.PUPILS_PRIMARY, AGES, *lines, regions={"GM0308"})
        assert (found.rows_in, found.rows_accepted, found.rows_refused) == (4, 1, 3)
        assert (
            "3 rijen hebben geen vestigingscode of gemeentenummer, staan er al of breken halverwege af"
            in messages(found)[-1]
        )
        assert found.findings[-1].row == 3

    def test_a_delivery_says_what_it_is_and_where_its_figures_came_from(self) -> None:
        found = read(Kind.PUPILS_PRIMARY, AGES, "08EM;00;308;Bo;0;10;20;30;60", period="2021")
        assert (found.source, found.table_id, found.period) == ("duo_leerlingen", "leerlingen-po", "2021")
        assert found.title == "Leerlingen per school (po) 2021/2022"
        assert found.school_figures.schema == SCHOOL_FIGURE
        assert [one.column_title for one in found.series] == ["LEEFTIJD_JONGER + LEEFTIJD_4 + LEEFTIJD_5 + LEEFTIJD_6"]


class TestLevels:
    def test_shares_are_those_worked_out_by_hand(self) -> None:
        found = figures(read(Kind.LEVELS, LEVELS, "08EM;00;308;Bo;5;10;25;0;0;8;32;6;14;20"))
        # Rekenen: of 40 pupils 35 reach 1F and 25 the target 1S. Lezen: 40 of 40, 32. Taal: 34 of 40, 20.
        assert {key[1]: value[1] for key, value in found.items()} == {
            "niveau_1f_rekenen": 87.5, "niveau_1s_rekenen": 62.5, "niveau_1f_lezen": 100.0, "niveau_2f_lezen": 80.0,
            "niveau_1f_taal": 85.0, "niveau_2f_taal": 50.0,
        }  # fmt: skip
        assert {value[4] for value in found.values()} == {40.0}

    def test_a_hidden_count_makes_bounds(self) -> None:
        found = figures(read(Kind.LEVELS, LEVELS, "08EM;00;308;Bo;<5;10;30;0;0;8;32;6;14;20"))
        status, value, lower, upper, count = found["08EM00", "niveau_1f_rekenen"]
        # 40 reach 1F; 1 to 4 do not: 40 of 44 to 40 of 41.
        assert (status, value, count) == ("interval", None, None)
        assert (lower, upper) == (pytest.approx(100 * 40 / 44), pytest.approx(100 * 40 / 41))
        assert found["08EM00", "niveau_1f_lezen"][0] == "known"

    def test_a_subject_that_nobody_was_tested_in_has_no_figure(self) -> None:
        found = read(Kind.LEVELS, LEVELS, "08EM;00;308;Bo;5;10;25;0;0;0;0;;;")
        assert {key[1] for key in figures(found)} == {"niveau_1f_rekenen", "niveau_1s_rekenen"}
        assert {one.indicator for one in found.series} == {"niveau_1f_rekenen", "niveau_1s_rekenen"}

    def test_other_spellings_of_the_columns_are_taken_and_a_missing_subject_is_told(self) -> None:
        header = f"{HEAD};Lezen lager 1F;Lezen 1F;Lezen 2F;Rekenen 1F"
        found = read(Kind.LEVELS, header, "08EM;00;308;Bo;5;5;10;9")
        assert figures(found)["08EM00", "niveau_2f_lezen"][1] == 50.0
        assert [finding.column for finding in found.findings] == ["rekenen", "taalverzorging"]


class TestFinalTests:
    def test_means_have_a_decimal_comma_and_belong_to_one_kind_of_test(self) -> None:
        found = figures(read(Kind.FINAL_TEST, TESTS, "08EM;00;308;Bo;24;535,2;0; ", "08EM;01;308;Bo;0; ;30;80,15"))
        assert found == {
            ("08EM00", "eindtoets_cet"): ("known", 535.2, None, None, 24.0),
            ("08EM01", "eindtoets_iep"): ("known", 80.15, None, None, 30.0),
        }

    def test_of_fewer_than_five_pupils_there_is_no_mean_even_when_the_file_gives_one(self) -> None:
        found = figures(read(Kind.FINAL_TEST, TESTS, "08EM;00;308;Bo;<5;;0;", "08EM;01;308;Bo;<5;541,0;0;"))
        assert {value[:2] for value in found.values()} == {("too_few", None)}

    def test_pupils_without_a_mean_are_not_there_and_never_zero(self) -> None:
        found = read(
            Kind.FINAL_TEST, TESTS, "08EM;00;308;Bo;24;0;0;", "08EM;01;308;Bo;24;hoog;0;", "08EM;02;308;Bo;24;;0;"
        )
        assert {value[0] for value in figures(found).values()} == {"not_available"}
        assert len(figures(found)) == 3 and [finding.found for finding in found.findings] == ["hoog"]

    def test_the_spring_without_a_test_is_said_in_dutch(self) -> None:
        for kind in (Kind.FINAL_TEST, Kind.LEVELS):
            with pytest.raises(Refusal, match="In het voorjaar van 2020 is er door corona geen eindtoets afgenomen"):
                read(kind, TESTS, "08EM;00;308;Bo;24;535,2;0;", period="2019")

    def test_a_test_that_is_not_known_is_told(self) -> None:
        found = read(Kind.FINAL_TEST, f"{TESTS};CESAN_AANTAL;CESAN_GEM", "08EM;00;308;Bo;24;535,2;0;;0;")
        assert "De eindscores van CESAN zijn niet geladen" in messages(found)[0]

    def test_two_means_of_one_school_are_a_doubt(self) -> None:
        found = read(Kind.FINAL_TEST, TESTS, *["08EM;00;308;Bo;24;535,2;0;"] * 2, "08EM;01;308;Bo;24;535,2;0;")
        assert list(figures(found)) == [("08EM01", "eindtoets_cet")]
        assert "Vestiging 08EM00 heeft twee gemiddelden voor CET" in messages(found)[0]


class TestAdvices:
    @pytest.mark.parametrize("header", [ADVICES, OLD_ADVICES], ids=["present", "older"])
    def test_both_spellings_give_the_shares_worked_out_by_hand(self, header: str) -> None:
        # 40 advices; havo 6, havo/vwo 5 and vwo 9 are 20; pro 1, b 2 and b/k 3 are 6. Who has none is left out.
        found = figures(read(Kind.ADVICE, header, "08EM;00;308;Bo;0;1;2;3;0;0;10;4;6;5;9;1"))
        assert found == {
            ("08EM00", "advies_havo_vwo"): ("known", 50.0, None, None, 40.0),
            ("08EM00", "advies_vmbo_basis"): ("known", 15.0, None, None, 40.0),
        }

    def test_hidden_counts_make_bounds(self) -> None:
        found = figures(read(Kind.ADVICE, ADVICES, "08EM;00;308;Bo;0;0;<5;0;0;0;10;0;0;0;<5;0"))
        # 10 certain; 1 to 4 vmbo-b, 1 to 4 vwo. Vwo at least 1 of 1 + 14, at most 4 of 4 + 11.
        for indicator in ("advies_havo_vwo", "advies_vmbo_basis"):
            status, _, lower, upper, _ = found["08EM00", indicator]
            assert (status, lower, upper) == ("interval", pytest.approx(100 / 15), pytest.approx(400 / 15))

    def test_a_file_without_one_of_the_advices_is_refused(self) -> None:
        with pytest.raises(Refusal, match="de kolom HAVO_VWO ontbreekt"):
            read(Kind.ADVICE, ADVICES.replace("HAVO_VWO;", ""), "08EM;00;308;Bo;0;1;2;3;0;0;10;4;6;9;1")


class TestWhichFile:
    @pytest.mark.parametrize(
        ("header", "kind"),
        [(AGES, Kind.PUPILS_PRIMARY), (LEVELS, Kind.LEVELS), (TESTS, Kind.FINAL_TEST), (ADVICES, Kind.ADVICE),
         (OLD_ADVICES, Kind.ADVICE), ("VESTIGINGSCODE;LEER- OF VERBLIJFSJAAR 1 - MAN", Kind.PUPILS_SECONDARY),
         (HEAD, None), ("naam;score", None)],
    )  # fmt: skip
    def test_a_file_is_recognised_by_its_columns(self, header: str, kind: Kind | None) -> None:
        assert recognise(text(table(header, "08EM;00;308;Bo"))) is kind

    def test_another_file_of_duo_is_refused_with_the_column_that_lacks(self) -> None:
        with pytest.raises(Refusal, match="geen bestand van DUO met Eindscores per school"):
            read(Kind.FINAL_TEST, AGES, "08EM;00;308;Bo;0;10;20;30;60")

    def test_a_file_of_another_year_is_refused(self) -> None:
        file = text(table(AGES, "08EM;00;308;Bo;0;10;20;30;60"), "01.-leerlingen-po-soort-2021-2022.csv")
        with pytest.raises(Refusal, match="is volgens zijn naam van 2021/2022, maar u koos 2020/2021"):
            read_learning(file, Kind.PUPILS_PRIMARY, "2020")

    def test_a_second_download_has_the_year_in_its_name_too(self) -> None:
        file = text(table(AGES, "08EM;00;308;Bo;0;10;20;30;60"), "01.-leerlingen-po-soort-2021-2022 (1).csv")
        with pytest.raises(Refusal, match="van 2021/2022"):
            read_learning(file, Kind.PUPILS_PRIMARY, "2020")

    def test_a_file_without_a_school_of_the_gemeente_is_refused(self) -> None:
        with pytest.raises(Refusal, match="staat geen enkele school van GM0344"):
            read(Kind.PUPILS_PRIMARY, AGES, "08EM;00;308;Bo;0;10;20;30;60", regions={"GM0344"})

    @given(st.lists(st.lists(st.text(max_size=8), max_size=9).map(tuple), max_size=6), st.sampled_from(list(Kind)))
    def test_any_cells_give_figures_or_a_refusal(self, cells: list[tuple[str, ...]], kind: Kind) -> None:
        header = {
            Kind.PUPILS_PRIMARY: AGES, Kind.LEVELS: LEVELS, Kind.FINAL_TEST: TESTS, Kind.ADVICE: ADVICES,
            Kind.PUPILS_SECONDARY: f"{HEAD};LEER- OF VERBLIJFSJAAR 1 - MAN",
        }[kind]  # fmt: skip
        lines = [Line(number, row) for number, row in enumerate(cells, start=3)]
        first = [Line(1, tuple(header.split(";"))), Line(2, ("08EM", "00", "308", "Bo", "5", "6", "7", "8", "9"))]
        found = read_learning(TextFile("x.csv", "csv", (Sheet("", (*first, *lines)),)), kind, "2020")
        assert found.rows_in == found.rows_accepted + found.rows_refused


class TestFetching:
    def fetch(self, server: DuoStandIn, kind: Kind, period: str) -> Delivery:
        source = current().sources[kind.source]
        at = Settings(
            addresses={source.address: server.address}, request_timeout_s=5, request_attempts=2, retry_wait_s=0
        )
        return fetch_learning(kind, period, source, at, regions={"GM0308"}, region_of={"17WX00": "GM0308"})

    @pytest.mark.parametrize(
        ("kind", "period", "name"),
        [
            (Kind.ADVICE, "2020", "04.-leerlingen-bo-sbo-schooladviezen-2020-2021.csv"),
            (Kind.ADVICE, "2021", "04-leerlingen-bo-sbo-schooladviezen-2021-2022.csv"),
            (Kind.LEVELS, "2022", "10.-leerlingen-bo-referentieniveaus-2022-2023.csv"),
            (Kind.FINAL_TEST, "2018", "05.-gemiddelde-eindscores-bo-sbo-2018-2019.csv"),
            (Kind.PUPILS_PRIMARY, "2021", "01.-leerlingen-po-soort-po-cluster-leeftijd-2021-2022.csv"),
            (Kind.PUPILS_SECONDARY, "2023", "01.-leerlingen-vo-per-vestiging-naar-onderwijstype-2023.csv"),
        ],
    )
    def test_a_file_is_asked_for_by_the_name_of_its_year(self, kind: Kind, period: str, name: str) -> None:
        content = {
            Kind.ADVICE: table(ADVICES, "08EM;00;308;Bo;0;1;2;3;0;0;10;4;6;5;9;1"),
            Kind.LEVELS: table(LEVELS, "08EM;00;308;Bo;5;10;25;0;0;8;32;6;14;20"),
            Kind.FINAL_TEST: table(TESTS, "08EM;00;308;Bo;24;535,2;0;"),
            Kind.PUPILS_PRIMARY: table(AGES, "08EM;00;308;Bo;0;10;20;30;60", encoding="cp1252"),
            Kind.PUPILS_SECONDARY: table("VESTIGINGSCODE;LEER- OF VERBLIJFSJAAR 1 - MAN", "17WX00;50"),
        }[kind]
        with DuoStandIn({name: content}) as server:
            found = self.fetch(server, kind, period)
            assert server.asked == [name]
        assert found.school_figures.num_rows >= 1 and [one.name for one in found.received] == [name]

    def test_the_other_spelling_is_tried_when_duo_does_not_have_the_first(self) -> None:
        name = "04.-leerlingen-bo-sbo-schooladviezen-2022-2023.csv"
        with DuoStandIn({name: table(ADVICES, "08EM;00;308;Bo;0;1;2;3;0;0;10;4;6;5;9;1")}) as server:
            assert self.fetch(server, Kind.ADVICE, "2022").rows_accepted == 1
            assert server.asked == [name.replace("04.", "04"), name]

    def test_a_web_page_in_place_of_the_first_spelling_leaves_the_other(self) -> None:
        name = "04-leerlingen-bo-sbo-schooladviezen-2020-2021.csv"
        with DuoStandIn({name: table(ADVICES, "08EM;00;308;Bo;0;1;2;3;0;0;10;4;6;5;9;1")}) as server:
            server.faults.add(FaultKind.HTML_200, path="/04.-")
            assert self.fetch(server, Kind.ADVICE, "2020").rows_accepted == 1

    def test_a_year_without_a_test_is_not_asked(self) -> None:
        with DuoStandIn({}) as server:
            with pytest.raises(Refusal, match="door corona geen eindtoets"):
                self.fetch(server, Kind.FINAL_TEST, "2019")
            assert server.requests == []

    def test_a_year_that_duo_does_not_have_is_refused(self) -> None:
        with DuoStandIn({}) as server, pytest.raises(Refusal, match="weigerde de vraag \\(foutcode 404"):
            self.fetch(server, Kind.ADVICE, "2010")

    def test_a_fault_is_told_in_dutch(self) -> None:
        with DuoStandIn({}) as server:
            server.faults.add(FaultKind.HTML_200)
            with pytest.raises(Refusal, match="een webpagina in plaats van gegevens"):
                self.fetch(server, Kind.ADVICE, "2020")


def school_leavers(*periods: str) -> StandInTable:
    """84780NED as its users write it down: by Geslacht, Regiokenmerken (all kinds of regions) and Perioden."""
    made = Properties()
    made.dimension("Dimension", "Geslacht", "Geslacht")
    made.dimension("GeoDetail", "Regiokenmerken", "Regio's")
    made.dimension("TimeDimension", "Perioden", "Perioden")
    columns = [
        Column("Leerlingen", "Leerlingen"),
        Column("VoortijdigSchoolverlaters", "Voortijdig schoolverlaters"),
        Column("NietVoortijdigSchoolverlaters", "Niet-voortijdig schoolverlaters"),
        Column("VoortijdigSchoolverlatersPercentage", "Voortijdig schoolverlaters (percentage)", "%"),
    ]
    keys = [made.topic(column, number) for number, column in enumerate(columns, start=1)]
    regions = [("NL01", "Nederland"), ("LD01  ", "Noord-Nederland (LD)"), ("PV26  ", "Utrecht (PV)")]
    regions += [("GM0308", "Baarn"), ("GM0344", "Utrecht"), ("RM3017", "RMC Eem en Vallei")]
    rows: list[dict[str, Any]] = []
    for sex in ("T001038", "3000   "):
        for place, (region, _) in enumerate(regions):
            for period in periods:
                share = place + int(period[3]) if sex == "T001038" else 99
                cells = [format_cell(value, column) for value, column in zip((100, 2, 98, share), columns, strict=True)]
                line = (len(rows), sex, region.ljust(6), period, *cells)
                rows.append(dict(zip(["ID", "Geslacht", "Regiokenmerken", "Perioden", *keys], line, strict=True)))
    dimensions = {
        "Geslacht": [{"Key": key, "Title": key, "Description": None} for key in ("T001038", "3000   ")],
        "Regiokenmerken": [{"Key": key.ljust(6), "Title": name, "Description": None} for key, name in regions],
        "Perioden": [{"Key": key, "Title": f"{key[:4]}/'{int(key[2:4]) + 1}", "Description": None} for key in periods],
    }
    info = table_info("84780NED", "Voortijdig schoolverlaters; geslacht, woonregio", "CBS", "2016-2022", "2024-03-01")
    return StandInTable("84780NED", info, made.rows, dimensions, rows)


class TestSchoolLeavers:
    @pytest.fixture
    def server(self) -> Iterator[CbsStandIn]:
        with CbsStandIn([school_leavers("2018SJ00", "2020SJ00")]) as stand_in:
            yield stand_in

    def load(self, server: CbsStandIn, period: str, region: str | None) -> Delivery:
        source = current().sources["vsv"]
        at = Settings(addresses={source.address: server.address}, request_timeout_s=5, request_attempts=1)
        indicators = current().of_source("vsv", period)
        return cbs.download_table(current().table("vsv"), period, region, source, indicators, at)

    @pytest.mark.parametrize("region", ["GM0308", None])
    def test_a_school_year_gives_the_country_and_every_gemeente_of_both_sexes(
        self, server: CbsStandIn, region: str | None
    ) -> None:
        found = self.load(server, "2018", region)
        shares = {row["region"]: row["value"] for row in found.observations.to_pylist()}
        assert shares == {"NL00": 8.0, "GM0308": 11.0, "GM0344": 12.0}
        assert (found.period, found.rows_in, found.rows_refused, found.findings) == ("2018", 3, 0, [])

    def test_another_school_year_is_another_period(self, server: CbsStandIn) -> None:
        found = self.load(server, "2020", "GM0308")
        assert {row["region"]: row["value"] for row in found.observations.to_pylist()}["GM0308"] == 3.0

    def test_a_gemeente_that_is_not_in_the_table_is_refused(self, server: CbsStandIn) -> None:
        with pytest.raises(Refusal, match="Tabel 84780NED bestaat, maar geeft geen rijen"):
            self.load(server, "2018", "GM0518")


class TestExample:
    def test_its_pupils_are_read_and_hide_small_counts(self) -> None:
        register = schools.read_folder(FOLDER).schools
        region_of = dict(zip(register["vestiging"].to_pylist(), register["region"].to_pylist(), strict=True))
        found = learning.read_folder(FOLDER / "duo", region_of)
        assert {(one.table_id, one.period) for one in found} == {
            ("leerlingen-po", "2021"), ("leerlingen-vo", "2021"), ("schooladviezen", "2018"),
            ("schooladviezen", "2021"), ("eindtoets", "2018"), ("eindtoets", "2020"), ("referentieniveaus", "2018"),
            ("referentieniveaus", "2020"),
        }  # fmt: skip
        known = current().indicators
        for one in found:
            assert (one.rows_refused, one.findings) == (0, [])
            assert {row["status"] for row in one.school_figures.to_pylist()} & {"interval", "too_few"}
            assert {known[row["indicator"]].source for row in one.school_figures.to_pylist()} == {one.source}
        counted = {key[0] for one in found[:2] for key in figures(one)}
        assert counted == set(region_of) and len(counted) == 45


def test_every_indicator_of_duo_can_come_from_a_file() -> None:
    made = set()
    for kind, header in {
        Kind.PUPILS_PRIMARY: AGES, Kind.LEVELS: LEVELS, Kind.ADVICE: ADVICES,
        Kind.FINAL_TEST: HEAD + "".join(f";{test}_AANTAL;{test}_GEM" for test in learning._TESTS),
    }.items():  # fmt: skip
        cells = ";".join("6" for _ in range(header.count(";") - 3))
        made |= {key[1] for key in figures(read(kind, header, f"08EM;00;308;Bo;{cells}"))}
    assert made == {row.id for row in current().indicators.values() if row.source.startswith("duo_")}


def test_a_table_with_titles_above_it_and_longer_rows_is_read_too() -> None:
    file = text(table("Leerlingen per 1 oktober", AGES, "08EM;00;308;Bo;0;10;20;30;60;;;"))
    assert (
        figures(read_learning(replace(file, name="eigen.xlsx"), Kind.PUPILS_PRIMARY, "2020"))["08EM00", "leerlingen"][1]
        == 60
    )
