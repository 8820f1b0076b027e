"""How much one person may bring in on a day: checked within the write that keeps it."""

from duckdb import DuckDBPyConnection as Cursor

from model import dutch
from model.access import STARTFOTO, Person, Right
from model.findings import Refusal
from settings import Settings

_KEPT_NOW = """
select 1 from raw.received join work.batch using (load_id) join work.batch_event as event using (batch_id)
where event.event = 'added' and event.audit_number = (select audit_number from work.version) limit 1
"""
_KEPT_TODAY = """
with act as (
    select audit_number from work.audit
    where person = ? and action <> ? and happened_at >= date_trunc('day', now())
), load as (
    select distinct batch.load_id from work.batch as batch join work.batch_event as event using (batch_id)
    join act using (audit_number) where event.event = 'added'
)
select count(*), coalesce(sum(octet_length(content)), 0) from raw.received join load using (load_id)
"""


def check(cursor: Cursor, person: Person, settings: Settings) -> None:
    """Raises Refusal when this write brings the files of a person over what is allowed on a day.

    For a cursor within a write that the audit trail has recorded already. What was fetched from a source does not
    count, nor does what Startfoto writes by itself; what was undone does, as its files are still kept.
    """
    if person.id == STARTFOTO.id or cursor.execute(_KEPT_NOW).fetchone() is None:
        return
    row = cursor.execute(_KEPT_TODAY, [person.id, Right.LOAD.label]).fetchone()
    files, size = row or (0, 0)
    allowed = settings.upload_quota_mb * 1_000_000
    if files <= settings.upload_quota_files and size <= allowed:
        return
    raise Refusal(
        f"Met dit erbij hebt u vandaag {dutch.counted(files, 'bestand', 'bestanden')} van samen "
        f"{dutch.number(size / 1_000_000, 1)} MB opgenomen. Eén persoon mag er per dag "
        f"{dutch.number(settings.upload_quota_files)} opnemen, van samen {dutch.number(settings.upload_quota_mb)} MB. "
        "Er is nu niets opgenomen. Ga morgen verder, of vraag de beheerder de instellingen upload_quota_files en "
        "upload_quota_mb te verhogen."
    )
