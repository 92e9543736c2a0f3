"""How names of places are compared: one spelling for many ways of writing, cut into units.

A unit is a word in scripts that put spaces between words, and a single character in those that do not (Chinese, Japanese, Thai) or that tie
endings to the word (Korean). A name matches when its units stand side by side in a text, spaces or not: `wang jing` is `Wangjing`.
"""

import re
import unicodedata
from dataclasses import dataclass
from functools import cache

from opencc import OpenCC

HANGUL = "\uac00-\ud7a3"
HAN = "\u3400-\u9fff"
UNSPACED = f"{HAN}\u3041-\u30ff\u0e00-\u0e7f{HANGUL}"
ARABIC = "\u0600-\u06ff"
DEVANAGARI = "\u0900-\u097f"
DROPPED = re.compile(r"[\u0300-\u036f\u064b-\u065f\u0670\u0640\u200b-\u200f'’‘ʼ`´]")
"""Accents, Arabic vowel signs, joiners and apostrophes."""
UNIT = re.compile(rf"[{UNSPACED}]|(?:(?![{UNSPACED}])[\w{DEVANAGARI}])+")
LETTERS = str.maketrans(
    {"đ": "d", "ø": "o", "ł": "l", "ı": "i", **dict.fromkeys("أإآٱ", "ا"), **dict.fromkeys("ىیئ", "ي"), "ک": "ك", "ة": "ه", "ؤ": "و"}
)
PREFIX = re.compile(r"^[وف]?(?:[بلك])?(?:ال)?")


@dataclass(frozen=True, slots=True)
class Unit:
    """A word or character of a text. `begins` is False inside a Korean word, where no name can start."""

    text: str
    begins: bool = True

    @property
    def is_word(self) -> bool:
        return not re.match(f"[{UNSPACED}]", self.text)


def units(text: str) -> tuple[Unit, ...]:
    """The text in its comparable spelling, cut into units."""
    plain = plain_spelling(text)
    return tuple(Unit(found[0], _begins(plain, found)) for found in UNIT.finditer(plain))


def compact(text: str) -> str:
    """The units of a name without anything between them: the key under which it is found."""
    return "".join(unit.text for unit in units(text))


def plain_spelling(text: str) -> str:
    """Lower case, one width, simplified Chinese (Japanese forms too), no accents, one form of each Arabic letter."""
    text = unicodedata.normalize("NFKC", text).casefold().replace("_", " ")
    if re.search(f"[{HAN}]", text):
        text = _converter("t2s").convert(_converter("jp2t").convert(text))
    text = unicodedata.normalize("NFC", DROPPED.sub("", unicodedata.normalize("NFD", text)))
    return text.translate(LETTERS)


def without_prefix(word: str) -> str:
    """An Arabic word without the particles and the article written together with it; other words as they are."""
    return PREFIX.sub("", word) if re.match(f"[{ARABIC}]", word) else word


def _begins(text: str, found: re.Match[str]) -> bool:
    before = text[found.start() - 1 : found.start()]
    return not (re.match(f"[{HANGUL}]", found[0]) and re.match(f"[{HANGUL}]", before))


@cache
def _converter(scheme: str) -> OpenCC:
    return OpenCC(scheme)
