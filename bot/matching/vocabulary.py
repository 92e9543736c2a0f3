"""What phrases consist of, as numbers that stand for words, neighbours and letter runs."""

from array import array
from collections.abc import Iterable, Sequence
from functools import lru_cache
from itertools import chain
from zlib import crc32

import numpy as np
from numpy.typing import NDArray

from bot.matching.features import EDGE, character_features, is_unspaced, stem, word_features, words
from bot.matching.postings import Numbers, distinct, joint, ranges, split

Hashes = NDArray[np.uint32]
"""What stands for features in an index, in a fraction of their memory; equal in every process. Words and their neighbours come before
letter runs. Of a hundred thousand features, about two have the number of another, which then counts as the same."""

FIRST_LETTERS = 1 << 31
_AT_ONCE = 4096
"""Phrases, so that little memory is needed for a moment."""


def hashes_of(normal: str, locale: str) -> tuple[Hashes, int]:
    """The features of a text, those of words first, and how many these are."""
    tokens = words(normal)
    of_words = _of_words(dict.fromkeys(word_features(tokens, locale)))
    of_letters: set[int] = set()
    for token in tokens:
        of_letters.update(_letter_hashes(token) if is_unspaced(token) else _of_letters(token))
    return np.array([*of_words, *of_letters], dtype=np.uint32), len(of_words)


def hash_of_word(word: str, locale: str) -> int:
    return crc32(stem(word, locale).encode()) >> 1


def known_among(hashes: Hashes, known: Hashes) -> tuple[Numbers, NDArray[np.bool_]]:
    """Where each hash stands in `known`, which ascends, and whether it stands there at all."""
    if known.size == 0:
        return np.zeros(hashes.size, dtype=np.intp), np.zeros(hashes.size, dtype=np.bool_)
    numbers = known.searchsorted(hashes)
    np.minimum(numbers, known.size - 1, out=numbers)
    return numbers, known[numbers] == hashes


def read(phrases: Sequence[str], locale: str) -> tuple[Hashes, Numbers, Numbers]:
    """The features of all phrases, ascending; the places among them of the features of one phrase after the other, ascending and each once;
    and how many each phrase has.

    Words come back all the time, so what a word has is looked up once; what phrases have is then joined without a loop, some thousands at
    a time, to need little memory.
    """
    tokens = _Tokens()
    units, lengths = array("i"), array("i")
    for phrase in phrases:
        of_phrase = [tokens[token] for token in words(phrase)]
        units.extend(of_phrase)
        lengths.append(len(of_phrase))
    unit, in_phrase = np.frombuffer(units, dtype=np.int32), np.arange(len(phrases), dtype=np.int32).repeat(lengths)
    neighbours, pair_in_phrase = _pairs(unit, in_phrase, np.array([not is_unspaced(token) for token in tokens], dtype=np.bool_))
    pairs, place = np.unique(neighbours, return_inverse=True)
    hashes, features, ends = _features(tokens, pairs, locale)
    starts = np.append(np.int32(0), ends[: len(tokens) - 1])
    of_pair: Numbers = features[features.size - pairs.size :][place]
    found, counts = [], []
    for begin in range(0, len(phrases), _AT_ONCE):
        bounds = [begin, min(begin + _AT_ONCE, len(phrases))]
        here, there = (slice(*of.searchsorted(bounds)) for of in (in_phrase, pair_in_phrase))
        first, last = starts[unit[here]], ends[unit[here]]
        rows: Numbers = np.concatenate([in_phrase[here].repeat(last - first), pair_in_phrase[there]]) - np.int32(begin)
        columns: Numbers = np.concatenate([features[ranges(first, last)], of_pair[there]])
        rows, columns = split(distinct(joint(rows, columns, hashes.size), nearly_sorted=True)[0], hashes.size)
        found.append(columns)
        counts.append(np.bincount(rows, minlength=bounds[1] - begin))
    nothing = np.zeros(0, dtype=np.int32)
    return hashes, np.concatenate([nothing, *found]), np.concatenate([nothing, *counts])


def _features(tokens: Iterable[str], pairs: Numbers, locale: str) -> tuple[Hashes, Numbers, Numbers]:
    """The features of all words and pairs of them, ascending; the places among them of the features of one word after the other, then of
    the pairs; and where those of each word end."""
    stems = [*(stem(token, locale) for token in tokens), EDGE]
    own = [sorted(_of_token(token, locale)) for token in tokens]
    ends = np.cumsum([len(features) for features in own], dtype=np.int32)
    of_pairs = _of_words(f"{stems[pair >> 32]} {stems[pair & 0xFFFFFFFF]}" for pair in pairs.tolist())
    hashes, places = np.unique(np.fromiter(chain(*own, of_pairs), dtype=np.uint32), return_inverse=True)
    return hashes, places.astype(np.int32), ends


class _Tokens(dict[str, int]):
    """Numbers words as they come."""

    def __missing__(self, token: str) -> int:
        number = self[token] = len(self)
        return number


def _pairs(unit: Numbers, in_phrase: Numbers, is_spaced: NDArray[np.bool_]) -> tuple[Numbers, Numbers]:
    """Neighbouring words as one number of 64 bits each, the edges of the phrase included, which have the number after the last word; and
    the phrase that each pair stands in, ascending."""
    here = is_spaced[unit]
    unit, in_phrase = unit[here].astype(np.int64), in_phrase[here]
    if unit.size == 0:
        return unit, in_phrase
    begins = np.append(True, in_phrase[1:] != in_phrase[:-1])
    before = np.where(begins, is_spaced.size, np.append(0, unit[:-1]))
    ends = np.append(begins[1:], True)
    pairs, in_phrase = np.append(before << 32 | unit, unit[ends] << 32 | is_spaced.size), np.append(in_phrase, in_phrase[ends])
    order = in_phrase.argsort(kind="stable")
    return pairs[order], in_phrase[order]


def _of_token(token: str, locale: str) -> tuple[int, ...]:
    """Everything that `hashes_of` finds in one word, but its neighbours."""
    return _letter_hashes(token) if is_unspaced(token) else (hash_of_word(token, locale), *_letter_hashes(token))


def _of_words(names: Iterable[str]) -> list[int]:
    return [crc32(name.encode()) >> 1 for name in names]


def _letter_hashes(token: str) -> tuple[int, ...]:
    return tuple([crc32(name.encode()) >> 1 | FIRST_LETTERS for name in character_features(token)])


@lru_cache(maxsize=5_000)
def _of_letters(token: str) -> tuple[int, ...]:
    """As `_letter_hashes`, kept, since words come back all the time."""
    return _letter_hashes(token)
