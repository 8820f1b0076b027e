"""Which school and which intervention a form means: certain, doubtful with candidates, or unknown."""

import itertools
import re
import unicodedata
from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

from rapidfuzz import fuzz, process
from rapidfuzz.distance import OSA

from model.menukaart import AREAS, Intervention

CERTAIN = 92
"""From this score (of 100) a match may be certain, when no other comes near."""
MARGIN = 8
"""How far the second must stay behind the best."""
FLOOR = 60
"""Below this score something is not even a candidate."""
MOST = 3
"""How many candidates the officer is shown."""


@dataclass(frozen=True)
class SchoolEntry:
    """A site in the register of schools."""

    vestiging: str
    name: str
    place: str
    sector: str = ""
    board: str = ""


@dataclass(frozen=True)
class Match:
    """What was recognised: the vestiging of a school, or the code of an intervention."""

    certain: str = ""
    """Empty when it is doubtful or unknown."""
    candidates: tuple[tuple[str, int], ...] = ()
    """At most three, with a score of 0 to 100, best first; empty when it is unknown."""
    reason: str = ""
    """Why, in Dutch."""


def _fold(text: str) -> str:
    """Small letters and digits with single spaces between the words: no accents, no punctuation."""
    plain = "".join(sign for sign in unicodedata.normalize("NFKD", text) if not unicodedata.combining(sign))
    return " ".join(re.findall(r"[^\W_]+", plain.casefold()))


def school_key(name: str, place: str, site: str = "") -> str:
    """The stable form under which the officer's answer for a school is remembered; empty when nothing is written.

    With a site it is another question than without: an answer to the one never overrules the other.
    """
    parts = (_fold(name), _fold(place), _fold(site).replace(" ", ""))
    return "|".join(parts) if any(parts) else ""


def choice_key(text: str) -> str:
    """The stable form under which the officer's answer for a choice is remembered; empty when nothing is written."""
    return _fold(text)


# --- schools

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
    without = " ".join(word for word in _fold(name).split() if word not in drop)
    forms = {_taken_apart(one, drop) for one in (name, without) if _fold(one)}
    return tuple(sorted(forms, key=lambda form: (form.core, form.words)))


def _taken_apart(name: str, place: Collection[str]) -> _Name:
    """The words of `place` do not tell schools apart, so a core of these alone is widened to all words."""
    spelled = re.sub(r"\b(?:[a-z]\s)+[a-z]\b", lambda found: found[0].replace(" ", ""), _fold(name))
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
    folded = _fold(text)
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


def _ranked(scores: Mapping[str, float]) -> tuple[tuple[str, int], ...]:
    """Best first, equal ones by code, so that the order of a register does not matter."""
    rounded = [(code, round(score)) for code, score in scores.items() if score >= FLOOR]
    return tuple(sorted(rounded, key=lambda pair: (-pair[1], pair[0])))


def _by_name(name: str, place: str, board: str, register: Sequence[SchoolEntry]) -> Match:
    places = {_place(entry.place) for entry in register}
    here = _place(place)
    words = set(_fold(name).split())
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
    ranked = _ranked(scores)
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
    exact = {row.vestiging for row in entries if _fold(row.name) == _fold(name) and place in ("", _place(row.place))}
    boards = {row.vestiging for row in entries if _fold(board) and _fold(row.board) == _fold(board)}
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
        is_alike = not _fold(name) or alike >= FLOOR
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


# --- choices

_IDLE = frozenset(
    word
    for words in (
        "de het een in op van voor met bij aan te om en of door ook wij we onze ons die dat zodat is zijn worden wordt",
        "naar tot per ter als er dit deze t m o a d w z etc gericht",
    )
    for word in words.split()
)
_LETTERS = 4000
"""A choice is a name with perhaps a note; what comes after this much names nothing any more."""
_SLACK = 2
"""How many other words may stand between those of an alias of three words or more; none between two."""
_SUBJECT = 8
"""A single word names the choice when it stands among the first words; further on it may be an aside."""
_LONG = 9
"""A shorter single word (feedback, sport) is common Dutch too: it has to be one of the first two, or of a few words."""
_FEW = 4
_COMPOUND = 8
"""From this length a word is long enough to know it by its beginning, or when it is written as two."""


