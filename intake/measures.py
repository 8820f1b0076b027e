"""Measures from a file to the store: compared with what is kept, seen by the officer, then kept together."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from enum import StrEnum

from duckdb import DuckDBPyConnection as Cursor
from rapidfuzz import fuzz

from intake import plan, virus_scanner
from intake.matching import MOST, Match, fold, ranked_by_score
from intake.measure_checks import Known, check, new_id, tidied
from intake.measure_columns import ID, MOMENTS, shown, values_of, with_values
from intake.measure_workbook import ReadRow, measures_xlsx, read
from intake.opened import OpenedFile, open_file
from loaders import tabular
from model import measure_findings as say
from model.findings import Finding, FindingLevel, Refusal
from model.measure import Measure
from model.scan_findings import Spot
from store import Store
from store import measures as register
from store.versions import Conflict, Kept

LARGEST_MB = 10
MOST_MEASURES = 500
"""In one file; each is compared with all that are kept, and is a version of its own."""
NEW = ""
"""The officer's answer for a row that is none of the measures that are kept."""
_ALIKE = 80
"""From this likeness of their names (of 100) a row may be of a measure that is called a little otherwise."""
_ID = re.compile("[0-9a-f]{32}")


class Outcome(StrEnum):
    """What would become of a row of a file; the value is what is shown."""

    NEW = "nieuw"
    CHANGED = "gewijzigd"
    UNCHANGED = "ongewijzigd"
    ASKED = "te kiezen"
    REFUSED = "niet over te nemen"


@dataclass(frozen=True)
class Change:
    """One column in which a row differs from what is kept, as a person reads both."""

    column: str
    before: str
    after: str


@dataclass(frozen=True)
class Row:
    """One measure of the preview."""

    at: Spot
    measure: Measure
    """As it would be kept."""
    before: Kept[Measure] | None
    """The measure that it changes; None for a new one, and while that is asked."""
    match: Match
    outcome: Outcome
    changes: tuple[Change, ...] = ()
    findings: tuple[Finding, ...] = ()


@dataclass(frozen=True)
class Preview:
    """What a file would change. Nothing of it is stored yet."""

    municipality: str
    rows: tuple[Row, ...] = ()
    findings: tuple[Finding, ...] = ()
    """Of the file; those of a row stand with the row."""

    def of(self, *outcomes: Outcome) -> list[Row]:
        """The rows with one of these outcomes."""
        return [row for row in self.rows if row.outcome in outcomes]


def preview(content: bytes, file_name: str, known: Known, answers: Mapping[int, str] | None = None) -> Preview:
    """What a file would change: never an exception, what is wrong stands in the findings.

    `answers` says of rows that are `te kiezen`, by their number, which measure is meant: its id, or NEW.
    """
    return preview_of(open_file(content, file_name, LARGEST_MB), known, answers)


def preview_of(opened: OpenedFile, known: Known, answers: Mapping[int, str] | None = None) -> Preview:
    """The same for a file that was opened."""
    if opened.text is None or opened.is_held_back:
        return Preview(known.municipality, findings=opened.findings)
    found = read(opened.text, known.names)
    if len(found.rows) > MOST_MEASURES:
        too_many = say.too_many_measures(opened.name, len(found.rows), MOST_MEASURES)
        return Preview(known.municipality, findings=(*opened.findings, too_many))
    baseline = _as_a_file_says_it(known)
    by_id = {one.content.id: one for one in known.kept}
    rows: list[Row] = []
    taken: dict[str, int] = {}
    for one in found.rows:
        match = _matched(one, known, answers or {})
        id = match.certain or (one.id if _ID.fullmatch(one.id) else new_id())
        row = _row(one, id, match, by_id.get(match.certain), baseline, known)
        if id in taken:
            twice = say.same_measure_twice(one.at, taken[id])
            row = replace(row, outcome=Outcome.REFUSED, findings=(*row.findings, twice))
        elif row.outcome is not Outcome.ASKED:
            taken[id] = one.at.row or 0
        rows.append(row)
    return Preview(known.municipality, tuple(rows), (*opened.findings, *found.findings))


