"""What DUO would say of the pupils of the made-up schools: counts, reference levels, final tests and advices.

The story: results are lower where people are poorer, and dropped most there in 2020/2021; the schools of Kooiveld
(WK990105), poor as it is, hardly dropped. There is no final test of 2019/2020, as in reality.
"""

import math
from collections.abc import Iterable, Sequence

# isort: split
from figures import chance
from places import BUURTEN, MUNICIPALITY, MUNICIPALITY_NAME
from schools import BOARDS, School, Site

BEFORE, AFTER = 2018, 2020
COUNT_YEAR = 2021
STEADY = "WK990105"
TESTS = ("CET", "IEP", "ROUTE8", "DIA", "AMN")
SUBJECTS = {"REKENEN": (0.93, 0.46), "LV": (0.98, 0.68), "TV": (0.96, 0.58)}
"""Of an average school the shares that reach 1F, and the level above it."""
ADVICES = (
    "VSO", "PRO", "VMBO_B", "VMBO_B_K", "VMBO_K", "VMBO_K_GT", "VMBO_GT", "VMBO_GT_HAVO", "HAVO", "HAVO_VWO", "VWO",
)  # fmt: skip
OLD_NAMES = {"VMBO_B": "VMBO_BL", "VMBO_B_K": "VMBO_BL_KL", "VMBO_K": "VMBO_KL", "VMBO_K_GT": "VMBO_KL_GT"}
"""How the advices were called in older files."""
IDENTITY = (
    "PEILDATUM", "INSTELLINGSCODE", "VESTIGINGSCODE", "INSTELLINGSNAAM_VESTIGING", "POSTCODE_VESTIGING", "PLAATSNAAM",
    "GEMEENTENUMMER", "GEMEENTENAAM", "PROVINCIE", "SOORT_PO", "DENOMINATIE_VESTIGING", "BEVOEGD_GEZAG_NUMMER",
)  # fmt: skip
AGES = ("JONGER", *map(str, range(4, 15)))
TYPES = {"PRO": "Praktijkonderwijs", "VBO": "VMBO BL", "MAVO": "VMBO TL", "HAVO": "HAVO", "VWO": "VWO"}
PROSPERITY = {buurt.code: buurt.prosperity for buurt in BUURTEN}


def _kind(school: School) -> str:
    """How DUO names the kind of primary education; of these schools the name tells."""
    return {"SBO": "Sbo", "SO": "So"}.get(school.name.split()[0], "Bo")


def _count(number: int) -> str:
    return "<5" if 0 < number < 5 else str(number)


def _divided(number: int, weights: Sequence[float]) -> list[int]:
    """A number of pupils over groups by weight, to the last pupil: what rounding leaves goes to the largest rests."""
    exact = [number * weight / sum(weights) for weight in weights]
    parts = [math.floor(one) for one in exact]
    places = sorted(range(len(parts)), key=lambda place: parts[place] - exact[place])
    for place in places[: number - sum(parts)]:
        parts[place] += 1
    return parts


def _identity(school: School, day: str) -> list[str]:
    return [
        day, school.code[:4], school.code[4:], school.name, "6750 AA", MUNICIPALITY_NAME.upper(), MUNICIPALITY[2:],
        MUNICIPALITY_NAME.upper(), "Voorbeeldland", _kind(school), school.denomination, BOARDS[school.denomination],
    ]  # fmt: skip


def _file(header: Iterable[str], rows: Iterable[Iterable[str]], encoding: str = "utf-8-sig") -> bytes:
    return "".join(";".join(row) + "\r\n" for row in (header, *rows)).encode(encoding)


def _level(school: School, year: int) -> float:
    """How well a school does: 0 is average; from 2020 lower, most where people are poor."""
    prosperity = PROSPERITY[school.buurt]
    level = 0.35 * prosperity + 0.15 * chance(school.code, "level") + 0.08 * chance(school.code, "level", year)
    if year >= AFTER:
        level -= 0.05 if "WK" + school.buurt[2:8] == STEADY else 0.22 - 0.1 * prosperity
    return level - (1.2 if _kind(school) != "Bo" else 0.0)


def _eldest(site: Site) -> int:
    """Pupils in group 8."""
    return max(6, round(site.pupils / 8.3))


def _reached(share: float, level: float) -> float:
    """A share moved by a level, on the scale of log-odds."""
    return 1.0 / (1.0 + math.exp(-(math.log(share / (1.0 - share)) + 1.1 * level)))


def primary_counts(sites: Sequence[Site]) -> bytes:
    """Pupils of primary schools by age on 1 October."""
    rows = []
    for site in sites:
        weights = [0.02, 10, 11, 11, 11, 11, 11, 11, 10.5, 2.2 + 0.6 * chance(site.school.code, "late"), 0.05, 0.0]
        if _kind(site.school) != "Bo":
            weights = [0.0, 0.5, 2, 5, 9, 13, 16, 18, 18, 16, 4, 0.1]
        numbers = _divided(site.pupils, [max(0.0, weight) for weight in weights])
        rows.append([*_identity(site.school, f"{COUNT_YEAR}1001"), *map(_count, numbers)])
    return _file([*IDENTITY, *(f"LEEFTIJD_{age}" for age in AGES)], rows)


