"""The concepts of many phrases at once: as `concepts.Spotter.spot` finds them one by one, in a fraction of the time.

All phrases are walked together, a unit at a time: how the trees of terms go on after what was met so far is looked up for all in one go.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

from bot.matching.arrays import Lists, Numbers, distinct, joint, ranges, split
from bot.matching.term_tree import MOST_SYLLABLES, Node, Range, Row, concepts_at, opened
from bot.matching.tokens import Numbered, Tokens


class Named(NamedTuple):
    """Which phrases name which concepts: for every time that one does, the phrase, ascending, and the concept's place in `names`, ascending
    within a phrase, each once. `names` are sorted."""

    names: Sequence[str]
    phrase: Numbers
    concept: Numbers


class _Found(NamedTuple):
    """Terms of several units: the first and the last of these, counted through all phrases, and the number of the concept."""

    first: Numbers
    last: Numbers
    concept: Numbers


def named_by(units: Tokens, row_of: Callable[[str], Row], names: Sequence[str]) -> Named:
    """The concepts of all phrases; `row_of` tells what a unit is."""
    number_of = {name: number for number, name in enumerate(names)}
    rows = list(map(row_of, units.words))
    found = [*_in_trees(units, rows, number_of), _in_syllables(units, rows, number_of)]
    longer = _longest_first(_Found(*map(np.concatenate, zip(*found, strict=True))), units.numbers.size)
    free = np.flatnonzero(~_marked(longer.first, longer.last, units.numbers.size))
    concepts, counts = Lists.of([[number_of[concept] for concept in row[1]] for row in rows]).at(units.numbers[free])
    phrase = np.arange(units.lengths.size, dtype=np.int32).repeat(units.lengths)
    return told_once(names, phrase[np.append(longer.first, free.repeat(counts))], np.append(longer.concept, concepts))


def told_once(names: Sequence[str], phrase: Numbers, concept: Numbers) -> Named:
    """As `Named` has it, whatever the order and however often something is told."""
    return Named(names, *split(distinct(joint(phrase, concept, len(names)))[0], len(names)))


def _in_trees(units: Tokens, rows: Sequence[Row], number_of: Mapping[str, int]) -> Iterator[_Found]:
    """All terms of several units, overlapping or not, by how many units they have."""
    begun = {id(node): node for row in rows for node in row[2]}
    nodes, number_of_node = list(begun.values()), {name: number for number, name in enumerate(begun)}
    place, counts = Lists.of([[number_of_node[id(node)] for node in row[2]] for row in rows]).at(units.numbers)
    first = last = np.arange(units.numbers.size, dtype=np.int32).repeat(counts)
    symbols = Numbered()
    symbols_of = Lists.of([[symbols[symbol] for symbol in row[0]] for row in rows] + [[]])
    following = _following(units, len(rows))
    while place.size:
        symbol, counts = symbols_of.at(following[last])
        first, last = first.repeat(counts), last.repeat(counts) + 1
        nodes, place, gone = _next(nodes, symbols, place.repeat(counts), symbol)
        first, last = first[gone], last[gone]
        concept, counts = Lists.of([[number_of[concept] for concept in concepts_at(node)] for node in nodes]).at(place)
        yield _Found(first.repeat(counts), last.repeat(counts), concept)


def _next(nodes: Sequence[Node], symbols: Mapping[str, int], place: Numbers, symbol: Numbers) -> tuple[list[Node], Numbers, Numbers]:
    """The nodes to which the symbols lead from the places among `nodes`, the place of each there, and which of them lead anywhere."""
    ways = [(number, symbols[way], after) for number, node in enumerate(nodes) for way, after in node.items() if way in symbols]
    if not ways or not place.size:
        return [], place[:0], place[:0]
    froms, bys, afters = zip(*ways, strict=True)
    known = joint(np.array(froms), np.array(bys), len(symbols))
    order = known.argsort()
    known = known[order]
    wanted = joint(place, symbol, len(symbols)).astype(known.dtype)
    way = np.minimum(known.searchsorted(wanted), known.size - 1)
    gone = np.flatnonzero(known[way] == wanted)
    taken, place = np.unique(order[way[gone]], return_inverse=True)
    return [opened(afters[number]) for number in taken.tolist()], place, gone


def _in_syllables(units: Tokens, rows: Sequence[Row], number_of: Mapping[str, int]) -> _Found:
    """Terms in Latin letters whose syllables stand apart, which is rare enough to look at one by one."""
    width = len(rows) + 1
    following = _following(units, len(rows))
    may = np.array([bool(row[3]) for row in rows], dtype=np.bool_)
    at = np.flatnonzero(may[units.numbers]) if rows else np.zeros(0, dtype=np.intp)
    pairs, which = np.unique(units.numbers[at].astype(np.int64) * width + following[at], return_inverse=True)
    joins = [_joins(units.words, rows, *divmod(pair, width)) for pair in pairs.tolist()]
    ends = np.append(following, len(rows))
    found: list[tuple[int, int, int]] = []
    for start in at[np.array(joins, dtype=np.bool_)[which]].tolist():
        syllables = [units.words[units.numbers[start]]]
        for here in range(start, start + MOST_SYLLABLES - 1):
            if ends[here] == len(rows):
                break
            syllables.append(units.words[ends[here]])
        ranges_of: list[Range] = []
        for terms in rows[units.numbers[start]][3]:
            terms.join(syllables, 0, ranges_of)
        found += [(start, start - length - 1, number_of[concept]) for length, _, concept in ranges_of]
    first, last, concept = np.array(found, dtype=np.intp).reshape(-1, 3).T
    return _Found(first, last, concept)


def _joins(words: Sequence[str], rows: Sequence[Row], one: int, other: int) -> bool:
    """Whether two units may be syllables of one term."""
    return other < len(words) and any(terms.has_syllables(words[one] + words[other]) for terms in rows[one][3])


def _following(units: Tokens, end: int) -> Numbers:
    """The unit after each, or `end` at the end of a phrase."""
    following = np.append(units.numbers[1:], np.int32(end))[: units.numbers.size]
    following[units.lengths.cumsum()[units.lengths > 0] - 1] = end
    return following


def _longest_first(found: _Found, positions: int) -> _Found:
    """Those that stay when the longest of those that overlap win, and the first of equally long ones; equal ones stay together."""
    lengths = found.last - found.first + 1
    covered = np.zeros(positions, dtype=np.bool_)
    kept = [np.zeros(0, dtype=np.intp)]
    for length in range(int(lengths.max(initial=1)), 1, -1):
        here = np.flatnonzero(lengths == length)
        before = np.append(0, covered.cumsum())
        here = here[before[found.last[here] + 1] == before[found.first[here]]]
        chosen = _apart(np.unique(found.first[here]), length)
        kept.append(here[_marked(chosen, chosen, positions)[found.first[here]]])
        covered |= _marked(chosen, chosen + length - 1, positions)
    stay = np.concatenate(kept)
    return _Found(found.first[stay], found.last[stay], found.concept[stay])


def _apart(starts: Numbers, length: int) -> Numbers:
    """Of ascending starts of equally long runs, those whose run overlaps no earlier one that stays."""
    chosen = [starts[:0]]
    while starts.size:
        begins = np.append(True, np.diff(starts) >= length)
        heads = starts[begins]
        chosen.append(heads)
        starts = starts[starts >= heads[begins.cumsum() - 1] + length]
    return np.concatenate(chosen)


def _marked(first: Numbers, last: Numbers, positions: int) -> NDArray[np.bool_]:
    marked = np.zeros(positions, dtype=np.bool_)
    marked[ranges(first, last + 1)] = True
    return marked
