"""Whose phrase a text is, word for word."""

from array import array
from bisect import bisect_left
from collections.abc import Iterable
from hashlib import blake2b

import numpy as np

from bot.matching.arrays import Numbers


class Said:
    """Keeps 12 bytes for a phrase in place of its text; that two of a million different texts get the same number happens once in
    thirty million such collections."""

    def __init__(self, owners: Numbers, codes: Iterable[str], texts: Iterable[str]) -> None:
        """Of every phrase the number of its owner, the locale and the comparable text; where two own the same, the later counts."""
        owner_of = {_number(code, text): owner for owner, code, text in zip(owners.tolist(), codes, texts, strict=True)}
        numbers = np.fromiter(owner_of, dtype=np.uint64, count=len(owner_of))
        order = numbers.argsort()
        self._numbers = array("Q", numbers[order].tobytes())
        self._owners = np.fromiter(owner_of.values(), dtype=np.int32, count=len(owner_of))[order]

    def owner(self, locale: str, normal: str) -> int | None:
        number = _number(locale, normal)
        place = bisect_left(self._numbers, number)
        return int(self._owners[place]) if place < len(self._numbers) and self._numbers[place] == number else None


def _number(locale: str, normal: str) -> int:
    return int.from_bytes(blake2b(f"{locale} {normal}".encode(), digest_size=8).digest(), "big")
