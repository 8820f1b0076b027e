"""What one school answered: its answers as they stand in a file, and the scan that they mean."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from typing import TypeVar

from loaders.scan_labels import (
    CHOICE_PARTS,
    CODES,
    DOMAIN_OF,
    NO_ANSWER,
    OF_CHOICE,
    SCAN_PARTS,
    TEXTS,
    WISH_PARTS,
    Field,
    is_answer,
    normalise,
    sections_of,
)
from model import scan_findings as say
from model.catalogue import Domain
from model.findings import Finding
from model.reading import Reading, read_cents, read_figure
from model.scan import Choice, DomainCount, Scan, Sector, Sharing, Wish, WishKind
from model.scan_findings import Spot

_DOUBTED = frozenset({"assessed", "delayed", "reached", "amount", "sharing"})
"""Of two different answers neither counts."""

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

Word = TypeVar("Word", Sector, Sharing, Domain)

_BRIN = re.compile(r"([0-9]{2}[A-Z]{2})([0-9]{1,2})?")
_LRK = re.compile(r"[0-9]{9,12}")
_YEAR = re.compile(r"(?:schooljaar)?\s*((?:20)?[0-9]{2})\s*[-–/]\s*((?:20)?[0-9]{2})", re.IGNORECASE)
_CHOICE_NUMBERS = re.compile(r"\bkeuzes?\s*((?:[0-9]{1,2}\s*(?:,|en|&|\+)?\s*)+)", re.IGNORECASE)
_NUMBERED = re.compile(r"(?:keuze\s*)?([0-9]{1,2})\b", re.IGNORECASE)
_BULLET = re.compile(r"(?:[-–—*▪◦·o]\s+|[•▪◦·]\s*|\(?[0-9]{1,2}[.)]\s+|[a-z]\)\s+)")
_NEXT_ITEM = re.compile(r"\s+(?=[0-9]{1,2}[.)]\s+\D)|\s*(?=•)")
_NAME_AND_NOTE = re.compile(r"\s+[–—-]\s+|:\s+|\n")


@dataclass(frozen=True)
class Cell:
    """An answer, and where it stands."""

    text: str
    at: Spot


@dataclass
class Draft:
    """The answers of one school as they stand in the file."""

    at: Spot
    is_form: bool
    rows: int = 1
    cells: dict[Field, Cell] = field(default_factory=dict)
    findings: list[Finding] = field(default_factory=list)
    doubted: set[Field] = field(default_factory=set)

    def text(self, key: str, number: int = 0) -> str:
        """The answer to this part, of this choice; empty when there is none."""
        cell = self.cells.get(Field(key, number))
        return cell.text if cell else ""

    def add(self, what: Field, text: str, at: Spot, is_more: bool = False) -> None:
        """Keep an answer. Texts are put together; of two different short answers the first counts, or neither.

        `is_more` says that a short answer goes on with the earlier one.
        """
        old = self.cells.get(what)
        if what in self.doubted or (old and (not text or text == old.text)):
            return
        if old is None or not old.text:
            self.cells[what] = Cell(text, at)
        elif what.key in TEXTS or is_more:
            self.cells[what] = Cell(f"{old.text}\n{text}", old.at)
        else:
            self.findings.append(say.two_answers(at, old.text, text, what.key not in _DOUBTED))
            if what.key in _DOUBTED:
                self.doubted.add(what)
                self.cells[what] = Cell("", at)

    def numbers(self) -> list[int]:
        """The numbers of the choices, in order."""
        return sorted({what.number for what in self.cells if what.key in OF_CHOICE})

    def is_empty(self) -> bool:
        """Whether it holds nothing but the words of the empty form."""
        return not self.findings and not any(is_answer(cell.text) for cell in self.cells.values())


def number_of_choice(draft: Draft, choice: str) -> int | None:
    """The number of the choice of a form that a row speaks of, by its number or its name."""
    if match := _NUMBERED.match(choice):
        return int(match[1]) if draft.text("choice", int(match[1])) else None
    names = {normalise(_choice_texts(draft, number)[0]): number for number in draft.numbers()}
    return names.get(normalise(choice)) if normalise(choice) else None


def scan_of(draft: Draft) -> Scan:
    """The scan that a draft stands for; what is wrong is added to the draft's findings."""
    parts: dict[str, list[str]] = {part: [] for part in SCAN_PARTS}
    for key in ("scan", *SCAN_PARTS):
        own = SCAN_PARTS if key == "scan" else (key,)
        for part, text in sections_of(draft.text(key), "conclusions" if key == "scan" else key, own):
            parts[part].append(text)
    made = {number: _choice(draft, number) for number in draft.numbers()}
    choices = {number: choice for number, choice in made.items() if choice.written}
    places = {number: place for place, number in enumerate(choices, start=1)}
    site, sector = _site(draft), _word(draft, "sector", _SECTOR_OF)
    is_of_preschool = draft.is_form and Field("lrk") in draft.cells and Field("site") not in draft.cells
    if not draft.text("sector") and (site.isdigit() or is_of_preschool):
        sector = Sector.PRESCHOOL
    return Scan(
        board=_line(draft.text("board")),
        school=_school(draft),
        place=_line(draft.text("place")),
        site=site,
        sector=sector,
        school_year=_school_year(draft, Field("school_year")),
        **{part: "\n".join(texts) for part, texts in parts.items()},
        choices=tuple(choices.values()),
        wishes=tuple(_wishes(draft, places)),
        remarks="\n".join(text for _, text in sections_of(draft.text("remarks"), "remarks", ())),
        domains=tuple(counted for domain in Domain if (counted := _counted(draft, domain))),
        sharing=_sharing(draft),
        rows=draft.rows,
        file=draft.at.file,
        sheet=draft.at.sheet,
        row=draft.at.row,
    )


