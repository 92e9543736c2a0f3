"""Phrases as weighted features, entry by entry, ready to search."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.matching.features import character_features, word_features, words

Floats = NDArray[np.float32]
Numbers = NDArray[np.signedinteger[Any]]

CHARACTER_WEIGHT = 1.75
"""Weight of the block of letter runs against that of words, which is 1."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """A text as features that the index knows: their numbers and weights. `known`: the share of the text's weight they make up, 0 to 1."""

    features: Numbers
    weights: Floats
    known: float

    @property
    def empty(self) -> bool:
        return self.features.size == 0


class Index:
    """Rows of features (unit length), each owned by an entry; `owners` are entry numbers in ascending order, one per row."""

    def __init__(  # noqa: PLR0913, PLR0917 - the parts of one compressed matrix
        self, owners: Numbers, starts: Numbers, features: Numbers, weights: Floats, entries: int, width: int
    ) -> None:
        self.owners = owners
        self.starts = starts
        self._features = features.astype(np.int32)
        self._weights = weights
        self._entries = entries
        self._width = width
        self._first_row = np.searchsorted(owners, np.arange(entries + 1))
        self._build_centroids()

    def _build_centroids(self) -> None:
        owner_of_item = np.repeat(self.owners, np.diff(self.starts))
        keys, inverse = np.unique(owner_of_item.astype(np.int64) * self._width + self._features, return_inverse=True)
        sums = np.bincount(inverse, self._weights, minlength=keys.size)
        entry, feature = keys // max(self._width, 1), keys % max(self._width, 1)
        lengths = np.sqrt(np.bincount(entry, sums**2, minlength=self._entries))
        order = np.lexsort((entry, feature))
        self._posting_entries = entry[order].astype(np.int32)
        self._posting_weights = (sums / np.maximum(lengths[entry], 1e-9))[order].astype(np.float32)
        self._posting_starts = np.searchsorted(feature[order], np.arange(self._width + 1))

    def rows(self, entry: int) -> tuple[int, int]:
        """First row of the entry, and the one after its last."""
        return int(self._first_row[entry]), int(self._first_row[entry + 1])

    def centroid_scores(self, query: Encoded) -> Floats:
        """Cosine of the query with the middle of each entry's rows, for every entry."""
        starts, ends = self._posting_starts[query.features], self._posting_starts[query.features + 1]
        items = _ranges(starts, ends)
        weights = np.repeat(query.weights, ends - starts) * self._posting_weights[items]
        return np.bincount(self._posting_entries[items], weights, minlength=self._entries).astype(np.float32)

    def similarities(self, query: Encoded, rows: Numbers) -> Floats:
        """Cosine of the query with each of the rows."""
        dense = np.zeros(self._width, dtype=np.float32)
        dense[query.features] = query.weights
        items, lengths = self._items(rows)
        products = self._weights[items] * dense[self._features[items]]
        return np.bincount(np.repeat(np.arange(rows.size), lengths), products, minlength=rows.size).astype(np.float32)

    def kernel(self, rows: Numbers) -> Floats:
        """Cosines between the rows, as a square matrix."""
        items, lengths = self._items(rows)
        features = self._features[items]
        shared = np.flatnonzero(np.bincount(features, minlength=self._width) > 1)
        column = np.full(self._width, -1, dtype=np.int32)
        column[shared] = np.arange(shared.size, dtype=np.int32)
        columns = column[features]
        kept = columns >= 0
        dense = np.zeros((rows.size, shared.size), dtype=np.float32)
        dense[np.repeat(np.arange(rows.size), lengths)[kept], columns[kept]] = self._weights[items][kept]
        product: Floats = dense @ dense.T
        np.fill_diagonal(product, 1.0)
        return product

    def features_of(self, entry: int) -> Numbers:
        """Numbers of every feature in the entry's rows, some more than once."""
        first, end = self.rows(entry)
        return self._features[self.starts[first] : self.starts[end]]

    def _items(self, rows: Numbers) -> tuple[Numbers, Numbers]:
        starts, ends = self.starts[rows], self.starts[rows + 1]
        return _ranges(starts, ends), ends - starts


