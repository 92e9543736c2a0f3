"""Which Chinese characters a syllable may stand for: `python -m benchmarks pinyin` writes bot/language/pinyin.txt anew.

Needs pypinyin, which is not there at run time. Characters are those of GB 2312, the 6,763 of simplified Chinese; a reading counts when it
is the character's first one, or stands in at least a fiftieth of the words of pypinyin's dictionary that hold the character.
"""

from collections import Counter, defaultdict
from collections.abc import Iterator, Mapping, Sequence
from importlib.metadata import files, version
from pathlib import Path

from pypinyin.constants import PHRASES_DICT
from pypinyin.contrib.tone_convert import to_normal
from pypinyin.pinyin_dict import pinyin_dict

TARGET = Path(__file__).parent.parent / "bot/language/pinyin.txt"
LEAST_SHARE = 0.02
USUAL_SHARE = 0.3
"""Share of its words from which on a reading stands among the usual ones of its character."""
NOT_TYPED = frozenset({"m", "n", "ng", "hm", "hng", "ê"})
"""Sounds that nobody types for a character."""
SPOKEN = {"得": "dei", "谁": "shei", "这": "zhei", "那": "nei", "哪": "nei", "还": "hai"}
"""Readings of everyday speech that dictionaries of words hardly have."""
HEADER = """\
Chinese characters by their sound, without tones: syllable, the characters usually read so ("-" for none), those that sometimes are.
"v" stands for u with two dots. Written by `python -m benchmarks pinyin`; do not edit.

Made from pypinyin {version} (https://github.com/mozillazg/python-pinyin) and the data in it, pinyin-data and phrase-pinyin-data
(https://github.com/mozillazg/pinyin-data, https://github.com/mozillazg/phrase-pinyin-data), under this licence:

{licence}
"""


def main(_arguments: Sequence[str] = ()) -> None:
    licence = next(file for file in files("pypinyin") or () if file.name.startswith("LICENSE")).read_text(encoding="utf-8")
    header = HEADER.format(version=version("pypinyin"), licence=licence.strip())
    commented = "".join(f"# {line}".rstrip() + "\n" for line in header.splitlines())
    TARGET.write_text(f"{commented}\n" + "".join(_lines()), encoding="utf-8")


def _lines() -> Iterator[str]:
    usual: dict[str, list[str]] = defaultdict(list)
    seldom: dict[str, list[str]] = defaultdict(list)
    for character, shares in _readings().items():
        for syllable, share in shares.items():
            (usual if share >= USUAL_SHARE else seldom)[syllable].append(character)
    for syllable in sorted({*usual, *seldom}):
        yield f"{syllable} {''.join(usual[syllable]) or '-'} {''.join(seldom[syllable])}".rstrip() + "\n"


def _readings() -> Mapping[str, Mapping[str, float]]:
    """Each character of GB 2312, in its order, to its readings and their share among the words."""
    counts: dict[str, Counter[str]] = defaultdict(Counter)
    for word, sounds in PHRASES_DICT.items():
        for character, sound in zip(word, sounds, strict=False):
            counts[character][to_normal(sound[0])] += 1
    found: dict[str, dict[str, float]] = {}
    for character in _gb2312():
        first = to_normal(pinyin_dict[ord(character)].split(",")[0])
        count = counts[character] + Counter({first: 1})
        whole = count.total()
        found[character] = {sound: n / whole for sound, n in count.items() if sound not in NOT_TYPED and n / whole >= LEAST_SHARE}
        if character in SPOKEN:
            found[character].setdefault(SPOKEN[character], LEAST_SHARE)
    return found


def _gb2312() -> list[str]:
    cells = [(row, cell) for row in range(0xB0, 0xF8) for cell in range(0xA1, 0xFF)]
    return [bytes(place).decode("gb2312") for place in cells if not (0xD7, 0xFA) <= place <= (0xD7, 0xFE)]
