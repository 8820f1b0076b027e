"""The made-up schools of the example, in the layout of DUO's two address files, and where they stand."""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import shapely
from numpy.typing import NDArray
from shapely.geometry import Point

# isort: split
from boundaries import Shape, in_km, to_degrees
from figures import chance
from places import BUURTEN, KINDS, MUNICIPALITY, MUNICIPALITY_NAME, VILLAGE_NAME

HEADERS = (
    "PROVINCIE", "BEVOEGD GEZAG NUMMER", "INSTELLINGSCODE", "VESTIGINGSCODE", "VESTIGINGSNAAM", "STRAATNAAM",
    "HUISNUMMER-TOEVOEGING", "POSTCODE", "PLAATSNAAM", "GEMEENTENUMMER", "GEMEENTENAAM", "DENOMINATIE",
    "TELEFOONNUMMER", "INTERNETADRES", "STRAATNAAM CORRESPONDENTIEADRES",
    "HUISNUMMER-TOEVOEGING CORRESPONDENTIEADRES", "POSTCODE CORRESPONDENTIEADRES", "PLAATSNAAM CORRESPONDENTIEADRES",
    "NODAAL GEBIED CODE", "NODAAL GEBIED NAAM", "RPA-GEBIED CODE", "RPA-GEBIED NAAM", "WGR-GEBIED CODE",
    "WGR-GEBIED NAAM", "COROPGEBIED CODE", "COROPGEBIED NAAM", "ONDERWIJSGEBIED CODE", "ONDERWIJSGEBIED NAAM",
    "RMC-REGIO CODE", "RMC-REGIO NAAM", "VAKANTIEREGIO",
)  # fmt: skip
"""The headers of the primary schools' file; the secondary schools' file has one more, after the internet address."""
STRUCTURE = "ONDERWIJSSTRUCTUUR"
EMPTY = " "
REGION = ("99", f"{MUNICIPALITY_NAME} en omstreken")
BOARDS = {
    "Openbaar": "99011", "Protestants-Christelijk": "99012", "Rooms-Katholiek": "99013", "Algemeen bijzonder": "99014",
    "Islamitisch": "99015", "Antroposofisch": "99014", "Bijzonder": "99016", "Interconfessioneel": "99012",
}  # fmt: skip
SMALLEST_GAP_KM = 0.22


@dataclass(frozen=True)
class School:
    """One school site: its code, name, buurt, street, denomination and, for secondary schools, kinds of education."""

    code: str
    name: str
    buurt: str
    street: str
    denomination: str
    structure: str = ""
    pupils: int = 0
    """Fixed number of pupils; 0 to derive it from the children nearby."""

    @property
    def is_special(self) -> bool:
        """Whether it is a school for special education, to which children travel."""
        return self.pupils > 0 and not self.structure


