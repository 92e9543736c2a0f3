"""Phrases as features, ready to search: which entries use a feature how often, and how similar single phrases are."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any

import numpy as np
from numpy.typing import NDArray

from bot.matching.features import character_features, stem, word_features, words

Floats = NDArray[np.float32]
Numbers = NDArray[np.signedinteger[Any]]

CHARACTER_SHARE = 1.75
"""Share of letter runs in the similarity of two phrases, against 1 for words."""
_SATURATION, _LENGTH = 1.2, 0.6
_DOUBT = 2.0
"""Imagined phrases per entry in which a feature is as frequent as everywhere: keeps rare features of short entries from shouting."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """A text as numbers of features that an index knows, and their weights in a vector of length 1; unknown features have the rest."""

    features: Numbers
    weights: Floats

    @property
    def known(self) -> float:
        """Share of the text's weight that the index knows, 0 to 1."""
        return float((self.weights**2).sum())

    def part(self, chosen: NDArray[np.bool_]) -> "Encoded":
        """The features chosen, their weights brought back to length 1."""
        weights = self.weights[chosen]
        return Encoded(self.features[chosen], weights / np.float32(max(float(np.linalg.norm(weights)), 1e-9)))


@dataclass(frozen=True, slots=True)
class Found:
    """For every entry: how well its phrases, taken together, explain the features of a text.

    `frequency`: BM25, entries as documents. `odds`: log odds of each feature in the entry against everywhere, over the square root
    of the number of features. `coverage`: share of the text's weight that stands in some phrase of the entry.
    """

    frequency: Floats
    odds: Floats
    coverage: Floats


class Rows:
    """Rows of feature numbers, one after the other, each owned by an entry; `owners` ascend."""

    def __init__(self, rows: Sequence[Sequence[int]], owners: Sequence[int], entries: int) -> None:
        self.starts: Numbers = np.cumsum([0, *map(len, rows)]).astype(np.intp)
        self.features: Numbers = np.fromiter(chain.from_iterable(rows), dtype=np.int32, count=int(self.starts[-1]))
        self.owners: Numbers = np.array(owners, dtype=np.intp)
        self.entries = entries
        self.first: Numbers = np.searchsorted(self.owners, np.arange(entries + 1))

    def __len__(self) -> int:
        return int(self.owners.size)

    def of(self, entries: Iterable[int]) -> Numbers:
        """The rows of the entries, in the order of the entries."""
        chosen = np.fromiter(entries, dtype=np.intp)
        return ranges(self.first[chosen], self.first[chosen + 1])

    def row_of_item(self) -> Numbers:
        return np.repeat(np.arange(len(self)), np.diff(self.starts))


class Postings:
    """For every feature, the entries whose phrases have it."""

    def __init__(self, rows: Rows, width: int) -> None:
        entries = rows.entries
        phrases = np.bincount(rows.owners, minlength=entries)
        keys, counts = np.unique(rows.features.astype(np.int64) * entries + rows.owners[rows.row_of_item()], return_counts=True)
        features, owners = keys // max(entries, 1), keys % max(entries, 1)
        self._starts = np.searchsorted(features, np.arange(width + 1))
        self._owners = owners.astype(np.int32)
        spread = np.bincount(features, minlength=width)
        lengths = np.bincount(owners, counts, minlength=entries)
        slowdown = _SATURATION * (1 - _LENGTH + _LENGTH * lengths / max(float(lengths[lengths > 0].mean()) if keys.size else 1.0, 1e-9))
        rarity_of_entries = np.log1p((entries - spread + 0.5) / (spread + 0.5))
        self._frequency = (counts * (_SATURATION + 1) / (counts + slowdown[owners]) * rarity_of_entries[features]).astype(np.float32)
        everywhere = (np.bincount(rows.features, minlength=width) + 0.5) / (len(rows) + 1)
        self._odds = np.log1p(counts / (_DOUBT * everywhere[features])).astype(np.float32)
        self._absent = np.log(_DOUBT / (phrases + _DOUBT)).astype(np.float32)
        self._entries = entries

    def find(self, query: Encoded) -> Found:
        starts, ends = self._starts[query.features], self._starts[query.features + 1]
        items = ranges(starts, ends)
        owners = self._owners[items]
        size = max(query.features.size, 1)
        frequency = np.bincount(owners, self._frequency[items], minlength=self._entries)
        odds = np.bincount(owners, self._odds[items], minlength=self._entries) + query.features.size * self._absent
        coverage = np.bincount(owners, np.repeat(query.weights**2, ends - starts), minlength=self._entries)
        return Found((frequency / 10).astype(np.float32), (odds / size**0.5).astype(np.float32), coverage.astype(np.float32))