def _stem(word: str) -> str:
    """A word without the ending of a plural, double letters as one. `groepjes` stays another word than `groepen`."""
    if len(word) < 4:
        return word
    cut = re.sub(r"(?:en|es|s|e)$", "", word) if len(word) > 4 else word
    return re.sub(r"(.)\1", r"\1", cut)


_NOT = {_stem(word) for word in ("geen", "niet", "zonder", "plaats", "behalve")}


def _spelled(text: str) -> list[str]:
    """All words, idle ones too; one-to-one written in its many ways is one word."""
    marked = re.sub(r"\b1\s*:\s*1\b", "eenopeen", text)
    return re.sub(r"\b(?:een|1) ?(?:op|a|aan) ?(?:een|1)\b", "eenopeen", _fold(marked)).split()


def _stems(words: Sequence[str]) -> list[str]:
    return [word if word in _IDLE else _stem(word) for word in words]


@dataclass(frozen=True)
class _Phrases:
    """All names and aliases of a menukaart as stems, with the words that occur in them."""

    of_code: tuple[tuple[tuple[str, ...], str], ...]
    words: tuple[str, ...]
    weight: Mapping[str, float]
    """How telling a word is: one divided by the number of interventions that have it."""


@lru_cache(maxsize=8)
def _phrases(wordings: tuple[tuple[str, tuple[str, ...]], ...]) -> _Phrases:
    found = sorted(
        {
            (tuple(word for word in _stems(_spelled(text)) if word not in _IDLE), code)
            for code, texts in wordings
            for text in texts
        }
    )
    of_word: dict[str, set[str]] = {}
    for phrase, code in found:
        for word in phrase:
            of_word.setdefault(word, set()).add(code)
    return _Phrases(
        tuple((phrase, code) for phrase, code in found if phrase),
        tuple(sorted(of_word)),
        {word: 1 / len(codes) for word, codes in of_word.items()},
    )


def _joined(words: Sequence[str], phrases: _Phrases) -> list[str]:
    """The words, with two of them as one where the menukaart writes one: `mede leerlingen`, `zelf regulerend`."""
    joined: list[str] = []
    for word in words:
        both = joined[-1] + word if joined else ""
        if len(both) >= _COMPOUND and _stem(both) in phrases.weight:
            joined[-1] = both
        else:
            joined.append(word)
    return joined


def _known_word(word: str, phrases: _Phrases) -> str:
    """The word of the menukaart that this is, a slip of the pen or a longer compound forgiven; else the word itself."""
    if word in phrases.weight or len(word) < 6 or len(word) > 40:
        return word
    alike = [known for known in phrases.words if known[0] == word[0] and len(known) >= 6]
    if slip := process.extractOne(word, alike, scorer=OSA.distance, score_cutoff=2 if len(word) >= 10 else 1):
        return str(slip[0])
    return max((known for known in alike if len(known) >= _COMPOUND and word.startswith(known)), key=len, default=word)


def _hits(words: Sequence[str], phrases: _Phrases) -> Iterator[tuple[str, frozenset[int]]]:
    """Each alias that stands in the text: its code and the places of its words, which stand close together."""
    places: dict[str, list[int]] = {}
    for place, word in enumerate(words):
        places.setdefault(word, []).append(place)
    for phrase, code in phrases.of_code:
        if not all(word in places for word in phrase):
            continue
        reach = len(phrase) + (_SLACK if len(phrase) > 2 else 0)
        for first in sorted({place for word in phrase for place in places[word]}):
            taken: set[int] = set()
            for word in phrase:
                taken |= set([p for p in places[word] if first <= p < first + reach and p not in taken][:1])
            if len(taken) == len(phrase):
                yield code, frozenset(taken)


def _area_of(text: str) -> str:
    """The letter of the doelgebied when a text is the title of one, or its letter alone; else empty."""
    folded = _fold(text)
    if letter := re.fullmatch(r"(?:doelgebied )?([a-f])", folded):
        return letter[1].upper()
    bare = re.sub(r"^(?:doelgebied )?[a-f] ", "", folded)
    for letter_of, title in AREAS.items():
        short = re.split(r"\(b| om ", title)[0]
        if bare and max(fuzz.ratio(bare, _fold(title)), fuzz.ratio(bare, _fold(short))) >= CERTAIN:
            return letter_of
    return ""


