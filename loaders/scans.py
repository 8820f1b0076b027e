"""School scans: the form as a Word table, one school a row, or one choice a row."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache
from itertools import zip_longest
from typing import TypeVar

from model import scan_findings as say
from model.catalogue import Domain
from model.findings import Finding
from model.reading import Reading, read_cents, read_figure
from model.scan import Choice, DomainCount, Scan, Sector, Sharing, Wish, WishKind
from model.scan_findings import Spot
from model.text_file import Line, Sheet, TextFile

_ALIASES = {
    "board": "bestuur|schoolbestuur|naam bestuur|naam schoolbestuur|bevoegd gezag|houder|naam houder",
    "school": "school|naam school|naam van de school|schoolnaam",
    "location": "locatie|naam locatie|naam van de locatie|opvanglocatie|kinderopvanglocatie",
    "place": "plaats|plaatsnaam|vestigingsplaats|woonplaats",
    "site": "brin|brinnummer|brin nummer|brincode|brin code|brin en vestiging|brin vestiging|brin en vestigingsnummer|"
    "brin met vestiging|brin of lrk nummer|vestigingscode",
    "lrk": "lrk|lrk nummer|lrknummer|registratienummer lrk",
    "branch": "vestiging|vestigingsnummer|vestigingsnr|nummer vestiging",
    "sector": "sector|onderwijssoort|soort onderwijs",
    "school_year": "schooljaar",
    "sharing": "delen met|scan delen met|mag gedeeld worden met|gedeeld met",
    "scan": "schoolscan|scan|samenvatting schoolscan|schoolscan samenvatting|conclusies doelstellingen en aanpak",
    "conclusions": "conclusies|conclusie|belangrijkste conclusies|belangrijkste conclusies uit de schoolscan|"
    "conclusies uit de schoolscan|conclusies schoolscan|schoolscan conclusies|"
    "korte samenvatting van de belangrijkste conclusies uit de schoolscan|korte samenvatting|belangrijkste conclusies "
    "uit de scan|conclusies uit de scan",
    "goals": "doelstellingen|doelstelling|doelen|de doelstellingen|de doelstellingen die hieruit voortvloeien|"
    "doelstellingen die hieruit voortvloeien|schoolscan doelstellingen|doelstellingen schoolscan",
    "approach": "aanpak|de aanpak|gekozen aanpak|de gekozen aanpak|schoolscan aanpak|aanpak schoolscan|"
    "schoolscan gekozen aanpak",
    "choice": "keuze|keuze menukaart|menukaart keuze|menukaart|keuze uit de menukaart|keuze uit menukaart|interventie|"
    "naam keuze|keuze naam",
    "note": "toelichting|toelichting keuze|toelichting bij keuze|toelichting op keuze|keuze toelichting|"
    "korte toelichting|korte toelichting keuze|toelichting op de uitvoering|korte toelichting op de uitvoering",
    "domain": "domein|domein keuze|keuze domein",
    "reached": "bereik|bereik keuze|keuze bereik|leerlingen bereikt|aantal leerlingen bereikt|bereikte leerlingen|"
    "aantal bereikte leerlingen|kinderen bereikt|aantal leerlingen",
    "amount": "bedrag|bedrag keuze|keuze bedrag|bedrag in euro|kosten|budget",
    "choice_year": "schooljaar keuze|keuze schooljaar|schooljaar van de keuze",
    "wishes": "wensen t a v gemeente|wensen t a v de gemeente|wensen ten aanzien van de gemeente|wensen|"
    "wensen gemeente|wensen aan de gemeente",
    "linked": "wensen gekoppeld|wensen gekoppeld aan keuzes|gekoppeld aan keuzes|gekoppeld|inzet gekoppeld aan keuzes|"
    "wensen t a v gemeente gekoppeld|wensen t a v gemeente gekoppeld aan keuzes|gekoppeld aan uw keuzes|"
    "inzet van de gemeente direct gekoppeld aan uw keuzes en interventies|direct gekoppeld|"
    "direct gekoppeld aan uw keuzes en interventies",
    "other": "wensen overig|overige wensen|wensen andere terreinen|andere terreinen|op andere terreinen|"
    "wensen op andere terreinen|wensen t a v gemeente andere terreinen|inzet van de gemeente op andere terreinen|"
    "wensen t a v gemeente op andere terreinen|inzet op andere terreinen",
    "remarks": "opmerkingen|opmerking|overige opmerkingen|algemene opmerkingen",
    "assessed": "beoordeeld|aantal beoordeeld|leerlingen beoordeeld|aantal leerlingen beoordeeld|kinderen beoordeeld|"
    "aantal kinderen beoordeeld",
    "delayed": "met vertraging|vertraging|aantal met vertraging|leerlingen met vertraging|"
    "aantal leerlingen met vertraging|kinderen met vertraging|aantal kinderen met vertraging|met achterstand|"
    "kinderen met achterstand",
}
"""What schools call the parts of a scan, without case, signs and accents."""

KEY_OF = {alias: key for key, aliases in _ALIASES.items() for alias in aliases.split("|")}
"""The part of a scan that a header or label stands for."""
_OF_CHOICE = frozenset({"choice", "note", "domain", "reached", "amount", "choice_year"})
_TEXTS = frozenset({"scan", "conclusions", "goals", "approach", "note", "wishes", "linked", "other", "remarks"})
_SCAN_PARTS, _WISH_PARTS, _CHOICE_PARTS = ("conclusions", "goals", "approach"), ("linked", "other"), ("choice", "note")
_PARTS = {"scan": _SCAN_PARTS, "wishes": _WISH_PARTS, "choice": _CHOICE_PARTS}
"""Rows of the form that hold several answers, and which."""
_CODES = ("site", "lrk", "branch")
_DOUBTED = frozenset({"assessed", "delayed", "reached", "amount", "sharing"})
"""Of two different answers neither counts."""
_CHOICE_PROMPTS = {"naam": "choice", "naam keuze": "choice"}
_INSTRUCTIONS = {"naam korte toelichting op de uitvoering", "bij meer keuzes uit het menu graag rijen toevoegen"}
"""What the empty form says beside the names of its parts."""
_PROMPTS = _INSTRUCTIONS | KEY_OF.keys() | _CHOICE_PROMPTS.keys()
_NO_ANSWER = {"", "geen", "nvt", "n v t", "niet van toepassing", "geen wensen", "geen opmerkingen"}
_EXPLANATION_SHEETS = {"toelichting", "keuzelijsten", "keuzelijst", "uitleg", "instructie", "lijsten"}
_HEADER_WITHIN = 30
"""In how many first lines the header of a table must stand."""

_SECTOR_OF = {
    Sector.PRESCHOOL: "voorschools|kinderopvang|peuteropvang|voorschoolse educatie|kdv",
    Sector.PRIMARY: "po|bo|primair onderwijs|basisonderwijs|basisschool|regulier basisonderwijs",
    Sector.SPECIAL_PRIMARY: "sbo|sbao|speciaal basisonderwijs",
    Sector.SECONDARY: "vo|voortgezet onderwijs|middelbaar onderwijs",
    Sector.SPECIAL: "v so|vso|so|so vso|speciaal onderwijs|voortgezet speciaal onderwijs",
}
_SHARING_OF = {
    Sharing.MUNICIPALITY: "alleen gemeente|gemeente|alleen de gemeente|alleen met de gemeente",
    Sharing.LEA_ANONYMOUS: "lea zonder schoolnaam|lea anoniem|lea zonder naam",
    Sharing.LEA_NAMED: "lea met schoolnaam|lea met naam",
}
_DOMAIN_OF = {
    Domain.COGNITIVE: "cognitief|cognitieve",
    Domain.EXECUTIVE: "executief|executieve|executieve functies",
    Domain.SOCIAL: "sociaal|sociale",
    Domain.EMOTIONAL: "emotioneel|emotionele",
}
_DOMAIN_WORDS = {alias: domain for domain, words in _DOMAIN_OF.items() for alias in words.split("|")}

Word = TypeVar("Word", Sector, Sharing, Domain)

_BRIN = re.compile(r"([0-9]{2}[A-Z]{2})([0-9]{1,2})?")
_LRK = re.compile(r"[0-9]{9,12}")
_YEAR = re.compile(r"(?:schooljaar)?\s*((?:20)?[0-9]{2})\s*[-–/]\s*((?:20)?[0-9]{2})", re.IGNORECASE)
_CHOICE_NUMBERS = re.compile(r"\bkeuzes?\s*((?:[0-9]{1,2}\s*(?:,|en|&|\+)?\s*)+)", re.IGNORECASE)
_NUMBERED = re.compile(r"(?:keuze\s*)?([0-9]{1,2})\b", re.IGNORECASE)
_BULLET = re.compile(r"(?:[-–—*▪◦·o]\s+|[•▪◦·]\s*|\(?[0-9]{1,2}[.)]\s+|[a-z]\)\s+)")
_NEXT_ITEM = re.compile(r"\s+(?=[0-9]{1,2}[.)]\s+\D)|\s*(?=•)")
_NAME_AND_NOTE = re.compile(r"\s+[–—-]\s+|:\s+|\n")
_LONGEST_LABEL, _MOST_COLUMNS = 100, 500
_LONG_PROMPT = 4
"""From how many words a prompt is known although the answer follows it without a colon."""


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


@dataclass(frozen=True)
class _Field:
    """A part of a scan; `number` is the place of the choice it belongs to, 0 when none is said."""

    key: str
    number: int = 0
    domain: Domain | None = None


@dataclass(frozen=True)
class _Cell:
    text: str
    at: Spot


@dataclass
class _Draft:
    """The answers of one school as they stand in the file."""

    at: Spot
    is_form: bool
    rows: int = 1
    cells: dict[_Field, _Cell] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    doubted: set[_Field] = field(default_factory=set)

    def text(self, key: str, number: int = 0) -> str:
        cell = self.cells.get(_Field(key, number))
        return cell.text if cell else ""

    def add(self, what: _Field, text: str, at: Spot, is_more: bool = False) -> None:
        """Keep an answer. Texts are put together; of two different short answers the first counts, or neither.

        `is_more` says that a short answer goes on with the earlier one.
        """
        old = self.cells.get(what)
        if what in self.doubted or (old and (not text or text == old.text)):
            return
        if old is None or not old.text:
            self.cells[what] = _Cell(text, at)
        elif what.key in _TEXTS or is_more:
            self.cells[what] = _Cell(f"{old.text}\n{text}", old.at)
        else:
            self.findings.append(say.two_answers(at, old.text, text, what.key not in _DOUBTED))
            if what.key in _DOUBTED:
                self.doubted.add(what)
                self.cells[what] = _Cell("", at)

    def numbers(self) -> list[int]:
        """The numbers of the choices, in order."""
        return sorted({what.number for what in self.cells if what.key in _OF_CHOICE})

    def is_empty(self) -> bool:
        """Whether it holds nothing but the words of the empty form."""
        return not self.findings and not any(_is_answer(cell.text) for cell in self.cells.values())


def read_scans(file: TextFile) -> ScansRead:
    """The scans of a CSV, workbook or Word file: forms, one school a row, or one choice a row.

    Any file gives scans or findings. A row or form without a school is refused; of a school that stands in the file
    twice the last scan counts. `Scan.row` is empty for a form.
    """
    drafts: list[_Draft] = []
    findings: list[Finding] = []
    refused = 0
    known, unknown = 0, []
    for sheet in _with_scans(file):
        at = Spot(file.name, sheet.name)
        if place := _header_place(sheet, _is_header):
            found, remarks = _table(sheet, place - 1, at)
            drafts += found
            findings += remarks
        elif file.kind == "docx" and (place := _header_place(sheet, _is_details)):
            _add_details(drafts, sheet, place - 1, at)
        elif len({what.key for line in sheet.lines if (what := _label(line))}) > 1:
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
    read = [(draft, _scan(draft)) for draft in drafts]
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


def normalise(text: str) -> str:
    """A text as it is compared: lower case, without accents, and one blank between words."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(sign))
    return " ".join(re.findall(r"[^\W_]+", plain))


