"""Spoiled questions: what happens to text on a phone."""

import re
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from random import Random

from opencc import OpenCC
from pypinyin import lazy_pinyin

from bot.language.syllables import readings

_KEYS = "abcdefghijklmnopqrstuvwxyz"
_HAN = re.compile(r"[\u3400-\u9fff]+")
_LAST_COMMON = 0xD7


def typos(count: int) -> Callable[[str], str]:
    """So many letters changed, dropped, doubled or swapped with the next one."""

    def spoil(text: str) -> str:
        random = Random(text)
        for _ in range(count):
            places = [place for place, letter in enumerate(text) if letter.isalpha()]
            if not places:
                return text
            place = random.choice(places)
            kind = random.randrange(4) if text[place].isascii() else 1
            text = (
                text[:place] + random.choice(_KEYS) + text[place + 1 :],
                text[:place] + text[place + 1 :],
                text[:place] + text[place] + text[place:],
                text[:place] + text[place + 1 : place + 2] + text[place] + text[place + 2 :],
            )[kind]
        return text

    return spoil


def without_marks(text: str) -> str:
    return "".join(letter for letter in unicodedata.normalize("NFD", text) if not unicodedata.combining(letter))


def traditional(text: str) -> str:
    converted: str = OpenCC("s2t").convert(text)
    return converted


def pinyin(text: str) -> str:
    """Chinese characters as their sounds, without tones; other text stays."""
    return " ".join(lazy_pinyin(text))


def pinyin_joined(text: str) -> str:
    """The same without a space between the sounds, as long as nothing else stands between the characters."""
    return _HAN.sub(lambda run: f" {''.join(lazy_pinyin(run[0]))} ", text)


def pinyin_in_pairs(text: str) -> str:
    """The same with a space after every second sound: most words have two."""
    return _HAN.sub(lambda run: f" {_in_pairs(lazy_pinyin(run[0]))} ", text)


def _in_pairs(sounds: Sequence[str]) -> str:
    return " ".join("".join(sounds[start : start + 2]) for start in range(0, len(sounds), 2))


def same_sound(count: int) -> Callable[[str], str]:
    """So many Chinese characters replaced by common ones that sound the same, as keyboards offer them."""

    def spoil(text: str) -> str:
        random = Random(text)
        alike = {place: others for place, character in enumerate(text) if (others := _common_alike(character))}
        characters = list(text)
        for place in random.sample(sorted(alike), min(count, len(alike))):
            characters[place] = random.choice(alike[place])
        return "".join(characters)

    return spoil


@cache
def _common_alike(character: str) -> Sequence[str]:
    if not _HAN.match(character):
        return ()
    others = [other for other, weight in readings().get(lazy_pinyin(character)[0], ()) if weight == 0 and other != character]
    return [other for other in others if _is_common(other)]


def _is_common(character: str) -> bool:
    """Whether it is among the 3,755 characters of the first level of GB 2312."""
    code = character.encode("gb2312", errors="ignore")
    return bool(code) and code[0] <= _LAST_COMMON


def polite(text: str) -> str:
    return f"Hello, could you please tell me: {text} Thank you!"


BY_SOUND: Mapping[str, Callable[[str], str]] = {
    "pinyin": pinyin,
    "pinyin, joined": pinyin_joined,
    "pinyin, in pairs": pinyin_in_pairs,
    "one character of the same sound": same_sound(1),
    "two characters of the same sound": same_sound(2),
}
NOISES: Mapping[str, Callable[[str], str]] = {
    "as written": str,
    "one typing error": typos(1),
    "two typing errors": typos(2),
    "upper case": str.upper,
    "no marks": without_marks,
    "no spaces": lambda text: text.replace(" ", ""),
    "traditional characters": traditional,
    **BY_SOUND,
    "wrapped politely": polite,
}
