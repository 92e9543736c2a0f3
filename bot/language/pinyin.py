"""Chinese typed by its sound ("wo de hu zhao diu le"): whether a text is that, and which characters are meant.

One search weighs two explanations of every word in Latin letters: syllables, which cost what their likeliest characters cost among the
knowledge's own phrases, or a word of another language, which costs as much as its letters surprise. A text counts as pinyin when the
syllables explain it far better, and when nothing beside them shows another language. In doubt it is none: it is then understood by its
terms alone, as every other text in Latin letters.
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from heapq import nlargest

from bot.language import scripts
from bot.language.bigrams import FIRST, LAST, STRANGE, Bigrams
from bot.language.function_words import FUNCTION_WORDS, function_words
from bot.language.homophones import Homophones
from bot.language.normalize import MAX_LENGTH, normalize, normalize_known
from bot.language.syllables import LONGEST, is_sound, readings
from bot.model import BASE_LOCALE, CHINESE, Knowledge
from bot.uncollected import uncollected

MOST_LETTERS = 300
"""Of Latin letters that are read as pinyin, about a hundred syllables; nobody asks at such length, and each letter costs time."""
FEWEST_SYLLABLES = 4
FEWEST_WITHOUT_SENTENCE = 7
FEWEST_WITHOUT_SENTENCE_BESIDE_WORDS = 9
"""Of terms and names alone, which are no sentences: a few are found as they are ("shuishou jumin shenfen zhengming apply")."""
LEAST_SHARE = 0.6
"""Of the Latin letters, that are syllables."""
LEAST_ODDS = 20.0
LEAST_ODDS_PER_SYLLABLE = 2.5
LEAST_ODDS_PER_SYLLABLE_BESIDE_SOUNDS = 5.2
"""By how much (natural logarithm) Chinese explains the text better than words of another language do; the last where a word that could
be syllables as well is better explained as a word ("cu" in Vietnamese without its marks)."""

_LETTER, _KNOWN_WORD, _SMALL_WORD = -2.8, -8.0, -4.5
"""Log probability of a letter of an unknown word in Latin letters, of a word of our terms, of a language's small word."""
_KEPT = 8
"""Characters at one place of the text that the search goes on from."""
_UNSEEN_KEPT = 1
"""Characters of a syllable that stand in no phrase: any of them says "something else that sounds so"."""
_SHORTEST_NAME = 6
"""Letters of a place's name that is left as it is; shorter ones sound like other words."""
_SENTENCE = frozenset("我你您他她的了吗呢吧是在有没不怎什哪谁能要想得")
"""Characters that hardly any name or term has, but nearly every sentence."""
_TONE_MARKS = frozenset("āáǎàēéěèīíǐìōóǒòūúǔùǖǘǚǜüńňǹḿ")
_TONED = re.compile(r"([a-z]++)[0-5](?!\d)")
_PIECE = re.compile(r"[a-z]+|[\u3400-\u9fff]|[^a-z\u3400-\u9fff\s]+")
_HAN = re.compile(r"[\u3400-\u9fff]")
_LATIN = re.compile(r"[a-z]+")
_SMALL_WORDS = frozenset(word for code in FUNCTION_WORDS if scripts.script_of(code) == scripts.LATIN for word in function_words(code))

Node = tuple[str, "Node | None"]
Way = tuple[float, "Node | None", int]
"""A way through the text up to some place: its log probability, what it reads (last first), its count of syllables."""
Cell = dict[str, Way]
"""The best way to one place, by the character that it ends with."""
Candidates = tuple[tuple[str, float, float], ...]
"""Characters of a syllable, how likely each is alone (that included how usual the reading is), and how usual the reading is."""


@dataclass(frozen=True, slots=True)
class Words:
    """Comparable words in Latin letters: of English, of other languages, and names of places, which every language writes alike."""

    english: frozenset[str] = frozenset()
    others: frozenset[str] = frozenset()
    places: frozenset[str] = frozenset()

    def is_foreign(self, word: str) -> bool:
        """Whether a word beside the syllables shows another language. English nouns do not: everybody says "visa"."""
        if is_sound(word):
            return False
        return word in _SMALL_WORDS or (word in self.others and word not in self.english)

    def cost(self, word: str) -> float:
        """The log probability of the word in a text that is not pinyin."""
        if word in self.places:
            return 0.0
        if word in _SMALL_WORDS:
            return _SMALL_WORD
        letters = _LETTER * len(word)
        return max(_KNOWN_WORD, letters) if word in self.english or word in self.others else letters

    def in_text(self, normal: str) -> list[str]:
        """The words in Latin letters, names of places aside."""
        return [word for word in _LATIN.findall(normal) if word not in self.places]


