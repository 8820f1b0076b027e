"""The made-up school scans of the example: forms as Word files, a workbook of one board, a CSV of another.

All texts are our own. Twelve of the 45 schools sent nothing, among them all six of Lindehove (WK990107).
"""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from xml.sax.saxutils import escape

import openpyxl

# isort: split
from places import MUNICIPALITY_NAME, VILLAGE_NAME

YEAR = "2021/2022"
PUBLIC, PROTESTANT, CATHOLIC = "Stichting Openbaar Onderwijs Lindewaard", "PCBO De Waard", "Stichting Sint Lambertus"
INDEPENDENT, ISLAMIC, SECONDARY_BOARD = "Stichting Eigenwijs", "Stichting El Amel", "Stichting VO De Waarden"
ALONE, ANONYMOUS, NAMED = "alleen gemeente", "LEA zonder schoolnaam", "LEA met schoolnaam"
PLAIN, FULL, LOOSE = "plain", "full", "loose"
"""The forms that came as Word files: as Groningen has it, with our optional tables, and with labels of the school."""
BORDER = '<w:{0} w:val="single" w:sz="4" w:space="0" w:color="808080"/>'
WORD = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships/officeDocument"
MOMENT = (2021, 10, 1, 9, 0, 0)


@dataclass(frozen=True)
class Pick:
    """A choice from the menukaart in a school's words; domain, pupils reached and euros as far as it gave them."""

    name: str
    note: str
    domain: str = ""
    reached: str = ""
    euros: str = ""


@dataclass(frozen=True)
class Form:
    """What one school sent: `code` is the site that is meant, also where the form does not say so."""

    code: str
    school: str
    board: str
    sector: str
    conclusions: str
    goals: str
    approach: str
    picks: tuple[Pick, ...]
    linked: tuple[str, ...] = ()
    other: tuple[str, ...] = ()
    remarks: str = ""
    counts: Mapping[str, str] = field(default_factory=dict)
    """Domain to `assessed/delayed`."""
    sharing: str = ""
    style: str = PLAIN
    has_code: bool = True
    place: str = MUNICIPALITY_NAME


