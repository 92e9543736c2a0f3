"""Korean words typed without the spaces between them ("비자연장어떻게해요"), as people do on a phone.

A stretch of Hangul that is no word of the knowledge's phrases becomes the likeliest row of words of theirs; what is none of these
stands between them as it is.
"""

import re
from collections import Counter
from collections.abc import Iterable
from math import inf, log

from bot.language.normalize import normalize_known
from bot.model import Knowledge

KOREAN = "ko"
_HANGUL = re.compile(r"[\uac00-\ud7a3]+")
_SHORTEST = 4
"""Syllables of a stretch that is looked at; of fewer, nothing is gained."""
_LONGEST = 8
"""Syllables of a word that is looked for."""
_UNKNOWN, _SYLLABLE = -3.0, -6.0
"""Log probability that a word is unknown, and that of each of its syllables; some four hundred are common."""


class Spacing:
    def __init__(self, texts: Iterable[str]) -> None:
        """`texts`: comparable Korean, spaced as it should be."""
        counts = Counter(word for text in texts for word in _HANGUL.findall(text))
        whole = log(max(counts.total(), 1))
        self._words = {word: log(count) - whole for word, count in counts.items()}

    def spaced(self, normal: str) -> str:
        """Comparable text with spaces where words begin."""
        return _HANGUL.sub(lambda stretch: self._split(stretch[0]), normal)

    def _split(self, stretch: str) -> str:
        """The likeliest way through the whole stretch (Viterbi): for each end, how likely it is and where its last word starts."""
        if len(stretch) < _SHORTEST or stretch in self._words:
            return stretch
        ways = [(0.0, 0)]
        unknown = (-inf, 0)
        for end in range(1, len(stretch) + 1):
            likelier, start = max(unknown, (ways[end - 1][0] + _UNKNOWN, end - 1))
            unknown = likelier + _SYLLABLE, start
            words = ((start, self._words.get(stretch[start:end])) for start in range(max(0, end - _LONGEST), end))
            ways.append(max([unknown, *((ways[start][0] + word, start) for start, word in words if word is not None)]))
        found: list[str] = []
        end = len(stretch)
        while end:
            start = ways[end][1]
            found.append(stretch[start:end])
            end = start
        return " ".join(reversed(found))


def korean_spacing(knowledge: Knowledge) -> Spacing:
    """Learns from the Korean phrases and terms."""
    phrases = (*(entry.phrases for entry in knowledge.entries.values()), *knowledge.beside.values())
    texts = [text for of_subject in phrases for text in of_subject.get(KOREAN, ())]
    for concept in knowledge.concepts.values():
        if (term := concept.terms.get(KOREAN)) is not None:
            texts += (term.preferred, *(variant.removesuffix("*") for variant in term.variants))
    return Spacing(map(normalize_known, texts))
