"""What schools in the whole country chose from the menukaart, as it was published."""

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from model import menukaart
from model.catalogue import CATALOGUE, CatalogueError, rows_of
from model.scan import Sector


@dataclass(frozen=True)
class Benchmark:
    """Which percentage of the schools of a sector chose an intervention, when, and who says so."""

    sector: Sector
    code: str
    percent: int
    measurement: str
    source: str


def read_benchmarks(path: Path) -> dict[tuple[str, str], Benchmark]:
    """Benchmarks by sector and code of the menukaart. Raises CatalogueError with file and row for what is wrong."""
    found: dict[tuple[str, str], Benchmark] = {}
    for where, row in rows_of(path):
        try:
            one = Benchmark(
                Sector(row["sector"]),
                row["code"],
                int(row["percent"]),
                row["measurement"].strip(),
                row["source"].strip(),
            )
        except (KeyError, ValueError) as error:
            raise CatalogueError(f"{where}: {error}") from error
        if one.code not in menukaart.current() or not 0 <= one.percent <= 100 or not one.source:
            raise CatalogueError(f"{where}: a code of the menukaart, a percentage and its source are needed")
        if (one.sector.value, one.code) in found:
            raise CatalogueError(f"{where}: {one.code} of {one.sector} stands there twice")
        found[one.sector.value, one.code] = one
    return found


@cache
def current() -> Mapping[tuple[str, str], Benchmark]:
    """The benchmarks of this installation, read and checked once."""
    return read_benchmarks(CATALOGUE / "benchmarks.csv")
