"""Which school a form means: certain, doubtful with candidates, or unknown."""

import itertools
import re
from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from intake.matching import CERTAIN, FLOOR, MOST, Match, fold, ranked_by_score

MARGIN = 8
"""How far the second must stay behind the best."""

_KINDS = {
    "openbaar": "obs openbare openbaar",
    "christelijk": "cbs christelijke christelijk chr pcbs pcbo pc protestants cns",
    "katholiek": "rk rkbs kbs katholieke katholiek rooms",
    "gereformeerd": "gereformeerde gereformeerd gbs",
    "islamitisch": "islamitische islamitisch ibs",
    "dalton": "dalton daltonschool",
    "montessori": "montessori montessorischool",
    "jenaplan": "jenaplan jenaplanschool",
    "vrije": "vrije vrijeschool",
    "sbo": "sbo",
    "so": "so vso speciaal",
    "pro": "praktijkschool praktijkonderwijs",
    "vmbo": "vakcollege vmbo",
    "college": "college",
    "lyceum": "lyceum",
    "gymnasium": "gymnasium",
}
_KIND = {word: kind for kind, words in _KINDS.items() for word in words.split()}
_GROUPS = (
    {"openbaar", "christelijk", "katholiek", "gereformeerd", "islamitisch"},
    {"dalton", "montessori", "jenaplan", "vrije"},
    {"sbo", "so", "pro", "vmbo", "college", "lyceum", "gymnasium", "basis"},
)
"""Of each of these a school is one thing, so a name that says another is another school."""
_BASIC, _ALSO_PLAIN, _ARTICLES, _LOCATION = (
    frozenset(words.split())
    for words in (
        "basisschool basischool basissch bassch basisonderwijs bs obs cbs rkbs kbs pcbs pcbo gbs ibs",
        "school scholen ikc kc kindcentrum integraal brede sg scholengemeenschap",
        "de het een t den der van op aan in bij en voor",
        "locatie loc lokatie vestiging nevenvestiging dependance hoofdlocatie hoofdvestiging",
    )
)
_SAYS_LITTLE = _BASIC | _ALSO_PLAIN | _ARTICLES | _LOCATION | set(_KIND)
_LONGEST_NAME = 200
_PLACES = {"den haag": "s gravenhage", "den bosch": "s hertogenbosch"}


@dataclass(frozen=True)
class SchoolEntry:
    """A site in the register of schools."""

    vestiging: str
    name: str
    place: str
    sector: str = ""
    board: str = ""


def school_key(name: str, place: str, site: str = "") -> str:
    """The stable form under which the officer's answer for a school is remembered; empty when nothing is written.

    With a site it is another question than without: an answer to the one never overrules the other.
    """
    parts = (fold(name), fold(place), fold(site).replace(" ", ""))
    return "|".join(parts) if any(parts) else ""


@dataclass(frozen=True)
class _Name:
    """A name of a school, taken apart."""

    core: str
    """What is its own in it, the location included."""
    base: str
    """The core without the location."""
    initials: str
    words: str
    """Everything in it but articles."""
    kinds: frozenset[str]
    numbers: frozenset[str]


@lru_cache(maxsize=65536)
def _forms(name: str, place: str) -> tuple[_Name, ...]:
    """A name as it is, and without the (folded) place in it unless nothing would be left."""
    drop = set(place.split())
    without = " ".join(word for word in fold(name).split() if word not in drop)
    forms = {_taken_apart(one, drop) for one in (name, without) if fold(one)}
    return tuple(sorted(forms, key=lambda form: (form.core, form.words)))


