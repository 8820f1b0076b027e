"""GGD-style monitors: figures out of a table of any layout, once it is known what stands where."""

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace

import pyarrow as pa

from loaders.monitor_areas import area_cells, is_other_level, written_area
from loaders.monitor_layout import FIGURES, TOTALS, Column, Layout, Measure, Role, cell_of, plain, read_period
from model import monitor_findings
from model.delivery import OBSERVATION
from model.findings import Finding, FindingLevel
from model.monitor_findings import Place
from model.reading import Reading, decimal_of, decimal_signs, is_ambiguous, read_figure
from model.status import Status
from model.text_file import Line, Sheet, TextFile

MIN_RESPONDENTS = 50
"""What the GGD'en agreed on for a figure; one on fewer is remarked on, and not shown."""
MOST_ALIKE = 20
"""Findings of one kind in one column that are shown one by one."""


@dataclass(frozen=True)
class Figure:
    """One figure and the row it stands in."""

    indicator: str
    """Id in the catalogue, or what the file calls it when it has no card yet."""
    region: str
    period: str
    value: float | None
    lower: float | None
    upper: float | None
    count: float | None
    status: Status
    row: int


@dataclass(frozen=True)
class MonitorRead:
    """What a table gives. `rows_accepted` and `rows_refused` together are `rows_in`, the rows of data."""

    figures: tuple[Figure, ...]
    findings: tuple[Finding, ...]
    rows_in: int
    rows_accepted: int
    rows_refused: int
    new_indicators: tuple[str, ...]
    """What has figures and no card yet, as the file writes it."""


def read_monitor(file: TextFile, sheet: Sheet, layout: Layout, area_codes: Mapping[str, str]) -> MonitorRead:
    """The figures of a table under a layout; `area_codes` are those of `areas_of` with the officer's answers.

    Figures are in the unit of their measure, percentages from 0 to 100. Where a layout or a table cannot be used as it
    is, a blocking finding says why and there are no figures.
    """
    blocking = _what_blocks(file, sheet, layout)
    rows = layout.rows(sheet)
    if blocking:
        return MonitorRead((), tuple(blocking), len(rows), 0, len(rows), ())
    return _Reader(file.name, sheet, layout, area_codes).read(rows)


def observations(figures: Iterable[Figure]) -> dict[str, pa.Table]:
    """The figures as a table of `model.delivery.OBSERVATION` for each period."""
    by_period: dict[str, list[Figure]] = {}
    for figure in figures:
        by_period.setdefault(figure.period, []).append(figure)
    return {
        period: pa.table(
            {
                column.name: pa.array(
                    [getattr(figure, column.name) for figure in several],
                    column.type.value_type if pa.types.is_dictionary(column.type) else column.type,
                ).cast(column.type)
                for column in OBSERVATION
            },
            OBSERVATION,
        )
        for period, several in sorted(by_period.items())
    }


def _what_blocks(file: TextFile, sheet: Sheet, layout: Layout) -> list[Finding]:
    """Why a table cannot be read under a layout."""
    here = Place(file.name, sheet.name)
    if not layout.header_rows:
        return [monitor_findings.no_header(here)]
    if not layout.rows(sheet):
        return [monitor_findings.no_rows(here)]
    found = [monitor_findings.several_tables(layout.other_tables, here)] if layout.other_tables else []
    if not layout.first(Role.AREA):
        found.append(monitor_findings.no_area(here))
    if not layout.first(Role.VALUE):
        found.append(monitor_findings.no_value(here))
    values = [column for column in layout.columns if column.role is Role.VALUE]
    if not layout.first(Role.PERIOD) and not all(column.period or layout.period for column in values):
        found.append(monitor_findings.no_period(here))
    for column in values:
        if not (layout.is_long or column.indicator or layout.indicator):
            found.append(monitor_findings.no_indicator(replace(here, column=column.header)))
    for column in layout.columns:
        if column.role is Role.GROUP and not column.group:
            groups = {cell_of(line.cells, column.place) for line in layout.rows(sheet)}
            if not any(_is_total(group) for group in groups):
                found.append(monitor_findings.no_group(sorted(groups), replace(here, column=column.header)))
    return found


def _is_total(group: str) -> bool:
    return plain(group) in TOTALS