def _with_scans(file: TextFile) -> Iterator[Sheet]:
    """The sheets that may hold scans: not the explanation, and the text of a Word file only when it has no tables."""
    for sheet in file.sheets:
        is_beside_tables = file.kind == "docx" and sheet.name == "Tekst" and len(file.sheets) > 1
        if sheet.lines and not is_beside_tables and normalise(sheet.name) not in _EXPLANATION_SHEETS:
            yield sheet


@lru_cache(maxsize=4096)
def _field(label: str) -> _Field | None:
    """The part of a scan that a header or label stands for; what it says in brackets or behind a colon is left out."""
    first = label.partition("\n")[0]
    if len(first) > _LONGEST_LABEL:
        return None
    for variant in (label[: 2 * _LONGEST_LABEL], first, re.sub(r"\([^)]*\)", " ", first), first.partition(":")[0]):
        words = normalise(variant).split()
        if (key := KEY_OF.get(" ".join(words))) is not None:
            return _Field(key)
        numbers = [word for word in words if re.fullmatch(r"[0-9]{1,2}", word)]
        key = KEY_OF.get(" ".join(word for word in words if word not in numbers))
        if len(numbers) == 1 and (key in _OF_CHOICE or key == "school_year"):
            return _Field("choice_year" if key == "school_year" else key, int(numbers[0]))
        domains = {_DOMAIN_WORDS[word] for word in words if word in _DOMAIN_WORDS}
        key = KEY_OF.get(" ".join(word for word in words if word not in _DOMAIN_WORDS))
        if len(domains) == 1 and key in ("assessed", "delayed"):
            return _Field(key, domain=domains.pop())
    return None


