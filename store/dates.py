"""The reference day (peildatum) of batches, from what the catalogue and the cards of officers say of their source."""

import json
from datetime import date

from duckdb import DuckDBPyConnection as Cursor

from model import catalogue as catalogues
from model.reference import reference_day

_CARD = "select card from mart.source_card where id = ? order by batch_id desc limit 1"


def reference_of(cursor: Cursor, source: str, period: str) -> date | None:
    """The day that the figures of a source for a period speak of; None where that is not one day, or not known."""
    known = catalogues.current().sources.get(source)
    if known is not None:
        return reference_day(known.reference, period)
    card = cursor.execute(_CARD, [source]).fetchone() if period else None
    return None if card is None else reference_day(str(json.loads(card[0]).get("reference", "")), period)
