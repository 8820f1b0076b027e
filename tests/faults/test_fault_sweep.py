"""In every operation that writes, the n-th call fails: what stands is the old or the new, as the message says."""

import json
import os
from collections import Counter
from pathlib import Path

import pytest

from intake import plan
from model.findings import Refusal
from store import Store, StoreBroken, StoreBusy
from tests.faults.failing import Failing, Fault
from tests.faults.operations import OPERATIONS, Operation, State, doing, migrations, state, world

_OF_THE_APPLICATION = (Refusal, StoreBroken, StoreBusy)
"""What has a Dutch sentence for the user; anything else becomes an incident, of which the page says nothing changed."""
_CASES = [pytest.param(operation, id=operation.name) for operation in OPERATIONS]
_STEP = 4


def attempt(
    operation: Operation, folder: Path, number: int, fault: Fault, is_lasting: bool
) -> tuple[Failing, str, State]:
    """Do it with one failing call; returns what was counted, what came of it and what stands after it."""
    with world(folder) as settings:
        failing = Failing(folder, number, fault, is_lasting)
        try:
            with failing.striking():
                store = Store(settings)
                try:
                    with doing(store):
                        operation.do(store)
                finally:
                    store.close()
            came = "done"
        except _OF_THE_APPLICATION as refusal:
            came = str(refusal)
            assert came.strip().endswith("."), "a sentence for the user"
        except Exception as error:
            came = f"incident: {type(error).__name__}"
        left = state(settings)
        again = Store(settings, migrations(settings))
        plan.keep(again, lambda cursor: None)  # and it goes on working
        again.close()
    return failing, came, left


def both(operation: Operation, folder: Path) -> tuple[int, State, State]:
    """How many calls it takes, and what stands before and after it."""
    with world(folder / "before") as settings:
        old = state(settings)
    failing, came, new = attempt(operation, folder / "whole", 0, Fault.EXCEPTION, False)
    assert came == "done"
    assert old != new, "the operation changes something"
    return failing.calls, old, new


def check(
    operation: Operation, folder: Path, old: State, new: State, number: int, fault: Fault, is_lasting: bool
) -> str:
    """Let one call fail, and see that what stands is what was said; returns `old` or `new`."""
    failing, came, left = attempt(operation, folder, number, fault, is_lasting)
    at = f"call {number} ({failing.edge}), {fault.value}: {came}"
    assert left in (old, new), f"{at}: half of it stands"
    says_new = came == "done" or "maakt het af zodra" in came  # the journal of a restore is finished at opening
    assert says_new == (left == new), f"{at}: what was said is not what stands"
    return "new" if left == new else "old"


@pytest.mark.parametrize("operation", _CASES)
def test_after_a_call_that_fails_the_old_stands_or_the_new_and_the_message_says_which(
    operation: Operation, tmp_path: Path
) -> None:
    calls, old, new = both(operation, tmp_path)
    fault = list(Fault)[OPERATIONS.index(operation) % len(Fault)]
    assert check(operation, tmp_path / "late", old, new, calls * 2 // 3, fault, False) in ("old", "new")


@pytest.mark.slow
@pytest.mark.parametrize("is_lasting", [False, True], ids=["once", "from then on"])
@pytest.mark.parametrize("fault", Fault, ids=lambda fault: fault.value)
@pytest.mark.parametrize("operation", _CASES)
def test_each_call_of_each_operation_fails(
    operation: Operation, fault: Fault, is_lasting: bool, tmp_path: Path
) -> None:
    """Each call once in each way; from then on at every fourth call, at another for each way."""
    calls, old, new = both(operation, tmp_path)
    first, step = (1 + list(Fault).index(fault), _STEP) if is_lasting else (1, 1)
    numbers = range(first, calls + 1, step)
    ends: Counter[str] = Counter()
    for number in numbers:
        ends[check(operation, tmp_path / str(number), old, new, number, fault, is_lasting)] += 1
    assert sum(ends.values()) == len(numbers)
    if folder := os.environ.get("STARTFOTO_FIGURES"):
        told = {"operation": operation.name, "fault": fault.value, "lasting": is_lasting, "calls": calls, **ends}
        with (Path(folder) / "faults.jsonl").open("a") as figures:
            figures.write(json.dumps(told) + "\n")


def test_every_operation_is_named_once() -> None:
    names = [operation.name for operation in OPERATIONS]
    assert len(names) == len(set(names)) > 10
