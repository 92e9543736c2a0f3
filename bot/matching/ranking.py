"""From an utterance to the entries it may ask for: candidates, evidence for each, and one probability."""

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np

from bot.language.function_words import function_words
from bot.language.normalize import normalize
from bot.language.scripts import script_of, scripts_of
from bot.language.utterance import Utterance
from bot.matching import calibration
from bot.matching.arrays import Floats, Numbers
from bot.matching.concepts import ALWAYS_SEARCHED, Spotter, Spotting
from bot.matching.doubt import Doubt, scores
from bot.matching.facets import facet_of, is_elliptic
from bot.matching.index import ConceptIndex, WordIndex
from bot.matching.matcher import Evidence, Match, Matcher, Ranking, Weighed
from bot.matching.nearby import NEAR, REGRESSED, REGRESSED_WITHOUT_TERMS, Nearby
from bot.matching.postings import Collected, Encoded
from bot.matching.regression import softmax
from bot.matching.said import Said
from bot.matching.spotted import Named, told_once
from bot.matching.tokens import Tokens, tokenised
from bot.model import CHINESE, Concept, Knowledge
from bot.uncollected import uncollected

COMPARED = 6
"""Entries and subjects beside them whose single phrases are looked at."""
WORD_FOR_WORD = 0.99
"""Least probability of an entry when the question is one of its phrases: staff wrote it there to be found."""
ENOUGH = 30
"""Phrases of an entry in a language from which on it doesn't matter how many more there are for how sure to be."""
EVEN = 0.5
"""Most that words of a letter or two are worth ("Q", "jw"): a visa may be called so, and so much else."""
_SILENT = np.float32(100)
"""What an entry loses that has neither a phrase in the language nor a concept of the question."""
_SEARCHED_AS = {"zh-Hant": CHINESE}
_WIDE = (
    *("words frequency", "letters frequency", "concepts frequency", "pairs frequency"),
    *("letters coverage", "concepts coverage", "no phrases"),
)
_FEATURES = (*_WIDE, *NEAR)
_NO_PHRASES, _CONCEPTS_COVERAGE = _FEATURES.index("no phrases"), _FEATURES.index("concepts coverage")

Phrases = Mapping[str, Mapping[str, Sequence[str]]]
"""Entry or subject to locale to phrases."""


@dataclass(frozen=True, slots=True)
class Query:
    """What was found in an utterance; `plain` is it without politeness, `words` holds its features per language that is searched."""

    spotting: Spotting
    plain: str
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

    def evidence(self, place: int) -> Evidence:
        """What was weighed for one of the candidates."""
        return Weighed(self.features, place)


def build_matcher(knowledge: Knowledge) -> Matcher:
    phrases = {entry.id: entry.phrases for entry in knowledge.entries.values() if entry.withdrawn is None}
    return PhraseMatcher(phrases, knowledge.concepts, knowledge.beside)