WORD_FORMS = (
    Form(
        "99AA00", "De Kloostertuin", CATHOLIC, "po",
        "Technisch lezen in groep 3 en 4 bleef achter bij eerdere jaren; rekenen is op peil.\n"
        "Kinderen werken minder lang achter elkaar door dan voor de lockdowns.",
        "Eind groep 4 leest 85% van de kinderen op het niveau dat bij de groep past.",
        "Een extra leesronde in kleine groepen, vier ochtenden per week.",
        (Pick("Instructie in kleine groepen", "Vier keer per week twintig minuten lezen met een onderwijsassistent."),
         Pick("Feedback", "Het team leert feedback te geven tijdens het werken, met beeldbegeleiding.")),
        ("Samen met de bibliotheek boeken voor thuis, hoort bij keuze 1.",),
        ("Een veiliger oversteekplaats bij de Kloosterhof.",),
    ),
    Form(
        "99AB00", "OBS De Perronklas", PUBLIC, "po",
        "Begrijpend lezen en woordenschat zijn in alle groepen gedaald.\nIn de bovenbouw zien we meer ruzies.",
        "Alle groepen terug op het schoolgemiddelde van 2019.\nMinder conflicten op het plein.",
        "Extra taal in de ochtend, en een rustige plek in de pauze.",
        (Pick("Technieken voor begrijpend lezen", "Modelen en samenvatten, in groep 5 tot en met 8.", "cognitief",
              "210", "18500"),
         Pick("Spelbegeleiding op het plein", "Een sportleraar begeleidt de pauzes.", "sociaal", "430", "9800"),
         Pick("Onderwijsassistenten", "Twee assistenten voor de onderbouw.", "cognitief", "150", "42000")),
        ("Sportcoach uit de wijk op het plein (keuze 2)",),
        ("Schoolmaatschappelijk werk, een dag per week",),
        counts={"cognitief": "402/131", "executief": "402/88", "sociaal": "402/74", "emotioneel": "402/39"},
        sharing=NAMED, style=FULL,
    ),
    Form(
        "99AC00", "Het Elzenblad", PUBLIC, "po",
        "De kinderen van groep 6 en 7 hebben de grootste achterstand bij rekenen, vooral bij breuken en verhoudingen.",
        "Voor de zomer rekent driekwart weer op niveau 1F.",
        "Rekengroepjes na een toets, en thuis oefenen met hulp.",
        (Pick("Beheersingsgericht leren", "Pas door naar het volgende blok als het vorige beheerst wordt."),
         Pick("Bijles in groepjes", "Drie keer per week door een oud-leerkracht.")),
        ("Hulp bij huiswerk voor kinderen die thuis geen plek hebben.",),
        ("Een natuurspeelplaats voor de buurt.", "Goedkoper zwembad voor gezinnen met een kleine beurs."),
        remarks="De andere locatie stuurt later een eigen formulier.", style=LOOSE, has_code=False, place="",
    ),
    Form(
        "99BE00", "SBO De Elzenkans", PUBLIC, "sbo",
        "Leerlingen lieten veel structuur los. Taakgerichtheid en plannen kosten meer begeleiding dan voorheen.",
        "Elke leerling kan weer twintig minuten zelfstandig werken.",
        "Vaste routines, picto's en een trainer in de klas.",
        (Pick("Metacognitie en zelfregulerend leren", "Trainer executieve functies, tien weken per groep.", "executief",
              "96", "16000"),
         Pick("Onderwijsassistenten", "Een assistent helpt taken af te maken.", "executief", "96", "4000")),
        ("Jeugdhulp op school, een vast gezicht twee dagen per week.",), (),
        counts={"cognitief": "90/41", "executief": "96/63", "sociaal": "96/29", "emotioneel": "96/22"},
        sharing=ANONYMOUS, style=FULL,
    ),
    Form(
        "99VC00", "Vakcollege De Elzen", PUBLIC, "vo",
        "Praktijkvakken konden lang niet doorgaan. Leerlingen van klas 3 missen vaardigheden voor hun examen.\n"
        "Motivatie is laag, het verzuim is opgelopen.",
        "Alle leerlingen van klas 3 en 4 doen hun praktijkexamen op tijd.\nVerzuim terug onder 6%.",
        "Extra praktijkmiddagen en een mentor met meer tijd.",
        (Pick("Uitbreiding onderwijs", "Praktijkmiddag op woensdag.", "cognitief", "160", "38000"),
         Pick("Loopbaanoriëntatie en -begeleiding", "Gesprekken en bedrijfsbezoek.", "executief", "320", "12000"),
         Pick("Mentorgesprekken over welbevinden", "Elke maand een gesprek.", "emotioneel", "705", "25500")),
        ("Stageplekken bij de gemeente en haar aannemers, bij keuze 2.",),
        ("Leerplichtambtenaar vaker op school.",),
        counts={"cognitief": "640/262", "executief": "640/236", "sociaal": "640/104", "emotioneel": "640/131"},
        sharing=NAMED, style=FULL,
    ),
    Form(
        "99AF00", "IKC De Toonladder", PUBLIC, "po",
        "De achterstand bij taal en lezen is groot: meer dan de helft van de kinderen zit onder het niveau.\n"
        "Ook zien we veel kinderen die niet meer goed samen kunnen spelen.",
        "In twee jaar haalt twee derde van de kinderen het niveau van de groep.",
        "We zetten alles op taal; voor het samen spelen hebben we nu geen plan.",
        (Pick("Gesprokentaalinterventies", "Taalspel in groep 1 tot en met 4, dagelijks.", "cognitief", "110", "21000"),
         Pick("Een-op-een-begeleiding", "Tutoren voor lezen, drie keer per week.", "cognitief", "36", "33000")),
        ("Voorleeshulp thuis voor de kinderen van keuze 1",), ("Schoolmaatschappelijk werk in het gebouw",),
        counts={"cognitief": "190/106", "executief": "190/64", "sociaal": "190/87", "emotioneel": "188/41"},
        sharing=ANONYMOUS, style=FULL,
    ),
    Form(
        "99AF01", "IKC De Toonladder, locatie Noord", PUBLIC, "po",
        "Rekenen en lezen zijn in alle groepen gezakt. De kinderen van groep 8 gaan met te weinig bagage naar het vo.\n"
        "Er zijn veel conflicten, ook buiten school.",
        "Groep 7 en 8 halen hun uitstroomniveau.",
        "Kleinere groepen bij de instructie en extra uren.",
        (Pick("Kleine instructiegroepen", "Instructie in groepjes van zes.", "cognitief", "180", "52000"),
         Pick("Verlengde schooldag", "Twee middagen extra voor groep 7 en 8.", "cognitief", "84", "31000")),
        ("Lokalen na schooltijd openhouden voor keuze 2.",), ("Jongerenwerk op het plein na vier uur.",),
        counts={"cognitief": "320/182", "executief": "320/109", "sociaal": "320/141", "emotioneel": "318/70"},
        style=FULL,
    ),
    Form(
        "99AH00", "Bs. De Bolero", CATHOLIC, "po",
        "Bijna de helft van de kinderen heeft een achterstand in taal. De onderlinge omgang is stroever geworden.",
        "Woordenschat omhoog in alle groepen.",
        "Een woordenschatprogramma en een leesclub.",
        (Pick("Woordenschat en gesproken taal", "Elke dag tien nieuwe woorden, met thuisopdracht.", "cognitief", "300",
              "14000"),
         Pick("Ouderbetrokkenheid", "Taalochtenden voor ouders in de Bolerostraat.", "", "60", "6500")),
        ("Taalvrijwilligers uit de wijk voor keuze 1.", "Ruimte in het buurthuis voor keuze 2."), (),
        counts={"cognitief": "288/134", "sociaal": "288/102"}, sharing=NAMED, style=FULL,
    ),
    Form(
        "99AI00", "SBO De Ravelijn", INDEPENDENT, "sbo",
        "Cognitief liggen de leerlingen ver uit elkaar. De leerachterstand is bij twee op de drie groter geworden.",
        "Voor iedere leerling een plan met haalbare stappen.",
        "Individuele instructie, met inzet van een extra leraar.",
        (Pick("Individuele instructie", "Extra leraar voor rekenen en lezen.", "cognitief", "102", "48000"),
         Pick("Digitale technologie", "Laptops en oefenprogramma's voor thuis.", "cognitief", "154", "11000")),
        ("Internet en laptops voor gezinnen die dat niet hebben",), ("Vervoer naar de sportclub",),
        counts={"cognitief": "150/98", "executief": "150/71", "sociaal": "150/66", "emotioneel": "150/47"},
        style=FULL,
    ),
    Form(
        "99VD00", "Praktijkschool De Gaarde", SECONDARY_BOARD, "vo",
        "Leerlingen hebben stages gemist en daarmee zelfvertrouwen.\nRekenen en taal in de praktijk zijn gezakt.",
        "Iedere leerling loopt dit jaar minstens één stage.",
        "Stagebegeleiding en praktijkuren in kleine groepen.",
        (Pick("Instructie in kleine groepen", "Praktijkuren met acht leerlingen."),
         Pick("Loopbaanbegeleiding", "Een jobcoach voor klas 4 en 5.")),
        ("Stages bij de buitendienst van de gemeente, hoort bij keuze 2",), ("Begeleid wonen voor oud-leerlingen",),
        style=PLAIN,
    ),
    Form(
        "99AJ00", "OBS Zandkamp", PUBLIC, "po",
        "Na de zomer was veel kennis weer weg. Lezen en rekenen vragen tijd.\nGroep 8 mist vooral begrijpend lezen.",
        "De terugval in de zomer halveert.",
        "Een zomerschool van twee weken en extra instructie in het najaar.",
        (Pick("Zomerschool", "Twee weken in augustus, taal en rekenen in de ochtend.", "cognitief", "60", "28000"),
         Pick("Instructie in kleine groepen", "Najaar, groep 5 tot en met 8.", "cognitief", "105", "24000")),
        ("Sport en cultuur in de middagen van de zomerschool (keuze 1)",), ("Meer toezicht rond het winkelcentrum",),
        counts={"cognitief": "204/104", "executief": "204/62", "sociaal": "204/49", "emotioneel": "204/38"},
        sharing=NAMED, style=FULL,
    ),
    Form(
        "99AJ01", "Obs Zandkamp locatie Heiderand", PUBLIC, "po",
        "Vergelijkbaar met de hoofdlocatie: lezen en rekenen onder niveau, thuis weinig Nederlands.",
        "Minder terugval in de vakanties.",
        "We sluiten aan bij de zomerschool en vergroten de klassenbezetting.",
        (Pick("Zomer- of lentescholen", "Zomerschool samen met de hoofdlocatie."),
         Pick("Onderwijsassistenten / instructeurs", "Drie dagen extra in de middenbouw.")),
        ("- Vervoer naar de zomerschool (keuze 1)", "- Warme maaltijd in die weken"), ("- Zwemles onder schooltijd",),
        style=LOOSE,
    ),
    Form(
        "99AK00", "Basisschool Het Palet", CATHOLIC, "po",
        "Rekenen is op niveau, lezen niet. Veel kinderen slapen slecht en zijn moe in de klas.",
        "Lezen terug op niveau in groep 4 tot en met 6.",
        "Vakantieschool en tutorlezen.",
        (Pick("Vakantieschool in de zomer", "Tien dagen, met een theatermaker in de middag."),
         Pick("Leren van medeleerlingen", "Groep 8 leest met groep 4.")),
        ("Een gezamenlijke zomerschool voor heel Zandkamp zou beter zijn dan per school, zie keuze 1",), (),
        style=PLAIN,
    ),
    Form(
        "99AL00", "Islamitische basisschool El Amel", ISLAMIC, "po",
        "Woordenschat en begrijpend lezen zijn gezakt. Kinderen zijn gemotiveerd en de sfeer is goed.",
        "Alle groepen op het niveau van scholen met dezelfde weging.",
        "Zomerschool, huisbezoek en oudercursussen.",
        (Pick("Zomerschool", "Drie weken, met oud-leerlingen als begeleider.", "cognitief", "75", "30000"),
         Pick("Ouderbetrokkenheid", "Cursus Nederlands voor ouders op school.", "cognitief", "40", "8000")),
        ("Een docent Nederlands voor de oudercursus (keuze 2)",), ("Ruimte om te sporten in de buurt",),
        counts={"cognitief": "220/108", "executief": "220/57", "sociaal": "220/23", "emotioneel": "220/27"},
        sharing=ANONYMOUS, style=FULL,
    ),
    Form(
        "99AN00", "IKC Kooiveld", PUBLIC, "po",
        "De achterstand is kleiner dan verwacht. Peuterspeelzaal, school en buurthuis werken hier al jaren samen.",
        "Vasthouden wat werkt, en de middenbouw bijspijkeren bij spelling.",
        "Doorgaan met de brede school; extra spelling in groep 5 en 6.",
        (Pick("Directe instructie", "Spelling, vier keer per week een kwartier.", "cognitief", "58", "7000"),
         Pick("Cultuureducatie", "Muziek met de brassband van de wijk.", "sociaal", "230", "9000")),
        ("Studiebegeleiding in de wijk, voor de hoogste groepen",), ("Verlichting van het trapveld",),
        counts={"cognitief": "225/52", "executief": "225/38", "sociaal": "225/17", "emotioneel": "225/<5"},
        sharing=NAMED, style=FULL,
    ),
    Form(
        "99AN01", "Kooiveld, De Wielen", PUBLIC, "po",
        "Lezen is op peil, rekenen iets gezakt. Het gaat goed met de kinderen; ze waren blij dat ze weer mochten.",
        "Rekenen in groep 6 en 7 terug op niveau.",
        "Rekencoach in de klas.",
        (Pick("Rekencoach", "Coach voor leraren, een dag per week."),
         Pick("Sport", "Naschools sportaanbod met de wijkvereniging.")),
        (), ("Behoud van het speelveld aan de Wielenweg",),
        style=LOOSE,
    ),
    Form(
        "99AO00", "Basisschool De Veerpont", CATHOLIC, "po",
        "Kleine achterstand bij technisch lezen in groep 4. Verder staat de school er goed voor.",
        "Groep 4 leest in juni op niveau.",
        "Leesgroepjes met ouders en opa's en oma's.",
        (Pick("Tutorlezen", "Vrijwilligers lezen met kinderen, twee keer per week.", "cognitief", "31", "2500"),),
        ("Vergoeding voor de vrijwilligers van keuze 1",), ("Hulp bij huiswerk voor wie thuis geen plek heeft",),
        counts={"cognitief": "246/44", "executief": "246/32", "sociaal": "246/11", "emotioneel": "246/<5"},
        style=FULL,
    ),
    Form(
        "99AQ00", "OBS De Reiger", PUBLIC, "po",
        "Gemiddeld beeld. Vooral kinderen die laat instromen hebben moeite om weer te leren plannen.",
        "Elke leerling kan een weektaak plannen.",
        "Lessen in plannen en terugkijken.",
        (Pick("Zelfregulerend leren", "Weektaak met doelen in groep 5 tot en met 8.", "executief", "140", "6000"),
         Pick("Samenwerkend leren", "Scholing van het team in coöperatieve werkvormen.", "sociaal", "260", "5000")),
        (), ("Meer fietsenrekken bij de sporthal", "Schoolzwemmen voor groep 5"),
        counts={"cognitief": "252/61", "executief": "252/79", "sociaal": "252/24", "emotioneel": "252/19"},
        sharing=NAMED, style=FULL,
    ),
    Form(
        "99AS00", "Basisschool De Buizerd", CATHOLIC, "po",
        "In Valkenhorst is de thuissituatie van veel gezinnen zwaarder geworden. Spelling en lezen zijn gezakt.",
        "Spelling en lezen in de middenbouw op niveau.",
        "Bijspijkergroepen, en een gezinscoach als dat kan.",
        (Pick("Instructie in kleine groepen", "Spelling en lezen, groep 4 tot en met 6."),
         Pick("Welbevinden van leerlingen", "Training weerbaarheid in groep 7 en 8.")),
        ("Een gezinscoach die bij ons op school zit, gekoppeld aan keuze 2.",), ("Schoolzwemmen.",),
        remarks="Wij overleggen graag met SO De Horstenkring over samenwerking.", style=PLAIN,
    ),
    Form(
        "99AU00", "SO De Horstenkring", INDEPENDENT, "(v)so",
        "Leerlingen zijn het contact met leeftijdgenoten kwijtgeraakt. Gedragsproblemen zijn toegenomen.",
        "Rust en veiligheid in elke groep.",
        "Extra handen in de klas en training voor leraren.",
        (Pick("Tijdelijk extra personeel", "Een gedragsdeskundige voor twee dagen.", "emotioneel", "118", "36000"),
         Pick("Professionalisering", "Scholing in omgaan met stress.", "emotioneel", "118", "7500")),
        ("Jeugdhulp in de school, aansluitend op keuze 1",), ("Aangepast sporten in de wijk",),
        counts={"cognitief": "110/58", "executief": "118/61", "sociaal": "118/49", "emotioneel": "118/54"},
        style=FULL,
    ),
    Form(
        "99BA00", "Daltonschool Sterrenbosch", INDEPENDENT, "po",
        "Leerresultaten zijn goed gebleven. Opvallend veel kinderen zijn gespannen of bang om fouten te maken.",
        "Kinderen durven fouten te maken en praten over wat hen bezighoudt.",
        "Lessen over gevoelens en een vertrouwenspersoon.",
        (Pick("Interventies gericht op het welbevinden van leerlingen", "Programma van twaalf lessen in groep 5 tot en "
              "met 8.", "emotioneel", "112", "9500"),
         Pick("Cultuureducatie", "Theaterproject over durven.", "emotioneel", "197", "6000")),
        ("Een jeugdpsycholoog die meedenkt bij keuze 1",), ("Ontmoetingsplek voor kinderen in Sterrenbosch",),
        counts={"cognitief": "190/12", "executief": "190/27", "sociaal": "190/22", "emotioneel": "190/61"},
        sharing=ANONYMOUS, style=FULL,
    ),
    Form(
        "99BB00", "Basisschool De Beuken", PROTESTANT, "po",
        "Weinig leerachterstand. Ouders en leraren melden slaapproblemen, buikpijn en eenzaamheid in groep 7 en 8.",
        "Minder kinderen die zich eenzaam voelen.",
        "Training weerbaarheid, en meer samen doen.",
        (Pick("Training weerbaarheid", "Door een trainer van buiten, acht weken."),
         Pick("Sportieve activiteiten", "Samen sporten op vrijdagmiddag.")),
        ("Schoolmaatschappelijk werk dat de ouders kan spreken (keuze 1)",), (), style=PLAIN,
    ),
    Form(
        "99BC00", "OBS De Molenwiek", PUBLIC, "po",
        "Kleine groepen, klein verschil met eerdere jaren. Groep 3 is later op gang gekomen met lezen.",
        "Groep 3 leest in maart op niveau.",
        "Leesonderwijs met veel herhaling.",
        (Pick("Fonemisch bewustzijn", "Klankspelletjes in groep 2 en 3."),
         Pick("Feedback", "Korte gesprekken met elk kind.")),
        (), ("Schoolvervoer in de winter vanuit het buitengebied", "Een bibliotheekbus die vaker komt"),
        style=LOOSE, place=VILLAGE_NAME,
    ),
    Form(
        "99BF00", "Obs de Enk", PUBLIC, "po",
        "Geen grote achterstand. Kinderen misten vooral elkaar, want ze wonen ver uiteen.",
        "Meer samen leren en spelen.",
        "Gemengde groepen en projecten.",
        (Pick("Samenwerkend leren", "Een project per maand over de groepen heen."),),
        ("Een buurtbus na schooltijd bij keuze 1",), ("Snel internet in het buitengebied",),
        counts={"cognitief": "83/9", "executief": "83/6", "sociaal": "83/11", "emotioneel": "83/<5"},
        sharing=ALONE, style=FULL,
    ),
    Form(
        "99VA00", "Stedelijk Gymnasium Lindewaard", PUBLIC, "vo",
        "Cijfers zijn op peil. Leerlingen in de bovenbouw ervaren veel druk en hebben moeite met plannen.",
        "Leerlingen hebben grip op hun planning en vragen op tijd hulp.",
        "Studiecoaches en gesprekken over druk.",
        (Pick("Metacognitie en zelfregulerend leren", "Studiecoach in klas 1 tot 4.", "executief", "380", "22000"),
         Pick("Welbevinden", "Workshops omgaan met stress.", "emotioneel", "120", "8000")),
        ("Een plek in de stad waar leerlingen na schooltijd met begeleiding hun huiswerk maken",),
        ("Fietsroute naar het station",),
        counts={"cognitief": "610/58", "executief": "610/171", "sociaal": "610/49", "emotioneel": "610/140"},
        sharing=ANONYMOUS, style=FULL,
    ),
    Form(
        "99VB00", "Lindewaard College", PUBLIC, "vo",
        "Wiskunde en Engels zijn gezakt in klas 2 en 3 havo. Verschillen binnen de klas zijn groter geworden.",
        "Minder onvoldoendes en minder zittenblijvers.",
        "Steunlessen en een keuzewerktijd.",
        (Pick("Steunlessen in kleine groepen", "Wiskunde en Engels, twee uur per week."),
         Pick("Klassenverkleining", "Klas 2 havo van 30 naar 24 leerlingen."),
         Pick("Digitale toetsen", "Toetsen om te zien wat leerlingen missen.")),
        ("1. Huiswerkbegeleiding na school voor leerlingen van keuze 1", "2. Meer lokalen voor keuze 2"),
        ("Schoolmaatschappelijk werk",),
        style=LOOSE, has_code=False, place="",
    ),
    Form(
        "99VB01", "Lindewaard College Horsten", PUBLIC, "vo",
        "Vooral vmbo-leerlingen hebben achterstand bij Nederlands en rekenen. Veel leerlingen missen dagritme.",
        "Elke leerling haalt zijn referentieniveau.\nVerzuim omlaag.",
        "Extra uren, een startrooster en een verzuimcoach.",
        (Pick("Uitbreiding onderwijs", "Twee uur extra Nederlands en rekenen.", "cognitief", "410", "67000"),
         Pick("Verzuimcoach", "Belt en bezoekt leerlingen die wegblijven.", "executief", "90", "34000"),
         Pick("Sportieve activiteiten", "Sport voor het eerste uur.", "sociaal", "200", "11000")),
        ("Sporthal vrij voor acht uur 's ochtends (keuze 3)", "Jongerenwerk en leerplicht samen aan keuze 2"),
        ("Een jongerencentrum in De Horsten", "Huiswerkhulp door studenten"),
        counts={"cognitief": "1290/431", "executief": "1290/402", "sociaal": "1290/168", "emotioneel": "1290/214"},
        sharing=NAMED, style=FULL,
    ),
    Form(
        "99VG00", "Montessori College Sterrenbosch", SECONDARY_BOARD, "vo",
        "De resultaten zijn goed. Eén op de vier leerlingen zegt zich vaak somber of alleen te voelen.",
        "Leerlingen weten waar ze terechtkunnen en gaan daar ook heen.",
        "Vaste coach, een inloopruimte en lessen over mentale gezondheid.",
        (Pick("Interventies gericht op het welbevinden van leerlingen", "Lessen en een inloopruimte met coach.",
              "emotioneel", "585", "27000"),
         Pick("Peer mediators", "Leerlingen bemiddelen bij ruzie.", "sociaal", "40", "4500")),
        ("Een jeugdverpleegkundige op de inloopruimte van keuze 1",), ("Activiteiten voor jongeren in het weekend",),
        counts={"cognitief": "570/41", "executief": "570/98", "sociaal": "570/77", "emotioneel": "570/149"},
        style=FULL,
    ),
)  # fmt: skip
WIDE_FORMS = (
    Form(
        "99AD00", "CBS De Ambacht", PROTESTANT, "po",
        "Rekenen gezakt in de bovenbouw; werkhouding verdient aandacht.",
        "Groep 8 haalt 1F voor rekenen.",
        "Rekeninstructie in niveaugroepen.",
        (Pick("Directe instructie", "Rekenen volgens een vast lesmodel.", "cognitief", "78", "6500"),
         Pick("Executieve functies trainen", "Spelvormen in groep 3 tot en met 5.", "executief", "70", "3200")),
        ("Schooltuin bij keuze 2",), ("Schoolzwemmen",),
        counts={"cognitief": "140/39", "executief": "140/35", "sociaal": "140/10", "emotioneel": "140/8"},
        sharing=NAMED,
    ),
    Form(
        "99AG00", "CBS Het Kompas van Ravelshoek", PROTESTANT, "po",
        "Grote achterstand bij lezen en taal, in elke groep. Veel kinderen missen vrienden en speelmaatjes.",
        "In twee jaar de helft van de achterstand inhalen.",
        "Taalklas en leesbegeleiding.",
        (Pick("Een-op-een begeleiding", "Leestutor, drie keer per week.", "cognitief", "28", "26000"),
         Pick("Begrijpend lezen", "Nieuwe aanpak in groep 5 tot en met 8.", "cognitief", "98", "12500")),
        ("Vrijwilligers voor het voorlezen thuis (keuze 1)",), ("Speeltuin opknappen\nSchoolmaatschappelijk werk",),
        counts={"cognitief": "190/104", "executief": "190/59", "sociaal": "190/82", "emotioneel": "190/37"},
        sharing=ANONYMOUS,
    ),
    Form(
        "99AM00", "CBS De Zonnedauw", PROTESTANT, "po",
        "Lezen en rekenen beide gezakt. Kinderen hebben weinig gesport en zijn sneller moe.",
        "Twee op de drie kinderen op niveau.",
        "Zomerschool en meer bewegen.",
        (Pick("Zomerschool", "Samen met OBS Zandkamp, twee weken.", "cognitief", "45", "21000"),
         Pick("Bewegend leren", "Elke dag rekenen en taal in beweging.", "cognitief", "187", "5000")),
        ("Eén zomerschool voor de hele wijk",), ("Sportveld langer open",),
        counts={"cognitief": "180/88", "executief": "180/51", "sociaal": "180/38", "emotioneel": "180/30"},
    ),
)  # fmt: skip
LONG_FORMS = (
    Form(
        "99VE00", "Christelijk Lyceum De Singel", SECONDARY_BOARD, "vo",
        "Achterstand bij Frans en wiskunde in klas 2; leerlingen plannen slecht.",
        "Terug op het niveau van 2019.",
        "Steunuren en studievaardigheden.",
        (Pick("Individuele instructie", "Steunuren op afspraak.", "cognitief", "240", "31000"),
         Pick("Metacognitie", "Lessen leren leren in klas 1 en 2.", "executief", "360", "9000")),
        ("Een huiswerkklas in de bibliotheek, bij keuze 1",), ("Veilige fietsroute langs de Horstendreef",),
        counts={"cognitief": "1040/214", "executief": "1040/287", "sociaal": "1040/98", "emotioneel": "1040/167"},
        sharing=ANONYMOUS,
    ),
    Form(
        "99VF00", "SG De Overkant", SECONDARY_BOARD, "vo",
        "De achterstand valt mee. Leerlingen waarderen de vaste mentor en de samenwerking met het buurthuis.",
        "Vasthouden, en Nederlands op het vmbo versterken.",
        "Taalondersteuning in de praktijkvakken.",
        (Pick("Technieken voor begrijpend lezen", "In alle vakken dezelfde leesaanpak.", "cognitief", "300", "14000"),
         Pick("Tutoring door leerlingen", "Bovenbouw helpt onderbouw.", "cognitief", "85", "3000"),
         Pick("Cultuur", "Een musical met de wijk.", "sociaal", "120", "8500")),
        ("Buurthuis open op maandagavond (keuze 3)",), ("Huiswerkbegeleiding na school",),
        counts={"cognitief": "730/139", "executief": "730/160", "sociaal": "730/47", "emotioneel": "730/55"},
        sharing=NAMED,
    ),
)  # fmt: skip
DOMAINS = ("cognitief", "executief", "sociaal", "emotioneel")
COUNT_HEADERS = tuple(
    f"{domain.capitalize()} {what}" for domain in DOMAINS for what in ("beoordeeld", "met vertraging")
)