def _keys(line: Line) -> set[str]:
    return {what.key for cell in line.cells[:_MOST_COLUMNS] if cell and (what := _field(cell))}


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


def _table(sheet: Sheet, place: int, at: Spot) -> tuple[list[_Draft], list[Finding]]:
    """The rows under a header: a draft a row, or with one column of choices a draft for the rows of a school."""
    header = sheet.lines[place]
    names = header.cells
    # A second header in the sheet is that of a part of the same table.
    lines = [line for line in sheet.lines[place + 1 :] if line.cells != names]
    fields = [_field(name) for name in names]
    strange = [name for name, what in zip(names, fields, strict=True) if name and what is None]
    if any(text and not name for line in lines for text, name in zip_longest(line.cells, names)):
        strange.append(say.NO_NAME)
    findings = [say.unknown_columns(replace(at, row=header.number), strange)] if strange else []
    is_long = [what.number > 0 for what in fields if what and what.key == "choice"] == [False]
    has_own_year = any(what and what.key == "choice_year" for what in fields)
    columns = list(zip(names, _numbered(fields), strict=True))
    drafts: list[_Draft] = []
    by_name: dict[str, list[_Draft]] = {}
    for line in lines:
        spot = replace(at, row=line.number)
        cells = line.cells + ("",) * (len(columns) - len(line.cells))
        given = [(spot.under(name), what, text) for (name, what), text in zip(columns, cells, strict=False) if what]
        draft = _earlier(drafts, by_name, given) if is_long else None
        if draft is None:
            draft = _Draft(spot, is_form=False, rows=0)
            drafts.append(draft)
        draft.rows += 1
        for where, what, text in given:
            if is_long and what.key == "school_year" and not has_own_year:
                draft.add(_Field("choice_year", draft.rows), text, where)
                if draft.text("school_year"):
                    continue
            draft.add(replace(what, number=draft.rows) if is_long and what.key in _OF_CHOICE else what, text, where)
        if draft.rows == 1:
            by_name.setdefault(normalise(draft.text("school")), []).append(draft)
    return drafts, findings


