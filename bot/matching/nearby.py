"""Evidence from the single phrases of the candidates: how similar the nearest are, and a regression that learns from them on the spot."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from bot.matching.arrays import Floats, Numbers
from bot.matching.index import ConceptIndex, WordIndex
from bot.matching.postings import Encoded, Vectors, products
from bot.matching.regression import log_chances, memberships

REGRESSED = 4
ROWS_PER_ENTRY = 9
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
    how similar the phrase is to the question. Where several languages are joined, `order` tells where each phrase stood among all of them.
    """

    index: WordIndex | None
    counts: Numbers
    row: Numbers
    concept_row: Numbers
    similar: Floats
    order: Numbers | None = None


class Nearby:
    def __init__(self, by_words: Mapping[str, WordIndex], by_concept: ConceptIndex) -> None:
        self._by_words = by_words
        self._by_concept = by_concept

    def evidence(self, words: Mapping[str, Encoded], concepts: Encoded, entries: Numbers) -> Floats:
        """One row for each of `NEAR`, one column for each of `entries`, which stand best first; `words` by language."""
        share = WORDS_SHARE if concepts.features.size else 1.0
        nearest = np.zeros((3, entries.size), dtype=np.float32)  # by words, by concepts, by both
        without = np.ones(entries.size, dtype=np.bool_)
        found: list[_Rows] = []
        for code, encoded in words.items():
            index = self._by_words[code]
            rows, counts = index.rows.of(entries)
            if rows.size == 0:
                continue
            own = index.concept_rows.take(rows)
            similarities = np.empty((3, rows.size), dtype=np.float32)
            by_words, by_concepts, similar = similarities
            by_words[:] = index.similarities(encoded, entries, rows)
            by_concepts[:] = self._by_concept.similarities(concepts, own)
            np.multiply(by_words, np.float32(share), out=similar)
            similar += np.float32(1 - share) * by_concepts
            found.append(_Rows(index, counts, rows, own, similar))
            np.maximum(nearest, _greatest(similarities, counts), out=nearest)
            without &= counts == 0
        if without.any():
            rows, counts = self._by_concept.rows.of(entries[without])
            by_concepts = self._by_concept.similarities(concepts, rows)
            similar = np.float32(share * CONCEPTS_FOR_WORDS + 1 - share) * by_concepts
            of_entry = np.zeros(entries.size, dtype=counts.dtype)
            of_entry[without] = counts
            found.append(_Rows(None, of_entry, rows, rows, similar))
            np.maximum(nearest[1:], _greatest(np.stack([by_concepts, similar]), of_entry), out=nearest[1:])
        evidence = np.empty((len(NEAR), entries.size), dtype=np.float32)
        evidence[:3] = nearest
        regressed = min(entries.size, REGRESSED)
        belongs = self._regression(found, regressed, share)
        for row, told in ((3, log_chances(belongs)), (4, belongs)):
            evidence[row, :regressed] = told
            evidence[row, regressed:] = told.min()  # left out: as unlikely as the least likely
        return evidence

    def _regression(self, found: Sequence[_Rows], count: int, share: float) -> Floats:
        """How far the question is of each of the first entries, by their most similar phrases."""
        joined = found[0] if len(found) == 1 else _joined(found)
        chosen = _most_similar(joined.similar, joined.counts[:count])
        row, concept_row = joined.row[chosen], joined.concept_row[chosen]
        parts = [self._by_concept.vectors(concept_row, 1 - share)] if share < 1 else []
        if len(found) == 1:
            parts.append(self._own(joined.index, row, concept_row, share))
        else:
            own = np.concatenate([np.full(of.row.size, number) for number, of in enumerate(found)])[joined.order][chosen]
            for number, of_index in enumerate(found):
                here = (own == number).nonzero()[0]
                part = self._own(of_index.index, row[here], concept_row[here], share)
                parts.append(replace(part, row=here[part.row]))
        classes = np.arange(count).repeat(np.minimum(joined.counts[:count], ROWS_PER_ENTRY))
        return memberships(products(parts, chosen.size), joined.similar[chosen], classes, count)

    def _own(self, index: WordIndex | None, row: Numbers, concept_row: Numbers, share: float) -> Vectors:
        """What phrases of one language have in common; what concepts let expect where there are none in the language."""
        return self._by_concept.vectors(concept_row, share * CONCEPTS_FOR_WORDS) if index is None else index.vectors(row, share)


def _joined(found: Sequence[_Rows]) -> _Rows:
    """Phrases of several languages, those of one candidate after the other."""
    order = np.concatenate([np.arange(of.counts.size).repeat(of.counts) for of in found]).argsort(kind="stable")
    row, concept_row, similar = (
        np.concatenate(parts)[order] for parts in zip(*((of.row, of.concept_row, of.similar) for of in found), strict=True)
    )
    return _Rows(None, np.add.reduce([of.counts for of in found]), row, concept_row, similar, order)


def _most_similar(similar: Floats, counts: Numbers) -> Numbers:
    """The places of the most similar phrases of each candidate, `counts` of which stand one after the other."""
    chosen = []
    begin = 0
    for count in counts.tolist():
        here = similar[begin : begin + count]
        chosen.append(here.argsort()[-ROWS_PER_ENTRY:] + begin)
        begin += count
    return np.concatenate(chosen)


def _greatest(values: Floats, counts: Numbers) -> Floats:
    """In each line, the greatest of each run of values, `counts` long; 0 for an empty run."""
    some = counts.nonzero()[0]
    greatest: Floats = np.zeros((len(values), counts.size), dtype=np.float32)
    if some.size:
        greatest[:, some] = np.maximum.reduceat(values, (counts.cumsum() - counts)[some], axis=1)
    return greatest