Rows = Sequence[Sequence[str]]


def scan_files() -> dict[str, bytes]:
    """The example's scan files: path to bytes, the same each time."""
    forms = {f"scans/schoolscan {_file_name(form.school)}.docx": _word_file(form) for form in WORD_FORMS}
    return {
        **forms,
        "scans/Schoolscans PCBO De Waard.xlsx": _workbook(WIDE_FORMS),
        "scans/schoolscans VO De Waarden.csv": _long_csv(LONG_FORMS),
    }


def _file_name(school: str) -> str:
    return " ".join(re.findall(r"\w+", school)).lower()


def _word_file(form: Form) -> bytes:
    tables = {PLAIN: _plain, FULL: _full, LOOSE: _loose}[form.style](form)
    body = _paragraph(f"Format NPO onderwijs voor gemeente {MUNICIPALITY_NAME}", is_bold=True)
    body += "<w:p/>".join(_word_table(table) for table in tables) + "<w:p/>"
    declaration = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
    content_type = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
    parts = {
        "[Content_Types].xml": f'<Types xmlns="{PACKAGE}/content-types">'
        f'<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
        f'<Override PartName="/word/document.xml" ContentType="{content_type}"/></Types>',
        "_rels/.rels": f'<Relationships xmlns="{PACKAGE}/relationships">'
        f'<Relationship Id="rId1" Type="{OFFICE}" Target="word/document.xml"/></Relationships>',
        "word/document.xml": f'<w:document xmlns:w="{WORD}"><w:body>{body}<w:sectPr/></w:body></w:document>',
    }
    return _zip({name: (declaration + part).encode() for name, part in parts.items()})


