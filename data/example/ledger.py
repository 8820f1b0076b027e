"""The made-up ledger and plan of the example's grant, as a financial system and an officer would write them.

The story: the money came from December 2021 on, the first costs in July 2021. Jeugdhulp runs ahead of plan, the
peuteropvang, the huiswerkplek and the thuiszitterstafel behind it; invoices of January 2022 and 2023 are for December;
a room is rented, a coordinator is paid, the neighbour gets a part for thuiszitters and pays for pupils of its own;
corrections undo a wrong invoice; a dozen bookings have no project, so that somebody must place them.
"""

import csv
import io
from calendar import monthrange
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from random import Random

from measures import MEASURES, NPO

HEAD = (
    *("Boekstuknummer", "Boekdatum", "Factuurdatum", "Boekjaar", "Periode", "Prestatieperiode", "Kostenplaats"),
    *("Project", "Grootboekrekening", "Omschrijving", "Bedrag"),
)
END, LATER_END = date(2023, 6, 30), date(2023, 12, 31)
_CARE, _HOMEWORK, _PRESCHOOL = (
    "Jeugdhulp dichtbij in Ravelshoek",
    "Huiswerkplek in de bibliotheek",
    ("Extra uren op de peuteropvang"),
)
_PACE = {_CARE: 118, _HOMEWORK: 62, _PRESCHOOL: 55, "Thuiszitterstafel": 70}
"""Percent of the plan that is spent; 100 for the others."""
_PROJECTS = {
    "Zomerschool Zandkamp": ("NPO-01", "442100 Uitvoering derden", "Stichting Zomerleren, termijn"),
    _CARE: ("NPO-02", "442300 Inkoop jeugdhulp", "Jeugdteam De Waarden, inzet op school"),
    "Taalvrijwilligers in Ravelshoek": ("NPO-03", "443100 Subsidies", "Bibliotheek Lindewaard, voorlezen thuis"),
    _HOMEWORK: ("NPO-04", "443100 Subsidies", "Bibliotheek Lindewaard, huiswerkplek"),
    _PRESCHOOL: ("NPO-05", "442100 Uitvoering derden", "Kinderopvang 't Lindeblad, extra uren"),
    "Thuiszitterstafel": ("NPO-06", "442100 Uitvoering derden", "Samenwerkingsverband De Waarden, casusregie"),
    "Jeugdpsycholoog denkt mee in Sterrenbosch": ("NPO-07", "442300 Inkoop jeugdhulp", "GGD De Waarden, consultatie"),
    "Lokalen en zalen open na schooltijd": ("NPO-80", "441100 Huur", "Huur lokaal na schooltijd"),
    "Coördinator NP Onderwijs": ("NPO-90", "440100 Inhuur", "Inhuur coördinator"),
}
_NO_PROJECT = (
    *("Koffie en zaalhuur startbijeenkomst LEA", "Drukwerk flyer zomeractiviteiten", "Vervoer excursie leerlingen"),
    *("Lesmateriaal taalkist", "Reiskosten begeleiders", "Licentie leerlingvolgsysteem", "Ouderavond Sterrenbosch"),
    *("Sportmateriaal pauzes", "Onderzoek ervaringen leerlingen", "Afscheid projectgroep", "Tolk oudergesprekken"),
)


@dataclass(frozen=True)
class Row:
    """One booking."""

    booked: date
    cents: int
    text: str
    account: str
    project: str = ""
    performed: str = ""
    year: int = 0
    period: int = 0
    number: str = ""

    def cells(self) -> list[str]:
        """As the system writes it; the invoice is of some days before."""
        invoiced = date.fromordinal(self.booked.toordinal() - 12)
        year, period = self.year or self.booked.year, self.period or self.booked.month
        days = (f"{self.booked:%d-%m-%Y}", f"{invoiced:%d-%m-%Y}")
        place = (self.performed, "654300 Onderwijs", self.project, self.account, self.text)
        return [self.number, *days, str(year), str(period), *place, euros(self.cents)]


def euros(cents: int) -> str:
    """`1.234,56`, with the minus behind it as such systems do."""
    whole, rest = divmod(abs(cents), 100)
    return f"{whole:,}".replace(",", ".") + f",{rest:02}" + ("-" if cents < 0 else "")


def _cents(euro_text: str) -> int:
    return int(Decimal(euro_text.replace(",", ".")) * 100)


def _day(text: str) -> date:
    day, month, year = (int(part) for part in text.split("-"))
    return date(year, month, day)


