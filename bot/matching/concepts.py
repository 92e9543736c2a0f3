"""Finds the terms of all languages in what somebody wrote: exactly, by stem, or with a typing error."""

import re
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from rapidfuzz import process
from rapidfuzz.distance import OSA

from bot.language.function_words import function_words
from bot.language.normalize import normalize_known
from bot.language.scripts import script_of, script_of_character
from bot.matching.features import UNSPACED, is_unspaced
from bot.matching.spotted import Named, named_by
from bot.matching.term_tree import MOST_REMEMBERED, NOTHING, SHORTEST_REPAIRED, Node, Range, Row, Terms, follow, most_errors
from bot.matching.tokens import Tokens, units_of
from bot.model import BASE_LOCALE, CHINESE, Concept

ALWAYS_SEARCHED = (BASE_LOCALE, CHINESE)
"""Languages whose words foreigners in Beijing mix into any other."""

Place = tuple[int, str, int]
"""The first unit of a term, its concept, and the unit after its last."""

_UNSPACED = UNSPACED.pattern.removesuffix("+")
_UNITS = re.compile(rf"{_UNSPACED}|[^\s{_UNSPACED[1:]}+")
_MOST_SEARCHES = 64
_LITTLE = 2


class Spot(NamedTuple):
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

    @property
    def says_little(self) -> bool:
        """Whether no word has more than two Latin letters or digits ("Q", "1A R"); in other scripts these can be a word."""
        return all(len(unit) <= _LITTLE and unit.isascii() for unit in self.units)

    def concepts(self) -> tuple[str, ...]:
        return tuple(dict.fromkeys([spot.concept for spot in self.spots]))

    def without(self, concepts: Collection[str]) -> str:
        """The text without the words that name one of these."""
        left_out = {position for concept, start, end, _ in self.spots if concept in concepts for position in range(start, end)}
        kept = [unit for position, unit in enumerate(self.units) if position not in left_out]
        if all(map(str.isascii, kept)):
            return " ".join(kept)
        text = ""
        was_unspaced = False
        for unit in kept:
            unspaced = is_unspaced(unit)
            text += unit if unspaced and was_unspaced else f" {unit}"
            was_unspaced = unspaced
        return text.strip()


def units(normal: str) -> tuple[str, ...]:
    """Words; the characters of scripts written without spaces stand alone."""
    if normal.isascii() or UNSPACED.search(normal) is None:
        return tuple(normal.split())
    return tuple(_UNITS.findall(normal))


class Spotter:
    """Built once for a state of the knowledge; the terms of a language are prepared when they are first needed."""

    def __init__(self, concepts: Mapping[str, Concept]) -> None:
        self._concepts = concepts
        self._locales = tuple(sorted({locale for concept in concepts.values() for locale in concept.terms}))
        self._known_words: set[str] = set()
        self._scripts: frozenset[str | None] = frozenset(map(script_of, self._locales))
        self._terms: dict[str, Terms] = {}
        self._searches: dict[tuple[str, frozenset[str | None] | None], _Search] = {}

    def __getstate__(self) -> dict[str, object]:
        return self.__dict__ | {"_searches": {}}

    def warm(self) -> None:
        """Prepares the terms of every language now, so that no question has to wait for it."""
        for locale in self._locales:
            self._of(locale)

    def forget(self) -> None:
        """Gives back what is remembered of units, as when all phrases were read; questions bring back what they need."""
        self._searches.clear()
        for terms in self._terms.values():
            terms.forget()

    def read(self, phrases: Tokens, locale: str) -> Named:
        """The concepts of phrases of the knowledge. Their words are right as they are, and from now on known: never repaired."""
        of_units = units_of(phrases)
        self._known_words.update(word for word in of_units.words if _is_repairable(word))
        return named_by(of_units, self._search("", locale, certain=True).row, sorted(self._concepts))

    def spot(self, normal: str, locale: str, certain: bool) -> Spotting:
        """Concepts in comparable text. When `locale` is certain, only its terms count, and those of languages everybody mixes in."""
        found = units(normal)
        search = self._search(normal, locale, certain)
        places = search.find(found)
        covered = {position for start, _, end in places for position in range(start, end)}
        mended = {
            position: word
            for position, unit in enumerate(found)
            if len(unit) >= SHORTEST_REPAIRED and position not in covered and (word := self._mended(unit, search.searched))
        }
        if mended:
            places = search.find([mended.get(position, unit) for position, unit in enumerate(found)])
        spots = [Spot(concept, start, end, not mended or mended.keys().isdisjoint(range(start, end))) for start, concept, end in places]
        return Spotting(found, tuple(spots))

    def _search(self, normal: str, locale: str, certain: bool) -> "_Search":
        scripts = None if certain else self._scripts.intersection(map(script_of_character, set(normal)))
        search = self._searches.get((locale, scripts))
        if search is None:
            codes = [code for code in self._locales if code in (locale, *ALWAYS_SEARCHED) or (scripts and script_of(code) in scripts)]
            search = _Search([self._of(code) for code in codes], locale if certain else None)
            if len(self._searches) >= _MOST_SEARCHES:
                self._searches.clear()
            self._searches[locale, scripts] = search
        return search

    def _of(self, locale: str) -> Terms:
        if locale not in self._terms:
            self._terms[locale] = self._planted(locale)
        return self._terms[locale]

    def _planted(self, locale: str) -> Terms:
        terms = Terms(locale)
        for concept in self._concepts.values():
            if (term := concept.terms.get(locale)) is not None:
                named = (term.concept,)
                for word in (term.preferred, *term.variants):
                    if parts := units(normalize_known(word.removesuffix("*"))):
                        terms.add(named, parts, word.endswith("*"))
        return terms

    def _mended(self, unit: str, searched: Sequence[Terms]) -> str | None:
        """The word of a term that was probably meant by a word that nobody knows."""
        if not _is_repairable(unit) or unit in self._known_words:
            return None
        for terms in searched:
            if unit in terms.known:
                return None
        length = len(unit)
        candidates = [word for terms in searched for word in terms.mending.get((unit[0], length), ())]
        best = process.extractOne(unit, candidates, scorer=OSA.distance, score_cutoff=most_errors(length))
        return best[0] if best else None


