"""How likely one Chinese character follows another, learnt from the knowledge's own phrases.

Absolute discounting: a pair that was seen keeps most of its share, what is taken off it goes to all characters by how often they occur.
All values are natural logarithms of probabilities.
"""

import re
from collections.abc import Iterable, Mapping
from itertools import pairwise
from math import log

import numpy as np

FIRST, LAST, STRANGE = "^", "$", "#"
"""Stand for a text's beginning, its end, and a stretch in another script or of digits."""

_DISCOUNT = 0.7
_UNSEEN = 0.02
"""What a character counts that no text has."""
_FEWEST = 100_000
"""Characters that stand beside that one at least: a small knowledge tells nothing about those it lacks."""
_SPACES = re.compile(r"[^\S\n]+")
_OTHERS = re.compile(r"[^\u3400-\u9fff\n]+")


class Bigrams:
    def __init__(self, texts: Iterable[str]) -> None:
        """`texts`: comparable Chinese. One strange stretch is added, so that even a small knowledge takes it for possible."""
        lines = _OTHERS.sub(STRANGE, _SPACES.sub("", "\n".join((*texts, STRANGE)))).replace("\n", LAST + FIRST)
        codes = np.frombuffer(f"{FIRST}{lines}{LAST}".encode("utf-32-le"), dtype=np.uint32).astype(np.int64)
        pairs, counts = np.unique((codes[:-1] << 16 | codes[1:])[codes[:-1] != ord(LAST)], return_counts=True)
        lefts, rights = pairs >> 16, pairs & 0xFFFF
        single = np.bincount(rights, weights=counts)
        share = single / counts.sum()
        seen = np.flatnonzero(single)
        self.alone: Mapping[str, float] = dict(zip(map(chr, seen.tolist()), np.log(share[seen]).tolist(), strict=True))
        self.unseen = log(_UNSEEN / max(float(counts.sum()), _FEWEST))
        self.after: dict[str, dict[str, float]] = {}
        """What was seen after a character."""
        self.otherwise: dict[str, float] = {}
        """What anything else after it costs, beside its own share."""
        starts = np.flatnonzero(np.diff(lefts, prepend=-1))
        times, kinds = np.add.reduceat(counts, starts), np.diff(starts, append=lefts.size)
        left_over = _DISCOUNT * kinds / times
        values = np.log((counts - _DISCOUNT) / np.repeat(times, kinds) + np.repeat(left_over, kinds) * share[rights]).tolist()
        names = [chr(code) for code in rights.tolist()]
        for (start, end), rest in zip(pairwise([*starts.tolist(), lefts.size]), left_over.tolist(), strict=True):
            left = chr(int(lefts[start]))
            self.after[left] = dict(zip(names[start:end], values[start:end], strict=True))
            self.otherwise[left] = log(rest)

    def step(self, left: str, right: str) -> float:
        """How likely `right` stands after `left`."""
        seen = self.after.get(left)
        if seen is not None and right in seen:
            return seen[right]
        return self.otherwise.get(left, 0.0) + self.alone.get(right, self.unseen)
