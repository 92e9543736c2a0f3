"""The terminal as a channel."""

from collections.abc import AsyncIterator, Callable
from datetime import datetime

import pytest

from bot.channels.console import converse
from bot.dialogue.assistant import Assistant
from bot.dialogue.snapshot import Snapshot
from bot.storage.memory import MemoryStore


@pytest.fixture
def assistant(snapshot: Snapshot, now: Callable[[], datetime]) -> Assistant:
    return Assistant(MemoryStore(), lambda: snapshot, now)


async def typed(*lines: str) -> AsyncIterator[str]:
    for line in lines:
        yield line + "\n"


async def talk(assistant: Assistant, *lines: str, buttons: bool = True) -> list[str]:
    told: list[str] = []

    async def show(text: str) -> None:
        told.append(text)

    await converse(assistant, typed(*lines), show, buttons=buttons)
    return told


async def test_a_second_conversation_on_the_same_storage_is_answered_from_its_first_line(assistant: Assistant) -> None:
    first = await talk(assistant, "hello", "how do I extend my residence permit?")
    assert len(first) == 2
    assert await talk(assistant, "hello") == first[:1]


async def test_where_nobody_can_press_a_choice_is_listed_if_it_is_all_there_is_to_say(assistant: Assistant) -> None:
    offer, answer = await talk(assistant, "how much is an extension", "how do I extend my residence permit?", buttons=False)
    assert "  - Extending a residence permit" in offer.splitlines()
    assert "[1]" not in offer
    assert "This helped" not in answer


async def test_a_number_presses_the_button_that_is_listed_with_it(assistant: Assistant) -> None:
    answer, after = await talk(assistant, "how do I extend my residence permit?", "1")
    assert "[1] Nearest office" in answer
    assert after.startswith("Where are you?")


async def test_empty_lines_are_passed_over(assistant: Assistant) -> None:
    assert len(await talk(assistant, "", "  ", "/topics")) == 1


async def test_piped_questions_are_a_conversation_of_their_own(assistant: Assistant) -> None:
    _, fee = await talk(assistant, "how do I extend my residence permit?", "how much is it?", buttons=False)
    assert "CNY 400" in fee.splitlines()[1]
    (alone,) = await talk(assistant, "how much is it?", buttons=False)
    assert not alone.startswith(fee.splitlines()[0])


async def test_a_number_without_a_list_is_no_button(assistant: Assistant) -> None:
    _, after = await talk(assistant, "how do I extend my residence permit?", "1", buttons=False)
    assert "Where are you?" not in after
