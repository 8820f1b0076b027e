"""Processes killed at a random moment of an operation: what was acknowledged is there, all else whole or not at all."""

import json
import multiprocessing
import os
import random
import sys
from collections import Counter
from multiprocessing.connection import Connection
from pathlib import Path

import pytest

from settings import Settings
from store import Store, audit
from tests.faults.operations import OPERATIONS, Operation, State, doing, migrations, state, world

_CONTEXT = multiprocessing.get_context("forkserver") if sys.platform != "win32" else multiprocessing.get_context()
_LONGEST_S = 60.0


def do(settings: Settings, name: str, told: Connection) -> None:
    """In a process of its own: open the store, do the operation, and tell when it begins and is acknowledged."""
    operation = next(one for one in OPERATIONS if one.name == name)
    store = Store(settings)
    told.send("begun")
    with doing(store):
        operation.do(store)
    told.send("done")
    store.close()
    told.send("closed")


def killed(operation: Operation, folder: Path, share: float, seconds: float) -> tuple[bool, State]:
    """Kill it after that share of the seconds that it takes; whether it was acknowledged, and what stands."""
    with world(folder) as settings:
        mine, theirs = _CONTEXT.Pipe()
        process = _CONTEXT.Process(target=do, args=(settings, operation.name, theirs))
        process.start()
        assert mine.poll(_LONGEST_S)
        assert mine.recv() == "begun"
        process.join(share * seconds)
        process.kill()
        process.join()
        is_done = mine.poll() and mine.recv() == "done"
        theirs.close()
        left = state(settings)
        again = Store(settings, migrations(settings))
        with again.read() as cursor:
            assert audit.missing(cursor) == 0
        with doing(again):
            again.write(lambda cursor: None)  # and it goes on working
        again.close()
    return is_done, left


def whole(operation: Operation, folder: Path) -> tuple[State, State, float]:
    """What stands before and after it, and how many seconds it takes in a process of its own."""
    with world(folder) as settings:
        old = state(settings)
        mine, theirs = _CONTEXT.Pipe()
        process = _CONTEXT.Process(target=do, args=(settings, operation.name, theirs))
        process.start()
        assert mine.poll(_LONGEST_S)
        assert mine.recv() == "begun"
        began = os.times().elapsed
        assert mine.poll(_LONGEST_S)
        assert mine.recv() == "done"
        seconds = os.times().elapsed - began
        process.join()
        return old, state(settings), seconds


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no kill -9")
@pytest.mark.parametrize("kills", [pytest.param(10, id="10"), pytest.param(200, id="200", marks=pytest.mark.slow)])
def test_after_a_kill_what_was_acknowledged_is_there_and_nothing_is_half_there(kills: int, tmp_path: Path) -> None:
    _CONTEXT.set_forkserver_preload(["tests.faults.test_kills"])
    moments = random.Random(20211201)
    chosen = OPERATIONS if kills > len(OPERATIONS) else moments.sample(OPERATIONS, 5)
    known = {operation: whole(operation, tmp_path / operation.name) for operation in chosen}
    ends: Counter[str] = Counter()
    for number in range(kills):
        operation = chosen[number % len(chosen)]
        old, new, seconds = known[operation]
        is_done, left = killed(operation, tmp_path / str(number), moments.uniform(0, 1.05), seconds)
        assert left in (old, new), f"{operation.name}: half of it stands"
        assert left == new or not is_done, f"{operation.name}: acknowledged and lost"
        ends["acknowledged" if is_done else "new, not yet acknowledged" if left == new else "old"] += 1
    assert ends["old"], "some kill comes before the end"
    if folder := os.environ.get("STARTFOTO_FIGURES"):
        (Path(folder) / "kills.json").write_text(json.dumps({"kills": kills, **ends}), "utf-8")
