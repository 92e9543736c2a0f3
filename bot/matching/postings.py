"""Which entries use a feature how often: rows of features, and for each feature the entries whose rows have it."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Numbers = NDArray[np.signedinteger[Any]]

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
