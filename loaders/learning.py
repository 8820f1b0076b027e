"""What DUO counts and measures of pupils: by school, never by the home of a pupil."""

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from functools import partial
from pathlib import Path

import pyarrow as pa

from loaders import duo
from loaders.tabular import read_file
from model import school_findings
from model.catalogue import Source
from model.delivery import SCHOOL_FIGURE, Delivery, Progress, Received, Series, no_progress
from model.findings import Finding, Refusal
from model.status import Status
from model.text_file import TextFile
from settings import Settings


class Kind(StrEnum):
    """The files of DUO that are read here; the value is the name of the table in the store."""

    PUPILS_PRIMARY = "leerlingen-po"
    PUPILS_SECONDARY = "leerlingen-vo"
    LEVELS = "referentieniveaus"
    FINAL_TEST = "eindtoets"
    ADVICE = "schooladviezen"

    @property
    def source(self) -> str:
        """The source in the register under which it is shown."""
        return "duo_leerlingen" if self in (Kind.PUPILS_PRIMARY, Kind.PUPILS_SECONDARY) else f"duo_{self.value}"

    @property
    def label(self) -> str:
        """What a reader calls it."""
        return _TITLES[self]


_TITLES = {
    Kind.PUPILS_PRIMARY: "Leerlingen per school (po)",
    Kind.PUPILS_SECONDARY: "Leerlingen per school (vo)",
    Kind.LEVELS: "Referentieniveaus per school",
    Kind.FINAL_TEST: "Eindscores per school",
    Kind.ADVICE: "Schooladviezen per school",
}
_NOT_TESTED = "2019"
"""The school year 2019/2020: schools were closed in the spring, and there was no final test."""
_PUPILS = "leerlingen"
_AGE = re.compile(r"LEEFTIJD_\w+")
_YEAR_OF_STUDY = re.compile(r"LEER_OF_VERBLIJFSJAAR_\d_(?:MAN|VROUW)")
_SUBJECTS = {
    "rekenen": ("rekenen", ("REKENEN",), ("1S", "2F"), "1s"),
    "lezen": ("lezen", ("LV", "LEZEN", "LEESVAARDIGHEID"), ("2F", "1S"), "2f"),
    "taal": ("taalverzorging", ("TV", "TAALVERZORGING"), ("2F", "1S"), "2f"),
}
"""Our word for a subject: how it is called, how its columns begin, its target level, and that in our names.

The names REKENEN_, LV_ and TV_ with LAGER1F, 1F, 1S and 2F are those that users of these files write down; the file
itself was not seen, so likely other spellings are taken too.
"""
_BELOW, _BASE = ("LAGER1F", "LAGER_1F", "LAGER_DAN_1F", "ONDER_1F"), ("1F",)
_TESTS = ("CET", "IEP", "ROUTE8", "DIA", "AMN", "LIB", "DOE")
_ADVICES = (
    ("VSO",),
    ("PRO",),
    ("VMBO_B", "VMBO_BL"),
    ("VMBO_B_K", "VMBO_BL_KL"),
    ("VMBO_K", "VMBO_KL"),
    ("VMBO_K_GT", "VMBO_KL_GT"),
    ("VMBO_GT",),
    ("VMBO_GT_HAVO",),
    ("HAVO",),
    ("HAVO_VWO",),
    ("VWO",),
)
"""Every advice in the present and in the older spelling. Pupils without an advice do not count in a share."""
_SHARES_OF_ADVICE = {"advies_havo_vwo": ("HAVO", "HAVO_VWO", "VWO"), "advies_vmbo_basis": ("PRO", "VMBO_B", "VMBO_B_K")}
_MEAN = re.compile(r"[0-9]{1,3}(?:[.,][0-9]{1,2})?")
_YEARS = re.compile(r"(20\d\d)(?:-20\d\d)?(?: ?\(\d+\))?\.csv$", re.IGNORECASE)


