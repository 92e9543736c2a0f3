"""Finds the terms of all languages in what somebody wrote: exactly, by stem, or with a typing error."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.language.function_words import function_words
from bot.language.normalize import normalize
from bot.language.scripts import HANGUL, LATIN, script_of, scripts_of
from bot.matching.features import STEMMERS, is_unspaced, stem, words
from bot.model import BASE_LOCALE, CHINESE, Concept, Term

Range = tuple[str, int, int]
"""A concept, the first unit of a term, and the unit after its last."""

ALWAYS_SEARCHED = (BASE_LOCALE, CHINESE)
"""Languages whose words foreigners in Beijing mix into any other."""

_SHORTEST_REPAIRED = 5
_LONG_WORD = 9
_SHORTEST_PREFIX = 2
_SHORTEST_LETTERS = 4
"""Letters of an alphabet that a stem needs at least, so that not every other word begins with it; syllables say more."""
_SHORTEST_TRANSCRIBED = 6
_MOST_SYLLABLES = 6


@dataclass(frozen=True, slots=True)
class Spot:
    """A concept found at units `start` to `end` (excluded) of the text; `exact` is False when a typing error was mended."""

    concept: str
    start: int
    end: int
    exact: bool = True


@dataclass(frozen=True, slots=True)
class Spotting:
    """`units`: the words of the text, Chinese, Japanese and Thai letter by letter; `spots` stand in order and overlap only when equal."""

    units: tuple[str, ...]
    spots: tuple[Spot, ...]

    def concepts(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys(spot.concept for spot in self.spots))


def units(normal: str) -> tuple[str, ...]:
    """Words; the characters of scripts written without spaces stand alone."""
    if normal.isascii():
        return tuple(normal.split())
    return tuple(unit for word in words(normal) for unit in (word if is_unspaced(word) else (word,)))


class Spotter:
    """Built once for a state of the knowledge; the terms of a language are prepared when they are first needed.

    `known_words` are right as they are and never repaired."""

    def __init__(self, concepts: Mapping[str, Concept], known_words: Collection[str]) -> None:
        self._concepts = concepts
        self._locales = tuple(sorted({locale for concept in concepts.values() for locale in concept.terms}))
        self._known_words = frozenset(known_words)
        self._terms: dict[str, _Terms] = {}

    def spot(self, normal: str, locale: str, certain: bool) -> Spotting:
        """Concepts in comparable text. When `locale` is certain, only its terms count, and those of languages everybody mixes in."""
        found = units(normal)
        searched = [self._of(code) for code in self._searched(normal, locale, certain)]
        own = locale if certain else None
        ranges = _longest_first(_matches(found, searched, own))
        covered = {position for _, start, end in ranges for position in range(start, end)}
        mended = tuple(unit if position in covered else self._mend(unit, searched) for position, unit in enumerate(found))
        changed = {position for position, unit in enumerate(mended) if unit != found[position]}
        if changed:
            ranges = _longest_first(_matches(mended, searched, own))
        spots = (Spot(name, start, end, changed.isdisjoint(range(start, end))) for name, start, end in ranges)
        return Spotting(found, tuple(sorted(spots, key=lambda spot: (spot.start, spot.concept))))

    def _searched(self, normal: str, locale: str, certain: bool) -> list[str]:
        if certain:
            return [code for code in self._locales if code in (locale, *ALWAYS_SEARCHED)]
        scripts = scripts_of(normal)
        return [code for code in self._locales if code in ALWAYS_SEARCHED or script_of(code) in scripts]

    def _of(self, locale: str) -> "_Terms":
        if locale not in self._terms:
            self._terms[locale] = _Terms(locale, (c.terms[locale] for c in self._concepts.values() if locale in c.terms))
        return self._terms[locale]

    def _mend(self, unit: str, searched: Sequence["_Terms"]) -> str:
        if (
            len(unit) < _SHORTEST_REPAIRED
            or not unit.isalpha()
            or unit in self._known_words
            or any(unit in terms.known for terms in searched)
        ):
            return unit
        candidates = [word for terms in searched for word in terms.mending.get(unit[0], ())]
        best = process.extractOne(unit, candidates, scorer=OSA.distance, score_cutoff=1 if len(unit) < _LONG_WORD else 2)
        return best[0] if best else unit


@dataclass(slots=True)
class _Node:
    children: dict[str, "_Node"] = field(default_factory=dict)
    prefixes: dict[str, list[str]] = field(default_factory=dict)
    concepts: list[str] = field(default_factory=list)


class _Terms:
    """The terms of one language as trees of units, as written and as stems."""

    def __init__(self, locale: str, terms: Iterable[Term]) -> None:
        self.locale = locale
        self.written = _Node()
        self.stemmed = _Node() if locale in STEMMERS else None
        self.known = set(function_words(locale))
        self.mending: dict[str, list[str]] = {}
        self.transcribed: dict[str, list[str]] = {}
        self.beginnings: set[str] = set()
        for term in terms:
            for word in (term.preferred, *term.variants):
                self._add(term.concept, word)

    def _add(self, concept: str, word: str) -> None:
        parts = units(normalize(word.removesuffix("*")))
        if not parts:
            return
        prefix = word.endswith("*") and (script_of(self.locale) == HANGUL or len(parts[-1]) >= _SHORTEST_LETTERS)
        if word.endswith("*") and not prefix:
            return
        is_transcribed = script_of(self.locale) != LATIN and len(parts) == 1 and scripts_of(parts[0]) == {LATIN}
        if is_transcribed and len(parts[0]) >= _SHORTEST_TRANSCRIBED:
            self.transcribed.setdefault(parts[0], []).append(concept)
            self.beginnings.update(parts[0][:length] for length in range(1, len(parts[0])))
        _insert(self.written, parts, concept, prefix)
        if self.stemmed and not prefix:
            _insert(self.stemmed, [stem(part, self.locale) for part in parts], concept, prefix=False)
        for part in parts:
            if part not in self.known:
                self.known.add(part)
                if len(part) >= _SHORTEST_REPAIRED and not is_transcribed:
                    self.mending.setdefault(part[0], []).append(part)

    def matches(self, found: Sequence[str]) -> Iterator[Range]:
        yield from _walk(self.written, found)
        if self.stemmed:
            for name, start, end in _walk(self.stemmed, [stem(unit, self.locale) for unit in found]):
                if end - start > 1 or (len(found[start]) >= _SHORTEST_LETTERS and found[start] not in self.known):
                    yield name, start, end
        if self.transcribed:
            yield from self._transcriptions(found)

    def _transcriptions(self, found: Sequence[str]) -> Iterator[Range]:
        """Terms in Latin letters whose syllables were typed apart ("ju liu xu ke")."""
        for start in range(len(found) - 1):
            joined = found[start]
            for end in range(start + 1, min(start + _MOST_SYLLABLES, len(found))):
                if joined not in self.beginnings:
                    break
                joined += found[end]
                for concept in self.transcribed.get(joined, ()):
                    yield concept, start, end + 1


def _matches(found: Sequence[str], searched: Sequence[_Terms], own: str | None) -> Iterator[Range]:
    for terms in searched:
        small_words = function_words(own) if own and own != terms.locale else frozenset()
        for name, start, end in terms.matches(found):
            if not small_words or end - start > 1 or found[start] not in small_words:
                yield name, start, end


def _walk(root: _Node, keys: Sequence[str]) -> Iterator[Range]:
    first = root.children
    for start, key in enumerate(keys):
        if not root.prefixes and key not in first:
            continue
        node = root
        for end in range(start, len(keys)):
            if node.prefixes:
                for concept in _prefixed(node, keys[end]):
                    yield concept, start, end + 1
            child = node.children.get(keys[end])
            if child is None:
                break
            node = child
            for concept in node.concepts:
                yield concept, start, end + 1


def _insert(root: _Node, parts: Sequence[str], concept: str, prefix: bool) -> None:
    node = root
    for part in parts[:-1]:
        node = node.children.setdefault(part, _Node())
    if prefix:
        node.prefixes.setdefault(parts[-1], []).append(concept)
        return
    node = node.children.setdefault(parts[-1], _Node())
    if concept not in node.concepts:
        node.concepts.append(concept)


def _prefixed(node: _Node, unit: str) -> Iterator[str]:
    for length in range(_SHORTEST_PREFIX, len(unit) + 1):
        yield from node.prefixes.get(unit[:length], ())


def _longest_first(ranges: Iterable[Range]) -> list[Range]:
    chosen: list[Range] = []
    taken: dict[int, tuple[int, int]] = {}
    for name, start, end in sorted(set(ranges), key=lambda found: (found[1] - found[2], found[1], found[0])):
        here = (start, end)
        if all(taken.get(position, here) == here for position in range(start, end)):
            chosen.append((name, start, end))
            taken.update(dict.fromkeys(range(start, end), here))
    return chosen
