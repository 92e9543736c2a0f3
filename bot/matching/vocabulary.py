"""What phrases consist of, as numbers that stand for words, neighbours and letter runs."""

from functools import lru_cache
from itertools import pairwise
from typing import Any
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from bot.matching.arrays import Lists, Numbers, distinct, joint, ranges, split
from bot.matching.features import EDGE, character_features, is_unspaced, stem, words
from bot.matching.tokens import Tokens

Hashes = NDArray[np.uint32]
"""What stands for features in an index, in a fraction of their memory; equal in every process. Words and their neighbours come before
letter runs. Of a hundred thousand features, about two have the number of another, which then counts as the same."""

FIRST_LETTERS = 1 << 31
_EDGE = crc32(EDGE.encode()) >> 1
_SPREAD, _PRIME = 0x61C88647, (1 << 31) - 1
_AT_ONCE = 4096
"""Phrases, so that little memory is needed for a moment."""


def hashes_of(normal: str, locale: str) -> tuple[Hashes, int]:
    """The features of a text, those of words first, and how many these are."""
    spaced: list[int] = []
    of_letters: set[int] = set()
    spaces_alone = normal.isascii()
    for token in words(normal):
        if spaces_alone or not is_unspaced(token):
            of_itself, runs = _of_word(token, locale)
            spaced.append(of_itself)
            of_letters.update(runs)
        else:
            of_letters.update(_letter_hashes(token))
    of_words = set(spaced)
    if spaced:
        of_words.update([_neighbours(left, right) for left, right in pairwise([_EDGE, *spaced, _EDGE])])
    return np.array(sorted(of_words) + sorted(of_letters), dtype=np.uint32), len(of_words)


def hash_of_word(word: str, locale: str) -> int:
    return crc32(stem(word, locale).encode()) >> 1


def _neighbours(left: Any, right: Any) -> Any:
    """What stands for two words next to each other, as numbers or as arrays of 64 bits."""
    return (left * _SPREAD + right) % _PRIME


def known_among(hashes: Hashes, known: Hashes) -> tuple[Numbers, NDArray[np.bool_]]:
    """Where each hash stands in `known`, which ascends, or would come in, and whether it stands there."""
    numbers = known.searchsorted(hashes)
    if known.size == 0:
        return numbers, np.zeros(hashes.size, dtype=np.bool_)
    return numbers, known.take(numbers, mode="clip") == hashes


def read(phrases: Tokens, locale: str) -> tuple[Hashes, Numbers, Numbers]:
    """The features of all phrases, ascending; the places among them of the features of one phrase after the other, ascending and each once;
    and how many each phrase has.

    Words come back all the time, so what a word has is looked up once; what phrases have is then joined without a loop, some thousands at
    a time, to need little memory.
    """
    unit, count = phrases.numbers, phrases.lengths.size
    in_phrase = np.arange(count, dtype=np.int32).repeat(phrases.lengths)
    is_spaced = np.array([not is_unspaced(word) for word in phrases.words], dtype=np.bool_)
    of_word = np.fromiter((hash_of_word(word, locale) for word in phrases.words), dtype=np.int64, count=len(phrases.words))
    pairs, pair_in_phrase = _pairs(of_word, unit, in_phrase, is_spaced)
    own = [
        sorted(_letter_hashes(word) if not spaced else (of_itself, *_letter_hashes(word)))
        for word, of_itself, spaced in zip(phrases.words, of_word.tolist(), is_spaced.tolist(), strict=True)
    ]
    features = Lists.of(own, np.uint32)
    hashes, places = np.unique(np.append(features.values, pairs.astype(np.uint32)), return_inverse=True)
    places = places.astype(np.int32)
    of_pair = places[features.values.size :]
    starts, ends = features.bounds[:-1], features.bounds[1:]
    found, counts = [], []
    for begin in range(0, count, _AT_ONCE):
        bounds = [begin, min(begin + _AT_ONCE, count)]
        here, there = (slice(*of.searchsorted(bounds)) for of in (in_phrase, pair_in_phrase))
        first, last = starts[unit[here]], ends[unit[here]]
        rows: Numbers = np.concatenate([in_phrase[here].repeat(last - first), pair_in_phrase[there]]) - np.int32(begin)
        columns: Numbers = np.concatenate([places[ranges(first, last)], of_pair[there]])
        rows, columns = split(distinct(joint(rows, columns, hashes.size), nearly_sorted=True)[0], hashes.size)
        found.append(columns)
        counts.append(np.bincount(rows, minlength=bounds[1] - begin))
    nothing = np.zeros(0, dtype=np.int32)
    return hashes, np.concatenate([nothing, *found]), np.concatenate([nothing, *counts])


def _pairs(of_word: Numbers, unit: Numbers, in_phrase: Numbers, is_spaced: NDArray[np.bool_]) -> tuple[Numbers, Numbers]:
    """What stands for neighbouring words, the edges of the phrase included, and the phrase that each two stand in, ascending."""
    here = is_spaced[unit]
    hashes, in_phrase = of_word[unit[here]], in_phrase[here]
    if hashes.size == 0:
        return hashes, in_phrase
    begins = np.append(True, in_phrase[1:] != in_phrase[:-1])
    ends = np.append(begins[1:], True)
    before = np.where(begins, _EDGE, np.append(0, hashes[:-1]))
    pairs, in_phrase = np.append(_neighbours(before, hashes), _neighbours(hashes[ends], _EDGE)), np.append(in_phrase, in_phrase[ends])
    order = in_phrase.argsort(kind="stable")
    return pairs[order], in_phrase[order]


def _letter_hashes(token: str) -> tuple[int, ...]:
    return tuple([crc32(name.encode()) >> 1 | FIRST_LETTERS for name in character_features(token)])


@lru_cache(maxsize=5_000)
def _of_word(word: str, locale: str) -> tuple[int, tuple[int, ...]]:
    """What stands for a word and for its letter runs, kept, since words come back all the time."""
    return hash_of_word(word, locale), _letter_hashes(word)