def _by_words(text: str, catalogue: Mapping[str, Intervention]) -> Match:
    phrases = _phrases(tuple((row.code, (row.name, *row.aliases)) for row in catalogue.values()))
    if area := _area_of(text):
        rows = [row.code for row in catalogue.values() if row.area == area]
        listed = tuple((code, FLOOR) for code in sorted(rows)) if len(rows) <= MOST else ()
        return Match("", listed, f"Dit noemt doelgebied {area}, niet de interventie.")
    every = _stems(_joined(_spelled(text), phrases))
    words = [_known_word(word, phrases) for word in every if word not in _IDLE]
    hits = list(_hits(words, phrases))
    kept = {(code, where) for code, where in hits if not any(where < other for _, other in hits)}
    codes = {code for code, _ in kept}
    if len(codes) > 1:
        longest = {code: max(len(where) for one, where in kept if one == code) for code in codes}
        ranked = sorted(codes, key=lambda code: (-longest[code], code))
        return Match("", tuple((code, 90) for code in ranked[:MOST]), "Dit noemt meer dan één interventie.")
    if codes:
        code = codes.pop()
        if _is_denied(every, kept):
            return Match("", ((code, 80),), "Dit lijkt te zeggen wat de school níet doet.")
        if any(len(where) > 1 or _is_subject(min(where), words) for _, where in kept):
            return Match(code, ((code, 100),), "Herkend aan de woorden van de menukaart.")
        return Match("", ((code, 80),), "De interventie wordt alleen terloops genoemd.")
    scores: dict[str, float] = {}
    for phrase, code in phrases.of_code:
        whole = sum(phrases.weight[word] for word in phrase)
        part = sum(phrases.weight[word] for word in phrase if word in words)
        if part > 0.5:
            scores[code] = max(scores.get(code, 0), 90 * part / whole)
    ranked_scores = _ranked(scores)[:MOST]
    if ranked_scores:
        return Match("", ranked_scores, "Dit lijkt op een interventie van de menukaart, maar noemt haar niet.")
    return Match(reason="Geen interventie van de menukaart herkend.")


def _is_subject(place: int, words: Sequence[str]) -> bool:
    """Whether a single word stands where a choice is named, and is not an aside."""
    return place < (_SUBJECT if len(words[place]) >= _LONG else 2) or len(words) <= _FEW


def _is_denied(every: Sequence[str], kept: Collection[tuple[str, frozenset[int]]]) -> bool:
    """Whether a word such as `geen` stands within two words before the intervention."""
    telling = [place for place, word in enumerate(every) if word not in _IDLE]
    at = telling[min(min(where) for _, where in kept)]
    return bool(_NOT & set(every[max(0, at - 2) : at]))


_CODE = r"\b[A-F][1-9][0-9]?\b"


def match_choice(
    written: str, catalogue: Mapping[str, Intervention], remembered: Mapping[str, str] | None = None
) -> Match:
    """The intervention that a school means: by what was answered before, by code, else by name and aliases in the text.

    `remembered` gives the code for a `choice_key`. A text that names two interventions is doubtful with both.
    """
    key = choice_key(written)
    answer = (remembered or {}).get(key, "") if key else ""
    if answer in catalogue:
        return Match(answer, ((answer, 100),), "Zo is deze keuze eerder beantwoord.")
    written = written[:_LETTERS]
    codes = dict.fromkeys(code for code in re.findall(_CODE, written.upper()) if code in catalogue)
    if len(codes) > 1 and choice_key(re.sub(_CODE, "", written.upper())) in ("", "en"):
        return Match("", tuple((code, 90) for code in codes)[:MOST], "Dit noemt meer dan één interventie.")
    coded = re.match(r"\s*\(?([A-F])[ .-]?([1-9][0-9]?)(?!\w)[\s):.,;/–—-]*", written, re.IGNORECASE)
    code = (coded[1] + coded[2]).upper() if coded else ""
    if not coded or code not in catalogue:
        return _by_words(written, catalogue)
    rest = written[coded.end() :]
    by_words = _by_words(rest, catalogue)
    if not _fold(rest) or by_words.certain == code:
        return Match(code, ((code, 100),), "Herkend aan de code.")
    others = tuple(pair for pair in by_words.candidates if pair[0] != code)
    return Match("", ((code, 90), *others)[:MOST], "De code en de tekst erachter zeggen niet hetzelfde.")
