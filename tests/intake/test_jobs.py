"""Loads in the background, with the real loaders over HTTP: their progress, what fails, and what a stop leaves."""

import json
import sys
from itertools import pairwise

import pytest

from intake import plan
from intake.jobs import Jobs
from intake.plan import Part
from model.findings import Refusal
from store import Store, jobs
from store.jobs import Job
from tests.intake import child
from tests.intake.sources import BAARN, CATALOGUE, KWB, OF_BAARN, SOEST, Sources, kwb
from tests.standins.cbs import FaultKind
from tests.store.worlds import rows, states

SECONDS = 30
KWB_2020 = Part("kwb", "2020", BAARN)
INHABITANTS = "select region, value from mart.observation where indicator = 'inwoners' and period = ?"


def run(work: Jobs, parts: list[Part], title: str = "Baarn") -> None:
    assert work.wait(work.start(title, parts), SECONDS), "the load did not end"


def latest(store: Store) -> Job:
    with store.read() as cursor:
        return jobs.jobs(cursor)[0]


def inhabitants(store: Store, period: str = "2020") -> dict[str, float]:
    return dict(rows(store, INHABITANTS, period))


class TestALoad:
    def test_brings_a_municipality_with_figures_borders_and_health(self, store: Store, work: Jobs) -> None:
        run(work, plan.parts_of(CATALOGUE, BAARN, ["2019", "2020"]))
        assert latest(store) == Job(latest(store).id, "Baarn", "klaar", "6 van de 6 onderdelen geladen", 1.0, "")
        assert inhabitants(store, "2019").keys() == inhabitants(store, "2020").keys()
        assert inhabitants(store) == dict.fromkeys([*OF_BAARN, SOEST, "NL00"], 1000.0)
        health = rows(store, "select distinct period, value, lower, upper from mart.observation where source <> 'kwb'")
        assert sorted(health) == [("2016", 75.0, 74.0, 76.0), ("2020", 75.0, 74.0, 76.0)]
        borders = rows(store, "select period, count(*), count(distinct region) from mart.boundary group by period")
        areas = len(OF_BAARN) - ("NL00" in OF_BAARN)
        assert sorted(borders) == [("2019", areas, areas), ("2020", areas, areas)]
        assert list(states(store).values()) == ["in gebruik"] * 6

    def test_tells_step_by_step_how_far_it_is(self, store: Store, work: Jobs) -> None:
        run(work, [KWB_2020, Part("grenzen", "2020", BAARN)])
        told = rows(store, "select state, step, fraction from work.job_event order by audit_number")
        assert told[0] == ("bezig", "begonnen", 0.0)
        assert told[-1] == ("klaar", "2 van de 2 onderdelen geladen", 1.0)
        assert {state for state, _, _ in told[:-1]} == {"bezig"}
        assert all(earlier[2] <= later[2] for earlier, later in pairwise(told))
        names = [step.partition(":")[0] for _, step, _ in told[1:-1]]
        assert list(dict.fromkeys(names)) == ["Kerncijfers wijken en buurten 2020", "Grenzen 2020"]
        [first, second] = [fraction for _, step, fraction in told if step.endswith("opslaan")]
        assert 0.25 < first < 0.5 < 0.75 < second < 1, "what is fetched must still be stored"

    def test_of_a_second_revision_replaces_the_first(self, store: Store, work: Jobs, sources: Sources) -> None:
        run(work, [KWB_2020])
        sources.cbs.tables[KWB["2020"]] = kwb("2020", people=2000)
        run(work, [KWB_2020])
        assert set(inhabitants(store).values()) == {2000.0}
        assert states(store) == {1: "vervangen", 2: "in gebruik"}