@dataclass(frozen=True)
class Count:
    """A number of pupils that lies between two bounds, both included; `<5` is 1 to 4."""

    lower: int
    upper: int

    def __add__(self, other: "Count") -> "Count":
        return Count(self.lower + other.lower, self.upper + other.upper)

    @property
    def is_exact(self) -> bool:
        """Whether the number itself is known."""
        return self.lower == self.upper


NOBODY = Count(0, 0)


@dataclass(frozen=True)
class Figure:
    """A figure of one school: a value, or the bounds between which it lies, or neither; and of how many pupils."""

    indicator: str
    status: Status
    value: float | None = None
    lower: float | None = None
    upper: float | None = None
    count: float | None = None


def read_count(text: str) -> Count | None:
    """A number of pupils as DUO writes it; None when it is none. Blank is nobody; `<5`, or -1, is 1 to 4 pupils."""
    text = text.strip()
    if text in ("", "-"):
        return NOBODY
    if text == "-1":
        return Count(1, 4)
    if found := re.fullmatch(r"< ?([2-9]|1[0-9])", text):
        return Count(1, int(found[1]) - 1)
    if not re.fullmatch(r"[0-9]{1,6}|[0-9]{1,3}\.[0-9]{3}", text):
        return None
    number = int(text.replace(".", ""))
    return Count(number, number)


def share(indicator: str, part: Count, rest: Count) -> Figure | None:
    """The part in per cents of part and rest together: bounds while a count is not exact; None when there is nobody."""
    if part.upper + rest.upper == 0:
        return None
    if part.is_exact and rest.is_exact:
        total = part.lower + rest.lower
        return Figure(indicator, Status.KNOWN, 100 * part.lower / total, count=total)
    lower, upper = part.lower / (part.lower + rest.upper), part.upper / (part.upper + rest.lower)
    return Figure(indicator, Status.INTERVAL, lower=100 * lower, upper=100 * upper)


def total(indicator: str, count: Count) -> Figure:
    """A number of pupils: bounds while it is not exact."""
    if count.is_exact:
        return Figure(indicator, Status.KNOWN, float(count.lower))
    return Figure(indicator, Status.INTERVAL, lower=float(count.lower), upper=float(count.upper))


# --- which file ---------------------------------------------------------------------------------------------------


def school_year(period: str) -> str:
    """`2020/2021` for the period 2020: a period is named after the year in which the school year begins."""
    return f"{period}/{int(period) + 1}"


def recognise(file: TextFile) -> Kind | None:
    """Which of DUO's files this is, by its columns; None when it is none of them."""
    try:
        table = duo.read_table(file, str)
    except Refusal:
        return None
    if any(_AGE.fullmatch(name) for name in table.titles):
        return Kind.PUPILS_PRIMARY
    if any(_YEAR_OF_STUDY.fullmatch(name) for name in table.titles):
        return Kind.PUPILS_SECONDARY
    if any(_subject_columns(table, word) for word in _SUBJECTS):
        return Kind.LEVELS
    if any(f"{test}_GEM" in table.titles for test in _TESTS):
        return Kind.FINAL_TEST
    return Kind.ADVICE if {"HAVO_VWO", "VWO"} <= set(table.titles) else None


def year_of(file_name: str) -> str:
    """The year in which the school year begins that DUO's name for a file says; empty when it says none."""
    found = _YEARS.search(file_name)
    return found[1] if found else ""


def file_names(kind: Kind, period: str) -> tuple[str, ...]:
    """What DUO calls the file of a school year, the likeliest spelling first."""
    years = f"{period}-{int(period) + 1}"
    names = {
        Kind.PUPILS_PRIMARY: (f"01.-leerlingen-po-soort-po-cluster-leeftijd-{years}.csv",),
        Kind.PUPILS_SECONDARY: tuple(
            f"01.-leerlingen-vo-per-vestiging-naar-onderwijstype-{when}.csv" for when in (period, years)
        ),
        Kind.LEVELS: (f"10.-leerlingen-bo-referentieniveaus-{years}.csv",),
        Kind.FINAL_TEST: tuple(f"{number}-gemiddelde-eindscores-bo-sbo-{years}.csv" for number in ("05.", "05")),
        Kind.ADVICE: tuple(f"{number}-leerlingen-bo-sbo-schooladviezen-{years}.csv" for number in ("04.", "04")),
    }[kind]
    # From 2021/2022 on the name of the advices has no dot.
    return names[::-1] if kind is Kind.ADVICE and period >= "2021" else names


