"""Wishes that ask for the same: which belong together, and what the officer made of that.

TF-IDF of letters in threes to fives within words, and agglomerative clustering by the average cosine distance
(scikit-learn). Method and how it was tuned and measured: docs/methods.md.
"""

from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray
from sklearn.cluster import AgglomerativeClustering
from sklearn.feature_extraction.text import TfidfVectorizer

from analysis.wish_words import Vocabulary, Word, fold, in_short, shared_words
from store.bundles import Group, Member

FARTHEST = 0.7
"""Wishes whose average distance is larger are not proposed together; tuned on one part of the labelled wishes only."""
_LETTERS = (3, 5)
_CENTRAL = 0.9
"""A label is taken from texts that are at least so near to all others as the one that is nearest."""


@dataclass(frozen=True, order=True)
class Wish:
    """One wish of one school."""

    id: str
    """`scan.wish_id`."""
    site: str
    text: str

    @property
    def member(self) -> Member:
        """What of it is kept in a group: position in a form may change with a later scan of the school."""
        return Member(self.site, self.text)


@dataclass(frozen=True)
class Bundle:
    """Wishes of at least two schools, or what an officer put together."""

    wishes: tuple[Wish, ...]
    words: tuple[Word, ...]
    """The words that at least two of the schools use, most schools first."""
    label: str
    """The shortest of the texts that have the first of the words; without such a text of those in the middle."""
    name: str = ""
    """What the officer called it."""
    is_kept: bool = False
    """Whether the officer made it what it is; else it is a proposal."""
    alike: tuple[Wish, ...] = ()
    """Wishes that are proposed with those of a kept bundle; they are not in it until the officer says so."""

    @property
    def sites(self) -> frozenset[str]:
        """The schools that ask for it."""
        return frozenset(wish.site for wish in self.wishes)


@dataclass(frozen=True)
class Arranged:
    """All wishes: each in one bundle, or on its own."""

    bundles: tuple[Bundle, ...]
    loose: tuple[Wish, ...]


def propose(wishes: Collection[Wish], synonyms: Mapping[str, str]) -> list[Bundle]:
    """Which wishes ask for the same, most schools first; each wish in at most one bundle, identical texts together.

    Pure: the same whatever the order of the wishes. Wishes of one school alone are no bundle; a blank text is no wish.
    """
    return list(arrange(wishes, synonyms).bundles)


def arrange(wishes: Collection[Wish], synonyms: Mapping[str, str], groups: Sequence[Group] = ()) -> Arranged:
    """The proposals with what the officer kept on top of them: a wish of a kept group is in no proposal.

    A kept group of one wish, or of one school, is no bundle: the officer said that it stands on its own.
    """
    asked = sorted({wish for wish in wishes if wish.text.strip()})
    space = _Space(asked, Vocabulary(synonyms))
    proposed: dict[int, list[Wish]] = defaultdict(list)
    for wish in asked:
        proposed[space.cluster_of(wish)].append(wish)
    by_member: dict[Member, list[Wish]] = defaultdict(list)
    for wish in asked:
        by_member[wish.member].append(wish)
    settled = {member for group in groups for member in group.members}
    bundles: list[Bundle] = []
    taken: set[Wish] = set()
    for group in groups:
        kept = sorted(wish for member in group.members for wish in by_member[member])
        if len({wish.site for wish in kept}) > 1:
            clusters = {space.cluster_of(wish) for wish in kept}
            near = [one for cluster in sorted(clusters) for one in proposed[cluster]]
            alike = [one for one in near if one.member not in settled and one not in taken]
            bundles.append(space.bundle(kept, group.name, alike))
            taken |= {*kept, *alike}
    for cluster in proposed.values():
        free = [wish for wish in cluster if wish.member not in settled and wish not in taken]
        if len({wish.site for wish in free}) > 1:
            bundles.append(space.bundle(free))
            taken.update(free)
    shown = {wish for bundle in bundles for wish in bundle.wishes}
    return Arranged(
        tuple(sorted(bundles, key=lambda one: (-len(one.sites), one.name or one.label, one.wishes))),
        tuple(wish for wish in asked if wish not in shown),
    )


class _Space:
    """How near wishes are to one another, by what they are about."""

    def __init__(self, wishes: Sequence[Wish], vocabulary: Vocabulary) -> None:
        self._vocabulary = vocabulary
        self._about = {text: vocabulary.about(text) for text in {wish.text for wish in wishes}}
        subjects = sorted(set(self._about.values()))
        self._place = {subject: place for place, subject in enumerate(subjects)}
        self._near = _nearness(subjects)
        self._clusters = _clusters(self._near)

    def cluster_of(self, wish: Wish) -> int:
        return self._clusters[self._row(wish)]

    def bundle(self, wishes: Sequence[Wish], name: str | None = None, alike: Sequence[Wish] = ()) -> Bundle:
        """The bundle of these wishes; one that the officer kept has a name, which may be empty."""
        rows = [self._row(wish) for wish in wishes]
        central = self._near[np.ix_(rows, rows)].mean(axis=1)
        texts = [
            wish.text for wish, near in zip(wishes, central, strict=True) if near >= _CENTRAL * central.max() - 1e-9
        ]
        words = shared_words(((wish.site, wish.text) for wish in wishes), self._vocabulary)
        word = words[0].word if words else ""
        plain = [wish.text for wish in wishes if word in fold(wish.text)] if word else []
        return Bundle(
            tuple(wishes), words, in_short(plain or texts, word), name or "", name is not None, tuple(sorted(alike))
        )

    def _row(self, wish: Wish) -> int:
        return self._place[self._about[wish.text]]


def _nearness(subjects: Sequence[str]) -> NDArray[np.float64]:
    """The cosine of each two subjects: 1 for the same, 0 for no letters in common."""
    if not subjects:
        return np.zeros((0, 0))
    vectors = TfidfVectorizer(analyzer="char_wb", ngram_range=_LETTERS, sublinear_tf=True).fit_transform(subjects)
    near: NDArray[np.float64] = np.clip((vectors @ vectors.T).toarray(), 0, 1)
    np.fill_diagonal(near, 1)
    return near


def _clusters(near: NDArray[np.float64]) -> list[int]:
    """The number of the cluster of each subject."""
    if len(near) < 2:
        return [0] * len(near)
    made = AgglomerativeClustering(
        n_clusters=None, metric="precomputed", linkage="average", distance_threshold=FARTHEST
    ).fit_predict(1 - near)
    return [int(number) for number in made]
