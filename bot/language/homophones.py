"""Chinese characters that only sound like what was meant ("护找" for 护照): keyboards offer them, and fingers are quick.

A character is put right when the knowledge's own phrases never have it between its neighbours, but often one of the same sound.
Two characters side by side are never both replaced: what is left of such a word says too little.
"""

import re
from collections import defaultdict
from collections.abc import Set
from typing import NamedTuple

from bot.language.bigrams import FIRST, LAST, STRANGE, Bigrams
from bot.language.syllables import readings

_LEAST_GAIN = 6.0
"""By how much (natural logarithm) the text must be likelier with the other character."""
_USUAL = -3.0
"""Log probability of the pair that the other character is to make with a neighbour; only usual ones tell what was meant."""
_OWN_WORD = -2.0
"""The same of a pair that stands in the text: from which on it is a word of its own and stays ("拘留" is not 居留)."""
_HAN = re.compile(r"[\u3400-\u9fff]")


class _Repair(NamedTuple):
    gain: float
    place: int
    character: str


class Homophones:
    def __init__(self, bigrams: Bigrams) -> None:
        self._bigrams = bigrams
        self._alike = _alike(bigrams.alone.keys())

    def mend(self, normal: str) -> str:
        """Comparable text of the same length; what is not Chinese stays as it is."""
        line = [FIRST, *(character if _HAN.match(character) else STRANGE for character in normal), LAST]
        found = [repair for place in range(len(normal)) if (repair := self._repair(place, *line[place : place + 3]))]
        characters = list(normal)
        done: set[int] = set()
        for _, place, character in sorted(found, reverse=True):
            if done.isdisjoint((place - 1, place + 1)):
                characters[place] = character
                done.add(place)
        return "".join(characters)

    def _repair(self, place: int, left: str, character: str, right: str) -> _Repair | None:
        alike = self._alike.get(character, ())
        if not alike or (self._is_seen(left, character) and self._is_seen(character, right)):
            return None
        step = self._bigrams.step
        if self._best_pair(left, character, right) >= _OWN_WORD:
            return None
        likely, best = max((step(left, other) + step(other, right), other) for other in alike)
        gain = likely - step(left, character) - step(character, right)
        if gain < _LEAST_GAIN or self._best_pair(left, best, right) < _USUAL:
            return None
        return _Repair(gain, place, best)

    def _best_pair(self, left: str, character: str, right: str) -> float:
        """The log probability of the likelier of the two pairs that the character makes with Chinese neighbours."""
        pairs = ((left, character) if left not in (FIRST, STRANGE) else None, (character, right) if right not in (LAST, STRANGE) else None)
        return max((self._bigrams.step(*pair) for pair in pairs if pair and self._is_seen(*pair)), default=-float("inf"))

    def _is_seen(self, left: str, right: str) -> bool:
        return right in self._bigrams.after.get(left, ())


def _alike(known: Set[str]) -> dict[str, tuple[str, ...]]:
    """Character to the known ones that are usually read with the same syllable, tones aside."""
    found: dict[str, set[str]] = defaultdict(set)
    for characters in readings().values():
        usual = [character for character, weight in characters if weight == 0]
        for character in usual:
            found[character].update(usual)
    alike = {character: tuple(sorted((others & known) - {character})) for character, others in found.items()}
    return {character: others for character, others in alike.items() if others}