def _plain(form: Form) -> list[Rows]:
    """The form of Groningen, with its own words in the cells."""
    rows = [
        ("Bestuur", form.board),
        ("School", form.school),
        (
            "Schoolscan",
            "Korte samenvatting van de belangrijkste conclusies uit de schoolscan\n"
            f"{form.conclusions}\nDe doelstellingen die hieruit voortvloeien\n{form.goals}\n"
            f"De gekozen aanpak\n{form.approach}",
        ),
        *((f"Keuze {n}\nmenukaart", f"{pick.name}\n{pick.note}") for n, pick in enumerate(form.picks, start=1)),
    ]
    if len(form.picks) < 3:
        rows.append(("Keuze 3\nmenukaart", "Naam +\nKorte toelichting op de uitvoering"))
    linked, other = ("\n".join(wishes) for wishes in (form.linked, form.other))
    asked = "Inzet van de gemeente direct gekoppeld aan uw keuzes en interventies"
    wishes = f"{asked}\n{linked}\nInzet van de gemeente op andere terreinen\n{other}"
    return [[*rows, ("Wensen t.a.v. gemeente", wishes), ("Opmerkingen", form.remarks)]]


def _full(form: Form) -> list[Rows]:
    """The form with its optional rows and tables."""
    rows = [
        ("Bestuur", form.board),
        ("School", form.school),
        ("BRIN en vestiging", f"{form.code[:4]} {form.code[4:]}"),
        ("Plaats", form.place),
        ("Sector", form.sector),
        ("Schooljaar", YEAR),
        ("Delen met", form.sharing),
        ("Conclusies", form.conclusions),
        ("Doelstellingen", form.goals),
        ("Aanpak", form.approach),
    ]
    for number, pick in enumerate(form.picks, start=1):
        rows += [(f"Keuze {number} menukaart", pick.name), (f"Toelichting keuze {number}", pick.note)]
    rows += [("Wensen gekoppeld", "\n".join(form.linked)), ("Wensen overig", "\n".join(form.other))]
    counts = [(domain, *numbers.split("/")) for domain, numbers in form.counts.items()]
    details = [
        (f"Keuze {number}", pick.domain, pick.reached, pick.euros, YEAR)
        for number, pick in enumerate(form.picks, start=1)
    ]
    return [
        [*rows, ("Opmerkingen", form.remarks)],
        [("Domein", "Leerlingen beoordeeld", "Leerlingen met vertraging"), *counts],
        [("Keuze", "Domein", "Leerlingen bereikt", "Bedrag", "Schooljaar"), *details],
    ]


