"""What stands where in a monitor's table, as far as the table shows it: a proposal for an officer to correct."""

import re
from collections import Counter
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from loaders.monitor_extent import begins_as_note, extent, filled_cells, read_as_figure
from loaders.monitor_header import VALUE_WORDS, Header, periods_in
from loaders.monitor_layout import (
    SEPARATOR,
    TOTALS,
    Column,
    Layout,
    Measure,
    Role,
    bare_name,
    cell_of,
    headers_of,
    plain,
    read_period,
)
from model.catalogue import Indicator
from model.reading import decimal_of
from model.region import normalise_code
from model.text_file import Line, Sheet


def _words(text: str) -> frozenset[str]:
    return frozenset(text.split())


_PERIOD = _words("periode perioden period jaar peiljaar meetjaar onderzoeksjaar year schooljaar")
_LEVEL = frozenset(
    ("gebiedsniveau", "geolevel", "niveau", "soort regio", "soortregio", "gebiedstype", "regioniveau", "soort gebied")
)
_AREA_NAME = re.compile(
    r"(?:gebieds?|wijk|buurt|gemeente|regio)(?: ?naam)?|naam(?: gebied)?|plaats|regio s|wijk(?: of| en)? buurt"
    r"|wijken en buurten"
)
_AREA_CODE = re.compile(
    r"(?:gebieds?|wijk|buurt|gemeente|regio|cbs|geo|gwb|gm|wk|bu|stat)? ?code(?: [0-9]+)?|geoitem|gebied"
    r"|wijkenenbuurten|(?:.* )?codering(?: [0-9]+| code)?|code (?:wijk|buurt|gemeente|gebied)"
)
_INDICATOR = (
    "indicator",
    "indicatornaam",
    "onderwerp",
    "onderwerpen",
    "variabele",
    "kenmerk",
    "vraag",
    "indicatorcode",
)
_GROUP = _words(
    "klas leerjaar gender geslacht leeftijd leeftijdsgroep onderwijssoort schoolsoort schooltype onderwijstype "
    "opleiding "
    "subgroep groep groepen uitsplitsing uitsplitsingen populatie doelgroep marges herkomst dim migratieachtergrond "
    "subpopulatie"
)
_NO_FIGURE = re.compile(
    r"id|nr|nummer|volgnummer|rijnummer|recs|ind wbi|.*indelingswijziging.*|gwb code.*|postcode|pc4"
)
_NO_SHARE = re.compile(r"score|cijfer|gemiddeld|afstand|index|aantal", re.I)
_UNITS = {
    "%": r"%|procent|percentage",
    "per 1.000": r"per 1[. ]?000",
    "km": r"\bkm\b",
    "x 1.000 euro": r"1[. ]?000 euro",
}


def propose(sheet: Sheet, known: Sequence[Indicator], names: Mapping[str, str], file_name: str = "") -> Layout:
    """What stands where in a sheet, as far as it shows.

    `known` are the indicators that a header may name (by label, id, column of the source or title), `names` the areas
    by code that a column may name. Where the table does not say it, the period is that of the titles above it, of the
    sheet or of `file_name`. What is not recognised is left to the officer.
    """
    near_names = {bare_name(plain(name)) for name in names.values()}
    header, body, others = extent(sheet.lines, near_names)
    header_rows = tuple(line.number for line in header)
    titles = [line for line in sheet.lines if line.number < min((*header_rows, body[0].number if body else 0))]
    draft = _Draft(headers_of(sheet, header_rows), body, known, names, titles)
    columns = draft.columns()
    has_period = any(column.role is Role.PERIOD or column.period for column in columns)
    above = " ".join(cell for line in titles for cell in line.cells)
    return Layout(
        header_rows=header_rows,
        first_row=body[0].number if body else max(header_rows, default=0) + 1,
        last_row=body[-1].number if body else max(header_rows, default=0),
        columns=columns,
        measures=tuple(draft.measures.values()),
        period="" if has_period else _only_period(above, sheet.name, file_name),
        indicator=draft.indicator,
        other_tables=tuple(line.number for line in others),
    )


