"""The words by which a scan is told apart: what headers, labels and prompts ask, and what is no answer to them."""

import re
import unicodedata
from dataclasses import dataclass
from functools import lru_cache

from model.catalogue import Domain

_ALIASES = {
    "board": "bestuur|schoolbestuur|naam bestuur|naam schoolbestuur|bevoegd gezag|houder|naam houder",
    "school": "school|naam school|naam van de school|schoolnaam",
    "location": "locatie|naam locatie|naam van de locatie|opvanglocatie|kinderopvanglocatie",
    "place": "plaats|plaatsnaam|vestigingsplaats|woonplaats",
    "site": "brin|brinnummer|brin nummer|brincode|brin code|brin en vestiging|brin vestiging|brin en vestigingsnummer|"
    "brin met vestiging|brin of lrk nummer|vestigingscode",
    "lrk": "lrk|lrk nummer|lrknummer|registratienummer lrk",
    "branch": "vestiging|vestigingsnummer|vestigingsnr|nummer vestiging",
    "sector": "sector|onderwijssoort|soort onderwijs",
    "school_year": "schooljaar",
    "sharing": "delen met|scan delen met|mag gedeeld worden met|gedeeld met",
    "scan": "schoolscan|scan|samenvatting schoolscan|schoolscan samenvatting|conclusies doelstellingen en aanpak",
    "conclusions": "conclusies|conclusie|belangrijkste conclusies|belangrijkste conclusies uit de schoolscan|"
    "conclusies uit de schoolscan|conclusies schoolscan|schoolscan conclusies|"
    "korte samenvatting van de belangrijkste conclusies uit de schoolscan|korte samenvatting|belangrijkste conclusies "
    "uit de scan|conclusies uit de scan",
    "goals": "doelstellingen|doelstelling|doelen|de doelstellingen|de doelstellingen die hieruit voortvloeien|"
    "doelstellingen die hieruit voortvloeien|schoolscan doelstellingen|doelstellingen schoolscan",
    "approach": "aanpak|de aanpak|gekozen aanpak|de gekozen aanpak|schoolscan aanpak|aanpak schoolscan|"
    "schoolscan gekozen aanpak",
    "choice": "keuze|keuze menukaart|menukaart keuze|menukaart|keuze uit de menukaart|keuze uit menukaart|interventie|"
    "naam keuze|keuze naam",
    "note": "toelichting|toelichting keuze|toelichting bij keuze|toelichting op keuze|keuze toelichting|"
    "korte toelichting|korte toelichting keuze|toelichting op de uitvoering|korte toelichting op de uitvoering",
    "domain": "domein|domein keuze|keuze domein",
    "reached": "bereik|bereik keuze|keuze bereik|leerlingen bereikt|aantal leerlingen bereikt|bereikte leerlingen|"
    "aantal bereikte leerlingen|kinderen bereikt|aantal leerlingen",
    "amount": "bedrag|bedrag keuze|keuze bedrag|bedrag in euro|kosten|budget",
    "choice_year": "schooljaar keuze|keuze schooljaar|schooljaar van de keuze",
    "wishes": "wensen t a v gemeente|wensen t a v de gemeente|wensen ten aanzien van de gemeente|wensen|"
    "wensen gemeente|wensen aan de gemeente",
    "linked": "wensen gekoppeld|wensen gekoppeld aan keuzes|gekoppeld aan keuzes|gekoppeld|inzet gekoppeld aan keuzes|"
    "wensen t a v gemeente gekoppeld|wensen t a v gemeente gekoppeld aan keuzes|gekoppeld aan uw keuzes|"
    "inzet van de gemeente direct gekoppeld aan uw keuzes en interventies|direct gekoppeld|"
    "direct gekoppeld aan uw keuzes en interventies",
    "other": "wensen overig|overige wensen|wensen andere terreinen|andere terreinen|op andere terreinen|"
    "wensen op andere terreinen|wensen t a v gemeente andere terreinen|inzet van de gemeente op andere terreinen|"
    "wensen t a v gemeente op andere terreinen|inzet op andere terreinen",
    "remarks": "opmerkingen|opmerking|overige opmerkingen|algemene opmerkingen",
    "assessed": "beoordeeld|aantal beoordeeld|leerlingen beoordeeld|aantal leerlingen beoordeeld|kinderen beoordeeld|"
    "aantal kinderen beoordeeld",
    "delayed": "met vertraging|vertraging|aantal met vertraging|leerlingen met vertraging|"
    "aantal leerlingen met vertraging|kinderen met vertraging|aantal kinderen met vertraging|met achterstand|"
    "kinderen met achterstand",
}
"""What schools call the parts of a scan, without case, signs and accents."""