def _taken_apart(name: str, place: Collection[str]) -> _Name:
    """The words of `place` do not tell schools apart, so a core of these alone is widened to all words."""
    spelled = re.sub(r"\b(?:[a-z]\s)+[a-z]\b", lambda found: found[0].replace(" ", ""), fold(name))
    spelled = re.sub(r"\bspeciaal basisonderwijs\b", "sbo", spelled)
    words = ["sint" if word in ("st", "ste") else word for word in spelled.split()]
    kinds = {_KIND[word] for word in words if word in _KIND} | ({"basis"} if _BASIC & set(words) else set())
    if "college" in kinds and kinds & {"lyceum", "montessori"}:
        kinds -= {"college"}
    at = next((number for number, word in enumerate(words) if word in _LOCATION and number), len(words))

    def own(part: Iterable[str]) -> list[str]:
        return [re.sub(r"(?<=\w{4})school$", "", word) for word in part if word not in _SAYS_LITTLE]

    def core(part: Sequence[str]) -> str:
        found = own(part)
        if set(found) <= set(place):
            found = [word for word in part if word not in _ARTICLES | _LOCATION] or list(part)
        return " ".join(found)

    rest = own(words[at:])
    base = core(words[:at])
    whole = " ".join([base, *rest]) if rest else base
    initials = "".join(word[0] for word in own(words[:at])) if len(own(words[:at])) > 1 else ""
    numbers = frozenset(word for word in words if any(sign.isdigit() for sign in word))
    told = [word for word in words if word not in _ARTICLES | _LOCATION]
    return _Name(whole, base, initials, " ".join(told), frozenset(kinds), numbers)


def _place(text: str) -> str:
    folded = fold(text)
    return _PLACES.get(folded, folded)


def _is_other(one: _Name, two: _Name) -> bool:
    """Whether two names say different kinds of school, or have different numbers in them."""
    kinds = any(one.kinds & group and two.kinds & group and not one.kinds & two.kinds & group for group in _GROUPS)
    return kinds or one.numbers != two.numbers


def _likeness(written: str, known: str) -> float:
    """Alike as a whole; a name that has the other one in it stays under what can be certain."""
    if not written or not known:
        return 0
    if min(len(written), len(known)) >= 8 and OSA.distance(written, known, score_cutoff=1) <= 1:
        return max(fuzz.ratio(written, known), CERTAIN)
    return max(fuzz.ratio(written, known), 0.85 * fuzz.token_set_ratio(written, known))


def _name_score(written: Collection[_Name], known: Collection[_Name]) -> float:
    """How alike two names are by what is their own, 0 to 100."""
    best = 0.0
    for one, other in itertools.product(written, known):
        if one.words and one.words == other.words:
            return 100
        best = max(best, _likeness(one.core, other.core), _likeness(one.core, other.base))
        if other.initials and other.initials in one.core.split():
            best = max(best, 85)
    return best


def _near(written: Collection[_Name], names: Mapping[str, Sequence[int]]) -> set[int]:
    """The places in the register whose name may come above the floor: a quick look at all of them at once."""
    found: set[int] = set()
    for name in written:
        found.update(names.get(name.words, ()))
        for scorer, floor in ((fuzz.ratio, FLOOR), (fuzz.token_set_ratio, FLOOR / 0.85)):
            hits = process.extract(
                name.core, list(names), scorer=scorer, score_cutoff=floor, limit=None, processor=None
            )
            found.update(place for text, *_ in hits for place in names[text])
    return found


def _by_name(name: str, place: str, board: str, register: Sequence[SchoolEntry]) -> Match:
    places = {_place(entry.place) for entry in register}
    here = _place(place)
    words = set(fold(name).split())
    if not here:
        said = {one for one in places if one and set(one.split()) <= words}
        here = said.pop() if len(said) == 1 else ""
    written = _forms(name, here)
    names: dict[str, list[int]] = {}
    for number, entry in enumerate(register):
        for form in _forms(entry.name, _place(entry.place)):
            for text in {form.core, form.base, form.initials, form.words} - {""}:
                names.setdefault(text, []).append(number)
    scores: dict[str, float] = {}
    for number in _near(written, names):
        entry = register[number]
        known = _forms(entry.name, _place(entry.place))
        score = _name_score(written, known)
        if here and entry.place and not set(here.split()) & set(_place(entry.place).split()):
            score -= 15
        if all(_is_other(one, other) for one, other in itertools.product(written, known)):
            score -= 12
        scores[entry.vestiging] = max(score, scores.get(entry.vestiging, 0))
    ranked = ranked_by_score(scores)
    if not ranked:
        return Match(reason="Geen school in het register lijkt op deze naam.")
    score = ranked[0][1]
    rivals = [code for code, other in ranked if score - other < MARGIN]
    if len(rivals) > 1 and score >= CERTAIN:
        rivals = _told_apart(rivals, name, _place(place), board, register)
    if score >= CERTAIN and len(rivals) == 1:
        return Match(rivals[0], ranked[:MOST], "Herkend aan naam en plaats." if here else "Herkend aan de naam.")
    if len({code[:4] for code in rivals}) == 1 < len(rivals):
        return Match("", ranked[:MOST], "Deze school heeft meer dan één vestiging; het formulier zegt niet welke.")
    if len(rivals) > 1:
        return Match("", ranked[:MOST], "Meer dan één school lijkt op deze naam.")
    return Match("", ranked[:MOST], "De naam of de plaats lijkt op die van een school, maar is niet dezelfde.")


