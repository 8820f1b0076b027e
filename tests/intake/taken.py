"""A file taken in as its page does, read, seen, kept and undone, with the rows that its preview promised."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field

from duckdb import DuckDBPyConnection as Cursor

from intake import budget_plan, example, ledger, measure_checks, measures, monitor, plan, scans, schools, uploads
from intake.ledger_merge import EVERY, Repeat
from intake.opened import OpenedFile, open_file, without_held
from loaders import cbs
from loaders import schools as school_files
from loaders.tabular import LARGEST_MB
from model import catalogue
from model.access import Person, Right, Role
from model.findings import Finding, Refusal
from model.grant import Rules
from settings import Settings
from store import Store, budget
from store import ledger as kept_ledger
from store import measures as kept_measures
from store.audit import Act, acting
from tests.intake.good_files import LEDGER, MEASURES, MONITOR, OWN, PLAN, SCANS, SCHOOLS, BadFile

HERE = example.MUNICIPALITY
CATALOGUE = catalogue.current()
OFFICER = Person("here#1", "Anne", Role.EDITOR)
_SOURCE = "een_ander_eigen_cijfers"


@dataclass
class Taken:
    """What became of a file: what was said of it, and the rows that were promised of it, by table; none if refused."""

    said: list[str] = field(default_factory=list)
    promised: dict[str, int] = field(default_factory=dict)

    def note(self, findings: Sequence[Finding]) -> None:
        """What was found of it."""
        self.said += [one.message for one in findings]


def world(settings: Settings) -> Store:
    """An installation with names of areas, schools and measures, in which no bad file has been."""
    store = Store(settings)
    folder, table = example.FOLDER, CATALOGUE.table("kwb")
    year = "2021"
    figures = cbs.read_folder(folder / "cbs" / table.id_for(year), table, year, CATALOGUE.of_source("kwb", year))
    plan.commit(store, [figures, school_files.read_folder(folder)])
    with store.read() as cursor:
        found = measures.preview_of(example.measure_file(), measure_checks.known(cursor, HERE))
    measures.commit(store, found, "Anne")
    return store


def take(store: Store, settings: Settings, bad: BadFile) -> Taken:
    """Do all that the page of this kind of file does. Raises nothing but what is a fault of ours."""
    taken = Taken()
    try:
        with acting(Act(OFFICER, Right.UPLOAD, "bestand")):
            _TAKE[bad.kind](store, settings, bad, taken)
    except Refusal as refusal:
        taken.said.append(str(refusal))
        taken.promised = {}
    return taken


def _opened(bad: BadFile, taken: Taken, public: bool = False) -> OpenedFile:
    """The file; what it was held back for is left out, as the officer may choose."""
    opened = open_file(bad.content, bad.name, LARGEST_MB, has_public_contacts=public)
    taken.note(opened.findings)
    return without_held(opened) if opened.held else opened


def _scans(store: Store, settings: Settings, bad: BadFile, taken: Taken) -> None:
    file = scans.read_file(bad.content, bad.name)
    taken.note(file.findings)
    if file.opened.held:
        file = scans.leave_out_held(file)
        taken.note(file.findings)
    with store.read() as cursor:
        known = scans.known(cursor, HERE)
        scans.seen_before(cursor, [file])
    rows = scans.recognise([file], known)
    scans.doubtful_choices(rows, known)
    known = known.with_answers({row.school_key: "99AA00" for row in scans.doubtful_schools(rows)}, {})
    rows = scans.recognise([file], known)
    scans.replaced(rows, known)
    _, kept = scans.prepared([file], known)
    taken.promised = {"work.load": 1, "core.scan": len(kept), "core.scan_choice": sum(len(one.codes) for one in kept)}
    scans.commit(store, [file], known)


def _monitor(store: Store, settings: Settings, bad: BadFile, taken: Taken) -> None:
    opened = _opened(bad, taken)
    for sheet in monitor.sheets_with_rows(opened)[:3]:
        with store.read() as cursor:
            known = monitor.known(cursor, HERE)
            layout = monitor.proposed(cursor, opened, sheet, known)
        drafted = monitor.draft(opened, sheet, layout, known, {})
        taken.note(drafted.findings)
        said = {"label": "Cijfer", "definition": "Een cijfer.", "layer": "kinderen gemeten", "domain": "sociaal"}
        said |= {"theme": "eigen cijfers", "unit": "%", "direction": "meer behoefte", "population": "jongeren"}
        source = monitor.likely_source(drafted, known) or _SOURCE
        new = {_SOURCE: monitor.source_card(publisher="Een ander", title="Cijfers", licence="x", caveats="")}
        cards = {
            "source": new if source == _SOURCE else {},
            "indicator": {name: monitor.card(name, source=source, **said) for name in drafted.read.new_indicators},
        }
        with store.read() as cursor:
            kept = monitor.as_kept(cursor, drafted, known.catalogue.indicators, settings)
        taken.note(kept.findings)
        taken.promised = {"work.load": 1, "core.observation": len(kept.figures)}
        monitor.commit(store, drafted, source, settings, {}, HERE, cards)
        return


def _ledger(store: Store, _: Settings, bad: BadFile, taken: Taken) -> None:
    opened = ledger.open_ledger(bad.content, bad.name)
    taken.note(opened.findings)
    opened = without_held(opened) if opened.held else opened
    for sheet in ledger.sheets(opened)[:1]:
        with store.read() as cursor:
            layout = ledger.proposed(cursor, sheet)
            found = ledger.preview(cursor, HERE, "Boeken", opened, sheet, layout, Rules(), {EVERY: Repeat.ONCE})
        taken.note(found.findings)
        after = kept_ledger.by_year(found.merged.result(True))
        bookings = sum(len(after.get(year, [])) for year in found.merged.years(True))
        taken.promised = {"work.load": 1, "core.booking": bookings}
        ledger.commit(store, found, "Anne", drop_vanished=True)


def _schools(store: Store, _: Settings, bad: BadFile, taken: Taken) -> None:
    with store.read() as cursor:
        known = schools.known(cursor, HERE)
    found = schools.read_files([(bad.content, bad.name)], "2022", known)
    taken.note(found.findings)
    if found.deliveries:
        figures = sum(len(one.school_figures) for one in found.deliveries)
        sites = sum(len(one.schools) for one in found.deliveries)
        taken.promised = {"work.load": len(found.deliveries), "core.school": sites, "core.school_figure": figures}
        plan.commit(store, found.deliveries)


def _plan(store: Store, _: Settings, bad: BadFile, taken: Taken) -> None:
    opened = _opened(bad, taken)
    with store.read() as cursor:
        read = budget_plan.read_plan(opened, [one.content for one in kept_measures.measures(cursor, HERE)])
        now = set(budget.plan(cursor, HERE))
    taken.note(read.findings)
    changed = {id: lines for id, lines in read.lines.items() if set(lines) != {one for one in now if one.measure == id}}
    taken.promised = {"core.plan_line": sum(map(len, changed.values()))}
    budget_plan.commit(store, HERE, read, "Anne")


def _measures(store: Store, _: Settings, bad: BadFile, taken: Taken) -> None:
    with store.read() as cursor:
        known = measure_checks.known(cursor, HERE)
    found = measures.preview(bad.content, bad.name, known)
    taken.note(found.findings)
    asked = {row.at.row or 0: measures.NEW for row in found.of(measures.Outcome.ASKED)}
    found = measures.preview_of(_opened(bad, taken), known, asked)
    for row in found.rows:
        taken.note(row.findings)
    kept = found.of(measures.Outcome.NEW, measures.Outcome.CHANGED)
    moments = sum(len(row.measure.moments) for row in kept)
    taken.promised = {"core.measure": len(kept), "core.measure_moment": moments}
    measures.commit(store, found, "Anne")


def _own(store: Store, _: Settings, bad: BadFile, taken: Taken) -> None:
    found = uploads.read_upload(bad.content, bad.name, "2021", HERE, CATALOGUE)
    uploads.holding(found, CATALOGUE)
    taken.note(found.findings)
    tables = {"observation": found.observations, "area": found.areas, "boundary": found.boundaries}
    taken.promised = {"work.load": 1, **{f"core.{name}": len(rows) for name, rows in tables.items()}}
    plan.commit(store, [found])


_TAKE: dict[str, Callable[[Store, Settings, BadFile, Taken], None]] = {
    SCANS: _scans,
    MONITOR: _monitor,
    LEDGER: _ledger,
    SCHOOLS: _schools,
    PLAN: _plan,
    MEASURES: _measures,
    OWN: _own,
}

_TABLES = """
select schema_name || '.' || table_name from duckdb_tables()
where database_name = 'startfoto' and schema_name in ('core', 'raw', 'work') order by all
"""
_VIEWS = """
select schema_name || '.' || view_name from duckdb_views()
where database_name = 'startfoto' and schema_name = 'mart' order by all
"""
_OF_LAST_WRITE = """
select batch_id from work.batch_event where event = 'added' and audit_number = (select audit_number from work.version)
"""
_WITHDRAW = """
insert into work.batch_event
select batch_id, 'withdrawn', now(), audit_number from (select unnest(?::bigint[]) as batch_id), work.version
"""


def counted(store: Store, names: str = _TABLES) -> dict[str, int]:
    """How many rows each table has."""
    with store.read() as cursor:
        return _counted(cursor, names)


def _counted(cursor: Cursor, names: str) -> dict[str, int]:
    tables = [name for (name,) in cursor.execute(names).fetchall()]
    question = " union all ".join(f"select '{name}', count(*) from {name}" for name in tables)
    return dict(cursor.execute(question).fetchall())


def shown(store: Store) -> dict[str, int]:
    """How many rows each view shows."""
    return counted(store, _VIEWS)


def undo(store: Store) -> None:
    """Take back what the last write brought, all of it."""

    def change(cursor: Cursor) -> None:
        cursor.execute(_WITHDRAW, [batch_ids])

    with store.read() as cursor:
        batch_ids = [number for (number,) in cursor.execute(_OF_LAST_WRITE).fetchall()]
    store.write(change)