def fetch_learning(
    kind: Kind,
    period: str,
    source: Source,
    settings: Settings,
    *,
    regions: Collection[str] | None = None,
    region_of: Mapping[str, str] | None = None,
    progress: Progress = no_progress,
) -> Delivery:
    """A file of DUO from its own address, read as `read_learning` does. Raises Refusal."""
    _check_tested(kind, period)
    progress(f"{kind.label} ophalen bij {source.publisher}", 0.1)
    name, content = duo.fetch(file_names(kind, period), source, settings, lambda step: progress(step, 0.1))
    progress("cijfers lezen", 0.7)
    received = [Received(name, "text/csv", content)]
    return read_learning(
        read_file(content, name), kind, period, regions=regions, region_of=region_of, received=received
    )


def read_folder(folder: Path, region_of: Mapping[str, str]) -> list[Delivery]:
    """Every file of DUO in a folder that is read here, of the year in its name; the example keeps its files so."""
    found = []
    for path in sorted(folder.glob("*.csv")):
        content = path.read_bytes()
        file = read_file(content, path.name)
        kind, year = recognise(file), year_of(path.name)
        if kind and year:
            received = [Received(path.name, "text/csv", content)]
            found.append(read_learning(file, kind, year, region_of=region_of, received=received))
    return found


# --- reading ------------------------------------------------------------------------------------------------------


def read_learning(
    file: TextFile,
    kind: Kind,
    period: str,
    *,
    regions: Collection[str] | None = None,
    region_of: Mapping[str, str] | None = None,
    received: Sequence[Received] = (),
) -> Delivery:
    """The figures of the schools of these gemeenten, as rows of `model.delivery.SCHOOL_FIGURE`.

    `period` is the year in which the school year begins. `region_of` gives the gemeente of a vestiging in the register;
    it goes before the one in the file, which may have merged since, and it is needed for a file without one. `rows_in`
    counts the rows of these gemeenten and those that should tell theirs and do not. Raises Refusal for another file or
    year, a year without a test, or when nothing is left.
    """
    _check_tested(kind, period)
    own_year = year_of(file.name)
    if own_year and own_year != period:
        raise Refusal(school_findings.other_year(file.name, school_year(own_year), school_year(period)))
    refusal = partial(school_findings.not_duo, file.name, kind.label)
    table = duo.read_table(file, refusal)
    reader = _Reader(table, refusal)
    measure = _MEASURES[kind](reader)
    known = region_of or {}
    tells_gemeente = table.column(*duo.GEMEENTE) is not None
    if not tells_gemeente and not known:
        raise Refusal(school_findings.gemeente_unknown(file.name))
    of_site: dict[str, list[duo.Row]] = {}
    region: dict[str, str] = {}
    refused = []
    rows_in = 0
    for row in table.rows:
        where = known.get(row.site) or row.region
        if not duo.is_chosen(where, regions) or not (where or tells_gemeente):
            continue
        rows_in += 1
        if row.site and where and not row.is_cut:
            of_site.setdefault(row.site, []).append(row)
            region[row.site] = where
        else:
            refused.append(row.number)
    if not of_site:
        raise Refusal(
            school_findings.nothing_of_gemeente(file.name, list(regions))
            if regions
            else refusal("er staat geen enkele school in")
        )
    figures = [
        {**vars(figure), "status": figure.status.value, "region": region[site], "vestiging": site}
        for site, rows in of_site.items()
        for figure in measure(rows)
    ]
    remarks = [*file.findings, *reader.remarks()]
    if refused:
        remarks.append(school_findings.rows_refused(len(refused), file.name, refused[0]))
    measured = {figure["indicator"] for figure in figures}
    return Delivery(
        source=kind.source,
        table_id=kind.value,
        title=f"{kind.label} {school_year(period)}",
        period=period,
        published="",
        rows_in=rows_in,
        rows_accepted=rows_in - len(refused),
        rows_refused=len(refused),
        school_figures=pa.Table.from_pylist(figures, schema=SCHOOL_FIGURE),
        series=[one for one in reader.series if one.indicator in measured],
        received=received,
        findings=remarks,
    )


