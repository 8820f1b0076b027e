"""Which rows of a table have a number, and of which the number is withheld."""

import pandas as pd

from model.status import Status

_KNOWN = [status.value for status in Status if status.has_value]
_WITHHELD = [Status.SECRET.value, Status.TOO_FEW.value, Status.INTERVAL.value]


def known(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows that carry a number."""
    return frame[frame["status"].isin(_KNOWN)]


def withheld(frame: pd.DataFrame) -> pd.DataFrame:
    """The rows whose number exists and is not shown: secret, too few, or a range only."""
    return frame[frame["status"].isin(_WITHHELD)]
