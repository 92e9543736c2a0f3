"""Phrases as features, ready to search: words, letter runs and concepts, and how similar single phrases are."""

from collections.abc import Collection, Sequence
from itertools import combinations
from math import log1p
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.matching.arrays import Floats, Lists, Numbers, distinct, joint, run_starts, split
from bot.matching.postings import Encoded, Postings, Rows, Vectors
from bot.matching.spotted import Named
from bot.matching.tokens import Tokens
from bot.matching.vocabulary import FIRST_LETTERS, hash_of_word, hashes_of, known_among, read

PAIR_WEIGHT = 0.7
"""Weight of two concepts named together, against that of each alone."""
_MOST_PAIRED = 12
"""Concepts of a text that are paired, so that a very long one stays cheap."""
CHARACTER_SHARE = 1.75
"""Share of letter runs in the similarity of two phrases, against 1 for words."""


class WordIndex:
    """The phrases of one language, as words with their neighbours and as letter runs."""

    def __init__(self, locale: str, phrases: Tokens, owners: Numbers, entries: int, concept_rows: Numbers) -> None:
        """`phrases`: the words of comparable texts; `owners`: entry numbers, ascending; `concept_rows`: their rows in the index of
        concepts."""
        self.locale = locale
        self.concept_rows = concept_rows.astype(np.int32)
        self._hashes, features, lengths = read(phrases, locale)
        width = self._hashes.size
        self._rarity = rarity(np.bincount(features, minlength=width), owners.size)
        self._rarest = np.float32(np.log1p(owners.size) + 1)
        self.postings = Postings(joint(features, owners.repeat(lengths), entries), entries, width)
        of_words = _counts(features < self._hashes.searchsorted(FIRST_LETTERS), lengths)
        self.rows = Rows(features, np.stack([of_words, lengths - of_words], axis=1), owners, entries, width)
        self._scales = _scales(self.rows.totals(self._rarity**2))

    def encode(self, normal: str) -> Encoded:
        hashes, words = hashes_of(normal, self.locale)
        numbers, known = known_among(hashes, self._hashes)
        rarities = np.where(known, self._rarity[numbers], self._rarest)
        by_words, by_letters = float(rarities[:words] @ rarities[:words]), float(rarities[words:] @ rarities[words:])
        whole = max((by_words > 0) + CHARACTER_SHARE * (by_letters > 0), 1e-9)
        rarities[:words] *= np.float32((1 / whole / max(by_words, 1e-9)) ** 0.5)
        rarities[words:] *= np.float32((CHARACTER_SHARE / whole / max(by_letters, 1e-9)) ** 0.5)
        return Encoded(numbers[known], rarities[known], int(known[:words].sum()))

    def similarities(self, query: Encoded, entries: Numbers, rows: Numbers) -> Floats:
        """Cosine of the query with every row of the entries, which are `rows`."""
        sums = self.rows.sums_of(entries, query.features, query.weights * self._rarity.take(query.features))
        sums *= self._scales.take(rows, axis=0)
        cosines: Floats = sums[:, 0] + sums[:, 1]
        return cosines

    def vectors(self, rows: Numbers, share: float) -> Vectors:
        """The rows, of which each is `share` long, squared."""
        features, lengths = self.rows.items(rows)
        weights = self._scales.take(rows, axis=0).ravel().repeat(lengths.ravel())
        weights *= self._rarity.take(features)
        weights *= np.float32(share**0.5)
        return Vectors(features, weights, np.arange(rows.size).repeat(lengths[:, 0] + lengths[:, 1]), self._rarity.size)

    def knows(self, words: Sequence[str]) -> NDArray[np.bool_]:
        """Whether each of the words, in some form, stands in a phrase."""
        return known_among(np.array([hash_of_word(word, self.locale) for word in words], dtype=np.uint32), self._hashes)[1]