def secondary_counts(sites: Sequence[Site]) -> bytes:
    """Pupils of secondary schools by kind of education, year and sex; without a gemeente, as DUO has it now."""
    years = [f"LEER- OF VERBLIJFSJAAR {year} - {sex}" for year in range(1, 7) for sex in ("MAN", "VROUW")]
    rows = []
    for site in sites:
        kinds = site.school.structure.split("/")
        for kind, pupils in zip(kinds, _divided(site.pupils, [1.0] * len(kinds)), strict=True):
            last = {"HAVO": 5, "VWO": 6, "PRO": 5}.get(kind, 4)
            weights = [1.0 if place < 2 * last - 1 else 0.12 if place == 2 * last - 1 else 0.0 for place in range(12)]
            names = [site.school.code[:4], site.school.code[4:], site.school.name, MUNICIPALITY_NAME.upper()]
            rows.append([*names, "Voorbeeldland", TYPES[kind], *map(_count, _divided(pupils, weights))])
    header = ["INSTELLINGSCODE", "VESTIGINGSCODE", "INSTELLINGSNAAM VESTIGING", "PLAATSNAAM VESTIGING"]
    header += ["PROVINCIE VESTIGING", "ONDERWIJSTYPE VO EN LEER- OF VERBLIJFSJAAR"]
    return _file([*header, *years], rows, "cp1252")


def levels(sites: Sequence[Site], year: int) -> bytes:
    """Pupils of group 8 by the reference level that they reached; ordinary primary schools only."""
    header, rows = list(IDENTITY), []
    for subject in SUBJECTS:
        header += [f"{subject}_{level}" for level in ("LAGER1F", "1F", *(["1S"] if subject == "REKENEN" else []), "2F")]
    for site in sites:
        if _kind(site.school) != "Bo":
            continue
        row = _identity(site.school, f"{year}1001")
        for subject, (base, target) in SUBJECTS.items():
            level = _level(site.school, year)
            high, low = _reached(target, level), 1.0 - _reached(base, level)
            parts = _divided(_eldest(site), [low, max(0.0, 1.0 - low - high), high])
            row += map(_count, [*parts, 0] if subject == "REKENEN" else parts)
        rows.append(row)
    return _file(header, rows)


def final_tests(sites: Sequence[Site], year: int) -> bytes:
    """The mean score of each school on the test that it chose; one school changed hands and has fewer than 5 pupils."""
    header = [*IDENTITY, "ONTHEFFING_REDEN_ND", *(f"{test}_{what}" for test in TESTS for what in ("AANTAL", "GEM"))]
    middle = {
        "CET": (535.5, 3.2),
        "IEP": (80.0, 4.0),
        "ROUTE8": (203.0, 14.0),
        "DIA": (360.0, 5.0),
        "AMN": (400.0, 22.0),
    }
    rows = []
    for site in sites:
        chosen = TESTS[int(abs(chance(site.school.code, "test")) * 2.2) % len(TESTS)]
        pupils = 3 if site.school.code == "99BF00" else _eldest(site)
        cells = []
        for test in TESTS:
            mean, width = middle[test]
            score = f"{mean + width * _level(site.school, year):.1f}".replace(".", ",")
            cells += [_count(pupils), score if pupils >= 5 else ""] if test == chosen else ["0", ""]
        rows.append([*_identity(site.school, f"{year + 1}0601"), "0", *cells])
    return _file(header, rows)


def advices(sites: Sequence[Site], year: int) -> bytes:
    """Pupils of group 8 by the advice of their school, in the older or the present spelling of the columns."""
    names = [OLD_NAMES.get(name, name) if year < AFTER else name for name in ADVICES]
    rows = []
    for site in sites:
        if _kind(site.school) == "So":
            continue
        middle = 6.6 + 2.6 * _level(site.school, year)
        weights = [math.exp(-((place - middle) ** 2) / 9.0) for place in range(len(ADVICES))]
        numbers = _divided(_eldest(site), weights)
        rows.append([*_identity(site.school, f"{year + 1}0601"), *map(_count, numbers), "0"])
    return _file([*IDENTITY, *names, "ADVIES_NIET_MOGELIJK"], rows)


def pupil_files(sites: Sequence[Site]) -> dict[str, bytes]:
    """All files by their path, with the names that DUO gives them."""
    primary = [site for site in sites if not site.school.structure]
    files = {
        f"duo/01.-leerlingen-po-soort-po-cluster-leeftijd-{COUNT_YEAR}-{COUNT_YEAR + 1}.csv": primary_counts(primary),
        f"duo/01.-leerlingen-vo-per-vestiging-naar-onderwijstype-{COUNT_YEAR}.csv": secondary_counts(
            [site for site in sites if site.school.structure]
        ),
    }
    for year in (BEFORE, AFTER):
        years = f"{year}-{year + 1}"
        files[f"duo/10.-leerlingen-bo-referentieniveaus-{years}.csv"] = levels(primary, year)
        files[f"duo/05.-gemiddelde-eindscores-bo-sbo-{years}.csv"] = final_tests(primary, year)
    for year, number in ((BEFORE, "04."), (COUNT_YEAR, "04")):
        files[f"duo/{number}-leerlingen-bo-sbo-schooladviezen-{year}-{year + 1}.csv"] = advices(primary, year)
    return files
