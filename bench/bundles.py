"""Wishes of a large municipality: 2,000 of 300 schools, from the store to what the page Wensen shows."""

import random
import statistics
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from analysis import wishes
from model.delivery import Delivery
from model.scan import Scan, Sharing, Wish, WishKind
from settings import Settings
from store import Store, scans
from store.scans import Recognised

SCHOOLS = 300
_RUNS = 3
_REGION = "GM0001"
_ASKED = (
    "huiswerkbegeleiding", "schoolmaatschappelijk werk", "schoolzwemmen", "een zomerschool", "jeugdhulp op school",
    "een sportcoach", "taallessen voor ouders", "laptops voor thuis", "voorlezen aan huis", "een veilige oversteek",
    "een extra lokaal", "een groen schoolplein", "de leerplichtambtenaar", "ontbijt", "vervoer", "een psycholoog",
)  # fmt: skip
_WORDS = (
    "graag", "twee dagen", "in de wijk", "samen", "met de bibliotheek", "voor groep", "na school", "met vrijwilligers",
    "in de zomer", "structureel", "ook voor kleuters", "door een vakdocent", "zonder wachtlijst", "met het team",
    "muziek", "techniek", "logopedie", "tolken", "natuur", "kunst", "stage", "wijkagent", "opvang", "ventilatie",
)  # fmt: skip


def texts(count: int) -> list[str]:
    """Wishes, no two the same, the same each time: what is asked with words around it."""
    chance = random.Random(1)
    found: dict[str, None] = {}
    while len(found) < count:
        around = chance.sample(_WORDS, 4)
        found[f"{chance.choice(_ASKED)} {' '.join(around)} {chance.randint(1, 99)}"] = None
    return list(found)


@contextmanager
def _store(wishes: int) -> Iterator[Store]:
    """A store with scans of all schools."""
    asked = texts(wishes)
    forms = [
        Scan(
            "Bestuur",
            f"School {number}",
            site=f"{number:04}00",
            sharing=Sharing.LEA_NAMED,
            wishes=tuple(Wish(text, WishKind.OTHER) for text in asked[number::SCHOOLS]),
        )
        for number in range(SCHOOLS)
    ]
    rows = [Recognised(one, one.site, _REGION, "po", []) for one in forms]
    load = Delivery(scans.SOURCE, scans.SOURCE, "Schoolscans", "2021", "", len(rows), len(rows), 0)
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Settings(data_dir=Path(folder)))
        try:
            store.write(lambda cursor: scans.add_scans(cursor, load, rows))
            yield store
        finally:
            store.close()


def arrange(count: int) -> float:
    """Seconds until so many wishes are read and arranged in bundles (median)."""
    with _store(count) as store, store.read() as cursor:
        taken = []
        for _ in range(_RUNS):
            start = time.perf_counter()
            found = wishes.of(cursor, _REGION)
            taken.append(time.perf_counter() - start)
    placed = sum(len(bundle.wishes) for bundle in found.bundles) + len(found.loose)
    assert placed == count
    return statistics.median(taken)
