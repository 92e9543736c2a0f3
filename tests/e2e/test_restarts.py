"""SIGTERM and SIGKILL in the middle of a burst: every person is answered, and nobody twice where that can be avoided."""

import itertools
import signal
from collections import Counter

import pytest

from tests.botapi.person import Person
from tests.botapi.server import BotApi
from tests.botapi.waiting import until
from tests.e2e.running_bot import Running
from tests.e2e.words import WORDS

pytestmark = pytest.mark.asyncio(loop_scope="session")

PEOPLE = 40
_numbers = itertools.count(10_001)


async def test_sigterm_finishes_what_was_begun_and_loses_and_doubles_nothing(running: Running) -> None:
    bot, api = running
    people = await a_burst_begins(api)
    assert len(answers(api, people)) < PEOPLE
    assert await bot.end(signal.SIGTERM) == 0
    await bot.start()
    await until(lambda: not api.delivery.pending, 20)
    assert answers(api, people) == {person.id: 1 for person in people}


async def test_sigkill_loses_nothing(running: Running) -> None:
    bot, api = running
    people = await a_burst_begins(api)
    await bot.end(signal.SIGKILL)
    assert len(answers(api, people)) < PEOPLE
    await bot.start()
    await until(lambda: not api.delivery.pending, 20)
    assert set(answers(api, people)) == {person.id for person in people}


async def a_burst_begins(api: BotApi) -> list[Person]:
    """Everybody asks; returns when the first are answered."""
    api.latency = 0.15
    people = [api.person(next(_numbers), WORDS[0].hint) for _ in range(PEOPLE)]
    for person in people:
        person.says(WORDS[0].question)
    await until(lambda: len(answers(api, people)) >= PEOPLE // 8, 20)
    api.latency = 0.0
    return people


def answers(api: BotApi, people: list[Person]) -> Counter[int]:
    asked = {person.id for person in people}
    told = (int(call.parameters["chat_id"]) for call in api.called("sendMessage") if call.status == 200)
    return Counter(chat for chat in told if chat in asked)