PRIMARY = (
    School("99AA00", "Basisschool De Kloostertuin", "BU99010001", "Kloosterhof", "Rooms-Katholiek"),
    School("99AB00", "OBS De Perronklas", "BU99010102", "Lakenkade", "Openbaar"),
    School("99AC00", "OBS Het Elzenblad", "BU99010200", "Elzenplein", "Openbaar"),
    School("99AC01", "OBS Het Elzenblad, locatie Meidoorn", "BU99010201", "Meidoornlaan", "Openbaar"),
    School("99AD00", "CBS De Ambacht", "BU99010203", "Ambachtsweg", "Protestants-Christelijk"),
    School("99AE00", "Basisschool Sint Radboud", "BU99010202", "Wilgenlaan", "Rooms-Katholiek"),
    School("99AF00", "IKC De Toonladder", "BU99010300", "Componistenlaan", "Openbaar"),
    School("99AF01", "IKC De Toonladder, locatie Noord", "BU99010302", "Ravelspad", "Openbaar"),
    School("99AG00", "CBS Het Kompas van Ravelshoek", "BU99010301", "Ravelsweg", "Protestants-Christelijk"),
    School("99AH00", "Basisschool De Bolero", "BU99010303", "Bolerostraat", "Rooms-Katholiek"),
    School("99AI00", "SBO De Ravelijn", "BU99010301", "Staatsliedenplein", "Algemeen bijzonder", pupils=154),
    School("99AJ00", "OBS Zandkamp", "BU99010400", "Zandkampweg", "Openbaar"),
    School("99AJ01", "OBS Zandkamp, locatie Heiderand", "BU99010404", "Heidepad", "Openbaar"),
    School("99AK00", "Basisschool Het Palet", "BU99010401", "Schilderslaan", "Rooms-Katholiek"),
    School("99AL00", "Islamitische basisschool El Amel", "BU99010402", "Dichterslaan", "Islamitisch"),
    School("99AM00", "CBS De Zonnedauw", "BU99010403", "Zonnedauwlaan", "Protestants-Christelijk"),
    School("99AN00", "IKC Kooiveld", "BU99010500", "Kooilaan", "Openbaar"),
    School("99AN01", "IKC Kooiveld, locatie De Wielen", "BU99010501", "Wielenweg", "Openbaar"),
    School("99AO00", "Basisschool De Veerpont", "BU99010502", "Dijkweg", "Rooms-Katholiek"),
    School("99AP00", "CBS Dijkzicht", "BU99010503", "Dijkzichtlaan", "Protestants-Christelijk"),
    School("99AQ00", "OBS De Reiger", "BU99010601", "Horstendreef", "Openbaar"),
    School("99AR00", "CBS De Valk", "BU99010600", "Valkenpad", "Protestants-Christelijk"),
    School("99AS00", "Basisschool De Buizerd", "BU99010603", "Buizerdlaan", "Rooms-Katholiek"),
    School("99AT00", "Basisschool De Uilenboom", "BU99010604", "Uilenlaan", "Interconfessioneel"),
    School("99AU00", "SO De Horstenkring", "BU99010602", "Sperwerlaan", "Algemeen bijzonder", pupils=118),
    School("99AV00", "IKC Het Lint", "BU99010700", "Lintweg", "Openbaar"),
    School("99AW00", "CBS De Waterlelie", "BU99010701", "Waterhof", "Protestants-Christelijk"),
    School("99AX00", "Basisschool De Korenbloem", "BU99010703", "Korenlaan", "Rooms-Katholiek"),
    School("99AY00", "Vrije School De Linde", "BU99010704", "Zonnehof", "Antroposofisch"),
    School("99AZ00", "OBS De Vlinder", "BU99010702", "Vlinderlaan", "Openbaar"),
    School("99BA00", "Daltonschool Sterrenbosch", "BU99010800", "Parklaan", "Algemeen bijzonder"),
    School("99BB00", "Basisschool De Beuken", "BU99010802", "Beukendreef", "Interconfessioneel"),
    School("99BC00", "OBS De Molenwiek", "BU99011001", "Molenweg", "Openbaar"),
    School("99BD00", "CBS De Vliester", "BU99011000", "Dorpsstraat", "Protestants-Christelijk"),
    School("99BE00", "SBO De Elzenkans", "BU99010204", "Rivierlaan", "Openbaar", pupils=96),
    School("99BF00", "OBS De Enk", "BU99011100", "Enkweg", "Openbaar"),
)
SECONDARY = (
    School("99VA00", "Stedelijk Gymnasium Lindewaard", "BU99010002", "Vestingwal", "Openbaar", "VWO", 640),
    School("99VB00", "Lindewaard College, locatie Station", "BU99010100", "Stationsweg", "Openbaar", "HAVO/VWO", 1180),
    School("99VB01", "Lindewaard College, locatie Horsten", "BU99010602", "Sperwerlaan", "Openbaar",
           "VBO/MAVO/HAVO/VWO", 1345),
    School("99VC00", "Vakcollege De Elzen", "BU99010204", "Rivierlaan", "Openbaar", "VBO/MAVO", 705),
    School("99VD00", "Praktijkschool De Gaarde", "BU99010302", "Ravelspad", "Bijzonder", "PRO", 300),
    School("99VE00", "Christelijk Lyceum De Singel", "BU99010600", "Valkenpad", "Bijzonder", "MAVO/HAVO/VWO", 1090),
    School("99VE01", "Christelijk Lyceum De Singel, locatie Lindehove", "BU99010704", "Lindedreef", "Bijzonder",
           "HAVO/VWO", 820),
    School("99VF00", "Scholengemeenschap De Overkant", "BU99010503", "Dijkweg", "Bijzonder", "VBO/MAVO/HAVO", 760),
    School("99VG00", "Montessori College Sterrenbosch", "BU99010800", "Parklaan", "Bijzonder", "HAVO/VWO", 585),
)  # fmt: skip
POSTCODES = {wijk: 6750 + number for number, wijk in enumerate(sorted({buurt.wijk for buurt in BUURTEN}))}
"""A four-digit number per wijk, in a range (6746-6799) that no buurt and no primary school had in 2020."""


@dataclass(frozen=True)
class Site:
    """Where a school stands, and its pupils."""

    school: School
    lon: float
    lat: float
    pupils: int