class PhraseMatcher:
    """Finds entries by their phrases: words and letters within a language, concepts across all of them."""

    @uncollected()
    def __init__(self, phrases: Phrases, concepts: Mapping[str, Concept], beside: Phrases | None = None) -> None:
        """`beside`: what no entry answers, by subject; it competes with the entries, and is never offered."""
        self._spotter = Spotter(concepts)
        self._spotter.warm()  # before all else, so that its many small parts stand together: questions then go through less memory
        self.entries = tuple(sorted(phrases))
        subjects = sorted(beside or ())
        count = len(self.entries) + len(subjects)
        owners, codes, texts = _listed([*(phrases[name] for name in self.entries), *((beside or {})[name] for name in subjects)])
        self._count = count
        self._concepts = concepts
        self._polite = frozenset(name for name, concept in concepts.items() if concept.group == "politeness")
        self._said = Said(owners, codes, texts)
        self._locales = tuple(sorted(set(codes)))
        numbers = np.fromiter(map(self._locales.index, codes), dtype=np.uint8, count=len(codes))
        rows = {code: np.flatnonzero(numbers == number).astype(np.int32) for number, code in enumerate(self._locales)}
        tokens = {code: tokenised([texts[row] for row in of_code]) for code, of_code in rows.items()}
        del texts, codes
        named = self._named(tokens, rows)
        self._spotter.forget()
        self._doubt = Doubt(concepts)
        self._doubt.note(named, owners)
        collected = Collected(count)
        self._by_concept = ConceptIndex(self._doubt.all_meant(named), owners, collected)
        self.weigh(calibration.WITH_TERMS if concepts else calibration.WITHOUT_TERMS)
        self._by_words: dict[str, WordIndex] = {}
        self._lacks: dict[str, Floats] = {}
        for code in self._locales:
            own = owners[rows[code]]
            named_by = self._by_concept.row_of_phrase[rows[code]]
            self._by_words[code] = WordIndex(code, tokens.pop(code), own, self._by_concept, named_by, collected)
            self._lacks[code] = (np.bincount(own, minlength=count) == 0).astype(np.float32)[np.newaxis]
        self._postings = collected.postings()
        self._nearby = Nearby(self._by_words, self._by_concept, REGRESSED if concepts else REGRESSED_WITHOUT_TERMS)

    def weigh(self, weights: calibration.Weights) -> None:
        """Weighs evidence by these weights from now on."""
        self._weights = weights
        self._with_phrases, self._without_phrases = _in_order(weights.with_phrases), _in_order(weights.without_phrases)

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
        elif query.spotting.says_little:
            probabilities_of = [min(probability, EVEN) for probability in probabilities_of]
        matches = tuple(
            [
                Match(self.entries[scored.entries[place]], score, scored.evidence(place))
                for place, score in zip(places[:limit], probabilities_of, strict=False)
            ]
        )
        foreign = bool(self._doubt.foreign(found, scored.entries[places[0]]))
        return Ranking(matches, found, facet, elliptic, foreign, query.locale, evidence)

    def read(self, utterance: Utterance) -> Query:
        locale = _SEARCHED_AS.get(utterance.locale, utterance.locale)
        spotting = self._spotter.spot(utterance.normal, locale, utterance.certain)
        plain = spotting.without(self._polite)
        searched = self._searched(utterance, locale)
        concepts = self._by_concept.encode(self._doubt.meant(spotting.concepts()))
        words = {code: self._by_words[code].encode(plain or utterance.normal) for code in searched}
        return Query(spotting, plain, locale, concepts, words)

    def score(self, query: Query) -> Scored:
        """Empty when nothing in the question is known, or when it is nothing but small words ("neither") where there are terms to name."""
        small = function_words(query.locale)
        if self._concepts and all(unit in small for unit in query.spotting.units):
            return Scored((), ())
        if query.concepts.features.size == 0 and all(encoded.features.size == 0 for encoded in query.words.values()):
            return Scored((), ())
        wide = self._wide(query)
        compared = _greatest(self._totals(wide), COMPARED)
        features = np.concatenate([wide.take(compared, axis=1), self._nearby.evidence(query.words, query.concepts, compared)])
        totals = self._totals(features)
        best_first = (-totals).argsort(kind="stable")
        shares = softmax(totals.take(best_first).tolist())
        named = dict(zip(_FEATURES, features.take(best_first, axis=1).tolist(), strict=True))
        return Scored(tuple(compared.take(best_first).tolist()), tuple(shares), named)

    def evidence(self, query: Query, scored: Scored) -> dict[str, float]:
        """What speaks for or against the best entry being the answer, by the names of the tables in `calibration`."""
        best = next(place for place, entry in enumerate(scored.entries) if entry < len(self.entries))
        beside = [place for place, entry in enumerate(scored.entries) if entry >= len(self.entries)]
        known = max((encoded.known for encoded in query.words.values()), default=0.0)
        indexes = [self._by_words[code] for code in query.words]
        phrases = max((index.rows.count(scored.entries[best]) for index in indexes), default=0)
        return {
            **self._doubt.of_ranking(scored.features, scored.shares, best, beside),
            **self._doubt.of_text(query.spotting, query.locale, lambda words: _any_knows(indexes, words), scored.entries[best]),
            "known letters": known,
            "few phrases": max(0.0, 1 - phrases / ENOUGH),
            "strange and unlike": (1 - known) * (1 - scored.features["nearest phrase"][best]),
        }

    def _named(self, tokens: Mapping[str, Tokens], rows: Mapping[str, Numbers]) -> Named:
        """The concepts of all phrases; `rows`: which ones are those of a language."""
        found = {code: self._spotter.read(tokens[code], code) for code in self._locales}
        phrase = np.concatenate([np.zeros(0, dtype=np.int32), *(rows[code][named.phrase] for code, named in found.items())])
        concept = np.concatenate([np.zeros(0, dtype=np.int32), *(named.concept for named in found.values())])
        return told_once(sorted(self._concepts), phrase, concept)

    def _is_said(self, utterance: Utterance, query: Query) -> int | None:
        """The entry or subject of which the words are a phrase, politeness aside."""
        texts = dict.fromkeys((utterance.normal, query.plain))
        found = (self._said.owner(locale, text) for locale in dict.fromkeys((query.locale, *query.words)) for text in texts)
        return next((owner for owner in found if owner is not None), None)

    def _searched(self, utterance: Utterance, locale: str) -> tuple[str, ...]:
        """The languages with whose phrases the text is compared: its own when certain, else those it may be in, and those that
        everybody mixes in."""
        if utterance.certain:
            return (locale,) if locale in self._by_words else ()
        scripts = scripts_of(utterance.normal)
        possible = {_SEARCHED_AS.get(code, code) for code in utterance.candidates}
        return tuple(
            code
            for code in self._locales
            if code == locale or code in possible or (script_of(code) in scripts and (not possible or code in ALWAYS_SEARCHED))
        )

    def _wide(self, query: Query) -> Floats:
        """Evidence that costs little: one row for each of `_WIDE`, one column for each entry; of several languages the one that speaks
        most for the entry."""
        count = len(query.words)
        frequency, coverage = self._postings.find([*query.words.values(), query.concepts], slice(min(count, 1), 2 * count + 1))
        if count == 0:
            nothing = np.zeros((3, self._count), dtype=np.float32)
            return np.concatenate([nothing[:2], frequency, nothing[2:], coverage, np.ones((1, self._count), dtype=np.float32)])
        of_locales = [
            np.concatenate([frequency[kind : kind + 2], frequency[-2:], coverage[kind : kind + 1], coverage[-1:], self._lacks[code]])
            for kind, code in zip(range(0, 2 * count, 2), query.words, strict=True)
        ]
        best: Floats = of_locales[0]
        for wide in of_locales[1:]:
            best = np.where(self._totals(wide) > self._totals(best), wide, best)
        return best

    def _totals(self, features: Floats) -> Floats:
        """The weighted sum per entry; entries with phrases in the language and those without are weighed apart.

        `features`: one row for each of `_FEATURES` or the first of them, one column for each entry.
        """
        known = len(features)
        without = features[_NO_PHRASES] > 0
        totals: Floats = self._with_phrases[:known].dot(features)
        if without.any():
            silent = features[_CONCEPTS_COVERAGE] == 0
            totals[without] = (self._without_phrases[:known].dot(features) - _SILENT * silent)[without]
        return totals


