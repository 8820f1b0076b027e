"""The register of schools from DUO's address with its places from PDOK, or out of files that are told apart."""

import random
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake import example, plan, schools
from intake.jobs import Jobs
from intake.plan import Part
from intake.schools import Known, SchoolFiles
from loaders import learning
from loaders.learning import Kind
from loaders.schools import PRIMARY_FILE, SECONDARY_FILE
from model.delivery import SCHOOL
from model.findings import FindingLevel, Refusal
from settings import Settings
from store import Store, batches, jobs
from tests.dialects import as_csv, as_xlsx
from tests.intake.sources import BAARN, CATALOGUE, everything_in
from tests.loaders.test_learning import ADVICES, AGES, LEVELS, school_leavers
from tests.standins.cbs import CbsStandIn
from tests.standins.duo import DuoStandIn, table
from tests.standins.locatieserver import Address, FaultKind, LocatieserverStandIn
from tests.store.worlds import load, rows
from tests.stores import new_store

SITES = (
    "BEVOEGD GEZAG NUMMER;INSTELLINGSCODE;VESTIGINGSCODE;VESTIGINGSNAAM;STRAATNAAM;HUISNUMMER-TOEVOEGING;POSTCODE;"
    "PLAATSNAAM;GEMEENTENUMMER;TELEFOONNUMMER"
)
PRIMARY = table(
    SITES,
    "10001;08EM;08EM00;Vosseveld;Dalweg;11;3741 AT;BAARN;0308;0355412345",
    "10001;08EM;08EM01;Vosseveld dependance;Dalweg;13;3741 AT;BAARN;0308;0355412346",
    "10002;14RC;14RC00;Ichthus;Kerkstraat;1;3761 AA;SOEST;0342;0355412347",
)
SECONDARY = table(
    f"{SITES};ONDERWIJSSTRUCTUUR",
    "10003;17WX;17WX00;Het Baarnsch;Torenlaan;77;3742 CR;BAARN;0308;0355412348;HAVO/VWO",
)
YEARS = "LEER- OF VERBLIJFSJAAR 1 - MAN;LEER- OF VERBLIJFSJAAR 1 - VROUW"
FILES = {
    PRIMARY_FILE: PRIMARY,
    SECONDARY_FILE: SECONDARY,
    learning.file_names(Kind.PUPILS_PRIMARY, "2021")[0]: table(AGES, "08EM;00;308;Bo;<5;10;20;30;60"),
    learning.file_names(Kind.PUPILS_SECONDARY, "2021")[0]: table(
        f"BRIN NUMMER;VESTIGINGSNUMMER;ONDERWIJSTYPE VO EN LEER- OF VERBLIJFSJAAR;{YEARS}", "17WX;0;HAVO;50;60"
    ),
    learning.file_names(Kind.LEVELS, "2020")[0]: table(LEVELS, "08EM;00;308;Bo;10;20;20;0;5;20;25;5;20;25"),
    learning.file_names(Kind.ADVICE, "2020")[0]: table(ADVICES, "08EM;00;308;Bo;0;0;5;5;0;0;10;0;10;10;10;0"),
}
PLACES = [
    Address("Dalweg", "11", "3741AT", "Baarn", "BU03080003", 5.29, 52.21),
    Address("Dalweg", "13", "3741AT", "Baarn", "BU03080004", 5.3, 52.22),
    Address("Torenlaan", "77", "3742CR", "Baarn", "BU03080005", 5.28, 52.2),
]
SEEN = "select vestiging, sector, buurt, lon from mart.school where region = ? order by vestiging"
LINDEWAARD = example.MUNICIPALITY


@dataclass
class Sources:
    """DUO, PDOK and CBS, and an installation that asks them."""

    duo: DuoStandIn
    pdok: LocatieserverStandIn
    settings: Settings


@pytest.fixture
def sources(tmp_path: Path) -> Iterator[Sources]:
    with (
        DuoStandIn(FILES) as duo,
        LocatieserverStandIn(PLACES) as pdok,
        CbsStandIn([school_leavers("2020SJ00")]) as cbs,
    ):
        servers = {"scholen": duo, "locatieserver": pdok, "vsv": cbs}
        addresses = {CATALOGUE.sources[source].address: server.address for source, server in servers.items()}
        yield Sources(
            duo,
            pdok,
            Settings(data_dir=tmp_path / "data", addresses=addresses, request_attempts=2, retry_wait_s=0),
        )


@pytest.fixture
def store(sources: Sources) -> Iterator[Store]:
    opened = new_store(sources.settings)
    yield opened
    opened.close()