def _numbered(fields: Iterable[_Field | None]) -> list[_Field | None]:
    """Columns of choices without a number get the next one; what stands behind such a column belongs to it."""
    fields = list(fields)
    number = max((what.number for what in fields if what), default=0)
    found: list[_Field | None] = []
    for what in fields:
        if what and what.key in _OF_CHOICE and not what.number:
            number += what.key == "choice" or not number
            what = replace(what, number=number)
        found.append(what)
    return found


def _earlier(
    drafts: Sequence[_Draft], by_name: Mapping[str, list[_Draft]], given: Sequence[tuple[Spot, _Field, str]]
) -> _Draft | None:
    """The draft of the same school as a row: one it names, or the last where the row says nothing of a school."""
    answers = {what.key: normalise(text) for _, what, text in given if text}
    named = by_name.get(answers["school"], []) if "school" in answers else drafts[-1:]
    # A row that repeats the school is of that school although it leaves out what the first row says of it.
    of_school = ("place", *_CODES) if "school" in answers else ("board", "place", *_CODES)
    for draft in reversed(named):
        said = {key: normalise(draft.text(key)) for key in of_school if key in answers}
        if all(text == answers[key] or ("school" in answers and not text) for key, text in said.items()):
            return draft
    return None


def _label(line: Line) -> _Field | None:
    """What the label of a row of a form asks; alone in its row it may have its answer behind a colon."""
    return _field(_head(line.cells[0]) if len(line.cells) == 1 else line.cells[0]) if line.cells else None


