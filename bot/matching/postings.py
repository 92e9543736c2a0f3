"""Which entries use a feature how often: for each feature the entries whose phrases have it."""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from itertools import accumulate, pairwise
from typing import Any

import numpy as np
from numpy.typing import NDArray

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

    The first `plain` of them are words or single concepts, the others letter runs or pairs of concepts. `index` is the place of the index
    among all that were collected.
    """

    features: Numbers
    weights: Floats
    plain: int
    index: int

    @property
    def known(self) -> float:
        """Share of the text's weight that the index knows, 0 to 1."""
        return float(self.weights.dot(self.weights))


@dataclass(frozen=True, slots=True)
class Postings:
    """The features of all indexes, those of one after the other, and for each the entries whose phrases have it: as a list of entries,
    with how strongly, or, where these are many, as a line over all entries, which each index has its own of."""

    entries: int
    bases: Sequence[int]
    rarity: Floats
    starts: Numbers
    owners: Numbers
    steps: Numbers
    line: Numbers
    lines: Sequence[Numbers]

    def find(self, texts: Sequence[Encoded], covered: slice) -> tuple[Floats, Floats]:
        """For every entry: how well its phrases, taken together, explain the features of the texts.

        The features of the texts are of kinds: the plain ones of the first, the others of the first, the plain ones of the second and so
        on. Of the first matrix, each line is for a kind: BM25, entries as documents. Of the second, each is for a kind in `covered`: the
        share of its weight, as the index was told, that stands in some phrase of the entry.
        """
        features = np.concatenate([text.features + self.bases[text.index] for text in texts])
        sizes = [size for text in texts for size in (text.plain, text.features.size - text.plain)]
        kinds, width = len(sizes), self.entries
        bounds = list(accumulate(sizes, initial=0))
        kind = np.arange(kinds).repeat(sizes)
        starts, ends = self.starts.take(features), self.starts.take(features + 1)
        items, lengths = ranges(starts, ends), ends - starts
        keys = (kind * width).repeat(lengths)
        keys += self.owners.take(items)
        rarity = self.rarity.take(features)
        strengths = rarity.repeat(lengths)
        strengths *= self.steps.take(items)
        frequency = np.bincount(keys, strengths, kinds * width).astype(np.float32).reshape(kinds, width)

        first, last, _ = covered.indices(kinds)
        begin, end = bounds[first], bounds[last]
        squares = np.concatenate([text.weights for text in texts])[begin:end]
        squares *= squares
        of_covered = kind[begin:end]
        squares /= np.maximum(np.bincount(of_covered, squares, kinds), 1e-9).take(of_covered)
        before = int(np.add.reduce(lengths[:begin]))
        squares_there = squares.repeat(lengths[begin:end])
        keys = keys[before : before + squares_there.size] - first * width
        coverage = np.bincount(keys, squares_there, (last - first) * width).astype(np.float32).reshape(-1, width)

        line = self.line.take(features)
        common = (line >= 0).nonzero()[0]
        if common.size:
            cuts = common.searchsorted(bounds).tolist()
            of_texts = zip(texts, pairwise(cuts[::2]), strict=True)
            lines = np.concatenate([self.lines[text.index].take(line.take(common[start:end]), axis=0) for text, (start, end) in of_texts])
            of_kind = _each(kinds).take(kind.take(common), axis=1)
            frequency += (of_kind * rarity.take(common)).dot(lines.astype(np.float32))
            here = slice(cuts[first], cuts[last])
            coverage += (of_kind[covered, here] * squares.take(common[here] - begin)).dot((lines[here] != 0).astype(np.float32))
        return frequency, coverage


@cache
def _each(count: int) -> Floats:
    """For each number below `count`, a column that is 1 in its line and else 0."""
    return np.eye(count, dtype=np.float32)


class Collected:
    """Takes the features of one index after the other."""

    def __init__(self, entries: int) -> None:
        self.entries = entries
        self._bases = [0]
        self._rarity: list[Floats] = []
        self._spread: list[Numbers] = []
        self._owners: list[Numbers] = []
        self._steps: list[Numbers] = []
        self._line: list[Numbers] = []
        self._lines: list[Numbers] = []

    def add(self, keys: Numbers, width: int, times: Numbers | None = None) -> int:
        """The place of the index among all.

        For every time that a row has a feature: the feature and the owner of the row, joined into `keys`, and how many phrases the row
        stands for if not one. `keys` are sorted; `width`: how many features there are.
        """
        entries = max(self.entries, 1)
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
        spread = np.bincount(features, minlength=width)
        self._rarity.append((np.log1p((entries - spread + 0.5) / (spread + 0.5)) / _STEPS).astype(np.float32) * _SCALE)
        lengths = np.bincount(owners, counts, minlength=entries)
        slowdown = _SATURATION * (1 - _LENGTH + _LENGTH * lengths / max(float(lengths[lengths > 0].mean()) if owners.size else 1.0, 1e-9))
        strengths = counts * (_SATURATION + 1) / (counts + slowdown.astype(np.float32)[owners])
        steps = np.maximum(np.rint(strengths * _STEPS), 1).astype(np.uint8)
        common = spread > max(_COMMON * entries, 1)
        line = np.where(common, np.cumsum(common) - 1, -1).astype(np.int32)
        lines = np.zeros((int(common.sum()), entries), dtype=np.uint8)
        in_line = np.repeat(common, spread)
        lines[line[features[in_line]], owners[in_line]] = steps[in_line]
        spread[common] = 0
        self._spread.append(spread)
        self._owners.append(owners[~in_line].astype(np.uint16 if entries < 2**16 else np.int32))
        self._steps.append(steps[~in_line])
        self._line.append(line)
        self._lines.append(lines)
        self._bases.append(self._bases[-1] + width)
        return len(self._lines) - 1

    def postings(self) -> Postings:
        """Those of all indexes, which are given away."""
        return Postings(
            entries=max(self.entries, 1),
            bases=tuple(self._bases),
            rarity=_given(self._rarity, np.float32),
            starts=np.concatenate(([0], np.cumsum(_given(self._spread, np.intp)))),
            owners=_given(self._owners, np.uint16),
            steps=_given(self._steps, np.uint8),
            line=_given(self._line, np.int32),
            lines=tuple(self._lines),
        )


def _given(arrays: list[NDArray[Any]], kind: type[np.generic]) -> NDArray[Any]:
    """All of them as one; the list is empty then, to need no more memory than that for a moment."""
    joined: NDArray[Any] = np.concatenate([np.zeros(0, dtype=kind), *arrays])
    arrays.clear()
    return joined
