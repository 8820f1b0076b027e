"""School scans from a pile of files to the store: read, checked, recognised, seen by the officer, kept together."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace

from duckdb import DuckDBPyConnection as Cursor

from intake import plan
from intake.choice_matching import choice_key, match_choice
from intake.matching import Match
from intake.opened import OpenedFile, open_file, without_held
from intake.school_matching import SchoolEntry, match_school, school_key
from loaders.scans import ScansRead, read_scans
from model import menukaart
from model.delivery import Delivery
from model.findings import Finding, FindingLevel, Refusal
from model.menukaart import Intervention
from model.scan import Scan, Sector, Sharing
from store import Store, batches, entries, scans
from store.scans import Recognised, School

LARGEST_MB = 10
NOT_ONE = ""
"""The officer's answer for a choice that is no intervention of the menukaart, or a school that is left out."""


@dataclass(frozen=True)
class ScanFile:
    """One file after reading: its scans and what there is to say of it. Nothing of it is stored yet."""

    opened: OpenedFile
    read: ScansRead

    @property
    def findings(self) -> tuple[Finding, ...]:
        """What is wrong with the file, and with what it says."""
        return (*self.opened.findings, *self.read.findings)

    @property
    def is_held_back(self) -> bool:
        """Whether something blocks this file; the others go in without it."""
        return any(finding.level is FindingLevel.BLOCKING for finding in self.findings)


def read_file(content: bytes, file_name: str) -> ScanFile:
    """A file of scans: never an exception, what is wrong stands in the findings."""
    return _read(open_file(content, file_name, LARGEST_MB))


def leave_out_held(file: ScanFile) -> ScanFile:
    """The file without the columns for which it was held back, read anew."""
    return _read(without_held(file.opened))


def _read(opened: OpenedFile) -> ScanFile:
    """Privacy first: what is held back is not even read as a scan."""
    if opened.text is None or opened.is_held_back:
        return ScanFile(opened, ScansRead((), (), 0, 0, 0))
    return ScanFile(opened, read_scans(opened.text))


@dataclass(frozen=True)
class Known:
    """What scans are recognised by: the register, the menukaart, and what officers answered before."""

    region: str
    register: Sequence[School]
    schools: Mapping[str, str]
    """`school_key` to vestiging, or NOT_ONE."""
    choices: Mapping[str, str]
    """`choice_key` to code, or NOT_ONE."""
    menukaart: Mapping[str, Intervention]
    scanned: Mapping[str, str]
    """The schools of which a scan counts now, with the file that it came from."""

    def with_answers(self, schools: Mapping[str, str], choices: Mapping[str, str]) -> "Known":
        """The same with the officer's answers of this upload."""
        return replace(self, schools={**self.schools, **schools}, choices={**self.choices, **choices})


def known(cursor: Cursor, region: str) -> Known:
    """What is known for a gemeente."""
    return Known(
        region,
        scans.register(cursor, region),
        entries.remembered(cursor, _of_schools(region)),
        entries.remembered(cursor, entries.CHOICE),
        menukaart.current(),
        scans.scanned(cursor),
    )


def _of_schools(region: str) -> str:
    """The kind of the answers on schools: a name that is left out in one gemeente may be a school of another."""
    return f"{entries.SCHOOL}/{region}"


@dataclass(frozen=True)
class Row:
    """One scan of the preview: which school it is of, and which interventions were meant."""

    scan: Scan
    school: Match
    choices: tuple[Match, ...]
    school_key: str
    is_left_out: bool
    """Whether the officer said that it is of no school of the register."""

    @property
    def site(self) -> str:
        """The site that it is of; empty as long as that is not certain."""
        return self.school.certain


def recognise(files: Sequence[ScanFile], known: Known) -> list[Row]:
    """The scans of the files that are not held back, in their order, with what was recognised."""
    register = [SchoolEntry(one.vestiging, one.name, one.place, one.sector, one.board) for one in known.register]
    return [_recognised(scan, register, known) for file in files if not file.is_held_back for scan in file.read.scans]


def _recognised(scan: Scan, register: Sequence[SchoolEntry], known: Known) -> Row:
    key = school_key(scan.school, scan.place, scan.site)
    is_left_out = known.schools.get(key) == NOT_ONE
    if scan.sector is Sector.PRESCHOOL:
        # A group in a school's building may give the school's BRIN, and must not replace that school's scan.
        school = Match(
            scan.site if scan.site.isdecimal() else f"ko-{key}",
            reason="Kinderopvang staat niet in het register van scholen.",
        )
    elif is_left_out:
        school = Match(reason="U hebt gezegd dat dit geen school uit het register is.")
    else:
        school = match_school(scan.school, scan.place, scan.site, scan.board, register, known.schools)
    choices = tuple(_recognised_choice(choice.written, known) for choice in scan.choices)
    return Row(scan, school, choices, key, is_left_out)


def _recognised_choice(written: str, known: Known) -> Match:
    if known.choices.get(choice_key(written)) == NOT_ONE:
        return Match(reason="U hebt gezegd dat dit niet op de menukaart staat.")
    return match_choice(written, known.menukaart, known.choices)