class WordIndex:
    """The phrases of one language, as words with their neighbours and as letter runs."""

    def __init__(self, locale: str, phrases: Sequence[str], owners: Sequence[int], entries: int) -> None:
        """`phrases`: comparable texts; `owners`: entry numbers, ascending."""
        self.locale = locale
        self._numbers: dict[str, int] = {}
        self._runs_of_word: dict[str, tuple[int, ...]] = {}
        self.rows = Rows([self._row(phrase) for phrase in phrases], owners, entries)
        self._runs_of_word.clear()
        width = len(self._numbers)
        self._is_word = np.fromiter((name[0] == "w" for name in self._numbers), dtype=np.bool_, count=width)
        self._rarity = rarity(np.bincount(self.rows.features, minlength=width), len(self.rows))
        self._rarest = np.float32(np.log1p(len(self.rows)) + 1)
        self.postings = Postings(self.rows, width)
        items = self.rows.row_of_item()
        self._scales = _scales(items, len(self.rows), self._rarity[self.rows.features], self._is_word[self.rows.features])

    def encode(self, normal: str) -> Encoded:
        names = _names(normal, self.locale)
        numbers = np.fromiter((self._numbers.get(name, -1) for name in names), dtype=np.intp, count=len(names))
        known = numbers >= 0
        rarities = np.full(len(names), self._rarest, dtype=np.float32)
        rarities[known] = self._rarity[numbers[known]]
        is_word = np.fromiter((name[0] == "w" for name in names), dtype=np.bool_, count=len(names))
        scales = _scales(np.zeros(len(names), dtype=np.intp), 1, rarities, is_word)
        return Encoded(numbers[known], (rarities * np.where(is_word, scales[0, 0], scales[1, 0]))[known])

    def find(self, query: Encoded) -> tuple[Found, Found]:
        """By words, and by letter runs."""
        is_word = self._is_word[query.features]
        return self.postings.find(query.part(is_word)), self.postings.find(query.part(~is_word))

    def similarities(self, query: Encoded, rows: Numbers) -> Floats:
        """Cosine of the query with each of the rows."""
        items, lengths = self._items(rows)
        features = self.rows.features[items]
        begin = np.cumsum(lengths) - lengths
        wanted = np.zeros(self._rarity.size, dtype=np.float32)
        wanted[query.features] = query.weights * self._rarity[query.features]
        everything = np.add.reduceat(wanted[features], begin)
        wanted[query.features[~self._is_word[query.features]]] = 0
        by_words = np.add.reduceat(wanted[features], begin)
        cosines: Floats = by_words * self._scales[0, rows] + (everything - by_words) * self._scales[1, rows]
        return cosines

    def kernel(self, rows: Numbers) -> Floats:
        """Cosines between the rows, as a square matrix."""
        items, lengths = self._items(rows)
        features, row = self.rows.features[items], np.repeat(np.arange(rows.size), lengths)
        weights = self._rarity[features] * np.where(self._is_word[features], self._scales[0, rows[row]], self._scales[1, rows[row]])
        return _kernel(features, weights.astype(np.float32), row, rows.size)

    def knows(self, word: str) -> bool:
        """Whether the word, in some form, stands in a phrase."""
        return f"w{stem(word, self.locale)}" in self._numbers

    def _items(self, rows: Numbers) -> tuple[Numbers, Numbers]:
        starts, ends = self.rows.starts[rows], self.rows.starts[rows + 1]
        return ranges(starts, ends), ends - starts

    def _row(self, normal: str) -> list[int]:
        tokens = words(normal)
        numbers = self._numbers
        row = {numbers.setdefault("w" + name, len(numbers)) for name in word_features(tokens, self.locale)}
        for token in tokens:
            runs = self._runs_of_word.get(token)
            if runs is None:
                runs = tuple(numbers.setdefault("c" + name, len(numbers)) for name in character_features(token))
                self._runs_of_word[token] = runs
            row.update(runs)
        return list(row)


