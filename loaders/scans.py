"""School scans: the form as a Word table, one school a row, or one choice a row."""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from itertools import zip_longest

from loaders.scan_answers import Draft, number_of_choice, scan_of
from loaders.scan_labels import (
    CHOICE_PARTS,
    CODES,
    DOMAIN_WORDS,
    OF_CHOICE,
    PARTS,
    TEXTS,
    Field,
    field_of,
    is_answer,
    markers,
    normalise,
)
from model import scan_findings as say
from model.catalogue import Domain
from model.findings import Finding
from model.scan import Scan
from model.scan_findings import Spot
from model.text_file import Line, Sheet, TextFile

_EXPLANATION_SHEETS = {"toelichting", "keuzelijsten", "keuzelijst", "uitleg", "instructie", "lijsten"}
_HEADER_WITHIN = 30
"""In how many first lines the header of a table must stand."""
_LONGEST_FORM = 2_000
"""Rows of a form, and lines of a Word file; no school fills in so many."""
_MOST_COLUMNS = 500


@dataclass(frozen=True)
class ScansRead:
    """The scans of one file, and what there is to say of them beside the file's own findings.

    A row is a row of a table or a whole form; `rows_in` is always `rows_accepted` and `rows_refused` together.
    """

    scans: tuple[Scan, ...]
    findings: tuple[Finding, ...]
    rows_in: int
    rows_accepted: int
    rows_refused: int


def read_scans(file: TextFile) -> ScansRead:
    """The scans of a CSV, workbook or Word file: forms, one school a row, or one choice a row.

    Any file gives scans or findings. A row or form without a school is refused; of a school that stands in the file
    twice the last scan counts. `Scan.row` is empty for a form.
    """
    drafts: list[Draft] = []
    findings: list[Finding] = []
    refused = 0
    known, unknown = 0, []
    if file.kind == "docx" and sum(len(sheet.lines) for sheet in file.sheets) > _LONGEST_FORM:
        return ScansRead((), (say.too_long_form(Spot(file.name), _LONGEST_FORM),), 0, 0, 0)
    for sheet in _with_scans(file):
        at = Spot(file.name, sheet.name)
        if place := _header_place(sheet, _is_header):
            found, remarks = _table(sheet, place - 1, at)
            drafts += found
            findings += remarks
        elif file.kind == "docx" and (place := _header_place(sheet, _is_details)):
            _add_details(drafts, sheet, place - 1, at)
        elif len({what.key for line in sheet.lines if (what := _label(line))}) > 1:
            if len(sheet.lines) > _LONGEST_FORM:
                findings.append(say.too_long_form(at, _LONGEST_FORM))
                continue
            _add_form(drafts, sheet, at, goes_on=file.kind == "docx")
        elif place := _header_place(sheet, _is_header_without_school):
            header = sheet.lines[place - 1]
            findings.append(
                say.no_school_column(replace(at, row=header.number), [name for name in header.cells if name])
            )
            refused += len(sheet.lines) - place
        else:
            unknown.append(say.unknown_sheet(at))
            continue
        known += 1
    findings += unknown if known else [say.not_a_scan(Spot(file.name))]
    drafts = [draft for draft in drafts if not (draft.is_form and draft.is_empty())]
    if known and not drafts and not refused:
        findings.append(say.nothing_filled_in(Spot(file.name)))
    read = [(draft, scan_of(draft)) for draft in drafts]
    named = [(draft, scan) for draft, scan in read if scan.school]
    kept = {_identity(scan): (draft, scan) for draft, scan in named}
    for draft, scan in read:
        findings += draft.findings
        if not scan.school:
            findings.append((say.form_without_school if draft.is_form else say.row_without_school)(draft.at))
        elif kept[_identity(scan)][0] is not draft:
            findings.append(say.school_twice(draft.at, scan.school))
    rows_in = sum(draft.rows for draft in drafts) + refused
    accepted = sum(draft.rows for draft, _ in kept.values())
    return ScansRead(tuple(scan for _, scan in kept.values()), tuple(findings), rows_in, accepted, rows_in - accepted)


def _identity(scan: Scan) -> tuple[str, ...]:
    return (scan.site,) if scan.site else tuple(map(normalise, (scan.school, scan.place, scan.board)))


def _with_scans(file: TextFile) -> Iterator[Sheet]:
    """The sheets that may hold scans: not the explanation, and the text of a Word file only when it has no tables."""
    for sheet in file.sheets:
        is_beside_tables = file.kind == "docx" and sheet.name == "Tekst" and len(file.sheets) > 1
        if sheet.lines and not is_beside_tables and normalise(sheet.name) not in _EXPLANATION_SHEETS:
            yield sheet


def _keys(line: Line) -> set[str]:
    return {what.key for cell in line.cells[:_MOST_COLUMNS] if cell and (what := field_of(cell))}


def _is_header(keys: set[str]) -> bool:
    return bool(keys & {"school", "location"}) and len(keys) > 1


def _is_details(keys: set[str]) -> bool:
    """Whether this heads the form's table of the domains or of the choices."""
    return {"domain", "assessed"} <= keys or ("choice" in keys and bool(keys & {"domain", "reached", "amount"}))