@dataclass(frozen=True, slots=True)
class Reading:
    """`text`: comparable text, syllables replaced by characters, and the other `words` left. `share` of the letters that is replaced,
    `odds` in favour of it (natural logarithm)."""

    text: str
    words: tuple[str, ...]
    syllables: int
    share: float
    odds: float


class PinyinReader:
    """Built once for a state of the knowledge. Equal texts are read equally."""

    @uncollected()
    def __init__(self, phrases: Iterable[str], words: Words) -> None:
        """`phrases`: comparable Chinese to learn from."""
        self._bigrams = Bigrams(phrases)
        self._homophones = Homophones(self._bigrams)
        self._words = words
        self._candidates = {syllable: self._weighed(characters) for syllable, characters in readings().items()}

    def read(self, text: str) -> str | None:
        """Comparable Chinese, None when the text is not clearly pinyin. Never raises."""
        reading = self.weigh(text)
        return reading.text if reading and self._is_clear(reading) else None

    def mend(self, normal: str) -> str:
        """Comparable Chinese, in characters of which some may only sound like what was meant, put right."""
        return self._homophones.mend(normal)

    def weigh(self, text: str) -> Reading | None:
        """The text at its likeliest as Chinese, however unlikely that is; None when it cannot be pinyin."""
        if not _may_be_pinyin(text):
            return None
        normal = _without_tones(normalize(text))
        words = self._words.in_text(normal)
        letters = sum(map(len, words))
        if not FEWEST_SYLLABLES <= letters <= MOST_LETTERS or normal.replace(" ", "") in self._words.places:
            return None
        if sum(len(word) for word in words if is_sound(word) or is_sound(word[1:])) < LEAST_SHARE * letters:
            return None
        odds, node, syllables = self._search(normal, by_sound=True)
        plain, _, _ = self._search(normal, by_sound=False)
        text = " ".join("".join(_pieces(node)).split())
        left = tuple(self._words.in_text(text))
        return Reading(text, left, syllables, 1 - sum(map(len, left)) / letters, odds - plain)

    def _is_clear(self, reading: Reading) -> bool:
        words = [word for word in reading.words if len(word) > 1]
        fewest = FEWEST_WITHOUT_SENTENCE_BESIDE_WORDS if words else FEWEST_WITHOUT_SENTENCE
        if not _SENTENCE.isdisjoint(reading.text):
            fewest = FEWEST_SYLLABLES
        per_syllable = LEAST_ODDS_PER_SYLLABLE_BESIDE_SOUNDS if any(map(is_sound, words)) else LEAST_ODDS_PER_SYLLABLE
        return (
            reading.syllables >= fewest
            and reading.share >= LEAST_SHARE
            and reading.odds >= max(LEAST_ODDS, per_syllable * reading.syllables)
            and not any(map(self._words.is_foreign, words))
        )

    def _weighed(self, characters: Iterable[tuple[str, float]]) -> Candidates:
        alone = self._bigrams.alone
        seen = [(character, alone[character] + usual, usual) for character, usual in characters if character in alone]
        unseen = [(character, self._bigrams.unseen + usual, usual) for character, usual in characters if character not in alone]
        return (*seen, *unseen[:_UNSEEN_KEPT])

    def _search(self, normal: str, by_sound: bool) -> Way:
        """The best way through the whole text (Viterbi)."""
        cell: Cell = {FIRST: (0.0, None, 0)}
        for piece in _PIECE.findall(normal):
            if _HAN.match(piece):
                cell = {piece: self._onwards(cell, piece, piece)}
            elif _LATIN.match(piece):
                cell = self._word(cell, piece, by_sound and piece not in self._words.places)
            else:
                cell = {STRANGE: self._onwards(cell, STRANGE, f" {piece} ")}
        return self._onwards(cell, LAST, "")

    def _word(self, before: Cell, word: str, by_sound: bool) -> Cell:
        """What may be read up to the end of a word: characters, the word itself, or one letter and then characters ("Zqianzheng")."""
        cells: list[Cell] = [before, *({} for _ in word)]
        for start in range(len(word)) if by_sound else ():
            if start == 1 and len(word) > 2:
                cells[1][STRANGE] = self._onwards(before, STRANGE, f" {word[0]} ", _LETTER)
            if not cells[start]:
                continue
            kept = nlargest(_KEPT, cells[start].items(), key=lambda item: item[1][0])
            for end in range(start + 1, min(start + LONGEST, len(word)) + 1):
                if candidates := self._candidates.get(word[start:end]):
                    self._extend(kept, candidates, cells[end])
        own = self._onwards(before, STRANGE, f" {word} ", self._words.cost(word))
        if STRANGE not in cells[-1] or cells[-1][STRANGE][0] < own[0]:
            cells[-1][STRANGE] = own
        return cells[-1]

    def _extend(self, kept: list[tuple[str, Way]], candidates: Candidates, cell: Cell) -> None:
        """Puts the best way to each of the characters into the cell, unless there is a better one."""
        otherwise = self._bigrams.otherwise
        rest, by_default = max(((way[0] + otherwise.get(left, 0.0), way) for left, way in kept), key=lambda pair: pair[0])
        seen = [(followers, way) for left, way in kept if (followers := self._bigrams.after.get(left))]
        for character, alone, usual in candidates:
            best, best_way = rest + alone, by_default
            for followers, way in seen:
                step = followers.get(character)
                if step is not None and way[0] + step + usual > best:
                    best, best_way = way[0] + step + usual, way
            if character not in cell or cell[character][0] < best:
                cell[character] = best, (character, best_way[1]), best_way[2] + 1

    def _onwards(self, cell: Cell, to: str, piece: str, cost: float = 0.0) -> Way:
        """The best way from any character of the cell on to the next, when there is only one."""
        score, way = max(((way[0] + self._bigrams.step(left, to), way) for left, way in cell.items()), key=lambda pair: pair[0])
        return score + cost, (piece, way[1]), way[2]