def _told_apart(rivals: list[str], name: str, place: str, board: str, register: Sequence[SchoolEntry]) -> list[str]:
    """The one of equally good schools with exactly this name, or else this board; all of them when that tells nothing.

    Sites of one school are not told apart by it: a form often has the school's name only.
    """
    schools = Counter(code[:4] for code in rivals)
    entries = [entry for entry in register if entry.vestiging in rivals]
    exact = {row.vestiging for row in entries if fold(row.name) == fold(name) and place in ("", _place(row.place))}
    boards = {row.vestiging for row in entries if fold(board) and fold(row.board) == fold(board)}
    for found in (exact, boards):
        if len(found) == 1 and all(schools[code[:4]] == 1 for code in found):
            return list(found)
    return rivals


def _by_site(site: str, name: str, by_name: Match, register: Sequence[SchoolEntry]) -> Match | None:
    """What the BRIN says, held against the name; None when no BRIN is written."""
    found = re.fullmatch(r"([0-9]{2}[A-Z]{2})([0-9]{0,2})", re.sub(r"[\W_]", "", site.upper()))
    if not found:
        return None
    school, number = found[1], found[2]
    sites = {entry.vestiging: entry for entry in register if entry.vestiging[:4] == school}
    wanted = school + number.zfill(2) if number else next(iter(sites), "")
    if wanted in sites and (number or len(sites) == 1):
        entry = sites[wanted]
        here = _place(entry.place)
        alike = _name_score(_forms(name, here), _forms(entry.name, here))
        is_alike = not fold(name) or alike >= FLOOR
        if is_alike and by_name.certain in ("", wanted):
            return Match(wanted, ((wanted, 100),), "Herkend aan BRIN en vestiging." if number else "Herkend aan BRIN.")
        others = tuple(pair for pair in by_name.candidates if pair[0] != wanted)
        reason = (
            "BRIN en naam wijzen naar verschillende vestigingen." if is_alike else "BRIN hoort bij een andere school."
        )
        return Match("", ((wanted, round(alike)), *others)[:MOST], reason)
    if sites:
        if not number and by_name.certain in sites:
            return by_name
        ranked = sorted(sites, key=lambda code: (code != by_name.certain, code))
        reason = (
            f"Vestiging {wanted} staat niet in het register; de school wel."
            if number
            else "Deze school heeft meer dan één vestiging; het formulier zegt niet welke."
        )
        likeness = dict(by_name.candidates)
        return Match("", tuple((code, likeness.get(code, 0)) for code in ranked[:MOST]), reason)
    return Match("", by_name.candidates, f"BRIN {school} staat niet in het register van scholen.")


def match_school(
    written_name: str,
    place: str,
    site: str,
    board: str,
    register: Sequence[SchoolEntry],
    remembered: Mapping[str, str] | None = None,
) -> Match:
    """The site that a form means: by what was answered before, by BRIN and vestiging, else by name and place.

    `remembered` gives the vestiging for a `school_key` of name, place and site. `site` may be a BRIN of four or six
    characters; what has not that form is passed over. The order of the register does not matter.
    """
    key = school_key(written_name, place, site)
    answer = (remembered or {}).get(key, "") if key else ""
    if answer and any(entry.vestiging == answer for entry in register):
        return Match(answer, ((answer, 100),), "Zo is deze naam eerder beantwoord.")
    name = written_name[:_LONGEST_NAME]
    by_name = _by_name(name, place[:_LONGEST_NAME], board, register)
    return _by_site(site, name, by_name, register) or by_name
