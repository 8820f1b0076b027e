"""How Startfoto computes, in plain words; every threshold in it is the one that the code holds to."""

from analysis import comparable, gaps, needs, positions, scores, shared_scans
from loaders.cbs import SMALLEST_DENOMINATOR
from model import dutch
from model.catalogue import MOST_WEIGHT
from model.status import LONG_TEXT, SHORT_TEXT, Status
from settings import Settings


def sections(settings: Settings) -> list[tuple[str, str]]:
    """Titles and texts (Markdown) in the order in which a reader needs them."""
    return [
        ("Welk cijfer u ziet", _FIGURE),
        ("Als er geen cijfer staat", _statuses()),
        ("Drie lagen die we niet mengen", _LAYERS),
        ("Positie", _position()),
        ("Achtergrondscore: kans op achterstand", _score()),
        ("Hoe zeker is het?", _sureness()),
        ("Verandering", _CHANGE),
        ("Vergelijkbare gebieden", _comparable()),
        ("Wat scholen zeggen", _schools()),
        ("Leemtes", _gaps()),
        ("Wat we niet tonen", _hidden(settings)),
        ("Foto's", _PHOTOS),
        ("Wat u hier niet leest", _NOT_SAID),
    ]


def _whole(number: float) -> str:
    return dutch.number(number)


def _statuses() -> str:
    missing = [status for status in Status if status is not Status.KNOWN]
    lines = [f"- **{SHORT_TEXT[status].capitalize()}.** {LONG_TEXT[status]}" for status in missing]
    return "Een lege plek heeft altijd een reden, en die reden staat erbij:\n\n" + "\n".join(lines)


def _position() -> str:
    return f"""
Een positie zegt hoe hoog een gebied staat tussen gebieden van dezelfde soort: 0 is het laagst, 100 het hoogst. We
noemen eerst de vergelijkbare gebieden, dan de eigen gemeente en dan het land. Gelijke cijfers delen hun plaats.
- Gebieden met minder dan {_whole(needs.FEWEST_CHILDREN)} kinderen van 0 tot 15 krijgen geen positie.
- Met minder dan {_whole(positions.FEWEST_OTHERS)} andere gebieden zegt een positie niets; dan noemen we er geen.
- In de achtergrondscore staat 100 voor het ongunstigst. Waar lager ongunstiger is, zoals bij inkomen, keren we de
  volgorde om."""


def _score() -> str:
    return f"""
De score zegt in wat voor omgeving kinderen opgroeien. Het is **geen** maat voor wat kinderen nodig hebben en
**geen** maat voor vertraging door corona.
1. We nemen de cijfers over de omgeving waarvan vaststaat welke kant ongunstig is. Feiten zonder richting, zoals
   herkomst, eenoudergezinnen, woningwaarde en gebruik van jeugdzorg, tellen nooit mee.
2. Van elk cijfer bepalen we de positie van het gebied, van 0 tot 100.
3. De score is het gewogen gemiddelde van die posities. De gewichten (0 tot {_whole(MOST_WEIGHT)}) staan bij
   'Gewichten'; u kunt ze daar veranderen.
4. Er is alleen een score als minstens {_whole(100 * needs.LEAST_WEIGHT_KNOWN)}% van het gewicht bekend is en er
   minstens {_whole(needs.FEWEST_CHILDREN)} kinderen van 0 tot 15 wonen.

Modelschattingen wegen standaard 0: ze zijn berekend uit registers, zoals het inkomen, die al meetellen. Een score
vergelijkt gebieden binnen één gemeente en één jaar. Scores van twee gemeenten of twee jaren kunt u niet
vergelijken."""


def _sureness() -> str:
    clearly = _whole(100 * scores.CLEARLY)
    return f"""
Twee vragen, twee antwoorden:
- **Bij andere gewichten.** We trekken {_whole(needs.DRAWS)} keer andere gewichten rond de gekozen gewichten
  ({_whole(needs.DRAWS_OF_COUNTRY)} keer bij meer dan {_whole(needs.MOST_NAMED)} gebieden) en kijken of dezelfde
  gebieden bovenaan blijven.
- **Door toeval.** We trekken even vaak andere cijfers binnen hun marge: de gepubliceerde marge, of een marge die
  volgt uit het aantal waarnemingen (Wilson) of uit een afgeronde telling (Poisson). Geeft de bron geen houvast, dan
  zeggen we dat.

We noemen een gebied pas hoger dan een ander als het in minstens {clearly}% van dezelfde trekkingen hoger staat.
Bovenaan noemen we een groep, op alfabet, want de volgorde binnen die groep is niet zeker."""


def _comparable() -> str:
    return f"""
Het landelijk gemiddelde is vaak geen eerlijke maat. Vergelijkbaar zijn gebieden van dezelfde soort met dezelfde
mate van stedelijkheid (vijf klassen van het CBS), waar het aandeel inwoners jonger dan 25 jaar hoogstens
{_whole(comparable.WIDEST_PP)} procentpunt verschilt. Bij gemeenten nemen we de gemeenten die er het meest op
lijken, bij wijken en buurten alle geladen gebieden. Welke dat zijn, staat erbij."""


