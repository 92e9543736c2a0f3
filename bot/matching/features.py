"""Comparable text to what it is searched by: words and their stems, and short runs of characters.

Scripts decide the treatment: alphabets have words, stems and runs of 3 letters inside words; Chinese, Japanese, Thai and the
like, written without spaces, have runs of 1-3 characters; Hangul has syllables, so runs of 1-2.
"""

import re
from collections.abc import Callable
from functools import cache, lru_cache

import snowballstemmer  # type: ignore[import-untyped]

STEMMERS = {
    "ar": "arabic", "de": "german", "en": "english", "es": "spanish", "fa": "persian", "fr": "french", "hi": "hindi", "id": "indonesian",
    "it": "italian", "pt": "portuguese", "ru": "russian",
}  # fmt: skip
UNSPACED = re.compile(
    r"[\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\U00020000-\U0003ffff]+"
)
_HANGUL = re.compile(r"[\uac00-\ud7af\u1100-\u11ff]")
_LONGEST_WORD = 40
EDGE = "\u0002"


def words(normal: str) -> tuple[str, ...]:
    """The words of comparable text; a stretch of Chinese, Japanese or Thai counts as one word."""
    if normal.isascii():
        return tuple(normal.split())
    return tuple(UNSPACED.sub(lambda run: f" {run[0]} ", normal).split())


def is_unspaced(word: str) -> bool:
    return not word.isascii() and UNSPACED.match(word) is not None


@lru_cache(maxsize=20_000)
def stem(word: str, locale: str) -> str:
    """The word without its endings where a stemmer for the language exists, else the word."""
    if len(word) > _LONGEST_WORD or locale not in STEMMERS:
        return word
    return _stemmer(locale)(word) or word


@cache
def _stemmer(locale: str) -> Callable[[str], str]:
    stemmer = snowballstemmer.stemmer(STEMMERS[locale])
    if hasattr(stemmer, "maxCacheSize"):
        stemmer.maxCacheSize = 0  # `stem` keeps the words already
    stem_word: Callable[[str], str] = stemmer.stemWord
    return stem_word


def character_features(word: str) -> list[str]:
    """Runs of characters inside one word, its edges included where the script has words."""
    if is_unspaced(word):
        return [*_grams(word, 1, 3), EDGE + word[:1], word[-1:] + EDGE]
    if _HANGUL.search(word):
        return _grams(word, 1, 2)
    return _grams(f" {word[:_LONGEST_WORD]} ", 3, 3)


def _grams(text: str, shortest: int, longest: int) -> list[str]:
    return [text[start : start + n] for n in range(shortest, longest + 1) for start in range(len(text) - n + 1)]