def _is_repairable(unit: str) -> bool:
    return len(unit) >= SHORTEST_REPAIRED and unit.isalpha()


class _Search(dict[str, Row]):
    """The terms of some languages at once: what each unit is to them, found when it is first met, since it comes back all the time."""

    def __init__(self, searched: Sequence[Terms], own: str | None) -> None:
        """`own`: the language of the text when certain; its small words are then no terms of another language."""
        super().__init__()
        self.searched = searched
        self._own = own
        self._small = function_words(own) if own else frozenset[str]()

    def __missing__(self, unit: str) -> Row:
        row = self.row(unit)
        if len(self) >= MOST_REMEMBERED:
            self.clear()
        self[unit] = row
        return row

    def find(self, found: Sequence[str]) -> list[Place]:
        rows = list(map(self.__getitem__, found))
        alone: list[Place] = []
        longer: list[Range] = []
        nodes: tuple[Node, ...] = ()
        for start, (symbols, concepts, begun, by_syllables) in enumerate(rows):
            if nodes:
                for symbol in symbols:
                    for node in nodes:
                        if symbol in node:
                            follow(node[symbol], rows, start - 1, start + 1, longer)
            nodes = begun
            if concepts:
                for concept in concepts:
                    alone.append((start, concept, start + 1))
            if by_syllables:
                for terms in by_syllables:
                    terms.join(found, start, longer)
        return _longest_first(longer, alone) if longer else alone

    def row(self, unit: str) -> Row:
        is_small = unit in self._small
        rows: list[Row] = []
        for terms in self.searched:
            row = terms.read(unit)
            if is_small and terms.locale != self._own:
                row = (row[0], (), row[2], row[3])
            if any(row):
                rows.append(row)
        if len(rows) < 2:
            return rows[0] if rows else NOTHING
        return (
            tuple([symbol for row in rows for symbol in row[0]]),
            tuple(sorted({concept for row in rows for concept in row[1]})),
            tuple([node for row in rows for node in row[2]]),
            tuple([terms for row in rows for terms in row[3]]),
        )


def _longest_first(longer: list[Range], alone: Sequence[Place]) -> list[Place]:
    """The places that stay, in order, when the longest of those that overlap win; equal ones stay together."""
    chosen: list[Place] = []
    covered = last = 0
    longer.sort()
    for length, start, concept in longer:
        units = ((1 << -length) - 1) << start
        place = (start, concept, start - length)
        if units == last:
            if place != chosen[-1]:
                chosen.append(place)
        elif not covered & units:
            covered |= units
            last = units
            chosen.append(place)
    chosen += [place for place in alone if not covered >> place[0] & 1]
    chosen.sort()
    return chosen
