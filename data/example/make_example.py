"""Make the example municipality Lindewaard: made-up boundaries, figures and schools in the sources' own formats.

Run as `python data/example/make_example.py`. It writes the files beside this script, byte for byte the same each time,
and then checks that they hang together. See README.md for what the data says.
"""

import json
from collections.abc import Mapping, Sequence
from pathlib import Path

import shapely
from shapely.geometry import Point, mapping

# isort: split
from boundaries import Boundaries, Shape, boundaries
from figures import Figures, health_figures, key_figures
from leavers import LEAVERS_TABLE, leavers_table
from ledger import ledger_files
from measures import measure_files
from monitor import monitor_files
from places import (
    BUURTEN,
    COUNTRY,
    MOVED_BORDER,
    MUNICIPALITY,
    MUNICIPALITY_NAME,
    OTHERS,
    WATER_NAME,
    WIJKEN,
    YEARS,
)
from pupils import pupil_files
from scans import scan_files
from schools import PRIMARY, SECONDARY, Site, distances_to_school, duo_file, locations_file, place_schools
from tables import FEWEST_PEOPLE, HEALTH_TABLE, TABLE_IDS, Table, health_table, key_table

HERE = Path(__file__).resolve().parent
MAP_YEARS = (2019, 2021)
TIME_STAMP = "2024-01-15T12:00:00Z"
WATER = MUNICIPALITY[2:]
POOREST = ("WK990103", "WK990104", "WK990105")
NEED = {
    "HuishoudensMetEenLaagInkomen": 1, "HuishOnderOfRondSociaalMinimum": 1, "k_40HuishoudensMetLaagsteInkomen": 1,
    "GemiddeldInkomenPerInwoner": -1, "MediaanVermogenVanParticuliereHuish": -1,
    "PersonenPerSoortUitkeringBijstand": 1, "OpleidingsniveauLaag": 1, "NettoArbeidsparticipatie": -1,
}  # fmt: skip
"""The columns that say how poor a wijk is, and whether more of it is poorer."""
COUNTS = {"PersonenPerSoortUitkeringBijstand", "OpleidingsniveauLaag"}
"""Columns with numbers of people, compared per inhabitant."""
MAP_LIMIT, TOTAL_LIMIT = 1_000_000, 3_000_000


def _feature(number: int, properties: dict[str, object], shape: Shape) -> dict[str, object]:
    outline = mapping(shape)
    parts = [outline["coordinates"]] if outline["type"] == "Polygon" else outline["coordinates"]
    geometry = {"type": "MultiPolygon", "coordinates": parts}
    return {"type": "Feature", "properties": properties, "geometry": geometry, "id": str(number)}


def _collection(areas: Sequence[tuple[dict[str, object], Shape]]) -> bytes:
    """Areas as a reply of PDOK's OGC API Features, without white space."""
    reply = {
        "type": "FeatureCollection",
        "timeStamp": TIME_STAMP,
        "links": [],
        "features": [_feature(number, *area) for number, area in enumerate(areas, start=1)],
        "numberReturned": len(areas),
    }
    return (json.dumps(reply, separators=(",", ":"), ensure_ascii=False) + "\n").encode()


def _map_files(year: int, found: Boundaries) -> dict[str, bytes]:
    """The three files of one year's map; each also has the river, which carries the gemeente's code."""
    municipality: dict[str, object] = {"gemeentecode": MUNICIPALITY, "gemeentenaam": MUNICIPALITY_NAME}

    def tail(code: str, water: str) -> dict[str, object]:
        return {**municipality, "water": water, "jrstatcode": f"{year}{code}", "jaar": year}

    buurten = [
        ({"buurtcode": b.code, "buurtnaam": b.name, "wijkcode": b.wijk, **tail(b.code, "NEE")}, found.buurten[b.code])
        for b in BUURTEN
    ]
    water_wijk, water_buurt = f"WK{WATER}99", f"BU{WATER}9997"
    river: dict[str, object] = {"buurtcode": water_buurt, "buurtnaam": WATER_NAME, "wijkcode": water_wijk}
    buurten.append((river | tail(water_buurt, "JA"), found.water))
    wijken = [
        ({"wijkcode": wijk.code, "wijknaam": wijk.name, **tail(wijk.code, "NEE")}, found.wijken[wijk.code])
        for wijk in WIJKEN
    ]
    wijken.append(({"wijkcode": water_wijk, "wijknaam": WATER_NAME, **tail(water_wijk, "JA")}, found.water))
    gemeenten = [(tail(MUNICIPALITY, "NEE"), found.municipality), (tail(MUNICIPALITY, "JA"), found.water)]
    layers = {"gemeenten": gemeenten, "wijken": wijken, "buurten": buurten}
    return {f"pdok/{year}/{layer}.geojson": _collection(rows) for layer, rows in layers.items()}


