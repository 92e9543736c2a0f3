"""The terms of one language in a tree of units.

A tree holds symbols. A unit of a text stands for itself, for its stem (with the language behind it) and for the letters that it begins with
(`*` behind them); no unit holds the signs of the latter two. A term of several units that its language stems is planted as stems alone:
whoever writes it as it is writes its stems too.
"""

from collections.abc import Sequence
from sys import intern
from typing import Any

from bot.language.function_words import function_words
from bot.language.scripts import HANGUL, LATIN, script_of
from bot.matching.features import STEMMERS, stem

Range = tuple[int, int, str]
"""A term of several units: their count below zero, the first of them, and the concept. In this order the longest come first."""
Tail = tuple[str, ...]
"""What is left of the only term that goes on from a place: its symbols, and its concept last."""
Node = dict[str, Any]
"""A place in a tree: by symbol a `Node`, or a `Tail` where only one term goes on; under `_END` the concepts of the terms that end here."""
Row = tuple[tuple[str, ...], tuple[str, ...], tuple[Node, ...], tuple["Terms", ...]]
"""What a unit is: symbols that terms go on with, concepts of its own, places after it in trees, terms that it may be a syllable of."""
NOTHING: Row = ((), (), (), ())

MOST_REMEMBERED = 10_000
"""Units of which it is kept what they are, per language and per set of languages: they come back all the time."""
SHORTEST_REPAIRED = 5
"""Letters of a word that is worth mending, or worth mending to."""
_LONG_WORD = 9
_SHORTEST_PREFIX = 2
_SHORTEST_LETTERS = 4
"""Letters of an alphabet that a stem needs at least, so that not every other word begins with it; syllables say more."""
_SHORTEST_TRANSCRIBED = 6
MOST_SYLLABLES = 6
_LONGEST_TERM = 12
_END = ""
_OPEN = "*"


def most_errors(length: int) -> int:
    """Typing errors that are mended in a word of so many letters."""
    return 1 if length < _LONG_WORD else 2