def _is_header_without_school(keys: set[str]) -> bool:
    return len(keys) > 2


def _header_place(sheet: Sheet, is_header: Callable[[set[str]], bool]) -> int:
    """The place (from 1) of the first line that is a header; 0 when there is none."""
    first = sheet.lines[:_HEADER_WITHIN]
    return next((place for place, line in enumerate(first, start=1) if is_header(_keys(line))), 0)


def _table(sheet: Sheet, place: int, at: Spot) -> tuple[list[Draft], list[Finding]]:
    """The rows under a header: a draft a row, or with one column of choices a draft for the rows of a school."""
    header = sheet.lines[place]
    names = header.cells
    # A second header in the sheet is that of a part of the same table.
    lines = [line for line in sheet.lines[place + 1 :] if line.cells != names]
    fields = [field_of(name) for name in names]
    strange = [name for name, what in zip(names, fields, strict=True) if name and what is None]
    if any(text and not name for line in lines for text, name in zip_longest(line.cells, names)):
        strange.append(say.NO_NAME)
    findings = [say.unknown_columns(replace(at, row=header.number), strange)] if strange else []
    is_long = [what.number > 0 for what in fields if what and what.key == "choice"] == [False]
    has_own_year = any(what and what.key == "choice_year" for what in fields)
    columns = list(zip(names, _numbered(fields), strict=True))
    drafts: list[Draft] = []
    by_name: dict[str, list[Draft]] = {}
    for line in lines:
        spot = replace(at, row=line.number)
        cells = line.cells + ("",) * (len(columns) - len(line.cells))
        given = [(spot.under(name), what, text) for (name, what), text in zip(columns, cells, strict=False) if what]
        draft = _earlier(drafts, by_name, given) if is_long else None
        if draft is None:
            draft = Draft(spot, is_form=False, rows=0)
            drafts.append(draft)
        draft.rows += 1
        for where, what, text in given:
            if is_long and what.key == "school_year" and not has_own_year:
                draft.add(Field("choice_year", draft.rows), text, where)
                if draft.text("school_year"):
                    continue
            draft.add(replace(what, number=draft.rows) if is_long and what.key in OF_CHOICE else what, text, where)
        if draft.rows == 1:
            by_name.setdefault(normalise(draft.text("school")), []).append(draft)
    return drafts, findings


def _numbered(fields: Iterable[Field | None]) -> list[Field | None]:
    """Columns of choices without a number get the next one; what stands behind such a column belongs to it."""
    fields = list(fields)
    number = max((what.number for what in fields if what), default=0)
    found: list[Field | None] = []
    for what in fields:
        if what and what.key in OF_CHOICE and not what.number:
            number += what.key == "choice" or not number
            what = replace(what, number=number)
        found.append(what)
    return found


def _earlier(
    drafts: Sequence[Draft], by_name: Mapping[str, list[Draft]], given: Sequence[tuple[Spot, Field, str]]
) -> Draft | None:
    """The draft of the same school as a row: one it names, or the last where the row says nothing of a school."""
    answers = {what.key: normalise(text) for _, what, text in given if text}
    named = by_name.get(answers["school"], []) if "school" in answers else drafts[-1:]
    # A row that repeats the school is of that school although it leaves out what the first row says of it.
    of_school = ("place", *CODES) if "school" in answers else ("board", "place", *CODES)
    for draft in reversed(named):
        said = {key: normalise(draft.text(key)) for key in of_school if key in answers}
        if all(text == answers[key] or ("school" in answers and not text) for key, text in said.items()):
            return draft
    return None


def _label(line: Line) -> Field | None:
    """What the label of a row of a form asks; alone in its row it may have its answer behind a colon."""
    return field_of(_head(line.cells[0]) if len(line.cells) == 1 else line.cells[0]) if line.cells else None


def _head(text: str) -> str:
    """What stands before the colon of the first line, if there is one."""
    return text.partition(":")[0] if ":" in text.partition("\n")[0] else text


def _add_form(drafts: list[Draft], sheet: Sheet, at: Spot, goes_on: bool) -> None:
    """Add the rows of a form: to the last draft where the form goes on from an earlier table, else to a new one."""
    if not (goes_on and drafts and drafts[-1].is_form):
        drafts.append(Draft(at, is_form=True))
    rows = _FormRows(drafts, is_narrow=all(len(line.cells) < 2 for line in sheet.lines))
    for line in sheet.lines:
        # A cell over several columns may be read as that many equal cells.
        cells = [cell for place, cell in enumerate(line.cells) if not place or cell != line.cells[place - 1]] or [""]
        rows.add(cells[0], [cell for cell in cells[1:] if cell], replace(at, row=line.number))


