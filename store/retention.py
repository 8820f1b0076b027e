"""Uploaded files whose time is over: their bytes are deleted, all that was read of them stays."""

from dataclasses import dataclass
from datetime import date, timedelta

from duckdb import DuckDBPyConnection as Cursor

from model import dutch
from model.access import STARTFOTO, Right
from settings import Settings
from store.audit import Act, acting, current_act
from store.connection import Store

_OLD = """
with kept as (
    select received.load_id, name, sha256, octet_length(content) as bytes, media_type, loaded_at
    from raw.received as received join work.load as load using (load_id)
    where content is not null and loaded_at < ?
), act as (
    select distinct batch.load_id, audit.person, audit.action
    from work.batch as batch join work.batch_event as event using (batch_id)
    join work.audit as audit using (audit_number) where event.event = 'added'
)
select kept.load_id, name, sha256, bytes, loaded_at
from kept left join act using (load_id)
where case when act.person is null then media_type <> 'application/json'
    else act.person <> ? and act.action <> ? end
"""
"""Files that a person brought in. Of a load from before the trail only the answers of a source are known not to be."""
_RECORD = f"""
insert into work.forgotten
select load_id, name, sha256, bytes, now(), audit_number from ({_OLD}), work.version
"""
_FORGET = f"""
update raw.received set content = null from ({_OLD}) as old
where received.load_id = old.load_id and received.name = old.name and received.sha256 = old.sha256
"""
_WAITING = f"select count(*), coalesce(sum(bytes), 0), min(loaded_at)::date from ({_OLD})"
_LAST = "select max(happened_at)::date, count(*), coalesce(sum(bytes), 0) from work.forgotten"


@dataclass(frozen=True)
class Files:
    """So many files, and how much they hold together."""

    count: int
    bytes: int
    since: date | None
    """The day on which the oldest came in, or on which the last were deleted; None when there are none."""

    @property
    def text(self) -> str:
        """As it is told: how many, and how large."""
        size = f"{dutch.number(self.bytes / 1_000_000, 1)} MB"
        return f"{dutch.counted(self.count, 'bestand', 'bestanden')} van samen {size}"


def _asked(settings: Settings, today: date) -> list[object]:
    return [today - timedelta(days=settings.keep_uploads_days), STARTFOTO.id, Right.LOAD.label]


def old_uploads(cursor: Cursor, settings: Settings, today: date) -> Files:
    """The uploaded files whose time is over on a day and that are still there."""
    if not settings.keep_uploads_days:
        return Files(0, 0, None)
    row = cursor.execute(_WAITING, _asked(settings, today)).fetchone()
    return Files(*row) if row else Files(0, 0, None)


def forgotten(cursor: Cursor) -> Files:
    """The files that were ever deleted for their age, and the last day on which that was done."""
    last, count, size = cursor.execute(_LAST).fetchone() or (None, 0, 0)
    return Files(count, size, last)


def forget_old_uploads(store: Store, settings: Settings, today: date) -> Files:
    """Delete the bytes of uploaded files of `keep_uploads_days` ago and before; returns what was deleted.

    Figures, names, digests and lineage stay. Nothing is written when there is nothing to delete. It goes into the audit
    trail under who is acting, or Startfoto itself. Raises StoreBusy and StoreBroken as `Store.write`.
    """
    with store.read() as cursor:
        found = old_uploads(cursor, settings, today)
    if not found.count:
        return found

    def change(cursor: Cursor) -> Files:
        due = old_uploads(cursor, settings, today)
        cursor.execute(_RECORD, _asked(settings, today))
        cursor.execute(_FORGET, _asked(settings, today))
        return due

    act = current_act()
    person = act.person if act else STARTFOTO
    with acting(Act(person, Right.RETENTION, f"{found.text}, ouder dan {settings.keep_uploads_days} dagen")):
        return store.write(change)
