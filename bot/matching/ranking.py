"""From an utterance to the entries it may ask for: candidates, evidence for each, and one probability."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import groupby

import numpy as np

from bot.language.function_words import function_words
from bot.language.normalize import normalize_known
from bot.language.scripts import script_of, scripts_of
from bot.language.utterance import Utterance
from bot.matching import calibration
from bot.matching.concepts import Spotter, Spotting
from bot.matching.doubt import Doubt, scores
from bot.matching.facets import facet_of, is_elliptic
from bot.matching.features import is_unspaced
from bot.matching.index import ConceptIndex, WordIndex
from bot.matching.matcher import Evidence, Match, Matcher, Ranking
from bot.matching.postings import Encoded, Floats, Numbers
from bot.matching.regression import probabilities, softmax
from bot.model import CHINESE, Concept, Knowledge
from bot.uncollected import uncollected

COMPARED = 8
"""Entries and subjects beside them whose single phrases are looked at."""
REGRESSED = 5
ROWS_PER_ENTRY = 10
"""Entries, and phrases of each, that the regression learns to tell apart."""
WORDS_SHARE = 0.65
"""Share of words and letters in the similarity of two phrases; the rest are concepts."""
CONCEPTS_FOR_WORDS = 0.55
"""What similarity of words to expect, per similarity of concepts, where there is no phrase in the language to compare with."""
WORD_FOR_WORD = 0.99
"""Least probability of an entry when the question is one of its phrases: staff wrote it there to be found."""
LEAST_CHANCE = 0.01
"""From which chance on the regression tells entries apart."""
_SILENT = np.float32(100)
"""What an entry loses that has neither a phrase in the language nor a concept of the question."""
_SEARCHED_AS = {"zh-Hant": CHINESE}
_CONCEPT_FEATURES = ("concepts frequency", "concepts odds", "concepts coverage", "pairs frequency", "pairs odds")
_WORD_FEATURES = ("words frequency", "words odds", "letters frequency", "letters odds", "letters coverage")

Features = dict[str, Floats]
Phrases = Mapping[str, Mapping[str, Sequence[str]]]
"""Entry or subject to locale to phrases."""


@dataclass(frozen=True, slots=True)
class Query:
    """What was found in an utterance; `words` holds it per language that is searched."""

    spotting: Spotting
    locale: str
    concepts: Encoded
    words: Mapping[str, Encoded]


@dataclass(frozen=True, slots=True)
class Scored:
    """Candidates, best first, with the probability of each among them, and everything that was weighed, aligned with `entries`.

    Numbers from the count of entries on are subjects that no entry answers.
    """

    entries: tuple[int, ...]
    shares: tuple[float, ...]
    features: Mapping[str, Sequence[float]] = field(default_factory=dict)

    def led_by(self, entry: int) -> "Scored":
        """The same with one of the candidates first."""
        order = [self.entries.index(entry), *(place for place, other in enumerate(self.entries) if other != entry)]
        features = {name: [values[place] for place in order] for name, values in self.features.items()}
        return Scored(tuple(self.entries[place] for place in order), tuple(self.shares[place] for place in order), features)

    def evidence_at(self, place: int) -> tuple[Evidence, ...]:
        return tuple(Evidence(name, values[place]) for name, values in self.features.items())


@dataclass(frozen=True, slots=True)
class _Rows:
    """Phrases of the candidates: in which language's index (-1 where concepts alone compare), which row there, which row of concepts."""

    index: Numbers
    row: Numbers
    concept_row: Numbers
    place: Numbers
    similar: Floats


def build_matcher(knowledge: Knowledge) -> Matcher:
    phrases = {entry.id: entry.phrases for entry in knowledge.entries.values() if entry.withdrawn is None}
    return PhraseMatcher(phrases, knowledge.concepts, knowledge.beside)


