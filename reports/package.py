"""An office file that is the same, byte for byte, whenever it is made of the same things."""

import io
import os
import re
import zipfile
from datetime import UTC, datetime

_CORE = "docProps/core.xml"
_MOMENTS = re.compile(rb"(<dcterms:(created|modified)[^>]*>)[^<]*(</dcterms:\2>)")
_EARLIEST = (1980, 1, 1, 0, 0, 0)
"""Before this a zip file cannot say when it was made."""


def moment() -> datetime:
    """Now, or what SOURCE_DATE_EPOCH (seconds since 1970) says, as builds that must be repeatable ask it."""
    epoch = os.environ.get("SOURCE_DATE_EPOCH", "")
    return datetime.fromtimestamp(int(epoch), UTC) if epoch.isdecimal() else datetime.now(UTC)


def settled(content: bytes, at: datetime) -> bytes:
    """An OOXML file (deck, document, workbook) that knows no other moment than `at`, nor do the workbooks within it."""
    made = io.BytesIO()
    stamp = max(_EARLIEST, at.astimezone(UTC).timetuple()[:6])
    with zipfile.ZipFile(io.BytesIO(content)) as before, zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as after:
        # The content types stand first, as readers that guess a file's kind by its first bytes expect.
        for name in sorted(before.namelist(), key=lambda name: (name != "[Content_Types].xml", name)):
            part = before.read(name)
            if name.endswith(".xlsx"):
                part = settled(part, at)
            elif name == _CORE:
                part = _MOMENTS.sub(rb"\g<1>" + f"{at.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}".encode() + rb"\g<3>", part)
            entry = zipfile.ZipInfo(name, stamp)
            entry.compress_type = zipfile.ZIP_DEFLATED
            after.writestr(entry, part)
    return made.getvalue()
