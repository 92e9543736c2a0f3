"""Phrases as features, ready to search: words, letter runs and concepts, and how similar single phrases are."""

from collections.abc import Collection, Sequence
from functools import cache
from itertools import combinations
from math import log1p
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.matching.arrays import Floats, Lists, Numbers, distinct, joint, ranges, run_starts, split
from bot.matching.postings import Collected, Encoded
from bot.matching.rows import Rows, Vectors
from bot.matching.spotted import Named
from bot.matching.tokens import Tokens
from bot.matching.vocabulary import FIRST_LETTERS, hash_of_word, hashes_of, known_among, read

PAIR_WEIGHT = 0.7
"""Weight of two concepts named together, against that of each alone."""
_MOST_PAIRED = 12
"""Concepts of a text that are paired, so that a very long one stays cheap."""
CONCEPTS_FOR_WORDS = 0.55
"""What similarity of words to expect, per similarity of concepts, where there is no phrase in the language to compare with."""
CHARACTER_SHARE = 1.75
"""Share of letter runs in the similarity of two phrases, against 1 for words."""


class WordIndex:
    """The phrases of one language, as concepts, as words with their neighbours, and as letter runs."""

    def __init__(
        self, locale: str, phrases: Tokens, owners: Numbers, concepts: "ConceptIndex", named: Numbers, postings: Collected
    ) -> None:
        """`phrases`: the words of comparable texts; `owners`: entry numbers, ascending; `named`: their rows in the index of concepts."""
        self.locale = locale
        self._hashes, features, lengths = read(phrases, locale)
        entries, width, before = postings.entries, self._hashes.size, concepts.rows.width
        rarities = rarity(np.bincount(features, minlength=width), owners.size)
        self._rarest = log1p(owners.size) + 1
        self._index = postings.add(joint(features, owners.repeat(lengths), entries), width)
        of_words = _counts(features < self._hashes.searchsorted(FIRST_LETTERS), lengths)
        of_concepts, _, counts = concepts.rows.items(named)
        self.rows = Rows(
            _alternating(of_concepts, counts, features + np.int32(before), lengths),
            np.stack([counts, of_words, lengths - of_words], axis=1),
            owners,
            entries,
            before + width,
        )
        self._worth = np.append(concepts.worth, rarities)
        self._rarity = self._worth[before:]
        self._scales = _scales(self.rows.totals(self._worth**2))
        self._before = before

    def encode(self, normal: str) -> Encoded:
        hashes, words = hashes_of(normal, self.locale)
        numbers, known = known_among(hashes, self._hashes)
        there = known.nonzero()[0]
        numbers = numbers.take(there)
        rarities = self._rarity.take(numbers)
        plain = int(there.searchsorted(words))
        of_words, of_letters = rarities[:plain], rarities[plain:]
        strange = self._rarest**2
        by_words = float(of_words.dot(of_words)) + strange * (words - plain)
        by_letters = float(of_letters.dot(of_letters)) + strange * (hashes.size - words - (there.size - plain))
        whole = max((by_words > 0) + CHARACTER_SHARE * (by_letters > 0), 1e-9)
        of_words *= (1 / whole / max(by_words, 1e-9)) ** 0.5
        of_letters *= (CHARACTER_SHARE / whole / max(by_letters, 1e-9)) ** 0.5
        return Encoded(numbers, rarities, plain, self._index)

    def similarities(self, words: Encoded, concepts: Encoded, entries: Numbers, rows: Numbers) -> Floats:
        """Parts of the cosines with every row of the entries, which are `rows`, a line for each: that by concepts, and what words and
        letter runs add to the one by either."""
        features = np.concatenate([concepts.features, words.features + self._before])
        values = np.concatenate([concepts.weights, words.weights])
        values *= self._worth.take(features)
        sums = self.rows.sums(entries, features, values)
        sums *= self._scales.take(rows, axis=0)
        return sums

    def vectors(self, rows: Numbers, share: float) -> Vectors:
        """The rows, of which words and letter runs are `share` long, squared, and concepts the rest."""
        features, lengths, of_rows = self.rows.items(rows)
        scales = self._scales.take(rows, axis=0)
        scales *= _roots(share)
        weights = scales.ravel().repeat(lengths.ravel())
        weights *= self._worth.take(features)
        return Vectors(features, weights, np.arange(rows.size).repeat(of_rows), self.rows.width)

    def knows(self, words: Sequence[str]) -> NDArray[np.bool_]:
        """Whether each of the words, in some form, stands in a phrase."""
        return known_among(np.array([hash_of_word(word, self.locale) for word in words], dtype=np.uint32), self._hashes)[1]