def _only_period(*texts: str) -> str:
    """The period in the first text that names any; empty when that names several."""
    for text in texts:
        if found := periods_in(text):
            return found.pop() if len(found) == 1 else ""
    return ""


def _split_title(line: Line) -> list[str]:
    """The parts of `Onderwerp;Gelukkig` or `Onderwerp: Gelukkig`."""
    cells = filled_cells(line)
    return cells if len(cells) > 1 else [part.strip() for part in cells[0].split(":", 1)]


def _unbracketed(text: str) -> str:
    return re.sub(r"\([^)]*\)", "", text)


@dataclass
class _Draft:
    """The columns of a table, while it is found out what each says."""

    headers: Sequence[str]
    lines: Sequence[Line]
    known: Sequence[Indicator]
    names: Mapping[str, str]
    titles: Sequence[Line]
    measures: dict[str, Measure] = field(default_factory=dict)
    indicator: str = ""

    def columns(self) -> tuple[Column, ...]:
        """What each column says; fills `measures` and `indicator`."""
        roles = {place: self._role(place) for place in range(len(self.headers))}
        area = max(roles, key=lambda place: (*self._area_score(place, roles), -place), default=0)
        if roles and any(self._area_score(area, roles)):
            roles[area] = Role.AREA
            if self._share(area, normalise_code) == 1:
                roles |= {place: Role.IGNORE for place, role in roles.items() if role is Role.LEVEL}
        self._choose_indicator(roles)
        is_long = Role.INDICATOR in roles.values()
        found = {place: Header.of(self.headers[place]) for place, role in roles.items() if role is None}
        figures = [
            place
            for place, header in found.items()
            if self._holds_figures(place) and not (is_long and header.kind is Role.VALUE and header.label)
        ]
        if is_long:
            self._measures_of_rows(roles, next((place for place in figures if found[place].kind is Role.VALUE), None))
        else:
            self._measures_of_columns({place: found[place] for place in figures if found[place].kind is Role.VALUE})
        return tuple(self._column(place, roles[place], found, figures, is_long) for place in roles)

    def _texts(self, place: int) -> Counter[str]:
        if place not in self._counted:
            self._counted[place] = Counter(text for line in self.lines if (text := cell_of(line.cells, place)))
        return self._counted[place]

    @cached_property
    def _counted(self) -> dict[int, Counter[str]]:
        return {}

    @cached_property
    def _plain_measures(self) -> dict[str, str]:
        return {plain(written): written for written in self.measures}

    @cached_property
    def _plain_names(self) -> set[str]:
        return {bare_name(plain(name)) for name in self.names.values()}

    @cached_property
    def _ids(self) -> dict[str, set[str]]:
        """Ids by all that a header may write: not by less than the label says of whom it is, as `(18+)`, and by the
        columns and titles of a source only where its figure is taken as it stands."""
        ids: dict[str, set[str]] = {}
        for one in self.known:
            if one.smallest_level == "school":
                continue
            says_of_whom = one.label.endswith(")")
            others = () if says_of_whom else (one.id, *(() if one.per else (*one.stems, *one.titles)))
            for word in (one.label, *others):
                ids.setdefault(plain(word), set()).add(one.id)
        return ids

    @cached_property
    def _ids_of_keys(self) -> dict[str, set[str]]:
        """Ids by the source's own column names, as they stand before a running number."""
        ids: dict[str, set[str]] = {}
        for one in self.known:
            for stem in () if one.per else one.stems:
                ids.setdefault(stem, set()).add(one.id)
        return ids

    def _share(self, place: int, is_so: Callable[[str], object]) -> float:
        texts = self._texts(place)
        return sum(count for text, count in texts.items() if is_so(text)) / max(texts.total(), 1)

    def _role(self, place: int) -> Role | None:
        """What a column says by its header; None when it may hold figures or the area."""
        header = plain(re.sub(r"_[0-9]+$", "", self.headers[place]))
        if header in _PERIOD or (
            self._texts(place) and all("JJ" in text and read_period(text) for text in self._texts(place))
        ):
            return Role.PERIOD
        if header in _LEVEL:
            return Role.LEVEL
        if header in _INDICATOR:
            return Role.INDICATOR
        words = header.split()
        is_of_groups = bool(set(words) & _GROUP) and (words[0] == "dim" or self._share(place, read_as_figure) < 0.5)
        if header in _GROUP or (is_of_groups and len(words) < 4 and not self._measure_id(self.headers[place])):
            return Role.GROUP
        if _NO_FIGURE.fullmatch(header) and not self._share(place, normalise_code):
            return Role.IGNORE
        return None

    def _area_score(self, place: int, roles: Mapping[int, Role | None]) -> tuple[bool, bool, bool, bool, int]:
        """How surely a column names the areas: by codes, by numbers under a fitting header, by names, by its header."""
        header = plain(self.headers[place])
        if roles[place] not in (None, Role.IGNORE):
            return False, False, False, False, 0
        is_code = self._share(place, normalise_code) > 0.5
        is_number = (
            bool(_AREA_CODE.fullmatch(header)) and self._share(place, lambda text: re.fullmatch(r"\d{1,8}", text)) > 0.5
        )
        is_name = self._share(place, lambda text: bare_name(plain(text)) in self._plain_names) > 0.5
        is_corner = not header and not place and self._share(place, read_as_figure) < 0.5
        is_headed = is_corner or any(pattern.fullmatch(header) for pattern in (_AREA_NAME, _AREA_CODE))
        size = len(self._texts(place)) if is_code or is_number or is_name or is_headed else 0
        return is_code, is_number, is_name, is_headed, size

    def _choose_indicator(self, roles: dict[int, Role | None]) -> None:
        """One column of indicators at most; in Swing's long form it is called NAAM, beside a column of values."""
        unsaid = [place for place, role in roles.items() if role is None and self.headers[place]]
        has_value = any(plain(self.headers[place]) in VALUE_WORDS for place in unsaid)
        candidates = [place for place, role in roles.items() if role is Role.INDICATOR]
        if not candidates and has_value:
            named = [place for place in unsaid if plain(self.headers[place]) == "naam"]
            candidates = [place for place in named if not self._goes_with_area(place, roles)]
        best = max(candidates, key=lambda place: (self._share(place, self._measure_id), -place), default=None)
        for place in candidates:
            roles[place] = Role.INDICATOR if place == best and has_value else Role.IGNORE

    def _goes_with_area(self, place: int, roles: Mapping[int, Role | None]) -> bool:
        """Whether a column only repeats the area in other words: one name for each area."""
        area = next((at for at, role in roles.items() if role is Role.AREA), None)
        if area is None or self._share(place, self._measure_id) > 0:
            return area is None
        if self._share(place, lambda text: bare_name(plain(text)) in self._plain_names) > 0.5:
            return True
        pairs = {(cell_of(line.cells, area), cell_of(line.cells, place)) for line in self.lines}
        return 1 < len(self._texts(area)) == len(pairs) == len(self._texts(place))

    def _holds_figures(self, place: int) -> bool:
        texts = self._texts(place)
        if not texts:
            return bool(self._measure_id(self.headers[place]))
        return bool(self.headers[place]) and self._share(place, read_as_figure) >= 0.5

    def _measure_id(self, written: str) -> str:
        """The id of the one indicator that a text names; empty when it is none or more than one."""
        key = re.fullmatch(r"(\w+)_[0-9]+", written)
        last = re.split(rf"{SEPARATOR.strip()}|/", written)[-1]
        found = [self._ids_of_keys.get(key[1]) if key else None]
        found += [self._ids.get(plain(text)) for text in (written, _unbracketed(written), last, _unbracketed(last))]
        ids = next(filter(None, found), set())
        return next(iter(ids)) if len(ids) == 1 else ""

    def _measure(self, written: str, texts: Iterable[str], headers: str = "") -> Measure:
        """An indicator with its unit, and whether its percentages are written as 0,123."""
        texts = set(texts)
        decimal = decimal_of(texts)
        readings = [found for text in texts if (found := read_as_figure(text, decimal)) and found.value is not None]
        values = [found.value for found in readings if found.value is not None]
        identity = self._measure_id(written)
        unit = next((one.unit for one in self.known if one.id == identity), "")
        unit = unit or next(
            (unit for unit, said in _UNITS.items() if re.search(said, f"{written} {headers}", re.I)), ""
        )
        if not unit and any(found.is_percentage for found in readings):
            unit = "%"
        if not unit and values and not _NO_SHARE.search(written) and all(0 <= value <= 100 for value in values):
            unit = "%" if any(not value.is_integer() for value in values) else ""
        is_fraction = (
            unit == "%"
            and bool(values)
            and all(0 <= value <= 1 for value in values)
            and not any(found.is_percentage for found in readings)
            and any(re.search(r"[.,][0-9]{2}", text) for text in texts)
        )
        return Measure(written, identity, unit, is_fraction)

    def _measures_of_rows(self, roles: Mapping[int, Role | None], value: int | None) -> None:
        """The indicators that the rows of a long table name."""
        place = next(at for at, role in roles.items() if role is Role.INDICATOR)
        texts: dict[str, set[str]] = {}
        for line in self.lines:
            if written := cell_of(line.cells, place):
                texts.setdefault(written, set()).add(cell_of(line.cells, value) if value is not None else "")
        self.measures = {written: self._measure(written, values - {""}) for written, values in texts.items()}

    def _measures_of_columns(self, values: Mapping[int, Header]) -> None:
        """The indicators that the headers of a wide table name, and the one of its title where they name none."""
        texts: dict[str, set[str]] = {}
        headers: dict[str, str] = {}
        for place, header in values.items():
            texts.setdefault(header.label, set()).update(self._texts(place))
            headers[header.label] = f"{headers.get(header.label, '')} {self.headers[place]}"
        if "" in texts:
            self.indicator = self._title()
            unlabelled = texts.pop("")
            if self.indicator:
                texts.setdefault(self.indicator, set()).update(unlabelled)
        self.measures = {
            written: self._measure(written, found, headers.get(written, "")) for written, found in texts.items()
        }
        claims = Counter(measure.indicator for measure in self.measures.values())
        for written, measure in self.measures.items():
            if measure.indicator and claims[measure.indicator] > 1 and plain(written) not in self._ids:
                self.measures[written] = replace(measure, indicator="")

    def _title(self) -> str:
        """The indicator that a line above the table names: a known one, else the first line that is no note."""
        named = [
            SEPARATOR.join(cells[1:]) or cells[0]
            for cells in map(_split_title, self.titles)
            if plain(cells[0]) in _INDICATOR
        ]
        free = [filled_cells(line)[0] for line in self.titles if not begins_as_note(line)]
        lines = [label for text in (*named, *free) if (label := Header.of(text).label)]
        return next((text for text in lines if self._measure_id(text)), next(iter(lines), ""))

    def _column(
        self, place: int, role: Role | None, found: Mapping[int, Header], figures: Sequence[int], is_long: bool
    ) -> Column:
        header = self.headers[place]
        if role is Role.GROUP:
            groups = self._texts(place)
            has_total = any(plain(text) in TOTALS for text in groups)
            return Column(place, header, role, group=next(iter(groups)) if len(groups) == 1 and not has_total else "")
        if role is not None or place not in figures:
            return Column(place, header, role or Role.IGNORE)
        said = found[place]
        if is_long:
            same = [at for at in figures if found[at].kind is said.kind]
            return Column(place, header, said.kind if same[0] == place else Role.IGNORE)
        if said.kind is Role.VALUE:
            return Column(place, header, said.kind, said.label or self.indicator, said.period)
        mine = self._plain_measures.get(plain(said.label), "")
        left = [at for at in figures if at < place and found[at].kind is Role.VALUE]
        is_of_all = said.kind is Role.COUNT and sum(found[at].kind is Role.COUNT for at in figures) == 1
        if mine or is_of_all:
            return Column(place, header, said.kind, mine, said.period)
        if not left:
            return Column(place, header, Role.IGNORE)
        near = found[left[-1]]
        return Column(place, header, said.kind, near.label or self.indicator, said.period or near.period)
