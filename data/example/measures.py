"""The made-up measures of the example, as the gemeente would keep them in a table: two CSV files.

Written around the scans, so that every verdict has a place: in Ravelshoek nobody does anything on the social domain,
although every school is known (leemte), the gemeente alone is at the emotional one, and both are at the cognitive one;
in Tuindorp De Elzen only schools work on executive functions; five schools of Zandkamp chose the summer school that the
gemeente organises too; and homework help for the vo is paid from two pots with one aim.
"""

import csv
import io
from collections.abc import Iterable, Mapping
from hashlib import md5, sha256

RAVELSHOEK, ZANDKAMP, KOOIVELD = "WK990103", "WK990104", "WK990105"
BINNENSTAD, STERRENBOSCH, BUITENGEBIED = "WK990100", "WK990108", "WK990111"
DELAYS, PRESCHOOL, OUT_OF_SCHOOL = "vertragingen inhalen (bovenschools)", "voorschoolse periode", "thuiszitters"
CARE, COOPERATION = "zorg en welzijn in school", "samenwerking in de gemeente"
RENT, STAFF = "extra huur van huisvesting", "ambtelijke capaciteit of expertise"
NPO = "Bedrag NPO-uitkering"
HOMEWORK = "Leerlingen van het vo maken na schooltijd hun huiswerk op een rustige plek, met begeleiding."


def _wishes(*asked: tuple[str, str]) -> str:
    """Wishes by school and words, as `wish_id` of the application knows them."""
    digests = ((site, sha256(" ".join(words.casefold().split()).encode()).hexdigest()) for site, words in asked)
    letters = str.maketrans("0123456789", "ghijklmnop")
    return "; ".join(f"{site}/{digest[:10].translate(letters)}" for site, digest in digests)