def _head(text: str) -> str:
    """What stands before the colon of the first line, if there is one."""
    return text.partition(":")[0] if ":" in text.partition("\n")[0] else text


def _add_form(drafts: list[_Draft], sheet: Sheet, at: Spot, goes_on: bool) -> None:
    """Add the rows of a form: to the last draft where the form goes on from an earlier table, else to a new one."""
    if not (goes_on and drafts and drafts[-1].is_form):
        drafts.append(_Draft(at, is_form=True))
    rows = _FormRows(drafts, is_narrow=all(len(line.cells) < 2 for line in sheet.lines))
    for line in sheet.lines:
        # A cell over several columns may be read as that many equal cells.
        cells = [cell for place, cell in enumerate(line.cells) if not place or cell != line.cells[place - 1]] or [""]
        rows.add(cells[0], [cell for cell in cells[1:] if cell], replace(at, row=line.number))


@dataclass
class _FormRows:
    """The rows of a form, one after the other: what a row is, depends on the rows above it."""

    drafts: list[_Draft]
    is_narrow: bool
    """Whether all stands in one column: an answer then stands behind the colon of its label, or under it."""
    last: _Field | None = None
    """What the row above asked."""
    label: str = ""
    places: dict[int, int] = field(default_factory=dict)
    """The number of a choice as the form writes it, to that of the draft: a copied row keeps its old number."""

    def add(self, label: str, answers: list[str], at: Spot) -> None:
        """Add one row to the last draft, or begin another draft with it."""
        if self.is_narrow and _field(_head(label)):
            answer = label.removeprefix(_head(label)).removeprefix(":").strip()
            label, answers = _head(label), [answer] if answer else []
        what = _field(label) if label else self.last
        if label and not answers and self.last and self._is_continuation(what, label):
            what, label, answers = self.last, "", [label]
        if what is None:
            if any(_is_answer(answer) for answer in answers):
                self.drafts[-1].findings.append(say.unknown_label(at.under(label), " ".join(answers)))
            self.last = None
            return
        if what == _Field("choice") and label and not answers:
            return  # a heading above the choices
        if label and what.key in ("board", "school"):
            self._begin_other(what, answers, at)
        is_note = what.key == "choice" and bool(answers) and _is_note(answers[0])
        if label:
            what = self._numbered(what, is_same=is_note and label == self.label)
        self.last, self.label = what, label or self.label
        at = at.under(self.label.partition("\n")[0])
        if what.key == "choice":
            answers = [answer for answer in answers if _is_answer(answer)]
            if len(answers) > 1:
                self.drafts[-1].add(replace(what, key="note"), "\n".join(answers[1:]), at)
                answers = answers[:1]
        self.drafts[-1].add(what, "\n".join(answers), at, is_more=what.key == "choice")

    def _is_continuation(self, what: _Field | None, text: str) -> bool:
        """Whether what stands alone in a row belongs to the row above: that has several answers, or none yet."""
        if self.last is None:
            return False
        if what:
            is_part = what.key in _PARTS.get(self.last.key, ()) and what.key != "choice"
            return is_part and not what.number and not self.is_narrow
        is_open = self.last.key in _TEXTS and not self.drafts[-1].text(self.last.key, self.last.number)
        return _is_answer(text) and (self.last.key in _PARTS or is_open or (self.is_narrow and self.last.key in _TEXTS))

    def _begin_other(self, what: _Field, answers: Sequence[str], at: Spot) -> None:
        """Begin another draft when board or school are there already, and differ; a school's board stays."""
        former = self.drafts[-1]
        old = former.text(what.key)
        if not old or not answers or normalise(old) == normalise("\n".join(answers)):
            return
        self.drafts.append(_Draft(replace(at, row=None), is_form=True))
        self.places = {}
        if what.key == "school" and (board := former.cells.get(_Field("board"))):
            self.drafts[-1].add(_Field("board"), board.text, board.at)

    def _numbered(self, what: _Field, is_same: bool) -> _Field:
        """The same with the number of its choice: a choice without one, or with one that is taken, gets the next."""
        if what.key not in _OF_CHOICE:
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
    return any(key == "note" and pattern.match(first) for pattern, key in _markers(_CHOICE_PARTS))