@dataclass
class _FormRows:
    """The rows of a form, one after the other: what a row is, depends on the rows above it."""

    drafts: list[Draft]
    is_narrow: bool
    """Whether all stands in one column: an answer then stands behind the colon of its label, or under it."""
    last: Field | None = None
    """What the row above asked."""
    label: str = ""
    places: dict[int, int] = field(default_factory=dict)
    """The number of a choice as the form writes it, to that of the draft: a copied row keeps its old number."""

    def add(self, label: str, answers: list[str], at: Spot) -> None:
        """Add one row to the last draft, or begin another draft with it."""
        if self.is_narrow and field_of(_head(label)):
            answer = label.removeprefix(_head(label)).removeprefix(":").strip()
            label, answers = _head(label), [answer] if answer else []
        what = field_of(label) if label else self.last
        if label and not answers and self.last and self._is_continuation(what, label):
            what, label, answers = self.last, "", [label]
        if what is None:
            if any(is_answer(answer) for answer in answers):
                self.drafts[-1].findings.append(say.unknown_label(at.under(label)))
            self.last = None
            return
        if what == Field("choice") and label and not answers:
            return  # a heading above the choices
        if label and what.key in ("board", "school"):
            self._begin_other(what, answers, at)
        is_note = what.key == "choice" and bool(answers) and _is_note(answers[0])
        if label:
            what = self._numbered(what, is_same=is_note and label == self.label)
        self.last, self.label = what, label or self.label
        at = at.under(self.label.partition("\n")[0])
        if what.key == "choice":
            answers = [answer for answer in answers if is_answer(answer)]
            if len(answers) > 1:
                self.drafts[-1].add(replace(what, key="note"), "\n".join(answers[1:]), at)
                answers = answers[:1]
        self.drafts[-1].add(what, "\n".join(answers), at, is_more=what.key == "choice")

    def _is_continuation(self, what: Field | None, text: str) -> bool:
        """Whether what stands alone in a row belongs to the row above: that has several answers, or none yet."""
        if self.last is None:
            return False
        if what:
            is_part = what.key in PARTS.get(self.last.key, ()) and what.key != "choice"
            return is_part and not what.number and not self.is_narrow
        is_open = self.last.key in TEXTS and not self.drafts[-1].text(self.last.key, self.last.number)
        return is_answer(text) and (self.last.key in PARTS or is_open or (self.is_narrow and self.last.key in TEXTS))

    def _begin_other(self, what: Field, answers: Sequence[str], at: Spot) -> None:
        """Begin another draft when board or school are there already, and differ; a school's board stays."""
        former = self.drafts[-1]
        old = former.text(what.key)
        if not old or not answers or normalise(old) == normalise("\n".join(answers)):
            return
        self.drafts.append(Draft(replace(at, row=None), is_form=True))
        self.places = {}
        if what.key == "school" and (board := former.cells.get(Field("board"))):
            self.drafts[-1].add(Field("board"), board.text, board.at)

    def _numbered(self, what: Field, is_same: bool) -> Field:
        """The same with the number of its choice: a choice without one, or with one that is taken, gets the next."""
        if what.key not in OF_CHOICE:
            return what
        if what.key != "choice" or is_same:
            return replace(
                what, number=self.places.get(what.number, what.number or max(self.places.values(), default=1))
            )
        draft = self.drafts[-1]
        taken = {number for number in draft.numbers() if draft.text("choice", number)} | set(self.places.values())
        number = what.number if what.number and what.number not in taken else max(taken, default=0) + 1
        self.places[what.number] = number
        return replace(what, number=number)


def _is_note(text: str) -> bool:
    """Whether an answer to a choice says that it is the note."""
    first = text.partition("\n")[0]
    return any(key == "note" and pattern.match(first) for pattern, key in markers(CHOICE_PARTS))


def _add_details(drafts: list[Draft], sheet: Sheet, place: int, at: Spot) -> None:
    """Add a form's table of domains, or of its choices, to the last draft."""
    if not drafts:
        drafts.append(Draft(at, is_form=True))
    draft = drafts[-1]
    header = sheet.lines[place]
    keys = [what.key if (what := field_of(cell)) else "" for cell in header.cells]
    for line in sheet.lines[place + 1 :]:
        spot = replace(at, row=line.number)
        given = [(key, text, spot.under(name)) for key, text, name in zip(keys, line.cells, header.cells, strict=False)]
        answers = {key: text for key, text, _ in given}
        if "choice" not in keys:
            domain = DOMAIN_WORDS.get(normalise(answers.get("domain", "")))
            for key, text, where in given:
                if domain and key in ("assessed", "delayed"):
                    draft.add(Field(key, domain=domain), text, replace(where, column=f"{domain.value} {where.column}"))
            if not domain and any(answers.get(key) for key in ("assessed", "delayed")):
                words = [domain.value for domain in Domain]
                draft.findings.append(say.unknown_word(spot, answers.get("domain", ""), words))
            continue
        if not any(text for key, text, _ in given if key != "choice"):
            continue
        number = number_of_choice(draft, answers.get("choice", ""))
        if number is None:
            draft.findings.append(say.choice_unknown(spot, answers.get("choice", "")))
            continue
        for key, text, where in given:
            key = "choice_year" if key == "school_year" else key
            if key in OF_CHOICE and key != "choice":
                draft.add(Field(key, number), text, where)
