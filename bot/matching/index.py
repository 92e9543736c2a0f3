"""Phrases as features, ready to search: which entries use a feature how often, and how similar single phrases are."""

from array import array
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from itertools import combinations
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from bot.matching.features import EDGE, character_features, is_unspaced, stem, word_features, words

Floats = NDArray[np.float32]
Numbers = NDArray[np.signedinteger[Any]]

_PAIR = "&"
PAIR_WEIGHT = 0.7
"""Weight of two concepts named together, against that of each alone."""
_MOST_PAIRED = 12
"""Concepts of a text that are paired, so that a very long one stays cheap."""
CHARACTER_SHARE = 1.75
"""Share of letter runs in the similarity of two phrases, against 1 for words."""
_SATURATION, _LENGTH = 1.2, 0.6
_DOUBT = 2.0
"""Imagined phrases per entry in which a feature is as frequent as everywhere: keeps rare features of short entries from shouting."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """A text as numbers of features that an index knows, and their weights in a vector of length 1; unknown features have the rest.

    `block` is the kind of each feature: 0 words or concepts, 1 letter runs or pairs of concepts.
    """

    features: Numbers
    weights: Floats
    block: Numbers

    @property
    def known(self) -> float:
        """Share of the text's weight that the index knows, 0 to 1."""
        return float((self.weights**2).sum())


@dataclass(frozen=True, slots=True)
class Found:
    """For every entry: how well its phrases, taken together, explain the features of a text; one row for each of the two kinds.

    `frequency`: BM25, entries as documents. `odds`: log odds of each feature in the entry against everywhere, over the square root
    of the number of features. `coverage`: share of the kind's weight in the text that stands in some phrase of the entry.
    """

    frequency: Floats
    odds: Floats
    coverage: Floats


class Rows:
    """Rows of feature numbers, one after the other, each owned by an entry; `owners` ascend."""

    def __init__(self, features: Numbers, lengths: Numbers, owners: Numbers, entries: int) -> None:
        self.starts: Numbers = np.concatenate(([0], np.cumsum(lengths))).astype(np.int32)
        self.features: Numbers = features.astype(np.int32)
        self.owners: Numbers = owners.astype(np.int32)
        self.entries = entries
        self.first: Numbers = np.searchsorted(self.owners, np.arange(entries + 1)).astype(np.int32)

    def __len__(self) -> int:
        return int(self.owners.size)

    def of(self, entries: Numbers) -> tuple[Numbers, Numbers]:
        """The rows of the entries, in the order of the entries, and for each the place of its entry in `entries`."""
        starts, ends = self.first[entries], self.first[entries + 1]
        return ranges(starts, ends), np.repeat(np.arange(entries.size), ends - starts)

    def items_of(self, entries: Numbers) -> tuple[Numbers, Numbers]:
        """The features of all rows of the entries, one row after the other, and how many each row has: in one piece per entry."""
        bounds = [(self.first[entry], self.first[entry + 1]) for entry in entries.tolist()]
        parts = [self.features[self.starts[begin] : self.starts[end]] for begin, end in bounds]
        lengths = [self.starts[begin + 1 : end + 1] - self.starts[begin:end] for begin, end in bounds]
        return np.concatenate(parts), np.concatenate(lengths)

    def items(self, rows: Numbers) -> tuple[Numbers, Numbers]:
        """The features of the rows, one row after the other, and how many each has."""
        starts, ends = self.starts[rows], self.starts[rows + 1]
        return self.features[ranges(starts, ends)], ends - starts

    def row_of_item(self) -> Numbers:
        return np.repeat(np.arange(len(self), dtype=np.int32), np.diff(self.starts))


class Postings:
    """For every feature, the entries whose phrases have it."""

    def __init__(self, rows: Rows, width: int, times: Numbers | None = None) -> None:
        """`times`: how many phrases each row stands for."""
        entries = rows.entries
        items = rows.features.astype(np.int64) * entries + np.repeat(rows.owners, np.diff(rows.starts))
        if times is None:
            phrases = np.bincount(rows.owners, minlength=entries)
            keys, counts = distinct(items)
        else:
            phrases = np.bincount(rows.owners, times, minlength=entries)
            keys, place = np.unique(items, return_inverse=True)
            counts = np.bincount(place, np.repeat(times, np.diff(rows.starts)), minlength=keys.size)
        features, owners = keys // max(entries, 1), keys % max(entries, 1)
        self._starts = np.searchsorted(features, np.arange(width + 1)).astype(np.int32)
        self._owners = owners.astype(np.uint16 if entries < 2**16 else np.int32)
        spread = np.bincount(features, minlength=width)
        lengths = np.bincount(owners, counts, minlength=entries)
        slowdown = _SATURATION * (1 - _LENGTH + _LENGTH * lengths / max(float(lengths[lengths > 0].mean()) if keys.size else 1.0, 1e-9))
        rarity_of_entries = np.log1p((entries - spread + 0.5) / (spread + 0.5))
        self._frequency = (counts * (_SATURATION + 1) / (counts + slowdown[owners]) * rarity_of_entries[features]).astype(np.float16)
        everywhere = (np.bincount(features, counts, minlength=width) + 0.5) / (phrases.sum() + 1)
        self._odds = np.log1p(counts / (_DOUBT * everywhere[features])).astype(np.float16)
        self._absent = np.log(_DOUBT / (phrases + _DOUBT)).astype(np.float32)
        self._entries = entries

    def find(self, query: Encoded) -> Found:
        starts, ends = self._starts[query.features], self._starts[query.features + 1]
        items, lengths = ranges(starts, ends), ends - starts
        entries, both = self._entries, 2 * self._entries
        cells = self._owners[items] + np.repeat(query.block * entries, lengths)
        sizes = np.bincount(query.block, minlength=2)[:, None]
        squares = query.weights**2
        heaviness = np.bincount(query.block, squares, minlength=2)[:, None]
        frequency = np.bincount(cells, self._frequency[items], minlength=both).reshape(2, entries)
        odds = np.bincount(cells, self._odds[items], minlength=both).reshape(2, entries) + sizes * self._absent
        coverage = np.bincount(cells, np.repeat(squares, lengths), minlength=both).reshape(2, entries)
        return Found(
            (frequency / 10).astype(np.float32),
            (odds / np.sqrt(np.maximum(sizes, 1))).astype(np.float32),
            (coverage / np.maximum(heaviness, 1e-9)).astype(np.float32),
        )


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


def distinct(keys: Numbers) -> tuple[Numbers, Numbers]:
    """The different keys in their order, and how often each stands there; `keys` are sorted on the way, which beats hashing here."""
    keys.sort()
    starts = np.flatnonzero(np.concatenate(([True], keys[1:] != keys[:-1]))) if keys.size else np.zeros(0, dtype=np.intp)
    return keys[starts], np.diff(np.append(starts, keys.size))


def ranges(starts: Numbers, ends: Numbers) -> Numbers:
    """The numbers from each start up to its end, one range after the other."""
    lengths = ends - starts
    total = int(lengths.sum())
    if total == 0:
        return np.zeros(0, dtype=np.intp)
    joined: Numbers = np.repeat(starts - (np.cumsum(lengths) - lengths), lengths)
    joined += np.arange(total, dtype=joined.dtype)
    return joined


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