MEASURES: tuple[Mapping[str, str], ...] = (
    {
        "Naam": "Zomerschool Zandkamp",
        "Doel": "Eén zomerschool voor de hele wijk, zodat kinderen in de vakantie niet terugvallen in taal en rekenen.",
        "Bestedingsdoel": DELAYS, "Domeinen": "cognitief", "Thema's": "taal; rekenen", "Doelgroepen": "po",
        "Wijken": ZANDKAMP, "Scholen": "99AJ00; 99AJ01; 99AK00; 99AM00", "Menukaart": "A3",
        "Partners": "schoolbesturen; sport; cultuur", "Rol gemeente": "makelaar", NPO: "68000",
        "Lijn herstelagenda": "Kansengelijkheid", "Eigenaar": "team onderwijs", "Plaatsen": "120",
        "Bereik bedoeld": "180", "Begin": "11-07-2022", "Einde": "19-08-2022", "Status": "besloten",
        "Wensen": _wishes(
            ("99AK00", "Een gezamenlijke zomerschool voor heel Zandkamp zou beter zijn dan per school, zie keuze 1"),
            ("99AM00", "Eén zomerschool voor de hele wijk"),
            ("99AJ00", "Sport en cultuur in de middagen van de zomerschool (keuze 1)"),
            ("99AJ01", "Vervoer naar de zomerschool (keuze 1)"),
        ),
    },
    {
        "Naam": "Jeugdhulp dichtbij in Ravelshoek",
        "Doel": "Op elke basisschool in de wijk een vaste jeugdhulpverlener voor kinderen die somber of bang zijn.",
        "Bestedingsdoel": CARE, "Domeinen": "emotioneel", "Thema's": "welbevinden", "Doelgroepen": "po; sbo",
        "Wijken": RAVELSHOEK, "Partners": "schoolbesturen; jeugdzorg; GGD", "Rol gemeente": "regisseur",
        NPO: "96000", "Bedrag jeugd": "40000", "Lijn herstelagenda": "Mentaal welbevinden", "Eigenaar": "team jeugd",
        "Plaatsen": "40", "Bereik bedoeld": "110", "Begin": "01-01-2022", "Einde": "31-07-2023", "Status": "loopt",
        "Wensen": _wishes(
            ("99AF00", "Schoolmaatschappelijk werk in het gebouw"),
            ("99AG00", "Schoolmaatschappelijk werk"),
        ),
    },
    {
        "Naam": "Taalvrijwilligers in Ravelshoek",
        "Doel": "Kinderen met een taalachterstand worden thuis elke week voorgelezen.",
        "Bestedingsdoel": DELAYS, "Domeinen": "cognitief", "Thema's": "taal; ouders", "Doelgroepen": "po",
        "Wijken": RAVELSHOEK, "Scholen": "99AF00; 99AG00; 99AH00", "Partners": "bibliotheek",
        "Rol gemeente": "verbinder", NPO: "12000", "Bedrag welzijn": "18000", "Eigenaar": "team onderwijs",
        "Plaatsen": "60", "Bereik bedoeld": "90", "Begin": "01-11-2021", "Einde": "31-07-2022", "Status": "loopt",
        "Wensen": _wishes(
            ("99AF00", "Voorleeshulp thuis voor de kinderen van keuze 1"),
            ("99AG00", "Vrijwilligers voor het voorlezen thuis (keuze 1)"),
            ("99AH00", "Taalvrijwilligers uit de wijk voor keuze 1."),
        ),
    },
    {
        "Naam": "Huiswerkplek in de bibliotheek",
        "Doel": HOMEWORK,
        "Bestedingsdoel": DELAYS, "Domeinen": "executief", "Thema's": "huiswerk", "Doelgroepen": "vo",
        "Partners": "bibliotheek; schoolbesturen", "Rol gemeente": "facilitator", NPO: "34500",
        "Eigenaar": "team onderwijs", "Plaatsen": "50", "Bereik bedoeld": "150", "Begin": "01-11-2021",
        "Einde": "31-07-2023", "Status": "loopt", "Wensen": _wishes(
            ("99VA00", "Een plek in de stad waar leerlingen na schooltijd met begeleiding hun huiswerk maken"),
            ("99VE00", "Een huiswerkklas in de bibliotheek, bij keuze 1"),
        ),
    },
    {
        "Naam": "Huiswerkclub in het buurthuis",
        "Doel": HOMEWORK,
        "Bestedingsdoel": COOPERATION, "Domeinen": "executief", "Thema's": "huiswerk", "Doelgroepen": "vo",
        "Rol gemeente": "facilitator", "Bedrag welzijn": "21500", "Eigenaar": "team welzijn", "Plaatsen": "30",
        "Bereik bedoeld": "60", "Begin": "01-09-2021", "Einde": "31-07-2022", "Status": "loopt",
    },
    {
        "Naam": "Extra uren op de peuteropvang",
        "Doel": "Peuters die dat nodig hebben, komen vier ochtenden in plaats van twee.",
        "Bestedingsdoel": PRESCHOOL, "Domeinen": "cognitief", "Thema's": "taal; voorschools",
        "Doelgroepen": "voorschools", "Wijken": f"{RAVELSHOEK}; {ZANDKAMP}; {KOOIVELD}", "Menukaart": "A1",
        "Partners": "kinderopvang; GGD", "Rol gemeente": "regisseur", NPO: "45000", "Bedrag GOAB": "150000",
        "Lijn herstelagenda": "Kansengelijkheid", "Eigenaar": "team onderwijs", "Plaatsen": "96",
        "Bereik bedoeld": "220", "Begin": "01-01-2022", "Einde": "31-07-2023", "Status": "loopt",
    },
    {
        "Naam": "Ouder-peuterochtenden in Kooiveld",
        "Doel": "Ouders spelen en lezen samen met hun peuter, in het buurthuis.",
        "Bestedingsdoel": PRESCHOOL, "Domeinen": "sociaal", "Thema's": "ouders", "Doelgroepen": "voorschools",
        "Wijken": KOOIVELD, "Partners": "kinderopvang; bibliotheek", "Rol gemeente": "aanjager", "Status": "idee",
    },
    {
        "Naam": "Thuiszitterstafel",
        "Doel": "Voor elk kind dat langer dan vier weken thuiszit, ligt er binnen een maand een plan.",
        "Bestedingsdoel": OUT_OF_SCHOOL, "Domeinen": "sociaal; emotioneel", "Thema's": "thuiszitten; verzuim",
        "Doelgroepen": "thuiszitters", "Partners": "samenwerkingsverband; jeugdzorg; GGD; buurgemeenten",
        "Rol gemeente": "verbinder", NPO: "60000", "Bedrag jeugd": "15000", "Eigenaar": "leerplicht",
        "Plaatsen": "25", "Bereik bedoeld": "40", "Begin": "01-09-2021", "Einde": "31-07-2023", "Status": "loopt",
    },
    {
        "Naam": "Jongerenwerk en leerplicht op het vo",
        "Doel": "Leerlingen die wegblijven, worden dezelfde dag gesproken.",
        "Bestedingsdoel": CARE, "Domeinen": "sociaal", "Thema's": "verzuim", "Doelgroepen": "vo",
        "Scholen": "99VB01; 99VC00", "Partners": "schoolbesturen; jeugdzorg", "Rol gemeente": "verbinder",
        "Bedrag jeugd": "52000", "Eigenaar": "leerplicht", "Plaatsen": "35", "Bereik bedoeld": "90",
        "Begin": "01-02-2022", "Einde": "31-07-2023", "Status": "besloten",
        "Wensen": _wishes(
            ("99VB01", "Jongerenwerk en leerplicht samen aan keuze 2"),
            ("99VC00", "Leerplichtambtenaar vaker op school."),
        ),
    },
    {
        "Naam": "Jeugdpsycholoog denkt mee in Sterrenbosch",
        "Doel": "Leraren bespreken elke maand met een jeugdpsycholoog wat zij zien bij kinderen die gespannen zijn.",
        "Bestedingsdoel": CARE, "Domeinen": "emotioneel", "Thema's": "welbevinden", "Doelgroepen": "po",
        "Wijken": STERRENBOSCH, "Scholen": "99BA00; 99BB00", "Partners": "GGD; jeugdzorg",
        "Rol gemeente": "facilitator", NPO: "38000", "Lijn herstelagenda": "Mentaal welbevinden",
        "Eigenaar": "team jeugd", "Plaatsen": "20", "Bereik bedoeld": "60", "Begin": "01-03-2022",
        "Einde": "31-07-2023", "Status": "loopt", "Wensen": _wishes(
            ("99BA00", "Een jeugdpsycholoog die meedenkt bij keuze 1"),
            ("99BB00", "Schoolmaatschappelijk werk dat de ouders kan spreken (keuze 1)"),
        ),
    },
    {
        "Naam": "Weerbaar in de Binnenstad",
        "Doel": "Kinderen leren voor zichzelf en voor een ander op te komen, in een theaterproject.",
        "Bestedingsdoel": COOPERATION, "Domeinen": "sociaal", "Thema's": "weerbaarheid", "Doelgroepen": "po",
        "Wijken": BINNENSTAD, "Partners": "cultuur; sport", "Rol gemeente": "ontwikkelaar", "Bedrag welzijn": "9500",
        "Eigenaar": "team welzijn", "Plaatsen": "30", "Bereik bedoeld": "60", "Begin": "01-02-2022",
        "Einde": "30-06-2022", "Status": "loopt",
    },
    {
        "Naam": "Lokalen en zalen open na schooltijd",
        "Doel": "Scholen kunnen na vier uur terecht in hun eigen lokalen en in het buurthuis.",
        "Bestedingsdoel": RENT, "Doelgroepen": "po", "Wijken": RAVELSHOEK, "Scholen": "99AF01; 99AH00",
        "Rol gemeente": "facilitator", NPO: "23999,50", "Eigenaar": "team vastgoed", "Begin": "01-01-2022",
        "Einde": "31-07-2023", "Status": "loopt", "Wensen": _wishes(
            ("99AF01", "Lokalen na schooltijd openhouden voor keuze 2."),
            ("99AH00", "Ruimte in het buurthuis voor keuze 2."),
        ),
    },
    {
        "Naam": "Coördinator NP Onderwijs",
        "Doel": "Iemand die scholen, instellingen en gemeente bij elkaar brengt en bijhoudt wat er gebeurt.",
        "Bestedingsdoel": STAFF, "Rol gemeente": "regisseur", NPO: "72000", "Eigenaar": "team onderwijs",
        "Begin": "01-09-2021", "Einde": "31-07-2023", "Status": "loopt",
    },
    {
        "Naam": "Stageplekken bij de gemeente",
        "Doel": "Leerlingen van het vmbo en het praktijkonderwijs lopen stage bij de buitendienst en bij aannemers.",
        "Bestedingsdoel": COOPERATION, "Domeinen": "executief", "Thema's": "stage", "Doelgroepen": "vo",
        "Scholen": "99VC00; 99VD00", "Partners": "schoolbesturen; buurgemeenten", "Rol gemeente": "makelaar",
        "Bedrag eigen middelen": "7500", "Bedrag school": "2500", "Eigenaar": "team personeel", "Plaatsen": "24",
        "Bereik bedoeld": "48", "Begin": "01-09-2022", "Einde": "30-06-2023", "Status": "voorgesteld",
        "Wensen": _wishes(
            ("99VC00", "Stageplekken bij de gemeente en haar aannemers, bij keuze 2."),
            ("99VD00", "Stages bij de buitendienst van de gemeente, hoort bij keuze 2"),
        ),
    },
    {
        "Naam": "Buurtbus na schooltijd",
        "Doel": "Kinderen uit het buitengebied kunnen na school bij elkaar spelen.",
        "Bestedingsdoel": COOPERATION, "Domeinen": "sociaal", "Thema's": "vervoer", "Doelgroepen": "po",
        "Wijken": BUITENGEBIED, "Rol gemeente": "facilitator", "Bedrag eigen middelen": "6000",
        "Eigenaar": "team mobiliteit", "Plaatsen": "8", "Bereik bedoeld": "25", "Begin": "01-11-2021",
        "Einde": "31-03-2022", "Status": "gestopt", "Wensen": _wishes(
            ("99BF00", "Een buurtbus na schooltijd bij keuze 1"),
        ),
    },
)  # fmt: skip
MOMENTS: tuple[Mapping[str, str], ...] = (
    {"Maatregel": "Jeugdhulp dichtbij in Ravelshoek", "Datum": "01-07-2022", "Bereikt": "46",
     "Gezien": "Kinderen komen uit zichzelf langs; leraren vragen sneller om raad.",
     "Knelpunten": "Op twee scholen is geen ruimte voor een rustig gesprek.", "Naar bestuurlijk overleg": "ja"},
    {"Maatregel": "Taalvrijwilligers in Ravelshoek", "Datum": "01-02-2022", "Bereikt": "31",
     "Gezien": "Ouders lezen mee.", "Knelpunten": "Er zijn te weinig vrijwilligers."},
    {"Maatregel": "Taalvrijwilligers in Ravelshoek", "Datum": "01-07-2022", "Bereikt": "58",
     "Gezien": "De wachtlijst is weg.", "Knelpunten": ""},
    {"Maatregel": "Huiswerkplek in de bibliotheek", "Datum": "01-07-2022", "Bereikt": "112",
     "Gezien": "Vooral leerlingen van klas 1 en 2.", "Knelpunten": "Op maandag en donderdag vol."},
    {"Maatregel": "Huiswerkclub in het buurthuis", "Datum": "01-07-2022", "Bereikt": "19",
     "Gezien": "Leerlingen gaan liever naar de bibliotheek.", "Knelpunten": "De helft van de plaatsen blijft leeg.",
     "Naar bestuurlijk overleg": "ja"},
    {"Maatregel": "Extra uren op de peuteropvang", "Datum": "01-07-2022", "Bereikt": "131",
     "Gezien": "Meer peuters spreken in groepjes mee.", "Knelpunten": "Locaties vinden geen personeel."},
    {"Maatregel": "Thuiszitterstafel", "Datum": "01-02-2022", "Bereikt": "17",
     "Gezien": "Elf kinderen gaan weer naar school, voor een deel van de week.", "Knelpunten": ""},
    {"Maatregel": "Weerbaar in de Binnenstad", "Datum": "30-06-2022", "Bereikt": "64",
     "Gezien": "Ook kinderen van buiten de wijk deden mee.", "Knelpunten": ""},
    {"Maatregel": "Buurtbus na schooltijd", "Datum": "31-03-2022", "Bereikt": "6",
     "Gezien": "De bus reed vaak leeg.", "Knelpunten": "Ouders halen hun kinderen liever zelf."},
)  # fmt: skip


def measure_files() -> dict[str, bytes]:
    """The example's measures and their moments: path to bytes, the same each time."""
    named = [{"ID": md5(row["Naam"].encode(), usedforsecurity=False).hexdigest(), **row} for row in MEASURES]
    return {"measures/maatregelen.csv": _csv(named), "measures/momenten.csv": _csv(MOMENTS)}


def _csv(rows: Iterable[Mapping[str, str]]) -> bytes:
    rows = list(rows)
    titles = list(dict.fromkeys(title for row in rows for title in row))
    text = io.StringIO()
    writer = csv.DictWriter(text, titles, restval="", delimiter=";", lineterminator="\r\n")
    writer.writeheader()
    writer.writerows(rows)
    return text.getvalue().encode("utf-8-sig")