class TestAPartThatFails:
    def test_leaves_the_others_in_and_says_so_in_dutch(self, store: Store, work: Jobs, sources: Sources) -> None:
        sources.cbs.faults.add(FaultKind.ERROR_500, KWB["2019"])
        run(work, plan.parts_of(CATALOGUE, BAARN, ["2019", "2020"], with_health=False))
        job = latest(store)
        assert (job.state, job.step) == ("klaar", "3 van de 4 onderdelen geladen")
        assert job.message.startswith("Kerncijfers wijken en buurten 2019: 127.0.0.1")
        assert "heeft een storing (foutcode 500). Er is niets geladen en niets veranderd." in job.message
        assert inhabitants(store, "2019") == {}
        assert inhabitants(store, "2020").keys() == {*OF_BAARN, SOEST, "NL00"}

    def test_leaves_the_figures_of_the_load_before_it(self, store: Store, work: Jobs, sources: Sources) -> None:
        run(work, [KWB_2020])
        before = inhabitants(store)
        sources.cbs.tables[KWB["2020"]] = kwb("2020", people=2000)
        sources.cbs.faults.add(FaultKind.CUT_MID_BODY, "UntypedDataSet")
        run(work, [KWB_2020])
        assert (latest(store).state, latest(store).step) == ("mislukt", "0 van de 1 onderdelen geladen")
        assert inhabitants(store) == before
        sources.cbs.faults.clear()
        run(work, [KWB_2020])
        assert set(inhabitants(store).values()) == {2000.0}

    def test_by_a_fault_of_our_own_gives_a_number_to_report(self, store: Store, work: Jobs, sources: Sources) -> None:
        broken = kwb("2020")
        broken.properties[:] = [{"odd": "row"}]
        sources.cbs.tables[KWB["2020"]] = broken
        run(work, [KWB_2020])
        assert latest(store).state == "mislukt"
        assert "Noem incident" in latest(store).message

    @pytest.mark.skipif(sys.platform == "win32", reason="Windows sets no limit to the size of a file")
    def test_because_the_disk_is_full_is_told_as_soon_as_there_is_room(self, sources: Sources) -> None:
        sources.cbs.may_answer.clear()
        with child.start(sources.settings, child.load_on_a_full_disk, BAARN) as process:
            assert sources.cbs.is_asked.wait(SECONDS)
            assert process.stdin and process.stdout
            process.stdin.write("the disk is full\n")
            process.stdin.flush()
            assert process.stdout.readline() == "it is\n"
            sources.cbs.may_answer.set()
            again, job = json.loads(process.communicate(timeout=SECONDS)[0])
        assert again.startswith("Opslaan is niet gelukt: de schijf is vol"), "the table is free to be loaded again"
        assert (job["state"], job["step"]) == ("mislukt", "0 van de 1 onderdelen geladen")
        assert job["message"].startswith("Kerncijfers wijken en buurten 2020: Opslaan is niet gelukt: de schijf is vol")


class TestTwoLoadsOfOneTable:
    def test_the_second_is_refused_in_dutch_and_the_first_ends_well(
        self, store: Store, work: Jobs, sources: Sources
    ) -> None:
        sources.cbs.may_answer.clear()
        first = work.start("Baarn", [KWB_2020])
        assert sources.cbs.is_asked.wait(SECONDS)
        with pytest.raises(Refusal, match=r"^'Kerncijfers wijken en buurten 2020' wordt al geladen\. Wacht tot"):
            work.start("Baarn nog eens", [Part("grenzen", "2020", BAARN), KWB_2020])
        assert latest(store).title == "Baarn", "what is refused leaves no job"
        sources.cbs.may_answer.set()
        assert work.wait(first, SECONDS)
        assert (latest(store).state, latest(store).message) == ("klaar", "")
        assert states(store) == {1: "in gebruik"}
        run(work, [Part("grenzen", "2020", BAARN), KWB_2020])
        assert latest(store).state == "klaar", "and after the first it may begin"

    def test_loads_of_two_municipalities_go_on_together(self, store: Store, work: Jobs, sources: Sources) -> None:
        sources.cbs.may_answer.clear()
        both = [work.start(name, [Part("kwb", "2020", code)]) for name, code in (("Baarn", BAARN), ("Soest", SOEST))]
        sources.cbs.may_answer.set()
        assert all(work.wait(job, SECONDS) for job in both)
        with store.read() as cursor:
            assert {job.state for job in jobs.jobs(cursor)} == {"klaar"}
        assert {code[2:6] for code in inhabitants(store)} == {"00", BAARN[2:], SOEST[2:]}


class TestAJobThatWasCutOff:
    def test_by_the_death_of_its_process_is_told_at_the_next_start(self, sources: Sources) -> None:
        sources.cbs.may_answer.clear()
        with child.start(sources.settings, child.load_in_background, BAARN) as process:
            assert sources.cbs.is_asked.wait(SECONDS)
            process.kill()
        store = Store(sources.settings)
        assert latest(store).state == "bezig"
        Jobs(store, CATALOGUE, sources.settings)
        job = latest(store)
        assert (job.title, job.state) == ("Baarn", "mislukt")
        assert job.message.startswith("Startfoto is gestopt tijdens het laden. Er is niets half opgeslagen")
        version = store.data_version()
        Jobs(store, CATALOGUE, sources.settings)
        assert store.data_version() == version, "it is told once"
        store.close()

    def test_is_told_from_one_of_another_server_by_its_silence(self, store: Store) -> None:
        store.write(lambda cursor: jobs.record(cursor, Job("a", "Baarn", jobs.RUNNING, "begonnen", 0.0, "")))
        store.write(lambda cursor: jobs.record(cursor, Job("b", "Soest", jobs.DONE, "klaar", 1.0, "")))
        with store.read() as cursor:
            assert [job.title for job in jobs.silent(cursor, 0)] == ["Baarn"]
            assert jobs.silent(cursor, 1800) == []


def test_a_load_that_cannot_be_recorded_is_refused_in_dutch_and_holds_nothing_up(store: Store, work: Jobs) -> None:
    store.close()
    for _ in range(2):
        with pytest.raises(Refusal, match="De gegevens zijn afgesloten"):
            work.start("Baarn", [KWB_2020])
