"""Evidence from the single phrases of the candidates: how similar the nearest are, and a regression that learns from them on the spot."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from bot.matching.index import ConceptIndex, WordIndex
from bot.matching.postings import Encoded, Floats, Numbers
from bot.matching.regression import log_chances, memberships

REGRESSED = 5
ROWS_PER_ENTRY = 8
"""Entries, and phrases of each, that the regression learns to tell apart."""
WORDS_SHARE = 0.65
"""Share of words and letters in the similarity of two phrases; the rest are concepts."""
CONCEPTS_FOR_WORDS = 0.55
"""What similarity of words to expect, per similarity of concepts, where there is no phrase in the language to compare with."""
NEAR = ("nearest phrase", "nearest concepts", "nearest", "regression", "membership")


@dataclass(frozen=True, slots=True)
class _Rows:
    """Phrases of the candidates, those of one candidate after the other, and `counts` of each.

    `row` is that in the language's index (None where concepts alone compare), `concept_row` that in the index of concepts; `similar` is
    how similar the phrase is to the question.
    """

    index: WordIndex | None
    counts: Numbers
    row: Numbers
    concept_row: Numbers
    similar: Floats


class Nearby:
    def __init__(self, by_words: Mapping[str, WordIndex], by_concept: ConceptIndex) -> None:
        self._by_words = by_words
        self._by_concept = by_concept

    def evidence(self, words: Mapping[str, Encoded], concepts: Encoded, entries: Numbers) -> Floats:
        """One row for each of `NEAR`, one column for each of `entries`, which stand best first; `words` by language."""
        concept_rows, concept_counts = self._by_concept.rows.of(entries)
        by_concepts = self._by_concept.similarities(concepts, entries, concept_rows)
        shift = concept_counts.cumsum() - concept_counts - self._by_concept.rows.first[entries]
        share = np.float32(WORDS_SHARE if concepts.features.size else 1.0)
        nearest_phrase = np.zeros(entries.size, dtype=np.float32)
        without = np.ones(entries.size, dtype=np.bool_)
        found: list[_Rows] = []
        for code, encoded in words.items():
            index = self._by_words[code]
            rows, counts = index.rows.of(entries)
            if rows.size == 0:
                continue
            by_words = index.similarities(encoded, entries, rows)
            np.maximum(nearest_phrase, _greatest(by_words, counts), out=nearest_phrase)
            own = index.concept_rows[rows]
            similar = share * by_words
            similar += (1 - share) * by_concepts[own + shift.repeat(counts)]
            found.append(_Rows(index, counts, rows, own, similar))
            without &= counts == 0
        if without.any():
            only = np.repeat(without, concept_counts)
            similar = (share * np.float32(CONCEPTS_FOR_WORDS) + 1 - share) * by_concepts[only]
            rows = concept_rows[only]
            found.append(_Rows(None, concept_counts * without, rows, rows, similar))
        nearest = np.zeros(entries.size, dtype=np.float32)
        for of_index in found:
            np.maximum(nearest, _greatest(of_index.similar, of_index.counts), out=nearest)
        regressed = min(entries.size, REGRESSED)
        belongs = self._regression(found, regressed, share)
        told = np.stack([log_chances(belongs), belongs])
        rest = told.min(axis=1, keepdims=True).repeat(entries.size - regressed, axis=1)  # left out: as unlikely as the least likely
        return np.concatenate([[nearest_phrase, _greatest(by_concepts, concept_counts), nearest], np.append(told, rest, axis=1)])

    def _regression(self, found: Sequence[_Rows], count: int, share: np.float32) -> Floats:
        """How far the question is of each of the first entries, by their most similar phrases."""
        counts = np.sum([of_index.counts for of_index in found], axis=0)[:count]
        similar = np.concatenate([of_index.similar for of_index in found])
        if len(found) > 1:  # to those of one candidate after the other
            order = np.argsort(np.concatenate([np.repeat(np.arange(of.counts.size), of.counts) for of in found]), kind="stable")
            similar = similar[order]
        chosen = _most_similar(similar, counts)
        classes = np.repeat(np.arange(count), np.minimum(counts, ROWS_PER_ENTRY))
        picked = order[chosen] if len(found) > 1 else chosen
        row, concept_row = (np.concatenate([getattr(of, name) for of in found])[picked] for name in ("row", "concept_row"))
        by_concepts = self._by_concept.kernel(concept_row)
        kernel = (1 - share) * by_concepts
        begin = 0
        for of_index in found:
            end = begin + of_index.row.size
            here = np.flatnonzero((picked >= begin) & (picked < end))
            block = np.ix_(here, here)
            by_words = of_index.index.kernel(row[here]) if of_index.index else np.float32(CONCEPTS_FOR_WORDS) * by_concepts[block]
            kernel[block] += share * by_words
            begin = end
        return memberships(kernel, similar[chosen], classes, count)


def _most_similar(similar: Floats, counts: Numbers) -> Numbers:
    """The places of the most similar phrases of each candidate, `counts` of which stand one after the other."""
    chosen = []
    begin = 0
    for count in counts.tolist():
        here = similar[begin : begin + count]
        best = here.argpartition(-ROWS_PER_ENTRY)[-ROWS_PER_ENTRY:] if count > ROWS_PER_ENTRY else np.arange(count)
        chosen.append(best + begin)
        begin += count
    return np.concatenate(chosen)


def _greatest(values: Floats, counts: Numbers) -> Floats:
    """The greatest of each run of values, `counts` long; 0 for an empty run."""
    greatest = np.zeros(counts.size, dtype=np.float32)
    some = counts.nonzero()[0]
    if some.size:
        greatest[some] = np.maximum.reduceat(values, (counts.cumsum() - counts)[some])
    return greatest