@dataclass
class _Reader:
    """The figures of one table, while they are read."""

    file: str
    sheet: Sheet
    layout: Layout
    area_codes: Mapping[str, str]
    figures: dict[tuple[str, str, str], Figure] = field(default_factory=dict)
    alike: dict[tuple[str, str], list[Finding]] = field(default_factory=dict)
    counts: Counter[str] = field(default_factory=Counter)

    def __post_init__(self) -> None:
        self.measures = {measure.written: measure for measure in self.layout.measures}
        self.values = [column for column in self.layout.columns if column.role is Role.VALUE]
        self.beside: dict[tuple[Role, str, str], Column] = {
            (column.role, column.indicator, column.period): column
            for column in reversed(self.layout.columns)
            if column.role in FIGURES
        }
        self.groups = [column for column in self.layout.columns if column.role is Role.GROUP]
        self.unknown: Counter[str] = Counter()
        self.others: Counter[str] = Counter()
        self.left_out: Counter[Column] = Counter()

    def read(self, rows: Sequence[Line]) -> MonitorRead:
        self._settle_decimals(rows)
        accepted = sum(self._row(line) for line in rows)
        if self.figures and all(one.status is Status.NOT_APPLICABLE for one in self.figures.values()):
            return MonitorRead((), (monitor_findings.nothing_filled_in(self._place()),), len(rows), 0, len(rows), ())
        used = {figure.indicator for figure in self.figures.values()}
        new = [one.written for one in self._all_measures() if not one.indicator and one.written in used]
        self._sum_up()
        findings = []
        for several in self.alike.values():
            findings += several[:MOST_ALIKE]
            if len(several) > MOST_ALIKE:
                findings.append(monitor_findings.and_more(several[-1], len(several) - MOST_ALIKE))
        order = list(FindingLevel)
        findings.sort(key=lambda finding: order.index(finding.level))
        return MonitorRead(
            tuple(self.figures.values()), tuple(findings), len(rows), accepted, len(rows) - accepted, tuple(new)
        )

    def _all_measures(self) -> Iterable[Measure]:
        return self.measures.values()

    def _place(self, line: Line | None = None, column: Column | None = None) -> Place:
        return Place(self.file, self.sheet.name, line.number if line else None, column.header if column else "")

    def _say(self, finding: Finding, kind: str) -> None:
        self.alike.setdefault((kind, finding.column), []).append(finding)

    def _settle_decimals(self, rows: Sequence[Line]) -> None:
        """Which decimal sign decides a doubtful number: its column proves it, the officer or the table says it."""
        columns = [column for column in self.layout.columns if column.role in FIGURES]
        texts = {column.place: {cell_of(line.cells, column.place) for line in rows} for column in columns}
        of_table = decimal_of({text for several in texts.values() for text in several})
        self.decimals: dict[int, str | None] = {}
        for column in columns:
            proven = decimal_signs(texts[column.place])
            chosen = self.layout.decimal or None
            if len(proven) == 2:
                self._say(monitor_findings.mixed_decimals(self._place(column=column)), "mixed")
                self.decimals[column.place] = chosen
            else:
                self.decimals[column.place] = next(iter(proven), chosen or of_table)

    def _row(self, line: Line) -> bool:
        """Reads one row; whether it gave a figure."""
        for column in self.groups:
            group = cell_of(line.cells, column.place)
            if not (group == column.group if column.group else _is_total(group)):
                self.left_out[column] += 1
                return False
        region, period = self._region(line), self._period(line)
        if region is None or period is None:
            return False
        measure = None
        if (named := self.layout.first(Role.INDICATOR)) is not None:
            written = cell_of(line.cells, named.place)
            if not written:
                self.counts["indicator"] += 1
                return False
            measure = self._measure(written)
        return sum(self._figure(line, column, measure, region, period) for column in self.values) > 0

    def _measure(self, written: str) -> Measure:
        return self.measures.setdefault(written, Measure(written, "", ""))

    def _region(self, line: Line) -> str | None:
        area, level = area_cells(self.layout, line)
        written = written_area(area, level)
        if region := self.area_codes.get(written):
            return region
        if not area:
            self.counts["area"] += 1
        else:
            (self.others if is_other_level(area, level) else self.unknown)[written] += 1
        return None

    def _period(self, line: Line) -> str | None:
        """The period that the row says, else the layout's; an empty text when each column says its own."""
        column = self.layout.first(Role.PERIOD)
        if column is None:
            return self.layout.period
        text = cell_of(line.cells, column.place)
        period = read_period(text)
        if period is None:
            self._say(monitor_findings.unreadable_period(text, self._place(line, column)), "period")
        return period

    def _figure(self, line: Line, column: Column, measure: Measure | None, region: str, period: str) -> bool:
        measure = measure or self._measure(column.indicator or self.layout.indicator)
        found = self._cell(line, column, measure) if measure.is_used else None
        if found is None:
            return False
        lower, upper = self._bounds(line, column, measure, found)
        counted = self._beside(line, Role.COUNT, column)
        read_count = self._cell(line, counted, None) if counted else None
        figure = Figure(
            measure.indicator or measure.written,
            region,
            column.period or period,
            found.value,
            lower,
            upper,
            read_count.value if read_count else None,
            found.status,
            line.number,
        )
        key = figure.indicator, region, figure.period
        former = self.figures.setdefault(key, figure)
        if former is figure:
            self.counts["few"] += (
                figure.status.has_value and figure.count is not None and figure.count < MIN_RESPONDENTS
            )
        elif replace(former, row=figure.row) == figure:
            self.counts["twice"] += 1
        else:
            place = self._place(line, column)
            area = written_area(*area_cells(self.layout, line))
            told = monitor_findings.different_twice(measure.written, area, figure.period, former.row, place)
            self._say(told, "different")
        return True

    def _beside(self, line: Line, role: Role, column: Column) -> Column | None:
        """The column that says the bound or the number of respondents of a value."""
        keys = ((column.indicator, column.period), (column.indicator, ""), ("", column.period), ("", ""))
        return next((self.beside[role, *key] for key in keys if (role, *key) in self.beside), None)

    def _bounds(
        self, line: Line, column: Column, measure: Measure, found: Reading
    ) -> tuple[float | None, float | None]:
        """The published bounds of a value; both None when the value does not lie between them."""
        if found.value is None:
            return found.lower, found.upper
        sides = []
        for role in (Role.LOWER, Role.UPPER):
            beside = self._beside(line, role, column)
            side = self._cell(line, beside, measure) if beside else None
            sides.append(side.value if side else None)
        lower, upper = sides
        if (lower is not None and lower > found.value) or (upper is not None and upper < found.value):
            place = self._place(line, column)
            self._say(monitor_findings.impossible_bounds(cell_of(line.cells, column.place), place), "bounds")
            return None, None
        return lower, upper

    def _cell(self, line: Line, column: Column, measure: Measure | None) -> Reading | None:
        """What a cell says in the unit of its measure (None: number of respondents); else None, and a finding."""
        text = cell_of(line.cells, column.place)
        found = read_figure(text)
        if found is None and is_ambiguous(text):
            found = self._settled(text, column)
            if found is None:
                self._say(monitor_findings.doubtful_number(text, self._place(line, column)), "doubtful")
                return None
        if found is None:
            self._say(monitor_findings.no_number(text, self._place(line, column)), "text")
            return None
        if measure is None or measure.unit != "%":
            return found
        if found.status is Status.INTERVAL and not found.is_percentage:
            return read_figure(text + "%", self.decimals[column.place])
        if found.value is None:
            return found
        value = found.value * 100 if measure.is_fraction and not found.is_percentage else found.value
        if not 0 <= value <= 100:
            self._say(monitor_findings.impossible_percentage(text, self._place(line, column)), "percentage")
            return None
        return replace(found, value=round(value, 10))

    def _settled(self, text: str, column: Column) -> Reading | None:
        """A doubtful number as its column says; a number of respondents has thousands rather than three decimals."""
        if column.role is Role.COUNT:
            readings = [found for sign in ",." if (found := read_figure(text, sign))]
            return max(readings, key=lambda found: found.value or 0)
        sign = self.decimals[column.place]
        return read_figure(text, sign) if sign else None

    def _sum_up(self) -> None:
        """The findings about many rows at once."""
        area, named = self.layout.first(Role.AREA), self.layout.first(Role.INDICATOR)
        here = self._place(column=area)
        if self.unknown:
            told = monitor_findings.unknown_areas(list(self.unknown), self.unknown.total(), here)
            self._say(told, "unknown")
        if self.others:
            self._say(monitor_findings.other_levels(list(self.others), self.others.total(), here), "others")
        if self.counts["area"]:
            self._say(monitor_findings.row_without_area(self.counts["area"], here), "area")
        if self.counts["indicator"]:
            place = self._place(column=named)
            self._say(monitor_findings.row_without_indicator(self.counts["indicator"], place), "indicator")
        for column, count in self.left_out.items():
            told = monitor_findings.groups_left_out(count, column.group or "totaal", self._place(column=column))
            self._say(told, "groups")
        if self.counts["few"]:
            self._say(monitor_findings.few_respondents(self.counts["few"], MIN_RESPONDENTS, self._place()), "few")
        if self.counts["twice"]:
            self._say(monitor_findings.same_twice(self.counts["twice"], self._place()), "twice")
        self._doubt_fractions()

    def _doubt_fractions(self) -> None:
        """Percentages that are all at most 1 may be fractions."""
        highest: dict[str, float] = {}
        for figure in self.figures.values():
            if figure.value is not None:
                highest[figure.indicator] = max(figure.value, highest.get(figure.indicator, 0.0))
        for measure in self._all_measures():
            top = highest.get(measure.indicator or measure.written, 0.0)
            if measure.unit == "%" and not measure.is_fraction and 0 < top <= 1:
                self._say(
                    monitor_findings.maybe_fractions(measure.written, self._place()), f"fractions {measure.written}"
                )
