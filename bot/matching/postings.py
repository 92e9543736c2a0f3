"""Which entries use a feature how often: rows of features, and for each feature the entries whose rows have it."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from threading import local

import numpy as np

from bot.matching.arrays import Floats, Numbers, distinct, ranges, run_starts, split

_SATURATION, _LENGTH = 1.2, 0.6
_STEPS = 255 / (_SATURATION + 1)
"""Strengths are kept in steps, as many per unit; the strongest possible is the 255th."""
_COMMON = 0.1
"""Share of the entries from which on a feature is kept as a line over all entries."""
_SCALE = np.float32(0.1)
"""Keeps frequencies in the order of one, as other evidence."""


@dataclass(frozen=True, slots=True)
class Encoded:
    """A text as numbers of features that an index knows, and their weights in a vector of length 1; unknown features have the rest.

    The first `plain` of them are words or single concepts, the others letter runs or pairs of concepts.
    """

    features: Numbers
    weights: Floats
    plain: int

    @property
    def known(self) -> float:
        """Share of the text's weight that the index knows, 0 to 1."""
        return float(self.weights @ self.weights)


@dataclass(frozen=True, slots=True)
class Found:
    """For every entry: how well its phrases, taken together, explain the features of a text.

    `plain`, `others`: BM25 over words or single concepts, and over letter runs or pairs of concepts, entries as documents.
    `coverage`: share of the weight of either kind in the text, as the index was told, that stands in some phrase of the entry.
    """

    plain: Floats
    others: Floats
    coverage: Floats


@dataclass(frozen=True, slots=True)
class Vectors:
    """Sparse rows, for every time that one has a feature: the feature, below `width`, its weight there, and the row."""

    features: Numbers
    weights: Floats
    row: Numbers
    width: int


