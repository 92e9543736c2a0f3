"""From an utterance to the entries it may ask for: candidates, evidence, one calibrated probability."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

import numpy as np
from numpy.typing import NDArray

from bot.language.function_words import function_words
from bot.language.normalize import normalize
from bot.language.scripts import script_of, scripts_of
from bot.language.utterance import Utterance
from bot.matching import calibration
from bot.matching.concepts import Spotter, Spotting
from bot.matching.facets import facet_of, is_elliptic
from bot.matching.features import is_unspaced
from bot.matching.index import ConceptIndex, Encoded, Floats, Numbers, WordIndex
from bot.matching.matcher import Evidence, Match, Matcher, Ranking
from bot.matching.regression import probabilities
from bot.model import CHINESE, Concept, Knowledge

CANDIDATES = 20
COMPARED = 8
ROWS_PER_ENTRY = 8
WORDS_SHARE = 0.6
"""Share of words and letters in the similarity; the rest are concepts."""
CONCEPTS_FOR_WORDS = 0.55
"""What similarity of words to expect, per similarity of concepts, where there is no phrase in the language to compare with."""
IMPLIED = 0.5
_SILENT_GROUPS = frozenset({"politeness", "meta"})
_FACET_WEIGHT = 0.7
_DERIVED = {"zh-Hant": CHINESE}


@dataclass(frozen=True, slots=True)
class _Phrase:
    entry: int
    locale: str
    normal: str


@dataclass(frozen=True, slots=True)
class _Query:
    spotting: Spotting
    concepts: Encoded
    words: Mapping[str, Encoded]


def build_matcher(knowledge: Knowledge) -> Matcher:
    phrases = {
        entry.id: {locale: text.phrases for locale, text in entry.texts.items() if text.phrases}
        for entry in knowledge.entries.values()
        if entry.withdrawn is None
    }
    return PhraseMatcher(phrases, knowledge.concepts)


class PhraseMatcher:
    """Finds entries by their phrases: words and letters within a language, concepts across all of them."""

    def __init__(self, phrases: Mapping[str, Mapping[str, Sequence[str]]], concepts: Mapping[str, Concept]) -> None:
        """`phrases`: entry id to locale to phrases."""
        self._entries = tuple(sorted(phrases))
        self._concepts = concepts
        listed = [
            _Phrase(number, locale, normal)
            for number, entry in enumerate(self._entries)
            for locale in sorted(phrases[entry])
            for normal in dict.fromkeys(map(normalize, phrases[entry][locale]))
            if normal
        ]
        self._spotter = Spotter(concepts, {unit for phrase in listed for unit in phrase.normal.split()})
        self._owners = np.array([phrase.entry for phrase in listed], dtype=np.intp)
        self._locales = tuple(sorted({phrase.locale for phrase in listed}))
        self._locale_of_row = np.array([self._locales.index(phrase.locale) for phrase in listed], dtype=np.intp)
        spottings = [self._spotter.spot(phrase.normal, phrase.locale, certain=True) for phrase in listed]
        count = len(self._entries)
        self._by_concept = ConceptIndex([self._weighted(spotting) for spotting in spottings], self._owners.tolist(), count)
        self._entry_concepts: dict[int, set[str]] = defaultdict(set)
        for phrase, spotting in zip(listed, spottings, strict=True):
            self._entry_concepts[phrase.entry].update(spotting.concepts())
        self._by_words: dict[str, WordIndex] = {}
        self._row_in_locale = np.zeros(len(listed), dtype=np.intp)
        for locale in self._locales:
            rows = [row for row, phrase in enumerate(listed) if phrase.locale == locale]
            self._row_in_locale[rows] = np.arange(len(rows))
            owners = [listed[row].entry for row in rows]
            self._by_words[locale] = WordIndex(locale, [listed[row].normal for row in rows], owners, count)
        self._has_phrases = {
            locale: np.bincount(self._owners[self._locale_of_row == number], minlength=count) > 0
            for number, locale in enumerate(self._locales)
        }

    def rank(self, utterance: Utterance, limit: int = 5) -> Ranking:
        locale = _DERIVED.get(utterance.locale, utterance.locale)
        spotting = self._spotter.spot(utterance.normal, locale, utterance.certain)
        found = spotting.concepts()
        facet = facet_of(spotting, self._concepts)
        elliptic = is_elliptic(spotting, self._concepts, locale)
        query = self._query(utterance.normal, spotting, locale, utterance.certain)
        if not self._entries or (query.concepts.empty and all(encoded.empty for encoded in query.words.values())):
            return Ranking((), found, facet, elliptic, self._foreign(found, None))
        matches, evidence = self._scored(query, locale, limit)
        best = self._entries.index(matches[0].entry) if matches else None
        return Ranking(matches, found, facet, elliptic, self._foreign(found, best), evidence)

    def _query(self, normal: str, spotting: Spotting, locale: str, certain: bool) -> _Query:
        plain = _without_politeness(spotting, self._concepts) or normal
        concepts = self._by_concept.encode(self._weighted(spotting))
        return _Query(spotting, concepts, {code: self._by_words[code].encode(plain) for code in self._searched(normal, locale, certain)})

    def _searched(self, normal: str, locale: str, certain: bool) -> tuple[str, ...]:
        if certain and locale in self._by_words:
            return (locale,)
        if certain:
            return ()
        scripts = scripts_of(normal)
        return tuple(code for code in self._locales if script_of(code) in scripts or code == locale)

    def _scored(self, query: _Query, locale: str, limit: int) -> tuple[tuple[Match, ...], tuple[Evidence, ...]]:
        candidates = self._candidates(query)
        rows = np.flatnonzero(np.isin(self._owners, candidates))
        similar, by_words, by_concepts = self._similarities(query, rows)
        owners = self._owners[rows]
        best = np.zeros(len(self._entries), dtype=np.float32)
        np.maximum.at(best, owners, similar)
        mean = _mean_of_best(owners, similar, len(self._entries))
        scores = 0.5 * best + 0.5 * mean
        order = sorted(candidates.tolist(), key=lambda entry: (-float(scores[entry]), entry))[:COMPARED]
        local = self._local(order, rows, owners, similar)
        blended = {entry: float(local[place]) for place, entry in enumerate(order)}
        order.sort(key=lambda entry: (-blended[entry], entry))
        shared = self._evidence(query, locale, order, rows, owners, (best, by_words, by_concepts), blended)
        probability = calibration.probability(shared)
        matches = []
        for place, entry in enumerate(order[:limit]):
            score = probability if place == 0 else min(probability, (1 - probability) * blended[entry] / max(1 - blended[order[0]], 1e-6))
            evidence = (Evidence("local", blended[entry]), Evidence("similarity", float(best[entry])))
            matches.append(Match(self._entries[entry], float(score), evidence))
        return tuple(matches), tuple(Evidence(name, value) for name, value in shared.items())

    def _candidates(self, query: _Query) -> Numbers:
        found: list[Numbers] = []
        for scores in chain(
            (e for e in [self._by_concept.index.centroid_scores(query.concepts)]),
            (self._by_words[code].index.centroid_scores(encoded) for code, encoded in query.words.items()),
        ):
            found.append(np.argsort(-scores, kind="stable")[:CANDIDATES])
        return np.unique(np.concatenate(found))

    def _similarities(self, query: _Query, rows: Numbers) -> tuple[Floats, Floats, Floats]:
        by_concepts = self._by_concept.index.similarities(query.concepts, rows)
        by_words = CONCEPTS_FOR_WORDS * by_concepts
        for number, code in enumerate(self._locales):
            if code not in query.words:
                continue
            of_locale = np.flatnonzero(self._locale_of_row[rows] == number)
            if of_locale.size:
                by_words[of_locale] = self._by_words[code].index.similarities(query.words[code], self._row_in_locale[rows[of_locale]])
        return (WORDS_SHARE * by_words + (1 - WORDS_SHARE) * by_concepts).astype(np.float32), by_words, by_concepts

    def _local(self, order: Sequence[int], rows: Numbers, owners: Numbers, similar: Floats) -> Floats:
        chosen: list[int] = []
        classes: list[int] = []
        for place, entry in enumerate(order):
            of_entry = np.flatnonzero(owners == entry)
            nearest = of_entry[np.argsort(-similar[of_entry], kind="stable")[:ROWS_PER_ENTRY]]
            chosen.extend(nearest.tolist())
            classes.extend([place] * nearest.size)
        selected = rows[chosen]
        kernel = self._by_concept.index.kernel(selected)
        words = CONCEPTS_FOR_WORDS * kernel
        for number, code in enumerate(self._locales):
            of_locale = np.flatnonzero(self._locale_of_row[selected] == number)
            if of_locale.size:
                words[np.ix_(of_locale, of_locale)] = self._by_words[code].index.kernel(self._row_in_locale[selected[of_locale]])
        mixed = (WORDS_SHARE * words + (1 - WORDS_SHARE) * kernel).astype(np.float32)
        return probabilities(mixed, similar[chosen], np.array(classes, dtype=np.intp), len(order))

    def _evidence(
        self,
        query: _Query,
        locale: str,
        order: Sequence[int],
        rows: Numbers,
        owners: Numbers,
        similarities: tuple[Floats, Floats, Floats],
        blended: Mapping[int, float],
    ) -> dict[str, float]:
        best, by_words, by_concepts = similarities
        first = order[0]
        second = order[1] if len(order) > 1 else None
        mine = owners == first
        found = query.spotting.concepts()
        foreign = [c for c in found if not self._concepts[c].ours and c not in self._entry_concepts[first]]
        return {
            "similarity": float(best[first]),
            "margin": float(best[first] - best[second]) if second is not None else 1.0,
            "local": blended[first],
            "local margin": blended[first] - blended[second] if second is not None else 1.0,
            "words": float(by_words[mine].max()),
            "concepts": float(by_concepts[mine].max()),
            "known words": max((encoded.known for encoded in query.words.values()), default=0.0),
            "known concepts": self._understood(query.spotting, locale),
            "no phrases": float(not any(self._has_phrases[code][first] for code in query.words)),
            "foreign": min(len(foreign), 2) / 2,
            "concept count": min(len([c for c in found if self._concepts[c].group not in _SILENT_GROUPS]), 4) / 4,
        }

    def _understood(self, spotting: Spotting, locale: str) -> float:
        """Share of the words that mean something to us among those that are not small words."""
        covered = {position for spot in spotting.spots for position in range(spot.start, spot.end)}
        small = function_words(locale)
        content = [(position, unit) for position, unit in enumerate(spotting.units) if position in covered or unit not in small]
        if not content:
            return 0.0
        return sum(position in covered for position, _ in content) / len(content)

    def _weighted(self, spotting: Spotting) -> list[tuple[str, float]]:
        weights: dict[str, float] = {}
        for name in spotting.concepts():
            for implied in self._concepts[name].implies:
                weights.setdefault(implied, IMPLIED)
        for name in spotting.concepts():
            concept = self._concepts[name]
            if concept.group not in _SILENT_GROUPS:
                weights[name] = _FACET_WEIGHT if concept.group == "facet" else 1.0
        return list(weights.items())

    def _foreign(self, found: Iterable[str], best: int | None) -> bool:
        mine = self._entry_concepts[best] if best is not None else set()
        return any(not self._concepts[name].ours and name not in mine for name in found)


def _without_politeness(spotting: Spotting, concepts: Mapping[str, Concept]) -> str:
    polite = {
        position for spot in spotting.spots if concepts[spot.concept].group == "politeness" for position in range(spot.start, spot.end)
    }
    text = ""
    for position, unit in enumerate(spotting.units):
        if position not in polite:
            text += unit if is_unspaced(unit) and text and is_unspaced(text[-1]) else f" {unit}"
    return text.strip()


def _mean_of_best(owners: Numbers, similar: Floats, count: int) -> Floats:
    """Mean of the best three rows of each entry."""
    order = np.lexsort((-similar, owners))
    sorted_owners = owners[order]
    place = np.arange(order.size) - np.searchsorted(sorted_owners, sorted_owners)
    top = place < 3
    sums = np.bincount(sorted_owners[top], similar[order][top], minlength=count)
    counts = np.bincount(sorted_owners[top], minlength=count)
    result: NDArray[np.float32] = (sums / np.maximum(counts, 1)).astype(np.float32)
    return result
