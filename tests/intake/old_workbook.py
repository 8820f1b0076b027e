"""A workbook as Excel wrote them before 2007: BIFF8 records in an OLE container, with texts only."""

import struct
from collections.abc import Sequence

_SECTOR = 512
_END, _FREE, _FAT = 0xFFFFFFFE, 0xFFFFFFFF, 0xFFFFFFFD


def as_xls(rows: Sequence[Sequence[str]]) -> bytes:
    """A workbook of one sheet with these texts."""
    return _container(_workbook(rows))


def _record(kind: int, data: bytes = b"") -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


def _workbook(rows: Sequence[Sequence[str]]) -> bytes:
    def begin(kind: int) -> bytes:
        return _record(0x809, struct.pack("<HHHHII", 0x600, kind, 0, 0, 0, 0))

    name = b"Blad1"
    sheet = begin(0x10) + _record(0x200, struct.pack("<IIHHH", 0, len(rows), 0, max(map(len, rows), default=0), 0))
    for row, cells in enumerate(rows):
        for column, text in enumerate(cells):
            said = text[:4000]
            size = len(said.encode("utf-16-le")) // 2
            sheet += _record(0x204, struct.pack("<HHHHB", row, column, 0, size, 1) + said.encode("utf-16-le"))
    sheet += _record(0x0A)
    top = begin(0x05)
    place = len(top) + 4 + 8 + len(name) + 4
    return top + _record(0x85, struct.pack("<IHBB", place, 0, len(name), 0) + name) + _record(0x0A) + sheet


def _container(stream: bytes) -> bytes:
    """The stream `Workbook` in sectors of 512 bytes, which begin with the table of sectors and the directory."""
    stream = stream.ljust(4096, b"\0")
    stream += b"\0" * (-len(stream) % _SECTOR)
    sectors = len(stream) // _SECTOR
    tables = 1
    while tables * 128 < sectors + tables + 1:
        tables += 1
    chain = [_FAT] * tables + [_END] + [*range(tables + 2, tables + 1 + sectors), _END]
    fat = struct.pack(f"<{len(chain)}I", *chain).ljust(tables * _SECTOR, b"\xff")
    head = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 16 + struct.pack("<HHHHH", 0x3E, 3, 0xFFFE, 9, 6) + b"\0" * 6
    head += struct.pack("<IIIIIIIII", 0, tables, tables, 0, 4096, _END, 0, _END, 0)
    head += struct.pack(f"<{tables}I", *range(tables)).ljust(436, b"\xff")
    directory = _entry("Root Entry", 5, 1, _END, 0) + _entry("Workbook", 2, _FREE, tables + 1, len(stream))
    return head + fat + directory.ljust(_SECTOR, b"\0") + stream


def _entry(name: str, kind: int, child: int, start: int, size: int) -> bytes:
    said = name.encode("utf-16-le") + b"\0\0"
    links = struct.pack("<III", _FREE, _FREE, child)
    return (
        said.ljust(64, b"\0")
        + struct.pack("<HBB", len(said), kind, 1)
        + links
        + b"\0" * 36
        + struct.pack("<IQ", start, size)
    )
