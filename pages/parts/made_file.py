"""A file that takes a while to make: made in the background, with a bar, and offered when it is there."""

import logging
import secrets
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from functools import partial

import streamlit as st

from model import dutch
from model.findings import Refusal
from pages.parts import access
from pages.parts.plain import plain
from reports.contents import Progress

log = logging.getLogger("startfoto")

_SECONDS = 0.5


@dataclass(frozen=True)
class Made:
    """A file with what must be told about it, in Dutch sentences."""

    content: bytes
    told: tuple[str, ...] = ()


Make = Callable[[Progress], bytes | Made]
"""Makes the file; told is what it is doing. It runs in a thread of its own, so it may not call Streamlit."""


@dataclass
class _Work:
    """One file in the making: the thread writes it, the visit that asked for it reads."""

    key: str
    step: str = "Begonnen"
    part: float = 0.0
    made: Made | None = None
    failed: str = ""
    ended_at: datetime | None = None
    ended: threading.Event = field(default_factory=threading.Event)

    def tell(self, step: str, part: float) -> None:
        """Note which step it is at."""
        self.step, self.part = step, part

    def run(self, make: Make) -> None:
        """Make the file; what goes wrong is told and stands in the log."""
        try:
            made = make(self.tell)
            self.made = made if isinstance(made, Made) else Made(made)
        except Refusal as refusal:
            self.failed = str(refusal)
        except Exception:
            incident = secrets.token_hex(4)
            log.exception("incident %s in file %s", incident, self.key)
            self.failed = (
                f"Dit bestand kon niet worden gemaakt. Probeer het nog eens, en noem incident {incident} als u dit "
                "meldt."
            )
        finally:
            self.ended_at = datetime.now(UTC)
            self.ended.set()


def draw(key: str, label: str, file_name: str, mime: str, make: Make) -> None:
    """A button that makes the file in the background, a bar while it does, and then the download.

    `key` says of what it is (a story with its version, for whom): with another key the file is made anew. Each visit
    has its own. `label` is of one file on a page: `Presentatie (PowerPoint)`.
    """
    slot = f"_made-{label}"
    work: _Work | None = st.session_state.get(slot)
    if work is not None and work.key == key and not work.ended.is_set():
        access.fragment(_running, run_every=_SECONDS)(work, label)
        return
    if work is None or work.key != key or work.made is None:
        st.button(label, key=f"{slot}-make", icon=":material/draft:", on_click=_start, args=(slot, key, make))
        if work is not None and work.key == key and work.failed:
            st.error(plain(work.failed), icon=":material/error:")
        return
    st.download_button(
        f"Download: {label}",
        data=access.export(partial(bytes, work.made.content)),
        file_name=file_name,
        mime=mime,
        key=f"{slot}-download",
        type="primary",
        icon=":material/download:",
        on_click="ignore",
    )
    if work.ended_at is not None:
        st.button(
            f"Gemaakt om {work.ended_at.astimezone(dutch.HERE):%H:%M}; maak opnieuw",
            key=f"{slot}-again",
            type="tertiary",
            on_click=_start,
            args=(slot, key, make),
        )
    for sentence in work.made.told:
        st.warning(plain(sentence), icon=":material/info:")


def _running(work: _Work, label: str) -> None:
    """The bar, drawn again and again; the whole page once it has ended."""
    if work.ended.is_set():
        st.rerun()
    st.progress(min(max(work.part, 0.0), 1.0), text=plain(f"{label}: {work.step}"))


def _start(slot: str, key: str, make: Make) -> None:
    work = _Work(key)
    st.session_state[slot] = work
    threading.Thread(target=work.run, args=(make,), name=f"file {key}", daemon=True).start()
