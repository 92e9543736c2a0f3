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
CYRILLIC = "\u0400-\u04ff"
CASE_ENDINGS = ("ом", "ем", "ой", "е", "а", "у", "я", "и", "ю", "ы")
SHORTEST_STEM = 5
DEVANAGARI = "\u0900-\u097f"
DROPPED = re.compile(r"[\u0300-\u036f\u064b-\u065f\u0670\u0640\u200b-\u200f'’‘ʼ`´]")
"""Accents, Arabic vowel signs, joiners and apostrophes."""
ELISION = re.compile(r"\b([cdjlmnst]|qu|un|dell|nell|all)['’](?=\w)")
"""French and Italian words that an apostrophe ties to the next one."""
ONE_UNSPACED = re.compile(f"[{UNSPACED}]")
UNIT = re.compile(rf"[{UNSPACED}]|(?:(?![{UNSPACED}])[\w{DEVANAGARI}])+")
LETTERS = str.maketrans(
    {"đ": "d", "ø": "o", "ł": "l", "ı": "i", **dict.fromkeys("أإآٱ", "ا"), **dict.fromkeys("ىیئ", "ي"), "ک": "ك", "ة": "ه", "ؤ": "و"}
)
PREFIX = re.compile(r"^[وف]?(?:[بلك])?(?:ال)?")


@dataclass(frozen=True, slots=True)
class Unit:
    """A word or character of a text. `begins` is False inside a Korean word, where no name can start."""

    text: str
    is_word: bool = True
    begins: bool = True


def units(text: str) -> tuple[Unit, ...]:
    """The text in its comparable spelling, cut into units."""
    plain = plain_spelling(text)
    found = list(UNIT.finditer(plain))
    return tuple(Unit(unit[0], not ONE_UNSPACED.match(unit[0]), _begins(plain, unit.start())) for unit in found)


def compact(text: str) -> str:
    """The units of a name without anything between them: the key under which it is found."""
    return "".join(unit.text for unit in units(text))


def plain_spelling(text: str) -> str:
    """Lower case, one width, simplified Chinese (Japanese forms too), no accents, one form of each Arabic letter."""
    text = ELISION.sub(r"\1 ", unicodedata.normalize("NFKC", text).casefold().replace("_", " "))
    if re.search(f"[{HAN}]", text):
        text = _converter("t2s").convert(_converter("jp2t").convert(text))
    text = unicodedata.normalize("NFC", DROPPED.sub("", unicodedata.normalize("NFD", text)))
    return text.translate(LETTERS)


def forms(word: str) -> tuple[str, ...]:
    """The word, and what is left of it without what grammar adds: Arabic particles and article before it, Russian case endings after it."""
    if ARABIC[0] <= word[0] <= ARABIC[-1]:
        return tuple(dict.fromkeys((word, PREFIX.sub("", word))))
    if CYRILLIC[0] <= word[0] <= CYRILLIC[-1]:
        return (word, *(word.removesuffix(ending) for ending in CASE_ENDINGS if word.endswith(ending) and len(word) > SHORTEST_STEM))
    return (word,)


def _begins(text: str, start: int) -> bool:
    return start == 0 or not (is_hangul(text[start]) and is_hangul(text[start - 1]))


def is_hangul(character: str) -> bool:
    return HANGUL[0] <= character <= HANGUL[-1]


@cache
def _converter(scheme: str) -> OpenCC:
    return OpenCC(scheme)
