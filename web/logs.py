"""The log: every event one JSON line on stderr (readable where a person watches), without personal data or secrets."""

import copy
import logging
import re
import sys
import threading
import traceback
from collections.abc import Iterator, Mapping
from types import TracebackType
from typing import Any
from urllib.parse import unquote

import streamlit as st
import streamlit.config
import streamlit.logger
import structlog
from structlog.typing import EventDict, WrappedLogger

from settings import Settings, current
from store import StoreBroken, StoreBusy
from web.start import Unsafe

_CUT = "…"
_SECRET = "[geheim]"  # nosec B105 # what stands in the place of one
_PERSONAL = (
    (re.compile(r"[\w.+'-]+@[\w-]+(?:\.[\w-]+)+"), "[e-mail]"),
    (re.compile(r"(?<![\w.+-])(?:\+31|0031|0)[ \-()]{0,2}(?:\d[ \-()]{0,2}){8}\d(?![\w-])"), "[telefoon]"),
    (re.compile(r"(?<![\w.-])(?:\d{9}|\d{4}[. ]\d{2}[. ]\d{3}|\d{3}[. ]\d{3}[. ]\d{3})(?![\w-]|\.\d)"), "[nummer]"),
)
"""E-mail addresses, Dutch telephone numbers, and anything that could be a BSN."""
_QUOTED = re.compile(r"""(?<!\w)'[^'\n]*'|"[^"\n]*"|`[^`\n]*`""")
_OWN_WORDS = (StoreBroken, StoreBusy, Unsafe, OSError, ImportError)
"""Exceptions whose text says nothing of what stands in files or tables: they name paths, hosts and modules."""
_SECRET_NAME = re.compile("secret|password|token|key", re.IGNORECASE)
_LIBPQ = (re.compile(r"password\s*=\s*'((?:[^'\\]|\\.)*)'"), re.compile(r"password\s*=\s*([^\s'&]+)"))
_ESCAPED = re.compile(r"\\(.)")
_URI = re.compile(r"//[^/@:\s]*:([^@\s]+)@")
_LEAST_SECRET, _LEAST_OTHER = 4, 8


def configure(settings: Settings | None = None) -> None:
    """Let everything that is logged in this process come out in one way, masked; also faults that nobody caught."""
    secrets = known_secrets(_streamlit_secrets(), (settings or current()).lake_catalogue)

    def mask(logger: WrappedLogger, name: str, event: EventDict) -> EventDict:
        return {key: _masked_deep(value, secrets) if key != "timestamp" else value for key, value in event.items()}

    shared: list[Any] = [
        structlog.stdlib.add_log_level,
        structlog.stdlib.add_logger_name,
        structlog.stdlib.ExtraAdder(allow=["incident"]),
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _told_exception,
    ]
    is_watched = sys.stderr.isatty()
    formatter = _Formatter(
        foreign_pre_chain=shared,
        processors=[
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            mask,
            structlog.dev.ConsoleRenderer() if is_watched else structlog.processors.JSONRenderer(ensure_ascii=False),
        ],
    )
    handler = logging.StreamHandler()
    handler.setFormatter(formatter)
    logging.basicConfig(handlers=[handler], level=logging.INFO, force=True)
    for chatty in ("httpx", "uvicorn", "uvicorn.access", "uvicorn.error", "uvicorn.asgi", "websockets"):
        logging.getLogger(chatty).setLevel(logging.WARNING)  # they name every address that is asked, with what it says
    logging.captureWarnings(True)
    structlog.configure(
        processors=[*shared, structlog.stdlib.ProcessorFormatter.wrap_for_formatter],
        wrapper_class=structlog.stdlib.BoundLogger,
        logger_factory=structlog.stdlib.LoggerFactory(),
        cache_logger_on_first_use=True,
    )
    _take_over()


def known_secrets(streamlit_secrets: Mapping[str, Any], lake_catalogue: str) -> tuple[str, ...]:
    """Texts that may never be written, the longest first: what secrets.toml holds, passwords of the catalogue."""
    found = {text for name, text in _leaves(streamlit_secrets) if len(text) >= _least(name)}
    passwords = [match[1] for pattern in (*_LIBPQ, _URI) for match in pattern.finditer(lake_catalogue)]
    found.update(text for each in passwords for text in (each, unquote(each), _ESCAPED.sub(r"\1", each)))
    return tuple(sorted(found - {""}, key=len, reverse=True))


