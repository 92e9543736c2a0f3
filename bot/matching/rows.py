"""Rows of features, one for each phrase: what they have in common with a question and with each other."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import accumulate
from threading import local

import numpy as np

from bot.matching.arrays import Floats, Numbers, ranges


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
        self._of_row = np.arange(self.blocks + 1)
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

    def sums(self, entries: Numbers, features: Numbers, values: Floats) -> Floats:
        """For each block of all rows of the entries, a line for a row, the sum of the values of its features, where `features` have
        `values` and others nothing; nonsense where a block is empty."""
        items, starts = [], []
        before = 0
        for first, last in zip(self.first.take(entries).tolist(), self.first.take(entries + 1).tolist(), strict=True):
            bounds = self.bounds[first * self.blocks : last * self.blocks + 1]
            items.append(self.features[bounds[0] : bounds[-1]])
            starts.append(bounds[:-1] + (before - bounds[0]))
            before += items[-1].size
        found = np.zeros(before + 1, dtype=np.float32)  # one more, for an empty block at the end
        wanted = _nothing(self.width)
        wanted[features] = values
        wanted.take(np.concatenate(items), out=found[:-1], mode="clip")
        wanted[features] = 0
        sums: Floats = np.add.reduceat(found, np.concatenate(starts))
        return sums.reshape(-1, self.blocks)

    def totals(self, values: Floats) -> Floats:
        """For every block, a line for a row, the sum of the values of its features, of which there is one for each."""
        found = np.append(values.take(self.features, mode="clip"), np.float32(0))
        sums: Floats = np.add.reduceat(found, self.bounds[:-1]) if len(self) else found[:0]
        sums[np.diff(self.bounds) == 0] = 0
        return sums.reshape(-1, self.blocks)

    def items(self, rows: Numbers) -> tuple[Numbers, Numbers, Numbers]:
        """The features of the rows, one row after the other; how many each block has, a line for a row; and how many each row has."""
        bounds = self.bounds.take(np.add.outer(rows * self.blocks, self._of_row))
        starts, ends = bounds[:, 0], bounds[:, -1]
        return self.features.take(ranges(starts, ends)), bounds[:, 1:] - bounds[:, :-1], ends - starts


_of_thread = local()


def _nothing(size: int) -> Floats:
    """So many zeros, for a moment: whoever writes into them puts back zeros. Making them anew for every question would cost more than the
    rest of a comparison."""
    zeros: Floats = getattr(_of_thread, "zeros", np.zeros(0, dtype=np.float32))
    if zeros.size < size:
        zeros = _of_thread.zeros = np.zeros(size, dtype=np.float32)
    return zeros


def products(parts: Sequence[Vectors], rows: int, common: int) -> Floats:
    """Products of vectors with each other, whose lengths are taken for 1; the features below `common` are the same in all parts, the
    others are of a part alone.

    Features that only one row has are left out, which makes the matrix small; they add nothing but to that row's length.
    """
    own = list(accumulate((part.width - common for part in parts), initial=0))
    column, row, weights = parts[0].features, parts[0].row, parts[0].weights
    if len(parts) > 1:
        column = np.concatenate(
            [part.features + (part.features >= common) * np.intp(before) for part, before in zip(parts, own, strict=False)]
        )
        row, weights = np.concatenate([part.row for part in parts]), np.concatenate([part.weights for part in parts])
    column = column.astype(np.intp)
    last = _nothing(common + own[-1]).view(np.int32)
    last[column] = np.arange(column.size, dtype=np.int32)
    same = last.take(column, mode="clip")
    last[column] = 0
    shared = np.bincount(same, minlength=column.size) > 1
    place = shared.cumsum()
    place *= shared
    width = int(place.max(initial=0)) + 1
    dense = np.zeros((width, rows), dtype=np.float32)
    place = place.take(same)
    place *= rows
    place += row
    dense.ravel()[place] = weights
    dense[0] = 0  # features that were left out
    product: Floats = dense.T.dot(dense.copy())  # of a matrix with itself, NumPy would take another routine, slower for small ones
    product.ravel()[:: rows + 1] = 1
    return product
