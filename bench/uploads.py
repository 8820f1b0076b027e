"""Uploads as an officer sends them, from bytes to the store: forty school scans, and a monitor of 15,000 rows."""

import itertools
import statistics
import tempfile
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from io import BytesIO
from pathlib import Path

from intake import monitor, scans
from intake.example import FOLDER, MUNICIPALITY
from intake.opened import open_file
from loaders import schools
from settings import Settings
from store import Store, batches

_RUNS = 3
_BODY = b"<w:body>"
_SOURCE = "monitor"


@contextmanager
def _store() -> Iterator[Store]:
    """An empty store with the schools of the example."""
    with tempfile.TemporaryDirectory() as folder:
        store = Store(Settings(data_dir=Path(folder)))
        try:
            store.write(lambda cursor: batches.add_loads(cursor, [schools.read_folder(FOLDER)]))
            yield store
        finally:
            store.close()


def forms(count: int) -> list[tuple[bytes, str]]:
    """Word forms of the example as (bytes, name), no two of them the same."""
    paths = sorted((FOLDER / "scans").glob("*.docx"))
    chosen = itertools.islice(itertools.cycle(paths), count)
    return [(_varied(path.read_bytes(), number), f"{number} {path.name}") for number, path in enumerate(chosen)]


def _varied(content: bytes, number: int) -> bytes:
    """The form with a line of its own above its tables."""
    line = f"<w:p><w:r><w:t>Formulier {number}</w:t></w:r></w:p>".encode()
    made = BytesIO()
    with zipfile.ZipFile(BytesIO(content)) as old, zipfile.ZipFile(made, "w") as new:
        for part in old.infolist():
            new.writestr(part, old.read(part).replace(_BODY, _BODY + line, 1))
    return made.getvalue()


def take_scans(sent: list[tuple[bytes, str]]) -> float:
    """Seconds to read and check forms, recognise their schools and choices, and keep them."""
    with _store() as store:
        start = time.perf_counter()
        files = [scans.read_file(content, name) for content, name in sent]
        with store.read() as cursor:
            known = scans.known(cursor, MUNICIPALITY)
            seen = scans.seen_before(cursor, files)
        rows = scans.recognise(files, known)
        scans.commit(store, files, known)
        seconds = time.perf_counter() - start
        assert (len(rows), seen) == (len(sent), {})
    return seconds


def table(rows: int) -> bytes:
    """A monitor as a GGD sends it, one figure a row: buurten, years, ten indicators, bounds, respondents."""
    lines = ["Gebiedscode;Jaar;Indicator;Percentage;Ondergrens;Bovengrens;Aantal respondenten"]
    for number in range(rows):
        buurt, rest = divmod(number, 50)
        year, indicator = divmod(rest, 10)
        share = 100 + number * 7919 % 800
        low, value, high = (f"{part // 10},{part % 10}" for part in (share - 35, share, share + 35))
        lines.append(f"BU9901{buurt:04d};{2015 + year};Vraag {indicator};{value};{low};{high};{60 + number % 90}")
    return "\r\n".join(lines).encode("cp1252")


def take_monitor(content: bytes) -> float:
    """Seconds to read and check a monitor, to find out what stands where, and to keep its figures."""
    with _store() as store:
        start = time.perf_counter()
        opened = open_file(content, "monitor.csv", monitor.LARGEST_MB)
        sheet = monitor.sheets_with_rows(opened)[0]
        with store.read() as cursor:
            known = monitor.known(cursor, MUNICIPALITY)
            layout = monitor.proposed(cursor, opened, sheet, known)
        drafted = monitor.draft(opened, sheet, layout, known, {})
        cards = {
            "source": {_SOURCE: monitor.source_card(publisher="GGD", title="Monitor", licence="CC0", caveats="Bench.")},
            "indicator": {
                name: monitor.card(
                    name,
                    label=name,
                    definition=name,
                    layer="kinderen gemeten",
                    domain="sociaal",
                    theme="welbevinden",
                    unit="%",
                    direction="geen",
                    population="jongeren",
                    source=_SOURCE,
                )
                for name in drafted.read.new_indicators
            },
        }
        monitor.commit(store, drafted, _SOURCE, Settings(), {}, MUNICIPALITY, cards)
        seconds = time.perf_counter() - start
        assert len(drafted.read.figures) == drafted.read.rows_accepted == drafted.read.rows_in
    return seconds


def few_and_many(few: Callable[[], float], many: Callable[[], float]) -> tuple[float, float]:
    """The medians of both in turns, after one run that fills the caches."""
    few()
    turns = [(few(), many()) for _ in range(_RUNS)]
    return statistics.median(small for small, _ in turns), statistics.median(large for _, large in turns)
