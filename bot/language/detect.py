"""The language of a text: by its script, then by how the knowledge's own words are spelled in each language.

Naive Bayes over letter runs and words of the knowledge (phrases, terms, answers) and of each language's commonest small words. It adds no
library, no model file and no waiting time at the start.
"""

import re
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray
from opencc import OpenCC

from bot.language import scripts
from bot.language.function_words import FUNCTION_WORDS, function_words
from bot.language.normalize import MAX_LENGTH, normalize, normalize_known, simplified
from bot.model import BASE_LOCALE, CHINESE, Knowledge

TRADITIONAL = "zh-Hant"
JAPANESE = "ja"
OFTEN_IN_LATIN = ("ar", "fa", "hi", "mn", "ru", "ur")
"""Languages of other scripts that people type in Latin letters too, as their phrases do; pinyin is read for itself."""
ALIKE_IN_LATIN = frozenset({"hi", "ur"})
"""Languages that are spoken alike: in Latin letters only the person knows which one it is."""

_EVIDENCE_NEEDED = 5.0
"""Log odds of the best language against the second, from which the text counts as clear evidence."""
_TRANSCRIBED_EVIDENCE_NEEDED = 15.0
"""The same for a language in Latin letters that has others of its own, since English borrows its words ("iqama renewal")."""
_FEWEST_LETTERS = 6
_CHINESE_WEIGHT = 3
"""One Chinese character or kana says about as much as three Latin letters."""
_MAIN_SHARE = 0.7
_LONGEST_GRAM = 4
_WORD_WEIGHT = 2.0
_SMALL_WORD_COUNT = 30
_UNSEEN = 0.3
"""How often a feature is taken to stand in a language that lacks it, in a sample of middle size."""
_LONGEST_NOUN = 8
"""Characters of a text that may be nothing but a Japanese noun ("居留許可"); sentences have kana."""
_CHINESE_ONLY = frozenset("的了嗎吗呢吧這这那哪怎麼么什我你您他她們们個个是很沒没還还給给从從讓让想要能去到")
_STRONG = "=!"
"""First signs of features that say much: whole words, and letters with marks."""
_SAMPLES_PER_LOCALE = 1500
_OF_LATIN = re.compile(r"[\u0000-\u024f\u1e00-\u1eff\u2010-\u2027\u20ac]*")
"""Letters in Latin script, digits and signs."""


@dataclass(frozen=True, slots=True)
class Guess:
    """`locale` is the likeliest language, None when the text has no letters; `certain` tells that the text alone is clear evidence.

    `candidates`: the languages that the text may be in when it is not certain, likeliest first, and those that are written as the likeliest
    one, also when it is certain: keep a session's language if it is among them. `log_odds`: the lead of the first over the second, for
    `ask --explain`. `closed`: the script leaves no other language than the candidates, so that for somebody who uses none of them the
    text is clear evidence all the same.
    """

    locale: str | None
    certain: bool
    candidates: tuple[str, ...] = ()
    log_odds: float = 0.0
    closed: bool = False


class Detector:
    def __init__(self, knowledge: Knowledge) -> None:
        by_script: dict[str, list[str]] = defaultdict(list)
        for locale in FUNCTION_WORDS:
            by_script[scripts.script_of(locale)].append(locale)
        self._by_script = {script: tuple(locales) for script, locales in by_script.items()}
        samples = _samples(knowledge)
        counts = {
            script: {locale: _counts(_spread(samples.get(locale, [])), function_words(locale)) for locale in locales}
            for script, locales in self._by_script.items()
            if len(locales) > 1
        }
        for locale, transcribed in _transcribed(samples).items():
            counts[scripts.LATIN][locale] = _counts(transcribed, ())
        self._models = {script: _NaiveBayes(of_script) for script, of_script in counts.items()}

    def detect(self, text: str) -> Guess:
        """Never raises; reads no more of the text than `normalize` does."""
        normal = normalize(text)
        counts = scripts.count_scripts(normal)
        if not counts:
            return Guess(None, certain=False)
        script, pure = _main_script(counts)
        if script == scripts.HAN:
            return _chinese(text, pure)
        locales = self._by_script[script]
        if len(locales) == 1:
            return Guess(locales[0], pure, locales)
        ranked = self._models[script].rank(text)
        best, most = ranked[0]
        alike = ALIKE_IN_LATIN if script == scripts.LATIN and best in ALIKE_IN_LATIN else {best}
        lead = most - max(score for locale, score in ranked if locale not in alike)
        needed = _TRANSCRIBED_EVIDENCE_NEEDED if scripts.script_of(best) != script else _EVIDENCE_NEEDED
        certain = pure and lead >= needed and sum(counts.values()) >= _FEWEST_LETTERS and " " in normal
        candidates = tuple(locale for locale, score in ranked if locale in alike or most - score < needed)
        return Guess(best, certain, candidates, lead)


class _NaiveBayes:
    """Languages that share a script, told apart by the words and letter runs of comparable text."""

    def __init__(self, counts: Mapping[str, Mapping[str, float]]) -> None:
        """How often each feature stands in each language."""
        self._locales = tuple(counts)
        self._rows = {feature: row for row, feature in enumerate(dict.fromkeys(feature for count in counts.values() for feature in count))}
        table = np.zeros((len(self._rows) + 1, len(counts)), dtype=np.float32)
        for column, count in enumerate(counts.values()):
            table[[self._rows[feature] for feature in count], column] = list(count.values())
        sizes = table.sum(axis=0)
        table += _UNSEEN * sizes / sizes.mean()  # else what a small sample lacks would speak for it
        self._logs: NDArray[np.float32] = np.log(table) - np.log(table.sum(axis=0))

    def rank(self, text: str) -> list[tuple[str, float]]:
        """Languages, likeliest first, with their log likelihoods."""
        rows: list[int] = []
        weights: list[float] = []
        for feature in _features(text):
            if feature in self._rows:
                rows.append(self._rows[feature])
                weights.append(_WORD_WEIGHT if feature[0] in _STRONG else 1 / 3)
        scores = np.array(weights, dtype=np.float32) @ self._logs[rows] if rows else np.zeros(len(self._locales), dtype=np.float32)
        order = np.argsort(-scores, kind="stable")
        return [(self._locales[i], float(scores[i])) for i in order]