def _sharing(draft: Draft) -> Sharing | None:
    """What the board agreed to; None when the form does not say it, the least when it says it in two ways."""
    if Field("sharing") not in draft.doubted and not is_answer(draft.text("sharing")):
        return None
    return _word(draft, "sharing", _SHARING_OF, Sharing.MUNICIPALITY)


def _school(draft: Draft) -> str:
    """The school's name, with that of its location where the file gives both."""
    names = [_line(draft.text("school")), _line(draft.text("location"))]
    return ", ".join(dict.fromkeys(name for name in names if name))


def _line(text: str) -> str:
    """A short answer on one line; empty when it answers nothing."""
    return " ".join(text.split()) if is_answer(text) else ""


def _choice_texts(draft: Draft, number: int) -> tuple[str, str]:
    """Name and note of a choice; where only one cell is given for both, the name ends at a new line, dash or colon."""
    parts = dict(sections_of(draft.text("choice", number), "choice", CHOICE_PARTS if draft.is_form else ()))
    name, note = parts.get("choice", ""), parts.get("note", "")
    has_own_note = Field("note", number) in draft.cells
    if has_own_note or note:
        name, _, rest = name.partition("\n")
    else:
        name, *others = _NAME_AND_NOTE.split(name, maxsplit=1)
        rest = "".join(others)
    own = "\n".join(text for _, text in sections_of(draft.text("note", number), "note", ("note",)))
    return name.strip(), "\n".join(text.strip() for text in (rest, note, own) if text.strip())


def _choice(draft: Draft, number: int) -> Choice:
    name, note = _choice_texts(draft, number)
    return Choice(
        written=name,
        note=note,
        domain=_word(draft, "domain", DOMAIN_OF, number=number),
        reached=_pupils(draft, Field("reached", number)),
        amount_cents=_cents(draft, Field("amount", number)),
        school_year=_school_year(draft, Field("choice_year", number)),
    )


def _wishes(draft: Draft, places: Mapping[int, int]) -> Iterator[Wish]:
    """Each line or item of what is asked; without a heading it is linked when it names a choice."""
    cells = {
        "wishes": sections_of(draft.text("wishes"), "wishes", WISH_PARTS),
        **{part: sections_of(draft.text(part), part, (part,)) for part in WISH_PARTS},
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
    return [item.strip() for item in items if normalise(item) not in NO_ANSWER]


def _site(draft: Draft) -> str:
    """BRIN and vestiging, the BRIN alone, or the LRK number; empty when there is none or it is not right."""
    cell = next((draft.cells[Field(key)] for key in CODES if draft.text(key)), None)
    if cell is None or not is_answer(cell.text):
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
        draft.findings.append(say.invalid_site(draft.cells[Field("branch")].at, f"{cell.text} {branch}"))
        return ""
    return match[1] + full.zfill(2)


def _word(
    draft: Draft, key: str, words: Mapping[Word, str], default: Word | None = None, number: int = 0
) -> Word | None:
    """The word of a list that is meant; the default, with a finding, when none is."""
    cell = draft.cells.get(Field(key, number))
    if cell is None or not is_answer(cell.text):
        return default
    found = next((word for word, aliases in words.items() if normalise(cell.text) in aliases.split("|")), None)
    if found is None:
        draft.findings.append(say.unknown_word(cell.at, cell.text, list(words), default or ""))
        return default
    return found


def _school_year(draft: Draft, what: Field) -> str:
    cell = draft.cells.get(what)
    if cell is None or not is_answer(cell.text):
        return ""
    match = _YEAR.fullmatch(cell.text.strip())
    first, second = (int(match[1][-2:]), int(match[2][-2:])) if match else (0, 0)
    if second != first + 1:
        draft.findings.append(say.unreadable_school_year(cell.at, cell.text))
        return ""
    return f"20{first:02}/20{second:02}"


def _counted(draft: Draft, domain: Domain) -> DomainCount | None:
    """What a school counted in one domain; None when it counted nothing."""
    assessed, delayed = (_pupils(draft, Field(key, domain=domain)) for key in ("assessed", "delayed"))
    if assessed is None and delayed is None:
        return None
    least, most = _bounds(delayed)[0], _bounds(assessed)[1]
    if least is not None and most is not None and least > most:
        texts = [draft.cells[Field(key, domain=domain)] for key in ("delayed", "assessed")]
        draft.findings.append(say.more_delayed_than_assessed(texts[0].at, texts[0].text, texts[1].text))
        return None
    return DomainCount(domain, assessed, delayed)


def _bounds(reading: Reading | None) -> tuple[float | None, float | None]:
    """Between which numbers a figure lies, as far as that is known."""
    if reading is None:
        return None, None
    return (reading.lower, reading.upper) if reading.value is None else (reading.value, reading.value)


def _pupils(draft: Draft, what: Field) -> Reading | None:
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


def _cents(draft: Draft, what: Field) -> int | None:
    """An amount in cents; None when the cell is empty or, with a finding, when it is no amount."""
    cell = draft.cells.get(what)
    if cell is None or not is_answer(cell.text):
        return None
    cents = read_cents(cell.text)
    if cents is None:
        draft.findings.append(say.unreadable_amount(cell.at, cell.text))
    elif cents < 0:
        draft.findings.append(say.negative_number(cell.at, cell.text))
        return None
    return cents