def _table_files(table_id: str, table: Table) -> dict[str, bytes]:
    """One file per resource: a bare list with one row per line."""
    files = {}
    for resource, rows in table.items():
        lines = ",\n".join(json.dumps(row, separators=(",", ":")) for row in rows)
        files[f"cbs/{table_id}/{resource}.json"] = (f"[\n{lines}\n]\n" if rows else "[]\n").encode()
    return files


def _check_map(year: int, found: Boundaries) -> None:
    """No gaps, no overlaps, and each level is exactly the union of the one below."""
    land = list(found.buurten.values())
    assert shapely.coverage_is_valid([*land, found.water]), f"boundaries of {year} are no coverage"
    assert all(shape.is_valid for shape in [*land, *found.wijken.values(), found.municipality, found.water])
    for wijk in WIJKEN:
        union = shapely.union_all([found.buurten[b.code] for b in BUURTEN if b.wijk == wijk.code])
        assert union.equals(found.wijken[wijk.code]), f"{wijk.code} is not the union of its buurten"
    assert shapely.union_all(list(found.wijken.values())).equals(found.municipality)
    for levels in (land, list(found.wijken.values())):
        corners = shapely.get_coordinates(levels)
        assert (abs(corners - corners.round(6)) < 1e-12).all()


def _check_move(maps: Mapping[int, Boundaries]) -> None:
    """Only the border between the two buurten moved."""
    before, after = (maps[year] for year in MAP_YEARS)
    moved = [code for code, shape in before.buurten.items() if not shape.equals_exact(after.buurten[code])]
    assert tuple(moved) == MOVED_BORDER, moved
    assert all(shape.equals_exact(after.wijken[code]) for code, shape in before.wijken.items())


def _number(cell: object) -> float | None:
    text = str(cell).strip()
    return None if text in ("", ".") else float(text)


def _column(table: Table, stem: str) -> dict[str, float | None]:
    """The cells of one column of the Kerncijfers as numbers, by area."""
    rows = table["UntypedDataSet"]
    key = next(key for key in rows[0] if key.rsplit("_", 1)[0] == stem)
    return {str(row["WijkenEnBuurten"]).strip(): _number(row[key]) for row in rows}


def _check_sums(table: Table) -> None:
    """Buurten add up to the gemeente, and age groups to the inhabitants, but for the rounding."""
    people = _column(table, "AantalInwoners")
    total = people[MUNICIPALITY] or 0.0
    assert 84_000 < total < 88_000, total
    for level in ("WK", "BU"):
        parts = [value for code, value in people.items() if code.startswith(level)]
        assert all(value is not None and value % 5 == 0 for value in parts)
        assert abs(sum(value or 0.0 for value in parts) - total) < 150
    ages = ("k_0Tot15Jaar", "k_15Tot25Jaar", "k_25Tot45Jaar", "k_45Tot65Jaar", "k_65JaarOfOuder")
    columns = [_column(table, age) for age in ages]
    for code, value in people.items():
        assert abs(sum(column[code] or 0.0 for column in columns) - (value or 0.0)) <= 15, code
    income = _column(table, "HuishoudensMetEenLaagInkomen")
    small = [code for code, value in people.items() if code[:2] != "NL" and (value or 0.0) < FEWEST_PEOPLE]
    assert len(small) == 4, small
    assert all(income[code] is None for code in small), small
    country = people[COUNTRY] or 0.0
    assert abs(country - total - sum(people[other.code] or 0.0 for other in OTHERS)) < 20


def _positions(values: Mapping[str, float]) -> dict[str, float]:
    """The percentile position (0 lowest, 1 highest) of each value; equal values share the middle of their places."""
    found = {}
    for code, value in values.items():
        below = sum(other < value for other in values.values())
        equal = sum(other == value for other in values.values())
        found[code] = (below + (equal - 1) / 2) / (len(values) - 1)
    return found


