"""The made-up places of the example: wijken, buurten and municipalities, and what kind of place each is.

Everything here is invented. The kind of a place sets its age structure and households; `prosperity` is the hidden
variable (0 is average, about -1.7 to 1.6) from which `figures.py` derives income, education, health and so on.
"""

from dataclasses import dataclass

MUNICIPALITY = "GM9901"
MUNICIPALITY_NAME = "Lindewaard"
COUNTRY = "NL99"
COUNTRY_NAME = "Voorbeeldland"
VILLAGE_NAME = "Vliesterbroek"
WATER_NAME = "Groot binnenwater"
YEARS = (2019, 2020, 2021, 2022)
HEALTH_YEARS = (2016, 2020, 2022)
BASE_YEAR = 2020
MOVED_BORDER = ("BU99010701", "BU99010702")
"""The two buurten whose common border moved between 2020 and 2021: the first gave land and people to the second."""
YEAR_OF_MOVE = 2021
PEOPLE_MOVED = 480


@dataclass(frozen=True)
class Kind:
    """What is typical for a kind of neighbourhood; shares are of the inhabitants, distances in km."""

    ages: tuple[float, float, float, float, float]
    """Shares of 0-15, 15-25, 25-45, 45-65 and 65 or older."""
    household_size: float
    with_children: float
    """Share of households with children."""
    western: float
    non_western: float
    distance: float
    """Typical distance to a primary school."""
    urbanity: int
    """Mate van stedelijkheid, 1 (very urban) to 5."""
    schooling: float = 0.0
    """Shift of the level of education, in units of prosperity."""
    owners: float = 0.0
    """Shift of wealth, in units of prosperity: many tenants below 0, many owners above."""
    house_price: float = 1.0
    """Factor on the value of a home, for its size and plot."""


KINDS = {
    "centre": Kind((0.095, 0.155, 0.335, 0.23, 0.185), 1.60, 0.15, 0.13, 0.11, 0.5, 1, 0.75, -0.55, 1.02),
    "station": Kind((0.125, 0.150, 0.355, 0.23, 0.140), 1.78, 0.21, 0.14, 0.17, 0.6, 1, 0.45, -0.50, 0.95),
    "garden": Kind((0.165, 0.115, 0.270, 0.27, 0.180), 2.12, 0.33, 0.09, 0.11, 0.5, 2, -0.50, -0.10, 0.95),
    "flats": Kind((0.195, 0.135, 0.285, 0.245, 0.140), 2.10, 0.34, 0.11, 0.34, 0.5, 2, 0.0, -0.10, 0.93),
    "eighties": Kind((0.165, 0.125, 0.230, 0.300, 0.180), 2.28, 0.38, 0.08, 0.10, 0.6, 2, -0.10, 0.10, 1.0),
    "newbuild": Kind((0.250, 0.115, 0.315, 0.235, 0.085), 2.72, 0.55, 0.08, 0.12, 0.6, 3, 0.25, -0.35, 1.05),
    "villas": Kind((0.150, 0.120, 0.160, 0.325, 0.245), 2.32, 0.35, 0.09, 0.04, 1.0, 3, 0.20, 0.25, 1.35),
    "industry": Kind((0.060, 0.140, 0.430, 0.280, 0.090), 1.70, 0.12, 0.16, 0.10, 1.3, 4),
    "village": Kind((0.168, 0.120, 0.217, 0.295, 0.200), 2.38, 0.38, 0.05, 0.03, 0.7, 4, -0.45, 0.25, 1.10),
    "farms": Kind((0.170, 0.130, 0.195, 0.315, 0.190), 2.60, 0.40, 0.04, 0.015, 2.2, 5, -0.40, 0.45, 1.40),
}


@dataclass(frozen=True)
class Buurt:
    """A buurt: its code, name, kind, inhabitants in 2020, a point inside it (km from the map's centre) and drift."""

    code: str
    name: str
    kind: str
    inhabitants: int
    x: float
    y: float
    prosperity: float
    growth: float
    """Growth of the number of inhabitants per year, as a share."""

    @property
    def wijk(self) -> str:
        """The code of the wijk in which the buurt lies."""
        return "WK" + self.code[2:8]


@dataclass(frozen=True)
class Wijk:
    """A wijk: its code, name and prosperity, and how its people do given that prosperity."""

    code: str
    name: str
    prosperity: float
    wellbeing: float = 0.0
    """Shift of health and of youth care, in units of prosperity: above 0 is better than its prosperity predicts."""
    worries: float = 1.0
    """Factor on the odds of anxiety, loneliness and stress."""