def load_register(store: Store, sources: Sources, period: str = "2021") -> list[str]:
    """Load it from its address; returns what it says."""
    found = schools.fetch_register(period, BAARN, CATALOGUE, sources.settings, store)
    plan.commit(store, [found])
    return [finding.message for finding in found.findings]


class TestTheRegister:
    def test_comes_from_its_address_with_every_school_at_its_place(self, store: Store, sources: Sources) -> None:
        load_register(store, sources)
        assert rows(store, SEEN, BAARN) == [
            ("08EM00", "po", "BU03080003", 5.29),
            ("08EM01", "po", "BU03080004", 5.3),
            ("17WX00", "vo", "BU03080005", 5.28),
        ]
        assert rows(store, "select count(*) from mart.school") == [(3,)], "those of Soest are not loaded"
        assert "0355412345" in everything_in(store), "the telephone of a school is open data"

    def test_asks_every_address_once_also_in_a_later_session(self, sources: Sources) -> None:
        for period in ("2021", "2022"):
            store = Store(sources.settings)
            load_register(store, sources, period)
            store.close()
        assert len(sources.pdok.requests) == 3

    def test_does_not_ask_again_for_an_address_that_is_not_known(self, store: Store, sources: Sources) -> None:
        sources.pdok.addresses = PLACES[:1]
        first = load_register(store, sources)
        asked = len(sources.pdok.requests)
        assert load_register(store, sources) == first, "it is told again"
        assert len(sources.pdok.requests) == asked == 3
        assert sum("is niet gevonden" in message for message in first) == 2
        assert [row[2] for row in rows(store, SEEN, BAARN)] == ["BU03080003", "", ""]

    def test_loses_nothing_but_the_place_when_an_address_cannot_be_asked(self, store: Store, sources: Sources) -> None:
        sources.pdok.faults.add(FaultKind.ERROR_500, "13", times=2)
        told = load_register(store, sources)
        assert [row[2] for row in rows(store, SEEN, BAARN)] == ["BU03080003", "", "BU03080005"]
        assert [message for message in told if "kon niet worden opgezocht" in message]
        before = len(sources.pdok.requests)
        load_register(store, sources)
        assert [row[2] for row in rows(store, SEEN, BAARN)] == ["BU03080003", "BU03080004", "BU03080005"]
        assert len(sources.pdok.requests) == before + 1, "only what failed is asked again"

    def test_that_cannot_be_had_is_refused_and_nothing_changes(self, store: Store, sources: Sources) -> None:
        load_register(store, sources)
        before = rows(store, SEEN, BAARN)
        del sources.duo.files[SECONDARY_FILE]
        with pytest.raises(Refusal):
            load_register(store, sources)
        assert rows(store, SEEN, BAARN) == before


class TestALoadInTheBackground:
    def test_brings_all_and_tells_which_year_is_missing(self, store: Store, sources: Sources) -> None:
        work = Jobs(store, CATALOGUE, sources.settings)
        parts = plan.school_parts(BAARN, "2021", ["2020"])
        assert work.wait(work.start("Scholen", parts), 60)
        with store.read() as cursor:
            [job] = jobs.jobs(cursor)
        assert (job.state, job.step) == ("klaar", "6 van de 7 onderdelen geladen")
        assert job.message.startswith("Eindscores per school 2020/2021: ")
        figures = "select indicator, vestiging, status, value, lower, upper from mart.school_figure order by all"
        found = {(indicator, site): cells for indicator, site, *cells in rows(store, figures)}
        assert found["leerlingen", "08EM00"] == ["interval", None, 61.0, 64.0]
        assert found["leerlingen", "17WX00"] == ["known", 110.0, None, None]
        assert found["niveau_1f_rekenen", "08EM00"] == ["known", 80.0, None, None]
        assert found["advies_havo_vwo", "08EM00"] == ["known", 60.0, None, None]
        assert rows(store, "select value from mart.observation where region = 'GM0308'") == [(3.0,)]
        told = rows(store, "select step, fraction from work.job_event order by audit_number")
        assert all(earlier[1] <= later[1] for earlier, later in pairwise(told)), "the bar only moves on"
        assert sum("adressen opzoeken" in step for step, _ in told) == 3
        assert all(job.message.count(name) == 0 for name in ("Leerlingen", "Referentieniveaus", "Scholenregister"))


def the_example() -> dict[str, bytes]:
    """The files of the example that go together, and a list of scores for two of its schools."""
    names = [PRIMARY_FILE, SECONDARY_FILE, *(path.name for path in (example.FOLDER / "duo").glob("*2021*.csv"))]
    found = {name: (example.FOLDER / "duo" / name).read_bytes() for name in names if "2020-2021" not in name}
    found["plaatsen.csv"] = (example.FOLDER / "schools_location.csv").read_bytes()
    header = ["Brin", "Vestiging", "Achterstandsscore zonder drempel", "Achterstandsscore met drempel"]
    found["scores.xlsx"] = as_xlsx([["Achterstandsscores"], header, ["99AA", 0, 12.5, 0], ["99AB", 0, 250.25, 100]])
    return found


