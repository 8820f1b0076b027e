"""The municipal plan in its four parts: what only people can say, each text with what it is to tell."""

from dataclasses import dataclass

LONGEST = 6_000
"""Of one text, in signs."""


@dataclass(frozen=True)
class TextField:
    """One text of the plan that an officer writes."""

    id: str
    """Kept with the text, so it never changes."""
    label: str
    """Also the heading in the plan."""
    guidance: str


@dataclass(frozen=True)
class Part:
    """One of the four parts."""

    number: int
    name: str
    purpose: str
    fields: tuple[TextField, ...]

    @property
    def title(self) -> str:
        """`Deel 1 Startfoto`."""
        return f"Deel {self.number} {self.name}"


PARTS = (
    Part(
        1,
        "Startfoto",
        "Hoe staan kinderen en jongeren ervoor, en wat weten we nog niet?",
        (
            TextField(
                "duiding",
                "Wat wij hierin zien",
                "Wat valt u op in de cijfers? Herkennen scholen, kinderopvang, jongerenwerk, bibliotheek, jeugdhulp, "
                "GGD en politie dit beeld, of zien zij iets anders?",
            ),
            TextField(
                "aanvulling",
                "Wat de cijfers niet laten zien",
                "Wat is er bekend dat niet in een cijfer of schoolscan staat? Beschrijf groepen, nooit één kind of "
                "gezin. Hoe en wanneer vult u aan wat nog onbekend is?",
            ),
        ),
    ),
    Part(
        2,
        "Inhoudelijke keuzes",
        "Wat wil de gemeente bereiken, en wat doet zij daarvoor naast wat scholen doen?",
        (
            TextField(
                "doelen",
                "Doelen",
                "Wat moet er over twee jaar anders zijn voor kinderen en jongeren? Noem per doel waaraan u ziet dat "
                "het gelukt is.",
            ),
            TextField(
                "aanvullend",
                "Wat er nodig is naast wat scholen doen",
                "Welke vertraging of welk gemis in welbevinden kunnen scholen niet alleen oplossen? Waarom kiest u "
                "deze maatregelen en geen andere?",
            ),
            TextField(
                "wijken",
                "Keuzes voor wijken en thema's",
                "Welke wijken krijgen meer, en waarom? Zijn er thema's die overal spelen, zoals overgewicht of "
                "jongeren die weinig mensen zien?",
            ),
            TextField(
                "leemtes",
                "Wat wij met de leemtes doen",
                "Welke leemtes pakt u op, welke niet of later, en wie heeft dat besloten?",
            ),
        ),
    ),
    Part(
        3,
        "Samenwerking en dwarsverbanden",
        "Wie doet wat met wie, en hoe past dit bij wat er al loopt?",
        (
            TextField(
                "rol",
                "De rol van de gemeente",
                "Waar verbindt, helpt of betaalt de gemeente, en waar stuurt zij? Mag die rol in de tijd veranderen?",
            ),
            TextField(
                "po",
                "Afspraken met het primair onderwijs",
                "Praat u met alle besturen of met een vertegenwoordiging? Aan welke tafel, en wie zit daar nog meer, "
                "zoals kinderopvang en bibliotheek?",
            ),
            TextField(
                "vo",
                "Afspraken met het voortgezet onderwijs",
                "Wat is er anders dan in het po: andere besturen, leerlingen uit andere gemeenten, andere "
                "hulpverlening?",
            ),
            TextField(
                "samenwerkingsverband",
                "Wat het samenwerkingsverband doet",
                "Wat kan het samenwerkingsverband passend onderwijs betekenen, bijvoorbeeld voor thuiszitters en voor "
                "het speciaal onderwijs?",
            ),
            TextField(
                "regio",
                "Afspraken in de regio",
                "Wat doet u samen met buurgemeenten, en wie trekt dat?",
            ),
            TextField(
                "herstelagenda",
                "De plaats in de bredere herstelagenda",
                "Bij welke lijnen van de herstelagenda hoort dit plan? Hoe voorkomt u dat iets dubbel gebeurt of "
                "blijft liggen?",
            ),
            TextField(
                "beleid",
                "Verband met bestaand beleid",
                "Hoe sluit dit aan op het onderwijsachterstandenbeleid, de jeugdgezondheid, het jeugdbeleid en "
                "veiligheid?",
            ),
        ),
    ),
    Part(
        4,
        "Uitvoering en evaluatie",
        "Wie voert het uit, met welk geld, en wanneer kijken we of het werkt?",
        (
            TextField(
                "uitvoering",
                "Zo voeren we het uit",
                "Wie leidt de uitvoering? Is er een werkgroep, wie zit erin, en aan welk overleg legt die knelpunten "
                "voor?",
            ),
            TextField(
                "geld",
                "Keuzes over het geld",
                "Hoe verdeelt u de uitkering over de jaren? Wat doet u als er geld overblijft of tekortkomt?",
            ),
            TextField(
                "evaluatie",
                "Zo evalueren we",
                "Op welke momenten kijkt u terug, met wie, en waaraan meet u het? Wie mag het plan dan bijstellen?",
            ),
            TextField(
                "blijvend",
                "Wat er blijft",
                "Wat moet doorgaan als het programma stopt, en waar vindt het dan een plek?",
            ),
        ),
    ),
)
FIELDS = {field.id: field for part in PARTS for field in part.fields}