def _add_details(drafts: list[_Draft], sheet: Sheet, place: int, at: Spot) -> None:
    """Add a form's table of domains, or of its choices, to the last draft."""
    if not drafts:
        drafts.append(_Draft(at, is_form=True))
    draft = drafts[-1]
    header = sheet.lines[place]
    keys = [what.key if (what := _field(cell)) else "" for cell in header.cells]
    for line in sheet.lines[place + 1 :]:
        spot = replace(at, row=line.number)
        given = [(key, text, spot.under(name)) for key, text, name in zip(keys, line.cells, header.cells, strict=False)]
        answers = {key: text for key, text, _ in given}
        if "choice" not in keys:
            domain = _DOMAIN_WORDS.get(normalise(answers.get("domain", "")))
            for key, text, where in given:
                if domain and key in ("assessed", "delayed"):
                    draft.add(_Field(key, domain=domain), text, replace(where, column=f"{domain.value} {where.column}"))
            if not domain and any(answers.get(key) for key in ("assessed", "delayed")):
                words = [domain.value for domain in Domain]
                draft.findings.append(say.unknown_word(spot, answers.get("domain", ""), words))
            continue
        if not any(text for key, text, _ in given if key != "choice"):
            continue
        number = _number_of(draft, answers.get("choice", ""))
        if number is None:
            draft.findings.append(say.choice_unknown(spot, answers.get("choice", "")))
            continue
        for key, text, where in given:
            key = "choice_year" if key == "school_year" else key
            if key in _OF_CHOICE and key != "choice":
                draft.add(_Field(key, number), text, where)


def _number_of(draft: _Draft, choice: str) -> int | None:
    """The number of the choice of a form that a row speaks of, by its number or its name."""
    if match := _NUMBERED.match(choice):
        return int(match[1]) if draft.text("choice", int(match[1])) else None
    names = {normalise(_choice_texts(draft, number)[0]): number for number in draft.numbers()}
    return names.get(normalise(choice)) if normalise(choice) else None


def _scan(draft: _Draft) -> Scan:
    """The scan that a draft stands for; what is wrong is added to the draft's findings."""
    parts: dict[str, list[str]] = {part: [] for part in _SCAN_PARTS}
    for key in ("scan", *_SCAN_PARTS):
        own = _SCAN_PARTS if key == "scan" else (key,)
        for part, text in _sections(draft.text(key), "conclusions" if key == "scan" else key, own):
            parts[part].append(text)
    made = {number: _choice(draft, number) for number in draft.numbers()}
    choices = {number: choice for number, choice in made.items() if choice.written}
    places = {number: place for place, number in enumerate(choices, start=1)}
    site, sector = _site(draft), _word(draft, "sector", _SECTOR_OF)
    is_of_preschool = draft.is_form and _Field("lrk") in draft.cells and _Field("site") not in draft.cells
    if not draft.text("sector") and (site.isdigit() or is_of_preschool):
        sector = Sector.PRESCHOOL
    return Scan(
        board=_line(draft.text("board")),
        school=_school(draft),
        place=_line(draft.text("place")),
        site=site,
        sector=sector,
        school_year=_school_year(draft, _Field("school_year")),
        **{part: "\n".join(texts) for part, texts in parts.items()},
        choices=tuple(choices.values()),
        wishes=tuple(_wishes(draft, places)),
        remarks="\n".join(text for _, text in _sections(draft.text("remarks"), "remarks", ())),
        domains=tuple(counted for domain in Domain if (counted := _counted(draft, domain))),
        sharing=_sharing(draft),
        rows=draft.rows,
        file=draft.at.file,
        sheet=draft.at.sheet,
        row=draft.at.row,
    )


def _sharing(draft: _Draft) -> Sharing | None:
    """What the board agreed to; None when the form does not say it, the least when it says it in two ways."""
    if _Field("sharing") not in draft.doubted and not _is_answer(draft.text("sharing")):
        return None
    return _word(draft, "sharing", _SHARING_OF, Sharing.MUNICIPALITY)


def _school(draft: _Draft) -> str:
    """The school's name, with that of its location where the file gives both."""
    names = [_line(draft.text("school")), _line(draft.text("location"))]
    return ", ".join(dict.fromkeys(name for name in names if name))


def _identity(scan: Scan) -> tuple[str, ...]:
    return (scan.site,) if scan.site else tuple(map(normalise, (scan.school, scan.place, scan.board)))


