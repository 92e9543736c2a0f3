"""Evidence from the single phrases of the candidates: how similar the nearest are, and a regression that learns from them on the spot."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from bot.matching.index import ConceptIndex, WordIndex
from bot.matching.postings import Encoded, Floats, Numbers, products
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
        share = WORDS_SHARE if concepts.features.size else 1.0
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
            similar = np.float32(share) * by_words
            similar += np.float32(1 - share) * by_concepts[own + shift.repeat(counts)]
            found.append(_Rows(index, counts, rows, own, similar))
            without &= counts == 0
        if without.any():
            only = np.repeat(without, concept_counts)
            similar = np.float32(share * CONCEPTS_FOR_WORDS + 1 - share) * by_concepts[only]
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

    def _regression(self, found: Sequence[_Rows], count: int, share: float) -> Floats:
        """How far the question is of each of the first entries, by their most similar phrases."""
        counts = found[0].counts[:count] if len(found) == 1 else np.add.reduce([of.counts for of in found])[:count]
        similar, row, concept_row = (
            np.concatenate(parts) for parts in zip(*((of.similar, of.row, of.concept_row) for of in found), strict=True)
        )
        index = np.arange(len(found)).repeat([of.row.size for of in found])
        if len(found) > 1:  # to those of one candidate after the other
            order = np.concatenate([np.arange(of.counts.size).repeat(of.counts) for of in found]).argsort(kind="stable")
            similar, row, concept_row, index = similar[order], row[order], concept_row[order], index[order]
        chosen = _most_similar(similar, counts)
        similar, row, concept_row, index = similar[chosen], row[chosen], concept_row[chosen], index[chosen]
        parts = [self._by_concept.vectors(concept_row, 1 - share)] if share < 1 else []
        for number, of_index in enumerate(found):
            here = (index == number).nonzero()[0]
            if of_index.index is None:
                part = self._by_concept.vectors(concept_row[here], share * CONCEPTS_FOR_WORDS)
            else:
                part = of_index.index.vectors(row[here], share)
            parts.append(replace(part, row=here[part.row]))
        classes = np.arange(count).repeat(np.minimum(counts, ROWS_PER_ENTRY))
        return memberships(products(parts, chosen.size), similar, classes, count)


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