WIJKEN = (
    Wijk("WK990100", "Binnenstad", 0.20),
    Wijk("WK990101", "Stationskwartier", -0.20),
    Wijk("WK990102", "Tuindorp De Elzen", -0.15),
    Wijk("WK990103", "Ravelshoek", -1.50, wellbeing=-0.15, worries=1.08),
    Wijk("WK990104", "Zandkamp", -1.62, wellbeing=-0.2, worries=1.12),
    Wijk("WK990105", "Kooiveld", -1.46, wellbeing=1.75, worries=0.84),
    Wijk("WK990106", "De Horsten", 0.32),
    Wijk("WK990107", "Lindehove", 0.98, wellbeing=0.1),
    Wijk("WK990108", "Sterrenbosch", 1.48, worries=2.75),
    Wijk("WK990109", "De Hoefslag", 0.0),
    Wijk("WK990110", VILLAGE_NAME, 0.55, wellbeing=0.2, worries=0.9),
    Wijk("WK990111", "Buitengebied", 0.62, wellbeing=0.2, worries=0.9),
)

# name, kind, inhabitants in 2020, x, y, prosperity relative to the wijk, growth per year
_BUURTEN: dict[str, tuple[tuple[str, str, int, float, float, float, float], ...]] = {
    "WK990100": (
        ("Marktkwartier", "centre", 1610, 0.42, 0.18, 0.05, 0.006),
        ("Kloosterkwartier", "centre", 1725, -0.40, 0.15, 0.18, 0.003),
        ("Vestingbuurt", "centre", 1480, -0.40, -0.50, 0.05, 0.002),
        ("Oude Kade", "centre", 910, 0.24, -0.45, -0.25, 0.004),
        ("Havenhoofd", "centre", 1090, 0.62, -0.35, -0.15, 0.018),
    ),
    "WK990101": (
        ("Stationsplein en omgeving", "station", 1640, 0.0, 0.72, -0.05, 0.008),
        ("Spoorzicht", "station", 2330, -0.50, 1.32, -0.20, 0.004),
        ("Lakenfabriek", "station", 1905, 0.45, 1.30, 0.30, 0.015),
    ),
    "WK990102": (
        ("Elzenplein", "garden", 1985, 1.05, 0.60, 0.05, 0.0),
        ("Meidoornbuurt", "garden", 2120, 1.55, 0.60, -0.20, -0.002),
        ("Wilgenhof", "garden", 1760, 2.05, 0.60, 0.10, -0.001),
        ("Ambachtsbuurt", "garden", 1870, 1.15, -0.20, -0.15, 0.002),
        ("Rivierkwartier", "garden", 1640, 1.90, -0.20, 0.35, 0.004),
    ),
    "WK990103": (
        ("Componistenbuurt", "flats", 2960, -1.20, 1.50, -0.05, -0.002),
        ("Staatsliedenbuurt", "flats", 2745, -1.90, 1.48, 0.10, 0.002),
        ("Ravelshoek-Noord", "flats", 2480, -1.10, 2.15, -0.12, 0.0),
        ("Ravelshoek-West", "flats", 2115, -1.70, 2.05, 0.08, 0.001),
    ),
    "WK990104": (
        ("Zandkamp-Centrum", "flats", 1830, 1.05, 1.40, -0.10, 0.004),
        ("Schildersbuurt", "flats", 2260, 1.55, 1.38, -0.22, -0.002),
        ("Dichtersbuurt", "flats", 2095, 2.30, 1.40, 0.12, -0.002),
        ("Zonnedauw", "flats", 2540, 1.05, 2.20, 0.05, 0.0),
        ("Heiderand", "flats", 2475, 1.90, 2.20, 0.10, 0.002),
    ),
    "WK990105": (
        ("Kooiveld-West", "flats", 2310, -0.35, -1.45, 0.02, 0.003),
        ("De Wielen", "flats", 2055, -0.25, -2.05, 0.12, 0.003),
        ("Kooiveld-Oost", "flats", 2230, 0.95, -1.25, -0.16, 0.0),
        ("Dijkzicht", "flats", 2005, 0.85, -1.95, 0.05, 0.002),
    ),
    "WK990106": (
        ("Valkenhorst", "eighties", 2690, -0.40, 2.20, -0.55, 0.0),
        ("Reigershorst", "eighties", 2455, 0.40, 2.20, -0.12, 0.001),
        ("Sperwerhorst", "eighties", 2380, -1.05, 3.15, 0.20, -0.002),
        ("Buizerdhorst", "eighties", 2570, -0.05, 3.30, 0.05, -0.003),
        ("Uilenhorst", "eighties", 2305, 0.85, 3.20, 0.22, -0.002),
    ),
    "WK990107": (
        ("Het Lint", "newbuild", 1885, 2.85, 1.72, -0.10, 0.006),
        ("Waterhof", "newbuild", 2210, 3.30, 1.75, 0.12, 0.016),
        ("Vlinderhof", "newbuild", 1495, 4.15, 1.75, 0.05, 0.030),
        ("Korenhof", "newbuild", 2275, 2.75, 2.62, -0.08, 0.012),
        ("Zonnehof", "newbuild", 1960, 3.55, 2.75, 0.05, 0.026),
    ),
    "WK990108": (
        ("Parkzijde", "villas", 1930, -1.55, 0.72, -0.25, 0.003),
        ("Rivierlaan en omgeving", "villas", 1615, -1.55, -0.30, 0.05, 0.002),
        ("Beukendreef", "villas", 1540, -3.05, 0.85, 0.10, 0.001),
        ("Landgoed Sterrenbosch", "villas", 995, -3.00, -0.20, 0.30, 0.001),
    ),
    "WK990109": (
        ("Bedrijventerrein De Hoefslag", "industry", 45, 3.20, 0.80, 0.0, 0.0),
        ("Haventerrein", "industry", 40, 3.15, -0.30, 0.0, 0.0),
    ),
    "WK990110": (
        ("Vliesterbroek-Dorp", "village", 1655, -3.62, -2.95, -0.08, 0.001),
        ("Molenveld", "village", 1290, -2.95, -2.65, 0.10, 0.004),
        ("De Meent", "village", 905, -2.90, -3.22, 0.0, 0.017),
        ("Verspreide huizen Vliesterbroek", "farms", 435, -4.70, -3.40, 0.0, -0.003),
    ),
    "WK990111": (
        ("Verspreide huizen Noorderenk", "farms", 520, -3.30, 2.80, 0.05, -0.002),
        ("Verspreide huizen Westbroek", "farms", 85, -4.80, 0.20, 0.0, -0.004),
        ("Verspreide huizen Oosterbeemd", "farms", 430, 3.20, 4.00, -0.05, -0.001),
        ("Verspreide huizen Zuiderwaard", "farms", 190, 2.60, -2.60, 0.0, -0.002),
    ),
}