EXAMPLE = the_example()
NOTHING = Known(LINDEWAARD, {}, SCHOOL.empty_table())


def read(files: dict[str, bytes], known: Known = NOTHING, period: str = "2021") -> SchoolFiles:
    return schools.read_files([(content, name) for name, content in files.items()], period, known)


class TestFilesTogether:
    @pytest.mark.parametrize("seed", range(6))
    def test_are_told_apart_in_any_order(self, seed: int) -> None:
        names = list(EXAMPLE)
        random.Random(seed).shuffle(names)
        found = read({name: EXAMPLE[name] for name in names})
        assert found.refused == ()
        assert {delivery.title: delivery.rows_accepted for delivery in found.deliveries} == {
            "Alle schoolvestigingen": 45,
            "Leerlingen per school (po) 2021/2022": 36,
            "Leerlingen per school (vo) 2021/2022": 20,
            "Schooladviezen per school 2021/2022": 35,
            "Achterstandsscores per school 2021": 2,
        }
        assert all(one.rows_in == one.rows_accepted + one.rows_refused for one in found.deliveries)
        register = found.deliveries[0].schools.to_pylist()
        assert all(school["buurt"] and school["lon"] for school in register)
        assert Counter(school["sector"] for school in register) == {"po": 33, "sbo": 2, "(v)so": 1, "vo": 9}

    def test_are_kept_as_they_came_and_known_again(self, store: Store) -> None:
        found = read(EXAMPLE)
        load(store, *found.deliveries)
        kept = dict(rows(store, "select name, content from raw.received"))
        assert {name: kept[name] for name in EXAMPLE if name.endswith(".csv")} == {
            name: content for name, content in EXAMPLE.items() if name.endswith(".csv")
        }
        assert kept.keys() == EXAMPLE.keys()
        with store.read() as cursor:
            assert len(batches.seen(cursor, [file.digest for file in found.opened])) == len(EXAMPLE)
        assert rows(store, "select count(*), count(distinct buurt) > 20 from mart.school") == [(45, True)]

    def test_say_everything_once(self) -> None:
        renamed = {name.replace(".csv", ".xlsx"): content for name, content in EXAMPLE.items()}
        told = [finding for finding in read(renamed).findings if finding.file == "plaatsen.xlsx"]
        assert len(told) == 1, "the name says another kind of file"


WRONG = {
    "vakanties.csv": as_csv([["Vakantie", "Begin"], ["Zomer", "10-07-2021"]]),
    "scan.pdf": b"%PDF-1.7",
    "leeg.csv": b"",
    "leerlingen.csv": as_csv([["BSN", "Groep"], *(["691400507", "4"] for _ in range(6))]),
    "soest.csv": PRIMARY,
    "zonder kolom.csv": as_csv([["VESTIGINGSCODE", "PLAATSNAAM"], ["99AA00", "LINDEWAARD"]]),
}


class TestAWrongFile:
    @pytest.mark.parametrize("name", WRONG)
    def test_is_named_with_the_reason_and_the_others_go_in(self, name: str) -> None:
        found = read({name: WRONG[name], **EXAMPLE})
        assert len(found.deliveries) == 5
        [told] = [one for one in found.findings if one.level is FindingLevel.BLOCKING]
        assert told.file == name and len(told.message) > 20
        assert name not in {received.name for one in found.deliveries for received in one.received}

    def test_of_another_year_is_of_the_year_that_its_name_says(self) -> None:
        name = learning.file_names(Kind.LEVELS, "2020")[0]
        found = read({**EXAMPLE, name: (example.FOLDER / "duo" / name).read_bytes()})
        assert found.refused == ()
        assert [one.period for one in found.deliveries if one.table_id == Kind.LEVELS] == ["2020"]

    @given(st.binary(max_size=500), st.text(max_size=40))
    def test_of_any_bytes_gives_a_finding_and_never_an_exception(self, content: bytes, name: str) -> None:
        found = schools.read_files([(content, name)], "2021", NOTHING)
        assert found.deliveries == () and found.findings
        assert "incident" not in repr(found.findings)


