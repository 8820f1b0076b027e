"""What is checked of a file before a library opens it: its size inside, and that it is what it says it is."""

import io
import stat
import zipfile
from collections.abc import Mapping, Sequence

from model import file_findings as say
from model.findings import Refusal

MOST_COLUMNS = 2_000
MOST_CELLS = 2_000_000
"""Of a workbook, which is held in memory in three ways while it is read: some 800 MB at the most."""
MOST_CSV_CELLS = 5_000_000
"""Of a CSV: a ledger of 200,000 bookings with 25 columns fits, with some 1 GB at the most until it is kept."""
MOST_ROWS = 1_048_576
"""As many as a worksheet has; each takes memory, also when nothing is in it."""
_MOST_MEMBERS = 5_000
_LARGEST_INSIDE = 300_000_000
_MOST_PACKED = 200
"""So many times smaller a packed member may be, when it is large; sheets of figures are 10 to 30 times smaller."""
_LARGE_MEMBER = 10_000_000
_PASSWORD = 0x1
_DOCUMENT_TYPES = ["<!DOCTYPE".encode(encoding) for encoding in ("ascii", "utf-16-le", "utf-16-be")]

Members = Mapping[str, bytes]
"""The files inside a zip file; of pictures and other enclosures only the names."""


def check_area(name: str, areas: Sequence[tuple[int, int]], most: int = MOST_CELLS) -> None:
    """Raises Refusal when sheets of so many rows and columns are too much to read, `most` cells in all."""
    widest = max((columns for _, columns in areas), default=0)
    if widest > MOST_COLUMNS:
        raise Refusal(say.too_many_columns(name, widest, MOST_COLUMNS))
    cells = sum(rows * columns for rows, columns in areas)
    if cells > most:
        raise Refusal(say.too_many_cells(name, cells, most, MOST_CSV_CELLS))


def unpack(content: bytes, name: str) -> Members:
    """The members of an Office file, nothing inside them unpacked further.

    Raises Refusal for a damaged or locked file, a zip bomb, a link, and XML with a document type, which no office
    program writes and which can grow without end or point outside the file.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as package:
            infos = package.infolist()
            if any(info.flag_bits & _PASSWORD for info in infos):
                raise Refusal(say.password_protected(name))
            if len(infos) > _MOST_MEMBERS or sum(info.file_size for info in infos) > _LARGEST_INSIDE:
                raise Refusal(say.unsafe_file(name))
            if any(stat.S_ISLNK(info.external_attr >> 16) for info in infos):
                raise Refusal(say.unsafe_file(name))
            if any(info.file_size > max(_LARGE_MEMBER, _MOST_PACKED * info.compress_size) for info in infos):
                raise Refusal(say.unsafe_file(name))
            # Each member is read here up to the size that it gives itself, and only what was read is handed on.
            members = {
                info.filename.replace("\\", "/"): package.read(info) if _is_text(info.filename) else b""
                for info in infos
            }
    except Refusal:
        raise
    except Exception as error:  # zipfile lets through what zlib, struct and the codecs raise
        raise Refusal(say.damaged_file(name)) from error
    if len({member.lower() for member in members}) < len(infos):  # which of two is read, differs by program
        raise Refusal(say.unsafe_file(name))
    if any(mark in member for member in members.values() for mark in _DOCUMENT_TYPES):
        raise Refusal(say.unsafe_file(name))
    return members


def repack(members: Members) -> io.BytesIO:
    """A zip file of these members, not compressed."""
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as package:
        for member, content in members.items():
            package.writestr(member, content)
    packed.seek(0)
    return packed


def _is_text(member: str) -> bool:
    return member.lower().endswith((".xml", ".rels", "mimetype"))