def _schools() -> str:
    return f"""
Wat scholen in hun schoolscan zeggen, staat naast de andere cijfers en telt in geen enkele score mee. Elke school
bepaalt zelf wanneer een leerling vertraging heeft. Daarom tellen we **scholen** en nooit hun leerlingen bij elkaar
op. Cijfers naar school en cijfers naar woonadres delen we nooit op elkaar. Voor de LEA tellen alleen scans mee die
het bestuur wil delen, en tonen we niets van minder dan {_whole(shared_scans.FEWEST_SCHOOLS)} scholen."""


def _gaps() -> str:
    limits = gaps.THRESHOLDS
    return f"""
Per wijk en domein leggen we naast elkaar wat er nodig lijkt, wat scholen kiezen en wat de gemeente toevoegt. Vo, (v)so
en thuiszitters krijgen één rij voor de hele gemeente.
- De behoefte heet hoog als de positie van kinderen op het domein {_whole(limits.high_position)} of hoger is (tussen
  minstens {_whole(limits.fewest_areas)} gebieden), of, zonder zo'n cijfer, als minstens
  {_whole(limits.share_reporting)}% van ten minste {_whole(limits.fewest_scans)} scholen met een schoolscan een
  vertraging meldt. De omgeving alleen maakt de behoefte nooit hoog.
- **Leemte**: de behoefte is hoog en er is geen keuze of maatregel. We zeggen dat pas als scholen met samen minstens
  {_whole(limits.covered)}% van de leerlingen hun schoolscan deelden, of alle scholen; anders heet het een
  **mogelijke leemte**, met hoeveel scholen bekend zijn.
- **Alleen school** en **alleen gemeente**: de behoefte is hoog en een van de twee doet iets. **Gedekt**: beide. Of het
  genoeg is, zegt dat niet.
- **Samen bekijken** gaat voor alles: dezelfde keuze voor dezelfde doelgroep en periode op dezelfde scholen, of
  hetzelfde doel uit twee potten van de gemeente.
- **Inzet, behoefte niet in de cijfers te zien**: er gebeurt iets, en de cijfers laten geen hoge behoefte zien of zeggen
  te weinig. Scholen kunnen meer weten dan deze cijfers.
- **Geen hoge behoefte te zien**: de cijfers wijzen er niet op, en er is geen keuze of maatregel. **Onbekend**: er is te
  weinig bekend om iets te zeggen.
- Keuzes zonder domein tellen we apart; we verdelen ze nooit over domeinen."""


def _hidden(settings: Settings) -> str:
    return f"""
- Van wat u zelf inleest, bewaren we geen aantallen kinderen onder de {_whole(settings.smallest_count)} en geen
  aandelen over minder dan {_whole(settings.smallest_respondents)} waarnemingen. Een getal waarmee u zo'n aantal
  kunt uitrekenen, blijft ook weg.
- Cijfers van CBS en RIVM zijn al door hen beschermd; die tonen we zoals zij ze geven.
- Aandelen die Startfoto zelf deelt, geven we niet bij een noemer onder de {_whole(SMALLEST_DENOMINATOR)}.
- Bestanden met namen, nummers of geboortedata van kinderen bewaren we niet."""


_FIGURE = """
Een cijfer is wat de bron publiceerde, in de eenheid van de bron en afgerond voor het lezen. De nieuwste lading die
niet is teruggedraaid, telt. Ontbreekt een jaar, dan ziet u het laatste jaar ervoor, met dat jaar erbij. Sommige
aandelen publiceert de bron niet. Die delen we zelf uit gepubliceerde aantallen, en dat staat er dan bij. Namen van
gebieden zijn die van het laatste jaar. Bij 'Herkomst' volgt u elk cijfer terug tot de cel in de tabel."""

_LAYERS = """
- **Achtergrond:** de omgeving waarin kinderen opgroeien, zoals inkomen en onderwijsniveau.
- **Kinderen gemeten:** wat bij kinderen zelf is gemeten of geteld, zoals toetsen, verzuim en de jeugdmonitor van de
  GGD.
- **School zegt:** wat scholen in hun schoolscan schrijven.

Alleen de laatste twee gaan over de domeinen cognitief, executief, sociaal en emotioneel. Elke laag heeft een eigen
kleur en naam. Samen heten ze het *beeld*."""

_CHANGE = """
We noemen een stijging of daling alleen als die groter is dan de onzekerheid van beide cijfers. Anders schrijven we
'geen duidelijk verschil', en waar we de onzekerheid niet kennen 'niet te zeggen'. Van modelschattingen noemen we
geen verandering. Een lijn in een grafiek stopt waar de meting veranderde of waar de grens van het gebied is
gewijzigd; de reden staat erbij."""

_PHOTOS = """
Een foto legt vast welke gegevens op een dag meetelden, onder een naam en een datum. Een foto verandert niet meer,
ook niet als er later nieuwe cijfers komen. Bij het vergelijken van twee foto's staat erbij of een verschil komt
door nieuwe cijfers, een andere definitie of een andere grens."""

_NOT_SAID = """
- Hoe groot de vertraging door corona is: scholen meten die elk anders.
- Wat de oorzaak van een verschil is, of wat een maatregel heeft opgeleverd.
- Iets over één kind, of over de kinderen binnen een gebied afzonderlijk.
- Waar het geld heen moet."""