class PhraseMatcher:
    """Finds entries by their phrases: words and letters within a language, concepts across all of them."""

    @uncollected()
    def __init__(self, phrases: Phrases, concepts: Mapping[str, Concept], beside: Phrases | None = None) -> None:
        """`beside`: what no entry answers, by subject; it competes with the entries, and is never offered."""
        self.entries = tuple(sorted(phrases))
        subjects = sorted(beside or ())
        count = len(self.entries) + len(subjects)
        listed = _listed([*(phrases[name] for name in self.entries), *((beside or {})[name] for name in subjects)])
        owners = np.array([owner for owner, _, _ in listed], dtype=np.int32)
        self._count = count
        self._concepts = concepts
        self._spotter = Spotter(concepts, {unit for _, _, normal in listed for unit in normal.split()})
        self._spotter.warm()
        self._doubt = Doubt(concepts)
        self._by_concept = ConceptIndex(self._spotted(listed), owners, count)
        self._weights = calibration.WITH_TERMS if concepts else calibration.WITHOUT_TERMS
        self._said = {(locale, normal): owner for owner, locale, normal in listed}
        self._locales = tuple(sorted({locale for _, locale, _ in listed}))
        self._by_words: dict[str, WordIndex] = {}
        self._has_phrases: dict[str, Floats] = {}
        for code in self._locales:
            rows = [number for number, (_, locale, _) in enumerate(listed) if locale == code]
            texts, own = [listed[row][2] for row in rows], owners[rows]
            self._by_words[code] = WordIndex(code, texts, own, count, self._by_concept.row_of_phrase[rows])
            self._has_phrases[code] = (np.bincount(own, minlength=count) > 0).astype(np.float32)

    def rank(self, utterance: Utterance, limit: int = 5) -> Ranking:
        query = self.read(utterance)
        found = query.spotting.concepts()
        facet = facet_of(query.spotting, self._concepts)
        elliptic = is_elliptic(query.spotting, self._concepts, query.locale)
        scored = self.score(query)
        said = self._is_said(utterance, query)
        if said not in scored.entries:
            said = None
        if said is not None:
            scored = scored.led_by(said)
        places = [place for place, entry in enumerate(scored.entries) if entry < len(self.entries)]
        if not places or (said is not None and said >= len(self.entries)):
            return Ranking((), found, facet, elliptic, bool(self._doubt.foreign(found, None)), query.locale)
        evidence = self.evidence(query, scored)
        probabilities_of = scores(evidence, [scored.shares[place] for place in places], self._weights)
        if said is not None:
            probabilities_of[0] = max(probabilities_of[0], WORD_FOR_WORD)
        matches = tuple(
            Match(self.entries[scored.entries[place]], score, scored.evidence_at(place))
            for place, score in zip(places[:limit], probabilities_of, strict=False)
        )
        foreign = bool(self._doubt.foreign(found, scored.entries[places[0]]))
        named = tuple(Evidence(name, value) for name, value in evidence.items())
        return Ranking(matches, found, facet, elliptic, foreign, query.locale, named)

    def read(self, utterance: Utterance) -> Query:
        locale = _SEARCHED_AS.get(utterance.locale, utterance.locale)
        spotting = self._spotter.spot(utterance.normal, locale, utterance.certain)
        plain = _without_politeness(spotting, self._concepts) or utterance.normal
        searched = self._searched(utterance.normal, locale, utterance.certain)
        concepts = self._by_concept.encode(self._doubt.meant(spotting.concepts()))
        return Query(spotting, locale, concepts, {code: self._by_words[code].encode(plain) for code in searched})

    def score(self, query: Query) -> Scored:
        """Empty when nothing in the question is known, or when it is nothing but small words ("neither")."""
        small = function_words(query.locale)
        if all(unit in small for unit in query.spotting.units):
            return Scored((), ())
        if query.concepts.features.size == 0 and all(encoded.features.size == 0 for encoded in query.words.values()):
            return Scored((), ())
        features = self._wide_features(query)
        totals = self._totals(features)
        order = np.argsort(-totals, kind="stable")[:COMPARED]
        near = {name: values[order] for name, values in features.items()}
        near |= self._near_features(query, order)
        totals = self._totals(near)
        best_first = np.argsort(-totals, kind="stable")
        shares = softmax(totals[best_first])
        return Scored(
            tuple(order[best_first].tolist()), tuple(shares.tolist()), {name: values[best_first].tolist() for name, values in near.items()}
        )

    def evidence(self, query: Query, scored: Scored) -> dict[str, float]:
        """What speaks for or against the best entry being the answer, by the names of the tables in `calibration`."""
        best = next(place for place, entry in enumerate(scored.entries) if entry < len(self.entries))
        beside = [place for place, entry in enumerate(scored.entries) if entry >= len(self.entries)]
        known = max((encoded.known for encoded in query.words.values()), default=0.0)
        indexes = [self._by_words[code] for code in query.words]
        return {
            **self._doubt.of_ranking(scored.features, scored.shares, best, beside),
            **self._doubt.of_text(query.spotting, query.locale, lambda unit: any(i.knows(unit) for i in indexes), scored.entries[best]),
            "known letters": known,
            "strange and unlike": (1 - known) * (1 - scored.features["nearest phrase"][best]),
        }

    def _spotted(self, listed: Iterable[tuple[int, str, str]]) -> Iterator[list[str]]:
        """What each phrase means; on the way it is noted what each entry speaks of."""
        for owner, phrases in groupby(listed, key=lambda row: row[0]):
            spotted = [self._spotter.concepts_of_phrase(normal, locale) for _, locale, normal in phrases]
            if owner < len(self.entries):
                self._doubt.note(owner, spotted)
            yield from map(self._doubt.meant, spotted)

    def _is_said(self, utterance: Utterance, query: Query) -> int | None:
        """The entry or subject of which the words are a phrase, politeness aside."""
        texts = (utterance.normal, _without_politeness(query.spotting, self._concepts))
        found = (self._said.get((locale, text)) for locale in dict.fromkeys((query.locale, *query.words)) for text in texts)
        return next((owner for owner in found if owner is not None), None)

    def _searched(self, normal: str, locale: str, certain: bool) -> tuple[str, ...]:
        if certain:
            return (locale,) if locale in self._by_words else ()
        scripts = scripts_of(normal)
        return tuple(code for code in self._locales if script_of(code) in scripts or code == locale)

    def _wide_features(self, query: Query) -> Features:
        """Evidence that costs little, for every entry."""
        found = self._by_concept.postings.find(query.concepts)
        values = (found.frequency[0], found.odds[0], found.coverage[0], found.frequency[1], found.odds[1])
        by_concept = dict(zip(_CONCEPT_FEATURES, values, strict=True))
        best: Features | None = None
        for code, encoded in query.words.items():
            found = self._by_words[code].postings.find(encoded)
            values = (found.frequency[0], found.odds[0], found.frequency[1], found.odds[1], found.coverage[1])
            of_locale = dict(zip(_WORD_FEATURES, values, strict=True)) | {"no phrases": 1 - self._has_phrases[code]}
            best = of_locale if best is None else self._better(best, of_locale)
        if best is None:
            nothing = np.zeros(self._count, dtype=np.float32)
            best = dict.fromkeys(_WORD_FEATURES, nothing) | {"no phrases": nothing + 1}
        return best | by_concept

    def _near_features(self, query: Query, order: Numbers) -> Features:
        """Evidence from single phrases, for the entries in `order`."""
        concept_rows, concept_places = self._by_concept.rows.of(order)
        by_concepts = np.zeros(len(self._by_concept.rows), dtype=np.float32)
        by_concepts[concept_rows] = self._by_concept.similarities(query.concepts, order)
        share = WORDS_SHARE if query.concepts.features.size else 1.0
        nearest_phrase = np.zeros(order.size, dtype=np.float32)
        found: list[_Rows] = []
        for number, code in enumerate(self._locales):
            if code not in query.words:
                continue
            index = self._by_words[code]
            rows, places = index.rows.of(order)
            if rows.size == 0:
                continue
            by_words = index.similarities(query.words[code], order)
            np.maximum.at(nearest_phrase, places, by_words)
            own = index.concept_rows[rows]
            similar = share * by_words + (1 - share) * by_concepts[own]
            found.append(_Rows(np.full(rows.size, number), rows, own, places, similar.astype(np.float32)))
        without = np.ones(order.size, dtype=np.bool_)
        for of_locale in found:
            without[of_locale.place] = False
        only = without[concept_places]
        if only.any():
            similar = (share * CONCEPTS_FOR_WORDS + 1 - share) * by_concepts[concept_rows[only]]
            rows = concept_rows[only]
            found.append(_Rows(np.full(rows.size, -1), rows, rows, concept_places[only], similar.astype(np.float32)))
        nearest = np.zeros(order.size, dtype=np.float32)
        for of_locale in found:
            np.maximum.at(nearest, of_locale.place, of_locale.similar)
        nearest_concepts = np.zeros(order.size, dtype=np.float32)
        np.maximum.at(nearest_concepts, concept_places, by_concepts[concept_rows])
        local = self._regression(found, min(order.size, REGRESSED), share)
        chances = np.zeros(order.size, dtype=np.float32)
        chances[: local.size] = local
        return {
            "nearest phrase": nearest_phrase,
            "nearest concepts": nearest_concepts,
            "nearest": nearest,
            "regression": np.log(np.maximum(chances, LEAST_CHANCE)),
        }

    def _regression(self, found: Collection[_Rows], count: int, share: float) -> Floats:
        """The chance of each of the first entries by their most similar phrases."""
        place = np.concatenate([rows.place for rows in found])
        similar = np.concatenate([rows.similar for rows in found])
        by_place = np.lexsort((-similar, place))
        by_place = by_place[place[by_place] < count]
        sorted_place = place[by_place]
        rank = np.arange(by_place.size) - np.searchsorted(sorted_place, sorted_place)
        chosen = by_place[rank < ROWS_PER_ENTRY]
        index = np.concatenate([rows.index for rows in found])[chosen]
        row = np.concatenate([rows.row for rows in found])[chosen]
        by_concepts = self._by_concept.kernel(np.concatenate([rows.concept_row for rows in found])[chosen])
        by_words = CONCEPTS_FOR_WORDS * by_concepts
        for number in np.unique(index[index >= 0]).tolist():
            here = np.flatnonzero(index == number)
            by_words[np.ix_(here, here)] = self._by_words[self._locales[number]].kernel(row[here])
        mixed = (share * by_words + (1 - share) * by_concepts).astype(np.float32)
        return probabilities(mixed, similar[chosen], place[chosen], count)

    def _totals(self, features: Features) -> Floats:
        """The weighted sum per entry; entries with phrases in the language and those without are weighed apart."""
        without = features["no phrases"]
        silent = (without > 0) & (features.get("concepts coverage", without) == 0)
        other = _weighted(features, self._weights.without_phrases) - _SILENT * silent
        return np.where(without > 0, other, _weighted(features, self._weights.with_phrases)).astype(np.float32)

    def _better(self, one: Features, other: Features) -> Features:
        """Entry by entry, the evidence of the language that speaks louder."""
        louder = self._totals(other) > self._totals(one)
        return {name: np.where(louder, other[name], one[name]) for name in one}


def _weighted(features: Features, weights: Mapping[str, float]) -> Floats:
    total = np.zeros_like(features["no phrases"])
    for name, weight in weights.items():
        if weight and name in features:
            total += np.float32(weight) * features[name]
    return total


def _listed(phrases: Sequence[Mapping[str, Sequence[str]]]) -> list[tuple[int, str, str]]:
    """Number of the owner, locale and comparable phrase."""
    return [
        (number, locale, normal)
        for number, texts in enumerate(phrases)
        for locale in sorted(texts)
        for normal in dict.fromkeys(map(normalize_known, texts[locale]))
        if normal
    ]


def _without_politeness(spotting: Spotting, concepts: Mapping[str, Concept]) -> str:
    polite = {
        position for spot in spotting.spots if concepts[spot.concept].group == "politeness" for position in range(spot.start, spot.end)
    }
    text = ""
    for position, unit in enumerate(spotting.units):
        if position not in polite:
            text += unit if is_unspaced(unit) and text and is_unspaced(text[-1]) else f" {unit}"
    return text.strip()