def _spot(school: School, areas: list[Shape], taken: list[Point]) -> Point:
    """A point (km) well inside the buurt in every year's boundaries, not next to another school."""
    inside = areas[0]
    for area in areas[1:]:
        inside = inside.intersection(area)
    room = inside.buffer(-0.09)
    buurt = next(buurt for buurt in BUURTEN if buurt.code == school.buurt)
    if buurt.kind == "farms":  # by the town, where the houses are
        room = room.intersection(Point(buurt.x, buurt.y).buffer(0.5))
    west, south, east, north = room.bounds
    for attempt in range(400):
        x = west + (east - west) * (0.5 + 0.28 * chance(school.code, "x", attempt))
        y = south + (north - south) * (0.5 + 0.28 * chance(school.code, "y", attempt))
        point = Point(x, y)
        if room.contains(point) and all(point.distance(other) > SMALLEST_GAP_KM for other in taken):
            return point
    raise ValueError(f"no room for {school.name}")


def _pupils(school: School) -> int:
    """Pupils: for most primary schools the children of the wijk divided over its schools, unevenly."""
    if school.pupils:
        return school.pupils
    wijk = "WK" + school.buurt[2:8]
    children = sum(b.inhabitants * KINDS[b.kind].ages[0] for b in BUURTEN if b.wijk == wijk) * 8.3 / 15
    schools = sum(other.buurt[2:8] == school.buurt[2:8] and not other.pupils for other in PRIMARY)
    return round(min(447.0, max(81.0, 0.96 * children / schools * (1.0 + 0.16 * chance(school.code, "pupils")))))


def place_schools(years: list[Mapping[str, Shape]]) -> list[Site]:
    """Every school with its place; `years` holds the buurten of each year's boundaries."""
    taken: list[Point] = []
    sites = []
    for school in (*PRIMARY, *SECONDARY):
        spot = _spot(school, [in_km(buurten[school.buurt]) for buurten in years], taken)
        taken.append(spot)
        lon, lat = to_degrees(np.array([(spot.x, spot.y)]))[0]
        sites.append(Site(school, float(lon), float(lat), _pupils(school)))
    return sites


def distances_to_school(sites: list[Site], buurten: Mapping[str, Shape]) -> dict[str, float]:
    """Mean distance by road (km) from each buurt to the nearest ordinary primary school."""
    ordinary = [site for site in sites if not site.school.structure and not site.school.is_special]
    at = _km([(site.lon, site.lat) for site in ordinary])
    found = {}
    for code, area in buurten.items():
        shape = in_km(area)
        west, south, east, north = shape.bounds
        grid = np.stack(np.meshgrid(np.linspace(west, east, 25), np.linspace(south, north, 25)), axis=-1).reshape(-1, 2)
        grid = grid[shapely.contains_xy(shape, grid[:, 0], grid[:, 1])]
        nearest = np.hypot(*(grid[:, None, :] - at[None, :, :]).transpose(2, 0, 1)).min(axis=1)
        found[code] = 0.1 + 1.25 * float(nearest.mean())
    return found


def _km(lonlat: list[tuple[float, float]]) -> NDArray[np.float64]:
    return np.array([in_km(Point(*xy)).coords[0] for xy in lonlat])


def _row(school: School) -> list[str]:
    number = str(3 + round(abs(chance(school.code, "house")) * 40))
    letters = "ABCDEGHJKLMNPRTVWXZ"
    pick = _letters(school.code, len(letters))
    postcode = f"{POSTCODES['WK' + school.buurt[2:8]]} {letters[pick[0]]}{letters[pick[1]]}"
    town = VILLAGE_NAME if school.buurt[2:8] == "990110" else MUNICIPALITY_NAME
    address = [school.street, number, postcode, town.upper()]
    row = ["Voorbeeldland", BOARDS[school.denomination], school.code[:4], school.code, school.name, *address]
    row += [MUNICIPALITY[2:], MUNICIPALITY_NAME.upper(), school.denomination, EMPTY, EMPTY]
    if school.structure:
        row.append(school.structure)
    return [*row, *address, *REGION * 6, "Midden"]


def _letters(code: str, choices: int) -> tuple[int, int]:
    """Two numbers below `choices` that belong to a school's code."""
    place = sum((position + 3) * ord(letter) for position, letter in enumerate(code))
    return place % choices, (place * 7 + 3) % choices


def duo_file(schools: tuple[School, ...]) -> bytes:
    """An address file as DUO publishes it: windows-1252, semicolons, CRLF, an empty cell is one space."""
    headers = list(HEADERS)
    if schools[0].structure:
        headers.insert(headers.index("INTERNETADRES") + 1, STRUCTURE)
    lines = [";".join(row) for row in [headers, *(_row(school) for school in schools)]]
    return "".join(line + "\r\n" for line in lines).encode("cp1252")


def locations_file(sites: list[Site]) -> bytes:
    """Our own file beside DUO's: place and pupils of each school site."""
    lines = ["vestigingscode;buurtcode;lon;lat;leerlingen"]
    lines += [f"{s.school.code};{s.school.buurt};{s.lon:.6f};{s.lat:.6f};{s.pupils}" for s in sites]
    return "".join(line + "\n" for line in lines).encode()