def _line(text: str) -> str:
    """A short answer on one line; empty when it answers nothing."""
    return " ".join(text.split()) if _is_answer(text) else ""


def _is_answer(text: str) -> bool:
    """Whether a text says something that the empty form does not say."""
    return any(normalise(line) not in _NO_ANSWER and normalise(line) not in _PROMPTS for line in text.split("\n"))


@lru_cache(maxsize=64)
def _markers(parts: tuple[str, ...]) -> tuple[tuple[re.Pattern[str], str], ...]:
    """How a line begins that heads one of the parts: its name with a colon or alone, or a whole prompt of the form."""
    names = {alias: key for alias, key in KEY_OF.items() if key in parts}
    if "choice" in parts:
        names |= _CHOICE_PROMPTS
    found = []
    for name in sorted(names, key=len, reverse=True):
        words = name.split()
        end = r"\W*" if len(words) >= _LONG_PROMPT else r"\s*(?:[:?]\s*|\W*$)"
        pattern = r"\W*" + r"\W+".join(words) + r"\b" + end
        found.append((re.compile(pattern, re.IGNORECASE), names[name]))
    return tuple(found)


def _sections(text: str, default: str, parts: tuple[str, ...]) -> list[tuple[str, str]]:
    """The answers in one cell, each with its part: lines under the name or the prompt of a part belong to it."""
    found: dict[str, list[str]] = {}
    part = default
    for line in (" ".join(line.split()) for line in text.split("\n")):
        for pattern, key in _markers(parts):
            if match := pattern.match(line):
                part, line = key, line[match.end() :]
                break
        if _is_answer(line):
            found.setdefault(part, []).append(line.strip())
    return [(key, "\n".join(lines)) for key, lines in found.items()]


def _choice_texts(draft: _Draft, number: int) -> tuple[str, str]:
    """Name and note of a choice; where only one cell is given for both, the name ends at a new line, dash or colon."""
    parts = dict(_sections(draft.text("choice", number), "choice", _CHOICE_PARTS if draft.is_form else ()))
    name, note = parts.get("choice", ""), parts.get("note", "")
    has_own_note = _Field("note", number) in draft.cells
    if has_own_note or note:
        name, _, rest = name.partition("\n")
    else:
        name, *others = _NAME_AND_NOTE.split(name, maxsplit=1)
        rest = "".join(others)
    own = "\n".join(text for _, text in _sections(draft.text("note", number), "note", ("note",)))
    return name.strip(), "\n".join(text.strip() for text in (rest, note, own) if text.strip())


def _choice(draft: _Draft, number: int) -> Choice:
    name, note = _choice_texts(draft, number)
    return Choice(
        written=name,
        note=note,
        domain=_word(draft, "domain", _DOMAIN_OF, number=number),
        reached=_pupils(draft, _Field("reached", number)),
        amount_cents=_cents(draft, _Field("amount", number)),
        school_year=_school_year(draft, _Field("choice_year", number)),
    )


def _wishes(draft: _Draft, places: Mapping[int, int]) -> Iterator[Wish]:
    """Each line or item of what is asked; without a heading it is linked when it names a choice."""
    cells = {
        "wishes": _sections(draft.text("wishes"), "wishes", _WISH_PARTS),
        **{part: _sections(draft.text(part), part, (part,)) for part in _WISH_PARTS},
    }
    for part, text in (section for sections in cells.values() for section in sections):
        for item in _items(text):
            named = [int(number) for found in _CHOICE_NUMBERS.findall(item) for number in re.findall(r"[0-9]+", found)]
            choices = tuple(dict.fromkeys(places[number] for number in named if number in places))
            is_linked = part == "linked" or (part == "wishes" and bool(choices))
            yield Wish(item, WishKind.LINKED if is_linked else WishKind.OTHER, choices)


def _items(text: str) -> list[str]:
    """The items of a list, or the lines of a text; in a list a line without a sign goes on with the one above."""
    lines = [line.strip() for line in text.split("\n") if line.strip()]
    is_list = any(_BULLET.match(line) for line in lines)
    items: list[str] = []
    for line in lines:
        for piece in _NEXT_ITEM.split(line) if _BULLET.match(line) else [line]:
            match = _BULLET.match(piece)
            if is_list and match is None and items:
                items[-1] += f" {piece}"
            else:
                items.append(piece[match.end() :] if match else piece)
    return [item.strip() for item in items if normalise(item) not in _NO_ANSWER]