def _as_a_file_says_it(known: Known) -> dict[str, Mapping[str, object]]:
    """What the columns of each kept measure hold after it was written to a workbook and opened as an upload is.

    Only what differs from that did somebody change: what a file cannot hold, and contact details that are taken out of
    every file, stay as they are kept.
    """
    written = measures_xlsx([one.content for one in known.kept], known.names)
    with virus_scanner.not_asked():
        text = open_file(written, "maatregelen.xlsx", tabular.LARGEST_MB).text
    rows = read(text, known.names).rows if text else ()
    return {one.id: {MOMENTS: (), **one.values} for one in rows}


def _matched(row: ReadRow, known: Known, answers: Mapping[int, str]) -> Match:
    ids = {one.content.id for one in known.kept}
    answer = answers.get(row.at.row or 0)
    if answer is not None:
        return Match(answer if answer in ids else NEW, reason="Dat hebt u gezegd.")
    if row.id in ids:
        return Match(row.id, reason="De ID is dezelfde.")
    called = fold(row.name)
    same = [one.content.id for one in known.kept if called and fold(one.content.name) == called]
    if len(same) == 1:
        return Match(same[0], reason="De naam is dezelfde.")
    scores = {one.content.id: fuzz.ratio(called, fold(one.content.name)) for one in known.kept}
    alike = ranked_by_score({id: score for id, score in scores.items() if score >= _ALIKE})
    return Match(candidates=alike[:MOST], reason="De naam lijkt hierop." if alike else "")


def _row(
    read: ReadRow,
    id: str,
    match: Match,
    before: Kept[Measure] | None,
    baseline: Mapping[str, Mapping[str, object]],
    known: Known,
) -> Row:
    said = {name: value for name, value in read.values.items() if name != ID.name}
    if before is None:
        measure = tidied(with_values(Measure(id, read.name), said))
        changes: tuple[Change, ...] = ()
        outcome = Outcome.ASKED if match.candidates else Outcome.NEW
    else:
        kept = before.content
        changed = {name: value for name, value in said.items() if value != baseline[id].get(name)}
        measure = tidied(with_values(kept, changed)) if changed else kept
        was = {**values_of(kept), MOMENTS: kept.moments}
        changes = tuple(
            Change(name, shown(name, was[name], known.names), shown(name, value, known.names))
            for name, value in changed.items()
        )
        outcome = Outcome.CHANGED if changes else Outcome.UNCHANGED
    findings = (*read.findings, *(check(measure, known, read.at) if outcome is not Outcome.UNCHANGED else ()))
    if any(one.level is FindingLevel.BLOCKING for one in findings):
        outcome = Outcome.REFUSED
    return Row(read.at, measure, before, match, outcome, changes, findings)


def keep(cursor: Cursor, preview: Preview, by: str) -> list[int]:
    """What `commit` does, on a cursor within a write. Raises Refusal when a measure was changed since the preview."""
    made, overtaken = [], []
    for row in preview.of(Outcome.NEW, Outcome.CHANGED):
        based_on = row.before.batch_id if row.before else None
        try:
            made.append(register.keep(cursor, preview.municipality, row.measure, by, based_on))
        except Conflict:
            overtaken.append(row.measure.name)
    if overtaken:
        raise Refusal(say.changed_meanwhile(overtaken))
    return made


def commit(store: Store, preview: Preview, by: str) -> list[int]:
    """Keep what is new and changed, all or nothing; returns the batches of the new versions.

    Raises Refusal when there is nothing to keep, when a measure was changed since the preview, or when it cannot be
    stored.
    """
    if not preview.of(Outcome.NEW, Outcome.CHANGED):
        raise Refusal(say.nothing_to_keep())

    return plan.keep(store, lambda cursor: keep(cursor, preview, by))
