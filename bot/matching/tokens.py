"""Many phrases as numbers of their words, so that what comes back all the time is looked at once."""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np

from bot.matching.arrays import Lists, Numbers
from bot.matching.features import EDGE, is_unspaced, words

_AT_ONCE = 4096
"""Phrases, so that little memory is needed for a moment."""
_END = f" {EDGE} "
"""Behind each phrase; comparable text never holds it."""


class Tokens(NamedTuple):
    """`words`: each word of the phrases once; `numbers`: the places there of the words of one phrase after the other; `lengths`: how many
    words each phrase has."""

    words: Sequence[str]
    numbers: Numbers
    lengths: Numbers


class Numbered(dict[str, int]):
    """Numbers words as they come."""

    def __missing__(self, word: str) -> int:
        number = self[word] = len(self)
        return number


def tokenised(phrases: Sequence[str]) -> Tokens:
    """The words of comparable texts, as `features.words` finds them."""
    numbered = Numbered({EDGE: 0})
    numbers, lengths = [], []
    for begin in range(0, len(phrases), _AT_ONCE):
        found = words(_END.join(phrases[begin : begin + _AT_ONCE]) + _END)
        of_words = np.fromiter(map(numbered.__getitem__, found), dtype=np.int32, count=len(found))
        ends = np.flatnonzero(of_words == 0)
        lengths.append(np.diff(ends, prepend=-1) - 1)
        numbers.append(of_words[of_words > 0] - 1)
    nothing = np.zeros(0, dtype=np.int32)
    return Tokens(tuple(numbered)[1:], np.concatenate([nothing, *numbers]), np.concatenate([nothing, *lengths]))


def units_of(tokens: Tokens) -> Tokens:
    """The same phrases in units, where the characters of scripts written without spaces stand alone."""
    numbered = Numbered()
    units = Lists.of([[numbered[unit] for unit in word] if is_unspaced(word) else [numbered[word]] for word in tokens.words])
    numbers, counts = units.at(tokens.numbers)
    ends = np.append(0, counts.cumsum())[np.append(0, tokens.lengths.cumsum())]
    return Tokens(tuple(numbered), numbers, np.diff(ends))