CONTRAST = 1.5
"""How strongly buurten of one wijk differ."""
_PROSPERITY = {wijk.code: wijk.prosperity for wijk in WIJKEN}
BUURTEN = tuple(
    Buurt(f"BU{wijk[2:]}{number:02d}", name, kind, people, x, y, _PROSPERITY[wijk] + CONTRAST * shift, growth)
    for wijk, rows in _BUURTEN.items()
    for number, (name, kind, people, x, y, shift, growth) in enumerate(rows)
)


@dataclass(frozen=True)
class OtherMunicipality:
    """A municipality of which only the municipality's own row exists."""

    code: str
    name: str
    inhabitants: int
    urbanity: int
    young: float
    """Share of inhabitants under 15 that it must come out at."""
    prosperity: float


OTHERS = (
    OtherMunicipality("GM9902", "Bredesluis", 41_300, 3, 0.158, 0.15),
    OtherMunicipality("GM9903", "Dorpermaas", 23_100, 4, 0.152, 0.25),
    OtherMunicipality("GM9904", "Elsterhout", 96_400, 2, 0.169, 0.05),
    OtherMunicipality("GM9905", "Eversdrecht", 214_700, 1, 0.155, -0.25),
    OtherMunicipality("GM9906", "Ganzevoorde", 71_900, 2, 0.180, 0.20),
    OtherMunicipality("GM9907", "Havixmeer", 118_600, 2, 0.171, -0.15),
    OtherMunicipality("GM9908", "Hulsterkamp", 12_800, 5, 0.171, 0.20),
    OtherMunicipality("GM9909", "Kolkerwaard", 64_200, 2, 0.177, -0.05),
    OtherMunicipality("GM9910", "Marsdrecht", 331_500, 1, 0.163, -0.40),
    OtherMunicipality("GM9911", "Oldenrade", 78_300, 2, 0.134, -0.10),
    OtherMunicipality("GM9912", "Ottervoorde", 52_600, 3, 0.181, 0.30),
    OtherMunicipality("GM9913", "Rijkerlo", 31_700, 4, 0.166, 0.45),
    OtherMunicipality("GM9914", "Veldersluis", 88_900, 2, 0.201, 0.10),
    OtherMunicipality("GM9915", "Wolderhage", 104_200, 2, 0.167, 0.15),
)
