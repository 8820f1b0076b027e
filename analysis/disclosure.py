"""What may be seen: the one place where a table becomes `Disclosed`."""

import pandas as pd

from model.disclosed import Disclosed


def published(frame: pd.DataFrame) -> Disclosed:
    """Figures that their publisher protected already (CBS, RIVM): each keeps the status that the publisher gave it.

    Shares that Startfoto divided itself carry the status `too_few` from the loader when the denominator is small.
    """
    return Disclosed(frame)