def pinyin_reader(knowledge: Knowledge) -> PinyinReader:
    """Learns from the Chinese phrases, terms and names of places; knows the words of the terms in Latin letters."""
    chinese: list[str] = [place.names[CHINESE] for place in knowledge.places if CHINESE in place.names]
    for of_subject in (*(entry.phrases for entry in knowledge.entries.values()), *knowledge.beside.values()):
        chinese += of_subject.get(CHINESE, ())
    for talk in knowledge.smalltalk.get(CHINESE, ()):
        chinese += talk.phrases
    english: set[str] = set()
    others: set[str] = set()
    for concept in knowledge.concepts.values():
        for locale, term in concept.terms.items():
            if locale == CHINESE:
                chinese += (term.preferred, *term.variants)
            elif scripts.script_of(locale) == scripts.LATIN:
                known = english if locale == BASE_LOCALE else others
                known.update(*(normalize_known(text).split() for text in (term.preferred, *term.variants)))
    names = (normalize_known(name).replace(" ", "") for place in knowledge.places for name in (*place.names.values(), *place.aliases))
    places = frozenset(name for name in names if len(name) >= _SHORTEST_NAME and _LATIN.fullmatch(name))
    words = Words(frozenset(english), frozenset(others), places)
    return PinyinReader((text for text in map(normalize_known, chinese) if _HAN.search(text)), words)


def _may_be_pinyin(text: str) -> bool:
    """Whether all letters are Latin or Chinese ones, and no Latin one has a mark that is not a tone."""
    if text.isascii():
        return True
    for character in text[:MAX_LENGTH].casefold():
        script = scripts.script_of_character(character)
        if script not in (None, scripts.LATIN, scripts.HAN):
            return False
        if script == scripts.LATIN and not character.isascii() and character not in _TONE_MARKS:
            return False
    return True


def _without_tones(normal: str) -> str:
    """Without the digits of tones ("ju1liu2xu3ke3"); one alone is rather part of a name ("A1")."""
    toned = sum(is_sound(match[1]) for match in _TONED.finditer(normal))
    return _TONED.sub(lambda match: f"{match[1]} " if is_sound(match[1]) else match[0], normal) if toned > 1 else normal


def _pieces(node: "Node | None") -> list[str]:
    found: list[str] = []
    while node:
        found.append(node[0])
        node = node[1]
    return found[::-1]