class WordIndex:
    """The phrases of one language. Two blocks, words and letter runs, each weighted by rarity and brought to its share of the length."""

    def __init__(self, locale: str, phrases: Sequence[str], owners: Sequence[int], entries: int) -> None:
        """`phrases`: comparable texts; `owners`: entry numbers, ascending."""
        self.locale = locale
        self._numbers: dict[str, int] = {}
        self._runs_of_word: dict[str, tuple[int, ...]] = {}
        rows = [self._row(phrase) for phrase in phrases]
        starts = np.cumsum([0, *map(len, rows)]).astype(np.intp)
        features = np.fromiter((number for row in rows for number in row), dtype=np.intp, count=int(starts[-1]))
        self._is_word = np.array([feature[0] == "w" for feature in self._numbers], dtype=np.bool_)
        self._rarity = rarity(np.bincount(features, minlength=len(self._numbers)), len(rows))
        self._rarest = float(np.log1p(len(rows)) + 1)
        weights = self._weighted(
            np.repeat(np.arange(len(rows)), np.diff(starts)), len(rows), self._rarity[features], self._is_word[features]
        )
        self.index = Index(np.array(owners, dtype=np.intp), starts, features, weights, entries, len(self._numbers))

    def encode(self, normal: str) -> Encoded:
        names = dict.fromkeys(_names(normal, self.locale))
        numbers = np.fromiter((self._numbers.get(name, -1) for name in names), dtype=np.intp, count=len(names))
        rarities = np.where(numbers >= 0, self._rarity[numbers], np.float32(self._rarest)) if numbers.size else np.zeros(0, np.float32)
        is_word = np.fromiter((name[0] == "w" for name in names), dtype=np.bool_, count=len(names))
        weights = self._weighted(np.zeros(numbers.size, dtype=np.intp), 1, rarities.astype(np.float32), is_word)
        known = numbers >= 0
        return Encoded(numbers[known], weights[known], float((weights[known] ** 2).sum()))

    def knows_word(self, stem: str) -> bool:
        return f"w{stem}" in self._numbers

    def _row(self, normal: str) -> list[int]:
        tokens = words(normal)
        row = {self._number(f"w{name}") for name in word_features(tokens, self.locale)}
        for token in tokens:
            if token not in self._runs_of_word:
                self._runs_of_word[token] = tuple(self._number(f"c{name}") for name in character_features(token))
            row.update(self._runs_of_word[token])
        return sorted(row)

    def _number(self, name: str) -> int:
        return self._numbers.setdefault(name, len(self._numbers))

    @staticmethod
    def _weighted(row_of_item: Numbers, rows: int, rarities: Floats, is_word: NDArray[np.bool_]) -> Floats:
        squares = np.stack([np.bincount(row_of_item, rarities**2 * block, minlength=rows) for block in (is_word, ~is_word)])
        shares = np.array([[1.0], [CHARACTER_WEIGHT]]) * (squares > 0)
        scale = np.sqrt(shares / np.maximum(shares.sum(axis=0), 1e-9) / np.maximum(squares, 1e-9))
        return (rarities * np.where(is_word, scale[0][row_of_item], scale[1][row_of_item])).astype(np.float32)


class ConceptIndex:
    """The concepts of all phrases in all languages, one row per phrase."""

    def __init__(self, rows: Sequence[Iterable[tuple[str, float]]], owners: Sequence[int], entries: int) -> None:
        """`rows`: concepts with their weight, 1 for one that stands there and less for one implied."""
        names = sorted({concept for row in rows for concept, _ in row})
        self._numbers = {name: number for number, name in enumerate(names)}
        counts = np.zeros(len(names))
        seen = {(owner, self._numbers[concept]) for row, owner in zip(rows, owners, strict=True) for concept, _ in row}
        for _, number in seen:
            counts[number] += 1
        self._rarity = rarity(counts, entries)
        self._rarest = float(np.log1p(entries) + 1)
        encoded = [self.encode(row) for row in rows]
        starts = np.cumsum([0, *(row.features.size for row in encoded)]).astype(np.intp)
        features = np.concatenate([row.features for row in encoded]) if encoded else np.zeros(0, dtype=np.intp)
        weights = np.concatenate([row.weights for row in encoded]) if encoded else np.zeros(0, dtype=np.float32)
        self.index = Index(np.array(owners, dtype=np.intp), starts, features, weights, entries, len(names))

    def encode(self, row: Iterable[tuple[str, float]]) -> Encoded:
        pairs = dict(row)
        numbers = np.fromiter((self._numbers.get(name, -1) for name in pairs), dtype=np.intp, count=len(pairs))
        weights = np.fromiter(pairs.values(), dtype=np.float32, count=len(pairs))
        if not numbers.size:
            return Encoded(numbers, weights, 0.0)
        weights = weights * np.where(numbers >= 0, self._rarity[numbers], np.float32(self._rarest))
        weights /= np.linalg.norm(weights)
        known = numbers >= 0
        return Encoded(numbers[known], weights[known].astype(np.float32), float((weights[known] ** 2).sum()))


def rarity(counts: NDArray[np.generic], total: int) -> Floats:
    """Smoothed inverse frequency, at least 1."""
    return (np.log((1 + total) / (1 + counts.astype(np.float64))) + 1).astype(np.float32)


def _names(normal: str, locale: str) -> list[str]:
    tokens = words(normal)
    runs: Callable[[str], list[str]] = character_features
    return [f"w{name}" for name in word_features(tokens, locale)] + [f"c{name}" for token in tokens for name in runs(token)]


def _ranges(starts: Numbers, ends: Numbers) -> Numbers:
    """The numbers from each start up to its end, one range after the other."""
    lengths = ends - starts
    total = int(lengths.sum())
    if total == 0:
        return np.zeros(0, dtype=np.intp)
    offsets = np.repeat(starts - np.concatenate(([0], np.cumsum(lengths)[:-1])), lengths)
    return np.arange(total, dtype=np.intp) + offsets