def _site(draft: _Draft) -> str:
    """BRIN and vestiging, the BRIN alone, or the LRK number; empty when there is none or it is not right."""
    cell = next((draft.cells[_Field(key)] for key in _CODES if draft.text(key)), None)
    if cell is None or not _is_answer(cell.text):
        return ""
    code = re.sub(r"\W", "", cell.text).upper()
    if _LRK.fullmatch(code):
        return code
    match = _BRIN.fullmatch(code)
    branch = re.sub(r"\W", "", draft.text("branch")).upper()
    if match is None:
        draft.findings.append(say.invalid_site(cell.at, cell.text))
        return ""
    own = (match[2] or "").zfill(2)
    if branch in ("", code):
        return match[1] + own if match[2] else match[1]
    full = branch.removeprefix(match[1])
    if not re.fullmatch(r"[0-9]{1,2}", full) or (match[2] and full.zfill(2) != own):
        draft.findings.append(say.invalid_site(draft.cells[_Field("branch")].at, f"{cell.text} {branch}"))
        return ""
    return match[1] + full.zfill(2)


def _word(
    draft: _Draft, key: str, words: Mapping[Word, str], default: Word | None = None, number: int = 0
) -> Word | None:
    """The word of a list that is meant; the default, with a finding, when none is."""
    cell = draft.cells.get(_Field(key, number))
    if cell is None or not _is_answer(cell.text):
        return default
    found = next((word for word, aliases in words.items() if normalise(cell.text) in aliases.split("|")), None)
    if found is None:
        draft.findings.append(say.unknown_word(cell.at, cell.text, list(words), default or ""))
        return default
    return found


def _school_year(draft: _Draft, what: _Field) -> str:
    cell = draft.cells.get(what)
    if cell is None or not _is_answer(cell.text):
        return ""
    match = _YEAR.fullmatch(cell.text.strip())
    first, second = (int(match[1][-2:]), int(match[2][-2:])) if match else (0, 0)
    if second != first + 1:
        draft.findings.append(say.unreadable_school_year(cell.at, cell.text))
        return ""
    return f"20{first:02}/20{second:02}"


def _counted(draft: _Draft, domain: Domain) -> DomainCount | None:
    """What a school counted in one domain; None when it counted nothing."""
    assessed, delayed = (_pupils(draft, _Field(key, domain=domain)) for key in ("assessed", "delayed"))
    if assessed is None and delayed is None:
        return None
    least, most = _bounds(delayed)[0], _bounds(assessed)[1]
    if least is not None and most is not None and least > most:
        texts = [draft.cells[_Field(key, domain=domain)] for key in ("delayed", "assessed")]
        draft.findings.append(say.more_delayed_than_assessed(texts[0].at, texts[0].text, texts[1].text))
        return None
    return DomainCount(domain, assessed, delayed)


def _bounds(reading: Reading | None) -> tuple[float | None, float | None]:
    """Between which numbers a figure lies, as far as that is known."""
    if reading is None:
        return None, None
    return (reading.lower, reading.upper) if reading.value is None else (reading.value, reading.value)


def _pupils(draft: _Draft, what: _Field) -> Reading | None:
    """A number of pupils; None when the cell is empty or, with a finding, when it is no such number."""
    cell = draft.cells.get(what)
    if cell is None or not cell.text:
        return None
    reading = read_figure(cell.text, decimal=",")
    if reading is None:
        draft.findings.append(say.unreadable_number(cell.at, cell.text))
    elif reading.is_percentage:
        draft.findings.append(say.percentage_of_pupils(cell.at, cell.text))
    elif reading.value is not None and reading.value < 0:
        draft.findings.append(say.negative_number(cell.at, cell.text))
    elif reading.value is not None and not reading.value.is_integer():
        draft.findings.append(say.fraction_of_pupil(cell.at, cell.text))
    else:
        return reading
    return None


def _cents(draft: _Draft, what: _Field) -> int | None:
    """An amount in cents; None when the cell is empty or, with a finding, when it is no amount."""
    cell = draft.cells.get(what)
    if cell is None or not _is_answer(cell.text):
        return None
    cents = read_cents(cell.text)
    if cents is None:
        draft.findings.append(say.unreadable_amount(cell.at, cell.text))
    elif cents < 0:
        draft.findings.append(say.negative_number(cell.at, cell.text))
        return None
    return cents