def _loose(form: Form) -> list[Rows]:
    """A form that a school typed over, in two tables and with labels of its own."""
    head = [("Bestuur:", form.board), ("Naam school:", form.school)]
    if form.has_code:
        head += [("BRIN", form.code)]
    if form.place:
        head += [("Plaats:", form.place)]
    scan = f"Conclusies: {form.conclusions}\nDoelstellingen: {form.goals}\nAanpak: {form.approach}"
    picks = [
        (f"KEUZE {number} (menukaart)", f"{pick.name} – {pick.note}") for number, pick in enumerate(form.picks, start=1)
    ]
    wishes = [("Wensen gekoppeld aan keuzes", "\n".join(form.linked)), ("Andere terreinen", "\n".join(form.other))]
    return [[*head, ("Schoolscan:", scan)], [*picks, *wishes, ("Opmerkingen:", form.remarks)]]


def _word_table(rows: Rows) -> str:
    borders = "".join(BORDER.format(side) for side in ("top", "left", "bottom", "right", "insideH", "insideV"))
    width = 9600 // max(len(row) for row in rows)
    grid = f'<w:gridCol w:w="{width}"/>' * max(len(row) for row in rows)
    body = "".join(f"<w:tr>{''.join(_word_cell(text, width) for text in row)}</w:tr>" for row in rows)
    return (
        f"<w:tbl><w:tblPr><w:tblBorders>{borders}</w:tblBorders></w:tblPr><w:tblGrid>{grid}</w:tblGrid>{body}</w:tbl>"
    )


