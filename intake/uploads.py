"""A file that the officer has: told apart by its name and content, read by its loader, not yet stored."""

from loaders import boundaries, statline_csv
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
    if len(content) > LARGEST_MB * 2**20:
        raise Refusal(
            f"Het bestand {file_name} is groter dan {LARGEST_MB} MB. Neem alleen uw eigen gemeente op en probeer het "
            "opnieuw."
        )
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
