"""Text made comparable: width, case, script, marks, spaces and signs.

The result holds words of letters, marks and digits with one space between them. Both the phrases of the knowledge and what
people write pass through here, so that the same words meet whatever keyboard they come from.
"""

import re
import unicodedata
from functools import cache, lru_cache

from opencc import OpenCC

MAX_LENGTH = 1000
"""Characters of a message that are read; a question is far shorter, and the rest could only cost time."""

_APOSTROPHES = "'’`´"
_CONTRACTION = re.compile(rf"(?<=[a-z])[{_APOSTROPHES}](?=(?:s|t|d|m|re|ve|ll)\b)")
_RUN = re.compile(r"([^\W\d_])\1{2,}")
_TRIPLE = re.compile(r"(.)\1\1")
"""Found four times as fast as `_RUN`, which most texts don't have."""
_FOLDED_SCRIPTS = ("LATIN", "GREEK")

_ARABIC = {
    "أ": "ا", "إ": "ا", "آ": "ا", "ٱ": "ا", "ى": "ي", "ی": "ي", "ے": "ي", "ئ": "ي", "ؤ": "و", "ة": "ه", "ہ": "ه", "ھ": "ه", "ۀ": "ه",
    "ۂ": "ه", "ۃ": "ه", "ە": "ه", "ک": "ك", "ـ": "",
}  # fmt: skip
_LATIN = {"đ": "d", "ð": "d", "ø": "o", "ł": "l", "æ": "ae", "œ": "oe", "ı": "i", "þ": "th"}
_CYRILLIC = {"ё": "е", "ѐ": "е", "ө": "о", "ү": "у"}
"""The last two are those of Mongolian that a Russian keyboard lacks; people type what it has."""
_DEVANAGARI = {"\u093c": "", "\u0901": "\u0902"}
"""The dot below, which most people leave out (वीज़ा, वीजा), and the moon and dot, for which they type a dot (कहाँ, कहां)."""
_OTHERS = {**_ARABIC, **_LATIN, **_CYRILLIC, **_DEVANAGARI, "\u00ad": ""}
_JAPANESE = dict(
    zip(
        "発気円駅証労転検査図続継営児単対帰応払拡渉歳済満沢浜桜栄戸",
        "发气圆驿证劳转检查图续继营儿单对归应拂扩涉岁济满泽滨樱荣户",
        strict=True,
    )
)
"""Simplified characters of Japan where they differ from those of China, so that both share the characters they have in common."""


class _Characters(dict[int, str]):
    """For `str.translate`: what each character becomes, found when it is first met."""

    def __missing__(self, code: int) -> str:
        replaced = _replace(chr(code))
        if len(self) < 100_000:
            self[code] = replaced
        return replaced


_CHARACTERS = _Characters()


def normalize(text: str, locale: str | None = None) -> str:  # noqa: ARG001 - every script has one way, whatever the language
    """Comparable text of at most `MAX_LENGTH` characters; empty when the text holds no letter and no digit."""
    composed = unicodedata.normalize("NFKC", text[:MAX_LENGTH])[:MAX_LENGTH].casefold()
    if any(map(composed.__contains__, _APOSTROPHES)):
        composed = _CONTRACTION.sub("", composed)
    replaced = unicodedata.normalize("NFC", composed).translate(_CHARACTERS)
    shortened = _RUN.sub(r"\1\1", replaced) if _TRIPLE.search(replaced) else replaced
    if "  " in shortened or shortened != shortened.strip():
        shortened = " ".join(shortened.split())
    return shortened[:MAX_LENGTH].rstrip()


@lru_cache(maxsize=200_000)
def normalize_known(text: str) -> str:
    """`normalize` for texts of the knowledge, which rules, detector and matcher all ask for; never for what people write."""
    return normalize(text)


def simplified(character: str) -> str:
    """A Chinese character, traditional or Japanese, as written in mainland China."""
    converted: str = _JAPANESE.get(character) or _to_simplified().convert(character)
    return converted


@cache
def _to_simplified() -> OpenCC:
    return OpenCC("t2s")


def _replace(character: str) -> str:
    if character in _OTHERS:
        return _OTHERS[character]
    name = unicodedata.name(character, "")
    match unicodedata.category(character)[0]:
        case "L":
            return _replace_letter(character, name)
        case "N":
            return str(unicodedata.decimal(character, character))
        case "M":
            return "" if name.startswith(("COMBINING", "ARABIC")) else character
        case _:
            return " "


def _replace_letter(character: str, name: str) -> str:
    if name.startswith(_FOLDED_SCRIPTS):
        return "".join(c for c in unicodedata.normalize("NFD", character) if not unicodedata.combining(c))
    if name.startswith("CJK"):
        return simplified(character)
    return character