def masked(text: str, secrets: tuple[str, ...] = ()) -> str:
    """The text without secrets, e-mail addresses, telephone numbers and numbers that could be a BSN."""
    for secret in secrets:
        text = text.replace(secret, _SECRET)
    for pattern, name in _PERSONAL:
        text = pattern.sub(name, text)
    return text


def told(error: BaseException) -> str:
    """What may be said of a fault: its kind, and the first line of its text without what it quotes.

    A text may quote a cell of a file or a table ("could not convert string to float: 'Jan'"). Where the rest of it
    could be one, nothing of it is said.
    """
    kind = type(error).__name__
    text = str(error)
    if isinstance(error, _OWN_WORDS):
        return f"{kind}: {text}"
    if isinstance(error, KeyError):
        return kind
    first = _QUOTED.sub(_CUT, text.partition("\n")[0])
    return f"{kind}: {first}" if first else kind


def _least(name: str) -> int:
    return _LEAST_SECRET if _SECRET_NAME.search(name) else _LEAST_OTHER


def _leaves(values: Mapping[str, Any], name: str = "") -> Iterator[tuple[str, str]]:
    for key, value in values.items():
        if isinstance(value, Mapping):
            yield from _leaves(value, f"{name}.{key}")
        elif isinstance(value, list):
            yield from ((f"{name}.{key}", str(item)) for item in value)
        elif not isinstance(value, bool):
            yield f"{name}.{key}", str(value)


def _streamlit_secrets() -> dict[str, Any]:
    found = dict(st.secrets.to_dict()) if st.secrets.load_if_toml_exists() else {}
    return {**found, "cookie_secret": st.get_option("server.cookieSecret") or ""}


def _masked_deep(value: Any, secrets: tuple[str, ...]) -> Any:
    if isinstance(value, bool | int | float) or value is None:
        return value
    if isinstance(value, BaseException):
        value = told(value)
    return masked(str(value), secrets)


def _told_exception(logger: WrappedLogger, name: str, event: EventDict) -> EventDict:
    """The fault of an event as text: what called what, with of each fault what may be said."""
    given = event.pop("exc_info", None)
    if given is True:
        given = sys.exc_info()
    error = given[1] if isinstance(given, tuple) else given
    if isinstance(error, BaseException):
        event["exception"] = _told_traceback(error)
    event.pop("stack_info", None)
    return event


def _told_traceback(error: BaseException) -> str:
    parts: list[str] = []
    seen: set[int] = set()
    link: BaseException | None = error
    while link is not None and id(link) not in seen:
        seen.add(id(link))
        parts.append("".join(traceback.format_tb(link.__traceback__)) + told(link))
        link = link.__cause__ or (None if link.__suppress_context__ else link.__context__)
    return "\n\nwhich came from:\n".join(parts)


class _Formatter(structlog.stdlib.ProcessorFormatter):
    """Says of a fault that is part of an event's text only what may be said."""

    def format(self, record: logging.LogRecord) -> str:
        record = copy.copy(record)
        if isinstance(record.args, tuple):
            record.args = tuple(told(arg) if isinstance(arg, BaseException) else arg for arg in record.args)
        return super().format(record)


def _take_over() -> None:
    """Let Streamlit's and uvicorn's loggers, which have handlers of their own, and uncaught faults use the one way."""

    def to_root(logger: logging.Logger) -> None:
        logger.handlers.clear()
        logger.propagate = True

    streamlit.config.set_option("logger.enableRich", False)  # else a page's fault is printed beside the log, as it is
    streamlit.logger.setup_formatter = to_root  # also for the loggers that are made later
    for name in list(logging.root.manager.loggerDict):
        if name.partition(".")[0] in ("streamlit", "uvicorn", "websockets"):
            to_root(logging.getLogger(name))

    def uncaught(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
        logging.getLogger("startfoto").critical("uncaught", exc_info=error)

    def in_thread(args: threading.ExceptHookArgs) -> None:
        logging.getLogger("startfoto").critical("uncaught in a thread", exc_info=args.exc_value)

    sys.excepthook = uncaught
    threading.excepthook = in_thread
