"""A file that the officer has: told apart by its name and content, read by its loader, not yet stored."""

from collections.abc import Mapping
from dataclasses import dataclass

from intake import virus_scanner
from loaders import boundaries, statline_csv, tabular
from model.catalogue import Catalogue
from model.delivery import Delivery, Progress, no_progress
from model.findings import Refusal
from model.region import Level, level_of, municipality_of

LARGEST_MB = 200
TYPES = ("gpkg", "geojson", "json", "zip", "csv")


def read_upload(
    content: bytes, file_name: str, year: str, region: str, catalogue: Catalogue, progress: Progress = no_progress
) -> Delivery:
    """Boundaries (GeoPackage, GeoJSON, zipped shapefile) or a KWB file of StatLine (CSV) of one gemeente.

    Raises Refusal when the file is too large, cannot be used, or has nothing of the gemeente.
    """
    file_name = tabular.safe_name(file_name)
    if len(content) > LARGEST_MB * 2**20:
        raise Refusal(
            f"Het bestand {file_name} is groter dan {LARGEST_MB} MB. Neem alleen uw eigen gemeente op en probeer het "
            "opnieuw."
        )
    virus_scanner.refuse_infected(content, file_name)
    if not file_name.lower().endswith(".csv"):
        return boundaries.read_boundaries(content, file_name, year, region, progress)
    table = catalogue.table("kwb")
    delivery = statline_csv.read_csv(content, file_name, table, year, catalogue.of_source("kwb", year))
    codes = delivery.areas.column("region").to_pylist()
    if not any(municipality_of(code) == region and level_of(code) in (Level.WIJK, Level.BUURT) for code in codes):
        raise Refusal(
            f"In het bestand {file_name} staan geen wijken of buurten van {region}. Er is niets geladen. Kies de "
            "gemeente waarvan het bestand is, of download het opnieuw met alle wijken en buurten."
        )
    return delivery


@dataclass(frozen=True)
class Holding:
    """What a file that was read holds, for who decides whether it is kept."""

    periods: tuple[str, ...]
    municipalities: tuple[str, ...]
    """Their names, in alphabetical order; the code of one that has no name."""
    areas: Mapping[Level, int]
    """How many areas of each level."""
    figures: int
    """How many figures have a value."""
    indicators: int
    boundaries: int


def holding(delivery: Delivery, catalogue: Catalogue) -> Holding:
    """What a delivery of borders or figures holds; a gemeente counts when it or a part of it is in there."""
    tables = (delivery.observations, delivery.areas, delivery.boundaries)
    regions = {code for table in tables for code in table.column("region").unique().to_pylist()}
    periods = {period for table in tables for period in table.column("period").unique().to_pylist()}
    codes = {code for region in regions if (code := municipality_of(region))}
    written = {
        row["region"]: row["name"] for table in tables[1:] for row in table.select(["region", "name"]).to_pylist()
    }
    known = catalogue.municipalities
    names = {known[code].name if code in known else written.get(code) or code for code in codes}
    values = delivery.observations.column("value")
    return Holding(
        periods=tuple(sorted(periods)),
        municipalities=tuple(sorted(names)),
        areas={level: sum(level_of(code) is level for code in regions) for level in Level},
        figures=len(values) - values.null_count,
        indicators=len(delivery.observations.column("indicator").unique()),
        boundaries=len(delivery.boundaries),
    )
