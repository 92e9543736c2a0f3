"""Phrases as features, ready to search: words, letter runs and concepts, and how similar single phrases are."""

from array import array
from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.matching.postings import Encoded, Floats, Numbers, Postings, Rows, Vectors, distinct, joint, split
from bot.matching.vocabulary import FIRST_LETTERS, hash_of_word, hashes_of, known_among, read

_PAIR = "&"
PAIR_WEIGHT = 0.7
"""Weight of two concepts named together, against that of each alone."""
_MOST_PAIRED = 12
"""Concepts of a text that are paired, so that a very long one stays cheap."""
CHARACTER_SHARE = 1.75
"""Share of letter runs in the similarity of two phrases, against 1 for words."""
SAMPLED = 32
"""Letter runs of a phrase, on average, by which phrases are compared with each other; the same runs of all of them."""


class WordIndex:
    """The phrases of one language, as words with their neighbours and as letter runs."""

    def __init__(self, locale: str, phrases: Sequence[str], owners: Numbers, entries: int, concept_rows: Numbers) -> None:
        """`phrases`: comparable texts; `owners`: entry numbers, ascending; `concept_rows`: their rows in the index of concepts."""
        self.locale = locale
        self.concept_rows = concept_rows.astype(np.int32)
        self._hashes, features, lengths = read(phrases, locale)
        width = self._hashes.size
        self._words = int(self._hashes.searchsorted(FIRST_LETTERS))
        self._rarity = rarity(np.bincount(features, minlength=width), len(phrases))
        self._rarest = np.float32(np.log1p(len(phrases)) + 1)
        self.postings = Postings(joint(features, owners.repeat(lengths), entries), entries, width)
        is_letters = features >= self._words
        of_letters = _counts(is_letters, lengths)
        self.rows = Rows(features[~is_letters], lengths - of_letters, owners, entries, self._words)
        features = features[is_letters]
        self._letter_rows = Rows(features - self._words, of_letters, owners, entries, width - self._words)
        del features, is_letters
        by_letters = self._rarity[self._words :] ** 2
        squares = self._letter_rows.totals(by_letters)
        self._scales = _scales(np.stack([self.rows.totals(self._rarity[: self._words] ** 2), squares], axis=1))
        first = int(min(SAMPLED * len(phrases) / max(self._letter_rows.features.size, 1), 1) * by_letters.size)
        self._sampled = _counts(self._letter_rows.features < first, of_letters)
        by_letters[first:] = 0
        scale = self._scales[:, 1] * np.sqrt(squares / np.maximum(self._letter_rows.totals(by_letters), 1e-9))
        self._sampled_scale = scale.astype(np.float32)

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
        values, words = query.weights * self._rarity[query.features], slice(query.plain)
        letters = slice(query.plain, None)
        cosines: Floats = self.rows.sums(query.features[words], values[words], entries, rows)
        cosines *= self._scales[rows, 0]
        by_letters = self._letter_rows.sums(query.features[letters] - self._words, values[letters], entries, rows)
        by_letters *= self._scales[rows, 1]
        cosines += by_letters
        return cosines

    def vectors(self, rows: Numbers, share: float) -> Vectors:
        """The rows, of which each is `share` long, squared; letter runs by a sample of them, which comes close enough."""
        words, of_words = self.rows.items(rows)
        letters, of_letters = self._letter_rows.items(rows, self._sampled[rows])
        features = np.concatenate([words, letters + np.int32(self._words)])
        row = np.arange(rows.size)
        weights = np.concatenate([self._scales[rows, 0].repeat(of_words), self._sampled_scale[rows].repeat(of_letters)])
        weights *= self._rarity[features]
        weights *= np.float32(share**0.5)
        return Vectors(features, weights, np.concatenate([row.repeat(of_words), row.repeat(of_letters)]), self._rarity.size)

    def knows(self, words: Sequence[str]) -> NDArray[np.bool_]:
        """Whether each of the words, in some form, stands in a phrase."""
        return known_among(np.array([hash_of_word(word, self.locale) for word in words], dtype=np.uint32), self._hashes)[1]


