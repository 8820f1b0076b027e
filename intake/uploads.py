"""A file that the officer has: told apart by its name and content, read by its loader, not yet stored."""

from loaders import boundaries, statline_csv
from model.catalogue import Catalogue
from model.delivery import Delivery, Progress, no_progress
from model.findings import Refusal

LARGEST_MB = 200
TYPES = ("gpkg", "geojson", "json", "zip", "csv")


def read_upload(
    content: bytes, file_name: str, year: str, region: str, catalogue: Catalogue, progress: Progress = no_progress
) -> Delivery:
    """Boundaries (GeoPackage, GeoJSON, zipped shapefile) or a KWB file of StatLine (CSV) of one gemeente.

    Raises Refusal when the file is too large or cannot be used.
    """
    if len(content) > LARGEST_MB * 2**20:
        raise Refusal(
            f"Het bestand {file_name} is groter dan {LARGEST_MB} MB. Neem alleen uw eigen gemeente op en probeer het "
            "opnieuw."
        )
    if file_name.lower().endswith(".csv"):
        table = catalogue.table("kwb")
        return statline_csv.read_csv(content, file_name, table, year, catalogue.of_source("kwb", year))
    return boundaries.read_boundaries(content, file_name, year, region, progress)