class TestThePlacesOfTheLoadedRegister:
    def test_are_looked_up_for_a_register_that_came_as_a_file(self, store: Store, sources: Sources) -> None:
        with store.read() as cursor:
            known = schools.known(cursor, BAARN)
        load(store, *read({PRIMARY_FILE: PRIMARY, SECONDARY_FILE: SECONDARY}, known, "2021").deliveries)
        assert rows(store, "select count(lon) from mart.school") == [(0,)]
        plan.commit(store, [plan.fetch(Part("plaatsen", "2021", BAARN), CATALOGUE, sources.settings, store)])
        assert [row[2] for row in rows(store, SEEN, BAARN)] == ["BU03080003", "BU03080004", "BU03080005"]

    def test_cannot_be_looked_up_without_a_register(self, store: Store, sources: Sources) -> None:
        with pytest.raises(Refusal, match="Laad eerst het scholenregister"):
            schools.fetch_places(BAARN, CATALOGUE, sources.settings, store)


class TestAListOfPlaces:
    def test_alone_places_the_register_that_is_loaded_anew(self, store: Store, sources: Sources) -> None:
        load_register(store, sources)
        content = as_csv([["Vestigingscode", "Buurtcode", "Lon", "Lat"], ["08EM01", "BU03080009", "5,35", "52,25"]])
        with store.read() as cursor:
            known = schools.known(cursor, BAARN)
        found = read({"plaatsen.csv": content}, known, "2022")
        load(store, *found.deliveries)
        assert rows(store, SEEN, BAARN) == [
            ("08EM00", "po", "BU03080003", 5.29),
            ("08EM01", "po", "BU03080009", 5.35),
            ("17WX00", "vo", "BU03080005", 5.28),
        ]
        assert rows(store, "select distinct period, name from mart.school where vestiging = '08EM00'") == [
            ("2021", "Vosseveld")
        ], "of the period that was loaded"

    @pytest.mark.parametrize(
        "header", [("LONGITUDE", "LATITUDE"), ("gps_longitude", "gps_latitude"), ("Lengtegraad", "Breedtegraad")]
    )
    def test_is_known_by_any_name_for_its_columns(self, header: tuple[str, str]) -> None:
        content = as_csv([["VESTIGINGSCODE", "PLAATSNAAM", *header], ["99AA00", "LINDEWAARD", "5,59", "52,2"]])
        [register] = read({PRIMARY_FILE: EXAMPLE[PRIMARY_FILE], "plaatsen.csv": content}).deliveries
        assert {one["vestiging"] for one in register.schools.to_pylist() if one["lon"]} == {"99AA00"}

    def test_without_a_register_says_what_to_do_first(self) -> None:
        found = read({"plaatsen.csv": EXAMPLE["plaatsen.csv"]})
        [told] = found.findings
        assert told.file == "plaatsen.csv" and "Laad eerst het scholenregister" in told.message


class TestARegisterFromAFile:
    def test_leaves_the_schools_that_did_not_move_at_their_places(self, store: Store, sources: Sources) -> None:
        load_register(store, sources)
        with store.read() as cursor:
            known = schools.known(cursor, BAARN)
        moved = PRIMARY.replace(b"Dalweg;13;", b"Dalweg;15;")
        load(store, *read({PRIMARY_FILE: moved, SECONDARY_FILE: SECONDARY}, known, "2022").deliveries)
        newest = "select vestiging, buurt, lon from mart.school where period = '2022' order by vestiging"
        assert rows(store, newest) == [
            ("08EM00", "BU03080003", 5.29),
            ("08EM01", "", None),
            ("17WX00", "BU03080005", 5.28),
        ]


class TestFiguresAlone:
    def test_are_of_the_schools_in_the_register_that_is_loaded(self, store: Store) -> None:
        load(store, *read(EXAMPLE).deliveries)
        [name] = [name for name in EXAMPLE if "leerlingen-vo" in name]
        with store.read() as cursor:
            known = schools.known(cursor, LINDEWAARD)
        [found] = read({name: EXAMPLE[name]}, known).deliveries
        assert set(found.school_figures["region"].to_pylist()) == {LINDEWAARD}

    def test_without_a_register_say_what_to_do_first(self) -> None:
        [name] = [name for name in EXAMPLE if "leerlingen-vo" in name]
        [told] = read({name: EXAMPLE[name]}).findings
        assert told.file == name and "Laad eerst het scholenregister" in told.message


def test_a_school_belongs_to_the_gemeente_of_the_newest_register_that_has_it(store: Store) -> None:
    [register] = read({PRIMARY_FILE: EXAMPLE[PRIMARY_FILE]}).deliveries
    table = register.schools
    places = {name: table.column(name) for name in table.column_names}
    merged = places | {"period": ["2022"] * len(table), "region": ["GM9902"] * len(table)}
    load(store, register, replace(register, period="2022", schools=pa.table(merged, schema=table.schema)))
    with store.read() as cursor:
        assert set(schools.region_of(cursor).values()) == {"GM9902"}
