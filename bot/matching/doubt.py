"""What speaks for or against the best entry being the answer at all, and the probability that follows from it."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from itertools import chain
from math import exp, log
from operator import mul

import numpy as np

from bot.language.function_words import function_words
from bot.matching.arrays import Lists, Numbers, distinct, joint, split
from bot.matching.calibration import Weights
from bot.matching.concepts import Spotting
from bot.matching.facets import names_another_country
from bot.matching.features import is_unspaced
from bot.matching.spotted import Named, told_once
from bot.model import Concept, Facet

_SUBJECTS = frozenset({"permit-kind", "visa-letter", "document", "everyday", "money", "status"})
_SPEAKS_OF = 0.08
"""Share of an entry's phrases (and at least two) that must name another country, city or subject, so that it doesn't speak against it."""
_SILENT_GROUPS = frozenset({"politeness", "meta"})
_RANKED = ("letters coverage", "concepts coverage", "nearest phrase", "nearest concepts", "nearest", "no phrases", "membership")
_FREQUENCIES = ("words frequency", "letters frequency", "concepts frequency")
_LEADING = {
    name: f"{name} lead" for name in (*_FREQUENCIES, "pairs frequency", "nearest phrase", "nearest concepts", "nearest", "regression")
}
"""Evidence for an entry of which it counts by how much the best one has more than any other."""
_RIVALLING = {name: f"{name} beside" for name in (*_FREQUENCIES, "nearest", "regression")}
"""Evidence of which it counts by how much the best entry has more than any subject beside."""


class Doubt:
    def __init__(self, concepts: Mapping[str, Concept]) -> None:
        self._concepts = concepts
        self._meant = {name: () if concept.group in _SILENT_GROUPS else (name, *concept.implies) for name, concept in concepts.items()}
        self._spoken_of: dict[int, frozenset[str]] = {}

    def note(self, named: Named, owners: Numbers) -> None:
        """Notes what entries speak of: the concepts that several of their phrases name; `owners`: the entry of each phrase."""
        keys, counts = distinct(joint(owners[named.phrase], named.concept, len(named.names)))
        entries, concepts = split(keys, len(named.names))
        enough = counts >= np.maximum(2, _SPEAKS_OF * np.bincount(owners)[entries])
        spoken_of = defaultdict(set)
        for entry, concept in zip(entries[enough].tolist(), concepts[enough].tolist(), strict=True):
            spoken_of[entry].add(named.names[concept])
        self._spoken_of = {entry: frozenset(names) for entry, names in spoken_of.items()}

    def all_meant(self, named: Named) -> Named:
        """As `meant`, for many phrases."""
        number_of = {name: number for number, name in enumerate(named.names)}
        meant, counts = Lists.of([[number_of[name] for name in self._meant[concept]] for concept in named.names]).at(named.concept)
        return told_once(named.names, named.phrase.repeat(counts), meant)

    def meant(self, found: Iterable[str]) -> frozenset[str]:
        """The concepts found and those they imply, without the ones that carry no subject."""
        return frozenset(chain.from_iterable(map(self._meant.__getitem__, found)))

    def foreign(self, found: Iterable[str], best: int | None) -> list[str]:
        """Concepts of other countries, cities and subjects that the best entry never speaks of."""
        known = self._spoken_of.get(best, frozenset()) if best is not None else frozenset()
        return [name for name in found if not self._concepts[name].ours and name not in known]

    def of_ranking(
        self, features: Mapping[str, Sequence[float]], shares: Sequence[float], best: int, beside: Sequence[int]
    ) -> dict[str, float]:
        """Evidence in how the candidate at `best` stands among the others, and among the subjects at `beside`."""
        others = [place for place in range(len(shares)) if place != best]
        share = shares[best]
        rival = max([shares[place] for place in others], default=0.0)
        leads = {name: _lead(values, best, others, 0.0) for name, values in features.items()}
        odds = log((share + 1e-4) / (rival + 1e-4))
        local = exp(features["regression"][best])
        subjects = sum([shares[place] for place in beside])
        return {
            "always": 1.0,
            "odds": odds / 5,
            "lead": max(min(odds, 5.0), -5.0) / 5,
            "share": share,
            "squared share": share**2,
            "very sure": max(0.0, share - 0.9) * 10,
            "second share": rival,
            "local chance": local,
            "squared chance": local**2,
            "agreed chance": local * share,
            "similar and likely": features["nearest"][best] * share,
            "agreement": len([lead for lead in leads.values() if lead >= 0 or not others]) / len(features),
            "beside": subjects,
            "a little beside": subjects**0.5,
            "subjects beside": len(beside) / len(shares),
            **{name: features[name][best] for name in _RANKED},
            **{lead: leads[name] for name, lead in _LEADING.items()},
            **{lead: _lead(features[name], best, beside, features[name][best] - 3) for name, lead in _RIVALLING.items()},
        }

    def of_text(self, spotting: Spotting, locale: str, knows: Callable[[Sequence[str]], Sequence[bool]], best: int) -> dict[str, float]:
        """Evidence in the words themselves; `knows` tells of words whether they stand in a phrase."""
        found = spotting.concepts()
        named = self._named(found)
        foreign = [self._concepts[name].group for name in self.foreign(found, best)]
        elsewhere, foreign_countries = foreign.count("other-city"), foreign.count("other-country")
        another = float(names_another_country(spotting, self._concepts))
        abroad = foreign_countries + another
        here = float("beijing" in found)
        where = float(any(self._concepts[name].facet is Facet.WHERE for name in found))
        covered, covered_by_ours = self._covered(spotting)
        small = function_words(locale)
        return {
            "another country": another,
            "other country": min(abroad, 2) / 2,
            "other city": min(elsewhere, 2) / 2,
            "other city, not here": min(elsewhere, 1) * (1 - here),
            "other city, where": min(elsewhere, 1) * where,
            "other subject": min(len(foreign) - elsewhere - foreign_countries, 2) / 2,
            "subject": min(sum([self._concepts[name].group in _SUBJECTS for name in named]), 3) / 3,
            "concept count": min(len(named), 5) / 5,
            "one concept": float(len(named) == 1),
            "no concept": float(not named),
            "unknown words": self._unknown_words(spotting.units, covered_by_ours, small),
            "strange words": self._strange_words(spotting.units, covered, small, knows),
            "length": min(len(spotting.units), 15) / 15,
        }

    def _named(self, found: Iterable[str]) -> list[str]:
        return [name for name in found if self._concepts[name].group not in _SILENT_GROUPS]

    def _covered(self, spotting: Spotting) -> tuple[Collection[int], Collection[int]]:
        """The places of the words that some term names, and of those that a term of ours does."""
        covered: set[int] = set()
        ours: set[int] = set()
        for concept, start, end, _ in spotting.spots:
            covered.update(range(start, end))
            if self._concepts[concept].ours:
                ours.update(range(start, end))
        return covered, ours

    @staticmethod
    def _unknown_words(units: Sequence[str], ours: Collection[int], small: Collection[str]) -> float:
        """Share of the words that are neither small words nor concepts of ours."""
        unknown = sum([place not in ours and unit not in small for place, unit in enumerate(units)])
        return unknown / (unknown + len(ours)) if unknown or ours else 1.0

    @staticmethod
    def _strange_words(
        units: Sequence[str], named: Collection[int], small: Collection[str], knows: Callable[[Sequence[str]], Sequence[bool]]
    ) -> float:
        """How many words stand in no phrase and in no term, three or more being 1."""
        rest = [unit for place, unit in enumerate(units) if not (place in named or unit in small or is_unspaced(unit))]
        return min(len(rest) - sum(knows(rest)), 3) / 3 if rest else 0.0


def scores(evidence: Mapping[str, float], shares: Sequence[float], weights: Weights) -> list[float]:
    """The best entry's probability to be right; the others divide the chance that it is not, while the question is ours all the same.

    `shares`: of the entries, best first.
    """
    right = _probability(evidence, weights.right_without_phrases if evidence["no phrases"] else weights.right)
    rest = (1 - right) * _probability(evidence, weights.ours)
    others = max(sum(shares[1:]), 1e-6)
    return [right, *(min(right, rest * share / others) for share in shares[1:])]


def _probability(evidence: Mapping[str, float], weights: Mapping[str, float]) -> float:
    total = sum(map(mul, weights.values(), map(evidence.__getitem__, weights)))
    return 1 / (1 + exp(-max(min(total, 30.0), -30.0)))


def _lead(values: Sequence[float], best: int, others: Sequence[int], without: float) -> float:
    """How much more the value at `best` is than those at `others`, or at least than `without` when there are none."""
    return values[best] - max([values[place] for place in others], default=without)
