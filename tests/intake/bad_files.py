"""Bad files of every kind that is taken: good ones that were mutated, and made up ones. The same ones at every run."""

import functools
import json
import re
import string
import warnings
from collections.abc import Callable, Iterator, Sequence

from hypothesis import Phase, given, settings
from hypothesis import strategies as st

from tests.dialects import as_csv, as_docx_table, as_ods, as_xlsx
from tests.intake.good_files import KINDS, MEASURE_ROWS, MONITOR_ROWS, SCAN_ROWS, BadFile, good_files
from tests.intake.mutations import BYTES, NASTY, TEXT, Mutation, Random, flipped
from tests.intake.package_mutations import MAPS, PACKAGE, database_mutated


def _mutations(good: BadFile) -> tuple[Mutation, ...]:
    if good.content.startswith(b"PK"):
        return PACKAGE
    if good.name.endswith(".geojson"):
        return (*BYTES, *MAPS, *MAPS)
    if good.name.endswith((".gpkg", ".xls")):
        return (*BYTES, flipped, flipped, database_mutated)
    return (*BYTES, *TEXT, *TEXT)


# Names

_BAD_NAMES = (
    "../../../etc/passwd.csv", "C:\\map\\x.xlsx", "a\0b.csv", "\u202ecsv.exe", "=1+1.csv", "<img src=x>.xlsx",
    "x" * 400 + ".csv",
    "", ".", "con", "scan.php", "scan.csv.exe", "a\r\nContent-Type: x.csv", "🎒.docx", "scan.XLSX ",
    "%2e%2e%2fx.csv", "' or 1=1.csv",
    "kaart.geojson", "![x](y).ods",
)  # fmt: skip


def mutated(number: int) -> BadFile:
    """The n-th mutated file: of each good file in turn, hurt once or twice, and now and then with a bad name."""
    rng = Random(f"startfoto {number}")
    good = good_files()[number % len(good_files())]
    content, done = good.content, []
    for _ in range(rng.choice((1, 1, 1, 2))):
        mutation = rng.choice(_mutations(good) if content == good.content else BYTES)
        if content:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")  # that a zip has a name twice is meant
                content = mutation(content, rng)
            done.append(mutation.__name__)
    name = rng.choice(_BAD_NAMES) if rng.random() < 0.1 else good.name
    return BadFile(good.kind, name, content, f"mutated {number}: {good.name} {' and '.join(done)}")


# Made up files

_CELL = st.one_of(
    st.sampled_from(NASTY),
    st.text(max_size=12),
    st.integers().map(str),
    st.floats().map(lambda value: str(value).replace(".", ",")),
    st.dates().map(lambda day: f"{day:%d-%m-%Y}"),
    st.sampled_from(
        [cell for rows in (SCAN_ROWS, MONITOR_ROWS, MEASURE_ROWS) for row in rows for cell in row]
        + [
            "Boekdatum",
            "Bedrag",
            "Maatregel",
            "Maand",
            "2021",
            "VESTIGINGSCODE",
            "GEMEENTENUMMER",
            "BRIN",
            "Gemeente",
            "WK990101",
            "Wijk",
        ]
    ),
)
_TABLE = st.lists(st.lists(_CELL, min_size=1, max_size=8), min_size=1, max_size=12)
_BEGINNINGS = (
    b"",
    b"PK\x03\x04",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1",
    b"SQLite format 3\0",
    b"\xff\xfe",
    b"{",
    b'sep=;\n"',
)
_PRINTED = str.maketrans("", "", "".join(map(chr, range(32))) + "\ufffe\uffff")


def _workbook(rows: list[list[str]], write: Callable[[Sequence[Sequence[str]]], bytes]) -> bytes:
    """A workbook cannot hold signs that XML cannot."""
    return write([[re.sub(r"[\ud800-\udfff]", "", cell.translate(_PRINTED))[:30_000] for cell in row] for row in rows])


_CONTENT = st.one_of(
    st.builds(lambda begin, rest: begin + rest, st.sampled_from(_BEGINNINGS), st.binary(max_size=600)),
    _TABLE.map(lambda rows: as_csv(rows).replace(b"\xed", b"?") if _is_text(rows) else b"a;b\n\xed\xa0\x80;1"),
    _TABLE.map(lambda rows: "\n".join(";".join(row) for row in rows).encode("utf-8", "replace")),
    _TABLE.map(functools.partial(_workbook, write=as_xlsx)),
    _TABLE.map(functools.partial(_workbook, write=as_ods)),
    _TABLE.map(functools.partial(_workbook, write=as_docx_table)),
    st.recursive(
        st.none() | st.booleans() | st.floats() | st.text(string.printable, max_size=8) | st.just([[5.0, 52.0]]),
        lambda inner: (
            st.lists(inner, max_size=3)
            | st.dictionaries(
                st.sampled_from(["type", "features", "geometry", "coordinates", "properties", "buurtcode"]), inner
            )
        ),
        max_leaves=20,
    ).map(lambda data: json.dumps({"type": "FeatureCollection", "features": data}).encode()),
)


def _is_text(rows: list[list[str]]) -> bool:
    return not any(re.search(r"[\ud800-\udfff]", cell) for row in rows for cell in row)


def made_up(count: int) -> list[BadFile]:
    """So many files as Hypothesis makes them up, of all kinds; always the same."""
    found: list[BadFile] = []

    @settings(max_examples=count, derandomize=True, database=None, phases=[Phase.generate], deadline=None)
    @given(
        st.sampled_from(KINDS),
        _CONTENT,
        st.sampled_from([".csv", ".xlsx", ".ods", ".docx", ".xls", ".geojson", ".zip"]),
    )
    def collect(kind: str, content: bytes, extension: str) -> None:
        found.append(BadFile(kind, f"gemaakt{extension}", content, f"made up {len(found)}"))

    collect()
    return found[:count]


def corpus(mutations: int, inventions: int) -> Iterator[BadFile]:
    """The bad files: of each good file in turn, then those that were made up."""
    for number in range(mutations):
        yield mutated(number)
    yield from made_up(inventions)