class ConceptIndex:
    """The concepts of all phrases in all languages, alone and two together, one row for each set of concepts that an entry has."""

    def __init__(self, phrases: Iterable[Sequence[str]], owners: Numbers, entries: int) -> None:
        """`phrases`: the concepts of each phrase; `owners`: its entry, ascending."""
        numbers: dict[str, int] = {}
        features, lengths, row_owners = array("i"), array("i"), array("i")
        self.row_of_phrase: Numbers = np.zeros(owners.size, dtype=np.int32)
        rows: dict[frozenset[str], int] = {}
        for number, (found, owner) in enumerate(zip(phrases, owners.tolist(), strict=True)):
            if row_owners and row_owners[-1] != owner:
                rows.clear()
            key = frozenset(found)
            row = rows.get(key)
            if row is None:
                row = rows[key] = len(lengths)
                names = _with_pairs(sorted(key))
                features.extend([numbers.setdefault(name, len(numbers)) for name in names])
                lengths.append(len(names))
                row_owners.append(owner)
            self.row_of_phrase[number] = row
        self._numbers = numbers
        width = len(numbers)
        row_features, row_lengths, owners_of_rows = (np.frombuffer(part, dtype=np.int32) for part in (features, lengths, row_owners))
        self.rows = Rows(row_features, row_lengths, owners_of_rows, entries, width)
        is_single = np.fromiter((_PAIR not in name for name in numbers), dtype=np.bool_, count=width)
        row_of_item = np.arange(len(self.rows), dtype=np.int32).repeat(row_lengths)
        owner_of_item = owners_of_rows[row_of_item]
        in_entry, _ = split(distinct(joint(row_features, owner_of_item, entries))[0], entries)
        self._weight = rarity(np.bincount(in_entry, minlength=width), entries) * np.where(is_single, np.float32(1), np.float32(PAIR_WEIGHT))
        self._rarest = np.float32(np.log1p(entries) + 1)
        times = np.bincount(self.row_of_phrase, minlength=len(self.rows))
        self.postings = Postings(joint(row_features, owner_of_item, entries), entries, width, times[row_of_item])
        weights = self._weight[row_features]
        squares = np.bincount(row_of_item, weights**2, minlength=len(self.rows))
        self._scale = np.where(squares > 0, 1 / np.sqrt(np.maximum(squares, 1e-9)), 0).astype(np.float32)

    def encode(self, concepts: Sequence[str]) -> Encoded:
        alone = sorted(set(concepts))
        names = _with_pairs(alone)
        numbers = np.array([self._numbers.get(name, -1) for name in names], dtype=np.intp)
        known = numbers >= 0
        weights = np.full(numbers.size, self._rarest, dtype=np.float32)
        weights[len(alone) :] *= np.float32(PAIR_WEIGHT)
        weights[known] = self._weight[numbers[known]]
        weights /= np.float32(max(float(weights @ weights) ** 0.5, 1e-9))
        return Encoded(numbers[known], weights[known], int(known[: len(alone)].sum()))

    def similarities(self, query: Encoded, entries: Numbers, rows: Numbers) -> Floats:
        """Cosine of the query with every row of the entries, which are `rows`."""
        cosines = self.rows.sums(query.features, query.weights * self._weight[query.features], entries, rows)
        cosines *= self._scale[rows]
        return cosines

    def vectors(self, rows: Numbers, share: float) -> Vectors:
        """The rows, of which each is `share` long, squared, or nothing where there are no concepts."""
        features, lengths = self.rows.items(rows)
        weights = self._scale[rows].repeat(lengths)
        weights *= self._weight[features]
        weights *= np.float32(share**0.5)
        return Vectors(features, weights, np.arange(rows.size).repeat(lengths), self._weight.size)


def rarity(counts: NDArray[Any], total: int) -> Floats:
    """Smoothed inverse frequency, at least 1."""
    return (np.log((1 + total) / (1 + counts.astype(np.float64))) + 1).astype(np.float32)


def _with_pairs(alone: list[str]) -> list[str]:
    return alone + [f"{one}{_PAIR}{other}" for one, other in combinations(alone[:_MOST_PAIRED], 2)]


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
