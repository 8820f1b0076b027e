"""A file that somebody sent, opened: its text without personal data, or why it is held back. Nothing is stored yet."""

import hashlib
import logging
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from intake import virus_scanner
from loaders import privacy, tabular
from model.delivery import Received
from model.findings import Finding, FindingLevel, Refusal, unexpected
from model.text_file import Line, TextFile

log = logging.getLogger(__name__)


@dataclass(frozen=True)
class OpenedFile:
    """One file: what it says, what is wrong with it as a file, and what may be kept of it."""

    name: str
    digest: str
    """SHA-256 of the bytes as they came."""
    text: TextFile | None = None
    """Without contact details; None when the file cannot be read."""
    findings: tuple[Finding, ...] = ()
    held: tuple[privacy.Held, ...] = ()
    """Columns with personal data of pupils, for which the file is held back."""
    received: Received | None = field(default=None, repr=False)
    """What is kept: the bytes of a CSV from which nothing was taken out, else the text that was read, because an Office
    file holds more than is seen (hidden sheets, deleted text, pictures). None while the file is held back."""

    @property
    def is_held_back(self) -> bool:
        """Whether the file cannot be used as it is."""
        return self.received is None


def open_file(content: bytes, file_name: str, largest_mb: int, has_public_contacts: bool = False) -> OpenedFile:
    """The file opened: never an exception, what is wrong stands in the findings.

    `has_public_contacts` is for files whose addresses and telephone numbers are open data, such as DUO's registers.
    """
    digest = hashlib.sha256(content).hexdigest()
    try:
        virus_scanner.refuse_infected(content, tabular.safe_name(file_name))
        text = tabular.read_file(content, file_name, largest_mb=largest_mb)
        return _inspected(text, digest, content, has_public_contacts)
    except Refusal as refusal:
        found = tuple(replace(one, file=one.file or tabular.safe_name(file_name)) for one in refusal.findings)
        return OpenedFile(tabular.safe_name(file_name), digest, findings=found)
    except Exception:
        incident = secrets.token_hex(4)
        log.exception("incident %s while opening an upload", incident)
        name = tabular.safe_name(file_name)
        return OpenedFile(name, digest, findings=(Finding(FindingLevel.BLOCKING, unexpected(incident), file=name),))


def without_held(opened: OpenedFile) -> OpenedFile:
    """The file without the columns for which it was held back; of the file only the text that is left is kept."""
    if opened.text is None or not opened.held:
        return opened
    return _inspected(privacy.without_columns(opened.text, opened.held), opened.digest, None)


def _inspected(text: TextFile, digest: str, content: bytes | None, has_public_contacts: bool = False) -> OpenedFile:
    seen = privacy.inspect(text)
    if seen.held_columns:
        return OpenedFile(text.name, digest, text, (*text.findings, *seen.findings), seen.held_columns)
    if has_public_contacts and content is not None and text.kind == "csv":
        return OpenedFile(text.name, digest, text, tuple(text.findings), received=_as_it_came(text, content, digest))
    findings = (*text.findings, *seen.findings)
    if content is None or seen.file != text or text.kind != "csv":
        received = Received(text.name, "text/plain", text_of(seen.file).encode(), digest)
    else:
        received = _as_it_came(text, content, digest)
    return OpenedFile(text.name, digest, seen.file, findings, received=received)


def _as_it_came(text: TextFile, content: bytes, digest: str) -> Received:
    return Received(text.name, text.kind, content, digest)


def text_of(file: TextFile) -> str:
    """The text of a file as it may be kept, a tab between cells, the sheets below each other."""
    lines = (line for sheet in file.sheets for line in (sheet.name, *map("\t".join, _cells(sheet.lines))))
    return "\n".join(lines)


def _cells(lines: Sequence[Line]) -> list[tuple[str, ...]]:
    return [tuple(cell.replace("\t", " ").replace("\n", " ") for cell in line.cells) for line in lines]