def _check_tested(kind: Kind, period: str) -> None:
    if period == _NOT_TESTED and kind in (Kind.FINAL_TEST, Kind.LEVELS):
        raise Refusal(school_findings.no_final_test())


class _Reader:
    """Reads the counts of one file, and keeps what was wrong and which columns an indicator came from."""

    def __init__(self, table: duo.Table, refusal: Callable[[str], str]) -> None:
        self.table = table
        self.refusal = refusal
        self.series: list[Series] = []
        self.findings: list[Finding] = []
        self._strange: list[tuple[int, str, str]] = []

    def sum(self, rows: Sequence[duo.Row], columns: Sequence[str]) -> Count | None:
        """The pupils in these columns of all these rows; None, and remembered, when a cell is no number of pupils."""
        found = NOBODY
        for row in rows:
            for column in columns:
                count = read_count(row.cells[column])
                if count is None:
                    self.strange(row, column)
                    return None
                found += count
        return found

    def strange(self, row: duo.Row, column: str) -> None:
        """Remember a cell that could not be read."""
        self._strange.append((row.number, self.table.titles[column], row.cells[column]))

    def came_from(self, indicator: str, columns: Sequence[str], unit: str) -> None:
        """Keep from which columns an indicator is made."""
        titles = [self.table.titles[column] for column in columns]
        short = titles if len(titles) < 5 else [titles[0], "…", titles[-1]]
        self.series.append(Series(indicator, "+".join(columns[:4]), " + ".join(short), unit))

    def remarks(self) -> list[Finding]:
        """What was seen while reading."""
        if not self._strange:
            return self.findings
        row, column, cell = self._strange[0]
        name = self.table.name
        return [*self.findings, school_findings.unreadable_counts(len(self._strange), name, row, column, cell[:60])]


Measure = Callable[[Sequence[duo.Row]], Iterator[Figure]]
"""Makes the figures of one school from its rows."""


def _pupils(pattern: re.Pattern[str], reader: _Reader) -> Measure:
    columns = [name for name in reader.table.titles if pattern.fullmatch(name)]
    if not columns:
        raise Refusal(reader.refusal("de kolommen met aantallen leerlingen ontbreken"))
    reader.came_from(_PUPILS, columns, "aantal")

    def measure(rows: Sequence[duo.Row]) -> Iterator[Figure]:
        count = reader.sum(rows, columns)
        yield total(_PUPILS, count) if count else Figure(_PUPILS, Status.NOT_AVAILABLE)

    return measure


def _subject_columns(table: duo.Table, subject: str) -> tuple[str, str, list[str]] | None:
    """The columns of a subject: below 1F, 1F, and what is above; None when one of these three is not there."""
    _, starts, above, _ = _SUBJECTS[subject]

    def column(ends: Sequence[str]) -> str | None:
        return table.column(*(f"{start}_{end}" for start in starts for end in ends))

    below, base = column(_BELOW), column(_BASE)
    higher = [name for level in above if (name := column((level,)))]
    return (below, base, higher) if below and base and higher else None