class ConceptIndex:
    """The concepts of all phrases in all languages, one row per phrase."""

    def __init__(self, rows: Sequence[Sequence[str]], owners: Sequence[int], entries: int) -> None:
        self._numbers = {name: number for number, name in enumerate(sorted({concept for row in rows for concept in row}))}
        self.rows = Rows([sorted(self._numbers[concept] for concept in row) for row in rows], owners, entries)
        width = len(self._numbers)
        in_entries = {(owner, concept) for row, owner in zip(rows, owners, strict=True) for concept in row}
        spread = np.bincount([self._numbers[concept] for _, concept in in_entries], minlength=width) if in_entries else np.zeros(width)
        self._rarity = rarity(spread, entries)
        self._rarest = np.float32(np.log1p(entries) + 1)
        self.postings = Postings(self.rows, width)
        squares = np.bincount(self.rows.row_of_item(), self._rarity[self.rows.features] ** 2, minlength=len(self.rows))
        self._scale = (1 / np.sqrt(np.maximum(squares, 1e-9))).astype(np.float32)

    def encode(self, concepts: Sequence[str]) -> Encoded:
        numbers = np.fromiter((self._numbers.get(name, -1) for name in concepts), dtype=np.intp, count=len(concepts))
        known = numbers >= 0
        rarities = np.full(len(concepts), self._rarest, dtype=np.float32)
        rarities[known] = self._rarity[numbers[known]]
        return Encoded(numbers[known], (rarities / np.float32(max(float(np.linalg.norm(rarities)), 1e-9)))[known])

    def similarities(self, query: Encoded, rows: Numbers) -> Floats:
        """Cosine of the query with each of the rows."""
        wanted = np.zeros(self._rarity.size, dtype=np.float32)
        wanted[query.features] = query.weights * self._rarity[query.features]
        starts, ends = self.rows.starts[rows], self.rows.starts[rows + 1]
        row = np.repeat(np.arange(rows.size), ends - starts)
        sums = np.bincount(row, wanted[self.rows.features[ranges(starts, ends)]], minlength=rows.size)
        cosines: Floats = (sums * self._scale[rows]).astype(np.float32)
        return cosines

    def kernel(self, rows: Numbers) -> Floats:
        """Cosines between the rows, as a square matrix."""
        starts, ends = self.rows.starts[rows], self.rows.starts[rows + 1]
        features, row = self.rows.features[ranges(starts, ends)], np.repeat(np.arange(rows.size), ends - starts)
        return _kernel(features, self._rarity[features] * self._scale[rows[row]], row, rows.size)


def rarity(counts: NDArray[Any], total: int) -> Floats:
    """Smoothed inverse frequency, at least 1."""
    return (np.log((1 + total) / (1 + counts.astype(np.float64))) + 1).astype(np.float32)


def ranges(starts: Numbers, ends: Numbers) -> Numbers:
    """The numbers from each start up to its end, one range after the other."""
    lengths = ends - starts
    total = int(lengths.sum())
    if total == 0:
        return np.zeros(0, dtype=np.intp)
    offsets = np.repeat(starts - np.concatenate(([0], np.cumsum(lengths)[:-1])), lengths)
    return np.arange(total, dtype=np.intp) + offsets


def _names(normal: str, locale: str) -> list[str]:
    tokens = words(normal)
    names = [f"w{name}" for name in word_features(tokens, locale)] + [f"c{name}" for token in tokens for name in character_features(token)]
    return list(dict.fromkeys(names))


def _scales(row_of_item: Numbers, rows: int, rarities: Floats, is_word: NDArray[np.bool_]) -> Floats:
    """Factors, for words and for letter runs, that bring each row to length 1 and each of the two blocks to its share of it."""
    squares = np.stack([np.bincount(row_of_item, rarities**2 * block, minlength=rows) for block in (is_word, ~is_word)])
    shares = np.array([[1.0], [CHARACTER_SHARE]]) * (squares > 0)
    scales: Floats = np.sqrt(shares / np.maximum(shares.sum(axis=0), 1e-9) / np.maximum(squares, 1e-9)).astype(np.float32)
    return scales


def _kernel(features: Numbers, weights: Floats, row: Numbers, rows: int) -> Floats:
    _, columns, counts = np.unique(features, return_inverse=True, return_counts=True)
    shared = counts > 1
    kept = shared[columns]
    column = np.cumsum(shared) - 1
    dense = np.zeros((rows, int(shared.sum())), dtype=np.float32)
    dense[row[kept], column[columns[kept]]] = weights[kept]
    product: Floats = np.matmul(dense, dense.T)
    np.fill_diagonal(product, 1.0)
    return product
