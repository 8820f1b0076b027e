"""Photos: a named, dated set of batches that nothing changes any more, and what appeared after a day."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from duckdb import DuckDBPyConnection as Cursor

from model.findings import Refusal
from model.photo import Photo, PhotoKind

NOW = "nu"
"""What stands for the data as they are; so no photo is called that."""
LONGEST_NAME = 60

_COUNTED = """
with latest as (
    select batch_id, arg_max(event, audit_number) as event from work.batch_event group by batch_id
), counted as (
    select batch.* from work.batch as batch join latest using (batch_id)
    where latest.event <> 'withdrawn' and (batch.load_id is null or batch.load_id not in (select unnest(?::bigint[])))
    qualify row_number() over (partition by batch.scope order by batch.batch_id desc) = 1
)
"""
"""What would count now if some loads had been withdrawn: what they replaced counts again."""
_NAMES = "select name from work.photo"
_NEXT = "select coalesce(max(photo_id), 0) + 1 from work.photo"
_ADD = "insert into work.photo select ?, ?, ?, ?, now(), audit_number from work.version"
_ADD_BATCHES = f"insert into work.photo_batch {_COUNTED} select ?, batch_id from counted"
_HOLDS_LOADS = (
    "select 1 from work.photo_batch join work.batch using (batch_id) where photo_id = ? and load_id > 0 limit 1"
)
_PHOTOS = """
select photo_id, kind, name, day, made_at, count(distinct load_id)
from work.photo join work.photo_batch using (photo_id) join work.batch using (batch_id)
group by photo_id, kind, name, day, made_at order by day, photo_id
"""
_IN_USE = f"""
{_COUNTED}
select load_id, load.source, load.table_id, load.title, load.period,
    coalesce(min(counted.region) filter (where not starts_with(counted.region, 'NL')), ''),
    count(distinct counted.region) filter (where not starts_with(counted.region, 'NL')),
    max(counted.published), max(counted.reference)
from counted join work.load as load using (load_id)
group by all order by load.title, load.period, load_id
"""


def make(cursor: Cursor, kind: PhotoKind, name: str, day: date, leave_out: Sequence[int] = ()) -> int:
    """Keep what counts now under a name; returns the photo's number. Nothing ever changes or removes a photo.

    `day` is the day of which it is to tell. The loads of `leave_out` are not in it; what they replaced counts instead.
    Raises Refusal for a name that is empty, too long or in use, and where nothing would be in it.
    """
    called = " ".join(name.split())
    taken = {known.casefold() for (known,) in cursor.execute(_NAMES).fetchall()}
    if not called:
        raise Refusal("Geef de foto een naam, bijvoorbeeld 'Startfoto december 2021'.")
    if len(called) > LONGEST_NAME:
        raise Refusal(f"Deze naam is te lang. Gebruik hoogstens {LONGEST_NAME} tekens.")
    if called.casefold() == NOW:
        raise Refusal(f"'{NOW}' staat voor de gegevens zoals ze nu zijn. Kies een andere naam.")
    if called.casefold() in taken:
        raise Refusal(f"Er is al een foto met de naam '{called}'. Een foto verandert niet meer; kies een andere naam.")
    row = cursor.execute(_NEXT).fetchone()
    photo_id = int(row[0]) if row else 1
    cursor.execute(_ADD, [photo_id, kind.value, called, day])
    cursor.execute(_ADD_BATCHES, [list(leave_out), photo_id])
    if cursor.execute(_HOLDS_LOADS, [photo_id]).fetchone() is None:
        raise Refusal("Er is niets om in deze foto te zetten. Laad eerst gegevens, of laat minder weg.")
    return photo_id


def photos(cursor: Cursor) -> list[Photo]:
    """Every photo, by the day of which it tells."""
    return [Photo(number, PhotoKind(kind), *rest) for number, kind, *rest in cursor.execute(_PHOTOS).fetchall()]


@dataclass(frozen=True)
class LoadInUse:
    """A load of which something counts, with its days as far as they are known."""

    load_id: int
    source: str
    table_id: str
    title: str
    period: str
    region: str
    """The gemeente of its figures, the first of them when there are more; empty for those of the country alone."""
    municipalities: int
    published: date | None
    """When the source last changed the table (CBS: Modified), which may be long after it first appeared."""
    reference: date | None
    """The day that the figures speak of (peildatum); the last of them."""

    @property
    def is_dated(self) -> bool:
        """Whether it can be said at all that it is of after a day."""
        return self.published is not None or self.reference is not None

    def is_after(self, day: date) -> bool:
        """Whether the source changed it after a day, or it speaks of a later day."""
        return any(known is not None and known > day for known in (self.published, self.reference))


def in_use(cursor: Cursor, leave_out: Sequence[int] = ()) -> list[LoadInUse]:
    """The loads of which something counts now, or would count if those of `leave_out` did not; by title and period."""
    return [LoadInUse(*row) for row in cursor.execute(_IN_USE, [list(leave_out)]).fetchall()]


def after(cursor: Cursor, day: date, leave_out: Sequence[int] = ()) -> list[LoadInUse]:
    """Of these, what was published after a day or speaks of a later one: what a photo of that day warns of.

    The day of publication is that on which the source last changed the table: the figures may have been there before.
    """
    return [load for load in in_use(cursor, leave_out) if load.is_after(day)]