def _in_order(table: Mapping[str, float]) -> Floats:
    return np.array([table.get(name, 0.0) for name in _FEATURES], dtype=np.float32)


def _greatest(totals: Floats, count: int) -> Numbers:
    """The places of the greatest totals, best first, of equal ones the first; for a few this is faster than any sorting."""
    left = totals.copy()
    best = []
    for _ in range(min(count, totals.size)):
        place = int(left.argmax())
        best.append(place)
        left[place] = -np.inf
    return np.array(best, dtype=np.intp)


def _listed(phrases: Sequence[Mapping[str, Sequence[str]]]) -> tuple[Numbers, list[str], list[str]]:
    """Of every phrase the number of its owner, ascending, its locale, and the comparable text."""
    owners, codes, texts = array("i"), [], []
    for number, of_owner in enumerate(phrases):
        for locale in sorted(of_owner):
            different = [text for text in dict.fromkeys(map(normalize, of_owner[locale])) if text]
            owners.extend([number] * len(different))
            codes.extend([locale] * len(different))
            texts.extend(different)
    return np.array(owners, dtype=np.int32), codes, texts


def _any_knows(indexes: Iterable[WordIndex], words: Sequence[str]) -> Sequence[bool]:
    known = np.zeros(len(words), dtype=np.bool_)
    for index in indexes:
        known |= index.knows(words)
    answer: Sequence[bool] = known.tolist()
    return answer
