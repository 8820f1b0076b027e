"""A table that may be seen: the only thing that charts, tiles and reports accept."""

from dataclasses import dataclass

import pandas as pd


@dataclass(frozen=True)
class Disclosed:
    """A frame whose figures may leave the analysis. Made in `analysis/disclosure.py` and nowhere else."""

    frame: pd.DataFrame
