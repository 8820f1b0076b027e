"""The disk full, the process killed, a table that is not there: a clear sentence, and the old figures still there."""

import json
import multiprocessing
import random
import shutil
import sys
from pathlib import Path
from typing import Any

import pytest

from intake import plan
from intake.plan import Part
from model.delivery import Delivery
from model.findings import Refusal
from settings import Settings
from store import Store
from tests.intake import child
from tests.intake.sources import BAARN, CATALOGUE, KWB, REGIONS, Sources, kwb
from tests.standins.cbs import FaultKind
from tests.store.worlds import codes, figures, load, rows

KILLS = 10


def fetched(sources: Sources, store: Store, table: str = "kwb") -> Delivery:
    return plan.fetch(Part(table, "2020", BAARN), CATALOGUE, sources.settings, store)


class TestADiskThatIsFull:
    """RLIMIT_FSIZE stands for the full disk: no file may grow beyond it, for root neither."""

    @pytest.mark.skipif(sys.platform == "win32", reason="Windows sets no limit to the size of a file")
    @pytest.mark.parametrize(
        ("megabytes", "load_size", "readers"),
        [
            pytest.param(3, 8, 3, id="while a load is written"),
            pytest.param(36, 17, 0, id="while the file is tidied up after a load"),
            pytest.param(40, 10, 3, id="while others read"),
        ],
    )
    def test_is_told_in_dutch_and_the_store_stays_in_use(
        self, tmp_path: Path, megabytes: int, load_size: int, readers: int
    ) -> None:
        settings = Settings(data_dir=tmp_path)
        with child.start(settings, child.fill_disk, str(megabytes), str(load_size), str(readers)) as process:
            told = json.loads(process.communicate(timeout=60)[0])
        full, kept = told["full"], told["full"]["kept"]
        assert full["refusal"].startswith("Opslaan is niet gelukt: de schijf is vol of niet beschrijfbaar.")
        assert full["shown"] == {"GM0001": float(kept)}, "what was kept is there, and nothing of what was refused"
        assert full["loads"] == 1 + kept
        assert told["room"] == {"shown": {"GM0001": 1000.0}, "loads": 2 + kept}, "with room again it goes on"
        answers = {answer for answer in told["answers"] if "opnieuw geopend na een storing" not in answer}
        assert answers <= {"whole"}, "who reads meanwhile gets what is true, or a clear sentence"
        store = Store(settings)
        assert rows(store, "select value from mart.observation") == [(1000.0,)]
        store.close()


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no kill -9")
@pytest.mark.slow
def test_a_kill_at_any_moment_of_a_load_leaves_the_old_or_the_new_and_never_half(tmp_path: Path) -> None:
    start_method = multiprocessing.get_context("forkserver")
    start_method.set_forkserver_preload(["tests.intake.child"])

    def load_example_in(name: str, kill_after_s: float | None) -> tuple[float, dict[str, Any]]:
        """Load the example in a second process that may be killed; the seconds it took and what is there after it."""
        settings = Settings(data_dir=tmp_path / name)
        shutil.copytree(tmp_path / "old", settings.data_dir)
        ours, theirs = start_method.Pipe(duplex=False)
        process = start_method.Process(target=child.load_example, args=(settings, theirs))
        process.start()
        theirs.close()
        seconds = ours.recv()
        process.join(kill_after_s)
        process.kill()
        process.join()
        if kill_after_s is None:
            seconds = ours.recv()
        return seconds, content_of(settings)

    old_settings = Settings(data_dir=tmp_path / "old")
    store = Store(old_settings)
    load(store, figures(dict.fromkeys(codes(1, 2), 1.0)))
    store.close()
    old = content_of(old_settings)
    seconds, new = load_example_in("new", None)
    assert (old["work.load"][0], new["work.load"][0]) == (1, 23)

    moments = random.Random(2021)
    for number in range(KILLS):
        moment = moments.uniform(0, 1.2 * seconds)
        _, found = load_example_in(f"killed {number}", moment)
        assert found in (old, new), f"half a load after a kill at {moment:.3f} of {seconds:.3f} s"


def content_of(settings: Settings) -> dict[str, Any]:
    """Rows and a digest of everything but the moments, after opening the store anew."""
    store = Store(settings)
    tables = rows(store, "select schema_name, table_name from duckdb_tables() where database_name = 'startfoto'")
    found = {}
    for table in [*(f"{schema}.{name}" for schema, name in tables), "mart.observation", "mart.boundary", "mart.area"]:
        digest = "count(*), bit_xor(hash(columns(lambda name: not ends_with(name, '_at'))))"
        found[table] = rows(store, f"select {digest} from {table}")[0]
    store.close()
    return found


class TestASourceThatHasNothing:
    """Old figures stand; a load finds nothing; the sentence says what, and the old figures stay."""

    @pytest.fixture
    def with_figures(self, store: Store, sources: Sources) -> Store:
        plan.commit(store, [fetched(sources, store)])
        return store

    def still_there(self, store: Store) -> bool:
        kept = rows(store, "select count(*) from mart.observation where indicator = 'inwoners' and value = 1000")
        return kept == [(len([code for code, _ in REGIONS if code[2:6] == BAARN[2:] or code[:2] in ("NL", "GM")]),)]

    def test_because_the_table_is_unknown(self, with_figures: Store, sources: Sources) -> None:
        del sources.cbs.tables[KWB["2020"]]
        with pytest.raises(Refusal, match=rf"^Tabel {KWB['2020']} bestaat niet bij 127\.0\.0\.1"):
            fetched(sources, with_figures)
        assert self.still_there(with_figures)

    def test_because_the_table_exists_but_is_empty(self, with_figures: Store, sources: Sources) -> None:
        sources.cbs.faults.add(FaultKind.EMPTY_VALUE, "UntypedDataSet")
        with pytest.raises(Refusal, match=rf"^Tabel {KWB['2020']} bestaat, maar geeft geen rijen voor deze keuze"):
            fetched(sources, with_figures)
        assert self.still_there(with_figures)

    def test_because_no_column_is_filled_yet(self, with_figures: Store, sources: Sources) -> None:
        empty = kwb("2020")
        for row in empty.rows:
            row.update({key: "       ." for key in empty.topics if key.startswith(("Aantal", "k_"))})
        sources.cbs.tables[KWB["2020"]] = empty
        with pytest.raises(Refusal, match=r"geen van de kolommen die Startfoto gebruikt is al gevuld"):
            fetched(sources, with_figures)
        assert self.still_there(with_figures)

    def test_because_the_year_has_no_borders(self, with_figures: Store, sources: Sources) -> None:
        del sources.pdok.features[2020]
        with pytest.raises(Refusal, match="2020"):
            fetched(sources, with_figures, "grenzen")
        assert self.still_there(with_figures)
