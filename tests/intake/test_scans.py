"""School scans from a pile of files to the store: recognised, asked, kept whole, replaced, brought back."""

import json
import multiprocessing
import random
import shutil
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from analysis import response
from intake import example, scans, templates
from intake.scans import NOT_ONE, Known, ScanFile
from loaders import schools as school_loader
from model.findings import FindingLevel, Refusal
from model.scan import Sharing
from settings import Settings
from store import Store, batches, entries
from store import scans as kept_scans
from tests.dialects import as_ods
from tests.forms import csv_file, filled, form, word
from tests.intake import child
from tests.intake.test_bad_days import content_of
from tests.store.worlds import load, rows, states
from tests.worlds import schools

REGION = example.MUNICIPALITY
HEADER = ["School", "Plaats", "BRIN", "Vestiging", "Sector", "Delen met", "Conclusies", "Keuze 1"]
REGISTER = school_loader.read_folder(example.FOLDER)
NAMES = dict(REGISTER.schools.select(["vestiging", "name"]).to_pandas().itertuples(index=False))
KILLS = 6


@pytest.fixture(scope="module")
def lindewaard(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """An installation with the register of the example and no scans, to be copied."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("lindewaard") / "data")
    store = Store(settings)
    load(store, REGISTER)
    store.close()
    yield settings


@pytest.fixture(scope="module")
def sent() -> list[ScanFile]:
    """The thirty files of the example, read."""
    return example.scan_files()


@pytest.fixture
def store(lindewaard: Settings, tmp_path: Path) -> Iterator[Store]:
    opened = Store(copied(lindewaard, tmp_path / "data"))
    yield opened
    opened.close()


def copied(settings: Settings, folder: Path) -> Settings:
    shutil.copytree(settings.data_dir, folder)
    return Settings(data_dir=folder)


def known(store: Store, region: str = REGION) -> Known:
    with store.read() as cursor:
        return scans.known(cursor, region)


def in_use(store: Store) -> dict[str, str]:
    """Site to what its scan that counts concludes."""
    return dict(rows(store, "select site, conclusions from mart.scan"))


def scan(
    site: str = "99AA00", conclusions: str = "Goed.", name: str = "scan.csv", sharing: str = "", choice: str = ""
) -> ScanFile:
    """A file with the scan of one school of the register."""
    school = [NAMES.get(site, "Onze school"), "", site[:4], site[4:], "", sharing, conclusions, choice]
    return scans.read_file(csv_file([HEADER, school]), name)


def add(store: Store, *files: ScanFile, sharing: Sharing = Sharing.MUNICIPALITY) -> int:
    return scans.commit(store, files, known(store), sharing)


class TestTheExample:
    def test_is_read_from_thirty_files_without_anything_blocking(self, sent: list[ScanFile]) -> None:
        assert len(sent) == 30 and not any(file.is_held_back for file in sent)
        assert sum(len(file.read.scans) for file in sent) == 33
        assert {file.read.rows_refused for file in sent} == {0}

    def test_is_recognised_but_for_two_schools_that_have_two_sites(self, store: Store, sent: list[ScanFile]) -> None:
        found = scans.recognise(sent, known(store))
        assert sum(bool(row.site) for row in found) == 31
        assert len({row.site for row in found if row.site}) == 31
        asked = {row.scan.school: [code for code, _ in row.school.candidates] for row in scans.doubtful_schools(found)}
        assert asked == {"Het Elzenblad": ["99AC00", "99AC01", "99VC00"], "Lindewaard College": ["99VB00", "99VB01"]}

    def test_reading_and_recognising_writes_nothing(self, store: Store) -> None:
        before = store.data_version()
        found = scans.recognise(example.scan_files(), known(store))
        scans.doubtful_choices(found, known(store))
        scans.replaced(found, known(store))
        assert store.data_version() == before and in_use(store) == {}

    def test_adds_up_in_its_load_also_where_schools_are_not_certain(self, store: Store, sent: list[ScanFile]) -> None:
        number = add(store, *sent)
        of_load = "select rows_in, rows_accepted, rows_refused from work.load where load_id = ?"
        assert rows(store, of_load, number) == [(36, 34, 2)], "a form is a row, two schools have a row for each choice"
        assert len(in_use(store)) == 31
        with store.read() as cursor:
            told = {one.file: one.found for one in batches.findings(cursor, number)}
        assert sorted(told.values()) == ["Het Elzenblad", "Lindewaard College"], "which ones were not kept is told"


class TestAnAnswer:
    def test_makes_a_school_certain_and_is_known_at_the_next_upload(
        self, lindewaard: Settings, tmp_path: Path, sent: list[ScanFile]
    ) -> None:
        settings = copied(lindewaard, tmp_path / "data")
        store = Store(settings)
        before = known(store)
        asked = scans.doubtful_schools(scans.recognise(sent, before))
        answers = {row.school_key: row.school.candidates[0][0] for row in asked}
        now = before.with_answers(answers, {})
        assert scans.doubtful_schools(scans.recognise(sent, now)) == []
        scans.commit(store, sent, now, answers={entries.SCHOOL: answers})
        store.close()
        later = Store(settings)
        found = scans.recognise(sent, known(later))
        assert {row.site for row in found} >= {"99AC00", "99VB00"} and len(in_use(later)) == 33
        assert scans.doubtful_schools(found) == []
        later.close()

    def test_that_a_choice_is_not_on_the_menukaart_ends_the_question(self, store: Store) -> None:
        file = scan(choice="Rekencoach")
        asked = scans.doubtful_choices(scans.recognise([file], known(store)), known(store))
        assert [written for written, _ in asked.values()] == ["Rekencoach"]
        answers = dict.fromkeys(asked, NOT_ONE)
        now = known(store).with_answers({}, answers)
        assert scans.doubtful_choices(scans.recognise([file], now), now) == {}
        scans.commit(store, [file], now, answers={entries.CHOICE: answers})
        again = scan("99AB00", choice="REKENCOACH!")
        assert scans.doubtful_choices(scans.recognise([again], known(store)), known(store)) == {}
        assert rows(store, "select written, code from mart.scan_choice") == [("Rekencoach", "")]

    def test_that_a_choice_is_an_intervention_gives_it_its_code(self, store: Store) -> None:
        answers = {"rekencoach": "B1"}
        scans.commit(
            store,
            [scan(choice="Rekencoach")],
            known(store).with_answers({}, answers),
            answers={entries.CHOICE: answers},
        )
        assert rows(store, "select code from mart.scan_choice") == [("B1",)]
        [row] = scans.recognise([scan("99AB00", choice="rekencoach")], known(store))
        assert row.choices[0].certain == "B1"

    def test_that_a_school_is_left_out_keeps_neither_its_scan_nor_its_file(self, store: Store) -> None:
        stranger = scans.read_file(
            csv_file([HEADER, ["Elders", "Elders", "", "", "", "", "Geheim.", ""]]), "elders.csv"
        )
        [asked] = scans.doubtful_schools(scans.recognise([stranger], known(store)))
        answers = {asked.school_key: NOT_ONE}
        now = known(store).with_answers(answers, {})
        assert scans.doubtful_schools(scans.recognise([stranger], now)) == []
        number = scans.commit(store, [scan(), stranger], now, answers={entries.SCHOOL: answers})
        of_load = "select rows_in, rows_accepted, rows_refused from work.load where load_id = ?"
        assert rows(store, of_load, number) == [(2, 1, 1)]
        assert rows(store, "select file, row_number from work.finding where load_id = ?", number) == [("elders.csv", 2)]
        assert rows(store, "select name from raw.received where name like '%.csv' and load_id = ?", number) == [
            ("scan.csv",)
        ]
        assert scans.doubtful_schools(scans.recognise([stranger], known(store))) == [], "it is not asked again"
        with store.read() as cursor:
            assert set(scans.seen_before(cursor, [scan(), stranger])) == {scan().opened.digest}

    def test_on_a_school_holds_for_its_own_gemeente_only(self, store: Store) -> None:
        load(store, schools("GM9902", ["98AA00", "98AB00"], "2021", name=["De Kas", "De Kas"]))
        file = scans.read_file(csv_file([HEADER, ["De Kas", "", "", "", "", "", "Goed.", ""], HEADER]), "kas.csv")
        [asked] = scans.doubtful_schools(scans.recognise([file], known(store)))
        answers = {entries.SCHOOL: {asked.school_key: NOT_ONE}}
        scans.commit(store, [scan(), file], known(store), answers=answers)
        assert scans.doubtful_schools(scans.recognise([file], known(store))) == []
        [there] = scans.doubtful_schools(scans.recognise([file], known(store, "GM9902")))
        assert [code for code, _ in there.school.candidates] == ["98AA00", "98AB00"]


class TestAFileThatIsHeldBack:
    def test_stops_itself_and_no_other(self, store: Store) -> None:
        broken = scans.read_file(b"%PDF-1.4", "scan.pdf")
        headless = scans.read_file(csv_file([["Naam", "Bedrag"], ["a", "1"]]), "begroting.csv")
        assert broken.is_held_back and headless.is_held_back
        assert {one.level for one in broken.findings} == {FindingLevel.BLOCKING}
        number = add(store, broken, scan(), headless)
        assert list(in_use(store)) == ["99AA00"]
        with store.read() as cursor:
            told = batches.findings(cursor, number)
        assert {one.file for one in told} == {"scan.pdf", "begroting.csv"}, "why they are not in it is kept"
        assert rows(store, "select name from raw.received where load_id = ?", number) == [("scan.csv",)]

    @pytest.mark.parametrize("files", [[], [scans.read_file(b"", "leeg.csv")], [scan("97ZZ00")]])
    def test_alone_is_nothing_to_keep(self, store: Store, files: list[ScanFile]) -> None:
        before = store.data_version()
        with pytest.raises(Refusal, match="nog geen schoolscan die opgenomen kan worden"):
            add(store, *files)
        assert store.data_version() == before


class TestANewScan:
    def test_replaces_the_former_one_that_can_be_brought_back(self, store: Store) -> None:
        add(store, scan(conclusions="Eerst.", name="mei.csv"), scan("99AB00"))
        new = scan(conclusions="Later.", name="juni.csv")
        [(row, former)] = scans.replaced(scans.recognise([new], known(store)), known(store))
        assert (row.site, former) == ("99AA00", "mei.csv")
        add(store, new)
        assert in_use(store) == {"99AA00": "Later.", "99AB00": "Goed."}
        with store.read() as cursor:
            history = kept_scans.history(cursor, "99AA00")
        assert list(zip(history["file"], history["state"], strict=True)) == [
            ("juni.csv", "in gebruik"),
            ("mei.csv", "vervangen"),
        ]
        store.write(lambda cursor: batches.bring_back(cursor, int(history["batch_id"].iloc[1])))
        assert in_use(store)["99AA00"] == "Eerst."

    def test_of_an_upload_that_is_undone_gives_way_to_the_former(self, store: Store) -> None:
        add(store, scan(conclusions="Eerst."))
        number = add(store, scan(conclusions="Later."), scan("99AB00"))
        store.write(lambda cursor: batches.withdraw(cursor, number))
        assert in_use(store) == {"99AA00": "Eerst."}

    def test_later_in_the_same_upload_counts_and_says_so(self, store: Store) -> None:
        files = [scan(conclusions="Eerst.", name="mei.csv"), scan(conclusions="Later.", name="juni.csv")]
        found = scans.replaced(scans.recognise(files, known(store)), known(store))
        assert [(row.scan.file, former) for row, former in found] == [("juni.csv", "mei.csv")]
        add(store, *files)
        assert in_use(store) == {"99AA00": "Later."}


class TestTheSameFile:
    def test_twice_in_one_upload_is_taken_once(self) -> None:
        same, other = scan(name="a.csv"), scan("99AB00")
        twin = scan(name="kopie van a.csv")
        assert [file.opened.name for file in scans.without_twins([same, other, twin])] == ["a.csv", "scan.csv"]

    def test_in_a_later_upload_is_known_by_its_bytes_until_it_is_undone(self, store: Store) -> None:
        number = add(store, scan(name="a.csv"))
        twin = scan(name="onder een andere naam.csv")
        with store.read() as cursor:
            seen = scans.seen_before(cursor, [twin, scan("99AB00")])
        assert {digest: (one.name, one.load_id) for digest, one in seen.items()} == {
            twin.opened.digest: ("a.csv", number)
        }
        store.write(lambda cursor: batches.withdraw(cursor, number))
        with store.read() as cursor:
            assert scans.seen_before(cursor, [twin]) == {}


class TestKinderopvang:
    @pytest.mark.parametrize(("lrk", "site"), [("123456789", "123456789"), ("", "ko-de bijenkorf|lindewaard|")])
    def test_counts_in_the_response_by_its_number_or_its_name(self, store: Store, lrk: str, site: str) -> None:
        answers = {"Houder": "Kinderopvang Noord", "Locatie": "De Bijenkorf", "Plaats": "Lindewaard"}
        answers |= {"LRK-nummer": lrk, "Conclusies": "Taal blijft achter."}
        file = scans.read_file(filled(templates.preschool_docx(), answers, [{}]), "bijenkorf.docx")
        [row] = scans.recognise([file], known(store))
        assert row.site == site and scans.doubtful_schools([row]) == []
        add(store, file)
        add(store, file)
        with store.read() as cursor:
            listed = response.schools(cursor, REGION).frame
        found = listed[listed["site"] == site]
        assert found[["name", "sector", "has_scan"]].to_numpy().tolist() == [["De Bijenkorf", "voorschools", True]]
        assert response.per_group(listed, "sector")["voorschools"].scans == 1
        assert len(listed) == 45 + 1

    def test_in_the_building_of_a_school_does_not_replace_the_scan_of_that_school(self, store: Store) -> None:
        add(store, scan())
        group = ["Peutergroep De Klimop", "", "99AA", "00", "voorschools", "", "Taal blijft achter.", ""]
        add(store, scans.read_file(csv_file([HEADER, group]), "peuters.csv"))
        assert in_use(store) == {"99AA00": "Goed.", "ko-peutergroep de klimop||99aa00": "Taal blijft achter."}


class TestSharing:
    @pytest.mark.parametrize(
        ("written", "said", "kept"),
        [
            ("LEA met schoolnaam", Sharing.MUNICIPALITY, "LEA met schoolnaam"),
            ("alleen gemeente", Sharing.LEA_NAMED, "alleen gemeente"),
            ("", Sharing.LEA_ANONYMOUS, "LEA zonder schoolnaam"),
            ("", None, "alleen gemeente"),
        ],
    )
    def test_is_what_the_form_says_else_the_officer_else_the_least(
        self, store: Store, written: str, said: Sharing | None, kept: str
    ) -> None:
        file = scan(sharing=written)
        _ = scans.commit(store, [file], known(store), said) if said else scans.commit(store, [file], known(store))
        assert rows(store, "select sharing from mart.scan") == [(kept,)]


class TestFreeText:
    @pytest.mark.parametrize(
        "text",
        [
            "=cmd|' /C calc'!A0",
            "<script>alert(1)</script><b>vet</b>",
            "**vet** [klik](http://x.example) `code`",
            "1.234",
        ],
    )
    def test_is_kept_as_it_was_written(self, store: Store, text: str) -> None:
        cells = [NAMES["99AA00"], "", "99AA", "00", "", "", text, text]
        made = [csv_file([HEADER, cells]), as_ods([HEADER, cells])]
        made.append(
            word(form(("BRIN", "99AA00"), ("Conclusies", text), ("Keuze 1 menukaart", text), school=NAMES["99AA00"]))
        )
        for number, content in enumerate(made):
            add(store, scans.read_file(content, f"scan {number}"))
            assert in_use(store) == {"99AA00": text}
            assert rows(store, "select written from mart.scan_choice") == [(text,)]

    @given(st.binary(max_size=500), st.text(max_size=50))
    def test_any_bytes_give_a_file_with_scans_or_findings(self, content: bytes, name: str) -> None:
        file = scans.read_file(content, name)
        assert file.read.scans or file.findings
        assert file.read.rows_in == file.read.rows_accepted + file.read.rows_refused
        assert "incident" not in repr(file.findings)


def test_twenty_people_who_upload_at_once_lose_nothing(store: Store) -> None:
    sites = [one.vestiging for one in known(store).register][:40]

    def upload(number: int) -> int:
        files = [scan(site, f"Van {number}.") for site in sites[number * 2 : number * 2 + 2]]
        files.append(scan(sites[-1], f"Van {number}."))
        return add(store, *files)

    with ThreadPoolExecutor(20) as people:
        numbers = list(people.map(upload, range(20)))
    assert sorted(numbers) == list(range(2, 22))
    assert len(in_use(store)) == len(sites)
    of_load = "select load_id, count(*) from core.scan join work.batch using (batch_id) group by load_id"
    assert dict(rows(store, of_load)) == dict.fromkeys(numbers, 3), "each load is whole"
    loaded = "select load_id, rows_in, rows_accepted from work.load where source = 'schoolscans'"
    assert {(rows_in, accepted) for _, rows_in, accepted in rows(store, loaded)} == {(3, 3)}
    assert set(states(store)) == {1, *numbers}


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no kill -9")
class TestAStop:
    @pytest.fixture
    def started(self) -> multiprocessing.context.ForkServerContext:
        context = multiprocessing.get_context("forkserver")
        context.set_forkserver_preload(["tests.intake.child"])
        return context

    def test_at_any_moment_of_a_commit_leaves_the_old_or_the_new_and_never_half(
        self, lindewaard: Settings, tmp_path: Path, started: multiprocessing.context.ForkServerContext
    ) -> None:
        store = Store(copied(lindewaard, tmp_path / "old"))
        add(store, scan(conclusions="Eerst."))
        store.close()

        def commit_in(name: str, kill_after_s: float | None) -> tuple[float, object]:
            settings = copied(Settings(data_dir=tmp_path / "old"), tmp_path / name)
            ours, theirs = started.Pipe()
            process = started.Process(target=child.commit_scans, args=(settings, REGION, theirs))
            process.start()
            theirs.close()
            ours.recv()
            if kill_after_s != 0:
                ours.send("commit")
            if kill_after_s is None:
                seconds = ours.recv()
                process.join()
                return seconds, content_of(settings)
            process.join(kill_after_s)
            process.kill()
            process.join()
            return 0.0, content_of(settings)

        old = content_of(Settings(data_dir=tmp_path / "old"))
        seconds, new = commit_in("new", None)
        assert old != new
        assert commit_in("before", 0)[1] == old, "between preview and commit there is nothing"
        moments = random.Random(2021)
        for number in range(KILLS):
            moment = moments.uniform(0, 1.2 * seconds)
            _, found = commit_in(f"killed {number}", moment)
            assert found in (old, new), f"half an upload after a kill at {moment:.3f} of {seconds:.3f} s"

    def test_because_the_disk_is_full_is_told_in_dutch_and_with_room_it_goes_on(
        self, lindewaard: Settings, tmp_path: Path
    ) -> None:
        settings = copied(lindewaard, tmp_path / "data")
        with child.start(settings, child.commit_scans_on_a_full_disk, REGION) as process:
            refusal, sites_full, sites_room = json.loads(process.communicate(timeout=60)[0])
        assert refusal.startswith("Opslaan is niet gelukt: de schijf is vol of niet beschrijfbaar.")
        assert (sites_full, sites_room) == (0, 31)