class ConceptIndex:
    """The concepts of all phrases in all languages, alone and two together, one row for each set of concepts that an entry has."""

    def __init__(self, named: Named, owners: Numbers, entries: int) -> None:
        """`named`: the concepts of the phrases; `owners`: the entry of each, ascending."""
        self.row_of_phrase, of_row = _told_apart(named, owners)
        used, of_item = np.unique(named.concept, return_inverse=True)
        alone = [named.names[number] for number in used.tolist()]
        self._numbers = {name: number for number, name in enumerate(alone)}
        bounds = np.append(0, np.bincount(named.phrase, minlength=owners.size).cumsum())
        concepts, lengths = Lists(of_item.astype(np.int32), bounds).at(of_row)
        row_of_concept, owners_of_rows = np.arange(of_row.size, dtype=np.int32).repeat(lengths), owners[of_row]
        left, right, row_of_pair = _pairs(concepts, row_of_concept, lengths)
        pairs = left * len(alone) + right
        seen = np.bincount(pairs, minlength=len(alone) ** 2) > 0
        self._number_of_pair: Numbers = np.where(seen, seen.cumsum() + (len(alone) - 1), -1).astype(np.int32)
        width = len(alone) + int(seen.sum())
        rows, features = np.append(row_of_concept, row_of_pair), np.append(concepts, self._number_of_pair[pairs])
        rows, features = split(np.sort(joint(rows, features, width)), width)
        self.rows = Rows(features, np.bincount(rows, minlength=lengths.size)[:, np.newaxis], owners_of_rows, entries, width)
        owner_of_item = owners_of_rows[rows]
        in_entry, _ = split(distinct(joint(features, owner_of_item, entries))[0], entries)
        self._weight = rarity(np.bincount(in_entry, minlength=width), entries)
        self._weight[len(alone) :] *= np.float32(PAIR_WEIGHT)
        self._rarest = log1p(entries) + 1
        times = np.bincount(self.row_of_phrase, minlength=lengths.size)
        self.postings = Postings(joint(features, owner_of_item, entries), entries, width, times[rows])
        squares = self.rows.totals(self._weight**2)[:, 0]
        self._scale = np.where(squares > 0, 1 / np.sqrt(np.maximum(squares, 1e-9)), 0).astype(np.float32)

    def encode(self, concepts: Collection[str]) -> Encoded:
        alone = [self._numbers.get(name, -1) for name in sorted(set(concepts))]
        known = len(self._numbers)
        number_of = self._number_of_pair.item
        pairs = combinations(alone[:_MOST_PAIRED], 2)
        together = [number_of(one * known + other) if one >= 0 <= other else -1 for one, other in pairs]
        numbers = [number for number in (*alone, *together) if number >= 0]
        features: Numbers = np.array(numbers, dtype=np.intp)
        weights = self._weight.take(features)
        strange = alone.count(-1) + together.count(-1) * PAIR_WEIGHT**2
        weights /= np.float32(max(float(weights @ weights) + strange * self._rarest**2, 1e-9) ** 0.5)
        return Encoded(features, weights, len(alone) - alone.count(-1))

    def similarities(self, query: Encoded, rows: Numbers) -> Floats:
        """Cosine of the query with each of the rows."""
        cosines = self.rows.sums(query.features, query.weights * self._weight.take(query.features), rows)[:, 0]
        cosines *= self._scale.take(rows)
        return cosines

    def vectors(self, rows: Numbers, share: float) -> Vectors:
        """The rows, of which each is `share` long, squared, or nothing where there are no concepts."""
        features, lengths = self.rows.items(rows)
        lengths = lengths[:, 0]
        weights = (self._scale.take(rows) * np.float32(share**0.5)).repeat(lengths)
        weights *= self._weight.take(features)
        return Vectors(features, weights, np.arange(rows.size).repeat(lengths), self._weight.size)


def rarity(counts: NDArray[Any], total: int) -> Floats:
    """Smoothed inverse frequency, at least 1."""
    return (np.log((1 + total) / (1 + counts.astype(np.float64))) + 1).astype(np.float32)


def _told_apart(named: Named, owners: Numbers) -> tuple[Numbers, Numbers]:
    """For each phrase the number of its row, where phrases of one entry that name the same concepts share one; and of each row the first
    phrase.

    Sets of concepts are compared by sums of random numbers: that two different ones of an entry have the same sum won't happen.
    """
    of_concept = np.random.default_rng(1).integers(2**64, size=len(named.names), dtype=np.uint64)
    sums = np.zeros(owners.size, dtype=np.uint64)
    begins = run_starts(named.phrase)
    sums[named.phrase[begins]] = np.add.reduceat(of_concept[named.concept], begins) if begins.size else 0
    order = np.lexsort((sums, owners))
    another = np.append(order.size > 0, (np.diff(sums[order]) != 0) | (np.diff(owners[order]) != 0))[: order.size]
    first = order[another]
    in_order = first.argsort()
    row_of_phrase = np.empty(owners.size, dtype=np.int32)
    row_of_phrase[order] = in_order.argsort()[another.cumsum() - 1]
    return row_of_phrase, first[in_order]


def _pairs(concepts: Numbers, rows: Numbers, lengths: Numbers) -> tuple[Numbers, Numbers, Numbers]:
    """Of the first concepts of each row any two, and the row; `rows` ascend, the concepts of each do too, and `lengths` tells how many."""
    place = np.arange(rows.size, dtype=np.int32) - (lengths.cumsum(dtype=np.int32) - lengths).repeat(lengths)
    ends = np.minimum(lengths, _MOST_PAIRED).repeat(lengths)
    left = [np.flatnonzero(place + apart < ends).astype(np.int32) for apart in range(1, _MOST_PAIRED)]
    right = np.concatenate([places + apart for apart, places in enumerate(left, start=1)])
    before = np.concatenate(left)
    return concepts[before], concepts[right], rows[before]


def _counts(chosen: NDArray[np.bool_], lengths: Numbers) -> Numbers:
    """How many are chosen in each of the runs, `lengths` long, that stand one after the other."""
    before = np.append(0, np.cumsum(chosen, dtype=np.int32))
    ends = np.cumsum(lengths)
    counts: Numbers = before[ends] - before[ends - lengths]
    return counts


def _scales(squares: Floats) -> Floats:
    """Factors, one line for each row, that bring it to length 1 and its words and its letter runs to their shares of it; 0 for none.

    `squares`: the sums over the words and over the letter runs of each row.
    """
    shares = np.array([1.0, CHARACTER_SHARE], dtype=np.float32) * (squares > 0)
    shares /= np.maximum(shares.sum(axis=1, keepdims=True), np.float32(1e-9))
    scales: Floats = np.sqrt(shares / np.maximum(squares, np.float32(1e-9)))
    return scales
