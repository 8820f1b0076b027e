"""Long work in the background: one thread a job, its state in the store, never a word to streamlit."""

import logging
import secrets
import threading
from collections.abc import Sequence
from dataclasses import replace

import duckdb
from tenacity import retry, retry_if_exception_type, stop_after_delay, wait_exponential

from intake import plan
from intake.plan import Part
from model import dutch
from model.catalogue import Catalogue
from model.findings import Refusal, already_running, interrupted, unexpected
from settings import Settings
from store import Store, StoreBroken, StoreBusy, jobs
from store.audit import Act, acting, current_act

log = logging.getLogger(__name__)

_FETCHED = 0.85
"""How far a part is when it has been fetched and must still be stored."""
_CUT_OFF_AFTER_S = 1800.0
"""A job that is silent for this long in a store that others share, is taken for cut off."""
_RECORD_FOR_S = 3600.0
"""How long the end of a job is tried to be recorded, on a disk that is full."""


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
            left = jobs.silent(cursor, _CUT_OFF_AFTER_S if store.is_shared else 0.0)
        for job in left:
            self._tell(replace(job, state=jobs.FAILED, message=interrupted()))

    def start(self, title: str, parts: Sequence[Part]) -> str:
        """Begin loading in the background; returns the job's id.

        Raises Refusal when one of the parts is being loaded, or when the store cannot be written.
        """
        first = jobs.Job(secrets.token_hex(6), title, jobs.RUNNING, "begonnen", 0.0, "")
        named = [(part, plan.title_of(part, self._catalogue)) for part in parts]
        thread = threading.Thread(
            target=self._work, args=(first, named, current_act()), name=f"job-{first.id}", daemon=True
        )
        with self._lock:
            for part, name in named:
                if part.key in self._busy:
                    raise Refusal(already_running(name))
            self._busy |= {part.key: first.id for part in parts}
            self._threads[first.id] = thread
        try:
            plan.keep(self._store, lambda cursor: jobs.record(cursor, first), is_listed=False)
            thread.start()
        except BaseException:
            self._release(first)
            self._threads.pop(first.id)
            raise
        return first.id

    def wait(self, job_id: str, timeout: float) -> bool:
        """Wait until a job of this process has ended; returns whether it has."""
        thread = self._threads.get(job_id)
        if thread is not None:
            thread.join(timeout)
        return thread is None or not thread.is_alive()

    def _release(self, job: jobs.Job) -> None:
        with self._lock:
            self._busy = {key: owner for key, owner in self._busy.items() if owner != job.id}

    def _tell(self, job: jobs.Job) -> None:
        self._store.write(lambda cursor: jobs.record(cursor, job), is_listed=False)

    @retry(
        retry=retry_if_exception_type((StoreBroken, StoreBusy)),
        wait=wait_exponential(max=60),
        stop=stop_after_delay(_RECORD_FOR_S),
        reraise=True,
    )
    def _tell_end(self, job: jobs.Job) -> None:
        self._tell(job)

    def _work(self, job: jobs.Job, parts: Sequence[tuple[Part, str]], act: Act | None) -> None:
        try:
            with acting(act):
                last = self._load(job, parts)
            self._release(job)
            self._tell_end(last)
        except (StoreBroken, StoreBusy, duckdb.Error) as error:
            # At the next start it counts as cut off.
            log.error("job %s could not record its end: %s", job.id, error)
        finally:
            self._release(job)
            self._threads.pop(job.id)

    def _load(self, job: jobs.Job, parts: Sequence[tuple[Part, str]]) -> jobs.Job:
        """Load part by part, each kept whole or not at all; returns the job's last state, with what was not loaded."""
        problems: dict[str, list[str]] = {}  # reason to the parts that it holds for
        for number, (part, name) in enumerate(parts):

            def progress(step: str, fraction: float, name: str = name, number: int = number) -> None:
                done = (number + fraction * _FETCHED) / len(parts)
                self._tell(replace(job, step=f"{name}: {step}", fraction=done))

            try:
                delivery = plan.fetch(part, self._catalogue, self._settings, self._store, progress)
                progress("opslaan", 1.0)
                plan.commit(self._store, [delivery])
            except (Refusal, StoreBroken, StoreBusy) as refusal:
                log.warning("%s was not loaded: %s", part.key, refusal)
                problems.setdefault(str(refusal), []).append(name)
            except Exception:
                incident = secrets.token_hex(4)
                log.exception("incident %s while loading %s", incident, part.key)
                problems.setdefault(unexpected(incident), []).append(name)
        loaded = len(parts) - sum(map(len, problems.values()))
        state = jobs.DONE if loaded else jobs.FAILED
        step = f"{loaded} van de {len(parts)} onderdelen geladen"
        message = "\n\n".join(f"{dutch.listing(names)}: {reason}" for reason, names in problems.items())
        return replace(job, state=state, step=step, fraction=1.0, message=message)
