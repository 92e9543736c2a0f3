"""From an utterance to the entries it may ask for: candidates, evidence for each, and one probability."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from math import exp

import numpy as np

from bot.language.function_words import function_words
from bot.language.normalize import normalize_known
from bot.language.scripts import script_of, scripts_of
from bot.language.utterance import Utterance
from bot.matching import calibration
from bot.matching.concepts import Spotter, Spotting
from bot.matching.facets import facet_of, is_elliptic, names_another_country
from bot.matching.features import is_unspaced
from bot.matching.index import ConceptIndex, Encoded, Floats, Numbers, WordIndex
from bot.matching.matcher import Evidence, Match, Matcher, Ranking
from bot.matching.regression import probabilities, softmax
from bot.model import CHINESE, Concept, Knowledge

COMPARED = 8
"""Entries whose single phrases are looked at."""
ROWS_PER_ENTRY = 4
REGRESSED = 5
"""Entries, and phrases of each, that the regression learns to tell apart."""
WORDS_SHARE = 0.65
"""Share of words and letters in the similarity of two phrases; the rest are concepts."""
CONCEPTS_FOR_WORDS = 0.55
"""What similarity of words to expect, per similarity of concepts, where there is no phrase in the language to compare with."""
_SUBJECTS = frozenset({"permit-kind", "visa-letter", "document", "everyday", "money", "status"})
_SPEAKS_OF = 0.08
"""Share of an entry's phrases (and at least two) that must name another country, city or subject, so that it doesn't speak against it."""
_SILENT_GROUPS = frozenset({"politeness", "meta"})
_SEARCHED_AS = {"zh-Hant": CHINESE}

Features = dict[str, Floats]


@dataclass(frozen=True, slots=True)
class Query:
    """What was found in an utterance; `words` holds it per language that is searched."""

    spotting: Spotting
    locale: str
    concepts: Encoded
    words: Mapping[str, Encoded]


@dataclass(frozen=True, slots=True)
class Scored:
    """Candidates, best first, with the probability of each among them, and everything that was weighed, aligned with `entries`."""

    entries: tuple[int, ...]
    shares: tuple[float, ...]
    features: Mapping[str, Sequence[float]] = field(default_factory=dict)


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
        self.entries = tuple(sorted(phrases))
        self._concepts = concepts
        listed = _listed(self.entries, phrases)
        self._spotter = Spotter(concepts, {unit for _, _, normal in listed for unit in normal.split()})
        owners = [entry for entry, _, _ in listed]
        self._spotter.warm()
        spotted = [self._spotter.concepts_of_phrase(normal, locale) for _, locale, normal in listed]
        self._by_concept = ConceptIndex([self._meant(found) for found in spotted], owners, len(self.entries))
        self._concepts_of = _spoken_of(owners, spotted)
        self._by_words: dict[str, WordIndex] = {}
        self._row_in_locale = np.zeros(len(listed), dtype=np.intp)
        self._row_overall: dict[str, Numbers] = {}
        self._has_phrases: dict[str, Floats] = {}
        self._locales = tuple(sorted({locale for _, locale, _ in listed}))
        self._locale_of_row = np.array([self._locales.index(locale) for _, locale, _ in listed], dtype=np.int16)
        for number, locale in enumerate(self._locales):
            rows = np.flatnonzero(self._locale_of_row == number)
            self._row_overall[locale] = rows
            self._row_in_locale[rows] = np.arange(rows.size)
            own = [owners[row] for row in rows]
            self._by_words[locale] = WordIndex(locale, [listed[row][2] for row in rows], own, len(self.entries))
            self._has_phrases[locale] = (np.bincount(own, minlength=len(self.entries)) > 0).astype(np.float32)

    def rank(self, utterance: Utterance, limit: int = 5) -> Ranking:
        query = self.read(utterance)
        found = query.spotting.concepts()
        facet = facet_of(query.spotting, self._concepts)
        elliptic = is_elliptic(query.spotting, self._concepts, query.locale)
        scored = self.score(query)
        if not scored.entries:
            return Ranking((), found, facet, elliptic, bool(self._foreign(found, None)))
        evidence = self.evidence(query, scored)
        matches = tuple(
            Match(self.entries[entry], score, tuple(Evidence(name, float(values[place])) for name, values in scored.features.items()))
            for place, (entry, score) in enumerate(zip(scored.entries[:limit], _scores(evidence, scored.shares), strict=False))
        )
        foreign = bool(self._foreign(found, scored.entries[0]))
        return Ranking(matches, found, facet, elliptic, foreign, tuple(Evidence(name, value) for name, value in evidence.items()))

    def read(self, utterance: Utterance) -> Query:
        locale = _SEARCHED_AS.get(utterance.locale, utterance.locale)
        spotting = self._spotter.spot(utterance.normal, locale, utterance.certain)
        plain = _without_politeness(spotting, self._concepts) or utterance.normal
        searched = self._searched(utterance.normal, locale, utterance.certain)
        concepts = self._by_concept.encode(self._meant(spotting.concepts()))
        return Query(spotting, locale, concepts, {code: self._by_words[code].encode(plain) for code in searched})

    def score(self, query: Query) -> Scored:
        """Empty when nothing in the question is known."""
        if query.concepts.features.size == 0 and all(encoded.features.size == 0 for encoded in query.words.values()):
            return Scored((), ())
        features = self._wide_features(query)
        totals = _totals(features)
        order = np.argsort(-totals, kind="stable")[:COMPARED]
        near = {name: values[order] for name, values in features.items()}
        near |= self._near_features(query, order)
        totals = _totals(near)
        best_first = np.argsort(-totals, kind="stable")
        shares = softmax(totals[best_first])
        return Scored(
            tuple(int(entry) for entry in order[best_first]),
            tuple(float(share) for share in shares),
            {name: values[best_first].tolist() for name, values in near.items()},
        )

    def evidence(self, query: Query, scored: Scored) -> dict[str, float]:
        """What speaks for or against the best entry being an answer at all, by the names of `calibration.OURS`."""
        found = query.spotting.concepts()
        best = {name: values[0] for name, values in scored.features.items()}
        shares = scored.shares
        odds = float(np.log((shares[0] + 1e-4) / ((shares[1] if len(shares) > 1 else 0.0) + 1e-4)))
        named = [name for name in found if self._concepts[name].group not in _SILENT_GROUPS]
        return {
            "always": 1.0,
            "lead": min(odds, 5.0) / 5,
            "share": shares[0],
            "known letters": max((encoded.known for encoded in query.words.values()), default=0.0),
            "letters coverage": best["letters coverage"],
            "concepts coverage": best["concepts coverage"],
            "nearest phrase": best["nearest phrase"],
            "nearest concepts": best["nearest concepts"],
            "foreign": min(len(self._foreign(found, scored.entries[0])), 2) / 2,
            "another country": float(names_another_country(query.spotting, self._concepts)),
            "subject": min(sum(self._concepts[name].group in _SUBJECTS for name in named), 3) / 3,
            "agreement": _agreement(scored.features),
            "unknown words": self._unknown_words(query),
            "strange words": self._strange_words(query),
            "concept count": min(len(named), 5) / 5,
            "no phrases": best["no phrases"],
        }

    def _searched(self, normal: str, locale: str, certain: bool) -> tuple[str, ...]:
        if certain:
            return (locale,) if locale in self._by_words else ()
        scripts = scripts_of(normal)
        return tuple(code for code in self._locales if script_of(code) in scripts or code == locale)

    def _wide_features(self, query: Query) -> Features:
        """Evidence that costs little, for every entry."""
        found = self._by_concept.postings.find(query.concepts)
        by_concept = {"concepts frequency": found.frequency, "concepts odds": found.odds, "concepts coverage": found.coverage}
        nothing = np.zeros(len(self.entries), dtype=np.float32)
        best: Features | None = None
        for code, encoded in query.words.items():
            words, letters = self._by_words[code].find(encoded)
            of_locale = {
                "words frequency": words.frequency,
                "words odds": words.odds,
                "letters frequency": letters.frequency,
                "letters odds": letters.odds,
                "letters coverage": letters.coverage,
                "no phrases": 1 - self._has_phrases[code],
            }
            best = of_locale if best is None else _better(best, of_locale)
        if best is None:
            best = dict.fromkeys(("words frequency", "words odds", "letters frequency", "letters odds", "letters coverage"), nothing)
            best["no phrases"] = nothing + 1
        return best | by_concept

    def _near_features(self, query: Query, order: Numbers) -> Features:
        """Evidence from single phrases, for the entries in `order`."""
        rows = self._by_concept.rows.of(order.tolist())
        first = self._by_concept.rows.first
        place = np.repeat(np.arange(order.size), first[order + 1] - first[order])
        by_concepts = self._by_concept.similarities(query.concepts, rows)
        by_words = CONCEPTS_FOR_WORDS * by_concepts
        nearest_phrase = np.zeros(order.size, dtype=np.float32)
        for number, code in enumerate(self._locales):
            here = np.flatnonzero(self._locale_of_row[rows] == number) if code in query.words else ()
            if len(here):
                by_words[here] = self._by_words[code].similarities(query.words[code], self._row_in_locale[rows[here]])
                np.maximum.at(nearest_phrase, place[here], by_words[here])
        nearest_concepts = np.zeros(order.size, dtype=np.float32)
        np.maximum.at(nearest_concepts, place, by_concepts)
        share = WORDS_SHARE if query.concepts.features.size else 1.0
        similar = (share * by_words + (1 - share) * by_concepts).astype(np.float32)
        local = np.log(np.maximum(self._regression(query.words, rows, place, similar, share), 0.01)).astype(np.float32)
        return {"nearest phrase": nearest_phrase, "nearest concepts": nearest_concepts, "regression": local}

    def _regression(self, searched: Collection[str], rows: Numbers, place: Numbers, similar: Floats, share: float) -> Floats:
        by_place = np.lexsort((-similar, place))
        by_place = by_place[place[by_place] < REGRESSED]
        sorted_place = place[by_place]
        rank = np.arange(by_place.size) - np.searchsorted(sorted_place, sorted_place)
        chosen = by_place[rank < ROWS_PER_ENTRY]
        selected = rows[chosen]
        by_concepts = self._by_concept.kernel(selected)
        by_words = CONCEPTS_FOR_WORDS * by_concepts
        for number, code in enumerate(self._locales):
            here = np.flatnonzero(self._locale_of_row[selected] == number) if code in searched else ()
            if len(here):
                by_words[np.ix_(here, here)] = self._by_words[code].kernel(self._row_in_locale[selected[here]])
        mixed = (share * by_words + (1 - share) * by_concepts).astype(np.float32)
        count = int(place[-1]) + 1
        found = probabilities(mixed, similar[chosen], place[chosen], min(count, REGRESSED))
        return np.concatenate([found, np.zeros(max(count - REGRESSED, 0), dtype=np.float32)])

    def _unknown_words(self, query: Query) -> float:
        """Share of the words that are neither small words nor concepts of ours."""
        ours = {position for spot in query.spotting.spots if self._concepts[spot.concept].ours for position in range(spot.start, spot.end)}
        small = function_words(query.locale)
        heavy = [position for position, unit in enumerate(query.spotting.units) if position in ours or unit not in small]
        return sum(position not in ours for position in heavy) / len(heavy) if heavy else 1.0

    def _strange_words(self, query: Query) -> float:
        """How many words stand in no phrase and in no term, three or more being 1."""
        indexes = [self._by_words[code] for code in query.words]
        named = {position for spot in query.spotting.spots for position in range(spot.start, spot.end)}
        small = function_words(query.locale)
        strange = sum(
            not (position in named or unit in small or is_unspaced(unit) or any(index.knows(unit) for index in indexes))
            for position, unit in enumerate(query.spotting.units)
        )
        return min(strange, 3) / 3

    def _meant(self, found: Iterable[str]) -> list[str]:
        """The concepts found and those they imply, without the ones that carry no subject."""
        names = [name for name in found if self._concepts[name].group not in _SILENT_GROUPS]
        return list(dict.fromkeys([*names, *(implied for name in names for implied in self._concepts[name].implies)]))

    def _foreign(self, found: Iterable[str], best: int | None) -> list[str]:
        """Concepts of other countries, cities and subjects that the best entry never speaks of."""
        known = self._concepts_of.get(best, frozenset()) if best is not None else frozenset()
        return [name for name in found if not self._concepts[name].ours and name not in known]


def _spoken_of(owners: Sequence[int], spotted: Sequence[Iterable[str]]) -> Mapping[int, frozenset[str]]:
    """Concepts that several phrases of an entry name, by entry number."""
    phrases = Counter(owners)
    counts: dict[int, Counter[str]] = defaultdict(Counter)
    for owner, found in zip(owners, spotted, strict=True):
        counts[owner].update(found)
    return {
        owner: frozenset(name for name, count in counter.items() if count >= max(2, _SPEAKS_OF * phrases[owner]))
        for owner, counter in counts.items()
    }


def _agreement(features: Mapping[str, Sequence[float]]) -> float:
    """Share of the kinds of evidence that put the best entry first on their own."""
    return sum(values[0] >= max(values) for values in features.values()) / len(features)


def _listed(entries: Sequence[str], phrases: Mapping[str, Mapping[str, Sequence[str]]]) -> list[tuple[int, str, str]]:
    """Entry number, locale and comparable phrase, in the order of the entries."""
    return [
        (number, locale, normal)
        for number, entry in enumerate(entries)
        for locale in sorted(phrases[entry])
        for normal in dict.fromkeys(map(normalize_known, phrases[entry][locale]))
        if normal
    ]


def _totals(features: Features) -> Floats:
    """The weighted sum per entry; entries with phrases in the language and those without are weighed apart."""
    without = features["no phrases"]
    one = sum((np.float32(w) * features[n] for n, w in calibration.WITH_PHRASES.items() if n in features), np.zeros_like(without))
    other = sum((np.float32(w) * features[n] for n, w in calibration.WITHOUT_PHRASES.items() if n in features), np.zeros_like(without))
    return np.where(without > 0, other, one).astype(np.float32)


def _better(one: Features, other: Features) -> Features:
    """Entry by entry, the evidence of the language that speaks louder."""
    louder = _totals(other) > _totals(one)
    return {name: np.where(louder, other[name], one[name]) for name in one}


def _scores(evidence: Mapping[str, float], shares: Sequence[float]) -> list[float]:
    """The best entry's probability to be right; the others divide what is left of the probability that the question is ours at all."""
    ours = _probability(evidence, calibration.OURS)
    right = ours * _probability(evidence, calibration.RIGHT)
    rest = ours - right
    return [right, *(min(right, rest * share / max(1 - shares[0], 1e-6)) for share in shares[1:])]


def _probability(evidence: Mapping[str, float], weights: Mapping[str, float]) -> float:
    total = sum(weight * evidence[name] for name, weight in weights.items())
    return 1 / (1 + exp(-max(min(total, 30.0), -30.0)))


def _without_politeness(spotting: Spotting, concepts: Mapping[str, Concept]) -> str:
    polite = {
        position for spot in spotting.spots if concepts[spot.concept].group == "politeness" for position in range(spot.start, spot.end)
    }
    text = ""
    for position, unit in enumerate(spotting.units):
        if position not in polite:
            text += unit if is_unspaced(unit) and text and is_unspaced(text[-1]) else f" {unit}"
    return text.strip()
