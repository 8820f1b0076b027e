"""Many people at once: nobody sees another's data, nothing is lost, nothing fails, and memory does not keep growing."""

import asyncio
import random
import re
import statistics
import time
from collections.abc import Awaitable, Callable, Iterable
from contextlib import ExitStack
from pathlib import Path

import psutil
import pytest

from model.measure import Measure
from settings import Settings
from store import Store, actions, audit, batches, measures
from store.versions import Kept
from tests import loops
from tests.browser.conftest import serving
from tests.crowd.people import REPLACED, WORD, Person, Told

pytestmark = pytest.mark.xdist_group("crowd")
MUNICIPALITY = "GM9901"
PEOPLE, LONG_S, THINKING_S = 30, 600.0, 15.0
"""How many, for how long, and how long a person reads or types on the average between two actions."""
ARRIVING_S = 20.0
MOST_GROWTH = 1.10
HALF_A_MINUTE_S = 30
_FAULT = re.compile(r'Traceback|incident|"level": "(?:error|critical)"', re.IGNORECASE)
_WISHES = "select text from core.scan_wish"


async def no_pause() -> None:
    """Somebody who knows the way."""


def test_six_people_at_once_lose_nothing_and_see_nothing_of_each_other(tmp_path: Path) -> None:
    told = Told()

    async def crowd(address: str) -> None:
        people = [Person(number, address, told, no_pause) for number in range(6)]
        both_are_reading = asyncio.Barrier(2)

        async def change_the_same(person: Person) -> None:
            async with person.visiting():
                await person.open_measure("Thuiszitterstafel")
                await both_are_reading.wait()
                await person.save_addition()

        async def change_what_is_listed(first: Person, second: Person) -> None:
            async with first.visiting(), second.visiting():
                await first.new_agreement()
                await second.go("afspraken")
                await first.add_to_agreement()
                await second.add_to_agreement(is_there=True)  # which is listed there by its former words

        async def do(person: Person, doing: Callable[[Person], Awaitable[None]]) -> None:
            async with person.visiting():
                await doing(person)

        await asyncio.gather(
            change_the_same(people[0]),
            change_the_same(people[1]),
            do(people[2], Person.look_at_scan),
            do(people[3], Person.keep_scan),
            change_what_is_listed(people[4], people[5]),
        )

    with serving(tmp_path) as address:
        loops.run(lambda: crowd(address))
    assert told.conflicts == 1
    check(told, tmp_path)


@pytest.mark.slow
def test_thirty_people_for_ten_minutes_lose_nothing_and_memory_stays_as_it_was(tmp_path: Path) -> None:
    told, memory = Told(), Memory()

    async def crowd(address: str) -> None:
        begun = time.monotonic()
        until = begun + LONG_S
        chance = random.Random(8)

        async def thinking() -> None:
            await asyncio.sleep(min(chance.expovariate(1 / THINKING_S), 4 * THINKING_S))

        async def come(number: int) -> None:
            await asyncio.sleep(number / PEOPLE * ARRIVING_S)
            await Person(number, address, told, thinking).stay(until)

        async def watch() -> None:
            while time.monotonic() < until:
                memory.sample(time.monotonic() - begun)
                await asyncio.sleep(2)

        await asyncio.gather(watch(), *(come(number) for number in range(PEOPLE)))

    with serving(tmp_path) as address:
        memory.of_server()
        loops.run(lambda: crowd(address))
    print(figures(told, memory))  # noqa: T201 - for docs/reliability.md
    check(told, tmp_path)
    assert memory.most() <= MOST_GROWTH * memory.after_a_minute(), memory.samples


