"""The measures of the gemeente as a table: what each is, how long it runs, how far it is and what it costs."""

from collections.abc import Sequence
from datetime import date

import pandas as pd
from duckdb import DuckDBPyConnection as Cursor

from analysis import areas
from analysis.disclosure import published
from model import dutch
from model.disclosed import Disclosed
from model.measure import Measure, Stream
from store import measures as register
from store import photos
from store.versions import Kept

TEXTS = ("id", "name", "aim", "purpose", "target_groups", "wijken", "state")
CENTS = {stream: f"{stream.name.lower()}_cents" for stream in Stream}
"""The column of each pot, in whole cents."""
_COLUMNS = (*TEXTS, "start", "end", "places", *CENTS.values(), "total_cents", "changed_at")


def of_municipality(cursor: Cursor, municipality: str) -> Disclosed:
    """The measures that count, those that begin first on top, those without a first day last.

    `id`, `name`, `aim`, `purpose`, `state` (the Dutch words), `target_groups` and `wijken` (tuples; of wijken their
    names, none for the whole gemeente), `start` and `end` (a date or None), `places` (children), a column of whole
    cents for each pot (`CENTS`) and `total_cents`, missing where no amount is given, and `changed_at`: when the version
    was written, or made to count again.
    """
    kept = register.measures(cursor, municipality)
    codes = sorted({code for one in kept for code in one.content.wijken})
    names = {code: area.name for code, area in areas.named(cursor, codes).items()}
    rows = [_row(one, names) for one in sorted(kept, key=_order)]
    frame = pd.DataFrame(rows, columns=list(_COLUMNS))
    whole = ["places", *CENTS.values(), "total_cents"]
    return published(frame.astype(dict.fromkeys(whole, "Int64")))


def described(table: Disclosed, days: Sequence[str], most: int) -> Disclosed:
    """The first `most` measures with how long each runs in words, as the column `days`."""
    return published(table.frame.assign(days=list(days)).head(most))


def day_of(cursor: Cursor, photo: int | None) -> date:
    """The day that is today: that of the photo from which is seen."""
    return next((one.day for one in photos.photos(cursor) if one.photo_id == photo), dutch.today())


def _order(one: Kept[Measure]) -> tuple[bool, str, str, str]:
    measure = one.content
    return (measure.start is None, str(measure.start or ""), areas.alphabetical(measure.name), measure.id)


def _row(one: Kept[Measure], names: dict[str, str]) -> list[object]:
    measure = one.content
    cents: dict[Stream, int] = {}
    for part in measure.funding:
        cents[part.stream] = cents.get(part.stream, 0) + part.cents
    return [
        measure.id,
        measure.name,
        measure.aim,
        measure.purpose.value if measure.purpose else "",
        tuple(group.value for group in measure.target_groups),
        tuple(names[code] for code in measure.wijken),
        measure.state.value,
        measure.start,
        measure.end,
        measure.places,
        *(cents.get(stream) for stream in Stream),
        measure.cents if measure.funding else None,
        max(one.at, one.stamp.changed_at or one.at),
    ]
