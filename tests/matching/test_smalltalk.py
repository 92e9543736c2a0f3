"""Greetings and questions about the bot."""

import pytest

from bot.dialogue.snapshot import Snapshot
from bot.matching.smalltalk import recognise
from tests.matching.conftest import say


@pytest.mark.parametrize(
    ("text", "locale", "topic"),
    [
        ("Hello!", "en", "greeting"),
        ("THANK YOU", "en", "thanks"),
        ("thank yuo very much", "en", "thanks"),
        ("who are you?", "en", "who-are-you"),
    ],
)
def test_the_whole_message_is_small_talk(snapshot: Snapshot, text: str, locale: str, topic: str) -> None:
    talk = recognise(say(text, locale), snapshot.knowledge)
    assert talk is not None
    assert talk.id == topic


def test_a_greeting_in_another_language_is_answered_in_the_persons_own(snapshot: Snapshot) -> None:
    talk = recognise(say("hello", "zh-Hans", certain=False), snapshot.knowledge)
    assert talk in snapshot.knowledge.smalltalk["zh-Hans"]


@pytest.mark.parametrize("text", ["hello, how do I extend my permit", "hell", "", "😀", "thanks to my visa i am here", "a" * 500])
def test_a_question_with_a_greeting_is_a_question(snapshot: Snapshot, text: str) -> None:
    assert recognise(say(text), snapshot.knowledge) is None
