"""Evidence from the single phrases of the candidates: how similar the nearest are, and a regression that learns from them on the spot."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from bot.matching.arrays import Floats, Numbers
from bot.matching.index import CONCEPTS_FOR_WORDS, ConceptIndex, WordIndex
from bot.matching.postings import Encoded
from bot.matching.regression import log_chances, memberships
from bot.matching.rows import products

REGRESSED, REGRESSED_WITHOUT_TERMS = 3, 4
"""Entries that the regression learns to tell apart; where nobody has written terms, the right one is less often among the very first."""
ROWS_PER_ENTRY = 9
"""Phrases of each of them."""
WORDS_SHARE = 0.65
"""Share of words and letters in the similarity of two phrases; the rest are concepts."""
NEAR = ("nearest phrase", "nearest concepts", "nearest", "regression", "membership")


@dataclass(frozen=True, slots=True)
class _Rows:
    """Phrases of the candidates, those of one candidate after the other, and `counts` of each.

    `row` is that in the index, `similar` how similar the phrase is to the question.
    """

    index: WordIndex | ConceptIndex
    counts: Numbers
    row: Numbers
    similar: Floats


class Nearby:
    def __init__(self, by_words: Mapping[str, WordIndex], by_concept: ConceptIndex, regressed: int = REGRESSED) -> None:
        self._by_words = by_words
        self._by_concept = by_concept
        self._regressed = regressed

    def evidence(self, words: Mapping[str, Encoded], concepts: Encoded, entries: Numbers) -> Floats:
        """One row for each of `NEAR`, one column for each of `entries`, which stand best first; `words` by language."""
        share = WORDS_SHARE if concepts.features.size else 1.0
        found: list[_Rows] = []
        nearest: list[Floats] = []  # by words, by concepts, by both
        for code, encoded in words.items():
            index = self._by_words[code]
            rows, counts = index.rows.of(entries)
            if rows.size:
                similarities = _kinds(share).dot(index.similarities(encoded, concepts, entries, rows).T)
                found.append(_Rows(index, counts, rows, similarities[-1]))
                nearest.append(_greatest(similarities, counts))
        phrases = np.add.reduce([of.counts for of in found]) if found else np.zeros(entries.size, dtype=np.intp)
        if not phrases.all():
            without = (phrases == 0).nonzero()[0]
            rows, of_those = self._by_concept.rows.of(entries[without])
            counts = np.zeros_like(phrases)
            counts[without] = of_those
            by_concepts = self._by_concept.similarities(concepts, entries[without], rows)
            similarities = np.outer([0, 1, share * CONCEPTS_FOR_WORDS + 1 - share], by_concepts).astype(np.float32)
            found.append(_Rows(self._by_concept, counts, rows, similarities[-1]))
            nearest.append(_greatest(similarities, counts))
        evidence = np.empty((len(NEAR), entries.size), dtype=np.float32)
        evidence[:3] = nearest[0] if len(nearest) == 1 else np.maximum.reduce(nearest)
        regressed = min(entries.size, self._regressed)
        belongs = self._regression(found, regressed, share)
        for row, told in ((3, log_chances(belongs)), (4, belongs)):
            evidence[row] = told + [min(told)] * (entries.size - regressed)  # left out: as unlikely as the least likely
        return evidence

    def _regression(self, found: Sequence[_Rows], count: int, share: float) -> list[float]:
        """How far the question is of each of the first entries, by their most similar phrases."""
        counts, row, similar, of_index = _joined(found)
        chosen = _most_similar(similar, counts[:count])
        if of_index is None:
            parts = [found[0].index.vectors(row[chosen], share)]
        else:
            parts = []
            for number, of in enumerate(found):
                here = (of_index[chosen] == number).nonzero()[0]
                part = of.index.vectors(row[chosen[here]], share)
                parts.append(replace(part, row=here[part.row]))
        kernel = products(parts, chosen.size, self._by_concept.rows.width)
        classes = np.arange(count).repeat(np.minimum(counts[:count], ROWS_PER_ENTRY))
        return memberships(kernel, similar[chosen], classes, count)


@cache
def _kinds(share: float) -> Floats:
    """From what concepts, words and letter runs have in common to similarity by words, by concepts, and by both."""
    return np.array([[0, 1, 1], [1, 0, 0], [1 - share, share, share]], dtype=np.float32)


def _joined(found: Sequence[_Rows]) -> tuple[Numbers, Numbers, Floats, Numbers | None]:
    """Phrases of all indexes, those of one candidate after the other: how many of each, their rows, their similarities, and which index
    each is of, unless there is one alone."""
    if len(found) == 1:
        return found[0].counts, found[0].row, found[0].similar, None
    order = np.concatenate([np.arange(of.counts.size).repeat(of.counts) for of in found]).argsort(kind="stable")
    row, similar = (np.concatenate(parts)[order] for parts in zip(*((of.row, of.similar) for of in found), strict=True))
    of_index = np.arange(len(found)).repeat([of.row.size for of in found])[order]
    return np.add.reduce([of.counts for of in found]), row, similar, of_index


def _most_similar(similar: Floats, counts: Numbers) -> Numbers:
    """The places of the most similar phrases of each candidate, `counts` of which stand one after the other; of equal ones the last."""
    chosen = []
    begin = 0
    for count in counts.tolist():
        order = similar[begin : begin + count].argsort(kind="stable")[-ROWS_PER_ENTRY:]
        order += begin
        chosen.append(order)
        begin += count
    return np.concatenate(chosen)


def _greatest(values: Floats, counts: Numbers) -> Floats:
    """In each line, the greatest of each run of values, `counts` long; 0 for an empty run."""
    some = counts.nonzero()[0]
    if some.size == counts.size:
        greatest: Floats = np.maximum.reduceat(values, counts.cumsum() - counts, axis=1)
        return greatest
    greatest = np.zeros((len(values), counts.size), dtype=np.float32)
    if some.size:
        greatest[:, some] = np.maximum.reduceat(values, (counts.cumsum() - counts)[some], axis=1)
    return greatest
