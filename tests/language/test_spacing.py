"""Korean without spaces."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.dialogue.hearing import hear
from bot.dialogue.session import Session
from bot.dialogue.snapshot import Snapshot
from bot.language.spacing import Spacing

PHRASES = ["비자 연장 어떻게 해요", "여권 잃어버렸어요", "체류허가 연장", "연장 신청 어디서 해요", "비자연장"]


@pytest.fixture(scope="module")
def spacing() -> Spacing:
    return Spacing(PHRASES)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("여권잃어버렸어요", "여권 잃어버렸어요"),
        ("체류허가연장어떻게해요", "체류허가 연장 어떻게 해요"),
        ("z비자연장신청 2026", "z비자연장 신청 2026"),
        ("김밥연장신청", "김밥 연장 신청"),
    ],
)
def test_words_are_told_apart(spacing: Spacing, typed: str, meant: str) -> None:
    assert spacing.spaced(typed) == meant


@pytest.mark.parametrize("text", [*PHRASES, "비자", "레스토랑추천해줘", "residence permit", "居留许可", ""])
def test_what_is_a_word_or_unknown_stays(spacing: Spacing, text: str) -> None:
    assert spacing.spaced(text) == text


@given(st.text(alphabet="비자연장어떻게해요여권 z1许", max_size=60))
def test_nothing_but_spaces_is_added(spacing: Spacing, text: str) -> None:
    assert spacing.spaced(text).replace(" ", "") == text.replace(" ", "")


def test_nothing_is_told_apart_without_knowledge() -> None:
    assert Spacing([]).spaced("비자연장어떻게해요") == "비자연장어떻게해요"


def test_a_question_without_spaces_is_heard_in_words(snapshot: Snapshot) -> None:
    assert "연장" in hear("체류허가연장어떻게해요?", Session(), None, snapshot).normal.split()