class ConceptIndex:
    """The concepts of all phrases in all languages, alone and two together, one row for each set of concepts that an entry has."""

    def __init__(self, named: Named, owners: Numbers, postings: Collected) -> None:
        """`named`: the concepts of the phrases; `owners`: the entry of each, ascending."""
        entries = postings.entries
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
        self.worth = rarity(np.bincount(in_entry, minlength=width), entries)
        self.worth[len(alone) :] *= np.float32(PAIR_WEIGHT)
        self._rarest = log1p(entries) + 1
        times = np.bincount(self.row_of_phrase, minlength=lengths.size)
        self._index = postings.add(joint(features, owner_of_item, entries), width, times[rows])
        squares = self.rows.totals(self.worth**2)[:, 0]
        self.scale = np.where(squares > 0, 1 / np.sqrt(np.maximum(squares, 1e-9)), 0).astype(np.float32)

    def encode(self, concepts: Collection[str]) -> Encoded:
        alone = [self._numbers.get(name, -1) for name in sorted(set(concepts))]
        known = len(self._numbers)
        number_of = self._number_of_pair.item
        pairs = combinations(alone[:_MOST_PAIRED], 2)
        together = [number_of(one * known + other) if one >= 0 <= other else -1 for one, other in pairs]
        numbers = [number for number in (*alone, *together) if number >= 0]
        features: Numbers = np.array(numbers, dtype=np.intp)
        weights = self.worth.take(features)
        strange = alone.count(-1) + together.count(-1) * PAIR_WEIGHT**2
        weights /= max(float(weights.dot(weights)) + strange * self._rarest**2, 1e-9) ** 0.5
        return Encoded(features, weights, len(alone) - alone.count(-1), self._index)

    def similarities(self, query: Encoded, entries: Numbers, rows: Numbers) -> Floats:
        """Cosine of the query with every row of the entries, which are `rows`."""
        cosines = self.rows.sums(entries, query.features, query.weights * self.worth.take(query.features))[:, 0]
        cosines *= self.scale.take(rows)
        return cosines

    def vectors(self, rows: Numbers, share: float) -> Vectors:
        """The rows, which have no words: what would be `share` long, squared, by words is expected of concepts, in features that no other
        index has."""
        features, _, of_rows = self.rows.items(rows)
        weights = self.scale.take(rows).repeat(of_rows)
        weights *= self.worth.take(features)
        row = np.arange(rows.size).repeat(of_rows)
        return Vectors(
            np.append(features, features + np.int32(self.rows.width)),
            np.outer(np.sqrt([1 - share, share * CONCEPTS_FOR_WORDS], dtype=np.float32), weights).ravel(),
            np.append(row, row),
            2 * self.rows.width,
        )


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


@cache
def _roots(share: float) -> Floats:
    """Lengths of concepts, words and letter runs, where words and letter runs are `share` long, squared."""
    return np.sqrt(np.array([1 - share, share, share], dtype=np.float32))


def _alternating(left: Numbers, of_left: Numbers, right: Numbers, of_right: Numbers) -> Numbers:
    """Runs of numbers, one from the left, one from the right and so on; `of_left` and `of_right` are their lengths."""
    ends = (of_left + of_right).cumsum()
    joined = np.empty(left.size + right.size, dtype=np.int32)
    joined[ranges(ends - of_right - of_left, ends - of_right)] = left
    joined[ranges(ends - of_right, ends)] = right
    return joined


def _scales(squares: Floats) -> Floats:
    """Factors, one line for each row, that bring its concepts to length 1, and its words and letter runs together, which have their shares
    of it; 0 for none.

    `squares`: the sums over the concepts, the words and the letter runs of each row.
    """
    shares = np.array([1.0, 1.0, CHARACTER_SHARE], dtype=np.float32) * (squares > 0)
    shares[:, 1:] /= np.maximum(shares[:, 1:].sum(axis=1, keepdims=True), np.float32(1e-9))
    scales: Floats = np.sqrt(shares / np.maximum(squares, np.float32(1e-9)))
    return scales
