"""What schools ask of the gemeente, as far as may be seen: in bundles with their schools and pupils, and on its own."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from math import isnan, nan

from duckdb import DuckDBPyConnection as Cursor

from analysis import bundles, response
from analysis.bundles import Bundle, Wish
from analysis.shared_scans import FEWEST_SCHOOLS, shown_to_lea
from analysis.wish_words import Vocabulary, Word, in_short, shared_words
from model import menukaart, synonyms
from model.catalogue import Domain
from model.choices import Audience
from model.measure import Measure, MeasureState
from model.region import municipality_of
from model.scan import Sharing, wish_id
from store import bundles as kept_bundles
from store import entries, measures
from store.bundles import Groups, Member
from store.versions import Kept

_ASKED = """
with linked as (
    select wish.batch_id, wish.position, list(distinct choice.domain) as domains,
        list(distinct choice.code) as codes
    from mart.scan_wish as wish join mart.scan_choice as choice using (batch_id)
    where list_contains(wish.choices, choice.position) group by wish.batch_id, wish.position
)
select scan.site, wish.text, scan.name, scan.sharing, wish.kind,
    coalesce(linked.domains, []), coalesce(linked.codes, [])
from mart.scan_wish as wish join mart.scan as scan using (batch_id)
left join linked on linked.batch_id = wish.batch_id and linked.position = wish.position
where scan.region = ? order by scan.site, wish.kind, wish.position
"""


@dataclass(frozen=True)
class Asked:
    """A wish with the school that has it."""

    wish: Wish
    school: str
    sharing: Sharing
    kind: str
    domains: frozenset[Domain]
    """Those of the choices that it belongs to: as the school named them, else as the menukaart has them."""
    sector: str = ""
    wijk: str = ""
    """Code of the wijk where the school stands; empty where that is not known."""
    pupils: tuple[float, float] | None = None
    """How many go to the school, as bounds; None where that is not known."""
    answers: tuple[str, ...] = ()
    """The names of the measures that answer it, but for those that were stopped."""


@dataclass(frozen=True)
class Seen:
    """A bundle as far as it may be seen."""

    name: str
    """What the officer called it, else what its wishes say in short, else the first of its words."""
    words: tuple[Word, ...]
    wishes: tuple[Asked, ...]
    """Those that may be shown with the name of their school."""
    unnamed: int = 0
    """How many schools ask for it without their name, as far as that is told."""
    alike: tuple[Asked, ...] = ()
    """Wishes that look like those of a bundle that the officer made, and are not in it."""
    is_kept: bool = False

    @property
    def schools(self) -> int:
        """How many schools ask for it."""
        return len({one.wish.site for one in self.wishes}) + self.unnamed

    @property
    def is_answered(self) -> bool:
        """Whether each wish that is seen has a measure."""
        return bool(self.wishes) and all(one.answers for one in self.wishes)

    @property
    def members(self) -> tuple[Member, ...]:
        """Its wishes as they are kept in a group."""
        return tuple(one.wish.member for one in self.wishes)

    @property
    def pupils(self) -> tuple[float, float] | None:
        """The pupils of the schools with a name, counted once per school, as bounds; None where one is not known."""
        of_school = {one.wish.site: one.pupils for one in self.wishes}
        known = [bounds for bounds in of_school.values() if bounds is not None]
        if not known or len(known) < len(of_school):
            return None
        return sum(low for low, _ in known), sum(high for _, high in known)


@dataclass(frozen=True)
class Wishes:
    """All that is asked in a gemeente, as far as it may be seen."""

    bundles: tuple[Seen, ...]
    loose: tuple[Asked, ...]
    """Wishes of one school; none for the LEA."""
    version: int | None
    """The version of what officers made of the bundles; None for none."""


def of(cursor: Cursor, region: str, audience: Audience = Audience.MUNICIPALITY) -> Wishes:
    """The wishes of the gemeente of an area, most schools first.

    For the LEA there are no wishes on their own, and of a bundle only what boards agreed to: wishes with the name of
    their school, and how many other schools ask for it where those are at least three and cannot be known
    (`analysis.shared_scans`). A bundle of which so little is left that one school's wish stands alone is left out.
    """
    municipality = municipality_of(region) or region
    asked = {one.wish: one for one in _asked(cursor, municipality)}
    kept = kept_bundles.groups(cursor, municipality)
    meanings = known_synonyms(cursor)
    arranged = bundles.arrange(asked, meanings, kept.content if kept else ())
    version = kept.batch_id if kept else None
    if audience is Audience.MUNICIPALITY:
        seen = tuple(_seen(bundle, asked) for bundle in arranged.bundles)
        return Wishes(seen, tuple(asked[wish] for wish in arranged.loose), version)
    may_count = shown_to_lea(cursor, municipality).unnamed > 0
    vocabulary = Vocabulary(meanings)
    told = (_for_lea(_seen(bundle, asked), bundle.name, vocabulary, may_count) for bundle in arranged.bundles)
    left = sorted((one for one in told if one is not None), key=lambda one: (-one.schools, one.name))
    return Wishes(tuple(left), (), version)


def known_synonyms(cursor: Cursor) -> dict[str, str]:
    """The synonyms of the catalogue with those of officers, which count before them."""
    return {**synonyms.current(), **entries.remembered(cursor, entries.SYNONYM)}


def history(cursor: Cursor, region: str) -> list[Kept[Groups]]:
    """Every version of what officers made of the bundles of a gemeente, newest first."""
    return kept_bundles.history(cursor, municipality_of(region) or region)


def _seen(bundle: Bundle, asked: Mapping[Wish, Asked]) -> Seen:
    return Seen(
        bundle.name or bundle.label,
        bundle.words,
        tuple(asked[wish] for wish in bundle.wishes),
        alike=tuple(asked[wish] for wish in bundle.alike),
        is_kept=bundle.is_kept,
    )


def _for_lea(bundle: Seen, name: str, vocabulary: Vocabulary, may_count: bool) -> Seen | None:
    """What the LEA may see of a bundle; None for nothing."""
    named = tuple(one for one in bundle.wishes if one.sharing is Sharing.LEA_NAMED)
    sites = {one.wish.site for one in named}
    unnamed = {one.wish.site for one in bundle.wishes if one.sharing is Sharing.LEA_ANONYMOUS} - sites
    count = len(unnamed) if may_count and len(unnamed) >= FEWEST_SCHOOLS else 0
    if len(sites) + count < 2:
        return None
    words = shared_words(((one.wish.site, one.wish.text) for one in named), vocabulary)
    if len(sites) < 2:
        # A word that so many schools use is of none of them; how each wrote it is left out.
        of_many = ((one.wish.site, one.wish.text) for one in bundle.wishes if one.sharing is not Sharing.MUNICIPALITY)
        words = tuple(Word(one.word) for one in shared_words(of_many, vocabulary, FEWEST_SCHOOLS))
    word = words[0].word if words else ""
    title = name or in_short([one.wish.text for one in named], word) or word
    return replace(bundle, name=title, words=words, wishes=named, unnamed=count, alike=()) if title else None


def _asked(cursor: Cursor, municipality: str) -> list[Asked]:
    rows = cursor.execute(_ASKED, [municipality]).fetchall()
    schools = response.schools(cursor, municipality).frame.set_index("site")
    places = {str(site): row for site, row in zip(schools.index, schools.to_dict("records"), strict=True)}
    answers = _answers(one.content for one in measures.measures(cursor, municipality))
    known = menukaart.current()
    found = []
    for site, text, name, sharing, kind, domains, codes in rows:
        place = places.get(site, {})
        of_card = [domain for code in codes if code in known for domain in known[code].domains]
        low, high = place.get("pupils_lower", nan), place.get("pupils_upper", nan)
        wijk = place.get("wijk")
        found.append(
            Asked(
                wish=Wish(wish_id(site, text), site, text),
                school=str(place.get("name") or name),
                sharing=Sharing(sharing),
                kind=kind,
                domains=frozenset(Domain(word) for word in domains if word) or frozenset(of_card),
                sector=str(place.get("sector") or ""),
                wijk=wijk if isinstance(wijk, str) else "",
                pupils=None if isnan(low) or isnan(high) else (low, high),
                answers=tuple(answers.get(wish_id(site, text), ())),
            )
        )
    return found


def _answers(kept: Iterable[Measure]) -> Mapping[str, Sequence[str]]:
    found: dict[str, list[str]] = defaultdict(list)
    for measure in kept:
        if measure.state is not MeasureState.STOPPED:
            for wish in measure.wishes:
                found[wish].append(measure.name)
    return found
