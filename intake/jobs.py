"""Long work in the background: one thread a job, its state in the store, never a word to streamlit."""

import logging
import secrets
import threading
from collections.abc import Sequence
from dataclasses import replace

import duckdb

from intake import plan
from intake.plan import Part
from model.catalogue import Catalogue
from model.findings import Refusal, already_running, interrupted, unexpected
from settings import Settings
from store import Store, StoreBroken, StoreBusy, jobs

log = logging.getLogger(__name__)


class Jobs:
    """The loads that this process is doing. One object a process; safe for many threads."""

    def __init__(self, store: Store, catalogue: Catalogue, settings: Settings) -> None:
        """Also marks jobs as cut off that an earlier process left running."""
        self._store = store
        self._catalogue = catalogue
        self._settings = settings
        self._lock = threading.Lock()
        self._busy: dict[str, str] = {}
        self._threads: dict[str, threading.Thread] = {}
        with store.read() as cursor:
            left = [job for job in jobs.jobs(cursor, limit=50) if job.state == jobs.RUNNING]
        for job in left:
            self._tell(replace(job, state=jobs.FAILED, message=interrupted()))

    def start(self, title: str, parts: Sequence[Part]) -> str:
        """Begin loading in the background; returns the job's id. Raises Refusal when one of the parts is being loaded."""
        job_id = secrets.token_hex(6)
        with self._lock:
            for part in parts:
                if part.key in self._busy:
                    raise Refusal(already_running(plan.title_of(part, self._catalogue)))
            self._busy |= {part.key: job_id for part in parts}
        first = jobs.Job(job_id, title, jobs.RUNNING, "begonnen", 0.0, "")
        self._tell(first)
        thread = threading.Thread(target=self._work, args=(first, list(parts)), name=f"job-{job_id}", daemon=True)
        self._threads[job_id] = thread
        thread.start()
        return job_id

    def wait(self, job_id: str, timeout: float) -> bool:
        """Wait until a job of this process has ended; returns whether it has."""
        thread = self._threads.get(job_id)
        if thread is not None:
            thread.join(timeout)
        return thread is None or not thread.is_alive()

    def _tell(self, job: jobs.Job) -> None:
        self._store.write(lambda cursor: jobs.record(cursor, job))

    def _work(self, job: jobs.Job, parts: Sequence[Part]) -> None:
        try:
            self._tell(self._load(job, parts))
        except (StoreBroken, StoreBusy, duckdb.Error) as error:
            # The state of the job cannot be written either; at the next start it counts as cut off.
            log.error("job %s could not record its end: %s", job.id, error)
        finally:
            with self._lock:
                self._busy = {key: owner for key, owner in self._busy.items() if owner != job.id}

    def _load(self, job: jobs.Job, parts: Sequence[Part]) -> jobs.Job:
        """Load part by part, each kept whole or not at all; returns the job's last state, with what was not loaded."""
        problems = []
        for number, part in enumerate(parts):
            name = plan.title_of(part, self._catalogue)

            def progress(step: str, fraction: float, name: str = name, number: int = number) -> None:
                self._tell(replace(job, step=f"{name}: {step}", fraction=(number + fraction) / len(parts)))

            try:
                delivery = plan.fetch(part, self._catalogue, self._settings, progress)
                progress("opslaan", 0.85)
                plan.commit(self._store, [delivery])
            except Refusal as refusal:
                log.warning("%s was not loaded: %s", part.key, refusal)
                problems.append(f"{name}: {refusal}")
            except Exception:
                incident = secrets.token_hex(4)
                log.exception("incident %s while loading %s", incident, part.key)
                problems.append(f"{name}: {unexpected(incident)}")
        loaded = len(parts) - len(problems)
        state = jobs.DONE if loaded else jobs.FAILED
        step = f"{loaded} van de {len(parts)} onderdelen geladen"
        return replace(job, state=state, step=step, fraction=1.0, message="\n".join(problems))