class Terms:
    """`known`: the units of all terms, and the small words of the language.

    `mending`: by first letter and length of an unknown word, the words of terms that may have been meant.
    """

    def __init__(self, locale: str) -> None:
        self.locale = locale
        self.known = set(function_words(locale))
        self.mending: dict[tuple[str, int], list[str]] = {}
        self._stemmed = f"~{locale}" if locale in STEMMERS else ""
        self._longest_open: dict[str, int] = {}
        self._alone: dict[str, tuple[str, ...]] = {}
        self._tree: Node = {}
        self._inside: set[str] = set()
        self._transcribed: dict[str, tuple[str, ...]] = {}
        self._beginnings: set[str] = set()
        self._rows: dict[str, Row] = {}

    def __getstate__(self) -> dict[str, object]:
        return self.__dict__ | {"_rows": {}}

    def forget(self) -> None:
        """Gives back what is remembered of units."""
        self._rows.clear()

    def add(self, named: tuple[str], parts: Sequence[str], is_open: bool) -> None:
        """A term by its concept, in a tuple, and its units; `is_open`: the last one may have any ending."""
        if is_open and script_of(self.locale) != HANGUL and len(parts[-1]) < _SHORTEST_LETTERS:
            return
        parts = [intern(part) for part in parts]
        is_transcribed = len(parts) == 1 and parts[0].isascii() and script_of(self.locale) != LATIN
        if is_transcribed and len(parts[0]) >= _SHORTEST_TRANSCRIBED:
            _name(self._transcribed, parts[0], named)
            self._beginnings.update(parts[0][:length] for length in range(1, len(parts[0])))
        self._plant(named, parts, is_open)
        for part in parts:
            if part not in self.known:
                self.known.add(part)
                if len(part) >= SHORTEST_REPAIRED and not is_transcribed:
                    self._offer(part)

    def read(self, unit: str) -> Row:
        """What the unit is to this language: `NOTHING`, as with most."""
        row = self._rows.get(unit)
        if row is None:
            if len(self._rows) >= MOST_REMEMBERED:
                self._rows.clear()
            row = self._rows[unit] = self._row(unit)
        return row

    def join(self, found: Sequence[str], start: int, ranges: list[Range]) -> None:
        """Adds terms in Latin letters whose syllables were typed apart ("ju liu xu ke")."""
        joined = found[start]
        for end in range(start + 1, min(start + MOST_SYLLABLES, len(found))):
            if joined not in self._beginnings:
                break
            joined += found[end]
            for concept in self._transcribed.get(joined, ()):
                ranges.append((start - end - 1, start, concept))

    def has_syllables(self, joined: str) -> bool:
        """Whether a term in Latin letters begins so, or is this."""
        return joined in self._beginnings or joined in self._transcribed

    def _row(self, unit: str) -> Row:
        is_known = unit in self.known
        symbols = [unit] if is_known else []
        concepts = self._alone.get(unit, ()) if is_known else ()
        if (start := unit[:_SHORTEST_PREFIX]) in self._longest_open:
            for length in range(_SHORTEST_PREFIX, min(len(unit), self._longest_open[start]) + 1):
                symbol = unit[:length] + _OPEN
                symbols.append(symbol)
                concepts += self._alone.get(symbol, ())
        if self._stemmed:
            symbol = stem(unit, self.locale) + self._stemmed
            symbols.append(symbol)
            if not is_known and len(unit) >= _SHORTEST_LETTERS:
                concepts += self._alone.get(symbol, ())
        inside = tuple([symbol for symbol in symbols if symbol in self._inside])
        begun = tuple([opened(self._tree[symbol]) for symbol in symbols if symbol in self._tree])
        by_syllables = (self,) if unit in self._beginnings else ()
        if not (inside or concepts or begun or by_syllables):
            return NOTHING
        return inside, concepts if len(concepts) < 2 else tuple(sorted(set(concepts))), begun, by_syllables

    def _plant(self, named: tuple[str], parts: Sequence[str], is_open: bool) -> None:
        symbols = parts
        if is_open:
            symbols = [*parts[:-1], intern(parts[-1] + _OPEN)]
            start = parts[-1][:_SHORTEST_PREFIX]
            self._longest_open[start] = max(self._longest_open.get(start, 0), len(parts[-1]))
        stems = [intern(stem(part, self.locale) + self._stemmed) for part in parts] if self._stemmed and not is_open else []
        if len(parts) == 1:
            for symbol in (*symbols, *stems):
                _name(self._alone, symbol, named)
        elif len(parts) <= _LONGEST_TERM:
            symbols = stems or symbols
            self._inside.update(symbols[1:])
            _grow(self._tree, symbols, named)

    def _offer(self, word: str) -> None:
        for length in range(max(len(word) - 2, SHORTEST_REPAIRED), len(word) + 3):
            if abs(length - len(word)) <= most_errors(length):
                self.mending.setdefault((word[0], length), []).append(word)


def follow(place: Node | Tail, rows: Sequence[Row], start: int, end: int, ranges: list[Range]) -> None:
    """Adds the terms that began with the unit at `start` and came to `place`; the next unit is at `end`."""
    if isinstance(place, dict):
        if _END in place:
            for concept in place[_END]:
                ranges.append((start - end, start, concept))
        if end < len(rows):
            for symbol in rows[end][0]:
                if symbol in place:
                    follow(place[symbol], rows, start, end + 1, ranges)
        return
    for symbol in place[:-1]:
        if end == len(rows) or symbol not in rows[end][0]:
            return
        end += 1
    ranges.append((start - end, start, place[-1]))


def opened(place: Node | Tail) -> Node:
    """The same place as a node."""
    if isinstance(place, tuple):
        return {place[0]: place[1:]} if len(place) > 1 else {_END: place}
    return place


def concepts_at(node: Node) -> tuple[str, ...]:
    """The concepts of the terms that end here."""
    ended: tuple[str, ...] = node.get(_END, ())
    return ended


def _name(concepts: dict[str, tuple[str, ...]], symbol: str, named: tuple[str]) -> None:
    before = concepts.get(symbol, ())
    if named[0] not in before:
        concepts[symbol] = before + named if before else named


def _grow(node: Node, symbols: Sequence[str], named: tuple[str]) -> None:
    """Adds a term to a tree. A tail in its way becomes a node."""
    for place, symbol in enumerate(symbols, start=1):
        tail = (*symbols[place:], *named) if place < len(symbols) else named
        following = node.setdefault(symbol, tail)
        if following == tail:
            return
        if isinstance(following, tuple):
            node[symbol] = following = opened(following)
        node = following
    _name(node, _END, named)