KEY_OF = {alias: key for key, aliases in _ALIASES.items() for alias in aliases.split("|")}
"""The part of a scan that a header or label stands for."""
OF_CHOICE = frozenset({"choice", "note", "domain", "reached", "amount", "choice_year"})
"""What is asked of each choice."""
TEXTS = frozenset({"scan", "conclusions", "goals", "approach", "note", "wishes", "linked", "other", "remarks"})
"""Longer texts: what stands in two places is put together."""
SCAN_PARTS, WISH_PARTS, CHOICE_PARTS = ("conclusions", "goals", "approach"), ("linked", "other"), ("choice", "note")
"""The parts of the scan itself, of the wishes and of a choice, that may stand in one cell."""
PARTS = {"scan": SCAN_PARTS, "wishes": WISH_PARTS, "choice": CHOICE_PARTS}
"""Rows of the form that hold several answers, and which."""
CODES = ("site", "lrk", "branch")
"""What says which school or location it is."""
_CHOICE_PROMPTS = {"naam": "choice", "naam keuze": "choice"}
_INSTRUCTIONS = {"naam korte toelichting op de uitvoering", "bij meer keuzes uit het menu graag rijen toevoegen"}
"""What the empty form says beside the names of its parts."""
_PROMPTS = _INSTRUCTIONS | KEY_OF.keys() | _CHOICE_PROMPTS.keys()
NO_ANSWER = {"", "geen", "nvt", "n v t", "niet van toepassing", "geen wensen", "geen opmerkingen"}
"""What is written where there is nothing to say."""
DOMAIN_OF = {
    Domain.COGNITIVE: "cognitief|cognitieve",
    Domain.EXECUTIVE: "executief|executieve|executieve functies",
    Domain.SOCIAL: "sociaal|sociale",
    Domain.EMOTIONAL: "emotioneel|emotionele",
}
"""How a domain is written, the ways divided by `|`."""
DOMAIN_WORDS = {alias: domain for domain, words in DOMAIN_OF.items() for alias in words.split("|")}
"""The domain that a word stands for."""
_LONGEST_LABEL = 100
_LONG_PROMPT = 4
"""From how many words a prompt is known although the answer follows it without a colon."""


@dataclass(frozen=True)
class Field:
    """A part of a scan; `number` is the place of the choice it belongs to, 0 when none is said."""

    key: str
    number: int = 0
    domain: Domain | None = None


def normalise(text: str) -> str:
    """A text as it is compared: lower case, without accents, and one blank between words."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", text.lower()) if not unicodedata.combining(sign))
    return " ".join(re.findall(r"[^\W_]+", plain))


@lru_cache(maxsize=4096)
def field_of(label: str) -> Field | None:
    """The part of a scan that a header or label stands for; what it says in brackets or behind a colon is left out."""
    first = label.partition("\n")[0]
    if len(first) > _LONGEST_LABEL:
        return None
    for variant in (label[: 2 * _LONGEST_LABEL], first, re.sub(r"\([^)]*\)", " ", first), first.partition(":")[0]):
        words = normalise(variant).split()
        if (key := KEY_OF.get(" ".join(words))) is not None:
            return Field(key)
        numbers = [word for word in words if re.fullmatch(r"[0-9]{1,2}", word)]
        key = KEY_OF.get(" ".join(word for word in words if word not in numbers))
        if len(numbers) == 1 and (key in OF_CHOICE or key == "school_year"):
            return Field("choice_year" if key == "school_year" else key, int(numbers[0]))
        domains = {DOMAIN_WORDS[word] for word in words if word in DOMAIN_WORDS}
        key = KEY_OF.get(" ".join(word for word in words if word not in DOMAIN_WORDS))
        if len(domains) == 1 and key in ("assessed", "delayed"):
            return Field(key, domain=domains.pop())
    return None


def is_answer(text: str) -> bool:
    """Whether a text says something that the empty form does not say."""
    return any(normalise(line) not in NO_ANSWER and normalise(line) not in _PROMPTS for line in text.split("\n"))


@lru_cache(maxsize=64)
def markers(parts: tuple[str, ...]) -> tuple[tuple[re.Pattern[str], str], ...]:
    """How a line begins that heads one of the parts: its name with a colon or alone, or a whole prompt of the form."""
    names = {alias: key for alias, key in KEY_OF.items() if key in parts}
    if "choice" in parts:
        names |= _CHOICE_PROMPTS
    found = []
    for name in sorted(names, key=len, reverse=True):
        words = name.split()
        end = r"\W*" if len(words) >= _LONG_PROMPT else r"\s*(?:[:?]\s*|\W*$)"
        pattern = r"\W*" + r"\W+".join(words) + r"\b" + end
        found.append((re.compile(pattern, re.IGNORECASE), names[name]))
    return tuple(found)


def sections_of(text: str, default: str, parts: tuple[str, ...]) -> list[tuple[str, str]]:
    """The answers in one cell, each with its part: lines under the name or the prompt of a part belong to it."""
    found: dict[str, list[str]] = {}
    part = default
    for line in (" ".join(line.split()) for line in text.split("\n")):
        for pattern, key in markers(parts):
            if match := pattern.match(line):
                part, line = key, line[match.end() :]
                break
        if is_answer(line):
            found.setdefault(part, []).append(line.strip())
    return [(key, "\n".join(lines)) for key, lines in found.items()]
