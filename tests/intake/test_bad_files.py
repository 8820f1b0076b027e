"""Bad files through all that the pages do with a file: told in Dutch, never hanging, never half kept."""

import json
import multiprocessing
import os
import shutil
import time
import warnings
from collections import Counter
from contextlib import closing
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from settings import Settings
from store import Store
from tests.intake import taken
from tests.intake.bad_files import corpus, mutated
from tests.intake.good_files import KINDS, BadFile, good_files

LONGEST_S = 10.0
_STRANGE = ("verwachtte", "Traceback", "Error", "Exception", "NoneType", "0x")
"""What a sentence for an officer never holds: that a fault of ours happened, or the words of a library."""


def worker(settings: Settings, corpus_size: tuple[int, int], first: int, told: Connection) -> None:
    """Take the bad files from the first on, one after another, and tell before and after each."""
    warnings.simplefilter("ignore")
    store = taken.world(settings)
    before, seen, version = taken.counted(store), taken.shown(store), store.data_version()
    for number, bad in enumerate(corpus(*corpus_size)):
        if number < first:
            continue
        told.send(("begin", number, f"{bad.kind}: {bad.how}"))
        wrong: list[str] = []
        try:
            found = taken.take(store, settings, bad)
        except BaseException as error:  # also what Rust code raises
            found = taken.Taken()
            wrong.append(f"fault {error!r}")
        after, now = taken.counted(store), store.data_version()
        is_kept = now != version
        if is_kept:
            gained = {name: after[name] - before[name] for name in after}
            wrong += [f"{n}: {gained[n]} of {rows}" for n, rows in found.promised.items() if gained[n] != rows]
            wrong += [] if found.promised and now == version + 1 else [f"kept in {now - version} writes"]
            taken.undo(store)
            wrong += [] if taken.shown(store) == seen else ["what was undone still counts"]
        elif found.promised or not found.said or after != before:
            wrong.append(f"refused without a word, or half: {found}")
        wrong += [text for text in found.said if not text or any(strange in text for strange in _STRANGE)]
        before, version = (taken.counted(store), store.data_version()) if is_kept else (before, version)
        told.send(("end", number, (is_kept, wrong)))
    store.close()
    told.send(("done", number + 1, None))


@dataclass
class Report:
    """What became of all of them."""

    outcomes: Counter[str] = field(default_factory=Counter)
    wrong: list[str] = field(default_factory=list)
    slowest: list[tuple[float, str]] = field(default_factory=list)

    @property
    def tried(self) -> int:
        """How many files were taken in or refused."""
        return self.outcomes.total()


def tried(corpus_size: tuple[int, int], folder: Path) -> Report:
    """All of a corpus, each by a worker that is killed when it is at one file for too long, and begun anew after it."""
    report, first, run = Report(), 0, 0
    context = multiprocessing.get_context("spawn")
    while first < sum(corpus_size):
        here, there = context.Pipe()
        run += 1
        # Of the quota there are other tests.
        settings = Settings(data_dir=folder / str(run), upload_quota_mb=10**6, upload_quota_files=10**6)
        process = context.Process(target=worker, args=(settings, corpus_size, first, there))
        process.start()
        there.close()
        first = _listen(here, first, report)
        process.kill()
        process.join()
        shutil.rmtree(folder / str(run))
    return report


def _listen(told: Connection, first: int, report: Report) -> int:
    """What a worker tells until it ends, dies or hangs; returns the number of the next file."""
    number, what, begin = first, "the world", 0.0
    patience = 300.0
    while True:
        try:
            if not told.poll(patience):
                report.wrong.append(f"{what}: hangs")
                return number + 1
            state, number, said = told.recv()
        except EOFError:
            report.wrong.append(f"{what}: the process died")
            return number + 1
        if state == "done":
            return int(number)
        if state == "begin":
            what, begin, patience = said, time.perf_counter(), LONGEST_S
        else:
            is_kept, wrong = said
            report.outcomes["kept" if is_kept else "refused"] += 1
            report.wrong += [f"{what}: {one}" for one in wrong]
            report.slowest = sorted([*report.slowest, (time.perf_counter() - begin, what)])[-5:]
            begin, patience = 0.0, 300.0


def test_fifty_bad_files_are_told_in_dutch_and_none_is_half_kept(tmp_path: Path) -> None:
    report = tried((44, 6), tmp_path)
    assert report.wrong == []
    assert report.tried == 50


@pytest.mark.slow
def test_two_thousand_bad_files_are_told_in_dutch_and_none_is_half_kept(tmp_path: Path) -> None:
    report = tried((1_800, 400), tmp_path)
    figures = {"outcomes": report.outcomes, "slowest": report.slowest, "wrong": report.wrong}
    Path(os.environ.get("STARTFOTO_FIGURES", tmp_path), "bad_files.json").write_text(
        json.dumps(figures, indent=1), "utf-8"
    )
    assert report.wrong == []
    assert report.tried >= 2_000


@pytest.mark.slow
def test_the_good_files_that_the_bad_ones_are_made_of_are_good(tmp_path: Path) -> None:
    taken.world(Settings(data_dir=tmp_path / "world")).close()

    def is_taken(good: BadFile) -> bool:
        settings = Settings(data_dir=tmp_path / good.name)
        shutil.copytree(tmp_path / "world", settings.data_dir, dirs_exist_ok=True)
        with closing(Store(settings)) as store:
            return bool(taken.take(store, settings, good).promised)

    refused = {good.name for good in good_files() if not is_taken(good)}
    assert all("leeg" in name for name in refused), refused
    assert {bad.kind for bad in good_files() if bad.name not in refused} == set(KINDS)


def test_the_same_number_is_always_the_same_file() -> None:
    assert [mutated(number) for number in range(0, 90, 9)] == [mutated(number) for number in range(0, 90, 9)]
    assert isinstance(mutated(0), BadFile)