class Memory:
    """What the server holds in memory, each few seconds."""

    def __init__(self) -> None:
        self.samples: list[tuple[float, int]] = []
        """Seconds since the beginning, and bytes."""

    def of_server(self) -> None:
        """Look at the process that this one started as the server."""
        children = psutil.Process().children()
        [self._process] = [one for one in children if "app.py" in one.cmdline()]

    def sample(self, at: float) -> None:
        """Look once."""
        self.samples.append((at, self._process.memory_info().rss))

    def around(self, second: float) -> float:
        """The middle of what was seen in half a minute: a run in progress needs up to a fifth more for a moment."""
        return statistics.median(held for at, held in self.samples if abs(at - second) <= HALF_A_MINUTE_S / 2)

    def after_a_minute(self) -> float:
        """What it was at the end of the first minute."""
        return self.around(60)

    def most(self) -> float:
        """The most it was in any half minute after that."""
        return max(self.around(second) for second in range(90, int(self.samples[-1][0]), HALF_A_MINUTE_S))

    def peak(self) -> int:
        """The most it was at any moment after the first minute."""
        return max(held for at, held in self.samples if at >= 60)


def check(told: Told, data_dir: Path) -> None:
    """Nothing went wrong, nobody saw what was another's, and what was acknowledged is in the store, all of it."""
    assert told.faults == []
    assert told.leaks() == []
    log = (data_dir / "server.log").read_text()
    assert not _FAULT.search(log), log
    with ExitStack() as stack:
        store = Store(Settings(data_dir=data_dir))
        stack.callback(store.close)
        cursor = stack.enter_context(store.read())
        register = {one.content.name: one.content for one in measures.measures(cursor, MUNICIPALITY)}
        owners = {name: measures.history(cursor, MUNICIPALITY, register[name].id) for name in REPLACED}
        agreements = [one.content.text for one in actions.actions(cursor, MUNICIPALITY)]
        wishes = [text for (text,) in cursor.execute(_WISHES).fetchall()]
        loads = batches.loads(cursor)
        missing = audit.missing(cursor)
    assert missing == 0
    for _, word in told.words("measure"):
        assert f"Maatregel {word}" in register
    for name, word in told.words("aim"):
        assert register[name].aim.split().count(word) == 1, (name, word)
    for name, word in told.words("owner"):
        assert [one.content.owner for one in owners[name]].count(f"team {word}") == 1, (name, word)
    for _, word in told.words("agreement"):
        assert sum(word in text for text in agreements) == 1, word
    for first, word in told.words("addition"):
        [text] = [text for text in agreements if first in text.split()]
        assert text.split().count(word) == 1, (first, word)
    for _, word in told.words("scan"):
        assert wishes.count(f"Een rustige plek {word}") == 1, word
    assert sum(loads["source"] == "schoolscans") == len(told.words("scan")) + 1  # that of the example
    kept = {word for _, _, word in told.kept}
    assert words_of(agreements, wishes, register.values(), owners.values()) <= kept


def words_of(
    agreements: list[str], wishes: list[str], register: Iterable[Measure], owners: Iterable[list[Kept[Measure]]]
) -> set[str]:
    """The words that people made up, in all that was kept."""
    texts = [*agreements, *wishes, *(f"{one.name} {one.aim}" for one in register)]
    texts += [one.content.owner for of in owners for one in of]
    return {word.decode() for text in texts for word in WORD.findall(text.encode())}


def figures(told: Told, memory: Memory) -> str:
    """What happened, for docs/reliability.md."""
    took = sorted(seconds for _, seconds in told.runs)
    by_page = {page: [one for of, one in told.runs if of == page] for page in sorted({page for page, _ in told.runs})}
    writes = {sort: len(told.words(sort)) for sort in sorted({sort for sort, _, _ in told.kept})}
    megabytes = {round(at): round(held / 1e6) for at, held in memory.samples[::15]}
    return (
        f"{told.visits} visits, {len(took)} runs, p50 {statistics.median(took):.2f} s, "
        f"p95 {took[int(len(took) * 0.95)]:.2f} s, {told.downloads} downloads\n"
        f"writes {writes}, together {len(told.kept)}; {told.conflicts} conflicts; {len(told.seen)} words seen\n"
        f"runs by page { ({page: len(of) for page, of in by_page.items()}) }\n"
        f"memory {memory.after_a_minute() / 1e6:.0f} MB after a minute, at most {memory.most() / 1e6:.0f} MB in any "
        f"half minute after that, {memory.peak() / 1e6:.0f} MB at any moment: {megabytes}"
    )