def _word_cell(text: str, width: int) -> str:
    lines = "".join(_paragraph(line) for line in text.split("\n"))
    return f'<w:tc><w:tcPr><w:tcW w:w="{width}" w:type="dxa"/></w:tcPr>{lines}</w:tc>'


def _paragraph(text: str, is_bold: bool = False) -> str:
    bold = "<w:rPr><w:b/></w:rPr>" if is_bold else ""
    return f'<w:p><w:r>{bold}<w:t xml:space="preserve">{escape(text)}</w:t></w:r></w:p>' if text else "<w:p/>"


def _school_cells(form: Form) -> dict[str, str]:
    cells = {"Bestuur": form.board, "School": form.school, "BRIN": form.code[:4], "Vestiging": form.code[4:]}
    return cells | {"Sector": form.sector, "Schooljaar": YEAR, "Delen met": form.sharing}


def _answers(form: Form) -> dict[str, str]:
    texts = {"Conclusies": form.conclusions, "Doelstellingen": form.goals, "Aanpak": form.approach}
    wishes = {"Wensen gekoppeld": "\n".join(form.linked), "Wensen overig": "\n".join(form.other)}
    numbers = [number for domain in DOMAINS for number in form.counts[domain].split("/")]
    return texts | wishes | {"Opmerkingen": form.remarks} | dict(zip(COUNT_HEADERS, numbers, strict=True))


