"""What a loader hands over: typed rows in one shape for every source, with where they came from and what was wrong."""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime

import pyarrow as pa

from model.findings import Finding

_WORD = pa.dictionary(pa.int8(), pa.string())
"""Words that repeat in every row are kept once: a whole country is two million rows."""

OBSERVATION = pa.schema(
    [
        ("indicator", pa.dictionary(pa.int16(), pa.string())),
        ("region", pa.dictionary(pa.int32(), pa.string())),
        ("period", _WORD),
        ("value", pa.float64()),
        ("lower", pa.float64()),
        ("upper", pa.float64()),
        ("count", pa.float64()),
        ("status", _WORD),
    ]
)
"""One figure: `count` is the denominator or the number of respondents, `lower`/`upper` the published bounds."""

AREA = pa.schema(
    [
        ("period", pa.string()),
        ("region", pa.string()),
        ("name", pa.string()),
        ("boundary_change", pa.string()),
    ]
)
"""The areas of a period; `boundary_change` is KWB's flag: 1 unchanged, 2 other code, 3 other border, else empty."""

BOUNDARY = pa.schema(
    [
        ("period", pa.string()),
        ("region", pa.string()),
        ("name", pa.string()),
        ("geometry", pa.binary()),
        ("outline", pa.binary()),
    ]
)
"""The polygons of a period in EPSG:4326 as WKB: as received, and simplified for the map."""

SCHOOL = pa.schema(
    [
        ("period", pa.string()),
        ("vestiging", pa.string()),
        ("name", pa.string()),
        ("sector", pa.string()),
        ("place", pa.string()),
        ("region", pa.string()),
        ("buurt", pa.string()),
        ("board", pa.string()),
        ("street", pa.string()),
        ("house_number", pa.string()),
        ("postcode", pa.string()),
        ("denomination", pa.string()),
        ("structure", pa.string()),
        ("lon", pa.float64()),
        ("lat", pa.float64()),
    ]
)
"""School sites by BRIN and vestiging number. `region` is the gemeente, `board` the number of the bevoegd gezag and
`structure` the kinds of secondary education; `buurt`, `lon` and `lat` (degrees) are empty where they are not known."""

SCHOOL_FIGURE = pa.schema(
    [
        ("indicator", pa.string()),
        ("region", pa.string()),
        ("vestiging", pa.string()),
        ("value", pa.float64()),
        ("lower", pa.float64()),
        ("upper", pa.float64()),
        ("count", pa.float64()),
        ("status", pa.string()),
    ]
)
"""One figure of the pupils of one school site, by school and never by home; `region` is the gemeente of the school."""


@dataclass(frozen=True)
class Series:
    """Which column of which table an indicator came from, so that a figure can be followed back to its cell."""

    indicator: str
    column_key: str
    column_title: str
    unit: str


@dataclass(frozen=True)
class Received:
    """Bytes as they were received or read."""

    name: str
    media_type: str
    content: bytes
    """What is kept: the bytes themselves, or what was left of them after taking out what may not be kept."""
    digest: str = ""
    """SHA-256 of the bytes as they came, by which the same file is recognised."""

    def __post_init__(self) -> None:
        if not self.digest:
            object.__setattr__(self, "digest", hashlib.sha256(self.content).hexdigest())


@dataclass(frozen=True)
class Delivery:
    """One table of one period, ready to be stored. The tables follow the schemas above and may be empty."""

    source: str
    table_id: str
    title: str
    period: str
    published: str
    """The source's own date of publication or revision, as it gives it; empty when it gives none."""
    rows_in: int
    rows_accepted: int
    rows_refused: int
    observations: pa.Table = field(default_factory=OBSERVATION.empty_table)
    areas: pa.Table = field(default_factory=AREA.empty_table)
    boundaries: pa.Table = field(default_factory=BOUNDARY.empty_table)
    schools: pa.Table = field(default_factory=SCHOOL.empty_table)
    school_figures: pa.Table = field(default_factory=SCHOOL_FIGURE.empty_table)
    series: Sequence[Series] = ()
    received: Sequence[Received] = ()
    findings: Sequence[Finding] = ()
    retrieved_at: datetime = field(default_factory=lambda: datetime.now(UTC))


Progress = Callable[[str, float], None]
"""Told by a loader which step it is at (a Dutch phrase) and how far the load is (0 to 1)."""


def no_progress(step: str, fraction: float) -> None:
    """A listener that does not listen."""
