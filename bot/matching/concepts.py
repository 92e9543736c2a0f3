"""Finds the terms of all languages in what somebody wrote: exactly, by stem, or with a typing error."""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.language.function_words import function_words
from bot.language.normalize import normalize_known
from bot.language.scripts import HANGUL, LATIN, script_of, scripts_of
from bot.matching.features import STEMMERS, is_unspaced, stem, words
from bot.model import BASE_LOCALE, CHINESE, Concept, Term

Range = tuple[str, int, int]
"""A concept, the first unit of a term, and the unit after its last."""
Node = dict[str, Any]
"""A place in a tree of units: what follows on it by unit, under `_END` the concepts of the term that ends here, under `_STEMS` what last
units begin with."""

ALWAYS_SEARCHED = (BASE_LOCALE, CHINESE)
"""Languages whose words foreigners in Beijing mix into any other."""

_SHORTEST_REPAIRED = 5
_LONG_WORD = 9
_SHORTEST_PREFIX = 2
_SHORTEST_LETTERS = 4
"""Letters of an alphabet that a stem needs at least, so that not every other word begins with it; syllables say more."""
_SHORTEST_TRANSCRIBED = 6
_MOST_SYLLABLES = 6
_LONGEST_TERM = 12
_MOST_REMEMBERED = 20_000
_END = ""
_STEMS = "\u0003"


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
        self._searches: dict[tuple[tuple[str, ...], str | None], _Search] = {}

    def warm(self) -> None:
        """Prepares the terms of every language now, so that no question has to wait for it."""
        for locale in self._locales:
            self._of(locale)

    def concepts_of_phrase(self, normal: str, locale: str) -> tuple[str, ...]:
        """The concepts that `spot` finds in a phrase of the knowledge, whose words are right as they are."""
        search = self._search(tuple(self._searched(normal, locale, certain=True)), locale)
        ranges = _longest_first(search.find(units(normal)))
        return tuple(dict.fromkeys(name for name, _, _ in sorted(ranges, key=lambda found: (found[1], found[0]))))

    def spot(self, normal: str, locale: str, certain: bool) -> Spotting:
        """Concepts in comparable text. When `locale` is certain, only its terms count, and those of languages everybody mixes in."""
        found = units(normal)
        codes = tuple(self._searched(normal, locale, certain))
        search = self._search(codes, locale if certain else None)
        searched = [self._of(code) for code in codes]
        ranges = _longest_first(search.find(found))
        covered = {position for _, start, end in ranges for position in range(start, end)}
        mended = tuple(unit if position in covered else self._mend(unit, searched) for position, unit in enumerate(found))
        changed = {position for position, unit in enumerate(mended) if unit != found[position]}
        if changed:
            ranges = _longest_first(search.find(mended))
        spots = (Spot(name, start, end, changed.isdisjoint(range(start, end))) for name, start, end in ranges)
        return Spotting(found, tuple(sorted(spots, key=lambda spot: (spot.start, spot.concept))))

    def _searched(self, normal: str, locale: str, certain: bool) -> list[str]:
        if certain:
            return [code for code in self._locales if code in (locale, *ALWAYS_SEARCHED)]
        scripts = scripts_of(normal)
        return [code for code in self._locales if code in (locale, *ALWAYS_SEARCHED) or script_of(code) in scripts]

    def _search(self, codes: tuple[str, ...], own: str | None) -> "_Search":
        if (codes, own) not in self._searches:
            self._searches[codes, own] = _Search([self._of(code) for code in codes], own)
        return self._searches[codes, own]

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


class _Terms:
    """The terms of one language, as written and as stems."""

    def __init__(self, locale: str, terms: Iterable[Term]) -> None:
        self.locale = locale
        self.written: Node = {}
        self.stemmed: Node = {}
        self.known = set(function_words(locale))
        self.mending: dict[str, list[str]] = {}
        self.transcribed: dict[str, list[str]] = {}
        self.beginnings: set[str] = set()
        for term in terms:
            for word in (term.preferred, *term.variants):
                self._add(term.concept, word)

    def _add(self, concept: str, word: str) -> None:
        parts = units(normalize_known(word.removesuffix("*")))
        if not parts:
            return
        prefix = word.endswith("*") and (script_of(self.locale) == HANGUL or len(parts[-1]) >= _SHORTEST_LETTERS)
        if word.endswith("*") and not prefix:
            return
        is_transcribed = len(parts) == 1 and parts[0].isascii() and script_of(self.locale) != LATIN
        if is_transcribed and len(parts[0]) >= _SHORTEST_TRANSCRIBED:
            self.transcribed.setdefault(parts[0], []).append(concept)
            self.beginnings.update(parts[0][:length] for length in range(1, len(parts[0])))
        _plant(self.written, parts, concept, prefix)
        if self.locale in STEMMERS and not prefix:
            _plant(self.stemmed, [stem(part, self.locale) for part in parts], concept, prefix=False)
        for part in parts:
            if part not in self.known:
                self.known.add(part)
                if len(part) >= _SHORTEST_REPAIRED and not is_transcribed:
                    self.mending.setdefault(part[0], []).append(part)

    def alone(self, unit: str) -> Iterator[str]:
        """What the unit means on its own."""
        yield from _with_ending(self.written, unit)
        yield from self.written.get(unit, {}).get(_END, ())
        if self.locale in STEMMERS and len(unit) >= _SHORTEST_LETTERS and unit not in self.known:
            yield from self.stemmed.get(stem(unit, self.locale), {}).get(_END, ())

    def begun(self, unit: str) -> Iterator[tuple[Node, "_Terms | None"]]:
        """The longer terms that begin with the unit, as written and as stems; with stems, the terms whose language stems the rest."""
        node = self.written.get(unit)
        if node is not None and (len(node) > 1 or _END not in node):
            yield node, None
        if self.locale in STEMMERS:
            node = self.stemmed.get(stem(unit, self.locale))
            if node is not None and (len(node) > 1 or _END not in node):
                yield node, self

    def joined(self, found: Sequence[str], start: int, ranges: list[Range]) -> None:
        """Terms in Latin letters whose syllables were typed apart ("ju liu xu ke")."""
        joined = found[start]
        for end in range(start + 1, min(start + _MOST_SYLLABLES, len(found))):
            if joined not in self.beginnings:
                break
            joined += found[end]
            for concept in self.transcribed.get(joined, ()):
                ranges.append((concept, start, end + 1))