def _workbook(forms: Iterable[Form]) -> bytes:
    """One school a row, under a title; numbers as numbers."""
    rows = []
    for form in forms:
        picks: dict[str, str] = {}
        for number, pick in enumerate(form.picks, start=1):
            cells = (pick.name, pick.note, pick.domain, pick.reached, pick.euros)
            headers = ("Keuze", "Toelichting", "Domein", "Bereik", "Bedrag")
            picks |= {f"{header} {number}": cell for header, cell in zip(headers, cells, strict=True)}
        rows.append(_school_cells(form) | picks | _answers(form))
    book = openpyxl.Workbook()
    book.properties.creator = "Lindewaard"
    book.properties.created = datetime(*MOMENT)  # noqa: DTZ001 - openpyxl writes it without a time zone
    sheet = book.worksheets[0]
    sheet.title = "Scans"
    sheet.append(["Schoolscans van onze scholen, schooljaar 2021-2022"])
    sheet.append(list(rows[0]))
    for row in rows:
        is_code = {"BRIN", "Vestiging"}
        sheet.append([int(text) if text.isdigit() and name not in is_code else text for name, text in row.items()])
    content = io.BytesIO()
    book.save(content)
    with zipfile.ZipFile(content) as made:
        parts = {name: made.read(name) for name in made.namelist()}
    # What openpyxl writes of the moment of saving is made the moment of all.
    moment = datetime(*MOMENT).isoformat().encode() + b"Z"  # noqa: DTZ001
    core = parts["docProps/core.xml"]
    parts["docProps/core.xml"] = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>" + moment, core)
    return _zip(parts)


def _long_csv(forms: Iterable[Form]) -> bytes:
    """One choice a row; what is of the school stands on its first row."""
    rows: list[dict[str, str]] = []
    for form in forms:
        for number, pick in enumerate(form.picks):
            cells = {"Keuze": pick.name, "Toelichting": pick.note, "Domein": pick.domain}
            cells |= {"Bereik": pick.reached, "Bedrag": pick.euros}
            rows.append(cells if number else _school_cells(form) | cells | _answers(form))
    text = io.StringIO()
    file = csv.DictWriter(text, list(rows[0]), restval="", delimiter=";", lineterminator="\r\n")
    file.writeheader()
    file.writerows(rows)
    return text.getvalue().encode("cp1252")


def _zip(parts: Mapping[str, bytes]) -> bytes:
    """A package with one moment for all; not compressed, because compression differs between machines."""
    content = io.BytesIO()
    with zipfile.ZipFile(content, "w", zipfile.ZIP_STORED) as package:
        for name, part in parts.items():
            info = zipfile.ZipInfo(name, MOMENT)
            info.create_system = 3  # else it depends on the machine
            package.writestr(info, part)
    return content.getvalue()