def _months(first: date, last: date) -> list[date]:
    count = (last.year - first.year) * 12 + last.month - first.month + 1
    places = (first.year * 12 + first.month - 1 + place for place in range(count))
    return [date(place // 12, place % 12 + 1, 1) for place in places]


def plan() -> dict[str, list[tuple[date, int]]]:
    """Per measure with money of the grant the months and cents: its amount spread over the months that it runs."""
    found = {}
    for row in MEASURES:
        if row.get(NPO) and row.get("Begin") and row.get("Einde"):
            cents, months = _cents(row[NPO]), _months(_day(row["Begin"]), _day(row["Einde"]))
            shares = [cents * (at + 1) // len(months) - cents * at // len(months) for at in range(len(months))]
            found[row["Naam"]] = list(zip(months, shares, strict=True))
    return found


def _of_measures(random: Random) -> Iterator[Row]:
    for name, months in plan().items():
        project, account, text = _PROJECTS[name]
        for month, cents in months:
            spent = cents * _PACE.get(name, 100) // 100
            parts = 2 if spent > 200_000 else 1
            for part in range(parts):
                noise = random.randrange(-spent // 12, spent // 12)
                amount = spent // parts + noise
                booked = month.replace(day=random.randrange(3 + 12 * part, 14 + 12 * part))
                months_text = f"{text} {month:%m-%Y}" + (f" deel {part + 1}" if parts > 1 else "")
                row = Row(booked, amount, months_text, account, project, f"{month:%Y-%m}")
                if month.month == 12 and part == parts - 1:  # the invoice comes in January, for December
                    row = replace(row, booked=date(month.year + 1, 1, 9), year=month.year, period=12)
                yield row


def _others(random: Random) -> Iterator[Row]:
    activity, subsidy = "442100 Uitvoering derden", "443100 Subsidies"
    yield Row(date(2021, 7, 14), 985_000, "Stichting Zomerleren, zomerschool 2021", activity, "NPO-01", "2021-07")
    yield Row(date(2021, 7, 30), 412_550, "Bussen zomerschool 2021", activity, "NPO-01", "2021-07")
    yield Row(date(2021, 8, 1), 150_000, "Stichting Zomerleren, slotweek 2021", activity, "NPO-01", "2021-08")
    yield Row(date(2021, 12, 31), 275_000, "Samenwerkingsverband De Waarden, slottermijn 2021", activity, "NPO-06")
    yield Row(date(2022, 1, 1), 120_000, "Bibliotheek Lindewaard, jaarbijdrage 2022", subsidy, "NPO-04")
    yield Row(
        date(2022, 7, 31), 198_075, "Stichting Zomerleren, afrekening schooljaar", activity, "NPO-01", "2021/2022"
    )
    yield Row(
        date(2022, 3, 17), 640_000, "Kinderopvang 't Lindeblad, dubbel gefactureerd", activity, "NPO-05", "2022-02"
    )
    yield Row(date(2022, 4, 5), -640_000, "Correctie dubbele factuur 't Lindeblad", activity, "NPO-05", "2022-02")
    yield Row(
        date(2022, 2, 11), -88_000, "Correctie factuur 2021 jeugdteam", "442300 Inkoop jeugdhulp", "NPO-02", "2021-12"
    )
    yield Row(
        date(2022, 10, 6), 1_850_000, "Doorbetaald aan gemeente Beekmonde, thuiszitters regio", "444100 Overdrachten"
    )
    yield Row(
        date(2023, 2, 8), -420_000, "Ontvangen van gemeente Beekmonde, leerlingen zomerschool", "444200 Bijdragen"
    )
    for place in range(33):
        booked = date.fromordinal(date(2021, 9, 6).toordinal() + place * 20)
        text = f"{_NO_PROJECT[place % len(_NO_PROJECT)]} {booked:%m-%Y}"
        yield Row(booked, random.randrange(8_000, 95_000), text, "445900 Overige kosten")


def bookings() -> list[Row]:
    """All bookings until the end of 2023, numbered by day."""
    random = Random(20210701)
    rows = sorted([*_of_measures(random), *_others(random)], key=lambda row: (row.booked, row.text))
    return [replace(row, number=f"NPO{row.booked.year}-{place:05}") for place, row in enumerate(rows, start=1)]


def later() -> list[Row]:
    """A later export: bookings of July to December 2023, one that changed, one that is gone, a number used twice."""
    rows = bookings()
    changed = next(row for row in rows if row.text.startswith("Drukwerk"))
    gone = next(row for row in rows if row.text.startswith("Afscheid"))
    found = [replace(row, cents=row.cents + 1_210) if row is changed else row for row in rows if row is not gone]
    activity = "442100 Uitvoering derden"
    texts = ("Samenwerkingsverband De Waarden, casusregie", "Kinderopvang 't Lindeblad, extra uren")
    for month in range(7, 13):
        for text, project in zip(texts, ("NPO-06", "NPO-05"), strict=True):
            day = monthrange(2023, month)[1]
            number = f"NPO2023-{9000 + month}" if month == 9 else f"NPO2023-{9000 + month}{project[-1]}"
            performed = f"2023-{month:02}"
            found.append(Row(date(2023, month, day), 215_000, text, activity, project, performed, number=number))
    return found


def _text(rows: Iterable[Sequence[str]]) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows(rows)
    return text.getvalue().encode("cp1252")


def _export(rows: Sequence[Row], end: date) -> bytes:
    shown = [row for row in rows if row.booked <= end]
    total = ["", "", "", "", "", "", "", "", "", "Totaal", euros(sum(row.cents for row in shown))]
    return _text([HEAD, *(row.cells() for row in shown), total])


def ledger_files() -> dict[str, bytes]:
    """The export until June 2023, the plan, and a later export to try: path to bytes, the same each time."""
    planned = [(name, f"{month:%Y-%m}", euros(cents)) for name, months in plan().items() for month, cents in months]
    return {
        "ledger/grootboek 2021-2023.csv": _export(bookings(), END),
        "ledger/plan.csv": _text([("Maatregel", "Maand", "Bedrag"), *planned]),
        "try/grootboek tot en met december 2023.csv": _export(later(), LATER_END),
    }
