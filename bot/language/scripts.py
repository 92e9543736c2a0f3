"""Which script letters belong to."""

from collections import Counter
from functools import lru_cache

LATIN, CYRILLIC, ARABIC, HAN, KANA, HANGUL, THAI, DEVANAGARI = "Latn", "Cyrl", "Arab", "Hani", "Kana", "Hang", "Thai", "Deva"

_RANGES = (
    ("\u0041", "\u024f", LATIN),
    ("\u1e00", "\u1eff", LATIN),
    ("\u0400", "\u052f", CYRILLIC),
    ("\u0600", "\u06ff", ARABIC),
    ("\u0750", "\u077f", ARABIC),
    ("\u08a0", "\u08ff", ARABIC),
    ("\ufb50", "\ufdff", ARABIC),
    ("\ufe70", "\ufeff", ARABIC),
    ("\u0900", "\u097f", DEVANAGARI),
    ("\u0e00", "\u0e7f", THAI),
    ("\u3040", "\u30ff", KANA),
    ("\u31f0", "\u31ff", KANA),
    ("\uff66", "\uff9d", KANA),
    ("\u1100", "\u11ff", HANGUL),
    ("\u3130", "\u318f", HANGUL),
    ("\uac00", "\ud7af", HANGUL),
    ("\u3400", "\u4dbf", HAN),
    ("\u4e00", "\u9fff", HAN),
    ("\uf900", "\ufaff", HAN),
    ("\U00020000", "\U0003ffff", HAN),
)
_OF_LOCALE = {
    "ar": ARABIC,
    "fa": ARABIC,
    "ur": ARABIC,
    "ru": CYRILLIC,
    "mn": CYRILLIC,
    "hi": DEVANAGARI,
    "th": THAI,
    "ko": HANGUL,
    "ja": KANA,
    "zh": HAN,
}


def script_of(locale: str) -> str:
    """The script that tells the language best (kana for Japanese); Latin when nothing else is known."""
    return _OF_LOCALE.get(locale.partition("-")[0], LATIN)


@lru_cache(maxsize=20_000)
def script_of_character(character: str) -> str | None:
    """None for digits, signs, marks of no script and scripts that none of our languages uses."""
    if not character.isalpha() and not _is_mark(character):
        return None
    return next((script for first, last, script in _RANGES if first <= character <= last), None)


def count_scripts(text: str) -> Counter[str]:
    """Letters per script."""
    counts = Counter(script_of_character(character) for character in text)
    counts.pop(None, None)
    return Counter({script: count for script, count in counts.items() if script})


def scripts_of(text: str) -> frozenset[str]:
    return frozenset(count_scripts(text))


def _is_mark(character: str) -> bool:
    return "\u0900" <= character <= "\u0e7f"