def poverty_positions(table: Table) -> dict[str, float]:
    """Mean percentile position (1 is poorest) of each wijk with figures, over the published columns of `NEED`."""
    people = _column(table, "AantalInwoners")
    rankings = []
    for stem, sign in NEED.items():
        cells = _column(table, stem)
        values = {}
        for wijk in WIJKEN:
            cell = cells[wijk.code]
            if cell is not None:
                values[wijk.code] = sign * cell / ((people[wijk.code] or 1.0) if stem in COUNTS else 1.0)
        if values:
            rankings.append(_positions(values))
    return {code: sum(ranking[code] for ranking in rankings) / len(rankings) for code in rankings[0]}


def _check_story(
    tables: Mapping[str, Table],
    key: Mapping[tuple[str, int], Figures],
    health: Mapping[tuple[str, int], Figures],
) -> None:
    """The three poorest stand apart, Kooiveld does well for a poor wijk, Sterrenbosch has many worries."""
    for year in YEARS:
        positions = poverty_positions(tables[TABLE_IDS[year]])
        ranking = sorted(positions, key=lambda code: -positions[code])
        assert set(ranking[:3]) == set(POOREST), ranking
        assert positions[ranking[2]] - positions[ranking[3]] > 0.12, positions
        care = {code: key[code, year]["youth_care"] / key[code, year]["young"] for code in (*POOREST, MUNICIPALITY)}
        assert care["WK990105"] < care[MUNICIPALITY] < min(care["WK990103"], care["WK990104"])
    for year in (2016, 2020, 2022):
        mean = health[MUNICIPALITY, year]
        well, worried = health["WK990105", year], health["WK990108", year]
        assert well["good_health"] > mean["good_health"] > health["WK990103", year]["good_health"]
        for figure in ("anxiety", "lonely"):
            assert worried[figure] > 1.3 * mean[figure] > 1.3 * well[figure]
    mine = key[MUNICIPALITY, 2020]
    alike = [
        other.code
        for other in OTHERS
        if other.urbanity == mine["urbanity"] and abs(_young(key[other.code, 2020]) - _young(mine)) < 0.015
    ]
    assert 4 <= len(alike) <= 6, alike


def _young(figures: Figures) -> float:
    return figures["age_0"] / figures["inhabitants"]


def _check_schools(sites: Sequence[Site], maps: Mapping[int, Boundaries]) -> None:
    """Each school lies in its buurt in every year, and every inhabited wijk but the smallest has one."""
    for site in sites:
        assert all(maps[year].buurten[site.school.buurt].contains(Point(site.lon, site.lat)) for year in MAP_YEARS)
        low, high = (300, 1400) if site.school.structure else (80, 450)
        assert low <= site.pupils <= high, site
    assert (len(PRIMARY), len(SECONDARY)) == (36, 9)
    assert len({site.school.code for site in sites}) == 45
    served = {site.school.buurt[2:8] for site in sites}
    assert {wijk.code[2:] for wijk in WIJKEN} - served == {"990109"}


def main() -> None:
    """Make, write and check everything."""
    maps = {year: boundaries(year) for year in MAP_YEARS}
    sites = place_schools([found.buurten for found in maps.values()])
    key = key_figures(distances_to_school(sites, maps[MAP_YEARS[0]].buurten))
    health = health_figures()
    tables = {TABLE_IDS[year]: key_table(year, key) for year in YEARS}
    files = {
        "duo/02.-alle-schoolvestigingen-basisonderwijs.csv": duo_file(PRIMARY),
        "duo/02.-alle-vestigingen-vo.csv": duo_file(SECONDARY),
        "schools_location.csv": locations_file(sites),
        **pupil_files(sites),
        **scan_files(),
        **measure_files(),
        **ledger_files(),
        **monitor_files(),
    }
    for year, found in maps.items():
        files |= _map_files(year, found)
    others = {HEALTH_TABLE: health_table(health), LEAVERS_TABLE: leavers_table()}
    for table_id, table in (tables | others).items():
        files |= _table_files(table_id, table)
    for name, content in files.items():
        path = HERE / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)

    for year, found in maps.items():
        _check_map(year, found)
    _check_move(maps)
    for table in tables.values():
        _check_sums(table)
    _check_story(tables, key, health)
    _check_schools(sites, maps)
    assert sum(len(content) for name, content in files.items() if name.endswith("geojson")) < MAP_LIMIT
    assert sum(len(content) for content in files.values()) < TOTAL_LIMIT
    print(f"{len(files)} files, {sum(map(len, files.values())) / 1e6:.2f} MB, all checks passed")


if __name__ == "__main__":
    main()