def doubtful_schools(rows: Sequence[Row]) -> list[Row]:
    """The scans of which the officer must say which school it is, each name once."""
    asked = [row for row in rows if not row.site and not row.is_left_out]
    return list({row.school_key: row for row in asked}.values())


def doubtful_choices(rows: Sequence[Row], known: Known) -> dict[str, tuple[str, Match]]:
    """The choices that are not certain, by their key: what was written first, and what it may be."""
    return {
        choice_key(choice.written): (choice.written, match)
        for row in rows
        for choice, match in zip(row.scan.choices, row.choices, strict=True)
        if not match.certain and known.choices.get(choice_key(choice.written)) != NOT_ONE
    }


def replaced(rows: Sequence[Row], known: Known) -> list[tuple[Row, str]]:
    """The scans that replace one that counts now, or one earlier in the same upload, with the file of that one."""
    before = dict(known.scanned)
    found = []
    for row in rows:
        if row.site:
            if row.site in before:
                found.append((row, before[row.site]))
            before[row.site] = row.scan.file
    return found


def seen_before(cursor: Cursor, files: Sequence[ScanFile]) -> dict[str, batches.Seen]:
    """Which files are in use already, by digest."""
    return batches.seen(cursor, [file.opened.digest for file in files])


def without_twins(files: Sequence[ScanFile]) -> list[ScanFile]:
    """The files, each content once: the first of those that are the same to the byte."""
    first: dict[str, ScanFile] = {}
    for file in files:
        first.setdefault(file.opened.digest, file)
    return list(first.values())


def commit(
    store: Store,
    files: Sequence[ScanFile],
    known: Known,
    sharing: Sharing = Sharing.MUNICIPALITY,
    answers: Mapping[str, Mapping[str, str]] | None = None,
) -> int:
    """Keep the scans whose school is certain, and the officer's answers; returns the number of the load.

    All or nothing. `sharing` is what holds for forms that do not say it; `answers` is what was answered now, by kind.
    Raises Refusal when there is nothing to keep, or when it cannot be stored.
    """
    delivery, kept = prepared(files, known, sharing)

    def change(cursor: Cursor) -> int:
        for kind, meanings in (answers or {}).items():
            entries.remember(cursor, _of_schools(known.region) if kind == entries.SCHOOL else kind, meanings)
        return scans.add_scans(cursor, delivery, kept)

    return plan.keep(store, change)


def prepared(
    files: Sequence[ScanFile], known: Known, sharing: Sharing = Sharing.MUNICIPALITY
) -> tuple[Delivery, list[Recognised]]:
    """What `commit` stores: the load, and the scans whose school is certain. Raises Refusal when there is none.

    A file of which no scan is kept is not kept either, so that it is not taken for one that is in use.
    """
    taken = [file for file in files if not file.is_held_back]
    recognised = [(file, recognise([file], known)) for file in taken]
    rows = [row for _, of_file in recognised for row in of_file]
    kept = list(_to_keep(rows, known, sharing))
    if not kept:
        raise Refusal(
            "Er is nog geen schoolscan die opgenomen kan worden. Kijk in de meldingen wat er aan de bestanden schort, "
            "of kies bij de vragen om welke school het gaat."
        )
    rows_in = sum(file.read.rows_in for file in taken)
    rows_accepted = sum(one.scan.rows for one in kept)
    load = Delivery(
        source=scans.SOURCE,
        table_id=scans.SOURCE,
        title="Schoolscans" if len(taken) != 1 else f"Schoolscans uit {taken[0].opened.name}",
        period=max((row.scan.school_year for row in rows), default=""),
        published="",
        rows_in=rows_in,
        rows_accepted=rows_accepted,
        rows_refused=rows_in - rows_accepted,
        received=[
            file.opened.received
            for file, of_file in recognised
            if file.opened.received is not None and any(row.site for row in of_file)
        ],
        findings=[*(one for file in files for one in file.findings), *(_not_kept(row) for row in rows if not row.site)],
    )
    return load, kept


def _not_kept(row: Row) -> Finding:
    """Why a scan is not in the load, although its file is."""
    why = (
        "is weggelaten: volgens u is het geen school uit het register."
        if row.is_left_out
        else "is niet opgenomen, omdat niet zeker is van welke school hij is. Kies het bestand opnieuw en zeg welke."
    )
    message = f"De scan van '{row.scan.school}' {why}"
    return Finding(FindingLevel.WARNING, message, row.scan.file, row.scan.sheet, row.scan.row, found=row.scan.school)


def _to_keep(rows: Sequence[Row], known: Known, sharing: Sharing) -> Iterator[Recognised]:
    sectors = {one.vestiging: one.sector for one in known.register}
    for row in rows:
        if row.site:
            sector = row.scan.sector.value if row.scan.sector else sectors.get(row.site, "")
            agreed = row.scan.sharing or sharing
            scan = replace(row.scan, sharing=agreed)
            yield Recognised(scan, row.site, known.region, sector, [match.certain for match in row.choices])
