"""The syllables of pinyin and the characters that each may stand for, from the table in pinyin.txt."""

from collections import defaultdict
from collections.abc import Mapping
from functools import cache
from math import log
from pathlib import Path

Readings = tuple[tuple[str, float], ...]
"""Characters, each with the natural logarithm of a weight: 0 where the sound is a usual one of the character, less where it is not."""

LONGEST = 6
"""Letters of the longest syllable ("zhuang")."""

_TABLE = Path(__file__).with_name("pinyin.txt")
_SELDOM = log(0.1)
_TYPED_OTHERWISE = log(0.3)
_MERGED = {"dianr": "点", "huir": "会", "nar": "哪那", "shir": "事", "zher": "这"}
"""Words of Beijing with an r in the same syllable ("zai nar"); any other r at a word's end is more often English."""
_MARKED = (("lv", "lu"), ("lve", "lue"), ("nv", "nu"), ("nve", "nue"))
"""People type "v" for u with two dots, or leave the dots out, as comparable text does."""


@cache
def readings() -> Mapping[str, Readings]:
    """Syllable in small letters without tone to its characters."""
    found: dict[str, list[tuple[str, float]]] = defaultdict(list)
    for line in _TABLE.read_text(encoding="utf-8").splitlines():
        if line and not line.startswith("#"):
            syllable, usual, *seldom = line.split()
            found[syllable] += [(character, 0.0) for character in usual.strip("-")]
            found[syllable] += [(character, _SELDOM) for character in "".join(seldom)]
    for typed, plain in _MARKED:
        found[plain] += [(character, weight + _TYPED_OTHERWISE) for character, weight in found[typed]]
    for first in "jqxy":
        for plain in ("u", "ue", "uan", "un"):
            found[f"{first}v{plain[1:]}"] += found[first + plain]
    for syllable, characters in _MERGED.items():
        found[syllable] += [(character, 0.0) for character in characters]
    return {syllable: _once(characters) for syllable, characters in found.items()}


def _once(characters: list[tuple[str, float]]) -> Readings:
    """Every character with its best weight."""
    best: dict[str, float] = {}
    for character, weight in characters:
        best[character] = max(weight, best.get(character, weight))
    return tuple(best.items())


def is_sound(word: str) -> bool:
    """Whether small Latin letters are syllables from the first to the last."""
    known = readings()
    reached = [True, *(False for _ in word)]
    for start in range(len(word)):
        if reached[start]:
            for end in range(start + 1, min(start + LONGEST, len(word)) + 1):
                reached[end] = reached[end] or word[start:end] in known
    return reached[-1]