def _counts(texts: Iterable[str], small: Collection[str]) -> Counter[str]:
    """How often features stand in texts of a language; its small words count more often than they would there."""
    count: Counter[str] = Counter()
    words: Counter[str] = Counter()
    for text in texts:
        count.update(_marked(text))
        words.update(normalize_known(text).split())
    for word, times in words.items():
        for feature in _runs(word):
            count[feature] += times
    for word in sorted(small):
        count.update(dict.fromkeys(_features(word), _SMALL_WORD_COUNT / 10))
        count[f"={word}"] += _SMALL_WORD_COUNT
    return count


def _features(text: str) -> Iterator[str]:
    """Words, letter runs inside them, and letters with marks as they were typed."""
    yield from _marked(text)
    for word in normalize(text).split():
        yield from _runs(word)


def _marked(text: str) -> list[str]:
    return [] if text.isascii() else [f"!{letter}" for letter in text[:MAX_LENGTH].casefold() if not letter.isascii() and letter.isalpha()]


def _runs(word: str) -> list[str]:
    edged = f"_{word[:30]}_"
    return [f"={word}", *(edged[start : start + n] for n in range(2, _LONGEST_GRAM + 1) for start in range(len(edged) - n + 1))]


def _samples(knowledge: Knowledge) -> dict[str, list[str]]:
    samples: dict[str, list[str]] = defaultdict(list)
    for entry in knowledge.entries.values():
        for locale, text in entry.texts.items():
            samples[locale].append(text.title)
        for locale, phrases in entry.phrases.items():
            samples[locale].extend(phrases)
    for of_subject in knowledge.beside.values():
        for locale, phrases in of_subject.items():
            samples[locale].extend(phrases)
    for concept in knowledge.concepts.values():
        for locale, term in concept.terms.items():
            samples[locale].extend((term.preferred, *term.variants))
    return samples


def _transcribed(samples: Mapping[str, Sequence[str]]) -> dict[str, list[str]]:
    """Texts of languages with another script that are in Latin letters all the same, and not just in English words. All there are, for
    such words are spelled in many ways."""
    english = {word for text in samples.get(BASE_LOCALE, ()) for word in normalize_known(text).split()}
    found = {
        locale: [text for text in samples.get(locale, ()) if _is_latin(text) and not _is_of(english, text)] for locale in OFTEN_IN_LATIN
    }
    return {locale: texts for locale, texts in found.items() if texts}


def _is_latin(text: str) -> bool:
    """Whether no letter is of another script, for tens of thousands of texts in a moment."""
    return _OF_LATIN.fullmatch(text) is not None


def _is_of(known: Collection[str], text: str) -> bool:
    """Whether at least half of the words are known."""
    words = normalize_known(text).split()
    return 2 * sum(word in known for word in words) >= len(words)


def _spread(texts: list[str]) -> list[str]:
    """At most so many of the texts, from everywhere among them."""
    return texts[:: len(texts) // _SAMPLES_PER_LOCALE + 1]


def _main_script(counts: Counter[str]) -> tuple[str, bool]:
    """The script that says most, and whether it clearly prevails. Kana decide for Japanese, whose text has Chinese characters too."""
    weights = {
        script: count * (_CHINESE_WEIGHT if script in (scripts.HAN, scripts.KANA, scripts.HANGUL) else 1)
        for script, count in counts.items()
    }
    if scripts.KANA in weights and scripts.HAN in weights:
        weights[scripts.KANA] += weights.pop(scripts.HAN)
    script = max(sorted(weights), key=lambda name: weights[name])
    return script, weights[script] >= _MAIN_SHARE * sum(weights.values())


def _chinese(text: str, pure: bool) -> Guess:
    characters = [character for character in text[:1000] if scripts.script_of_character(character) == scripts.HAN]
    simple = sum(map(_only_simplified, characters))
    traditional = sum(map(_only_traditional, characters))
    locale = TRADITIONAL if traditional > simple else CHINESE
    others = (JAPANESE,) if simple or traditional else (TRADITIONAL, JAPANESE)
    if len(characters) <= _LONGEST_NOUN and _CHINESE_ONLY.isdisjoint(characters) and all(map(_is_japanese, characters)):
        return Guess(locale, False, (locale, *others), closed=pure and len(characters) > 1)
    return Guess(locale, pure, (locale, *others) if locale == TRADITIONAL else (locale,))


@lru_cache(maxsize=20_000)
def _is_japanese(character: str) -> bool:
    """Whether Japanese writes the character so, as far as it differs from Chinese."""
    return bool(_to_japanese().convert(_to_traditional().convert(character)) == character)


@lru_cache(maxsize=1)
def _to_japanese() -> OpenCC:
    return OpenCC("t2jp")


@lru_cache(maxsize=20_000)
def _only_simplified(character: str) -> bool:
    return bool(_to_traditional().convert(character) != character)


@lru_cache(maxsize=20_000)
def _only_traditional(character: str) -> bool:
    return simplified(character) != character


@lru_cache(maxsize=1)
def _to_traditional() -> OpenCC:
    return OpenCC("s2t")
