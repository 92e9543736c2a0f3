"""Phrases as features, ready to search: words, letter runs and concepts, and how similar single phrases are."""

from array import array
from collections.abc import Iterable, Sequence
from itertools import combinations
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from bot.matching.features import EDGE, character_features, is_unspaced, stem, word_features, words
from bot.matching.postings import Encoded, Floats, Numbers, Postings, Rows, distinct, ranges

_PAIR = "&"
PAIR_WEIGHT = 0.7
"""Weight of two concepts named together, against that of each alone."""
_MOST_PAIRED = 12
"""Concepts of a text that are paired, so that a very long one stays cheap."""
CHARACTER_SHARE = 1.75
"""Share of letter runs in the similarity of two phrases, against 1 for words."""


class WordIndex:
    """The phrases of one language, as words with their neighbours and as letter runs."""

    def __init__(self, locale: str, phrases: Sequence[str], owners: Numbers, entries: int, concept_rows: Numbers) -> None:
        """`phrases`: comparable texts; `owners`: entry numbers, ascending; `concept_rows`: their rows in the index of concepts."""
        self.locale = locale
        self.concept_rows = concept_rows.astype(np.int32)
        names, features, lengths = _read(phrases, locale)
        self._names, numbers = np.unique(_hashes(names), return_inverse=True)
        self.rows = Rows(numbers[features], lengths, owners, entries)
        width = self._names.size
        self._is_word = np.zeros(width, dtype=np.bool_)
        self._is_word[numbers[[name[0] == "w" for name in names]]] = True
        self._rarity = rarity(np.bincount(self.rows.features, minlength=width), len(self.rows))
        self._rarest = np.float32(np.log1p(len(self.rows)) + 1)
        self.postings = Postings(self.rows, width)
        items = self.rows.row_of_item()
        self._scales = _scales(items, len(self.rows), self._rarity[self.rows.features], self._is_word[self.rows.features])

    def encode(self, normal: str) -> Encoded:
        names = _names(normal, self.locale)
        numbers, known = self._find(names)
        rarities = np.where(known, self._rarity[numbers], self._rarest)
        is_word = np.fromiter((name[0] == "w" for name in names), dtype=np.bool_, count=len(names))
        by_words, by_letters = float((rarities[is_word] ** 2).sum()), float((rarities[~is_word] ** 2).sum())
        whole = max((by_words > 0) + CHARACTER_SHARE * (by_letters > 0), 1e-9)
        for_words = np.float32((1 / whole / max(by_words, 1e-9)) ** 0.5)
        for_letters = np.float32((CHARACTER_SHARE / whole / max(by_letters, 1e-9)) ** 0.5)
        weights = rarities * np.where(is_word, for_words, for_letters)
        return Encoded(numbers[known], weights[known], (~is_word[known]).astype(np.intp))

    def _find(self, names: Sequence[str]) -> tuple[Numbers, NDArray[np.bool_]]:
        """The number of each feature, and whether it is known at all."""
        hashes = _hashes(names)
        numbers = np.minimum(np.searchsorted(self._names, hashes), self._names.size - 1)
        return numbers, self._names[numbers] == hashes

    def similarities(self, query: Encoded, entries: Numbers) -> Floats:
        """Cosine of the query with every row of the entries, as `rows.of` gives them."""
        rows, _ = self.rows.of(entries)
        if rows.size == 0:
            return np.zeros(0, dtype=np.float32)
        features, lengths = self.rows.items_of(entries)
        begin = np.cumsum(lengths) - lengths
        wanted = np.zeros(self._rarity.size, dtype=np.complex64)  # words in the real part, letter runs in the other: summed in one go
        wanted[query.features] = query.weights * self._rarity[query.features] * np.where(query.block, np.complex64(1j), np.complex64(1))
        sums = np.add.reduceat(wanted[features], begin)
        cosines: Floats = sums.real * self._scales[0, rows] + sums.imag * self._scales[1, rows]
        return cosines

    def kernel(self, rows: Numbers) -> Floats:
        """Cosines between the rows, as a square matrix."""
        features, lengths = self.rows.items(rows)
        row = np.repeat(np.arange(rows.size), lengths)
        weights = self._rarity[features] * np.where(self._is_word[features], self._scales[0, rows[row]], self._scales[1, rows[row]])
        return _kernel(features, weights.astype(np.float32), row, rows.size, self._rarity.size)

    def knows(self, word: str) -> bool:
        """Whether the word, in some form, stands in a phrase."""
        return bool(self._find([f"w{stem(word, self.locale)}"])[1][0])


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
            if key not in rows:
                rows[key] = len(lengths)
                names = _concepts_and_pairs(key)
                features.extend([numbers.setdefault(name, len(numbers)) for name in names])
                lengths.append(len(names))
                row_owners.append(owner)
            self.row_of_phrase[number] = rows[key]
        self._numbers = numbers
        width = len(numbers)
        row_features, row_lengths, owners_of_rows = (np.frombuffer(part, dtype=np.int32) for part in (features, lengths, row_owners))
        self.rows = Rows(row_features, row_lengths, owners_of_rows, entries)
        self._is_single = np.fromiter((_PAIR not in name for name in numbers), dtype=np.bool_, count=width)
        times = np.bincount(self.row_of_phrase, minlength=len(self.rows))
        owner_of_item = self.rows.owners[self.rows.row_of_item()]
        spread = np.bincount(distinct(self.rows.features.astype(np.int64) * entries + owner_of_item)[0] // max(entries, 1), minlength=width)
        self._weight = rarity(spread, entries) * np.where(self._is_single, np.float32(1), np.float32(PAIR_WEIGHT))
        self._rarest = np.float32(np.log1p(entries) + 1)
        self.postings = Postings(self.rows, width, times)
        squares = np.bincount(self.rows.row_of_item(), self._weight[self.rows.features] ** 2, minlength=len(self.rows))
        self._scale = (1 / np.sqrt(np.maximum(squares, 1e-9))).astype(np.float32)

    def encode(self, concepts: Sequence[str]) -> Encoded:
        names = _concepts_and_pairs(concepts)
        numbers = np.fromiter((self._numbers.get(name, -1) for name in names), dtype=np.intp, count=len(names))
        known = numbers >= 0
        is_single = np.fromiter((_PAIR not in name for name in names), dtype=np.bool_, count=len(names))
        weights = np.where(is_single, self._rarest, np.float32(PAIR_WEIGHT) * self._rarest).astype(np.float32)
        weights[known] = self._weight[numbers[known]]
        weights /= np.float32(max(float(np.linalg.norm(weights)), 1e-9))
        return Encoded(numbers[known], weights[known], (~is_single[known]).astype(np.intp))

    def similarities(self, query: Encoded, entries: Numbers) -> Floats:
        """Cosine of the query with every row of the entries, as `rows.of` gives them."""
        rows, _ = self.rows.of(entries)
        features, lengths = self.rows.items_of(entries)
        wanted = np.zeros(self._weight.size, dtype=np.float32)
        wanted[query.features] = query.weights * self._weight[query.features]
        sums = np.bincount(np.repeat(np.arange(rows.size), lengths), wanted[features], minlength=rows.size)
        cosines: Floats = (sums * self._scale[rows]).astype(np.float32)
        return cosines

    def kernel(self, rows: Numbers) -> Floats:
        """Cosines between the rows, as a square matrix; a row stands in it as often as it is given."""
        features, lengths = self.rows.items(rows)
        row: Numbers = np.repeat(np.arange(rows.size), lengths)
        return _kernel(features, self._weight[features] * self._scale[rows[row]], row, rows.size, self._weight.size)


def rarity(counts: NDArray[Any], total: int) -> Floats:
    """Smoothed inverse frequency, at least 1."""
    return (np.log((1 + total) / (1 + counts.astype(np.float64))) + 1).astype(np.float32)


def _read(phrases: Sequence[str], locale: str) -> tuple[list[str], Numbers, Numbers]:
    """Names of features, numbered as they come; the features of all phrases, and how many each phrase has.

    Words come back all the time, so what a word has is looked up once; what phrases have is then joined without a loop.
    """
    numbers: dict[str, int] = {}
    of_token: dict[str, int] = {}
    token_features, token_lengths = array("i"), array("i")
    spaced = [True]  # token 0 is the edge of a phrase
    units, pairs, in_phrase, pair_in_phrase = array("i"), array("q"), array("i"), array("i")
    for place, phrase in enumerate(phrases):
        before = 0
        for token in words(phrase):
            number = of_token.get(token)
            if number is None:
                number = of_token[token] = len(of_token) + 1
                names = _names_of_word(token, locale)
                token_features.extend([numbers.setdefault(name, len(numbers)) for name in names])
                token_lengths.append(len(names))
                spaced.append(not is_unspaced(token))
            units.append(number)
            in_phrase.append(place)
            if spaced[number]:
                pairs.append(before << 32 | number)
                pair_in_phrase.append(place)
                before = number
        if before:
            pairs.append(before << 32)
            pair_in_phrase.append(place)
    tokens = [EDGE, *of_token]
    keys, neighbours = np.unique(np.frombuffer(pairs, dtype=np.int64), return_inverse=True)
    of_pair = np.array(
        [_pair_number(numbers, tokens[key >> 32], tokens[key & 0xFFFFFFFF], locale) for key in keys.tolist()], dtype=np.int64
    )
    ends = np.cumsum(np.frombuffer(token_lengths, dtype=np.int32))
    starts = ends - np.frombuffer(token_lengths, dtype=np.int32)
    used = np.frombuffer(units, dtype=np.int32) - 1
    lengths = ends[used] - starts[used]
    inside = np.frombuffer(token_features, dtype=np.int32)[ranges(starts[used], ends[used])]
    features = np.concatenate([inside, of_pair[neighbours]])
    rows = np.concatenate([np.repeat(np.frombuffer(in_phrase, dtype=np.int32), lengths), np.frombuffer(pair_in_phrase, dtype=np.int32)])
    width = max(len(numbers), 1)
    once, _ = distinct(rows.astype(np.int64) * width + features)
    return list(numbers), (once % width).astype(np.int32), np.bincount(once // width, minlength=len(phrases))


def _pair_number(numbers: dict[str, int], left: str, right: str, locale: str) -> int:
    return numbers.setdefault(f"w{stem(left, locale)} {stem(right, locale)}", len(numbers))


def _hashes(names: Sequence[str]) -> NDArray[np.uint32]:
    """What stands for names in an index, in a fraction of their memory; equal in every process. Of a hundred thousand names, about one
    has the number of another, which then counts as the same feature."""
    return np.fromiter((crc32(name.encode()) for name in names), dtype=np.uint32, count=len(names))


def _names(normal: str, locale: str) -> list[str]:
    tokens = words(normal)
    names = [f"w{name}" for name in word_features(tokens, locale)] + [f"c{name}" for token in tokens for name in character_features(token)]
    return list(dict.fromkeys(names))


def _names_of_word(token: str, locale: str) -> list[str]:
    """Everything that `_names` finds in one word, but its neighbours."""
    own = [] if is_unspaced(token) else [f"w{stem(token, locale)}"]
    return own + [f"c{name}" for name in character_features(token)]


def _concepts_and_pairs(concepts: Iterable[str]) -> list[str]:
    alone = sorted(set(concepts))
    return alone + [f"{one}{_PAIR}{other}" for one, other in combinations(alone[:_MOST_PAIRED], 2)]


def _scales(row_of_item: Numbers, rows: int, rarities: Floats, is_word: NDArray[np.bool_]) -> Floats:
    """Factors, for words and for letter runs, that bring each row to length 1 and each of the two blocks to its share of it."""
    squares = np.stack([np.bincount(row_of_item, rarities**2 * block, minlength=rows) for block in (is_word, ~is_word)])
    shares = np.array([[1.0], [CHARACTER_SHARE]]) * (squares > 0)
    scales: Floats = np.sqrt(shares / np.maximum(shares.sum(axis=0), 1e-9) / np.maximum(squares, 1e-9)).astype(np.float32)
    return scales


def _kernel(features: Numbers, weights: Floats, row: Numbers, rows: int, width: int) -> Floats:
    """Products of sparse rows with each other. A feature that only one row has adds nothing but to that row's length, which is 1."""
    last = np.empty(width, dtype=np.int32)
    last[features] = np.arange(features.size, dtype=np.int32)
    same = last[features]
    shared = np.bincount(same, minlength=features.size) > 1
    kept = shared[same]
    column = np.cumsum(shared) - 1
    dense = np.zeros((rows, int(shared.sum())), dtype=np.float32)
    dense[row[kept], column[same[kept]]] = weights[kept]
    product: Floats = np.matmul(dense, dense.T)
    np.fill_diagonal(product, 1.0)
    return product