@dataclass(frozen=True, slots=True)
class _Begun:
    """What one unit means, and what may go on from it."""

    concepts: tuple[str, ...]
    nodes: tuple[tuple[Node, _Terms | None], ...]
    transcribed: tuple[_Terms, ...]


_UNSEEN = _Begun((), (), ())


class _Search:
    """The terms of some languages at once; what a word begins is kept, since it comes back all the time."""

    def __init__(self, searched: Sequence[_Terms], own: str | None) -> None:
        """`own`: the language of the text when certain; its small words are then no terms of another language."""
        self._searched = searched
        self._own = own
        self._begun: dict[str, _Begun | None] = {}

    def find(self, found: Sequence[str]) -> list[Range]:
        ranges: list[Range] = []
        last = len(found) - 1
        begun_by = self._begun
        for start, unit in enumerate(found):
            begun = begun_by.get(unit, _UNSEEN)
            if begun is _UNSEEN:
                begun = self._begin(unit)
            if begun is None:
                continue
            for concept in begun.concepts:
                ranges.append((concept, start, start + 1))
            if start < last:
                following = found[start + 1]
                for node, stemming in begun.nodes:
                    if stemming or following in node or _STEMS in node:
                        _follow(node, found, start, stemming, ranges)
                for terms in begun.transcribed:
                    terms.joined(found, start, ranges)
        return ranges

    def _begin(self, unit: str) -> _Begun | None:
        """None when no term begins with the unit, as with most."""
        speaking = [terms for terms in self._searched if not self._is_small(unit, terms.locale)]
        concepts = tuple(dict.fromkeys(concept for terms in speaking for concept in terms.alone(unit)))
        nodes = tuple(node for terms in self._searched for node in terms.begun(unit))
        transcribed = tuple(terms for terms in self._searched if unit in terms.beginnings)
        begun = _Begun(concepts, nodes, transcribed) if concepts or nodes or transcribed else None
        if len(self._begun) < _MOST_REMEMBERED:
            self._begun[unit] = begun
        return begun

    def _is_small(self, unit: str, locale: str) -> bool:
        return bool(self._own) and self._own != locale and unit in function_words(self._own or "")


def _plant(root: Node, parts: Sequence[str], concept: str, prefix: bool) -> None:
    """Adds a term to a tree of units; `prefix`: its last unit may have any ending."""
    node = root
    for part in parts[:-1]:
        node = node.setdefault(part, {})
    if prefix:
        node = node.setdefault(_STEMS, {})
    node = node.setdefault(parts[-1], {})
    concepts = node.setdefault(_END, [])
    if concept not in concepts:
        concepts.append(concept)


def _follow(node: Node, found: Sequence[str], start: int, stemming: _Terms | None, ranges: list[Range]) -> None:
    """Terms of two and more units; `node` is what follows on the unit at `start`."""
    for end in range(start + 1, min(start + _LONGEST_TERM, len(found))):
        unit = stem(found[end], stemming.locale) if stemming else found[end]
        if _STEMS in node:
            for concept in _with_ending(node, unit):
                ranges.append((concept, start, end + 1))
        following = node.get(unit)
        if following is None:
            return
        node = following
        for concept in node.get(_END, ()):
            ranges.append((concept, start, end + 1))


def _with_ending(node: Node, unit: str) -> Iterator[str]:
    stems = node.get(_STEMS)
    if stems:
        for length in range(_SHORTEST_PREFIX, len(unit) + 1):
            if (ending := stems.get(unit[:length])) is not None:
                yield from ending[_END]


def _longest_first(ranges: Sequence[Range]) -> list[Range]:
    if len(ranges) < 2:
        return list(ranges)
    chosen: list[Range] = []
    taken: dict[int, tuple[int, int]] = {}
    for name, start, end in sorted(set(ranges), key=_by_length):
        here = (start, end)
        if end - start == 1:
            if taken.get(start, here) != here:
                continue
            taken[start] = here
        else:
            if any(taken.get(position, here) != here for position in range(start, end)):
                continue
            taken.update(dict.fromkeys(range(start, end), here))
        chosen.append((name, start, end))
    return chosen


def _by_length(found: Range) -> tuple[int, int, str]:
    return found[1] - found[2], found[1], found[0]
