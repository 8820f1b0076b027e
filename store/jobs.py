"""The state of long work, kept in the store so that every page and server sees it."""

from dataclasses import dataclass

from duckdb import DuckDBPyConnection as Cursor

RUNNING = "bezig"
DONE = "klaar"
FAILED = "mislukt"


@dataclass(frozen=True)
class Job:
    """The state of one piece of work: which step, how far (0 to 1), and afterwards what was not done."""

    id: str
    title: str
    state: str
    step: str
    fraction: float
    message: str


_RECORD = "insert into work.job_event select ?, ?, ?, ?, ?, ?, now(), audit_number from work.version"
_LATEST = """
with latest as (
    select *, min(audit_number) over (partition by job_id) as began from work.job_event
    qualify row_number() over (partition by job_id order by audit_number desc) = 1
)
select job_id, title, state, step, fraction, message from latest
"""
_RECENT = _LATEST + "order by began desc limit ?"
_SILENT = _LATEST + "where state = ? and happened_at <= now() - to_seconds(?) order by began"


def record(cursor: Cursor, job: Job) -> None:
    """Add what is now true of a job; nothing earlier is changed."""
    cursor.execute(_RECORD, [job.id, job.title, job.state, job.step, job.fraction, job.message])


def jobs(cursor: Cursor, limit: int = 5) -> list[Job]:
    """The latest state of the most recent jobs, newest first."""
    return [Job(*row) for row in cursor.execute(_RECENT, [limit]).fetchall()]


def silent(cursor: Cursor, seconds: float) -> list[Job]:
    """The jobs that say they are running and said nothing for so many seconds, oldest first."""
    return [Job(*row) for row in cursor.execute(_SILENT, [RUNNING, seconds]).fetchall()]
