"""Long polling: nothing is lost, nothing is answered twice, and one slow chat does not hold up the others."""

import asyncio
from collections.abc import AsyncIterator, Awaitable, Callable
from contextlib import asynccontextmanager

import pytest
from telegram.error import InvalidToken

from bot.channels.telegram import TelegramChannel
from bot.channels.telegram_api import Client, connected
from bot.channels.telegram_polling import Polling
from bot.errors import StoreError
from tests.botapi.faults import Fault
from tests.botapi.server import BotApi
from tests.botapi.waiting import until
from tests.channels.echo import EchoAssistant

Start = Callable[[], Awaitable[asyncio.Event]]


@asynccontextmanager
async def polling(client: Client, channel: TelegramChannel, drain: float = 5.0) -> AsyncIterator[asyncio.Event]:
    stop = asyncio.Event()
    running = asyncio.create_task(Polling(client, channel, wait=2, look_again=0.02, drain=drain).run(stop))
    yield stop
    stop.set()
    await asyncio.wait_for(running, 10)


async def settled(api: BotApi) -> None:
    await until(lambda: not api.delivery.pending)


async def test_questions_of_many_people_are_answered_and_confirmed(api: BotApi, client: Client, channel: TelegramChannel) -> None:
    people = [api.person(number) for number in range(1, 31)]
    async with polling(client, channel):
        for word in ("one", "two"):
            for person in people:
                person.says(word)
        for person in people:
            assert [(await person.reads())["text"] for _ in range(2)] == ["echo one", "echo two"]
        await settled(api)
    assert len(api.called("sendMessage")) == 60


async def test_a_slow_answer_is_neither_confirmed_nor_begun_twice_nor_holds_up_others(
    api: BotApi, client: Client, channel: TelegramChannel, assistant: EchoAssistant
) -> None:
    slow, quick = api.person(1), api.person(2)
    api.faults.append(Fault("sendMessage", chat=1, delay=0.4))
    async with polling(client, channel):
        first = slow.says("slow")
        await asyncio.sleep(0.1)
        quick.says("quick")
        assert (await quick.reads(0.25))["text"] == "echo quick"
        assert first in api.delivery.pending
        assert (await slow.reads())["text"] == "echo slow"
        await settled(api)
    assert len(assistant.heard) == 2


async def test_what_was_begun_is_finished_and_confirmed_at_the_end(
    api: BotApi, client: Client, channel: TelegramChannel, assistant: EchoAssistant
) -> None:
    assistant.delay = 0.05
    people = [api.person(number) for number in range(1, 21)]
    async with polling(client, channel) as stop:
        for person in people:
            person.says("hello")
        await until(lambda: assistant.heard)
        stop.set()
    assert {len(person.chat.messages) for person in people} == {2}
    assert api.delivery.pending == []


async def test_what_was_not_answered_when_the_process_died_comes_again(
    api: BotApi, client: Client, channel: TelegramChannel, assistant: EchoAssistant
) -> None:
    people = [api.person(number) for number in range(1, 11)]
    assistant.delay = 0.2
    dying = asyncio.create_task(Polling(client, channel, wait=2, drain=0).run(asyncio.Event()))
    for person in people:
        person.says("hello")
    await until(lambda: assistant.heard)
    dying.cancel()
    await asyncio.wait({dying})
    assert len(api.delivery.pending) == 10
    assistant.delay = 0
    async with polling(client, channel):
        for person in people:
            assert (await person.reads())["text"] == "echo hello"
        await settled(api)
    assert len(api.called("sendMessage")) == 10


async def test_an_answer_that_fails_for_a_while_keeps_its_place_in_the_chat(
    api: BotApi, client: Client, channel: TelegramChannel, assistant: EchoAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("bot.channels.telegram._STORE_PAUSE", 0.05)
    assistant.trouble += [StoreError("locked"), StoreError("locked")]
    person = api.person(1)
    async with polling(client, channel):
        person.says("one")
        person.says("two")
        assert [(await person.reads())["text"] for _ in range(2)] == ["echo one", "echo two"]


async def test_outages_and_unreadable_updates_are_survived(api: BotApi, client: Client, channel: TelegramChannel) -> None:
    api.faults += [Fault("getUpdates", status=502), Fault("getUpdates", drop="before")]
    person = api.person(1)
    api.push_unchecked({"message": {"text": 3}})
    person.says("still there?")
    async with polling(client, channel):
        assert (await person.reads())["text"] == "echo still there?"
        await settled(api)


async def test_a_wrong_token_ends_the_program(api: BotApi, channel: TelegramChannel) -> None:
    async with connected("1:wrong", base_url=api.url) as stranger:
        with pytest.raises(InvalidToken):
            await Polling(stranger, channel).run(asyncio.Event())
