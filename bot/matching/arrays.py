"""Numbers by the million: lists of different lengths one after the other, and two numbers joined to one to sort by."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import chain
from typing import Any, Self

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float32]
Numbers = NDArray[np.integer[Any]]


@dataclass(frozen=True, slots=True)
class Lists:
    """Lists of numbers, one after the other in `values`; list `n` begins at `bounds[n]` and ends before `bounds[n + 1]`."""

    values: Numbers
    bounds: Numbers

    @classmethod
    def of(cls, lists: Sequence[Sequence[int]], kind: type[np.integer[Any]] = np.int32) -> Self:
        bounds = np.zeros(len(lists) + 1, dtype=np.int32)
        np.cumsum([len(values) for values in lists], out=bounds[1:])
        return cls(np.fromiter(chain.from_iterable(lists), dtype=kind, count=int(bounds[-1])), bounds)

    def at(self, places: Numbers) -> tuple[Numbers, Numbers]:
        """The lists at these places, one after the other, and how long each is."""
        starts, ends = self.bounds.take(places), self.bounds.take(places + 1)
        return self.values.take(ranges(starts, ends)), ends - starts


def joint(left: Numbers, right: Numbers, width: int) -> Numbers:
    """Two numbers as one, by which to sort; `right` is below `width`. Half as long where that is enough: sorting is most of a build."""
    kind = np.uint32 if left.size == 0 or (int(left.max()) + 1) * width < 2**32 else np.int64
    keys: Numbers = left.astype(kind)
    keys *= max(width, 1)
    keys += right.astype(kind)
    return keys


def split(keys: Numbers, width: int) -> tuple[Numbers, Numbers]:
    left = keys // max(width, 1)
    return left.astype(np.int32), (keys - left * max(width, 1)).astype(np.int32)


def distinct(keys: Numbers, nearly_sorted: bool = False) -> tuple[Numbers, Numbers]:
    """The different keys in their order, and how often each stands there; `keys` are sorted on the way, which beats hashing here.

    `nearly_sorted`: whether they stand in long ascending runs, which another way of sorting makes use of.
    """
    keys.sort(kind="stable" if nearly_sorted else "quicksort")
    starts = run_starts(keys)
    return keys[starts], np.diff(starts, append=np.int32(keys.size))


def run_starts(keys: Numbers) -> Numbers:
    """Where, in sorted keys, another one begins."""
    return np.flatnonzero(np.append(keys.size > 0, keys[1:] != keys[:-1])).astype(np.int32)


def ranges(starts: Numbers, ends: Numbers) -> Numbers:
    """The numbers from each start up to its end, one range after the other."""
    lengths = ends - starts
    before = ends - lengths.cumsum()
    joined: Numbers = before.repeat(lengths)
    joined += np.arange(joined.size, dtype=joined.dtype)
    return joined