class Rows:
    """Rows of feature numbers, one after the other, each owned by an entry; `owners` ascend. A row may stand in blocks of its own, such as
    words and then letter runs."""

    def __init__(self, features: Numbers, lengths: Numbers, owners: Numbers, entries: int, width: int) -> None:
        """`lengths`: of each block of each row, a line for a row; `width`: how many features there are."""
        self.features: Numbers = features.astype(np.uint16 if width <= 2**16 else np.int32)
        self.blocks: int = lengths.shape[1]
        self.bounds: Numbers = np.concatenate(([0], np.cumsum(lengths))).astype(np.int32)
        self.first: Numbers = np.searchsorted(owners, np.arange(entries + 1))
        self.width = width

    def __len__(self) -> int:
        return int((self.bounds.size - 1) // self.blocks)

    def count(self, entry: int) -> int:
        return int(self.first[entry + 1] - self.first[entry])

    def of(self, entries: Numbers) -> tuple[Numbers, Numbers]:
        """The rows of the entries, in the order of the entries, and for each entry how many."""
        starts, ends = self.first.take(entries), self.first.take(entries + 1)
        return ranges(starts, ends), ends - starts

    def sums(self, features: Numbers, values: Floats, rows: Numbers) -> Floats:
        """For each block of the rows, a line for a row, the sum of the values of its features, where `features` have `values` and others
        nothing; nonsense where a block is empty."""
        items, lengths = self.items(rows)
        flat = lengths.ravel()
        return self._summed(features, values, items, flat.cumsum() - flat)

    def sums_of(self, entries: Numbers, features: Numbers, values: Floats) -> Floats:
        """As `sums`, for all rows of the entries, which stand together and are so found faster."""
        first, last = self.first.take(entries) * self.blocks, self.first.take(entries + 1) * self.blocks
        begins, ends = self.bounds.take(first), self.bounds.take(last)
        items = np.concatenate([self.features[begin:end] for begin, end in zip(begins.tolist(), ends.tolist(), strict=True)])
        before = (ends - begins).cumsum()
        before -= ends
        starts = self.bounds.take(ranges(first, last))
        starts += before.repeat(last - first)
        return self._summed(features, values, items, starts)

    def _summed(self, features: Numbers, values: Floats, items: Numbers, starts: Numbers) -> Floats:
        found = np.zeros(items.size + 1, dtype=np.float32)  # one more, for an empty block at the end
        wanted = _nothing(self.width)
        wanted[features] = values
        wanted.take(items, out=found[:-1], mode="clip")
        wanted[features] = 0
        sums: Floats = np.add.reduceat(found, starts) if starts.size else found[:0]
        return sums.reshape(-1, self.blocks)

    def totals(self, values: Floats) -> Floats:
        """For every block, a line for a row, the sum of the values of its features, of which there is one for each."""
        found = np.append(values.take(self.features, mode="clip"), np.float32(0))
        sums: Floats = np.add.reduceat(found, self.bounds[:-1]) if len(self) else found[:0]
        sums[np.diff(self.bounds) == 0] = 0
        return sums.reshape(-1, self.blocks)

    def items(self, rows: Numbers) -> tuple[Numbers, Numbers]:
        """The features of the rows, one row after the other, and how many each block has, a line for a row."""
        first = rows * self.blocks
        bounds = [self.bounds.take(first + block) for block in range(self.blocks + 1)]
        lengths = np.empty((rows.size, self.blocks), dtype=np.intp)
        for block in range(self.blocks):
            np.subtract(bounds[block + 1], bounds[block], out=lengths[:, block])
        return self.features.take(ranges(bounds[0], bounds[-1])), lengths


class Postings:
    """For every feature, the entries whose phrases have it."""

    def __init__(self, keys: Numbers, entries: int, width: int, times: Numbers | None = None) -> None:
        """For every time that a row has a feature: the feature and the owner of the row, joined into `keys`, and how many phrases the row
        stands for if not one. `keys` are sorted; `width`: how many features there are."""
        entries = max(entries, 1)
        if times is None:
            keys, counts = distinct(keys)
        else:
            order = keys.argsort()
            keys, times = keys[order], times[order]
            del order
            first = run_starts(keys)
            keys, counts = keys[first], np.add.reduceat(times, first) if first.size else times
        features, owners = split(keys, entries)
        counts = counts.astype(np.float32)
        del keys
        starts = np.searchsorted(features, np.arange(width + 1)).astype(np.int32)
        spread = np.diff(starts)
        self._rarity: Floats = (np.log1p((entries - spread + 0.5) / (spread + 0.5)) / _STEPS).astype(np.float32) * _SCALE
        lengths = np.bincount(owners, counts, minlength=entries)
        slowdown = _SATURATION * (1 - _LENGTH + _LENGTH * lengths / max(float(lengths[lengths > 0].mean()) if owners.size else 1.0, 1e-9))
        strengths = counts * (_SATURATION + 1) / (counts + slowdown.astype(np.float32)[owners])
        steps = np.maximum(np.rint(strengths * _STEPS), 1).astype(np.uint8)
        common = spread > max(_COMMON * entries, 1)
        self._line = np.where(common, np.cumsum(common) - 1, -1).astype(np.int32)
        self._lines = np.zeros((int(common.sum()), entries), dtype=np.uint8)
        in_line = np.repeat(common, spread)
        self._lines[self._line[features[in_line]], owners[in_line]] = steps[in_line]
        spread[common] = 0
        self._starts: Numbers = np.concatenate(([0], np.cumsum(spread))).astype(np.intp)
        self._owners = owners[~in_line].astype(np.uint16 if entries < 2**16 else np.int32)
        self._steps = steps[~in_line]
        self._entries = entries

    def find(self, text: Encoded, of_plain: bool) -> Found:
        """`of_plain`: whether coverage is that of words or single concepts, or that of letter runs or pairs of concepts."""
        starts, ends = self._starts.take(text.features), self._starts.take(text.features + 1)
        items, lengths, width = ranges(starts, ends), ends - starts, self._entries
        owners = self._owners.take(items).astype(np.intp)
        weights, squares = self._rarity.take(text.features), text.weights * text.weights
        strengths = weights.repeat(lengths)
        strengths *= self._steps.take(items)
        middle = int(np.add.reduce(lengths[: text.plain]))
        plain = np.bincount(owners[:middle], strengths[:middle], width).astype(np.float32)
        others = np.bincount(owners[middle:], strengths[middle:], width).astype(np.float32)
        kind, part = (slice(text.plain), slice(middle)) if of_plain else (slice(text.plain, None), slice(middle, None))
        coverage = np.bincount(owners[part], squares[kind].repeat(lengths[kind]), width).astype(np.float32)
        line = self._line.take(text.features)
        common = (line >= 0).nonzero()[0]
        if common.size:
            lines = self._lines.take(line[common], axis=0)
            strong, weights = lines.astype(np.float32), weights[common]
            middle = int(common.searchsorted(text.plain))
            part = slice(middle) if of_plain else slice(middle, None)
            plain += weights[:middle] @ strong[:middle]
            others += weights[middle:] @ strong[middle:]
            np.not_equal(lines, 0, out=lines.view(np.bool_))
            np.copyto(strong, lines)
            coverage += squares[common[part]] @ strong[part]
        coverage /= np.float32(max(float(np.add.reduce(squares[kind])), 1e-9))
        return Found(plain, others, coverage)


_of_thread = local()


def _nothing(size: int) -> Floats:
    """So many zeros, for a moment: whoever writes into them puts back zeros. Making them anew for every question would cost more than the
    rest of a comparison."""
    zeros: Floats = getattr(_of_thread, "zeros", np.zeros(0, dtype=np.float32))
    if zeros.size < size:
        zeros = _of_thread.zeros = np.zeros(size, dtype=np.float32)
    return zeros


def products(parts: Sequence[Vectors], rows: int) -> Floats:
    """Products of vectors with each other, whose lengths are taken for 1: each consists of what it has in each of the parts.

    Features that only one row has are left out, which makes the matrix small; they add nothing but to that row's length.
    """
    before = list(accumulate((part.width for part in parts), initial=0))
    column = np.concatenate([part.features + np.intp(width) for part, width in zip(parts, before, strict=False)])
    row, weights = np.concatenate([part.row for part in parts]), np.concatenate([part.weights for part in parts])
    last = _nothing(before[-1]).view(np.int32)
    last[column] = np.arange(column.size, dtype=np.int32)
    same = last.take(column, mode="clip")
    last[column] = 0
    shared = np.bincount(same, minlength=column.size) > 1
    place = shared.cumsum()
    place *= shared
    width = int(place.max(initial=0)) + 1
    dense = np.zeros((rows, width), dtype=np.float32)
    row = row * width
    row += place.take(same)
    dense.ravel()[row] = weights
    dense[:, 0] = 0  # features that were left out
    product: Floats = dense @ dense.T
    product.ravel()[:: rows + 1] = 1
    return product