def _levels(reader: _Reader) -> Measure:
    found = {subject: _subject_columns(reader.table, subject) for subject in _SUBJECTS}
    if not any(found.values()):
        raise Refusal(reader.refusal("de kolommen met referentieniveaus ontbreken"))
    shares: list[tuple[str, list[str], list[str]]] = []
    for subject, columns in found.items():
        called, _, _, target = _SUBJECTS[subject]
        if columns is None:
            reader.findings.append(school_findings.domain_left_out(called, reader.table.name))
            continue
        below, base, higher = columns
        shares.append((f"niveau_1f_{subject}", [base, *higher], [below]))
        shares.append((f"niveau_{target}_{subject}", higher, [below, base]))
    return _shares(reader, shares)


def _advices(reader: _Reader) -> Measure:
    columns = {names[0]: reader.table.column(*names) for names in _ADVICES}
    missing = [name for name, column in columns.items() if column is None]
    if missing:
        raise Refusal(reader.refusal(f"de kolom {missing[0]} ontbreekt"))
    known = {name: column for name, column in columns.items() if column}
    shares = [
        (indicator, [known[name] for name in part], [column for name, column in known.items() if name not in part])
        for indicator, part in _SHARES_OF_ADVICE.items()
    ]
    return _shares(reader, shares)


def _shares(reader: _Reader, shares: Sequence[tuple[str, list[str], list[str]]]) -> Measure:
    """Makes shares from (indicator, columns of the part, columns of the rest)."""
    for indicator, columns, _ in shares:
        reader.came_from(indicator, columns, "%")

    def measure(rows: Sequence[duo.Row]) -> Iterator[Figure]:
        for indicator, of_part, of_rest in shares:
            part, rest = reader.sum(rows, of_part), reader.sum(rows, of_rest)
            if part is None or rest is None:
                yield Figure(indicator, Status.NOT_AVAILABLE)
            elif figure := share(indicator, part, rest):
                yield figure

    return measure


def _final_tests(reader: _Reader) -> Measure:
    titles = reader.table.titles
    tests = [test for test in _TESTS if {f"{test}_AANTAL", f"{test}_GEM"} <= titles.keys()]
    if not tests:
        raise Refusal(reader.refusal("de kolommen met gemiddelde scores ontbreken"))
    others = [name.removesuffix("_GEM") for name in titles if name.endswith("_GEM") and name[:-4] not in tests]
    if others:
        reader.findings.append(school_findings.tests_left_out(others, reader.table.name))
    for test in tests:
        reader.came_from(f"eindtoets_{test.lower()}", [f"{test}_GEM"], "punten")

    def measure(rows: Sequence[duo.Row]) -> Iterator[Figure]:
        for test in tests:
            found = [figure for row in rows if (figure := _mean(reader, row, test))]
            if len(found) > 1:
                reader.findings.append(school_findings.several_scores(reader.table.name, rows[0].site, test))
            else:
                yield from found

    return measure


def _mean(reader: _Reader, row: duo.Row, test: str) -> Figure | None:
    """The mean score of a school on one test; None when nobody took it. Of fewer than 5 pupils there is no mean."""
    indicator, column = f"eindtoets_{test.lower()}", f"{test}_GEM"
    count, text = reader.sum([row], [f"{test}_AANTAL"]), row.cells[column]
    if count is None:
        return Figure(indicator, Status.NOT_AVAILABLE)
    if count == NOBODY:
        return None
    if not count.is_exact:
        return Figure(indicator, Status.TOO_FEW)
    mean = float(text.replace(",", ".")) if _MEAN.fullmatch(text) else 0.0
    if mean == 0:
        if text not in ("", "0"):
            reader.strange(row, column)
        return Figure(indicator, Status.NOT_AVAILABLE, count=count.lower)
    return Figure(indicator, Status.KNOWN, mean, count=count.lower)


_MEASURES: Mapping[Kind, Callable[[_Reader], Measure]] = {
    Kind.PUPILS_PRIMARY: partial(_pupils, _AGE),
    Kind.PUPILS_SECONDARY: partial(_pupils, _YEAR_OF_STUDY),
    Kind.LEVELS: _levels,
    Kind.FINAL_TEST: _final_tests,
    Kind.ADVICE: _advices,
}
