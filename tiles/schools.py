"""The register of schools: where they stand, of which sector and how large."""

from duckdb import DuckDBPyConnection as Cursor

from analysis import response
from charts.schools import register_map
from model import dutch
from model.catalogue import Catalogue
from model.choices import Choices
from model.region import Level, municipality_of
from tiles.backdrop import backdrop_of
from tiles.response import listed, schools_of, source
from tiles.tile import Kind, Tile


def build(choices: Choices, cursor: Cursor, catalogue: Catalogue) -> Tile:
    """All schools on the map and in a table. Raises NoFigures where no school is known."""
    table, place = schools_of(choices, cursor)
    rows = table.frame
    sectors = [f"{part.schools} {sector}" for sector, part in response.per_group(rows, "sector").items()]
    located = int(rows["lon"].notna().sum())
    found = backdrop_of(cursor, municipality_of(choices.area) or choices.area, Level.WIJK, choices.period)
    title = f"{len(rows)} {'school' if len(rows) == 1 else 'scholen'} in {place}: {dutch.listing(sectors)}"
    missing = len(rows) - located
    notes = [f"Van {missing} van de {len(rows)} scholen is de plaats niet bekend; zie de tabel."] if missing else []
    return Tile(
        kind=Kind.SCHOOLS,
        title=title,
        subtitle=f"Schoolvestigingen naar adres van de school · {place}",
        figure=register_map(table, found[0]) if found and located else None,
        table=listed(rows),
        alt=f"Kaart van de schoolvestigingen in {place}. {title}.",
        source=source(cursor, rows, municipality_of(choices.area) or choices.area, catalogue),
        notes=tuple(notes),
    )
